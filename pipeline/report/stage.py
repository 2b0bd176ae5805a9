"""Stage report. In: every table of the notices. Out: reports/<series>:
the page, the Word document, the figures, the tables
(a workbook, and a data package), findings.json and build.json.

A series whose tables, code, wording and parameters are those of the report that lies there is left as it is.

Longer than 350 lines: all that a report writes, in the order of writing.
"""

from __future__ import annotations

import csv
import hashlib
import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import pylopdf_fonts_zh_cn
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from pipeline import __version__
from pipeline.config import ConfigError, Params, load_dictionary, read_yaml
from pipeline.corpus import load_corpus
from pipeline.corrections.table import load_corrections
from pipeline.engine.files import replace_folder
from pipeline.engine.fingerprint import CODE, files_of, fingerprint, hash_file, software
from pipeline.engine.groups import series_of
from pipeline.engine.progress import track
from pipeline.engine.results_cache import Parts
from pipeline.engine.streams import TableReader, digest_of
from pipeline.engine.workers import Context, work_through
from pipeline.knowledge.bodies import Registry
from pipeline.records import Correction, Diagnostic, PriorityChange, Source
from pipeline.report.content.build import Content, content, report_title
from pipeline.report.content.sources import FigureView, Provenance
from pipeline.report.datapackage import package_files
from pipeline.report.findings import Upstream, findings_document
from pipeline.report.page.render import render
from pipeline.report.series import DIAGNOSTIC_TABLES, GROUPED_BY, Series, collect
from pipeline.report.tables import series_tables
from pipeline.report.word.brief import brief_bytes
from pipeline.report.wording import Wording, in_language
from pipeline.report.workbook import workbook_bytes

HERE = Path(__file__).parent
REPORTS = "reports"
BUILD = "build.json"
FINDINGS = "findings.json"
STYLE = "configs/report.mplstyle"
THEMES = "configs/themes.yaml"
CURVE = "evaluation/coverage.csv"
# What every number of a report goes by, besides the notices themselves.
SHARED_FILES = ("data/labels/themes.csv", "configs/bodies", THEMES, CURVE)
MODEL, LABELS = "models/themes.skops", "data/labels/themes.csv"
LANGUAGES = ("zh", "en")
# The stages a finding is traced back through, and the files of theirs that carry results without shaping them.
UPSTREAM = ("ingest", "segment", "extract", "train", "classify", "compare")
CARRIERS = (
    "config.py",
    "storage.py",
    "groups.py",
    "streams.py",
    "workers.py",
    "results_cache.py",
    "fingerprint.py",
    "data_dictionary.yaml",
)
STATING = ("findings.py", "words.yaml")  # of the report itself: what words a finding
COMMAND = "policy-trends run"
# What a number or a line of a figure can depend on.


# -- what all series share -----------------------------------------------------------------------


def load_words(language: str) -> dict[str, Any]:
    """All entries of a language: the files hold one part of the report each and share no key."""
    entries: dict[str, Any] = {}
    for path in sorted(HERE.glob("words*.yaml")):
        part = in_language(read_yaml(path), language)
        if twice := entries.keys() & part:
            raise ConfigError(f"{path.name}: {', '.join(sorted(twice))} stands in another file of words; rename it")
        entries |= part
    return entries


def load_wording(root: Path, language: str) -> Wording:
    """The entries of a language, and the names of the project's themes in their order."""
    themes = {theme["id"]: theme[language] for theme in read_yaml(root / THEMES)["themes"]}
    return Wording(language, {**load_words(language), "themes": themes})


