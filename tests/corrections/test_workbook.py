"""The check workbook: rows come back as decisions, and what cannot be taken over is refused with sheet and row."""

from __future__ import annotations

import io

import pytest
from openpyxl import load_workbook

from pipeline.config import ConfigError
from pipeline.corrections.workbook import from_workbook, to_workbook
from pipeline.records import Correction

ROLE = {
    "notice_id": "n-1",
    "place": "一-1",
    "unit_begins": "建设实验室",
    "passage": "=cmd|' /C calc'!A0",
    "department": "市科技局",
    "role": "lead",
}
TARGET = {
    "notice_id": "n-1", "place": "一-1", "unit_begins": "建设实验室", "passage": "引进团队10个", "target": "团队10个",
    "indicator": "团队", "op": "eq", "value": 10.0, "unit": "个", "kind": "flow", "direction": "up", "each_year": "否",
}  # fmt: skip


def filled(sheet: str, **values: str) -> bytes:
    """A workbook with one role and one target, whose row on `sheet` was filled in."""
    book = load_workbook(io.BytesIO(to_workbook({"role": [dict(ROLE)], "target": [dict(TARGET)]})))
    head = [cell.value for cell in book[sheet][1]]
    for name, value in values.items():
        book[sheet].cell(2, head.index(name) + 1).value = value
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def read(data: bytes) -> list[Correction]:
    return from_workbook(data, file="c.xlsx", annotator="AB", day="2026-01-05", is_notice={"n-1"}.__contains__)


def test_an_empty_workbook_decides_nothing_and_holds_no_formula() -> None:
    data = to_workbook({"role": [dict(ROLE)]})
    assert read(data) == []
    cells = [cell for row in load_workbook(io.BytesIO(data))["roles"].iter_rows() for cell in row]
    assert all(cell.data_type != "f" for cell in cells)


TAKEN = [
    ("roles", {"判断": "正确"}, [("confirm", "", "lead", "")]),
    ("roles", {"判断": "错误"}, [("delete", "", "lead", "")]),
    ("roles", {"判断": "改为", "改后 department": "市教育局"}, [("change", "department", "市科技局", "市教育局")]),
    (
        "targets",
        {"判断": "改为", "改后 value": "12", "改后 op": "ge"},
        [("change", "op", "eq", "ge"), ("change", "value", "10", "12")],
    ),
]


@pytest.mark.parametrize(("sheet", "values", "expected"), TAKEN)
def test_a_row_becomes_one_decision_a_field(
    sheet: str, values: dict[str, str], expected: list[tuple[str, ...]]
) -> None:
    found = read(filled(sheet, **values))
    assert [(one.action, one.field, one.old, one.new) for one in found] == expected
    assert len({one.id for one in found}) == len(found)


REFUSED = [
    ("roles", {"判断": "也许"}, "也许", "a decision that is none"),
    ("roles", {"判断": "改为"}, "no column 改后", "a change without a value"),
    ("roles", {"判断": "正确", "改后 role": "support"}, "choose 改为", "right and changed at once"),
    ("roles", {"改后 role": "support"}, "is empty", "a value without a decision"),
    ("roles", {"判断": "改为", "改后 role": "牵头"}, "choose one of lead", "a value that no field has"),
    ("targets", {"判断": "改为", "改后 value": "约十个"}, "no number", "a number in words"),
    ("roles", {"判断": "正确", "notice_id": "n-2"}, "not in the corpus", "a notice that is not there"),
    ("roles", {"判断": "删除", "department": ""}, "which thing is meant", "a row without its thing"),
]


@pytest.mark.parametrize(("sheet", "values", "said", "why"), REFUSED, ids=[row[3] for row in REFUSED])
def test_what_cannot_be_taken_over_is_refused_with_its_place(
    sheet: str, values: dict[str, str], said: str, why: str
) -> None:
    with pytest.raises(ConfigError, match=said) as refused:
        read(filled(sheet, **values))
    assert f"c.xlsx, sheet {sheet}, row 2" in str(refused.value) and "Nothing was imported" in str(refused.value)
