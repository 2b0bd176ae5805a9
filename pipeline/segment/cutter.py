"""From the outline of a notice to its units: which lines are headings, which are items, and of what kind.

The rules are those of the annotation guide, section 1. Every line of the body ends up in a unit, as the
number that opens one, or as a heading.

Longer than 350 lines: one class, because every rule asks the same state of the walk.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from pipeline.knowledge.numbering import RE_BULLET
from pipeline.records import Notice, Unit, UnitKind
from pipeline.segment.folding import have_own_clauses
from pipeline.segment.headings import heading_text, is_heading_line, is_heading_text, unit_title
from pipeline.segment.kinds import SectionKinds, Words, opening
from pipeline.segment.lines import Line
from pipeline.segment.outline import Node
from pipeline.segment.report import (
    PART_KIND,
    Part,
    Piece,
    frame_pieces,
    part_of,
    take_addresses,
    task_pieces,
    titled_pieces,
)

Span = tuple[int, int]
# 附件2 alone on its line, with nothing but a title between it and the body
RE_ANNEX_ABOVE = re.compile(
    r"(?:^|\n)(附(?:件|表|录)\s*[\d一二三四五六七八九十]{0,2})[：:]?\n(?:[^\n。；]{2,60}\n){1,3}$"
)
RE_ANNEX_TITLE = re.compile(r"(?:表|清单|名单|目录|方案|一览|台账|说明)(?:（[^（）]*）)?$")
RE_KEY_POINT = re.compile(r"[●◆■▲★◎○□▶➢✓]")


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the outline a unit stands: printed numbers, headings and their spans, outermost first."""

    path: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()
    spans: tuple[Span, ...] = ()
    part: Part | None = None  # of a work report

    def below(self, heading: str, span: Span) -> Place:
        return replace(self, headings=(*self.headings, heading), spans=(*self.spans, span))


