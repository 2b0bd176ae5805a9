"""Rules as data: every rule's own examples hold, and what a user writes wrongly is named with its place."""

import re
from pathlib import Path

import pytest

from pipeline.config import ConfigError
from pipeline.knowledge.rules import Rule, alternatives, load

ROOT = Path(__file__).resolve().parents[2]
RULES = [
    (path.stem, rule) for path in sorted((ROOT / "configs" / "rules").glob("*.yaml")) for rule in load(ROOT, path.stem)
]


@pytest.mark.parametrize(("name", "rule"), RULES, ids=[f"{name}/{rule.id}" for name, rule in RULES])
def test_a_rule_matches_its_examples_and_no_counterexample(name: str, rule: Rule):
    assert [example.text for example in rule.yes if not rule.regex.search(example.text)] == []
    assert [example.text for example in rule.no if rule.regex.search(example.text)] == []


def test_no_rule_takes_chinese_numerals_for_a_range():
    """[三-六] holds 五 and not 四: the characters of the numerals stand in no order."""
    numerals = "[一二三四五六七八九十]"
    ranges = re.compile(rf"\[[^\]]*{numerals}-{numerals}[^\]]*\]")
    assert [f"{name}/{rule.id}" for name, rule in RULES if ranges.search(rule.regex.pattern)] == []


def test_the_longest_word_wins():
    assert alternatives(["目标", "目标任务", "目标"]) == "目标任务|目标"


WHOLE = {
    "id": "goal",
    "words": ["主要目标"],
    "decides": "goal",
    "yes": ["主要目标"],
    "no": ["目标"],
    "why": "w",
    "source": "s",
}


def written(folder: Path, text: str) -> Path:
    (folder / "configs" / "rules").mkdir(parents=True)
    (folder / "configs" / "rules" / "made.yaml").write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"pattern": "目标"}, "rule goal: entry: Value error, give either pattern or words"),
        ({"words": None}, "rule goal: words"),
        ({"words": [], "pattern": "目标（"}, None),
        ({"words": [], "pattern": "(目标"}, "rule goal: pattern: Value error, no regular expression"),
        ({"id": "Goal 1"}, "rule Goal 1: id"),
        ({"no": []}, "rule goal: no"),
        ({"why": ""}, "rule goal: why"),
        ({"decide": "goal"}, "rule goal: decide: Extra inputs are not permitted (given: 'goal')"),
        ({"yes": [{"text": "主要目标", "gives": "goal"}]}, None),
        ({"yes": [{"text": "主要目标", "give": "goal"}]}, "rule goal: yes.0.give"),
    ],
)
def test_a_wrong_rule_is_named_with_file_line_id_and_field(tmp_path: Path, change: dict, message: str | None):
    root = written(tmp_path, f"# a comment\n- {WHOLE | change}\n".replace("None", "null"))
    if message is None:
        assert [rule.id for rule in load(root, "made")] == ["goal"]
        return
    with pytest.raises(ConfigError) as error:
        load(root, "made")
    assert f"configs/rules/made.yaml, line 2: {message}" in str(error.value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("- id: [", "not valid YAML"),
        ("id: goal", "a list of rules is expected"),
        (f"- {WHOLE}\n- {WHOLE}", "rule goal: the id is taken already"),
    ],
)
def test_a_wrong_file_is_refused(tmp_path: Path, text: str, message: str):
    with pytest.raises(ConfigError, match=message):
        load(written(tmp_path, text), "made")


def test_a_missing_file_says_how_to_get_it_back(tmp_path: Path):
    with pytest.raises(ConfigError, match="git checkout"):
        load(tmp_path, "made")


LINE_RULES = [(name, rule) for name, rule in RULES if name in ("section_kinds", "letterhead")]


@pytest.mark.parametrize(("name", "rule"), LINE_RULES, ids=[f"{name}/{rule.id}" for name, rule in LINE_RULES])
def test_a_rule_of_lines_that_is_switched_off_is_missed(name: str, rule: Rule):
    """At least one of its examples is decided by this rule alone; a rule that changes nothing is taken out."""
    others = [other.regex for file, other in RULES if file == name and other.decides == rule.decides and other != rule]
    assert [example.text for example in rule.yes if not any(other.search(example.text) for other in others)]
