"""Three invented cities: what fills a cell, what never does, how ties are ranked, and the page that shows it."""

from __future__ import annotations

import base64
import hashlib
import posixpath
import re
from dataclasses import replace

import pytest

from pipeline.compare.across.cross import compare_places
from pipeline.compare.across.findings import _shares_words
from pipeline.config import ConfigError, load_params
from pipeline.report.cross.dots import dot_plot, strip
from pipeline.report.cross.page import Pages
from pipeline.report.cross.saying import words
from pipeline.report.cross.sheets import workbook
from pipeline.service.across import Across, compare_analysed
from pipeline.service.analyze import Analyzer
from pipeline.service.crosses import CrossNotice, load_crosses, members_of, places_of, register
from tests.conftest import ROOT

TEXT = """{place}2031年经济社会发展重点任务
2030年，全市地区生产总值增长9.9%。
一、主要目标
2031年主要预期目标是：{goals}
二、重点任务
1.发展临港产业。规模以上工业企业达到{firms}家，建设<b>样板</b>车间。（牵头单位：市工业和信息化局）
2.改善民生。新建口袋公园{parks}个。（牵头单位：市{body}）
"""
PLACES = {
    "甲河市": ("地区生产总值增长6%左右；固定资产投资增长8%；居民收入增长与经济增长同步。", 300, 12, "城市管理局"),
    "乙山市": ("生产总值增长5%以上；工业投资增长11%；居民收入增长与经济增长同步。", 200, 12, "城市管理局"),
    "丙泉市": (
        "全市地区生产总值增长6%；固定资产投资增长7%；居民人均可支配收入增长6.5%；到2035年地区生产总值年均增长5.5%，森林覆盖率达到45%。",
        100, 9, "自然资源局",
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def across() -> Across:
    analyzer = Analyzer(ROOT, load_params(ROOT))
    analyses = {}
    for number, (place, (goals, firms, parks, body)) in enumerate(PLACES.items()):
        text = TEXT.format(place=place, goals=goals, firms=firms, parks=parks, body=body)
        analyses[place] = analyzer.analyze("n.txt", text.encode(), notice_id=f"n{number}", year=2031)
    before = TEXT.replace("2031", "2030").format(
        place="甲河市",
        goals="地区生产总值增长6.5%；固定资产投资增长8%；到2035年城镇化率达到70%。",
        firms=250,
        parks=9,
        body="教育局",
    )
    earlier = {"甲河市": analyzer.analyze("b.txt", before.encode(), notice_id="before", year=2030)}
    return compare_analysed(ROOT, "three", analyses, earlier)


def row(across: Across, indicator: str, measure: str):
    return next(one for one in across.found.rows if (one.indicator, one.measure) == (indicator, measure))


def test_the_look_back_fills_no_cell(across):
    cells = row(across, "地区生产总值", "growth").cells
    assert [cell.value for cell in cells] == [6, 5, 6]


@pytest.mark.parametrize(
    "indicator, measure, last, against",
    [("地区生产总值", "growth", "6.5%", "lower"), ("固定资产投资", "growth", "8%", "same"),
     ("规模以上工业企业", "level", "250家", "higher"), ("居民收入", "growth", "", "")],
)  # fmt: skip
def test_a_cell_stands_beside_its_own_last_target(across, indicator, measure, last, against):
    cell = row(across, indicator, measure).cells[0]
    assert (cell.last_printed, cell.against_last) == (last, against)
    assert all(other.last_printed == "" for other in row(across, indicator, measure).cells[1:])


def test_ties_share_a_rank(across):
    cells = row(across, "地区生产总值", "growth").cells
    assert [(cell.rank, cell.tied) for cell in cells] == [(1, 1), (3, 0), (1, 1)]


def test_a_target_of_later_years_stands_beside(across):
    later = row(across, "地区生产总值", "growth").later
    assert [cell.value for cell in later] == [None, None, 5.5]


def test_an_indicator_of_later_years_alone_has_a_row(across):
    forest = row(across, "森林覆盖率", "share")
    assert [cell.value for cell in forest.later] == [None, None, 45]
    assert (forest.promised_by, forest.shown) == (0, False)


def test_industrial_investment_is_no_fixed_investment(across):
    cells = row(across, "固定资产投资", "growth").cells
    assert [cell.status for cell in cells] == ["value", "not_set", "value"]
    assert row(across, "工业投资", "growth").cells[1].value == 11


def test_words_are_told_from_numbers(across):
    assert [cell.status for cell in row(across, "居民收入", "growth").cells] == ["worded", "worded", "value"]


def test_amounts_are_ranked_but_not_told_as_outliers(across):
    told = [one for one in across.found.findings if one.kind == "place_outlier"]
    assert row(across, "口袋公园", "amount").cells[2].rank == 3
    assert not any("口袋公园" in one.zh for one in told if "最" in one.zh)


def test_every_passage_is_in_its_text(across):
    texts = {member.notice_id: member.view.facts.notice.text for member in across.cross.members}
    for finding in across.found.findings:
        assert finding.evidence
        assert all(texts[one.notice_id][one.start : one.end] == one.surface for one in finding.evidence)


def test_the_order_of_places_changes_no_cell(across):
    cross = replace(across.cross, members=across.cross.members[::-1])
    from pipeline.compare.across.names import Names
    from pipeline.compare.rules import FindingRules

    themes = {theme.id: (theme.zh, theme.en) for theme in across.scheme.themes}
    found = compare_places(cross, names=Names.load(ROOT), rules=FindingRules.load(ROOT), themes=themes)

    def cells(one):
        return {(r.id, c.notice_id, c.status, c.value, c.rank) for r in one.rows for c in r.cells}

    assert cells(found) == cells(across.found)


def test_the_page_escapes_and_every_link_has_its_place(across):
    found = dict(pages(across).all())
    files = {"index.html", "index.en.html"} | {f"places/n{i}{end}.html" for i in range(3) for end in ("", ".en")}
    assert set(found) == files
    for name, page in found.items():
        assert "<b>样板" not in page
        assert "default-src 'none'" in page
        links = set(re.findall(r'href="([^"]+)"', page))
        assert {link[1:] for link in links if link.startswith("#")} <= set(re.findall(r'id="([^"]+)"', page))
        assert {posixpath.normpath(f"{name}/../{link}") for link in links if not link.startswith("#")} <= files
    assert workbook(across.found) == workbook(across.found)


def pages(across: Across) -> Pages:
    texts = {member.notice_id: member.view.facts.notice.text for member in across.cross.members}
    return Pages(across.found, texts, {theme.id: (theme.zh, theme.en) for theme in across.scheme.themes})


def test_the_script_that_sorts_is_on_the_page_and_allowed(across):
    page = pages(across).index("zh")
    script = re.search(r"<script>(.*?)</script>", page, re.DOTALL)
    assert script and "table.sortable" in script[1]
    digest = base64.b64encode(hashlib.sha256(script[1].encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in page


def test_the_page_of_a_place_tells_it_against_the_others(across):
    page = pages(across).of_place("n2", "zh")
    assert "<h1>丙泉市与其他2地</h1>" in page
    rows = {cells[0]: cells[1:] for cells in _table(page)}
    assert rows["口袋公园"][:3] == ["当年量", "9个", "3"]
    assert rows["口袋公园"][5:7] == ["12个 甲河市（并列）", "9个 丙泉市"]
    assert rows["居民收入"][:2] == ["增长", "6.5%"]


def _table(page: str) -> list[list[str]]:
    """The rows of the panel of a page of one place, as text."""
    table = page.partition('id="panel"')[2].partition("</table>")[0]
    rows = re.findall(r"<tr>(.*?)</tr>", table, re.DOTALL)
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL) for row in rows]
    return [[re.sub(r"<[^>]+>", " ", cell).strip().replace("  ", " ") for cell in row] for row in cells]


def test_the_english_page_says_numbers_and_known_names_in_english(across):
    page = pages(across).index("en")
    assert '<html lang="en">' in page
    for said in ("Regional GDP", "about 6%", "at least 5%", "3 places side by side", "Household income"):
        assert said in page
    assert '<span lang="zh-Hans">居民收入增长与经济增长同步</span>' in page


def test_every_word_of_the_pages_stands_in_both_languages():
    chinese, english = words("zh"), words("en")
    assert set(chinese) == set(english)
    assert not any(
        re.search(r"[\u4e00-\u9fff]", str(value)) for key, value in english.items() if key != "other_language"
    )


def test_a_dot_plot_is_drawn_for_rates_alone_and_highest_first(across):
    said = {"n0": "a", "n1": "b", "n2": "c"}
    plot = dot_plot(row(across, "地区生产总值", "growth"), "t", said, said, said, "6%")
    assert plot and [dot.notice_id for dot in plot.dots] == ["n0", "n2", "n1"]
    assert plot.dots[0].x == plot.dots[1].x > plot.dots[2].x and plot.median_x == plot.dots[0].x
    assert dot_plot(row(across, "口袋公园", "amount"), "t", said, said, said, "12") is None
    line = strip(row(across, "地区生产总值", "growth"), "n1", said, said)
    assert line and line.own < min(line.others)


@pytest.mark.parametrize(
    "title, issuer, text, places, why",
    [
        ("甲河市2031年工作要点", "", "", ["甲河市"], "the title begins with it"),
        ("政府工作报告", "丙泉县人民政府", "", ["丙泉县"], "the issuer"),
        ("政府工作报告", "", "——在丁州市第五届人民代表大会上\n", ["丁州市"], "the venue"),
        ("甲河市2031年工作要点", "乙山市人民政府", "", ["甲河市", "乙山市"], "two places: asked for"),
        ("关于全省2031年工作的意见", "", "", [], "the whole province is no name"),
        ("工作要点", "", "推进各市人民政府履职", [], "every city is none"),
    ],
)
def test_the_place_of_a_notice(across, title, issuer, text, places, why):
    known = across.cross.members[0].view.facts.notice
    notice = replace(known, title=title, issuer=issuer, text=text, body_start=0, body_end=0)
    assert places_of(notice) == places, why


def test_crosses_are_kept_and_checked(tmp_path):
    register(tmp_path, [CrossNotice("three", "a-2031", "甲河市"), CrossNotice("three", "b-2031", "乙山市")])
    register(tmp_path, [CrossNotice("three", "c-2031", "甲河市")])
    assert {(one.notice_id, one.place) for one in members_of(tmp_path, "three")} == {
        ("c-2031", "甲河市"),
        ("b-2031", "乙山市"),
    }
    with (tmp_path / "data" / "crosses.csv").open("a", encoding="utf-8") as file:
        file.write("three,d-2031,甲河市\n")
    with pytest.raises(ConfigError, match="line 4.*甲河市.*already"):
        load_crosses(tmp_path)


SHARED_WORDS = {
    "甲河市": "地区生产总值增长6%；社会消费品零售总额、固定资产投资增长4%左右；城乡居民人均可支配收入分别增长5%、6%；原煤、原油产量分别达到70万吨、8万吨；粮食产量300万吨。",
    "乙山市": "地区生产总值增长5%；固定资产投资增长7%；城镇和农村居民人均可支配收入分别增长4%和6%；粮食产量280万吨。",
    "丙泉市": "地区生产总值增长5%；固定资产投资增长6%；居民收入增长5%；原煤产量达到90万吨。",
    "丁湖市": "地区生产总值增长5%；固定资产投资增长6%；一般公共预算收入增长2%；粮食产量310万吨。",
}


@pytest.fixture(scope="module")
def sharing() -> Across:
    analyzer = Analyzer(ROOT, load_params(ROOT))
    texts = {
        place: TEXT.format(place=place, goals=goals, firms=9, parks=9, body="教育局")
        for place, goals in SHARED_WORDS.items()
    }
    analyses = {
        place: analyzer.analyze("n.txt", text.encode(), notice_id=f"s{number}", year=2031)
        for number, (place, text) in enumerate(texts.items())
    }
    return compare_analysed(ROOT, "sharing", analyses)


@pytest.mark.parametrize(
    ("indicator", "measure", "values", "why"),
    [
        ("固定资产投资", "growth", [4, 7, 6, 6], "two indicators of one number fill a cell each"),
        ("社会消费品零售总额", "growth", [4, None, None, None], "the other of the two"),
        ("城镇居民人均可支配收入", "growth", [5, 4, None, None], "城乡 told apart by 分别"),
        ("农村居民人均可支配收入", "growth", [6, 6, None, None], "its second number"),
        ("居民收入", "growth", [None, None, 5, None], "a half is not the whole"),
        ("原煤产量", "level", [70e4, None, 90e4, None], "the first of two things under one measure"),
    ],
)
def test_numbers_under_shared_words(sharing, indicator, measure, values, why):
    assert [cell.value for cell in row(sharing, indicator, measure).cells] == values, why


def test_who_sets_both_halves_is_not_said_to_set_nothing(sharing):
    assert [cell.status for cell in row(sharing, "居民收入", "growth").cells] == [
        "worded",
        "worded",
        "value",
        "not_set",
    ]
    assert row(sharing, "居民收入", "growth").cells[0].printed == "城乡居民人均可支配收入分别增长5%、6%"
    silent = [one.zh for one in sharing.found.findings if "未设" in one.zh]
    assert any("只有丁湖市未设居民收入" in one for one in silent)
    assert not any("一般公共预算收入" in one or "原煤" in one for one in silent), "no kin of what is not set"


@pytest.mark.parametrize(
    "one, other, shared",
    [
        ("壮大实体经济，推动高质量发展", "巩固壮大实体经济根基，推进产业强省建设", True),
        ("着力扩大内需", "全方位扩大内需，提振消费", True),
        ("全面推动高质量发展", "加快推动高质量发展", False),
        ("强化创新驱动", "深化改革开放", False),
    ],
)
def test_first_sections_that_name_one_thing(one, other, shared):
    assert _shares_words(one, other) is shared
