"""When a promise falls due: the year a sentence prints, and whether it is due every year.

A year printed in a sentence binds the clauses behind it, until the next year. A baseline
(较2020年), a past year and the years of a title (2023—2025年行动计划) bind nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.extract.targets.rulebook import Rulebook
from pipeline.knowledge.chinese import FIVE_YEAR_PLANS

RE_QUOTED_TITLE = re.compile(r"《[^《》]*》|（(?:20\d{2}年?\s*[—\-–~至到]\s*20\d{2}年?)）|〔\d{4}〕\d+号")
RE_SPAN_OF_YEARS = re.compile(r"20\d{2}年?\s*[—\-–~至到]\s*(?P<end>20\d{2})年(?!以来|间)")
RE_YEAR = re.compile(
    r"(?P<before>较|比|与|同|相比|相较于|相对于|以|自|从|由|在)?(?:于|到|至|截至)?(?P<year>20\d{2})年(?P<after>(?:度)?(?:\d{1,2}月)?"
    r"(?:底|末|内|初)?(?:之?前|以前)?)(?P<tail>以来|起|基础上|相比|的基础|水平|基数|为基|同期|远景目标|的|全年)?"
)
RE_PLAN = re.compile(r"“?(?P<plan>十[二三四五六])五”?(?:规划)?(?:时?期?末|期间结束|收官|(?:期间|时期)(?=，))")
RE_SPAN_OF_PLAN = re.compile(r"“?(?P<plan>十[一二三四五六])五”?(?:时期|期间|以来)")
RE_HORIZON = re.compile(r"“?(?P<plan>十[二三四五六])五”?(?!时?期?末)")
# The plan's first year, not its last.
RE_START_OF_PLAN = re.compile(r"开好局|良好开局|起好步|开局之年|开局年|开门红|头年")
# A heading that names the work of a year beside the plan, and a paragraph below it that is about the plan.
RE_WORK_OF_YEAR = re.compile(r"(?:今年|20\d{2}年)[^，]{0,14}(?:工作|任务|安排|举措|要求)")
RE_OPENS_PLAN = re.compile(r"^[^，。：]{0,16}(?:纲要|规划|“?十[二三四五六]五”?(?:时期|期间)|今后五年|未来五年)")
RE_YEAR_ALONE = re.compile(r"^(20\d{2})(?:[./]\d{1,2})?$")
RE_AIMS_AT = re.compile(r"(?:到|至)20\d{2}年的(?:奋斗|发展|主要|预期|总体|具体)*目标")
RE_MONTH_ALONE = re.compile(r"^(?:1[0-2]|[1-9])月(?![—\-–~至到])")
RE_FROM_DAY = re.compile(r"(?:\d{1,2}日)?起")  # 自2026年6月1日起执行
BASELINE_BEFORE = {"较", "比", "与", "同", "相比", "相较于", "相对于"}
BASELINE_AFTER = {"以来", "起", "基础上", "相比", "的基础", "水平", "基数", "为基", "同期", "远景目标", "的"}


@dataclass(frozen=True, slots=True)
class Period:
    """A year that binds what follows it in a sentence; None for one that is past or only referred to."""

    start: int
    year: int | None
    is_past: bool = False


class PeriodReader:
    """Finds the years of a sentence with the words of configs/rules/targets_indicators.yaml."""

    def __init__(self, rules: Rulebook) -> None:
        self.each_year = rules.regex("each-year")
        self._own_year = rules.regex("own-year")
        self._says_which = rules.regex("says-which")

    def find(self, sentence: str, own_year: int | None) -> list[Period]:
        """The years a sentence prints, in order. Offsets count from the sentence's start."""
        blank = RE_QUOTED_TITLE.sub(lambda match: "　" * len(match[0]), sentence)
        found = [Period(match.start(), int(match["end"])) for match in RE_SPAN_OF_YEARS.finditer(blank)]
        spans = [match.span() for match in RE_SPAN_OF_YEARS.finditer(blank)]
        for match in RE_YEAR.finditer(blank):
            if any(start <= match.start("year") < end for start, end in spans) or self._refers_only(match, blank):
                continue
            year = int(match["year"])
            is_past = own_year is not None and year < own_year
            found.append(Period(match.start(), None if is_past else year, is_past))
        found += [Period(match.start(), FIVE_YEAR_PLANS[match["plan"]][1]) for match in RE_PLAN.finditer(blank)]
        for match in self._own_year.finditer(blank):
            if not any(period.start <= match.start() <= period.start + 12 for period in found):
                found.append(Period(match.start(), own_year))
        return sorted(found, key=lambda period: period.start)

    def due_year(self, due: str, own_year: int | None) -> int | None:
        """The one year by which a unit is due (12月底, 2026年6月); None where it prints several, or none (持续推进)."""
        years = {period.year for period in self.find(due, own_year) if period.year is not None}
        years |= {int(year) for year in RE_YEAR_ALONE.findall(due)}
        if not years and RE_MONTH_ALONE.match(due):
            return own_year
        return years.pop() if len(years) == 1 else None

    def _refers_only(self, match: re.Match[str], text: str) -> bool:
        """A baseline (较2020年), a start (自2020年, 自2020年6月1日起) or the year of the things meant (2008年建成的)."""
        if RE_AIMS_AT.match(text, match.start()):
            return False
        return (
            match["before"] in BASELINE_BEFORE
            or match["tail"] in BASELINE_AFTER
            or (match["before"] in ("以", "自", "从", "由") and not match["after"])
            or (match["before"] in ("以", "自", "从", "由") and bool(RE_FROM_DAY.match(text, match.end())))
            or bool(self._says_which.match(text, match.end()))
        )


