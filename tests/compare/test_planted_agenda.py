"""The agenda of the series with planted truth: what is named stands in its notices, and nearly all of it is read so."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from benchmarks.planted_agenda import SERIES, standings
from pipeline.records.base import Standing
from tests.compare.sample_city import facts_of

# Standings and steps that are read wrong; what is wrong stands in docs/comparing.md.
WRONG = {"chenghu": (15, 12), "yunlan": (8, 6)}
STANDINGS: set[Standing] = {"task", "mention", "absent"}


def truth(folder: Path) -> list[dict[str, Any]]:
    planted: list[dict[str, Any]] = json.loads((folder / "agenda.json").read_text(encoding="utf-8"))
    return planted


@pytest.mark.parametrize("folder", SERIES, ids=lambda folder: folder.name)
def test_planted_things_stand_where_they_are_said_to(folder: Path) -> None:
    for thing in truth(folder):
        assert set(thing["standing"].values()) <= STANDINGS
        for year, standing in thing["standing"].items():
            text = (folder / f"{year}.txt").read_text(encoding="utf-8")
            assert standing == "absent" or thing["name"] in text, (thing["name"], year)


@pytest.mark.parametrize("folder", SERIES, ids=lambda folder: folder.name)
def test_the_agenda_is_nearly_what_was_planted(folder: Path) -> None:
    planted = truth(folder)
    years = sorted({year for thing in planted for year in thing["standing"]})
    notices = [facts_of((folder / f"{y}.txt").read_bytes(), f"{y}.txt", y, int(y)) for y in years]
    read = [standings(thing, notices) for thing in planted]
    cells = sum(found[year] != thing["standing"][year] for thing, found in zip(planted, read) for year in years)
    steps = sum(
        (found[a], found[b]) != (thing["standing"][a], thing["standing"][b])
        for thing, found in zip(planted, read)
        for a, b in pairwise(years)
    )
    assert (cells, steps) == WRONG[folder.name]  # fewer is progress: write the new figures here
