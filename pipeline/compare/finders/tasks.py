"""What became of sections and tasks: new, dropped, split, merged, moved; and the structure as a whole.

Longer than 350 lines: one pairing of titles decides what came, went, split, merged and moved.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence, Set
from functools import lru_cache

from pipeline.compare.finders.pieces import is_item, piece_findings
from pipeline.compare.finders.sections import PLAIN_NUMERALS, Recut, moved_sections, recut, recut_findings, sections
from pipeline.compare.finders.stance import by_title
from pipeline.compare.finders.targets import is_cut
from pipeline.compare.firmness import Firmness
from pipeline.compare.pair_view import EditionView, PairView
from pipeline.compare.places import HEADING, SAFEGUARD, TITLE
from pipeline.compare.ranking import Draft
from pipeline.compare.similarity import bigram_overlap
from pipeline.compare.statements import Part
from pipeline.compare.strength import StrengthLadder
from pipeline.compare.titles import Title, counts, titles
from pipeline.compare.wording import fits, quote, say
from pipeline.records.findings import FindingKind, Passage

SAME_TITLE = 0.45  # likeness of what two titles are about, from which one answers the other
SAME_THING = 0.6  # ... and from which both name one thing, so that a step from one to the other says something
SAME_HEADING = 0.8  # ... and two headings say the same
SHORTEST_IN_PASSING = 4  # characters of what a title is about, by which a clause is known to say the same
SHORTEST_CORE = 2
PIECE = 0.7  # score of a link from which a task is surely a piece of another
RE_PIECES = re.compile(r"[，、“”+和与的]")
# What many tasks do to whatever they are about: alone it makes no two titles the same.
RE_OF_ANY_TASK = re.compile(
    r"监督管理|质量安全|综合治理|专项检查|体系建设|能力建设|队伍建设|监管|监督|管理|监测|治理|整治|整顿|检查|服务|保障|建设|发展|改革"
    r"|工作|安全|质量|水平|能力|体系|机制|制度"
)
LONGEST_TITLE = 30
MOST_LISTED = 4


class TitlePairs:
    """The titles of both editions and which answers which: by the links of their tasks, else by what they are about."""

    def __init__(self, pair: PairView, firmness: Firmness) -> None:
        self.pair, self.firmness = pair, firmness
        self.old, self.new = titles(pair.old.facts), titles(pair.new.facts)
        self.partner = self._by_words() | self._by_links()
        self.partner |= self._sections()
        self.answered_old = {id(title) for title in self.partner.values()}

    def core(self, title: Title) -> str:
        """What a title is about: without verbs and small words."""
        return core(self.firmness, title.text)

    def is_sure(self, old: Title, new: Title) -> bool:
        """Whether two titles surely name the same work: they are alike, or the link of their tasks is strong."""
        if self.likeness(old, new) >= SAME_THING:
            return True
        return any(
            link.score >= PIECE and (link.old_unit_id, link.new_unit_id) == (old.unit_ids[0], new.unit_ids[0])
            for link in self.pair.alignment.links
        )

    def likeness(self, old: Title, new: Title) -> float:
        """How alike what two titles are about is; 0 where they share nothing but words that any task may have."""
        one, other = self.core(old), self.core(new)
        own = [RE_OF_ANY_TASK.sub("", text) for text in (one, other)]
        return 0.0 if all(own) and not bigram_overlap(*own) else bigram_overlap(one, other)

    def above(self, side: Sequence[Title], title: Title, level: int) -> str:
        """The heading of a level that a title stands under, "" where there is none."""
        over = [one for one in side if one.is_heading and one.depth == level and title.unit_ids[0] in one.unit_ids]
        return over[-1].text if over else ""

    def orders(self, title: Title) -> bool:
        """Whether a title says what is to be done: a numbered one does, a paragraph's where it begins with a verb."""
        numbered = title.is_heading or len(title.path) > title.depth
        return numbered or bool(self.firmness.small_lead.match(title.text) or self.firmness.words.match(title.text))

    def _by_links(self) -> dict[int, Title]:
        """Titles of tasks that the alignment links."""
        old = {title.unit_ids[0]: title for title in self.old if not title.is_heading}
        new = {title.unit_ids[0]: title for title in self.new if not title.is_heading}
        return {
            id(new[link.new_unit_id]): old[link.old_unit_id]
            for link in reversed(self.pair.alignment.links)
            if link.new_unit_id in new and link.old_unit_id in old
        }

    def _sections(self) -> dict[int, Title]:
        """Headings that answer each other by where their tasks went: each is the other's most frequent partner."""
        went = Counter(
            (old, new)
            for link in self.pair.alignment.links
            for old in _headings_over(self.old, link.old_unit_id)
            for new in _headings_over(self.new, link.new_unit_id)
            if len(self.old[old].path) == len(self.new[new].path)
        )
        best_old: dict[int, int] = {}
        best_new: dict[int, int] = {}
        for (old, new), _count in sorted(went.items(), key=lambda item: (-item[1], item[0])):
            best_old.setdefault(old, new)
            best_new.setdefault(new, old)
        return {id(self.new[new]): self.old[old] for new, old in best_new.items() if best_old[old] == new}

    def _by_words(self) -> dict[int, Title]:
        """Titles about the same, the likest first; each answers one."""
        likeness = sorted(
            (
                (-self.likeness(a, b), i, j)
                for i, a in enumerate(self.old)
                for j, b in enumerate(self.new)
                if _alike(a, b) and self.likeness(a, b) >= SAME_TITLE
            )
        )
        taken: set[int] = set()
        found: dict[int, Title] = {}
        for _, i, j in likeness:
            if i not in taken and id(self.new[j]) not in found:
                taken.add(i)
                found[id(self.new[j])] = self.old[i]
        return found


