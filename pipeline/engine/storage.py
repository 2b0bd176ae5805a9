"""Tables on disk: records to Parquet and back, with explicit schemas, sorted, the same bytes every time."""

from __future__ import annotations

import errno
import glob
import json
import os
import shutil
import tempfile
import types
import typing
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal, TypeVar, get_args, get_origin

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline import records
from pipeline.config import load_dictionary

Record = TypeVar("Record")
TEMPORARY = ".tmp"
NO_ROOM = (errno.ENOSPC, errno.EDQUOT)
SIMPLE_TYPES = {str: pa.string(), int: pa.int64(), float: pa.float64(), bool: pa.bool_()}


class StorageError(RuntimeError):
    """A table is missing or was written by another version; the message says which stage makes it."""


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
    found = getattr(records, name)
    if not is_dataclass(found):
        raise TypeError(f"{name} is no record")
    return found


@contextmanager
def atomic(path: Path) -> Iterator[Path]:
    """A temporary path beside `path` that takes its place only when the block ends well.

    What a killed process left half-written beside `path` is removed first.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _remove_abandoned(path)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.{os.getpid()}.", suffix=TEMPORARY)
    except OSError as error:
        raise _cannot_write(path, error) from error
    os.close(handle)
    temporary = Path(name)
    try:
        yield temporary
        temporary.chmod(0o644)
        os.replace(temporary, path)
    except BaseException as error:
        temporary.unlink(missing_ok=True)
        if isinstance(error, OSError) and error.errno in NO_ROOM:
            raise _cannot_write(path, error) from error
        raise


def replace_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Put a folder with just these files (names relative to it) in the place of what is there, all or nothing."""
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        _remove_abandoned(folder)
        temporary, old = (folder.with_name(f".{folder.name}.{os.getpid()}.{end}{TEMPORARY}") for end in ("new", "old"))
        for name, data in files.items():
            (temporary / name).parent.mkdir(parents=True, exist_ok=True)
            (temporary / name).write_bytes(data)
        if folder.exists():
            os.replace(folder, old)
        os.replace(temporary, folder)
        shutil.rmtree(old, ignore_errors=True)
    except OSError as error:
        raise _cannot_write(folder, error) from error


def _remove_abandoned(path: Path) -> None:
    """Remove what processes that are gone left beside `path`; what belongs to a running one stays."""
    for leftover in path.parent.glob(f".{glob.escape(path.name)}.*{TEMPORARY}"):
        process = leftover.name.removeprefix(f".{path.name}.").split(".")[0]
        if process.isdigit() and not is_running(int(process)):
            _remove(leftover)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def is_running(process: int) -> bool:
    """False for a process that is gone, or dead and never collected."""
    import psutil  # asking the system by signal 0, as on Unix, ends the process on Windows

    try:
        return psutil.Process(process).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def _cannot_write(path: Path, error: OSError) -> StorageError:
    advice = "free some space" if error.errno in NO_ROOM else "check who may write there"
    return StorageError(
        f"{path}: cannot be written ({error.strerror}); {advice} and run again. What was there before is unchanged."
    )


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
    names = [f.name for f in fields(record)]
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


def write_text(path: Path, text: str) -> None:
    """Write UTF-8 with LF line ends, all or nothing."""
    with atomic(path) as temporary:
        temporary.write_bytes(text.encode("utf-8"))


def write_json(path: Path, data: Any) -> None:
    """Write readable JSON: keys in the order given, floats as they are."""
    write_text(path, json.dumps(data, ensure_ascii=False, indent=2) + "\n")
