"""The plain counts of a series: tasks by theme, sections in printed order, bodies by role, promises by weight."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.knowledge.indicator_names import english_name
from pipeline.knowledge.topics import topics_en
from pipeline.records import Portfolio, SectionRank, Target
from pipeline.report.content.quotes import Quote, Quoter
from pipeline.report.series import NoticeRecords, Series, is_collective
from pipeline.report.wording import Wording

FIRMNESS = {"firm": 0, "striving": 1, "exploring": 2}
MOST_PROMISES = 10
TOPICS_OF_SECTION = 2  # a strip of sections is narrow
MONEY = "元"


@dataclass(frozen=True, slots=True)
class Count:
    """A number of a notice and the places that were counted; `text` stands in its place where it cannot be told."""

    number: int | None
    text: str
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class CountRow:
    """One thing counted in every notice of a series."""

    key: str
    name: str
    gloss: str  # what it is in the reader's language, where the name is Chinese
    counts: tuple[Count, ...]

    @property
    def last(self) -> int:
        return self.counts[-1].number or 0


@dataclass(frozen=True, slots=True)
class Section:
    """One outermost section of a notice, in printed order."""

    title: str
    gloss: str  # its topics in the reader's language, where the title is Chinese
    theme: str
    tasks: int
    quote: Quote | None


@dataclass(frozen=True, slots=True)
class Promise:
    """One promised number with who carries it."""

    indicator: str
    value: str
    strength: str
    deadline: int | None
    leads: tuple[str, ...]
    quote: Quote


def theme_rows(series: Series, quoter: Quoter, wording: Wording) -> list[CountRow]:
    """Tasks by theme; what a cut text hides is said in words, never as nought."""
    return [
        CountRow(
            theme,
            wording.name("themes", theme),
            "",
            tuple(_theme_count(records, theme, quoter, wording) for records in series.notices),
        )
        for theme in series.themes
    ]


def _theme_count(records: NoticeRecords, theme: str, quoter: Quoter, wording: Wording) -> Count:
    row = records.priorities.get(theme)
    if row is None:
        return Count(None, wording.plain("page.cells.not_told"), ())
    quotes = tuple(quoter.unit(row.notice_id, unit_id) for unit_id in row.unit_ids)
    measured = {one for guess in records.themes.values() for one in guess.themes}
    if measured and theme not in measured:
        return Count(None, wording.plain("page.cells.not_measured"), quotes)
    if row.observable:
        return Count(row.tasks, str(row.tasks), quotes)
    if row.tasks:  # tasks of the theme in other parts: they stand in the sum
        return Count(None, wording.plain("page.cells.cut_but", n=row.tasks), quotes)
    return Count(None, wording.plain("page.cells.cut"), ())


def body_rows(series: Series, quoter: Quoter, english: Mapping[str, str]) -> list[CountRow]:
    """Bodies by the units they lead or are responsible for, the busiest of the last notice first;
    renames are followed."""
    held: list[dict[str, Portfolio]] = [
        {row.body_id or row.department: row for row in one.portfolios} for one in series.notices
    ]
    keys = dict.fromkeys(key for rows in reversed(held) for key in rows if not is_collective(key))
    rows = [
        CountRow(
            key,
            next(rows[key].department for rows in reversed(held) if key in rows),
            english.get(key, ""),
            tuple(_body_count(rows.get(key), quoter) for rows in held),
        )
        for key in keys
    ]
    return sorted(rows, key=lambda row: (-row.last, -sum(count.number or 0 for count in row.counts), row.key))


def _body_count(row: Portfolio | None, quoter: Quoter) -> Count:
    if row is None:
        return Count(0, "0", ())
    quotes = tuple(quoter.unit(row.notice_id, unit_id) for unit_id in row.unit_ids)
    return Count(row.units, str(row.units), quotes)


def sections(records: NoticeRecords, quoter: Quoter, language: str) -> list[Section]:
    """The sections that hold tasks, as printed."""
    return [_section(row, quoter, language) for row in records.sections if row.section]


def _section(row: SectionRank, quoter: Quoter, language: str) -> Section:
    quote = quoter.unit(row.notice_id, row.unit_ids[0]) if row.unit_ids else None
    gloss = topics_en(row.section, most=TOPICS_OF_SECTION) if language == "en" else ""
    return Section(row.section, gloss, row.theme, row.tasks, quote)


def promises(records: NoticeRecords, quoter: Quoter, wording: Wording) -> list[Promise]:
    """The ten promises that weigh most: goals of the whole before single tasks, firm ones first, then well-known
    indicators and sums of money, the largest first, then as printed."""
    units = {unit.unit_id: unit for unit in records.units}
    ordered = sorted(
        records.promises,
        key=lambda target: (
            units[target.unit_id].kind not in ("goal", "general"),
            FIRMNESS[target.strength],
            not english_name(target.indicator),
            -target.value if target.unit == MONEY else 0,
            target.start,
        ),
    )
    return [_promise(target, records, quoter, wording) for target in _once(ordered)][:MOST_PROMISES]


def _once(targets: Sequence[Target]) -> Iterator[Target]:
    seen: set[str] = set()
    for target in targets:
        if target.indicator not in seen:
            seen.add(target.indicator)
            yield target


def _promise(target: Target, records: NoticeRecords, quoter: Quoter, wording: Wording) -> Promise:
    leads = tuple(
        dict.fromkeys(
            role.department
            for role in records.roles
            if role.unit_id == target.unit_id and role.role in ("lead", "responsible")
        )
    )
    return Promise(
        target.indicator,
        wording.target_value(target),
        target.strength,
        target.deadline,
        leads[:3],
        quoter.quote(target.notice_id, target.start, target.end),
    )
