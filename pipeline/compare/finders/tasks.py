"""What became of sections and tasks: new, dropped, split, merged, of their own, folded in, moved; and the structure as a whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from pipeline.compare.finders.stance import Firmness
from pipeline.compare.finders.targets import is_cut
from pipeline.compare.pair_view import EditionView, PairView
from pipeline.compare.places import HEADING, TITLE
from pipeline.compare.ranking import Draft
from pipeline.compare.similarity import bigram_overlap
from pipeline.compare.statements import Part
from pipeline.compare.titles import Title, counts, titles
from pipeline.compare.wording import fits, quote, say
from pipeline.records.findings import FindingKind, Passage

SAME_TITLE = 0.45  # likeness of what two titles are about, from which one answers the other
IN_PASSING = 0.5  # share of a title's pairs of characters in a clause that says the same in passing
SHORTEST_CORE = 2
LONGEST_TITLE = 30
MOST_LISTED = 4


class TitlePairs:
    """The titles of both editions and which answers which: by the links of their tasks, else by what they are about."""

    def __init__(self, pair: PairView, firmness: Firmness) -> None:
        self.pair, self.firmness = pair, firmness
        self.old, self.new = titles(pair.old.facts), titles(pair.new.facts)
        self.partner = self._by_words() | self._by_links()
        self.answered_old = {id(title) for title in self.partner.values()}

    def core(self, title: Title) -> str:
        """What a title is about: without verbs and small words."""
        return core(self.firmness, title.text)

    def _by_links(self) -> dict[int, Title]:
        """Titles of tasks that the alignment links."""
        old = {title.unit_ids[0]: title for title in self.old if not title.is_heading}
        new = {title.unit_ids[0]: title for title in self.new if not title.is_heading}
        return {
            id(new[link.new_unit_id]): old[link.old_unit_id]
            for link in reversed(self.pair.alignment.links)
            if link.new_unit_id in new and link.old_unit_id in old
        }

    def _by_words(self) -> dict[int, Title]:
        """Titles about the same, the likest first; each answers one."""
        likeness = sorted(
            (
                (-bigram_overlap(self.core(a), self.core(b)), i, j)
                for i, a in enumerate(self.old)
                for j, b in enumerate(self.new)
                if bigram_overlap(self.core(a), self.core(b)) >= SAME_TITLE
            )
        )
        taken: set[int] = set()
        found: dict[int, Title] = {}
        for _, i, j in likeness:
            if i not in taken and id(self.new[j]) not in found:
                taken.add(i)
                found[id(self.new[j])] = self.old[i]
        return found


@lru_cache(maxsize=4096)
def core(firmness: Firmness, title: str) -> str:
    rest = firmness.small.sub("", firmness.without(title)).strip("、，。“”")
    return rest if len(rest) >= SHORTEST_CORE else title


def task_findings(pair: PairView, firmness: Firmness) -> Iterator[Draft]:
    """Drafts on sections and tasks by their titles."""
    found = TitlePairs(pair, firmness)
    yield from _structure(pair, found)
    for title in found.new:
        if id(title) not in found.partner and not _linked(pair, title, "new"):
            yield from _came(pair, found, title)
    for title in [] if is_cut(pair.new) else found.old:
        if id(title) not in found.answered_old and not _linked(pair, title, "old"):
            yield from _went(pair, found, title)
    yield from _groups(pair, found)
    yield from moves(pair, found)


def _linked(pair: PairView, title: Title, side: str) -> bool:
    """Whether the alignment links the task of a title, whatever it is called now."""
    ids = {link.new_unit_id if side == "new" else link.old_unit_id for link in pair.alignment.links}
    return not title.is_heading and title.unit_ids[0] in ids


# -- titles that came or went ---------------------------------------------------------------------


def _came(pair: PairView, found: TitlePairs, title: Title) -> Iterator[Draft]:
    (o, n), (o_en, n_en) = pair.names, pair.names_en
    before = in_passing(pair.old, found.core(title))
    name, evidence, kind = "task_new", (title.passage,), "task_new"
    if before:
        name, evidence, kind = "task_of_its_own", (before.passage, title.passage), "task_split"
    zh, en = say(
        name,
        o=o,
        n=n,
        o_en=o_en,
        n_en=n_en,
        b=quote(title.text, LONGEST_TITLE),
        a=quote(before.said, 40) if before else "",
    )
    yield _draft(kind, title, zh, en, ("", title.text), evidence)


def _went(pair: PairView, found: TitlePairs, title: Title) -> Iterator[Draft]:
    (o, n), (o_en, n_en) = pair.names, pair.names_en
    after = in_passing(pair.new, found.core(title))
    where = _title_over(found.new, after) if after else ""
    name, kind = ("task_folded", "task_merged") if after and where else ("task_dropped", "task_dropped")
    if after and not where:
        return
    zh, en = say(
        name,
        o=o,
        n=n,
        o_en=o_en,
        n_en=n_en,
        a=quote(title.text, LONGEST_TITLE),
        b=quote(after.said, 40) if after else "",
        where=quote(where, 20),
    )
    evidence = (title.passage, after.passage) if after else (title.passage,)
    yield _draft(kind, title, zh, en, (title.text, ""), evidence)


def _draft(kind: str, title: Title, zh: str, en: str, values: tuple[str, str], evidence: tuple[Passage, ...]) -> Draft:
    size = 0.9 if title.is_heading and len(title.unit_ids) > 1 else 0.7
    return Draft(kind, title.text, zh, en, values, evidence, HEADING if title.is_heading else TITLE, size)  # type: ignore[arg-type]


def in_passing(view: EditionView, about: str) -> Part | None:
    """The clause of running text that says most of what a title is about, None where none says enough."""
    pairs = {about[i : i + 2] for i in range(len(about) - 1)}
    if len(pairs) < SHORTEST_CORE:
        return None
    share, part = max(
        (
            (sum(two in part.said for two in pairs) / len(pairs), -part.passage.start, part)
            for part in view.plan
            if not part.statement.depth
        ),
        key=lambda one: one[:2],
        default=(0.0, 0, None),
    )[::2]
    return part if share >= IN_PASSING else None


def _title_over(found: Sequence[Title], part: Part) -> str:
    """The title that a clause stands under, "" where it stands under none."""
    over = [title for title in found if title.passage.start <= part.passage.start]
    return over[-1].text if over else ""


# -- the structure as a whole ---------------------------------------------------------------------


def _structure(pair: PairView, found: TitlePairs) -> Iterator[Draft]:
    sides = [counts(one) for one in (found.old, found.new)]
    if sides[0] == sides[1] or not all(tasks for _, tasks in sides):
        return
    chinese = [f"{parts}个部分{tasks}项任务" if parts > 1 else f"{tasks}项任务" for parts, tasks in sides]
    english = [f"{tasks} tasks in {parts} sections" if parts > 1 else f"{tasks} tasks" for parts, tasks in sides]
    zh, en = say("structure", a=chinese[0], b=chinese[1], a_en=english[0], b_en=english[1])
    ends = [next(title for title in one if title.kind == "task") for one in (found.old, found.new)]
    size = 0.5 + 0.5 * min(
        1.0, abs(sides[0][1] - sides[1][1]) / max(sides[0][1], sides[1][1]) + 0.5 * (sides[0][0] != sides[1][0])
    )
    yield Draft(
        "task_split" if sides[1][1] > sides[0][1] else "task_merged",
        "任务结构",
        zh,
        en,
        (chinese[0], chinese[1]),
        tuple(title.passage for title in ends),
        HEADING,
        size,
    )


# -- splits, merges and moves ---------------------------------------------------------------------


def _groups(pair: PairView, found: TitlePairs) -> Iterator[Draft]:
    old, new = ({title.unit_ids[0]: title for title in side if not title.is_heading} for side in (found.old, found.new))
    for olds, news in pair.alignment.groups():
        before, after = [old[one] for one in olds if one in old], [new[one] for one in news if one in new]
        if len(olds) == 1 and len(news) > 1 and before and len(after) > 1:
            yield from _split(before[0], after, "task_split")
        elif len(news) == 1 and len(olds) > 1 and after and len(before) > 1:
            yield from _split(after[0], before, "task_merged")


def _split(whole: Title, pieces: Sequence[Title], kind: FindingKind) -> Iterator[Draft]:
    listed = "、".join(f"“{quote(piece.text, 16)}”" for piece in pieces[:MOST_LISTED]) + (
        "等" if len(pieces) > MOST_LISTED else ""
    )
    one = quote(whole.text, LONGEST_TITLE)
    a, b = (one, listed) if kind == "task_split" else (listed, one)
    zh, en = say(kind, a=a, b=b, count=len(pieces))
    passages = tuple(piece.passage for piece in pieces)
    evidence = (whole.passage, *passages) if kind == "task_split" else (*passages, whole.passage)
    if fits(zh):
        yield Draft(kind, whole.text, zh, en, (a, b), evidence, TITLE, 0.8)


def moves(pair: PairView, found: TitlePairs) -> Iterator[Draft]:
    """Titles that answer each other under other parents, or at another place under the same one."""
    for title in found.new:
        old = found.partner.get(id(title))
        if old and title.path != old.path:
            yield from _move(pair, found, old, title)


def _move(pair: PairView, found: TitlePairs, old: Title, new: Title) -> Iterator[Draft]:
    if (
        bigram_overlap(core(found.firmness, old.parent), core(found.firmness, new.parent)) < SAME_TITLE
        and old.parent
        and new.parent
        and not new.is_heading
    ):
        from_, to = (
            f"{old.path[-2]}{quote(old.parent, 22)}" if len(old.path) > 1 else quote(old.parent, 22),
            f"{new.path[-2]}{quote(new.parent, 22)}" if len(new.path) > 1 else quote(new.parent, 22),
        )
        kind: FindingKind = "moved_up" if relative(found.new, new) < relative(found.old, old) else "moved_down"
        zh, en = say("moved", b=quote(new.text, 24), from_=from_, to=to)
        yield Draft(kind, new.text, zh, en, (old.number, new.number), (old.passage, new.passage), TITLE, 0.6)
    elif new.is_heading and old.is_heading and old.rank != new.rank:
        kind = "moved_up" if new.rank < old.rank else "moved_down"
        zh, en = say("section_moved", a=quote(old.text, 24), b=quote(new.text, 24), i=old.path[-1], j=new.path[-1])
        yield Draft(
            kind,
            new.text,
            zh,
            en,
            (old.number, new.number),
            (old.passage, new.passage),
            TITLE,
            0.5 + 0.1 * min(abs(old.rank - new.rank), 4),
        )


def relative(found: Sequence[Title], title: Title) -> float:
    """Where a title stands among all, 0 first and 1 last."""
    return found.index(title) / max(len(found) - 1, 1)
