"""Where a clean text stands in its file: the wording as printed, and the pages.

Cleaning keeps every Chinese character in its place among the others, so that the characters of a clean text and of
its file are put side by side by counting them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.ingest.invisible import visible
from pipeline.ingest.normalise import one_width, to_simplified
from pipeline.knowledge.chinese import HAN

RE_HAN = re.compile(f"[{HAN}]")
SHORTEST_OPENING, LONGEST_OPENING = 6, 24  # characters by which the beginning of a page is found again


def printed_wording(raw: str, clean: str) -> str:
    """The clean text with its characters as the file prints them (發展 for 发展); "" where that changes nothing.

    Of a character that the two texts do not have in common the clean one stays.
    """
    own = RE_HAN.findall(one_width(visible(raw)))
    places = [match.start() for match in RE_HAN.finditer(clean)]
    if len(own) != len(places):
        return ""
    characters = list(clean)
    for place, character in zip(places, own):
        if _is_same(character, characters[place]):
            characters[place] = character
    printed = "".join(characters)
    return printed if printed != clean else ""


def _is_same(printed: str, clean: str) -> bool:
    return printed == clean or to_simplified(printed) == clean or (printed, clean) == ("著", "着")


def page_starts(openings: Sequence[str], clean: str) -> tuple[int, ...]:
    """Where every page begins in the clean text, by the first words of each; -1 where that cannot be told."""
    places = [match.start() for match in RE_HAN.finditer(clean)]
    stream = "".join(clean[place] for place in places)
    found: list[int] = []
    after = 0
    for opening in openings:
        words = "".join(RE_HAN.findall(to_simplified(one_width(opening))))[:LONGEST_OPENING]
        at = _find(words, stream, after)
        found.append(places[at] if at >= 0 else -1)
        after = max(after, at)
    return tuple(found) if any(start >= 0 for start in found) else ()


def _find(words: str, stream: str, after: int) -> int:
    """The one place behind `after` where the words stand, or as many of them as stand anywhere."""
    for length in range(len(words), SHORTEST_OPENING - 1, -3):
        at = stream.find(words[:length], after)
        if at >= 0:
            return at if stream.find(words[:length], at + 1) < 0 else -1
    return -1
