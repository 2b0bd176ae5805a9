"""Promise and result as a table: every target that was due, what the later notice reports, the verdict, who answers.

Behind the findings of kind `result`; here all outcomes stand, ranked or not, so that they can be counted by body.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.compare.finders.results import Outcome, is_reckoned, outcomes
from pipeline.compare.pair_view import EditionView, PairView
from pipeline.records.findings import Passage, ResultRow


def result_rows(pair: PairView) -> Iterator[ResultRow]:
    """One row a target that was due before the later notice, in the order of the older one."""
    for outcome in sorted(outcomes(pair), key=lambda one: (one.target.passage.start, one.target.id)):
        yield _row(pair, outcome)


def _row(pair: PairView, outcome: Outcome) -> ResultRow:
    target, said = outcome.target, _said(outcome)
    return ResultRow(
        old_notice_id=pair.old.notice_id,
        new_notice_id=pair.new.notice_id,
        mention_id=target.id,
        indicator=target.head,
        verdict=outcome.verdict,
        reckoned=outcome.base is not None or (outcome.reported is not None and is_reckoned(outcome.reported)),
        promised=target.printed,
        reported=outcome.reported.printed if outcome.reported else outcome.clause.said if outcome.clause else "",
        bodies=bodies_in_charge(pair.old, target.passage.unit_id),
        old_unit_id=target.passage.unit_id,
        old_start=target.passage.start,
        old_end=target.passage.end,
        old_surface=target.passage.surface,
        new_unit_id=said.unit_id if said else "",
        new_start=said.start if said else None,
        new_end=said.end if said else None,
        new_surface=said.surface if said else "",
    )


def _said(outcome: Outcome) -> Passage | None:
    """Where the later notice speaks of it."""
    found = outcome.reported or outcome.clause
    return found.passage if found else None


def bodies_in_charge(view: EditionView, unit_id: str) -> tuple[str, ...]:
    """The bodies that lead a unit, as printed, or those responsible where none leads."""
    roles = [role for role in view.facts.roles if role.unit_id == unit_id]
    for name in ("lead", "responsible"):
        if found := tuple(dict.fromkeys(role.department for role in roles if role.role == name)):
            return found
    return ()
