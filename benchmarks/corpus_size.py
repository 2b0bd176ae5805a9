"""Time and peak memory of the pipeline on corpora of several sizes, the cost of adding a notice, and of workers.

    python benchmarks/corpus_size.py --notices 10 100 1000 --workers 1 2

The corpora are made from the project's own notices by recombining their tasks: series of five
years, each year carrying on most of the year before. Nothing is fetched; the models of the
project are used. Peak memory is that of the largest process (`ru_maxrss`).
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from pipeline.config import load_params
from pipeline.corpus import CORPUS_COLUMNS, load_corpus
from pipeline.ingest.notice import read_notice
from pipeline.segment.structure import read_structure

ROOT = Path(__file__).resolve().parent.parent
STAGES = ("ingest", "segment", "extract", "classify", "compare", "evaluate")
SECTIONS = ("一、强化创新引领", "二、壮大现代产业", "三、扩大有效需求", "四、推动绿色低碳发展")
YEARS = range(2021, 2026)
TASKS = (24, 40)
CARRIED_ON = 0.7  # share of a year's tasks that the next year carries on
SEED = 20230130


@dataclass(frozen=True, slots=True)
class Cost:
    """What one process took."""

    seconds: float
    megabytes: float


def task_texts() -> list[str]:
    """The text of every task of the project's own notices."""
    params = load_params(ROOT)
    texts = []
    for source in load_corpus(ROOT)[0]:
        notice, _ = read_notice(
            Path(source.file).name, (ROOT / source.file).read_bytes(), params.ingest, notice_id=source.notice_id
        )
        texts += [unit.text for unit in read_structure(notice).units if unit.kind == "task" and "\n" not in unit.text]
    return texts


def notice_text(city: str, year: int, tasks: Sequence[str]) -> str:
    """A numbered notice over some tasks, in equal sections."""
    lines = [f"{city}{year}年经济高质量发展重点任务", f"为做好{year}年经济工作，制定本任务清单。"]
    for number, task in enumerate(tasks):
        if number * len(SECTIONS) % len(tasks) < len(SECTIONS):
            lines.append(SECTIONS[number * len(SECTIONS) // len(tasks)])
        lines.append(f"{number + 1}.{task}")
    return "\n".join(lines) + "\n"


def make_corpus(folder: Path, notices: int) -> None:
    """A project folder with so many notices: configuration and models of this one, texts of its own."""
    chance = random.Random(SEED)
    texts = task_texts()
    shutil.copytree(ROOT / "configs", folder / "configs")
    shutil.copy(ROOT / "dvc.yaml", folder / "dvc.yaml")
    (folder / "data" / "gold").mkdir(parents=True)
    (folder / "evaluation").mkdir()
    (folder / "models").symlink_to(ROOT / "models")
    rows = []
    for place in range(-(-notices // len(YEARS))):
        tasks: list[str] = []
        for year in YEARS:
            if len(rows) == notices:
                break
            kept = [task for task in tasks if chance.random() < CARRIED_ON]
            tasks = [*kept, *chance.sample(texts, max(0, chance.randint(*TASKS) - len(kept)))]
            rows.append(_row(folder, f"place-{place:05}", year, notice_text(f"样例{place}市", year, tasks)))
    _write_list(folder, rows)


def _row(folder: Path, series: str, year: int, text: str) -> list[str]:
    path = folder / "data" / "raw" / series / f"{year}.txt"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return [
        f"{series}-{year}",
        series,
        str(year),
        path.relative_to(folder).as_posix(),
        "sample",
        "",
        "",
        hashlib.sha256(path.read_bytes()).hexdigest(),
    ]


def _write_list(folder: Path, rows: Sequence[Sequence[str]]) -> None:
    with (folder / "data" / "corpus.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([CORPUS_COLUMNS, *rows])


def add_one(folder: Path) -> None:
    """One notice more, of a place of its own."""
    with (folder / "data" / "corpus.csv").open(encoding="utf-8", newline="") as file:
        _, *rows = csv.reader(file)
    text = notice_text("新来市", 2021, random.Random(len(rows)).sample(task_texts(), TASKS[0]))
    _write_list(folder, [*rows, _row(folder, "place-new", 2021, text)])


def run_stage(folder: Path, stage: str) -> Cost:
    """One stage as a process of its own."""
    begun = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-m", "pipeline", stage],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stderr=subprocess.DEVNULL,
    )
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"stage {stage} failed in {folder}; run `python -m pipeline {stage}` there to see why")
    return Cost(time.monotonic() - begun, usage.ru_maxrss / 1024)


def run_all(folder: Path, stages: Sequence[str]) -> dict[str, Cost]:
    return {stage: run_stage(folder, stage) for stage in stages}


def set_workers(folder: Path, workers: int) -> None:
    path = folder / "configs" / "params.yaml"
    lines = [
        f"  workers: {workers}" if line.startswith("  workers:") else line
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--notices", type=int, nargs="+", default=[10, 100, 1000], help="sizes of the corpora")
    parser.add_argument("--workers", type=int, nargs="+", default=[1], help="numbers of processes")
    parser.add_argument(
        "--stages",
        nargs="+",
        default=list(STAGES),
        choices=[*STAGES, "report"],
        help="stages to run; report takes seconds a series",
    )
    parser.add_argument(
        "--folder", type=Path, default=None, help="where to make the corpora; a temporary folder if not given"
    )
    chosen = parser.parse_args()
    table = Table(
        "notices", "workers", *chosen.stages, "all", "peak MB", "again", "one more", "one more / all", box=None
    )
    with tempfile.TemporaryDirectory(dir=chosen.folder) as temporary:
        for notices in chosen.notices:
            for workers in chosen.workers:
                folder = Path(temporary) / f"{notices}-{workers}"
                make_corpus(folder, notices)
                set_workers(folder, workers)
                first, again = run_all(folder, chosen.stages), run_all(folder, chosen.stages)
                add_one(folder)
                more = run_all(folder, chosen.stages)
                totals = [sum(cost.seconds for cost in costs.values()) for costs in (first, again, more)]
                cells = [f"{cost.seconds:.1f} s, {cost.megabytes:.0f} MB" for cost in first.values()]
                peak = max(cost.megabytes for costs in (first, again, more) for cost in costs.values())
                table.add_row(
                    str(notices),
                    str(workers),
                    *cells,
                    f"{totals[0]:.1f} s",
                    f"{peak:.0f}",
                    f"{totals[1]:.1f} s",
                    f"{totals[2]:.1f} s",
                    f"{totals[2] / totals[0]:.1%}",
                )
                shutil.rmtree(folder)
    Console(width=220).print(table)


if __name__ == "__main__":
    main()
