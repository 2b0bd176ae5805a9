"""The tables of the last run for whoever wants to ask more: as DataFrames, or by SQL."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.config import Table, find_root, load_dictionary
from pipeline.engine.storage import StorageError

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


def open_database(root: Path) -> duckdb.DuckDBPyConnection:
    """An in-memory DuckDB with one view a table, named as in the data dictionary. Nothing is written."""
    import duckdb

    connection = duckdb.connect(":memory:")
    for table in _tables(root):
        path = str(root / table.path).replace("'", "''")
        connection.execute(f"CREATE VIEW {table.name} AS SELECT * FROM read_parquet('{path}')")
    return connection
