"""What two persons say of the same things, and how often the reading was right where a person looked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from pipeline.corrections.table import settled, thing
from pipeline.records import Correction, CorrectionAction, CorrectionKind


@dataclass(frozen=True, slots=True)
class Agreement:
    """Two persons on the things both decided about; `differ` are the pairs to settle."""

    first: str
    second: str
    common: int
    differ: tuple[tuple[Correction, Correction], ...]


def agreements(corrections: Iterable[Correction]) -> list[Agreement]:
    """One row a pair of persons with anything in common, by name."""
    rows = list(corrections)
    names = sorted({one.annotator for one in rows})
    found = []
    for first, second in combinations(names, 2):
        mine, theirs = ({thing(one): one for one in rows if one.annotator == name} for name in (first, second))
        common = sorted(mine.keys() & theirs.keys())
        differ = tuple((mine[key], theirs[key]) for key in common if _says(mine[key]) != _says(theirs[key]))
        if common:
            found.append(Agreement(first, second, len(common), differ))
    return found


def _says(one: Correction) -> tuple[str, str]:
    return one.action, one.new


@dataclass(frozen=True, slots=True)
class Checked:
    """Of one kind: how many things a person looked at, and how many had been read right.

    What was added had been missed: it counts as looked at and not right. `low` and `high` are the
    95% interval of the share (Wilson 1927), None where nothing was looked at.
    """

    kind: str
    looked_at: int
    right: int
    low: float
    high: float


def checked(corrections: Iterable[Correction]) -> Iterator[Checked]:
    """The share read right by kind, over all decisions as they are settled.
    Several changed fields of one thing are one."""
    things: dict[str, dict[tuple[str, ...], bool]] = defaultdict(dict)
    for one in settled(corrections):
        key = thing(one)[:-1]  # all but the field
        things[one.kind][key] = things[one.kind].get(key, True) and one.action == "confirm"
    for kind in sorted(things):
        right, count = sum(things[kind].values()), len(things[kind])
        yield Checked(kind, count, right, *wilson(right, count))


@dataclass(frozen=True, slots=True)
class Measured:
    """Of one kind, over notices that a person went through row by row: what was read, read right, and missed.

    `low` and `high` are the 95% interval of the share read right (Wilson 1927).
    """

    kind: str
    notices: int
    read: int
    right: int
    missed: int
    low: float
    high: float


def mark(kind: str) -> tuple[CorrectionKind, CorrectionAction, str]:
    """(kind, action, field) of the decision that says: of this notice everything of `kind` was gone through."""
    return "notice", "confirm", kind


def measured(corrections: Iterable[Correction]) -> Iterator[Measured]:
    """The error of the reading on notices gone through (`mark`), by kind: nothing was picked out there."""
    rows = settled(corrections)
    through: dict[str, set[str]] = defaultdict(set)
    for one in rows:
        if (one.kind, one.action, one.field) == mark(one.field):
            through[one.field].add(one.notice_id)
    for kind in sorted(through):
        things: dict[tuple[str, ...], set[str]] = defaultdict(set)
        for one in rows:
            if one.kind == kind and one.notice_id in through[kind]:
                things[thing(one)[:-1]].add(one.action)
        missed = sum("add" in actions for actions in things.values())
        right, read = sum(actions == {"confirm"} for actions in things.values()), len(things) - missed
        if read:
            yield Measured(kind, len(through[kind]), read, right, missed, *wilson(right, read))


def wilson(right: int, count: int, z: float = 1.959964) -> tuple[float, float]:
    """The score interval of a share (Wilson 1927)."""
    share, scale = right / count, 1 + z * z / count
    middle = (share + z * z / (2 * count)) / scale
    half = z * (share * (1 - share) / count + z * z / (4 * count * count)) ** 0.5 / scale
    return max(0.0, middle - half), min(1.0, middle + half)
