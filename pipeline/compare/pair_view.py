"""Two editions as the findings see them: statements, clauses, ledgers and tasks of both, and what answers what."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

from pipeline.compare.alignment import Alignment
from pipeline.compare.clauses import Clauses, match_clauses
from pipeline.compare.counterparts import Counterparts
from pipeline.compare.decided import decided_indicators, rematched
from pipeline.compare.indicators import match_indicators
from pipeline.compare.ledger import RE_GOAL, ledger
from pipeline.compare.profile import NoticeFacts
from pipeline.compare.similarity import bigram_overlap
from pipeline.compare.statements import Part, parts, squash, statements
from pipeline.records.findings import Indicator, Match, Passage, Section, Statement

OF_CONTEXT = 0.3  # weight of the sentence around a passage, by which its counterpart is looked for


RE_MARKS = re.compile(r"[、，“”‘’《》（）()—·]")


def plain(text: str) -> str:
    """A text without quotation marks, brackets and the marks that part its clauses."""
    return RE_MARKS.sub("", text)


@dataclass(frozen=True)
class EditionView:
    """One notice read for comparison."""

    facts: NoticeFacts

    @property
    def notice_id(self) -> str:
        return self.facts.notice.notice_id

    @cached_property
    def statements(self) -> list[Statement]:
        return statements(self.facts)

    @cached_property
    def parts(self) -> list[Part]:
        return parts(self.statements)

    @cached_property
    def ledger(self) -> list[Indicator]:
        return ledger(self.facts, self.statements)

    @cached_property
    def plan(self) -> list[Part]:
        """The clauses of what the notice orders."""
        return self.of("plan")

    def of(self, section: Section) -> list[Part]:
        return [part for part in self.parts if part.statement.section == section]

    @cached_property
    def clauses_with(self) -> dict[str, list[int]]:
        """Pair of characters -> the clauses of the plan that hold it, by number: what is said is looked up."""
        found: dict[str, list[int]] = {}
        for number, part in enumerate(self.plan):
            for pair in {part.said[i : i + 2] for i in range(len(part.said) - 1)}:
                found.setdefault(pair, []).append(number)
        return found

    @cached_property
    def borders(self) -> frozenset[int]:
        """Where words begin or end in the notice."""
        found: set[int] = set()
        for unit in self.facts.units:
            at = 0
            for word in unit.words:
                at = unit.text.index(word, at)
                found |= {unit.start + at, unit.start + at + len(word)}
                at += len(word)
        return frozenset(found)

    @cached_property
    def text(self) -> str:
        """The whole notice without white space: what is not in it was not said."""
        return squash(self.facts.notice.title + "\n" + self.facts.notice.text)

    @cached_property
    def plain_text(self) -> str:
        """The whole notice without marks inside sentences: 纲要（草案） as 纲要草案."""
        return plain(self.text)

    @cached_property
    def _pairs(self) -> frozenset[str]:
        return frozenset(self.plain_text[i : i + 2] for i in range(len(self.plain_text) - 1))

    def holds(self, bare: str) -> bool:
        """Whether the notice says these words anywhere, marks inside sentences left out. Asked of very many words."""
        return bare[:2] in self._pairs and bare[-2:] in self._pairs and bare in self.plain_text

    @cached_property
    def plan_text(self) -> str:
        return "\n".join(statement.said for statement in self.statements if statement.section != "review")

    @cached_property
    def plain_plan(self) -> str:
        """What the notice orders or looks forward to, without marks inside sentences: 大众创业、万众创新 as 大众创业万众创新."""
        return plain(self.plan_text)

    @cached_property
    def statement_of(self) -> dict[str, Statement]:
        return {statement.id: statement for statement in self.statements}

    @cached_property
    def ordered_in(self) -> dict[str, list[Statement]]:
        """unit_id -> what it orders."""
        found: dict[str, list[Statement]] = {}
        for one in self.statements:
            if one.section == "plan":
                found.setdefault(one.passage.unit_id, []).append(one)
        return found

    @cached_property
    def _goal_orders(self) -> frozenset[int]:
        """The sentences that list goals: those of goal units, and those that follow 主要预期目标是."""
        goals = {unit.unit_id for unit in self.facts.units if unit.kind == "goal"}
        chosen = {one.order for one in self.statements if one.section == "plan" and one.passage.unit_id in goals}
        return frozenset(chosen | {mention_order for mention_order in self._stated_goals()})

    def _stated_goals(self) -> list[int]:
        begun = False
        found = []
        for statement in self.statements:
            if statement.section == "plan":
                begun = bool(RE_GOAL.search(statement.said)) or (begun and statement.said.endswith("；"))
                found += [statement.order] if begun else []
        # the sentence behind a list that ended in 。 may go on with it: 单位国内生产总值能耗下降3%以上，…
        worded = {
            self.statement_of[mention.statement_id].order
            for row in self.ledger
            for mention in row.mentions
            if mention.status == "worded"
        }
        return sorted({*found, *worded})

    def in_goals(self, statement: Statement) -> bool:
        return statement.order in self._goal_orders

    def depth_in_plan(self, statement: Statement) -> float:
        """Where in the plan a sentence stands: 0 at its beginning, 1 at its end."""
        first, last = self._plan_span
        return (statement.order - first) / max(last - first, 1)

    @cached_property
    def _plan_span(self) -> tuple[int, int]:
        orders = [one.order for one in self.statements if one.section == "plan"]
        return (orders[0], orders[-1]) if orders else (0, 0)

    def statement_at(self, passage: Passage) -> Statement | None:
        at = bisect_right(self._starts, passage.start) - 1
        return self.statements[at] if at >= 0 and passage.start < self.statements[at].passage.end else None

    @cached_property
    def _starts(self) -> list[int]:
        return [one.passage.start for one in self.statements]


@dataclass(frozen=True)
class PairView:
    """Two editions side by side; the first is the older one, or the first of two places."""

    old: EditionView
    new: EditionView
    alignment: Alignment

    @cached_property
    def clauses(self) -> Clauses:
        return match_clauses(self.old.plan, self.new.plan)

    @cached_property
    def indicator_matches(self) -> list[Match]:
        links = self.alignment.links if self.alignment else ()
        linked = {(link.old_unit_id, link.new_unit_id) for link in links}
        found = match_indicators(self.old.ledger, self.new.ledger, linked)
        if not self.old.facts.decided:
            return found
        decided = decided_indicators(self.old.facts, self.new.facts)
        return rematched(found, self.old.ledger, self.new.ledger, decided)

    @cached_property
    def _partner_units(self) -> dict[str, list[str]]:
        """unit_id -> the units of the other edition it is linked to."""
        found: dict[str, list[str]] = {}
        for link in self.alignment.links if self.alignment else ():
            found.setdefault(link.old_unit_id, []).append(link.new_unit_id)
            found.setdefault(link.new_unit_id, []).append(link.old_unit_id)
        return found

    @cached_property
    def counterparts(self) -> Counterparts:
        return Counterparts(self.old.plan, self.new.plan)

    def around(self, passage: Passage, subject: str = "") -> list[Passage]:
        """What the other edition says nearest to a passage: in the task that goes on, and in the whole plan."""
        old = passage.notice_id == self.old.notice_id
        mine = self.old if old else self.new
        sentence = mine.statement_at(passage)
        asked = {passage.surface: 1.0}
        for text, share in ((subject, 1.0), (sentence.said if sentence else "", OF_CONTEXT)):
            asked[text] = asked.get(text, 0.0) + share
        found = self.counterparts.nearest(asked, 1 if old else 0)
        inside = self._nearest_in_task(passage)
        return list(dict.fromkeys([*found, *([inside] if inside else [])]))

    def _nearest_in_task(self, passage: Passage) -> Passage | None:
        """The sentence of the linked tasks that is likest to a passage."""
        other = self.new if passage.notice_id == self.old.notice_id else self.old
        units = self._partner_units.get(passage.unit_id, ())
        said = squash(passage.surface)
        inside = sorted(
            (one for unit_id in set(units) for one in other.ordered_in.get(unit_id, ())), key=lambda one: one.order
        )
        found = max(inside, key=lambda one: bigram_overlap(said, one.said), default=None)
        return found.passage if found and bigram_overlap(said, found.said) > 0 else None

    @property
    def notice_ids(self) -> tuple[str, str]:
        return self.old.notice_id, self.new.notice_id

    @cached_property
    def names(self) -> tuple[str, str]:
        """What the two are called in a sentence: their years, if these tell them apart."""
        years = self.old.facts.notice.year, self.new.facts.notice.year
        if None not in years and years[0] != years[1]:
            return f"{years[0]}年", f"{years[1]}年"
        return "前文", "后文"

    @cached_property
    def names_en(self) -> tuple[str, str]:
        old, new = self.names
        return ("the earlier text", "the later text") if old == "前文" else (old[:-1], new[:-1])
