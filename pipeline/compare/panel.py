"""The panel: what every edition of a group says of an indicator, a row an indicator and a cell an edition.

A cell is a value, a goal in words, or not set; `cut` where the notice breaks off and may set it in what
is missing. Rows follow the matches from edition to edition, so that no row joins two measures.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence

from pipeline.compare.indicators import comparable
from pipeline.compare.ledger import RE_DOWN
from pipeline.compare.statements import squash
from pipeline.records.findings import Cell, CellStatus, Group, Indicator, Match, Passage

RE_SAYS_RATE = re.compile(r"(?:涨幅|增速|增幅|降幅|上涨|增长|率|比重|占比|比例)$")
# What tells rows of one name apart in the panel.
SECTION_WORDS = {"review": "完成情况", "horizon": "远期"}
MEASURE_WORDS = {
    "added": "新增", "removed": "退出", "level": "总量", "share": "比率", "multiple": "倍数",
    "worded": "文字目标",
}  # fmt: skip


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
    names = _unique({row: next(iter(of_year.values())) for row, of_year in said.items()})
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


def _unique(rows: Mapping[str, Indicator]) -> dict[str, str]:
    """row -> a name for it: its head and what of it is measured; rows of one name are told apart by section, measure
    and unit, and by a number where even these are the same."""
    names = {row: named(indicator) for row, indicator in rows.items()}
    tellers: tuple[Callable[[Indicator], str], ...] = (
        lambda indicator: SECTION_WORDS.get(_section(indicator), ""),
        lambda indicator: MEASURE_WORDS.get(indicator.measure, ""),
        lambda indicator: indicator.unit,
    )
    for told in tellers:
        shared = {name for name, count in Counter(names.values()).items() if count > 1}
        for row, name in names.items():
            if name in shared and (word := told(rows[row])):
                names[row] = f"{name[:-1]}，{word}）" if name.endswith("）") else f"{name}（{word}）"
    seen: Counter[str] = Counter()
    for row, name in names.items():
        seen[name] += 1
        names[row] = name if seen[name] == 1 else f"{name}（{seen[name]}）"
    return names


def named(indicator: Indicator) -> str:
    """The head of an indicator, with what is measured where only the number tells it: 国内生产总值增速, 能耗降幅."""
    if indicator.measure != "growth" or RE_SAYS_RATE.search(indicator.head):
        return indicator.head
    said = squash(indicator.mentions[0].passage.surface)
    return indicator.head + ("降幅" if RE_DOWN.search(said) else "增速")


def _section(indicator: Indicator) -> str:
    return indicator.mentions[0].section


def _cell(row: str, notice_id: str, indicator: Indicator | None, cut: bool) -> Cell:
    if indicator is None:
        return Cell(row, "indicator", notice_id, "cut" if cut else "not_set", None, None, "", "", ())
    first = indicator.mentions[0]
    status: CellStatus = "worded" if first.value is None else "value"
    facts: tuple[Passage, ...] = tuple(mention.passage for mention in indicator.mentions)
    return Cell(row, "indicator", notice_id, status, first.value, first.value_high, first.unit, first.printed, facts)
