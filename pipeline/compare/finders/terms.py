"""What is said for the first time of the two editions, or no longer: quoted terms, named things and noun compounds.

A term is told only where the other notice does not hold it anywhere; what the other says in a look
back alone is told as new among the plans. Each sentence tells one term, the one that says most.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.compare.finders.stance import Firmness
from pipeline.compare.pair_view import EditionView, PairView
from pipeline.compare.places import place_of
from pipeline.compare.ranking import Draft
from pipeline.compare.statements import Part, offsets
from pipeline.compare.wording import quote, say
from pipeline.knowledge.chinese import RE_HAN
from pipeline.knowledge.common_words import CommonWords
from pipeline.records.findings import FindingKind

LONGEST_TERM = 10
SHORTEST_TERM = 2
MOST_WORDS = 4
RE_QUOTED = re.compile(r"“([^“”]{2,14})”")
RE_NO_TERM = re.compile(
    r"[\d，。、；：“”‘’（）《》()·—%]|^[的之和与及等以对在把将从由各全]|[的之和与及等以对在把将上中下]$"
)
NEW_CLAUSE = 0.4  # cosine below which a clause has no counterpart


@dataclass(frozen=True, slots=True)
class NewTerm:
    """A term of one notice that the other does not hold, with the clause that says it first."""

    surface: str
    part: Part
    count: int
    quoted: bool
    rare: bool  # holds a word that is in no table of common words
    alone: bool  # the clause has no counterpart in the other notice


def term_findings(pair: PairView, firmness: Firmness, common: CommonWords) -> Iterator[Draft]:
    """Drafts for the terms that came, then for those that went."""
    sides: tuple[tuple[FindingKind, EditionView, EditionView, list[float]], ...] = (
        ("term_new", pair.new, pair.old, list(pair.clauses.best_of_new)),
        ("term_gone", pair.old, pair.new, list(pair.clauses.best_of_old)),
    )
    for kind, view, other, best in sides:
        alone = {part.passage.start for part, likeness in zip(view.plan, best) if likeness < NEW_CLAUSE}
        for term in _best_of_each_sentence(_terms(view, other, firmness, common, alone)):
            yield _draft(pair, kind, view, term)


def _terms(
    view: EditionView, other: EditionView, firmness: Firmness, common: CommonWords, alone: set[int]
) -> Iterator[NewTerm]:
    for part in view.plan:
        for surface, quoted, rare in _candidates(view, part, firmness, common):
            if surface not in other.plan_text:
                yield NewTerm(surface, part, view.plan_text.count(surface), quoted, rare, part.passage.start in alone)


def _candidates(
    view: EditionView, part: Part, firmness: Firmness, common: CommonWords
) -> Iterator[tuple[str, bool, bool]]:
    """(term, whether quoted, whether a word of it is rare): quoted words, then neighbouring words that name something."""
    for match in RE_QUOTED.finditer(part.said):
        yield match[1], True, not common.count(match[1])
    for run in _runs(view, part, firmness, common):
        for size in range(1, min(len(run), MOST_WORDS) + 1):
            for at in range(len(run) - size + 1):
                words = run[at : at + size]
                surface = "".join(words)
                if (
                    not SHORTEST_TERM <= len(surface) <= LONGEST_TERM
                    or RE_NO_TERM.search(surface)
                    or not RE_HAN.match(surface)
                ):
                    continue
                if size > 1 or not common.is_everyday(surface):
                    yield surface, False, any(not common.count(word) and len(word) > 1 for word in words)


def _runs(view: EditionView, part: Part, firmness: Firmness, common: CommonWords) -> Iterator[list[str]]:
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


def _best_of_each_sentence(found: Iterator[NewTerm]) -> Iterator[NewTerm]:
    told: set[str] = set()
    sentences: set[str] = set()
    for term in sorted(
        found, key=lambda term: (-_size(term), term.part.passage.start, -len(term.surface), term.surface)
    ):
        if term.part.statement.id in sentences or any(term.surface in other or other in term.surface for other in told):
            continue
        told.add(term.surface)
        sentences.add(term.part.statement.id)
        yield term


def _size(term: NewTerm) -> float:
    """Between 0 and 1: quoted and rare words, and words said again, weigh more; those in a clause that goes on less."""
    weight = (
        0.25
        + 0.2 * term.quoted
        + 0.2 * term.rare
        + 0.1 * min(term.count - 1, 3)
        + 0.15 * term.alone
        + 0.1 * (len(term.surface) >= 4)
    )
    return min(1.0, weight)


def _draft(pair: PairView, kind: FindingKind, view: EditionView, term: NewTerm) -> Draft:
    (o, n), (o_en, n_en) = pair.names, pair.names_en
    said = quote(term.part.said, 60, around=term.surface)
    reviewed = kind == "term_new" and term.surface in pair.old.text
    zh, en = say(
        "term_new_after_review" if reviewed else kind,
        subject=term.surface,
        o=o,
        n=n,
        o_en=o_en,
        n_en=n_en,
        a=said,
        b=said,
    )
    values = ("", term.surface) if kind == "term_new" else (term.surface, "")
    return Draft(
        kind,
        term.surface,
        zh,
        en,
        values,
        (term.part.passage,),
        place_of(view, term.part.statement),
        _size(term) * (0.7 if reviewed else 1.0),
    )
