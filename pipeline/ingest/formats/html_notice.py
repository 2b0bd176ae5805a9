"""Which lines of a page are the notice: the innermost element with its sentences, and what belongs to it around it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.ingest.formats.html_lines import RE_HAN, DataTables, Line, is_shown, lines_of
from pipeline.ingest.formats.html_meta import squeeze_title
from pipeline.ingest.formats.html_patterns import (
    RE_ATTACHMENT,
    RE_DATE_ALONE,
    RE_INFO_LABEL,
    RE_NUMBER_ALONE,
    RE_PAGE_TITLE,
    RE_PUNCTUATION,
    RE_SENTENCE,
    RE_USEFUL_INFO,
)
from pipeline.ingest.formats.html_tables import label_lines
from pipeline.ingest.formats.task_table import RE_CONTINUED

if TYPE_CHECKING:
    from lxml.html import HtmlElement

LEAST_SHARE_OF_CORE = 0.5  # of an element's sentence text, for the search to go on inside one of its children
NO_CONTAINERS = frozenset(
    ["p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "a", "tr", "tbody", "thead", "pre", "ol", "ul", "dl"]
)


def sentence_weights(body: HtmlElement) -> dict[HtmlElement, int]:
    """How many Chinese characters of unlinked sentence text each element holds, inner elements included."""
    from lxml import etree

    weights: dict[HtmlElement, int] = {}
    links = 0
    walker = etree.iterwalk(body, events=("start", "end"))
    for event, node in walker:
        if event == "start":
            weights[node] = 0
            if not is_shown(node):
                walker.skip_subtree()
                continue
            links += node.tag == "a"
            weights[node] += 0 if links else _sentence_weight(node.text)
        else:
            links -= node.tag == "a" and is_shown(node)
            parent = node.getparent()
            if node is not body and parent is not None:
                weights[parent] += weights[node] + (0 if links else _sentence_weight(node.tail))
    return weights


def _sentence_weight(text: str | None) -> int:
    if not text:
        return 0
    han = len(RE_HAN.findall(text))
    return han if han >= 15 or RE_PUNCTUATION.search(text) else 0


def _containers(body: HtmlElement, tables: DataTables) -> tuple[HtmlElement, HtmlElement]:
    """(the innermost element outside which nothing of the notice stands, the one with most of its sentences)."""
    weights = sentence_weights(body)
    node, whole = body, None
    while True:
        children = [child for child in node if child in weights and child.tag not in NO_CONTAINERS]
        best = max(children, key=lambda child: weights[child], default=None)
        if node.tag in ("table", "tbody"):
            best = _only_cell(node, weights, tables)
        if best is None or weights[best] < LEAST_SHARE_OF_CORE * weights[node]:
            return node if whole is None else whole, node
        if whole is None and any(line.is_of_notice for line in _lines_beside(node, best, tables)):
            whole = node
        node = best


def _only_cell(table: HtmlElement, weights: dict[HtmlElement, int], tables: DataTables) -> HtmlElement | None:
    """The cell of a layout table with the most text; None in a table that holds data."""
    whole = table if table.tag == "table" else next(table.iterancestors("table"))
    if tables.lines(whole) is not None:
        return None
    cells = [
        cell
        for row in table.iter("tr")
        for cell in row
        if cell.tag in ("td", "th") and cell in weights and next(cell.iterancestors("table")) is whole
    ]
    return max(cells, key=lambda cell: weights[cell], default=None)


def _lines_beside(node: HtmlElement, chosen: HtmlElement, tables: DataTables) -> Iterator[Line]:
    """The lines of an element but those inside the one chosen."""
    keep = {chosen, *chosen.iterancestors()}
    stack = [node]
    while stack:
        parent = stack.pop()
        for child in parent:
            if child is chosen:
                continue
            if child in keep:
                stack.append(child)
            elif is_shown(child):
                yield from lines_of(child, tables)
        texts = [parent.text, *(child.tail for child in parent)]
        yield from (Line(text.strip()) for text in texts if text and text.strip())


def join_labels(lines: list[Line]) -> list[Line]:
    """索引号： and its value, printed in two blocks, as one line."""
    joined: list[Line] = []
    for line in lines:
        above = joined[-1] if joined else None
        is_label = (
            above is not None
            and not above.structured
            and RE_INFO_LABEL.match(above.plain)
            and re.search(r"[：:]\s*$|[】\]]", above.text)
        )
        is_value = not RE_INFO_LABEL.match(line.plain) and (
            not line.is_of_notice or RE_NUMBER_ALONE.match(line.plain) or RE_DATE_ALONE.match(line.plain)
        )
        if above is not None and is_label and is_value:
            joined[-1] = replace(above, text=label_lines([above.text, line.text])[-1])
        else:
            joined.append(line)
    return [line for line in joined if line.structured or not RE_INFO_LABEL.match(line.plain)]


def _without_site(lines: list[Line], title: str) -> list[Line]:
    """The lines of the notice: bars out everywhere, the site's other lines out above and below it."""
    core = [i for i, line in enumerate(lines) if line.in_core]
    # 政策解读 or 相关链接 below the core: whatever follows is another text
    end = next((i for i, line in enumerate(lines) if core and i > core[-1] and line.is_tail), len(lines))
    inside = [i for i, line in enumerate(lines[:end]) if line.is_of_notice]
    if not inside:
        return []
    first = next((i for i in inside if lines[i].in_core), inside[0])
    last = inside[-1]
    body = [line for line in lines[first : last + 1] if not line.is_bar]
    return [*_head(lines[:first], title), *body, *_foot(lines[last + 1 :])]


def _head(above: list[Line], title: str) -> list[Line]:
    """The lines above the core that belong to the notice: its letter, its title, its number, the info box."""
    kept: list[Line] = []
    adjoins = True  # nothing of the site stands between this line and the notice
    for line in reversed(above):
        if line.is_bar or line.is_link or line.is_footer or line.is_tail:
            adjoins = False
            continue
        squeezed = squeeze_title(line.text)
        is_title = (len(squeezed) >= 4 and squeezed in squeeze_title(title)) or (
            line.han >= 8 and RE_PAGE_TITLE.search(line.plain) and not RE_SENTENCE.search(line.text)
        )
        if adjoins or is_title or line.is_formal or RE_USEFUL_INFO.match(line.plain):
            kept.insert(0, line)
    return kept


def _foot(below: list[Line]) -> list[Line]:
    """The lines below a notice's last sure line that belong to it: up to the site's own, then only attachments."""
    has_footer = any(line.is_footer for line in below)
    end = next(
        (
            i
            for i, line in enumerate(below)
            if line.is_bar or line.is_link or line.is_footer or line.is_tail or (has_footer and line.is_beside_footer)
        ),
        len(below),
    )
    return [*below[:end], *(line for line in below[end:] if RE_ATTACHMENT.match(line.text) and not line.is_tail)]


def notice_lines(body: HtmlElement, tables: DataTables, title: str) -> list[Line]:
    """The lines of a page that are the notice, its letter and title included."""
    whole, core = _containers(body, tables)
    lines = _without_site(join_labels(lines_of(whole, tables, core)), title)
    return [line for line in lines if not RE_CONTINUED.fullmatch(line.text)]
