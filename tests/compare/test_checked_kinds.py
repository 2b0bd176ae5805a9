"""Which kinds of findings are told, and which are sure, by what readers found."""

from pathlib import Path

import pytest

from pipeline.compare.checked_kinds import TABLE, CheckedKind, load_checked_kinds, told
from pipeline.config import ConfigError
from pipeline.records.findings import Finding, Passage

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("checked", "right", "is_told", "is_sure", "why"),
    [
        (0, 0, True, False, "nobody looked: likely"),
        (1, 0, False, False, "the one that was looked at was wrong: the interval ends at 0.79"),
        (4, 3, True, False, "too few to say"),
        (7, 1, False, False, "the whole interval lies below 0.9"),
        (9, 8, True, False, "too few still"),
        (10, 9, True, False, "nine of ten"),
        (10, 8, True, False, "ten do not tell 0.8 from 0.9"),
        (10, 7, False, False, "seven of ten"),
        (100, 89, True, False, "a hundred do not tell 0.89 from 0.9"),
        (100, 80, False, False, "eight of ten"),
        (59, 59, True, False, "one short of sure"),
        (60, 60, True, True, "sixty, none wrong"),
        (200, 199, True, False, "one was wrong"),
    ],
)
def test_what_is_told(checked: int, right: int, is_told: bool, is_sure: bool, why: str) -> None:
    counts = CheckedKind(checked, right)
    assert (counts.is_told, counts.is_sure) == (is_told, is_sure), why


PLACE = Passage("b", "b/u", 0, 2, "路灯")


def finding(kind: str) -> Finding:
    return Finding(f"{kind}/路灯", kind, "路灯", ("a", "b"), ("", ""), (), 0.5, "likely", "路灯。", "Lamps.", (PLACE,))


def test_kinds_that_are_wrong_are_left_out_and_sure_ones_marked() -> None:
    kinds = {"softer": CheckedKind(12, 6), "target_raised": CheckedKind(61, 61)}
    found = told([finding("softer"), finding("target_raised"), finding("term_new")], kinds)
    assert [(one.kind, one.certainty) for one in found] == [("target_raised", "sure"), ("term_new", "likely")]


def test_the_table_of_the_project_is_sound() -> None:
    assert load_checked_kinds(ROOT)


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("[{kind: softr, checked: 1, right: 1}]", "softr"),
        ("[{kind: softer, checked: 1, right: 2}]", "right must be between"),
        ("[{kind: softer, checked: 1, right: 1}, {kind: softer, checked: 1, right: 1}]", "twice"),
    ],
)
def test_a_wrong_table_is_named(tmp_path: Path, rows: str, message: str) -> None:
    (tmp_path / "configs").mkdir()
    (tmp_path / TABLE).write_text(f"kinds: {rows}", encoding="utf-8")
    with pytest.raises(ConfigError, match=message):
        load_checked_kinds(tmp_path)
