"""The tables of a series as CSV with a Frictionless Data Package (v1) that describes and cites them.

The CSV files hold exactly the fields of the records, with machine names and codes, so that a program
reads what the Parquet tables hold. They begin with a byte order mark, without which Excel takes UTF-8
for the system's own encoding; pandas, DuckDB, R and frictionless skip it.

Text that a spreadsheet would run as a formula is guarded by one apostrophe before it. Text that begins
with an apostrophe gets one more, so that dropping one apostrophe always gives the text back.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.engine.csv_tables import guarded
from pipeline.report.content.sources import Provenance
from pipeline.report.sheet_rows import as_date, code_group, description
from pipeline.report.tables import Column, Kind, SeriesTable
from pipeline.report.wording import Wording

BOM = b"\xef\xbb\xbf"
DESCRIPTOR = "datapackage.json"
TYPES: Mapping[Kind, str] = {
    "text": "string",
    "integer": "integer",
    "number": "number",
    "share": "number",
    "year": "integer",
    "date": "date",
    "flag": "boolean",
    "list": "array",
}
# A field that names a row of another table, by the end of its name.
REFERENCES = {"notice_id": ("notices", "notice_id"), "unit_id": ("units", "unit_id"), "chain_id": ("units", "unit_id")}


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return json.dumps(value, ensure_ascii=False)
    return guarded(value) if isinstance(value, str) else repr(value)


def csv_bytes(table: SeriesTable) -> bytes:
    """A table as CSV (RFC 4180, UTF-8 with byte order mark)."""
    names = [column.name for column in table.columns]
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(names)
    writer.writerows([_cell(getattr(row, name)) for name in names] for row in table.rows)
    return BOM + file.getvalue().encode("utf-8", errors="replace")


def package_files(
    series: str, tables: Sequence[SeriesTable], wording: Wording, provenance: Provenance, *, title: str, sample: bool
) -> dict[str, bytes]:
    """File name to bytes: a CSV a table, and the descriptor."""
    files = {f"{table.name}.csv": csv_bytes(table) for table in tables}
    descriptor = _descriptor(series, tables, files, wording, provenance, title=title, sample=sample)
    return {**files, DESCRIPTOR: (json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n").encode()}


def _descriptor(
    series: str,
    tables: Sequence[SeriesTable],
    files: Mapping[str, bytes],
    wording: Wording,
    provenance: Provenance,
    *,
    title: str,
    sample: bool,
) -> dict[str, Any]:
    mark = _marker(wording, sample)
    return {
        "profile": "tabular-data-package",
        "name": series,
        "title": mark(wording.plain("package.title", title=title)),
        "description": f"{wording.entry('package.description')}\n{wording.entry('package.guard')}",
        "version": provenance.version,
        "sample": sample,
        "licenses": [{"name": "other-closed", "title": wording.entry("package.license_title")}],
        "sources": _sources(tables),
        "provenance": {
            "command": provenance.command,
            "software": dict(provenance.software),
            "sha256": dict(provenance.files),
            "parameters": dict(provenance.parameters),
        },
        "resources": [_resource(table, files[f"{table.name}.csv"], wording, mark) for table in tables],
    }


def _marker(wording: Wording, sample: bool) -> Any:
    return (lambda text: wording.plain("package.sample", text=text)) if sample else (lambda text: text)


def _sources(tables: Sequence[SeriesTable]) -> list[dict[str, str]]:
    """The notices, with the address each came from where the corpus list knows it."""
    rows = {table.name: table.rows for table in tables}
    address = {source.notice_id: source.source_url for source in rows["corpus"]}
    return [
        {
            "title": notice.title or notice.notice_id,
            **({"path": address[notice.notice_id]} if address.get(notice.notice_id) else {}),
        }
        for notice in rows["notices"]
    ]


def _resource(table: SeriesTable, data: bytes, wording: Wording, mark: Any) -> dict[str, Any]:
    words = wording.entry(f"workbook.sheets.{table.name}")
    return {
        "profile": "tabular-data-resource",
        "name": table.name.replace("_", "-"),
        "title": mark(words["name"]),
        "description": wording.plain("package.table", name=words["name"], row=words["row"]),
        "path": f"{table.name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(data),
        "hash": "sha256:" + hashlib.sha256(data).hexdigest(),
        "rows": len(table.rows),
        "dialect": {"delimiter": ",", "doubleQuote": True, "lineTerminator": "\r\n", "header": True},
        "sources": [{"title": path, "path": path} for path in table.paths],
        "schema": _schema(table, wording),
    }


def _schema(table: SeriesTable, wording: Wording) -> dict[str, Any]:
    references = [
        (column.name, *target)
        for column in table.columns
        for end, target in REFERENCES.items()
        if column.name.endswith(end) and target != (table.name.rstrip("_"), column.name)
    ]
    return {
        "fields": [_field(table, column, wording) for column in table.columns],
        "missingValues": [""],
        "primaryKey": list(table.key),
        "foreignKeys": [
            {"fields": name, "reference": {"resource": resource, "fields": field}}
            for name, resource, field in references
        ],
    }


def _field(table: SeriesTable, column: Column, wording: Wording) -> dict[str, Any]:
    words = description(wording, table.record, column.name)
    kind = (
        "text"
        if column.kind == "date" and not all(_is_day(getattr(row, column.name)) for row in table.rows)
        else column.kind
    )
    needed = not column.optional and kind not in (
        "text",
        "date",
    )  # an empty text cannot be told from a missing one in CSV
    group = code_group(table.record, column.name)
    return {
        "name": column.name,
        "title": words["name"],
        "type": TYPES[kind],
        "description": words["meaning"],
        **({"constraints": {"required": True}} if needed else {}),
        **({"codes": _codes(wording, group)} if group else {}),
    }


def _codes(wording: Wording, group: str) -> dict[str, str]:
    return {
        code: str(name["label"] if isinstance(name, Mapping) else name) for code, name in wording.entry(group).items()
    }


def _is_day(value: str | None) -> bool:
    return not isinstance(as_date(value), str)
