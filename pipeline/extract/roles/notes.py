"""What a notice says about its own lists: who leads in them, and what its marks mean.

列第一位者为牵头单位，下同 · ★市教育局 · 市教育局（牵头） · 标※的为配合单位
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from pipeline.extract.roles.grammar import Grammar
from pipeline.extract.roles.names import Name
from pipeline.extract.spans import blanked, mark, overlaps_any
from pipeline.knowledge.chinese import RE_HAN
from pipeline.records import RoleName

RE_BLANK = re.compile(r"\s*")
LONGEST_LINE = 400  # characters that are looked back for the bracket or label of a note
RE_BRACKET = re.compile(r"（[^（）\n]{1,80}）")
RE_SENTENCE = re.compile(r"[^。；;\n（）]+")
RE_NOTE = re.compile(r"注[：:]|备注|下同|同上|排名不分先后|含[^局委办厅]|具体|其中")
RE_BODIES = re.compile(r"[局厅]|委(?![托员派])")
RE_NOTE_OPENING = re.compile(r"^(?:注[：:]|备注[：:]|其中|除[^，。；]{2,24}外[，,]?|(?:责任)?单位中[，,]?)")
SEPARATORS = {"逗号": "，,", "分号": "；;", "顿号": "、"}
# A bracket that the name goes on behind (各区（市）政府) is part of the name.
RE_GOES_ON = re.compile(r"(?=[、，；。,;\s）★☆▲△*※]|等|和|及|与|$|[\n])")


@dataclass(frozen=True, slots=True)
class Mark:
    """A sign or bracket that says the role of the name it stands at."""

    start: int
    end: int
    role: RoleName
    before: bool  # may stand before its name (★市教育局)


def _start(one: Mark) -> int:
    return one.start


def _end(one: Mark) -> int:
    return one.end


@dataclass(frozen=True, slots=True)
class Conventions:
    """What the whole notice says of its lists.

    From `first_leads_from` on the first body of each list leads (-1: in every list); None where the notice says no
    such thing. With `separator` all that stand before the first of these characters lead, and those behind it have
    the role `behind`, if one is printed. `marks` are the roles that a legend gives to signs.
    """

    first_leads_from: int | None = None
    separator: str = ""
    behind: RoleName | None = None
    marks: dict[str, RoleName] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Noted:
    """A text whose notes are blanked, with what they say."""

    text: str
    marks: tuple[Mark, ...] = ()  # in order
    first_named: tuple[int, ...] = ()  # where a note says that the first body leads

    def role_at(self, name: Name) -> RoleName | None:
        """The role that a mark gives to a name."""
        found = [*self._behind(name.end), *(one for one in self._before(name.start) if one.before)]
        # a bracket says it more plainly than a sign
        return min(found, key=lambda one: (one.before, one.start)).role if found else None

    def _behind(self, place: int) -> Iterator[Mark]:
        """The marks that stand behind a place with nothing but blanks between."""
        blank = RE_BLANK.match(self.text, place)
        last = blank.end() if blank else place
        for i in range(bisect_left(self.marks, place, key=_start), len(self.marks)):
            if self.marks[i].start > last:
                return
            yield self.marks[i]

    def _before(self, place: int) -> Iterator[Mark]:
        """The marks that stand before a place with nothing but blanks between."""
        first = place
        while first and self.text[first - 1].isspace():
            first -= 1
        for i in range(bisect_right(self.marks, place, key=_end) - 1, -1, -1):
            if self.marks[i].end < first:
                return
            yield self.marks[i]


class NoteReader:
    """Finds the notes of a text and blanks them, so that they hide no name."""

    def __init__(self, grammar: Grammar) -> None:
        self.grammar = grammar
        self.conventions = lru_cache(maxsize=8)(self._conventions)

    def _conventions(self, text: str) -> Conventions:
        legends = {match["mark"]: match["role"] for match in self.grammar.mark_legend.finditer(text)}
        roles = {mark: role for mark, printed in legends.items() if (role := self.grammar.role_of_label(printed))}
        told = next((note for note in self.grammar.first_named.finditer(text) if note["separator"]), None)
        separator = SEPARATORS.get(told["separator"], told["separator"]) if told else ""
        behind = self.grammar.role_of_label(told["behind"]) if told and told["behind"] else None
        return Conventions(self._first_leads_from(text), separator, behind, roles)

    def _first_leads_from(self, text: str) -> int | None:
        """-1 where a general sentence says it of all lists, the place of the note where it says 下同."""
        starts = []
        for match in self.grammar.first_named.finditer(text):
            if self._in_clause(text, match.start()):
                if self.grammar.below_too.match(text[match.end() :].lstrip("，,；;。 ")):
                    starts.append(match.start())
            else:
                starts.append(-1)
        return min(starts, default=None)

    def _in_clause(self, text: str, position: int) -> bool:
        """True for a note inside a clause: in a bracket, or on the line of a label."""
        line = text[max(text.rfind("\n", 0, position) + 1, position - LONGEST_LINE) : position]
        return _is_open(line) or any(label.colon and label.role for label in self.grammar.labels(line, 0, len(line)))

    def read(self, text: str, conventions: Conventions) -> Noted:
        """The text without its notes."""
        marks: list[Mark] = []
        blank: list[tuple[int, int]] = []
        taken = bytearray(len(text))
        firsts = [match.start() for match in self.grammar.first_named.finditer(text)]
        for match in RE_BRACKET.finditer(text):
            role = self.grammar.role_of_label(match[0][1:-1])
            if role:
                marks.append(Mark(match.start(), match.end(), role, before=False))
            if role or self._is_note(text, match):
                blank.append(match.span())
                mark(taken, *match.span())
        for match in (*self.grammar.first_named.finditer(text), *self.grammar.mark_legend.finditer(text)):
            if not overlaps_any(taken, *match.span()):
                below = self.grammar.below_too.match(text, match.end() + (text[match.end() : match.end() + 1] in "，,"))
                blank.append((match.start(), below.end() if below else match.end()))
                mark(taken, *blank[-1])
        for match in self.grammar.mark.finditer(text):
            if not overlaps_any(taken, *match.span()):
                role = conventions.marks.get(match[0][0], "lead")
                marks.append(Mark(match.start(), match.end(), role, before=True))
                blank.append(match.span())
                mark(taken, *match.span())
        return Noted(blanked(text, blank, " "), tuple(sorted(marks, key=_start)), tuple(firsts))

    def _is_note(self, text: str, bracket: re.Match[str]) -> bool:
        """A bracket behind a name that says something of the list, not one that names bodies or belongs to a name."""
        inner = bracket[0][1:-1]
        if self.grammar.first_named.match(RE_NOTE_OPENING.sub("", inner)):
            return True
        if not RE_HAN.match(text[bracket.start() - 1 : bracket.start()]) or not RE_GOES_ON.match(text, bracket.end()):
            return False
        if RE_BODIES.search(inner) or self.grammar.labels(inner, 0, len(inner)):
            return False
        verbs = self.grammar.verbs(inner)
        if any(inner[: verb.start].strip() for verb in verbs):
            return False
        # （负责老旧小区部分）: a verb without a body before it
        return bool(verbs or RE_NOTE.search(inner) or self.grammar.below_too.search(inner))


def _is_open(text: str) -> bool:
    """True where a bracket is open at the end; the mark behind a number (4）…) closes none."""
    depth = 0
    for char in text:
        depth = depth + 1 if char == "（" else max(depth - 1, 0) if char == "）" else depth
    return depth > 0
