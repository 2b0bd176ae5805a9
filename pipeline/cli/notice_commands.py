"""`policy-trends add` and `notices`: put notices into the corpus, see what was read, change or remove them."""

from __future__ import annotations

import difflib
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from pipeline.cli.analyze_command import notices_in, read_input
from pipeline.cli.terminal import CommandError, messages, screen
from pipeline.config import ConfigError, Params, find_root, load_params
from pipeline.corpus import PROVENANCES, load_corpus
from pipeline.ingest.raw import UnreadableNotice
from pipeline.records import Source

if TYPE_CHECKING:
    from pipeline.service.notices import Given, Reading

LETTER_ONLY = "notice-attached"  # the diagnostic of a page that is only the letter
YEARS_APART = 1  # a plan for 2024 may be issued, and dated, in 2023

notices_app = typer.Typer(help="List the notices of the corpus; remove, rename or change one, with the reason.")


def mount(app: typer.Typer) -> None:
    """Add the commands to `app`."""
    app.command("add")(add)
    app.add_typer(notices_app, name="notices")


def add(
    files: Annotated[
        list[str],
        typer.Argument(
            help="Notices to add: files, a folder, or addresses of pages or attachments.", show_default=False
        ),
    ],
    series: Annotated[
        str,
        typer.Option(
            help=(
                "The series they belong to, e.g. [cyan]qingdao[/cyan]: notices of one series are compared over "
                "the years."
            ),
            show_default=False,
        ),
    ] = "",
    cross: Annotated[
        str,
        typer.Option(
            help=(
                "Instead of a series: the cross-section they form, one notice a place, e.g. "
                "[cyan]provinces-2026[/cyan]."
            ),
            show_default=False,
        ),
    ] = "",
    place: Annotated[
        list[str] | None,
        typer.Option(help="FILE=PLACE, where a notice of a cross-section does not say its place.", show_default=False),
    ] = None,
    year: Annotated[
        int | None, typer.Option(help="The year it covers; read from the document if not given.", show_default=False)
    ] = None,
    notice_id: Annotated[str, typer.Option("--id", help="Its id; SERIES-YEAR if not given.", show_default=False)] = "",
    title: Annotated[str, typer.Option(help="Its title, where the document's own is read wrong.")] = "",
    issuer: Annotated[str, typer.Option(help="Who issued it, where the document does not say.")] = "",
    series_title: Annotated[
        str, typer.Option(help="What the report of the series is called, where the issuer's name does not say it.")
    ] = "",
    provenance: Annotated[str, typer.Option(help=f"One of {', '.join(PROVENANCES)}.")] = "official",
    replace: Annotated[bool, typer.Option("--replace", help="Replace the notice that has this id.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would be added, and add nothing.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Add in spite of what speaks against it.")] = False,
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="Fetch from this machine or a private network as well.")
    ] = False,
    pages: Annotated[
        bool, typer.Option("--pages", help="Fetch the other pages of a notice in pages, from the same host, too.")
    ] = False,
    attachment: Annotated[
        int, typer.Option(help="Add the file with this number that the page attaches, in place of the page.")
    ] = 0,
) -> None:
    """Put notices into the corpus: read each, show what it is, keep its bytes, and write its row in data/corpus.csv.

    Example: [cyan]policy-trends add 2024.docx --series qingdao[/cyan], then [cyan]policy-trends run[/cyan].
    Many places of one year: [cyan]policy-trends add FOLDER --cross provinces-2026 --year 2026[/cyan].
    Of an address the original bytes are kept, and the address and the day are written beside their hash.
    """
    root = find_root()
    params = load_params(root)
    places = notices_in(files)
    if cross and (pages or attachment):
        raise CommandError("--pages and --attachment are for notices of a series; give --series")
    if bool(cross) == bool(series):
        raise CommandError("give --series for notices of one place over the years, or --cross for places of one year")
    if cross:
        from pipeline.cli.cross_commands import add_cross

        add_cross(
            root, params, places, cross, year, place or [], provenance=provenance, replace=replace, dry_run=dry_run
        )
        return
    if len(places) > 1 and (notice_id or title or year):
        raise CommandError("--id, --title and --year are for one notice; add these files one by one")
    failed = 0
    for where in places:
        try:
            given = _linked(_given(where, params, allow_private), params, pages, attachment, allow_private)
            _add_one(root, params, given, series, year, notice_id, title, issuer, provenance, replace, dry_run, yes)
        except (ConfigError, CommandError, ValueError, RuntimeError) as error:
            if len(places) == 1:
                raise
            failed += 1
            messages.print(str(error), style="red", markup=False, highlight=False, soft_wrap=True)
    if series_title and not dry_run and failed < len(places):
        _name_series(root, series, series_title)
    if failed:
        raise CommandError(f"{failed} of {len(places)} files were not added; the reasons stand above")


