"""Who works with whom: the bodies of one notice on a circle, tied where they share tasks.

The circle is drawn by rule, not by a simulation of springs: bodies that share many tasks stand next
to each other and every name has its own line at the side, so that no label covers another.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from pipeline.records import BodyTie, Portfolio
from pipeline.report.figures.house import MUTED, WIDTH, wrap
from pipeline.report.series import NoticeRecords, Series
from pipeline.report.wording import Wording

MOST_NODES = 25
MOST_TIES = 120  # beyond that only the stronger ones are drawn
LEVEL_COLOURS = {
    "central": "#882255",
    "province": "#AA4499",
    "city": "#1F4E79",
    "county": "#009E73",
    "township": "#999933",
    "vertical": "#E69F00",
    "local": "#8C510A",
    "unresolved": "#7F7F7F",
}
TIE_COLOURS = {"first": "#9FB0C3", "kept": "#9FB0C3", "new": "#D55E00", "gone": "#8A8A8A"}
ON_TOP = ("gone", "first", "kept", "new")  # the last is drawn over the others
DASHES = (0, (3, 2.2))
RADIUS, LINE = 2.05, 0.34  # inches: of the circle, between the labels of one side
HALF_WIDTH = WIDTH / 2 - 0.1


@dataclass(frozen=True, slots=True)
class _Node:
    """One body on the circle; x and y in inches from its middle, y upwards."""

    body: Portfolio
    x: float
    y: float


def shown_bodies(records: NoticeRecords) -> list[Portfolio]:
    """The bodies with most tasks; collective ones (各区市政府) work with everybody and are left out."""
    return sorted(
        (row for row in records.portfolios if not row.collective), key=lambda row: (-row.units, -row.lead, row.body_id)
    )[:MOST_NODES]


def circle_order(bodies: Sequence[Portfolio], ties: Sequence[BodyTie]) -> list[Portfolio]:
    """Level by level; within one, each body next to the one it shares most tasks with, from the busiest on."""
    shared = {frozenset((tie.body_a, tie.body_b)): tie.units for tie in ties if tie.change != "gone"}
    levels = [level for level in LEVEL_COLOURS if any(body.level == level for body in bodies)]
    ordered: list[Portfolio] = []
    for level in [*levels, *sorted({body.level for body in bodies} - set(levels))]:
        waiting, placed = [body for body in bodies if body.level == level], []
        while waiting:
            last = placed[-1].body_id if placed else ""
            nearest = max(
                waiting,
                key=lambda body: (
                    shared.get(frozenset((last, body.body_id)), 0),
                    sum(shared.get(frozenset((other.body_id, body.body_id)), 0) for other in placed),
                    body.units,
                    -bodies.index(body),
                ),
            )
            placed.append(nearest)
            waiting.remove(nearest)
        ordered += placed
    return ordered


def _shared(tie: BodyTie) -> int:
    """The tasks of this year; of the year before where the tie is gone."""
    return tie.units_before if tie.change == "gone" else tie.units


def fewest_shared(ties: Sequence[BodyTie]) -> int:
    """How many tasks two bodies must share for their tie to be drawn: 1 unless that would be too many lines."""
    strengths = sorted(map(_shared, ties), reverse=True)
    return 1 if len(strengths) <= MOST_TIES else min(strengths[MOST_TIES] + 1, strengths[0])


def network(series: Series, wording: Wording) -> tuple[Figure | None, dict[str, int]]:
    """(figure, counts for its caption) of the latest notice; None where no two bodies share a task."""
    records = series.latest
    bodies = shown_bodies(records)
    keys = {body.body_id for body in bodies}
    ties = [tie for tie in records.ties if tie.body_a in keys and tie.body_b in keys]
    least = fewest_shared(ties)
    counts = {
        "least": least,
        "bodies": len(bodies),
        "all_bodies": sum(not row.collective for row in records.portfolios),
        "ties": sum(tie.change != "gone" for tie in ties),
        **{change: sum(tie.change == change for tie in ties) for change in ("new", "gone")},
    }
    if not counts["ties"]:
        return None, counts
    return _draw_circle(
        _on_circle(circle_order(bodies, ties)), [tie for tie in ties if _shared(tie) >= least], wording
    ), counts


def _draw_circle(nodes: Sequence[_Node], ties: Sequence[BodyTie], wording: Wording) -> Figure:
    half_height = max(RADIUS + 0.25, (len(nodes) + 1) // 2 * LINE / 2 + 0.1)
    figure = Figure(figsize=(WIDTH, 2 * half_height + 1.35))
    axes = figure.subplots()
    places = {node.body.body_id: node for node in nodes}
    for tie in sorted(ties, key=lambda tie: (ON_TOP.index(tie.change), tie.units, tie.body_a, tie.body_b)):
        _draw_tie(axes, tie, places[tie.body_a], places[tie.body_b])
    for node in nodes:
        axes.plot(
            [node.x],
            [node.y],
            "o",
            markersize=_size(node.body.units),
            color=LEVEL_COLOURS.get(node.body.level, MUTED),
            markeredgecolor="white",
            markeredgewidth=0.9,
            zorder=5,
        )
    for side in (-1, 1):
        _label_side(axes, [node for node in nodes if (node.x >= 0) == (side > 0)], side, half_height, wording)
    axes.set_xlim(-HALF_WIDTH, HALF_WIDTH)
    axes.set_ylim(-half_height, half_height)
    axes.set_axis_off()
    axes.legend(
        handles=_handles([node.body for node in nodes], ties, wording),
        loc="upper center",
        bbox_to_anchor=(0.5, 0.0),
        ncols=4,
    )
    return figure


def _on_circle(bodies: Sequence[Portfolio]) -> list[_Node]:
    """Clockwise from just right of the top."""
    angles = [math.pi / 2 - 2 * math.pi * (place + 0.5) / len(bodies) for place in range(len(bodies))]
    return [
        _Node(body, round(RADIUS * math.cos(angle), 6), round(RADIUS * math.sin(angle), 6))
        for body, angle in zip(bodies, angles)
    ]


def _size(units: int) -> float:
    """A circle's diameter in points: its area grows with the tasks."""
    return min(20.0, 4.2 * math.sqrt(units) + 1.5)


