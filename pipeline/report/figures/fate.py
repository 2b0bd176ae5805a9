"""What became of the tasks between each two notices: one bar a pair, from carried on to new, and what was dropped."""

from __future__ import annotations

from collections import Counter, defaultdict

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
    counts: list[Counter[str]] = [Counter() for _ in content.labels[1:]]
    for (pair, group), places in _places(content).items():
        counts[pair][group] = len(places)
    return counts


def _places(content: Content) -> dict[tuple[int, str], list[str]]:
    """The titles of the tasks that were counted, by pair and group."""
    group_of = {change: group for group, changes in GROUPS.items() for change in changes}
    found: dict[tuple[int, str], list[str]] = defaultdict(list)
    for task in content.tasks:
        place = f"{task['n']}:{task['s']}:{min(task['e'], task['s'] + len(task['t']))}"
        group = group_of.get(task["c"])
        if task["d"] and task["n"] < len(content.labels) - 1:
            found[task["n"], "dropped"].append(place)
        if group and group != "dropped" and task["n"]:
            found[task["n"] - 1, group].append(place)
    return found


def fate(content: Content, wording: Wording) -> tuple[Figure, str] | None:
    """None for a single notice."""
    counts = fates(content)
    if not counts or not any(counts):
        return None
    figure = Figure(figsize=(WIDTH, 1.0 + 0.42 * len(counts)))
    axes = figure.subplots()
    places = _places(content)
    for y, count in enumerate(reversed(counts)):
        left = 0
        pair = len(counts) - 1 - y
        for group in GROUPS:
            number = count[group]
            (bar,) = axes.barh([y], [number], left=[left], color=COLOURS[group], height=0.68)
            if number:
                text = axes.text(
                    left + number / 2,
                    y,
                    str(number),
                    ha="center",
                    va="center",
                    fontsize=8,
                    color=ink_on(COLOURS[group]),
                )
                for mark in (bar, text):
                    mark.set_url(f"#q={','.join(places[pair, group])}")
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
