"""The busiest bodies of the last notice, beside what they had in the one before."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.figure import Figure

from pipeline.report.content.build import Content
from pipeline.report.content.quotes import Quote, places
from pipeline.report.figures.house import DARK, INK, LIGHT, WIDTH, wrap
from pipeline.report.wording import Wording

LONGEST_NAME = 54  # columns; an English name of a merged department is as long
MOST, FEWEST = 12, 3


def _url(quotes: Sequence[Quote]) -> str | None:
    return f"#q={places(quotes)}" if quotes else None


def bodies(content: Content, wording: Wording) -> tuple[Figure, str] | None:
    """None where fewer than three bodies are named."""
    rows = [row for row in content.bodies if row.last][:MOST]
    if len(rows) < FEWEST:
        return None
    figure = Figure(figsize=(WIDTH, 0.8 + 0.27 * len(rows)))
    axes = figure.subplots()
    for y, row in enumerate(reversed(rows)):
        before = row.counts[-2].number if content.several else None
        if before is not None:
            (shade,) = axes.barh([y], [before], color=LIGHT, height=0.8)
            shade.set_url(_url(row.counts[-2].quotes))
        (bar,) = axes.barh([y], [row.last], color=DARK, height=0.42)
        bar.set_url(_url(row.counts[-1].quotes))
        number = (
            str(row.last) if before is None else wording.plain("figures.bodies.number", before=before, now=row.last)
        )
        text = axes.text(max(row.last, before or 0) + 0.15, y, number, va="center", fontsize=8, color=INK)
        text.set_url(_url([quote for count in row.counts[-2:] for quote in count.quotes]))
    axes.set_yticks(
        range(len(rows)), [wrap(row.gloss or row.name, LONGEST_NAME, lines=1) for row in reversed(rows)], fontsize=8.5
    )
    axes.set_xticks([])
    axes.spines["bottom"].set_visible(False)
    top = rows[0]
    return figure, wording.plain(
        "figures.bodies.title", label=content.labels[-1], body=top.gloss or top.name, n=top.last
    )
