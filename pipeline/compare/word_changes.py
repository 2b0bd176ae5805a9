"""What one notice says that another does not: words and phrases, with the raw counts of both sides."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from pipeline.compare.profile import NoticeFacts
from pipeline.compare.statistics import log_odds
from pipeline.compare.task_view import ALIGNED_KINDS
from pipeline.knowledge.chinese import RE_HAN
from pipeline.records import Clause, Unit, WordChange

DIGITS = 4
FEWEST_OCCURRENCES = 2  # in both notices together: what is said once cannot lean either way
# The prior weighs as much as a tenth of both texts. As heavy as the texts themselves it would pull every word of a
# notice of 1,500 words below 1.96, however one-sided its use.
PRIOR_WEIGHT = 0.1
RE_DIGIT = re.compile(r"\d")


def word_counts(units: Iterable[Unit], clauses: Iterable[Clause]) -> tuple[Counter[str], Counter[str]]:
    """(words, phrases of two neighbouring words), outside responsibility clauses.

    A word has two or more characters, Chinese ones among them, and no digit.
    """
    spans: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for clause in clauses:
        spans[clause.unit_id].append((clause.start, clause.end))
    words: Counter[str] = Counter()
    phrases: Counter[str] = Counter()
    for unit in units:
        before = ""
        for word, start in _placed(unit):
            counts = (
                len(word) > 1
                and bool(RE_HAN.search(word))
                and not RE_DIGIT.search(word)
                and not any(a <= start < b for a, b in spans[unit.unit_id])
            )
            if counts:
                words[word] += 1
                if before:
                    phrases[before + word] += 1
            before = word if counts else ""
    return words, phrases


def _placed(unit: Unit) -> Iterator[tuple[str, int]]:
    """Each word with where it starts in the notice; words tile the text but for white space."""
    at = 0
    for word in unit.words:
        at = unit.text.index(word, at)
        yield word, unit.start + at
        at += len(word)


def word_changes(old: NoticeFacts, new: NoticeFacts) -> list[WordChange]:
    """Signed log-odds of every word and phrase the two notices use at least twice together.

    Positive: the newer notice leans on it. The prior is the word's frequency in both (Monroe, Colaresi
    and Quinn 2008). Empty where a notice has no words: units must have been segmented first.
    """
    sides = [
        word_counts((unit for unit in facts.units if unit.kind in ALIGNED_KINDS), facts.clauses) for facts in (old, new)
    ]
    rows = []
    for form, before, after in zip(("word", "phrase"), *sides):
        z = {word: -score for word, score in log_odds(before, after, prior_weight=PRIOR_WEIGHT).items()} | log_odds(
            after, before, prior_weight=PRIOR_WEIGHT
        )
        for word in sorted(z, key=lambda word: (-z[word], word)):
            if before[word] + after[word] >= FEWEST_OCCURRENCES:
                rows.append(
                    WordChange(
                        old.notice.notice_id,
                        new.notice.notice_id,
                        form,
                        word,
                        round(z[word], DIGITS) + 0.0,
                        before[word],
                        after[word],
                        sum(before.values()),
                        sum(after.values()),
                    )
                )
    return rows
