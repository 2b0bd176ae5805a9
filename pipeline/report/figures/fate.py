"""What became of the tasks between each two notices: one bar a pair, from carried on to new, and what was dropped."""

from __future__ import annotations

from collections import Counter

from matplotlib.figure import Figure

from pipeline.report.content.build import Content
from pipeline.report.figures.house import DARK, LIGHT, MIDDLE, WIDTH, ink_on
from pipeline.report.wording import Wording

GROUPS = {
    "kept": ("kept",),
    "changed": ("reworded", "renamed", "moved", "split", "merged"),
    "new": ("new",),
    "dropped": ("dropped",),
}
COLOURS = {"kept": LIGHT, "changed": MIDDLE, "new": DARK, "dropped": "#9A9A9A"}


def fates(content: Content) -> list[Counter[str]]:
    """How many tasks of every pair were kept, changed, new and dropped; the earliest pair first."""
    group_of = {change: group for group, changes in GROUPS.items() for change in changes}
    counts: list[Counter[str]] = [Counter() for _ in content.labels[1:]]
    for task in content.tasks:
        group = group_of.get(task["c"])
        if task["d"] and task["n"] < len(counts):
            counts[task["n"]]["dropped"] += 1
        if group and group != "dropped" and task["n"]:
            counts[task["n"] - 1][group] += 1
    return counts


def fate(content: Content, wording: Wording) -> tuple[Figure, str] | None:
    """None for a single notice."""
    counts = fates(content)
    if not counts or not any(counts):
        return None
    figure = Figure(figsize=(WIDTH, 1.0 + 0.42 * len(counts)))
    axes = figure.subplots()
    for y, count in enumerate(reversed(counts)):
        left = 0
        for group in GROUPS:
            number = count[group]
            axes.barh([y], [number], left=[left], color=COLOURS[group], height=0.68)
            if number:
                axes.text(
                    left + number / 2,
                    y,
                    str(number),
                    ha="center",
                    va="center",
                    fontsize=8,
                    color=ink_on(COLOURS[group]),
                )
            left += number
    labels = [f"{old} → {new}" for old, new in zip(content.labels, content.labels[1:])]
    axes.set_yticks(range(len(labels)), labels[::-1])
    axes.set_xticks([])
    axes.spines["bottom"].set_visible(False)
    drawn = [group for group in GROUPS if any(count[group] for count in counts)]
    names = [wording.plain(f"figures.fate.{group}") for group in drawn]
    handles = [axes.barh([0], [0], color=COLOURS[group])[0] for group in drawn]
    figure.legend(handles, names, loc="outside upper left", ncols=len(names))
    last = counts[-1]
    title = wording.plain(
        "figures.fate.title",
        label=content.labels[-1],
        carried=last["kept"] + last["changed"],
        fresh=last["new"],
        gone=last["dropped"],
    )
    return figure, title
