"""The grammar that tells which quantities are targets.

A quantity is a target if its clause commits to it: an indicator reaches it (达到7000家), something is added or
done (新增40家), grows (增长10%) or covers a share (占比25%). What exists already, what is past, what somebody must
fulfil to apply, and what only names a thing is none.

The way of a number: quantities → clause → exclusions → what kind of promise → noun phrase → year, grade, span.
The grammar works on the characters of clauses, not on segmented words: word borders inside numbers and names are
where segmenters err most, and what is read here must not depend on them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from pipeline.extract.spans import blanked
from pipeline.extract.targets.completion import Completer
from pipeline.extract.targets.counted import OpeningNumbers
from pipeline.extract.targets.exclusions import Exclusions
from pipeline.extract.targets.grants import GrantReader
from pipeline.extract.targets.indicators import NounPhrases
from pipeline.extract.targets.lists import ListReader
from pipeline.extract.targets.periods import PeriodReader, deadline_at, horizon_of
from pipeline.extract.targets.promises import ClosingNumbers
from pipeline.extract.targets.quantities import QuantityReader
from pipeline.extract.targets.rulebook import Rulebook
from pipeline.extract.targets.sentences import RE_NOTE_MARK, RE_SENTENCE, Place, Reading, Sentence, place_of
from pipeline.extract.targets.vocabulary import Vocabulary
from pipeline.records import Target, Unit

RE_BULLET_OF_LINE = re.compile(r"^—+", re.MULTILINE)
RE_AT_LEAST = re.compile(r"(?:至少|最少|不少于)[^，。；、的]{0,4}$")
# 到2027年，…; 企业培育提质。到2027年，…; “十五五”发展目标：到2030年: a year that opens what follows
RE_OPENS = re.compile(r"^[　 ]*(?:[^，。；\d]{0,40}[。：，])?[^，。；\d]{0,8}")
RE_ONLY_NAMED = re.compile(
    r"(?:到)?20\d{2}年(?:的)?(?:工作|各项|经济|政府|全[省市县区]|主要工作|重点)"
)  # 做好2026年工作
RE_IS_DESCRIBED = re.compile(r"(?:20\d{2}年|今年)(?:是|(?:的)?(?:政府)?工作)")  # 今年是开局之年
CONTEXT = 400  # characters before a sentence in which its nouns may have been named


class TargetReader:
    """Reads the targets of units with the rules of configs/rules/targets_*.yaml."""

    def __init__(self, rules: Rulebook) -> None:
        words = Vocabulary.of(rules)
        self.words = words
        self.quantities = QuantityReader(rules)
        self.periods = PeriodReader(rules)
        nouns = NounPhrases(words)
        self.exclusions = Exclusions(words, nouns)
        self.grants = GrantReader(words, nouns)
        self.closing = ClosingNumbers(words, nouns, self.quantities)
        self.opening = OpeningNumbers(words, nouns, self.exclusions)
        self.lists = ListReader(words, nouns, self.periods)
        self.completer = Completer(words, nouns, self.periods)

    @classmethod
    def load(cls, root: Path) -> TargetReader:
        return cls(Rulebook.load(root))

    def read_unit(
        self,
        unit: Unit,
        own_year: int | None,
        *,
        lead_in: str = "",
        due: str = "",
        skip: tuple[tuple[int, int], ...] = (),
    ) -> list[Target]:
        """The targets of a unit, in order.

        `own_year` is the notice's year (年底前). `lead_in` is the paragraph that opens a list of
        goals: the year it prints last binds the goals below it. `due` is the completion time printed for the
        whole unit (完成时限：2026年12月), which binds where nothing else does. `skip` are spans of the unit's
        text that are responsibility clauses.
        """
        if self.exclusions.is_no_promise(unit, own_year):
            return []
        text = blanked(unit.text, skip, "　")
        for mark in (RE_NOTE_MARK, RE_BULLET_OF_LINE):
            text = mark.sub(lambda match: "　" * len(match[0]), text)
        inherited = self._inherited(unit, lead_in, own_year) or self.periods.due_year(due, own_year)
        targets: list[Target] = []
        told_results = False
        for sentence in self._sentences(unit, text, own_year):
            tells_results = self.exclusions.tells_results(sentence, own_year)
            # a look back goes on until a year or a plan is printed again
            told_results = unit.kind == "general" and (tells_results or (told_results and not sentence.periods))
            if sentence.quantities and not (tells_results or told_results):
                readings = list(self._read_sentence(sentence, own_year))
                self.lists.distribute(sentence, readings)
                targets.extend(self.completer.target(unit, sentence, one, inherited) for one in readings)
            if unit.kind in ("goal", "general"):
                inherited = _opening_year(sentence) or inherited
        return targets

    def _sentences(self, unit: Unit, text: str, own_year: int | None) -> Iterator[Sentence]:
        for match in RE_SENTENCE.finditer(text):
            context = f"{unit.title}。{text[max(match.start() - CONTEXT, 0) : match.start()]}"
            quantities, periods = self.quantities.find(match[0]), self.periods.find(match[0], own_year)
            yield Sentence(match[0], match.start(), quantities, periods, context)

    def _inherited(self, unit: Unit, lead_in: str, own_year: int | None) -> int | None:
        """The year that binds a goal before it prints one: of its lead-in, or of the plan its section is about."""
        for part in reversed(RE_SENTENCE.findall(lead_in)):
            years = [
                period.year
                for period in self.periods.find(part, own_year)
                if period.year is not None and not RE_IS_DESCRIBED.match(part, period.start)
            ]
            if years:
                return years[-1]
        return horizon_of(unit.headings, own_year, unit.text[:40]) if unit.kind in ("goal", "general") else None

    def _read_sentence(self, sentence: Sentence, own_year: int | None) -> Iterator[Reading]:
        for i in range(len(sentence.quantities)):
            place = place_of(sentence, i)
            reading = self._read(place, own_year)
            if reading is None:
                continue
            if reading.kind != "grant":
                self.completer.complete(reading, place)
            if reading.quantity.op == "eq" and RE_AT_LEAST.search(sentence.text[: reading.quantity.start]):
                reading.quantity = replace(reading.quantity, op="ge")
            sentence.accepted.append(reading)
            yield reading

    def _read(self, place: Place, own_year: int | None) -> Reading | None:
        """The promise of one number: the first of the grammar's readings that fits its clause."""
        if self.grants.grants(place.sentence.text):
            grant = self.grants.read(place)
            if grant or self.grants.is_condition(place):
                return grant
        if self.exclusions.excludes(place, own_year):
            return None
        return (
            self.lists.each_named(place)
            or self.closing.share_of(place)
            or self.closing.growth(place)
            or self.closing.level(place)
            or self.opening.read(place)
            or self.lists.listed(place)
        )


def _opening_year(sentence: Sentence) -> int | None:
    """The year a sentence opens with (到2027年，…), None if it opens with none."""
    if not sentence.periods:
        return None
    first = sentence.periods[0]
    if RE_ONLY_NAMED.match(sentence.text, first.start):
        return None
    opening = RE_OPENS.match(sentence.text)
    opens = opening is not None and first.start <= opening.end()
    return deadline_at(sentence.periods, first.start, None) if opens else None
