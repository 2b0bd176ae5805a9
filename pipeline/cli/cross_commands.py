"""`policy-trends add FOLDER --cross NAME` and `compare NAME`: many places of one year side by side."""

from __future__ import annotations

import hashlib
import json
import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from rich.table import Table

from pipeline.cli.analyze_command import id_from, read_input
from pipeline.cli.terminal import CommandError, messages, screen
from pipeline.config import Params
from pipeline.records.crosses import CrossCell

if TYPE_CHECKING:
    from pipeline.service.across import Across
    from pipeline.service.analyze import Analyzer
    from pipeline.service.notices import Given, Reading

CORPUS = "data/corpus.csv"
MOST_SHOWN = 20
STATUS = {"not_set": "未设", "cut": "文本残缺", "not_told": "未载明"}


@dataclass(frozen=True, slots=True)
class Placed:
    """One file of a folder, read, with the place it is for and the id it gets."""

    given: Given
    reading: Reading
    place: str
    notice_id: str


# -- adding --------------------------------------------------------------------------------------------


def add_cross(
    root: Path,
    params: Params,
    files: Sequence[str],
    cross: str,
    year: int | None,
    said: Sequence[str],
    *,
    provenance: str,
    replace: bool,
    dry_run: bool,
) -> None:
    """Add one notice a place; all or none, so that a panel never lacks a place unnoticed.

    Raises CommandError naming every file whose place is not clear, with what to say instead.
    """
    if year is None:
        raise CommandError("--cross needs --year: the notices of a cross-section cover one year")
    placed, problems = _placed(params, files, cross, year, _said_places(said))
    known = _known(root)
    problems += [problem for one in placed if not replace and (problem := _other_file(one, known))]
    _tell(placed)
    if problems:
        raise CommandError("nothing was added:\n" + "\n".join(problems))
    if dry_run:
        screen.print(f"Would add {len(placed)} notices to {cross}", highlight=False)
        return
    _put(root, placed, cross, year, known, provenance=provenance, replace=replace)
    screen.print(f"Added {len(placed)} notices to {cross}. Next: policy-trends compare {cross}", highlight=False)


def _said_places(said: Sequence[str]) -> dict[str, str]:
    """File name -> place, as given by --place FILE=PLACE."""
    from pipeline.service.crosses import place_problem

    found = {}
    for one in said:
        name, equals, place = one.partition("=")
        if not equals or not name:
            raise CommandError(f"--place {one}: write it as FILE=PLACE, e.g. report-3.txt=山东省")
        if problem := place_problem(place):
            raise CommandError(f"--place {one}: {problem}")
        found[Path(name).name] = place
    return found


def _placed(
    params: Params, files: Sequence[str], cross: str, year: int, said: dict[str, str]
) -> tuple[list[Placed], list[str]]:
    from pipeline.service import notices

    placed: list[Placed] = []
    problems: list[str] = []
    for number, file in enumerate(files, 1):
        given = notices.Given(*read_input(file))
        notice_id = _notice_id(file, cross, year, number)
        reading = notices.read(given, params, notice_id=notice_id)
        place, problem = _place(given.name, reading, said)
        problem = problem or _problem(reading, place, year, placed)
        if problem:
            problems.append(f"{given.name}: {problem}")
        else:
            placed.append(Placed(given, reading, place, notice_id))
    unused = sorted(set(said) - {Path(file).name for file in files})
    problems += [f"--place {name}: no such file among those given" for name in unused]
    return placed, problems


def _notice_id(file: str, cross: str, year: int, number: int) -> str:
    """The file's own name with the year, or a number in the cross-section where the name cannot be an id."""
    own = re.sub(r"[^a-z0-9]+", "-", id_from(file).lower()).strip("-")
    return (
        f"{re.sub(rf'-?{year}', '', own).strip('-') or cross}-{year}"
        if own and own.isascii() and re.search("[a-z]", own)
        else f"{cross}-{number:02d}-{year}"
    )


def _place(name: str, reading: Reading, said: dict[str, str]) -> tuple[str, str]:
    """(place, "") or ("", what is unclear and how to say it)."""
    from pipeline.service.crosses import places_of

    if name in said:
        return said[name], ""
    found = places_of(reading.notice)
    if len(found) == 1:
        return found[0], ""
    if found:
        return "", f"names {len(found)} places as its own ({'、'.join(found)}); say which: --place {name}=…"
    return "", f"neither title, issuer nor opening names its place; say it: --place {name}=…"