def _name_series(root: Path, series: str, title: str, reason: str = "") -> None:
    from pipeline.service.notices import name_series

    name_series(root, series, title, note=reason)
    screen.print(f"{series} is called {title}", highlight=False, markup=False, soft_wrap=True)


def _given(place: str, params: Params, allow_private: bool) -> Given:
    from pipeline.service import notices
    from pipeline.service.download import is_address

    return (
        notices.fetch(place, params, allow_private=allow_private)
        if is_address(place)
        else notices.Given(*read_input(place))
    )


def _linked(given: Given, params: Params, pages: bool, attachment: int, allow_private: bool) -> Given:
    from pipeline.service import linked

    if attachment:
        given = linked.attached(given, params, attachment, allow_private=allow_private)
    return linked.with_other_pages(given, params, allow_private=allow_private) if pages else given


def _offer(given: Given, said: str) -> str:
    """What was wrong with a page, and the files attached to it that could be added in its place."""
    from pipeline.service.linked import offered

    files = offered(given)
    return f"{said}. Attached: {files}" if files else said


def _add_one(
    root: Path,
    params: Params,
    given: Given,
    series: str,
    year: int | None,
    notice_id: str,
    title: str,
    issuer: str,
    provenance: str,
    replace: bool,
    dry_run: bool,
    yes: bool,
) -> None:
    from pipeline.service import notices

    try:
        reading = notices.read(given, params, notice_id=notice_id or series)
    except UnreadableNotice as error:
        raise CommandError(_offer(given, str(error))) from error
    year_read = reading.notice.year
    covers = year if year is not None else year_read
    if covers is None:
        raise CommandError(_offer(given, f"{given.name}: the document does not say which year it covers; give --year"))
    name = notice_id or f"{series}-{covers}"
    notices.check_row(series, name, covers, provenance)
    _tell_reading(given, reading, title, issuer, covers)
    doubts = _doubts(load_corpus(root)[0], given, series, name, covers, year_read)
    if _is_letter(reading):
        doubts.append("conflict: this is the letter without its notice; add the attached file in its place")
    for doubt in doubts:
        messages.print(doubt, style="yellow", markup=False, highlight=False, soft_wrap=True)
    if not yes and any(doubt.startswith("conflict") for doubt in doubts):
        raise CommandError(f"{given.name}: was not added; mend what is said above, or give --yes if it is meant")
    if dry_run:
        screen.print(f"Would add {name}", highlight=False)
        return
    target = notices.put(
        root, given, notice_id=name, series=series, year=covers, provenance=provenance, replace=replace
    )
    notices.name_notice(root, name, {"title": title, "issuer": issuer})
    screen.print(f"Added {name}: {target.as_posix()}. Next: policy-trends run", highlight=False)


def _is_letter(reading: Reading) -> bool:
    return any(diagnostic.code == LETTER_ONLY for diagnostic in reading.diagnostics)


def _tell_reading(given: Given, reading: Reading, title: str, issuer: str, year: int) -> None:
    name = given.name
    for diagnostic in reading.diagnostics:
        if diagnostic.severity != "info":
            said = f"{diagnostic.code}: {diagnostic.message}"
            told = _offer(given, said) if diagnostic.code == LETTER_ONLY else said
            messages.print(told, style="yellow", markup=False, highlight=False, soft_wrap=True)
    if not reading.units:
        why = f"{name}: no units were found; is this a notice with numbered tasks? "
        raise CommandError(_offer(given, why + "Look at it with `policy-trends analyze`"))
    notice = reading.notice
    kinds = Counter(unit.kind for unit in reading.units)
    shown = [
        title or notice.title or name,
        f"issuer {issuer or notice.issuer or 'not found'}",
        f"number {notice.document_number or 'not found'}",
        f"issued {notice.issued_on or 'not found'}",
        f"covers {year}",
        f"{len(reading.units)} units ({kinds['task']} tasks)",
    ]
    screen.print("; ".join(shown), highlight=False, markup=False, soft_wrap=True)


