"""What the report claims of themes by test, and which of these claims another model would change."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pipeline.compare.priorities import priority_changes, priority_trends
from pipeline.compare.profile import NoticeFacts
from pipeline.compare.series import by_year
from pipeline.compare.stage import FACT_TABLES, facts_of, not_measured
from pipeline.config import CompareParams, load_params
from pipeline.engine.groups import series_of
from pipeline.engine.storage import read_table
from pipeline.knowledge.themes import Scheme, load_scheme
from pipeline.records import ThemeGuess

NOT_MEASURED = "not measured"


@dataclass(frozen=True, slots=True)
class MovedClaim:
    """A tested claim that is not the same by both models: `where` names two notices, or all years of a series.

    A theme that only one of them can tell is "not measured" by the other.
    """

    where: str
    theme: str
    before: str
    after: str


def moved_claims(root: Path, before: Sequence[ThemeGuess], after: Sequence[ThemeGuess]) -> list[MovedClaim]:
    """The claims about shares of tasks that differ between two sets of guesses on the notices of the last run."""
    params, scheme, carried, series = load_params(root).compare, load_scheme(root), _carried(root), _series(root)
    first, second = (
        dict(claim for mine in series for claim in _claims(_judged(mine, guesses, scheme), scheme.ids, params, carried))
        for guesses in (before, after)
    )
    said = {key: (first.get(key, NOT_MEASURED), second.get(key, NOT_MEASURED)) for key in {**first, **second}}
    return [MovedClaim(*key, *claims) for key, claims in said.items() if claims[0] != claims[1]]


def _series(root: Path) -> list[list[NoticeFacts]]:
    """The notices of every series that a report is made of, oldest first."""
    rows: dict[str, dict[str, list[Any]]] = defaultdict(lambda: {name: [] for name in FACT_TABLES})
    for name in FACT_TABLES:
        for row in read_table(root, name):
            rows[row.notice_id][name].append(row)
    scheme = load_scheme(root)
    found = [[facts_of(rows[notice_id], scheme) for notice_id in ids] for ids in series_of(root).values()]
    return [by_year(mine) for mine in found]


def _carried(root: Path) -> frozenset[str]:
    links = read_table(root, "task_links")
    return frozenset(unit_id for link in links for unit_id in (link.old_unit_id, link.new_unit_id))


def _judged(series: Sequence[NoticeFacts], guesses: Sequence[ThemeGuess], scheme: Scheme) -> list[NoticeFacts]:
    """The same notices with these guesses, and the themes that these tell."""
    by_unit = {guess.unit_id: guess for guess in guesses}
    hidden = not_measured(guesses, scheme)
    return [
        replace(
            facts,
            themes={unit_id: by_unit.get(unit_id, guess) for unit_id, guess in facts.themes.items()},
            not_measured=hidden,
        )
        for facts in series
    ]


def _claims(
    series: Sequence[NoticeFacts], themes: Sequence[str], params: CompareParams, carried: frozenset[str]
) -> Iterator[tuple[tuple[str, str], str]]:
    for old, new in itertools.pairwise(series):
        where = f"{old.notice.notice_id} → {new.notice.notice_id}"
        for row in priority_changes(old, new, themes, params, carried):
            if row.measure == "tasks" and row.observable and row.difference is not None:
                grew = "larger share" if row.difference > 0 else "smaller share"
                yield (where, row.theme), grew if row.distinguishable else "not distinguishable"
    for trend in priority_trends(series, themes, params):
        if trend.observable:
            yield (f"{trend.series}, all years", trend.theme), trend.direction
