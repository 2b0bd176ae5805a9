"""What a change of configs/rules gains and loses over the annotated notices, as a table.

    python benchmarks/rules_gain.py                 the rules as they stand against those of the last commit
    python benchmarks/rules_gain.py --since main~5  against those of another revision

Code stays as it is: only configs/rules is taken from the revision. A line that is `gained` was missed or falsely
found before and is right now; one that is `lost` is the reverse.
"""

from __future__ import annotations

import argparse
import io
import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

RULES = "configs/rules"


def read(root: Path) -> set[tuple[str, ...]]:
    """Every miss and false find over gold, by the rules of a project folder."""
    from gold_reading import GoldReading, errors

    from pipeline.extract.facts import FactReader
    from pipeline.segment.kinds import Words

    return errors(GoldReading(root).scores(FactReader.load(root), Words.load(root)))


def read_in(root: Path) -> set[tuple[str, ...]]:
    """The same in a process of its own, whose readers know no other folder."""
    program = [sys.executable, str(root / "benchmarks" / "rules_gain.py"), "--read"]
    return {tuple(row) for row in json.loads(subprocess.run(program, check=True, capture_output=True).stdout)}


def copy_with_rules_of(revision: str, target: Path) -> None:
    """A copy of the project's code and configuration, with configs/rules as a revision has it."""
    for name in ("pipeline", "configs", "benchmarks", "data/gold", "data/raw"):
        shutil.copytree(ROOT / name, target / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.rmtree(target / RULES)
    packed = subprocess.run(["git", "archive", revision, RULES], cwd=ROOT, check=True, capture_output=True).stdout
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        archive.extractall(target, filter="data")


def table(before: set[tuple[str, ...]], now: set[tuple[str, ...]]) -> str:
    """One line a measure, then every line that changed."""
    gained, lost = before - now, now - before
    counted = {name: Counter(row[1] for row in rows) for name, rows in (("gained", gained), ("lost", lost))}
    lines = [f"{'measure':<14}{'gained':>8}{'lost':>8}{'errors now':>12}"]
    errors_now = Counter(row[1] for row in now)
    for measure in sorted({row[1] for row in before | now}):
        changes = f"{counted['gained'][measure]:>8}{counted['lost'][measure]:>8}"
        lines.append(f"{measure:<14}{changes}{errors_now[measure]:>12}")
    for name, rows in (("gained", gained), ("lost", lost)):
        lines += [
            f"{name}  {notice}  {measure}  {sign} {head} | {detail}"
            for notice, measure, sign, head, detail in sorted(rows)
        ]
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--since", default="HEAD", help="the revision whose rules are the old ones")
    parser.add_argument("--read", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.read:
        json.dump(sorted(read(ROOT)), sys.stdout)
        return
    with tempfile.TemporaryDirectory() as folder:
        copy_with_rules_of(arguments.since, Path(folder))
        print(table(read_in(Path(folder)), read_in(ROOT)))


if __name__ == "__main__":
    main()
