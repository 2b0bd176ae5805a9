"""What a reader must know before the first number: what the texts lack, and what rests on little."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.records import Diagnostic
from pipeline.report.content.decisions import DecisionRow
from pipeline.report.content.quotes import Quote, Quoter, places
from pipeline.report.series import NoticeRecords, Series, year_label
from pipeline.report.wording import Wording

WEAK_LINK = 0.6  # score below which a link between two tasks rests on little
TOLD_APART = ("heading-without-items", "stale-correction", "scanned")


@dataclass(frozen=True, slots=True)
class Missing:
    """One sentence of the box, with the places it speaks of."""

    text: str
    quotes: tuple[Quote, ...] = ()

    @property
    def places(self) -> str:
        return places(self.quotes)


def missing(
    series: Series,
    unread: Sequence[Diagnostic],
    decisions: Sequence[DecisionRow],
    quoter: Quoter,
    wording: Wording,
) -> list[Missing]:
    """The box at the top, worst first; empty where nothing is missing."""
    found = [one for records in series.notices for one in _of_notice(records, quoter, wording)]
    found += [
        Missing(wording.plain("page.missing.unread", file=odd.notice_id, message=wording.name_of_diagnostic(odd.code)))
        for odd in unread
        if odd.severity != "info"
    ]
    found += _not_measured(series, wording)
    found += _weak_links(series, quoter, wording)
    return [*found, *_by_persons(decisions, wording)]


def _of_notice(records: NoticeRecords, quoter: Quoter, wording: Wording) -> Iterator[Missing]:
    year = year_label(records.notice, wording)
    for odd in records.empty_headings:
        line = records.line_at(odd.start or 0)
        quote = quoter.quote(records.notice_id, odd.start or 0, (odd.start or 0) + len(line))
        yield Missing(wording.plain("page.missing.cut", year=year, heading=line), (quote,))
    if records.scanned:
        yield Missing(wording.plain("page.missing.scanned", year=year))
    counts: Counter[str] = Counter()
    quotes: dict[str, list[Quote]] = {}
    for odd in records.diagnostics:
        if odd.severity != "info" and odd.code not in TOLD_APART:
            counts[odd.code] += 1
            if odd.start is not None and odd.start < len(records.notice.text):
                end = odd.start + min(len(records.line_at(odd.start)) or 1, 30)
                quotes.setdefault(odd.code, []).append(quoter.quote(records.notice_id, odd.start, end))
    for code, count in counts.items():
        text = wording.plain("page.missing.odd", year=year, what=wording.name_of_diagnostic(code), n=count)
        yield Missing(text, tuple(quotes.get(code, ())))


def not_measured(series: Series) -> list[str]:
    """The themes that no guess has a probability for: too few labels had them."""
    guesses = [guess for one in series.notices for guess in one.themes.values()]
    measured = {theme for guess in guesses for theme in guess.themes}
    return [theme for theme in series.themes if theme not in measured] if measured else []


def _not_measured(series: Series, wording: Wording) -> Iterator[Missing]:
    if themes := not_measured(series):
        names = wording.listed([wording.name("themes", theme) for theme in themes])
        yield Missing(wording.plain("page.missing.not_measured", themes=names))


def _weak_links(series: Series, quoter: Quoter, wording: Wording) -> Iterator[Missing]:
    """Links of the last two notices that rest on little: what is said of these tasks wants a second look."""
    for pair in series.pairs[-1:]:
        weak = [link for link in pair.links if link.score < WEAK_LINK and link.kind == "task"]
        if weak:
            quotes = [
                quoter.unit(*side)
                for link in weak
                for side in ((link.old_notice_id, link.old_unit_id), (link.new_notice_id, link.new_unit_id))
            ]
            total = sum(link.kind == "task" for link in pair.links)
            yield Missing(wording.plain("page.missing.weak_links", n=len(weak), total=total), tuple(quotes))


def _by_persons(decisions: Sequence[DecisionRow], wording: Wording) -> Iterator[Missing]:
    """How much persons decided, and how much of it was set aside because the text reads otherwise by now."""
    standing = [row for row in decisions if row.stands]
    if standing:
        changes = sum(row.changes for row in standing)
        yield Missing(wording.plain("page.missing.by_persons", n=len(standing), changes=changes))
    if len(decisions) > len(standing):
        yield Missing(wording.plain("page.missing.set_aside", n=len(decisions) - len(standing)))
