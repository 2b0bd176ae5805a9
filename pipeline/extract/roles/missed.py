"""Places that look like a responsibility clause but gave no body: each is told, so that a reader can look."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pipeline.extract.roles.grammar import Grammar, Verb
from pipeline.extract.spans import Span, mark, overlaps_any, taken_by

RE_BRACKET = re.compile(r"（[^（）\n]{2,60}）")
RE_PART = re.compile(r"[^，。；,;：:\n（）]+")
# Who it may be that leads: somebody behind 由, or a name that ends like a body
RE_BY = re.compile(r"由(?!于|此|来|衷)[^由]{2,}$")
RE_LIKE_BODY = re.compile(r"(?:[局委办厅署司]|政府|部门|单位|管委会|公司|中心|专班|小组|协会|街道)[要应须]?$")
LONGEST = 60


def missed_places(grammar: Grammar, text: str, read: Iterable[Span]) -> Iterator[Span]:
    """The spans of clause-like places outside the clauses that were read, in order."""
    taken = taken_by(read, len(text))
    for start, end in sorted({*_labels(grammar, text), *_brackets(grammar, text), *_sentences(grammar, text)}):
        if not overlaps_any(taken, start, end):
            mark(taken, start, end)
            yield start, end


def _labels(grammar: Grammar, text: str) -> Iterator[Span]:
    for label in grammar.labels(text, 0, len(text)):
        if label.role and label.colon and not label.bare:
            end = text.find("\n", label.start)
            yield label.start, min(end if end >= 0 else len(text), label.start + LONGEST)


def _brackets(grammar: Grammar, text: str) -> Iterator[Span]:
    for bracket in RE_BRACKET.finditer(text):
        inner = bracket[0][1:-1]
        if any(verb.end == len(inner) or inner[verb.end] in "，；。" for verb in grammar.verbs(inner) if not verb.weak):
            yield bracket.span()


def _sentences(grammar: Grammar, text: str) -> Iterator[Span]:
    for part in RE_PART.finditer(text):
        for verb in grammar.verbs(part[0]):
            if not verb.weak and _somebody(part[0], verb):
                yield part.span()
                break


def _somebody(part: str, verb: Verb) -> bool:
    before = part[: verb.start]
    closes = verb.end == len(part)
    return bool(RE_BY.search(before)) or (closes and verb.role != "support" and bool(RE_LIKE_BODY.search(before)))
