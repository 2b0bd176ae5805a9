"""Put a notice into the corpus: read it, keep its bytes under a name of ours, write its row."""

from __future__ import annotations

import difflib
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from pipeline.config import ConfigError, Params
from pipeline.corpus import CORPUS_COLUMNS, PROVENANCES, Row, edited_corpus, id_problem, load_corpus, series_problem
from pipeline.corrections.table import drop_notice, identified, rename_notice, save_corrections
from pipeline.engine.csv_tables import csv_rows, decode_table, write_csv
from pipeline.engine.files import atomic, write_text
from pipeline.engine.locks import locked
from pipeline.ingest.formats.by_content import suffix_of
from pipeline.records import Correction, CorrectionKind, Diagnostic, Notice, Unit
from pipeline.service import crosses
from pipeline.service.download import download, is_address
from pipeline.service.labels import rename_source

RAW = Path("data") / "raw"
BY_COMMAND = "notices"  # the annotator of what a command was told, not a workbook


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


def fetch(address: str, params: Params, *, allow_private: bool = False, host: str = "") -> Given:
    """Download a page or attachment, only from `host` if given.

    Its name in messages is its address, its format what its bytes say.
    """
    limits = params.ingest
    found = download(
        address,
        most_megabytes=limits.largest_megabytes,
        most_seconds=limits.longest_download,
        allow_private=allow_private,
        host=host,
    )
    return Given(found.address, found.data, found.address, date.today().isoformat())


def read(given: Given, params: Params, *, notice_id: str) -> Reading:
    """Read a file as the pipeline will. Raises UnreadableNotice."""
    from pipeline.ingest.limits import bounded_time
    from pipeline.ingest.notice import read_notice
    from pipeline.segment.structure import check_count, read_structure

    name = "-" if is_address(given.name) else given.name
    notice, odd = read_notice(name, given.data, params.ingest, notice_id=notice_id)
    with bounded_time(params.ingest.longest_reading, f"{given.name}: cutting it into units"):
        structure = read_structure(notice)
        check_count(structure.units, params.segment.most_units)
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
    target = _place(series, notice_id, suffix)
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
    if own and own["file"] != target.as_posix() and (kept := _kept_file(root, own)):
        kept.unlink()
    return target


def _kept_file(root: Path, row: Row) -> Path | None:
    """The file of a row if it lies in data/raw, where commands may move and remove it; None for any other place
    that an edited row names (data/raw/../…)."""
    file = root / row["file"]
    inside = file.parent.resolve().is_relative_to((root / RAW).resolve())
    return file if inside and file.is_file() else None


def _place(series: str, notice_id: str, suffix: str) -> Path:
    """Where a notice's file is kept. Raises ConfigError if no system could keep a file of that name."""
    name = notice_id.removeprefix(f"{series}-")
    if problem := id_problem(name):
        raise ConfigError(f"{notice_id}: its file would be called {name + suffix!r} ({problem}); give another --id")
    return RAW / series / (name + suffix)


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


# -- the notices that are there ------------------------------------------------------------------

LOG = Path("data") / "corpus_changes.csv"
LOG_COLUMNS = ("date", "notice_id", "change", "reason")


def overview(root: Path) -> list[tuple[str, str, int, object, object, object, str, str]]:
    """(id, series, year, tasks, targets, roles, what is odd, title) of every notice; – where it was not read yet."""
    read = _read_counts(root)
    rows = []
    for source in load_corpus(root)[0]:
        found = read.get(source.notice_id)
        tasks, targets, roles, odd, title = found or ("–", "–", "–", "not read yet: policy-trends run", "")
        if hashlib.sha256((root / source.file).read_bytes()).hexdigest() != source.sha256:
            odd = "edited since it was added: add it again with --replace"
        rows.append((source.notice_id, source.series, source.year, tasks, targets, roles, odd, title))
    return rows


def _read_counts(root: Path) -> dict[str, tuple[object, object, object, str, str]]:
    from pipeline.engine.files import StorageError
    from pipeline.service.results import ask

    try:
        _, rows = ask(root, OVERVIEW)
    except StorageError:
        return {}
    return {row[0]: (row[1], row[2], row[3], row[4] or "", row[5]) for row in rows}


