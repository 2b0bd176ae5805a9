"""English names of places, for readers who know no Chinese."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from pipeline.config import read_yaml


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    found: dict[str, dict[str, str]] = read_yaml(Path(__file__).with_suffix(".yaml"))
    return found["names"]


def place_en(place: str) -> str:
    """The English name of a place: Shandong for 山东省 and for 山东; as it is where it has none."""
    return _names().get(place) or next((_names()[place + end] for end in "省市" if place + end in _names()), place)


def listed_en(places: Sequence[str]) -> str:
    """A, B and C."""
    named = [place_en(place) for place in places]
    return f"{', '.join(named[:-1])} and {named[-1]}" if len(named) > 1 else "".join(named)
