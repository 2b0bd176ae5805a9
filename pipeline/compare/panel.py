"""The panel: what every edition of a group says of an indicator, a row an indicator and a cell an edition.

A cell is a value, a goal in words, or not set; `cut` where the notice breaks off and may set it in what
is missing. Rows follow the matches from edition to edition, so that no row joins two measures.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pipeline.compare.indicators import comparable
from pipeline.records.findings import Cell, CellStatus, Group, Indicator, Match, Passage


def panel(
    group: Group,
    ledgers: Mapping[str, Sequence[Indicator]],
    matches: Sequence[Match],
    cut: frozenset[str] = frozenset(),
) -> list[Cell]:
    """Cells of every indicator that some edition sets: rows by first appearance, editions in the group's order."""
    said: dict[str, dict[str, Indicator]] = {}
    for notice_id, row, indicator in _placed(group, ledgers, matches):
        said.setdefault(row, {})[notice_id] = indicator
    names = _unique({row: next(iter(of_year.values())).head for row, of_year in said.items()})
    return [
        _cell(names[row], edition.notice_id, of_year.get(edition.notice_id), edition.notice_id in cut)
        for row, of_year in said.items()
        for edition in group.editions
    ]


def _placed(
    group: Group, ledgers: Mapping[str, Sequence[Indicator]], matches: Sequence[Match]
) -> Iterator[tuple[str, str, Indicator]]:
    """(notice, row, indicator): on the row of the indicator it answers, else on that of its like in an earlier edition.

    Its like has the same name, measure and dimension: a row that was left out for a year goes on.
    """
    answers = {match.new_ids[0]: match.old_ids[0] for match in matches}
    row_of: dict[str, str] = {}
    row_of_kind: dict[str, str] = {}
    for edition in group.editions:
        taken: set[str] = set()
        rows = [row for row in ledgers[edition.notice_id] if comparable(row)]
        for indicator in sorted(rows, key=lambda row: row.id not in answers):  # stable: the answers first
            kind = indicator.id.partition("/")[2]
            row = row_of.get(answers.get(indicator.id, "")) or row_of_kind.get(kind) or indicator.id
            row = indicator.id if row in taken else row
            taken.add(row)
            row_of[indicator.id] = row_of_kind[kind] = row
            yield edition.notice_id, row, indicator


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
