"""Stage extract. In: notices and units. Out: roles, clauses, targets, entities, and what was left unread."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

import pyarrow.parquet as pq

from pipeline.config import Params, load_dictionary
from pipeline.corrections.table import of_notices
from pipeline.engine.clock import TooMuch, within
from pipeline.engine.groups import beside, encode_tables, groups_of, run_groups, write_groups
from pipeline.engine.results_cache import Parts
from pipeline.engine.storage import to_records
from pipeline.engine.streams import Packed, TableReader, decode, encode, unpack
from pipeline.engine.workers import Context
from pipeline.extract.facts import FactReader, Facts, cites, ids_by_title, resolve_documents
from pipeline.records import Correction, Entity, Notice, Unit

TABLES = {
    "roles": "roles",
    "clauses": "clauses",
    "targets": "targets",
    "entities": "entities",
    "extract_diagnostics": "diagnostics",
}


@lru_cache(maxsize=1)
def _reader(context: Context) -> FactReader:
    return FactReader.load(context.root, grants=context.params.extract.grants)


def _facts(context: Context, notice: Notice, units: list[Unit], decided: Sequence[Correction]) -> Facts:
    """The facts of a notice; one that takes too long has none but the diagnostic that says so."""
    reader = _reader(context)
    try:
        with within(context.params.ingest.longest_reading, "reading its roles, targets and entities"):
            return reader.read(notice, units, decided)
    except TooMuch as error:
        return Facts(diagnostics=[error.diagnostic(notice.notice_id)])


def _work(context: Context, jobs: list[tuple[list[Packed], list[Correction] | None]]) -> list[Parts]:
    results = []
    for packed, decided in jobs:
        units, (notice,) = map(unpack, packed)
        facts = _facts(context, notice, units, decided or ())
        results.append(encode_tables(context.root, {table: getattr(facts, name) for table, name in TABLES.items()}))
    return results


def _with_documents(root: Path, results: Iterator[tuple[str, Parts]]) -> Iterator[tuple[str, Parts]]:
    """Resolve cited documents last: which notices there are to be cited is no matter of one notice."""
    notices = pq.read_table(root / load_dictionary(root)["notices"].path, columns=["title", "notice_id"])
    ids = ids_by_title(zip(*(column.to_pylist() for column in notices.columns)))
    for name, parts in results:
        rows = decode(parts["entities"]) if "entities" in parts else None
        if rows and any(
            cites(label, text, ids) for label, text in zip(rows["label"].to_pylist(), rows["text"].to_pylist())
        ):
            parts = {**parts, "entities": encode(root, "entities", resolve_documents(to_records(Entity, rows), ids))}
        yield name, parts


def run(root: Path, params: Params) -> None:
    """Read the facts of every notice."""
    groups = beside(
        groups_of([TableReader(root, "units"), TableReader(root, "notices")]),
        *of_notices(root, "role", "target", "entity"),
    )
    results = run_groups(root, "extract", params, groups, _work, "reading roles, targets and entities")
    write_groups(root, tuple(TABLES), _with_documents(root, results))
