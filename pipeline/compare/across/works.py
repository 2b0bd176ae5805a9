"""One work in several places: the tasks that say the same, and who leads each.

Tasks meet by what their titles name: the words of a title without its verbs. Bodies meet because their
ids name the function and the level, not the place.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.compare.across.group import CrossSection, Member
from pipeline.compare.rules import FindingRules
from pipeline.compare.runs import runs
from pipeline.compare.similarity import bigram_overlap
from pipeline.compare.titles import Title, titles
from pipeline.records.crosses import CrossLead
from pipeline.records.findings import Passage

LIKE = 0.5  # overlap of the names in two titles from which they are one work
SHORTEST_CORE = 2
RE_VERBS = re.compile(r"^(?:稳定|扩大|促进|推动|推进|加强|完善|优化|做好|深化|保障|提高|强化|全力|和|与|、)+")
LEADING = ("lead",)


@dataclass(frozen=True)
class Work:
    """A task of one place by the title it has there; `core` is what the title names, `words` its pieces."""

    member: Member
    title: Title
    core: str
    words: tuple[tuple[str, ...], ...]


def works_of(member: Member, rules: FindingRules) -> list[Work]:
    """The titled tasks of a place in document order."""
    parts = {part.passage.start: part for part in member.view.parts}
    found = []
    for title in titles(member.view.facts):
        part = parts.get(title.passage.start) or next(
            (one for one in member.view.parts if title.passage.start <= one.passage.start < title.passage.end), None
        )
        if title.is_heading or part is None:
            continue
        words = tuple(tuple(run) for run in runs(member.view, part, rules.firmness, rules.common))
        core = "".join("".join(run) for run in words) or RE_VERBS.sub("", title.text)
        if len(core) >= SHORTEST_CORE:
            found.append(Work(member, title, core, words))
    return found


def same_work(a: Work, b: Work) -> bool:
    return a.core == b.core or bigram_overlap(a.core, b.core) >= LIKE


def leads(cross: CrossSection, works: dict[str, list[Work]]) -> list[CrossLead]:
    """Who leads each work that at least two places have and some place prints a lead for, named as the first has it."""
    rows: list[CrossLead] = []
    for seed, group in _groups(cross, works):
        mine = {work.member.notice_id: work for work in group}
        found = [_lead(member, seed.title.text, mine.get(member.notice_id)) for member in cross.members]
        if sum(row.status == "lead" for row in found) >= 2:
            rows.extend(found)
    return rows


def _groups(cross: CrossSection, works: dict[str, list[Work]]) -> Iterator[tuple[Work, list[Work]]]:
    """Works of different places that are one; each belongs to the first group it fits, found by its bigrams."""
    groups: list[list[Work]] = []
    index: dict[str, set[int]] = defaultdict(set)
    for member in cross.members:
        for work in works[member.notice_id]:
            grams = {work.core[i : i + 2] for i in range(len(work.core) - 1)}
            near = sorted({number for gram in grams for number in index[gram]})
            fitting = [
                number
                for number in near
                if same_work(groups[number][0], work) and all(one.member is not work.member for one in groups[number])
            ]
            best = max(fitting, key=lambda number: bigram_overlap(groups[number][0].core, work.core), default=None)
            if best is None:
                best = len(groups)
                groups.append([])
            groups[best].append(work)
            for gram in grams:
                index[gram].add(best)
    for group in groups:
        if len(group) > 1:
            yield group[0], group


def _lead(member: Member, work: str, mine: Work | None) -> CrossLead:
    facts = member.view.facts
    if not facts.roles:
        return CrossLead(work, member.notice_id, "not_told", (), (), _fact(mine))
    if mine is None:
        return CrossLead(work, member.notice_id, "cut" if member.cut else "left_out", (), (), ())
    roles = [role for role in facts.roles if role.unit_id in mine.title.unit_ids]
    chosen = [role for role in roles if role.role in LEADING]
    status = "lead" if chosen else "responsible_only" if roles else "not_told"
    chosen = chosen or [role for role in roles if role.role == "responsible"]
    return CrossLead(
        work,
        member.notice_id,
        status,
        tuple(dict.fromkeys(role.department for role in chosen)),
        tuple(dict.fromkeys(role.body_id or role.department for role in chosen)),
        _fact(mine),
    )


def _fact(work: Work | None) -> tuple[Passage, ...]:
    return (work.title.passage,) if work else ()


def by_place(cross: CrossSection, rules: FindingRules) -> dict[str, list[Work]]:
    return {member.notice_id: works_of(member, rules) for member in cross.members}


def pieces(work: Work) -> Sequence[str]:
    """What of a title another text must hold to speak of the same: neighbouring words of four characters and more."""
    found = []
    for run in work.words:
        for size in range(1, len(run) + 1):
            for at in range(len(run) - size + 1):
                surface = "".join(run[at : at + size])
                if len(surface) >= 4:
                    found.append(surface)
    return sorted(set(found), key=lambda one: (-len(one), one))
