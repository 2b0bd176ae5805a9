"""The lines of a page as a browser shows them, and what kind of line each is."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Protocol

from pipeline.ingest.formats.html_patterns import (
    RE_ADDRESSEES,
    RE_ATTACHED_FILE,
    RE_ATTACHMENT,
    RE_BAR,
    RE_BESIDE_FOOTER,
    RE_DATE_ALONE,
    RE_FOOTER,
    RE_INFO_LINE,
    RE_ITEM,
    RE_NUMBER_ALONE,
    RE_NUMBERED,
    RE_SENTENCE,
    RE_SOURCE_BAR,
    RE_TAIL,
)
from pipeline.ingest.formats.printed_numbers import formatted_number
from pipeline.ingest.formats.task_cells import simplified
from pipeline.ingest.formats.word_signs import RE_NOTE_MARK, RE_UNIT_LETTER
from pipeline.knowledge.chinese import HAN, chinese_numeral

if TYPE_CHECKING:
    from lxml.html import HtmlElement

FEWEST_LOST_BREAKS = 2
LONGEST_HEADING = 40
RE_WHITE_SPACE = re.compile(r"[ \t\r\n\f]+")
RE_SENTENCE_END = re.compile(r"[。；：）]$")
LONGEST_BAR = 160  # characters; a longer line is no bar of the site whatever it says
LEAST_HAN_OF_ROW = 8  # of a table row that only a notice prints: a calendar has less
RE_HAN = re.compile(f"[{HAN}]")
SKIPPED = frozenset({
    "script", "style", "noscript", "iframe", "frame", "object", "embed", "applet", "canvas", "svg", "video",
    "audio", "map", "select", "option", "button", "input", "textarea", "template", "nav", "footer", "head",
    "title", "meta", "link",
})  # fmt: skip
BLOCKS = frozenset({
    "html", "body", "div", "p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "table",
    "tbody", "thead", "tfoot", "tr", "td", "th", "caption", "form", "fieldset", "section", "article", "main",
    "header", "aside", "address", "blockquote", "center", "pre", "figure", "figcaption", "hr", "br", "details",
    "summary",
})  # fmt: skip
RE_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
# Of an element without others in it: nobody sees its text. (A box may be of size 0 and its parts not.)
RE_UNSEEN = re.compile(
    r"(?:font-size|opacity)\s*:\s*0*\.?0+(?:px|pt|r?em|%)?\s*(?:!|;|$)|(?<![-\w])color\s*:\s*transparent", re.IGNORECASE
)
RE_KEEPS_BREAKS = re.compile(r"white-space\s*:\s*(?:pre|break-spaces)", re.IGNORECASE)
RE_BLOCK_STYLE = re.compile(r"display\s*:\s*(?:block|flex|grid|list-item)", re.IGNORECASE)
RE_LIST_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([\w-]+)", re.IGNORECASE)
# 。　　二、加快…: sites that lose their <br> keep the indents of the paragraphs; once seen, every indent counts
RE_LOST_BREAK = re.compile(
    r"(?<=[。；：！？”）])[ \xa0]*(?:\u3000[ \xa0]*){2,}(?=\S)|(?<=[。；：！？”）])\xa0{4,}(?=\S)"
)
RE_LONG_GAP = re.compile(r"[ \xa0]{9,}")
RE_INDENT = re.compile(r"[ \xa0]*(?:\u3000[ \xa0]*){2,}(?=\S)|\xa0{4,}(?=\S)")


@dataclass(frozen=True, slots=True)
class Line:
    """One line as shown.

    `linked` is the share of its characters that are links, `structured` marks the lines of tables,
    `in_core` those of the element with most of the page's sentences. `plain` is the text in simplified
    characters, in which the patterns are written.
    """

    text: str
    linked: float = 0.0
    structured: bool = False
    in_core: bool = False
    plain: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "plain", simplified(self.text))

    @property
    def han(self) -> int:
        return len(RE_HAN.findall(self.text))

    @property
    def is_link(self) -> bool:
        return self.linked > 0.8 and not RE_ATTACHMENT.match(self.plain) and not RE_ATTACHED_FILE.search(self.plain)

    @property
    def _may_be_of_site(self) -> bool:
        return not self.structured and len(self.text) <= LONGEST_BAR and not RE_NUMBERED.match(self.plain)

    @property
    def is_bar(self) -> bool:
        is_sentence = self.text.endswith("。") and self.linked < 0.5
        return (
            self._may_be_of_site
            and not is_sentence
            and bool(RE_BAR.search(self.plain) or RE_SOURCE_BAR.match(self.plain))
        )

    @property
    def is_footer(self) -> bool:
        return self._may_be_of_site and bool(RE_FOOTER.search(self.plain))

    @property
    def is_beside_footer(self) -> bool:
        return self._may_be_of_site and bool(RE_BESIDE_FOOTER.search(self.plain))

    @property
    def is_tail(self) -> bool:
        return self._may_be_of_site and bool(RE_TAIL.match(self.plain))

    @property
    def _is_of_site(self) -> bool:
        return (
            self.is_link
            or self.is_bar
            or self.is_footer
            or self.is_beside_footer
            or self.is_tail
            or bool(RE_INFO_LINE.match(self.plain))
        )

    @property
    def is_formal(self) -> bool:
        """True for what no other text of a page prints: items, addressees, numbers, a date of signature, task rows."""
        if self.structured:
            return self.han >= LEAST_HAN_OF_ROW
        marks = (RE_ITEM, RE_ADDRESSEES, RE_DATE_ALONE, RE_NUMBER_ALONE)
        return not self._is_of_site and any(mark.match(self.plain) for mark in marks)

    @property
    def is_of_notice(self) -> bool:
        """True for formal lines and for sentences."""
        return self.is_formal or (not self._is_of_site and bool(RE_SENTENCE.search(self.plain)) and self.han >= 12)


def _bare_break(space: re.Match[str]) -> str:
    return "\n" if "\n" in space[0] else " "


def _with_lost_breaks(text: str) -> str:
    """The text of one block, its bare line ends kept where numbers open several of its lines.

    一、工业⏎1.实施…⏎2.新增…: editors that strip <br> leave the line ends of the source, which browsers ignore.
    """
    lines = [line.strip() for line in text.split("\n")]
    if sum(bool(RE_NUMBERED.match(simplified(line))) for line in lines[1:]) < FEWEST_LOST_BREAKS:
        return text.replace("\n", " ")
    kept = lines[0]
    for above, line in pairwise(lines):
        is_new = RE_NUMBERED.match(simplified(line)) or RE_SENTENCE_END.search(above) or _is_heading(above)
        kept += ("\n" if is_new else " ") + line
    return kept


def _is_heading(line: str) -> bool:
    return bool(RE_ITEM.match(simplified(line))) and len(line) <= LONGEST_HEADING and not RE_SENTENCE.search(line)


class LineBuilder:
    """Collects running text into lines."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.in_core = False
        self._text: list[str] = []
        self._linked = self._all = 0
        self._label = ""

    def label(self, text: str) -> None:
        """The number of a list item: it opens the item's first line, however many blocks stand between."""
        self._label = text

    def add(self, text: str | None, *, linked: bool, keeps_breaks: bool) -> None:
        if not text:
            return
        parts = re.split(r"\r\n?|\n", text) if keeps_breaks else [RE_WHITE_SPACE.sub(_bare_break, text)]
        for i, part in enumerate(parts):
            if i:
                self.end_line()
            if self._label and part.strip():
                self._text.append(self._label)
                part, self._label = part.lstrip(), ""
            self._text.append(part)
            size = len(part.strip())
            self._all += size
            self._linked += size if linked else 0

    @property
    def so_far(self) -> str:
        """The text of the line that is being collected."""
        return "".join(self._text)

    def end_line(self) -> None:
        text = RE_LONG_GAP.sub("\xa0" * 8, _with_lost_breaks("".join(self._text).strip()))
        share = self._linked / self._all if self._all else 0.0
        self._text, self._linked, self._all = [], 0, 0
        parts = RE_INDENT.split(text) if RE_LOST_BREAK.search(text) else [text]
        for line in (line for part in parts for line in part.split("\n")):
            if line.strip():
                self.lines.append(Line(line.strip(), share, in_core=self.in_core))


