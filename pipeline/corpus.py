"""The corpus list, data/corpus.csv: one row a notice, read, checked row by row, and changed by one command at a
time."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pipeline.config import ConfigError, load_dictionary
from pipeline.engine.csv_tables import csv_rows, decode_table, write_csv
from pipeline.engine.files import write_text
from pipeline.engine.locks import locked
from pipeline.records import Source

RE_NOTICE_ID = re.compile(r"[a-z0-9][a-z0-9.-]{0,80}")
RE_SERIES = re.compile(r"[a-z0-9][a-z0-9-]{0,40}")
RE_SHA256 = re.compile(r"[0-9a-f]{64}")
RE_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
RE_ADDRESS = re.compile(r"https?://[^\s\x00-\x1f\x7f]{1,2000}", re.IGNORECASE)
CORPUS_COLUMNS = ["notice_id", "series", "year", "file", "provenance", "source_url", "retrieved_on", "sha256"]
# official: a published notice. sample: written for this project, shown as 样例. written: annotated
# by hand and measured on, never shown in a report.
PROVENANCES = ("official", "sample", "written")
LONGEST_PATH = 200  # characters of a file's path from the project folder
# Names that Windows keeps for devices: a folder of such a name cannot be made there.
DEVICE_NAMES = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))}

Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """A row of data/corpus.csv that cannot be used, and why."""

    line: int
    notice_id: str
    message: str


def id_problem(notice_id: str) -> str | None:
    """Why this cannot be the id of a notice, None where it can."""
    if not RE_NOTICE_ID.fullmatch(notice_id):
        return f"notice_id {notice_id!r}: use small letters, digits, - and . only, e.g. qingdao-2024"
    return _name_problem("notice_id", notice_id)


def series_problem(series: str) -> str | None:
    """Why this cannot be the name of a series, None where it can."""
    if not RE_SERIES.fullmatch(series):
        return f"series {series!r}: use small letters, digits and - only, e.g. qingdao"
    return _name_problem("series", series)


def _name_problem(field: str, value: str) -> str | None:
    if value.split(".")[0] in DEVICE_NAMES or value.endswith("."):
        return f"{field} {value!r}: Windows cannot keep a file of this name; choose another"
    return None


def _file_problem(root: Path, file: str) -> str | None:
    if len(file) > LONGEST_PATH:
        return f"file {file[:40]!r}… has {len(file)} characters; keep notices in data/raw/<series>/"
    path = (root / file).resolve()
    if not path.is_relative_to(root.resolve()):
        return f"file {file!r} lies outside the project; copy it in with `policy-trends add`"
    if not path.is_file():
        return f"file {file!r} does not exist; put it there or remove the row"
    return None


def _day_problem(day: str) -> str | None:
    try:
        if not day or date.fromisoformat(day).isoformat() == day:
            return None
    except ValueError:
        pass
    return f"retrieved_on {day!r}: write the day as 2024-01-31, or leave it empty"


def _row_problem(row: Row, root: Path, seen: dict[str, int]) -> str | None:
    notice_id, address = row["notice_id"], row["source_url"]
    problem = id_problem(notice_id) or series_problem(row["series"])
    if problem:
        return problem
    if notice_id in seen:
        return f"notice_id {notice_id!r} stands on line {seen[notice_id]} already; give each notice an id of its own"
    if not RE_YEAR.fullmatch(row["year"]):
        return f"year {row['year']!r}: give the four-digit year the notice covers"
    if row["provenance"] not in PROVENANCES:
        return f"provenance {row['provenance']!r}: use one of {', '.join(PROVENANCES)}"
    if not RE_SHA256.fullmatch(row["sha256"]):
        return f"sha256 {row['sha256']!r} is none; `policy-trends add` writes it for you"
    if address and not RE_ADDRESS.fullmatch(address):
        return f"source_url {address!r}: give an address that begins with http:// or https://, or leave it empty"
    return _day_problem(row["retrieved_on"]) or _file_problem(root, row["file"])


def _read(root: Path) -> Iterator[tuple[int, list[str]]]:
    """(line, cells) of each row below the header; a wrong header refuses the whole file."""
    path = root / load_dictionary(root)["corpus"].path
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise ConfigError(
            f"{path.name}: not found; restore it with `git checkout data/corpus.csv`, "
            "or add a notice with `policy-trends add`"
        ) from None
    rows = csv_rows(decode_table(data, "data/corpus.csv"), "data/corpus.csv")
    _, header = next(rows, (1, []))
    if header != CORPUS_COLUMNS:
        raise ConfigError(
            f"data/corpus.csv, line 1: the columns are {header}, expected {CORPUS_COLUMNS}; restore the header line"
        )
    return rows


def load_corpus(root: Path) -> tuple[list[Source], list[RejectedRow]]:
    """(usable rows, rejected rows) of data/corpus.csv. A wrong header refuses the whole file."""
    sources: list[Source] = []
    rejected: list[RejectedRow] = []
    seen: dict[str, int] = {}
    for line, cells in _read(root):
        if not cells:
            continue
        if len(cells) != len(CORPUS_COLUMNS):
            count = "more" if len(cells) > len(CORPUS_COLUMNS) else "fewer"
            message = f"the row has {count} fields than the header's {len(CORPUS_COLUMNS)}"
            rejected.append(RejectedRow(line, cells[0], message))
            continue
        row = dict(zip(CORPUS_COLUMNS, cells, strict=True))
        problem = _row_problem(row, root, seen)
        if problem:
            rejected.append(RejectedRow(line, row["notice_id"], problem))
            continue
        seen[row["notice_id"]] = line
        sources.append(_source(row))
    return sources, rejected


def _source(row: Row) -> Source:
    return Source(
        notice_id=row["notice_id"],
        series=row["series"],
        year=int(row["year"]),
        file=row["file"],
        provenance=row["provenance"],
        source_url=row["source_url"],
        retrieved_on=row["retrieved_on"],
        sha256=row["sha256"],
    )


@contextmanager
def edited_corpus(root: Path) -> Iterator[list[Row]]:
    """The rows of the corpus list to change in place; written, sorted by id, when the block ends well.

    The list is locked from reading to writing, so that two commands at once lose nothing. A row with
    more or fewer fields refuses the change: writing the others would throw it away.
    """
    with locked(root, "corpus"):
        rows = [_editable(line, cells) for line, cells in _read(root) if cells]
        yield rows
        table = [[row[column] for column in CORPUS_COLUMNS] for row in sorted(rows, key=lambda row: row["notice_id"])]
        write_text(root / load_dictionary(root)["corpus"].path, write_csv(CORPUS_COLUMNS, table))


def _editable(line: int, cells: Sequence[str]) -> Row:
    if len(cells) != len(CORPUS_COLUMNS):
        raise ConfigError(
            f"data/corpus.csv, line {line}: has {len(cells)} fields, not {len(CORPUS_COLUMNS)}; mend that row first"
        )
    return dict(zip(CORPUS_COLUMNS, cells, strict=True))
