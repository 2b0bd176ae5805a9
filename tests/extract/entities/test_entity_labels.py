"""The entity labels that ship: every span fits its text, and they cover what they are there for."""

from __future__ import annotations

import json
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

from pipeline.records import ENTITY_LABELS

LABELS = Path(__file__).parents[3] / "data/labels/entities.jsonl"


@pytest.fixture(scope="module")
def units() -> list[dict]:
    return [json.loads(line) for line in LABELS.read_text(encoding="utf-8").splitlines()]


def test_spans_fit_their_text_in_order_and_without_overlap(units: list[dict]) -> None:
    for unit in units:
        spans = unit["entities"]
        assert [unit["text"][one["start"] : one["end"]] for one in spans] == [one["text"] for one in spans], unit[
            "text"
        ]
        assert all(before["end"] <= after["start"] for before, after in pairwise(spans)), unit["text"]
        assert {one["label"] for one in spans} <= set(ENTITY_LABELS), unit["text"]


def test_names_do_not_end_in_punctuation_and_documents_stand_in_their_marks(units: list[dict]) -> None:
    for one in (one for unit in units for one in unit["entities"]):
        assert one["text"].strip("，。、；： ") == one["text"], one
        assert one["text"].count("“") == one["text"].count("”"), one
        assert one["label"] != "DOC" or one["text"].startswith("《"), one


def test_a_unit_is_read_once_by_each_annotator_and_twice_from_one_notice(units: list[dict]) -> None:
    readings = Counter((unit["text"], unit["annotator"]) for unit in units)
    assert set(readings.values()) == {1}
    notices = {unit["text"]: unit["notice"] for unit in units}
    assert all(notices[unit["text"]] == unit["notice"] for unit in units)


def test_enough_units_of_every_label_some_without_a_name_some_read_twice(units: list[dict]) -> None:
    first = [unit for unit in units if unit["annotator"] == "w7"]
    counted = Counter(one["label"] for unit in first for one in unit["entities"])
    assert set(counted) == set(ENTITY_LABELS)
    assert min(counted.values()) >= 15
    assert sum(not unit["entities"] for unit in first) >= 50
    assert len(units) - len(first) >= 150
    assert len({unit["notice"] for unit in units}) >= 50
