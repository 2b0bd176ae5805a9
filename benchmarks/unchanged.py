"""Whether a change of code changes a result: what every notice is read as, and what every pair of editions is told.

    python benchmarks/unchanged.py --save before.json [--texts DIR]     keep a digest of each result
    python benchmarks/unchanged.py --against before.json [--texts DIR]  name the results that are other now; exit 1

The notices are those of `data/corpus.csv` with their neighbours in the series, the pairs of `tests/compare/pairs`,
and the files of `--texts`, each compared with the next by name. A digest is that of the machine interface.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict
from itertools import groupby, pairwise
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from pipeline.config import load_params
from pipeline.corpus import load_corpus
from pipeline.service.analyze import Analysis, Analyzer
from pipeline.service.compare import Comparer


def texts(folder: Path | None) -> Iterator[list[tuple[str, Path, int | None]]]:
    """Lists of (name, file, year); neighbours of one list are compared."""
    rows = sorted(load_corpus(ROOT)[0], key=lambda row: (row.series, row.year or 0))
    for _, series in groupby(rows, key=lambda row: row.series):
        yield [(row.notice_id, ROOT / row.file, row.year) for row in series]
    for pair in sorted((ROOT / "tests" / "compare" / "pairs").glob("*/")):
        yield [(f"{pair.name}/{file.stem}", file, None) for file in sorted(pair.glob("*.txt"))]
    if folder:
        yield [(file.name, file, None) for file in sorted(folder.iterdir()) if file.is_file()]


def digest(result: object) -> str:
    return hashlib.sha256(json.dumps(result, ensure_ascii=False, sort_keys=True, default=str).encode()).hexdigest()


def results(folder: Path | None) -> Iterator[tuple[str, str]]:
    """(name, digest) of every reading and every comparison."""
    params = load_params(ROOT)
    analyzer, comparer = Analyzer(ROOT, params), Comparer.load(ROOT, params.compare)
    for series in texts(folder):
        read: list[tuple[str, Analysis]] = []
        for name, file, year in series:
            analysis = analyzer.analyze(file.name, file.read_bytes(), notice_id=Path(name).name, year=year)
            read.append((name, analysis))
            yield name, digest(asdict(analysis))
        for (old, before), (new, after) in pairwise(read):
            yield f"{old} > {new}", digest(comparer.pair(before, after))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--save", type=Path, help="write the digests here")
    what.add_argument("--against", type=Path, help="compare with the digests kept here")
    parser.add_argument("--texts", type=Path, help="a folder of further notices")
    arguments = parser.parse_args()
    begun = time.process_time()
    found = dict(results(arguments.texts))
    print(f"{len(found)} results in {time.process_time() - begun:.1f} s of processor time")
    if arguments.save:
        arguments.save.write_text(json.dumps(found, indent=1, ensure_ascii=False), encoding="utf-8")
        return 0
    before = json.loads(arguments.against.read_text(encoding="utf-8"))
    other = sorted(name for name in before.keys() | found.keys() if before.get(name) != found.get(name))
    print("\n".join(f"other than before: {name}" for name in other) or "every result is the same")
    return 1 if other else 0


if __name__ == "__main__":
    sys.exit(main())
