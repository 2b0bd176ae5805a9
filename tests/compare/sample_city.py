"""The sample city in memory: its five notices read, with the themes of the truth instead of a model's."""

from __future__ import annotations

from functools import cache
from typing import Any

import yaml

from pipeline.compare.pair import Comparison, compare
from pipeline.compare.profile import NoticeFacts
from pipeline.compare.rules import FindingRules
from pipeline.compare.strength import StrengthLadder
from pipeline.config import load_lexicon, load_params
from pipeline.extract.facts import FactReader
from pipeline.ingest.notice import read_notice
from pipeline.knowledge.bodies import Registry
from pipeline.records import ThemeGuess
from pipeline.segment.structure import read_structure
from tests.conftest import ROOT

YEARS = (2021, 2022, 2023, 2024, 2025)
PAIRS = ((2021, 2022), (2022, 2023), (2023, 2024), (2024, 2025))
THEMES = ("innovation", "industry", "demand", "low_carbon", "other")
PARAMS = load_params(ROOT).compare
REGISTRY = Registry.load(ROOT / "configs" / "bodies")
LADDER = StrengthLadder.from_lexicon(load_lexicon(ROOT, "strength"))
SETTING = {"registry": REGISTRY, "ladder": LADDER, "themes": THEMES, "params": PARAMS, "rules": FindingRules.load(ROOT)}


@cache
def truth() -> dict[str, Any]:
    return yaml.load((ROOT / "data" / "sample" / "truth.yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


@cache
def _reader() -> FactReader:
    return FactReader.load(ROOT)


def facts_of(
    text: bytes,
    name: str,
    notice_id: str,
    year: int,
    themes: dict[tuple[str, ...], tuple[str, str]] | None = None,
    cut_off: frozenset[str] = frozenset(),
) -> NoticeFacts:
    """A notice read in memory; `themes` gives (theme, declared theme) by path."""
    notice, _ = read_notice(name, text, load_params(ROOT).ingest, notice_id=notice_id, year=year)
    structure = read_structure(notice)
    found = _reader().read(notice, structure.units)
    guesses = {
        unit.unit_id: ThemeGuess(notice_id, unit.unit_id, *_theme(themes[unit.path]))
        for unit in structure.units
        if themes and unit.path in themes
    }
    return NoticeFacts(
        notice, structure.units, found.roles, found.targets, found.entities, guesses, [], cut_off, found.clauses
    )


def _theme(given: tuple[str, str]) -> tuple[str, bool, str]:
    return given[0], False, given[1]


@cache
def sample(year: int) -> NoticeFacts:
    planted = {tuple(unit["path"]): (unit["theme"], unit["section"]) for unit in truth()["notices"][year]["units"]}
    return facts_of(
        (ROOT / "data" / "sample" / f"{year}.txt").read_bytes(), f"{year}.txt", f"sample-{year}", year, planted
    )


@cache
def compared(old: int, new: int) -> Comparison:
    return compare(sample(old), sample(new), **SETTING)


@cache
def path_of(year: int) -> dict[str, tuple[str, ...]]:
    return {unit.unit_id: unit.path for unit in sample(year).units}


def f1(found: set, expected: set) -> float:
    """2 hits over all found and all expected."""
    return 2 * len(found & expected) / (len(found) + len(expected))
