"""Stage report. In: every table of the notices. Out: reports/<series>/index.html and figures/."""

from __future__ import annotations

import csv
import hashlib
import platform
from collections.abc import Iterator
from importlib.metadata import version as installed_version
from pathlib import Path
from typing import Any

import pylopdf_fonts_zh_cn
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from pipeline import __version__
from pipeline.config import ConfigError, Params, load_dictionary, read_yaml
from pipeline.progress import track
from pipeline.report.page import FigureView, Provenance, render
from pipeline.report.series import DIAGNOSTIC_TABLES, TABLES, Series, collect
from pipeline.report.wording import Wording
from pipeline.schema import Diagnostic
from pipeline.storage import atomic, read_table, write_text

HERE = Path(__file__).parent
REPORTS = "reports"
STYLE = "configs/report.mplstyle"
THEMES = "configs/themes.yaml"
PARAMETERS = "configs/params.yaml"
CURVE = "evaluation/coverage.csv"
COMMAND = "policy-trends run"
# What a number or a line of a figure can depend on.
SOFTWARE = ("jinja2", "matplotlib", "numpy", "opencc", "pyarrow", "pylopdf-fonts-zh-cn", "scikit-learn", "scipy", "spacy", "spacy-pkuseg")
CSS_PIXELS_PER_INCH = 96


def load_locale(language: str) -> dict[str, Any]:
    """All entries of a language: its files hold one part of the report each and share no key."""
    entries: dict[str, Any] = {}
    for path in sorted((HERE / "locales" / language).glob("*.yaml")):
        part = read_yaml(path)
        if twice := entries.keys() & part:
            raise ConfigError(f"{path.name}: {', '.join(sorted(twice))} stands in another file of locales/{language} too; give it another name")
        entries |= part
    return entries


def load_wording(root: Path, language: str) -> Wording:
    """The entries of a language, and the names of the project's themes in their order."""
    themes = {theme["id"]: theme[language] for theme in read_yaml(root / THEMES)["themes"]}
    return Wording(language, {**load_locale(language), "themes": themes})


def load_templates() -> Environment:
    """The templates, with every value escaped: text of a notice stays text."""
    return Environment(loader=FileSystemLoader(HERE / "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _flat(values: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    for name, value in values.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", str(value)


def load_provenance(root: Path, params: Params) -> Provenance:
    """Versions, hashes and parameters. No clock and no host: the same inputs give the same block."""
    tables = load_dictionary(root)
    paths = [*(tables[name].path for name in (*TABLES, *DIAGNOSTIC_TABLES)), THEMES, PARAMETERS, CURVE]
    return Provenance(
        version=__version__,
        command=COMMAND,
        software=[("Python", platform.python_version()), *((name, installed_version(name)) for name in SOFTWARE)],
        files=[(path, _sha256(root / path)) for path in paths],
        parameters=list(_flat(params.model_dump())),
    )


def _write_bytes(path: Path, data: bytes) -> None:
    with atomic(path) as temporary:
        temporary.write_bytes(data)


def _load_curve(root: Path) -> Iterator[tuple[float, float | None, float | None]]:
    """(probability, coverage, accuracy) rows of the classifier's cross-validation; empty cells are None."""
    with (root / CURVE).open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            probability, coverage, accuracy = (float(row[name]) if row[name] else None for name in ("probability", "coverage", "accuracy"))
            yield probability or 0.0, coverage, accuracy


def _write_figures(root: Path, series: Series, wording: Wording, params: Params) -> tuple[list[FigureView], dict[str, str]]:
    """(the figures for the page, a colour a theme); draws and writes SVG and PNG."""
    # matplotlib takes half a second to load, and only this stage needs it
    from pipeline.report import figures

    folder = root / REPORTS / series.name / "figures"
    written: set[str] = set()
    views = []
    with figures.house_style(root / STYLE, Path(pylopdf_fonts_zh_cn.sans_path())):
        colours = figures.theme_colours(series.themes)
        curve = [figures.CurvePoint(*point) for point in _load_curve(root)]
        for drawing in figures.draw(series, wording, confidence=params.compare.confidence, version=__version__, curve=curve):
            if drawing.figure is None:
                views.append(FigureView(drawing.name, drawing.key, drawing.values, None, None, 0, 0))
                continue
            width, height = (round(inches * CSS_PIXELS_PER_INCH) for inches in drawing.figure.get_size_inches())
            svg, png = figures.svg_bytes(drawing.figure), figures.png_bytes(drawing.figure, dots_per_inch=params.report.dots_per_inch)
            _write_bytes(folder / f"{drawing.name}.svg", svg)
            _write_bytes(folder / f"{drawing.name}.png", png)
            written |= {f"{drawing.name}.svg", f"{drawing.name}.png"}
            views.append(FigureView(drawing.name, drawing.key, drawing.values, svg, png, width, height))
    _remove_stale(folder, written)
    return views, colours


def _remove_stale(folder: Path, written: set[str]) -> None:
    """A figure of an earlier run, such as that of a notice since removed, must not lie beside this one's."""
    for path in [*folder.glob("*.svg"), *folder.glob("*.png")]:
        if path.name not in written:
            path.unlink()


def write_report(root: Path, series: Series, unread: list[Diagnostic], params: Params, wording: Wording, environment: Environment, provenance: Provenance) -> None:
    """Write the page and the figures of one series."""
    views, colours = _write_figures(root, series, wording, params)
    page = render(
        environment,
        series=series,
        wording=wording,
        figures=views,
        provenance=provenance,
        colours=colours,
        confidence=params.compare.confidence,
        samples=params.compare.bootstrap_samples,
        unread=unread,
    )
    write_text(root / REPORTS / series.name / "index.html", page + "\n")


def run(root: Path, params: Params) -> None:
    """Write the report of every series."""
    wording = load_wording(root, params.report.language)
    tables = {name: read_table(root, name) for name in (*TABLES, *DIAGNOSTIC_TABLES)}
    all_series, unread = collect(tables, wording.entry("themes"))
    provenance = load_provenance(root, params)
    environment = load_templates()
    (root / REPORTS).mkdir(exist_ok=True)
    for series in track(all_series, "writing reports"):
        write_report(root, series, unread, params, wording, environment, provenance)
