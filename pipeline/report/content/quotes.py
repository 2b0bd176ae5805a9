"""Passages as a reader sees them: the words that count, in the sentence they stand in, with notice and number."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pipeline.report.series import NoticeRecords, Series, year_label
from pipeline.report.wording import Wording

MOST_AROUND = 90  # characters shown on either side of the words
ENDS = "。；！？\n"


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a notice as printed, with what stands around them; `notice` counts from 0 in the series, `where` is the
    page of the original, or the paragraph where it has no pages."""

    notice: int
    label: str
    number: str
    where: str
    before: str
    words: str
    after: str
    start: int
    end: int
    line: int  # where the line begins that the words stand in

    @property
    def place(self) -> str:
        return f"{self.notice}:{self.start}:{self.end}"

    @property
    def anchor(self) -> str:
        return f"n{self.notice}-{self.line}"


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line of a notice; `rank` is "title", "heading" or "text"."""

    start: int
    text: str
    rank: str


class Quoter:
    """Quotes passages of the notices of one series."""

    def __init__(self, series: Series, wording: Wording) -> None:
        self.notices = series.notices
        self.labels = [_label(one, wording) for one in series.notices]
        self.pages = [one.notice.page_starts for one in series.notices]
        self._wording = wording
        self._index = {one.notice_id: place for place, one in enumerate(series.notices)}
        self.lines = [list(lines_of(one)) for one in series.notices]
        self._starts = [[line.start for line in lines] for lines in self.lines]
        self._units = [sorted(one.units, key=lambda unit: unit.start) for one in series.notices]
        self._unit_starts = [[unit.start for unit in units] for units in self._units]

    def quote(self, notice_id: str, start: int, end: int) -> Quote:
        place = self._index[notice_id]
        notice = self.notices[place].notice
        text = notice.printed or notice.text
        low, high = _sentence(text, start, end)
        return Quote(
            place,
            self.labels[place],
            self.number(place, start),
            self.where(place, start),
            _cut_before(text[low:start]),
            text[start:end],
            _cut_after(text[end:high]),
            start,
            end,
            self._line(place, start),
        )

    def unit(self, notice_id: str, unit_id: str) -> Quote:
        """The title of a unit, or its beginning."""
        unit = next(one for one in self._units[self._index[notice_id]] if one.unit_id == unit_id)
        length = len(unit.title) if unit.title and unit.text.startswith(unit.title) else min(40, len(unit.text))
        return self.quote(notice_id, unit.start, unit.start + length)

    def number(self, place: int, start: int) -> str:
        """The printed number of the unit that a place stands in, "" outside all."""
        at = bisect_right(self._unit_starts[place], start) - 1
        unit = self._units[place][at] if at >= 0 else None
        return "-".join(unit.path) if unit and start < unit.end else ""

    def where(self, place: int, start: int) -> str:
        """The page of the original that a place stands on; its paragraph where pages are not known."""
        if page := page_at(self.pages[place], start):
            return self._wording.plain("page.where.page", n=page)
        return self._wording.plain("page.where.paragraph", n=bisect_right(self._starts[place], start))

    def _line(self, place: int, start: int) -> int:
        starts = self._starts[place]
        return starts[max(0, bisect_right(starts, start) - 1)] if starts else 0


def _label(records: NoticeRecords, wording: Wording) -> str:
    """What a notice is called; one that was read from a scan says so wherever it stands."""
    label = year_label(records.notice, wording)
    return wording.plain("page.where.scanned", label=label) if records.scanned else label


def page_at(starts: Sequence[int], start: int) -> int:
    """The number of the page that holds a place; 0 where its own beginning or the next page's cannot be told."""
    begun = [number for number, at in enumerate(starts) if 0 <= at <= start]
    if not begun or (begun[-1] + 1 < len(starts) and starts[begun[-1] + 1] < 0):
        return 0
    return begun[-1] + 1


def places(quotes: Iterable[Quote]) -> str:
    """What the page's script opens: notice, start and end of every passage."""
    return ",".join(quote.place for quote in quotes)


def lines_of(records: NoticeRecords) -> Iterator[Line]:
    """The lines of a notice that hold anything, as printed, the headings told apart."""
    printed = records.notice.printed or records.notice.text
    headings = {span[0] for unit in records.units for span in unit.heading_spans}
    at = 0
    for text in records.notice.text.split("\n"):
        if text.strip():
            inside = any(start in headings for start in range(at, at + min(len(text), 12)))
            rank = "heading" if inside else "title" if text.strip() == records.notice.title else "text"
            yield Line(at, printed[at : at + len(text)], rank)
        at += len(text) + 1


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    low = max((text.rfind(mark, 0, start) for mark in ENDS), default=-1) + 1
    found = [place for mark in ENDS if (place := text.find(mark, end)) >= 0]
    high = min(found, default=len(text))
    return low, high + 1 if high < len(text) and text[high] != "\n" else high


def _cut_before(text: str) -> str:
    text = text.lstrip()
    return text if len(text) <= MOST_AROUND else "…" + text[-MOST_AROUND:]


def _cut_after(text: str) -> str:
    text = text.rstrip()
    return text if len(text) <= MOST_AROUND else text[:MOST_AROUND] + "…"
