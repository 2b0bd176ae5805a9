"""What a PDF page shows, as characters and drawn rules, upright whichever way the page is turned.

A page may be turned by /Rotate, or its text may run up the sheet; a stamp or watermark runs at a slant.
Here the page is turned so that most of its text reads from left to right, and what runs otherwise is
left out. Boxes that are only filled are backgrounds, not rules: word processors lay white ones behind
every run of text.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pdfplumber.page import Page

MOST_SLANT = 5  # degrees; text layers of scans follow the paper, stamps and watermarks stand at 30 and more
THICKEST_RULE = 3  # points; a filled box no thicker than this is a rule
STRIKE_BAND = 12.0  # points
STRIKE = (0.35, 0.8)  # of a character's height from its top, where a rule strikes it through; an underline is lower
LIGHT = 0.9  # of 1; fills as light as this are backgrounds
LEAST_SHOWN = 0.7  # share of a page's characters inside its /CropBox
LARGE_PRINT = 1.8  # times the size of the body, from which characters that lie upon others are a watermark

Box = tuple[float, float, float, float]  # left, top, right, bottom


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character and its place, in points from the top left corner of the upright page."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2

    def within(self, box: Box) -> bool:
        return box[0] <= (self.x0 + self.x1) / 2 <= box[2] and box[1] <= self.middle <= box[3]


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight drawn line, level or upright."""

    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def is_level(self) -> bool:
        return self.bottom - self.top <= self.x1 - self.x0


@dataclass(slots=True)
class Marks:
    """All that an upright page shows."""

    width: float
    height: float
    glyphs: list[Glyph] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    pictures: list[Box] = field(default_factory=list)
    drawn: int = 0  # lines, boxes and curves, backgrounds included
    slanted: int = 0  # characters left out because they run another way
    struck: str = ""  # characters left out because a rule strikes them through


def marks_of(page: Page) -> Marks:
    """The marks of a page whose instructions were followed (`pdf_pages.draw`)."""
    left, bottom, right, top = page.layout.bbox
    width, height = float(right - left), float(top - bottom)
    # the library counts heights from the unturned page's top
    shift = float(page.height) - height
    chars = _shown(page)
    directions = [_direction(char) for char in chars]
    main = _main_direction(directions, chars)
    turn = _Turn(main, width, height, shift)
    marks = Marks(*turn.size, drawn=len(page.lines) + len(page.rects) + len(page.curves))
    for char, direction in zip(chars, directions, strict=True):
        if direction != main:
            marks.slanted += bool(char["text"].strip())
            continue
        box = turn.box(char)
        size = box[3] - box[1] if main else char["size"]
        glyph = Glyph(char["text"], *box, size)
        if size > 1:
            marks.glyphs.append(glyph)
    if page.rotation in (90, 270):
        _widen(marks)
    marks.glyphs = [glyph for glyph in marks.glyphs if 0 <= glyph.x0 <= marks.width and 0 <= glyph.top <= marks.height]
    marks.glyphs = without_large_print(marks.glyphs)
    marks.rules = [Rule(*turn.box(edge)) for edge in _edges(page)]
    _leave_out_struck(marks)
    marks.pictures = [turn.box(image) for image in page.images]
    return marks


def _shown(page: Page) -> list[dict[str, Any]]:
    """The characters inside the part of the page that is shown (/CropBox): notes for the press lie outside."""
    left, top, right, bottom = page.cropbox
    if page.cropbox == page.mediabox:
        return page.chars
    inside = [
        char
        for char in page.chars
        if left <= (char["x0"] + char["x1"]) / 2 <= right and top <= (char["top"] + char["bottom"]) / 2 <= bottom
    ]
    # a box that would hide the text itself was not meant for this page
    return inside if len(inside) >= LEAST_SHOWN * len(page.chars) else page.chars


def _leave_out_struck(marks: Marks) -> None:
    """Takes text that short rules strike through out of the page: words that were deleted, and printed all the same."""
    by_height: dict[int, list[Glyph]] = {}
    for glyph in marks.glyphs:
        if glyph.text.strip():
            by_height.setdefault(round(glyph.top / STRIKE_BAND), []).append(glyph)
    struck: set[Glyph] = set()
    for rule in (rule for rule in marks.rules if rule.is_level and rule.bottom - rule.top <= THICKEST_RULE):
        band = round(rule.top / STRIKE_BAND)
        near = (glyph for i in range(band - 4, band + 2) for glyph in by_height.get(i, ()))
        crossed = [glyph for glyph in near if _is_struck(glyph, rule)]
        # a rule of a table reaches beyond the text it touches
        width = sum(glyph.x1 - glyph.x0 for glyph in crossed)
        if crossed and 0.8 * width < rule.x1 - rule.x0 < width + crossed[0].size / 2:
            struck.update(crossed)
    if struck and 2 * len(struck) < len(marks.glyphs):
        marks.struck = "".join(glyph.text for glyph in marks.glyphs if glyph in struck)
        # their places stay, so that what stands on both sides is one word
        marks.glyphs = [replace(glyph, text="") if glyph in struck else glyph for glyph in marks.glyphs]


