"""Time against size: every poison read at a size and at twice that size, through reading, structure and facts.

    python benchmarks/linear.py            all of them; prints those whose time grows faster than the text
    python benchmarks/linear.py NAME …     these

The size is doubled until a reading takes long enough to be told from noise, or is the poison's full size. The power
is log2 of the ratio of the last two times (the least of three readings each): 1 is linear, 2 quadratic.
"""

from __future__ import annotations

import contextlib
import math
import sys
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.fuzz import Reader
from pipeline.ingest.notice import read_notice
from pipeline.ingest.raw import UnreadableNotice
from pipeline.segment.structure import read_structure
from tests import poison

LONG = 0.4  # seconds of processor time that are told from noise
MOST = 1.35  # power above which a poison is named
TIMES = 3


def seconds(reader: Reader, name: str, data: bytes) -> float:
    """The least processor time of several readings."""
    taken = []
    for _ in range(TIMES):
        started = time.process_time()
        with contextlib.suppress(UnreadableNotice):
            notice, _ = read_notice(name, data, reader.params.ingest, notice_id="linear")
            structure = read_structure(notice, very_long_unit=reader.params.segment.very_long_unit)
            reader.facts.read(notice, structure.units)
        taken.append(time.process_time() - started)
        if taken[0] > 4 * LONG:
            break
    return min(taken)


def growth(reader: Reader, one: poison.Poison) -> tuple[int, float, float]:
    """(size, seconds at half of it, seconds at it)."""
    size = max(2, one.full // 64)
    before = seconds(reader, one.file, one.build(size))
    while True:
        size *= 2
        now = seconds(reader, one.file, one.build(size))
        if now >= LONG or 2 * size > one.full:
            return size, before, now
        before = now


def rows(names: list[str]) -> Iterator[tuple[str, int, float, float]]:
    reader = Reader()
    reader.facts.entities.find("建设海洋实验室。")
    for one in poison.POISONS:
        if not names or one.name in names:
            yield one.name, *growth(reader, one)


def main(names: list[str]) -> int:
    found = {}
    for name, size, before, now in rows(names):
        power = math.log2(now / before) if before > 0 and now >= LONG / 4 else 0.0
        found[name] = power
        if power > MOST or names:
            print(f"{name}: {before:.2f} s → {now:.2f} s at {size}, power {power:.2f}", flush=True)
    told = sorted(power for power in found.values() if power)
    middle = told[len(told) // 2] if told else 0.0
    print(
        f"{len(found)} poisons, {len(told)} long enough to be timed: power {middle:.2f} in the middle, "
        f"{max(told, default=0.0):.2f} at most"
    )
    return int(max(told, default=0.0) > 1.7)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
