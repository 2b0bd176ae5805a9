"""A task's genealogy: the chain of units it was over all years of a series."""

from __future__ import annotations

from collections.abc import Sequence

import networkx as nx

from pipeline.compare.alignment import Alignment
from pipeline.compare.profile import NoticeFacts
from pipeline.compare.strength import StrengthLadder, title_of
from pipeline.compare.task_view import ALIGNED_KINDS
from pipeline.records import TaskStep


def chains(notices: Sequence[NoticeFacts], alignments: Sequence[Alignment], ladder: StrengthLadder) -> list[TaskStep]:
    """One row a unit, under the id of the chain's first unit; notices in order of years.

    `alignments[i]` links notices[i] to notices[i + 1]. Units joined by splits and merges are one
    chain; a task that stands alone is a chain of one.
    """
    units = [[unit for unit in facts.units if unit.kind in ALIGNED_KINDS] for facts in notices]
    graph: nx.Graph = nx.Graph()
    graph.add_nodes_from(unit.unit_id for mine in units for unit in mine)
    graph.add_edges_from((link.old_unit_id, link.new_unit_id) for alignment in alignments for link in alignment.links)
    order = {unit.unit_id: (number, unit.position) for number, mine in enumerate(units) for unit in mine}
    chain_of = {
        unit_id: min(members, key=order.__getitem__)
        for members in nx.connected_components(graph)
        for unit_id in members
    }
    came = {link.new_unit_id: link.change for alignment in alignments for link in alignment.links}
    steps = []
    for number, (facts, mine) in enumerate(zip(notices, units)):
        for unit in mine:
            wording = ladder.wording(title_of(unit))
            steps.append(
                TaskStep(
                    series=facts.notice.series,
                    chain_id=chain_of[unit.unit_id],
                    year=facts.notice.year or 0,
                    notice_id=facts.notice.notice_id,
                    unit_id=unit.unit_id,
                    change=came.get(unit.unit_id, "new" if number else ""),
                    strength_term=wording.term if wording else "",
                    strength=wording.level if wording else None,
                )
            )
    return steps
