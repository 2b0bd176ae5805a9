"""Checked notices as gold: what a person went through row by row measures the reading on the user's own corpus."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.corrections.agreement import mark, wilson
from pipeline.corrections.places import squashed
from pipeline.corrections.sheets import BY_PERSON, SHEET_OF, Cells, place_of
from pipeline.corrections.table import identified, load_corrections, save_corrections, settled
from pipeline.engine.files import write_text
from pipeline.records import Correction, Role, Target
from pipeline.service.check_rows import notice_rows, tables_of

if TYPE_CHECKING:
    from pipeline.service.analyze import Analyzer

OWN = Path("data") / "gold" / "own"
NEEDED = ("unit", "role", "target")  # without these a notice is no gold
SHOWN = 3  # open rows that are named
TARGET_FIELDS = (
    "indicator", "level", "op", "value", "value_high", "unit", "kind", "direction", "deadline", "each_year", "text",
)  # fmt: skip


def make_gold(root: Path, ids: Sequence[str], *, annotator: str) -> Iterator[str]:
    """Mark what of each notice was gone through, write gold where it suffices; a line for each, also for what is
    open."""
    decided = settled(load_corrections(root))
    for notice_id in ids:
        rows = notice_rows(root, [notice_id])
        left = {kind: _open(kind, found, decided) for kind, found in rows.items()}
        done = [kind for kind, found in rows.items() if found and not left[kind]]
        save_corrections(root, [_marked(notice_id, kind, annotator) for kind in done])
        for kind, open_rows in left.items():
            if open_rows:
                yield _told(notice_id, kind, rows[kind], open_rows)
        if all(kind in done or not rows.get(kind) for kind in NEEDED):
            path = OWN / f"{notice_id}.json"
            gold = _gold(notice_id, tables_of(root, notice_id), themes="theme" in done, entities="entity" in done)
            write_text(root / path, json.dumps(gold, ensure_ascii=False, indent=1) + "\n")
            yield f"{path.as_posix()}: written"


def _open(kind: str, rows: Iterable[Cells], decided: Sequence[Correction]) -> list[Cells]:
    """The rows of a sheet that nobody decided about."""
    known = {_key(one.notice_id, one.unit, one.surface) for one in decided if one.kind == kind}

    def is_open(cells: Cells) -> bool:
        place = place_of(kind, {name: str(value) for name, value in cells.items()})
        return not cells.get(BY_PERSON) and _key(place["notice_id"], place["unit"], place["surface"]) not in known

    return [cells for cells in rows if is_open(cells)]


def _key(notice_id: str, unit: str, surface: str) -> tuple[str, str, str]:
    return notice_id, unit, squashed(surface)[:16]


def _told(notice_id: str, kind: str, rows: Sequence[Cells], left: Sequence[Cells]) -> str:
    named = ", ".join(f"{cells['place']} {str(cells['passage'])[:12]}" for cells in left[:SHOWN])
    more = ", …" if len(left) > SHOWN else ""
    return (
        f"{notice_id}, sheet {SHEET_OF[kind].name}: {len(left)} of {len(rows)} rows are not decided ({named}{more}); "
        "choose 正确 where they are right, import, run, and give this command again"
    )


def _marked(notice_id: str, kind: str, annotator: str) -> Correction:
    of, action, field = mark(kind)
    empty = dict.fromkeys(
        ("unit", "surface", "other_notice_id", "other_unit", "other_surface", "old", "new", "note"), ""
    )
    day = date.today().isoformat()
    return identified(
        Correction(
            id="", kind=of, action=action, notice_id=notice_id, field=field, annotator=annotator, date=day, **empty
        )
    )


def _gold(notice_id: str, tables: Mapping[str, list[Any]], *, themes: bool, entities: bool) -> dict[str, Any]:
    """A notice as it was decided, in the form of docs/annotation-guide.md."""
    guesses = {guess.unit_id: guess for guess in tables["themes"]}
    units = []
    for unit in tables["units"]:
        mine = {
            name: [one for one in tables[name] if one.unit_id == unit.unit_id]
            for name in ("roles", "targets", "entities")
        }
        entry: dict[str, Any] = {"path": list(unit.path), "kind": unit.kind, "head": unit.text[:14]}
        entry["roles"] = list(dict.fromkeys((role.role, role.department) for role in mine["roles"]))
        entry["targets"] = [_target(target) for target in mine["targets"] if target.kind != "grant"]
        guess = guesses.get(unit.unit_id) if themes else None
        entry |= {"theme": guess.theme, "theme2": guess.theme2 or None} if guess else {"theme": None, "theme2": None}
        if entities:
            entry["entities"] = [(entity.label, entity.text) for entity in mine["entities"]]
        units.append(entry)
    return {"doc": notice_id, "units": units}


def _target(target: Target) -> dict[str, Any]:
    return {name: getattr(target, name) for name in TARGET_FIELDS}


# -- the reading of today, without the decisions, against them -------------------------------------


def measure(root: Path) -> Iterator[str]:
    """Read every notice of one's own gold anew, without what persons decided, and say how much is right."""
    from pipeline.evaluate.gold import load_gold
    from pipeline.evaluate.scores import score_notice, total
    from pipeline.service.analyze import Analyzer

    gold = load_gold(root / OWN)
    if not gold:
        return
    analyzer = Analyzer(root)
    scores = [score_notice(notice_id, units, _read(analyzer, notice_id)) for notice_id, units in gold.items()]
    yield f"{len(gold)} notices of your own, read without the decisions:"
    for name, tally in total(scores).items():
        if tally.found and tally.gold:
            low, high = wilson(tally.hits, tally.found)
            yield (
                f"  {name}: {tally.hits} of {tally.found} read are right ({tally.hits / tally.found:.1%}, 95% interval "
                f"{low:.1%} to {high:.1%}); {tally.hits} of {tally.gold} there are found "
                f"({tally.hits / tally.gold:.1%})"
            )


def _read(analyzer: Analyzer, notice_id: str) -> list[Any]:
    from pipeline.corpus import load_corpus
    from pipeline.evaluate.scores import FoundUnit

    source = next(one for one in load_corpus(analyzer.root)[0] if one.notice_id == notice_id)
    path = analyzer.root / source.file
    found = analyzer.analyze(path.name, path.read_bytes(), notice_id=notice_id, year=source.year)
    guesses = {guess.unit_id: guess for guess in found.themes}
    roles: list[Role] = found.facts.roles
    return [
        FoundUnit(
            unit,
            [one for one in roles if one.unit_id == unit.unit_id],
            [one for one in found.facts.targets if one.unit_id == unit.unit_id],
            [one for one in found.facts.entities if one.unit_id == unit.unit_id],
            guesses.get(unit.unit_id),
        )
        for unit in found.units
    ]
