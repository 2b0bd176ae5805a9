"""What every reader returns: the text of a file before cleaning, and what was odd about the file."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.records import Severity


class UnreadableNotice(ValueError):
    """A file that cannot be read as a notice; the message says why and what to do next."""


@dataclass(frozen=True, slots=True)
class ReadingProblem:
    """Something odd in a file: its code, how bad it is, and a sentence for the user."""

    code: str
    severity: Severity
    message: str


@dataclass(frozen=True, slots=True)
class RawText:
    """The text of a file, one paragraph a line, tables already turned into numbered lines.

    `published_on` is the ISO date the page's own metadata gives, None where it gives none; `pages` are the first
    words of every printed page, where the file has pages.
    """

    text: str
    problems: tuple[ReadingProblem, ...] = field(default=())
    published_on: str | None = None
    pages: tuple[str, ...] = ()
