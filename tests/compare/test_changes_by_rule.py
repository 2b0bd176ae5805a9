"""Single rules of change, each on the smallest notices that show it. All texts are made up."""

from __future__ import annotations

import pytest

from pipeline.compare.network import centralities, network, ties
from pipeline.compare.pair import compare
from pipeline.compare.portfolios import concentrations, portfolios
from pipeline.compare.priorities import priority_changes, priority_trends
from pipeline.compare.same_body import SameBody, is_abbreviation
from pipeline.compare.target_changes import indicator_likeness
from pipeline.config import load_lexicon
from tests.compare.sample_city import LADDER, PARAMS, REGISTRY, SETTING, THEMES, facts_of
from tests.conftest import ROOT

TASK = "建设江湾灯塔博物馆。布展航标文物和船模，开放夜间观灯廊道，{target}（{clause}）"
FILLER = "{number}.整治城中村道路。修补破损路面，疏通排水管网，增设路灯和停车位。"


def notice(year: int, target: str = "接待观众5万人次。", clause: str = "牵头单位：市文化和旅游局", notice_id: str = ""):
    text = f"临江市{year}年重点任务\n一、文化\n1.{TASK.format(target=target, clause=clause)}\n{FILLER.format(number=2)}"
    return facts_of(text.encode(), "x.txt", notice_id or f"made-{year}", year)


def changes(old, new):
    return compare(old, new, **SETTING)


@pytest.mark.parametrize(
    ("before", "after", "change", "what"),
    [
        ("接待观众5万人次。", "接待观众6万人次。", "raised", ()),
        ("接待观众5万人次。", "接待观众4万人次。", "lowered", ()),
        ("接待观众5万人次。", "接待观众5万人次。", "unchanged", ()),
        ("接待观众5万人次。", "接待观众5万人次以上。", "redefined", ("op",)),
        ("接待观众5万人次。", "接待观众增长8%。", "redefined", ("unit", "kind")),
        ("接待观众5万人次。", "推出联票。", "dropped", ()),
        ("接待观众5万人次。", "接待观众目标已提前完成。", "met_and_dropped", ()),
        ("推出联票。", "接待观众5万人次。", "new", ()),
        ("到2024年，接待观众达到5万人次。", "到2026年，接待观众达到5万人次。", "pushed_back", ()),
        ("到2026年，接待观众达到5万人次。", "到2024年，接待观众达到5万人次。", "brought_forward", ()),
    ],
)
def test_target_change(before, after, change, what):
    rows = changes(notice(2022, before), notice(2023, after)).targets
    assert [(row.change, row.what) for row in rows] == [(change, what)]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("牵头单位：市文化和旅游局", "牵头单位：市文化和旅游局", []),
        ("牵头单位：市文化和旅游局", "牵头单位：市文旅局", []),  # a short form is no new name
        ("牵头单位：市文化和旅游局", "牵头单位：市教育局", [("handed_over", "市教育局")]),
        ("牵头单位：市文化和旅游局", "牵头单位：市文化和旅游局，参与单位：市教育局", [("entered", "市教育局")]),
        ("牵头单位：市文化和旅游局，参与单位：市教育局", "牵头单位：市文化和旅游局", [("left", "市教育局")]),
        (
            "牵头单位：市文化和旅游局，参与单位：市教育局",
            "牵头单位：市文化和旅游局、市教育局",
            [("promoted", "市教育局")],
        ),
        (
            "牵头单位：市文化和旅游局、市教育局",
            "牵头单位：市文化和旅游局，参与单位：市教育局",
            [("demoted", "市教育局")],
        ),
        ("牵头单位：市文化和旅游局", "牵头单位：市文化和旅游局、市教育局", [("co_lead_added", "市教育局")]),
        # 责任单位 alone does not say who leads: only who comes and goes is told
        ("牵头单位：市文化和旅游局，参与单位：市教育局", "责任单位：市教育局、市文化和旅游局", []),
        (
            "牵头单位：市文化和旅游局，参与单位：市教育局",
            "责任单位：市文化和旅游局、市财政局",
            [("entered", "市财政局"), ("left", "市教育局")],
        ),
        # reforms: a rename is neither exit nor entry
        ("牵头单位：市大数据局", "牵头单位：市数据局", [("renamed_only", "市数据局")]),
        ("牵头单位：市乡村振兴局", "牵头单位：市农业农村局", [("renamed_only", "市农业农村局")]),
        (
            "牵头单位：市文化和旅游局，参与单位：市大数据局",
            "牵头单位：市文化和旅游局、市数据局",
            [("promoted", "市数据局")],
        ),
    ],
)
def test_role_change(before, after, expected):
    rows = changes(notice(2022, clause=before), notice(2024, clause=after)).roles
    assert sorted((row.change, row.department) for row in rows) == expected


