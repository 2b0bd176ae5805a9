"""The planted truth is sound: it quotes what stands in the notices, and says what it quotes."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT

PLANTED, SAMPLE = ROOT / "data" / "planted", ROOT / "data" / "sample"
PAIRS = [*sorted(PLANTED.glob("*/truth-*.json")), *sorted((SAMPLE / "changes").glob("*.json"))]
SIDES = ("old", "new")
KNOWN = {
    *("target_raised", "target_lowered", "target_unchanged", "target_reworded", "target_new", "target_dropped"),
    *("task_new", "task_dropped", "task_split", "task_merged", "moved_up", "moved_down", "term_new", "term_gone"),
    *("stance_changed", "firmer", "softer", "lead_changed", "role_changed"),
}
BEYOND = {"form_changed", "body_renamed", "result"}
VERDICTS = {"met", "missed", "partly", "not_mentioned", "cannot_be_rated"}


def read(path: Path) -> dict[str, Any]:
    truth: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return truth


def notice(path: Path, edition: str) -> str:
    folder = path.parent.parent if path.parent.name == "changes" else path.parent
    return (folder / f"{edition}.txt").read_text(encoding="utf-8")


def everything(truth: dict[str, Any]) -> list[dict[str, Any]]:
    return [*truth["changes"], *truth["also_true"], *truth["beyond"]]


def name(path: Path) -> str:
    return f"{path.parent.name}-{path.stem}"


def test_all_series_are_there():
    assert [name(path) for path in PAIRS] == [
        *("chenghu-truth-2023-2024", "chenghu-truth-2024-2025", "yunlan-truth-2022-2023", "yunlan-truth-2023-2024"),
        *("changes-2021-2022", "changes-2022-2023", "changes-2023-2024", "changes-2024-2025"),
    ]


@pytest.mark.parametrize("path", PAIRS, ids=name)
def test_every_quote_stands_in_its_notice(path):
    truth = read(path)
    for side in SIDES:
        text = notice(path, truth[side])
        assert [q for change in everything(truth) for q in change[f"{side}_quotes"] if q not in text] == []


@pytest.mark.parametrize("path", PAIRS, ids=name)
def test_every_change_has_a_known_kind_a_quote_and_words(path):
    truth = read(path)
    ids = [change["id"] for change in [*everything(truth), *truth["never"]]]
    assert len(ids) == len(set(ids))
    for change in everything(truth):
        assert change["kind"] in (BEYOND if change in truth["beyond"] else KNOWN), change
        assert set(change.get("alt_kinds", [])) <= KNOWN, change
        assert change["old_quotes"] or change["new_quotes"], change
        assert change["say"] and all(group and all(group) for group in change["say"]), change
        assert (change["kind"] == "result") == (change.get("verdict") in VERDICTS), change


@pytest.mark.parametrize("path", PAIRS, ids=name)
def test_what_is_called_new_or_gone_stands_on_one_side_only(path):
    truth = read(path)
    old, new = (notice(path, truth[side]) for side in SIDES)
    for change in everything(truth):
        tokens = change["say"][0]
        if change["kind"] == "term_new":
            assert not any(token in old for token in tokens), change
        if change["kind"] == "term_gone" and not change["new_quotes"]:
            assert not any(token in new for token in tokens), change


@pytest.mark.parametrize("path", PAIRS, ids=name)
def test_raised_and_lowered_name_two_numbers_and_unchanged_one(path):
    for change in read(path)["changes"]:
        if change["kind"] in ("target_raised", "target_lowered"):
            assert change["old_value"] != change["new_value"], change
            assert len(change["say"]) >= 3, change


@pytest.mark.parametrize("path", PAIRS, ids=name)
def test_what_must_not_be_said_says_why(path):
    for never in read(path)["never"]:
        assert never["kind"] in KNOWN | BEYOND and never["why"], never


@cache
def province() -> dict[str, Any]:
    return read(PLANTED / "province" / "truth.json")


@cache
def text_of(place: str) -> str:
    return (PLANTED / "province" / f"{place}.txt").read_text(encoding="utf-8")


def test_cells_quote_their_place():
    places = set(province()["places"])
    for row in province()["panel"]:
        assert set(row["cells"]) == places
        for place, cell in row["cells"].items():
            assert ("quote" in cell) == (cell["status"] in ("value", "worded")), (row["indicator"], place)
            assert cell.get("quote", "") in text_of(place)
            assert cell["status"] != "cut" or province()["places"][place]["cut"]


def test_levels_and_tasks_quote_both_sides():
    higher = province()["higher"]
    for level in province()["levels"]:
        assert level.get("above", "") in text_of(higher) and level.get("below", "") in text_of(level["place"])
    for task in province()["tasks"]:
        assert task["task"] in text_of(higher)
        assert set(task["below"]) == set(province()["lower"])
        assert all(cell.get("quote", "") in text_of(place) for place, cell in task["below"].items())


def test_terms_stand_where_they_are_said():
    for term in province()["terms"]:
        assert term["said_by"] == [place for place in province()["places"] if term["term"] in text_of(place)]


def test_leads_are_told_only_where_they_are_printed():
    for work in province()["leads"]:
        for place, told in work["by"].items():
            printed = province()["places"][place]["bodies"]
            assert (told["status"] == "not_told") == (printed == "not_told")
            assert all(body in text_of(place) for body in told.get("bodies", []))
