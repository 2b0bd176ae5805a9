"""Lines that are no part of the running text: page numbers, running heads, footnotes."""

from __future__ import annotations

import re
from collections import Counter
from statistics import median

from pipeline.ingest.formats.pdf_lines import Line
from pipeline.ingest.formats.pdf_order import Sheet

MARGIN_ZONE = 0.12  # share of the page's height, at its top and bottom, where running heads and page numbers stand
NOTE_SIZE = 0.88  # of the body's size, at most, that a footnote is printed in
WIDEST_NOTE_RULE = 0.6  # share of the page's width; the rule above footnotes is short

RE_PAGE_NUMBER = re.compile(
    r"^[\s—–―─－\-·.~]*(?:第\s*)?(?:\d{1,4}|[ivxIVX]{1,6})\s*[页頁]?\s*(?:[/／,，]?\s*共?\s*\d{1,4}\s*[页頁]?)?[\s—–―─－\-·.~]*$"
)  # — 3 —, 第3页 共10页, 3/10
# what browsers print at head and foot: 2024/3/1 09:15 the page's title, its address 1/3
RE_BROWSER = re.compile(
    r"^(?:\d{1,4}[/.\-]\d{1,2}[/.\-]\d{1,4}|\d{4}年\d{1,2}月\d{1,2}日)[,，]?\s*(?:[上下]午)?\d{1,2}:\d{2}"
    r"|^(?:https?|file|ﬁle)://\S+(?:\s+\d{1,4}/\d{1,4})?$"
)
# 1 规模以上…, ①…, [2]…, *…; 注：… below a table belongs to it
RE_FOOTNOTE = re.compile(r"^(?:[\[（(〔]?注?\d{1,3}[\]）)〕]?[.．、]?\s*(?=[^\d.．、])|[①-⑳]|[*＊†‡]{1,3})")


def drop_running_heads(sheets: list[Sheet]) -> None:
    """Takes page numbers and the lines repeated at the same place of several pages out."""
    places: dict[tuple[bool, str], list[tuple[int, float]]] = {}
    for sheet in sheets:
        for line in sheet.lines:
            if _in_margin(line, sheet):
                places.setdefault(_head_key(line, sheet), []).append((sheet.number, line.top))
    repeated: dict[tuple[bool, str], float] = {}
    for key, found in places.items():
        height = median(top for _, top in found)
        pages = {number for number, top in found if abs(top - height) <= 10}
        if len(pages) >= 3 or (len(pages) >= 2 and 2 * len(pages) >= len(sheets)):
            repeated[key] = height
    for sheet in sheets:
        sheet.lines = [line for line in sheet.lines if not _is_running_head(line, sheet, repeated)]


def _is_running_head(line: Line, sheet: Sheet, repeated: dict[tuple[bool, str], float]) -> bool:
    if not _in_margin(line, sheet):
        return False
    height = repeated.get(_head_key(line, sheet))
    is_furniture = RE_PAGE_NUMBER.match(line.text) or RE_BROWSER.match(line.text)
    return bool(is_furniture) or (height is not None and abs(line.top - height) <= 10)


def _in_margin(line: Line, sheet: Sheet) -> bool:
    return line.bottom < MARGIN_ZONE * sheet.height or line.top > (1 - MARGIN_ZONE) * sheet.height


def _head_key(line: Line, sheet: Sheet) -> tuple[bool, str]:
    """Top or bottom, and the text without its numbers and spaces: 第3页 and 第4页 are the same."""
    return line.top > sheet.height / 2, re.sub(r"\d+", "#", re.sub(r"\s+", "", line.text))


def drop_footnotes(sheets: list[Sheet]) -> None:
    """Moves the small print at the foot of a page, below a short rule or behind a mark, from its lines to its notes."""
    sizes = Counter(round(line.size, 1) for sheet in sheets for line in sheet.lines for _ in line.text)
    if not sizes:
        return
    body = max(sizes, key=lambda size: (sizes[size], size))
    for sheet in sheets:
        first = _first_note(sheet, body)
        if first is not None:
            sheet.notes = [line.text for line in sheet.lines[first:]]
            sheet.lines = sheet.lines[:first]


def _first_note(sheet: Sheet, body: float) -> int | None:
    """The number of the line that opens the footnotes: all below it is small, and it carries a mark."""
    first = len(sheet.lines)
    while first and sheet.lines[first - 1].size <= NOTE_SIZE * body:
        first -= 1
    bottom = max((table.bottom for table in sheet.tables), default=0.0)
    for i in range(first, len(sheet.lines)):
        line = sheet.lines[i]
        if line.top > max(bottom, 0.4 * sheet.height) and RE_FOOTNOTE.match(line.text):
            above = sheet.lines[i - 1].bottom if i else 0.0
            if _is_below_rule(line, above, sheet) or (i == first and line.top > 0.6 * sheet.height):
                return i
    return None


def _is_below_rule(line: Line, above: float, sheet: Sheet) -> bool:
    return any(
        above - 2 <= rule.top <= line.top + 2 and 20 < rule.x1 - rule.x0 < WIDEST_NOTE_RULE * sheet.width
        for rule in sheet.rules
    )
