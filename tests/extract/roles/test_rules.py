"""The rules of configs/rules/roles.yaml: what the whole reader makes of their examples, and that none can be missed."""

import pytest

from pipeline.extract.roles.reader import RoleReader
from pipeline.knowledge.bodies import Registry
from pipeline.knowledge.rules import Rule, load
from tests.conftest import ROOT
from tests.rules import is_missed, without

RULES = load(ROOT, "roles")


def given(reader: RoleReader, text: str) -> list[str]:
    """`role body` for every pair of a text, in printed order, each once."""
    roles = [f"{role} {name.text}" for clause in reader.read_clauses(text) for role, name in clause.roles]
    return list(dict.fromkeys(roles))


@pytest.mark.parametrize("rule", RULES, ids=[rule.id for rule in RULES])
def test_the_reader_gives_what_the_examples_say(rule: Rule, role_reader: RoleReader):
    for example in rule.yes:
        assert given(role_reader, example.text) == example.gives, example.text


@pytest.mark.parametrize("rule", RULES, ids=[rule.id for rule in RULES])
def test_a_rule_switched_off_fails_one_of_its_examples(rule: Rule, registry: Registry):
    reader = RoleReader(without(RULES, rule), registry)
    assert is_missed(rule, lambda text: given(reader, text)), rule.why


def test_a_role_verb_is_one_line_in_one_file(registry: Registry):
    text = "做好衔接。（市科技局兜底，市财政局跟进）"
    assert given(RoleReader(RULES, registry), text) == []
    charge = next(rule for rule in RULES if rule.id == "charge-verb")
    added = Rule.model_validate(charge.model_dump() | {"words": (*charge.words, "兜底")})
    reader = RoleReader([added if rule is charge else rule for rule in RULES], registry)
    assert given(reader, text) == ["responsible 市科技局"]
