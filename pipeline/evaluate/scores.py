"""Precision, recall and F1 of units, roles, targets, themes and entities against the gold.

Every measure counts gold and found alike: what was never proposed is a miss, what was proposed
beyond the gold is a false find. Optional targets count neither way.
"""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from pipeline.evaluate.gold import GoldTarget, GoldUnit
from pipeline.records import Entity, Role, Target, ThemeGuess, Unit

MEASURES = ("units", "kind", "roles", "targets", "targets_whole", "theme", "entities")
# 突破 and 不低于 promise the same to whoever checks the number.
SAME_OPERATORS = {"gt": "ge", "lt": "le"}
HEAD_LENGTH = 10


@dataclass(slots=True)
class Tally:
    """Counts of one measure. Precision, recall and F1 are None where nothing was there to count."""

    hits: int = 0
    found: int = 0
    gold: int = 0

    def add(self, hits: int, found: int, gold: int) -> None:
        self.hits, self.found, self.gold = self.hits + hits, self.found + found, self.gold + gold

    @property
    def precision(self) -> float | None:
        return self.hits / self.found if self.found else None

    @property
    def recall(self) -> float | None:
        return self.hits / self.gold if self.gold else None

    @property
    def f1(self) -> float | None:
        return 2 * self.hits / (self.found + self.gold) if self.found + self.gold else None


@dataclass(frozen=True, slots=True)
class Error:
    """One miss or false find, for the error listing."""

    measure: str
    sign: str  # "!" missed, "?" found but not in the gold
    head: str
    detail: str


@dataclass(slots=True)
class NoticeScore:
    """All measures of one notice, with every error behind them."""

    notice_id: str
    tallies: dict[str, Tally] = field(default_factory=lambda: {measure: Tally() for measure in MEASURES})
    errors: list[Error] = field(default_factory=list)
    themes: list[tuple[str, str]] = field(default_factory=list)  # (gold, found)


@dataclass(frozen=True, slots=True)
class FoundUnit:
    """A unit of the pipeline with its facts."""

    unit: Unit
    roles: list[Role]
    targets: list[Target]
    entities: list[Entity]
    theme: ThemeGuess | None


def bare(text: str) -> str:
    """Letters, digits and % alone: full width, spaces and punctuation never decide."""
    return "".join(char for char in unicodedata.normalize("NFKC", text or "") if char.isalnum() or char == "%")


def pair_units(
    gold: list[GoldUnit], found: list[FoundUnit]
) -> tuple[list[tuple[GoldUnit, FoundUnit | None]], list[FoundUnit]]:
    """(pairs in gold order, units left over): paired by how their texts begin."""
    heads = [bare(one.unit.text)[: 4 * HEAD_LENGTH] for one in found]
    free = list(range(len(found)))
    pairs: list[tuple[GoldUnit, FoundUnit | None]] = []
    for wanted in gold:
        head = bare(wanted.head)[:HEAD_LENGTH]
        index = next((i for i in free if heads[i].startswith(head)), None)
        if index is None:
            index = next((i for i in free if 0 <= heads[i].find(head) < HEAD_LENGTH), None)
        if index is not None:
            free.remove(index)
        pairs.append((wanted, found[index] if index is not None else None))
    return pairs, [found[i] for i in free]


def _core(target: GoldTarget | Target) -> tuple:
    unit = bare(target.unit)
    return (
        round(target.value, 6),
        target.value_high,
        "" if unit == "元" else unit,
        SAME_OPERATORS.get(target.op, target.op),
    )


def _same_core(gold: GoldTarget, found: Target) -> bool:
    return _core(gold) == _core(found)


def similar(a: str, b: str) -> bool:
    """One holds the other, or they share half their character pairs (Dice 1945)."""
    a, b = bare(a), bare(b)
    if not a or not b:
        return a == b
    if a in b or b in a:
        return True
    pairs_a, pairs_b = (Counter(text[i : i + 2] for i in range(len(text) - 1)) for text in (a, b))
    return 2 * (pairs_a & pairs_b).total() >= 0.5 * (pairs_a.total() + pairs_b.total())


def _same_whole(gold: GoldTarget, found: Target) -> bool:
    return (
        _same_core(gold, found)
        and gold.kind == found.kind
        and gold.deadline == found.deadline
        and gold.each_year == found.each_year
        and gold.direction == found.direction
        and similar(gold.indicator, found.indicator)
    )


