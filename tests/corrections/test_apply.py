"""Decisions on units and facts: each finds its place again, does what it says, or is told to be stale."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.corrections.apply import Outcome, correct_notice, correct_roles, correct_targets, correct_units
from pipeline.corrections.places import find_span, find_unit, head_of, path_of
from pipeline.corrections.table import identified, parse_corrections, settled, table_text
from pipeline.extract.facts import FactReader
from pipeline.records import Correction, Notice, Unit
from pipeline.segment.structure import read_structure
from tests.conftest import ROOT, make_notice

TEXT = """望海市人民政府关于印发2024年重点任务的通知
一、加快创新
1.建设海洋实验室。引进科研团队10个，力争产值达到5亿元。（市科技局牵头，市财政局配合）
2.开展技术攻关。攻克关键技术25项。建设中试基地2个，支持企业牵头攻关。（责任单位：市教育局）
二、推动绿色低碳
3.推进节能降耗。关停燃煤锅炉24台。（市工业和信息化局牵头）
"""


@pytest.fixture(scope="module")
def notice() -> Notice:
    return make_notice(TEXT)


@pytest.fixture(scope="module")
def units(notice: Notice) -> list[Unit]:
    return list(read_structure(notice).units)


@pytest.fixture(scope="module")
def reader() -> FactReader:
    return FactReader.load(ROOT)


def decision(kind: str, action: str, **given: str) -> Correction:
    blank = dict.fromkeys(
        ("unit", "surface", "other_notice_id", "other_unit", "other_surface", "field", "old", "new", "note"), ""
    )
    row = {**blank, "notice_id": "test-2023", "annotator": "AB", "date": "2026-01-05", **given}
    return identified(Correction(id="", kind=kind, action=action, **row))


def test_a_unit_is_found_by_its_beginning_where_its_number_changed(units: list[Unit]) -> None:
    head = head_of(units[1])
    assert find_unit(units, path_of(units[1]), head) is units[1]
    assert find_unit(units, "九-9", head) is units[1]
    assert find_unit(units, path_of(units[1]), "不在这里的文字") is None


SPANS = [
    ("科研团队10个", True, "as printed"),
    ("科研 团队１０个", True, "white space and width aside"),
    ("局", False, "stands there more than once"),
    ("不在这里", False, "does not stand there"),
]


@pytest.mark.parametrize(("words", "found", "why"), SPANS, ids=[row[2] for row in SPANS])
def test_words_are_found_where_they_stand_just_once(words: str, found: bool, why: str) -> None:
    span = find_span(TEXT, words)
    assert (span is not None) == found
    if span:
        assert TEXT[slice(*span)] == "科研团队10个"


def test_kind_and_removal(notice: Notice, units: list[Unit]) -> None:
    outcome = Outcome()
    rows = [
        decision("unit", "change", unit=path_of(units[0]), surface=head_of(units[0]), field="kind", new="safeguard"),
        decision("unit", "delete", unit=path_of(units[2]), surface=head_of(units[2])),
        decision("unit", "delete", unit="三-1", surface="早已删去的任务开头"),
    ]
    found = correct_units(notice, units, rows, outcome)
    assert [unit.kind for unit in found] == ["safeguard", "task"] and [unit.position for unit in found] == [0, 1]
    assert [one.surface for one, _ in outcome.stale] == ["早已删去的任务开头"]
    (warning,) = outcome.diagnostics()
    assert (
        warning.code == "stale-correction"
        and warning.severity == "warning"
        and "data/corrections.csv" in warning.message
    )


def test_a_missed_task_is_cut_out_of_the_one_that_swallowed_it(notice: Notice, units: list[Unit]) -> None:
    outcome = Outcome()
    rows = [decision("unit", "add", unit="一-2之二", surface="建设中试基地2个", new="task")]
    found = correct_units(notice, units, rows, outcome)
    assert len(found) == 4 and not outcome.stale
    before, added = found[1:3]
    assert (
        before.text == "开展技术攻关。攻克关键技术25项。"
        and added.text.startswith("建设中试基地2个")
        and added.kind == "task"
    )
    assert all(notice.text[unit.start : unit.end] == unit.text for unit in found)


def test_a_passage_that_reaches_over_units_is_told(notice: Notice, units: list[Unit]) -> None:
    outcome = Outcome()
    rows = [decision("unit", "add", unit="一-9", surface="攻克关键技术25项", old="关停燃煤锅炉24台", new="task")]
    assert correct_units(notice, units, rows, outcome) == units and outcome.stale


ROLES = [
    (
        "change",
        {"surface": "市科技局", "field": "role", "new": "support"},
        {("support", "市科技局"), ("support", "市财政局")},
    ),
    (
        "change",
        {"surface": "市科技局", "field": "department", "new": "市教育局"},
        {("lead", "市教育局"), ("support", "市财政局")},
    ),
    ("delete", {"surface": "市财政局"}, {("lead", "市科技局")}),
    (
        "add",
        {"surface": "市商务局", "new": "support"},
        {("lead", "市科技局"), ("support", "市财政局"), ("support", "市商务局")},
    ),
    ("confirm", {"surface": "市科技局"}, {("lead", "市科技局"), ("support", "市财政局")}),
]


@pytest.mark.parametrize(("action", "given", "expected"), ROLES, ids=[row[0] + str(n) for n, row in enumerate(ROLES)])
def test_roles_as_decided(action, given, expected, notice: Notice, units: list[Unit], reader: FactReader) -> None:
    unit = units[0]
    row = decision("role", action, unit=path_of(unit), other_surface=head_of(unit), **given)
    facts = reader.read(notice, units, [row])
    assert {(role.role, role.department) for role in facts.roles if role.unit_id == unit.unit_id} == expected
    assert all(role.body_id for role in facts.roles)
    assert not [one for one in facts.diagnostics if one.code == "stale-correction"]


def test_several_fields_of_one_target_and_what_does_not_fit(
    notice: Notice, units: list[Unit], reader: FactReader
) -> None:
    unit = units[2]
    facts = reader.read(notice, units)
    target = next(one for one in facts.targets if one.unit_id == unit.unit_id)
    place = {"unit": path_of(unit), "other_surface": head_of(unit), "surface": target.text}
    outcome = Outcome()
    rows = [
        decision("target", "change", **place, field="value", new="26"),
        decision("target", "change", **place, field="deadline", new="2025"),
        decision("target", "change", **place, field="op", new="range"),  # without an upper end this cannot be
    ]
    found = correct_targets(notice, units, facts.targets, rows, outcome)
    changed = next(one for one in found if one.unit_id == unit.unit_id)
    assert (changed.value, changed.deadline, changed.op, changed.rule) == (26, 2025, target.op, "person")
    assert [one.field for one, _ in outcome.stale] == ["op"]


def test_an_added_target_keeps_its_passage(notice: Notice, units: list[Unit]) -> None:
    unit, outcome = units[1], Outcome()
    new = '{"indicator": "中试基地", "value": 2, "unit": "个"}'
    row = decision("target", "add", unit=path_of(unit), other_surface=head_of(unit), surface="中试基地2个", new=new)
    (added,) = correct_targets(notice, units, [], [row], outcome)
    assert notice.text[added.start : added.end] == added.text == "中试基地2个" and added.value == 2


def test_the_title_a_person_gave_stays(notice: Notice) -> None:
    outcome = Outcome()
    rows = [
        decision("notice", "change", field="title", new="2024年重点任务"),
        decision("notice", "change", field="colour", new="x"),
    ]
    assert correct_notice(notice, rows, outcome).title == "2024年重点任务" and len(outcome.stale) == 1


def test_a_name_decided_twice_is_resolved_by_the_later_day(notice: Notice, units: list[Unit]) -> None:
    rows = [decision("role", "delete", surface="市科技局"), decision("role", "confirm", surface="市科技局")]
    later = replace(rows[1], annotator="CD", date="2026-02-01")
    assert settled([later, rows[0]]) == [later]
    roles = correct_roles(notice, units, [], [later], Outcome(), lambda name: "")
    assert roles == []


def test_the_table_reads_back_and_keeps_one_line_a_row() -> None:
    rows = [decision("role", "add", surface="市科技局", new="lead", note='第一行\n第二行，"引号"')]
    text = table_text(rows)
    assert text.count("\n") == 2
    (back,) = parse_corrections(text)
    assert back == replace(rows[0], note='第一行 第二行，"引号"')