def _alike(a: Title, b: Title) -> bool:
    """Whether two titles stand at one level: headings answer headings of their depth."""
    return a.is_heading == b.is_heading and (not a.is_heading or len(a.path) == len(b.path))


def _headings_over(found: Sequence[Title], unit_id: str) -> list[int]:
    """The places of the headings that a task stands under."""
    return [place for place, title in enumerate(found) if title.is_heading and unit_id in title.unit_ids]


@lru_cache(maxsize=4096)
def core(firmness: Firmness, title: str) -> str:
    rest = firmness.small.sub("", firmness.without(title)).strip("、，。“”")
    return rest if len(rest) >= SHORTEST_CORE else title


def task_findings(pair: PairView, firmness: Firmness, ladder: StrengthLadder) -> Iterator[Draft]:
    """Drafts on sections and tasks by their titles."""
    found = TitlePairs(pair, firmness)
    yield from _structure(pair, found)
    recuts = recut(pair, found)
    yield from recut_findings(recuts)
    told = {id(title) for _, whole, pieces in recuts for title in (whole, *pieces)}
    for title in filter(found.orders, found.new):
        if (
            id(title) not in found.partner
            and id(title) not in told
            and not _linked(pair, title, "new")
            and not is_frame(title)
        ):
            if title.is_heading and _from_one(pair, found, title)[0] > MOST_FROM_ONE:
                yield from _taken_out(pair, found, title)
                continue
            yield from _came(pair, found, title)
    for title in [] if is_cut(pair.new) else filter(found.orders, found.old):
        if (
            id(title) not in found.answered_old
            and id(title) not in told
            and not _linked(pair, title, "old")
            and not is_frame(title)
        ):
            if title.is_heading and _goes_on(pair, title, "old") > MOST_KEPT:
                continue
            yield from _went(pair, found, title)
    pieces = list(piece_findings(pair, found.old, found.new))
    yield from pieces
    split = {passage.start for one in pieces for passage in one.evidence if passage.notice_id == pair.new.notice_id}
    yield from _retitled(pair, found, ladder, told, split)
    yield from moves(found, recuts)


MOST_FROM_ONE = 0.7  # share of a section's tasks that come from one section, above which it is no new one
MOST_KEPT = 0.34  # ... and above which it is not dropped


