"""Answers to SQL as text: CSV for programs, columns for people."""

from __future__ import annotations

from pipeline.cli.analysis_view import csv_text, table_text

ROWS = [("创新", 12, 0.123456789, None, True), ('他说"好", 就走', 3, 2.0, "x", False)]
COLUMNS = ["theme", "tasks", "share", "note", "sure"]


def test_csv_quotes_what_needs_it_and_keeps_every_digit() -> None:
    assert (
        csv_text(COLUMNS, ROWS)
        == 'theme,tasks,share,note,sure\n创新,12,0.123456789,,True\n"他说""好"", 就走",3,2.0,x,False\n'
    )


def test_a_table_lines_up_under_chinese() -> None:
    assert table_text(COLUMNS, ROWS) == (
        "theme           tasks     share  note  sure\n"
        "创新               12  0.123457  NULL  True\n"
        '他说"好", 就走      3         2  x     False\n'
    )


def test_an_empty_answer_shows_its_columns() -> None:
    assert table_text(["theme", "tasks"], []) == "theme  tasks\n"
    assert csv_text(["theme", "tasks"], []) == "theme,tasks\n"
