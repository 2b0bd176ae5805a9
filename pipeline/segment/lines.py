"""From the body of a notice to its lines: one a paragraph, or a part of one where two items share it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from pipeline.knowledge.chinese import HAN
from pipeline.knowledge.numbering import RE_TRAILING_NUMBER, STYLES, Marker, read_markers

MARKER_WINDOW = 200  # characters behind which no marker is decided
NUMERALS = "一二三四五六七八九十"
CN = next(style for style in STYLES if style.name == "cn")
# Two items on one line: a new number right after the full stop or the clause of the item before.
RE_INLINE_MARKER = re.compile(
    rf"(?<=[。；）])(?=(?:\d{{1,2}}[.．、](?!\d)|（[{NUMERALS}]{{1,3}}）|（\d{{1,2}}）|[{NUMERALS}]{{1,3}}、)[{HAN}“《])"
)
# A heading and its first item on one line: 二、重点任务（一）建设平台
RE_INLINE_FIRST = re.compile(rf"(?<=[{HAN}])(?=（一）[{HAN}“])")
INLINE_FIRSTS = {
    "arabic": re.compile(r"(?<![\d.])1[.．、](?!\d)"),
    "arabic_paren": re.compile("（1）"),
    "cn_paren": re.compile("（一）"),
    "cn": re.compile("(?<!第)一、"),
}
RE_BREAKS_TITLE = re.compile("[。；，：]")
LONGEST_LEADING_TITLE = 30
LONGEST_INLINE_PARAGRAPH = 20_000  # characters; a longer one is no list of items on one line


@dataclass(slots=True)
class Line:
    """A paragraph, or a part of one where two items share it: its marker (if any) and its text.

    `readings` are the numbers that may open it; the outline chooses one of them or none as its `marker`.
    """

    start: int
    text: str
    marker: Marker | None = None
    readings: list[Marker] = field(default_factory=list)
    inline: bool = False  # it stands behind another item in its paragraph
    inferred: bool = False  # its number is not printed: the list around it has a gap here

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @property
    def content_start(self) -> int:
        return self.start + (self.marker.length if self.marker else 0)

    @property
    def content(self) -> str:
        return self.text[self.marker.length :] if self.marker else self.text


def read_lines(text: str, start: int) -> list[Line]:
    """The lines of a text that begins at offset `start`, each with the readings of its number."""
    lines: list[Line] = []
    offset = start
    for paragraph in text.split("\n"):
        if paragraph.strip():
            lines.extend(_split_paragraph(paragraph, offset))
        offset += len(paragraph) + 1
    return lines


def _split_paragraph(paragraph: str, offset: int) -> Iterator[Line]:
    """The paragraph, cut before each number behind a full stop that may go on with the list of its first."""
    readings = read_markers(paragraph[:MARKER_WINDOW]) or _number_behind(paragraph)
    first, of_line = 0, readings
    for at in _inline_numbers(paragraph, readings):
        yield Line(offset + first, paragraph[first:at], readings=of_line, inline=first > 0)
        first, of_line = at, read_markers(paragraph[at : at + MARKER_WINDOW])
    yield Line(offset + first, paragraph[first:], readings=of_line, inline=first > 0)


def _number_behind(paragraph: str) -> list[Marker]:
    """总体要求-、: the number was set behind its heading; which one it is, the list tells."""
    return [Marker(CN, None, "", 0)] if RE_TRAILING_NUMBER.match(paragraph) else []


def _inline_numbers(paragraph: str, readings: list[Marker]) -> list[int]:
    """Where further items may begin. A list that begins inside the paragraph is a part of its sentence."""
    own = readings[0] if readings else None
    if (own and own.name == "article") or len(paragraph) > LONGEST_INLINE_PARAGRAPH:
        return []
    start = own.length if own else 0
    found: set[int] = set()
    first = RE_INLINE_FIRST.search(paragraph, start, LONGEST_LEADING_TITLE)
    if own and first and not RE_BREAKS_TITLE.search(paragraph, start, first.start()):
        found.add(first.start())
    for match in RE_INLINE_MARKER.finditer(paragraph, max((one.length for one in readings), default=0)):
        at = match.end()
        marker = next(iter(read_markers(paragraph[at : at + MARKER_WINDOW])), None)
        if marker and marker.value != 1 and not _begins_inside(paragraph, marker.name, start, at):
            found.add(at)
    return sorted(found)


def _begins_inside(paragraph: str, style: str, start: int, before: int) -> bool:
    """True if the list of an inline number begins inside the paragraph: （重点：1.新能源；2.新材料。）"""
    return style in INLINE_FIRSTS and INLINE_FIRSTS[style].search(paragraph, start, before) is not None
