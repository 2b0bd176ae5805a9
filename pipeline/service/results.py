"""The tables of the last run for whoever wants to ask more: as DataFrames, or by SQL."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.config import Table, find_root, load_dictionary
from pipeline.engine.files import StorageError

if TYPE_CHECKING:
    import duckdb
    import pandas as pd


def _tables(root: Path) -> list[Table]:
    found = [
        table
        for table in load_dictionary(root).values()
        if table.path.endswith(".parquet") and (root / table.path).exists()
    ]
    if not found:
        raise StorageError("no tables yet; `policy-trends run` makes them")
    return found


def load_results(root: Path | None = None) -> dict[str, pd.DataFrame]:
    """Every table of the last run by its name in configs/data_dictionary.yaml (`tasks = load_results()["units"]`)."""
    import pandas as pd

    root = find_root(root)
    return {table.name: pd.read_parquet(root / table.path) for table in _tables(root)}


# Nothing but the project's tables: no other files, no extensions, no settings that could open them again.
LOCKS = (
    "SET enable_external_access = false",
    "SET python_enable_replacements = false",
    "SET autoinstall_known_extensions = false",
    "SET autoload_known_extensions = false",
    "SET lock_configuration = true",
)


def open_database(root: Path) -> duckdb.DuckDBPyConnection:
    """An in-memory DuckDB with one view a table, named as in the data dictionary. It reads no other file."""
    import duckdb

    connection = duckdb.connect(":memory:")
    paths = {table.name: str(root / table.path).replace("'", "''") for table in _tables(root)}
    connection.execute("SET allowed_paths = [" + ", ".join(f"'{path}'" for path in paths.values()) + "]")
    for name, path in paths.items():
        connection.execute(f"CREATE VIEW {name} AS SELECT * FROM read_parquet('{path}')")
    for lock in LOCKS:
        connection.execute(lock)
    return connection


def ask(root: Path, query: str) -> tuple[list[str], list[tuple[Any, ...]]]:
    """(columns, rows) that answer a query. Raises duckdb.Error for what is no single query of the tables."""
    import duckdb

    statements = duckdb.extract_statements(query)
    # no EXPLAIN: EXPLAIN ANALYZE does what it explains, and a COPY may write to what may be read
    if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
        raise duckdb.InvalidInputException("Give one query that asks the tables (SELECT …, DESCRIBE …, SUMMARIZE …)")
    answer = open_database(root).execute(query)
    return [column[0] for column in answer.description or []], answer.fetchall()
