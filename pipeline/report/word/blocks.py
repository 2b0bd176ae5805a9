"""What the Word document is made of: headings, text, tables and figures, before anything knows of Word."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Literal

from markupsafe import Markup, escape

NUMERALS = "零一二三四五六七八九"
# Characters that XML forbids, and marks that would turn the reading direction of what follows.
RE_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
RE_DIRECTION = re.compile(r"[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
RE_SPACE = re.compile(r"[\t\n\r\x85\u2028\u2029]+")
RE_WORD = re.compile(r"[!-~\u00a1-\u024f]+")
PICTURES_OF_CONTROLS = 0x2400
WIDEST_NATURAL = 64  # half-width characters; a column of long text asks for no more
NARROWEST = 4
WIDEST_TITLE = 8
LEAST_TEXT = 16  # a column of text keeps so much even beside many numbers
LONGEST_WORD = 18
BROKEN = 24  # text longer than this may well go over two lines
WIDE = 120  # upright, a page holds some 90 half-width characters of table text, and cells may break once
SPARE = 1.15  # for a stand-in font with wider figures, where nothing may break
MOST_STRETCHED = 1.6  # a table of little text is set narrower than the page


@dataclass(frozen=True, slots=True)
class Heading:
    """A numbered heading; the number comes from its list. Level 1 of an appendix counts apart."""

    text: str
    level: int = 1
    appendix: bool = False


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph. `text` is Markup of <strong> and of `ref` marks; any link in it is read as its text."""

    text: Markup
    style: str = "Body Text"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `number` is set to the right and never broken, `short` never broken, `text` takes what is left."""

    title: str
    kind: Literal["number", "short", "text"] = "text"


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a caption. A row of one cell in a table of several columns heads the rows below it."""

    key: str
    caption: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[str]]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A figure with a caption; width and height in CSS pixels (96 an inch)."""

    key: str
    caption: str
    png: bytes
    width: int
    height: int
    description: str  # for readers who cannot see it
    notes: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Turn:
    """From here on pages stand upright, or lie for wide tables."""

    landscape: bool


Block = Heading | Text | Table | Picture | Turn


# -- text ----------------------------------------------------------------------------------------


def visible(text: str) -> str:
    """Text that XML can hold and that reads in its own order: what is not printable is shown as a sign for it."""
    text = RE_SPACE.sub(" ", text)
    text = RE_CONTROL.sub(
        lambda found: (
            chr(PICTURES_OF_CONTROLS + ord(found[0]))
            if ord(found[0]) < 0x20
            else "␡"
            if found[0] == "\x7f"
            else "\ufffd"
        ),
        text,
    )
    return RE_DIRECTION.sub(lambda found: f"[U+{ord(found[0]):04X}]", text)


def ref(key: str) -> Markup:
    """Stands in a sentence for the number of a table or figure: 表 3."""
    return Markup('<ref key="{}">').format(key)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a sentence: text, or the number of the caption `key`."""

    text: str
    strong: bool = False
    key: str = ""


class _Reader(HTMLParser):
    """Markup to pieces; of tags only <strong> and <ref> mean anything here."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[Piece] = []
        self._strong = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "ref":
            self.pieces.append(Piece("", False, dict(attrs).get("key") or ""))
        self._strong = self._strong or tag == "strong"

    def handle_endtag(self, tag: str) -> None:
        self._strong = self._strong and tag != "strong"

    def handle_data(self, data: str) -> None:
        self.pieces.append(Piece(data, self._strong))


def pieces_of(text: str | Markup) -> list[Piece]:
    """A sentence in pieces. Plain text is escaped first, so that only our own marks count."""
    reader = _Reader()
    reader.feed(str(escape(text)))
    reader.close()
    return reader.pieces


def plain_of(text: str | Markup) -> str:
    return "".join(piece.text for piece in pieces_of(text))


def shortened(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def numeral(number: int) -> str:
    """1 to 99 as 一 to 九十九, as Word's own counting prints it."""
    tens, ones = divmod(number, 10)
    return ("" if tens < 2 else NUMERALS[tens]) + ("十" if tens else "") + (NUMERALS[ones] if ones or not tens else "")


# -- counting ------------------------------------------------------------------------------------