def test_bodies_that_both_notices_print_stay_themselves():
    """The registry knows the merger of 2023, but this city still has both bureaus."""
    clause = "牵头单位：市乡村振兴局，参与单位：市农业农村局"
    assert not changes(notice(2023, clause=clause), notice(2024, clause=clause)).roles


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("市发改委", "市发展改革委", True),
        ("市住建局", "市住房城乡建设局", True),
        ("望海市分行", "望海市中心支行", False),
    ],
)
def test_abbreviation(a, b, expected):
    assert is_abbreviation(a, b) is is_abbreviation(b, a) is expected


@pytest.mark.parametrize(
    ("a", "b", "alike"),
    [
        ("接待游客", "游客", True),
        ("购置植保无人机", "植保无人机", True),
        ("市区空气质量优良天数比例", "空气质量优良天数比例", True),
        ("生活垃圾回收利用率", "生活垃圾资源化利用率", True),
        ("高新技术企业", "科技型中小企业", False),
        ("集装箱吞吐量", "港口货物吞吐量", False),
    ],
)
def test_indicator_likeness(a, b, alike):
    assert (indicator_likeness(a, b) >= 0.5) is alike


@pytest.mark.parametrize(
    ("title", "term", "level"),
    [
        ("推进企业碳账户试点", "试点", 2),
        ("探索建立企业碳账户", "探索", 1),
        ("加快推进城市更新", "加快推进", 3),
        ("全面推行河湖长制", "全面推行", 4),
        ("海铁联运", "", None),
        ("加强海洋基础研究", "", None),
    ],
)
def test_strength(title, term, level):
    wording = LADDER.wording(title)
    assert (wording.term, wording.level) == (term, level) if wording else level is None


def test_examples_of_the_ladder():
    for entry in load_lexicon(ROOT, "strength")["levels"]:
        assert entry["examples"] and all(
            LADDER.wording(example).level == entry["level"] for example in entry["examples"]
        )


PLAN = """临江市{year}年任务
一、科技创新
1.建设航标实验室。布设浮标试验场。（牵头单位：市科技局，参与单位：市教育局、市财政局）
2.培育潮汐算法企业。发放算力券。（牵头单位：市科技局，参与单位：各区（市）政府）
二、扩大内需
3.举办灯塔音乐节。开放观灯廊道。（牵头单位：市文化和旅游局，参与单位：市教育局、沙屿县政府）
"""


def plan(
    year: int, cut_off: frozenset[str] = frozenset(), themes: tuple[str, ...] = ("innovation", "innovation", "demand")
):
    given = {
        (section, number): (theme, theme)
        for (section, number), theme in zip((("一", "1"), ("一", "2"), ("二", "3")), themes)
    }
    return facts_of(PLAN.format(year=year).encode(), "x.txt", f"plan-{year}", year, given, cut_off)


def test_a_cut_off_theme_is_left_out_and_its_tasks_too():
    rows = {
        row.theme: row
        for row in priority_changes(plan(2023), plan(2024, frozenset({"demand"})), THEMES, PARAMS)
        if row.measure == "tasks"
    }
    assert not rows["demand"].observable and rows["demand"].old_share is None and not rows["demand"].distinguishable
    assert (rows["innovation"].old_total, rows["innovation"].old_share) == (2, 1.0)
    trends = {
        row.theme: row.direction
        for row in priority_trends([plan(2023), plan(2024, frozenset({"demand"}))], THEMES, PARAMS)
    }
    assert trends["demand"] == "not observable" and trends["innovation"] == "not distinguishable"


