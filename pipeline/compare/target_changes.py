"""What became of each indicator on linked tasks: raised, lowered, pushed back, redefined, met, dropped, new.

Indicators are followed inside a group of linked tasks, so a target may pass from one old task to
either half of a split. Money granted to applicants is no target and left out.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from scipy.optimize import linear_sum_assignment

from pipeline.compare.alignment import Alignment
from pipeline.compare.profile import NoticeFacts
from pipeline.compare.similarity import bigram_overlap
from pipeline.compare.task_view import text_without_clauses
from pipeline.knowledge.rules import alternatives
from pipeline.records import Target, TargetChange, TargetChangeName

SAME_INDICATOR = 0.5  # likeness of two names, from which they may be one indicator
CONTAINED_INDICATOR = 0.8  # likeness of a name and a longer one that holds it: 年度投资, 市域铁路年度投资
SHORTEST_CONTAINED = 2
DEFINING = ("unit", "kind", "op", "level", "each_year")  # a change in any of these is a new measure
# What counts for a pair beside its name, so that of two like indicators the closer one is taken.
BONUS = {"unit": 0.1, "kind": 0.05, "value": 0.02}
ACTIONS = [
    "新增", "新建", "新认定", "认定", "引进", "培训", "培育", "培养", "实施", "完成", "建设", "建成",
    "打造", "接待", "举办", "开展", "立项", "支持", "开行", "攻克", "整治", "淘汰", "争取", "购置",
    "推广", "累计", "力争", "全年", "选树", "上线", "接入",
]  # fmt: skip
# What is done to reach an indicator is not part of it: 购置植保无人机60架, 植保无人机达到150架.
RE_ACTION = re.compile(rf"^(?:{alternatives(ACTIONS)})+(?=.{{2}})")
MENTIONED = 0.6  # share of an indicator's bigrams in a clause, from which the clause speaks of it
RE_CLAUSE = re.compile(r"[^，。；！？\n]+")
RE_REACHED = re.compile(
    r"(?:已|均已|全部|提前|如期|超额)[^，。；]{0,10}?(?:完成|实现|达到|达标|建成|到位)|(?:完成|达成)(?:预期)?(?:目标|任务)"
)


def target_changes(old: NoticeFacts, new: NoticeFacts, alignment: Alignment) -> list[TargetChange]:
    """One row an indicator of every group of linked tasks, in document order of the groups."""
    targets = _targets_of(old), _targets_of(new)
    partner = (
        {link.old_unit_id: link.new_unit_id for link in reversed(alignment.links)},
        {link.new_unit_id: link.old_unit_id for link in reversed(alignment.links)},
    )
    context = _Context(old, new)
    rows = []
    for olds, news in alignment.groups():
        before, after = (
            [target for unit_id in ids for target in side[unit_id]] for ids, side in zip((olds, news), targets)
        )
        pairs = _same_indicators(before, after)
        taken = {b for _, b in pairs}
        matched = dict(pairs)
        for a, target in enumerate(before):
            if a in matched:
                rows.append(context.row(target, after[matched[a]], *_change(target, after[matched[a]])))
            else:
                evidence = context.reached(target, news)
                rows.append(
                    context.row(
                        target,
                        None,
                        "met_and_dropped" if evidence else "dropped",
                        (),
                        unit_id=partner[0][target.unit_id],
                        evidence=evidence,
                    )
                )
        rows.extend(
            context.row(None, target, "new", (), unit_id=partner[1][target.unit_id])
            for b, target in enumerate(after)
            if b not in taken
        )
    return rows


def _targets_of(facts: NoticeFacts) -> dict[str, list[Target]]:
    grouped: dict[str, list[Target]] = defaultdict(list)
    for target in sorted(facts.targets, key=lambda target: target.start):
        if target.kind != "grant":
            grouped[target.unit_id].append(target)
    return grouped


# -- the same indicator --------------------------------------------------------------------------


def indicator_likeness(a: str, b: str) -> float:
    """How surely two names mean one indicator, 0 to 1: likeness of their bigrams, or one holds the other."""
    a, b = _measured(a), _measured(b)
    short, long = sorted((a, b), key=len)
    contained = CONTAINED_INDICATOR if len(short) >= SHORTEST_CONTAINED and long.endswith(short) else 0.0
    return max(bigram_overlap(a, b), contained)


def _measured(indicator: str) -> str:
    """An indicator without the verbs before it."""
    return RE_ACTION.sub("", indicator)


def _same_indicators(before: Sequence[Target], after: Sequence[Target]) -> list[tuple[int, int]]:
    """The assignment of like indicators with the greatest likeness in total."""
    likeness = np.array([[_likeness(a, b) for b in after] for a in before]).reshape(len(before), len(after))
    rows, columns = linear_sum_assignment(likeness, maximize=True)
    return [(int(a), int(b)) for a, b in zip(rows, columns) if likeness[a, b] > 0]


def _likeness(a: Target, b: Target) -> float:
    likeness = indicator_likeness(a.indicator, b.indicator)
    if likeness < SAME_INDICATOR:
        return 0.0
    return likeness + sum(bonus for name, bonus in BONUS.items() if getattr(a, name) == getattr(b, name))


# -- what changed --------------------------------------------------------------------------------


def _change(a: Target, b: Target) -> tuple[TargetChangeName, tuple[str, ...]]:
    """The change of one indicator, and for a redefinition what was redefined."""
    what = [name for name in DEFINING if getattr(a, name) != getattr(b, name)]
    if _measured(a.indicator) != _measured(b.indicator):
        what.append("indicator")
    if what:
        return "redefined", tuple(what)
    before, after = (
        (target.value, target.value if target.value_high is None else target.value_high) for target in (a, b)
    )
    if before != after:
        return ("raised" if after > before else "lowered"), ()
    if a.deadline is not None and b.deadline is not None and a.deadline != b.deadline:
        return ("pushed_back" if b.deadline > a.deadline else "brought_forward"), ()
    return "unchanged", ()


class _Context:
    """What a row needs of the two notices: texts, themes and leads of units."""

    def __init__(self, old: NoticeFacts, new: NoticeFacts) -> None:
        self.ids = old.notice.notice_id, new.notice.notice_id
        clauses = defaultdict(list)
        for clause in new.clauses:
            clauses[clause.unit_id].append(clause)
        self.texts = {unit.unit_id: text_without_clauses(unit, clauses[unit.unit_id]) for unit in new.units}
        self.themes = {unit_id: guess.theme for unit_id, guess in new.themes.items()}
        self.leads: dict[str, list[str]] = defaultdict(list)
        for role in new.roles:
            if role.role == "lead":
                self.leads[role.unit_id].append(role.department)

    def reached(self, target: Target, unit_ids: Iterable[str]) -> str:
        """The clause of the newer units that says the indicator was reached, or ""."""
        for unit_id in unit_ids:
            for clause in RE_CLAUSE.findall(self.texts[unit_id]):
                if RE_REACHED.search(clause) and mentions(clause, target.indicator):
                    return clause.strip()
        return ""

    def row(
        self,
        a: Target | None,
        b: Target | None,
        change: TargetChangeName,
        what: tuple[str, ...],
        *,
        unit_id: str = "",
        evidence: str = "",
    ) -> TargetChange:
        """One row; `unit_id` is the linked unit on the side that prints no target."""
        old_unit_id, new_unit_id = (a.unit_id if a else unit_id), (b.unit_id if b else unit_id)
        present = a or b
        assert present is not None, "a row tells of a target on one side at least"
        pairs: dict[str, tuple[Any, Any]] = {
            name: (getattr(a, name, None), getattr(b, name, None))
            for name in ("value", "value_high", "unit", "deadline", "strength", "text", "start")
        }
        return TargetChange(
            *self.ids,
            old_unit_id,
            new_unit_id,
            indicator=present.indicator,
            new_indicator=b.indicator if b else None,
            change=change,
            what=what,
            **{f"{side}_{name}": pair[i] for name, pair in pairs.items() for i, side in enumerate(("old", "new"))},
            evidence=evidence,
            theme=self.themes.get(new_unit_id, ""),
            leads=tuple(self.leads[new_unit_id]),
        )


def mentions(clause: str, indicator: str) -> bool:
    """True if a clause holds most of an indicator's bigrams, in whatever order."""
    bigrams = [indicator[i : i + 2] for i in range(len(indicator) - 1)] or [indicator]
    return sum(bigram in clause for bigram in bigrams) >= MENTIONED * len(bigrams)
