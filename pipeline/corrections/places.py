"""Find again what a decision speaks of: the same words in a notice that was cleaned or cut anew."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

from pipeline.records import Notice, Unit

HEAD = 16  # characters of a unit's beginning by which it is known


def squashed(text: str) -> str:
    """Text as it is compared: one width, no white space."""
    return "".join(char for char in unicodedata.normalize("NFKC", text) if not char.isspace())


def head_of(unit: Unit) -> str:
    """The beginning of a unit by which it is found again."""
    return squashed(unit.text)[:HEAD]


def path_of(unit: Unit) -> str:
    """The printed path of a unit, without its notice: 二-17."""
    return unit.unit_id.removeprefix(f"{unit.notice_id}/")


def find_unit(units: Sequence[Unit], path: str, head: str) -> Unit | None:
    """The unit with this beginning: at this path if one is there, else the only one that begins so; None if neither."""
    head = squashed(head)[:HEAD]
    alike = [unit for unit in units if _begins(unit, head)]
    at_path = [unit for unit in alike if path_of(unit) == path]
    found = at_path or alike
    return found[0] if len(found) == 1 else None


def _begins(unit: Unit, head: str) -> bool:
    return squashed(unit.text[: 4 * HEAD]).startswith(head) if head else not unit.text


def find_span(text: str, words: str, start: int = 0, end: int | None = None) -> tuple[int, int] | None:
    """Where words stand in `text[start:end]`, white space and width aside; None unless they stand there just once."""
    end = len(text) if end is None else end
    kept = [(squashed(text[at]), at) for at in range(start, end)]
    signs = "".join(sign for sign, _ in kept)
    places = [at for sign, at in kept for _ in sign]
    wanted = squashed(words)
    first = signs.find(wanted) if wanted else -1
    if first < 0 or signs.find(wanted, first + 1) >= 0:
        return None
    return places[first], places[first + len(wanted) - 1] + 1


def place_in(notice: Notice, unit: Unit, words: str) -> tuple[int, int]:
    """The span that words take in a unit or its headings, else the whole unit."""
    found = find_span(notice.text, words, unit.start, unit.end)
    for start, end in () if found else unit.heading_spans:
        found = found or find_span(notice.text, words, start, end)
    return found or (unit.start, unit.end)


def unit_of(units: Iterable[Unit], at: int) -> Unit | None:
    """The unit that holds a place of the text."""
    return next((unit for unit in units if unit.start <= at < unit.end), None)
