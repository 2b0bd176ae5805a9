"""Tables that people edit: CSV as Excel, a text editor or a bad disk leaves it, read or refused with its line."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from pipeline.config import ConfigError

LONGEST_CELL = 20_000  # characters; a longer one is a quotation mark that was not closed
WIDE_MARKS = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
SAVE_AS_UTF8 = "save it as UTF-8 (Excel: “CSV UTF-8”, 逗号分隔) or restore it with git"

# What makes a spreadsheet run a cell, full-width forms too; GUARD before it makes it text.
FORMULA_SIGNS = tuple("=+-@\t\r\n＝＋－＠")
GUARD = "'"


def guarded(text: str) -> str:
    """Text that no spreadsheet takes for a formula; `unguarded` undoes it."""
    return GUARD + text if text.startswith(GUARD) or text.lstrip(" \u3000").startswith(FORMULA_SIGNS) else text


def unguarded(text: str) -> str:
    """The text as it was before `guarded`."""
    return text.removeprefix(GUARD)


def decode_table(data: bytes, file: str) -> str:
    """The text of a CSV file. Raises ConfigError with line and column for what is not UTF-8 text."""
    if data.startswith(WIDE_MARKS):
        raise ConfigError(f"{file}, line 1: is Unicode text of two bytes a character (UTF-16); {SAVE_AS_UTF8}")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - data.rfind(b"\n", 0, error.start)
        raise ConfigError(
            f"{file}, line {line}, byte {column}: {data[error.start : error.start + 1]!r} is not UTF-8; {SAVE_AS_UTF8}"
        ) from None
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise ConfigError(f"{file}, line {line}: holds a NUL character; the file is damaged, restore it with git")
    return text


def csv_rows(text: str, file: str) -> Iterator[tuple[int, list[str]]]:
    """(line of the row's beginning, its cells), the header among them. Raises ConfigError with the line."""
    lines = io.StringIO(text, newline="")
    reader = csv.reader(lines, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise ConfigError(
                f"{file}, line {line}: cannot be read as a row ({error}); is a quotation mark not closed?"
            ) from None
        if cells is None:
            return
        if any(len(cell) > LONGEST_CELL for cell in cells):
            raise ConfigError(
                f"{file}, line {line}: a cell holds more than {LONGEST_CELL} characters; is a quotation "
                "mark not closed?"
            )
        yield line, cells


def write_csv(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """The text of a CSV file that reads back as these rows."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return buffer.getvalue()
