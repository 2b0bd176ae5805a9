"""The same thing said in another way: stance, and wording that grew firmer or softer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from pipeline.compare.clauses import SAME
from pipeline.compare.pair_view import PairView
from pipeline.compare.places import place_of
from pipeline.compare.ranking import Draft
from pipeline.compare.statements import Part, offsets
from pipeline.compare.wording import quote, say
from pipeline.knowledge.rules import alternatives
from pipeline.records.findings import FindingKind

SHORTEST_OBJECT = 3
LONGEST_CLAUSE = 48
CLEAR_STEP = 2  # levels between two adverbs that readers agree on
LONGEST_OBJECT = 14
FRAME = 0.45  # cosine from which two clauses are about the same thing ...
# What may stand before a policy without making it another: 稳健的货币政策
RE_ATTRIBUTE = re.compile(r"稳健|积极|适度宽松|审慎|实行|把")
RE_SEPARATOR = re.compile(r"[、“”‘’（）《》·—\s]")


@dataclass(frozen=True, eq=False)
class Firmness:
    """configs/lexicon/firmness.yaml: scales of words from weak to firm, small words, subjects of policy."""

    levels: Mapping[str, Sequence[tuple[int, str]]]  # scale -> (level, word), the longest words first
    small: re.Pattern[str]
    small_lead: re.Pattern[str]
    subjects: re.Pattern[str]
    words: re.Pattern[str]
    opening: re.Pattern[str]

    @classmethod
    def from_lexicon(cls, data: Mapping[str, Any]) -> Firmness:
        levels = {
            scale["scale"]: sorted(
                ((level, word) for level, words in enumerate(scale["levels"]) for word in words),
                key=lambda pair: -len(pair[1]),
            )
            for scale in data["scales"]
        }
        small, words = (
            alternatives(data["small"]),
            alternatives({word for scale in levels.values() for _, word in scale}),
        )
        subjects = alternatives(data["subjects"])
        opening = re.compile(
            rf"^(?:今年|[^，、]{{1,4}}的)?(?P<subject>{subjects})(?:要|应|必须|将|更加|保持|坚持|继续)"
        )
        return cls(
            levels, re.compile(small), re.compile(f"(?:{small})+"), re.compile(subjects), re.compile(words), opening
        )

    def is_small(self, word: str) -> bool:
        """Whether a word is a small word or a word of a scale, and so names nothing."""
        return bool(self.small.fullmatch(word) or self.words.fullmatch(word))

    def without(self, text: str) -> str:
        """A text without the words of the scales."""
        return self.words.sub("", text)

    def direction(self, before: str, after: str) -> FindingKind | None:
        """firmer or softer, where the words of one scale say so and no scale says the opposite."""
        steps = {step for scale in self.levels for step in [self._step(scale, before, after)] if step}
        if len(steps) != 1:
            return None
        return "firmer" if steps.pop() > 0 else "softer"

    def _step(self, scale: str, before: str, after: str) -> int:
        found = [self._level(scale, text, other) for text, other in ((before, after), (after, before))]
        if None in found or found[0] == found[1]:
            return 0
        if scale == "adverb" and abs(found[1] - found[0]) < CLEAR_STEP:
            return 0
        return 1 if found[1] > found[0] else -1

    def _level(self, scale: str, text: str, other: str) -> int | None:
        """The level of the longest word of a scale that stands in a text and not in the other."""
        return next((level for level, word in self.levels[scale] if word in text and word not in other), None)


def stance_findings(pair: PairView, firmness: Firmness) -> Iterator[Draft]:
    """One draft a pair of clauses that say something else of the same thing; what differs in small words or numbers alone is the same."""
    yield from _policies(pair, firmness)
    for i, j, likeness in pair.clauses.pairs:
        old, new = pair.clauses.old[i], pair.clauses.new[j]
        if (
            likeness < SAME
            and not re.search(r"\d", old.said + new.said)
            and max(len(old.said), len(new.said)) <= LONGEST_CLAUSE
        ):
            frame = _frame(pair, firmness, old, new)
            if frame and (likeness >= FRAME or frame.is_policy or (old.statement.depth and new.statement.depth)):
                yield from _reworded(pair, firmness, old, new, frame)


def _policies(pair: PairView, firmness: Firmness) -> Iterator[Draft]:
    """What is said of each subject of policy where it is the subject of the clause: 稳健的货币政策要灵活适度."""
    said = [_by_subject(view.plan, firmness) for view in (pair.old, pair.new)]
    for thing, new in said[1].items():
        old = said[0].get(thing)
        if not old:
            continue
        ends = [part.said.partition(thing)[2] for part in (old, new)]
        told = [firmness.small.sub("", RE_SEPARATOR.sub("", end)) for end in ends]
        if told[0] != told[1] and all(told):
            zh, en = say(
                "stance_changed", subject=thing, a=quote(old.said, around=thing), b=quote(new.said, around=thing)
            )
            yield Draft(
                "stance_changed",
                thing,
                zh,
                en,
                (quote(ends[0]), quote(ends[1])),
                (old.passage, new.passage),
                POLICY_PLACE,
                1.0,
            )


POLICY_PLACE = 0.95  # the stance of a whole policy is read first, wherever it stands


def _by_subject(plan: Sequence[Part], firmness: Firmness) -> dict[str, Part]:
    """Subject of policy -> the first clause that opens with it and says how it is to be."""
    found: dict[str, Part] = {}
    for part in plan:
        match = firmness.opening.match(part.said)
        if (
            match
            and match.end() < len(part.said)
            and not re.search(r"\d", part.said)
            and len(part.said) <= LONGEST_CLAUSE
        ):
            found.setdefault(match["subject"], part)
    return found


@dataclass(frozen=True, slots=True)
class Frame:
    """Two clauses around the thing both speak of: what each says before and behind it."""

    thing: str
    before: tuple[str, str]
    behind: tuple[str, str]
    is_policy: bool


def _frame(pair: PairView, firmness: Firmness, old: Part, new: Part) -> Frame | None:
    """None where the two name different things: what narrows the thing, the words right before it, must be the same."""
    place = _shared(pair, firmness, old, new)
    if not place:
        return None
    a, b, size = place
    thing = old.said[a : a + size]
    before, behind = (old.said[:a], new.said[:b]), (old.said[a + size :], new.said[b + size :])
    policy = firmness.subjects.search(thing)
    if not policy and len(thing) < SHORTEST_OBJECT:
        return None
    narrowing = [firmness.small.sub("", RE_SEPARATOR.sub("", text)) for text in before]
    narrowing = [RE_ATTRIBUTE.sub("", firmness.without(text)) for text in narrowing]
    return Frame(thing, before, behind, bool(policy)) if narrowing[0] == narrowing[1] else None


def _shared(pair: PairView, firmness: Firmness, old: Part, new: Part) -> tuple[int, int, int] | None:
    """(place in the older, place in the newer clause, length) of the longest words both share, small words aside; it begins and ends where words do."""
    places = offsets(old.passage), offsets(new.passage)
    best: tuple[int, tuple[int, int, int]] | None = None
    for block in SequenceMatcher(None, old.said, new.said, autojunk=False).get_matching_blocks():
        a, b, size = block.a, block.b, block.size
        while size and not _at_border(pair, places, a, b):
            a, b, size = a + 1, b + 1, size - 1
        while size and not _at_border(pair, places, a + size, b + size):
            size -= 1
        lead = firmness.small_lead.match(old.said[a : a + size])
        skip = lead.end() if lead else 0
        a, b, size = a + skip, b + skip, size - skip
        told = len(firmness.small.sub("", RE_SEPARATOR.sub("", old.said[a : a + size])))
        if told and (best is None or told > best[0]):
            best = told, (a, b, size)
    return best[1] if best else None


def _at_border(pair: PairView, places: tuple[list[int], list[int]], a: int, b: int) -> bool:
    sides = ((pair.old, places[0], a), (pair.new, places[1], b))
    return all(at in (0, len(where)) or where[at] in view.borders for view, where, at in sides)


def _reworded(pair: PairView, firmness: Firmness, old: Part, new: Part, frame: Frame) -> Iterator[Draft]:
    verbs = tuple(before + " " + behind for before, behind in zip(frame.before, frame.behind))
    told = [firmness.small.sub("", RE_SEPARATOR.sub("", text)) for text in frame.behind]
    direction = firmness.direction(*verbs)
    predicate = told[0] != told[1] and any(told)
    if not direction and not predicate:
        return
    kind: FindingKind = direction if direction and not predicate else "stance_changed"
    thing = frame.thing.strip("的、")[-LONGEST_OBJECT:]
    zh, en = say(kind, subject=thing, a=quote(old.said, around=frame.thing), b=quote(new.said, around=frame.thing))
    titles = old.statement.depth and new.statement.depth
    size = (
        0.95
        if frame.is_policy and predicate and all(told)
        else 0.85
        if titles and all(told)
        else 0.6
        if direction
        else 0.45
        if all(told)
        else 0.25
    )
    yield Draft(
        kind,
        thing,
        zh,
        en,
        (quote(verbs[0]), quote(verbs[1])),
        (old.passage, new.passage),
        place_of(pair.new, new.statement),
        size,
        ("firmness",) if direction and predicate else (),
    )
