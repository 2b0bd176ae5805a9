"""One notice through every step at once: what `policy-trends analyze` prints.

The stages do the same for a corpus, with the same functions.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from pipeline.config import Params, load_params
from pipeline.corrections.apply import PERSON, Outcome, check_places, correct_notice, correct_themes, correct_units
from pipeline.extract.facts import FactReader, Facts
from pipeline.ingest.letter_words import LetterWords
from pipeline.ingest.limits import bounded_time
from pipeline.ingest.notice import read_notice
from pipeline.records import Clause, Correction, Diagnostic, Entity, Notice, Role, Target, ThemeGuess, Unit
from pipeline.segment.kinds import Words
from pipeline.segment.stage import load_words_of
from pipeline.segment.structure import check_count, read_structure
from pipeline.themes.stage import Reviewed, ThemeGuesser

# A target as the record holds it, without where it stands in the tables and what found it.
TARGET_FIELDS = tuple(one.name for one in fields(Target) if one.name not in ("notice_id", "unit_id", "rule"))


@dataclass(frozen=True, slots=True)
class Analysis:
    """Everything found in one notice."""

    notice: Notice
    units: list[Unit]
    facts: Facts
    themes: list[ThemeGuess]
    diagnostics: list[Diagnostic]
    decided: tuple[Correction, ...] = ()  # what persons decided about this notice

    @property
    def is_scanned(self) -> bool:
        """True if the text was read by text recognition (扫描识别), so that names and numbers want checking."""
        return any(odd.code == "scanned" for odd in self.diagnostics)

    def as_json(self) -> dict[str, Any]:
        """The machine interface: document, units and diagnostics, in document order."""
        themes = {guess.unit_id: guess for guess in self.themes}
        roles = _by_unit(self.facts.roles)
        targets = _by_unit(self.facts.targets)
        entities = _by_unit(self.facts.entities)
        due = _due(self.facts.clauses)
        return {
            "document": {
                name: getattr(self.notice, name)
                for name in (
                    "notice_id",
                    "title",
                    "issuer",
                    "document_number",
                    "issued_on",
                    "published_on",
                    "year",
                    "script",
                )
            }
            | ({"scanned": True} if self.is_scanned else {}),
            "units": [
                {
                    **{
                        name: getattr(unit, name)
                        for name in ("unit_id", "path", "headings", "kind", "title", "text", "start", "end")
                    },
                    **_theme_json(themes[unit.unit_id]),
                    "due": due.get(unit.unit_id),
                    "roles": [_role_json(role) for role in roles[unit.unit_id]],
                    "targets": [_target_json(target) for target in targets[unit.unit_id] if target.kind != "grant"],
                    **_grants_json(targets[unit.unit_id]),
                    "entities": [
                        {name: getattr(entity, name) for name in ("label", "text", "start", "end")}
                        | {"resolved": entity.resolved or None}
                        | _by(entity)
                        for entity in entities[unit.unit_id]
                    ],
                }
                for unit in self.units
            ],
            "diagnostics": [
                {name: getattr(odd, name) for name in ("code", "severity", "message", "start")}
                for odd in self.diagnostics
            ],
        }


def _by_unit(records: list[Any]) -> dict[str, list[Any]]:
    grouped: dict[str, list[Any]] = defaultdict(list)
    for record in records:
        grouped[record.unit_id].append(record)
    return grouped


def _due(clauses: list[Clause]) -> dict[str, str]:
    """The completion time printed for a unit; several clauses with different ones are joined by ；."""
    printed: dict[str, dict[str, None]] = defaultdict(dict)
    for clause in clauses:
        if clause.due:
            printed[clause.unit_id][clause.due] = None
    return {unit_id: "；".join(times) for unit_id, times in printed.items()}


def _theme_json(guess: ThemeGuess) -> dict[str, Any]:
    unsure = {"unsure": True} if guess.unsure else {}
    return {
        "theme": guess.theme,
        "theme2": guess.theme2 or None,
        "theme_scores": dict(zip(guess.themes, guess.scores)),
        **unsure,
        **({"by": PERSON} if guess.decided_by == PERSON else {}),
        "declared_theme": guess.declared_theme or None,
    }


def _role_json(role: Role) -> dict[str, Any]:
    return {
        "role": role.role,
        "department": role.department,
        "body_id": role.body_id or None,
        "start": role.start,
        "end": role.end,
        **_by(role),
    }


def _by(fact: Role | Target | Entity) -> dict[str, str]:
    return {"by": PERSON} if fact.rule == PERSON else {}


def _target_json(target: Target) -> dict[str, Any]:
    return {name: getattr(target, name) for name in TARGET_FIELDS}


def _grants_json(targets: list[Target]) -> dict[str, Any]:
    """Money granted to applicants, apart from targets; left out where a unit grants none."""
    grants = [_target_json(target) for target in targets if target.kind == "grant"]
    return {"grants": grants} if grants else {}


class Analyzer:
    """Reads single notices with the lexicons and models of one project folder; loads each once."""

    def __init__(self, root: Path, params: Params | None = None) -> None:
        self.root = root
        self.params = params or load_params(root)

    @cached_property
    def facts(self) -> FactReader:
        return FactReader.load(self.root, grants=self.params.extract.grants)

    @cached_property
    def themes(self) -> ThemeGuesser:
        return ThemeGuesser.load(self.root)

    @cached_property
    def words_of(self) -> Any:
        return load_words_of(self.root)

    @cached_property
    def section_words(self) -> Words:
        return Words.load(self.root)

    def analyze(
        self,
        name: str,
        data: bytes,
        *,
        notice_id: str,
        year: int | None = None,
        decided: Sequence[Correction] = (),
        reviewed: Reviewed | None = None,
    ) -> Analysis:
        """Analyse one file, with what persons decided about it, and the themes they gave its texts (`reviewed`).

        Raises UnreadableNotice if it is no notice.
        """
        outcome = Outcome()
        words = LetterWords.load(self.root)
        notice, odd = read_notice(name, data, self.params.ingest, notice_id=notice_id, year=year, words=words)
        notice = correct_notice(notice, decided, outcome)
        with bounded_time(self.params.ingest.longest_reading, "cutting it into units and reading its facts"):
            longest = self.params.segment.very_long_unit
            structure = read_structure(notice, words=self.section_words, very_long_unit=longest)
            check_count(structure.units, self.params.segment.most_units)
            units = correct_units(notice, structure.units, decided, outcome)
            check_places(notice, units, decided, outcome)
            units = [replace(unit, words=self.words_of(unit.text)) for unit in units]
            facts = self.facts.read(notice, units, decided)
        longest = self.params.classify.longest_text
        themes = self.themes.guess(units, _by_unit(facts.clauses), longest_text=longest, reviewed=reviewed or {})
        themes = correct_themes(units, themes, decided, self.themes.scheme.ids)
        diagnostics = [*odd, *structure.diagnostics, *outcome.diagnostics(), *facts.diagnostics]
        return Analysis(notice, units, facts, themes, diagnostics, tuple(decided))
