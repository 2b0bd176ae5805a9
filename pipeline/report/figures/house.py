"""The house style: how every figure looks, is framed, labelled and turned into bytes."""

from __future__ import annotations

import io
import math
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import matplotlib
import numpy as np
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.transforms import Bbox

from pipeline.report.series import NoticeRecords, Series, is_collective, year_label, years_label
from pipeline.report.wording import Wording

WIDTH = 8.4  # inches; the page shows it at about 1.4 times this in points
MOST_BODIES = 15
LAYOUT_DPI = 300  # at 72 the widths of letters are rounded, and lines come out longer than laid out
PLACE_DIGITS = 6  # of a place, in widths and heights of the figure
DISTINCT_Z = 1.96
NO_THEME = ""
# Ordered codes (strength, role) run from dark to light in one hue; kinds have no order. None of
# these is a theme's colour.
DARK, MIDDLE, LIGHT = "#1F4E79", "#6FA3CF", "#C9DDEE"
COUNT_COLOURS = LinearSegmentedColormap.from_list("counts", ["#F4F7FA", "#BDD3E6", "#5B93C4", "#174A7C"])
HATCH = {"facecolor": "#FAFAFA", "edgecolor": "#BDBDBD", "hatch": "////", "linewidth": 0}
INK, MUTED = "#222222", "#6B6B6B"


@dataclass(frozen=True, slots=True)
class Drawing:
    """One figure and what its caption needs: `key` of its wording and the values to fill in."""

    name: str  # of its files
    key: str
    figure: Figure | None  # None where there is nothing to draw
    values: dict[str, Any]


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
    return buffer.getvalue()


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


def tick_labels(series: Series) -> list[str]:
    """2021, 2022, …; notices that share a year get their id below it."""
    counts = Counter(records.notice.year for records in series.notices)
    years = ["—" if records.notice.year is None else str(records.notice.year) for records in series.notices]
    return [
        year if counts[records.notice.year] == 1 else f"{year}\n{wrap(records.notice_id, 12)}"
        for year, records in zip(years, series.notices)
    ]


def fitted(labels: Sequence[str], inches: float, *, size: float = 7.5) -> tuple[list[str], int]:
    """(labels, rotation) for ticks evenly spaced over a width: turned where they would touch, and every
    other one left out where even so they would. `size` is that of the type, in points."""
    line = size / 72 * 1.12
    widest = max((sum(map(text_columns, part)) for label in labels for part in label.split("\n")), default=0)
    if len(labels) * widest * line / 2 <= inches:
        return list(labels), 0
    step = math.ceil(len(labels) * line / inches)
    return [label.replace("\n", " ") if place % step == 0 else "" for place, label in enumerate(labels)], 90


def halved(name: str) -> str:
    """A longer Chinese name in two lines of like length: 绿色 over 低碳."""
    columns = sum(map(text_columns, name))
    return wrap(name, 2 * -(-columns // 4), lines=2) if is_chinese(name) and columns > 6 else name


def notice_label(series: Series, records: NoticeRecords, wording: Wording) -> str:
    """The year of a notice; where another notice has the same year, its id as well."""
    label = year_label(records.notice, wording)
    alone = sum(other.notice.year == records.notice.year for other in series.notices) == 1
    return (
        label
        if alone
        else wording.plain("figures.one_of_year", year_label=label, notice_id=wrap(records.notice_id, 24, lines=1))
    )


def series_title(series: Series) -> str:
    notice = series.latest.notice
    return (notice.issuer or series.name) if series.several else (notice.title or notice.notice_id)


def frame(
    figure: Figure, title: str, series: Series, notices: Sequence[NoticeRecords], wording: Wording, version: str
) -> None:
    """The title above and the source line below; a sample says so in its title."""
    if any(records.sample for records in notices):
        title = wording.plain("sample.title", title=title)
    columns = int(figure.get_figwidth() * 13)
    source = wording.plain("figures.source", series=series.name, years=years_label(notices, wording), version=version)
    figure.get_layout_engine().set(h_pad=0.07)
    figure.suptitle(wrap(title, columns), x=0.008, ha="left", weight="normal")
    figure.supxlabel(wrap(source, columns * 2), x=0.008, ha="left", fontsize=7, color=MUTED)


def hatch_year(axes: Axes, x: float, wording: Wording, *, named: bool = True) -> None:
    axes.axvspan(x - 0.42, x + 0.42, zorder=0, **HATCH)
    if named:
        text = wording.plain("not_observable")
        label = axes.text(
            x,
            0.5,
            _upright(text),
            transform=axes.get_xaxis_transform(),
            ha="center",
            va="center",
            fontsize=7.5,
            linespacing=1.05,
            rotation=_rotation(text),
        )
        label.set_bbox({"facecolor": "white", "edgecolor": "none", "pad": 1})


def is_chinese(text: str) -> bool:
    return any(text_columns(character) == 2 for character in text)


def _upright(text: str) -> str:
    """Chinese is set downwards, character by character; other text is turned instead."""
    return "\n".join(text) if is_chinese(text) else text


def _rotation(text: str) -> int:
    return 0 if is_chinese(text) else 90


def theme_columns(series: Series, used: Iterable[str]) -> list[str]:
    """The themes, and "" at the end where what is counted also stands in units without a theme."""
    return [*series.themes, *([NO_THEME] if NO_THEME in set(used) else [])]


def theme_name(theme: str, wording: Wording) -> str:
    return wording.plain("figures.no_theme") if theme == NO_THEME else wording.name("themes", theme)


def hidden(records: NoticeRecords, theme: str) -> bool:
    return theme != NO_THEME and not records.observable(theme)


def short_hidden(wording: Wording) -> str:
    text = wording.plain("not_observable")
    return wrap(text, 8 if is_chinese(text) else 14)


def number_segments(axes: Axes, widths: np.ndarray, left: np.ndarray, colour: str, most: int) -> None:
    """The count inside its segment, where the segment is wide enough to hold it."""
    for y, (width, start) in enumerate(zip(widths, left)):
        if width and width >= 0.05 * most:
            axes.text(start + width / 2, y, str(int(width)), ha="center", va="center", fontsize=8, color=ink_on(colour))


def ink_on(colour: str) -> str:
    red, green, blue = (int(colour[index : index + 2], 16) for index in (1, 3, 5))
    return "white" if 0.299 * red + 0.587 * green + 0.114 * blue < 130 else "#222222"


def busiest(totals: Mapping[str, int], names: Mapping[str, str]) -> list[str]:
    """The bodies with most counts, busiest first; collective bodies are left out."""
    ranked = [body for body, total in totals.items() if total and not is_collective(body)]
    ranked.sort(key=lambda body: (-totals[body], names.get(body, body), body))
    return ranked[:MOST_BODIES]


def body_labels(axes: Axes, bodies: Sequence[str], names: Mapping[str, str], *, offset: float = 0.5) -> None:
    axes.set_yticks(
        np.arange(len(bodies)) + offset, [wrap(names.get(body, body), 26, lines=2) for body in bodies], fontsize=8.5
    )
