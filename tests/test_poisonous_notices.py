"""Files made to break a reader are set aside with a reason, or read with a diagnostic;
the notice beside them goes through.

The sizes here are small; `benchmarks/fuzz.py --poison` reads the full ones and measures time and memory.
"""

from __future__ import annotations

import re

import pytest

from pipeline.config import load_params
from pipeline.engine.storage import read_table
from pipeline.extract.facts import FactReader
from pipeline.ingest.limits import bounded
from pipeline.ingest.notice import read_notice
from pipeline.ingest.raw import UnreadableNotice
from pipeline.ingest.stage import run
from pipeline.segment.structure import read_structure
from tests.conftest import ROOT
from tests.poison import POISONS, READ, Poison, legal_text
from tests.projects import NOTICE, make_project

PARAMS = load_params(ROOT)


@pytest.fixture(scope="module")
def facts() -> FactReader:
    return FactReader.load(ROOT)


@pytest.fixture(autouse=True)
def without_text_recognition(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the readers themselves refuse; with text recognition set up a page is looked at as a picture instead."""
    monkeypatch.setattr("pipeline.ingest.formats.scan.is_installed", lambda: False)


def read(poison: Poison, facts: FactReader) -> tuple[str, str]:
    """(what came of it, the reason or the codes of all diagnostics). Any other exception is a failure."""
    try:
        notice, odd = read_notice(poison.file, poison.build(poison.small), PARAMS.ingest, notice_id="poison")
    except UnreadableNotice as error:
        return "refused", str(error)
    structure = read_structure(notice, very_long_unit=PARAMS.segment.very_long_unit)
    found = facts.read(notice, structure.units)
    for record in (*structure.units, *found.targets, *found.entities):
        assert notice.text[record.start : record.end] == record.text
    for role in found.roles:
        assert notice.text[role.start : role.end] == role.department
    return READ, " ".join(sorted({one.code for one in (*odd, *structure.diagnostics, *found.diagnostics)}))


@pytest.mark.parametrize("poison", POISONS, ids=lambda poison: poison.name)
def test_a_poison_is_refused_with_its_reason_or_read(poison: Poison, facts: FactReader):
    outcome, told = read(poison, facts)
    assert outcome == poison.outcome, told
    assert re.search(poison.says, told), told


def test_an_ordinary_notice_beside_poisons_goes_through(tmp_path):
    names = {
        "null bytes",
        "a zip bomb",
        "an entity bomb",
        "elements 5,000 deep",
        "forms within forms",
        "a PDF that breaks off",
        "two encodings in one file",
    }
    poisons = {
        f"poison-{i}": (f"{i}{poison.file}", poison.build(poison.small))
        for i, poison in enumerate(POISONS)
        if poison.name in names
    }
    assert len(poisons) == len(names)
    project = make_project(tmp_path, {"good-2023": ("good.txt", NOTICE.encode()), **poisons})
    run(project, PARAMS)
    (notice,) = read_table(project, "notices")
    assert (notice.notice_id, notice.text) == ("good-2023", NOTICE)
    assert {
        odd.notice_id: odd.code for odd in read_table(project, "ingest_diagnostics") if odd.severity == "error"
    } == dict.fromkeys(poisons, "unreadable")


def test_what_is_long_but_ordinary_is_read_like_what_is_short(facts: FactReader):
    """A notice of many sections gives the facts of one section, so many times: no bound cuts into ordinary text."""
    short, _ = read_notice("a.txt", legal_text(1).encode(), PARAMS.ingest, notice_id="short")
    long, _ = read_notice("a.txt", legal_text(20_000).encode(), PARAMS.ingest, notice_id="long")
    once, often = (facts.read(notice, read_structure(notice).units) for notice in (short, long))
    times = long.text.count("3.做强海工装备") // short.text.count("3.做强海工装备")
    assert times > 10
    for kind in ("roles", "targets", "entities"):
        assert len(getattr(often, kind)) == times * len(getattr(once, kind)) > 0, kind


def test_time_is_bounded():
    with pytest.raises(UnreadableNotice, match="processor time"), bounded(0.05, 10_000):
        while True:
            pass


def test_time_is_bounded_even_where_every_exception_is_caught():
    with pytest.raises(UnreadableNotice, match="processor time"), bounded(0.05, 10_000):
        while True:
            try:
                sum(range(1000))
            except Exception:  # as libraries do with broken files
                continue


def test_memory_is_bounded_and_free_again_afterwards():
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_AS)
    with pytest.raises(UnreadableNotice, match="of memory"), bounded(60, 100):
        bytearray(400 * 2**20)
    assert resource.getrlimit(resource.RLIMIT_AS) == before
    assert len(bytearray(400 * 2**20)) == 400 * 2**20
