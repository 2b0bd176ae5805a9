"""Planted truth of a cross-section against what the comparison of its places finds.

    planted_places.py [TRUTH.json ...] [-v]

Scored are, each against its number: cells of the panel (status, and for a value its number and bound), targets
of later years, levels (what became of each target of the higher notice), tasks taken up, terms (who says, leaves
out, cannot tell; a longer term that holds the planted one will do if it has the same spread), leads, outliers, and
the statements that must never be made. A planted row is found as the row of the panel whose passages agree with
most of its quotes; every cell is then asked of that one row. -v prints what differs.
"""

from __future__ import annotations

import json
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from pipeline.config import load_params
from pipeline.service.across import compare_analysed
from pipeline.service.analyze import Analyzer

ROOT = Path(__file__).resolve().parents[1]
TRUTH = sorted((ROOT / "data" / "planted").glob("*/truth.json"))
Checked = tuple[str, bool, str]  # part, right, what was expected and found


def squash(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", text) if not c.isspace())


def found_in(path: Path, truth: dict[str, Any]) -> dict[str, Any]:
    """What the comparison finds of the places of a truth file, as plain data, keyed by file name."""
    analyzer = Analyzer(ROOT, load_params(ROOT))
    analyses = {}
    for name, place in truth["places"].items():
        file = path.parent / f"{name}.txt"
        analyses[place["name"]] = analyzer.analyze(file.name, file.read_bytes(), notice_id=name, year=truth["year"])
    found = compare_analysed(ROOT, path.parent.name, analyses).found
    return {**found.as_json(), "terms": [asdict(term) for term in found.terms]}  # those that chance explains, too


NOT_SET: dict[str, Any] = {"status": "not_set", "printed": "", "value": None, "facts": ()}


def cells_of(row: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The cells by place; what is left out of a cell is empty, and a place without one sets no target."""
    told = {cell["notice_id"]: {**NOT_SET, **cell} for cell in row["cells"]}
    return defaultdict(lambda: NOT_SET, told)


def holds(cell: dict[str, Any], quote: str) -> bool:
    """Whether a passage of the cell and the quote hold one another."""
    said = squash(quote)
    return any(squash(fact["surface"]) in said or said in squash(fact["surface"]) for fact in cell["facts"])


def row_of(planted: dict[str, Any], rows: list[dict[str, Any]]) -> dict[str, Any] | None:
    def agreeing(row: dict[str, Any]) -> int:
        cells = cells_of(row)
        quoted = [(place, cell) for place, cell in planted["cells"].items() if cell.get("quote")]
        return sum(right_cell(cell, cells[place]) and holds(cells[place], cell["quote"]) for place, cell in quoted)

    best = max(rows, key=agreeing, default=None)
    return best if best is not None and agreeing(best) else None


def right_cell(planted: dict[str, Any], found: dict[str, Any]) -> bool:
    if planted["status"] != found["status"]:
        return False
    if planted["status"] != "value":
        return True
    same = planted["value"] == found["value"] and planted.get("value_high") == found.get("value_high")
    return bool(same and planted["op"] == found.get("op"))


def panel(truth: dict[str, Any], found: dict[str, Any]) -> Iterator[Checked]:
    for planted in truth["panel"]:
        row = row_of(planted, found["rows"])
        for place, cell in planted["cells"].items():
            mine = cells_of(row)[place] if row else {"status": "no row", "printed": ""}
            right = bool(row) and right_cell(cell, mine)
            name = f"{planted['indicator']}/{planted['measure']} {place}"
            yield "panel", right, f"{name}: {cell} found {mine['status']} {mine['printed']}"


def horizon(truth: dict[str, Any], found: dict[str, Any]) -> Iterator[Checked]:
    for planted in truth["horizon"]:
        later = [cell for row in found["rows"] for cell in row["later"] if cell["notice_id"] == planted["place"]]
        right = any(
            cell["value"] == planted["value"] and cell.get("op") == planted["op"] and holds(cell, planted["quote"])
            for cell in later
        )
        yield "horizon", right, str(planted)


def levels(truth: dict[str, Any], found: dict[str, Any]) -> Iterator[Checked]:
    of_row = {(p["indicator"], p["measure"]): row_of(p, found["rows"]) for p in truth["panel"]}
    told = {
        (one["subject"], one["measure"], one["notice_id"]): one for one in found["levels"] if one["what"] == "target"
    }
    for planted in truth["levels"]:
        row = of_row[planted["indicator"], planted["measure"]]
        mine = told.get((row["indicator"], row["measure"], planted["place"])) if row else None
        right = (
            mine is not None
            and mine["change"] == planted["change"]
            and (
                planted["change"] not in ("raised", "lowered", "unchanged")
                or sorted(mine["also"]) == sorted(planted.get("also", []))
            )
        )
        yield "levels", right, f"{planted} found {mine and (mine['change'], mine['also'])}"


def tasks(truth: dict[str, Any], found: dict[str, Any]) -> Iterator[Checked]:
    told = {(squash(one["subject"]), one["notice_id"]): one for one in found["levels"] if one["what"] == "task"}
    for planted in truth["tasks"]:
        for place, below in planted["below"].items():
            mine = told.get((squash(planted["task"]), place))
            right = mine is not None and mine["change"] == below["status"]
            yield "tasks", right, f"{planted['task']} {place}: {below} found {mine and (mine['change'], mine['below'])}"


def terms(truth: dict[str, Any], found: dict[str, Any]) -> Iterator[Checked]:
    told = {squash(one["term"]).strip("“”"): one for one in found["terms"]}
    for planted in truth["terms"]:
        name = squash(planted["term"])
        mine = told.get(name) or next((told[one] for one in sorted(told, key=len) if name in one), None)
        for field in ("said_by", "left_out_by", "untold"):
            right = mine is not None and sorted(mine[field]) == sorted(planted[field])
            yield "terms", right, f"{planted['term']} {field}: {planted[field]} found {mine and mine[field]}"
        right = mine is not None and mine["local"] == (planted["kind"] == "local")
        yield "terms", right, f"{planted['term']}: {planted['kind']} found {mine and mine['local']}"


def leads(truth: dict[str, Any], found: dict[str, Any]) -> Iterator[Checked]:
    told = {(squash(one["work"]), one["notice_id"]): one for one in found["leads"]}
    for planted in truth["leads"]:
        for place, by in planted["by"].items():
            mine = told.get((squash(planted["work"]), place))
            right = mine is not None and mine["status"] == by["status"]
            right = right and ("bodies" not in by or sorted(mine["bodies"]) == sorted(by["bodies"]))
            yield (
                "leads",
                bool(right),
                f"{planted['work']} {place}: {by} found {mine and (mine['status'], mine['bodies'])}",
            )


def outliers(truth: dict[str, Any], found: dict[str, Any]) -> Iterator[Checked]:
    names = {name: place["name"] for name, place in truth["places"].items()}
    for planted in truth["outliers"]:
        right = any(
            finding["kind"] in ("place_outlier", "level_gap")
            and names[planted["place"]] in finding["zh"]
            and squash(planted["subject"]).replace("”", "").replace("“", "")
            in squash(finding["subject"] + finding["zh"]).replace("”", "").replace("“", "")
            for finding in found["findings"]
        )
        yield f"outliers w{planted['weight']}", right, str(planted)


def never(truth: dict[str, Any], found: dict[str, Any]) -> Iterator[Checked]:
    """A statement that must not be made counts as right where it was not made."""
    for planted in truth["never"]:
        made = list(_made(planted, found, truth))
        yield "never", not made, f"{planted} made {made[:2]}"


def _made(never: dict[str, Any], found: dict[str, Any], truth: dict[str, Any]) -> Iterator[str]:
    place, subject, value = never["place"], never["subject"], squash(never["value"])
    if never["about"] == "panel":
        for row in found["rows"]:
            cell = cells_of(row)[place]
            if row["indicator"] == subject and value in (squash(cell["printed"]), cell["status"]):
                yield f"{row['id']} {cell['printed']}"
    if never["about"] == "level":
        yield from (
            str(one["change"])
            for one in found["levels"]
            if (one["subject"], one["notice_id"], one["change"]) == (subject, place, value)
        )
    if never["about"] == "lead":
        yield from (
            str(one)
            for one in found["leads"]
            if one["work"] == subject and one["notice_id"] == place and one["status"] == "lead"
        )
    if never["about"] == "term":
        yield from (one["term"] for one in found["terms"] if one["term"] == subject and place in one["left_out_by"])
    if never["about"] == "outlier":
        name = truth["places"][place]["name"]
        yield from (
            one["zh"] for one in found["findings"] if one["zh"].startswith(f"{name}{subject}") and "最低" in one["zh"]
        )


PARTS = (panel, horizon, levels, tasks, terms, leads, outliers, never)


def score(path: Path) -> list[Checked]:
    """Everything that the truth file plants, with whether it was found."""
    truth = json.loads(path.read_text(encoding="utf-8"))
    found = found_in(path, truth)
    return [one for part in PARTS for one in part(truth, found)]


def main() -> None:
    for path in [Path(one) for one in sys.argv[1:] if one != "-v"] or TRUTH:
        checked = score(path)
        totals, right = Counter(part for part, _, _ in checked), Counter(part for part, ok, _ in checked if ok)
        print(path.parent.name)
        for part, total in totals.items():
            print(f"  {part:12s} {right[part]}/{total}")
        print(f"  {'all':12s} {right.total()}/{totals.total()} = {right.total() / totals.total():.3f}")
        if "-v" in sys.argv:
            for part, ok, text in checked:
                if not ok:
                    print(f"    {part}: {text}")


if __name__ == "__main__":
    main()
