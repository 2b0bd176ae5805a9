"""Which numbered lines are no items of their own but a list inside the text of the item above.

（1） and ① lists belong to an item that has text of its own, unless the notice shows that they are its items:
their numbers run on from heading to heading, or each names who is responsible.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from pipeline.segment.headings import ROLE_LABEL, is_heading_line, is_heading_text, unit_title
from pipeline.segment.lines import Line
from pipeline.segment.outline import Node

MOST_OF_LEAD = 2  # full stops
SHORTEST_ITEM = 25  # characters; a phrase shorter than this without a full stop is an entry of a list
LONGEST_CLAUSE = 300  # characters at the end of a line that may name who is responsible
RE_OWN_CLAUSE = re.compile(
    rf"（[^（）]*(?:责任单位|牵头|负责|配合|责任部门)[^（）]*(?:（[^（）]*）[^（）]*)*）[。；]?$|{ROLE_LABEL}"
)


def fold(root: Node) -> None:
    """Turn the lists that are text into paragraphs of the item they stand in, in place."""
    _fold(root, _Habits(_running_on(root), _below_bare_headings(root)))


@dataclass(frozen=True, slots=True)
class _Habits:
    """How this notice numbers: styles that run on, and (style, style below it) pairs whose lists are items."""

    running_on: frozenset[str]
    items_below: frozenset[tuple[str, str]]


def _below_bare_headings(root: Node) -> frozenset[tuple[str, str]]:
    """The pairs of styles that stand as often as not below a title alone on its line, not below a line with text.

    What stands below the other lines of that style, which carry a sentence too, are items like their siblings.
    """
    bare: Counter[tuple[str, str]] = Counter()
    every: Counter[tuple[str, str]] = Counter()
    for node in root.descendants():
        if node.children:
            pair = node.style, node.children[0].style
            every[pair] += 1
            bare[pair] += is_heading_line(node) and not node.paragraphs
    return frozenset(pair for pair, count in bare.items() if count and 2 * count >= every[pair])


def _running_on(root: Node) -> frozenset[str]:
    """Styles whose lists go on with their numbers under the next heading more often than they begin again."""
    last: dict[str, int] = {}
    goes_on: Counter[str] = Counter()
    for node in root.descendants():
        marker = node.marker
        if marker is None or marker.value is None or node.parent is None:
            continue
        if node is node.parent.children[0] and marker.name in last:
            goes_on[marker.name] += 1 if marker.value == last[marker.name] + 1 > 1 else -1
        last[marker.name] = marker.value
    return frozenset(name for name, count in goes_on.items() if count > 0)


def _fold(node: Node, habits: _Habits) -> None:
    if node.style == "article" or (node.children and _is_text(node, habits)):
        for child in node.children:
            node.paragraphs.extend(child.lines())
        node.children = []
    for child in node.children:
        _fold(child, habits)


def _is_text(node: Node, habits: _Habits) -> bool:
    """True if what is numbered below a node is a part of its text."""
    marker = node.children[0].marker
    if node.line is None or marker is None or node.is_annex:
        return False
    if all(_is_entry(child) for child in node.children):
        leads_in = node.line.text.endswith("：") and not node.paragraphs
        if marker.style.inside:
            return leads_in or bool(node.paragraphs) or not is_heading_text(node.line.content)
        return leads_in or not is_heading_line(node)
    if is_heading_line(node) and not node.paragraphs:
        return False
    if all(_has_title_and_text(child) for child in node.children) and is_heading_line(node):
        return False
    if not marker.style.inside or marker.name in habits.running_on or (node.style, marker.name) in habits.items_below:
        return False
    if _is_lead(node) and all(_is_titled(child) for child in node.children):
        return False
    return not have_own_clauses([list(one.lines()) for one in node.children])


def _is_lead(node: Node) -> bool:
    """省级核查。采取查阅资料、座谈等方式。: a title and one sentence, which only leads to what is numbered below."""
    assert node.line is not None
    return not node.paragraphs and bool(unit_title(node.line.content)) and node.line.content.count("。") <= MOST_OF_LEAD


def _is_titled(node: Node) -> bool:
    assert node.line is not None
    title = unit_title(node.line.content)
    return bool(title) and len(node.line.content) - len(title) >= SHORTEST_ITEM


def have_own_clauses(items: list[list[Line]]) -> bool:
    """True where two of the items, or all of them, say who is responsible."""
    own = sum(names_bodies(lines) for lines in items)
    return own >= 2 or own == len(items)


def names_bodies(lines: list[Line]) -> bool:
    """True where one of the lines ends in a clause that says who is responsible."""
    return any(RE_OWN_CLAUSE.search(line.text[-LONGEST_CLAUSE:]) for line in lines)


def _has_title_and_text(node: Node) -> bool:
    """（1）建设平台 alone on its line, with its text below: an item, also where a lead-in stands above the list."""
    return is_heading_line(node) and bool(node.paragraphs)


def _is_entry(node: Node) -> bool:
    """An entry of a list: it ends in ； or is a phrase without a full stop."""
    assert node.line is not None
    return (
        not node.children
        and not node.paragraphs
        and (
            node.line.text.endswith("；")
            or ("。" not in node.line.text[:-1] and len(node.line.content) < SHORTEST_ITEM)
        )
    )
