"""Second themes, kinds of notices, neighbours, two readers: small cases whose answers are plain."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.records import LabelledText
from pipeline.themes.agreement import kappa_by_theme
from pipeline.themes.breakdowns import OTHER_GENRE, genre_of, with_neighbours
from pipeline.themes.cross_validation import second_theme_from, second_themes

THREE = np.array([[0.6, 0.35, 0.05], [0.55, 0.05, 0.4], [0.9, 0.06, 0.04]])


def label(text: str, theme: str, annotator: str, *, section: str = "", source: str = "town-2023") -> LabelledText:
    return LabelledText(text, theme, "", section, source, "written", annotator, "2026-11-28")


@pytest.mark.parametrize(
    "wanted, wanted2, at, counted",
    [
        ([0, 0, 0], [1, -1, -1], 0.3, (2, 1, 1)),  # told twice, right once
        ([1, 0, 0], [0, -1, -1], 0.3, (2, 1, 1)),  # the order of the two does not matter
        ([0, 0, 0], [1, -1, -1], 0.38, (1, 0, 1)),  # above the first runner-up only the wrong one is left
        ([0, 0, 0], [2, -1, -1], 0.3, (2, 0, 1)),  # another second theme than was given
    ],
)
def test_a_second_theme_is_right_only_with_the_first(wanted, wanted2, at, counted) -> None:
    assert second_themes(THREE, np.array(wanted), np.array(wanted2), at) == counted


def test_the_threshold_of_second_themes_leaves_out_what_is_wrong() -> None:
    chance = second_theme_from(THREE, np.array([0, 0, 0]), np.array([-1, 2, -1]))
    assert 0.35 < chance <= 0.4


def test_without_second_themes_none_is_ever_told() -> None:
    assert second_theme_from(THREE, np.array([0, 0, 0]), np.array([-1, -1, -1])) == 1.0


@pytest.mark.parametrize(
    "source, genre",
    [
        ("written/C-02-govreport-2013", "work reports"),
        ("written/A-12-q1-opening", "work reports"),
        ("written/C-04-taskdivision-2015", "divisions of work, registers, assessments"),
        ("written/G-02-county-riverchief-assessment", "divisions of work, registers, assessments"),
        ("written/G-28-industry-plan-safeguards", "safeguards and boundary cases"),
        ("written/D-17-biomed-measures", "measures, opinions, notices"),
        ("written/G-04-county-agriculture-bureau", "departments' yearly work"),
        ("written/B-04-new-energy", OTHER_GENRE),  # no word for a kind
    ],
)
def test_the_kind_of_a_notice_is_read_from_its_source(source: str, genre: str) -> None:
    assert genre_of(source) == genre


def test_neighbours_draw_a_close_call_towards_themselves() -> None:
    close = np.array([[0.49, 0.51], [0.9, 0.1], [0.9, 0.1], [0.49, 0.51]])
    labels = [label(str(n), "a", "x", section="一", source="near") for n in range(3)] + [
        label("3", "a", "x", source="far")
    ]
    drawn = with_neighbours(close, labels)
    assert drawn[0].argmax() == 0, "its section says the first theme"
    assert drawn[3].argmax() == 1, "a text alone stays as it was"
    assert drawn.sum(axis=1) == pytest.approx(1)


def test_kappa_of_a_theme_counts_two_readers_of_one_text() -> None:
    first = [
        label("甲", "demand", "ab"),
        label("乙", "other", "ab"),
        label("丙", "other", "ab"),
        label("丁", "demand", "ab"),
    ]
    second = [label("甲", "demand", "cd"), label("乙", "other", "cd"), label("丙", "demand", "cd")]
    settled = [label("丙", "other", "ab+cd")]  # what the two agreed on is no reading
    found = kappa_by_theme([*first, *second, *settled], ("demand", "other", "industry"))
    assert found["demand"] == (2, pytest.approx(0.4))  # 2 of 3 alike; by luck (1·2 + 2·1) / 9
    assert found["industry"] == (0, None), "nobody gave it"
