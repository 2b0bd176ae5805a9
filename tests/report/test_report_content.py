"""What a report says: sentences with their words, what is missing, and the same counts wherever they stand."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from made_notices import PROJECT, Made, Task, plain_tasks, sample_years
from made_page import changing_years, content_in, report_in, series_in

from pipeline.records import CellRow, Diagnostic
from pipeline.report.content.quotes import Quoter, page_at, places
from pipeline.report.content.told import quoted_topics
from pipeline.report.content.values import english_number, printed_value
from pipeline.report.figures.fate import fates
from pipeline.report.stage import load_wording


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made") / "project"
    report_in(changing_years(Made()), folder)
    return folder


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Any:
    return content_in(changing_years(Made()), tmp_path_factory.mktemp("content") / "project")


def test_every_sentence_has_words_of_a_notice(made: Any) -> None:
    findings = [one for pair in made.pairs for one in pair.findings]
    assert findings
    for one in (*findings, *made.headline):
        assert one.quotes, one.text
        for quote in one.quotes:
            notice = made.quoter.notices[quote.notice].notice
            assert notice.text[quote.start : quote.end] == quote.words


def test_the_headline_is_short_varied_and_names_no_test(made: Any) -> None:
    assert 3 <= len(made.headline) <= 7
    families = [one.family for one in made.headline]
    assert max(families.count(family) for family in families) <= 3
    assert not any(re.search(r"z值|HHI|p\s*[=<]|置信|显著", one.text) for one in made.headline)


def test_a_theme_that_grew_is_told_with_its_tasks(made: Any) -> None:
    (told,) = [one for one in made.pairs[0].findings if one.subject == "industry"]
    assert told.text == "“产业”成为任务最多的主题：由2022年的2项增至2023年的4项。"
    assert [quote.notice for quote in told.quotes] == [0, 0, 1, 1, 1, 1]


def test_a_theme_that_grows_in_every_notice_heads_the_report(tmp_path: Path) -> None:
    made, more = Made(), [Task(f"推进第{n}处厂房改造。更新设备。", "industry") for n in range(8)]
    for year, count in ((2021, 2), (2022, 4), (2023, 8)):
        steady = [Task(f"办好第{n}所学校。补充师资。", "innovation") for n in range(3)]
        made.add(f"city-{year}", [*more[:count], *steady], year=year)
    found = content_in(made, tmp_path / "project")
    (course,) = [one for one in found.headline if one.id.startswith("theme_course/")]
    assert course.text == "“产业”任务逐份增加：由2021年的2项增至2023年的8项。"
    assert len(course.quotes) == 14 and {quote.notice for quote in course.quotes} == {0, 1, 2}


def test_a_part_that_is_cut_off_stands_in_the_box_and_is_no_fall(tmp_path: Path) -> None:
    found = content_in(sample_years(Made(), years=(2021, 2022)), tmp_path / "project")
    assert [one for one in found.missing if "四、绿色低碳" in one.text and one.quotes[0].words == "四、绿色低碳"]
    (row,) = [row for row in found.themes if row.key == "low_carbon"]
    assert [count.number for count in row.counts] == [1, None] and row.counts[1].text == "原文残缺"
    assert not any(one.subject == "low_carbon" for one in found.pairs[0].findings)


def test_a_scan_says_so_at_the_top_and_wherever_it_is_named(tmp_path: Path) -> None:
    notices = changing_years(Made())
    notices.tables["ingest_diagnostics"].append(Diagnostic("city-2022", "scanned", "warning", "read from 3 pages"))
    found = content_in(notices, tmp_path / "project")
    assert found.labels == ("2022年（扫描识别）", "2023年")
    assert [one for one in found.missing if "扫描" in one.text]
    assert {quote.label for told in found.headline for quote in told.quotes} == set(found.labels)


def test_what_a_cut_part_hides_is_counted_apart_so_that_the_sum_holds(tmp_path: Path) -> None:
    stray = Task("推广节能灯具。在老旧小区更换灯具。", "low_carbon", section="三、内需")
    made = Made().add("city-2023", [*plain_tasks(), stray], hidden=["low_carbon"], empty_heading="四、绿色")
    found = content_in(made, tmp_path / "project")
    (row,) = [row for row in found.themes if row.key == "low_carbon"]
    assert row.counts[0].text == "原文残缺，另见1项"
    assert sum(len(row.counts[0].quotes) for row in found.themes) == found.totals[0]


def test_one_notice_alone_has_promises_and_no_comparison(tmp_path: Path) -> None:
    found = content_in(Made().add("city-2023", plain_tasks()), tmp_path / "project")
    assert not found.pairs
    assert [one.value for one in found.promises] == ["1500项以上", "20项"], "money granted to applicants is no promise"
    assert found.promises[0].leads == ("市科技局",)
    assert found.headline and all(one.quotes for one in found.headline)


# -- quotes and values ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reason", "words", "before", "after"),
    [
        ("a clause in its sentence", "海工平台3座", "支持船厂建造浮式风机平台，交付", "。"),
        ("a title ends its own sentence", "发展海洋工程装备", "", "。"),
    ],
)
def test_a_quote_stands_in_its_sentence(made: Any, reason: str, words: str, before: str, after: str) -> None:
    quoter = made.quoter
    text = quoter.notices[0].notice.text
    quote = quoter.quote("city-2022", text.index(words), text.index(words) + len(words))
    assert (quote.before, quote.words, quote.after) == (before, words, after), reason
    assert quote.number == "一-5"
    assert places([quote]) == f"0:{quote.start}:{quote.end}"


def test_words_stand_as_printed_with_the_page_they_are_on(tmp_path: Path) -> None:
    notices = changing_years(Made())
    old, new = notices.tables["notices"]
    at = old.text.index("海工平台3座")
    printed = old.text.replace("发展", "發展").replace("海工平台", "海工平臺")
    notices.tables["notices"] = [replace(old, printed=printed, page_starts=(0, at - 9)), new]
    quoter = content_in(notices, tmp_path / "project").quoter
    quote = quoter.quote(old.notice_id, at, at + 6)
    assert (quote.words, quote.where) == ("海工平臺3座", "第2页")
    assert quoter.quote(new.notice_id, 0, 2).where == "第1段"
    assert "".join(line.text for line in quoter.lines[0]) == printed.replace("\n", "")


@pytest.mark.parametrize(
    ("reason", "starts", "at", "page"),
    [
        ("inside the first page", (0, 100), 99, 1),
        ("at the beginning of the second", (0, 100), 100, 2),
        ("before the first page that is known", (-1, 100), 50, 0),
        ("where the next page's beginning is not known", (0, -1, 200), 150, 0),
        ("behind a page that is not known", (0, -1, 200), 200, 3),
        ("a file without pages", (), 5, 0),
    ],
)
def test_a_page_is_told_only_where_it_is_known(reason: str, starts: tuple[int, ...], at: int, page: int) -> None:
    assert page_at(starts, at) == page, reason


def test_the_lines_of_a_text_are_the_text(made: Any) -> None:
    for lines, records in zip(made.quoter.lines, made.quoter.notices):
        assert all(records.notice.text.startswith(line.text, line.start) for line in lines)
        assert "".join(line.text for line in lines) == records.notice.text.replace("\n", "")


@pytest.mark.parametrize(
    ("value", "unit", "printed", "english"),
    [
        (1_950_000.0, "标准箱", "195万标准箱", "1.95 million TEU"),
        (2_000_000.0, "载重吨", "突破200万载重吨", "over 2 million deadweight tonnes"),
        (6.5, "%", "6.5%左右", "about 6.5%"),
        (65000.0, "人", "6.5万人以上", "at least 65,000 people"),
        (32.0, "微克/立方米", "32微克/立方米以内", "at most 32 μg/m³"),
        (5.0, "座", "5座", "5"),
    ],
)
def test_english_says_magnitudes_and_units(value: float, unit: str, printed: str, english: str) -> None:
    cell = CellRow("s", "x", "n", 2023, "value", value, None, unit, printed, 0, 1)
    assert printed_value(cell, load_wording(PROJECT, "en")) == english
    assert printed_value(cell, load_wording(PROJECT, "zh")) == printed


@pytest.mark.parametrize(
    ("reason", "sentence", "topics"),
    [
        ("what is quoted", "New task in 2023: “打造算力枢纽”.", "Computing power"),
        ("an indicator without an English name", "海洋牧场投资 target: raised from 3 to 5.", "The sea, investment"),
        ("names in brackets are no topics", "Fiscal deficit (财政赤字): raised from 3% to 4%.", ""),
        ("nothing known", "The task “清理闲置用地” of 2022 is no longer listed in 2023.", ""),
    ],
)
def test_topics_of_what_an_english_sentence_quotes(reason: str, sentence: str, topics: str) -> None:
    assert quoted_topics(sentence) == topics, reason


def test_english_numbers() -> None:
    assert [english_number(value) for value in (5.0, 1234.0, 5.2e11, 1.0e12)] == [
        "5",
        "1,234",
        "520 billion",
        "1 trillion",
    ]


# -- one thing is said once -----------------------------------------------------------------------------


def test_page_word_workbook_csv_and_content_agree(root: Path) -> None:
    folder = root / "reports" / "city"
    series, _ = series_in(root)
    page = (folder / "index.html").read_text(encoding="utf-8")
    data = json.loads(re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.S)[1])
    rows = list(csv.DictReader(io.StringIO((folder / "tables/findings.csv").read_text(encoding="utf-8-sig"))))
    sheet = openpyxl.load_workbook(folder / "tables.xlsx")["发现"]
    head = [cell.value for cell in sheet[1]]
    in_sheet = [row[head.index("发现")].value for row in sheet.iter_rows(min_row=2)]
    in_csv = [row["zh"] for row in rows]
    in_page = [text for kind, family, text, places, gloss in data["findings"]["0"] if family != "theme"]
    in_records = [row.zh for row in series.pairs[0].findings]
    assert in_records == in_page == in_csv == in_sheet
    words = "\n".join(
        cell.text for table in docx.Document(folder / "report.docx").tables for row in table.rows for cell in row.cells
    )
    assert all(text in words for text in in_records)


def test_tasks_are_counted_alike_everywhere(root: Path, made: Any) -> None:
    folder = root / "reports" / "city"
    page = (folder / "index.html").read_text(encoding="utf-8")
    data = json.loads(re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.S)[1])
    units = list(csv.DictReader(io.StringIO((folder / "tables/units.csv").read_text(encoding="utf-8-sig"))))
    assert len(data["tasks"]) == sum(unit["kind"] in ("task", "safeguard") for unit in units) == sum(made.totals)
    links = list(csv.DictReader(io.StringIO((folder / "tables/task_links.csv").read_text(encoding="utf-8-sig"))))
    unlinked = list(csv.DictReader(io.StringIO((folder / "tables/unlinked_tasks.csv").read_text(encoding="utf-8-sig"))))
    (fate,) = fates(made)
    assert fate["new"] == sum(row["change"] == "new" for row in unlinked)
    assert fate["dropped"] == sum(row["change"] == "dropped" for row in unlinked)
    assert fate["kept"] + fate["changed"] == len({row["new_unit_id"] for row in links})
    for row in made.themes:
        assert [count.text for count in row.counts] == [
            str(sum(task["n"] == n and task["m"] == row.key for task in data["tasks"])) for n in range(2)
        ]


def test_quoter_is_made_of_the_series(root: Path) -> None:
    series, _ = series_in(root)
    assert Quoter(series, load_wording(PROJECT, "zh")).labels == ["2022年", "2023年"]
