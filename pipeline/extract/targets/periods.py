"""When a promise falls due: the year a sentence prints, and whether it is due every year.

A year printed in a sentence binds the clauses behind it, until the next year. A baseline
(较2020年), a past year and the years of a title (2023—2025年行动计划) bind nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.knowledge.chinese import FIVE_YEAR_PLANS

RE_QUOTED_TITLE = re.compile(r"《[^《》]*》|（(?:20\d{2}年?\s*[—\-–~至到]\s*20\d{2}年?)）|〔\d{4}〕\d+号")
RE_SPAN_OF_YEARS = re.compile(r"20\d{2}年?\s*[—\-–~至到]\s*(?P<end>20\d{2})年(?!以来|间)")
RE_YEAR = re.compile(
    r"(?P<before>较|比|与|同|相比|相较于|相对于|以|自|从|由|在)?(?:于|到|至|截至)?(?P<year>20\d{2})年(?P<after>(?:度)?(?:\d{1,2}月)?(?:底|末|内|初)?(?:之?前|以前)?)(?P<tail>以来|起|基础上|相比|的基础|水平|基数|为基|同期|的|全年)?"
)
RE_PLAN = re.compile(r"“?(?P<plan>十[二三四五六])五”?(?:规划)?(?:期?末|期间结束|收官)")
RE_OWN_YEAR = re.compile(
    r"(?<![\d上])年底(?:之?前|以前)?|(?<![\d一二两三四五六七八九十])年内|年末|(?<!\d)今年(?!以来|上半年以来)|本年度|(?<!\d)(?:1[0-2]|[1-9])月(?:(?:底|末|中旬|上旬|下旬)(?:之?前|以前)?|(?:之?前|以前))|(?<!今年)上半年(?!以来)"
)
# 2008年底前建成的宿舍: the year tells which things are meant
RE_SAYS_WHICH = re.compile(
    r"(?:建成|建造|竣工|完工|投用|投运|投产|投入使用|交付使用|交付|建设|成立|设立|注册|登记|认定|签约|开工|启动|入库|形成|生产|出厂|毕业|发布|颁布|实施)[^，。；、\d]{0,6}的"
)
RE_EACH_YEAR = re.compile(r"每年|年均(?!浓度|气温|温度|降水|水平|质量|值|收入)|逐年|每一年|每年度|历年")
BASELINE_BEFORE = {"较", "比", "与", "同", "相比", "相较于", "相对于"}
BASELINE_AFTER = {"以来", "起", "基础上", "相比", "的基础", "水平", "基数", "为基", "同期", "的"}


@dataclass(frozen=True, slots=True)
class Period:
    """A year that binds what follows it in a sentence; None for one that is past or only referred to."""

    start: int
    year: int | None
    is_past: bool = False


def periods_in(sentence: str, own_year: int | None) -> list[Period]:
    """The years a sentence prints, in order. Offsets count from the sentence's start."""
    blank = RE_QUOTED_TITLE.sub(lambda match: "　" * len(match[0]), sentence)
    found: list[Period] = []
    for match in RE_SPAN_OF_YEARS.finditer(blank):
        found.append(Period(match.start(), int(match["end"])))
    spans = [match.span() for match in RE_SPAN_OF_YEARS.finditer(blank)]
    for match in RE_YEAR.finditer(blank):
        if any(start <= match.start("year") < end for start, end in spans):
            continue
        year = int(match["year"])
        if (
            match["before"] in BASELINE_BEFORE
            or match["tail"] in BASELINE_AFTER
            or (match["before"] in ("以", "自", "从", "由") and not match["after"])
        ):
            continue
        if RE_SAYS_WHICH.match(blank, match.end()):
            continue
        is_past = own_year is not None and year < own_year
        found.append(Period(match.start(), None if is_past else year, is_past))
    for match in RE_PLAN.finditer(blank):
        found.append(Period(match.start(), FIVE_YEAR_PLANS[match["plan"]][1]))
    for match in RE_OWN_YEAR.finditer(blank):
        if not any(period.start <= match.start() <= period.start + 12 for period in found):
            found.append(Period(match.start(), own_year))
    return sorted(found, key=lambda period: period.start)


def deadline_at(periods: list[Period], position: int, inherited: int | None) -> int | None:
    """The year that binds a number at `position`: the last one printed before it, else the inherited one."""
    before = [period for period in periods if period.start <= position]
    return before[-1].year if before else inherited


def is_past_at(periods: list[Period], position: int) -> bool:
    before = [period for period in periods if period.start <= position]
    return bool(before) and before[-1].is_past
