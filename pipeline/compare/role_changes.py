"""What became of each body on linked tasks: handed over, promoted, demoted, entered, left, renamed.

Bodies are compared per group of linked tasks (the higher role wins where a split or merge gives
several) and followed through reforms: a rename is never an exit and an entry. A unit that prints
only 责任单位 does not tell its bodies apart: between such a unit and any other, only who is there is
compared, not in which role.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.compare.alignment import Alignment
from pipeline.compare.profile import NoticeFacts
from pipeline.compare.same_body import SameBody, is_abbreviation, level_of, printed_id
from pipeline.records import Role, RoleChange, RoleChangeName

RANK = {"support": 1, "responsible": 2, "lead": 3}


@dataclass(frozen=True, slots=True)
class _Seat:
    """One body on one side of a group: its highest role, as printed."""

    role: Role
    unit_id: str


def role_changes(old: NoticeFacts, new: NoticeFacts, alignment: Alignment, same_body: SameBody) -> list[RoleChange]:
    """One row a body whose part in a group of linked tasks changed; unchanged bodies have none."""
    sides = _by_unit(old.roles), _by_unit(new.roles)
    ids = old.notice.notice_id, new.notice.notice_id
    partner = (
        {link.old_unit_id: link.new_unit_id for link in reversed(alignment.links)},
        {link.new_unit_id: link.old_unit_id for link in reversed(alignment.links)},
    )
    rows = []
    for olds, news in alignment.groups():
        untold = any(_untold(roles[unit_id]) for unit_ids, roles in zip((olds, news), sides) for unit_id in unit_ids)
        group = _Group(
            ids, partner, untold, *(_seats(unit_ids, roles, same_body) for unit_ids, roles in zip((olds, news), sides))
        )
        if group.before and group.after:  # a side without any clause is silence, not an exit
            rows.extend(group.changes())
    return rows


def _by_unit(roles: Iterable[Role]) -> dict[str, list[Role]]:
    grouped: dict[str, list[Role]] = defaultdict(list)
    for role in roles:
        grouped[role.unit_id].append(role)
    return grouped


def _seats(unit_ids: Iterable[str], roles: dict[str, list[Role]], same_body: SameBody) -> dict[str, _Seat]:
    """identity -> seat, in printed order."""
    seats: dict[str, _Seat] = {}
    for unit_id in unit_ids:
        for role in sorted(roles[unit_id], key=lambda role: role.start):
            body = same_body(role)
            if body not in seats or RANK[role.role] > RANK[seats[body].role.role]:
                seats[body] = _Seat(role, unit_id)
    return seats


class _Group:
    """The bodies of one group of linked tasks, before and after."""

    def __init__(
        self,
        ids: tuple[str, str],
        partner: tuple[dict[str, str], dict[str, str]],
        untold: bool,
        before: dict[str, _Seat],
        after: dict[str, _Seat],
    ) -> None:
        self.ids, self.partner, self.untold, self.before, self.after = ids, partner, untold, before, after

    def changes(self) -> list[RoleChange]:
        handed = [] if self.untold else self._handed_over()
        done = {body for pair in handed for body in pair}
        rows = [self._row("handed_over", begun, from_body=ended) for ended, begun in handed]
        for body in dict.fromkeys([*self.before, *self.after]):
            change = None if body in done else self._change(body)
            if change:
                rows.append(self._row(change, body))
        return rows

    def _handed_over(self) -> list[tuple[str, str]]:
        """(lead that ended, lead that began), in printed order on either side."""
        leads = [
            [body for body, seat in seats.items() if seat.role.role == "lead"] for seats in (self.before, self.after)
        ]
        ended, begun = ([body for body in mine if body not in theirs] for mine, theirs in (leads, leads[::-1]))
        return list(zip(ended, begun))

    def _change(self, body: str) -> RoleChangeName | None:
        before, after = (seats[body].role if body in seats else None for seats in (self.before, self.after))
        if before is None and after is not None:
            leads_stay = any(seat.role.role == "lead" for seat in self.before.values())
            return "co_lead_added" if after.role == "lead" and leads_stay and not self.untold else "entered"
        if before is None or after is None:
            return "left"
        if before.role != after.role and not self.untold:
            return "promoted" if RANK[after.role] > RANK[before.role] else "demoted"
        return "renamed_only" if _new_name(before, after) else None

    def _row(self, change: RoleChangeName, body: str, *, from_body: str | None = None) -> RoleChange:
        """`from_body` is the lead that `body` took over from."""
        before, after = self.before.get(body), self.after.get(body)
        giver = self.before[from_body] if from_body else before
        shown = after or self.before[body]
        old_unit_id = giver.unit_id if giver else self.partner[1][shown.unit_id]
        new_unit_id = after.unit_id if after else self.partner[0][shown.unit_id]
        left = self.after.get(from_body) if from_body else None
        return RoleChange(
            *self.ids,
            old_unit_id,
            new_unit_id,
            change,
            department=shown.role.department,
            body_id=printed_id(shown.role) if shown.role.body_id else "",
            level=level_of(body),
            from_department=giver.role.department if giver else None,
            to_department=after.role.department if after else None,
            from_role=before.role.role if before else None,
            to_role=after.role.role if after else None,
            old_lead_role=left.role.role if left else None,
            old_start=giver.role.start if giver else None,
            new_start=after.role.start if after else None,
        )


def _untold(roles: Iterable[Role]) -> bool:
    """True for a unit that prints only 责任单位: nobody leads, all are responsible."""
    names = {role.role for role in roles}
    return "responsible" in names and "lead" not in names


def _new_name(before: Role, after: Role) -> bool:
    """True for a body that was renamed; another abbreviation of one name is none."""
    if before.body_id != after.body_id:
        return True
    return before.department != after.department and not is_abbreviation(before.department, after.department)
