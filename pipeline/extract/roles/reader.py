"""Who leads, who is responsible and who takes part in each unit.

`read_text` gives the clauses of a text, `read_unit` the roles of a unit of a notice. Clauses are found by `finder`,
read by `clause`, their lists cut by `names`, their notes (★, 下同) read by `notes`; the words are in
configs/rules/roles.yaml.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from pipeline.extract.roles.clause import ReadClause
from pipeline.extract.roles.finder import ClauseFinder
from pipeline.extract.roles.grammar import Grammar
from pipeline.extract.roles.missed import missed_places
from pipeline.extract.roles.names import Name
from pipeline.extract.roles.notes import Conventions, Noted, NoteReader
from pipeline.knowledge.bodies import Registry
from pipeline.knowledge.rules import Rule
from pipeline.records import Clause, Diagnostic, Notice, Role, RoleName, Unit

__all__ = ["ReadClause", "RoleReader"]

# how a body, a place or a firm is called at its end; a name that ends otherwise may be cut
RE_WHOLE = re.compile(
    r"(?:[局委办厅署司部处科股室院会校所站队行社组团库馆场园厂矿县市区镇乡村州盟旗]|街道|政府|部门|单位|机构|中心|公司"
    r"|集团|大学|学院|企业|专班|等)$"
)


class RoleReader:
    """Reads the responsibility clauses of units with one set of rules and one registry of bodies."""

    def __init__(self, rules: Iterable[Rule], registry: Registry) -> None:
        self.grammar = Grammar(rules)
        self.registry = registry
        self.finder = ClauseFinder(self.grammar, registry)
        self.notes = NoteReader(self.grammar)

    def read_clauses(self, text: str, *, conventions: Conventions | None = None, base: int = 0) -> list[ReadClause]:
        """Every responsibility clause of a text, in order; offsets count from the text's start.

        `conventions` are those of the whole notice, in which the text starts at `base`; else the text is the notice.
        """
        conventions = self.notes.conventions(text) if conventions is None else conventions
        noted = self.notes.read(text, conventions)
        return [
            self._with_leads(clause, text, noted, conventions, base)
            for clause in self.finder.find(noted.text, noted=bool(noted.marks))
        ]

    def _with_leads(
        self, clause: ReadClause, text: str, noted: Noted, conventions: Conventions, base: int
    ) -> ReadClause:
        """The roles that marks give, and the lead of a list whose first body leads; names as printed."""
        roles = [
            (noted.role_at(name) or role, replace(name, text=text[name.start : name.end]))
            for role, name in clause.roles
        ]
        told_here = any(clause.start <= place <= clause.end for place in noted.first_named)
        told_above = conventions.first_leads_from is not None and base + clause.end > conventions.first_leads_from
        if (told_here or told_above) and all(role != "lead" for role, _ in roles):
            roles = _led(roles, noted.text, conventions)
        return clause.with_roles(roles)

    def read_unit(self, notice: Notice, unit: Unit) -> tuple[list[Role], list[Clause]]:
        """The roles and clauses of one unit; a unit without a clause of its own takes its heading's.

        A clause on the line of its title counts beside those of its text. The same pair named twice in a unit counts
        once, where it is named first.
        """
        conventions = self.notes.conventions(notice.text)
        spans = [(unit.start, self.read_clauses(unit.text, conventions=conventions, base=unit.start))]
        if not any(clause.roles for clause in spans[0][1]):
            spans.extend(self._inherited(notice, unit.heading_spans, conventions))
        elif _has_title_above(notice, unit):
            spans[:0] = self._inherited(notice, unit.heading_spans[-1:], conventions)
        roles: dict[tuple[RoleName, str], Role] = {}
        clauses: list[Clause] = []
        for base, found in spans:
            for clause in found:
                clauses.append(Clause(unit.notice_id, unit.unit_id, base + clause.start, base + clause.end, clause.due))
                for role, name in clause.roles:
                    roles.setdefault((role, name.text), self._role(notice, unit, role, name, base, clause.rule))
        return list(roles.values()), clauses

    def _inherited(
        self, notice: Notice, headings: Sequence[tuple[int, int]], conventions: Conventions
    ) -> Iterator[tuple[int, list[ReadClause]]]:
        """The clauses of the nearest heading that has some."""
        for start, end in reversed(headings):
            found = self.read_clauses(notice.text[start:end], conventions=conventions, base=start)
            if with_roles := [clause for clause in found if clause.roles]:
                yield start, with_roles
                return

    def _role(self, notice: Notice, unit: Unit, role: RoleName, name: Name, base: int, rule: str) -> Role:
        return Role(
            notice_id=unit.notice_id,
            unit_id=unit.unit_id,
            role=role,
            department=name.text,
            body_id=self.registry.resolve(name.text, year=notice.year, issuer=notice.issuer) or "",
            start=base + name.start,
            end=base + name.end,
            open_list=name.open_list or self.registry.is_collective(name.text),
            rule=rule,
        )

    # -- what was not read -----------------------------------------------------------------------

    def diagnostics(self, unit: Unit, roles: Iterable[Role], clauses: Iterable[Clause]) -> Iterator[Diagnostic]:
        """Bodies that do not resolve, and places that look like a clause but name nobody."""
        for role in roles:
            if not role.body_id:
                yield _cut_name(unit, role) or Diagnostic(
                    unit.notice_id,
                    "unknown-body",
                    "info",
                    f"{role.department} does not resolve to a body of configs/bodies; it is kept as printed",
                    role.start,
                )
        read = [
            (clause.start - unit.start, clause.end - unit.start)
            for clause in clauses
            if any(clause.start <= role.start < clause.end for role in roles)
        ]
        for start, end in missed_places(self.grammar, unit.text, read):
            yield Diagnostic(
                unit.notice_id,
                "clause-without-body",
                "warning",
                f"this looks like a responsibility clause but names no known body: {unit.text[start:end][:40]}",
                unit.start + start,
            )


def _led(roles: list[tuple[RoleName, Name]], text: str, conventions: Conventions) -> list[tuple[RoleName, Name]]:
    """A list whose first body leads, or all before its first separator; the separator may be missing."""
    own = [name for role, name in roles if role == "responsible"]
    if not own:
        return roles
    between = text[own[0].end : own[-1].start]
    cut = next((i for i, char in enumerate(between) if char in conventions.separator), None)
    if conventions.separator and cut is None and len(own) > 1:
        return roles
    last = own[0].end + (cut or 0)
    behind = conventions.behind or "responsible"
    return [(("lead" if name.end <= last else behind) if role == "responsible" else role, name) for role, name in roles]


def _cut_name(unit: Unit, role: Role) -> Diagnostic | None:
    """The warning that a name is cut in half: no body is called so, and its line stops behind it."""
    behind = unit.text[role.end - unit.start :][:1]
    if behind not in ("", "\n") or RE_WHOLE.search(role.department):
        return None
    message = f"{role.department} is no whole name and its line stops behind it; see whether its rest is missing"
    return Diagnostic(unit.notice_id, "name-cut", "warning", message, role.start)


def _has_title_above(notice: Notice, unit: Unit) -> bool:
    """True for a task whose own title stands on the line above it: that line's clause is its own as well."""
    own = bool(unit.path and unit.heading_spans) and len(unit.headings) == len(unit.path)
    return (
        own and unit.kind in ("task", "safeguard") and not notice.text[unit.heading_spans[-1][1] : unit.start].strip()
    )