class Cutter:
    """Walks the outline and writes down units, headings and the headings that have nothing below them."""

    def __init__(self, notice: Notice, root: Node, words: Words, *, report: bool) -> None:
        self.notice = notice
        self.root = root
        self.words = words
        self.report = report
        self.top = Place(_annex_above(notice))
        self.of_report = "工作报告" in notice.title  # it shares out the tasks of a report
        self.units: list[Unit] = []
        self.headings: list[Span] = []
        self.markers: list[Span] = []
        self.empty_headings: list[Line] = []
        self._ids: Counter[str] = Counter()  # how many units have an id, but for its ~2
        self._addresses = take_addresses(root) if report else {}
        self.kinds = _section_kinds(root, words)
        # styles whose numbers carry headings in this notice: a bare title in one of them is a heading too
        nodes = [(node, is_heading_line(node)) for node in root.descendants()]
        self.heading_styles = {node.style for node, titled in nodes if titled and (node.children or node.paragraphs)}
        self.item_styles = {
            node.style for node, titled in nodes if not titled and not node.children and not node.paragraphs
        }

    def cut(self) -> None:
        """Fill `units`, `headings` and `markers`, in the order of the notice."""
        closing = self._take_closing_paragraphs()
        organising = self._take_organising_paragraphs()
        self._preamble()
        self._children(self.root, self.top)
        if organising:
            self._unit(organising, Place(), "safeguard")
        if closing:
            self._unit(closing, Place(), "closing")

    def _preamble(self) -> None:
        """What stands before the first number; of a notice without numbers, its points (● …) are its items."""
        lead, points = _split_points(self.root.paragraphs)
        if self.root.children or len(points) < 2:
            lead, points = self.root.paragraphs, []
        if self.report:
            self._pieces(frame_pieces(lead, self.words), self.top)
        elif lead:
            self._unit(lead, self.top, "general")
        for point in points:
            self._unit(point, self.top)

    def _take_organising_paragraphs(self) -> list[Line]:
        """Unnumbered last paragraphs on who organises and checks (各镇要加强组织领导…) belong to no task above them."""
        node = _last(self.root)
        if node is self.root or node.style == "article" or self._section_kind(node) != "task":
            return []
        own = 1 if is_heading_line(node) else 0  # a section keeps its first paragraph
        paragraphs = node.paragraphs[own:]
        first = next((i for i, line in enumerate(paragraphs) if self.words.is_organising(line.text)), None)
        if first is None:
            return []
        del node.paragraphs[own + first :]
        return paragraphs[first:]

    def _section_kind(self, node: Node) -> UnitKind:
        """The kind of the section that a node stands in."""
        headings: list[str] = []
        while node.line is not None and node.parent is not None:
            headings.insert(0, heading_text(node.line.content))
            node = node.parent
        return self.kinds.of(headings) if len(headings) > 1 else "task"

    def _take_closing_paragraphs(self) -> list[Line]:
        """Unnumbered last paragraphs on validity and interpretation belong to no item (rule 7)."""
        node = _last(self.root)
        closing: list[Line] = []
        while node is not self.root and node.paragraphs and self.words.is_closing_text(node.paragraphs[-1].text):
            closing.insert(0, node.paragraphs.pop())
        if closing and not node.paragraphs and is_heading_line(node) and node.parent is self.root:
            node.paragraphs, closing = closing, []  # 附则 is a section of its own
        if node is not self.root:
            closing = [*self._take_notes(node), *closing]
        return closing

    def _take_notes(self, node: Node) -> list[Line]:
        first = next((i for i, line in enumerate(node.paragraphs) if self.words.is_note(line.text)), None)
        if first is None:
            return []
        notes = node.paragraphs[first:]
        del node.paragraphs[first:]
        return notes

    def _children(self, node: Node, place: Place) -> None:
        """The items below a heading, and the note below the last of them, which is about them all."""
        last = node.children[-1] if node.children else None
        notes = self._take_notes(last) if last and not last.children else []
        for child in node.children:
            self._node(child, place)
        if notes:
            self._unit(notes, place, "general")

    def _node(self, node: Node, above: Place) -> None:
        line, place = _line(node), _numbered(node, Place() if node.is_annex else above)
        if node.style == "article":
            self._unit([line, *node.paragraphs], place)
        elif not is_heading_line(node):
            self._item_with_text(node, place)
        elif not node.children and not node.paragraphs and not self._is_empty_heading(node):
            self._unit([line], self._in_report(place, line.content))
        else:
            self._heading(node, place)
        self._addressed(node, above)

    def _heading(self, node: Node, place: Place) -> None:
        line = _line(node)
        self.headings.append((line.start, line.end))
        title = self._take_annex_title(node) or line
        heading = heading_text(title.content)
        place = self._in_report(place, heading).below(heading, (title.content_start, title.end))
        if not node.children and not node.paragraphs and line.start not in self._addresses:
            self.empty_headings.append(line)
        self._paragraphs_under_heading(node, place)
        self._children(node, place)

    def _take_annex_title(self, node: Node) -> Line | None:
        """The title on the line below 附件1, where something follows it."""
        if not node.is_annex or not node.paragraphs:
            return None
        title = node.paragraphs[0]
        if not (node.children or len(node.paragraphs) > 1 or RE_ANNEX_TITLE.search(title.text)):
            return None
        if not is_heading_text(title.text) or _is_row_or_opening(title.text):
            return None
        del node.paragraphs[0]
        self.headings.append((title.start, title.end))
        return title

    def _is_empty_heading(self, node: Node) -> bool:
        """A title with nothing below it: a heading if its style carries headings here, else a short task."""
        return node.style in self.heading_styles and node.style not in self.item_styles

    def _item_with_text(self, node: Node, place: Place) -> None:
        line = _line(node)
        title = unit_title(line.content)
        place = self._in_report(place, title or opening(line.content))
        inner = replace(place, headings=(*place.headings, title)) if title else place
        lead, bullets = _split_bullets(node.paragraphs)
        if bullets and self.words.is_goal_text(line.content):
            self._unit([line, *lead], place, "goal")
            for bullet in bullets:
                self._unit(bullet, inner, "goal")
        elif place.part in ("work", "government") and node.paragraphs and not node.children:
            self._unit([line], place, "general")
            self._pieces(task_pieces(node.paragraphs, self.words), inner)
        else:
            self._unit([line, *node.paragraphs], place, "general" if node.children else None)
        for child in node.children:
            self._node(child, inner)

    def _paragraphs_under_heading(self, node: Node, place: Place) -> None:
        """Unnumbered paragraphs below a heading: one unit, or one a bullet where goals are listed."""
        if not node.paragraphs:
            return
        if place.part in ("work", "government"):
            cut = frame_pieces if node.children and not _is_item_heading(node) else task_pieces
            self._pieces(cut(node.paragraphs, self.words), place)
            return
        if place.part == "frame":
            self._pieces(frame_pieces(node.paragraphs, self.words), place)
            return
        kind = PART_KIND[place.part] if place.part else self.kinds.of(list(place.headings))
        if self.of_report and not node.children and kind == "task" and (titled := titled_pieces(node.paragraphs)):
            self._pieces(titled, place)
            return
        lead, bullets = _split_bullets(node.paragraphs)
        points = [] if node.children or kind != "task" else _split_points(node.paragraphs)[1]
        if points and have_own_clauses(points):
            lead, bullets = _split_points(node.paragraphs)
            for lines in ([lead] if lead else []) + bullets:
                self._unit(lines, place, "general" if lines is lead else kind)
        elif bullets and self._are_goals(kind, place, lead):
            if lead:
                self._unit(lead, place, kind)
            for bullet in bullets:
                self._unit(bullet, place, "goal")
        else:
            framed = node.children and kind not in ("goal", "closing")
            self._unit(node.paragraphs, place, "general" if framed else kind)

    def _are_goals(self, kind: UnitKind, place: Place, lead: list[Line]) -> bool:
        if place.part:
            return False
        leads = self.words.leads_to_goals(place.headings[-1], [line.text for line in lead])
        return kind == "goal" or (kind == "general" and leads)

    # -- work reports --------------------------------------------------------------------------

    def _in_report(self, place: Place, heading: str) -> Place:
        if not self.report:
            return place
        return replace(place, part=part_of(heading, place.part, self.words))

    def _pieces(self, pieces: Iterable[Piece], place: Place) -> None:
        for piece in pieces:
            self._unit(piece.lines, place, piece.kind)

    def _addressed(self, node: Node, place: Place) -> None:
        """What is addressed to the assembly below an item: of its section, or of none where the tasks end."""
        parts = self._addresses.get(_line(node).start, [])
        if not parts:
            return
        line, at_end = _line(node), node is _last(self.root, annexes=False)
        heading = heading_text(line.content)
        own = self._in_report(_numbered(node, place), heading)
        if at_end or (own.part == "work" and _ends_section(node)):
            place = Place()
        else:
            place = _outermost(place if place.headings else own.below(heading, (line.content_start, line.end)), node)
        for i, part in enumerate(parts):
            kind: UnitKind = "safeguard" if self.words.says("government", part[0].text) else "general"
            self._unit(part, place, "closing" if at_end and i == len(parts) - 1 else kind)

    # -- units ---------------------------------------------------------------------------------

    def _unit(self, lines: list[Line], place: Place, kind: UnitKind | None = None) -> None:
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
        if start > first.start:
            self.markers.append((first.start, start))
        kind = kind or self._kind(place, stripped, first)
        self.units.append(
            Unit(
                notice_id=self.notice.notice_id,
                unit_id=self._unit_id(place.path, kind),
                position=len(self.units),
                path=place.path,
                headings=place.headings,
                kind=kind,
                title=unit_title(stripped),
                text=stripped,
                start=start,
                end=start + len(stripped),
                heading_spans=place.spans,
            )
        )

    def _kind(self, place: Place, text: str, first: Line) -> UnitKind:
        if place.part:
            return PART_KIND[place.part]
        is_article = first.marker is not None and first.marker.name == "article"
        return self.kinds.of(list(place.headings), text=text, is_article=is_article)

    def _unit_id(self, path: tuple[str, ...], kind: str) -> str:
        """Readable and unique: `qingdao-2023/二-17`; a second unit of one path gets ~2."""
        name = "-".join(part if "（" in part and part.strip("（）").isdigit() else part.strip("（）") for part in path)
        unit_id = f"{self.notice.notice_id}/{name or kind}"
        self._ids[unit_id] += 1
        return unit_id if self._ids[unit_id] == 1 else f"{unit_id}~{self._ids[unit_id]}"


