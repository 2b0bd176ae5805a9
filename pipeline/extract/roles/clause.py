"""What one clause says: its parts, verb by verb and label by label."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from pipeline.extract.roles.grammar import Grammar, Label, Verb
from pipeline.extract.roles.names import LONGEST_NAME, Name, NameReader, pieces
from pipeline.records import RoleName

RE_PART_END = re.compile(r"[，；。,;]")
RE_BY = re.compile(r"(?<![自理缘])由(?!于|此|来)|(?<![加予难可得足所])以(?![及上下内来外])")
RE_AFTER_NAME = re.compile(r"[局厅委办部院会署处社心队府司所站关校团，；。,;\s（）、]$")
LONGEST_CLAUSE = 2_000  # characters; what is longer was made to be long and is not read


@dataclass(frozen=True, slots=True)
class ReadClause:
    """What one clause says. `due` is "" where it prints no completion time."""

    start: int
    end: int
    roles: tuple[tuple[RoleName, Name], ...]
    due: str
    rule: str

    def with_roles(self, roles: list[tuple[RoleName, Name]]) -> ReadClause:
        return replace(self, roles=tuple(roles))


@dataclass(slots=True)
class Reading:
    """What has been read of a clause so far."""

    roles: list[tuple[RoleName, Name]] = field(default_factory=list)
    due: list[str] = field(default_factory=list)

    def assign(self, role: RoleName, names: list[Name]) -> None:
        self.roles.extend((role, name) for name in names)


class ClauseReader:
    """Reads the inside of clauses: `bodies + verb` parts, and behind a label `bodies`."""

    def __init__(self, grammar: Grammar, names: NameReader) -> None:
        self.grammar, self.names = grammar, names

    def read(
        self, text: str, start: int, end: int, *, rule: str, span: tuple[int, int] | None = None
    ) -> ReadClause | None:
        """The parts before the first label, then each label's list."""
        reading = Reading()
        labels = self._labels(text, start, end)
        self._parts(text, start, labels[0].start if labels else end, None, reading)
        for label, following in zip(labels, [*labels[1:], None]):
            stop = following.start if following else end
            if label.due:
                reading.due.append(text[label.end : stop].strip(" ，；。、"))
            elif label.role is not None:
                self._parts(text, label.end, stop, label.role, reading)
        roles = tuple((role, name) for role, name in reading.roles if not self.names.is_person(name.text))
        if not roles and not any(reading.due):
            return None
        due = "，".join(part for part in reading.due if part)
        return ReadClause(*(span or (start, end)), roles=roles, due=due, rule=rule)

    def _labels(self, text: str, start: int, end: int) -> list[Label]:
        """The labels of a clause. A short one may stand right behind a name (牵头：市科技局配合：市财政局)."""
        return [
            label
            for label in self.grammar.labels(text, start, end)
            if not label.bare
            or label.start == start
            or RE_AFTER_NAME.search(text, max(start, label.start - 2), label.start)
        ]

    def _parts(self, text: str, start: int, end: int, role: RoleName | None, reading: Reading) -> None:
        """Bodies without a verb take the label's role, or wait for the next verb."""
        waiting: list[Name] = []
        for offset, part in pieces(text[start:end], RE_PART_END):
            begin = start + offset
            together = self.grammar.together.match(part)
            if together and reading.roles:
                reading.assign("support", self.leading(text, begin + together.end(), begin + len(part)))
                continue
            verbs = self.role_verbs(part, waiting=bool(waiting), known=False)
            if not verbs:
                waiting += self._bodies(part, begin, role, reading)
                continue
            waiting = self._verbs(part, begin, verbs, waiting, reading)
        if waiting and reading.roles and all(self.names.is_body(name.text) for name in waiting):
            reading.assign("responsible", waiting)

    def _bodies(self, part: str, begin: int, role: RoleName | None, reading: Reading) -> list[Name]:
        """Read a part without a verb; returns the bodies that wait for one."""
        names = self._names(part, begin)
        if self.grammar.time.search(part) and not any(self.names.registry.is_known(name.text) for name in names):
            reading.due.append(part.strip(" 、"))
            return []
        names = [name for name in names if self.names.is_body(name.text) or self.names.is_plausible(name.text)]
        if role is None:
            return names
        reading.assign(role, names)
        return []

    def _verbs(self, part: str, begin: int, verbs: list[Verb], waiting: list[Name], reading: Reading) -> list[Name]:
        first = 0
        for verb in verbs:
            names = self.before(part, first, verb, begin)
            reading.assign(verb.role, [*waiting, *names])
            waiting, first = [], verb.end
        rest = part[first:]
        together = self.grammar.together.match(rest)
        if together:
            reading.assign("support", self.leading(part, first + together.end(), len(part), begin))
        elif self.grammar.time.search(rest):
            reading.due.append(rest.strip(" 、"))
        return waiting

    def leading(self, text: str, start: int, end: int, begin: int = 0) -> list[Name]:
        """The bodies that a span opens with, whatever follows them."""
        return [replace(name, start=begin + start + name.start) for name in self.names.leading(text[start:end])]

    def before(self, part: str, first: int, verb: Verb, begin: int = 0) -> list[Name]:
        """The bodies between `first` and a verb: all of it, or what stands behind the last 由."""
        text = part[first : verb.start]
        for by in reversed([*RE_BY.finditer(text)]):
            behind = self._names(text[by.end() :], begin + first + by.end())
            if behind and all(self.names.is_body(name.text) for name in behind):
                return behind
        names = self._names(text, begin + first)
        return [name for name in names if not self.names.is_object(name.text)]

    def role_verbs(self, part: str, *, waiting: bool, known: bool) -> list[Verb]:
        """The verbs that bodies stand before. With something behind it (牵头制定方案) a verb needs sure bodies.

        `known`: bodies must be sure in any case.
        """
        found: list[Verb] = []
        for verb in self.grammar.verbs(part):
            first = found[-1].end if found else 0
            between = part[first : verb.start]
            if found and self.grammar.together.match(between):
                break
            if not between.strip(" 、") and not (waiting and not found):
                continue
            names = self.before(part, first, verb)
            if verb.of_government and not all(self.names.is_of_government(name.text) for name in names):
                continue
            sure = bool(names) and all(self.names.is_body(name.text) for name in names)
            closes = not part[verb.end :].strip() and not known and self._may_be(names)
            if not between.strip(" 、") or sure or (closes and not self._is_time(part, first, verb)):
                found.append(verb)
        return found

    def _is_time(self, part: str, first: int, verb: Verb) -> bool:
        """True where a time stands before a verb or holds it: 6月底前完成, 持续推进."""
        return any(first <= time.start() < verb.end for time in self.grammar.time.finditer(part))

    def _may_be(self, names: list[Name]) -> bool:
        return bool(names) and all(self.names.is_plausible(name.text) for name in names)

    def _names(self, text: str, start: int) -> list[Name]:
        return [name for name in self.names.split(text, start) if len(name.text) <= LONGEST_NAME]
