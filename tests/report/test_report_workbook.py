"""The workbook: typed, explained, equal to the tables, and harmless whatever a notice says."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import zipfile
from dataclasses import fields, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from made_notices import PROJECT, Made, has_chinese, locale_entries, plain_tasks, sample_years
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.config import load_dictionary
from pipeline.engine.storage import record_class
from pipeline.records import Diagnostic
from pipeline.report import stage
from pipeline.report.series import DIAGNOSTIC_TABLES, Series, collect
from pipeline.report.sheet_rows import CODES, CODES_OF, description
from pipeline.report.tables import SHEETS, SeriesTable, series_tables
from pipeline.report.workbook import MOST_CHARACTERS, clean, lines_of, workbook_bytes

SHOWN = list(stage.load_wording(PROJECT, "zh").entry(SHEETS))
RECORDS = sorted(
    {load_dictionary(PROJECT)[name if name != "diagnostics" else DIAGNOSTIC_TABLES[0]].record for name in SHOWN}
)
HOSTILE = [
    "=1+1",
    "+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "＝1+1",
    "<b>粗</b>",
    '=HYPERLINK("http://example.org","点")',
    "无" * 300,
    "abc\u202edef",
]


def load(root: Path, name: str) -> tuple[Series, list[SeriesTable]]:
    found = stage._Tables(root)
    tables = found.load(name)
    (series,), _ = collect(tables, ["innovation", "industry", "demand", "low_carbon", "other"], load_dictionary(root))
    return series, series_tables(
        {**tables, "corpus": found.sources(name)}, load_dictionary(root), stage.load_wording(PROJECT, "zh")
    )


def book_of(series: Series, tables: list[SeriesTable], language: str = "zh", **given: Any) -> Workbook:
    data = workbook_bytes(
        series, tables, stage.load_wording(PROJECT, language), title="某市数据表", version="1.0", **given
    )
    return load_workbook(io.BytesIO(data))


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> tuple[Series, list[SeriesTable]]:
    return load(sample_years(Made()).write(tmp_path_factory.mktemp("sample") / "p", compared=True), "sample")


@pytest.fixture(scope="module", params=["zh", "en"])
def book(request: pytest.FixtureRequest, sample: tuple[Series, list[SeriesTable]]) -> tuple[str, Workbook]:
    return request.param, book_of(*sample, request.param)


def machine_names(book: Workbook) -> dict[str, dict[str, str]]:
    """Sheet to {machine name: header}, as the first sheet says."""
    rows = list(book.worksheets[-1].iter_rows(values_only=True))
    start = max(number for number, row in enumerate(rows) if row[0] in ("工作表", "Sheet"))
    found: dict[str, dict[str, str]] = {}
    for sheet, header, machine, *_ in rows[start + 1 :]:
        found.setdefault(sheet, {})[machine] = header
    return found


def column(page: Worksheet, header: str) -> list[Any]:
    (place,) = [cell.column for cell in page[1] if cell.value == header]
    return [page.cell(row, place).value for row in range(2, page.max_row + 1)]


# -- the tables are there, and right -----------------------------------------------------------------


def test_every_table_of_the_dictionary_is_written_out() -> None:
    assert set(SHOWN) == (set(load_dictionary(PROJECT)) - {"labels", *DIAGNOSTIC_TABLES}) | {"diagnostics"}


def test_numbers_equal_the_tables(book: tuple[str, Workbook], sample: tuple[Series, list[SeriesTable]]) -> None:
    language, opened = book
    names, wording = machine_names(opened), stage.load_wording(PROJECT, language)
    compared = 0
    for table in sample[1]:
        if not table.rows or not table.in_workbook:
            continue
        title = wording.plain("workbook.sample_name", name=wording.entry(f"workbook.sheets.{table.name}.name"))
        page = opened[title]
        assert page.max_row == len(table.rows) + 1
        for given in table.columns:
            if given.kind in ("integer", "number", "share", "year", "flag") and given.name in names[title]:
                values = [getattr(row, given.name) for row in table.rows]
                shown = column(page, names[title][given.name])
                assert shown == pytest.approx(values, nan_ok=True) if given.kind != "flag" else shown == values, (
                    table.name,
                    given.name,
                )
                assert all(value is None or isinstance(value, (int, float)) for value in shown)
                compared += 1
    assert compared > 50


def test_every_field_is_a_column(book: tuple[str, Workbook], sample: tuple[Series, list[SeriesTable]]) -> None:
    language, opened = book
    names, wording = machine_names(opened), stage.load_wording(PROJECT, language)
    for table in sample[1]:
        if table.rows and table.in_workbook:
            machine = {
                name.partition("[")[0]
                for name in names[
                    wording.plain("workbook.sample_name", name=wording.entry(f"workbook.sheets.{table.name}.name"))
                ]
            }
            missing = {given.name for given in table.columns} - machine
            assert missing <= {"themes", "years"}, "only lists that name the columns of their partner"


def test_years_dates_shares_and_flags_are_typed(book: tuple[str, Workbook]) -> None:
    _language, opened = book
    names = machine_names(opened)
    notices, shares = (
        next(page for page in opened.worksheets[:-1] if has in names[page.title]) for has in ("issued_on", "task_share")
    )
    assert column(notices, names[notices.title]["issued_on"])[0] == datetime(2023, 1, 30)
    formats = {cell.value: shares.cell(2, cell.column).number_format for cell in shares[1]}
    assert formats[names[shares.title]["task_share"]] == "0.0%" and formats[names[shares.title]["year"]] == "0"
    assert {type(value) for value in column(shares, names[shares.title]["observable"])} == {bool}


def test_a_p_value_is_never_shown_as_nought(book: tuple[str, Workbook]) -> None:
    _, opened = book
    names = machine_names(opened)
    formats = [
        cell.number_format
        for page in opened.worksheets[:-1]
        for machine, title in names[page.title].items()
        if machine in ("p_value", "p_corrected")
        for cell in page[2]
        if page.cell(1, cell.column).value == title and cell.value is not None
    ]
    assert formats and set(formats) == {'[<0.001]"<0.001";0.000'}


def test_task_links_can_be_read_by_themselves(sample: tuple[Series, list[SeriesTable]]) -> None:
    opened = book_of(*sample)
    page = opened["任务对照（样例）"]
    assert column(page, "前一年度")[0] == 2021 and column(page, "后一年度")[0] == 2022
    assert column(page, "前一任务题名")[0] == "建设实验室" and column(page, "后一任务原文")[0].startswith(
        "建设实验室。实施项目"
    )
    assert column(page, "后一责任分工")[0] == "牵头：市科技局；参与：市财政局"


# -- the form ----------------------------------------------------------------------------------------


def test_sheets_are_frozen_filtered_and_named_as_excel_allows(book: tuple[str, Workbook]) -> None:
    _, opened = book
    titles = [page.title for page in opened]
    assert len({title.casefold() for title in titles}) == len(titles)
    assert all(len(title) <= 31 and not re.search(r"[\[\]:*?/\\]", title) for title in titles)
    for page in opened.worksheets[:-1]:
        headers = [cell.value for cell in page[1]]
        assert len(set(headers)) == len(headers) and all(headers), page.title
        assert page.freeze_panes == "A2"
        assert page.auto_filter.ref == page.dimensions
        assert all(5 < page.column_dimensions[cell.column_letter].width <= 70 for cell in page[1])


@pytest.mark.parametrize("language", ["zh", "en"])
def test_names_of_sheets_fit_excel_in_every_language(language: str) -> None:
    wording = stage.load_wording(PROJECT, language)
    assert all(
        len(wording.plain("workbook.sample_name", name=entry["name"])) <= 31
        for entry in wording.entry("workbook.sheets").values()
    )


def test_the_last_sheet_links_to_every_sheet_and_counts_its_rows(book: tuple[str, Workbook]) -> None:
    language, opened = book
    guide = opened.worksheets[-1]
    rows = {row[0].value: row for row in guide.iter_rows(min_row=9, max_row=9 + len(SHOWN)) if row[0].value}
    for page in opened.worksheets[:-1]:
        row = rows[page.title]
        assert row[3].value == page.max_row - 1
        assert row[0].hyperlink.location == f"'{page.title}'!A1" and row[0].hyperlink.target is None
    said = [str(cell) for row in guide.iter_rows(values_only=True) for cell in row if cell is not None]
    assert ("没有数据" if language == "zh" else "No data") in " ".join(said), (
        "empty tables are listed and have no sheet"
    )


def test_samples_are_marked_on_every_sheet_and_others_on_none(
    sample: tuple[Series, list[SeriesTable]], tmp_path: Path
) -> None:
    assert all("样例" in page.title for page in book_of(*sample).worksheets[:-1])
    real = load(Made().add("city-2023", plain_tasks()).write(tmp_path / "p", compared=True), "city")
    assert not any("样例" in page.title for page in book_of(*real))


def test_the_english_workbook_speaks_english(sample: tuple[Series, list[SeriesTable]]) -> None:
    opened = book_of(*sample, "en")
    assert not any(has_chinese(page.title) for page in opened)
    assert not any(has_chinese(str(cell.value)) for page in opened.worksheets[:-1] for cell in page[1])


def test_same_tables_same_bytes_in_another_process(sample: tuple[Series, list[SeriesTable]]) -> None:
    wording = stage.load_wording(PROJECT, "zh")
    first, second = (workbook_bytes(*sample, wording, title="某市", version="1.0") for _ in range(2))
    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {entry.date_time[0] for entry in archive.infolist()} == {2000}
        assert str(date.today().year).encode() not in archive.read("docProps/core.xml")


# -- hostile text ------------------------------------------------------------------------------------


def hostile(sample: tuple[Series, list[SeriesTable]], text: str) -> tuple[Series, list[SeriesTable]]:
    """The sample with a diagnostic and a notice title that say `text`."""
    series, tables = sample
    odd = Diagnostic("sample-2021", "no-title", "info", text)
    changed = {"diagnostics": [odd]}
    notices = next(table for table in tables if table.name == "notices")
    changed["notices"] = [replace(notices.rows[0], title=text), *notices.rows[1:]]
    return series, [replace(table, rows=changed.get(table.name, table.rows)) for table in tables]


@pytest.mark.parametrize("text", HOSTILE)
def test_text_that_looks_like_a_formula_is_text(sample: tuple[Series, list[SeriesTable]], text: str) -> None:
    opened = book_of(*hostile(sample, text))
    page = opened["提示与异常（样例）"]
    (cell,) = [page.cell(2, one.column) for one in page[1] if one.value == "说明"]
    assert cell.value == clean(text) and cell.data_type == "s" and cell.hyperlink is None
    assert cell.quotePrefix == (text[0] in "=+-@\t\r＝"), "Excel keeps it as text when it is edited, too"
    assert not any(one.data_type == "f" for sheet in opened for row in sheet.iter_rows() for one in row)


@pytest.mark.parametrize(
    ("reason", "text", "shown"),
    [
        ("control characters become visible", "甲\x00乙\x1b丙\x7f", "甲␀乙␛丙␡"),
        ("line ends of old systems too, a cell knows only one", "甲\r乙", "甲␍乙"),
        ("line feeds and tabs stay", "甲\n乙\t丙", "甲\n乙\t丙"),
        ("what is no character at all", "甲\ud800乙\uffff", "甲\ufffd乙\ufffd"),
        ("Excel would read this as the letter A", "_x0041_", "_x005F_x0041_"),
        ("an underline alone is none of its escapes", "a_x", "a_x"),
    ],
)
def test_characters_a_cell_cannot_hold(reason: str, text: str, shown: str) -> None:
    assert clean(text) == shown, reason


def test_text_beyond_the_limit_is_cut_in_sight(sample: tuple[Series, list[SeriesTable]]) -> None:
    text = "长" * (MOST_CHARACTERS + 5000)
    opened = book_of(*hostile(sample, text))
    (value,) = column(opened["提示与异常（样例）"], "说明")
    assert len(value) == MOST_CHARACTERS and value.endswith("全文见 tables/diagnostics.csv】") and "37767" in value
    said = " ".join(str(cell) for row in opened.worksheets[-1].iter_rows(values_only=True) for cell in row)
    assert "有 1 个单元格超出" in said


def test_text_at_the_limit_is_whole(sample: tuple[Series, list[SeriesTable]]) -> None:
    (value,) = column(book_of(*hostile(sample, "长" * MOST_CHARACTERS))["提示与异常（样例）"], "说明")
    assert value == "长" * MOST_CHARACTERS


def test_rows_beyond_the_limit_are_counted(sample: tuple[Series, list[SeriesTable]]) -> None:
    opened = book_of(*sample, most_rows=3)
    assert opened["文本单元（样例）"].max_row == 4
    said = " ".join(str(cell) for row in opened.worksheets[-1].iter_rows(values_only=True) for cell in row)
    assert "只列前 3 行" in said


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [("", 10, 1), ("甲乙", 10, 1), ("甲乙丙丁戊己", 10, 2), ("a" * 9, 10, 1), ("甲\n乙", 10, 2)],
)
def test_a_row_is_high_enough_for_its_text(text: str, width: int, lines: int) -> None:
    assert lines_of(text, width) == lines


# -- wording -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("record", RECORDS)
def test_every_field_has_a_name_and_a_sentence(record: str, language: str) -> None:
    wording = stage.load_wording(PROJECT, language)
    for field in fields(record_class(record)):
        entry = description(wording, record, field.name)
        assert entry["name"] and len(entry["meaning"]) > 5, field.name


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_sentence_describes_a_field_that_is_not_there(language: str) -> None:
    entries = stage.load_wording(PROJECT, language).entry("workbook.fields")
    known = {record: {field.name for field in fields(record_class(record))} for record in RECORDS}
    assert {record: set(names) - known[record] for record, names in entries.items() if record != "common"} == {
        record: set() for record in entries if record != "common"
    }
    assert set(entries["common"]) <= set().union(*known.values())


def test_every_group_of_codes_has_words() -> None:
    wording = stage.load_wording(PROJECT, "zh")
    for group in {*CODES.values(), *CODES_OF.values()} - {""}:
        assert wording.entry(group), group
    assert any(key.startswith("workbook.joined.") for key in locale_entries("en"))


def test_the_order_of_hashes_leaves_no_trace(tmp_path: Path) -> None:
    """Sets come in another order in another process; nothing of it may show."""
    program = (
        "import sys, hashlib; sys.path.insert(0, 'tests/report'); from pathlib import Path; from "
        "made_notices import *; import test_report_workbook as t\n"
        "from pipeline.report import stage\n"
        "series, tables = t.load(sample_years(Made(), years=(2021, 2022)).write(Path(sys.argv[1]), "
        "compared=True), 'sample')\n"
        "print(hashlib.sha256(t.workbook_bytes(series, tables, stage.load_wording(PROJECT, 'zh'), "
        "title='某市', version='1.0')).hexdigest())"
    )
    hashes = [
        subprocess.run(
            [sys.executable, "-c", program, str(tmp_path / seed)],
            cwd=PROJECT,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert hashes[0] == hashes[1]
