"""The command line: `policy-trends` for people, `python -m pipeline STAGE` for DVC.

Longer than 350 lines: every command stands here with its options and its help, one short function each.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TextIO

import typer

from pipeline import __version__
from pipeline.cli.analyze_command import analyze_notices, id_from, read_input
from pipeline.cli.correct_commands import correct_app
from pipeline.cli.model_commands import mount as mount_model_commands
from pipeline.cli.notice_commands import mount as mount_notice_commands
from pipeline.cli.review_commands import review_app
from pipeline.cli.terminal import CommandError, messages, plain, screen
from pipeline.config import (
    CLUSTER,
    ConfigError,
    find_root,
    load_dictionary,
    load_params,
)
from pipeline.corpus import load_corpus
from pipeline.engine.dvc_state import keep_private, mend_lock, release_abandoned

if TYPE_CHECKING:
    from pipeline.service.analyze import Analysis, Analyzer

app = typer.Typer(
    name="policy-trends",
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    add_completion=False,
    help=(
        "Read Chinese government policy notices, find who is responsible and what is promised, and report how "
        "it changes over the years."
    ),
)


def _print_version(wanted: bool) -> None:
    if wanted:
        screen.print(__version__, highlight=False)
        raise typer.Exit


@app.callback()
def common_options(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and leave.")
    ] = False,
) -> None:
    """Options of all commands."""


# -- stages --------------------------------------------------------------------------------------


def run_stage_command(arguments: list[str]) -> int:
    """Run one stage by name; errors a user can mend are one line, not a traceback."""
    from pipeline.stages import STAGES

    if len(arguments) != 1 or arguments[0] not in STAGES:
        sys.stderr.write(f"usage: python -m pipeline STAGE, where STAGE is one of: {', '.join(STAGES)}\n")
        return 2
    return _guarded(lambda: _run_stage(arguments[0]))


def _run_stage(name: str) -> None:
    from pipeline.stages import STAGES

    root = find_root()
    STAGES[name](root, load_params(root))


def _guarded(action: Callable[[], None]) -> int:
    """Run a command. What a user can mend is one line; anything else is one line and a file for whoever mends it."""
    try:
        action()
    except BrokenPipeError:
        return 0
    except Exception as error:
        messages.print(_told(error), style="red", markup=False, highlight=False, soft_wrap=True)
        return 1
    return 0


def _told(error: Exception) -> str:
    if isinstance(error, _mendable()):
        return str(error)
    if isinstance(error, OSError) and error.strerror:
        place = f"{error.filename}: " if error.filename else ""
        return f"{place}{error.strerror}; check who may read and write there, and whether another program holds it"
    if isinstance(error, MemoryError):
        return "not enough memory; end other programs, or take fewer notices at once"
    return f"This should not happen ({type(error).__name__}: {error}). {_kept_traceback()}"


def _kept_traceback() -> str:
    """Keep the traceback of the error in hand for a report of the fault; says where it lies."""
    import tempfile
    import traceback

    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", prefix="policy-trends-", suffix=".txt", delete=False
    ) as file:
        traceback.print_exc(file=file)
    return f"Please report it with {file.name}. Nothing was half-written: what was there before is unchanged."


def _mendable() -> tuple[type[Exception], ...]:
    """Errors a user can mend. Asked for only once something went wrong: their modules take time to load."""
    from pipeline.engine.files import StorageError
    from pipeline.engine.workers import WorkerError
    from pipeline.ingest.raw import UnreadableNotice
    from pipeline.knowledge.bodies import RegistryError
    from pipeline.knowledge.themes import SchemeError
    from pipeline.service.download import DownloadError
    from pipeline.words.segmenter import SegmenterError

    return (
        CommandError,
        ConfigError,
        DownloadError,
        RegistryError,
        SchemeError,
        StorageError,
        SegmenterError,
        UnreadableNotice,
        WorkerError,
    )


def run_command(arguments: list[str]) -> int:
    """Run one command line and return its exit code; usage errors end in SystemExit."""
    return _guarded(lambda: app(arguments, standalone_mode=True))


def main() -> None:
    """Entry point of the `policy-trends` command."""
    sys.exit(run_command(sys.argv[1:]))


@app.command()
def run(
    force: Annotated[bool, typer.Option("--force", help="Work everything out anew, even what did not change.")] = False,
    cluster: Annotated[
        str,
        typer.Option(
            help=(
                "Let the workers of a Dask cluster read the notices, e.g. [cyan]tcp://scheduler:8786[/cyan]; "
                "see docs/scale.md."
            ),
            show_default=False,
        ),
    ] = "",
) -> None:
    """Run the pipeline: every stage whose input changed (this is [bold]dvc repro[/bold] with progress).

    The report lies in reports/SERIES/index.html when it is done. How many processes work on this
    machine says run.workers in configs/params.yaml. A run that was broken off goes on where it was.
    """
    root = find_root()
    load_params(root)  # a wrong value is said before the first stage starts
    if force:
        from pipeline.engine.results_cache import forget

        forget(root)
    release_abandoned(root)
    if mend_lock(root):
        messages.print("dvc.lock was cut short when a run was broken off; the last whole one is taken", highlight=False)
    _dvc(root, ["repro", *(["--force"] if force else [])], cluster=cluster)
    _tell_problems(root)
    _write_cross_reports(root)
    for report in sorted((root / "reports").glob("*/index.html")):
        screen.print(f"Report: {report.relative_to(root)}", highlight=False)


def _write_cross_reports(root: Path) -> None:
    """The reports of all cross-sections: what they compare was just read."""
    from pipeline.service.crosses import load_crosses

    names = sorted({row.cross for row in load_crosses(root)})
    if names:
        from pipeline.service.across import compare_cross
        from pipeline.service.cross_report import write_report

        analyzer = _analyzer()
        for name in names:
            write_report(root, compare_cross(analyzer, name))


def _run_dvc(root: Path, arguments: list[str], *, stdout: TextIO | None = None, cluster: str = "") -> int:
    """Run DVC with this environment's Python first on the path: its stages call `python`."""
    environment = {
        **os.environ,
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")]),
    }
    if cluster:
        environment[CLUSTER] = cluster
    keep_private(root)
    return subprocess.run(
        [sys.executable, "-m", "dvc", *arguments], cwd=root, env=environment, stdout=stdout, check=False
    ).returncode


