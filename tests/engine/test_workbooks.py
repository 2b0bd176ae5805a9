"""Workbooks that come back: what was filled in is read, what cannot be told is refused with sheet and cell."""

from __future__ import annotations

import io
import random
import zipfile

import pytest
from openpyxl import Workbook, load_workbook

from pipeline.config import ConfigError
from pipeline.engine.workbooks import MOST_CELLS, MOST_ROWS, read_sheet, write_cell

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


def written(old: str, new: str) -> bytes:
    """The workbook with something put into the sheet's own markup, which the library would not write."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook())) as book, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in book.namelist():
            content = book.read(name).decode()
            archive.writestr(name, content.replace(old, new) if name == "xl/worksheets/sheet1.xml" else content)
    return stream.getvalue()


def merged(area: str) -> bytes:
    return written("</sheetData>", f'</sheetData><mergeCells count="1"><mergeCell ref="{area}"/></mergeCells>')


def linked(area: str) -> bytes:
    return written("</sheetData>", f'</sheetData><hyperlinks><hyperlink ref="{area}" location="x"/></hyperlinks>')


REFUSED = [
    (lambda: merged("A1:XFD1048576"), "cells A1:XFD1048576 are merged", "17 thousand million cells merged"),
    (lambda: merged("C2:C1048576"), "cells C2:C1048576 are merged", "a whole column of answers merged"),
    (lambda: merged("a2:xfd9000"), "cells a2:xfd9000 are merged", "the same in small letters"),
    (lambda: linked("A1:XFD1048576"), "cells A1:XFD1048576 are merged or linked", "a link over the whole sheet"),
    (lambda: linked("A:XFD"), "cells A:XFD are merged or linked", "a link over all columns"),
    (
        lambda: written("</sheetData>", "<row>" + "<c/>" * (MOST_CELLS + 1) + "</row></sheetData>"),
        "cells",
        "empty cells",
    ),
    (
        lambda: edited(lambda book: book["check"].__setitem__("C3", '=IF(1,"正确","")')),
        "C3: hold a formula",
        "a formula",
    ),
    (
        lambda: edited(lambda book: book["check"].__setitem__("B4", "=HYPERLINK(A1)")),
        "B4: hold a formula",
        "in the unit",
    ),
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


def test_a_formula_beside_the_answers_is_no_matter() -> None:
    data = edited(lambda book: book["check"].__setitem__("A3", "=1+1"))
    assert read_sheet(data, "check", COLUMNS, file="c.xlsx")[1] == (3, {"unit": "一-2", "answer": "正确"})


def test_text_that_begins_like_a_formula_is_text() -> None:
    def as_text(book: Workbook) -> None:
        write_cell(book["check"]["C3"], "=正确")

    assert read_sheet(edited(as_text), "check", COLUMNS, file="c.xlsx")[1] == (3, {"unit": "一-2", "answer": "=正确"})


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
