"""How fast each step reads, how fast commands start, and what the segmenter takes, beside other tools.

    .venv/bin/python benchmarks/steps_against_peers.py

Reads the notices of data/corpus.csv on one core. Times are processor seconds, the least of several rounds, so that
other work on the machine blurs them little. Each peer lives in an environment of its own under .cache/peers, which is
made on the first run.
"""

from __future__ import annotations

import json
import os
import platform
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from peers import ROOT, environment
from quantities_against_peers import PACKAGES as QUANTITY_PACKAGES

from pipeline.corpus import load_corpus
from pipeline.ingest.notice import read_notice
from pipeline.records import Clause, Notice, Unit
from pipeline.segment.structure import read_structure
from pipeline.service.analyze import Analyzer

ROUNDS = 3
WORD_PACKAGES = ("jieba==0.42.1", "spacy==3.8.18", "spacy-pkuseg==1.0.2")
SEGMENTERS = {
    "project": "this project: pkuseg, dictionary first",
    "pkuseg": "pkuseg alone (spacy-pkuseg 1.0.2)",
    "spacy-pkuseg": "spaCy 3.8 zh, segmenter pkuseg",
    "jieba": "jieba 0.42.1",
    "spacy-jieba": "spaCy 3.8 zh, segmenter jieba",
    "spacy-char": "spaCy 3.8 zh, one character a word",
}
SHORT = "2024年重点工作任务\n\n一、发展服务业\n1.推动现代服务业发展。新增规模以上企业20家。（牵头单位：市发展改革委）\n"
COMMANDS = (("--help",), ("version",), ("bodies", "市发改委"), ("analyze", "-", "--json"))


@dataclass(frozen=True, slots=True)
class Speed:
    """Characters a second of one step by one tool."""

    step: str
    tool: str
    rate: float


def least(action: Callable[[], Any], rounds: int = ROUNDS) -> float:
    """The least processor seconds that `action` takes."""
    seconds = []
    for _ in range(rounds):
        start = time.process_time()
        action()
        seconds.append(time.process_time() - start)
    return min(seconds)


# -- steps -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Prepared:
    """A notice with what each step needs of the steps before it."""

    name: str
    data: bytes
    notice: Notice
    units: list[Unit]
    clauses: dict[str, list[Clause]]


def prepared(analyzer: Analyzer) -> list[Prepared]:
    found = []
    for source in load_corpus(ROOT)[0]:
        path = ROOT / source.file
        if path.suffix == ".txt":
            analysis = analyzer.analyze(path.name, path.read_bytes(), notice_id=source.notice_id, year=source.year)
            clauses = {
                unit.unit_id: [clause for clause in analysis.facts.clauses if clause.unit_id == unit.unit_id]
                for unit in analysis.units
            }
            found.append(Prepared(path.name, path.read_bytes(), analysis.notice, analysis.units, clauses))
    return found


def own_steps(analyzer: Analyzer) -> dict[str, Callable[[Prepared], Any]]:
    params, facts = analyzer.params, analyzer.facts
    return {
        "clean text (txt)": lambda one: read_notice(
            one.name, one.data, params.ingest, notice_id=one.notice.notice_id, year=one.notice.year
        ),
        "structure": lambda one: read_structure(one.notice, very_long_unit=params.segment.very_long_unit),
        "roles": lambda one: [facts.roles.read_unit(one.notice, unit) for unit in one.units],
        "targets": lambda one: [facts.targets.read_unit(unit, one.notice.year) for unit in one.units],
        "entities": lambda one: [facts.entities.read_unit(unit) for unit in one.units],
        "themes": lambda one: analyzer.themes.guess(one.units, one.clauses, longest_text=params.classify.longest_text),
    }


def own_speeds(analyzer: Analyzer, notices: Sequence[Prepared]) -> list[Speed]:
    characters = sum(len(one.notice.text) for one in notices)
    seconds = {
        step: least(lambda read=read: [read(one) for one in notices]) for step, read in own_steps(analyzer).items()
    }
    together = sum(seconds[step] for step in ("structure", "roles", "targets"))
    rates = {**seconds, "structure + roles + targets": together}
    return [Speed(step, "this project", characters / taken) for step, taken in rates.items()]


# -- peers -----------------------------------------------------------------------------------------


