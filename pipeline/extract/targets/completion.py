"""What belongs to a target besides its number: grade, year, 每年, direction, firmness, and the exact span."""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.extract.targets.indicators import NounPhrases
from pipeline.extract.targets.periods import PeriodReader, deadline_at
from pipeline.extract.targets.sentences import Place, Reading, Sentence, last_list_break
from pipeline.extract.targets.vocabulary import Vocabulary
from pipeline.records import Strength, Target, TargetDirection, Unit

RE_BREAK_OR_LIST = re.compile(r"[，；：。！？\n、]")
RE_LISTED_GRADES = re.compile(r"^(?:其中)?(?P<levels>[省市县区乡](?:、[省市县区乡])+级?)")
# 每年安排3000万元，支持攻关项目20项: what the money is for is done each year as well
# 每年新增20家，带动未来五年投资10亿元: what is summed over several years is not of each
RE_YEARS_TOGETHER = re.compile(r"(?:未来|今后)(?:[一二三四五六七八九十两]|\d{1,2})年|[两三四五]年(?:累计|合计|总共)")
RE_GOES_WITH = re.compile(r"(?:支持|用于|重点支持|带动|覆盖|惠及)")
GRADE_BEHIND = 8  # characters behind the number in which its grade may stand


class Completer:
    """Adds to a reading what its sentence says around it, and makes a record of it."""

    def __init__(self, words: Vocabulary, nouns: NounPhrases, periods: PeriodReader) -> None:
        self.words, self.nouns, self.periods = words, nouns, periods

    def complete(self, reading: Reading, place: Place) -> None:
        """Grade, inherited indicator, inherited bound and 每年."""
        sentence = place.sentence
        before = sentence.accepted[-1] if sentence.accepted else None
        reading.level = self._grade(reading, place)
        if not reading.indicator and before is not None:
            reading.indicator = before.indicator
        if not reading.indicator:
            reading.indicator = self.nouns.before_clause(sentence, place.base) or reading.verb.removeprefix("完成")
        if reading.kind != "grant":
            reading.indicator = self.nouns.named(sentence, reading)
        if before is not None and self._shares_bound(sentence, place, before):
            reading.quantity = replace(reading.quantity, op=before.quantity.op)  # 分别不少于5200吨、260吨
        reading.each_year = self._each_year(reading, sentence, before)

    def _grade(self, reading: Reading, place: Place) -> str | None:
        item = place.left[last_list_break(place.left) :]
        listed = RE_LISTED_GRADES.match(item if "、" in item else place.left)
        if listed:
            return listed["levels"]
        end = reading.quantity.end
        behind = RE_BREAK_OR_LIST.split(place.sentence.text[end : end + GRADE_BEHIND])[0]
        printed = self.words.parts.grade.search(item + behind)
        return printed[0].removesuffix("分别") if printed else None

    def _shares_bound(self, sentence: Sentence, place: Place, before: Reading) -> bool:
        return bool(
            not place.left.strip("、和及 ")
            and place.quantity.op == "eq"
            and before.quantity.bound_before
            and "分别" in sentence.text[: before.quantity.start]
        )

    def _each_year(self, reading: Reading, sentence: Sentence, before: Reading | None) -> bool:
        if before is not None and reading.rule == "listed" and before.each_year:
            return True
        marks = list(self.periods.each_year.finditer(sentence.text, 0, reading.quantity.end))
        if not marks or (marks[-1][0] == "年均" and reading.kind == "stock"):  # 年均增长5%左右、迈上3万亿元台阶
            return False
        ends = [mark.end() for mark in marks]
        gap = sentence.text[ends[-1] : reading.quantity.start]
        if (
            "；" in gap
            or RE_YEARS_TOGETHER.search(gap)
            or any(ends[-1] < period.start < reading.quantity.start for period in sentence.periods)
        ):
            return False
        carried = reading.kind == "flow" and before is not None and before.each_year
        return "，" not in gap or (carried and (not reading.verb or bool(RE_GOES_WITH.match(gap.rpartition("，")[2]))))

    def target(self, unit: Unit, sentence: Sentence, reading: Reading, inherited: int | None) -> Target:
        """The record of a reading; `inherited` is the year that binds where the sentence prints none."""
        quantity = reading.quantity
        start, end = self._span(sentence.text, reading)
        text = unit.text[sentence.start + start : sentence.start + end]
        return Target(
            notice_id=unit.notice_id,
            unit_id=unit.unit_id,
            indicator=reading.indicator,
            level=reading.level,
            op=quantity.op,
            value=quantity.value,
            value_high=quantity.value_high,
            unit=quantity.unit,
            kind=reading.kind,
            direction=self._direction(reading, sentence.text[start : quantity.end]),
            deadline=self._deadline(sentence, reading, inherited),
            each_year=reading.each_year,
            strength=self._strength(sentence.text, quantity.start),
            text=text,
            start=unit.start + sentence.start + start,
            end=unit.start + sentence.start + end,
            rule=reading.rule,
        )

    def _deadline(self, sentence: Sentence, reading: Reading, inherited: int | None) -> int | None:
        """The year printed before the number, or in its own clause behind it (20家企业2028年5月前上市)."""
        start, end = reading.quantity.start, reading.quantity.end
        if not any(period.start <= start for period in sentence.periods):
            clause_end = sentence.clause_around(start, end)[1]
            behind = [one.year for one in sentence.periods if end <= one.start < clause_end and one.year is not None]
            if behind:
                return behind[0]
        return deadline_at(sentence.periods, start, inherited)

    def _span(self, text: str, reading: Reading) -> tuple[int, int]:
        """From the first character of indicator, verb or number to the last that belongs to it."""
        start = min(reading.start, reading.quantity.start)
        quote = text.rfind("“", start, reading.quantity.start)
        if quote >= 0 and "”" not in text[quote : reading.quantity.start]:
            start = quote + 1  # 围绕“到2027年新增…”: the promise is what is quoted
        opening = self.words.parts.time.match(text[start : reading.quantity.number_start])
        if opening:
            start += opening.end()
        while start < reading.quantity.start and text[start] in "，；：、 　“":
            start += 1
        end = max(reading.end, reading.quantity.end)
        while end > reading.quantity.end and text[end - 1] in "　 ，":
            end -= 1
        return start, end

    def _direction(self, reading: Reading, text: str) -> TargetDirection:
        """`down` where the verb or the span says that less is to be had, else `up` (also for a ceiling)."""
        if reading.kind == "grant":
            return "up"
        parts = self.words.parts
        verb = reading.verb if reading.rule == "listed" else ""
        said = parts.less.search(verb) or parts.less.search(text)
        return "down" if said or (reading.kind == "rate" and parts.less_as_rate.search(text)) else "up"

    def _strength(self, sentence: str, position: int) -> Strength:
        """striving after 力争, exploring after 探索 in the same sentence, else firm."""
        before = sentence[max(sentence.rfind("；", 0, position), 0) : position]
        if self.words.parts.striving.search(before):
            return "striving"
        return "exploring" if self.words.parts.exploring.match(before.lstrip("；，")) else "firm"
