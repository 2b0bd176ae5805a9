"""The indicator panel: a row an indicator, a cell a notice, each cell with the words it was read from."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from pipeline.knowledge.indicator_names import english_name
from pipeline.records import CellRow
from pipeline.report.content.quotes import Quote, Quoter
from pipeline.report.content.values import printed_value
from pipeline.report.series import Series
from pipeline.report.wording import Wording


@dataclass(frozen=True, slots=True)
class PanelCell:
    """What one notice says: `status` is value, worded, not_set, cut or not_told; `move` is up, down, same or ""."""

    status: str
    text: str
    value: float | None
    move: str
    quote: Quote | None


@dataclass(frozen=True, slots=True)
class PanelRow:
    """One indicator over all notices of a series, in their order."""

    name: str
    gloss: str  # in the reader's language, where the name is Chinese and known
    unit: str
    cells: tuple[PanelCell, ...]
    reported: bool = False  # a result that the notices look back on, and no target

    @property
    def set_in(self) -> int:
        return sum(cell.status == "value" for cell in self.cells)

    @property
    def title(self) -> str:
        """What a reader is shown where one name must do."""
        return self.gloss or self.name

    @property
    def moves(self) -> int:
        return sum(cell.move in ("up", "down") for cell in self.cells)


def panel_rows(series: Series, quoter: Quoter, wording: Wording) -> list[PanelRow]:
    """All indicators in the order in which the notices first set them; results that are only reported come last."""
    order = {one.notice_id: place for place, one in enumerate(series.notices)}
    reported = {
        (mention.notice_id, mention.start)
        for one in series.notices
        for mention in one.mentions
        if mention.section == "review"
    }
    rows = []
    for name, group in groupby(series.cells, key=lambda cell: cell.indicator):
        cells = sorted((cell for cell in group if cell.notice_id in order), key=lambda cell: order[cell.notice_id])
        if any(cell.start is not None for cell in cells):
            unit = next((cell.unit for cell in cells if cell.unit), "")
            said = [(cell.notice_id, cell.start) for cell in cells if cell.start is not None]
            only_reported = all(place in reported for place in said)
            gloss = english_name(name) if wording.language == "en" else ""
            made = tuple(_cells(cells, quoter, wording, reported=only_reported))
            rows.append(PanelRow(name, gloss, unit, made, only_reported))
    return sorted(rows, key=lambda row: row.reported)


def _cells(cells: list[CellRow], quoter: Quoter, wording: Wording, *, reported: bool) -> list[PanelCell]:
    """Results go up and down by themselves; an arrow is for what a notice set otherwise than the one before."""
    found: list[PanelCell] = []
    before: CellRow | None = None
    for cell in cells:
        quote = quoter.quote(cell.notice_id, cell.start, cell.end) if cell.start is not None and cell.end else None
        move = "" if reported else _move(before, cell)
        found.append(PanelCell(cell.status, _text(cell, wording, reported=reported), cell.value, move, quote))
        before = cell if cell.value is not None else before
    return found


def _text(cell: CellRow, wording: Wording, *, reported: bool) -> str:
    if cell.status in ("value", "worded"):
        return printed_value(cell, wording)
    if reported and cell.status == "not_set":
        return wording.plain("page.cells.not_reported")
    return wording.plain(f"page.cells.{cell.status}")


def _move(before: CellRow | None, cell: CellRow) -> str:
    """Which way the number went since the last notice that set one; "" where units differ."""
    if before is None or before.value is None or cell.value is None or before.unit != cell.unit:
        return ""
    return "up" if cell.value > before.value else "down" if cell.value < before.value else "same"
