"""The topics of a Chinese phrase in English, for readers who know no Chinese: a gloss beside it, never in its place."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from pipeline.config import read_yaml

MOST_TOPICS = 4


@lru_cache(maxsize=1)
def _topics() -> tuple[dict[str, str], re.Pattern[str]]:
    """(Chinese -> English, the longest of several first)."""
    read = read_yaml(Path(__file__).with_suffix(".yaml"))["topics"]
    names = {str(chinese): str(english) for chinese, english in read.items()}
    ordered = sorted(names, key=lambda name: -len(name))
    return names, re.compile("|".join(map(re.escape, ordered)))


@lru_cache(maxsize=4096)
def topics_en(phrase: str, *, most: int = MOST_TOPICS) -> str:
    """The topics a phrase names, in its order, each once: 保障和改善民生 is People's wellbeing; "" where none is known."""
    names, pattern = _topics()
    plain = re.sub(r"[“”‘’]", "", phrase)
    found = list(dict.fromkeys(names[word] for word in pattern.findall(plain)))[:most]
    said = ", ".join(found)
    return said[:1].upper() + said[1:]
