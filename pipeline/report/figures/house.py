"""The house style: how every figure looks, is framed, labelled and turned into bytes."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import matplotlib
from matplotlib import font_manager
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.transforms import Bbox

WIDTH = 8.4  # inches; the page shows it at about 1.4 times this in points
LAYOUT_DPI = 300  # at 72 the widths of letters are rounded, and lines come out longer than laid out
PLACE_DIGITS = 6  # of a place, in widths and heights of the figure
# The drawn face has many names; a browser without any of them takes one whose letters are as narrow.
DRAWN_FACE = b"'Noto Sans SC'"
FACES = b"'Noto Sans SC', 'Noto Sans CJK SC', 'Source Han Sans SC', 'PingFang SC', 'Microsoft YaHei', sans-serif"
DARK, MIDDLE, LIGHT = "#1F4E79", "#6FA3CF", "#C9DDEE"  # ordered codes; none is a theme's colour
INK, MUTED = "#222222", "#6B6B6B"


@contextmanager
def house_style(style: Path, font: Path) -> Iterator[None]:
    """Draw with the house style alone: a reader's matplotlibrc and font cache have no say."""
    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(matplotlib.rc_params_from_file(style, use_default_template=False))
        if not any(entry.fname == str(font) for entry in font_manager.fontManager.ttflist):
            font_manager.fontManager.addfont(font)
        yield


def theme_colours(themes: Sequence[str]) -> dict[str, str]:
    """A colour a theme, from the style's cycle (call inside house_style)."""
    cycle = matplotlib.rcParams["axes.prop_cycle"].by_key()["color"]
    return {theme: _hex(cycle[index % len(cycle)]) for index, theme in enumerate(themes)}


def _hex(colour: str) -> str:
    return colour if colour.startswith("#") else f"#{colour}"


def _settle(figure: Figure) -> None:
    """Lay the figure out once, then round and keep every place.

    The last digits of what the layout's solver finds depend on the order of addresses in memory, and
    an SVG prints ids made from them.
    """
    figure.set_dpi(LAYOUT_DPI)
    figure.draw_without_rendering()
    figure.set_layout_engine("none")
    figure.set_dpi(72)  # the resolution of an SVG
    for part in figure.subfigs:
        part.bbox_relative.set_points(part.bbox_relative.get_points().round(PLACE_DIGITS))
    for axes in figure.axes:
        axes.set_position(Bbox(axes.get_position(original=True).get_points().round(PLACE_DIGITS)))


def svg_bytes(figure: Figure) -> bytes:
    buffer = io.BytesIO()
    _settle(figure)
    FigureCanvasSVG(figure).print_svg(buffer, metadata={"Date": None, "Creator": None})
    return buffer.getvalue().replace(DRAWN_FACE, FACES)


def png_bytes(figure: Figure, *, dots_per_inch: int) -> bytes:
    """The PNG of a figure whose SVG has been made before: the places found for it serve again."""
    buffer = io.BytesIO()
    canvas = FigureCanvasAgg(figure)
    figure.set_dpi(dots_per_inch)
    canvas.print_png(buffer, metadata={"Software": None})
    return buffer.getvalue()


def printable(text: str) -> str:
    """Text that a font can draw: control characters, which an SVG must not hold, become spaces."""
    return "".join(character if character.isprintable() else " " for character in text)


def text_columns(character: str) -> int:
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def wrap(text: str, columns: int, *, lines: int = 3) -> str:
    """Break text into lines of at most `columns` (a Chinese character takes two); … where it is cut.

    Latin words stay whole where they fit.
    """
    text = printable(text)
    broken: list[str] = []
    line, used = "", 0
    for character in text:
        if used + text_columns(character) > columns:
            head, space, tail = line.rpartition(" ")
            if space and not character.isspace() and text_columns(character) == 1:
                broken.append(head)
                line = tail
            else:
                broken.append(line.rstrip())
                line = ""
            used = sum(map(text_columns, line))
        if line or not character.isspace():
            line += character
            used += text_columns(character)
    broken.append(line)
    if len(broken) > lines:
        broken = [*broken[: lines - 1], broken[lines - 1][:-1] + "…"]
    return "\n".join(broken)


def ink_on(colour: str) -> str:
    red, green, blue = (int(colour[index : index + 2], 16) for index in (1, 3, 5))
    return "white" if 0.299 * red + 0.587 * green + 0.114 * blue < 130 else "#222222"


def frame(figure: Figure, source: str) -> None:
    """The source line below."""
    engine = figure.get_layout_engine()
    if isinstance(engine, ConstrainedLayoutEngine):
        engine.set(h_pad=0.06)
    figure.supxlabel(wrap(source, int(figure.get_figwidth() * 26)), x=0.008, ha="left", fontsize=7, color=MUTED)
