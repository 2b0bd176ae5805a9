"""The figures of a report, drawn from its content in one house style, the same bytes every time."""

from pipeline.report.figures.draw import draw
from pipeline.report.figures.house import house_style, theme_colours, wrap

__all__ = ["draw", "house_style", "theme_colours", "wrap"]
