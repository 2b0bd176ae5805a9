"""Which figures a report has: each drawn only where it says something, titled by what it shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from matplotlib.figure import Figure

from pipeline.report.content.build import Content
from pipeline.report.content.sources import FigureView
from pipeline.report.figures.bodies import bodies
from pipeline.report.figures.fate import fate
from pipeline.report.figures.house import frame, png_bytes, printable, svg_bytes
from pipeline.report.figures.indicators import indicators
from pipeline.report.figures.themes import themes
from pipeline.report.wording import Wording

Drawn = tuple[Figure, str] | None  # the figure and the finding it shows
CSS_PIXELS_PER_INCH = 96


def draw(
    content: Content, wording: Wording, colours: Mapping[str, str], *, source: str, dots_per_inch: int
) -> Iterator[FigureView]:
    """The figures in the order of the report (call inside house_style)."""
    figures: dict[str, Callable[[], Drawn]] = {
        "themes": lambda: themes(content, wording, colours),
        "fate": lambda: fate(content, wording),
        "indicators": lambda: indicators(content, wording),
        "bodies": lambda: bodies(content, wording),
    }
    for name, make in figures.items():
        if drawn := make():
            figure, title = drawn
            frame(figure, printable(source))
            width, height = (round(inches * CSS_PIXELS_PER_INCH) for inches in figure.get_size_inches())
            title = wording.plain("sample.title", title=title) if content.sample else title
            caption, hint = (wording.plain(f"figures.{name}.{part}") for part in ("caption", "hint"))
            svg, png = svg_bytes(figure), png_bytes(figure, dots_per_inch=dots_per_inch)
            yield FigureView(name, title, caption, hint, svg, png, width, height)