def heading_numbers(blocks: Iterable[Block], *, chinese: bool, appendix: str) -> Iterator[tuple[Heading, str]]:
    """Each heading with the number its list prints in front of it, for the contents."""
    counts = [0, 0, 0, 0]  # appendices, then levels 1 to 3
    in_appendix = False
    for block in blocks:
        if not isinstance(block, Heading):
            continue
        if block.level == 1:
            in_appendix = block.appendix
        at = 0 if block.level == 1 and block.appendix else block.level
        counts[at] += 1
        counts[max(at, 1) + 1 :] = [0] * (3 - max(at, 1))
        yield block, _printed(counts, block, in_appendix, chinese, appendix)


def _printed(counts: Sequence[int], block: Heading, in_appendix: bool, chinese: bool, appendix: str) -> str:
    appendices, first, second, third = counts
    if block.level == 1 and block.appendix:
        return f"{appendix}{numeral(appendices)}　" if chinese else f"{appendix} {chr(64 + appendices)}. "
    if chinese:
        return (f"{numeral(first)}、", f"（{numeral(second)}）", f"{third}. ")[block.level - 1]
    return (f"{first} ", f"{first}.{second} ", f"{first}.{second}.{third} ")[block.level - 1]


def caption_numbers(blocks: Iterable[Block]) -> dict[str, tuple[type[Table] | type[Picture], int]]:
    """The key of every table and figure to its kind and number. Raises ValueError where a key stands twice."""
    counts = {Table: 0, Picture: 0}
    found: dict[str, tuple[type[Table] | type[Picture], int]] = {}
    for block in blocks:
        if isinstance(block, Table | Picture):
            if block.key in found:
                raise ValueError(f"two tables or figures are called {block.key}")
            counts[type(block)] += 1
            found[block.key] = (type(block), counts[type(block)])
    return found


# -- widths --------------------------------------------------------------------------------------


def text_width(text: str) -> int:
    """Width in half-width characters."""
    return sum(2 if unicodedata.east_asian_width(character) in "WFA" else 1 for character in text)


def _least(texts: Iterable[str]) -> int:
    """What a column needs so that no ordinary Western word or number is broken."""
    return min(LONGEST_WORD, max((len(word) for text in texts for word in RE_WORD.findall(text)), default=NARROWEST))


def _cells(table: Table, index: int) -> list[str]:
    return [row[index] for row in table.rows if len(row) == len(table.columns)]


def _title_width(column: Column) -> int:
    """What the head of a column needs: a long one may break between its words."""
    return max(_least([column.title]), min(WIDEST_TITLE, text_width(column.title))) + 1  # it is set in bold


def column_widths(table: Table, total: int, unit: float, padding: int) -> list[int]:
    """Widths that sum to `total` or, for a table of little text, to less (any unit of length, `unit` being that of a
    half-width character).

    Columns of numbers and short codes get what they need; columns of text share the rest by the
    square root of their longest cell, so that one long cell does not squeeze the others.
    """
    cells = [_cells(table, index) for index in range(len(table.columns))]
    natural = [
        max(NARROWEST, min(WIDEST_NATURAL, max(map(text_width, texts), default=0)), _title_width(column))
        for column, texts in zip(table.columns, cells)
    ]
    fixed = [column.kind != "text" for column in table.columns]
    wanted = [width * unit * (SPARE if is_fixed else 1) + padding for width, is_fixed in zip(natural, fixed)]
    total = min(total, int(sum(wanted) * MOST_STRETCHED))
    if all(fixed) or sum(wanted) <= total:
        widths = [width * total / sum(wanted) for width in wanted]
    else:
        least = sum(
            max(_least(texts), min(width, LEAST_TEXT)) * unit + padding
            for texts, width, is_fixed in zip(cells, natural, fixed)
            if not is_fixed
        )
        taken = sum(width for width, is_fixed in zip(wanted, fixed) if is_fixed)
        spare = max(total - taken, min(least, total / 2))
        weights = [
            0 if is_fixed else max(_least(texts), width**0.5 * 4)
            for texts, width, is_fixed in zip(cells, natural, fixed)
        ]
        widths = [
            width * (total - spare) / taken if is_fixed else weight * spare / sum(weights)
            for width, weight, is_fixed in zip(wanted, weights, fixed)
        ]
    rounded = [int(width) for width in widths]
    rounded[-1] += total - sum(rounded)
    return rounded


def is_wide(table: Table) -> bool:
    """True for a table that would be squeezed on an upright page."""
    return (
        sum(
            max((min(text_width(text), BROKEN) for text in _cells(table, index)), default=0)
            for index in range(len(table.columns))
        )
        > WIDE
    )
