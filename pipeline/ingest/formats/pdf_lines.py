"""Characters to lines: what stands side by side, in which column, and which raised mark points to a note."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from pipeline.ingest.formats.pdf_marks import Glyph
from pipeline.ingest.normalise import RADICALS

SMALL_PRINT = 0.75  # share of a line's size, up to which a raised character is a mark
WIDE_GAP = 1.3  # characters; what is further apart stands in two columns
CLEAR_GAP = 0.8  # characters; what is further apart is two words, or two cells
FINE_GAP = 0.4  # characters; what is further apart may be two cells, if other lines say so

# Fonts that draw a radical and a character with one glyph make PDF writers (Chromium among them) note
# the radical: ⼀ for 一, ⻓ for 长. NFKC knows the 214 Kangxi radicals; the cleaning knows the others.
KANGXI = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)} | str.maketrans(RADICALS)

RE_NOTE_MARK = re.compile(r"[\[（(〔]?注?\s*(?:\d{1,3}|[①-⑳]|[*＊†‡]{1,3})[\]）)〕]?")
RE_UNIT_LETTER = re.compile(r"[A-Za-zμ]$")  # m² and CO₂ keep their digit
RE_SPACED_DIGITS = re.compile(
    r"(?<![0-9A-Za-z.])\d(?: [\d.])*(?: \d)+(?![0-9A-Za-z.])"
)  # 2 0 2 4年: every digit stands alone


Run = tuple[str, float, float]  # text, left, right


@dataclass(slots=True)
class Line:
    """One printed line: its text and its place, in points from the top left corner.

    `runs` are its parts between wide gaps with their left and right ends, `pieces` those between gaps
    of half a character, as narrow columns of a table leave them; `column` is 0 across the page, 1 and 2 for
    the columns of a page set in two.
    """

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    page: int
    runs: tuple[Run, ...] = ()
    column: int = 0
    pieces: tuple[Run, ...] = ()


def text_lines(glyphs: list[Glyph], page: int) -> list[Line]:
    """Characters gathered into lines by height, and ordered from left to right; marks of notes are left out."""
    sizes = Counter(round(glyph.size, 1) for glyph in glyphs if glyph.text.strip())
    body = max(sizes, key=lambda size: (sizes[size], size), default=0.0)
    small = [glyph for glyph in glyphs if glyph.size <= SMALL_PRINT * body]
    groups = _by_height([glyph for glyph in glyphs if glyph.size > SMALL_PRINT * body])
    alone = _put_marks(small, groups)
    lines = [_line(group, page) for group in [*groups, *_by_height(alone)]]
    return sorted((line for line in lines if line.text), key=lambda line: ((line.top + line.bottom) / 2, line.x0))


def _by_height(glyphs: list[Glyph]) -> list[list[Glyph]]:
    groups: list[list[Glyph]] = []
    middle = 0.0
    for glyph in sorted(glyphs, key=lambda glyph: glyph.middle):
        if groups and glyph.middle - middle <= 0.4 * min(glyph.size, groups[-1][0].size):
            groups[-1].append(glyph)
            middle += (glyph.middle - middle) / len(groups[-1])
        else:
            groups.append([glyph])
            middle = glyph.middle
    return groups


def _put_marks(small: list[Glyph], groups: list[list[Glyph]]) -> list[Glyph]:
    """Puts raised and lowered characters into their lines, but not the marks of notes; returns the other small ones."""
    alone: list[Glyph] = []
    marks: dict[int, list[Glyph]] = {}
    spans = [
        (min(g.x0 for g in group), max(g.x1 for g in group), min(g.top for g in group), max(g.bottom for g in group))
        for group in groups
    ]
    for glyph in small:
        for i, (x0, x1, top, bottom) in enumerate(spans):
            room = groups[i][0].size
            if x0 - room <= glyph.x0 <= x1 + room and top - 0.3 * room <= glyph.middle <= bottom:
                marks.setdefault(i, []).append(glyph)
                break
        else:
            alone.append(glyph)
    for i, found in marks.items():
        for mark in _side_by_side(found):
            text = "".join(glyph.text for glyph in mark).strip()
            before = [glyph for glyph in groups[i] if glyph.text.strip() and glyph.x0 < mark[0].x0]
            above = max(before, key=lambda glyph: glyph.x0).text if before else ""
            is_raised = mark[0].middle < sum(glyph.middle for glyph in groups[i]) / len(groups[i])
            is_note = RE_NOTE_MARK.fullmatch(text) and not RE_UNIT_LETTER.search(above)
            if not (is_raised and before and is_note):
                groups[i].extend(mark)
    return alone


def _side_by_side(glyphs: list[Glyph]) -> list[list[Glyph]]:
    groups: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda glyph: glyph.x0):
        if groups and glyph.x0 - groups[-1][-1].x1 < glyph.size:
            groups[-1].append(glyph)
        else:
            groups.append([glyph])
    return groups


def _line(glyphs: list[Glyph], page: int) -> Line:
    glyphs = sorted(glyphs, key=lambda glyph: (glyph.x0, glyph.top))
    shown = [glyph for glyph in glyphs if glyph.text.strip()]
    if not shown:
        return Line("", 0, 0, 0, 0, 0, page)
    spacing = _letter_spacing(shown)
    runs = _parted(glyphs, WIDE_GAP, spacing)
    sizes = Counter(round(glyph.size, 1) for glyph in shown)
    return Line(
        text=" ".join(run for run, _, _ in runs),
        x0=shown[0].x0,
        x1=max(glyph.x1 for glyph in shown),
        top=min(glyph.top for glyph in shown),
        bottom=max(glyph.bottom for glyph in shown),
        size=max(sizes, key=lambda size: (sizes[size], size)),
        page=page,
        runs=runs,
        pieces=_parted(glyphs, FINE_GAP, spacing),
    )


def _parted(glyphs: list[Glyph], widest: float, spacing: float) -> tuple[Run, ...]:
    """The parts of a line that gaps of more than `widest` characters leave."""
    parts: list[Run] = []
    text, start, end = "", 0.0, 0.0
    before: Glyph | None = None
    for glyph in glyphs:
        if not glyph.text and before is not None:
            before = glyph  # a place whose text is struck through
        if not glyph.text.strip():
            text += " " if glyph.text else ""
            continue
        if before is None:
            start = end = glyph.x0
        else:
            if glyph.text == before.text and 0 <= glyph.x0 - before.x0 < 0.15 * glyph.size:
                continue  # bold type made by printing twice
            gap = glyph.x0 - before.x1
            if gap > widest * glyph.size + spacing:
                parts.append((_clean(text), start, end))
                text, start = "", glyph.x0
            else:
                text += _space(before.text, glyph.text, gap - spacing, glyph.size)
        text += glyph.text
        before, end = glyph, max(end, glyph.x1)
    return (*parts, (_clean(text), start, end))


def words_of(pieces: tuple[Run, ...], size: float) -> tuple[Run, ...]:
    """The pieces of a line, those that stand nearer than a character to each other put together."""
    words: list[Run] = []
    for text, start, end in pieces:
        if words and start - words[-1][2] <= CLEAR_GAP * size:
            above, begin, before = words[-1]
            words[-1] = (above + _space(above[-1:], text[:1], start - before, size) + text, begin, end)
        else:
            words.append((text, start, end))
    return tuple(words)


def _letter_spacing(shown: list[Glyph]) -> float:
    """How far apart a line sets its characters as a rule; 0 where they touch."""
    gaps = [below.x0 - above.x1 for above, below in pairwise(shown)]
    return max(0.0, min(median(gaps), 0.8 * shown[0].size)) if len(gaps) >= 3 else 0.0


def _space(above: str, below: str, gap: float, size: float) -> str:
    both_latin = above.isascii() and below.isascii()
    return " " if gap > (0.2 if both_latin else CLEAR_GAP) * size else ""


def _clean(text: str) -> str:
    text = re.sub(r"\s+", " ", text.translate(KANGXI)).strip()
    return RE_SPACED_DIGITS.sub(lambda match: match[0].replace(" ", ""), text)
