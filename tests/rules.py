"""Rules switched off, one at a time: a rule that nobody misses is not tested.

The quick form is in the tests of each reader (tests/*/test_rules.py): one of a rule's own examples must fail
without it. `make mutants` is the full form, also over data/gold.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from pipeline.knowledge.rules import Rule


def without(rules: Iterable[Rule], rule: Rule) -> list[Rule]:
    """All rules but one."""
    return [other for other in rules if other.id != rule.id]


def is_missed(rule: Rule, read: Callable[[str], Any]) -> bool:
    """Whether a reader without the rule reads one of its examples otherwise than the example says."""
    return any(read(example.text) != example.gives for example in rule.yes)


def is_needed(rule: Rule, rules: Sequence[Rule]) -> bool:
    """Whether some example is decided by this rule alone: no other that decides the same matches it.

    For vocabularies of lines and headings, which are asked one after the other and decide by a match.
    """
    others = [other for other in without(rules, rule) if other.decides == rule.decides]
    return any(not any(other.regex.search(example.text) for other in others) for example in rule.yes)
