"""The figures of a series: drawn from its records, in one house style, the same bytes every time.

A single notice is drawn as a profile; several years as small multiples with one scale. What a
text does not let us observe is hatched, never drawn as zero. A figure without data is not drawn.
"""

from __future__ import annotations

import io
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
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
from matplotlib.patches import Patch, Rectangle
from matplotlib.ticker import MaxNLocator, PercentFormatter

from pipeline.report.series import GRANT, NoticeRecords, Series, body_key, is_collective, year_label, years_label
from pipeline.report.wording import Wording
from pipeline.schema import DistinctiveWord, Priority

MOST_BODIES = 15
MOST_WORDS = 10
DISTINCT_Z = 1.96
WIDTH = 8.4  # inches; the page shows it at about 1.4 times this in points
NO_THEME = ""
# Ordered codes (strength, role) run from dark to light in one hue; kinds have no order. None of
# these is a theme's colour.
DARK, MIDDLE, LIGHT = "#1F4E79", "#6FA3CF", "#C9DDEE"
STRENGTH_COLOURS = {"firm": DARK, "striving": MIDDLE, "exploring": LIGHT}
ROLE_COLOURS = {"lead": DARK, "responsible": "#3E7CB1", "support": "#8DB8DC"}
KIND_COLOURS = {"stock": "#01665E", "flow": "#5AB4AC", "rate": "#D8B365", "share": "#8C510A"}
COUNT_COLOURS = LinearSegmentedColormap.from_list("counts", ["#F4F7FA", "#BDD3E6", "#5B93C4", "#174A7C"])
HATCH = {"facecolor": "#FAFAFA", "edgecolor": "#BDBDBD", "hatch": "////", "linewidth": 0}
MUTED = "#6B6B6B"


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """Of the labelled texts, the share judged at least at `probability`, and how many of those were right."""

    probability: float
    coverage: float | None
    accuracy: float | None


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


def svg_bytes(figure: Figure) -> bytes:
    buffer = io.BytesIO()
    FigureCanvasSVG(figure).print_svg(buffer, metadata={"Date": None, "Creator": None})
    return buffer.getvalue()


def png_bytes(figure: Figure, *, dots_per_inch: int) -> bytes:
    """The PNG of a figure whose SVG has been made before."""
    buffer = io.BytesIO()
    # the places found for the SVG serve again: laying out anew would take as long as drawing
    figure.set_layout_engine("none")
    canvas = FigureCanvasAgg(figure)
    figure.set_dpi(dots_per_inch)
    canvas.print_png(buffer, metadata={"Software": None})
    return buffer.getvalue()


# -- text ----------------------------------------------------------------------------------------


def printable(text: str) -> str:
    """Text that a font can draw: control characters, which an SVG must not hold, become spaces."""
    return "".join(character if character.isprintable() else " " for character in text)


def _width(character: str) -> int:
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def wrap(text: str, columns: int, *, lines: int = 3) -> str:
    """Break text into lines of at most `columns` (a Chinese character takes two); … where it is cut.

    Latin words stay whole where they fit.
    """
    text = printable(text)
    broken: list[str] = []
    line, used = "", 0
    for character in text:
        if used + _width(character) > columns:
            head, space, tail = line.rpartition(" ")
            if space and not character.isspace() and _width(character) == 1:
                broken.append(head)
                line = tail
            else:
                broken.append(line.rstrip())
                line = ""
            used = sum(map(_width, line))
        if line or not character.isspace():
            line += character
            used += _width(character)
    broken.append(line)
    if len(broken) > lines:
        broken = [*broken[: lines - 1], broken[lines - 1][:-1] + "…"]
    return "\n".join(broken)


def _tick_labels(series: Series) -> list[str]:
    """2021, 2022, …; notices that share a year get their id below it."""
    counts = Counter(records.notice.year for records in series.notices)
    years = ["—" if records.notice.year is None else str(records.notice.year) for records in series.notices]
    return [year if counts[records.notice.year] == 1 else f"{year}\n{wrap(records.notice_id, 12)}" for year, records in zip(years, series.notices)]


