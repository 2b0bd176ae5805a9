"""What words mark a part of a notice, or one year against the next (Monroe, Colaresi and Quinn 2008)."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from pipeline.records import DistinctiveWord, WordChange
from pipeline.report.figures.house import DARK, DISTINCT_Z, MUTED, WIDTH, notice_label, text_columns, wrap
from pipeline.report.series import NoticeRecords, PairRecords, Series
from pipeline.report.wording import Wording

MOST_WORDS = 10
WORD_COLUMNS = 16
PALE = "#B9CBDB"  # cannot be told from chance
ON_WHITE = {"facecolor": "white", "edgecolor": "none", "pad": 0.6}


def words(records: NoticeRecords, wording: Wording) -> Figure | None:
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
    title_columns = _title_columns(columns, [word.word for words in sections.values() for word in words[:MOST_WORDS]])
    for axes, (section, words) in zip(grid.flat, sections.items()):
        _word_bars(axes, words[:MOST_WORDS], tallest, wording)
        axes.set_title(wrap(section or wording.plain("figures.no_section"), title_columns, lines=3))
        axes.set_xlim(0, limit)
    for axes in list(grid.flat)[len(sections) :]:
        axes.set_visible(False)
    for axes in list(grid.flat)[max(0, len(sections) - columns) : len(sections)]:
        axes.set_xlabel(wording.plain("figures.z_axis"))
    return figure


def _title_columns(panels: int, words: Sequence[str]) -> int:
    """How long a panel's title may be: what the longest word beside the axes leaves of a panel's width."""
    widest = max(sum(map(text_columns, wrap(word, WORD_COLUMNS, lines=1))) for word in words) * 8.5 / 144
    return int(((WIDTH - 0.2) / panels - widest - 0.15) * 144 / 9.8)


def _word_bars(axes: Axes, words: Sequence[DistinctiveWord], tallest: int, wording: Wording) -> None:
    colours = [DARK if word.z >= DISTINCT_Z else PALE for word in words]
    axes.barh(range(len(words)), [word.z for word in words], height=0.68, color=colours)
    for y, word in enumerate(words):
        counts = wording.plain("figures.words.counts", section=word.count_section, rest=word.count_rest)
        axes.annotate(
            counts,
            (word.z, y),
            xytext=(4, 0),
            textcoords="offset points",
            va="center",
            fontsize=7.5,
            color=MUTED,
            bbox=ON_WHITE,
        )
    axes.axvline(DISTINCT_Z, color="#888888", linewidth=0.7, linestyle=(0, (4, 3)), zorder=0.5)
    axes.set_yticks(range(len(words)), [wrap(word.word, WORD_COLUMNS, lines=1) for word in words], fontsize=8.5)
    axes.set_ylim(tallest - 0.4, -0.6)
    axes.xaxis.set_major_locator(MaxNLocator(4, steps=[1, 2, 5, 10]))


def words_between(series: Series, pair: PairRecords, wording: Wording) -> Figure | None:
    """A butterfly: to the left what the older notice uses more, to the right what the newer does."""
    older, newer = (leaning(pair.words, sign) for sign in (-1, 1))
    if not older and not newer:
        return None
    tallest = max(len(older), len(newer))
    figure = Figure(figsize=(WIDTH, 1.55 + 0.25 * tallest))
    grid = figure.subplots(1, 2)
    limit = max([abs(word.z) for word in (*older, *newer)] + [DISTINCT_Z]) * 1.3
    for axes, words, records, sign in zip(grid, (older, newer), (pair.old, pair.new), (-1, 1)):
        _leaning_bars(axes, words, wording)
        axes.set_title(
            wrap(
                wording.plain("figures.words_between.leans", year_label=notice_label(series, records, wording)),
                44,
                lines=2,
            ),
            loc="right" if sign < 0 else "left",
        )
        axes.set_ylim(tallest - 0.4, -0.6)
        axes.set_xlim(*((0, limit) if sign > 0 else (-limit, 0)))
        axes.axvline(sign * DISTINCT_Z, color="#888888", linewidth=0.7, linestyle=(0, (4, 3)), zorder=0.5)
        axes.set_xlabel(wording.plain("figures.z_axis"))
        axes.xaxis.set_major_locator(MaxNLocator(4, steps=[1, 2, 5, 10]))
    grid[1].yaxis.tick_right()
    for axes in grid:
        axes.spines["left"].set_visible(False)
    return figure


def leaning(words: Sequence[WordChange], sign: int) -> list[WordChange]:
    """The words that lean one way most; a phrase with the counts of a word inside it says nothing more."""
    chosen: list[WordChange] = []
    for word in sorted(
        (word for word in words if word.z * sign > 0), key=lambda word: (-abs(word.z), word.form != "phrase", word.word)
    ):
        same = [other for other in chosen if (other.old_count, other.new_count) == (word.old_count, word.new_count)]
        if not any(word.word in other.word or other.word in word.word for other in same):
            chosen.append(word)
        if len(chosen) == MOST_WORDS:
            break
    return chosen


def _leaning_bars(axes: Axes, words: Sequence[WordChange], wording: Wording) -> None:
    axes.barh(
        range(len(words)),
        [word.z for word in words],
        height=0.68,
        color=[DARK if abs(word.z) >= DISTINCT_Z else PALE for word in words],
    )
    for y, word in enumerate(words):
        counts = wording.plain("figures.words_between.counts", old=word.old_count, new=word.new_count)
        axes.annotate(
            counts,
            (word.z, y),
            xytext=(4 if word.z > 0 else -4, 0),
            textcoords="offset points",
            ha="left" if word.z > 0 else "right",
            va="center",
            fontsize=7.5,
            color=MUTED,
            bbox=ON_WHITE,
        )
    axes.set_yticks(range(len(words)), [wrap(word.word, 20, lines=1) for word in words], fontsize=8.5)