def _draw_tie(axes: Axes, tie: BodyTie, a: _Node, b: _Node) -> None:
    pull = 0.85 - 0.6 * math.dist((a.x, a.y), (b.x, b.y)) / (2 * RADIUS)  # neighbours keep to the rim
    path = Path(
        [(a.x, a.y), (pull * (a.x + b.x) / 2, pull * (a.y + b.y) / 2), (b.x, b.y)],
        [Path.MOVETO, Path.CURVE3, Path.CURVE3],
    )
    axes.add_patch(
        PathPatch(
            path,
            facecolor="none",
            edgecolor=TIE_COLOURS[tie.change],
            linewidth=min(5.0, 0.5 + 0.75 * _shared(tie)),
            linestyle=DASHES if tie.change == "gone" else "-",
            alpha=0.75,
            zorder=3 if tie.change == "new" else 2,
        )
    )


def _label_side(axes: Axes, nodes: Sequence[_Node], side: int, half_height: float, wording: Wording) -> None:
    """The names of one half of the circle under each other, each led to its node."""
    lines = sorted(nodes, key=lambda node: -node.y)
    step = min(2 * half_height / len(lines), max(LINE, 2 * RADIUS / len(lines))) if lines else LINE
    for place, node in enumerate(lines):
        y = ((len(lines) - 1) / 2 - place) * step
        x = side * (RADIUS + 0.42)
        text = wording.plain(
            "figures.network.label", count=node.body.units, department=wrap(node.body.department, 22, lines=2)
        )
        axes.plot(
            [node.x, side * (RADIUS + 0.2), x - side * 0.04], [node.y, y, y], color="#BDBDBD", linewidth=0.6, zorder=1
        )
        axes.text(x, y, text, ha="left" if side > 0 else "right", va="center", fontsize=8, linespacing=1.05)


def _handles(bodies: Sequence[Portfolio], ties: Sequence[BodyTie], wording: Wording) -> list[Line2D]:
    levels: Mapping[str, None] = dict.fromkeys(
        level for level in LEVEL_COLOURS if any(body.level == level for body in bodies)
    )
    handles = [
        Line2D(
            [],
            [],
            marker="o",
            linestyle="",
            markersize=7,
            color=LEVEL_COLOURS[level],
            label=wording.name("levels", level),
        )
        for level in levels
    ]
    changes = dict.fromkeys(tie.change for tie in sorted(ties, key=lambda tie: list(TIE_COLOURS).index(tie.change)))
    handles += [
        Line2D(
            [],
            [],
            color=TIE_COLOURS[change],
            linewidth=2,
            linestyle=DASHES if change == "gone" else "-",
            label=wording.plain(f"figures.network.{change}"),
        )
        for change in changes
    ]
    return handles
