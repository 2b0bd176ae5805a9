"""How many tasks each theme has: a panel a theme over the years, or one bar a theme of a single notice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from pipeline.report.content.build import Content
from pipeline.report.content.counts import CountRow
from pipeline.report.content.quotes import places
from pipeline.report.content.told import REST
from pipeline.report.figures.house import MUTED, WIDTH, wrap
from pipeline.report.wording import Wording

FEW_YEARS = 3


def themes(content: Content, wording: Wording, colours: Mapping[str, str]) -> tuple[Figure, str] | None:
    """None without tasks."""
    most = max((count.number or 0 for row in content.themes for count in row.counts), default=0)
    if not most:
        return None
    figure = Figure(figsize=(WIDTH, 2.5 if content.several else 0.9 + 0.36 * len(content.themes)))
    if content.several:
        for axes, row in zip(figure.subplots(1, len(content.themes), sharey=True, squeeze=False)[0], content.themes):
            _years(axes, row, content, colours[row.key], most)
    else:
        _profile(figure.subplots(), content, colours)
    return figure, _title(content, wording)


def _years(axes: Axes, row: CountRow, content: Content, colour: str, most: int) -> None:
    axes.set_title(wrap(row.name, 12, lines=2))
    for x, count in enumerate(row.counts):
        if count.number is None:
            axes.text(x, most * 0.04, "?", ha="center", color=MUTED)
            continue
        bars = axes.bar([x], [count.number], width=0.74, color=colour)
        text = axes.text(x, count.number + most * 0.03, str(count.number), ha="center", fontsize=8)
        for mark in (*bars, text):
            mark.set_url(f"#q={places(count.quotes)}" if count.quotes else None)
    axes.set_xticks(range(len(content.labels)), year_ticks(content.labels), fontsize=7.5)
    axes.tick_params(axis="x", length=0)
    axes.set_ylim(0, most * 1.18)
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)


def _profile(axes: Axes, content: Content, colours: Mapping[str, str]) -> None:
    rows = list(reversed(content.themes))
    for y, row in enumerate(rows):
        count = row.counts[-1]
        (bar,) = axes.barh([y], [count.number or 0], color=colours[row.key], height=0.66)
        text = axes.text((count.number or 0) + 0.1, y, count.text, va="center", fontsize=9)
        for mark in (bar, text):
            mark.set_url(f"#q={places(count.quotes)}" if count.quotes else None)
    axes.set_yticks(range(len(rows)), [row.name for row in rows])
    axes.set_xticks([])
    axes.spines["bottom"].set_visible(False)


def _title(content: Content, wording: Wording) -> str:
    told = [one for pair in content.pairs[:1] for one in pair.findings if one.family == "theme"]
    if told:
        return told[0].text.rstrip("。.")
    largest = max(content.themes, key=lambda row: row.last)
    key = "figures.themes.title" + ("_other" if largest.key == REST else "")
    return wording.plain(key, theme=largest.name, n=largest.last, label=content.labels[-1])


def year_ticks(labels: Sequence[str]) -> list[str]:
    """Years below bars: all in full while they are few, else the first and the last in full, two digits between."""
    years = [label[:4] for label in labels]
    if len(years) <= FEW_YEARS or not all(year.isdigit() for year in years):
        return years
    return [year if place in (0, len(years) - 1) else year[2:] for place, year in enumerate(years)]