def series_title(series: Series) -> str:
    notice = series.latest.notice
    return (notice.issuer or series.name) if series.several else (notice.title or notice.notice_id)


def _frame(figure: Figure, title: str, series: Series, notices: Sequence[NoticeRecords], wording: Wording, version: str) -> None:
    """The title above and the source line below; a sample says so in its title."""
    if any(records.sample for records in notices):
        title = wording.plain("sample.title", title=title)
    columns = int(figure.get_figwidth() * 13)
    source = wording.plain("figures.source", series=series.name, years=years_label(notices, wording), version=version)
    figure.suptitle(wrap(title, columns), x=0.008, ha="left", weight="normal")
    figure.supxlabel(wrap(source, columns * 2), x=0.008, ha="left", fontsize=7, color=MUTED)


# -- priorities ----------------------------------------------------------------------------------


def _priorities_profile(series: Series, wording: Wording, colours: Mapping[str, str]) -> Figure:
    records, themes = series.latest, series.themes
    figure = Figure(figsize=(WIDTH, 1.35 + 0.48 * len(themes)))
    axes = figure.subplots()
    rows = [records.priorities.get(theme) for theme in themes]
    limit = min(1.0, 1.08 * max([row.share_high or row.task_share or 0 for row in rows if row] + [0.1]))
    for y, (theme, row) in enumerate(zip(themes, rows)):
        label = ""
        if row is None or not row.observable or row.task_share is None:
            axes.add_patch(Rectangle((0, y - 0.36), limit, 0.72, **HATCH))
            axes.text(limit / 2, y, wording.plain("not_observable"), ha="center", va="center", color="#444444", bbox={"facecolor": "white", "edgecolor": "none", "pad": 2})
            if row and row.tasks:
                label = wording.plain("figures.priorities.elsewhere", count=row.tasks)
        else:
            _draw_interval(axes, row, y, colours[theme])
            label = wording.plain("figures.priorities.label", count=row.tasks, share=wording.percent(row.task_share))
        axes.text(1.015, y, label, transform=axes.get_yaxis_transform(), va="center", color=MUTED if not (row and row.observable) else "#222222")
    axes.set_yticks(range(len(themes)), [wrap(wording.name("themes", theme), 18) for theme in themes])
    axes.tick_params(axis="y", pad=9)
    axes.set_ylim(len(themes) - 0.45, -0.55)
    axes.set_xlim(0, limit)
    axes.xaxis.set_major_formatter(PercentFormatter(1, decimals=0))
    axes.xaxis.set_major_locator(MaxNLocator(6))
    axes.set_xlabel(wording.plain("figures.share_axis"))
    axes.grid(axis="x")
    axes.spines["left"].set_visible(False)
    return figure


def _draw_interval(axes: Axes, row: Priority, y: float, colour: str) -> None:
    if row.share_low is not None and row.share_high is not None:
        axes.barh(y, row.share_high - row.share_low, left=row.share_low, height=0.34, color=colour, alpha=0.28, linewidth=0)
    # unclipped, so that a share of 0 is a whole dot on the axis
    axes.plot([row.task_share], [y], "o", clip_on=False, zorder=5, color=colour, markersize=7, markeredgecolor="white", markeredgewidth=0.8)


