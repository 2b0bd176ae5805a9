"""The agenda against planted truth: which things each year names, as a task of its own or in passing.

    planted_agenda.py [-v]

Reads the series of `data/planted` that have an `agenda.json` (named things, each with its standing in every year:
task, mention, absent) and prints, a series a row: cells right of all, steps right (what changed from year to year).
-v lists what differs.
"""

from __future__ import annotations

import json
import re
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from pipeline.compare.agenda import key_of, presences
from pipeline.compare.profile import NoticeFacts
from pipeline.service.analyze import Analyzer
from pipeline.service.compare import facts_of_analysis

ROOT = Path(__file__).resolve().parents[1]
SERIES = sorted(path.parent for path in (ROOT / "data" / "planted").glob("*/agenda.json"))
RE_MARKS = re.compile("[“”]|产业$")


def bare(name: str) -> str:
    """A name as it is compared: signs of one width, without quotation marks; 集成电路产业 is 集成电路."""
    return RE_MARKS.sub("", unicodedata.normalize("NFKC", name))


def facts_of(analyzer: Analyzer, path: Path) -> NoticeFacts:
    analysis = analyzer.analyze(path.name, path.read_bytes(), notice_id=path.stem)
    return facts_of_analysis(analysis, analyzer.themes.scheme)


def standings(wanted: dict[str, Any], notices: Sequence[NoticeFacts]) -> dict[str, str]:
    """What the agenda says of a planted thing in each year, known by its name or by the id its name has elsewhere."""
    found = {facts.notice.notice_id: presences(facts) for facts in notices}
    keys = {
        key_of(entity)
        for facts in notices
        for entity in facts.entities
        if entity.label == wanted["label"] and bare(entity.text) == bare(wanted["name"])
    }
    return {
        year: next((named[key].standing for key in sorted(keys) if key in named), "absent")
        for year, named in found.items()
    }


def compared(folder: Path, analyzer: Analyzer) -> Iterator[tuple[dict[str, Any], dict[str, str]]]:
    """(planted thing, what the agenda says of it) for every thing of a series."""
    truth = json.loads((folder / "agenda.json").read_text(encoding="utf-8"))
    years = sorted({year for wanted in truth for year in wanted["standing"]})
    notices = [facts_of(analyzer, folder / f"{year}.txt") for year in years]
    for wanted in truth:
        yield wanted, standings(wanted, notices)


def main() -> None:
    analyzer = Analyzer(ROOT)
    for folder in SERIES:
        cells = right = steps = right_steps = 0
        for wanted, found in compared(folder, analyzer):
            planted = wanted["standing"]
            cells += len(planted)
            right += sum(found[year] == planted[year] for year in planted)
            pairs = list(pairwise(sorted(planted)))
            steps += len(pairs)
            right_steps += sum((found[a], found[b]) == (planted[a], planted[b]) for a, b in pairs)
            if "-v" in sys.argv[1:] and found != planted:
                print("   ", wanted["label"], wanted["name"], planted, "read as", found)
        print(f"{folder.name}: standing right {right}/{cells}, steps right {right_steps}/{steps}")


if __name__ == "__main__":
    main()
