"""Notices as they are put in, after cleaning, and cut into units; what was odd on the way.

Every record is a frozen dataclass that checks itself.
"""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.records.base import Script, Severity, UnitKind, check


@dataclass(frozen=True, slots=True)
class Source:
    """One row of data/corpus.csv: a notice as somebody put it into the corpus."""

    notice_id: str
    series: str
    year: int
    file: str  # relative to the project folder
    provenance: str  # "official" for a published notice, "sample" for one written for this project
    source_url: str
    retrieved_on: str  # ISO date, or "" where unknown
    sha256: str  # of the file's bytes


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice after cleaning: from here on every offset counts characters of `text`.

    `printed` is the text with its characters as the file prints them, where they are traditional ones, else ""; it is
    as long as `text`. `page_starts` is where every printed page begins, -1 where that cannot be told.
    `text[:body_start]` and `text[body_end:]` are letter head and colophon: addressees, signature,
    dates, distribution list. `period_from` and `period_to` are the years a plan covers, if printed.
    """

    notice_id: str
    series: str
    year: int | None
    title: str
    issuer: str
    document_number: str
    issued_on: str | None  # ISO date
    published_on: str | None  # ISO date
    period_from: int | None
    period_to: int | None
    script: Script
    provenance: str
    text: str
    body_start: int
    body_end: int
    printed: str = ""
    page_starts: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        check(0 <= self.body_start <= len(self.text), self, "body_start")
        check(self.body_start <= self.body_end <= len(self.text), self, "body_end")
        check(len(self.printed) in (0, len(self.text)), self, "printed")
        check(all(-1 <= start <= len(self.text) for start in self.page_starts), self, "page_starts")


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit of a notice: the smallest enumerated item, or a paragraph where nothing is enumerated.

    `path` holds the printed numbers of its headings and itself, outermost first; `headings` the
    texts of those headings. `text` is the unit without its printed number, so
    `notice.text[start:end] == text`. `clauses` are the spans of responsibility clauses inside it.
    `words` tile the text but for white space (empty until the text has been segmented into words).
    """

    notice_id: str
    unit_id: str
    position: int  # 0-based, in document order
    path: tuple[str, ...]
    headings: tuple[str, ...]
    kind: UnitKind
    title: str
    text: str
    start: int
    end: int
    heading_spans: tuple[tuple[int, int], ...] = ()
    words: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        check(self.end - self.start == len(self.text), self, "end")
        check(bool(self.text.strip()), self, "text")

    @property
    def section(self) -> str:
        """The outermost heading above the unit, or "" where it has none."""
        return self.headings[0] if self.headings else ""


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """Something odd in a notice that a reader should know of; `start` is None if it concerns the whole."""

    notice_id: str
    code: str
    severity: Severity
    message: str
    start: int | None = None