def _line(node: Node) -> Line:
    assert node.line is not None, "only the root has no line"
    return node.line


def _annex_above(notice: Notice) -> tuple[str, ...]:
    """The printed 附件2 where the letter head ends with it: all of the body stands in that annex."""
    above = RE_ANNEX_ABOVE.search(notice.text[: notice.body_start])
    return (re.sub(r"\s", "", above[1]),) if above else ()


def _numbered(node: Node, above: Place) -> Place:
    assert node.marker is not None
    return replace(above, path=(*above.path, *filter(None, [node.marker.printed])))


def _last(root: Node, *, annexes: bool = True) -> Node:
    node = root
    while children := [child for child in node.children if annexes or not child.is_annex]:
        node = children[-1]
    return node


def _ends_section(node: Node) -> bool:
    """True for the last item of a section, and for a section without items."""
    while node.parent is not None and node.parent.line is not None and not _is_part(node.parent):
        if node is not node.parent.children[-1]:
            return False
        node = node.parent
    return True


def _outermost(place: Place, node: Node) -> Place:
    """The place of the outermost heading above a node; that of a part of a report may have no number."""
    while node.parent is not None and node.parent.line is not None:
        node = node.parent
    numbers = 0 if _is_part(node) else 1
    return replace(place, path=place.path[:numbers], headings=place.headings[:1], spans=place.spans[:1])


