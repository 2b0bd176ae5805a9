"""The titles of a notice: headings and those of its tasks, each with its printed number, parent and place."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.compare.profile import NoticeFacts
from pipeline.compare.statements import RE_HORIZON_HEADING, heading_of_both, heading_spans, is_torn, looks_back, squash
from pipeline.records import Unit
from pipeline.records.findings import Passage

LONGEST_OF_PARAGRAPH = 26
TOLD_KINDS = ("task", "safeguard")


@dataclass(frozen=True, slots=True)
class Title:
    """A heading or the title of a unit. `rank` counts from 1 under one parent; `unit_ids` are the tasks under it."""

    text: str
    passage: Passage
    path: tuple[str, ...]
    parent: str
    is_heading: bool
    rank: int
    unit_ids: tuple[str, ...]
    kind: str
    depth: int  # headings above it

    @property
    def number(self) -> str:
        """The printed number, as a reader finds it: 三（一）2."""
        return "".join(self.path)


def titles(facts: NoticeFacts) -> list[Title]:
    """The titles of what the notice orders, in document order: look backs and outlooks have none."""
    found: dict[int, Title] = {}
    ranks: dict[tuple[str, ...], int] = {}
    spans = heading_spans(facts)
    told = [unit for unit in facts.units if unit.kind in TOLD_KINDS]
    before: Unit | None = None
    for unit in facts.units:
        torn = before is not None and is_torn(facts, before, unit)
        before = unit
        if unit.kind not in TOLD_KINDS or _is_aside(unit):
            continue
        for depth, (start, end) in enumerate(spans[unit.unit_id]):
            if start not in found:
                below = tuple(one.unit_id for one in told if (start, end) in spans[one.unit_id])
                rank = _next(ranks, unit.path[:depth])
                found[start] = _heading(facts, unit, depth, (start, end), rank, below)
        if unit.title and not torn and is_title(unit):
            end = unit.start + len(unit.title)
            passage = Passage(
                facts.notice.notice_id, unit.unit_id, unit.start, end, facts.notice.text[unit.start : end]
            )
            found[unit.start] = Title(
                squash(unit.title),
                passage,
                unit.path,
                _parent(unit, len(unit.headings)),
                False,
                _next(ranks, unit.path[:-1]),
                (unit.unit_id,),
                unit.kind,
                len(unit.headings),
            )
    return [found[start] for start in sorted(found)]


# What a sentence says that is no title: it tells of the speaker or of how things are.
RE_NO_TITLE = re.compile(r"我们|我国|今年|必须|以下|是.|\d|要.")


def is_title(unit: Unit) -> bool:
    """Whether the opening of a unit names its work: in an enumeration always, in a paragraph where it is short."""
    numbered = bool(unit.path) and len(unit.path) > len(unit.headings)
    return numbered or (
        len(squash(unit.title)) <= LONGEST_OF_PARAGRAPH
        and not RE_NO_TITLE.search(unit.title)
        and len(unit.text) > 2 * len(unit.title)
    )


def _is_aside(unit: Unit) -> bool:
    ahead = RE_HORIZON_HEADING.search("".join(unit.headings)) and heading_of_both(unit) is None
    return looks_back(unit.headings) or bool(ahead)


def _next(ranks: dict[tuple[str, ...], int], above: tuple[str, ...]) -> int:
    ranks[above] = ranks.get(above, 0) + 1
    return ranks[above]


def _heading(
    facts: NoticeFacts, unit: Unit, depth: int, span: tuple[int, int], rank: int, below: tuple[str, ...]
) -> Title:
    start, end = span
    passage = Passage(facts.notice.notice_id, "", start, end, facts.notice.text[start:end])
    return Title(
        squash(passage.surface).strip("。"),
        passage,
        unit.path[: depth + 1],
        _parent(unit, depth),
        True,
        rank,
        below,
        unit.kind,
        depth,
    )


def _parent(unit: Unit, depth: int) -> str:
    return squash(unit.headings[depth - 1]).strip("。") if depth else ""


def counts(found: Sequence[Title]) -> tuple[int, int]:
    """(parts, tasks): what a reader calls the structure of a notice. 0 for what cannot be told.

    Where one section holds most tasks its parts are counted, else the sections themselves.
    """
    tasks = [title for title in found if not title.is_heading and title.kind == "task" and title.path]
    largest = Counter(title.path[0] for title in tasks).most_common(1)
    if not largest:
        return 0, 0
    if largest[0][1] < MOST_IN_ONE * len(tasks):
        return len({title.path[0] for title in tasks}), len({title.path for title in tasks})
    mine = {title.path for title in tasks if title.path[0] == largest[0][0]}
    parts = {
        title.path[1] for title in found if title.is_heading and len(title.path) == 2 and title.path[0] == largest[0][0]
    }
    if any(path[1] not in parts for path in mine if len(path) > 1) and any(
        path[1] in parts for path in mine if len(path) > 1
    ):
        parts = set()  # a part whose heading has no number: how many there are cannot be told
    return len(parts), len(mine) if len(mine) > len(parts) else 0


MOST_IN_ONE = 0.7  # share of the tasks in one section, from which the others only frame it