def _is_struck(glyph: Glyph, rule: Rule) -> bool:
    share = (rule.top - glyph.top) / max(1.0, glyph.bottom - glyph.top)
    return STRIKE[0] < share < STRIKE[1] and rule.x0 - 1 <= (glyph.x0 + glyph.x1) / 2 <= rule.x1 + 1


def _widen(marks: Marks) -> None:
    """A turned page whose text was set for the sheet unturned: programs turn the sheet's box and not its content."""
    longest = max(marks.width, marks.height)
    marks.width = longest if any(marks.width < glyph.x0 <= longest for glyph in marks.glyphs) else marks.width
    marks.height = longest if any(marks.height < glyph.top <= longest for glyph in marks.glyphs) else marks.height


def _direction(char: dict[str, Any]) -> int | None:
    """0, 90, 180 or 270 degrees, None for a slant."""
    a, b = char["matrix"][:2]
    angle = math.degrees(math.atan2(b, a)) % 360
    nearest = round(angle / 90) * 90
    return nearest % 360 if abs(angle - nearest) <= MOST_SLANT else None


def _main_direction(directions: list[int | None], chars: list[dict[str, Any]]) -> int:
    counts = Counter(
        way for way, char in zip(directions, chars, strict=True) if way is not None and char["text"].strip()
    )
    return max(counts, key=lambda way: (counts[way], -way), default=0)


@dataclass(frozen=True, slots=True)
class _Turn:
    """Turns places so that text running at `degrees` (counter-clockwise) reads from left to right."""

    degrees: int
    width: float
    height: float
    shift: float

    @property
    def size(self) -> tuple[float, float]:
        return (self.height, self.width) if self.degrees in (90, 270) else (self.width, self.height)

    def box(self, thing: dict[str, Any]) -> Box:
        x0, x1 = float(thing["x0"]), float(thing["x1"])
        top, bottom = float(thing["top"]) - self.shift, float(thing["bottom"]) - self.shift
        if self.degrees == 90:
            return self.height - bottom, x0, self.height - top, x1
        if self.degrees == 180:
            return self.width - x1, self.height - bottom, self.width - x0, self.height - top
        if self.degrees == 270:
            return top, self.width - x1, bottom, self.width - x0
        return x0, top, x1, bottom


def _edges(page: Page) -> list[dict[str, Any]]:
    """The rules of a page: lines, thin boxes, and the borders of boxes that are drawn and not only filled."""
    from pdfplumber.utils.geometry import curve_to_edges, line_to_edge, rect_to_edges

    edges = [line_to_edge(line) for line in page.lines]
    for shape, to_edges in ((page.rects, rect_to_edges), (page.curves, curve_to_edges)):
        for drawn in shape:
            is_thin = min(drawn["x1"] - drawn["x0"], drawn["bottom"] - drawn["top"]) <= THICKEST_RULE
            if (is_thin and not _is_light(drawn.get("non_stroking_color"))) or drawn.get("stroke"):
                edges.extend(to_edges(drawn))
    return [edge for edge in edges if edge["orientation"] in ("h", "v")]


def _is_light(colour: object) -> bool:
    """True for a fill that is white or nearly so; colours come as grey, red-green-blue, or four inks."""
    if not isinstance(colour, list | tuple) or not all(isinstance(part, int | float) for part in colour):
        return isinstance(colour, int | float) and colour > LIGHT
    if len(colour) == 4:
        return sum(colour) < 1 - LIGHT
    return bool(colour) and sum(colour) / len(colour) > LIGHT


def without_large_print(glyphs: list[Glyph]) -> list[Glyph]:
    """The characters but those of a level watermark: large print that lies upon the lines of the body."""
    sizes = Counter(round(glyph.size) for glyph in glyphs if glyph.text.strip())
    body = max(sizes, key=lambda size: (sizes[size], size), default=0)
    small = [glyph for glyph in glyphs if glyph.size <= LARGE_PRINT * body and glyph.text.strip()]
    covering: set[float] = set()
    for size in (size for size in sizes if size > LARGE_PRINT * body):
        boxes = [(g.x0, g.top, g.x1, g.bottom) for g in glyphs if round(g.size) == size and g.text.strip()]
        if sum(any(glyph.within(box) for box in boxes) for glyph in small) > len(boxes):
            covering.add(size)
    return [glyph for glyph in glyphs if round(glyph.size) not in covering]