class DataTables(Protocol):
    """The tables of a page that hold data."""

    def lines(self, table: HtmlElement) -> list[Line] | None:
        """The lines of a table that holds data; None for one that only lays out the page."""


def lines_of(element: HtmlElement, tables: DataTables, core: HtmlElement | None = None) -> list[Line]:
    """The lines of an element as a browser shows them; tables that hold data become table lines."""
    from lxml import etree

    builder = LineBuilder()
    opened: list[
        tuple[bool, bool, bool]
    ] = []  # of the elements around: is it a link, does it keep breaks, is it a block
    links = keeping = 0
    labels: dict[HtmlElement, str] = {}
    walker = etree.iterwalk(element, events=("start", "end"))
    for event, node in walker:
        if event == "end":
            is_link, keeps, is_block = opened.pop()
            links, keeping = links - is_link, keeping - keeps
            if is_block or node is core:
                builder.end_line()
            builder.in_core = builder.in_core and node is not core
            if node.tag in ("b", "strong") and _is_heading("".join(node.itertext()).strip()):
                builder.add("\n", linked=False, keeps_breaks=False)
            if node is not element:
                builder.add(node.tail, linked=links > 0, keeps_breaks=keeping > 0)
            continue
        tag, style = node.tag if isinstance(node.tag, str) else "", node.get("style") or ""
        is_block = tag in BLOCKS or bool(RE_BLOCK_STYLE.search(style))
        if is_block or node is core:
            builder.end_line()
        builder.in_core = builder.in_core or node is core
        lines = tables.lines(node) if tag == "table" else None
        if lines is not None or not is_shown(node) or (tag == "sup" and is_raised_note(node, builder.so_far)):
            builder.lines.extend(replace(line, in_core=builder.in_core) for line in lines or [])
            opened.append((False, False, is_block))
            walker.skip_subtree()
            continue
        opened.append((tag == "a", tag == "pre" or bool(RE_KEEPS_BREAKS.search(style)), is_block))
        links, keeping = links + opened[-1][0], keeping + opened[-1][1]
        if tag in ("b", "strong") and RE_NUMBERED.match(simplified("".join(node.itertext()).strip())):
            builder.add("\n", linked=links > 0, keeps_breaks=False)
        if tag == "ol":
            labels.update(_list_labels(node))
        elif tag == "li":
            builder.label(labels.pop(node, ""))
        builder.add(node.text, linked=links > 0, keeps_breaks=keeping > 0)
    builder.end_line()
    return builder.lines


