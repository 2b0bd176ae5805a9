"""Promise and result: what a later look back says of what was due, with both passages, by verdict and by body."""

from __future__ import annotations

import pytest

from pipeline.compare.result_rows import result_rows
from pipeline.compare.series import compare_series
from tests.compare.sample_city import SETTING, YEARS, compared, facts_of, sample
from tests.compare.test_findings import COMMON, HEAD

PROMISES = (
    "优化就业服务。新增就业2万人。牵头单位：县人力资源社会保障局；配合单位：县教育局",
    "扩大工业投资。技改投资增长10%。牵头单位：县工业和信息化局",
    "更新地下管网。改造老旧管网30公里。责任单位：县住房城乡建设局",
    "清理闲置厂房。盘活闲置厂房12万平方米。牵头单位：县自然资源局",
)
KNOWN = "新增就业2.2万人，技改投资增长7.5%，建成农村公路41公里。"


def rows_of(look_back: str):
    old = facts_of(_text(2023, "", PROMISES), "2023.txt", "yunxi-2023", 2023)
    new = facts_of(_text(2024, f"2023年，{KNOWN}{look_back}现安排2024年任务如下。", ()), "2024.txt", "yunxi-2024", 2024)
    return old, new, compare_series([old, new], **SETTING)["results"]


def _text(year: int, opening: str, tasks: tuple[str, ...]) -> bytes:
    lines = [HEAD.format(year=year) + opening, "一、重点任务"]
    return "\n".join([*lines, *(f"{number}.{task}" for number, task in enumerate((*tasks, *COMMON), 1))]).encode()


# the look back on one target, its number as promised, the verdict
VERDICTS = [
    ("改造老旧管网31公里。", "30公里", "met"),
    ("改造老旧管网26公里。", "30公里", "missed"),
    # only words: done, done in the main, or done to a share
    ("老旧管网改造任务全部完成。", "30公里", "met"),
    ("老旧管网改造任务基本完成。", "30公里", "partly"),
    ("老旧管网改造完成年度任务的92%。", "30公里", "partly"),
    ("老旧管网改造完成年度任务的104%。", "30公里", "met"),
    # another basis is not to be rated
    ("按同口径计算，改造老旧管网31公里。", "30公里", "cannot_be_rated"),
    # nothing is said
    ("", "12万平方米", "not_mentioned"),
]


@pytest.mark.parametrize(("look_back", "promised", "verdict"), VERDICTS)
def test_verdict(look_back, promised, verdict):
    _, _, rows = rows_of(look_back)
    assert {row.promised: row.verdict for row in rows}[promised] == verdict


def test_who_answers_for_it():
    _, _, rows = rows_of("改造老旧管网31公里。")
    assert {row.promised: row.bodies for row in rows} == {
        "2万人": ("县人力资源社会保障局",),  # who leads; who supports does not answer for it
        "10%": ("县工业和信息化局",),
        "30公里": ("县住房城乡建设局",),  # nobody leads: who is responsible
        "12万平方米": ("县自然资源局",),
    }


@pytest.mark.parametrize(
    ("look_back", "reckoned", "verdict"),
    [
        ("改造老旧管网31公里，比上年增加4公里。", False, "met"),
        ("改造老旧管网里程比上年多31公里。", True, "cannot_be_rated"),  # so many more than last year are not so many
        ("改造老旧管网比上年增加31公里。", False, "cannot_be_rated"),  # read as no result of its own: shown, not rated
    ],
)
def test_what_was_counted_from_the_year_before_is_not_taken_for_the_year(look_back, reckoned, verdict):
    _, _, rows = rows_of(look_back)
    assert [(row.reckoned, row.verdict) for row in rows if row.promised == "30公里"] == [(reckoned, verdict)]


def test_every_target_that_was_due_has_a_row():
    for look_back, *_ in VERDICTS:
        assert [row.promised for row in rows_of(look_back)[2]] == ["2万人", "10%", "30公里", "12万平方米"]


def test_both_passages_stand_where_they_say():
    old, new, rows = rows_of("改造老旧管网31公里。")
    for row in rows:
        assert old.notice.text[row.old_start : row.old_end] == row.old_surface and row.promised in row.old_surface
        assert (row.new_start is None) == (row.verdict == "not_mentioned")
        if row.new_start is not None:
            assert new.notice.text[row.new_start : row.new_end] == row.new_surface and row.reported in row.new_surface


@pytest.mark.parametrize("old", YEARS[:-1])
def test_a_finding_and_the_table_say_the_same(old):
    found = compared(old, old + 1)
    verdicts = {(row.promised, row.verdict) for row in result_rows(found.view)}
    assert {(one.values[0], one.also[0]) for one in found.findings if one.kind == "result"} <= verdicts


def test_a_notice_against_an_older_one_rates_nothing():
    old, new, _ = rows_of("改造老旧管网31公里。")
    assert not compare_series([new, old], **SETTING)["results"]


def test_the_sample_city_has_results():
    rows = compare_series([sample(year) for year in YEARS], **SETTING)["results"]
    assert len({(row.old_notice_id, row.old_start, row.mention_id) for row in rows}) == len(rows)
