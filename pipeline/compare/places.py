"""Where a notice says something, as a weight: goals and headings before running text, the beginning before the end."""

from __future__ import annotations

from pipeline.compare.pair_view import EditionView
from pipeline.records.findings import Passage, Statement

HEADLINE = 0.9
SAFEGUARD = 0.55  # titles of how the work is organised, alike in all plans
GOAL, HEADING, TITLE, FIRST, LAST = 1.0, 0.95, 0.85, 0.75, 0.35


def place_of(view: EditionView, statement: Statement) -> float:
    """Between LAST and GOAL."""
    if statement.depth:
        return HEADING if statement.depth == 2 else TITLE
    if view.in_goals(statement):
        return GOAL
    return round(FIRST - (FIRST - LAST) * view.depth_in_plan(statement), 4)


def place_of_passage(view: EditionView, passage: Passage) -> float:
    statement = view.statement_at(passage)
    return place_of(view, statement) if statement else LAST
