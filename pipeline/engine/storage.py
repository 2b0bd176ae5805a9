"""Tables on disk: records to Parquet and back, with explicit schemas, sorted, the same bytes every time."""

from __future__ import annotations

import types
import typing
from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal, TypeVar, cast, get_args, get_origin

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline import records
from pipeline.config import load_dictionary
from pipeline.engine.files import StorageError, atomic

Record = TypeVar("Record")
SIMPLE_TYPES = {str: pa.string(), int: pa.int64(), float: pa.float64(), bool: pa.bool_()}


def _arrow_type(annotation: Any) -> pa.DataType:
    if annotation in SIMPLE_TYPES:
        return SIMPLE_TYPES[annotation]
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Literal:
        return pa.string()
    if origin in (typing.Union, types.UnionType):
        return _arrow_type(next(argument for argument in arguments if argument is not type(None)))
    if origin is tuple:
        return pa.list_(_arrow_type(arguments[0]))
    raise TypeError(f"no column type for {annotation}")


@cache
def arrow_schema(record: type) -> pa.Schema:
    """The Parquet schema of a record class: one column a field, nullable only where None is allowed."""
    hints = typing.get_type_hints(record)
    return pa.schema(
        [
            pa.field(f.name, _arrow_type(hints[f.name]), nullable=type(None) in get_args(hints[f.name]))
            for f in fields(record)
        ]
    )


def record_class(name: str) -> type:
    """The record class of pipeline/records.py with this name."""
    found: object = getattr(records, name)
    if not (isinstance(found, type) and is_dataclass(found)):
        raise TypeError(f"{name} is no record")
    return found


def _sort_key(record: Any, key: tuple[str, ...]) -> tuple:
    return tuple((value is not None, value) for name in key for value in [getattr(record, name)])


def to_arrow(root: Path, name: str, records: Iterable[Any]) -> pa.Table:
    """Records of a table of the data dictionary as Arrow columns, sorted by its key."""
    table = load_dictionary(root)[name]
    rows = sorted(records, key=lambda record: _sort_key(record, table.key))
    columns = arrow_schema(record_class(table.record))
    return pa.table(
        {field_name: [_plain(getattr(row, field_name)) for row in rows] for field_name in columns.names}, schema=columns
    )


def to_records(record: type[Record], table: pa.Table) -> list[Record]:
    """Arrow rows as records of a class, in their order."""
    names = [f.name for f in fields(cast(type[Any], record))]
    return [record(**{field_name: _tuples(row[field_name]) for field_name in names}) for row in table.to_pylist()]


def write_table(root: Path, name: str, records: Iterable[Any]) -> None:
    """Write a whole table of the data dictionary, sorted by its key."""
    with atomic(root / load_dictionary(root)[name].path) as temporary:
        pq.write_table(to_arrow(root, name, records), temporary, compression="zstd")


def read_table(root: Path, name: str) -> list[Any]:
    """The records of a table of the data dictionary, in the order of the file."""
    table = load_dictionary(root)[name]
    path = root / table.path
    if not path.exists():
        raise StorageError(f"{table.path}: not there yet; `policy-trends run` makes it (stage {table.stage})")
    record = record_class(table.record)
    return to_records(record, pq.read_table(path, schema=arrow_schema(record)))


def _plain(value: Any) -> Any:
    return [_plain(item) for item in value] if isinstance(value, tuple) else value


def _tuples(value: Any) -> Any:
    return tuple(_tuples(item) for item in value) if isinstance(value, list) else value
