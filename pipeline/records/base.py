"""What all records share: closed sets of values, and the check that refuses a record that contradicts itself."""

from __future__ import annotations

from typing import Literal, get_args

Script = Literal["hans", "hant"]
UnitKind = Literal["task", "goal", "general", "safeguard", "closing"]
RoleName = Literal["lead", "responsible", "support"]
TargetKind = Literal["stock", "flow", "rate", "share", "grant"]
TargetDirection = Literal["up", "down"]
Operator = Literal["eq", "ge", "gt", "le", "lt", "approx", "range"]
Strength = Literal["firm", "striving", "exploring"]
EntityLabel = Literal["ORG", "DEPT", "PROGRAM", "DOC", "PLACE", "PROJECT", "INDUSTRY"]
Standing = Literal["task", "mention", "absent"]
AgendaChange = Literal["first", "enters", "returns", "stays", "rises", "sinks", "leaves", "not_told"]
Severity = Literal["info", "warning", "error"]

UNIT_KINDS: tuple[UnitKind, ...] = get_args(UnitKind)
ROLE_NAMES: tuple[RoleName, ...] = get_args(RoleName)
ENTITY_LABELS: tuple[EntityLabel, ...] = get_args(EntityLabel)
THEMED_KINDS: tuple[UnitKind, ...] = ("task", "safeguard")
TaskChange = Literal["kept", "reworded", "renamed", "moved", "split", "merged"]
LinkTier = Literal["exact", "same-title", "reworded", "same-indicator", "same-name", "same-lead", "person"]
TargetChangeName = Literal[
    "raised", "lowered", "unchanged", "pushed_back", "brought_forward", "redefined", "met_and_dropped", "dropped", "new"
]
RoleChangeName = Literal["handed_over", "promoted", "demoted", "co_lead_added", "entered", "left", "renamed_only"]
Measure = Literal["tasks", "text", "firm_targets"]


class RecordError(ValueError):
    """A record that contradicts itself; the message shows the record's name, field and value."""


def check(condition: bool, record: object, field_name: str) -> None:
    if not condition:
        value = getattr(record, field_name)
        raise RecordError(f"{type(record).__name__}.{field_name}: {value!r} is not possible here ({record!r})")
