"""Which body of the last year a printed name stands for, read off the portfolios that followed it there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from pipeline.records import Role
from pipeline.report.series import NoticeRecords, Series, body_key


class Followed:
    """The identity of every body of a series, through its reforms: one key before and after."""

    def __init__(self, series: Series) -> None:
        self._keys = {records.notice_id: _keys(records) for records in series.notices}
        self.names = {row.body_id: row.department for records in series.notices for row in records.portfolios}

    def __call__(self, notice_id: str, key: str) -> str:
        """The followed key of a body printed in a notice; its own key where nothing followed it."""
        return self._keys.get(notice_id, {}).get(key, key)

    def known(self, key: str) -> bool:
        """True for a body that the page has a card for."""
        return key in self.names

    def roles(self, records: NoticeRecords) -> dict[str, list[Role]]:
        """Roles of a notice by followed body, in document order."""
        grouped: dict[str, list[Role]] = defaultdict(list)
        for role in records.roles:
            grouped[self(records.notice_id, body_key(role))].append(role)
        return grouped


def _keys(records: NoticeRecords) -> Mapping[str, str]:
    """Printed key to followed key. A portfolio whose id nobody prints belongs to the body that had its units before the reform."""
    printed: dict[str, list[Role]] = defaultdict(list)
    for role in records.roles:
        printed[body_key(role)].append(role)
    heirs = [row for row in records.portfolios if row.body_id not in printed]
    own = {row.body_id for row in records.portfolios}
    found = {}
    for key, roles in printed.items():
        if key not in own:
            found[key] = _heir(roles, [(row.body_id, row.department, frozenset(row.unit_ids)) for row in heirs]) or key
    return found


def _heir(roles: Iterable[Role], heirs: Iterable[tuple[str, str, frozenset[str]]]) -> str:
    """The heir that holds all units of a body; of several the one that carries its name, else none."""
    units, names = {role.unit_id for role in roles}, {role.department for role in roles}
    holders = [(key, name) for key, name, held in heirs if units <= held]
    named = [key for key, name in holders if name in names]
    candidates = named or [key for key, _ in holders]
    return candidates[0] if len(candidates) == 1 else ""
