"""Terms that few places say, or that nearly all say and some leave out, against chance.

A term is said by a place if it stands in what the place plans, and left out only if it stands nowhere in
its text; a text that breaks off tells nothing of what it does not say. Chance is the urn: the mentions of
all places drawn by the clauses of each (Fisher's exact test, hypergeometric), corrected for all terms (Holm).
Names that only their own place can say are kept apart from ideas.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np
from scipy.stats import hypergeom

from pipeline.compare.across.group import CrossSection, Member, stem
from pipeline.compare.across.names import Names
from pipeline.compare.finders.terms import RE_NO_TERM, _candidates, _entities
from pipeline.compare.pair_view import EditionView, plain
from pipeline.compare.rules import FindingRules
from pipeline.compare.runs import runs, words_of
from pipeline.compare.significance import holm
from pipeline.compare.statements import Part, squash
from pipeline.records.crosses import CrossTerm
from pipeline.records.findings import Passage

NAMING_GROUNDS = {"quoted", "named"}
ALONE_GROUNDS = ("quoted", "named", "rare")  # what one place says alone is told only if it is a name or a rare word
SHORTEST = 3
SHORTEST_OBJECT, LONGEST_OBJECT = 4, 10
LOCAL_LABELS = ("PLACE", "ORG", "PROJECT")


def terms(cross: CrossSection, names: Names, rules: FindingRules) -> list[CrossTerm]:
    """Terms by how little chance explains their spread, then by how many say them."""
    first, grounds = _first_places(cross, rules)
    local = _LocalNames(cross)
    alone = _Alone(cross, rules)
    asked = (
        _term(cross, surface, first[surface], _is_name(surface, first, grounds, alone), local)
        for surface in _worth_asking(first, grounds, cross.stems)
        if not names.tells_nothing(surface)
    )
    found = [term for term in asked if term]
    if not found:
        return []
    chances = _chances(cross, found).tolist()
    weighed = [replace(term, p=p, p_corrected=round(c or 0.0, 6)) for term, p, c in zip(found, chances, holm(chances))]
    return sorted(_without_parts(weighed), key=lambda term: (term.p, -len(term.said_by), term.term))


def _is_name(
    surface: str, first: Mapping[str, Mapping[str, Part]], grounds: Mapping[str, set[str]], alone: _Alone
) -> bool:
    """Quoted, or read as a name or a rare word of several places and somewhere not a piece of a longer compound."""
    if "quoted" in grounds[surface]:
        return True
    named = bool(grounds[surface] & NAMING_GROUNDS) or ("rare" in grounds[surface] and len(first[surface]) > 1)
    return named and alone.is_somewhere(surface, first[surface])


class _Alone:
    """Where a term is all that a run of words names: 贸易港 never is where every text says 自由贸易港 or 数字贸易港."""

    def __init__(self, cross: CrossSection, rules: FindingRules) -> None:
        self.views = {member.notice_id: member.view for member in cross.members}
        self.stems, self.rules = cross.stems, rules

    def is_somewhere(self, surface: str, said_by: Iterable[str]) -> bool:
        parts = ((self.views[one], part) for one in said_by for part in self._clauses(self.views[one], surface))
        return any(self._is_run(view, part, surface) for view, part in parts)

    @staticmethod
    def _clauses(view: EditionView, surface: str) -> Iterator[Part]:
        numbers = view.clauses_with.get(surface[:2], ())
        return (view.plan[number] for number in numbers if surface in view.plan[number].said)

    def _is_run(self, view: EditionView, part: Part, surface: str) -> bool:
        """Whether words of one run are the term, and the rest is what is done to it, or whose it is."""
        for run in runs(view, part, self.rules.firmness, self.rules.common):
            for begin in range(len(run)):
                for end in range(begin + 1, len(run) + 1):
                    if "".join(run[begin:end]) == surface:
                        return all(self._adds_nothing(word) for word in (*run[:begin], *run[end:]))
        return False

    def _adds_nothing(self, word: str) -> bool:
        return self.rules.common.is_verb(word) or stem(word) in self.stems


def _first_places(cross: CrossSection, rules: FindingRules) -> tuple[dict[str, dict[str, Part]], dict[str, set[str]]]:
    """surface -> notice -> the first clause that says it as a term; surface -> on which grounds it is one."""
    first: dict[str, dict[str, Part]] = defaultdict(dict)
    grounds: dict[str, set[str]] = defaultdict(set)
    for member in cross.members:
        named = _entities(member.view)
        for part in member.view.plan:
            for surface, ground in _candidates(member.view, part, named, rules.firmness, rules.common):
                if len(surface) >= SHORTEST and surface.count("“") == surface.count("”"):
                    first[surface].setdefault(member.notice_id, part)
                    grounds[surface].add(ground)
            for surface in _objects(member, part, rules):
                first[surface].setdefault(member.notice_id, part)
                grounds[surface].add("object")
    return first, grounds


def _objects(member: Member, part: Part, rules: FindingRules) -> Iterator[str]:
    """What a clause ends in, from each of its words on: 行业可信数据空间, 可信数据空间 of 建设行业可信数据空间."""
    words = words_of(member.view, part)
    for at in range(len(words) - 1, 0, -1):
        surface = "".join(words[at:])
        if len(surface) > LONGEST_OBJECT or RE_NO_TERM.search(surface):
            return
        # 可信, 可再生, 可降解 are verbs by their class, and say of what kind a thing is
        opens = words[at].startswith("可") or not rules.common.names_nothing(words[at])
        if len(surface) >= SHORTEST_OBJECT and opens:
            yield surface


def _worth_asking(
    first: Mapping[str, Mapping[str, Part]], grounds: Mapping[str, set[str]], stems: frozenset[str]
) -> Iterator[str]:
    for surface in sorted(first):
        own = grounds[surface] & set(ALONE_GROUNDS) or any(name in surface for name in stems)
        if len(first[surface]) > 1 or own:
            yield surface


def _term(
    cross: CrossSection, surface: str, first: Mapping[str, Part], is_name: bool, local: _LocalNames
) -> CrossTerm | None:
    bare = plain(surface)
    held = [member for member in cross.members if member.view.holds(bare)]
    silent = [member for member in cross.members if member not in held]
    counts = {member.notice_id: member.view.plan_text.count(surface) for member in held}
    said = [member for member in held if counts[member.notice_id]]
    if not said or (not silent and len(said) < len(cross.members)):
        return None
    untold = [member for member in silent if member.cut]
    left = [member for member in silent if not member.cut]
    return CrossTerm(
        surface,
        local.holds(surface, said),
        is_name,
        tuple(member.notice_id for member in said),
        tuple(member.notice_id for member in left),
        tuple(member.notice_id for member in untold),
        tuple(counts[member.notice_id] for member in said),
        1.0,
        1.0,
        tuple(_passage(member, surface, first) for member in said),
    )


def _chances(cross: CrossSection, found: Sequence[CrossTerm]) -> np.ndarray:
    """For each term the least p of any place to say it as often, or as seldom, as it does; times the places asked."""
    columns = {member.notice_id: i for i, member in enumerate(cross.members)}
    sizes = np.array([max(len(member.view.plan), 1) for member in cross.members])
    counts = np.zeros((len(found), len(sizes)), dtype=int)
    asked = np.ones(counts.shape, dtype=bool)
    for row, term in enumerate(found):
        counts[row, [columns[one] for one in term.said_by]] = term.counts
        asked[row, [columns[one] for one in term.untold]] = False
    whole = (sizes * asked).sum(axis=1, keepdims=True)
    drawn = np.minimum(counts.sum(axis=1, keepdims=True), whole)
    counts = np.minimum(counts, sizes)
    least = np.where(asked, 2 * _tails(counts, whole, drawn, sizes), 1.0).min(axis=1, initial=1.0)
    return np.round(np.minimum(1.0, least * asked.sum(axis=1)), 6)


def _tails(counts: np.ndarray, whole: np.ndarray, drawn: np.ndarray, sizes: np.ndarray) -> np.ndarray:
    """The smaller of both tails of the urn for every cell; what is asked twice is reckoned once."""
    asked = np.stack(np.broadcast_arrays(counts, whole, drawn, sizes), axis=-1).reshape(-1, 4)
    once, back = np.unique(asked, axis=0, return_inverse=True)
    count, all_clauses, mentions, own = once.T
    often = hypergeom.sf(count - 1, all_clauses, mentions, own)
    seldom = hypergeom.cdf(count, all_clauses, mentions, own)
    return np.minimum(often, seldom)[back.reshape(-1)].reshape(counts.shape)


def _passage(member: Member, surface: str, first: Mapping[str, Part]) -> Passage:
    part = first.get(member.notice_id)
    if part is None:
        part = next((one for one in member.view.plan if surface in one.said), None)
    if part is not None:
        return part.passage
    return next(one.passage for one in member.view.statements if surface in one.said)


def _without_parts(found: Sequence[CrossTerm]) -> list[CrossTerm]:
    """Without terms that are a part of a longer one with the same spread: 低空经 beside 低空经济."""
    by_spread: dict[tuple[tuple[str, ...], tuple[int, ...]], list[str]] = defaultdict(list)
    for term in found:
        by_spread[(term.said_by, term.counts)].append(term.term)
    return [
        term
        for term in found
        if not any(term.term in other and term.term != other for other in by_spread[(term.said_by, term.counts)])
    ]


class _LocalNames:
    """Names that only their own place can say: they hold the name of a member, or name a place or body of one."""

    def __init__(self, cross: CrossSection) -> None:
        self.stems = cross.stems
        spoken: Counter[str] = Counter()
        for member in cross.members:
            spoken.update(
                {squash(one.text).strip("“”") for one in member.view.facts.entities if one.label in LOCAL_LABELS}
            )
        self.once = {name for name, places in spoken.items() if places == 1}
        self.places = {
            squash(one.text) for member in cross.members for one in member.view.facts.entities if one.label == "PLACE"
        }

    def holds(self, surface: str, said: Sequence[Member]) -> bool:
        if any(name in surface for name in self.stems):
            return True
        if len(said) > 1:
            return False
        own = {stem(name) for name in self.places if len(stem(name)) > 1}
        return surface in self.once or any(name in surface for name in own)