def is_raised_note(node: HtmlElement, before: str) -> bool:
    """True for a raised mark that only points to a note: 企业[1], 企业①; m² keeps its number."""
    mark = "".join(node.itertext()).strip()
    return bool(before.strip()) and bool(RE_NOTE_MARK.fullmatch(mark)) and not RE_UNIT_LETTER.search(before)


def is_shown(node: HtmlElement) -> bool:
    if not isinstance(node.tag, str) or node.tag in SKIPPED:
        return False
    style = node.get("style") or ""
    unseen = len(node) == 0 and (node.get("hidden") is not None or RE_UNSEEN.search(style))
    return not unseen and not RE_HIDDEN.search(style)


def _list_labels(numbered_list: HtmlElement) -> dict[HtmlElement, str]:
    """The number a browser prints before each <li> of an <ol>; items that print their own get none."""
    style = RE_LIST_STYLE.search(numbered_list.get("style") or "")
    number_format = (style[1].lower() if style else "") or {
        "a": "lower-alpha",
        "A": "upper-alpha",
        "i": "lower-roman",
        "I": "upper-roman",
    }.get(numbered_list.get("type") or "", "decimal")
    items = [child for child in numbered_list if child.tag == "li"]
    if number_format in ("none", "disc", "circle", "square") or any(
        RE_NUMBERED.match("".join(item.itertext()).strip()) for item in items
    ):
        return {}
    is_inner = any(True for _ in numbered_list.iterancestors("li"))
    labels: dict[HtmlElement, str] = {}
    value = whole(numbered_list.get("start"), 1)
    for item in items:
        value = whole(item.get("value"), value)
        labels[item] = _list_number(value, number_format, is_inner=is_inner)
        value += 1
    return labels


def _list_number(value: int, number_format: str, *, is_inner: bool) -> str:
    """1. or 一、; a list inside a list item counts （1）（2）, so that it is not taken for the outer one."""
    if "ideographic" in number_format or "chinese" in number_format:
        return f"{chinese_numeral(value)}、"
    if "alpha" in number_format or "latin" in number_format:
        letter = chr(ord("a") + (value - 1) % 26)
        return f"{letter.upper() if number_format.startswith('upper') else letter}."
    if "roman" in number_format:
        return f"{formatted_number(value, 'upperRoman' if number_format.startswith('upper') else 'lowerRoman')}."
    return f"（{value}）" if is_inner else f"{value}."


def whole(text: str | None, default: int) -> int:
    return int(text) if text and re.fullmatch(r"\s*-?\d{1,6}\s*", text) else default
