"""The rules of configs/rules/section_kinds.yaml: each decides something that no other decides."""

import pytest

from pipeline.knowledge.rules import Rule, load
from tests.conftest import ROOT
from tests.rules import is_needed

RULES = load(ROOT, "section_kinds")


@pytest.mark.parametrize("rule", RULES, ids=[rule.id for rule in RULES])
def test_a_rule_switched_off_is_missed(rule: Rule):
    assert is_needed(rule, RULES)