def _priorities_years(series: Series, wording: Wording, colours: Mapping[str, str]) -> Figure:
    themes, labels = series.themes, _tick_labels(series)
    columns = min(5, len(themes))
    rows = -(-len(themes) // columns)
    figure = Figure(figsize=(WIDTH, 0.9 + 2.35 * rows))
    grid = figure.subplots(rows, columns, sharex=True, sharey=True, squeeze=False)
    years = [records.notice.year for records in series.notices]
    highest = max([row.share_high or row.task_share or 0 for records in series.notices for row in records.priorities.values()] + [0.1])
    for axes, theme in zip(grid.flat, themes):
        _draw_theme_years(axes, [records.priorities.get(theme) for records in series.notices], years, wording, colours[theme])
        axes.set_title(wrap(wording.name("themes", theme), 20))
        axes.set_xticks(range(len(labels)), labels, rotation=90 if len(labels) > 6 else 0, fontsize=7.5)
        axes.set_xlim(-0.6, len(labels) - 0.4)
        axes.set_ylim(0, min(1.0, highest * 1.15))
        axes.yaxis.set_major_formatter(PercentFormatter(1, decimals=0))
        axes.grid(axis="y")
    for axes in list(grid.flat)[len(themes) :]:
        axes.set_visible(False)
    grid[0, 0].set_ylabel(wording.plain("figures.share_axis"))
    return figure


def _draw_theme_years(axes: Axes, rows: Sequence[Priority | None], years: Sequence[int | None], wording: Wording, colour: str) -> None:
    """One theme over the years; the line breaks where a year cannot be observed, and within a year."""
    shares = [None if row is None else row.task_share for row in rows]
    for x in range(len(rows) - 1):
        if shares[x] is not None and shares[x + 1] is not None and years[x] != years[x + 1]:
            axes.plot([x, x + 1], shares[x : x + 2], color=colour, linewidth=1.2)
    for x, row in enumerate(rows):
        if row is None or not row.observable or row.task_share is None:
            _hatch_year(axes, x, wording)
            continue
        if row.share_low is not None and row.share_high is not None:
            axes.vlines(x, row.share_low, row.share_high, color=colour, alpha=0.35, linewidth=5)
        axes.plot([x], [row.task_share], "o", color=colour, markersize=5.5, markeredgecolor="white", markeredgewidth=0.7)
        if len(rows) <= 6:
            axes.annotate(wording.percent(row.task_share, digits=0), (x, row.share_high or row.task_share), xytext=(0, 3), textcoords="offset points", ha="center", fontsize=7.5)


def _hatch_year(axes: Axes, x: float, wording: Wording, *, named: bool = True) -> None:
    axes.axvspan(x - 0.42, x + 0.42, zorder=0, **HATCH)
    if named:
        axes.text(x, 0.5, _upright(wording.plain("not_observable")), transform=axes.get_xaxis_transform(), ha="center", va="center", fontsize=7.5, linespacing=1.05, rotation=_rotation(wording.plain("not_observable")), bbox={"facecolor": "white", "edgecolor": "none", "pad": 1})


def _is_chinese(text: str) -> bool:
    return any(_width(character) == 2 for character in text)


def _upright(text: str) -> str:
    """Chinese is set downwards, character by character; other text is turned instead."""
    return "\n".join(text) if _is_chinese(text) else text


def _rotation(text: str) -> int:
    return 0 if _is_chinese(text) else 90


# -- departments ---------------------------------------------------------------------------------


def _busiest(totals: Mapping[str, int], names: Mapping[str, str]) -> list[str]:
    """The bodies with most counts, busiest first; collective bodies are left out."""
    ranked = [body for body, total in totals.items() if total and not is_collective(body)]
    ranked.sort(key=lambda body: (-totals[body], names.get(body, body), body))
    return ranked[:MOST_BODIES]


def _count_panel(axes: Axes, counts: np.ndarray, *, most: int, column_labels: Sequence[str], hatched: Sequence[bool], numbers: bool = True) -> None:
    """A grid of counts (bodies × columns). Zeros stay empty; a hatched column cannot be observed."""
    shown = np.where(np.array(hatched)[None, :], np.nan, counts.astype(float))
    axes.pcolormesh(shown, cmap=COUNT_COLOURS, vmin=0, vmax=max(most, 1), edgecolors="white", linewidth=1.6)
    for column in np.flatnonzero(hatched):
        axes.add_patch(Rectangle((column + 0.04, 0), 0.92, counts.shape[0], **HATCH))
    for (row, column), count in np.ndenumerate(counts):
        if count and numbers:
            dark = count > 0.6 * most and not hatched[column]
            axes.text(column + 0.5, row + 0.5, str(count), ha="center", va="center", fontsize=8, color="white" if dark else "#222222", bbox={"facecolor": "white", "edgecolor": "none", "pad": 1} if hatched[column] else None)
    axes.set_xticks(np.arange(counts.shape[1]) + 0.5, column_labels)
    axes.tick_params(axis="x", length=0, top=True, labeltop=True, bottom=False, labelbottom=False)
    for label in axes.get_xticklabels():
        label.set_linespacing(1.35)
    axes.set_ylim(counts.shape[0], 0)
    for spine in axes.spines.values():
        spine.set_visible(False)


def _body_labels(axes: Axes, bodies: Sequence[str], names: Mapping[str, str], *, offset: float = 0.5) -> None:
    axes.set_yticks(np.arange(len(bodies)) + offset, [wrap(names.get(body, body), 26, lines=2) for body in bodies], fontsize=8.5)


def _theme_columns(series: Series, used: Iterable[str]) -> list[str]:
    """The themes, and "" at the end where what is counted also stands in units without a theme."""
    return [*series.themes, *([NO_THEME] if NO_THEME in set(used) else [])]


def _theme_name(theme: str, wording: Wording) -> str:
    return wording.plain("figures.no_theme") if theme == NO_THEME else wording.name("themes", theme)


def _hidden(records: NoticeRecords, theme: str) -> bool:
    return theme != NO_THEME and not records.observable(theme)


def _department_themes(series: Series, wording: Wording) -> tuple[Figure | None, int]:
    counts = [records.body_theme_counts() for records in series.notices]
    themes, names = _theme_columns(series, (theme for counter in counts for _, theme in counter)), series.bodies
    totals: Counter[str] = Counter()
    for counter in counts:
        for (body, _), count in counter.items():
            totals[body] += count
    bodies = _busiest(totals, names)
    if not bodies:
        return None, 0
    cube = np.array([[[counter[(body, theme)] for theme in themes] for body in bodies] for counter in counts])  # notices × bodies × themes
    hidden = np.array([[_hidden(records, theme) for theme in themes] for records in series.notices])
    figure = Figure(figsize=(WIDTH, 1.25 + 0.27 * len(bodies)))
    if not series.several:
        axes = figure.subplots()
        _count_panel(axes, cube[0], most=int(cube.max()), column_labels=[wrap(_theme_name(theme, wording), 12) + (f"\n{_short_hidden(wording)}" if hide else "") for theme, hide in zip(themes, hidden[0])], hatched=hidden[0])
        _body_labels(axes, bodies, names)
    else:
        panels = [(_theme_name(theme, wording), cube[:, :, index].T, hidden[:, index]) for index, theme in enumerate(themes)]
        _year_panels(figure, panels, series, bodies, most=int(cube.max()))
    return figure, len(bodies)


def _short_hidden(wording: Wording) -> str:
    text = wording.plain("not_observable")
    return wrap(text, 8 if _is_chinese(text) else 14)


def _year_panels(figure: Figure, panels: Sequence[tuple[str, np.ndarray, np.ndarray]], series: Series, bodies: Sequence[str], *, most: int) -> None:
    """One grid a panel, all with the same bodies and scale; columns are years."""
    labels = _tick_labels(series)
    grid = figure.subplots(1, len(panels), sharey=True, squeeze=False)[0]
    for axes, (title, counts, hatched) in zip(grid, panels):
        _count_panel(axes, counts, most=most, column_labels=labels, hatched=hatched, numbers=counts.shape[1] <= 8)
        axes.set_title(wrap(title, 16), pad=8)
        axes.tick_params(axis="x", labelsize=7, pad=2, labelrotation=90 if counts.shape[1] * len(panels) > 27 else 0)
    _body_labels(grid[0], bodies, series.bodies)


def _department_roles(series: Series, wording: Wording) -> tuple[Figure | None, int]:
    names = series.bodies
    counts: dict[tuple[int, str, str], int] = Counter()
    totals: dict[str, Counter[str]] = {}
    for index, records in enumerate(series.notices):
        for row in records.department_roles:
            for role in ROLE_COLOURS:
                counts[(index, body_key(row), role)] += getattr(row, role)
                totals.setdefault(body_key(row), Counter())[role] += getattr(row, role)
    bodies = sorted(_busiest({body: count.total() for body, count in totals.items()}, names), key=lambda body: -totals[body]["lead"])
    roles = [role for role in ROLE_COLOURS if any(totals[body][role] for body in bodies)]
    if not bodies:
        return None, 0
    cube = np.array([[[counts[(index, body, role)] for role in roles] for body in bodies] for index in range(len(series.notices))])  # notices × bodies × roles
    figure = Figure(figsize=(WIDTH, 1.2 + 0.27 * len(bodies)))
    if series.several:
        shown = np.zeros(len(series.notices), dtype=bool)
        _year_panels(figure, [(wording.name("roles", role), cube[:, :, index].T, shown) for index, role in enumerate(roles)], series, bodies, most=int(cube.max()))
    else:
        _role_bars(figure, cube[0], bodies, roles, names, wording)
    return figure, len(bodies)


def _role_bars(figure: Figure, counts: np.ndarray, bodies: Sequence[str], roles: Sequence[str], names: Mapping[str, str], wording: Wording) -> None:
    grid = figure.subplots(1, len(roles), sharey=True, sharex=True, squeeze=False)[0]
    for axes, role, column in zip(grid, roles, counts.T):
        axes.barh(np.arange(len(bodies)) + 0.5, column, height=0.66, color=ROLE_COLOURS[role])
        for row, count in enumerate(column):
            if count:
                axes.text(count, row + 0.5, f" {count}", va="center", fontsize=8)
        axes.set_title(wording.name("roles", role))
        axes.set_xlim(0, counts.max() * 1.14)
        axes.xaxis.set_major_locator(MaxNLocator(4, integer=True))
        axes.grid(axis="x")
        axes.set_ylim(len(bodies), 0)
    _body_labels(grid[0], bodies, names)


# -- targets -------------------------------------------------------------------------------------


def _target_scales(series: Series, wording: Wording) -> list[tuple[str, dict[str, str], dict[str, str]]]:
    """(field, colour by code, name by code) of what targets are counted by; codes nobody has are left out."""
    scales = []
    for field, colours, group in (("strength", STRENGTH_COLOURS, "strengths"), ("kind", KIND_COLOURS, "target_kinds")):
        used = {getattr(target, field) for records in series.notices for target in records.promises} - {GRANT}
        scales.append((field, {code: colour for code, colour in colours.items() if code in used}, {code: wording.name(group, code) for code in colours}))
    return scales


def _target_themes(series: Series) -> list[str]:
    return _theme_columns(series, (records.theme_of(target.unit_id) for records in series.notices for target in records.promises))


def _targets(series: Series, wording: Wording) -> Figure | None:
    if not any(records.promises for records in series.notices):
        return None
    return (_targets_years if series.several else _targets_profile)(series, wording)


def _targets_profile(series: Series, wording: Wording) -> Figure:
    records, themes = series.latest, _target_themes(series)
    figure = Figure(figsize=(WIDTH, 1.75 + 0.44 * len(themes)))
    grid = figure.subplots(1, 2, sharey=True, sharex=True)
    most = max(sum(count for (of, _), count in records.target_counts("kind").items() if of == theme) for theme in themes)
    for axes, (field, colours, names) in zip(grid, _target_scales(series, wording)):
        counts, left = records.target_counts(field), np.zeros(len(themes))
        for code, colour in colours.items():
            widths = np.array([counts[(theme, code)] for theme in themes])
            axes.barh(range(len(themes)), widths, left=left, height=0.6, color=colour, label=names[code])
            _number_segments(axes, widths, left, colour, most)
            left += widths
        for y, theme in enumerate(themes):
            if _hidden(records, theme):
                axes.add_patch(Rectangle((left[y], y - 0.3), most * 1.05 - left[y], 0.6, **HATCH))
                axes.text((left[y] + most * 1.05) / 2, y, wording.plain("not_observable"), ha="center", va="center", fontsize=8, color="#444444", bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.5})
        axes.set_xlim(0, most * 1.05)
        axes.xaxis.set_major_locator(MaxNLocator(6, integer=True))
        axes.set_xlabel(wording.plain("figures.count_axis"))
        axes.set_ylim(len(themes) - 0.5, -0.5)
        axes.grid(axis="x")
        axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=4, borderaxespad=0.1)
    grid[0].set_yticks(range(len(themes)), [wrap(_theme_name(theme, wording), 18) for theme in themes])
    return figure


