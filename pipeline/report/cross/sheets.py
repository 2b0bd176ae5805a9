"""The tables of a cross-section for spreadsheets: panel, targets of later years, findings, terms, levels, leads."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence

from openpyxl import Workbook
from openpyxl.styles import Font

from pipeline.engine.csv_tables import guarded
from pipeline.records.crosses import CrossCell, CrossFound, CrossRow
from pipeline.report.cross.views import CHANGES, LEADS, MEASURES, STATUS

Sheet = tuple[str, list[str], list[list[object]]]


def sheets(found: CrossFound) -> list[Sheet]:
    """(name, header, rows) of every sheet."""
    places = {place.notice_id: place.place for place in found.places}
    return [
        ("指标", ["指标", "级别", "口径", "设定地方数", "中位数", *places.values()], _panel(found.rows, later=False)),
        ("后续年份目标", ["指标", "级别", "口径", "设定地方数", "中位数", *places.values()], _panel(found.rows, later=True)),
        ("单元格", ["指标", "口径", "地方", "状态", "原文", "数值", "上限", "单位", "名次", "并列", "起", "止", "句"], _cells(found, places)),
        ("发现", ["序", "类", "发现", "English", "权重", "把握", "证据"], _findings(found, places)),
        ("用语", ["用语", "本地专名", "提到", "未提", "残缺未知", "p", "p（校正）"], _terms(found, places)),
        ("上下级", ["类", "事项", "地方", "结果", "上级原文", "下级原文"], _levels(found, places)),
        ("牵头", ["事项", "地方", "情形", "单位"], [[one.work, places[one.notice_id], LEADS[one.status],
        "、".join(one.bodies)] for one in found.leads]),
    ]  # fmt: skip


def _panel(rows: Sequence[CrossRow], *, later: bool) -> list[list[object]]:
    chosen = [(row, row.later if later else row.cells) for row in rows]
    return [
        [row.indicator, row.scope, MEASURES[row.measure], row.promised_by, row.median_printed, *map(_said, cells)]
        for row, cells in chosen
        if not later or any(cell.status == "value" for cell in cells)
    ]


def _said(cell: CrossCell) -> str:
    return cell.printed or STATUS[cell.status]


def _cells(found: CrossFound, places: dict[str, str]) -> list[list[object]]:
    return [
        [row.indicator, MEASURES[row.measure], places[cell.notice_id], cell.status, cell.printed, cell.value,
         cell.value_high, cell.unit, cell.rank, cell.tied, *_where(cell)]
        for row in found.rows
        for cell in row.cells
        if cell.status in ("value", "worded")
    ]  # fmt: skip


def _where(cell: CrossCell) -> Iterator[object]:
    fact = cell.facts[0]
    yield from (fact.start, fact.end, fact.surface)


def _findings(found: CrossFound, places: dict[str, str]) -> list[list[object]]:
    return [
        [number, one.kind, one.zh, one.en, one.weight, one.certainty,
         "；".join(f"{places[fact.notice_id]}“{fact.surface}”" for fact in one.evidence)]
        for number, one in enumerate(found.findings, 1)
    ]  # fmt: skip


def _terms(found: CrossFound, places: dict[str, str]) -> list[list[object]]:
    def named(ids: Sequence[str]) -> str:
        return "、".join(places[one] for one in ids)

    return [
        [one.term, "是" if one.local else "", named(one.said_by), named(one.left_out_by), named(one.untold), one.p,
        one.p_corrected]
        for one in found.terms
        if one.is_name or one.local
    ]  # fmt: skip


def _levels(found: CrossFound, places: dict[str, str]) -> list[list[object]]:
    return [
        ["任务" if one.what == "task" else "目标", one.subject, places[one.notice_id], CHANGES[one.change],
         one.above.surface, one.below.surface if one.below else ""]
        for one in found.levels
    ]  # fmt: skip


def workbook(found: CrossFound) -> bytes:
    """All sheets as a workbook with the same bytes every time; text that a spreadsheet would run is guarded."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, header, rows in sheets(found):
        sheet = book.create_sheet(name)
        sheet.append(header)
        for cell in sheet[1]:
            cell.font = Font(bold=True)
        for row in rows:
            sheet.append([guarded(value) if isinstance(value, str) else value for value in row])
        sheet.freeze_panes = "B2"
        sheet.auto_filter.ref = sheet.dimensions
    buffer = io.BytesIO()
    book.save(buffer)
    return _without_clocks(buffer.getvalue())


def _without_clocks(data: bytes) -> bytes:
    """The package with one fixed time in every part, and none of when it was made."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            part = CORE if name == "docProps/core.xml" else source.read(name)
            target.writestr(zipfile.ZipInfo(name, (2000, 1, 1, 0, 0, 0)), part, zipfile.ZIP_DEFLATED)
    return out.getvalue()


CORE = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    b'<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>'
)
