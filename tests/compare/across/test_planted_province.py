"""The fictitious province and its six cities: what was planted is found, what must not be said is not."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
LEAST = 0.97


@pytest.fixture(scope="module")
def checked() -> list[tuple[str, bool, str]]:
    spec = importlib.util.spec_from_file_location("planted_places", ROOT / "benchmarks" / "planted_places.py")
    assert spec and spec.loader
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    return scorer.score(ROOT / "data" / "planted" / "province" / "truth.json")


def share(checked: list[tuple[str, bool, str]], part: str = "") -> float:
    mine = [right for name, right, _ in checked if name.startswith(part)]
    return sum(mine) / len(mine)


def test_planted_truth_is_found(checked):
    assert share(checked) >= LEAST, [text for _, right, text in checked if not right]


@pytest.mark.parametrize("part", ["panel", "horizon", "levels", "tasks", "leads", "outliers"])
def test_each_part(checked, part):
    assert share(checked, part) >= LEAST


def test_nothing_forbidden_is_said(checked):
    assert share(checked, "never") == 1.0
