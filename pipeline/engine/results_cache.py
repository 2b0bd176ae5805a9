"""Results kept from run to run: what was worked out of one notice (or series) is not worked out again.

A result is found by its key: a hash over the code, the configuration and the input it was made
from. One SQLite file holds all of them; every result is stored whole or not at all, so that a
killed run loses only what it was working on, and two runs at once do no harm. Losing the file
costs time and nothing else.
"""

from __future__ import annotations

import hashlib
import sqlite3
import sys
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import TypeVar

from pipeline.engine.files import StorageError

FILE = ".cache/results.sqlite"
PATIENCE = 120  # seconds to wait for another run that is writing
RUNS_KEPT = 3  # a result that so many runs of its stage did not use is dropped
TABLES = """
CREATE TABLE IF NOT EXISTS runs (stage TEXT PRIMARY KEY, number INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS results (key BLOB PRIMARY KEY, stage TEXT NOT NULL, used INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS parts (key BLOB NOT NULL, name TEXT NOT NULL, digest BLOB NOT NULL, data BLOB NOT NULL, \
PRIMARY KEY (key, name));
"""

Parts = dict[str, bytes]
Answer = TypeVar("Answer")


def _tell(message: str) -> None:
    sys.stderr.write(message + "\n")


def _damaged(error: Exception) -> str:
    return f"{FILE}: damaged ({error}); it is begun anew, and everything is read again this once"


def _unusable(reason: str) -> str:
    return (
        f"{FILE}: cannot be used ({reason}); this run goes on without it, and the next one reads everything again. "
        "Check who may write there, and end what holds it."
    )


def forget(root: Path) -> None:
    """Remove all kept results."""
    for end in ("", "-wal", "-shm"):
        (root / (FILE + end)).unlink(missing_ok=True)


class ResultsCache:
    """The kept results of one stage, for one run of it.

    A cache that is damaged is begun anew; where none can be written, a temporary one serves this
    run. Both are said on standard error.
    """

    def __init__(self, root: Path, stage: str) -> None:
        self.path = root / FILE
        self.stage = stage
        self._connection = self._open()
        self._run = self._begun(self._next_run, 1)

    def _open(self) -> sqlite3.Connection:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            return self._connect()
        except sqlite3.DatabaseError as error:
            if not isinstance(error, sqlite3.OperationalError):
                _tell(_damaged(error))
                forget(self.path.parent.parent)
                return self._connect()
            reason = str(error)
        except OSError as error:
            reason = error.strerror or str(error)
        _tell(_unusable(reason))
        return self._prepared(sqlite3.connect("", check_same_thread=False))

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.path, timeout=PATIENCE, check_same_thread=False)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        return self._prepared(connection)

    def _prepared(self, connection: sqlite3.Connection) -> sqlite3.Connection:
        connection.executescript(TABLES)
        return connection

    def _begun(self, action: Callable[[], Answer], otherwise: Answer) -> Answer:
        """Do something with the file; where that shows it damaged or held by another, go on with a fresh one."""
        try:
            return action()
        except sqlite3.DatabaseError as error:
            self._replace(error)
            return otherwise

    def _replace(self, error: sqlite3.DatabaseError) -> None:
        """Begin a damaged file anew; where another program holds it, a temporary one serves this run."""
        with suppress(sqlite3.Error):
            self._connection.close()
        if isinstance(error, sqlite3.OperationalError):
            _tell(_unusable(str(error)))
            self._connection = self._prepared(sqlite3.connect("", check_same_thread=False))
        else:
            _tell(_damaged(error))
            forget(self.path.parent.parent)
            self._connection = self._connect()
        self._run = self._next_run()

    def _next_run(self) -> int:
        with self._connection as connection:
            connection.execute(
                "INSERT INTO runs VALUES (?, 1) ON CONFLICT (stage) DO UPDATE SET number = number + 1", (self.stage,)
            )
            return int(connection.execute("SELECT number FROM runs WHERE stage = ?", (self.stage,)).fetchone()[0])

    def __enter__(self) -> ResultsCache:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if error is None:
                self._drop_unused()
        finally:
            self._connection.close()

    def known(self, keys: Iterable[bytes]) -> set[bytes]:
        """Those of the keys that have a result; they count as used by this run."""
        wanted = list(keys)
        return self._begun(lambda: self._marked(wanted), set())

    def _marked(self, keys: list[bytes]) -> set[bytes]:
        with self._connection as connection:
            return {
                key
                for key in keys
                if connection.execute("UPDATE results SET used = ? WHERE key = ?", (self._run, key)).rowcount
            }

    def get(self, key: bytes) -> Parts | None:
        """The parts of a result, None where there is none or where it is damaged."""
        return self._begun(lambda: self._parts(key), None)

    def _parts(self, key: bytes) -> Parts | None:
        found = self._connection.execute(
            "SELECT name, digest, data FROM parts WHERE key = ? ORDER BY name", (key,)
        ).fetchall()
        known = self._connection.execute("SELECT 1 FROM results WHERE key = ?", (key,)).fetchone()
        if not known or any(_digest(data) != digest for _, digest, data in found):
            return None
        return {name: data for name, _, data in found}

    def put(self, results: Mapping[bytes, Parts]) -> None:
        """Keep results: all of them, or none if the process dies meanwhile.
        Raises StorageError where there is no room."""
        try:
            self._store(results)
        except sqlite3.OperationalError as error:
            raise StorageError(
                f"{FILE}: cannot be written ({error}); free some space, or end what holds it, and run "
                "again. What was done so far is kept."
            ) from error

    def _store(self, results: Mapping[bytes, Parts]) -> None:
        try:
            self._insert(results)
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError as error:
            self._replace(error)
            self._insert(results)

    def _insert(self, results: Mapping[bytes, Parts]) -> None:
        with self._connection as connection:
            for key, parts in results.items():
                connection.execute("INSERT OR REPLACE INTO results VALUES (?, ?, ?)", (key, self.stage, self._run))
                connection.execute("DELETE FROM parts WHERE key = ?", (key,))
                connection.executemany(
                    "INSERT INTO parts VALUES (?, ?, ?, ?)",
                    [(key, name, _digest(data), data) for name, data in parts.items()],
                )

    def _drop_unused(self) -> None:
        with (
            suppress(sqlite3.DatabaseError),
            self._connection as connection,
        ):  # another run is writing: the next one tidies up
            old = (self.stage, self._run - RUNS_KEPT)
            connection.execute(
                "DELETE FROM parts WHERE key IN (SELECT key FROM results WHERE stage = ? AND used <= ?)", old
            )
            connection.execute("DELETE FROM results WHERE stage = ? AND used <= ?", old)


def _digest(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()[:16]
