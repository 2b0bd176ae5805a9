"""The measure itself: benchmarks/score.py on readings whose score is known."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture(scope="module")
def score() -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", Path(__file__).parents[1] / "benchmarks/score.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def unit(head: str, theme: str, chance: float) -> dict:
    return {"text": head, "kind": "task", "path": [], "roles": [], "targets": [], "theme": theme,
            "theme_scores": {theme: chance}}  # fmt: skip


def wanted(head: str, theme: str, theme2: str | None = None) -> dict:
    return {"head": head, "kind": "task", "path": [], "roles": [], "targets": [], "theme": theme, "theme2": theme2}


def test_a_second_theme_is_right_in_one_column_and_wrong_in_the_strict_one(score: ModuleType) -> None:
    gold = {
        "units": [
            wanted("扩建北岸粮食中转码头泊位", "demand", "industry"),
            wanted("修复东湖湿地植被与候鸟栖息地", "low_carbon"),
        ]
    }
    read = {
        "units": [
            unit("扩建北岸粮食中转码头泊位", "industry", 0.7),
            unit("修复东湖湿地植被与候鸟栖息地", "low_carbon", 0.9),
        ]
    }
    tally = score.score(gold, read)
    assert tally["theme"] == [2, 2, 2]
    assert tally["strict"] == [1, 2, 2]


@pytest.mark.parametrize(
    "guesses, error",
    [
        ([("a", "a", 1.0), ("b", "b", 1.0)], 0.0),  # sure and right
        ([("a", "b", 1.0), ("b", "b", 1.0)], 0.5),  # sure, and right every other time
        ([("a", "a", 0.75), ("a", "b", 0.25)], 0.25),  # bins count by their units
        ([("a", "a", None)], None),  # no probability given, nothing to tell
    ],
)
def test_calibration_error(score: ModuleType, guesses, error) -> None:
    assert score.calibration_error(guesses) == (None if error is None else pytest.approx(error))
