"""Files on disk: written whole or not at all, whatever happens meanwhile."""

from __future__ import annotations

import errno
import glob
import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

TEMPORARY = ".tmp"
NO_ROOM = (errno.ENOSPC, errno.EDQUOT)


class StorageError(RuntimeError):
    """A table is missing or was written by another version; the message says which stage makes it."""


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


def write_text(path: Path, text: str) -> None:
    """Write UTF-8 with LF line ends, all or nothing."""
    with atomic(path) as temporary:
        temporary.write_bytes(text.encode("utf-8"))


def write_json(path: Path, data: Any) -> None:
    """Write readable JSON: keys in the order given, floats as they are."""
    write_text(path, json.dumps(data, ensure_ascii=False, indent=2) + "\n")
