"""Spans of a text: what is left out, and where a long text may be cut."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

Span = tuple[int, int]


def blanked(text: str, spans: Iterable[Span], filler: str) -> str:
    """The text with the spans overwritten by the filler (one character), so that offsets stay."""
    parts: list[str] = []
    first = 0
    for start, end in sorted(spans):
        start = max(start, first)
        if start < end:
            parts.extend((text[first:start], filler * (end - start)))
            first = end
    return "".join((*parts, text[first:]))


def taken_by(spans: Iterable[Span], length: int) -> bytearray:
    """A text of so many characters with the spans marked, for `overlaps_any`."""
    taken = bytearray(length)
    for start, end in spans:
        mark(taken, start, end)
    return taken


def overlaps_any(taken: bytearray, start: int, end: int) -> bool:
    """Whether a span meets one that was marked in `taken`."""
    return taken.find(1, start, end) >= 0


def mark(taken: bytearray, start: int, end: int) -> None:
    taken[start:end] = b"\x01" * (end - start)


def windows(text: str, longest: int, ends: re.Pattern[str]) -> Iterator[Span]:
    """The spans a text is read in: all of it, or where it is longer than `longest`, cut behind the last match of
    `ends`.

    What is cut anywhere was written to be long: no sentence, unit or clause of a notice is.
    """
    first = 0
    while len(text) - first > longest:
        last = first + longest
        cut = max((match.end() for match in ends.finditer(text, first, last)), default=last)
        yield first, cut
        first = cut
    if first < len(text):
        yield first, len(text)