def plan_is_over(opening: str, own_year: int | None) -> bool:
    """Whether a sentence opens with a five-year plan that ended before the notice (“十三五”期间 in 2024)."""
    plan = RE_SPAN_OF_PLAN.match(opening)
    if not plan:
        return False
    last = FIVE_YEAR_PLANS.get(plan["plan"], (2006, 2010))[1]
    return last <= 2020 if own_year is None else last < own_year


def is_of_past_year(heading: str, own_year: int | None) -> bool:
    """Whether a heading opens with a year that is over and names no later one (2025年主要工作, in 2026)."""
    years = [int(match["year"]) for match in RE_YEAR.finditer(heading)]
    opens = RE_YEAR.match(heading.lstrip("一二三四五六七八九十、 　"))
    return bool(opens and years and own_year is not None and max(years) < own_year) and not RE_HORIZON.search(heading)


def horizon_of(headings: Iterable[str], own_year: int | None, opening: str = "") -> int | None:
    """The last year of the five-year plan that a heading names, None where it names none that is still to come.

    `opening` are the first words of the paragraph: below a heading that names a plan and the work of a year they tell.
    """
    years = [
        FIVE_YEAR_PLANS[match["plan"]][1]
        for heading in headings
        if not RE_START_OF_PLAN.search(heading)
        and (not RE_WORK_OF_YEAR.search(heading) or RE_OPENS_PLAN.search(opening))
        for match in RE_HORIZON.finditer(heading)
    ]
    return max((year for year in years if own_year is None or year >= own_year), default=None)


def deadline_at(periods: list[Period], position: int, inherited: int | None) -> int | None:
    """The year that binds a number at `position`: the last one printed before it, else the inherited one."""
    before = [period for period in periods if period.start <= position]
    return before[-1].year if before else inherited


def year_at(periods: list[Period], position: int) -> int | None:
    """The year printed last before a position, None if none is."""
    return deadline_at(periods, position, None)


def is_past_at(periods: list[Period], position: int) -> bool:
    before = [period for period in periods if period.start <= position]
    return bool(before) and before[-1].is_past
