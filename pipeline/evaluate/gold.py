"""Hand-annotated notices: data/gold/<notice_id>.json, in the form docs/annotation-guide.md describes."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from pipeline.records import ROLE_NAMES, UNIT_KINDS
from pipeline.records.base import Operator, TargetDirection, TargetKind

OPERATORS: tuple[str, ...] = get_args(Operator)
TARGET_KINDS: tuple[str, ...] = get_args(TargetKind)
DIRECTIONS: tuple[str, ...] = get_args(TargetDirection)


class GoldError(ValueError):
    """A gold file contradicts the annotation guide; the message names file, unit and field."""


@dataclass(frozen=True, slots=True)
class GoldTarget:
    """A target a reader must find, or may (`optional`)."""

    indicator: str
    level: str | None
    op: str
    value: float
    value_high: float | None
    unit: str
    kind: str
    deadline: int | None
    each_year: bool
    text: str
    optional: bool
    direction: str


@dataclass(frozen=True, slots=True)
class GoldUnit:
    """One annotated unit. `head` is how its text begins; `entities` is None where none were annotated."""

    path: tuple[str, ...]
    kind: str
    head: str
    roles: tuple[tuple[str, str], ...]
    targets: tuple[GoldTarget, ...]
    theme: str | None
    theme2: str | None
    entities: tuple[tuple[str, str], ...] | None


# What a target's field may hold, by docs/annotation-guide.md.
ALLOWED = {"op": OPERATORS, "kind": TARGET_KINDS, "direction": DIRECTIONS}


def _check_target(target: dict[str, Any], place: str) -> None:
    for field, allowed in ALLOWED.items():
        if target.get(field) not in allowed:
            raise GoldError(f"{place}: {field} {target.get(field)!r}; use one of {', '.join(allowed)}")
    if (target.get("value_high") is None) == (target["op"] == "range"):
        raise GoldError(
            f"{place}: value_high is {target.get('value_high')!r} and op {target['op']!r}; a range has both"
        )


def _unit(entry: dict[str, Any], place: str) -> GoldUnit:
    if entry["kind"] not in UNIT_KINDS:
        raise GoldError(f"{place}: kind {entry['kind']!r}; use one of {', '.join(UNIT_KINDS)}")
    wrong = [role for role, _ in entry["roles"] if role not in ROLE_NAMES]
    if wrong:
        raise GoldError(f"{place}: role {wrong[0]!r}; use one of {', '.join(ROLE_NAMES)}")
    for target in entry["targets"]:
        _check_target(target, f"{place}, target {target.get('text')!r}")
    return GoldUnit(
        path=tuple(entry["path"]),
        kind=entry["kind"],
        head=entry["head"],
        roles=tuple((role, department) for role, department in entry["roles"]),
        targets=tuple(
            GoldTarget(
                **{"level": None, "value_high": None, "deadline": None, "each_year": False, "optional": False, **target}
            )
            for target in entry["targets"]
        ),
        theme=entry.get("theme"),
        theme2=entry.get("theme2"),
        entities=tuple((label, text) for label, text in entry["entities"]) if "entities" in entry else None,
    )


def load_gold(folder: Path) -> dict[str, list[GoldUnit]]:
    """The annotated units of every notice in `folder`, by notice_id. Raises GoldError for a wrong file."""
    gold: dict[str, list[GoldUnit]] = {}
    for path in sorted(folder.glob("*.json")):
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
            gold[data["doc"]] = [_unit(entry, f"{path.name}, unit {i + 1}") for i, entry in enumerate(data["units"])]
        except (json.JSONDecodeError, KeyError, TypeError) as error:
            raise GoldError(f"{path.name}: {error}; compare it with docs/annotation-guide.md") from None
    return gold