def _dvc(root: Path, arguments: list[str], *, cluster: str = "") -> None:
    if _run_dvc(root, arguments, cluster=cluster):
        raise CommandError(
            f"`dvc {' '.join(arguments)}` failed; the reason stands above. Mend it and run again: finished "
            "stages are not repeated."
        )


def _tell_problems(root: Path) -> None:
    """Say after a run which notices were set aside, and why."""
    import pyarrow.parquet as pq

    path = root / load_dictionary(root)["ingest_diagnostics"].path
    for odd in pq.read_table(path, columns=["notice_id", "message"], filters=[("severity", "==", "error")]).to_pylist():
        messages.print(
            f"set aside: {odd['notice_id']}: {odd['message']}", style="yellow", markup=False, highlight=False
        )


# -- one notice ----------------------------------------------------------------------------------


@app.command()
def analyze(
    files: Annotated[
        list[str],
        typer.Argument(
            help="Notices (txt, html, docx or pdf) or folders of them; - reads standard input.", show_default=False
        ),
    ],
    as_json: Annotated[
        bool, typer.Option("--json", help="Print everything found as JSON, for programs; of several, one a line.")
    ] = False,
    year: Annotated[
        int | None, typer.Option(help="The year the notice covers, where its title and dates do not say.")
    ] = None,
) -> None:
    """Read notices and show their units, who is responsible, what is promised and what is named.

    Of several files or a folder, a summary each: [cyan]policy-trends analyze downloads/[/cyan].
    """
    analyze_notices(files, _analyzer, as_json=as_json, year=year)


@cache
def _analyzer() -> Analyzer:
    """The readers of this project, loaded once a process."""
    root = find_root()
    _prepare_models(root)
    from pipeline.service.analyze import Analyzer

    return Analyzer(root)


def _prepare_models(root: Path) -> None:
    """Fetch the segmenter and train the classifier on first use; both are kept."""
    if (root / "models" / "themes.skops").exists() and (root / "models" / "pkuseg" / "tables").is_dir():
        return
    messages.print(
        "First use: fetching the segmenter model and training the classifier. This takes a few minutes, once.",
        highlight=False,
    )
    if _run_dvc(root, ["repro", "train"], stdout=sys.stderr):
        raise CommandError(
            "the models could not be prepared; the reason stands above. `policy-trends doctor` tells what is missing."
        )


