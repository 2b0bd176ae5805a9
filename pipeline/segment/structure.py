"""From clean text to units: lines, markers, the tree of headings, and which nodes are units.

The nine rules of the annotation guide, section 1, are implemented here. The pieces of a structure
(letter head, headings, markers, units, colophon) tile the text: nothing is lost.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from pipeline.knowledge.chinese import HAN
from pipeline.knowledge.numbering import RE_BULLET, RE_TRAILING_NUMBER, STYLES, Marker, read_marker
from pipeline.records import Diagnostic, Notice, Unit, UnitKind
from pipeline.segment import kinds

LONGEST_HEADING = 60
LONGEST_TITLE = 40
RE_SENTENCE_INSIDE = re.compile(r"[。；]")
HEADING_JUNK = " 、，：:。．.-—"
# a clause may hold one pair of brackets, and one of the two may be missing
RE_LAST_BRACKET = re.compile(r"（(?P<first>[^（）]*)(?:（[^（）]*)?(?:）[^（）]*)?）$")
RE_CLAUSE_WORD = re.compile("牵头|负责|责任|配合|落实|参与|完成")
# of a line below 附件: a row of a table, an opening of a list, a bullet
RE_NO_TITLE = re.compile(r"\||[：:，]$|^[—–●◆■]")
RE_POINT = re.compile(r"(?<![\d.．])(\d{1,2})(?:[.．、](?!\d)|）)")
ARABIC = next(style for style in STYLES if style.name == "arabic")
LONGEST_CLAUSE = 1_000  # of a heading, in characters
MARKER_WINDOW = 200  # characters behind which no marker is decided
# Two items on one line: a new number right after the full stop or the clause of the item before.
RE_INLINE_MARKER = re.compile(
    rf"(?<=[。；）])(?=(?:\d{{1,2}}[.．、](?!\d)|（[一二三四五六七八九十]{{1,3}}）|[一二三四五六七八九十]{{1,3}}、)[{HAN}“《])"
)


@dataclass(slots=True)
class Line:
    """A paragraph, or a part of one where two items share it: its marker (if any) and its text."""

    start: int
    text: str
    marker: Marker | None = None

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @property
    def content_start(self) -> int:
        return self.start + (self.marker.length if self.marker else 0)

    @property
    def content(self) -> str:
        return self.text[self.marker.length :] if self.marker else self.text


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
    def rank(self) -> float:
        return self.marker.style.rank if self.marker else -1

    @property
    def is_annex(self) -> bool:
        return self.marker is not None and self.marker.style.name == "attachment"

    @property
    def is_heading_line(self) -> bool:
        """True if the line carries only a title: short, and no sentence ends in it.

        A full stop behind the title of a list of items (（一）加快基础设施建设。) changes nothing; the
        title of an annex may stand on the line below its number.
        """
        if self.is_annex and not self.line.content:
            return True
        return self.line is not None and is_heading_text(
            self.line.content.rstrip("。") if self.children else self.line.content
        )

    @property
    def last_end(self) -> int:
        if self.children:
            return self.children[-1].last_end
        if self.paragraphs:
            return self.paragraphs[-1].end
        return self.line.end if self.line else 0

    def descendants(self) -> Iterator[Node]:
        for child in self.children:
            yield child
            yield from child.descendants()


@dataclass(slots=True)
class Structure:
    """A notice cut up: its units, the spans of everything else, and what was odd."""

    units: list[Unit]
    headings: list[tuple[int, int]]  # of heading lines, with their markers
    markers: list[tuple[int, int]]  # of the numbers and bullets that open units
    diagnostics: list[Diagnostic]


def heading_text(content: str) -> str:
    """A heading without its responsibility clause and stray punctuation."""
    return _without_clause(content).rstrip(HEADING_JUNK).strip()


def is_heading_text(content: str) -> bool:
    bare = _without_clause(content)
    return (
        len(bare) <= LONGEST_HEADING and not RE_SENTENCE_INSIDE.search(bare) and bool(bare.rstrip(HEADING_JUNK).strip())
    )


def _without_clause(content: str) -> str:
    """A heading without the bracketed clause at its end: 强化创新（市科技局牵头）."""
    if not content.endswith("）"):
        return content
    start = content.find("（", max(0, len(content) - LONGEST_CLAUSE))
    while start >= 0:
        bracket = RE_LAST_BRACKET.match(content, start)
        if bracket and RE_CLAUSE_WORD.search(bracket["first"]):
            return content[:start]
        start = content.find("（", start + 1)
    return content


def unit_title(text: str) -> str:
    """The leading phrase up to the first 。 if it is at most 40 characters, else ""."""
    phrase, stop, _ = text.partition("。")
    return phrase.strip() if stop and len(phrase.strip()) <= LONGEST_TITLE else ""


# -- lines ---------------------------------------------------------------------------------------


class _Numbers:
    """What number comes next in each style: under the same heading, and running through the notice."""

    def __init__(self) -> None:
        self.stack: list[tuple[float, Counter[str]]] = [(-1, Counter())]
        self.running: Counter[str] = Counter()

    def expected(self, name: str, rank: float) -> set[int]:
        below = [last[name] for top, last in self.stack if top < rank]
        return {1, self.running[name] + 1, *(value + 1 for value in below if value)}

    def take(self, marker: Marker) -> None:
        while self.stack and self.stack[-1][0] >= marker.style.rank:
            self.stack.pop()
        if marker.value is not None:
            self.stack[-1][1][marker.name] = marker.value
            self.running[marker.name] = marker.value
        self.stack.append((marker.style.rank, Counter()))


def _read_line_marker(text: str, numbers: _Numbers) -> Marker | None:
    marker = read_marker(text)
    if marker:
        return marker
    for value in sorted(numbers.expected("arabic", 6), reverse=True):
        marker = read_marker(text, expected=value)
        if marker:
            return marker
    trailing = RE_TRAILING_NUMBER.match(text)
    if trailing:
        cn = next(style for style in STYLES if style.name == "cn")
        value = numbers.running["cn"] + 1
        return Marker(cn, value, "一二三四五六七八九十"[value - 1] if value <= 10 else str(value), 0)
    return None


def read_lines(text: str, start: int) -> list[Line]:
    """The lines of a body that begins at offset `start`, split where two items share one."""
    numbers = _Numbers()
    lines: list[Line] = []
    offset = start
    for paragraph in text.split("\n"):
        if paragraph.strip():
            lines.extend(_split_paragraph(paragraph, offset, numbers))
        offset += len(paragraph) + 1
    return lines


def _split_paragraph(paragraph: str, offset: int, numbers: _Numbers) -> Iterator[Line]:
    marker = _read_line_marker(paragraph, numbers)
    if marker:
        numbers.take(marker)
    first = 0
    if marker and not marker.style.inside and marker.style.name != "article":
        for match in RE_INLINE_MARKER.finditer(paragraph):
            following = read_marker(paragraph[match.end() : match.end() + MARKER_WINDOW])
            # the next of a list that opened a line; a list that starts inside a sentence stays inside
            if following and following.value in numbers.expected(following.name, following.style.rank) - {1}:
                yield Line(offset + first, paragraph[first : match.end()], marker)
                marker, first = following, match.end()
                numbers.take(marker)
    yield Line(offset + first, paragraph[first:], marker)


# -- the tree ------------------------------------------------------------------------------------


def build_tree(lines: list[Line]) -> Node:
    """Hang every line under the nearest line above it whose style ranks higher."""
    root = Node(None)
    node = root
    noted: int | None = None  # the last number of the note (备注：1.…) that the lines stand in
    for line in lines:
        if line.marker is None:
            node.paragraphs.append(line)
            noted = _last_number(line.text) if kinds.is_note(line.text) else noted
            continue
        if noted is not None and line.marker.style.rank >= ARABIC.rank and line.marker.value == noted + 1:
            node.paragraphs.append(line)
            noted += 1
            continue
        noted = None
        parent = node
        while parent.parent is not None and parent.rank >= line.marker.style.rank:
            parent = parent.parent
        if _is_inside_article(parent) or _belongs_to_text(parent, line):
            _deepest(parent).paragraphs.append(line)
            continue
        node = Node(line, parent)
        parent.children.append(node)
    return root


def _last_number(note: str) -> int:
    """The number of the last point in the first line of a note, 0 where it has none."""
    return max((int(match[1]) for match in RE_POINT.finditer(note)), default=0)


def _is_inside_article(node: Node) -> bool:
    while node.marker is not None:
        if node.marker.style.name == "article":
            return True
        node = node.parent  # type: ignore[assignment]
    return False


def _belongs_to_text(parent: Node, line: Line) -> bool:
    """（1） and ① lists stay inside an item that has text of its own; under a bare heading they are items."""
    return (
        line.marker.style.inside
        and parent.line is not None
        and (not parent.is_heading_line or bool(parent.paragraphs))
        and not parent.children
    )


def _deepest(node: Node) -> Node:
    return node.children[-1] if node.children else node


# -- units ---------------------------------------------------------------------------------------


class _Cutter:
    """Walks the tree and writes down units, headings and what is odd."""

    def __init__(self, notice: Notice, root: Node, very_long_unit: int) -> None:
        self.notice = notice
        self.root = root
        self.very_long_unit = very_long_unit
        self.units: list[Unit] = []
        self.ids: Counter[str] = Counter()  # how many units have an id, but for its ~2
        self.headings: list[tuple[int, int]] = []
        self.markers: list[tuple[int, int]] = []
        self.diagnostics: list[Diagnostic] = []
        annexes = [node for node in root.children if node.is_annex]
        self.kinds = kinds.SectionKinds(
            _sections([node for node in root.children if not node.is_annex]),
            *(_sections(annex.children) for annex in annexes),
        )
        # styles whose numbers carry headings in this notice: a bare title in one of them is a heading too
        nodes = list(root.descendants())
        self.heading_styles = {
            node.marker.name for node in nodes if node.is_heading_line and (node.children or node.paragraphs)
        }
        self.item_styles = {
            node.marker.name for node in nodes if not node.children and not node.paragraphs and not node.is_heading_line
        }

    def cut(self) -> None:
        closing = self._take_closing_paragraphs()
        if self.root.paragraphs:
            self._unit(self.root.paragraphs, [], [], [], "general")
        self._children(self.root, [], [], [])
        if closing:
            self._unit(closing, [], [], [], "closing")

    def _take_closing_paragraphs(self) -> list[Line]:
        """Unnumbered last paragraphs on validity and interpretation belong to no item (rule 7)."""
        node = self.root
        while node.children:
            node = node.children[-1]
        closing: list[Line] = []
        while node is not self.root and node.paragraphs and kinds.is_closing_text(node.paragraphs[-1].text):
            closing.insert(0, node.paragraphs.pop())
        note = next((i for i, line in enumerate(node.paragraphs) if kinds.is_note(line.text)), None)
        if note is not None and node is not self.root:
            closing = [*node.paragraphs[note:], *closing]
            del node.paragraphs[note:]
        return closing

    def _node(self, node: Node, path: list[str], headings: list[str], spans: list[tuple[int, int]]) -> None:
        line = node.line
        path = [*path, node.marker.printed]
        if node.marker.style.name == "article":
            self._unit([line, *node.paragraphs], path, headings, spans)
        elif not node.is_heading_line:
            self._item_with_text(node, path, headings, spans)
        elif not node.children and not node.paragraphs and not self._is_empty_heading(node):
            self._unit([line], path, headings, spans)
        else:
            self.headings.append((line.start, line.end))
            title = self._take_annex_title(node) or line
            headings, spans = [*headings, heading_text(title.content)], [*spans, (title.content_start, title.end)]
            if not node.children and not node.paragraphs:
                self._odd(
                    "heading-without-items",
                    "warning",
                    f"{line.text} has no items below it; the notice may be cut off here",
                    line.start,
                )
            self._paragraphs_under_heading(node, path, headings, spans)
            self._children(node, path, headings, spans)

    def _children(self, node: Node, path: list[str], headings: list[str], spans: list[tuple[int, int]]) -> None:
        """The items below a heading, and the note below the last of them, which is about them all."""
        last = node.children[-1] if node.children else node
        first_note = (
            next((i for i, line in enumerate(last.paragraphs) if kinds.is_note(line.text)), None)
            if last is not node and not last.children
            else None
        )
        notes = last.paragraphs[first_note:] if first_note is not None else []
        del last.paragraphs[len(last.paragraphs) - len(notes) :]
        for child in node.children:
            self._node(child, path, headings, spans)
        if notes:
            self._unit(notes, path, headings, spans, "general")

    def _take_annex_title(self, node: Node) -> Line | None:
        """The title on the line below 附件1, where something follows it."""
        if not node.is_annex or not node.paragraphs or not (node.children or len(node.paragraphs) > 1):
            return None
        title = node.paragraphs[0]
        if not is_heading_text(title.text) or RE_NO_TITLE.search(title.text):
            return None
        del node.paragraphs[0]
        self.headings.append((title.start, title.end))
        return title

    def _is_empty_heading(self, node: Node) -> bool:
        """A title with nothing below it: a heading if its style carries headings here, else a short task."""
        return node.marker.name in self.heading_styles and node.marker.name not in self.item_styles

    def _item_with_text(self, node: Node, path: list[str], headings: list[str], spans: list[tuple[int, int]]) -> None:
        own = [node.line, *node.paragraphs]
        lead, bullets = _split_bullets(node.paragraphs)
        title = unit_title(node.line.content)
        inner = [*headings, title] if title else headings
        if bullets and kinds.is_goal_text(node.line.content):
            self._unit([node.line, *lead], path, headings, spans, "goal")
            for bullet in bullets:
                self._unit(bullet, path, [*headings, title], spans, "goal")
            for child in node.children:
                self._node(child, path, inner, spans)
        elif not node.children:
            self._unit(own, path, headings, spans)
        elif all(self._is_fragment(child) for child in node.children):
            self._unit(
                [*own, *(line for child in node.descendants() for line in [child.line, *child.paragraphs])],
                path,
                headings,
                spans,
            )
        else:
            self._unit(own, path, headings, spans, "general")
            for child in node.children:
                self._node(child, path, inner, spans)

    @staticmethod
    def _is_fragment(node: Node) -> bool:
        """A list entry, not an item: it ends in ； or is a phrase without a full stop."""
        return (
            not node.children
            and not node.paragraphs
            and (node.line.text.endswith("；") or ("。" not in node.line.text[:-1] and len(node.line.content) < 25))
        )

    def _paragraphs_under_heading(
        self, node: Node, path: list[str], headings: list[str], spans: list[tuple[int, int]]
    ) -> None:
        """Unnumbered paragraphs below a heading: one unit, or one a bullet where goals are listed."""
        if not node.paragraphs:
            return
        kind = self.kinds.of(headings)
        lead, bullets = _split_bullets(node.paragraphs)
        goals = kind == "goal" or (
            kind == "general" and bullets and kinds.leads_to_goals(headings[-1], [line.text for line in lead])
        )
        if bullets and goals:
            if lead:
                self._unit(lead, path, headings, spans, kind)
            for bullet in bullets:
                self._unit(bullet, path, headings, spans, "goal")
        elif node.children and kind not in ("goal", "closing"):
            self._unit(node.paragraphs, path, headings, spans, "general")
        else:
            self._unit(node.paragraphs, path, headings, spans, kind)

    def _unit(
        self,
        lines: list[Line],
        path: list[str],
        headings: list[str],
        spans: list[tuple[int, int]],
        kind: UnitKind | None = None,
    ) -> None:
        first = lines[0]
        start = first.content_start
        bullet = RE_BULLET.match(first.content)
        if bullet and first.marker is None:
            start += bullet.end()
        end = lines[-1].end
        text = self.notice.text[start:end]
        stripped = text.strip()
        if not stripped:
            self.headings.append((first.start, end))
            return
        start += len(text) - len(text.lstrip())
        end = start + len(stripped)
        if start > first.start:
            self.markers.append((first.start, start))
        if kind is None:
            kind = self.kinds.of(
                headings, text=stripped, is_article=first.marker is not None and first.marker.style.name == "article"
            )
        if len(stripped) > self.very_long_unit:
            self._odd(
                "very-long-unit",
                "warning",
                f"a unit of {len(stripped)} characters; are numbers missing from this text?",
                start,
            )
        self.units.append(
            Unit(
                notice_id=self.notice.notice_id,
                unit_id=self._unit_id(path, kind),
                position=len(self.units),
                path=tuple(path),
                headings=tuple(headings),
                kind=kind,
                title=unit_title(stripped),
                text=stripped,
                start=start,
                end=end,
                heading_spans=tuple(spans),
            )
        )

    def _unit_id(self, path: list[str], kind: str) -> str:
        """Readable and unique: `qingdao-2023/二-17`; a second unit of one path gets ~2."""
        name = (
            "-".join(
                part.strip("（）") if not part.strip("（）").isdigit() or "（" not in part else part for part in path
            )
            or kind
        )
        unit_id = f"{self.notice.notice_id}/{name}"
        self.ids[unit_id] += 1
        return unit_id if self.ids[unit_id] == 1 else f"{unit_id}~{self.ids[unit_id]}"

    def _odd(self, code: str, severity: str, message: str, start: int | None) -> None:
        self.diagnostics.append(Diagnostic(self.notice.notice_id, code, severity, message, start))


def _sections(nodes: list[Node]) -> list[tuple[str, list[str]]]:
    """(heading, openings of its items or paragraphs) of each of these nodes."""
    return [
        (
            heading_text(node.line.content),
            [_opening_line(line) for line in [child.line for child in node.children] or node.paragraphs],
        )
        for node in nodes
        if node.line
    ]


def _opening_line(line: Line) -> str:
    return re.split(r"[。，；：]", line.content, maxsplit=1)[0][:LONGEST_TITLE]


def _split_bullets(paragraphs: list[Line]) -> tuple[list[Line], list[list[Line]]]:
    """(lead paragraphs, one list of lines per —— item)."""
    lead: list[Line] = []
    bullets: list[list[Line]] = []
    for line in paragraphs:
        if RE_BULLET.match(line.text):
            bullets.append([line])
        elif bullets:
            bullets[-1].append(line)
        else:
            lead.append(line)
    return lead, bullets


def _number_diagnostics(notice_id: str, root: Node) -> Iterator[Diagnostic]:
    """Gaps and restarts: among the children of one heading, and where a list neither restarts nor runs on."""
    running: Counter[str] = Counter()
    last_below: dict[tuple[int, str], int] = {}  # (heading, style) -> the last number there
    for node in root.descendants():
        marker = node.marker
        if marker is None or marker.value is None or marker.style.name == "attachment":
            continue
        place = id(node.parent), marker.name
        before = last_below.get(place)
        expected = {before + 1} if before is not None else {1, running[marker.name] + 1}
        if marker.value not in expected:
            wanted = max(expected)
            code = "numbering-restart" if before is not None and marker.value <= before else "numbering-gap"
            yield Diagnostic(
                notice_id,
                code,
                "info",
                f"{marker.printed} stands where {wanted} was expected: {node.line.text[:30]}",
                node.line.start,
            )
        running[marker.name] = last_below[place] = marker.value


def _head_diagnostics(notice: Notice) -> Iterator[Diagnostic]:
    """The first numbered line of the letter head that is no entry of its list of annexes: is it a task?"""
    start, listed = 0, False
    for line in notice.text[: notice.body_start].split("\n"):
        marker = read_marker(line[:MARKER_WINDOW]) or read_marker(line[:MARKER_WINDOW], expected=1)
        is_annex = line.startswith(("附件", "附表", "附录"))
        if marker and not listed and not is_annex:
            yield Diagnostic(
                notice.notice_id,
                "items-in-letter-head",
                "warning",
                f"the text from {line[:30]!r} to the body was read as letter head; is it part of the notice?",
                start,
            )
            return
        listed = is_annex or (listed and marker is not None)
        start += len(line) + 1


RE_IMPOSSIBLE_YEAR = re.compile(r"(?<!\d)(?:0\d{3}|2[1-9]\d{2}|1[0-8]\d{2})(?=年(?!产|均|营|销|收|用|处)|〕)")


def _scan_diagnostics(notice: Notice) -> Iterator[Diagnostic]:
    for match in RE_IMPOSSIBLE_YEAR.finditer(notice.text):
        yield Diagnostic(
            notice.notice_id,
            "probable-scanning-error",
            "warning",
            f"{match[0]} is no likely year: {notice.text[max(0, match.start() - 8) : match.end() + 8]!r}",
            match.start(),
        )


def read_structure(notice: Notice, *, very_long_unit: int = 3000) -> Structure:
    """Cut a notice into units. Every non-blank character of the body falls in a unit, marker or heading."""
    lines = read_lines(notice.text[notice.body_start : notice.body_end], notice.body_start)
    root = build_tree(lines)
    cutter = _Cutter(notice, root, very_long_unit)
    cutter.cut()
    diagnostics = [
        *cutter.diagnostics,
        *_head_diagnostics(notice),
        *_number_diagnostics(notice.notice_id, root),
        *_scan_diagnostics(notice),
    ]
    if not cutter.units:
        diagnostics.append(
            Diagnostic(notice.notice_id, "no-units", "error", "no text was found that could be cut into units", None)
        )
    diagnostics.sort(key=lambda diagnostic: (-1 if diagnostic.start is None else diagnostic.start, diagnostic.code))
    return Structure(cutter.units, cutter.headings, cutter.markers, diagnostics)
