"""What a series knows of a finding: small series of three and four editions with what must and must not be said."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from pipeline.compare.pair import compare
from pipeline.compare.recurrence import CAME, TARGETS, TERMS
from pipeline.compare.series import compare_series
from pipeline.records import Diagnostic
from pipeline.records.findings import LONGEST_SENTENCE
from tests.compare.sample_city import SETTING, YEARS, sample
from tests.compare.test_findings import COMMON, notice

STANDINGS = {"first", "back", "gone_before", "throughout"}
QUIET = "维护山塘水库。落实管护责任，做好汛前检查。"
MARKET = "办好“云溪早市”。规范摊位管理，方便群众买菜。"
LOOK_BACK = "目标：2020年，全县办成“云溪早市”，群众买菜更加方便。"
HOMES = "改造老旧房屋。改造老旧房屋{}户。"


def series(*editions: tuple[str, ...], first: int = 2021, step: int = 1):
    return [notice(first + step * place, *said, *COMMON) for place, said in enumerate(editions)]


def last_pair(notices):
    rows = compare_series(notices, **SETTING)["findings"]
    return [row for row in rows if row.new_notice_id == notices[-1].notice.notice_id]


def told_of(rows, subject: str):
    kinds = TERMS | TARGETS
    (row,) = (row for row in rows if row.kind in kinds and subject in row.zh)
    return row


# editions in order of years, the words of the finding, how it ends (zh, en), the code
CASES = [
    # nobody said it before: a first time, since the first edition there is
    ((QUIET,), (QUIET,), (MARKET,), "云溪早市", "为2021年以来各份中首次。", "editions since 2021.", "first"),
    # said, left out, said again
    ((MARKET,), (QUIET,), (MARKET,), "云溪早市", "时隔2年再提，上次为2021年。", "last said in 2021.", "back"),
    # both earlier editions said it, the last one does not
    ((MARKET,), (MARKET,), (QUIET,), "云溪早市", "此前自2021年起各份都提。", "every edition since 2021 had said it.", "throughout"),
    # the same of a number
    ((QUIET,), (QUIET,), (HOMES.format(300),), "300户", "为2021年以来各份中首次设定。", "editions since 2021.", "first"),
    (
        (HOMES.format(200),), (QUIET,), (HOMES.format(300),),
        "300户", "时隔2年再设，上次为2021年（200户）。", "last set in 2021 (200户).", "back",
    ),
    (
        (HOMES.format(200),), (HOMES.format(300),), (QUIET,),
        "300户", "此前自2021年起各份都设。", "every edition since 2021 had set it.", "throughout",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("first", "second", "third", "subject", "zh", "en", "code"), CASES)
def test_what_three_editions_tell(first, second, third, subject, zh, en, code):
    row = told_of(last_pair(series(first, second, third)), subject)
    assert row.zh.endswith(f"；{zh}") and row.en.endswith(en) and row.also[-1] == code


def test_gone_before():
    row = told_of(last_pair(series((MARKET,), (QUIET,), (MARKET,), (QUIET,))), "云溪早市")
    assert row.kind == "term_gone" and row.zh.endswith("；此前2022年也曾不提。") and row.also[-1] == "gone_before"


def test_years_are_counted_not_editions():
    row = told_of(last_pair(series((MARKET,), (QUIET,), (MARKET,), first=2013, step=5)), "云溪早市")
    assert "时隔10年再提，上次为2013年" in row.zh


def test_a_look_back_does_not_count_as_said():
    row = told_of(last_pair(series((QUIET, LOOK_BACK), (QUIET,), (MARKET,))), "云溪早市")
    assert row.also[-1] == "first"


@pytest.mark.parametrize(
    "earlier",
    [
        "办好“云溪早市夜市”。规范摊位管理。",  # its words inside a longer name: neither silence nor the same thing
        "办好云溪早间集市、早市。规范摊位管理。",
    ],
)
def test_what_is_near_is_no_first_time(earlier):
    rows = last_pair(series((earlier,), (QUIET,), ("办好云溪早市夜市街区。规范摊位管理。",)))
    assert not [row for row in rows if "早市" in row.zh and "first" in row.also]


def test_a_notice_that_breaks_off_allows_no_first_time():
    first, second, third = series((QUIET,), (QUIET,), (MARKET,))
    cut = Diagnostic(first.notice.notice_id, "heading-without-items", "warning", "", len(first.notice.text) - 1)
    row = told_of(last_pair([replace(first, diagnostics=[cut]), second, third]), "云溪早市")
    assert not STANDINGS & set(row.also) and row.zh.endswith("”。")


def test_two_editions_know_nothing_of_a_series():
    rows = compare_series(series((QUIET,), (MARKET,)), **SETTING)["findings"]
    assert rows and not any(STANDINGS & set(row.also) for row in rows)


def test_editions_of_one_year_have_no_order():
    first, second, third = series((QUIET,), (QUIET,), (MARKET,))
    same = replace(second, notice=replace(second.notice, year=2021))
    assert not any(STANDINGS & set(row.also) for row in last_pair([first, same, third]))


# -- the sample city ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def city():
    return compare_series([sample(year) for year in YEARS], **SETTING)


def test_a_run_says_what_the_comparison_of_two_files_says(city):
    """Every pair of the sample city and of a written series: the same findings, ranks, sentences and passages; what the
    series knows is put behind, never instead."""
    written = series((MARKET, QUIET), (QUIET, HOMES.format(200)), (MARKET,), (HOMES.format(300),))
    for notices, rows in ((written, compare_series(written, **SETTING)), ([sample(year) for year in YEARS], city)):
        for old, new in pairwise(notices):
            pair = (old.notice.notice_id, new.notice.notice_id)
            told = [row for row in rows["findings"] if (row.old_notice_id, row.new_notice_id) == pair]
            found = compare(old, new, **SETTING).findings
            assert [row.finding_id for row in told] == [one.id for one in found]
            for row, one in zip(told, found):
                places = [
                    (place.notice_id, place.start, place.end)
                    for place in rows["finding_evidence"]
                    if (place.old_notice_id, place.new_notice_id, place.finding_id) == (*pair, one.id)
                    and place.notice_id in pair
                ]
                assert row.zh.startswith(one.zh.removesuffix("。")) and row.en.startswith(one.en.removesuffix("."))
                assert (row.zh == one.zh) or STANDINGS & set(row.also)
                assert tuple(code for code in row.also if code not in STANDINGS) == one.also
                assert (row.kind, row.weight, row.certainty) == (one.kind, one.weight, one.certainty)
                assert places == [(passage.notice_id, passage.start, passage.end) for passage in one.evidence]


def test_laws_of_what_a_series_says(city):
    """A standing stands at most once, on the kinds it can be said of; a first time is in no earlier plan, a return
    carries the earlier passage."""
    years = {f"sample-{year}": year for year in YEARS}
    texts = {f"sample-{year}": sample(year) for year in YEARS}
    told = [row for row in city["findings"] if STANDINGS & set(row.also)]
    assert len(told) > 50
    for row in told:
        (standing,) = STANDINGS & set(row.also)
        assert row.kind in TERMS | TARGETS and len(row.zh) <= LONGEST_SENTENCE
        assert (standing in ("first", "back")) == (row.kind in CAME)
        earlier = [name for name, year in years.items() if year < years[row.new_notice_id]]
        if standing == "first" and row.kind in TERMS:
            assert not any(
                row.subject in unit.text
                for name in earlier
                for unit in texts[name].units
                if unit.kind in ("task", "safeguard", "goal")
            ), row.zh
        places = [
            place.notice_id
            for place in city["finding_evidence"]
            if (place.new_notice_id, place.finding_id) == (row.new_notice_id, row.finding_id)
        ]
        assert (standing == "back") == any(place not in (row.old_notice_id, row.new_notice_id) for place in places)
