"""Indicators of two ledgers matched over the whole notice, and what became of each.

Matched are indicators of one dimension whose names, or whose clauses without their numbers, are alike;
of all assignments the one with the greatest likeness (Kuhn 1955). The kind of change is what the number
did; bound, deadline, grade and name are told beside it. An indicator without a match is new or dropped
only after its name was searched in the other notice's clauses: then the words in its place are told.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence, Set
from dataclasses import replace
from difflib import SequenceMatcher

import numpy as np
from scipy.optimize import linear_sum_assignment

from pipeline.compare.ledger import dimension
from pipeline.compare.similarity import bigram_overlap, without_numbers
from pipeline.compare.statements import squash
from pipeline.compare.target_changes import indicator_likeness
from pipeline.knowledge.indicator_names import common_name
from pipeline.records.findings import Indicator, Match, Mention

LIKE = 0.6  # likeness, of name and clause together, from which two indicators are one
LIKE_NAME = 0.5
LIKE_CLAUSE = 0.65
NAME_WEIGHT = 0.6
SURE_NAME = 0.7
SURE_CLAUSE = 0.75
SAME_LETTERS = 0.8
SHORTEST_FRAME = 4  # characters of a clause without its number, by which it is known to speak of one thing
SHORTEST_SHARED = 5
LETTERS_WEIGHT = 0.85
SCOPE_OF_BOTH = 2  # characters that differ inside both names
SCOPE_OF_ONE = 4  # ... or that one has more than the other
SAME_VALUE = 0.02
# Measures that readers tell apart by a single verb are no obstacle where the names agree.
KINDRED = (
    {"level", "added"},
    {"growth", "share"},
    {"added", "removed"},
    {"level", "threshold"},
    {"added", "threshold"},
    {"share", "threshold"},
    {"growth", "threshold"},
)


def comparable(indicator: Indicator) -> Mention | None:
    """The mention by which an indicator is compared; None where the notice only reports it."""
    first = indicator.mentions[0]
    return None if first.status == "reported" else first


def match_indicators(
    old: Sequence[Indicator], new: Sequence[Indicator], linked: Set[tuple[str, str]] = frozenset()
) -> list[Match]:
    """One match an indicator, in the order of the newer ledger; `linked` are (older, newer) ids of linked tasks."""
    before, after = ([(row, mention) for row in side if (mention := comparable(row))] for side in (old, new))
    if not before or not after:
        return []
    likeness = np.array(
        [[_likeness(a, b, (a.passage.unit_id, b.passage.unit_id) in linked) for _, b in after] for _, a in before]
    )
    rows, columns = linear_sum_assignment(likeness, maximize=True)
    found = sorted((int(j), int(i)) for i, j in zip(rows, columns) if likeness[i, j] > 0)
    return [
        Match("indicator", (before[i][0].id,), (after[j][0].id,), round(float(likeness[i, j]), 4)) for j, i in found
    ]


def match_mentions(old: Sequence[Mention], new: Sequence[Mention]) -> list[tuple[int, int]]:
    """Places of mentions that speak of one indicator, whatever their section: a promise and its result."""
    if not old or not new:
        return []
    likeness = np.array([[_likeness(a, replace(b, section=a.section)) for b in new] for a in old])
    rows, columns = linear_sum_assignment(likeness, maximize=True)
    return [(int(i), int(j)) for i, j in zip(rows, columns) if likeness[i, j] > 0]


def _likeness(a: Mention, b: Mention, linked: bool = False) -> float:
    """0 where the two cannot be one indicator."""
    if (a.value is None) != (b.value is None) or a.section != b.section or not _one_measure(a, b):
        return 0.0
    if not _one_dimension(a.unit, b.unit):
        return 0.0
    heads = common_name(a.head), common_name(b.head)
    listed = _same_list(a, b)
    name = max(indicator_likeness(*heads), LETTERS_WEIGHT * letters_in_common(*heads), SURE_NAME * listed)
    frames = _frame(a), _frame(b)
    clause = bigram_overlap(*frames) if min(map(len, frames)) >= SHORTEST_FRAME else 0.0  # 增长6.7% names nothing
    if max(name - LIKE_NAME, clause - LIKE_CLAUSE) < 0:
        return 0.0
    if names_nothing(*heads) and not (linked and a.head == b.head) and not _says_what(clause, heads, frames):
        return 0.0
    if dimension(a.unit) != dimension(b.unit) and name < SURE_NAME:
        return 0.0
    narrowed = other_scope(*heads) and not listed and not (linked and _ends_in(*heads))
    if (a.measure != b.measure and name < 0.75 and clause < 0.8) or (clause < SURE_CLAUSE and narrowed):
        return 0.0
    likeness = NAME_WEIGHT * name + (1 - NAME_WEIGHT) * clause
    if likeness < LIKE and clause < LIKE_CLAUSE and name < SURE_NAME:
        return 0.0
    return likeness + SAME_VALUE * (a.value == b.value)


# Words by which things and persons are counted: 10家示范店 and 30个示范店 are one indicator.
COUNTERS = ({"个", "家", "所", "座", "处", "户", "项"}, {"人", "名"})
# Names that hold for anything: alone they say that two numbers are of one kind, not that they are of one thing.
RE_NAMES_NOTHING = re.compile(
    r"(?:重点|重大|主要|各类|其他|新|省|市|县|区|年度|计划)*"
    r"(?:项目|工程|企业|活动|任务|资金|投资|试点|平台|基地|中心|人才|人员|产业|服务|工作|面积|机构|园区|产品|培训|场所|站点)"
)


def names_nothing(a: str, b: str) -> bool:
    """Whether the shorter of two names holds for anything."""
    return bool(RE_NAMES_NOTHING.fullmatch(min(a, b, key=len)))


SAYS_MORE = 6  # characters that a clause has beside a name that holds for anything, by which it says what is meant


def _says_what(clause: float, heads: tuple[str, str], frames: tuple[str, str]) -> bool:
    """Whether two clauses are alike in more than the name."""
    return clause >= LIKE_CLAUSE and min(map(len, frames)) >= min(map(len, heads)) + SAYS_MORE


def _one_dimension(a: str, b: str) -> bool:
    return dimension(a) == dimension(b) or any(a in counters and b in counters for counters in COUNTERS)


def _ends_in(a: str, b: str) -> bool:
    """Whether the longer name ends in the shorter, which names a thing by itself."""
    short, long = sorted((a, b), key=len)
    return len(short) >= SHORTEST_SHARED and long.endswith(short)


SAME_ITEMS = 0.6  # share of the items of two lists that both hold, from which it is one list


def _same_list(a: Mention, b: Mention) -> bool:
    """Whether two targets hold for one list of things, to which some came or from which some went:
    成品粮、食用油、酒类等检出率."""
    one, other = (squash(mention.passage.surface).partition(mention.printed)[0].split("、") for mention in (a, b))
    if min(len(one), len(other)) < SHORTEST_LIST or a.head[-2:] != b.head[-2:]:
        return False
    return len({*one[:-1]} & {*other[:-1]}) >= SAME_ITEMS * len({*one[:-1], *other[:-1]})


SHORTEST_LIST = 4


def letters_in_common(a: str, b: str) -> float:
    """Dice coefficient of characters: 易地搬迁脱贫 and 易地扶贫搬迁 say the same in another order."""
    return 2 * sum((Counter(a) & Counter(b)).values()) / (len(a) + len(b)) if a and b else 0.0


def other_scope(a: str, b: str) -> bool:
    """Whether two names are told apart by what narrows them: 制造业企业加计扣除比例, 科技型中小企业加计扣除比例."""
    if letters_in_common(a, b) >= SAME_LETTERS or _crossing(a, b):
        return False
    begin = _shared_start(a, b)
    end = _shared_start(a[begin:][::-1], b[begin:][::-1])
    rest = sorted((len(a) - begin - end, len(b) - begin - end))
    return rest[0] >= SCOPE_OF_BOTH or rest[1] >= SCOPE_OF_ONE


def _shared_start(a: str, b: str) -> int:
    return next((i for i, (x, y) in enumerate(zip(a, b)) if x != y), min(len(a), len(b)))


def _crossing(a: str, b: str) -> bool:
    """Whether one name goes on where the other begins earlier: 农村贫困人口脱贫, 减少农村贫困人口."""
    match = SequenceMatcher(None, a, b, autojunk=False).find_longest_match()
    ends = bool(match.a), bool(match.b), match.a + match.size < len(a), match.b + match.size < len(b)
    return match.size >= SHORTEST_SHARED and ends in ((True, False, False, True), (False, True, True, False))


RE_STEP = re.compile(r"(?:再|分别|各)*(?:提高|增加|上调|下调|降低|减少)(?:约|近)?$")


def is_step(mention: Mention) -> bool:
    """Whether a number says by how much an amount changes (再提高30元), not what it comes to (提高到450元)."""
    before = squash(mention.passage.surface).partition(mention.printed)[0]
    return mention.unit not in ("%", "百分点", "倍") and bool(RE_STEP.search(before))


RE_ADDED = re.compile(r"新增|新建|净增|新开工|新发展|再增")
RE_TOTAL = re.compile(r"达到|总数|总量|累计|突破|总里程|保有量")


def _one_measure(a: Mention, b: Mention) -> bool:
    """Whether both numbers measure alike: an amount added is no total, however alike the names."""
    said = [squash(mention.passage.surface) for mention in (a, b)]
    if is_step(a) != is_step(b):
        return False
    if a.measure != b.measure and {a.measure, b.measure} <= {"level", "added"}:
        added = [bool(RE_ADDED.search(text)) for text in said]
        total = [bool(RE_TOTAL.search(text)) for text in said]
        if (added[0] and total[1] and not added[1]) or (added[1] and total[0] and not added[0]):
            return False
    return a.measure == b.measure or {a.measure, b.measure} in KINDRED


RE_SMALL = re.compile(r"今年|全年|拟|要|再|将|均|按|安排|完成|实现")


def _frame(mention: Mention) -> str:
    """The clause around a number, without the number and small words."""
    said = "".join(mention.passage.surface.split())
    return RE_SMALL.sub("", without_numbers(said))
