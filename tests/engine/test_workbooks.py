"""Workbooks that come back: what was filled in is read, what cannot be told is refused with sheet and cell."""

from __future__ import annotations

import io
import random
import zipfile

import pytest
from openpyxl import Workbook, load_workbook

from pipeline.config import ConfigError
from pipeline.engine.workbooks import MOST_ROWS, read_sheet

COLUMNS = ("unit", "answer")


def workbook(rows: int = 3) -> bytes:
    book = Workbook()
    sheet = book.active
    sheet.title = "check"
    sheet.append(["note", *COLUMNS])
    for number in range(rows):
        sheet.append(["", f"一-{number + 1}", "正确"])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def edited(change) -> bytes:
    book = load_workbook(io.BytesIO(workbook()))
    change(book)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def as_chart(book: Workbook) -> None:
    book.remove(book["check"])
    book.create_chartsheet("check")


def bomb() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b" " * (101 * 2**20))
    return stream.getvalue()


def test_what_was_filled_in_is_read_with_its_row() -> None:
    assert read_sheet(workbook(), "check", COLUMNS, file="c.xlsx")[1] == (3, {"unit": "一-2", "answer": "正确"})


REFUSED = [
    (lambda: edited(lambda book: book["check"].__setitem__(f"D{MOST_ROWS + 1}", "x")), "row 20001", "a stray cell"),
    (lambda: edited(lambda book: book["check"].merge_cells("C2:C4")), "C2:C4", "answers merged over rows"),
    (lambda: edited(as_chart), "is a chart|cannot be read", "a chart in place of the table"),
    (lambda: edited(lambda book: setattr(book["check"], "title", "x")), "no sheet", "a renamed sheet"),
    (lambda: edited(lambda book: book["check"].__setitem__("C1", "x")), "row 1: column answer", "a renamed column"),
    (bomb, "100 MB unpacked", "a small file that unpacks to much"),
    (lambda: workbook()[:500], "cannot be read", "a file cut off"),
]


@pytest.mark.parametrize(("make", "said", "why"), REFUSED, ids=[row[2] for row in REFUSED])
def test_what_cannot_be_told_is_refused(make, said: str, why: str) -> None:
    with pytest.raises(ConfigError, match=said) as refused:
        read_sheet(make(), "check", COLUMNS, file="c.xlsx")
    assert str(refused.value).startswith("c.xlsx")


def test_damage_is_a_refusal_or_a_reading_never_a_crash() -> None:
    whole, chance = workbook(), random.Random(5)
    for _ in range(60):
        data = bytearray(whole)
        for _ in range(4):
            data[chance.randrange(len(data))] = chance.randrange(256)
        try:
            read_sheet(bytes(data), "check", COLUMNS, file="c.xlsx")
        except ConfigError as refused:
            assert str(refused).startswith("c.xlsx")
