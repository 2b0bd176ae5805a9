"""The outline of a notice: of all readings of its numbers, the one that is most consistent as a whole.

Every numbered line may continue a list that is open, open a list below the line above or beside another
list, or be no item at all. Each choice costs what it would take to explain: nothing for the next number of
its list, a little for a list that begins at 1, more for a gap, a restart, a style used above one it stood
below before. A beam search keeps the cheapest explanations; the cheapest at the end of the notice is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from pipeline.knowledge.chinese import chinese_numeral
from pipeline.knowledge.numbering import ONLY_AS_NEXT, RE_BULLET, STYLES, Marker
from pipeline.segment.bare_headings import NAMED_TITLE, RE_BARE_TITLE, read_bare_headings, read_parts
from pipeline.segment.kinds import Words, last_point
from pipeline.segment.lines import CN, Line

BEAM = 8  # explanations kept after each line
FARTHEST = 3.0  # and how much dearer than the cheapest they may be
# What a choice costs, in units of one missing number.
OPEN = 0.25  # a list that begins at 1
RUN_ON = 0.35  # a list that goes on where the last list of its style ended
START_LATE = 1.0  # a list that begins at any other number
GAP = 1.0
RESTART = 1.25
REPEAT = 1.1
NEW_PAIR = 0.1  # a style below another for the first time
INVERTED = 1.0  # ... against the usual order of the styles
BESIDE = 0.75  # a list beside a list of another style under one heading
NOT_NUMBERED = 1.25  # a line that opens with a certain number is no item
LOST_TITLE = 2.0  # ... and is followed by a title
INFERRED_TITLE = 0.3  # a heading whose number is not printed, where the list has a gap
INFERRED_ITEM = 0.6
OF_CHAPTER = 0.05  # 3.1 below 3
UNMARKED_FIRST = 0.6  # `1突破…` opens a list without a mark behind its number
SHARED_LINE = 0.4  # a heading and its first item on one line
FIXED_RANK = 3.5  # 附件, 编, 章, 节, 条 stand in their order always
INFERABLE = {style.name: style for style in STYLES if style.name in ("cn", "cn_paren", "arabic")}
BARE_HEADING = 0.8  # a title alone on its line that opens a list
RE_TITLED_ITEM = re.compile(r"^[^。；：|]{4,30}。.{10}")
RE_LOST_TITLE_OR_ITEM = re.compile(f"{RE_BARE_TITLE.pattern}|{RE_TITLED_ITEM.pattern}")
MOST_LOST = 3  # where more paragraphs without a number have a title, that is how they are written (work reports)


@dataclass(slots=True)
class Node:
    """A numbered line with what stands below it. The root has no line."""

    line: Line | None
    parent: Node | None = None
    paragraphs: list[Line] = field(default_factory=list)  # between this line and its first child
    children: list[Node] = field(default_factory=list)

    @property
    def marker(self) -> Marker | None:
        return self.line.marker if self.line else None

    @property
    def style(self) -> str:
        return self.marker.name if self.marker else ""

    @property
    def is_annex(self) -> bool:
        return self.style == "attachment"

    def descendants(self) -> Iterator[Node]:
        for child in self.children:
            yield child
            yield from child.descendants()

    def lines(self) -> Iterator[Line]:
        """All lines from this one down, in the order of the notice."""
        if self.line:
            yield self.line
        yield from self.paragraphs
        for child in self.children:
            yield from child.lines()


class _Level(NamedTuple):
    """An open list: its style and the number it has come to."""

    name: str
    rank: float
    value: int | None


class _Choice(NamedTuple):
    """What a numbered line was taken for: the marker and its depth; the choices before it. Text leaves none."""

    before: _Choice | None
    line: Line
    marker: Marker
    depth: int


class _Reading(NamedTuple):
    """One explanation of the lines so far."""

    cost: float
    stack: tuple[_Level, ...]
    last: dict[str, int]  # the last number of each style, for lists that run on
    pairs: frozenset[tuple[str, str]]  # (style, style right below it) seen so far
    choice: _Choice | None


def build_outline(lines: list[Line], words: Words, *, report: bool = False) -> Node:
    """The tree of the numbered lines; what has no number hangs under the numbered line above it."""
    _free_notes(lines, words)
    if report:
        read_parts(lines, words)
    read_bare_headings(lines, words)
    choices = _choose(lines)
    root = Node(None)
    open_nodes = [root]
    for line in lines:
        choice = choices.get(line.start)
        if choice is None:
            if line.inline:
                _rejoin(open_nodes[-1], line)
            else:
                open_nodes[-1].paragraphs.append(line)
            continue
        line.inferred = choice.marker.length == 0 and choice.marker.printed != ""
        line.marker = choice.marker
        del open_nodes[choice.depth + 1 :]
        node = Node(line, open_nodes[-1])
        open_nodes[-1].children.append(node)
        open_nodes.append(node)
    return root


def _rejoin(node: Node, line: Line) -> None:
    """An inline number that is no item: its text goes back to the line it stands in, if that is still there."""
    before = node.paragraphs[-1] if node.paragraphs else node.line
    if before is None or before.end != line.start:  # the line is no part of the text (附件2：…)
        node.paragraphs.append(line)
    else:
        before.text += line.text


def _choose(lines: list[Line]) -> dict[int, _Choice]:
    """The choice for each line that is numbered, by where the line begins."""
    ahead = _next_numbers(lines)
    titled = sum(not line.readings and bool(RE_TITLED_ITEM.match(line.text)) for line in lines)
    lost = RE_LOST_TITLE_OR_ITEM if titled <= MOST_LOST else RE_BARE_TITLE
    readings = [_Reading(0.0, (), {}, frozenset(), None)]
    for number, line in enumerate(lines):
        markers = line.readings or _inferable(line, ahead[number], lost)
        if markers:
            leads_in = number > 0 and lines[number - 1].text.endswith("：")
            readings = _cheapest(found for reading in readings for found in _explain(reading, line, markers, leads_in))
    choices: dict[int, _Choice] = {}
    choice = readings[0].choice
    while choice:
        choices[choice.line.start] = choice
        choice = choice.before
    return choices


def _free_notes(lines: list[Line], words: Words) -> None:
    """The points of a note (备注：1.…) are no items of the list it stands below."""
    noted: int | None = None
    for line in lines:
        if words.is_note(line.text):
            noted = last_point(line.text)
        elif noted is not None and line.readings:
            marker = line.readings[0]
            is_point = marker.style.rank >= INFERABLE["arabic"].rank and marker.value == noted + 1
            noted = noted + 1 if is_point else None
            if is_point:
                line.readings = []


def _next_numbers(lines: list[Line]) -> list[dict[str, int]]:
    """For each line without a number: the next number of each style below it."""
    ahead: list[dict[str, int]] = [{}] * len(lines)
    following: dict[str, int] = {}
    for number in range(len(lines) - 1, -1, -1):
        ahead[number] = following
        marker = next((one for one in lines[number].readings if one.name in INFERABLE), None)
        if marker and marker.value is not None and marker.style.certain:
            following = {**following, marker.name: marker.value}
    return ahead


def _inferable(line: Line, ahead: dict[str, int], lost: re.Pattern[str]) -> list[Marker]:
    """Numbers that a line without one may have lost, given the numbers that follow."""
    if RE_BULLET.match(line.text) or not lost.match(line.text):
        return []
    return [
        Marker(INFERABLE[name], value - 1, _printed(name, value - 1), 0) for name, value in ahead.items() if value > 1
    ]


def _printed(name: str, value: int) -> str:
    """How a number that is not printed would be."""
    chinese = chinese_numeral(value)
    return str(value) if name == "arabic" else f"（{chinese}）" if name == "cn_paren" else chinese


def _cheapest(found: Iterator[_Reading]) -> list[_Reading]:
    best: dict[tuple[_Level, ...], _Reading] = {}
    for reading in found:
        if reading.stack not in best or reading.cost < best[reading.stack].cost:
            best[reading.stack] = reading
    kept = sorted(best.values(), key=lambda reading: reading.cost)[:BEAM]
    return [reading for reading in kept if reading.cost <= kept[0].cost + FARTHEST]


def _explain(reading: _Reading, line: Line, markers: list[Marker], leads_in: bool) -> Iterator[_Reading]:
    """Every way to take a line: as text, or with each reading of its number at each place it may have."""
    for marker in markers:
        if marker.name == "title":
            cost = 0.0 if marker.style is NAMED_TITLE else BARE_HEADING
            yield _taken(reading, line, 0, marker, cost, ("", "title"))
        elif marker.length == 0:
            yield from _infer(reading, line, marker)
        elif line.inline:
            yield from _inline(reading, line, marker)
        else:
            yield from _continue(reading, line, marker)
            yield from _open(reading, line, marker, leads_in)
    if line.inline:
        yield reading
    else:
        sure = max(marker.style.certain if marker.length or marker.name == "title" else 0.0 for marker in markers)
        lost = LOST_TITLE if _has_title(line, markers) else NOT_NUMBERED
        yield reading._replace(cost=reading.cost + lost * sure) if sure else reading


def _has_title(line: Line, markers: list[Marker]) -> bool:
    """True for （四）优化布局 and 4.优化布局。引导企业…: a number before a title is hardly text."""
    return any(RE_LOST_TITLE_OR_ITEM.match(line.text[marker.length :]) for marker in markers if marker.length)


def _taken(
    reading: _Reading, line: Line, depth: int, marker: Marker, cost: float, pair: tuple[str, str] | None = None
) -> _Reading:
    level = _Level(marker.name, marker.style.rank, marker.value)
    last = reading.last if marker.value is None else {**reading.last, marker.name: marker.value}
    pairs = reading.pairs | {pair} if pair else reading.pairs
    return _Reading(
        reading.cost + cost, (*reading.stack[:depth], level), last, pairs, _Choice(reading.choice, line, marker, depth)
    )


def _continue(reading: _Reading, line: Line, marker: Marker) -> Iterator[_Reading]:
    """The next number of a list that is open, or one that leaves a gap or falls back."""
    for depth, level in enumerate(reading.stack):
        if level.name != marker.name:
            continue
        if marker.value is None or level.value is None or marker.value == level.value + 1:
            yield _taken(reading, line, depth, marker, 0.0)
        elif marker.style.name in ONLY_AS_NEXT:
            continue
        elif marker.value > level.value:
            yield _taken(reading, line, depth, marker, GAP + 0.02 * min(marker.value - level.value, 9))
        else:
            yield _taken(reading, line, depth, marker, REPEAT if marker.value == level.value else RESTART)


def _open(reading: _Reading, line: Line, marker: Marker, leads_in: bool) -> Iterator[_Reading]:
    """A new list: below the line above, or beside the list of another style where this one usually stands."""
    cost = _start_cost(reading, marker)
    is_open = any(level.name == marker.name for level in reading.stack)
    if cost is None or (is_open and not (leads_in and marker.value == 1)):
        return
    stack = reading.stack
    depth = len(stack)
    while depth and (stack[depth - 1].rank >= marker.style.rank or _leaves_box(stack[depth - 1], marker)):
        depth -= 1
    if depth < len(stack) and not is_open:
        beside = 0.0 if marker.name in ("attachment", "box") else BESIDE
        fresh = reading._replace(last={}) if marker.name == "attachment" else reading
        yield _taken(fresh, line, depth, marker, cost + beside)
    if depth == len(stack) or (marker.style.rank > FIXED_RANK and marker.name != "box" and stack[-1].name != "box"):
        above = stack[-1].name if stack else ""
        pair = above, marker.name
        order = 0.0 if pair in reading.pairs else NEW_PAIR if depth == len(stack) else INVERTED
        yield _taken(reading, line, len(stack), marker, cost + order, pair)


def _leaves_box(level: _Level, marker: Marker) -> bool:
    """3. behind a 专栏 goes on with the list before it; 1. may open a list inside the box."""
    return level.name == "box" and marker.value != 1 and marker.name != "box"


def _start_cost(reading: _Reading, marker: Marker) -> float | None:
    """What it costs that a list begins with this number; None where it cannot."""
    unmarked = marker.style.name in ONLY_AS_NEXT
    if marker.name.startswith("decimal"):
        chapter = int(marker.printed.partition(".")[0])
        if any(level.name == "arabic" and level.value == chapter for level in reading.stack) and marker.value == 1:
            return OF_CHAPTER
    if marker.value is None or marker.value == 1:
        return UNMARKED_FIRST if unmarked else OPEN
    if marker.value == reading.last.get(marker.name, 0) + 1:
        return RUN_ON
    return None if unmarked else START_LATE


def _inline(reading: _Reading, line: Line, marker: Marker) -> Iterator[_Reading]:
    """A number inside a paragraph: the next of an open list, or the first item behind its heading."""
    for depth, level in enumerate(reading.stack):
        if level.name == marker.name and level.value is not None and marker.value == level.value + 1:
            yield _taken(reading, line, depth, marker, 0.0)
    if marker.name == "cn_paren" and marker.value == 1 and not any(level.name == "cn_paren" for level in reading.stack):
        yield _taken(reading, line, len(reading.stack), marker, SHARED_LINE)


def _infer(reading: _Reading, line: Line, marker: Marker) -> Iterator[_Reading]:
    """The number that a line without one has lost, or printed behind its title, is the one its list lacks."""
    cost = INFERRED_TITLE if RE_BARE_TITLE.match(line.text) else INFERRED_ITEM
    depth, value = next(
        ((depth, level.value or 0) for depth, level in enumerate(reading.stack) if level.name == marker.name),
        (None, reading.last.get(marker.name, 0)),
    )
    if marker.value is None:  # 总体要求-、
        numbered = Marker(CN, value + 1, _printed("cn", value + 1), 0)
        yield _taken(reading, line, 0 if depth is None else depth, numbered, 0.0)
    elif marker.value == value + 1 and depth is not None:
        yield _taken(reading, line, depth, marker, cost)
    elif marker.value == 1 and depth is None and value == 0 and RE_BARE_TITLE.match(line.text):
        yield _taken(reading, line, len(reading.stack), marker, cost + OPEN)
