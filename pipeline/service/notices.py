"""Put a notice into the corpus: read it, keep its bytes under a name of ours, write its row."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pipeline.config import ConfigError, Params
from pipeline.corpus import CORPUS_COLUMNS, PROVENANCES, Row, edited_corpus, id_problem, series_problem
from pipeline.engine.files import atomic
from pipeline.ingest.formats.by_content import suffix_of
from pipeline.records import Diagnostic, Notice, Unit
from pipeline.service.download import download, is_address

RAW = Path("data") / "raw"


@dataclass(frozen=True, slots=True)
class Given:
    """A file as somebody hands it over: its name, its bytes, and for a download its address and day (else "")."""

    name: str
    data: bytes
    address: str = ""
    day: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What reading a file gave, before it is put into the corpus."""

    notice: Notice
    units: tuple[Unit, ...]
    diagnostics: tuple[Diagnostic, ...]


def fetch(address: str, params: Params, *, allow_private: bool = False) -> Given:
    """Download a page or attachment; its name in messages is its address, its format what its bytes say."""
    limits = params.ingest
    found = download(
        address,
        most_megabytes=limits.largest_megabytes,
        most_seconds=limits.longest_download,
        allow_private=allow_private,
    )
    return Given(found.address, found.data, found.address, date.today().isoformat())


def read(given: Given, params: Params, *, notice_id: str) -> Reading:
    """Read a file as the pipeline will. Raises UnreadableNotice."""
    from pipeline.ingest.notice import read_notice
    from pipeline.segment.structure import read_structure

    name = "-" if is_address(given.name) else given.name
    notice, odd = read_notice(name, given.data, params.ingest, notice_id=notice_id)
    structure = read_structure(notice)
    return Reading(notice, tuple(structure.units), (*odd, *structure.diagnostics))


def check_row(series: str, notice_id: str, year: int, provenance: str) -> None:
    """Refuse what cannot be a row of the corpus list. Raises ConfigError."""
    problem = series_problem(series) or id_problem(notice_id)
    if not problem and not 1949 <= year <= date.today().year + 5:
        problem = f"--year {year}: give the four-digit year the notice covers, e.g. 2024"
    if not problem and provenance not in PROVENANCES:
        problem = f"--provenance {provenance!r}: use one of {', '.join(PROVENANCES)}"
    if problem:
        raise ConfigError(problem)


def put(
    root: Path, given: Given, *, notice_id: str, series: str, year: int, provenance: str, replace: bool = False
) -> Path:
    """Keep the file and write its row, under the corpus lock; returns the file's path from the project folder.

    Nothing that a server or a file says decides where: the name comes from the id, the suffix from the
    content. A file that is there is replaced only with `replace`, and only if it is this notice's own.
    """
    check_row(series, notice_id, year, provenance)
    suffix = suffix_of("-" if is_address(given.name) else given.name, given.data)
    target = RAW / series / (notice_id.removeprefix(f"{series}-") + suffix)
    with edited_corpus(root) as rows:
        own = next((row for row in rows if row["notice_id"] == notice_id), None)
        if own and not replace:
            raise ConfigError(
                f"{notice_id} is in data/corpus.csv already; give another --id, "
                "or --replace to put this file in its place"
            )
        _check_free(root, target, rows, own, given.data)
        with atomic(root / target) as temporary:
            temporary.write_bytes(given.data)
        rows[:] = [*(row for row in rows if row is not own), _row(given, notice_id, series, year, provenance, target)]
    if own and own["file"] != target.as_posix() and (root / own["file"]).is_relative_to(root / RAW):
        (root / own["file"]).unlink(missing_ok=True)
    return target


def _check_free(root: Path, target: Path, rows: list[Row], own: Row | None, data: bytes) -> None:
    """Refuse a path that belongs to another notice, or holds bytes that nobody listed."""
    holder = next((row for row in rows if row["file"] == target.as_posix() and row is not own), None)
    if holder:
        raise ConfigError(f"{target.as_posix()} belongs to {holder['notice_id']} already; give another --id")
    if own is None and (root / target).exists() and (root / target).read_bytes() != data:
        raise ConfigError(
            f"{target.as_posix()} is there but in no row of data/corpus.csv; move it away, or give another --id"
        )


def _row(given: Given, notice_id: str, series: str, year: int, provenance: str, target: Path) -> Row:
    digest = hashlib.sha256(given.data).hexdigest()
    cells = (notice_id, series, str(year), target.as_posix(), provenance, given.address, given.day, digest)
    return dict(zip(CORPUS_COLUMNS, cells, strict=True))
