"""All facts of one notice: its roles, clauses, targets and entities, unit by unit."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from pipeline.config import load_lexicon
from pipeline.corrections.apply import Outcome, correct_entities, correct_roles, correct_targets
from pipeline.extract.entities.linking import EntityLinker
from pipeline.extract.entities.reader import EntityReader
from pipeline.extract.roles.reader import RoleReader
from pipeline.extract.targets.reader import TargetReader
from pipeline.knowledge.bodies import Registry
from pipeline.knowledge.rules import load as load_rules
from pipeline.records import Clause, Correction, Diagnostic, Entity, Notice, Role, Target, Unit


@dataclass(slots=True)
class Facts:
    """What was found in one notice."""

    roles: list[Role] = field(default_factory=list)
    clauses: list[Clause] = field(default_factory=list)
    targets: list[Target] = field(default_factory=list)
    entities: list[Entity] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class FactReader:
    """The readers of all kinds of facts, with the lexicons of one project folder."""

    roles: RoleReader
    targets: TargetReader
    entities: EntityReader
    linker: EntityLinker
    grants: bool

    @classmethod
    def load(cls, root: Path, *, grants: bool = True) -> FactReader:
        registry = Registry.load(root / "configs" / "bodies")
        return cls(
            roles=RoleReader(load_rules(root, "roles"), registry),
            targets=TargetReader.load(root),
            entities=EntityReader(load_lexicon(root, "entities"), is_department=registry.is_known),
            linker=EntityLinker.load(root, body_of=registry.resolve),
            grants=grants,
        )

    def read(self, notice: Notice, units: list[Unit], decided: Sequence[Correction] = ()) -> Facts:
        """The facts of a notice's units, in document order, with what persons decided about them."""
        facts = Facts()
        lead_ins = _lead_ins(units)
        for unit in units:
            roles, clauses = self.roles.read_unit(notice, unit)
            skip = clause_spans(unit, clauses)
            due = "，".join(dict.fromkeys(clause.due for clause in clauses if clause.due))
            targets = self.targets.read_unit(
                unit, notice.year, lead_in=lead_ins.get(unit.unit_id, ""), due=due, skip=skip
            )
            facts.roles.extend(roles)
            facts.clauses.extend(clauses)
            facts.targets.extend(target for target in targets if self.grants or target.kind != "grant")
            facts.entities.extend(self.entities.read_unit(unit, skip=skip))
            facts.diagnostics.extend(self.roles.diagnostics(unit, roles, clauses))
        if decided:
            self._correct(notice, units, facts, decided)
        facts.entities[:] = self.linker.link_all(facts.entities)
        facts.diagnostics.sort(key=lambda diagnostic: (diagnostic.start or 0, diagnostic.code, diagnostic.message))
        return facts

    def _correct(self, notice: Notice, units: list[Unit], facts: Facts, decided: Sequence[Correction]) -> None:
        outcome = Outcome()

        def resolve(name: str) -> str:
            return self.roles.registry.resolve(name, year=notice.year, issuer=notice.issuer) or ""

        facts.roles = correct_roles(notice, units, facts.roles, decided, outcome, resolve)
        facts.targets = correct_targets(notice, units, facts.targets, decided, outcome)
        facts.entities = correct_entities(notice, units, facts.entities, decided, outcome)
        facts.diagnostics += outcome.diagnostics()


RE_CITED_TITLE = re.compile(r"《(?P<title>[^《》]+)》")


def ids_by_title(titles: Iterable[tuple[str, str]]) -> dict[str, str]:
    """title -> notice id, from (title, notice id) pairs; a title that several notices bear is left out."""
    ids: dict[str, set[str]] = defaultdict(set)
    for title, notice_id in titles:
        ids[title].add(notice_id)
    return {title: next(iter(found)) for title, found in ids.items() if title and len(found) == 1}


def cites(label: str, text: str, ids: Mapping[str, str]) -> str | None:
    """The id of the notice that an entity cites, None where it cites none of the corpus (`ids_by_title`)."""
    cited = RE_CITED_TITLE.match(text) if label == "DOC" else None
    return ids.get(cited["title"]) if cited else None


def resolve_documents(entities: Iterable[Entity], ids: Mapping[str, str]) -> list[Entity]:
    """The entities, with every cited document that is a notice of the corpus resolved to its id."""
    return [
        replace(entity, resolved=found) if (found := cites(entity.label, entity.text, ids)) else entity
        for entity in entities
    ]


def clause_spans(unit: Unit, clauses: list[Clause]) -> tuple[tuple[int, int], ...]:
    """The spans of a unit's own clauses, counted from the start of its text."""
    return tuple(
        (clause.start - unit.start, clause.end - unit.start)
        for clause in clauses
        if unit.start <= clause.start and clause.end <= unit.end
    )


def _lead_ins(units: list[Unit]) -> dict[str, str]:
    """For each goal, the paragraph that opens its list: 到2025年，… binds the —— items below it."""
    opening: dict[tuple[str, ...], str] = {}
    lead_ins: dict[str, str] = {}
    for unit in units:
        if unit.kind == "goal":
            lead_ins[unit.unit_id] = opening.get(unit.path) or opening.get(unit.path[:-1]) or ""
        leads_in = bool(unit.path) or unit.kind == "goal" or unit.text.endswith("：")  # the preamble opens no list
        if unit.kind in ("goal", "general") and leads_in:
            opening.setdefault(unit.path, unit.text)
    return lead_ins
