"""Tasks that were split or merged: how much of a task's text goes on in each task of the other notice.

Titles change and links are one to one at heart, so what counts is where the clauses of a task went. A task was
split where two or more newer tasks take most of what they say from it; two or more were merged where most of each
goes on in one. A piece that keeps the title of the whole is no piece: then the others were taken out of it, or
folded into it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.compare.pair_view import PairView
from pipeline.compare.places import TITLE
from pipeline.compare.ranking import Draft
from pipeline.compare.statements import Part
from pipeline.compare.titles import Title
from pipeline.compare.wording import fits, quote, say
from pipeline.records.findings import FindingKind

GOES_ON = 0.35  # cosine from which a clause goes on in another
OF_PIECE = 0.3  # share of a piece's text that comes from the whole
OF_WHOLE = 0.15  # ... and share of the whole that goes into it
OF_PART = 0.35  # share of a task's text that goes on in the one it was merged into
LONGEST_TITLE = 30
MOST_LISTED = 4
LONGEST_PARAGRAPH_TITLE = 16  # characters of the opening of a paragraph without a number that is still a title
Shares = Mapping[tuple[str, str], float]  # (unit, unit of the other side) -> share of its text


@dataclass(frozen=True)
class Flow:
    """Share of each task's text that goes on in each newer one, and that comes from each older one."""

    into: Shares
    out_of: Shares

    def pieces(self, whole: Title, side: Sequence[Title], least: float) -> list[Title]:
        """The newer tasks that took a share of their text out of an older one, and this one most."""
        old = whole.unit_ids[0]
        return [
            title
            for title in side
            if self.out_of.get((title.unit_ids[0], old), 0.0) >= least
            and self.into.get((old, title.unit_ids[0]), 0.0) >= OF_WHOLE
            and _most(self.out_of, title.unit_ids[0]) == old
        ]

    def parts(self, whole: Title, side: Sequence[Title]) -> list[Title]:
        """The older tasks of which most went into a newer one."""
        new = whole.unit_ids[0]
        return [
            title
            for title in side
            if self.into.get((title.unit_ids[0], new), 0.0) >= OF_PART
            and self.out_of.get((new, title.unit_ids[0]), 0.0) >= OF_WHOLE
            and _most(self.into, title.unit_ids[0]) == new
        ]


def _most(shares: Shares, unit: str) -> str:
    """The unit of the other side with the largest share, the first of equals."""
    mine = sorted((-share, other) for (one, other), share in shares.items() if one == unit)
    return mine[0][1] if mine else ""


def flow(pair: PairView) -> Flow:
    found = pair.clauses
    return Flow(
        _shares(found.old, found.new, found.nearest_to_old, found.best_of_old),
        _shares(found.new, found.old, found.nearest_to_new, found.best_of_new),
    )


def _shares(mine: Sequence[Part], theirs: Sequence[Part], nearest: np.ndarray, likeness: np.ndarray) -> Shares:
    length: dict[str, int] = defaultdict(int)
    gone: dict[tuple[str, str], int] = defaultdict(int)
    for part, place, like in zip(mine, nearest, likeness):
        unit = part.passage.unit_id
        length[unit] += len(part.said)
        if unit and place >= 0 and like >= GOES_ON and theirs[place].passage.unit_id:
            gone[unit, theirs[place].passage.unit_id] += len(part.said)
    return {(one, other): count / length[one] for (one, other), count in gone.items()}


def piece_findings(pair: PairView, old: Sequence[Title], new: Sequence[Title]) -> Iterator[Draft]:
    """Drafts on splits, then on merges; a task stands in one of them."""
    olds, news = ([title for title in side if not title.is_heading and is_item(title)] for side in (old, new))
    moved = flow(pair)
    told: set[str] = set()
    for whole in olds:
        if len(moved.pieces(whole, news, OF_PIECE)) > 1:
            pieces = moved.pieces(whole, news, OF_WHOLE)
            told |= {whole.unit_ids[0], *(piece.unit_ids[0] for piece in pieces)}
            yield from _drafts(whole, pieces, "task_split")
    for whole in news:
        parts = moved.parts(whole, olds)
        if len(parts) > 1 and whole.unit_ids[0] not in told and not told & {part.unit_ids[0] for part in parts}:
            yield from _drafts(whole, parts, "task_merged")


def is_item(title: Title) -> bool:
    """Whether a title is that of an item: numbered, or short as a title is; else it is where a paragraph begins."""
    return len(title.path) > title.depth or len(title.text) <= LONGEST_PARAGRAPH_TITLE


def _drafts(whole: Title, pieces: Sequence[Title], kind: FindingKind) -> Iterator[Draft]:
    others = [piece for piece in pieces if piece.text != whole.text]
    goes_on = len(others) < len(pieces)
    listed = "、".join(f"“{quote(piece.text, 16)}”" for piece in others[:MOST_LISTED])
    listed += "等" if len(others) > MOST_LISTED else ""
    one = quote(whole.text, LONGEST_TITLE)
    name = f"{kind}_beside" if goes_on else kind
    a, b = (one, listed) if kind == "task_split" else (listed, one)
    zh, en = say(name, a=a, b=b, count=len(others))
    passages = tuple(piece.passage for piece in pieces)
    evidence = (whole.passage, *passages) if kind == "task_split" else (*passages, whole.passage)
    if others and fits(zh):
        yield Draft(kind, whole.text, zh, en, (a, b), evidence, TITLE, 0.8)