def _from_one(pair: PairView, found: TitlePairs, title: Title) -> tuple[float, Title | None]:
    """The largest share of a section's tasks that one older section gave, and which."""
    olds = [link.old_unit_id for link in pair.alignment.links if link.new_unit_id in title.unit_ids]
    given = Counter(
        place
        for one in olds
        for place in _headings_over(found.old, one)
        if len(found.old[place].path) == len(title.path)
    )
    place, count = min(given.items(), key=lambda item: (-item[1], item[0]), default=(None, 0))
    return count / max(len(title.unit_ids), 1), None if place is None else found.old[place]


def _retitled(
    pair: PairView, found: TitlePairs, ladder: StrengthLadder, told: Set[int], split: Set[int]
) -> Iterator[Draft]:
    """Titles that answer others under another name: the section or task is headed otherwise, or only something like it
    stood there."""
    (o, n), (o_en, n_en) = pair.names, pair.names_en
    for title in filter(found.orders, found.new):
        old = found.partner.get(id(title))
        if not old or title.is_heading != old.is_heading or is_frame(title) or is_frame(old) or id(title) in told:
            continue
        likeness = bigram_overlap(found.core(old), found.core(title))
        a, b = quote(old.text, LONGEST_TITLE), quote(title.text, LONGEST_TITLE)
        evidence = (old.passage, title.passage)
        if title.is_heading and 0 < likeness < SAME_HEADING:  # sections that share no word are two sections
            zh, en = say("section_renamed", a=a, b=b)
            yield Draft("stance_changed", title.text, zh, en, (old.text, title.text), evidence, HEADING, 0.2)
        elif not title.is_heading and (direction := by_title(ladder, old.text, title.text)) and likeness >= SAME_THING:
            thing = quote(found.core(title), LONGEST_TITLE)
            zh, en = say(direction, subject=thing, a=a, b=b)
            yield Draft(direction, thing, zh, en, (old.text, title.text), evidence, TITLE, 0.6)
        elif not title.is_heading and is_item(title) and is_item(old):  # where a paragraph begins is no title
            if likeness < SAME_TITLE and title.passage.start not in split:
                zh, en = say("title_new", a=a, b=b, o=o, n=n, o_en=o_en, n_en=n_en)
                kind: FindingKind = "task_split" if _goes_on_in_several(pair, old) else "task_new"
                yield Draft(kind, title.text, zh, en, (old.text, title.text), evidence, TITLE, 0.35)
            elif SAME_TITLE <= likeness < SAME_HEADING:
                zh, en = say("renamed", a=a, b=b)
                size = 0.6 if found.firmness.subjects.search(title.text) else 0.15
                yield Draft("stance_changed", title.text, zh, en, (old.text, title.text), evidence, TITLE, size)


def _goes_on_in_several(pair: PairView, old: Title) -> bool:
    """Whether several tasks of the newer edition go on with the task of a title."""
    return sum(link.old_unit_id == old.unit_ids[0] for link in pair.alignment.links) > 1


def _taken_out(pair: PairView, found: TitlePairs, title: Title) -> Iterator[Draft]:
    """A new section of which most tasks stood in one older section that goes on beside it."""
    _, old = _from_one(pair, found, title)
    if old is None or id(old) not in found.answered_old:
        return
    (o, n), (o_en, n_en) = pair.names, pair.names_en
    below = held(found.new, title)
    zh, en = say(
        "section_split",
        o=o,
        n=n,
        o_en=o_en,
        n_en=n_en,
        a=quote(old.text, 20),
        b=quote(title.text, 24),
        held=listed(below),
        count=len(below),
    )
    if below and fits(zh):
        yield _draft("task_split", title, zh, en, (old.text, title.text), (old.passage, title.passage))


def _goes_on(pair: PairView, title: Title, side: str) -> float:
    """The share of a section's tasks that the alignment links."""
    ids = {link.new_unit_id if side == "new" else link.old_unit_id for link in pair.alignment.links}
    return sum(one in ids for one in title.unit_ids) / max(len(title.unit_ids), 1)


