"""Stages that work group by group: what is known is taken from the cache, the rest is worked out.

A group is a notice, or a series. Its results depend on its input, the stage's code and
configuration, and on nothing else; so does its key in the cache.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from pipeline.config import Params, load_dictionary
from pipeline.engine.fingerprint import fingerprint
from pipeline.engine.progress import track
from pipeline.engine.results_cache import Parts, ResultsCache
from pipeline.engine.streams import TableReader, TableWriter, decode, digest_of, encode
from pipeline.engine.workers import Context, Work, work_through

BATCH = 8  # groups a worker gets at once


@dataclass(frozen=True, slots=True)
class Groups:
    """The input of a stage: a digest of every group, and how to load one when it is needed."""

    digests: Mapping[str, bytes]
    load: Callable[[str], Any]


def groups_of(readers: Sequence[TableReader]) -> Groups:
    """The groups of the first of some tables: a group's input is its rows in each of them, packed."""
    return Groups(
        {name: digest_of(reader.rows(name) for reader in readers) for name in readers[0].groups},
        lambda name: [reader.packed(name) for reader in readers],
    )


def beside(groups: Groups, extra: Mapping[str, Any], digests: Mapping[str, bytes]) -> Groups:
    """The same groups, each with something of its own beside its input (None without); its digest joins the input's."""
    return Groups(
        {name: digest + digests.get(name, b"") for name, digest in groups.digests.items()},
        lambda name: (groups.load(name), extra.get(name)),
    )


def series_of(root: Path) -> dict[str, list[str]]:
    """The ids of the notices that reports show, by series; those written to be measured on are left out."""
    columns = pq.read_table(root / load_dictionary(root)["notices"].path, columns=["series", "notice_id", "provenance"])
    found: dict[str, list[str]] = defaultdict(list)
    for series, notice_id, provenance in zip(*(column.to_pylist() for column in columns.columns)):
        if provenance != "written":
            found[series].append(notice_id)
    return {series: sorted(found[series]) for series in sorted(found)}


def run_groups(
    root: Path, stage: str, params: Params, groups: Groups, work: Work, what: str, *, batch: int = BATCH
) -> Iterator[tuple[str, Parts]]:
    """(group, its parts) of every group, by name. `what` tells the user what takes so long."""
    context = Context(root, params, fingerprint(root, stage, params))
    keys = {
        name: hashlib.sha256(f"{context.basis}\n{name}\n".encode() + groups.digests[name]).digest()
        for name in sorted(groups.digests)
    }
    with ResultsCache(root, stage) as cache:
        known = cache.known(keys.values())
        waiting = [name for name, key in keys.items() if key not in known]
        jobs = ((keys[name], groups.load(name)) for name in _told(waiting, what, len(known)))
        for results in work_through(work, context, jobs, batch=batch):
            cache.put(results)
        for name, key in keys.items():
            parts = cache.get(key)
            if parts is None:  # damaged on disk since
                (results,) = work_through(work, context, [(key, groups.load(name))], batch=1)
                cache.put(results)
                parts = results[key]
            yield name, parts


def _told(waiting: Sequence[str], what: str, known: int) -> Iterable[str]:
    """The groups to work on, with progress; how many are known already is said too."""
    return track(waiting, f"{what}; {known} unchanged" if known else what) if waiting else waiting


def encode_tables(root: Path, tables: Mapping[str, Sequence[Any]]) -> Parts:
    """Records by table as parts of a result; an empty table is left out."""
    return {name: encode(root, name, records) for name, records in tables.items() if records}


def write_groups(root: Path, names: Sequence[str], results: Iterator[tuple[str, Parts]]) -> None:
    """Write the tables of a stage from the results of its groups."""
    with TableWriter(root, names) as writer:
        for _, parts in results:
            writer.append({name: decode(data) for name, data in parts.items()})