OVERVIEW = """
WITH odd AS (
    SELECT notice_id, code FROM ingest_diagnostics WHERE severity <> 'info'
    UNION ALL SELECT notice_id, code FROM segment_diagnostics WHERE severity <> 'info'
    UNION ALL SELECT notice_id, code FROM extract_diagnostics WHERE severity <> 'info'
)
SELECT n.notice_id,
    (SELECT count(*) FROM units u WHERE u.notice_id = n.notice_id AND u.kind = 'task'),
    (SELECT count(*) FROM targets t WHERE t.notice_id = n.notice_id AND t.kind <> 'grant'),
    (SELECT count(*) FROM roles r WHERE r.notice_id = n.notice_id),
    (SELECT string_agg(DISTINCT o.code, ', ' ORDER BY o.code) FROM odd o WHERE o.notice_id = n.notice_id),
    n.title
FROM notices n
"""


def remove(root: Path, notice_id: str, *, reason: str) -> None:
    """Take a notice out of the list and of every cross-section, with its file in data/raw and the decisions about it.

    Labels that came from it stay: they are texts of their own.
    """
    with edited_corpus(root) as rows:
        row = _listed(rows, notice_id)
        rows.remove(row)
    if kept := _kept_file(root, row):
        kept.unlink()
    drop_notice(root, notice_id)
    crosses.drop_notice(root, notice_id)
    _log(root, notice_id, f"removed {row['file']} ({row['sha256'][:12]})", reason)


def change(
    root: Path, notice_id: str, *, new_id: str = "", year: int | None = None, series: str = "", reason: str
) -> None:
    """Give a notice another id, year or series; its file moves to where a notice of that id lies."""
    with edited_corpus(root) as rows:
        row = _listed(rows, notice_id)
        wanted = {**row, "notice_id": new_id or notice_id, "series": series or row["series"]}
        wanted["year"] = str(year) if year else row["year"]
        check_row(wanted["series"], wanted["notice_id"], int(wanted["year"]), row["provenance"])
        if new_id and any(other["notice_id"] == new_id for other in rows):
            raise ConfigError(f"{new_id}: is in data/corpus.csv already; choose another id")
        if old_file := _kept_file(root, row):
            wanted["file"] = _place(wanted["series"], wanted["notice_id"], old_file.suffix).as_posix()
            if wanted["file"] != row["file"]:
                _check_free(root, Path(wanted["file"]), rows, row, b"")
                _move(old_file, root / wanted["file"])
        told = ", ".join(f"{key} {row[key]} → {wanted[key]}" for key in row if row[key] != wanted[key])
        row.update(wanted)
    if new_id:
        rename_notice(root, notice_id, new_id)
        crosses.rename_notice(root, notice_id, new_id)
        rename_source(root, notice_id, new_id)
    if told:
        _log(root, notice_id, told, reason)


def _move(old: Path, new: Path) -> None:
    if new.exists():
        raise ConfigError(f"{new}: is there already, but in no row of data/corpus.csv; move it away first")
    new.parent.mkdir(parents=True, exist_ok=True)
    old.rename(new)


def _listed(rows: list[Row], notice_id: str) -> Row:
    found = next((row for row in rows if row["notice_id"] == notice_id), None)
    if found is None:
        near = difflib.get_close_matches(notice_id, [row["notice_id"] for row in rows], 3)
        hint = f"did you mean {', '.join(near)}?" if near else "`policy-trends notices` lists the ids"
        raise ConfigError(f"{notice_id}: is no id of data/corpus.csv; {hint}")
    return found


def name_notice(root: Path, notice_id: str, names: Mapping[str, str], *, note: str = "") -> None:
    """Keep a title or issuer that a person gave as a decision, so that it outlives every new reading."""
    _keep_names(root, "notice", notice_id, names, note)


def name_series(root: Path, series: str, title: str, *, note: str = "") -> None:
    """Keep the title that a person gave a series: its report goes by it, in place of the issuer's name."""
    _keep_names(root, "series", series, {"title": title}, note)


def _keep_names(root: Path, kind: CorrectionKind, name: str, given: Mapping[str, str], note: str) -> None:
    empty = Correction(
        "", kind, "change", name, "", "", "", "", "", "title", "", "", note, BY_COMMAND, date.today().isoformat()
    )
    decided = [identified(replace(empty, field=field, new=value)) for field, value in given.items() if value]
    if decided:
        save_corrections(root, decided)


def _log(root: Path, notice_id: str, told: str, reason: str) -> None:
    """Write down what was changed in the corpus and why."""
    with locked(root, "corpus_changes"):
        path = root / LOG
        rows = (
            [cells for _, cells in csv_rows(decode_table(path.read_bytes(), str(LOG)), str(LOG))]
            if path.exists()
            else []
        )
        rows = [*rows[1:], [date.today().isoformat(), notice_id, told, " ".join(reason.split())]]
        write_text(path, write_csv(LOG_COLUMNS, rows))