def _doubts(
    sources: list[Source], given: Given, series: str, notice_id: str, year: int, year_read: int | None
) -> list[str]:
    """What a careful colleague would ask; a line that begins with `conflict` keeps the notice out."""
    import hashlib

    found = []
    if year_read is not None and year_read != year:
        apart = "note" if abs(year_read - year) <= YEARS_APART else "conflict"
        found.append(f"{apart}: the document speaks of {year_read}, --year says {year}")
    digest = hashlib.sha256(given.data).hexdigest()
    same = [source.notice_id for source in sources if source.sha256 == digest and source.notice_id != notice_id]
    if same:
        found.append(f"conflict: these bytes are in the corpus already, as {', '.join(same)}")
    known = sorted({source.series for source in sources})
    if series not in known:
        near = difflib.get_close_matches(series, known, 1)
        hint = f"; did you mean {near[0]}?" if near else ""
        found.append(f"note: {series} is a new series (there are {', '.join(known) or 'none yet'}){hint}")
    return found


# -- the notices that are there ------------------------------------------------------------------


@notices_app.callback(invoke_without_command=True)
def list_notices(context: typer.Context) -> None:
    """List every notice: its series and year, what was read, and what is odd about it."""
    if context.invoked_subcommand is None:
        _show(find_root())


def _show(root: Path) -> None:
    from pipeline.service.notices import overview

    table = Table(box=None, pad_edge=False)
    for column in ("id", "series", "year", "tasks", "targets", "roles", "odd", "title"):
        table.add_column(column, justify="right" if column in ("year", "tasks", "targets", "roles") else "left")
    for row in overview(root):
        table.add_row(*map(str, row))
    screen.print(table)
    for rejected in load_corpus(root)[1]:
        messages.print(f"data/corpus.csv, line {rejected.line}: {rejected.message}", style="yellow", markup=False)


@notices_app.command("remove")
def remove_command(
    notice_id: Annotated[str, typer.Argument(help="The id of the notice.", show_default=False)],
    reason: Annotated[str, typer.Option(help="Why, for the record.", show_default=False)],
) -> None:
    """Take a notice out of the corpus, with its file and what was decided about it."""
    from pipeline.service.notices import remove

    remove(find_root(), notice_id, reason=reason)
    _done(f"Removed {notice_id}")


@notices_app.command("rename")
def rename_command(
    notice_id: Annotated[str, typer.Argument(help="The id as it is.", show_default=False)],
    new_id: Annotated[str, typer.Argument(help="The id it shall have.", show_default=False)],
    reason: Annotated[str, typer.Option(help="Why, for the record.", show_default=False)],
) -> None:
    """Give a notice another id; its file and what was decided about it go along."""
    from pipeline.service.notices import change

    change(find_root(), notice_id, new_id=new_id, reason=reason)
    _done(f"{notice_id} is {new_id} now")


@notices_app.command("change")
def change_command(
    notice_id: Annotated[str, typer.Argument(help="The id of the notice.", show_default=False)],
    reason: Annotated[str, typer.Option(help="Why, for the record.", show_default=False)],
    year: Annotated[int | None, typer.Option(help="The year it covers.", show_default=False)] = None,
    series: Annotated[str, typer.Option(help="The series it belongs to.", show_default=False)] = "",
    title: Annotated[str, typer.Option(help="Its title.", show_default=False)] = "",
    issuer: Annotated[str, typer.Option(help="Who issued it.", show_default=False)] = "",
    series_title: Annotated[str, typer.Option(help="What its series is called.", show_default=False)] = "",
) -> None:
    """Give a notice another year, series, title or issuer, or its series a title. Its id stays; `rename` changes
    that."""
    from pipeline.service.notices import change, name_notice

    root = find_root()
    if not (year or series or title or issuer or series_title):
        raise CommandError("nothing to change; give --year, --series, --title, --issuer or --series-title")
    change(root, notice_id, year=year, series=series, reason=reason)
    name_notice(root, notice_id, {"title": title, "issuer": issuer}, note=reason)
    if series_title:
        own = next(source.series for source in load_corpus(root)[0] if source.notice_id == notice_id)
        _name_series(root, own, series_title, reason)
    _done(f"Changed {notice_id}")


def _done(said: str) -> None:
    screen.print(f"{said}. Next: policy-trends run", highlight=False, markup=False)
