"""Kappa by hand, and the list of disagreements."""

from __future__ import annotations

import pytest

from pipeline.records import LabelledText
from pipeline.themes.agreement import (
    DisagreementError,
    agreements,
    cohens_kappa,
    merged,
    read_disagreements,
    write_disagreements,
)


def label(text: str, theme: str, annotator: str, theme2: str = "") -> LabelledText:
    return LabelledText(text, theme, theme2, "", "town-2021", "review", annotator, "2023-01-30")


def test_kappa_by_hand() -> None:
    # Both yes 20, first only 5, second only 10, both no 15: observed 0.7, by chance 0.5·0.6 + 0.5·0.4 = 0.5
    pairs = [("yes", "yes")] * 20 + [("yes", "no")] * 5 + [("no", "yes")] * 10 + [("no", "no")] * 15
    assert cohens_kappa(pairs) == pytest.approx(0.4)


@pytest.mark.parametrize(
    ("pairs", "kappa", "why"),
    [
        ([], None, "nothing in common"),
        ([("a", "a")] * 3, None, "one theme throughout: chance explains all"),
        ([("a", "a"), ("b", "b")], 1.0, "full agreement"),
        ([("a", "b"), ("b", "a")], -1.0, "never alike where chance says half"),
        ([("a", "b")] * 4, 0.0, "one theme each, never the same"),
    ],
)
def test_kappa_at_its_ends(pairs: list[tuple[str, str]], kappa: float | None, why: str) -> None:
    assert cohens_kappa(pairs) == kappa, why


def test_agreement_counts_common_texts_of_other_people_only() -> None:
    known = [
        label("甲", "innovation", "AB"),
        label("乙", "demand", "AB", "industry"),
        label("丙", "other", "CD"),
        label("丁", "other", "EF"),
    ]
    (found,) = agreements(
        known, [label("甲", "innovation", "CD"), label("乙", "industry", "CD"), label("丙", "demand", "CD")]
    )
    assert (found.first, found.second, found.texts, found.observed) == ("AB", "CD", 2, 0.5)
    (one,) = found.disagreements
    assert (one.text, one.first_theme, one.second_theme, one.near) == ("乙", "demand", "industry", "yes")


def test_the_list_round_trips_and_holds_no_formula() -> None:
    (found,) = agreements([label("=HYPERLINK(1)，乙", "demand", "AB")], [label("=HYPERLINK(1)，乙", "other", "CD")])
    text = write_disagreements(found.disagreements)
    assert "\n'=HYPERLINK" in text
    assert read_disagreements("\ufeff" + text, file="d.csv") == [(2, found.disagreements[0])]
    assert merged(found.disagreements, found.disagreements) == list(found.disagreements)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("text,theme\n", "d.csv, line 1"),
        ("text,source,first_annotator,first_theme,second_annotator,second_theme,near,settled\na,b\n", "d.csv, line 2"),
    ],
)
def test_a_damaged_list_is_refused(text: str, said: str) -> None:
    with pytest.raises(DisagreementError, match=said):
        read_disagreements(text, file="d.csv")
