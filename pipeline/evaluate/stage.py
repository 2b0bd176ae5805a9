"""Stage evaluate. In: the tables and data/gold. Out: evaluation/metrics.json and the list of errors."""

from __future__ import annotations

import csv
import io
import json
from collections import defaultdict
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Column, Table

from pipeline.config import Params
from pipeline.evaluate.gold import load_gold
from pipeline.evaluate.scores import MEASURES, Error, FoundUnit, NoticeScore, Tally, macro_f1, score_notice, total
from pipeline.schema import Diagnostic
from pipeline.storage import StorageError, read_table, write_json, write_text

METRICS = "evaluation/metrics.json"
ERRORS = "evaluation/errors.csv"
CONFUSION = "evaluation/theme_confusion.csv"
DIGITS = 4


def _found(root: Path) -> dict[str, list[FoundUnit]]:
    """Every unit with its facts, by notice."""
    facts: dict[str, dict[str, list[Any]]] = {}
    for name in ("roles", "targets", "entities"):
        grouped: dict[str, list[Any]] = defaultdict(list)
        for record in read_table(root, name):
            grouped[record.unit_id].append(record)
        facts[name] = grouped
    themes = {guess.unit_id: guess for guess in read_table(root, "themes")}
    found: dict[str, list[FoundUnit]] = defaultdict(list)
    for unit in read_table(root, "units"):
        found[unit.notice_id].append(FoundUnit(unit, facts["roles"][unit.unit_id], facts["targets"][unit.unit_id], facts["entities"][unit.unit_id], themes.get(unit.unit_id)))
    return found


def _figures(tally: Tally) -> dict[str, float | int | None]:
    rounded = {name: None if value is None else round(value, DIGITS) for name, value in (("precision", tally.precision), ("recall", tally.recall), ("f1", tally.f1))}
    return {**rounded, "gold": tally.gold}


def _metrics(scores: list[NoticeScore], diagnostics: list[Diagnostic]) -> dict[str, Any]:
    pairs = [pair for score in scores for pair in score.themes]
    macro = macro_f1(pairs)
    return {
        "total": {measure: _figures(tally) for measure, tally in total(scores).items()},
        "theme_macro_f1": None if macro is None else round(macro, DIGITS),
        "notices": {score.notice_id: {measure: _figures(score.tallies[measure]) for measure in MEASURES} for score in scores},
        "diagnostics": {severity: sum(odd.severity == severity for odd in diagnostics) for severity in ("error", "warning", "info")},
    }


def _csv(header: list[str], rows: list[list[str]]) -> str:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return buffer.getvalue()


def run(root: Path, params: Params) -> None:
    """Score every annotated notice that is in the corpus."""
    gold = load_gold(root / params.evaluate.gold)
    found = _found(root)
    scores = [score_notice(notice_id, units, found[notice_id]) for notice_id, units in gold.items() if notice_id in found]
    diagnostics = [odd for name in ("ingest_diagnostics", "segment_diagnostics", "extract_diagnostics") for odd in read_table(root, name)]
    write_json(root / METRICS, _metrics(scores, diagnostics))
    write_text(root / ERRORS, _csv(["notice", "measure", "sign", "unit", "detail"], [[score.notice_id, error.measure, error.sign, error.head, error.detail] for score in scores for error in score.errors]))
    write_text(root / CONFUSION, _csv(["actual", "predicted"], [[actual, predicted or "none"] for score in scores for actual, predicted in score.themes]))


def load_scores(root: Path) -> tuple[dict[str, Any], list[Error]]:
    """(metrics, errors) of the last run."""
    if not (root / METRICS).exists() or not (root / ERRORS).exists():
        raise StorageError(f"{METRICS}: not there yet; `policy-trends run` makes it")
    metrics = json.loads((root / METRICS).read_text(encoding="utf-8"))
    with (root / ERRORS).open(encoding="utf-8", newline="") as file:
        errors = [Error(row["measure"], row["sign"], f"{row['notice']} {row['unit']}", row["detail"]) for row in csv.DictReader(file)]
    return metrics, errors


def show_scores(loaded: tuple[dict[str, Any], list[Error]], console: Console, *, errors: bool) -> None:
    """Print F1 a notice and measure, and the totals; with `errors`, everything that went wrong."""
    metrics, listed = loaded
    headings = [measure.removeprefix("targets_") for measure in MEASURES]
    table = Table(Column("F1", no_wrap=True), *(Column(heading, justify="right", no_wrap=True) for heading in headings), box=None, padding=(0, 1, 0, 0))
    for notice_id, figures in metrics["notices"].items():
        table.add_row(notice_id.removeprefix("written-"), *(_cell(figures[measure]["f1"]) for measure in MEASURES))
    for name in ("f1", "precision", "recall"):
        table.add_row(f"TOTAL {name}", *(_cell(metrics["total"][measure][name]) for measure in MEASURES))
    console.print(table)
    if errors:
        for error in listed:
            console.print(f"{error.measure}{error.sign} {error.head}: {error.detail}", markup=False, highlight=False)
    else:
        console.print(f"{len(listed)} errors; list them with --errors", highlight=False)


def _cell(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"