def _match_targets(
    gold: Iterable[GoldTarget], found: Iterable[Target], same: Callable[[GoldTarget, Target], bool]
) -> tuple[int, list[GoldTarget], list[Target]]:
    """(hits, missed, false finds); required targets choose first, optional ones count neither way."""
    gold, left = sorted(gold, key=lambda target: target.optional), list(found)
    hits, missed = 0, []
    for wanted in gold:
        candidates = sorted(
            (one for one in left if same(wanted, one)), key=lambda one: not similar(wanted.indicator, one.indicator)
        )
        if candidates:
            left.remove(candidates[0])
            hits += not wanted.optional
        elif not wanted.optional:
            missed.append(wanted)
    optional_values = {round(wanted.value, 6) for wanted in gold if wanted.optional}
    return hits, missed, [one for one in left if round(one.value, 6) not in optional_values]


def score_notice(notice_id: str, gold: list[GoldUnit], found: list[FoundUnit]) -> NoticeScore:
    """Score one notice. A unit that was not found misses everything annotated in it."""
    score = NoticeScore(notice_id)
    pairs, spare = pair_units(gold, found)
    score.tallies["units"].add(sum(one is not None for _, one in pairs), len(found), len(gold))
    for wanted, one in pairs:
        _score_pair(score, wanted, one)
    for one in spare:
        score.errors.append(Error("units", "?", one.unit.text[:20], one.unit.kind))
        score.tallies["roles"].add(0, len({(role.role, bare(role.department)) for role in one.roles}), 0)
        numbers = len([target for target in one.targets if target.kind != "grant"])
        score.tallies["targets"].add(0, numbers, 0)
        score.tallies["targets_whole"].add(0, numbers, 0)
    return score


def _score_pair(score: NoticeScore, wanted: GoldUnit, one: FoundUnit | None) -> None:
    if one is None:
        score.errors.append(Error("units", "!", wanted.head, wanted.kind))
    else:
        score.tallies["kind"].add(one.unit.kind == wanted.kind, 1, 1)
        if one.unit.kind != wanted.kind:
            score.errors.append(Error("kind", "!", wanted.head, f"{wanted.kind} read as {one.unit.kind}"))
    _score_sets(
        score,
        "roles",
        wanted.head,
        {(role, bare(name)) for role, name in wanted.roles},
        {(role.role, bare(role.department)) for role in (one.roles if one else [])},
    )
    found_targets = [target for target in (one.targets if one else []) if target.kind != "grant"]
    for measure, same in (("targets", _same_core), ("targets_whole", _same_whole)):
        hits, missed, extra = _match_targets(wanted.targets, found_targets, same)
        score.tallies[measure].add(hits, hits + len(extra), hits + len(missed))
        score.errors.extend(
            Error(measure, "!", wanted.head, f"{target.text} {_core(target)} {target.kind} {target.deadline}")
            for target in missed
        )
        score.errors.extend(
            Error(measure, "?", wanted.head, f"{target.text} {_core(target)} {target.kind} {target.deadline}")
            for target in extra
        )
    if wanted.theme:
        guess = one.theme.theme if one and one.theme else ""
        right = guess in (wanted.theme, wanted.theme2)
        score.tallies["theme"].add(right, 1, 1)
        score.themes.append((wanted.theme, guess))
        if not right:
            score.errors.append(Error("theme", "!", wanted.head, f"{wanted.theme} read as {guess or 'nothing'}"))
    if wanted.entities is not None:
        _score_sets(
            score,
            "entities",
            wanted.head,
            {(label, bare(text)) for label, text in wanted.entities},
            {(entity.label, bare(entity.text)) for entity in (one.entities if one else [])},
        )


def _score_sets(
    score: NoticeScore, measure: str, head: str, gold: set[tuple[str, str]], found: set[tuple[str, str]]
) -> None:
    score.tallies[measure].add(len(gold & found), len(found), len(gold))
    score.errors.extend(Error(measure, "!", head, " ".join(pair)) for pair in sorted(gold - found))
    score.errors.extend(Error(measure, "?", head, " ".join(pair)) for pair in sorted(found - gold))


def total(scores: Iterable[NoticeScore]) -> dict[str, Tally]:
    """Micro-average: counts added over notices."""
    sums: dict[str, Tally] = defaultdict(Tally)
    for score in scores:
        for measure, tally in score.tallies.items():
            sums[measure].add(tally.hits, tally.found, tally.gold)
    return dict(sums)


def macro_f1(pairs: list[tuple[str, str]]) -> float | None:
    """Mean F1 over the themes that occur in the gold; None without any."""
    themes = sorted({gold for gold, _ in pairs})
    if not themes:
        return None
    values = []
    for theme in themes:
        tally = Tally(
            sum(gold == found == theme for gold, found in pairs),
            sum(found == theme for _, found in pairs),
            sum(gold == theme for gold, _ in pairs),
        )
        values.append(tally.f1 or 0.0)
    return sum(values) / len(values)
