"""Fit the weights of the alignment score anew, and say what links they would give beside those of today.

    python benchmarks/fit_alignment.py

Learns from the sample city (consecutive years, at a third of the weight), from the pairs of tests/compare/pairs, and
from editions of plans about different things, where no link is right. Logistic regression (Cox 1958), none below 0.
`best_match` hangs on the other weights; it is taken as today's weights give it. Prints, changes nothing: where links
are no worse with the new weights, they may be put into pipeline/compare/pair_scores.py.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import numpy as np
from scipy.optimize import minimize

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from pipeline.compare import pair_scores
from pipeline.compare.pair import compare
from pipeline.compare.profile import NoticeFacts
from pipeline.compare.same_body import SameBody
from pipeline.compare.task_view import task_views
from tests.compare.sample_city import LADDER, PAIRS, REGISTRY, SETTING, path_of, sample
from tests.compare.test_pairs import NAMES, editions, links_of
from tests.compare.test_sample_changes import planted_links

Links = set[tuple[str, str]]
NAMED = (*pair_scores.WEIGHTS, "best_match")
RIDGE = 0.01  # keeps weights finite where a part tells links apart without an error
OF_SAMPLE = 1 / 3


class Example(NamedTuple):
    """Two notices, the links that are right, those that may be drawn or left out, and what an error counts."""

    old: NoticeFacts
    new: NoticeFacts
    right: Links
    open: Links
    weight: float


def examples() -> Iterator[Example]:
    for one in NAMES:
        for other in NAMES:
            same = one == other
            right, unsure = (links_of(one, how) if same else set() for how in ("sure", "arguable"))
            yield Example(editions(one)[0], editions(other)[1], right, unsure, 1.0)
    for old, new in PAIRS:
        unit_of = [{path: unit for unit, path in path_of(year).items()} for year in (old, new)]
        right = {(unit_of[0][a], unit_of[1][b]) for a, b in planted_links(old, new)}
        yield Example(sample(old), sample(new), right, set(), OF_SAMPLE)


def rows(example: Example) -> Iterator[tuple[list[float], bool, float]]:
    """(the parts, whether it is a link, its weight) of every pair of tasks."""
    notices = example.old, example.new
    same_body = SameBody.over(
        [facts.roles for facts in notices], REGISTRY, max(one.notice.year or 0 for one in notices)
    )
    sides = [task_views(facts, LADDER, same_body) for facts in notices]
    parts = {name: np.nan_to_num(part) for name, part in pair_scores.pair_scores(*sides).parts.items()}
    parts["containment"] = np.maximum(parts["old_in_new"], parts["new_in_old"])
    for i, a in enumerate(sides[0]):
        for j, b in enumerate(sides[1]):
            pair = a.unit.unit_id, b.unit.unit_id
            if pair not in example.open and a.unit.kind == b.unit.kind == "task":
                yield [float(parts[name][i, j]) for name in NAMED], pair in example.right, example.weight


def fitted(given: list[Example]) -> np.ndarray:
    """The weights by `NAMED`, and the log-odds without evidence behind them."""
    told = [row for example in given for row in rows(example)]
    parts = np.array([[*values, 1.0] for values, _, _ in told])
    sign = np.where([link for _, link, _ in told], 1.0, -1.0)
    weight = np.array([weight for _, _, weight in told])

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        margin = sign * (parts @ weights)
        slope = -sign * weight / (1 + np.exp(margin))
        penalty = RIDGE * np.append(weights[:-1], 0.0)
        return float(weight @ np.logaddexp(0, -margin) + penalty @ weights / 2), slope @ parts + penalty

    bounds = [(0.0, None)] * len(NAMED) + [(None, None)]
    return minimize(loss, np.zeros(parts.shape[1]), jac=True, bounds=bounds, method="L-BFGS-B").x


@contextmanager
def weights_of(weights: np.ndarray) -> Iterator[None]:
    before = pair_scores.WEIGHTS, pair_scores.BEST_MATCH, pair_scores.NO_EVIDENCE
    *parts, best, nothing = (float(round(one, 1)) for one in weights)
    pair_scores.WEIGHTS, pair_scores.BEST_MATCH, pair_scores.NO_EVIDENCE = dict(zip(NAMED, parts)), best, nothing
    try:
        yield
    finally:
        pair_scores.WEIGHTS, pair_scores.BEST_MATCH, pair_scores.NO_EVIDENCE = before


def links(given: list[Example]) -> str:
    """Right, false and missed links over all examples."""
    right = false = missed = 0
    for example in given:
        kinds = {unit.unit_id: unit.kind for facts in (example.old, example.new) for unit in facts.units}
        drawn = {
            (link.old_unit_id, link.new_unit_id)
            for link in compare(example.old, example.new, **SETTING).alignment.links
            if kinds[link.old_unit_id] == kinds[link.new_unit_id] == "task"
        } - example.open
        wanted = {link for link in example.right if kinds[link[0]] == kinds[link[1]] == "task"}
        right, false, missed = right + len(drawn & wanted), false + len(drawn - wanted), missed + len(wanted - drawn)
    return f"{right} right, {false} false, {missed} missed"


def main() -> None:
    given = list(examples())
    found = fitted(given)
    today = [*pair_scores.WEIGHTS.values(), pair_scores.BEST_MATCH, pair_scores.NO_EVIDENCE]
    for name, old, new in zip((*NAMED, "no evidence"), today, found, strict=True):
        print(f"{name:<14}{old:>7.1f}{new:>7.1f}")
    print(f"links today:  {links(given)}", flush=True)
    with weights_of(found):
        print(f"links fitted: {links(given)}")


if __name__ == "__main__":
    main()
