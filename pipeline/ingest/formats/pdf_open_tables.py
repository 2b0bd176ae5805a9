"""Tables without drawn rules: columns that white space parts below a header that names tasks and departments."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby, pairwise
from statistics import median

from pipeline.ingest.formats.pdf_lines import Line, Run, words_of
from pipeline.ingest.formats.pdf_marks import Rule
from pipeline.ingest.formats.pdf_tables import Cell, Table, cell_of
from pipeline.ingest.formats.task_cells import RE_HEADING_NUMBER
from pipeline.ingest.formats.task_table import has_task_header

FEWEST_COLUMNS = 3
NARROWEST_GAP = 0.3  # characters left open between two columns
MOST_CUT = 6  # lines at the left margin of a row that a page break cut, before the next row begins
CLEARLY = 0.1  # characters that the gap between two rows is wider than that between two lines of a row
RULED = 0.8  # share of a table's width that the rules at one height span together


def with_open_tables(lines: list[Line], rules: Sequence[Rule] = (), above: Table | None = None) -> list[Line | Table]:
    """The lines of a page, those of a table without rules, or with level ones only, gathered into one.

    `above` is the table without rules that stood last on the page before: it may go on without its header.
    """
    items: list[Line | Table] = []
    rest = _rest(lines, above) if above is not None else []
    if above is not None and rest:
        items.append(_continued(rest, above, rules))
    i = len(rest)
    while i < len(lines):
        taken = _rows_below(lines, i) if _is_header(lines[i]) else []
        if len(taken) > 1:
            items.append(_table(taken, rules))
            i += len(taken)
        else:
            items.append(lines[i])
            i += 1
    return items


def _is_header(line: Line) -> bool:
    words = words_of(line.pieces, line.size)
    return len(words) >= FEWEST_COLUMNS and has_task_header([[text for text, _, _ in words]])


def _is_heading(line: Line) -> bool:
    """True for a row that titles the rows below it."""
    return len(words_of(line.pieces, line.size)) == 1 and bool(RE_HEADING_NUMBER.match(line.text))


def _rows_below(lines: list[Line], header: int) -> list[Line]:
    """The header and the lines below it whose parts leave the gaps between the columns open."""
    return _fitting(lines[header:], _gaps(lines[header]))


def _rest(lines: list[Line], above: Table) -> list[Line]:
    """The lines at the top of a page with which the table of the page before goes on."""
    if not above.gaps or not lines or _is_header(lines[0]):
        return []
    if lines[0].column != above.column or _narrowed(above.gaps, lines[0]) is None:
        return []
    rest = _fitting(lines, above.gaps)
    # the page break may cut a row, so that its first lines fill one column only
    cut = next((i for i, line in enumerate(rest) if len(_columns(line, above.edges)) > 1), None)
    in_column = all(line.x0 > above.edges[1] for line in rest[:cut])
    return rest if cut is not None and (cut < MOST_CUT or in_column) else []


def _fitting(lines: list[Line], gaps: list[tuple[float, float]]) -> list[Line]:
    """The first line and those below it that leave the gaps open and stand no farther apart than rows do."""
    pitch = 0.0
    taken = [lines[0]]
    for line in lines[1:]:
        narrowed = _narrowed(gaps, line)
        step = line.top - taken[-1].top
        is_far = pitch and step > 4 * max(pitch, line.size)
        if narrowed is None or is_far or line.column != lines[0].column:
            break
        gaps = narrowed
        pitch = min(pitch or step, step) if step > 0.5 * line.size else pitch
        taken.append(line)
    return taken


def _gaps(line: Line) -> list[tuple[float, float]]:
    words = words_of(line.pieces, line.size)
    return [(above[2], below[1]) for above, below in pairwise(words)]


def _narrowed(gaps: list[tuple[float, float]], line: Line) -> list[tuple[float, float]] | None:
    """The gaps without what a line prints into them; None if it closes one."""
    if _is_heading(line):
        return gaps
    own: list[tuple[float, float]] = []
    for left, right in gaps:
        for _, start, end in line.pieces:
            if end <= left or start >= right:
                continue
            if start <= left or (end < right and start - left < right - end):
                left = end
            else:
                right = start
        if right - left < NARROWEST_GAP * line.size:
            return None
        own.append((left, right))
    return own


def _table(lines: list[Line], rules: Sequence[Rule]) -> Table:
    gaps = _gaps(lines[0])
    for line in lines[1:]:
        gaps = _narrowed(gaps, line) or gaps
    borders = [lines[0].x0, *((left + right) / 2 for left, right in gaps), max(line.x1 for line in lines)]
    edges = [min(line.x0 for line in lines), *borders[1:-1], borders[-1]]
    header, body = lines[0], lines[1:]
    rows = [
        _row([header], edges),
        *(_row(row, edges) for row in _between_rules(body, edges, rules) or _rows(body, edges)),
    ]
    return Table(rows, edges, header.top, lines[-1].bottom, header.page, edges[0], edges[-1], header.column, gaps)


def _continued(lines: list[Line], above: Table, rules: Sequence[Rule]) -> Table:
    """The rest of a table at the top of a page, in the columns of the table above."""
    gaps = above.gaps
    for line in lines:
        gaps = _narrowed(gaps, line) or gaps
    rows = [
        _row(row, above.edges) for row in _between_rules(lines, above.edges, rules) or _rows_of_rest(lines, above.edges)
    ]
    top, bottom, page = lines[0].top, lines[-1].bottom, lines[0].page
    return Table(rows, above.edges, top, bottom, page, above.x0, above.x1, above.column, gaps)


def _column(run: Run, edges: list[float]) -> int:
    middle = (run[1] + run[2]) / 2
    return max((j for j in range(len(edges) - 1) if edges[j] <= middle), default=0)


def _columns(line: Line, edges: list[float]) -> set[int]:
    return {_column(run, edges) for run in line.pieces}


def _row(lines: list[Line], edges: list[float]) -> list[Cell | None]:
    cells: list[list[Line]] = [[] for _ in edges[1:]]
    for line in lines:
        if _is_heading(line):
            cells[0].append(line)
            continue
        for j in range(len(cells)):
            runs = words_of(tuple(run for run in line.pieces if _column(run, edges) == j), line.size)
            if runs:
                text = " ".join(run[0] for run in runs)
                cells[j].append(Line(text, runs[0][1], runs[-1][2], line.top, line.bottom, line.size, line.page, runs))
    widths = [max((line.x1 for line in own), default=0) - min((line.x0 for line in own), default=0) for own in cells]
    return [cell_of(own, width) for own, width in zip(cells, widths, strict=True)]


def _rows_of_rest(lines: list[Line], edges: list[float]) -> list[list[Line]]:
    """The rows of a table that goes on: the first may be the rest of a row that the page break cut."""
    first = next((i for i, line in enumerate(lines) if _is_numbered(line, edges)), 0)
    if not first:
        return _rows(lines, edges)
    steps = [below.top - above.bottom for above, below in pairwise(lines)]
    clearly = CLEARLY * lines[0].size
    cut = max(range(first), key=lambda i: steps[i])
    if max(steps) <= min(steps) + clearly or len(steps) == 1:
        cut = first - 1  # rows stand no farther apart than lines: a number opens its row
    elif steps[cut] < max(steps) - clearly:
        return _rows(lines, edges)
    return [lines[: cut + 1], *_rows(lines[cut + 1 :], edges)]


def _is_numbered(line: Line, edges: list[float]) -> bool:
    return 0 in _columns(line, edges)


def _between_rules(lines: list[Line], edges: list[float], rules: Sequence[Rule]) -> list[list[Line]]:
    """The lines of the body between level rules; none where no rule parts them."""
    if not lines:
        return []
    inside = [
        rule for rule in rules if lines[0].top < rule.top < lines[-1].top and rule.x0 < edges[-1] and rule.x1 > edges[0]
    ]
    heights = []
    for _, found in groupby(sorted(inside, key=lambda rule: rule.top), lambda rule: round(rule.top / 3)):
        drawn = list(found)
        if sum(rule.x1 - rule.x0 for rule in drawn) >= RULED * (edges[-1] - edges[0]):
            heights.append(drawn[0].top)
    bands = groupby(lines, lambda line: sum(height < (line.top + line.bottom) / 2 for height in heights))
    return [list(band) for _, band in bands] if heights else []


def _rows(lines: list[Line], edges: list[float]) -> list[list[Line]]:
    """The lines of the body row by row: parted at the widest gaps so that each row has one number, else at each
    number."""
    numbered = [_is_numbered(line, edges) for line in lines]
    steps = [below.top - above.bottom for above, below in pairwise(lines)]
    if all(numbered) or not lines:
        return [[line] for line in lines]
    wanted = sum(numbered)
    widest = sorted(sorted(range(len(steps)), key=lambda i: -steps[i])[: max(0, wanted - 1)])
    blocks = _cut(lines, [i + 1 for i in widest])
    others = [step for i, step in enumerate(steps) if i not in widest]
    is_wider = not widest or not others or min(steps[i] for i in widest) > max(others) + CLEARLY * lines[0].size
    if wanted > 1 and is_wider and all(sum(_is_numbered(line, edges) for line in block) == 1 for block in blocks):
        return blocks
    if wanted > 1:
        return _cut(lines, [i for i, own in enumerate(numbered) if own and i])
    usual = median(steps) if steps else 0.0
    return _cut(lines, [i + 1 for i, step in enumerate(steps) if step > usual + 0.4 * lines[i].size])


def _cut(lines: list[Line], places: list[int]) -> list[list[Line]]:
    bounds = [0, *places, len(lines)]
    return [lines[a:b] for a, b in pairwise(bounds) if lines[a:b]]
