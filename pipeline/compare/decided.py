"""What persons decided about two editions: links drawn or never drawn, indicators joined or parted, findings struck."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pipeline.compare.profile import NoticeFacts
from pipeline.corrections.apply import PERSON
from pipeline.corrections.places import find_unit
from pipeline.records import Correction, Role, Target
from pipeline.records.findings import Finding, Indicator, Match

FINDING_FIELDS = ("zh", "en")
Pairs = frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Decided:
    """Pairs of (older, newer) that belong together, and pairs that do not, whatever their scores say."""

    pinned: Pairs = frozenset()
    forbidden: Pairs = frozenset()


def decisions(old: NoticeFacts, new: NoticeFacts, kind: str) -> Iterator[tuple[Correction, bool]]:
    """Each decision of a kind about these two notices, and whether it was made with them the other way round."""
    ids = old.notice.notice_id, new.notice.notice_id
    for one in old.decided:
        between = one.notice_id, one.other_notice_id
        if one.kind == kind and between in (ids, ids[::-1]):
            yield one, between != ids


def decided_links(old: NoticeFacts, new: NoticeFacts) -> Decided:
    """Pairs of unit ids. A decision whose units are not there any more draws nothing."""
    return _decided(_unit_pairs(old, new))


def decided_indicators(old: NoticeFacts, new: NoticeFacts) -> Decided:
    """Pairs of heads of indicators, as the ledgers name them."""
    rows = ((one, *_sides(one, turned)) for one, turned in decisions(old, new, "indicator"))
    return _decided((one.action, mine[1], theirs[1]) for one, mine, theirs in rows)


def _unit_pairs(old: NoticeFacts, new: NoticeFacts) -> Iterator[tuple[str, str, str]]:
    for one, turned in decisions(old, new, "link"):
        mine, theirs = _sides(one, turned)
        a, b = find_unit(old.units, *mine), find_unit(new.units, *theirs)
        if a and b:
            yield one.action, a.unit_id, b.unit_id


def _sides(one: Correction, turned: bool) -> tuple[tuple[str, str], tuple[str, str]]:
    """(unit, surface) on the side of the older and of the newer notice."""
    sides = (one.unit, one.surface), (one.other_unit, one.other_surface)
    return (sides[1], sides[0]) if turned else sides


def _decided(rows: Iterable[tuple[str, str, str]]) -> Decided:
    rows = list(rows)
    return Decided(
        frozenset((a, b) for action, a, b in rows if action in ("confirm", "add")),
        frozenset((a, b) for action, a, b in rows if action == "delete"),
    )


def rematched(
    matches: Sequence[Match], old: Sequence[Indicator], new: Sequence[Indicator], decided: Decided
) -> list[Match]:
    """The matches of indicators after what persons joined and parted."""
    heads = {one.id: one.head for one in (*old, *new)}
    ids = [{one.head: one.id for one in side} for side in (old, new)]
    pinned = [(ids[0][a], ids[1][b]) for a, b in sorted(decided.pinned) if a in ids[0] and b in ids[1]]
    taken = {one for pair in pinned for one in pair}

    def stands(match: Match) -> bool:
        apart = any((heads[a], heads[b]) in decided.forbidden for a in match.old_ids for b in match.new_ids)
        return not apart and not taken.intersection((*match.old_ids, *match.new_ids))

    kept = [match for match in matches if stands(match)]
    return [*kept, *(Match("indicator", (a,), (b,), 1.0, "person") for a, b in pinned)]


def decided_findings(found: Sequence[Finding], old: NoticeFacts, new: NoticeFacts) -> list[Finding]:
    """The findings without those that a person struck, in the words a person gave them; checked ones are sure.

    A decision about a sentence that reads otherwise by now is set aside: its numbers may be other ones.
    Findings whose words are facts that a person fixed are told to be a person's too.
    """
    by_id: dict[str, list[Correction]] = {}
    for one, turned in decisions(old, new, "finding"):
        if not turned:
            by_id.setdefault(one.surface, []).append(one)
    fixed = frozenset(_fixed(old)) | frozenset(_fixed(new))
    kept = []
    for finding in found:
        mine = [one for one in by_id.get(finding.id, []) if _speaks_of(one, finding)]
        if any(one.action == "delete" for one in mine):
            continue
        words: dict[str, Any] = {one.field: one.new for one in mine if one.action == "change"}
        if mine:
            kept.append(replace(finding, **words, certainty="sure", by="person"))
        else:
            kept.append(replace(finding, by="person") if fixed and _rests_on(finding, fixed) else finding)
    return kept


def _speaks_of(one: Correction, finding: Finding) -> bool:
    """Whether a decision was made of the sentence as it reads today; what was read is kept in `old`."""
    field = one.field if one.field in FINDING_FIELDS else "zh"
    return not one.old or one.old == getattr(finding, field)


def _fixed(facts: NoticeFacts) -> Iterator[tuple[str, int, int]]:
    """Where the roles and targets stand that a person changed or added."""
    found: list[Role | Target] = [*facts.roles, *facts.targets]
    yield from ((one.notice_id, one.start, one.end) for one in found if one.rule == PERSON)


def _rests_on(finding: Finding, fixed: Collection[tuple[str, int, int]]) -> bool:
    return any(
        one.notice_id == notice_id and one.start < end and start < one.end
        for one in finding.evidence
        for notice_id, start, end in fixed
    )
