"""The user dictionary of the segmenter: listed words, and every department name of every level."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.knowledge.bodies import Registry

# Levels whose department names stay whole: 市发展改革委, 省工业和信息化厅, 区教育局.
LEVEL_PREFIXES = ("省", "市", "区", "县")
PARTY_PREFIXES = ("省委", "市委", "区委", "县委")


def dictionary_words(listed: Iterable[str], registry: Registry) -> set[str]:
    """Listed words, central names, and level + stem for every stem of the registry."""
    words = {word for word in listed if len(word) > 1}
    words.update(name for name in registry.central if len(name) > 2)
    for stem, entries in registry.stems.items():
        classes = {prefix for entry in entries for prefix in entry.prefixes}
        if "place" in classes and len(stem) > 1:
            words.update(prefix + stem for prefix in LEVEL_PREFIXES)
        if "party" in classes and len(stem) > 1:
            words.update(prefix + stem for prefix in PARTY_PREFIXES)
    return words
