"""Tables too large for memory: written and read one group at a time.

A group is what belongs together: the rows of one notice, or of one series. Groups follow each
other by their ids, and the rows of a group by the table's key.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipeline.config import load_dictionary
from pipeline.engine.files import StorageError, atomic
from pipeline.engine.storage import arrow_schema, record_class, to_arrow, to_records

# A row group ends after so many groups or rows: small enough to be read for the sake of one group.
GROUPS_IN_ROW_GROUP = 100
ROWS_IN_ROW_GROUP = 10_000
ROW_GROUPS_KEPT = 4
CODEC = pa.Codec("zstd")
LENGTH_BYTES = 8

Packed = tuple[str, bytes]  # (name of the record class, Arrow IPC)


def encode(root: Path, name: str, records: Iterable[Any]) -> bytes:
    """The rows of one group as bytes (Arrow IPC, compressed as a whole), sorted by the key of their table."""
    plain = _plain_bytes(to_arrow(root, name, records))
    return len(plain).to_bytes(LENGTH_BYTES, "big") + CODEC.compress(plain, asbytes=True)


def decode(data: bytes) -> pa.Table:
    """What `encode` made, as a table."""
    plain = CODEC.decompress(data[LENGTH_BYTES:], decompressed_size=int.from_bytes(data[:LENGTH_BYTES], "big"))
    with pa.ipc.open_stream(plain) as reader:
        return reader.read_all()


def _plain_bytes(table: pa.Table) -> pa.Buffer:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    return sink.getvalue()


class _Growing:
    """One Parquet file in the making."""

    def __init__(self, path: Path, schema: pa.Schema) -> None:
        self._writer = pq.ParquetWriter(path, schema, compression="zstd")
        self._waiting: list[pa.Table] = []
        self._schema = schema

    def append(self, table: pa.Table) -> None:
        self._waiting.append(table)
        if (
            len(self._waiting) >= GROUPS_IN_ROW_GROUP
            or sum(part.num_rows for part in self._waiting) >= ROWS_IN_ROW_GROUP
        ):
            self.flush()

    def flush(self) -> None:
        rows = pa.concat_tables([self._schema.empty_table(), *self._waiting]).combine_chunks()
        self._waiting = []
        if rows.num_rows:
            self._writer.write_table(rows, row_group_size=rows.num_rows)

    def close(self) -> None:
        self.flush()
        self._writer.close()


class TableWriter:
    """Writes tables of the data dictionary group by group, in the order given.

    All of them take their places when the block ends well; otherwise the old ones stay.
    """

    def __init__(self, root: Path, names: Sequence[str]) -> None:
        self._root = root
        self._names = names
        self._stack = ExitStack()
        self._files: dict[str, _Growing] = {}

    def __enter__(self) -> TableWriter:
        with ExitStack() as stack:
            for name in self._names:
                entry = load_dictionary(self._root)[name]
                temporary = stack.enter_context(atomic(self._root / entry.path))
                self._files[name] = _Growing(temporary, arrow_schema(record_class(entry.record)))
            self._stack = stack.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._stack:
            for file in self._files.values():
                file.close()
            if error:
                raise error

    def append(self, group: Mapping[str, pa.Table]) -> None:
        """Add the rows of the next group; a table it does not have gets none."""
        for name, rows in group.items():
            self._files[name].append(rows)


class TableReader:
    """The rows of one table by the value of its column `by`, without reading the rest."""

    def __init__(self, root: Path, name: str, by: str = "notice_id") -> None:
        entry = load_dictionary(root)[name]
        path = root / entry.path
        self.record = record_class(entry.record)
        if not path.exists():
            raise StorageError(f"{entry.path}: not there yet; `policy-trends run` makes it (stage {entry.stage})")
        self._file = pq.ParquetFile(path)
        if self._file.schema_arrow != arrow_schema(self.record):
            raise StorageError(
                f"{entry.path}: was written by another version; `policy-trends run --force` makes it anew "
                f"(stage {entry.stage})"
            )
        self._places = self._index(by)
        self._none = self._file.schema_arrow.empty_table()
        self._kept: OrderedDict[int, pa.Table] = OrderedDict()

    def _index(self, by: str) -> dict[str, list[tuple[int, int, int]]]:
        """value -> (row group, first row in it, number of rows) of each of its runs."""
        places: dict[str, list[tuple[int, int, int]]] = defaultdict(list)
        for number in range(self._file.num_row_groups):
            column = self._file.read_row_group(number, columns=[by]).column(0).combine_chunks()
            runs = pc.run_end_encode(column)
            first = 0
            for value, end in zip(runs.values.to_pylist(), runs.run_ends.to_pylist()):
                places[value].append((number, first, end - first))
                first = end
        return dict(places)

    @property
    def groups(self) -> list[str]:
        """The values of the column, sorted."""
        return sorted(self._places)

    def rows(self, group: str) -> pa.Table:
        """The rows of one group, in the order of the file; none where the table does not know it."""
        parts = [self._row_group(number).slice(first, length) for number, first, length in self._places.get(group, [])]
        if len(parts) == 1:
            return parts[0]
        return pa.concat_tables(parts).combine_chunks() if parts else self._none

    def records(self, group: str) -> list[Any]:
        """The same as records."""
        return to_records(self.record, self.rows(group))

    def packed(self, group: str) -> Packed:
        """The same as bytes on their way to a worker, who makes the records (`unpack`)."""
        return self.record.__name__, _plain_bytes(self.rows(group)).to_pybytes()

    def _row_group(self, number: int) -> pa.Table:
        if number not in self._kept:
            self._kept[number] = self._file.read_row_group(number)
            if len(self._kept) > ROW_GROUPS_KEPT:
                self._kept.popitem(last=False)
        self._kept.move_to_end(number)
        return self._kept[number]


def unpack(packed: Packed) -> list[Any]:
    """The records of a group that was packed."""
    name, data = packed
    with pa.ipc.open_stream(data) as reader:
        return to_records(record_class(name), reader.read_all())


def digest_of(tables: Iterable[pa.Table]) -> bytes:
    """sha256 over the values of tables: equal rows have equal digests, wherever they stood."""
    found = hashlib.sha256()
    for table in tables:
        found.update(_plain_bytes(table))
    return found.digest()
