"""A finding says what was searched and no more: whole names, each number with its thing, facts that are no targets."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.compare.finders.roles import _form_said
from pipeline.compare.finders.terms import CLAUSAL, RE_NO_ORDER, _terms, sides, whole_term, without_verb
from pipeline.compare.pair import compare
from pipeline.compare.pair_view import plain
from pipeline.compare.profile import NoticeFacts
from pipeline.knowledge.common_words import CommonWords
from tests.compare.sample_city import SETTING, facts_of
from tests.compare.test_findings import COMMON, found, told

COMMON_WORDS = CommonWords.load(Path(__file__).parents[2])


@pytest.mark.parametrize(
    ("said", "term", "whole", "why"),
    [
        (
            "加快建设分级诊疗体系",
            "诊疗体系",
            "分级诊疗体系",
            "what stands between the verb and the piece belongs to it",
        ),
        ("扩大政府性融资担保对小店的覆盖面", "政府性", "政府性融资担保", "so does what follows up to a small word"),
        ("构建和谐医患关系", "医患关系", "和谐医患关系", "和 inside a word ends no name"),
        ("办好水利、交通和电力设施检修", "设施检修", "电力设施检修", "and between two names it does"),
        (
            "将3岁以下婴幼儿照护纳入补贴",
            "婴幼儿照护",
            "婴幼儿照护纳入补贴",
            "a digit before: where the name begins is not known",
        ),
    ],
)
def test_a_term_is_told_as_the_whole_name(said, term, whole, why):
    assert whole_term(said, term, COMMON_WORDS) == whole, why


@pytest.mark.parametrize(
    ("term", "rest"),
    [("发展新质生产力", "新质生产力"), ("新质生产力", "新质生产力"), ("发展权", "发展权")],
)
def test_the_verb_is_no_part_of_a_term(term, rest):
    assert without_verb(term, COMMON_WORDS) == rest


@pytest.mark.parametrize(
    ("clause", "orders"),
    [
        ("使用专项资金支持技改", True),
        ("使群众更有盼头", False),
        ("让老人吃上热饭", False),
        ("面积超过三百平方米的", False),
    ],
)
def test_what_a_clause_is_for_orders_nothing(clause, orders):
    assert bool(RE_NO_ORDER.search(clause)) != orders


def test_marks_inside_a_sentence_make_no_other_words():
    assert plain("大众创业、万众创新") == "大众创业万众创新"
    old = ("支持返乡就业。办好乡村夜校、田间课堂，请能人授课。",)
    new = ("支持返乡就业。办好乡村夜校田间课堂，请能人授课。",)
    assert not [one for one in found(old, new) if one.kind in ("term_new", "term_gone", "task_new", "task_dropped")]


# -- numbers -------------------------------------------------------------------------------------

SHARED = (
    "目标：乡村教师补助和护林员补助标准分别提高200元和50元。",
    "目标：乡村教师补助和护林员补助标准分别提高300元和40元。",
)


def test_each_number_goes_to_its_own_thing():
    numbers = {one.kind: one.values for one in found((SHARED[0],), (SHARED[1],)) if one.kind.startswith("target_")}
    assert numbers["target_raised"] == ("200元", "300元")
    assert numbers["target_lowered"] == ("50元", "40元")


@pytest.mark.parametrize(
    ("old", "new", "kinds", "why"),
    [
        (
            "高校毕业生2.1万人，要用心帮扶。",
            "高校毕业生2.4万人，要用心帮扶。",
            set(),
            "how many there are is no promise",
        ),
        ("全县外出农民工达到6万人。", "全县外出农民工达到7万人。", set(), "nor here"),
        ("培训农民工6000人。", "培训农民工7000人。", {"target_raised"}, "what is done for so many of them is one"),
    ],
)
def test_how_many_persons_there_are_is_a_fact(old, new, kinds, why):
    task = "做好就业服务。"
    got = {one.kind for one in found((task + old,), (task + new,)) if one.kind.startswith(("target_", "result"))}
    assert got == kinds, why


def test_a_number_for_each_place_is_told_with_its_clause():
    task = "改善看病条件。每个镇至少办好1所中心卫生院，添置设备。"
    assert told(found((task,), (task,)), "target_unchanged") == ["“每个镇至少办好1所中心卫生院”的目标不变。"]


def test_a_target_in_other_words_is_neither_new_nor_dropped():
    old, new = "目标：为企业和个人减轻负担3亿元。", "目标：再减少企业税费负担2亿元左右。"
    kinds = {one.kind for one in found((old,), (new,)) if one.kind.startswith("target_")}
    assert kinds & {"target_reworded", "target_lowered"} and not kinds & {"target_new", "target_dropped"}


# -- steps ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "kind", "why"),
    [
        ("推进垃圾分类。", "全面推行垃圾分类。", "firmer", "a step on the scale of stages"),
        ("全面实施散煤综合治理。", "加强河湖综合治理。", "", "two things that end alike"),
        ("推进垃圾分类。镇上已全面推行垃圾分类。", "全面推行垃圾分类。", "", "the older notice says so too"),
    ],
)
def test_a_step_is_one_of_the_notices(old, new, kind, why):
    lead = "改善人居环境。加强宣传引导，落实管护经费。"
    got = {one.kind for one in found((lead + old,), (lead + new,)) if one.kind in ("firmer", "softer")}
    assert got == ({kind} if kind else set()), why


# -- splits and merges -----------------------------------------------------------------------------

WHOLE = "改善公共服务。新建三所寄宿制小学，配齐乡村教师；扩建敬老院，发展老年助餐点。"
PIECES = ("办好乡村教育。新建三所寄宿制小学，配齐乡村教师。", "关爱老人。扩建敬老院，发展老年助餐点。")
BESIDE = ("改善公共服务。新建三所寄宿制小学，配齐乡村教师。", PIECES[1])


@pytest.mark.parametrize(
    ("old", "new", "kind", "words"),
    [
        ((WHOLE,), PIECES, "task_split", ("拆分为2项", "办好乡村教育", "关爱老人")),
        (PIECES, (WHOLE,), "task_merged", ("合并为", "办好乡村教育", "关爱老人")),
        ((WHOLE,), BESIDE, "task_split", ("由“改善公共服务”分出“关爱老人”",)),
        (BESIDE, (WHOLE,), "task_merged", ("“关爱老人”并入“改善公共服务”",)),
        ((PIECES[0],), PIECES, "", ()),
    ],
)
def test_splits_follow_the_clauses(old, new, kind, words):
    got = [one for one in found(old, new) if one.kind in ("task_split", "task_merged") and one.subject != "任务结构"]
    assert [one.kind for one in got] == ([kind] if kind else [])
    assert all(word in got[0].zh for word in words) if got else not words


def test_the_mirror_of_a_split_is_a_merge():
    split, merge = (
        [one.values for one in side if one.subject == "改善公共服务" and one.kind in ("task_split", "task_merged")]
        for side in (found((WHOLE,), PIECES), found(PIECES, (WHOLE,)))
    )
    assert [values[::-1] for values in split] == merge


# -- names and years -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("labels", "said"),
    [
        (("牵头单位", "配合单位"), "牵头单位：X，配合单位：X"),
        (("责任单位", "牵头", "配合"), "责任单位：X牵头，X配合"),
        (("牵头", "配合"), "X牵头，X配合"),
        (("责任单位",), "责任单位：X"),
    ],
)
def test_a_form_is_said_as_it_is_printed(labels, said):
    assert _form_said(labels) == said


def test_growth_without_a_subject_is_of_what_stands_before():
    old, new = "目标：软件业务收入年均增长15%左右。", "目标：软件业务收入突破26亿元，年均增长12%左右。"
    assert told(found((old,), (new,)), "target_new") == []
    assert any("软件业务收入" in one and "15%" in one for one in told(found((old,), (new,)), "target_lowered"))


@pytest.mark.parametrize(
    ("old", "new", "beside", "why"),
    [
        ("今年还林还草120万亩。", "今年退耕还林还草90万亩。", False, "a piece of a name is no other name"),
        ("完成公路投资12亿元。", "完成公路水运投资15亿元。", True, "what a name holds more is told"),
    ],
)
def test_another_name_is_told_beside_the_number(old, new, beside, why):
    task = "抓好建设。"
    sentences = [
        one.zh for one in found((task + old,), (task + new,)) if one.kind in ("target_raised", "target_lowered")
    ]
    assert len(sentences) == 1 and ("2023年为“" in sentences[0]) == beside, why


@pytest.mark.parametrize(
    ("old", "new", "said", "why"),
    [
        ((2025,), (2027,), ["目标年限由2025年延至2027年。"], "a plan that reaches further"),
        ((2025, 2026), (2027,), ["目标年限由2026年延至2027年。"], "its last year"),
        ((2025, 2027), (2026,), [], "an earlier year is that of one goal"),
        ((2027,), (2027,), [], "the same"),
    ],
)
def test_the_last_year_of_a_plan(old, new, said, why):
    def goals(years: tuple[int, ...]) -> tuple[str, ...]:
        return tuple(f"目标：到{year}年，产业规模明显扩大。" for year in years)

    years = [one.zh for one in found(goals(old), goals(new)) if one.subject == "目标年份"]
    assert years == said, why


@pytest.mark.parametrize(
    ("old", "new", "renamed", "why"),
    [
        ("夯实产业基础", "增强产业支撑能力", True, "the same section in other words"),
        ("夯实产业基础", "提升治理水平", False, "headings that share no word are of two sections"),
    ],
)
def test_a_section_of_another_name_shares_a_word(old, new, renamed, why):
    def edition(year: int, heading: str):
        tasks = "".join(f"{number}.{text}\n" for number, text in enumerate(COMMON, 1))
        text = f"云溪县{year}年重点工作任务\n一、{heading}\n{tasks}二、办好民生实事\n4.修建道路。新修村道六条。\n"
        return facts_of(text.encode(), f"{year}.txt", f"yunxi-{year}", year)

    sentences = told(compare(edition(2023, old), edition(2024, new), **SETTING).findings, "stance_changed")
    assert any("一节改题为" in one for one in sentences) == renamed, why


REPORT = """{year}年云溪县政府工作报告
各位代表：
现在，我代表县人民政府，向大会报告工作，请予审议。
一、{year}年主要工作
（一）改善民生
做好就业服务。{said}。落实管护经费，完善考评办法。
"""


def report(year: int, said: str) -> NoticeFacts:
    return facts_of(REPORT.format(year=year, said=said).encode(), f"{year}.txt", f"yunxi-{year}", year)


@pytest.mark.parametrize(
    ("older", "said", "told_as_new", "why"),
    [
        ("关心困难群众冷暖", "建立困难群众救助制度", False, "it may be said in other words"),
        ("修建道路桥梁", "建立困难群众救助制度", True, "nothing like it stands there"),
        ("化解经营困难", "建立困难群众救助制度", True, "one pair of characters in common is not enough"),
    ],
)
def test_a_clause_that_may_be_said_in_other_words_is_not_told_as_new(older, said, told_as_new, why):
    view = compare(report(2023, older), report(2024, said), **SETTING).view
    came = _terms(sides(view)[0], SETTING["rules"].firmness, COMMON_WORDS)
    assert any(term.part.said == said and term.ground in CLAUSAL for term in came) == told_as_new, why


@pytest.mark.parametrize(
    ("said", "is_term", "why"),
    [
        ("推广智慧秧棚", False, "said once: a way of putting things"),
        ("推广智慧秧棚。给智慧秧棚上保险", True, "said again"),
    ],
)
def test_a_rare_word_is_a_term_where_it_is_said_again(said, is_term, why):
    view = compare(report(2023, "修建道路桥梁"), report(2024, said), **SETTING).view
    terms = _terms(sides(view)[0], SETTING["rules"].firmness, COMMON_WORDS)
    assert any("秧棚" in term.name and term.ground == "rare" for term in terms) == is_term, why