def _number_segments(axes: Axes, widths: np.ndarray, left: np.ndarray, colour: str, most: int) -> None:
    """The count inside its segment, where the segment is wide enough to hold it."""
    for y, (width, start) in enumerate(zip(widths, left)):
        if width and width >= 0.05 * most:
            axes.text(start + width / 2, y, str(int(width)), ha="center", va="center", fontsize=8, color=_ink_on(colour))


def _ink_on(colour: str) -> str:
    red, green, blue = (int(colour[index : index + 2], 16) for index in (1, 3, 5))
    return "white" if 0.299 * red + 0.587 * green + 0.114 * blue < 130 else "#222222"


def _targets_years(series: Series, wording: Wording) -> Figure:
    themes, labels, scales = _target_themes(series), _tick_labels(series), _target_scales(series, wording)
    most = max(sum(count for (of, _), count in records.target_counts("kind").items() if of == theme) for records in series.notices for theme in themes)
    figure = Figure(figsize=(WIDTH, 5.0))
    parts = figure.subfigures(2, 1, hspace=0.04)
    for index, (part, (field, colours, names)) in enumerate(zip(parts, scales)):
        grid = part.subplots(1, len(themes), sharey=True, sharex=True, squeeze=False)[0]
        for axes, theme in zip(grid, themes):
            bottom = np.zeros(len(labels))
            for code, colour in colours.items():
                heights = np.array([records.target_counts(field)[(theme, code)] for records in series.notices])
                axes.bar(range(len(labels)), heights, bottom=bottom, width=0.7, color=colour)
                bottom += heights
            for x, records in enumerate(series.notices):
                if _hidden(records, theme):
                    _hatch_year(axes, x, wording, named=not bottom[x])
            axes.set_title(wrap(_theme_name(theme, wording), 16))
            axes.set_xticks(range(len(labels)), labels, fontsize=7.5, rotation=90 if len(labels) > 6 else 0)
            axes.set_xlim(-0.6, len(labels) - 0.4)
            axes.set_ylim(0, most * 1.08)
            axes.yaxis.set_major_locator(MaxNLocator(5, integer=True))
            axes.grid(axis="y")
        grid[0].set_ylabel(wording.plain("figures.count_axis"))
        part.legend(handles=[Patch(color=colour, label=names[code]) for code, colour in colours.items()], loc="outside upper left", ncols=4)
    return figure


