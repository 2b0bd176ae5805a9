"""What became of whole sections: split, merged, or standing elsewhere among those that both editions have."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from pipeline.compare.pair_view import PairView
from pipeline.compare.places import HEADING
from pipeline.compare.ranking import Draft
from pipeline.compare.titles import Title
from pipeline.compare.wording import fits, quote, say
from pipeline.records.findings import FindingKind

if TYPE_CHECKING:
    from pipeline.compare.finders.tasks import TitlePairs

Recut = tuple[FindingKind, Title, list[Title]]  # split or merge, the whole, its pieces

MOST_OF = 0.5  # share of a section's linked tasks from (or to) one other section, above which it is a piece of that
FEWEST_MOVED = 2  # tasks that a piece must hold
MOST_LISTED = 3
FEWEST_SECTIONS = 3  # outermost headings over tasks, from which these divide the work
PLAIN_NUMERALS = "一二三四五六七八九十"


def sections(found: Sequence[Title]) -> list[Title]:
    """The headings that divide the work: those right above tasks, or right below the heading above all tasks."""
    headings = [title for title in found if title.kind == "task" and title.is_heading]
    outermost = [title for title in headings if len(title.path) == 1]
    return outermost if len(outermost) >= FEWEST_SECTIONS else [title for title in headings if len(title.path) == 2]


def ordinal(title: Title) -> str:
    """The printed number of a section as a sentence says it: 四 is 第四部分, （二） is 第（二）部分, 第三部分 stays."""
    number = title.path[-1]
    return f"第{number}部分" if set(number.strip("（）()")) <= set(PLAIN_NUMERALS) else number


# -- splits and merges ----------------------------------------------------------------------------


def recut(pair: PairView, found: TitlePairs) -> list[Recut]:
    """(split or merge, the whole, its pieces): a section of which two or more others each hold mainly tasks."""
    old, new = sections(found.old), sections(found.new)
    went = [(_over(old, link.old_unit_id), _over(new, link.new_unit_id)) for link in pair.alignment.links]
    flow = Counter((i, j) for i, j in went if i is not None and j is not None)
    splits = _pieces(flow, old, new)
    merges = _pieces(Counter({(j, i): count for (i, j), count in flow.items()}), new, old)
    return [("task_split", *one) for one in splits] + [("task_merged", *one) for one in merges]


def _over(found: Sequence[Title], unit_id: str) -> int | None:
    return next((place for place, title in enumerate(found) if unit_id in title.unit_ids), None)


def _pieces(
    flow: Mapping[tuple[int, int], int], wholes: Sequence[Title], others: Sequence[Title]
) -> Iterator[tuple[Title, list[Title]]]:
    total = Counter[int]()
    for (_, piece), count in flow.items():
        total[piece] += count
    for place, whole in enumerate(wholes):
        mine = sorted(
            piece
            for (one, piece), count in flow.items()
            if one == place and count >= FEWEST_MOVED and count > MOST_OF * total[piece]
        )
        if len(mine) > 1:
            yield whole, [others[piece] for piece in mine]


def recut_findings(recuts: Sequence[Recut]) -> Iterator[Draft]:
    """A sentence for each section that was split into sections or merged of them."""
    for kind, whole, pieces in recuts:
        listed = "、".join(f"{piece.path[-1]}“{quote(piece.text, 24)}”" for piece in pieces[:MOST_LISTED])
        listed += "等" if len(pieces) > MOST_LISTED else ""
        one = f"{whole.path[-1]}“{quote(whole.text, 24)}”"
        a, b = (one, listed) if kind == "task_split" else (listed, one)
        name = "sections_split" if kind == "task_split" else "sections_merged"
        zh, en = say(name, a=a, b=b, count=len(pieces))
        passages = tuple(piece.passage for piece in pieces)
        evidence = (whole.passage, *passages) if kind == "task_split" else (*passages, whole.passage)
        if fits(zh):
            yield Draft(kind, whole.text, zh, en, (a, b), evidence, HEADING, 1.0)


# -- order ----------------------------------------------------------------------------------------


def moved_sections(found: TitlePairs) -> Iterator[Draft]:
    """Sections that changed places with others that both editions have; those that only moved up behind one that is
    gone did not."""
    old, new = sections(found.old), sections(found.new)
    place = {id(title): rank for rank, title in enumerate(old)}
    both = [(found.partner[id(title)], title) for title in new if id(found.partner.get(id(title))) in place]
    ranks = [place[id(before)] for before, _ in both]
    for at, (before, after) in enumerate(both):
        rank = sorted(ranks).index(ranks[at])
        if rank != at and before.path[-1] != after.path[-1] and not _keeps_order(ranks, at):
            yield _moved(before, after, rank, at)


def _keeps_order(ranks: Sequence[int], at: int) -> bool:
    """Whether every longest run of sections that stand in the same order holds this one."""
    ends = [1] * len(ranks)
    for j in range(len(ranks)):
        ends[j] += max((ends[i] for i in range(j) if ranks[i] < ranks[j]), default=0)
    begins = [1] * len(ranks)
    for i in reversed(range(len(ranks))):
        begins[i] += max((begins[j] for j in range(i + 1, len(ranks)) if ranks[i] < ranks[j]), default=0)
    longest = max(ends)
    in_one = [end for end, begin in zip(ends, begins) if end + begin - 1 == longest]
    return ends[at] + begins[at] - 1 == longest and in_one.count(ends[at]) == 1


def _moved(old: Title, new: Title, i: int, j: int) -> Draft:
    kind: FindingKind = "moved_up" if j < i else "moved_down"
    same = old.text == new.text
    a, b = ordinal(old), ordinal(new)
    zh, en = say(
        "section_moved",
        b=quote(new.text, 24),
        i=a,
        j=b,
        way="前移" if kind == "moved_up" else "后移",
        was="" if same else f"，此前题为“{quote(old.text, 24)}”",
        was_en="" if same else f"; it was headed “{quote(old.text, 24)}”",
    )
    size = min(0.35 + 0.15 * abs(i - j), 0.9)
    return Draft(kind, new.text, zh, en, (old.number, new.number), (old.passage, new.passage), HEADING, size)
