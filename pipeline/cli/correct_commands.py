"""`policy-trends correct`: what was read into a workbook, and what a person decided back, for good."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipeline.cli.terminal import CommandError, screen
from pipeline.config import ConfigError, find_root
from pipeline.corpus import load_corpus

if TYPE_CHECKING:
    from pipeline.corrections.sheets import Cells

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

    Example: [cyan]policy-trends correct export --notices qingdao-2024 --pair qingdao-2023 qingdao-2024 -o
    check.xlsx[/cyan]
    """
    from pipeline.corrections import sheets
    from pipeline.corrections.workbook import to_workbook
    from pipeline.engine.files import atomic

    root = find_root()
    ids = [name.strip() for name in notices.split(",") if name.strip()]
    _check_ids(root, [*ids, *(pair or ())])
    if not ids and not pair:
        raise CommandError("nothing to export; give --notices ID,… or --pair OLD NEW")
    rows = {**(_notice_rows(root, ids) if ids else {}), **(_pair_rows(root, *pair) if pair else {})}
    with atomic(output) as temporary:
        temporary.write_bytes(to_workbook(rows))
    counts = ", ".join(f"{len(found)} {sheets.SHEET_OF[kind].name}" for kind, found in rows.items())
    _say(f"{output}: {counts}. Fill in column 判断, save, then policy-trends correct import {output} --annotator NAME")


def _check_ids(root: Path, ids: Sequence[str]) -> None:
    known = {source.notice_id for source in load_corpus(root)[0]}
    unknown = [name for name in ids if name not in known]
    if unknown:
        raise ConfigError(f"{', '.join(unknown)}: not in the corpus; `policy-trends notices` lists the ids")


def _notice_rows(root: Path, ids: Sequence[str]) -> dict[str, list[Cells]]:
    from pipeline.corrections import sheets

    rows: dict[str, list[Cells]] = defaultdict(list)
    for name in ids:
        tables = _tables(root, name)
        (notice,) = tables["notices"]
        units = {unit.unit_id: unit for unit in tables["units"]}
        odd = frozenset(one.start for one in tables["segment_diagnostics"] if one.start is not None)
        rows["unit"] += sheets.unit_rows(units.values(), odd)
        rows["role"] += sheets.role_rows(notice, units, tables["roles"])
        rows["target"] += sheets.target_rows(notice, units, [one for one in tables["targets"] if one.kind != "grant"])
        rows["entity"] += sheets.entity_rows(notice, units, tables["entities"])
    return dict(rows)


TABLES = ("notices", "units", "roles", "targets", "entities", "segment_diagnostics")


def _tables(root: Path, notice_id: str) -> dict[str, list[Any]]:
    """The records of one notice by table. Raises CommandError where it has not been read."""
    from pipeline.engine.streams import TableReader, unpack

    found = {name: unpack(TableReader(root, name).packed(notice_id)) for name in TABLES}
    if not found["notices"]:
        raise CommandError(f"{notice_id}: has not been read yet; run `policy-trends run` first")
    return found


def _pair_rows(root: Path, old: str, new: str) -> dict[str, list[Cells]]:
    """Links, indicators and findings of two notices, compared as `policy-trends compare` does."""
    from pipeline.compare.findings import findings_json
    from pipeline.corrections import sheets
    from pipeline.service.analyze import Analyzer
    from pipeline.service.compare import Comparer
    from pipeline.service.corpus import analyze_listed

    analyzer = Analyzer(root)
    analyses = [analyze_listed(analyzer, name) for name in (old, new)]
    comparison = Comparer.load(root, analyzer.params.compare).records(*analyses)
    units = {unit.unit_id: unit for analysis in analyses for unit in analysis.units}
    heads = {one.id: one for side in (comparison.view.old, comparison.view.new) for one in side.ledger}
    joined = [
        (heads[a].head, heads[b].head, " → ".join(heads[one].mentions[0].passage.surface for one in (a, b)))
        for match in comparison.view.indicator_matches
        for a in match.old_ids
        for b in match.new_ids
    ]
    found = findings_json(comparison.view, comparison.findings)["findings"]
    return {
        "finding": sheets.finding_rows((old, new), found),
        "link": sheets.link_rows(units, comparison.alignment.links),
        "indicator": sheets.indicator_rows((old, new), joined),
    }


@correct_app.command("import")
def import_command(
    file: Annotated[Path, typer.Argument(help="The workbook, filled in.", show_default=False)],
    annotator: Annotated[str, typer.Option(help="Initials of whoever decided.", show_default=False)],
) -> None:
    """Take over decisions: every row is checked, all or nothing is kept (data/corrections.csv)."""
    from pipeline.corrections.table import FILE, save_corrections
    from pipeline.corrections.workbook import from_workbook

    root = find_root()
    if not annotator.strip()[:1].isalnum():
        raise ConfigError(f"--annotator {annotator!r}: give initials, beginning with a letter")
    known = {source.notice_id for source in load_corpus(root)[0]}
    try:
        data = file.read_bytes()
    except OSError as error:
        raise CommandError(f"{file}: cannot be read ({error.strerror}); check the path") from None
    found = from_workbook(
        data, file=file.name, annotator=annotator.strip(), day=date.today().isoformat(), is_notice=known.__contains__
    )
    if not found:
        raise CommandError(f"{file.name}: no row has anything in column 判断; fill in what you decided and save")
    new, changed = save_corrections(root, found)
    _say(f"{FILE}: {new} decisions added, {changed} changed. Next: policy-trends run")


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
