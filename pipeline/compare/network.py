"""Which bodies work on the same tasks: the co-responsibility network of a year, and its new and gone ties."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

import networkx as nx

from pipeline.compare.profile import NoticeFacts
from pipeline.compare.same_body import COLLECTIVE, SameBody, level_of
from pipeline.records import BodyCentrality, BodyTie
from pipeline.records.comparisons import TieChange

DIGITS = 6
MOST_TOGETHER = 60  # bodies of one unit; one that names more names everybody, and ties nobody to anybody
MOST_STEPS = 5_000_000  # bodies times ties, up to which betweenness is reckoned: a few seconds


def network(facts: NoticeFacts, same_body: SameBody) -> nx.Graph:
    """Nodes are bodies, edges the units two bodies share (`unit_ids`, `weight` their number).

    Only bodies of one level are tied: levels of government are never mixed. Collective bodies are
    left out, since everybody works with 各区市政府, and so are units that name more bodies than work together.
    """
    graph: nx.Graph = nx.Graph()
    bodies_of: dict[str, dict[str, None]] = defaultdict(dict)
    for role in sorted(facts.roles, key=lambda role: role.start):
        body = same_body(role)
        if level_of(body) != COLLECTIVE:
            bodies_of[role.unit_id][body] = None
            graph.add_node(body, level=level_of(body))
            graph.nodes[body].setdefault("department", role.department)
    for unit_id, bodies in bodies_of.items():
        if len(bodies) > MOST_TOGETHER:
            continue
        for a, b in combinations(sorted(bodies), 2):
            if level_of(a) == level_of(b):
                if not graph.has_edge(a, b):
                    graph.add_edge(a, b, unit_ids=(), weight=0)
                graph[a][b]["unit_ids"] += (unit_id,)
                graph[a][b]["weight"] += 1
    return graph


def centralities(facts: NoticeFacts, graph: nx.Graph) -> Iterator[BodyCentrality]:
    """One row a body, within the network of its level: degree and betweenness (Freeman 1977)."""
    level_by_body: dict[str, str] = {body: its["level"] for body, its in graph.nodes(data=True)}
    for level in sorted(set(level_by_body.values())):
        part = graph.subgraph(sorted(body for body, its in level_by_body.items() if its == level))
        degree = nx.degree_centrality(part)
        betweenness = nx.betweenness_centrality(part) if len(part) * part.size() <= MOST_STEPS else {}
        for body in sorted(part):
            yield BodyCentrality(
                series=facts.notice.series,
                year=facts.notice.year or 0,
                notice_id=facts.notice.notice_id,
                level=level,
                body_id=body,
                department=part.nodes[body]["department"],
                partners=part.degree(body),
                ties=part.degree(body, weight="weight"),
                # a single body has nobody to be tied to: 0 partners of 0, which networkx calls 1
                degree=round(degree[body], DIGITS) if len(part) > 1 else 0.0,
                betweenness=round(betweenness[body], DIGITS) if betweenness else None,
            )


def ties(facts: NoticeFacts, graph: nx.Graph, before: nx.Graph | None) -> Iterator[BodyTie]:
    """One row a pair of bodies tied in this year or the year before (None: this is the first year)."""
    earlier = (
        {tuple(sorted(edge)): before.edges[edge]["unit_ids"] for edge in before.edges} if before is not None else {}
    )
    here = {tuple(sorted(edge)): graph.edges[edge]["unit_ids"] for edge in graph.edges}
    for a, b in sorted({*earlier, *here}):
        units, units_before = here.get((a, b), ()), earlier.get((a, b), ())
        change: TieChange = "first" if before is None else "gone" if not units else "kept" if units_before else "new"
        yield BodyTie(
            facts.notice.series,
            facts.notice.year or 0,
            facts.notice.notice_id,
            level_of(a),
            a,
            b,
            change,
            len(units),
            len(units_before),
            units or units_before,
        )
