"""How the weight of themes changes between notices, and which changes can be told from chance.

A theme whose section is cut off in a notice is not observable there. It is left out of the
comparison, and its tasks out of every total, so that it does not look like a fall nor lift the rest.

Most tasks of a plan are carried on and say nothing of what changed. So tasks are tested on what differs, as McNemar
(1947) does: the theme's share among the tasks that only the older notice has against its share among those that only
the newer has, by mid-p (Lancaster 1961). The population are the tasks that such plans could have taken up or given
up; of the notices themselves the counts are exact.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np

from pipeline.compare.profile import NoticeFacts
from pipeline.compare.significance import (
    difference_interval,
    exact_trend,
    holm,
    mid_p_difference,
    newcombe,
    permuted_difference,
    share,
    slope,
)
from pipeline.compare.task_view import sections_of
from pipeline.config import CompareParams
from pipeline.records import Measure, PriorityChange, PriorityTrend, SectionRank, Unit
from pipeline.records.comparisons import TrendDirection

MEASURES: tuple[Measure, ...] = ("tasks", "text", "firm_targets")
DIGITS = 6
Interval = tuple[float | None, float | None]


def _round(value: float | None) -> float | None:
    return None if value is None else round(float(value), DIGITS) + 0.0  # no -0.0: a mirrored table must be equal


def _themed_tasks(facts: NoticeFacts, left_out: frozenset[str]) -> list[Unit]:
    return [
        unit
        for unit in facts.tasks
        if unit.unit_id in facts.themes and facts.themes[unit.unit_id].theme not in left_out
    ]


def _weights(facts: NoticeFacts, tasks: Sequence[Unit], measure: Measure) -> np.ndarray:
    """What each task counts: itself, its characters, or its firm targets."""
    if measure == "tasks":
        return np.ones(len(tasks))
    if measure == "text":
        return np.array([len(unit.text) for unit in tasks], dtype=float)
    firm = Counter(target.unit_id for target in facts.targets if target.kind != "grant" and target.strength == "firm")
    return np.array([firm[unit.unit_id] for unit in tasks], dtype=float)


def priority_changes(
    old: NoticeFacts,
    new: NoticeFacts,
    themes: Sequence[str],
    params: CompareParams,
    carried: frozenset[str] = frozenset(),
) -> list[PriorityChange]:
    """One row a measure and theme. `carried`: ids of the units of either notice that go on in the other.

    At 40 tasks a year most differences are not distinguishable.
    """
    rows = []
    for measure in MEASURES:
        found = [_change(old, new, theme, measure, params, carried) for theme in themes]
        corrected = holm([row["p_value"] for row in found])
        for row, p in zip(found, corrected):
            rows.append(
                PriorityChange(
                    old.notice.notice_id,
                    new.notice.notice_id,
                    measure,
                    **row,
                    p_corrected=_round(p),
                    distinguishable=p is not None and p < 1 - params.confidence,
                )
            )
    return rows


def _change(
    old: NoticeFacts, new: NoticeFacts, theme: str, measure: Measure, params: CompareParams, carried: frozenset[str]
) -> dict:
    cut_off = old.hidden | new.hidden
    observable = theme not in cut_off
    left_out = cut_off - {theme}
    sides, ranks, alone = [], [], []
    for facts in (old, new):
        tasks = _themed_tasks(facts, left_out)
        member = np.array([facts.themes[unit.unit_id].theme == theme for unit in tasks], dtype=bool)
        sides.append((member, _weights(facts, tasks, measure)))
        alone.append(np.array([unit.unit_id not in carried for unit in tasks], dtype=bool))
        ranks.append(theme_ranks(facts).get(theme))
    counts = [int(weights[member].sum()) for member, weights in sides]
    totals = [int(weights.sum()) for _, weights in sides]
    before, after = (share(*side) if observable else None for side in sides)
    comparable = before is not None and after is not None
    # Resampled in one order whichever notice is called the older, so that the swapped table is the mirror.
    swap = old.notice.notice_id > new.notice.notice_id
    interval: Interval = (None, None)
    if comparable:
        interval = _interval(sides, measure, swap, params)
    return {
        "theme": theme,
        "observable": observable,
        "old_count": counts[0],
        "new_count": counts[1],
        "old_total": totals[0],
        "new_total": totals[1],
        "old_share": _round(before),
        "new_share": _round(after),
        "difference": None if before is None or after is None else _round(after - before),
        "difference_low": _round(interval[0]),
        "difference_high": _round(interval[1]),
        "p_value": _round(_p_value(sides, alone, measure, params, swap)) if comparable else None,
        "old_rank": ranks[0],
        "new_rank": ranks[1],
    }


def _interval(
    sides: Sequence[tuple[np.ndarray, np.ndarray]], measure: Measure, swap: bool, params: CompareParams
) -> Interval:
    """Of tasks by score (Newcombe 1998), of text and firm targets by resampling whole tasks."""
    if measure == "tasks":
        (old, _), (new, _) = sides
        found = newcombe(int(old.sum()), len(old), int(new.sum()), len(new), confidence=params.confidence)
        return found or (None, None)
    found = difference_interval(
        *(sides[::-1] if swap else sides),
        samples=params.bootstrap_samples,
        confidence=params.confidence,
        seed=params.seed,
    )
    if found is None:
        return None, None
    low, high = found
    return (-high, -low) if swap else (low, high)


def _p_value(
    sides: Sequence[tuple[np.ndarray, np.ndarray]],
    alone: Sequence[np.ndarray],
    measure: Measure,
    params: CompareParams,
    swap: bool,
) -> float | None:
    if measure == "tasks":
        (old, _), (new, _) = sides
        p = mid_p_difference(
            int(old[alone[0]].sum()), int(alone[0].sum()), int(new[alone[1]].sum()), int(alone[1].sum())
        )
        return 1.0 if p is None else p  # where one notice has no task of its own nothing can be told
    return permuted_difference(*(sides[::-1] if swap else sides), samples=params.bootstrap_samples, seed=params.seed)


def priority_trends(
    notices: Sequence[NoticeFacts], themes: Sequence[str], params: CompareParams
) -> list[PriorityTrend]:
    """One row a theme: whether its share of tasks rises or falls over the notices, in order of years.

    With one notice, or a theme cut off in any of them, nothing is said.
    """
    cut_off = frozenset().union(*(facts.hidden for facts in notices)) if notices else frozenset()
    found = []
    for theme in themes:
        tasks = [_themed_tasks(facts, cut_off - {theme}) for facts in notices]
        counts = [
            sum(facts.themes[unit.unit_id].theme == theme for unit in mine) for facts, mine in zip(notices, tasks)
        ]
        found.append((theme, counts, [len(mine) for mine in tasks]))
    years = [facts.notice.year or 0 for facts in notices]
    p_values = [
        exact_trend(counts, totals, years) if theme not in cut_off and len(years) > 1 else None
        for theme, counts, totals in found
    ]
    return [
        _trend(notices, years, *row, cut_off, p, corrected, params)
        for row, p, corrected in zip(found, p_values, holm(p_values))
    ]


def _trend(
    notices: Sequence[NoticeFacts],
    years: list[int],
    theme: str,
    counts: list[int],
    totals: list[int],
    cut_off: frozenset[str],
    p: float | None,
    corrected: float | None,
    params: CompareParams,
) -> PriorityTrend:
    observable = theme not in cut_off and len(years) > 1
    steepness = slope(counts, totals, years) if observable else None
    direction: TrendDirection
    if not observable:
        direction = "not observable"
    elif corrected is None or corrected >= 1 - params.confidence or not steepness:
        direction = "not distinguishable"
    else:
        direction = "rising" if steepness > 0 else "falling"
    return PriorityTrend(
        notices[0].notice.series,
        theme,
        observable,
        tuple(years),
        tuple(counts),
        tuple(totals),
        _round(steepness),
        _round(p),
        _round(corrected),
        direction,
    )


# -- the order of sections -----------------------------------------------------------------------


def section_ranks(facts: NoticeFacts) -> Iterator[SectionRank]:
    """The sections of a notice in their printed order: what stands first is meant to be seen first."""
    tasks = facts.tasks
    names = sections_of(tasks)
    text = sum(len(unit.text) for unit in tasks)
    for rank, section in enumerate(dict.fromkeys(names[unit.unit_id] for unit in tasks), 1):
        mine = [unit for unit in tasks if names[unit.unit_id] == section]
        yield SectionRank(
            series=facts.notice.series,
            year=facts.notice.year or 0,
            notice_id=facts.notice.notice_id,
            rank=rank,
            section=section,
            theme=_section_theme(facts, mine),
            tasks=len(mine),
            task_share=round(len(mine) / len(tasks), DIGITS),
            unit_ids=tuple(unit.unit_id for unit in mine),
            text_share=round(sum(len(unit.text) for unit in mine) / text, DIGITS) if text else 0.0,
        )


def _section_theme(facts: NoticeFacts, tasks: Sequence[Unit]) -> str:
    guesses = [facts.themes[unit.unit_id] for unit in tasks if unit.unit_id in facts.themes]
    for names in (
        [guess.declared_theme for guess in guesses if guess.declared_theme],
        [guess.theme for guess in guesses],
    ):
        if names:
            counts = Counter(names)
            return min(counts, key=lambda name: (-counts[name], name))
    return ""


def theme_ranks(facts: NoticeFacts) -> dict[str, int]:
    """theme -> rank of the first section that is about it."""
    ranks: dict[str, int] = {}
    for row in section_ranks(facts):
        ranks.setdefault(row.theme, row.rank)
    return ranks
