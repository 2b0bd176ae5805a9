"""Every rule of the target reader by its own examples, and what is lost when it is switched off.

A `yes` sentence with `gives` is read by the whole reader, one line a target:
`indicator op value–high unit kind direction due each-year grade (span)`, where only what is set is printed.
"""

from functools import cache

import pytest

from pipeline.extract.targets.reader import TargetReader
from pipeline.extract.targets.rulebook import Rulebook
from pipeline.knowledge.rules import Rule
from pipeline.records import Target
from tests.conftest import ROOT, make_unit
from tests.rules import is_missed

BOOK = Rulebook.load(ROOT)
OWN_YEAR = 2026
HEADING_RULES = ("past-heading", "scope-heading")  # asked of headings, not of the text


@cache
def reader(off: str = "") -> TargetReader:
    return TargetReader(BOOK.without(off))


def said(target: Target) -> str:
    """All of a target but its place, in one line."""
    high = "" if target.value_high is None else f"–{target.value_high:.12g}"
    flags = [target.direction if target.direction == "down" else "", str(target.deadline or "")]
    flags += ["each-year" if target.each_year else "", target.level or ""]
    flags += [target.strength if target.strength != "firm" else "", f"({target.text})"]
    parts = [target.indicator, target.op, f"{target.value:.12g}{high}", target.unit, target.kind, *flags]
    return " ".join(part for part in parts if part)


def read(text: str, rule: Rule, off: str = "") -> list[str]:
    unit = make_unit(f"新增驿站3座，{text}" if rule.id in HEADING_RULES else text)
    return [said(target) for target in reader(off).read_unit(unit, OWN_YEAR)]


EXAMPLES = [(rule, example) for rule in BOOK.rules for example in rule.yes if rule.id not in HEADING_RULES]
NAMES = [f"{rule.id}: {example.text}" for rule, example in EXAMPLES]


@pytest.mark.parametrize(("rule", "example"), EXAMPLES, ids=NAMES)
def test_the_reader_gives_what_the_example_says(rule: Rule, example):
    assert read(example.text, rule) == example.gives


@pytest.mark.parametrize("rule", BOOK.rules, ids=[rule.id for rule in BOOK.rules])
def test_a_rule_that_is_switched_off_is_missed(rule: Rule):
    """No rule can go without one of its own examples failing."""
    if rule.id in HEADING_RULES:
        assert _read_below(rule, "") == []
        assert _read_below(rule, rule.id) != []
        return
    assert is_missed(rule, lambda text: read(text, rule, rule.id))


def _read_below(rule: Rule, off: str) -> list[Target]:
    from dataclasses import replace

    unit = replace(make_unit("新增驿站3座。"), headings=(f"二、{rule.yes[0].text}",))
    return reader(off).read_unit(unit, OWN_YEAR)