def _problem(reading: Reading, place: str, year: int, placed: Sequence[Placed]) -> str:
    if not reading.units:
        return "no units were found; look at it with `policy-trends analyze`"
    twin = next((one for one in placed if one.place == place), None)
    if twin:
        return f"is for {place}, as {twin.given.name} is; give one notice a place"
    read_year = reading.notice.year
    if read_year is not None and abs(read_year - year) > 1:
        return f"speaks of {read_year}, --year says {year}; leave it out, or add it under its own year"
    return ""


def _tell(placed: Sequence[Placed]) -> None:
    for one in placed:
        title = one.reading.notice.title or one.given.name
        said = f"{one.place}  {one.notice_id}  {title}: {len(one.reading.units)} units"
        screen.print(said, highlight=False, markup=False, soft_wrap=True)
        for odd in one.reading.diagnostics:
            if odd.severity == "error":
                messages.print(f"{one.given.name}: {odd.message}", style="yellow", markup=False, highlight=False)


def _known(root: Path) -> dict[str, str]:
    """Notice id -> the hash of its file, of every notice of the corpus: one may stand in several cross-sections."""
    from pipeline.corpus import load_corpus

    return {source.notice_id: source.sha256 for source in load_corpus(root)[0]} if (root / CORPUS).exists() else {}


def _other_file(one: Placed, known: Mapping[str, str]) -> str:
    """Why a notice cannot be added under its id: another file has it."""
    if known.get(one.notice_id, _hash(one)) == _hash(one):
        return ""
    return (
        f"{one.given.name}: {one.notice_id} is in data/corpus.csv with another file; rename this one, "
        "or --replace to put it in its place"
    )


def _hash(one: Placed) -> str:
    return hashlib.sha256(one.given.data).hexdigest()


def _put(
    root: Path, placed: Sequence[Placed], cross: str, year: int, known: Mapping[str, str], *, provenance: str,
    replace: bool,
) -> None:  # fmt: skip
    """Keep the files that the corpus does not have, and write which notice stands for which place."""
    from pipeline.service import notices
    from pipeline.service.crosses import CrossNotice, register

    for one in placed:
        series = one.notice_id.removesuffix(f"-{year}")
        notices.check_row(series, one.notice_id, year, provenance)
    for one in placed:
        if known.get(one.notice_id) == _hash(one):
            continue
        series = one.notice_id.removesuffix(f"-{year}")
        notices.put(
            root, one.given, notice_id=one.notice_id, series=series, year=year, provenance=provenance, replace=replace
        )
    register(root, [CrossNotice(cross, one.notice_id, one.place) for one in placed])


# -- comparing -----------------------------------------------------------------------------------------


def is_cross(root: Path, name: str) -> bool:
    """Whether a name given to `compare` is that of a cross-section."""
    from pipeline.service.crosses import members_of

    return not Path(name).exists() and bool(members_of(root, name))


def show_cross(analyzer: Analyzer, name: str, *, as_json: bool) -> None:
    """Print a cross-section as JSON; or write its report and print the essentials."""
    from pipeline.service.across import compare_cross

    across = compare_cross(analyzer, name)
    if as_json:
        sys.stdout.write(json.dumps(across.found.as_json(), ensure_ascii=False, indent=1) + "\n")
        return
    from pipeline.service.cross_report import write_report

    page = write_report(analyzer.root, across)
    _print(across)
    screen.print(f"Report: {page.relative_to(analyzer.root).as_posix()}", highlight=False)


def _print(across: Across) -> None:
    found = across.found
    places = "、".join(place.place + ("（上级）" if place.higher else "") for place in found.places)
    screen.print(f"{found.name}: {places}", highlight=False, markup=False, soft_wrap=True)
    for number, finding in enumerate(found.findings[:MOST_SHOWN], 1):
        screen.print(f"{number:3d}. {finding.zh}", highlight=False, markup=False, soft_wrap=True)
    table = Table(box=None, pad_edge=False, title="各地目标", title_justify="left")
    for column in ("指标", "中位数", *(place.place for place in found.places)):
        table.add_column(column, overflow="fold")
    for row in [row for row in found.rows if row.shown][:MOST_SHOWN]:
        table.add_row(row.scope + row.indicator, row.median_printed, *map(_cell, row.cells))
    screen.print(table, markup=False)


def _cell(cell: CrossCell) -> str:
    return cell.printed or STATUS[cell.status]