def _linked(pair: PairView, title: Title, side: str) -> bool:
    """Whether the alignment links the task of a title, whatever it is called now."""
    ids = {link.new_unit_id if side == "new" else link.old_unit_id for link in pair.alignment.links}
    return not title.is_heading and title.unit_ids[0] in ids


# Headings that every notice has in some words: they say how it is built, not what is to be done.
RE_FRAME = re.compile(
    r"\d{4}年|工作任务|重点工作|重点任务|主要任务|总体|保障措施|组织实施|工作部署|指导思想|基本原则|工作要求|主要目标|工作目标"
)


def is_frame(title: Title) -> bool:
    return bool(title.is_heading and RE_FRAME.search(title.text))


# -- titles that came or went ---------------------------------------------------------------------


def _came(pair: PairView, found: TitlePairs, title: Title) -> Iterator[Draft]:
    (o, n), (o_en, n_en) = pair.names, pair.names_en
    before = in_passing(pair.old, found.core(title))
    name, kind = "task_new", "task_new"
    evidence: tuple[Passage, ...] = (title.passage,)
    below = held(found.new, title)
    if below:
        name = "section_new"
        before_them = [found.partner[id(one)].passage for one in below if id(one) in found.partner]
        evidence = (*before_them, title.passage, *(one.passage for one in below))
    elif before and len(title.path) > title.depth:  # a paragraph without a number is no item
        name, evidence, kind = "task_of_its_own", (before.passage, title.passage), "task_split"
    zh, en = say(
        name,
        o=o,
        n=n,
        o_en=o_en,
        n_en=n_en,
        b=quote(title.text, LONGEST_TITLE),
        a=quote(before.said, 40) if before else "",
        held=listed(below),
        count=len(below),
    )
    yield _draft(kind, title, zh, en, ("", title.text), evidence)


def _went(pair: PairView, found: TitlePairs, title: Title) -> Iterator[Draft]:
    (o, n), (o_en, n_en) = pair.names, pair.names_en
    below = held(found.old, title)
    after = None if below else in_passing(pair.new, found.core(title))
    where = _title_over(found.new, after) if after else ""
    if after and not where:
        return
    name = "task_folded" if after else "section_dropped" if below else "task_dropped"
    kind: FindingKind = "task_merged" if after else "task_dropped"
    zh, en = say(
        name,
        o=o,
        n=n,
        o_en=o_en,
        n_en=n_en,
        a=quote(title.text, LONGEST_TITLE),
        b=quote(after.said, 40) if after else "",
        where=quote(where, 20),
        held=listed(below),
        count=len(below),
    )
    evidence = (title.passage, after.passage) if after else (title.passage,)
    yield _draft(kind, title, zh, en, (title.text, ""), evidence)


def held(found: Sequence[Title], title: Title) -> list[Title]:
    """The tasks under a heading."""
    return [one for one in found if title.is_heading and not one.is_heading and one.unit_ids[0] in title.unit_ids]


def listed(found: Sequence[Title]) -> str:
    """The titles of tasks as a sentence lists them."""
    return "、".join(quote(one.text, 14) for one in found[:MOST_LISTED]) + ("等" if len(found) > MOST_LISTED else "")


def _draft(kind: str, title: Title, zh: str, en: str, values: tuple[str, str], evidence: tuple[Passage, ...]) -> Draft:
    size = 0.9 if title.is_heading and len(title.unit_ids) > 1 else 0.7
    place = HEADING if title.is_heading else TITLE if title.kind == "task" else SAFEGUARD
    return Draft(kind, title.text, zh, en, values, evidence, place, size)  # type: ignore[arg-type]


def in_passing(view: EditionView, about: str) -> Part | None:
    """The first clause of running text that says what a title is about; None where none does."""
    if len(about) < SHORTEST_IN_PASSING:
        return None
    pieces = [piece for piece in RE_PIECES.split(about) if len(piece) > 1] or [about]
    return next(
        (part for part in view.plan if not part.statement.depth and all(piece in part.said for piece in pieces)), None
    )