# -- words ---------------------------------------------------------------------------------------


def _words(records: NoticeRecords, wording: Wording) -> Figure | None:
    sections: dict[str, list[DistinctiveWord]] = {}
    positions = {unit.section: unit.position for unit in reversed(records.units)}
    for word in sorted(records.words, key=lambda word: (positions.get(word.section, 0), -word.z, word.word)):
        sections.setdefault(word.section, []).append(word)
    if not sections:
        return None
    columns = min(3, len(sections))
    rows = -(-len(sections) // columns)
    tallest = max(min(len(words), MOST_WORDS) for words in sections.values())
    figure = Figure(figsize=(WIDTH, 0.9 + rows * (0.75 + 0.235 * tallest)))
    grid = figure.subplots(rows, columns, squeeze=False)
    limit = max(word.z for word in records.words) * 1.3
    for axes, (section, words) in zip(grid.flat, sections.items()):
        _word_bars(axes, words[:MOST_WORDS], tallest, wording)
        axes.set_title(wrap(section or wording.plain("figures.no_section"), 100 // columns - 6, lines=2))
        axes.set_xlim(0, limit)
    for axes in list(grid.flat)[len(sections) :]:
        axes.set_visible(False)
    for axes in list(grid.flat)[max(0, len(sections) - columns) : len(sections)]:
        axes.set_xlabel(wording.plain("figures.z_axis"))
    return figure


def _word_bars(axes: Axes, words: Sequence[DistinctiveWord], tallest: int, wording: Wording) -> None:
    colours = [DARK if word.z >= DISTINCT_Z else "#B9CBDB" for word in words]
    axes.barh(range(len(words)), [word.z for word in words], height=0.68, color=colours)
    for y, word in enumerate(words):
        counts = wording.plain("figures.words.counts", section=word.count_section, rest=word.count_rest)
        axes.annotate(counts, (word.z, y), xytext=(4, 0), textcoords="offset points", va="center", fontsize=7.5, color=MUTED, bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.6})
    axes.axvline(DISTINCT_Z, color="#888888", linewidth=0.7, linestyle=(0, (4, 3)), zorder=0.5)
    axes.set_yticks(range(len(words)), [wrap(word.word, 16, lines=1) for word in words], fontsize=8.5)
    axes.set_ylim(tallest - 0.4, -0.6)
    axes.xaxis.set_major_locator(MaxNLocator(4, steps=[1, 2, 5, 10]))


# -- all -----------------------------------------------------------------------------------------


def _certainty(curve: Sequence[CurvePoint], wording: Wording) -> Figure:
    """What share of the labelled texts the classifier judges at a probability, and how many of those it gets right."""
    figure = Figure(figsize=(WIDTH, 3.4))
    axes = figure.subplots()
    at = [point.probability for point in curve]
    for values, key, colour in (([point.coverage for point in curve], "coverage", MIDDLE), ([point.accuracy for point in curve], "accuracy", DARK)):
        drawn = [np.nan if value is None else value for value in values]
        axes.plot(at, drawn, color=colour, linewidth=1.8, label=wording.plain(f"figures.certainty.{key}"))
    axes.set_xlim(0, 1)
    axes.set_ylim(0, 1.02)
    axes.xaxis.set_major_formatter(PercentFormatter(1, decimals=0))
    axes.yaxis.set_major_formatter(PercentFormatter(1, decimals=0))
    axes.set_xlabel(wording.plain("figures.certainty.axis"))
    axes.legend(loc="lower left", frameon=False)
    return figure


def draw(series: Series, wording: Wording, *, confidence: float, version: str, curve: Sequence[CurvePoint] = ()) -> Iterator[Drawing]:
    """Every figure of a series, in the order of the page (call inside house_style).

    `curve` is the classifier's coverage and accuracy by probability, from its cross-validation.
    """
    colours = theme_colours(series.themes)
    tasks = [len(records.tasks) for records in series.notices]
    suffix = "_years" if series.several else ""
    shared = {"series_title": series_title(series), "confidence": wording.percent(confidence, digits=0)}

    def drawing(name: str, figure: Figure | None, key: str, notices: Sequence[NoticeRecords] = series.notices, **values: Any) -> Drawing:
        values = {**shared, **values}
        if figure is not None:
            _frame(figure, printable(wording.plain(f"figures.{key}.title", **values)), series, notices, wording, version)
        return Drawing(name, key, figure, values)

    draw_priorities: Callable[..., Figure] = _priorities_years if series.several else _priorities_profile
    yield drawing(
        "priorities",
        draw_priorities(series, wording, colours) if series.themes and any(tasks) else None,
        f"priorities{suffix}",
        tasks=tasks[-1],
        fewest=min(tasks),
        most=max(tasks),
        year_label=year_label(series.latest.notice, wording),
        one_task=wording.percent(1 / tasks[-1]) if tasks[-1] else "—",
    )
    figure, bodies = _department_themes(series, wording)
    yield drawing("department-themes", figure, f"department_themes{suffix}", bodies=bodies)
    figure, bodies = _department_roles(series, wording)
    yield drawing("department-roles", figure, f"department_roles{suffix}", bodies=bodies)
    yield drawing("targets", _targets(series, wording), f"targets{suffix}", targets=sum(len(records.promises) for records in series.notices))
    for records in reversed(series.notices):
        notice_title = records.notice.title or records.notice_id
        yield drawing(f"words-{records.notice_id}", _words(records, wording), "words", [records], notice_title=notice_title, year_label=year_label(records.notice, wording))
    if curve:
        yield drawing("certainty", _certainty(curve, wording), "certainty")
