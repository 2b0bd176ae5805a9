"""Two levels of government: what became of the targets and tasks of the higher notice in each place below it.

Rates, shares, limits and figures per head can be higher or lower below; of an amount a place promises its
part, so it is only taken up. What is not found is left out only where the text does not break off.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pipeline.compare.across.group import CrossSection, Member
from pipeline.compare.across.works import Work, pieces, same_work
from pipeline.compare.statements import Part
from pipeline.records.crosses import CrossCell, CrossLevel, CrossRow
from pipeline.records.findings import Passage

RELATIVE = ("growth", "reduction", "share", "limit", "multiple")
PER_HEAD = ("每", "人均", "单位", "万元地区生产总值")


def is_relative(row: CrossRow) -> bool:
    """Whether the numbers of a row can be compared whatever the size of a place."""
    return row.measure in RELATIVE or row.indicator.startswith(PER_HEAD)


def levels(cross: CrossSection, rows: Sequence[CrossRow], works: Mapping[str, Sequence[Work]]) -> list[CrossLevel]:
    """Targets in the order of the panel, then tasks in that of the higher notice; empty without a higher notice."""
    if cross.higher is None:
        return []
    return [*_targets(cross, cross.higher, rows), *_tasks(cross, cross.higher, rows, works)]


# -- targets -------------------------------------------------------------------------------------------


def _targets(cross: CrossSection, higher: Member, rows: Sequence[CrossRow]) -> Iterator[CrossLevel]:
    for row in rows:
        cells = {cell.notice_id: cell for cell in row.cells}
        above = cells[higher.notice_id]
        if above.status not in ("value", "worded"):
            continue
        for member in cross.peers:
            below = cells[member.notice_id]
            change = _change(row, above, below)
            yield CrossLevel(
                "target", row.indicator, row.measure, member.notice_id, change, _also(above, below),
                above.facts[0], below.facts[0] if below.facts else None, above.printed, below.printed,
            )  # fmt: skip


def _change(row: CrossRow, above: CrossCell, below: CrossCell) -> str:
    if below.status in ("cut", "not_set"):
        return "cut" if below.status == "cut" else "left_out"
    if below.status == "worded" or above.status == "worded":
        return {
            ("value", "worded"): "replaced_by_words",
            ("worded", "value"): "number_added",
        }.get((above.status, below.status), "worded")
    if not is_relative(row):
        return "taken_up"
    if above.unit != below.unit:
        return "not_comparable"
    difference = _middle(below) - _middle(above)
    return "unchanged" if not difference else "raised" if difference > 0 else "lowered"


def _also(above: CrossCell, below: CrossCell) -> tuple[str, ...]:
    return ("bound",) if above.op and below.op and above.op != below.op else ()


def _middle(cell: CrossCell) -> float:
    assert cell.value is not None
    return (cell.value + (cell.value if cell.value_high is None else cell.value_high)) / 2


# -- tasks ---------------------------------------------------------------------------------------------


def _tasks(
    cross: CrossSection, higher: Member, rows: Sequence[CrossRow], works: Mapping[str, Sequence[Work]]
) -> Iterator[CrossLevel]:
    set_below = _set_below(higher, rows)
    for work in works[higher.notice_id]:
        for member in cross.peers:
            place = _taken_up(work, member, works[member.notice_id], set_below)
            change = "taken_up" if place else "cut" if member.cut else "left_out"
            yield CrossLevel(
                "task", work.title.text, "", member.notice_id, change, (), work.title.passage, place, "", ""
            )


def _set_below(higher: Member, rows: Sequence[CrossRow]) -> dict[tuple[str, str], Passage]:
    """(unit of the higher notice, notice below) -> where it sets an indicator that this unit sets."""
    found: dict[tuple[str, str], Passage] = {}
    for row in rows:
        cells = {cell.notice_id: cell for cell in row.cells}
        above = cells[higher.notice_id]
        if above.status != "value":
            continue
        for cell in row.cells:
            if cell.status == "value" and cell.facts:
                found.setdefault((above.facts[0].unit_id, cell.notice_id), cell.facts[0])
    return found


def _taken_up(
    work: Work, member: Member, below: Sequence[Work], set_below: Mapping[tuple[str, str], Passage]
) -> Passage | None:
    """Where a place below does the same: a task of that name, a target of the task, or a clause that names it."""
    same = next((one for one in below if same_work(work, one)), None)
    if same:
        return same.title.passage
    for unit_id in work.title.unit_ids:
        if (unit_id, member.notice_id) in set_below:
            return set_below[unit_id, member.notice_id]
    naming = next((part for piece in pieces(work) if (part := _naming(member, piece))), None)
    if naming:
        return naming.passage
    within = next((one for one in below if len(work.core) < 4 and work.core in one.core), None)
    return within.title.passage if within else None


def _naming(member: Member, piece: str) -> Part | None:
    if piece not in member.view.plan_text:
        return None
    return next((part for part in member.view.plan if piece in part.said), None)
