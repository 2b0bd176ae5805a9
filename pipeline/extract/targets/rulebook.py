"""The rules of the target reader by name: one lookup for patterns, one for the words behind them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pipeline.knowledge.rules import Rule, load

FILES = ("targets_quantities", "targets_clauses", "targets_indicators")
NEVER = "(?!)"  # what a rule that is switched off matches


@dataclass(frozen=True)
class Rulebook:
    """The rules of configs/rules/targets_*.yaml; `off` names one that is switched off, to see what hangs on it."""

    rules: tuple[Rule, ...]
    off: str = ""

    @classmethod
    def load(cls, root: Path) -> Rulebook:
        """Raises ConfigError where a file is missing or a rule is written wrongly."""
        return cls(tuple(rule for name in FILES for rule in load(root, name)))

    @cached_property
    def _by_id(self) -> dict[str, Rule]:
        return {rule.id: rule for rule in self.rules}

    def without(self, rule_id: str) -> Rulebook:
        return Rulebook(self.rules, rule_id)

    def pattern(self, rule_id: str) -> str:
        """The rule as a group that can stand inside a larger pattern."""
        return NEVER if rule_id == self.off else f"(?:{self._by_id[rule_id].regex.pattern})"

    def words(self, rule_id: str) -> tuple[str, ...]:
        return () if rule_id == self.off else self._by_id[rule_id].words

    def regex(self, rule_id: str) -> re.Pattern[str]:
        """The rule wherever it stands."""
        return re.compile(self.pattern(rule_id))

    def opens(self, rule_id: str) -> re.Pattern[str]:
        return re.compile(f"^{self.pattern(rule_id)}")

    def closes(self, rule_id: str, then: str = "") -> re.Pattern[str]:
        """The rule where a text ends with it, or with it and `then`."""
        return re.compile(f"{self.pattern(rule_id)}{then}$")

    def any_of(self, rule_ids: Iterable[str]) -> re.Pattern[str]:
        return re.compile("|".join(map(self.pattern, rule_ids)))
