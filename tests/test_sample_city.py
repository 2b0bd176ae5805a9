"""The sample city: what was planted in its five notices is read back."""

from __future__ import annotations

import pytest
import yaml

from pipeline.config import load_params
from pipeline.extract.facts import FactReader
from pipeline.ingest.notice import read_notice
from pipeline.segment.structure import read_structure
from tests.conftest import ROOT

YEARS = range(2021, 2026)


@pytest.fixture(scope="module")
def truth():
    return yaml.load((ROOT / "data" / "sample" / "truth.yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)[
        "notices"
    ]


@pytest.fixture(scope="module")
def read():
    """year -> (notice, units by path, facts)."""
    params, reader = load_params(ROOT), FactReader.load(ROOT)
    found = {}
    for year in YEARS:
        data = (ROOT / "data" / "sample" / f"{year}.txt").read_bytes()
        notice, _ = read_notice(f"{year}.txt", data, params.ingest, notice_id=f"sample-{year}", year=year)
        structure = read_structure(notice)
        found[year] = notice, {unit.path: unit for unit in structure.units}, reader.read(notice, structure.units)
    return found


@pytest.mark.parametrize("year", YEARS)
def test_letter_head(year, truth, read):
    notice, _, _ = read[year]
    assert (notice.title, notice.document_number, notice.issued_on, notice.issuer) == tuple(
        truth[year][key] for key in ("title", "document_number", "issued_on", "issuer")
    )


@pytest.mark.parametrize("year", YEARS)
def test_every_task_is_a_unit(year, truth, read):
    _, units, _ = read[year]
    tasks = [path for path, unit in units.items() if unit.kind == "task"]
    assert tasks == [tuple(unit["path"]) for unit in truth[year]["units"]]


@pytest.mark.parametrize("year", YEARS)
def test_roles_and_times(year, truth, read):
    _, units, facts = read[year]
    for planted in truth[year]["units"]:
        unit = units[tuple(planted["path"])]
        assert [[role.role, role.department] for role in facts.roles if role.unit_id == unit.unit_id] == planted[
            "roles"
        ], unit.title
        due = {clause.due for clause in facts.clauses if clause.unit_id == unit.unit_id and clause.due}
        assert due == ({planted["due"]} if planted["due"] else set()), unit.title


@pytest.mark.parametrize("year", YEARS)
def test_targets(year, truth, read):
    _, units, facts = read[year]
    for planted in truth[year]["units"]:
        unit = units[tuple(planted["path"])]
        found = sorted(
            (target.value, target.kind, target.deadline or 0)
            for target in facts.targets
            if target.unit_id == unit.unit_id and target.kind != "grant"
        )
        assert found == sorted(
            (target["value"], target["kind"], target["deadline"] or 0) for target in planted["targets"]
        ), unit.title


def test_every_department_resolves(read):
    unresolved = {role.department for _, _, facts in read.values() for role in facts.roles if not role.body_id}
    assert len(unresolved) <= 12, unresolved


def test_offsets_slice_to_the_surface(read):
    for notice, _, facts in read.values():
        for found in [*facts.targets, *facts.entities]:
            assert notice.text[found.start : found.end] == found.text
        for role in facts.roles:
            assert notice.text[role.start : role.end] == role.department


def test_reading_twice_gives_the_same(read):
    notice, units, facts = read[2023]
    assert FactReader.load(ROOT).read(notice, list(units.values())) == facts
