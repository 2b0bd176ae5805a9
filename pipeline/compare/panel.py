"""The panel: what every edition of a group says of an indicator, a row an indicator and a cell an edition.

A cell is a value, a goal in words, or not set; `cut` where the notice breaks off and may set it in what
is missing. Rows follow the matches from edition to edition, so that no row joins two measures.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline.compare.indicators import comparable
from pipeline.records.findings import Cell, CellStatus, Group, Indicator, Match, Passage


def panel(
    group: Group,
    ledgers: Mapping[str, Sequence[Indicator]],
    matches: Sequence[Match],
    cut: frozenset[str] = frozenset(),
) -> list[Cell]:
    """Cells of every indicator that some edition sets: rows in the order of first appearance, editions in the group's."""
    row_of = _rows(group, ledgers, matches)
    heads = {row: indicator.head for (_, _), (row, indicator) in row_of.items()}
    said: dict[tuple[str, str], Indicator] = {
        (row, notice_id): indicator for (notice_id, _), (row, indicator) in row_of.items()
    }
    names = _unique({row: heads[row] for row in dict.fromkeys(row for row, _ in row_of.values())})
    return [
        _cell(names[row], edition.notice_id, said.get((row, edition.notice_id)), edition.notice_id in cut)
        for row in names
        for edition in group.editions
    ]


def _rows(
    group: Group, ledgers: Mapping[str, Sequence[Indicator]], matches: Sequence[Match]
) -> dict[tuple[str, str], tuple[str, Indicator]]:
    """(notice, indicator id) -> (row, indicator). A matched indicator carries on the row of the one it answers."""
    answers = {match.new_ids[0]: match.old_ids[0] for match in matches}
    row_of: dict[tuple[str, str], tuple[str, Indicator]] = {}
    before: str | None = None
    for edition in group.editions:
        for indicator in ledgers[edition.notice_id]:
            if comparable(indicator):
                old = row_of.get((before or "", answers.get(indicator.id, "")))
                row_of[(edition.notice_id, indicator.id)] = (
                    old[0] if old else f"{edition.notice_id}/{indicator.id}",
                    indicator,
                )
        before = edition.notice_id
    return row_of


def _unique(heads: Mapping[str, str]) -> dict[str, str]:
    """row -> a name for it: its head, with a number where several rows share one."""
    seen: dict[str, int] = {}
    names = {}
    for row, head in heads.items():
        seen[head] = seen.get(head, 0) + 1
        names[row] = head if seen[head] == 1 else f"{head} ({seen[head]})"
    return names


def _cell(row: str, notice_id: str, indicator: Indicator | None, cut: bool) -> Cell:
    if indicator is None:
        return Cell(row, "indicator", notice_id, "cut" if cut else "not_set", None, None, "", "", ())
    first = indicator.mentions[0]
    status: CellStatus = "worded" if first.value is None else "value"
    facts: tuple[Passage, ...] = tuple(mention.passage for mention in indicator.mentions)
    return Cell(row, "indicator", notice_id, status, first.value, first.value_high, first.unit, first.printed, facts)