@app.command()
def compare(
    notices: Annotated[
        list[str],
        typer.Argument(
            help=(
                "Two or more notices, oldest first: files, or ids from data/corpus.csv. One name of a series "
                "stands for all its notices."
            ),
            show_default=False,
        ),
    ],
    as_json: Annotated[bool, typer.Option("--json", help="Print everything found as JSON, for programs.")] = False,
) -> None:
    """Compare notices: which tasks went on, what was promised differently, and who is responsible now.

    Two notices of one series, or of two places: [cyan]policy-trends compare sample-2021 sample-2025[/cyan].
    Several, or all of a series, with what runs through them: [cyan]policy-trends compare sample[/cyan].
    Many places of one year, with a report of their own: [cyan]policy-trends compare provinces-2026[/cyan].
    """
    analyzer = _analyzer()
    from pipeline.cli.cross_commands import is_cross, show_cross

    if len(notices) == 1 and is_cross(analyzer.root, notices[0]):
        show_cross(analyzer, notices[0], as_json=as_json)
        return
    names = _with_series(analyzer.root, notices)
    if len(names) < 2:
        raise CommandError(
            f"{names[0]}: one notice cannot be compared; give two or more, or the name of a series that has several"
        )
    analyses = [_analyze_file_or_id(analyzer, name) for name in names]
    from pipeline.cli.comparison_view import show_pair, show_span
    from pipeline.service.compare import Comparer, side_by_side, span_json

    comparer = Comparer.load(analyzer.root, analyzer.params.compare)
    if len(analyses) == 2:
        found = comparer.pair(*analyses)
    else:
        _check_distinct(names, analyses)
        found = comparer.span(analyses)
    if as_json:
        sys.stdout.write(
            json.dumps(found if len(analyses) == 2 else span_json(found), ensure_ascii=False, indent=1) + "\n"
        )
    elif len(analyses) == 2:
        old, new = analyses
        show_pair(found, comparer.words(old, new), old, new, comparer.scheme, screen, places=side_by_side(old, new))
    else:
        show_span(found, analyses, comparer.scheme, screen)


def _with_series(root: Path, names: list[str]) -> list[str]:
    """The names given, with the ids of a series' notices in order of years in place of the series' name."""
    sources = [source for source in load_corpus(root)[0] if source.provenance != "written"]
    ids = {source.notice_id for source in sources}
    found = []
    for name in names:
        mine = (
            []
            if name in ids or Path(name).exists()
            else sorted(
                (source for source in sources if source.series == name),
                key=lambda source: (source.year, source.notice_id),
            )
        )
        found.extend([source.notice_id for source in mine] or [name])
    return found


def _check_distinct(names: list[str], analyses: list[Analysis]) -> None:
    """Tasks are followed by the ids of their notices, so several notices must have ids of their own."""
    ids = [analysis.notice.notice_id for analysis in analyses]
    twice = next((i for i, notice_id in enumerate(ids) if notice_id in ids[:i]), None)
    if twice is not None:
        raise CommandError(
            f"{names[twice]}: another notice given is called {ids[twice]} too; give each notice once, "
            "under file names of their own"
        )


def _analyze_file_or_id(analyzer: Analyzer, file_or_id: str) -> Analysis:
    from pipeline.service.corpus import analyze_listed

    if Path(file_or_id).exists():
        name, data = read_input(file_or_id)
        return analyzer.analyze(name, data, notice_id=id_from(name))
    return analyze_listed(analyzer, file_or_id)


# -- asking --------------------------------------------------------------------------------------


@app.command()
def bodies(
    name: Annotated[str, typer.Argument(help="A department as printed, e.g. 市发改委.", show_default=False)],
    year: Annotated[
        int | None, typer.Option(help="The year it is printed in; a name may have meant another body before a reform.")
    ] = None,
) -> None:
    """Explain which body a printed department name means, by which rule, and what became of it."""
    from pipeline.knowledge.bodies import Registry

    registry = Registry.load(find_root() / "configs" / "bodies")
    resolution = registry.resolve_name(name, year)
    if resolution is None:
        near = registry.nearest(name)
        hint = f"Did you mean {', '.join(near)}? " if near else ""
        raise CommandError(
            f"{name} does not resolve to a body. {hint}It would be kept as printed and counted as unresolved. "
            "Add its stem to configs/bodies if it is a department."
        )
    screen.print(f"[bold]{name}[/bold] → [cyan]{resolution.body_id}[/cyan] ({resolution.how})", highlight=False)
    body = registry.bodies.get(resolution.function)
    if body:
        screen.print(
            (
                f"  {body.name}, {body.name_en}; in force {body.valid_from or '…'}–{body.valid_to or '…'}; "
                f"source: {body.source}"
            ),
            highlight=False,
            markup=False,
        )
        for successor, when in body.became:
            later = registry.bodies.get(successor)
            screen.print(
                f"  became {later.name if later else successor} ({successor}) in {when or 'an unknown year'}",
                highlight=False,
                markup=False,
            )