def run_peer(python: Path | str, script: str, name: str, texts: Sequence[str]) -> dict[str, Any]:
    command = [python, "-X", "utf8", Path(__file__).with_name(script), name]
    done = subprocess.run(
        command, input=json.dumps(texts), capture_output=True, text=True, encoding="utf-8", check=False
    )
    if done.returncode:
        raise SystemExit(f"{name} failed:\n{done.stderr[-2000:]}")
    return json.loads(done.stdout)


def segmenters(texts: Sequence[str]) -> dict[str, dict[str, float]]:
    """By segmenter: what words_with_peer.py measures."""
    peers = environment("words", WORD_PACKAGES)
    return {
        name: run_peer(sys.executable if name == "project" else peers, "words_with_peer.py", name, texts)
        for name in SEGMENTERS
    }


def quantity_speed(texts: Sequence[str]) -> Speed:
    python = environment("recognizers-text", QUANTITY_PACKAGES["recognizers-text"])
    answer = run_peer(python, "read_with_peer.py", "recognizers-text", texts)
    return Speed("targets", "Recognizers-Text 1.0.2a2", sum(map(len, texts)) / answer["seconds"])


# -- commands --------------------------------------------------------------------------------------


def start_up(arguments: Sequence[str], rounds: int = 2 * ROUNDS) -> tuple[float, float]:
    """(wall-clock seconds, processor seconds) of `policy-trends ARGUMENTS` as a process, the least of each."""
    taken = []
    for _ in range(rounds):
        before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        subprocess.run(
            [sys.executable, "-m", "pipeline.command", *arguments],
            cwd=ROOT,
            input=SHORT.encode(),
            capture_output=True,
            check=True,
        )
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        taken.append((time.perf_counter() - start, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime))
    return min(wall for wall, _ in taken), min(processor for _, processor in taken)


# -- the tables ------------------------------------------------------------------------------------


def rounded(value: float) -> str:
    return f"{float(f'{value:.2g}'):,.0f}"


def speed_table(speeds: Sequence[Speed]) -> list[str]:
    """One row a step and tool."""
    own = {speed.step: speed.rate for speed in speeds if speed.tool.startswith("this project")}
    lines = ["| step | tool | characters a second | this project: its speed over the tool's |", "|---|---|---:|---:|"]
    for speed in speeds:
        ratio = "" if speed.tool.startswith("this project") else f"× {float(f'{own[speed.step] / speed.rate:.2g}'):g}"
        lines.append(f"| {speed.step} | {speed.tool} | {rounded(speed.rate)} | {ratio} |")
    return lines


def segmenter_table(found: dict[str, dict[str, float]]) -> list[str]:
    lines = ["| segmenter | to load, s | private memory, MB | peak memory, MB |", "|---|---:|---:|---:|"]
    for name, measured in found.items():
        cells = [rounded(measured[key]) if key in measured else "–" for key in ("private", "peak")]
        lines.append(f"| {SEGMENTERS[name]} | {measured['load']:.2f} | {' | '.join(cells)} |")
    return lines


def command_table() -> list[str]:
    lines = ["| command | wall clock, s | processor, s |", "|---|---:|---:|"]
    for arguments in COMMANDS:
        wall, processor = start_up(arguments)
        lines.append(f"| policy-trends {' '.join(arguments)} | {wall:.2f} | {processor:.2f} |")
    return lines


def main() -> None:
    analyzer = Analyzer(ROOT)
    notices = prepared(analyzer)
    texts = [unit.text for one in notices for unit in one.units]
    characters = sum(map(len, texts))
    cut = segmenters(texts)
    speeds = own_speeds(analyzer, notices)
    speeds[2:2] = [Speed("words", SEGMENTERS[name], characters / measured["cut"]) for name, measured in cut.items()]
    at = next(place for place, speed in enumerate(speeds) if speed.step == "targets")
    speeds.insert(at + 1, quantity_speed(texts))
    print(
        f"{len(notices)} notices, {characters:,} characters in units; one core of {os.cpu_count()}, Python "
        f"{platform.python_version()}."
    )
    for table in (speed_table(speeds), segmenter_table(cut), command_table()):
        print("", *table, sep="\n")


if __name__ == "__main__":
    main()
