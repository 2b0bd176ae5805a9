"""The numbers this project reads beside what Recognizers-Text and JioNLP read in the same annotated notices.

    .venv/bin/python benchmarks/quantities_against_peers.py
    .venv/bin/python benchmarks/quantities_against_peers.py --corpus DIR --gold DIR

Writes its table into docs/extraction.md. Each peer lives in an environment of its own under .cache/peers, which is
made on the first run (packages come from whatever index pip is set up with).

One scoring for all. In each annotated unit a gold target is hit by one number found, and a number hits once. A number
equal to an optional gold target, or to the upper end of a gold range, counts neither way. Units are compared without
punctuation; 元 need not be printed.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from peers import ROOT, environment

from pipeline.config import load_params
from pipeline.corpus import load_corpus
from pipeline.evaluate.gold import GoldUnit, load_gold
from pipeline.evaluate.scores import FoundUnit, Tally, bare, pair_units, score_notice, total
from pipeline.extract.facts import FactReader
from pipeline.ingest.notice import read_notice
from pipeline.records import Unit
from pipeline.segment.structure import read_structure

DOCUMENT = ROOT / "docs" / "extraction.md"
PACKAGES = {
    "recognizers-text": (
        "recognizers-text-suite==1.0.2a2",
        "recognizers-text==1.0.2a2",
        "recognizers-text-choice==1.0.2a2",
        "recognizers-text-date-time==1.0.2a2",
        "recognizers-text-number==1.0.2a2",
        "recognizers-text-number-with-unit==1.0.2a2",
        "recognizers-text-sequence==1.0.2a2",
        "datedelta==1.4",
        "emoji==1.7.0",  # does not import with emoji 2
        "grapheme==0.6.0",
        "multipledispatch==1.0.0",
        "regex==2026.11.15",
    ),
    "jionlp": (
        "jionlp==1.5.31",
        "jiojio==1.2.8",
        "numpy==2.4.6",
        "pyyaml==6.0.3",
        "requests==2.34.2",
        "zipfile36==0.1.3",
    ),
}
PRINTED = {"recognizers-text": "Recognizers-Text", "jionlp": "JioNLP"}


@dataclass(frozen=True, slots=True)
class Number:
    """A number a reader found, magnitude spelt out."""

    value: float
    value_high: float | None
    unit: str


@dataclass(slots=True)
class Row:
    """One line of the table; measures a reader does not claim are absent."""

    name: str
    tallies: dict[str, Tally]
    characters_per_second: float


# -- the notices ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class AnnotatedNotice:
    notice_id: str
    gold: list[GoldUnit]
    found: list[FoundUnit]


def texts(corpus: Path | None) -> dict[str, tuple[Path, int | None]]:
    """(file, year if known) by notice_id: the files of `corpus`, else what data/corpus.csv lists."""
    if corpus is not None:
        return {path.stem: (path, None) for path in sorted(corpus.glob("*.txt"))}
    sources, _ = load_corpus(ROOT)
    return {source.notice_id: (ROOT / source.file, source.year) for source in sources}


def read_notices(gold: Path, corpus: Path | None) -> tuple[list[AnnotatedNotice], float]:
    """(notices with what this project reads in them, the seconds TargetReader took)."""
    reader, params, listed = FactReader.load(ROOT), load_params(ROOT), texts(corpus)
    notices: list[AnnotatedNotice] = []
    seconds = 0.0
    for notice_id, wanted in load_gold(gold).items():
        if notice_id not in listed:
            print(f"{notice_id}: its text is not there; left out", file=sys.stderr)
            continue
        path, year = listed[notice_id]
        notice, _ = read_notice(path.name, path.read_bytes(), params.ingest, notice_id=notice_id, year=year)
        units = read_structure(notice, very_long_unit=params.segment.very_long_unit).units
        facts = reader.read(notice, units)
        start = time.perf_counter()
        for unit in units:
            reader.targets.read_unit(unit, notice.year)
        seconds += time.perf_counter() - start
        targets = {
            unit.unit_id: [target for target in facts.targets if target.unit_id == unit.unit_id] for unit in units
        }
        notices.append(
            AnnotatedNotice(notice_id, wanted, [FoundUnit(unit, [], targets[unit.unit_id], [], None) for unit in units])
        )
    return notices, seconds


# -- scoring -------------------------------------------------------------------------------------


def printed_unit(unit: str) -> str:
    unit = bare(unit)
    return "" if unit == "元" else unit


def by_value(one: Any) -> tuple:
    return (round(one.value, 6),)


def by_value_and_unit(one: Any) -> tuple:
    return round(one.value, 6), printed_unit(one.unit)


MEASURES: dict[str, Callable[[Any], tuple]] = {"value": by_value, "value + unit": by_value_and_unit}


def score_unit(tallies: dict[str, Tally], wanted: GoldUnit | None, found: Iterable[Any]) -> None:
    """Count one unit; `wanted` is None for a unit that is not in the gold."""
    found = list(found)
    gold = wanted.targets if wanted else ()
    required = [target for target in gold if not target.optional]
    neither = {by_value(target) for target in gold if target.optional} | {
        (round(target.value_high, 6),) for target in gold if target.value_high is not None
    }
    for measure, key in MEASURES.items():
        left = Counter(key(target) for target in required)
        hits, extra = 0, 0
        for one in sorted(found, key=lambda one: by_value(one) in neither):
            if left[key(one)]:
                left[key(one)] -= 1
                hits += 1
            elif by_value(one) not in neither:
                extra += 1
        tallies[measure].add(hits, hits + extra, len(required))


def score_reader(notices: list[AnnotatedNotice], found_in: Callable[[Unit], Iterable[Any]]) -> dict[str, Tally]:
    tallies = {measure: Tally() for measure in MEASURES}
    for notice in notices:
        pairs, spare = pair_units(notice.gold, notice.found)
        for wanted, found in pairs:
            score_unit(tallies, wanted, found_in(found.unit) if found else ())
        for found in spare:
            score_unit(tallies, None, found_in(found.unit))
    return tallies


def own_row(notices: list[AnnotatedNotice], seconds: float) -> Row:
    targets = {found.unit.unit_id: found.targets for notice in notices for found in notice.found}
    tallies = score_reader(notices, lambda unit: [target for target in targets[unit.unit_id] if target.kind != "grant"])
    sums = total(score_notice(notice.notice_id, notice.gold, notice.found) for notice in notices)
    tallies |= {"value + unit + bound": sums["targets"], "whole": sums["targets_whole"]}
    return Row("this project", tallies, characters(notices) / seconds)


# -- peers ---------------------------------------------------------------------------------------


def peer_row(peer: str, notices: list[AnnotatedNotice]) -> Row:
    units = [found.unit for notice in notices for found in notice.found]
    script = Path(__file__).with_name("read_with_peer.py")
    command = [environment(peer, PACKAGES[peer]), "-X", "utf8", script, peer]
    done = subprocess.run(
        command,
        input=json.dumps([unit.text for unit in units]),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"{PRINTED[peer]} failed:\n{done.stderr[-2000:]}")
    answer = json.loads(done.stdout)
    found = {
        unit.unit_id: [Number(**number) for number in numbers]
        for unit, numbers in zip(units, answer["found"], strict=True)
    }
    version = PACKAGES[peer][0].partition("==")[2]
    return Row(
        f"{PRINTED[peer]} {version}",
        score_reader(notices, lambda unit: found[unit.unit_id]),
        characters(notices) / answer["seconds"],
    )


def characters(notices: list[AnnotatedNotice]) -> int:
    return sum(len(found.unit.text) for notice in notices for found in notice.found)


# -- the table -----------------------------------------------------------------------------------


def table(notices: list[AnnotatedNotice], rows: list[Row]) -> str:
    """Markdown: F1 with precision and recall."""
    measures = list(rows[0].tallies)
    required = sum(not target.optional for notice in notices for unit in notice.gold for target in unit.targets)
    lines = [
        (
            f"{len(notices)} notices, {characters(notices):,} characters, {required} required targets. F1 "
            "(precision / recall)."
        ),
        "",
        f"| reader | {' | '.join(measures)} | characters a second |",
        f"|---|{'---|' * len(measures)}---:|",
    ]
    for row in rows:
        cells = [cell(row.tallies[measure]) if measure in row.tallies else "–" for measure in measures]
        lines.append(f"| {row.name} | {' | '.join(cells)} | {float(f'{row.characters_per_second:.2g}'):,.0f} |")
    return "\n".join(lines)


def cell(tally: Tally) -> str:
    if not tally.found:
        return "nothing found"
    return f"{tally.f1:.3f} ({tally.precision:.3f} / {tally.recall:.3f})"


def write_between_markers(name: str, text: str) -> None:
    """Replace what docs/extraction.md holds between <!-- name --> and <!-- /name -->."""
    document = DOCUMENT.read_text(encoding="utf-8")
    begin, end = f"<!-- {name} -->", f"<!-- /{name} -->"
    if begin not in document or end not in document:
        raise SystemExit(f"docs/extraction.md has no {begin} … {end}")
    pattern = re.compile(f"{re.escape(begin)}.*?{re.escape(end)}", re.DOTALL)
    DOCUMENT.write_text(pattern.sub(lambda _: f"{begin}\n{text}\n{end}", document), encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, help="another folder of annotated notices (default data/gold)")
    parser.add_argument("--corpus", type=Path, help="the folder of their texts, <notice_id>.txt each")
    arguments = parser.parse_args()
    if (arguments.gold is None) != (arguments.corpus is None):
        parser.error("give --gold and --corpus together")
    notices, seconds = read_notices(arguments.gold or ROOT / "data" / "gold", arguments.corpus)
    if not notices:
        raise SystemExit("no annotated notice with a text; nothing to compare")
    rows = [own_row(notices, seconds), *(peer_row(peer, notices) for peer in PACKAGES)]
    text = table(notices, rows)
    write_between_markers("quantities: other notices" if arguments.gold else "quantities: data/gold", text)
    print(text)


if __name__ == "__main__":
    main()
