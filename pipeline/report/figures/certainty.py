"""How sure the classifier is, and how right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import PercentFormatter

from pipeline.report.figures.house import DARK, MIDDLE, WIDTH
from pipeline.report.wording import Wording


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """Of the labelled texts, the share judged at least at `probability`, and how many of those were right."""

    probability: float
    coverage: float | None
    accuracy: float | None


def certainty(curve: Sequence[CurvePoint], wording: Wording) -> Figure:
    """What share of the labelled texts the classifier judges at a probability, and how many of those it gets right."""
    figure = Figure(figsize=(WIDTH, 3.4))
    axes = figure.subplots()
    at = [point.probability for point in curve]
    for values, key, colour in (
        ([point.coverage for point in curve], "coverage", MIDDLE),
        ([point.accuracy for point in curve], "accuracy", DARK),
    ):
        drawn = [np.nan if value is None else value for value in values]
        axes.plot(at, drawn, color=colour, linewidth=1.8, label=wording.plain(f"figures.certainty.{key}"))
    axes.set_xlim(0, 1)
    axes.set_ylim(0, 1.02)
    axes.xaxis.set_major_formatter(PercentFormatter(1, decimals=0))
    axes.yaxis.set_major_formatter(PercentFormatter(1, decimals=0))
    axes.set_xlabel(wording.plain("figures.certainty.axis"))
    axes.legend(loc="lower left", frameon=False)
    return figure