def _title_over(found: Sequence[Title], part: Part) -> str:
    """The title that a clause stands under, "" where it stands under none."""
    over = [title for title in found if title.passage.start <= part.passage.start]
    return over[-1].text if over else ""


# -- the structure as a whole ---------------------------------------------------------------------


def _structure(pair: PairView, found: TitlePairs) -> Iterator[Draft]:
    sides = [counts(one) for one in (found.old, found.new)]
    if sides[0] == sides[1] or not all(map(any, sides)):
        return
    chinese = [_counted(parts, tasks, "个部分", "项任务", "") for parts, tasks in sides]
    english = [_counted(tasks, parts, " tasks", " sections", " in ") for parts, tasks in sides]
    zh, en = say("structure", a=chinese[0], b=chinese[1], a_en=english[0], b_en=english[1])
    divided = [
        sections(one) or [next(title for title in one if title.kind == "task")] for one in (found.old, found.new)
    ]
    grown = [abs(a - b) / max(a, b, 1) for a, b in zip(*sides)]
    size = min(1.0, 0.15 + 0.8 * grown[0] + 1.2 * grown[1])
    yield Draft(
        "task_split" if sides[1][::-1] > sides[0][::-1] else "task_merged",
        "任务结构",
        zh,
        en,
        (chinese[0], chinese[1]),
        tuple(title.passage for side in divided for title in side),
        HEADING,
        size,
    )


def _counted(first: int, second: int, one: str, other: str, between: str) -> str:
    """Both counts with their nouns; a count of none or one is not told."""
    return between.join(f"{count}{noun}" for count, noun in ((first, one), (second, other)) if count > 1)


# -- moves --------------------------------------------------------------------------------------


def moves(found: TitlePairs, recuts: Sequence[Recut]) -> Iterator[Draft]:
    """Tasks that moved to another section, and sections that stand elsewhere among all."""
    home = {
        (found.partner[id(title)].text, title.text)
        for title in found.new
        if title.is_heading and id(title) in found.partner
    }
    for kind, whole, pieces in recuts:
        home |= {(whole.text, one.text) if kind == "task_split" else (one.text, whole.text) for one in pieces}
    for title in found.new:
        old = found.partner.get(id(title))
        if not old or title.is_heading or old.is_heading or found.likeness(old, title) < SAME_TITLE:
            continue
        if _is_elsewhere(found, home, old, title):
            yield _moved_task(found, old, title)
    yield from moved_sections(found)


def _is_elsewhere(found: TitlePairs, home: Set[tuple[str, str]], old: Title, new: Title) -> bool:
    """Whether a task surely goes on and stands under a heading that does not answer the one it stood under.

    Where one notice has a level more than the other, no heading of the levels that both have may answer.
    """
    if not old.parent or not new.parent or not found.is_sure(old, new):
        return False
    depth = min(old.depth, new.depth)
    levels = [depth - 1] if old.depth == new.depth else range(depth)
    pairs = [(found.above(found.old, old, level), found.above(found.new, new, level)) for level in levels]
    return all(
        a
        and b
        and (a, b) not in home
        and bigram_overlap(a, b) < SAME_TITLE
        and not (RE_FRAME.search(a) and RE_FRAME.search(b))
        for a, b in pairs
    )


def _moved_task(found: TitlePairs, old: Title, new: Title) -> Draft:
    kind: FindingKind = "moved_up" if relative(found.new, new) < relative(found.old, old) else "moved_down"
    zh, en = say("moved", b=quote(new.text, 20), from_=_under(old), to=_under(new))
    return Draft(kind, new.text, zh, en, (old.number, new.number), (old.passage, new.passage), TITLE, 0.5)


def _under(title: Title) -> str:
    number = title.path[title.depth - 1] if title.path else ""
    return (
        f"{number}、{quote(title.parent, 22)}"
        if number and number in PLAIN_NUMERALS
        else number + quote(title.parent, 22)
    )


def relative(found: Sequence[Title], title: Title) -> float:
    """Where a title stands among all, 0 first and 1 last."""
    return found.index(title) / max(len(found) - 1, 1)
