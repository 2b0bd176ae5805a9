"""Stage ingest. In: data/corpus.csv and the files it names. Out: notices, and what could not be read.

A row or file that cannot be used is set aside with a diagnostic; the other notices go through.
"""

from __future__ import annotations

import hashlib
import heapq
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from pipeline.config import Params
from pipeline.corpus import RejectedRow, load_corpus
from pipeline.corrections.apply import Outcome, correct_notice
from pipeline.corrections.table import of_notices
from pipeline.engine.fingerprint import hash_file
from pipeline.engine.groups import Groups, beside, encode_tables, run_groups, write_groups
from pipeline.engine.results_cache import Parts
from pipeline.engine.workers import Context
from pipeline.ingest.letter_words import LetterWords
from pipeline.ingest.notice import read_notice
from pipeline.ingest.raw import UnreadableNotice
from pipeline.records import Correction, Diagnostic, Notice, Source


def _set_aside(row: RejectedRow) -> Diagnostic:
    return Diagnostic(
        row.notice_id or f"line-{row.line}", "rejected-row", "error", f"data/corpus.csv, line {row.line}: {row.message}"
    )


def _rejected(root: Path, rows: list[RejectedRow]) -> Iterator[tuple[str, Parts]]:
    grouped: dict[str, list[Diagnostic]] = defaultdict(list)
    for row in rows:
        odd = _set_aside(row)
        grouped[odd.notice_id].append(odd)
    return ((name, encode_tables(root, {"ingest_diagnostics": grouped[name]})) for name in sorted(grouped))


def _read(source: Source, data: bytes, params: Params, words: LetterWords) -> tuple[Notice | None, list[Diagnostic]]:
    found = hashlib.sha256(data).hexdigest()
    if found != source.sha256:
        message = (
            f"{source.file}: sha256 is {found}, data/corpus.csv says {source.sha256}. The file was changed: "
            "restore it, or run `policy-trends add` again to accept the new text."
        )
        return None, [Diagnostic(source.notice_id, "changed-file", "error", message)]
    name = Path(source.file).name
    try:
        return read_notice(
            name,
            data,
            params.ingest,
            notice_id=source.notice_id,
            series=source.series,
            year=source.year,
            provenance=source.provenance,
            words=words,
        )
    except UnreadableNotice as error:
        return None, [
            Diagnostic(
                source.notice_id, "unreadable", "error", f"{source.file}: {str(error).removeprefix(name + ': ')}"
            )
        ]


def _work(context: Context, jobs: list[tuple[tuple[Source, bytes], list[Correction] | None]]) -> list[Parts]:
    results = []
    words = LetterWords.load(context.root)
    for (source, data), decided in jobs:
        notice, odd = _read(source, data, context.params, words)
        outcome = Outcome()
        notice = correct_notice(notice, decided or (), outcome) if notice else None
        odd = [*odd, *outcome.diagnostics()]
        results.append(encode_tables(context.root, {"notices": [notice] if notice else [], "ingest_diagnostics": odd}))
    return results


def run(root: Path, params: Params) -> None:
    """Read every notice of the corpus list."""
    listed, rejected = load_corpus(root)
    sources = {source.notice_id: source for source in listed}
    digests = {name: f"{source} {hash_file(root / source.file)}".encode() for name, source in sources.items()}
    groups = Groups(digests, lambda name: (sources[name], (root / sources[name].file).read_bytes()))
    groups = beside(groups, *of_notices(root, "notice"))
    results = run_groups(root, "ingest", params, groups, _work, "reading notices")
    write_groups(
        root,
        ("notices", "ingest_diagnostics"),
        heapq.merge(results, _rejected(root, rejected), key=lambda result: result[0]),
    )
