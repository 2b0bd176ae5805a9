"""Stage evaluate. In: the tables and data/gold. Out: evaluation/metrics.json, its summary, and the list of errors."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
from rich.console import Console
from rich.table import Column, Table

from pipeline.config import Params, load_dictionary
from pipeline.engine.files import StorageError, write_json, write_text
from pipeline.engine.streams import TableReader
from pipeline.evaluate.gold import load_gold
from pipeline.evaluate.scores import MEASURES, Error, FoundUnit, NoticeScore, Tally, macro_f1, score_notice, total

METRICS = "evaluation/metrics.json"
SUMMARY = "evaluation/summary.json"  # one number a measure, so that `dvc metrics show` fits a screen
ERRORS = "evaluation/errors.csv"
CONFUSION = "evaluation/theme_confusion.csv"
DIGITS = 4
DIAGNOSTIC_TABLES = ("ingest_diagnostics", "segment_diagnostics", "extract_diagnostics")


def _found(root: Path, notice_ids: Iterable[str]) -> dict[str, list[FoundUnit]]:
    """Every unit with its facts, by notice, for those of the notices that are in the corpus."""
    readers = {name: TableReader(root, name) for name in ("units", "roles", "targets", "entities", "themes")}
    known = set(readers["units"].groups)
    return {
        notice_id: _units_of({name: reader.records(notice_id) for name, reader in readers.items()})
        for notice_id in notice_ids
        if notice_id in known
    }


def _units_of(tables: dict[str, list[Any]]) -> list[FoundUnit]:
    facts: dict[str, dict[str, list[Any]]] = {name: defaultdict(list) for name in ("roles", "targets", "entities")}
    for name, grouped in facts.items():
        for record in tables[name]:
            grouped[record.unit_id].append(record)
    themes = {guess.unit_id: guess for guess in tables["themes"]}
    return [
        FoundUnit(
            unit,
            facts["roles"][unit.unit_id],
            facts["targets"][unit.unit_id],
            facts["entities"][unit.unit_id],
            themes.get(unit.unit_id),
        )
        for unit in tables["units"]
    ]


def _severities(root: Path) -> Counter[str]:
    """How many diagnostics there are of each severity."""
    found: Counter[str] = Counter()
    for name in DIAGNOSTIC_TABLES:
        found.update(pq.read_table(root / load_dictionary(root)[name].path, columns=["severity"]).column(0).to_pylist())
    return found


def _figures(tally: Tally) -> dict[str, float | int | None]:
    rounded = {
        name: None if value is None else round(value, DIGITS)
        for name, value in (("precision", tally.precision), ("recall", tally.recall), ("f1", tally.f1))
    }
    return {**rounded, "gold": tally.gold}


def _metrics(scores: list[NoticeScore], severities: Counter[str]) -> dict[str, Any]:
    pairs = [pair for score in scores for pair in score.themes]
    macro = macro_f1(pairs)
    return {
        "total": {measure: _figures(tally) for measure, tally in total(scores).items()},
        "theme_macro_f1": None if macro is None else round(macro, DIGITS),
        "notices": {
            score.notice_id: {measure: _figures(score.tallies[measure]) for measure in MEASURES} for score in scores
        },
        "diagnostics": {severity: severities[severity] for severity in ("error", "warning", "info")},
    }


def _summary(metrics: dict[str, Any]) -> dict[str, float | None]:
    """The F1 of every measure over all notices."""
    return {measure: figures["f1"] for measure, figures in metrics["total"].items()}


def _csv(header: list[str], rows: list[list[str]]) -> str:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return buffer.getvalue()


def run(root: Path, params: Params) -> None:
    """Score every annotated notice that is in the corpus."""
    gold = load_gold(root / params.evaluate.gold)
    found = _found(root, gold)
    scores = [score_notice(notice_id, gold[notice_id], units) for notice_id, units in found.items()]
    metrics = _metrics(scores, _severities(root))
    write_json(root / METRICS, metrics)
    write_json(root / SUMMARY, _summary(metrics))
    write_text(
        root / ERRORS,
        _csv(
            ["notice", "measure", "sign", "unit", "detail"],
            [
                [score.notice_id, error.measure, error.sign, error.head, error.detail]
                for score in scores
                for error in score.errors
            ],
        ),
    )
    write_text(
        root / CONFUSION,
        _csv(
            ["actual", "predicted"],
            [[actual, predicted or "none"] for score in scores for actual, predicted in score.themes],
        ),
    )


def load_scores(root: Path) -> tuple[dict[str, Any], list[Error]]:
    """(metrics, errors) of the last run."""
    if not (root / METRICS).exists() or not (root / ERRORS).exists():
        raise StorageError(f"{METRICS}: not there yet; `policy-trends run` makes it")
    metrics = json.loads((root / METRICS).read_text(encoding="utf-8"))
    with (root / ERRORS).open(encoding="utf-8", newline="") as file:
        errors = [
            Error(row["measure"], row["sign"], f"{row['notice']} {row['unit']}", row["detail"])
            for row in csv.DictReader(file)
        ]
    return metrics, errors


def show_scores(loaded: tuple[dict[str, Any], list[Error]], console: Console, *, errors: bool) -> None:
    """Print F1 a notice and measure, and the totals; with `errors`, everything that went wrong."""
    metrics, listed = loaded
    headings = [measure.removeprefix("targets_") for measure in MEASURES]
    table = Table(
        Column("F1", no_wrap=True),
        *(Column(heading, justify="right", no_wrap=True) for heading in headings),
        box=None,
        padding=(0, 1, 0, 0),
    )
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
