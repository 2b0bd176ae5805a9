"""All comparisons of one series: consecutive notices, and what runs over all of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

import networkx as nx

from pipeline.compare.agenda import agenda
from pipeline.compare.finders.targets import is_cut
from pipeline.compare.findings import edition_of
from pipeline.compare.genealogy import chains
from pipeline.compare.network import centralities, network, ties
from pipeline.compare.pair import compare_editions
from pipeline.compare.pair_view import EditionView
from pipeline.compare.panel import panel
from pipeline.compare.portfolios import concentrations, portfolio_shift, portfolios, theme_portfolios
from pipeline.compare.priorities import priority_trends, section_ranks
from pipeline.compare.profile import NoticeFacts
from pipeline.compare.recurrence import with_history
from pipeline.compare.result_rows import result_rows
from pipeline.compare.rows import cell_rows, evidence_rows, finding_rows, mention_rows
from pipeline.compare.rules import FindingRules
from pipeline.compare.same_body import SameBody
from pipeline.compare.strength import StrengthLadder
from pipeline.compare.word_changes import word_changes
from pipeline.config import CompareParams
from pipeline.knowledge.bodies import Registry
from pipeline.records import CellRow, Portfolio
from pipeline.records.findings import Cell, Finding, Group, Match


def by_year(facts: Sequence[NoticeFacts]) -> list[NoticeFacts]:
    """The notices of one series in order of years; of one year, by id."""
    return sorted(facts, key=lambda one: (one.notice.year or 0, one.notice.notice_id))


def compare_series(
    notices: Sequence[NoticeFacts],
    *,
    registry: Registry,
    ladder: StrengthLadder,
    themes: Sequence[str],
    params: CompareParams,
    rules: FindingRules,
) -> dict[str, list[Any]]:
    """Table name -> rows, for the notices of one series in order of years. One notice has no pairs."""
    rows: dict[str, list[Any]] = defaultdict(list)
    alignments = []
    findings: list[list[Finding]] = []
    matches: list[Match] = []
    views = [EditionView(one) for one in notices]
    for older, newer in pairwise(views):
        found = compare_editions(
            older, newer, registry=registry, ladder=ladder, themes=themes, params=params, rules=rules
        )
        alignments.append(found.alignment)
        rows["task_links"] += found.alignment.links
        rows["unlinked_tasks"] += [*found.alignment.old_only, *found.alignment.new_only]
        rows["target_changes"] += found.targets
        rows["role_changes"] += found.roles
        rows["priority_changes"] += found.priorities
        rows["word_changes"] += word_changes(older.facts, newer.facts)
        findings.append(found.findings)
        rows["results"] += result_rows(found.view)
        matches += found.view.indicator_matches
    cells = _panel(views, matches)
    for newest, told in enumerate(findings, 2):
        told = with_history(told, views[:newest], cells)
        rows["findings"] += finding_rows(told)
        rows["finding_evidence"] += evidence_rows(told)
    rows["mentions"] += [row for view in views for row in mention_rows(view)]
    rows["indicator_cells"] += _cell_rows(views, cells)
    rows["agenda"] += agenda(notices)
    rows["task_chains"] += chains(notices, alignments, ladder)
    rows["priority_trends"] += priority_trends(notices, themes, params)
    rows["section_ranks"] += [row for one in notices for row in section_ranks(one)]
    _add_bodies(
        rows,
        notices,
        SameBody.over(
            [one.roles for one in notices], registry, max((one.notice.year or 0 for one in notices), default=0)
        ),
    )
    return rows


def _panel(views: Sequence[EditionView], matches: Sequence[Match]) -> list[Cell]:
    """The panel of a series: every indicator in every year."""
    group = Group(tuple(edition_of(view) for view in views), "year")
    cut = frozenset(view.notice_id for view in views if is_cut(view))
    return panel(group, {view.notice_id: view.ledger for view in views}, matches, cut)


def _cell_rows(views: Sequence[EditionView], cells: Sequence[Cell]) -> Iterator[CellRow]:
    if views:
        years = {view.notice_id: view.facts.notice.year or 0 for view in views}
        yield from cell_rows(cells, years, views[0].facts.notice.series)


def _add_bodies(rows: dict[str, list[Any]], notices: Sequence[NoticeFacts], same_body: SameBody) -> None:
    held_before: dict[str, Portfolio] = {}
    graph_before: nx.Graph | None = None
    for facts in notices:
        mine = portfolios(facts, same_body)
        graph = network(facts, same_body)
        rows["portfolios"] += mine
        rows["theme_portfolios"] += theme_portfolios(facts, mine, same_body)
        rows["concentrations"] += concentrations(mine)
        rows["body_centralities"] += centralities(facts, graph)
        rows["body_ties"] += ties(facts, graph, graph_before)
        rows["portfolio_shifts"] += [
            shift
            for row in mine
            if row.body_id in held_before and (shift := portfolio_shift(held_before[row.body_id], row))
        ]
        held_before, graph_before = {row.body_id: row for row in mine}, graph
