"""One writer at a time: whoever reads, changes and writes a table that people edit holds its lock meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from pipeline.engine.files import StorageError

PATIENCE = 60  # seconds to wait for another command that is writing
FOLDER = Path(".cache") / "locks"


@contextmanager
def locked(root: Path, name: str) -> Iterator[None]:
    """Hold the project's lock `name` for the block; the system frees it when the process ends, however it ends."""
    path = root / FOLDER / f"{name}.lock"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = FileLock(path, timeout=PATIENCE)
        lock.acquire()
    except Timeout:
        raise StorageError(
            f"{name}: another command has been writing for {PATIENCE} seconds; let it end, then run this again"
        ) from None
    except OSError as error:
        raise StorageError(f"{path}: cannot be written ({error.strerror}); check who may write there") from error
    try:
        yield
    finally:
        lock.release()