def load_templates() -> Environment:
    """The templates, with every value escaped: text of a notice stays text."""
    return Environment(
        loader=FileSystemLoader(HERE / "page" / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _load_curve(root: Path) -> Iterator[tuple[float, float | None, float | None]]:
    """(probability, coverage, accuracy) rows of the classifier's cross-validation; empty cells are None."""
    with (root / CURVE).open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            probability, coverage, accuracy = (
                float(row[name]) if row[name] else None for name in ("probability", "coverage", "accuracy")
            )
            yield probability or 0.0, coverage, accuracy


def _accuracy(root: Path) -> float | None:
    """What share of all labelled texts the classifier judges rightly: the row of the curve that leaves none out."""
    return next((accuracy for _, coverage, accuracy in _load_curve(root) if coverage == 1), None)


@lru_cache(maxsize=1)
def _shared(context: Context) -> tuple[Wording, Environment]:
    return load_wording(context.root, context.params.report.language), load_templates()


# -- provenance ----------------------------------------------------------------------------------


def _flat(values: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    for name, value in values.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", str(list(value) if isinstance(value, tuple) else value)


def _files(path: Path) -> list[Path]:
    """A file, or the files of a folder in order of their names; none where there is no such path."""
    return sorted(path.glob("*.yaml")) if path.is_dir() else [path] if path.exists() else []


def load_provenance(root: Path, params: Params, sources: list[tuple[str, str]]) -> Provenance:
    """Versions, hashes and parameters. No clock and no host: the same inputs give the same block.

    `sources` are the (file, sha256) of the notices. How many processes worked is no part of it:
    it changes no result.
    """
    files = [path for name in SHARED_FILES for path in _files(root / name)]
    shared = [(path.relative_to(root).as_posix(), hash_file(path)) for path in files]
    return Provenance(
        version=__version__,
        command=COMMAND,
        software=software(),
        files=[*sources, *shared],
        parameters=list(_flat(params.model_dump(exclude={"run"}))),
    )


# -- one series ----------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def _registry(root: Path) -> Registry:
    return Registry.load(root / "configs" / "bodies")


def _english(context: Context, series: Series) -> dict[str, str]:
    """body id or issuer -> English name, for the bodies of a series, where the report is in English."""
    if context.params.report.language != "en" or not (context.root / "configs" / "bodies").exists():
        return {}
    held = {row.body_id for one in series.notices for row in one.portfolios if row.body_id}
    registry = _registry(context.root)
    ids = {body: body for body in held}
    ids |= {one.notice.issuer: registry.resolve(one.notice.issuer) or "" for one in series.notices}
    return {key: name for key, body in sorted(ids.items()) if (name := registry.name_en(body))}


def _figures(
    context: Context, made: Content, series: Series, wording: Wording
) -> tuple[list[FigureView], dict[str, str]]:
    """(the figures, a colour a theme)."""
    # matplotlib takes half a second to load, and only this stage needs it
    from pipeline.report import figures

    with figures.house_style(context.root / STYLE, Path(pylopdf_fonts_zh_cn.sans_path())):
        colours = figures.theme_colours(series.themes)
        source = wording.plain("figures.source", title=made.title, version=__version__)
        dots = context.params.report.dots_per_inch
        return list(figures.draw(made, wording, colours, source=source, dots_per_inch=dots)), colours


def _tests(series: Series) -> list[PriorityChange]:
    """The tests of the shares of tasks between the last two notices, in the order of the themes."""
    rows = [row for pair in series.pairs[-1:] for row in pair.priorities if row.measure == "tasks" and row.observable]
    return [row for theme in series.themes for row in rows if row.theme == theme]


def report_files(
    context: Context,
    series: Series,
    unread: list[Diagnostic],
    wording: Wording,
    environment: Environment,
    provenance: Provenance,
) -> Parts:
    """Every file of the report of one series, by its name in the series' folder."""
    made = content(series, wording, unread, _english(context, series))
    views, colours = _figures(context, made, series, wording)
    page = render(
        environment,
        made,
        wording,
        figures=views,
        provenance=provenance,
        colours=colours,
        tests=_tests(series),
        confidence=context.params.compare.confidence,
        accuracy=_accuracy(context.root),
    )
    files = {
        f"figures/{view.name}.{end}": data for view in views for end, data in (("svg", view.svg), ("png", view.png))
    }
    document = brief_bytes(made, wording, views, provenance)
    return {**files, "index.html": f"{page}\n".encode(), "report.docx": document}


def table_files(
    context: Context, series: Series, rows: Mapping[str, Sequence[Any]], wording: Wording, provenance: Provenance
) -> Parts:
    """The workbook, and the same tables as a data package."""
    tables = series_tables(rows, load_dictionary(context.root), wording)
    called = report_title(series, wording, _english(context, series))
    title = wording.plain("workbook.title", title=called)
    package = package_files(series.name, tables, wording, provenance, title=called, sample=series.sample)
    return {
        "tables.xlsx": workbook_bytes(series, tables, wording, title=title, version=provenance.version),
        **{f"tables/{name}": data for name, data in package.items()},
    }


@lru_cache(maxsize=1)
def _upstream(context: Context) -> tuple[Upstream, tuple[Wording, ...]]:
    """(hashes of what lies before the report, the wording of every language)."""
    root = context.root
    stages = {stage: _hashes(root, stage) for stage in UPSTREAM}
    stages["report"] = {
        name: digest for name, digest in _hashes(root, "report").items() if name.rsplit("/", 1)[-1] in STATING
    }
    labels, model = (hash_file(root / name) if (root / name).exists() else None for name in (LABELS, MODEL))
    return Upstream(stages, labels, model), tuple(load_wording(root, language) for language in LANGUAGES)


def _hashes(root: Path, stage: str) -> dict[str, str]:
    """sha256 of a stage's code and lexicons, by path in the project."""
    found = {
        path.relative_to(CODE if path.is_relative_to(CODE / "pipeline") else root).as_posix(): path
        for path in files_of(root, stage)
    }
    return {
        name: hash_file(path)
        for name, path in sorted(found.items())
        if name.startswith(("pipeline/", "configs/")) and path.name not in CARRIERS
    }


def findings_file(context: Context, series: Series, sources: list[Source], provenance: Provenance) -> Parts:
    """The findings and what they rest on, for `policy-trends diff`."""
    upstream, wordings = _upstream(context)
    by_id = {source.notice_id: source for source in sources}
    params = context.params
    document = findings_document(
        series,
        wordings,
        provenance,
        upstream,
        by_id,
        language=params.report.language,
        confidence=params.compare.confidence,
    )
    return {FINDINGS: (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()}


def _work(context: Context, jobs: list[tuple[dict[str, list[Any]], list[Source]]]) -> list[Parts]:
    wording, environment = _shared(context)
    results = []
    for tables, sources in jobs:
        (series,), unread = collect(tables, wording.entry("themes"), load_dictionary(context.root))
        provenance = load_provenance(context.root, context.params, [(source.file, source.sha256) for source in sources])
        pages = report_files(context, series, unread, wording, environment, provenance)
        rows = {**tables, "corpus": sources, "corrections": series.decided}
        tabled = table_files(context, series, rows, wording, provenance)
        results.append({**pages, **tabled, **findings_file(context, series, sources, provenance)})
    return results


# -- all series ----------------------------------------------------------------------------------


class _Tables:
    """The tables of all series, read one series at a time."""

    def __init__(self, root: Path) -> None:
        self._tables = {name: table for name, table in load_dictionary(root).items() if table.per}
        self._readers = {
            name: TableReader(root, name, by=GROUPED_BY[table.per][0]) for name, table in self._tables.items()
        }
        self._ids = series_of(root)
        self._corrections = load_corrections(root)
        read = set(self._readers["notices"].groups)
        # what never became a notice belongs to no series: every report tells of it
        self._unread = sorted(
            {notice_id for name in DIAGNOSTIC_TABLES for notice_id in self._readers[name].groups} - read
        )
        self._sources = (
            {
                # the file as it lies there: one that was edited since it was added has another hash than its row
                source.notice_id: replace(source, sha256=hash_file(root / source.file))
                for source in load_corpus(root)[0]
            }
            if (root / "data" / "corpus.csv").exists()
            else {}
        )

    @property
    def series(self) -> list[str]:
        return list(self._ids)

    def _groups(self, name: str, series: str) -> list[str]:
        if self._tables[name].per == "series":
            return [series]
        return [*self._ids[series], *self._unread] if name in DIAGNOSTIC_TABLES else self._ids[series]

    def digest(self, series: str) -> bytes:
        rows = digest_of(
            reader.rows(group) for name, reader in self._readers.items() for group in self._groups(name, series)
        )
        own = repr((self.sources(series), self._decided(series)))
        return hashlib.sha256(rows + own.encode()).digest()

    def load(self, series: str) -> dict[str, list[Any]]:
        rows: dict[str, list[Any]] = {
            name: [row for group in self._groups(name, series) for row in reader.records(group)]
            for name, reader in self._readers.items()
        }
        return {**rows, "corrections": self._decided(series)}

    def _decided(self, series: str) -> list[Correction]:
        """What persons decided about the series or any of its notices."""
        ids = {series, *self._ids[series]}
        return [one for one in self._corrections if one.notice_id in ids]

    def sources(self, series: str) -> list[Source]:
        return [self._sources[notice_id] for notice_id in self._ids[series] if notice_id in self._sources]


def _is_current(folder: Path, basis: str) -> bool:
    """True if the report in `folder` was made from just this, and all of its files are there."""
    try:
        build = json.loads((folder / BUILD).read_text(encoding="utf-8"))
        return build["basis"] == basis and all(
            hash_file(folder / name) == digest for name, digest in build["files"].items()
        )
    except (OSError, ValueError, KeyError, AttributeError):
        return False


def _with_build(files: Parts, basis: str) -> Parts:
    """The files of a report and their hashes, by which a copy can be checked."""
    build = {"basis": basis, "files": {name: hashlib.sha256(files[name]).hexdigest() for name in sorted(files)}}
    return {**files, BUILD: (json.dumps(build, indent=2) + "\n").encode()}


def _chosen(known: list[str], params: Params) -> list[str]:
    """The series to report on. Raises ConfigError for one that is not there."""
    if unknown := [name for name in params.report.series if name not in known]:
        raise ConfigError(
            f"configs/params.yaml: report.series: {', '.join(unknown)} is no series of data/corpus.csv "
            f"with a readable notice; there are {', '.join(known)}"
        )
    return [name for name in known if name in params.report.series] if params.report.series else known


def run(root: Path, params: Params) -> None:
    """Write the report of every chosen series that changed; remove those of series that are gone or not chosen."""
    tables = _Tables(root)
    context = Context(root, params, fingerprint(root, "report", params))
    bases = {
        name: hashlib.sha256(context.basis.encode() + tables.digest(name)).hexdigest()
        for name in _chosen(tables.series, params)
    }
    (root / REPORTS).mkdir(exist_ok=True)
    for folder in (root / REPORTS).iterdir():
        if folder.is_dir() and folder.name not in bases:
            shutil.rmtree(folder)
    waiting = [name for name, basis in bases.items() if not _is_current(root / REPORTS / name, basis)]
    jobs = (
        (name.encode(), (tables.load(name), tables.sources(name)))
        for name in (track(waiting, "writing reports") if waiting else ())
    )
    for results in work_through(_work, context, jobs, batch=1):
        for name, files in results.items():
            replace_folder(root / REPORTS / name.decode(), _with_build(files, bases[name.decode()]))