@app.command()
def diff(
    old: Annotated[
        str, typer.Argument(help="The older build of a report: its folder, or its findings.json.", show_default=False)
    ],
    new: Annotated[str, typer.Argument(help="The newer build: its folder, or its findings.json.", show_default=False)],
    as_json: Annotated[
        bool, typer.Option("--json", help="Print every finding that moved, and why, as JSON, for programs.")
    ] = False,
) -> None:
    """Tell which findings moved between two builds of a report, and why:
    data, labels, model, rules, parameters or software.

    Example: keep a copy of [cyan]reports/qingdao[/cyan] before a change, then [cyan]policy-trends diff COPY
    reports/qingdao[/cyan]
    """
    before, after = (_read_findings(place) for place in (old, new))
    if before["series"] != after["series"]:
        raise CommandError(
            f"{old} is of the series {before['series']}, {new} of {after['series']}; give two builds of one series"
        )
    from pipeline.report.diff import Diff, diff_lines

    found = Diff(before, after)
    if as_json:
        sys.stdout.write(json.dumps(found.as_json(), ensure_ascii=False, indent=1) + "\n")
        return
    from pipeline.report.stage import load_wording

    wording = load_wording(find_root(), after["language"])
    for line in diff_lines(found, wording):
        screen.print(line, highlight=False, markup=False, soft_wrap=True)


def _read_findings(place: str) -> dict[str, Any]:
    from pipeline.report.findings import FORMAT

    path = Path(place) / "findings.json" if Path(place).is_dir() else Path(place)
    if not path.exists():
        raise CommandError(f"{path}: not found; `policy-trends run` writes it into reports/SERIES")
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CommandError(f"{path}: cannot be read as findings ({error}); give the folder of a report") from None
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise CommandError(f"{path}: is no findings.json of this version; build that report again with this version")
    return found


@app.command()
def evaluate(
    errors: Annotated[bool, typer.Option("--errors", help="List every miss (!) and every false find (?).")] = False,
) -> None:
    """Show how well the last run read the hand-annotated notices in data/gold."""
    from pipeline.evaluate.stage import load_scores, show_scores

    show_scores(load_scores(find_root()), screen, errors=errors)


@app.command()
def sql(
    query: Annotated[
        str, typer.Argument(help='e.g. "SELECT theme, count(*) FROM themes GROUP BY theme"', show_default=False)
    ],
    as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV instead of a table.")] = False,
) -> None:
    """Ask the tables of the last run by SQL (DuckDB); their names and columns stand in configs/data_dictionary.yaml."""
    import duckdb

    from pipeline.cli.analysis_view import csv_text, table_text
    from pipeline.service.results import ask

    try:
        columns, rows = ask(find_root(), query)
    except duckdb.Error as error:
        raise CommandError(f"{error}\nThe tables are: {', '.join(sorted(_table_names()))}") from None
    write = csv_text if as_csv else table_text
    sys.stdout.write(plain(write(columns, rows)))


def _table_names() -> list[str]:
    from pipeline.config import load_dictionary

    return [table.name for table in load_dictionary(find_root()).values() if table.path.endswith(".parquet")]


@app.command()
def doctor() -> None:
    """Tell what is missing on this machine and how to get it."""
    from pipeline.service.doctor import examine

    root = find_root()
    findings = examine(root)
    for finding in findings:
        mark = "[green]ok[/green]     " if finding.ok else "[red]missing[/red]"
        screen.print(
            f"{mark} {finding.what}" + ("" if finding.ok else f"\n        → {finding.remedy}"), highlight=False
        )
    if not all(finding.ok for finding in findings):
        raise CommandError("Something is missing; follow the arrows above.")


@app.command(name="upgrade")
def upgrade_command(
    old: Annotated[Path, typer.Argument(help="The folder of a project of version 0.1.", show_default=False)],
) -> None:
    """Move a project of version 0.1 into this one: its notices, labels, and what was added to its configs.

    Nothing in the old folder changes. What cannot be moved is told in one line, before anything is written.
    """
    from pipeline.service.upgrade import upgrade

    for line in upgrade(old, find_root()):
        screen.print(line, markup=False, highlight=False, soft_wrap=True)


@app.command()
def version() -> None:
    """Print the version."""
    screen.print(__version__, highlight=False)


# -- labels and models ---------------------------------------------------------------------------


def _load_words_of(root: Path) -> Callable[[str], tuple[str, ...]]:
    from pipeline.segment.stage import load_words_of

    return load_words_of(root)


app.add_typer(review_app, name="review")
mount_model_commands(app, _load_words_of)
mount_notice_commands(app)
app.add_typer(correct_app, name="correct")
