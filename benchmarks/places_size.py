"""Processor time of a cross-section from folder to report: `add FOLDER --cross`, then `compare CROSS`.

    nice python benchmarks/places_size.py --places 31 --characters 20000

The reports are composed by seed from the tasks of the project's own notices and the goals of the planted province,
numbers varied, one a province, in the form of a work report. Everything happens in a folder that is taken away.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from corpus_size import task_texts

from pipeline.config import read_yaml
from pipeline.corpus import CORPUS_COLUMNS

ROOT = Path(__file__).resolve().parent.parent
SEED = 20260131
NUMERALS = "一二三四五六七八九十"
GOALS = (
    "2031年主要预期目标是：城镇新增就业{c}万人，生产总值增长{a}%左右，物价涨幅2%左右，粮食总产量{d}亿斤以上，"
    "城镇调查失业率5.5%左右，居民收入与经济增长同步，一般公共预算收入增长{b}%。"
)
HEAD = "2031年{place}政府工作报告\n各位代表：\n一、2030年工作回顾\n一年来，地区生产总值增长{b}%。\n二、2031年重点工作\n"
RE_VARIED = re.compile(r"(?<![\d.第])\d{1,4}(?=万|亿|个|家|项|%|公里|亩)")


def report(place: str, tasks: Sequence[str], characters: int, rng: random.Random) -> str:
    """One report of about so many characters: goals, then ten parts of tasks."""
    numbers = {
        "a": rng.randint(40, 65) / 10,
        "b": rng.randint(10, 50) / 10,
        "c": rng.randint(9, 120),
        "d": rng.randint(40, 900),
    }
    parts: list[list[str]] = [[] for _ in NUMERALS]
    size = 0
    while size < characters:
        task = RE_VARIED.sub(lambda match: str(max(1, round(int(match[0]) * rng.uniform(0.7, 1.4)))), rng.choice(tasks))
        parts[rng.randrange(len(parts))].append(task)
        size += len(task)
    body = "".join(
        f"（{numeral}）统筹推进第{numeral}方面工作\n"
        + "".join(f"{number}.{task}\n" for number, task in enumerate(part, 1))
        for numeral, part in zip(NUMERALS, parts)
    )
    return HEAD.format(place=place, **numbers) + GOALS.format(**numbers) + "\n" + body


def run(folder: Path, *arguments: str) -> float:
    """Processor seconds of one command and what it starts."""
    before = os.times()
    command = [sys.executable, "-c", "from pipeline.cli.app import main; main()", *arguments]
    subprocess.run(
        command, cwd=folder, check=True, stdout=subprocess.DEVNULL, env={**os.environ, "PYTHONPATH": str(ROOT)}
    )
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--places", type=int, default=31)
    parser.add_argument("--characters", type=int, default=20_000)
    asked = parser.parse_args()
    tasks = task_texts()
    places = list(read_yaml(ROOT / "configs" / "divisions.yaml")["provinces"].values())[: asked.places]
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        for name in ("configs", "models", "dvc.yaml"):
            (folder / name).symlink_to(ROOT / name)
        (folder / "data").mkdir()
        (folder / "data" / "corpus.csv").write_text(",".join(CORPUS_COLUMNS) + "\n", encoding="utf-8")
        (folder / "reports-in").mkdir()
        for number, place in enumerate(places, 1):
            text = report(place, tasks, asked.characters, random.Random(SEED + number))
            (folder / "reports-in" / f"p{number:02d}.txt").write_text(text, encoding="utf-8")
        added = run(folder, "add", "reports-in", "--cross", "made", "--year", "2031")
        compared = run(folder, "compare", "made")
        size = sum(path.stat().st_size for path in (folder / "reports" / "made").rglob("*") if path.is_file())
    print(f"{len(places)} places of {asked.characters} characters: add {added:.1f} s, compare {compared:.1f} s,")
    print(f"together {added + compared:.1f} s of processor time; {size / 1e6:.1f} MB of pages and data")


if __name__ == "__main__":
    main()
