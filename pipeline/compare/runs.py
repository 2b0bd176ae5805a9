"""The words of a clause that name something: runs between verbs, small words and marks."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.compare.firmness import Firmness
from pipeline.compare.pair_view import EditionView
from pipeline.compare.statements import Part, offsets
from pipeline.knowledge.chinese import RE_HAN
from pipeline.knowledge.common_words import CommonWords


def runs(view: EditionView, part: Part, firmness: Firmness, common: CommonWords) -> Iterator[list[str]]:
    """The words of a clause, cut at what names nothing: small words, verbs, marks."""
    run: list[str] = []
    for word in _words(view, part):
        if firmness.is_small(word) or not RE_HAN.search(word) or common.names_nothing(word):
            if run:
                yield run
            run = []
        else:
            run.append(word)
    if run:
        yield run


def _words(view: EditionView, part: Part) -> Iterator[str]:
    places = offsets(part.passage)
    begun = 0
    for i in range(1, len(places) + 1):
        if i == len(places) or places[i] in view.borders:
            yield part.said[begun:i]
            begun = i


def words_of(view: EditionView, part: Part) -> list[str]:
    """The words of a clause in order, without white space."""
    return list(_words(view, part))