def _is_part(node: Node) -> bool:
    """A heading without a number above the sections of a work report: 2023年工作回顾."""
    return node.style == "title"


def _is_item_heading(node: Node) -> bool:
    """（九）… with a list of public works below its paragraphs: these are tasks too."""
    return node.parent is not None and node.parent.line is not None and not _is_part(node.parent)


def _is_row_or_opening(text: str) -> bool:
    """Of a line below 附件: a row of a table, an opening of a list, a bullet."""
    return "|" in text or text.endswith(("：", "，")) or text[0] in "—–●◆■"


def _section_kinds(root: Node, words: Words) -> SectionKinds:
    annexes = [node for node in root.children if node.is_annex]
    others = [node for node in root.children if not node.is_annex]
    items = [opening(_line(node).content) for node in others if not is_heading_line(node) and not node.children]
    return SectionKinds(words, _sections(others), *(_sections(annex.children) for annex in annexes), items=items)


def _sections(nodes: list[Node]) -> list[tuple[str, list[str]]]:
    """(heading, openings of its items or paragraphs) of each of these nodes."""
    return [
        (
            heading_text(_line(node).content),
            [opening(line.content) for line in [_line(child) for child in node.children] or node.paragraphs],
        )
        for node in nodes
    ]


def _split_points(paragraphs: list[Line]) -> tuple[list[Line], list[list[Line]]]:
    """(lead paragraphs, one list of lines per ● or ▲ item)."""
    return _split(paragraphs, RE_KEY_POINT)


def _split_bullets(paragraphs: list[Line]) -> tuple[list[Line], list[list[Line]]]:
    """(lead paragraphs, one list of lines per —— item)."""
    return _split(paragraphs, RE_BULLET)


def _split(paragraphs: list[Line], opens: re.Pattern[str]) -> tuple[list[Line], list[list[Line]]]:
    lead: list[Line] = []
    items: list[list[Line]] = []
    for line in paragraphs:
        if opens.match(line.text):
            items.append([line])
        elif items:
            items[-1].append(line)
        else:
            lead.append(line)
    return lead, items
