"""The measure itself: misses and false finds count alike, optional targets neither way."""

import json

import pytest

from pipeline.evaluate import stage
from pipeline.evaluate.gold import GoldError, GoldTarget, GoldUnit, load_gold
from pipeline.evaluate.scores import FoundUnit, Tally, macro_f1, score_notice, similar
from pipeline.records import Role, Target, ThemeGuess
from tests.conftest import make_unit


def gold_target(value: float, *, optional: bool = False, indicator: str = "企业") -> GoldTarget:
    return GoldTarget(
        indicator, None, "eq", value, None, "家", "flow", None, False, f"新增{indicator}{value}家", optional, "up"
    )


def gold_unit(**changes) -> GoldUnit:
    fields = {
        "path": ("一",),
        "kind": "task",
        "head": "培育企业。新增企业若干",
        "roles": (),
        "targets": (),
        "theme": None,
        "theme2": None,
        "entities": None,
    }
    return GoldUnit(**{**fields, **changes})


def found_unit(*, roles=(), values=(), theme="industry") -> FoundUnit:
    unit = make_unit("培育企业。新增企业若干家。")
    role_records = [Role("n", "n/1", role, name, "", 0, 1, False, "test") for role, name in roles]
    targets = [
        Target("n", "n/1", "企业", None, "eq", value, None, "家", "flow", "up", None, False, "firm", "新", 0, 1, "test")
        for value in values
    ]
    return FoundUnit(unit, role_records, targets, [], ThemeGuess("n", "n/1", theme, False, ""))


def figures(tally: Tally) -> tuple[int, int, int]:
    return tally.hits, tally.found, tally.gold


def test_roles_count_misses_and_false_finds():
    gold = gold_unit(roles=(("lead", "市科技局"), ("support", "市财政局")))
    score = score_notice("n", [gold], [found_unit(roles=[("lead", "市科技局"), ("lead", "市商务局")])])
    assert figures(score.tallies["roles"]) == (1, 2, 2)
    assert {(error.sign, error.detail) for error in score.errors} == {("!", "support 市财政局"), ("?", "lead 市商务局")}


def test_a_unit_never_found_misses_all_its_roles():
    score = score_notice("n", [gold_unit(roles=(("lead", "市科技局"),))], [])
    assert figures(score.tallies["roles"]) == (0, 0, 1)
    assert figures(score.tallies["units"]) == (0, 0, 1)


def test_optional_targets_count_neither_way():
    gold = gold_unit(targets=(gold_target(5), gold_target(3, optional=True)))
    with_optional = score_notice("n", [gold], [found_unit(values=[5, 3])])
    without = score_notice("n", [gold], [found_unit(values=[5])])
    assert figures(with_optional.tallies["targets"]) == figures(without.tallies["targets"]) == (1, 1, 1)


def test_a_false_target_counts():
    score = score_notice("n", [gold_unit(targets=(gold_target(5),))], [found_unit(values=[5, 9])])
    assert figures(score.tallies["targets"]) == (1, 2, 1)


@pytest.mark.parametrize(("guess", "hits"), [("industry", 1), ("innovation", 1), ("other", 0)])
def test_a_second_theme_counts_as_right(guess, hits):
    score = score_notice("n", [gold_unit(theme="industry", theme2="innovation")], [found_unit(theme=guess)])
    assert score.tallies["theme"].hits == hits


def test_undefined_figures_are_none():
    tally = Tally()
    assert tally.precision is tally.recall is tally.f1 is None
    assert macro_f1([]) is None


def test_macro_f1_by_hand():
    pairs = [("a", "a"), ("a", "b"), ("b", "b"), ("b", "b")]
    # a: P 1, R 1/2, F 2/3; b: P 2/3, R 1, F 4/5
    assert macro_f1(pairs) == pytest.approx((2 / 3 + 4 / 5) / 2)


@pytest.mark.parametrize(
    ("a", "b", "alike"),
    [
        ("高新技术企业", "上市高新技术企业", True),
        ("物流业增加值", "物流业 增加值", True),
        ("绿色工厂", "数据中心", False),
        ("", "企业", False),
    ],
)
def test_similar(a, b, alike):
    assert similar(a, b) is alike


def test_a_wrong_gold_file_is_refused_with_its_place(tmp_path):
    (tmp_path / "n.json").write_text(
        json.dumps({"doc": "n", "units": [{"path": [], "kind": "aim", "head": "x", "roles": [], "targets": []}]}),
        encoding="utf-8",
    )
    with pytest.raises(GoldError, match="n.json, unit 1: kind 'aim'"):
        load_gold(tmp_path)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"direction": None}, "direction None; use one of up, down"),
        ({"direction": "less"}, "direction 'less'; use one of up, down"),
        ({"op": "over"}, "op 'over'; use one of"),
        ({"kind": "amount"}, "kind 'amount'; use one of"),
        ({"op": "range"}, "value_high is None and op 'range'; a range has both"),
        ({"value_high": 5}, "value_high is 5 and op 'eq'; a range has both"),
    ],
)
def test_a_wrong_gold_target_is_refused_with_its_text_and_field(tmp_path, change, message):
    whole = {
        "indicator": "企业",
        "op": "eq",
        "value": 3,
        "unit": "家",
        "kind": "flow",
        "direction": "up",
        "text": "新增企业3家",
    }
    unit = {"path": [], "kind": "task", "head": "x", "roles": [], "targets": [whole | change]}
    (tmp_path / "n.json").write_text(json.dumps({"doc": "n", "units": [unit]}), encoding="utf-8")
    with pytest.raises(GoldError, match=f"n.json, unit 1, target '新增企业3家': {message}"):
        load_gold(tmp_path)


def test_the_summary_is_one_number_a_measure() -> None:
    figures = {"precision": 1.0, "recall": 0.5, "f1": 0.6667, "gold": 4}
    assert stage._summary({"total": {"units": figures, "roles": {**figures, "f1": None}}, "notices": {}}) == {
        "units": 0.6667,
        "roles": None,
    }
