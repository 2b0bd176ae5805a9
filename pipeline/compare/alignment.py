"""Which tasks of a newer notice continue which tasks of an older one, many-to-many.

Of all pairs whose score is high enough, the assignment with the greatest total score is taken (Kuhn
1955, through scipy), not one pair after the other. What is then left over is asked whether it is part
of a split or merge: its best partner is linked already, and it carries something of that partner that
the link does not. In doubt there is no link. Nothing depends on which notice is called the older:
swapped, every table is its mirror.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from scipy.optimize import linear_sum_assignment

from pipeline.compare.decided import Decided, decided_links
from pipeline.compare.pair_scores import PairScores, pair_scores
from pipeline.compare.profile import NoticeFacts
from pipeline.compare.same_body import SameBody
from pipeline.compare.similarity import bigram_overlap, ngrams, same_wording
from pipeline.compare.strength import StrengthLadder
from pipeline.compare.task_view import TaskView, task_views
from pipeline.records import LinkTier, TaskChange, TaskLink, UnlinkedTask

PINNED = 10.0  # what a person linked goes before everything else
LINKED = 0.4  # the least score of a link between editions of one plan ...
LINKED_APART = (
    0.7  # ... and between plans about different things, where the best of all partners need not be a good one
)
SURE = 0.8  # score of a link that hardly errs
RELATED = 0.2  # share of the shorter notice's tasks with a sure link, from which two notices are editions of one plan
SHARED_THING = 0.3  # evidence of shared indicators or names that is the ground of a link
PART_GAIN = 0.05  # share of the words that a part and its whole can have in common, which the other part does not carry
KEPT_WORDING = 0.65  # share of text in common, numbers aside, from which a task is kept rather than reworded
SAME_TITLE = 0.5  # likeness of what two titles are about, from which a title is no new name
SAME_SECTION = 0.5  # likeness of two headings that are about the same
FEWEST_IN_SECTION = 2  # links that show where a section went
DIGITS = 4


@dataclass(frozen=True)
class Alignment:
    """Links, then what stands alone on either side, in document order."""

    links: list[TaskLink]
    old_only: list[UnlinkedTask]
    new_only: list[UnlinkedTask]

    def groups(self) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
        """(old unit ids, new unit ids) of every group of linked tasks: one and one, or a split or merge."""
        group_of: dict[str, tuple[dict[str, None], dict[str, None]]] = {}
        groups = []
        for link in self.links:
            # "o" and "n" keep the sides apart where a notice is compared with itself
            group = group_of.get("o" + link.old_unit_id) or group_of.get("n" + link.new_unit_id)
            if group is None:
                group = ({}, {})
                groups.append(group)
            group[0][link.old_unit_id] = group[1][link.new_unit_id] = None
            group_of["o" + link.old_unit_id] = group_of["n" + link.new_unit_id] = group
        return [(tuple(olds), tuple(news)) for olds, news in groups]


def align(old: NoticeFacts, new: NoticeFacts, ladder: StrengthLadder, same_body: SameBody) -> Alignment:
    """Link the tasks and safeguards of two notices: what one edition lists as a task may be a safeguard of the next."""
    views = task_views(old, ladder, same_body), task_views(new, ladder, same_body)
    found: list[tuple[TaskView, TaskView, dict[str, float | None]]] = []
    if all(views):
        decided = decided_links(old, new)
        scores = _as_decided(pair_scores(*views), *views, decided)
        found.extend((views[0][i], views[1][j], _parts(scores, i, j)) for i, j in _pairs(scores, *views))
    found.sort(key=lambda pair: (pair[0].unit.position, pair[1].unit.position))
    ids = old.notice.notice_id, new.notice.notice_id
    changes = _changes(found)
    links = [_link(ids, a, b, parts, change, ladder) for (a, b, parts), change in zip(found, changes)]
    links = [_by_person(link, decided_links(old, new)) for link in links] if old.decided else links
    linked_old, linked_new = {link.old_unit_id for link in links}, {link.new_unit_id for link in links}
    return Alignment(
        links,
        [
            UnlinkedTask(*ids, view.unit.unit_id, "dropped", view.unit.kind)
            for view in views[0]
            if view.unit.unit_id not in linked_old
        ],
        [
            UnlinkedTask(*ids, view.unit.unit_id, "new", view.unit.kind)
            for view in views[1]
            if view.unit.unit_id not in linked_new
        ],
    )


# -- which pairs ---------------------------------------------------------------------------------


def _as_decided(scores: PairScores, old: Sequence[TaskView], new: Sequence[TaskView], decided: Decided) -> PairScores:
    """The scores with the pairs that persons fixed above all others, and those they struck at nothing."""
    if not decided.pinned and not decided.forbidden:
        return scores
    score = scores.score.copy()
    for i, a in enumerate(old):
        for j, b in enumerate(new):
            pair = a.unit.unit_id, b.unit.unit_id
            if pair in decided.pinned:
                score[i, j] = PINNED
            elif pair in decided.forbidden:
                score[i, j] = 0.0
    return replace(scores, score=score)


def _by_person(link: TaskLink, decided: Decided) -> TaskLink:
    pinned = (link.old_unit_id, link.new_unit_id) in decided.pinned
    return replace(link, score=1.0, tier="person") if pinned else link


def _pairs(scores: PairScores, old: Sequence[TaskView], new: Sequence[TaskView]) -> list[tuple[int, int]]:
    least = LINKED if _are_editions(scores.score, old, new) else LINKED_APART
    pairs = _assigned(scores.score, least)
    pinned = {(int(i), int(j)) for i, j in np.argwhere(scores.score == PINNED)}
    return sorted(pairs | pinned | _further_parts(scores, least, old, new, pairs | pinned))


def _are_editions(score: np.ndarray, old: Sequence[TaskView], new: Sequence[TaskView]) -> bool:
    """Whether enough tasks of the shorter notice surely go on. Pairs of safeguards do not count:
    those of all plans are alike."""
    sure = sum("task" in (old[i].unit.kind, new[j].unit.kind) for i, j in _assigned(score, SURE))
    return sure >= RELATED * min(sum(view.unit.kind == "task" for view in side) for side in (old, new))


def _assigned(score: np.ndarray, least: float) -> set[tuple[int, int]]:
    """The assignment with the greatest total score among pairs whose score is high enough."""
    standing = np.where(score >= least, score, 0.0)
    # Of equal pairs those in the same order win; far below the digits the scores are rounded to.
    order = np.abs(np.subtract.outer(*(np.linspace(0, 1, size) for size in score.shape)))
    rows, columns = linear_sum_assignment(standing - 1e-8 * order, maximize=True)
    return {(int(i), int(j)) for i, j in zip(rows, columns) if standing[i, j] > 0}


def _further_parts(
    scores: PairScores, least: float, old: Sequence[TaskView], new: Sequence[TaskView], pairs: set[tuple[int, int]]
) -> set[tuple[int, int]]:
    """Splits and merges: an unlinked unit that carries what the linked partner of its best match does not.

    A unit stands in a split or in a merge, never in both: who came from whom would be lost.
    """
    partner_of_old, partner_of_new = dict(pairs), {j: i for i, j in pairs}
    likely = scores.score >= least
    candidates = []
    for k in range(len(new)):
        i = int(scores.score[:, k].argmax())
        if (
            k not in partner_of_new
            and i in partner_of_old
            and likely[i, k]
            and _gain(old[i], new[k], new[partner_of_old[i]])
        ):
            candidates.append((-scores.score[i, k], (i, k), (i, partner_of_old[i])))
    for k in range(len(old)):
        j = int(scores.score[k].argmax())
        if (
            k not in partner_of_old
            and j in partner_of_new
            and likely[k, j]
            and _gain(new[j], old[k], old[partner_of_new[j]])
        ):
            candidates.append((-scores.score[k, j], (k, j), (partner_of_new[j], j)))
    found: set[tuple[int, int]] = set()
    # of equal scores the one nearer the beginning of both notices, whichever is called the older
    for _, (i, j), (a, b) in sorted(candidates, key=lambda candidate: (candidate[0], sum(candidate[1]))):
        splits_a = sum(x == a for x, _ in pairs | found) > 1
        merges_b = sum(y == b for _, y in pairs | found) > 1
        if not (merges_b if i == a else splits_a):
            found.add((i, j))
    return found


def _gain(whole: TaskView, part: TaskView, other: TaskView) -> bool:
    """True if the part carries some of the whole that its other part lacks: an indicator, or enough of its words."""
    indicators = {indicator for indicator in whole.indicators & part.indicators if indicator not in other.indicators}
    words, mine, theirs = (set(ngrams(view.text, 2)) for view in (whole, part, other))
    return bool(indicators) or len((words & mine) - theirs) >= PART_GAIN * max(min(len(words), len(mine)), 1)


# -- what changed --------------------------------------------------------------------------------


def _parts(scores: PairScores, i: int, j: int) -> dict[str, Any]:
    parts = {
        name: None if np.isnan(part[i, j]) else round(float(part[i, j]), DIGITS) for name, part in scores.parts.items()
    }
    return {"score": round(float(scores.score[i, j]), DIGITS), **parts}


def _changes(found: Sequence[tuple[TaskView, TaskView, dict[str, float | None]]]) -> list[TaskChange]:
    """One label a link; where several apply: split or merged, moved, renamed, reworded, kept."""
    of_old, of_new = Counter(a.unit.unit_id for a, _, _ in found), Counter(b.unit.unit_id for _, b, _ in found)
    moves = _moved([(a.section, b.section) for a, b, _ in found])
    changes: list[TaskChange] = []
    for (a, b, parts), moved in zip(found, moves):
        if of_old[a.unit.unit_id] > 1:
            changes.append("split")
        elif of_new[b.unit.unit_id] > 1:
            changes.append("merged")
        elif moved:
            changes.append("moved")
        elif (parts["title"] or 0.0) < SAME_TITLE:
            changes.append("renamed")
        elif a.title != b.title or same_wording(a.text, b.text) < KEPT_WORDING:
            changes.append("reworded")
        else:
            changes.append("kept")
    return changes


def _moved(sections: Sequence[tuple[str, str]]) -> list[bool]:
    """Whether each link leads out of its section: (older heading, newer heading) -> moved.

    Headings change their wording every year, so sections correspond where most of their tasks went
    to or came from. A section without a name, or one whose tasks scatter, tells no move.
    """
    forth: dict[str, Counter[str]] = defaultdict(Counter)
    back: dict[str, Counter[str]] = defaultdict(Counter)
    for a, b in sections:
        forth[a][b] += 1
        back[b][a] += 1
    return [
        bool(a and b) and bigram_overlap(a, b) < SAME_SECTION and _elsewhere(forth[a], b) and _elsewhere(back[b], a)
        for a, b in sections
    ]


def _elsewhere(counts: Counter[str], section: str) -> bool:
    """True if another section has most of the links, and not just one."""
    largest = max(count for name, count in counts.items() if name != section) if len(counts) > 1 else 0
    return largest >= FEWEST_IN_SECTION and largest > counts[section] and 2 * largest >= counts.total()


def _tier(parts: dict[str, Any], a: TaskView, b: TaskView) -> LinkTier:
    """The strongest ground of a link."""
    if a.title == b.title and same_wording(a.text, b.text) >= KEPT_WORDING:
        return "exact"
    if (parts["title"] or 0.0) >= SAME_TITLE:
        return "same-title"
    if (parts["indicators"] or 0.0) >= SHARED_THING:
        return "same-indicator"
    if (parts["names"] or 0.0) >= SHARED_THING:
        return "same-name"
    return "same-lead" if (parts["lead"] or 0.0) > (parts["wording"] or 0.0) else "reworded"


def _link(
    ids: tuple[str, str],
    a: TaskView,
    b: TaskView,
    parts: dict[str, Any],
    change: TaskChange,
    ladder: StrengthLadder,
) -> TaskLink:
    before, after = ladder.wording(a.title), ladder.wording(b.title)
    return TaskLink(
        *ids,
        a.unit.unit_id,
        b.unit.unit_id,
        a.unit.kind if a.unit.kind == b.unit.kind else "task",
        change,
        _tier(parts, a, b),
        **parts,
        strength_old=before.level if before else None,
        strength_new=after.level if after else None,
    )
