"""Two notices compared: what `policy-trends compare OLD NEW` prints."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from pipeline.compare.alignment import Alignment, align
from pipeline.compare.decided import decided_findings
from pipeline.compare.findings import find, findings_json
from pipeline.compare.pair_view import EditionView, PairView
from pipeline.compare.priorities import priority_changes
from pipeline.compare.profile import NoticeFacts
from pipeline.compare.role_changes import role_changes
from pipeline.compare.rules import FindingRules
from pipeline.compare.same_body import SameBody
from pipeline.compare.strength import StrengthLadder
from pipeline.compare.target_changes import target_changes
from pipeline.config import CompareParams
from pipeline.knowledge.bodies import Registry
from pipeline.records import PriorityChange, RoleChange, TargetChange, TaskLink
from pipeline.records.findings import Finding

PARTS = (
    "title",
    "wording",
    "subjects",
    "mentioned",
    "old_in_new",
    "new_in_old",
    "indicators",
    "names",
    "lead",
    "position",
    "best_match",
)
NOTICE_IDS = ("old_notice_id", "new_notice_id")


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything that changed between two notices, as records."""

    alignment: Alignment
    targets: list[TargetChange]
    roles: list[RoleChange]
    priorities: list[PriorityChange]
    view: PairView
    findings: list[Finding]


def compare(
    old: NoticeFacts,
    new: NoticeFacts,
    *,
    registry: Registry,
    ladder: StrengthLadder,
    themes: Sequence[str],
    params: CompareParams,
    rules: FindingRules,
) -> Comparison:
    """Compare any two notices; the first is taken as the older one, whatever their years.

    Bodies are followed to the later of the two years. Themes come with the facts; units without one
    count in no priority.
    """
    views = (EditionView(old), EditionView(new))
    return compare_editions(*views, registry=registry, ladder=ladder, themes=themes, params=params, rules=rules)


def compare_editions(
    older: EditionView,
    newer: EditionView,
    *,
    registry: Registry,
    ladder: StrengthLadder,
    themes: Sequence[str],
    params: CompareParams,
    rules: FindingRules,
) -> Comparison:
    """The same of notices read for comparison, which a series reads once for the pair before and the pair behind."""
    old, new = older.facts, newer.facts
    same_body = SameBody.over([old.roles, new.roles], registry, max(old.notice.year or 0, new.notice.year or 0))
    alignment = align(old, new, ladder, same_body)
    view = PairView(older, newer, alignment)
    carried = frozenset(unit_id for link in alignment.links for unit_id in (link.old_unit_id, link.new_unit_id))
    return Comparison(
        alignment,
        target_changes(old, new, alignment),
        role_changes(old, new, alignment, same_body),
        priority_changes(old, new, themes, params, carried),
        view,
        decided_findings(find(view, same_body, rules), old, new),
    )


def compare_notices(
    old: NoticeFacts,
    new: NoticeFacts,
    *,
    registry: Registry,
    ladder: StrengthLadder,
    themes: Sequence[str],
    params: CompareParams,
    rules: FindingRules,
) -> dict[str, Any]:
    """The comparison as plain data for JSON: findings first, then what they were made from."""
    found = compare(old, new, registry=registry, ladder=ladder, themes=themes, params=params, rules=rules)
    paths = [{unit.unit_id: list(unit.path) for unit in facts.units} for facts in (old, new)]
    return {
        **findings_json(found.view, found.findings),
        "links": [_link_json(link, paths) for link in found.alignment.links],
        "old_only": [row.unit_id for row in found.alignment.old_only],
        "new_only": [row.unit_id for row in found.alignment.new_only],
        "targets": [_row_json(row, paths) for row in found.targets],
        "roles": [_row_json(row, paths) for row in found.roles],
        "priorities": [_plain(row) for row in found.priorities],
        **_decided_json(old, new),
    }


def _decided_json(old: NoticeFacts, new: NoticeFacts) -> dict[str, Any]:
    """What persons decided about the two notices, each once; left out where nobody did."""
    ids = {old.notice.notice_id, new.notice.notice_id}
    decided = {
        one.id: one for one in (*old.decided, *new.decided) if {one.notice_id, one.other_notice_id} - {""} <= ids
    }
    return {"corrections": [asdict(decided[name]) for name in sorted(decided)]} if decided else {}


def _link_json(link: TaskLink, paths: list[dict[str, list[str]]]) -> dict[str, Any]:
    parts = {name: value for name in PARTS if (value := getattr(link, name)) is not None}
    head = _places(link, paths)
    return {
        **head,
        "kind": link.kind,
        "change": link.change,
        "tier": link.tier,
        "score": link.score,
        "parts": parts,
        "strength_old": link.strength_old,
        "strength_new": link.strength_new,
    }


def _row_json(row: TargetChange | RoleChange, paths: list[dict[str, list[str]]]) -> dict[str, Any]:
    rest = {name: value for name, value in _plain(row).items() if name not in ("old_unit_id", "new_unit_id")}
    return {**_places(row, paths), **rest}


def _places(row: TaskLink | TargetChange | RoleChange, paths: list[dict[str, list[str]]]) -> dict[str, Any]:
    return {
        "old": row.old_unit_id,
        "new": row.new_unit_id,
        "old_path": paths[0][row.old_unit_id],
        "new_path": paths[1][row.new_unit_id],
    }


def _plain(row: Any) -> dict[str, Any]:
    return {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in asdict(row).items()
        if name not in NOTICE_IDS
    }