def test_levels_and_collective_bodies_stay_apart():
    facts = plan(2023)
    same_body = SameBody.over([facts.roles], REGISTRY, 2023)
    rows = {row.department: row for row in portfolios(facts, same_body)}
    assert rows["各区（市）政府"].collective and rows["沙屿县政府"].level == "county"
    # three city bodies support two units; the county and the collective ones do not count in their shares
    assert (rows["市教育局"].support, rows["市教育局"].support_share, rows["市财政局"].support_share) == (2, 1.0, 0.5)
    lead = next(row for row in concentrations(list(rows.values())) if (row.level, row.role) == ("city", "lead"))
    assert (lead.bodies, lead.counts, lead.hhi, lead.lowest, lead.busiest) == (
        2,
        3,
        pytest.approx(5 / 9, abs=1e-6),
        0.5,
        ("city/science-technology",),
    )


def test_network_of_shared_units():
    facts = plan(2023)
    graph = network(facts, SameBody.over([facts.roles], REGISTRY, 2023))
    rows = {row.department: row for row in centralities(facts, graph)}
    assert "各区（市）政府" not in rows and rows["沙屿县政府"].partners == 0
    assert (rows["市教育局"].partners, rows["市教育局"].betweenness) == (3, pytest.approx(2 / 3, abs=1e-6))
    later = plan(2024)
    rows = list(ties(later, network(later, SameBody.over([later.roles], REGISTRY, 2024)), graph))
    assert {row.change for row in rows} == {"kept"} and {row.change for row in ties(facts, graph, None)} == {"first"}


def test_a_network_made_to_be_slow_is_told_without_what_takes_long(monkeypatch):
    """A unit of hundreds of bodies ties all to all; each path through such a network takes as long again."""
    facts = plan(2023)
    same_body = SameBody.over([facts.roles], REGISTRY, 2023)
    monkeypatch.setattr("pipeline.compare.network.MOST_STEPS", 10)
    rows = {row.department: row for row in centralities(facts, network(facts, same_body))}
    assert (rows["市教育局"].partners, rows["市教育局"].betweenness) == (3, None)
    monkeypatch.setattr("pipeline.compare.network.MOST_TOGETHER", 2)
    alone = {row.department: row.partners for row in centralities(facts, network(facts, same_body))}
    assert set(alone) == set(rows) and alone["市教育局"] < 3


RENAMED = [
    (2016, "市金融办", 2020, "市地方金融监管局", "the reform of 2018"),
    (2017, "市工商局", 2019, "市市场监管局", "merged in 2018"),
    (2017, "市环保局", 2021, "市生态环境局", "the reform of 2018"),
    (2014, "市卫生局", 2020, "市卫健委", "two reforms, followed by both steps"),
    (2020, "市地方金融监管局", 2024, "市委金融办", "the reform of 2023"),
    (2022, "市大数据局", 2024, "市数据局", "the reform of 2023"),
    (2021, "市乡村振兴局", 2025, "市农业农村局", "taken in in 2023"),
    (2016, "市金融办", 2025, "市金融办", "one name for two bodies, the first having become the second"),
]


@pytest.mark.parametrize(
    ("year", "name", "later", "new_name", "reason"), RENAMED, ids=[f"{c[1]}-{c[3]}" for c in RENAMED]
)
def test_a_renamed_body_is_one_body_from_the_text_to_the_comparison(year, name, later, new_name, reason):
    old, new = notice(year, clause=f"牵头单位：{name}"), notice(later, clause=f"牵头单位：{new_name}")
    assert {row.change for row in changes(old, new).roles} <= {"renamed_only"}, reason
    assert [row.change for row in changes(old, notice(later, clause="牵头单位：市档案馆")).roles] == ["handed_over"]


def test_a_name_is_read_in_the_year_of_its_notice():
    ids = [notice(year, clause="牵头单位：市金融办").roles[0].body_id for year in (2016, 2021, 2025)]
    assert ids == ["city/finance-work-office", "city/local-financial-regulation", "city/party-finance-office"]
