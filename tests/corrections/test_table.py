"""data/corrections.csv over time: what one person says later, what two say, and what follows a renamed notice."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.corrections.table import drop_notice, load_corrections, rename_notice, save_corrections, settled
from pipeline.records import Correction
from tests.conftest import ROOT
from tests.corrections.test_apply import decision


@pytest.fixture
def project(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "configs", tmp_path / "configs")
    (tmp_path / "data").mkdir()
    return tmp_path


def said(action: str, field: str = "", new: str = "", **given: str) -> Correction:
    return decision("role", action, surface="市科技局", unit="一-1", field=field, new=new, **given)


LATER = [
    ([said("change", "role", "support")], [said("delete")], ["delete"], "changed, then struck"),
    ([said("delete")], [said("change", "role", "support")], ["change"], "struck, then only changed"),
    (
        [said("change", "role", "support")],
        [said("change", "department", "市教育局")],
        ["change", "change"],
        "another field of the same thing",
    ),
    (
        [said("change", "role", "support", old="lead")],
        [said("confirm", old="support")],
        ["change", "confirm"],
        "confirmed as the change has made it",
    ),
    (
        [said("change", "role", "support", old="lead")],
        [said("confirm", old="lead")],
        ["confirm"],
        "confirmed as it had been read: the change is taken back",
    ),
    ([said("delete")], [said("add", new="lead")], ["add"], "struck, then added after all"),
    ([said("add", new="lead")], [said("confirm")], ["add", "confirm"], "what was added stays when it is confirmed"),
    ([said("add", new="lead")], [said("delete")], ["add", "delete"], "what was added is struck"),
]


@pytest.mark.parametrize(("first", "then", "kept", "why"), LATER, ids=[row[3] for row in LATER])
def test_what_one_person_says_later_takes_the_place_of_the_earlier(
    first: list[Correction], then: list[Correction], kept: list[str], why: str, project: Path
) -> None:
    save_corrections(project, first)
    save_corrections(project, then)
    assert sorted(one.action for one in load_corrections(project)) == kept


CD = {"annotator": "CD"}
TOGETHER = [
    ([said("change", "role", "support"), said("delete", date="2026-02-01", **CD)], ["delete"], "a later striking"),
    ([said("delete"), said("change", "role", "support", date="2026-02-01", **CD)], ["change"], "a later change"),
    ([said("delete"), said("confirm", **CD), said("confirm", annotator="AB+CD")], ["confirm"], "what both settled"),
    ([said("confirm", annotator="AB+CD"), said("delete", **CD)], ["confirm"], "in whatever order they stand"),
    ([said("change", "role", "support"), said("add", new="lead")], ["add", "change"], "added before it is changed"),
]


@pytest.mark.parametrize(("rows", "stands", "why"), TOGETHER, ids=[row[2] for row in TOGETHER])
def test_of_several_persons_one_thing_stands(rows: list[Correction], stands: list[str], why: str) -> None:
    assert [one.action for one in settled(rows)] == stands


def test_fields_of_one_thing_stand_beside_each_other() -> None:
    rows = [said("change", "role", "support"), said("change", "department", "市教育局", date="2026-02-01", **CD)]
    assert settled(rows) == rows


def test_decisions_follow_a_renamed_notice_and_go_with_a_removed_one(project: Path) -> None:
    link = decision("link", "delete", notice_id="a-2022", other_notice_id="test-2023", surface="开头", unit="一-1")
    series = decision("series", "change", notice_id="test-2023", field="title", new="示范系列")
    save_corrections(project, [said("delete"), link, series])
    rename_notice(project, "test-2023", "test-2024")
    moved = {one.kind: one for one in load_corrections(project)}
    assert moved["role"].notice_id == moved["link"].other_notice_id == "test-2024"
    assert moved["series"] == series, "a series that happens to be called like the notice"
    again = replace(moved["role"], id="", note="once more")
    assert save_corrections(project, [decision("role", "delete", **_place(again))]) == (0, 1), "one row, not two"
    drop_notice(project, "test-2024")
    assert load_corrections(project) == [series]


def _place(one: Correction) -> dict[str, str]:
    return {name: getattr(one, name) for name in ("notice_id", "unit", "surface", "note")}
