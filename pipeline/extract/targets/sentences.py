"""A unit's text as the target grammar sees it: sentences, their clauses, and the numbers in them."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field

from pipeline.extract.targets.periods import Period
from pipeline.extract.targets.quantities import Quantity
from pipeline.records import TargetKind

LONGEST_SENTENCE = 2_000  # characters; a longer one was made to be long and is read in stretches of that many
LONGEST_CLAUSE = 240  # characters in front of a number that are looked at
MARKS = r"。！？\n"
RE_SENTENCE = re.compile(
    rf"[^{MARKS}]{{1,{LONGEST_SENTENCE}}}+(?![^{MARKS}])|[^{MARKS}]{{1,{LONGEST_SENTENCE - 1}}}[，；：、]"
    rf"|[^{MARKS}]{{1,{LONGEST_SENTENCE}}}"
)
RE_BREAK = re.compile(r"[，；：。！？\n]")
RE_BETWEEN_SHARED = re.compile(r"[、和及与]")
# 15家①, 2家[1], 3家（注1）, 800个²: what points to a note counts nothing. A small digit behind a counted thing is one
# too, where Word printed it as a superscript (15家1。).
RE_NOTE_MARK = re.compile(
    r"[①-⑳㉑-㉟㊱-㊿❶-❿⁰¹⁴-⁹*＊†‡]+(?=[，。；：、）”\n]|$)|(?<=[家个项名人户所座处条台套辆场次件亩元吨%里])"
    r"(?:\[(?:注)?\d{1,2}\]|【(?:注)?\d{1,2}】|〔\d{1,2}〕|（注\d{0,2}）|[²³]|\d{1,2}(?=[，。；、）\n]|$))"
)


@dataclass(slots=True)
class Reading:
    """What is known of one quantity while its sentence is read."""

    quantity: Quantity
    indicator: str
    kind: TargetKind
    start: int
    end: int
    rule: str
    level: str | None = None
    verb: str = ""
    each_year: bool = False


@dataclass(slots=True)
class Sentence:
    """One sentence: its text, where it starts in the unit, its numbers and years, and what was read so far."""

    text: str
    start: int
    quantities: list[Quantity]
    periods: list[Period]
    context: str = ""  # what stands before it in the unit, its title first
    accepted: list[Reading] = field(default_factory=list)
    breaks: list[int] = field(init=False)  # where the marks stand that part clauses
    outer_breaks: list[int] = field(init=False)  # those outside brackets

    def __post_init__(self) -> None:
        self.breaks, self.outer_breaks = [], []
        depth = last = 0
        for match in RE_BREAK.finditer(self.text):
            depth += self.text.count("（", last, match.start()) - self.text.count("）", last, match.start())
            last = match.start()
            self.breaks.append(last)
            if depth <= 0:
                self.outer_breaks.append(last)

    def clause_around(self, start: int, end: int) -> tuple[int, int]:
        """The clause that holds `text[start:end]`: a mark inside brackets does not begin it."""
        before, after = bisect_left(self.outer_breaks, start), bisect_left(self.breaks, end)
        return self.outer_breaks[before - 1] + 1 if before else 0, self.breaks[after] if after < len(
            self.breaks
        ) else len(self.text)


@dataclass(frozen=True, slots=True)
class Place:
    """One quantity in its clause: what stands to its left and right, and the whole clause."""

    sentence: Sentence
    quantity: Quantity
    left: str
    right: str
    base: int  # where `left` begins in the sentence
    clause: str

    @property
    def item(self) -> str:
        """The last item of an enumeration on the left."""
        return self.left[last_list_break(self.left) :]

    @property
    def end(self) -> int:
        return self.quantity.end


RE_LIST_BREAK = re.compile(r"[、及和与]")


def place_of(sentence: Sentence, i: int) -> Place:
    """The clause of the i-th quantity, as far as it belongs to it."""
    quantity, text = sentence.quantities[i], sentence.text
    start, end = sentence.clause_around(quantity.start, quantity.end)
    clause = text[start:end]
    behind = sentence.accepted[-1].quantity.end if sentence.accepted else quantity.start
    if "、" in text[behind : quantity.start]:
        start = max(start, behind)  # an item of a list begins behind the item before it
    elif RE_BETWEEN_SHARED.fullmatch(text, behind, quantity.start):
        start = quantity.start  # 分别增长12%和9%
    start = max(start, quantity.start - LONGEST_CLAUSE)
    start += len(text[start : quantity.start]) - len(text[start : quantity.start].lstrip("　 "))
    following = sentence.quantities[i + 1] if i + 1 < len(sentence.quantities) else None
    right = text[quantity.end : _end_of_noun(text, quantity, following, end)]
    return Place(sentence, quantity, text[start : quantity.start], right, start, clause)


def _end_of_noun(text: str, quantity: Quantity, following: Quantity | None, clause_end: int) -> int:
    """Where what belongs to a number ends: before the item of the number that follows."""
    if following is None or following.start == quantity.end or following.start >= clause_end:
        return clause_end  # 6台66万千瓦机组: the size belongs to the noun
    between = text[quantity.end : following.start]
    breaks = [match.start() for match in RE_LIST_BREAK.finditer(between)]
    return quantity.end + (breaks[-1] if breaks and ("、" in between or len(between) < 40) else len(between))


def last_list_break(left: str) -> int:
    """Where the last item of an enumeration begins in `left`, behind a 、 outside brackets and quotation marks."""
    if "、" not in left:
        return 0
    depth = 0
    for i in range(len(left) - 1, max(len(left) - LONGEST_CLAUSE, 0) - 1, -1):
        char = left[i]
        depth += (char in "）”") - (char in "（“")
        if char == "、" and depth <= 0:
            return i + 1
    return 0
