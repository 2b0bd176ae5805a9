"""What a part of a notice does: order work, set goals, frame, safeguard or close.

What a section does decides its kind, not its name alone (annotation guide, rule 8): a last section
of organisation, funding and publicity is `safeguard` even if it is called 推进措施. The words are
in configs/rules/section_kinds.yaml; the order in which they are asked is here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from pipeline.knowledge.rules import Rule, load
from pipeline.records import UnitKind

PROJECT = Path(__file__).resolve().parents[2]
HEADING_KINDS: tuple[UnitKind, ...] = ("closing", "goal", "general", "safeguard")
LONGEST_CLOSING = 300  # characters of a paragraph that may close a notice
LONGEST_OWN_TITLE = 20
# 一、… and 四、… of a letter: so many of the items from the first on organisation to the last are about it
ORGANISING_SHARE = 0.6
RE_POINT = re.compile(r"(?<![\d.．])(\d{1,2})(?:[.．、](?!\d)|）)")


class Words:
    """The rules of configs/rules/section_kinds.yaml, by what they decide."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._rules: dict[str, list[re.Pattern[str]]] = {}
        for rule in rules:
            self._rules.setdefault(rule.decides, []).append(rule.regex)

    @classmethod
    def load(cls, root: Path) -> Words:
        """The words of one project folder."""
        return cls(load(root, "section_kinds"))

    def says(self, decides: str, text: str) -> bool:
        """True if a rule that decides this matches the text."""
        return any(pattern.search(text) for pattern in self._rules.get(decides, ()))

    def is_part(self, heading: str) -> bool:
        """True for the heading of a part of a work report: what was done, what frames the year, what is to be done."""
        return any(self.says(part, heading) for part in ("review", "horizon", "frame", "year-work"))

    def named_kind(self, heading: str) -> UnitKind | None:
        """The kind that a heading's name alone gives it."""
        return next((kind for kind in HEADING_KINDS if self.says(kind, heading)), None)

    def is_closing_text(self, text: str) -> bool:
        """Validity, interpretation, precedence, contact points."""
        return len(text) <= LONGEST_CLOSING and self.says("closing-text", text)

    def is_organising(self, text: str) -> bool:
        """True for a paragraph that tells all bodies to organise, to answer for and to check the work."""
        return len(text) <= LONGEST_CLOSING and self.says("organising-paragraph", text)

    def is_note(self, text: str) -> bool:
        """True for a line that opens a note to a table or list."""
        return self.says("note", text)

    def is_goal_text(self, text: str) -> bool:
        """True for an item that prints 主要目标 or the like as its title."""
        return self.named_kind(own_title(text)) == "goal"

    def leads_to_goals(self, heading: str, lead: list[str]) -> bool:
        """True if —— items under this heading are goals, not principles.

        总体要求 often ends in 到2026年，… and lists its goals as —— items; under 基本原则 they say 坚持….
        """
        if re.search("原则|思想", heading):
            return False
        last = lead[-1] if lead else ""
        return self.says("goals-follow", last) and not self.says("principles", last)


@lru_cache(maxsize=1)
def project_words() -> Words:
    """The words that lie beside this code, for callers that name no project folder."""
    return Words.load(PROJECT)


def own_title(text: str) -> str:
    """The title a unit prints before its text (`主要目标。到2025年…`), short as such titles are."""
    title = re.split(r"[。：]", text, maxsplit=1)[0].strip()
    return title if len(title) <= LONGEST_OWN_TITLE else ""


def opening(text: str) -> str:
    """The first clause of an item, by which it is known."""
    return re.split(r"[。，；：]", text, maxsplit=1)[0][:40]


def last_point(note: str) -> int:
    """The number of the last point in the first line of a note, 0 where it has none."""
    return max((int(match[1]) for match in RE_POINT.finditer(note)), default=0)


class SectionKinds:
    """The kind of each outermost section of one notice, decided from its heading and its items' openings.

    `sections` is a list of (heading, openings of its items) in order; each annex has such a list too.
    `items` are the openings of top-level items that stand under no heading.
    """

    def __init__(
        self,
        words: Words,
        sections: list[tuple[str, list[str]]],
        *annexes: list[tuple[str, list[str]]],
        items: Iterable[str] = (),
    ) -> None:
        self.words = words
        self._of_section: dict[str, UnitKind] = {}
        for part in (sections, *annexes):
            self._read(part)
        self._organising = self._organising_items(list(items))

    def _read(self, sections: list[tuple[str, list[str]]]) -> None:
        last = max((i for i, (heading, _) in enumerate(sections) if not self._is_appended(heading)), default=0)
        for i, (heading, openings) in enumerate(sections):
            if heading not in self._of_section:
                self._of_section[heading] = self._section_kind(heading, openings, last=i >= last)

    def _organising_items(self, openings: list[str]) -> frozenset[str]:
        """Of top-level items without headings: those on organisation and monitoring, where they end the list."""
        told = [self.words.says("organising-item", opening) for opening in openings]
        first = told.index(True) if True in told[1:] and not told[0] else len(told)
        rest = told[first:]
        if sum(rest) < 2 or sum(rest) < ORGANISING_SHARE * len(rest):
            return frozenset()
        return frozenset(opening for opening, is_told in zip(openings[first:], rest) if is_told)

    def of(self, headings: list[str], *, text: str = "", is_article: bool = False) -> UnitKind:
        """The kind of a unit under `headings`, outermost first. The innermost telling heading decides."""
        # 本办法所称…，是指 in 总则 defines, in 附则 it closes
        section = self._of_section.get(headings[0]) if headings else None
        if is_article and section != "general" and self.words.is_closing_text(text):
            return "closing"
        for heading in reversed([*headings[1:], own_title(text)]):
            named = self.words.named_kind(heading)
            if named in ("goal", "general"):
                return named
        if headings:
            # the outermost heading, or the one inside an annex
            return next((self._of_section[heading] for heading in headings[:2] if heading in self._of_section), "task")
        return self._kind_without_heading(text)

    def _is_appended(self, heading: str) -> bool:
        """True for what may follow the last section: 附则, 附件."""
        return self.words.says("closing", heading) or heading.startswith("附")

    def _section_kind(self, heading: str, openings: list[str], *, last: bool) -> UnitKind:
        named = self.words.named_kind(heading)
        told = sum(self.words.says("organising-item", opening) for opening in openings)
        share = told / len(openings) if openings else 0.0
        if named == "safeguard" and len(openings) >= 3 and share < 0.2 and not last:
            return "task"
        if named == "goal" and heading.endswith("目标任务") and len(openings) >= 3:
            return "task"
        if named:
            return named
        if last and len(openings) >= 2 and self.words.says("organising-section", heading) and share >= 0.6:
            return "safeguard"
        return "task"

    def _kind_without_heading(self, text: str) -> UnitKind:
        """A top-level item that is a unit itself: its own title says what it does."""
        if self.words.is_closing_text(text):
            return "closing"
        if opening(text) in self._organising:
            return "safeguard"
        return self.words.named_kind(own_title(text)) or "task"
