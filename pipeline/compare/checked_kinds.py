"""How often each kind of finding was right when readers checked it: which kinds are told, and how sure they are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pipeline.compare.ranking import KIND_WEIGHTS
from pipeline.config import ConfigError, read_yaml
from pipeline.corrections.agreement import wilson
from pipeline.records.findings import Finding, FindingKind

TABLE = Path("configs/finding_kinds.yaml")
LEAST_RIGHT = 0.9  # share of right findings below which a kind is not told: the whole interval must lie below it
SURE = 60  # findings checked, and all right, from which a kind is sure


@dataclass(frozen=True, slots=True)
class CheckedKind:
    """Counts of one kind: findings checked against the notices, and how many of them were right."""

    checked: int
    right: int

    @property
    def is_told(self) -> bool:
        """Whether what was found leaves it possible that LEAST_RIGHT or more are right (8 of 10 do)."""
        return not self.checked or wilson(self.right, self.checked)[1] >= LEAST_RIGHT

    @property
    def is_sure(self) -> bool:
        return self.checked >= SURE and self.right == self.checked


UNCHECKED = CheckedKind(0, 0)


def load_checked_kinds(root: Path) -> dict[FindingKind, CheckedKind]:
    """kind -> its counts. Raises ConfigError for an unknown kind, one given twice, or more right than checked."""
    found: dict[FindingKind, CheckedKind] = {}
    for number, row in enumerate(read_yaml(root / TABLE)["kinds"], 1):
        kind, counts = _read(row, number)
        if kind in found:
            raise ConfigError(f"{TABLE}: entry {number}: {kind} stands there twice; keep one")
        found[kind] = counts
    return found


def _read(row: Mapping[str, Any], number: int) -> tuple[FindingKind, CheckedKind]:
    kind, checked, right = row.get("kind"), row.get("checked"), row.get("right")
    if kind not in KIND_WEIGHTS:
        raise ConfigError(f"{TABLE}: entry {number}: kind is {kind!r}; use one of {', '.join(KIND_WEIGHTS)}")
    if not isinstance(checked, int) or not isinstance(right, int) or not 0 <= right <= checked:
        raise ConfigError(f"{TABLE}: entry {number} ({kind}): right must be between 0 and checked, whole numbers")
    return kind, CheckedKind(checked, right)


def told(found: Iterable[Finding], kinds: Mapping[FindingKind, CheckedKind]) -> list[Finding]:
    """The findings of kinds that are told, each with its certainty."""
    return [
        replace(one, certainty="sure" if kinds.get(one.kind, UNCHECKED).is_sure else "likely")
        for one in found
        if kinds.get(one.kind, UNCHECKED).is_told
    ]
