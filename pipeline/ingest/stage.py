"""Stage ingest. In: data/corpus.csv and the files it names. Out: notices, and what could not be read.

A row or file that cannot be used is set aside with a diagnostic; the other notices go through.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from pipeline.config import Params, RejectedRow, load_corpus
from pipeline.ingest.notice import read_notice
from pipeline.ingest.raw import UnreadableNotice
from pipeline.progress import track
from pipeline.schema import Diagnostic, Notice, Source
from pipeline.storage import write_table


def _set_aside(row: RejectedRow) -> Diagnostic:
    return Diagnostic(row.notice_id or f"line-{row.line}", "rejected-row", "error", f"data/corpus.csv, line {row.line}: {row.message}")


def _read(root: Path, source: Source, params: Params) -> tuple[Notice | None, list[Diagnostic]]:
    path = root / source.file
    data = path.read_bytes()
    found = hashlib.sha256(data).hexdigest()
    if found != source.sha256:
        message = f"{source.file}: sha256 is {found}, data/corpus.csv says {source.sha256}. The file was changed: restore it, or run `policy-trends add` again to accept the new text."
        return None, [Diagnostic(source.notice_id, "changed-file", "error", message)]
    try:
        return read_notice(path.name, data, params.ingest, notice_id=source.notice_id, series=source.series, year=source.year, provenance=source.provenance)
    except UnreadableNotice as error:
        return None, [Diagnostic(source.notice_id, "unreadable", "error", f"{source.file}: {str(error).removeprefix(path.name + ': ')}")]


def run(root: Path, params: Params) -> None:
    """Read every notice of the corpus list."""
    sources, rejected = load_corpus(root)
    notices: list[Notice] = []
    diagnostics = [_set_aside(row) for row in rejected]
    for source in track(sources, "reading notices"):
        notice, odd = _read(root, source, params)
        diagnostics.extend(odd)
        if notice:
            notices.append(notice)
    write_table(root, "notices", notices)
    write_table(root, "ingest_diagnostics", diagnostics)
