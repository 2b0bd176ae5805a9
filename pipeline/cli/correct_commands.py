"""`policy-trends correct`: what was read into a workbook, and what a person decided back, for good."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.terminal import CommandError, screen
from pipeline.config import ConfigError, find_root
from pipeline.corpus import load_corpus

correct_app = typer.Typer(
    no_args_is_help=True,
    help="Correct what was read: units, roles, targets, entities, links, indicators, findings. Decisions last.",
)


@correct_app.command("export")
def export_command(
    output: Annotated[Path, typer.Option("--output", "-o", help="The workbook to write (.xlsx).", show_default=False)],
    notices: Annotated[str, typer.Option(help="Ids of notices, separated by commas; their units and facts.")] = "",
    pair: Annotated[
        tuple[str, str] | None, typer.Option(help="Two ids, older first; their links, indicators and findings.")
    ] = None,
) -> None:
    """Write what was read into a workbook with drop-downs, doubtful rows first.

    Example: [cyan]policy-trends correct export --notices sample-2024 --pair sample-2023 sample-2024 -o
    check.xlsx[/cyan]
    """
    from pipeline.corrections import sheets
    from pipeline.corrections.workbook import to_workbook
    from pipeline.engine.files import atomic
    from pipeline.service.check_rows import notice_rows, pair_rows, theme_choices

    root = find_root()
    ids = [name.strip() for name in notices.split(",") if name.strip()]
    _check_ids(root, [*ids, *(pair or ())])
    if not ids and not pair:
        raise CommandError("nothing to export; give --notices ID,… or --pair OLD NEW")
    rows = {**(notice_rows(root, ids) if ids else {}), **(pair_rows(root, *pair) if pair else {})}
    with atomic(output) as temporary:
        temporary.write_bytes(to_workbook(rows, theme_choices(root)))
    counts = ", ".join(f"{len(found)} {sheets.SHEET_OF[kind].name}" for kind, found in rows.items())
    _say(f"{output}: {counts}. Fill in column 判断, save, then policy-trends correct import {output} --annotator NAME")


def _check_ids(root: Path, ids: Sequence[str]) -> None:
    known = {source.notice_id for source in load_corpus(root)[0]}
    unknown = [name for name in ids if name not in known]
    if unknown:
        raise ConfigError(f"{', '.join(unknown)}: not in the corpus; `policy-trends notices` lists the ids")


@correct_app.command("import")
def import_command(
    file: Annotated[Path, typer.Argument(help="The workbook, filled in.", show_default=False)],
    annotator: Annotated[str, typer.Option(help="Initials of whoever decided.", show_default=False)],
) -> None:
    """Take over decisions: every row is checked, all or nothing is kept (data/corrections.csv)."""
    from pipeline.corrections.table import FILE, save_corrections
    from pipeline.corrections.workbook import from_workbook
    from pipeline.service.check_rows import theme_choices

    root = find_root()
    if not annotator.strip()[:1].isalnum():
        raise ConfigError(f"--annotator {annotator!r}: give initials, beginning with a letter")
    known = {source.notice_id for source in load_corpus(root)[0]}
    try:
        data = file.read_bytes()
    except OSError as error:
        raise CommandError(f"{file}: cannot be read ({error.strerror}); check the path") from None
    found = from_workbook(
        data,
        file=file.name,
        annotator=annotator.strip(),
        day=date.today().isoformat(),
        is_notice=known.__contains__,
        themes=theme_choices(root),
    )
    if not found:
        raise CommandError(f"{file.name}: no row has anything in column 判断; fill in what you decided and save")
    new, changed = save_corrections(root, found)
    _say(f"{FILE}: {new} decisions added, {changed} changed. Next: policy-trends run")


@correct_app.command("gold")
def gold_command(
    notices: Annotated[
        str, typer.Option(help="Ids of notices you went through row by row, separated by commas.", show_default=False)
    ],
    annotator: Annotated[str, typer.Option(help="Initials of whoever went through them.", show_default=False)],
) -> None:
    """Make gold of notices in which every row was decided, and measure the reading on them.

    Of each sheet without an open row the report states how much was read right, with its interval. Where units,
    roles and targets are done, the notice is kept as gold (data/gold/own) and read anew without the decisions.
    """
    from pipeline.service.own_gold import make_gold, measure

    root = find_root()
    ids = [name.strip() for name in notices.split(",") if name.strip()]
    _check_ids(root, ids)
    for line in make_gold(root, ids, annotator=annotator.strip()):
        _say(line)
    for line in measure(root):
        _say(line)


@correct_app.command("status")
def status_command() -> None:
    """Count the decisions, say how often the reading was right where a person looked, and list what two persons see
    differently."""
    from pipeline.corrections.agreement import agreements, checked
    from pipeline.corrections.table import load_corrections

    rows = load_corrections(find_root())
    if not rows:
        _say("No decisions yet; `policy-trends correct export` begins")
    for one in checked(rows):
        _say(
            f"{one.kind}: {one.looked_at} looked at, {one.right} read right "
            f"({one.right / one.looked_at:.0%}, 95% interval {one.low:.0%} to {one.high:.0%})"
        )
    for pair in agreements(rows):
        same = pair.common - len(pair.differ)
        _say(f"{pair.first} and {pair.second}: {pair.common} things in common, {same} alike ({same / pair.common:.0%})")
        for mine, theirs in pair.differ:
            what = f"{mine.notice_id} {mine.kind} {mine.unit} “{mine.surface[:30]}” {mine.field}".rstrip()
            _say(
                f"  {what}: {mine.annotator} {mine.action} {mine.new} | {theirs.annotator} {theirs.action} {theirs.new}"
            )


def _say(text: str) -> None:
    screen.print(text, markup=False, highlight=False, soft_wrap=True)
