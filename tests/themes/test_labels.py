"""Label files: what is accepted, what is refused and how, and near-duplicates between notices."""

from __future__ import annotations

import csv
import io

import pytest

from pipeline.records import LabelledText
from pipeline.themes.labels import (
    COLUMNS,
    LabelError,
    label_counts,
    near_duplicates,
    read_labels,
    settled,
    write_labels,
)

THEMES = ("innovation", "industry", "other")
GOOD = {
    "text": "筹建海雾探测实验室。",
    "theme": "innovation",
    "theme2": "",
    "section": "科技",
    "source": "town-2021",
    "provenance": "written",
    "annotator": "ab",
    "date": "2023-01-30",
}


def file_of(*rows: dict[str, str]) -> str:
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, COLUMNS)
    writer.writeheader()
    writer.writerows(rows)
    return buffer.getvalue()


def label(text: str, source: str, **changes: str) -> LabelledText:
    return LabelledText(**{**GOOD, "text": text, "source": source, **changes})


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({}, "the plain case"),
        ({"theme2": "industry"}, "a second theme"),
        ({"section": ""}, "no heading known"),
        ({"text": "扩建码头,\n新增泊位“三号”。"}, "comma, line break and quotation marks inside a text"),
        ({"provenance": "review", "source": "qingdao-2023"}, "a corrected guess"),
    ],
)
def test_accepted(change: dict[str, str], reason: str) -> None:
    row = GOOD | change
    assert read_labels(file_of(row), themes=THEMES) == [LabelledText(**row)], reason


@pytest.mark.parametrize(
    ("change", "column", "shown", "next_step"),
    [
        ({"theme": "indutry"}, "theme", "'indutry'", "use one of innovation, industry, other"),
        ({"theme": ""}, "theme", "''", "use one of"),
        ({"theme2": "green"}, "theme2", "'green'", "leave it empty"),
        ({"theme2": "innovation"}, "theme2", "'innovation'", "name the other theme"),
        ({"text": " "}, "text", "' '", "delete the row"),
        ({"text": "筹建实验室。 "}, "text", "'筹建实验室。 '", "remove it"),
        ({"text": "长" * 3001}, "text", "…'", "split it"),
        ({"source": ""}, "source", "''", "such as qingdao-2023"),
        ({"provenance": "web"}, "provenance", "'web'", "written, official, review"),
        ({"annotator": ""}, "annotator", "''", "initials"),
        ({"date": "30.1.2023"}, "date", "'30.1.2023'", "write it as 2023-01-30"),
    ],
)
def test_refused_with_place_value_and_next_step(
    change: dict[str, str], column: str, shown: str, next_step: str
) -> None:
    with pytest.raises(LabelError) as refusal:
        read_labels(file_of(GOOD, GOOD | {"text": "另一条。"} | change), themes=THEMES, file="labels.csv")
    message = str(refusal.value)
    assert message.startswith(f"labels.csv, line 3, column {column}: ")
    assert shown in message
    assert next_step in message


def test_all_problems_are_told_at_once() -> None:
    with pytest.raises(LabelError) as refusal:
        read_labels(file_of(GOOD | {"theme": "x"}, GOOD | {"date": "x", "source": ""}), themes=THEMES)
    assert [line.partition(":")[0].rpartition(", ")[2] for line in str(refusal.value).splitlines()] == [
        "column theme",
        "column source",
        "column date",
    ]


def test_line_counts_lines_of_the_file_not_rows() -> None:
    with pytest.raises(LabelError, match="line 4, column theme"):
        read_labels(file_of(GOOD | {"text": "一行\n两行"}, GOOD | {"theme": "x"}), themes=THEMES)


def test_wrong_columns_are_refused() -> None:
    with pytest.raises(LabelError, match="line 1: the columns are text, theme; they must be text, theme, theme2"):
        read_labels("text,theme\n", themes=THEMES)


def test_wrong_number_of_cells_is_refused() -> None:
    with pytest.raises(LabelError, match="line 2, has 2 cells; it must have 8"):
        read_labels(",".join(COLUMNS) + "\na,b\n", themes=THEMES)


def test_empty_file_is_refused() -> None:
    with pytest.raises(LabelError, match="has no rows"):
        read_labels(file_of(), themes=THEMES)


def test_same_text_twice_by_one_person_is_refused_by_two_accepted() -> None:
    with pytest.raises(LabelError, match="already labelled by ab in line 2"):
        read_labels(file_of(GOOD, GOOD), themes=THEMES)
    assert len(read_labels(file_of(GOOD, GOOD | {"annotator": "cd"}), themes=THEMES)) == 2


def test_mark_that_excel_writes_is_ignored() -> None:
    assert len(read_labels("\ufeff" + file_of(GOOD), themes=THEMES)) == 1


def test_latest_row_settles_a_text() -> None:
    first = label("甲", "a", theme="industry")
    correction = label("甲", "a", theme="other", annotator="cd", date="2024-05-01")
    assert settled([correction, first]) == [correction]
    same_day = label("甲", "a", theme="innovation", annotator="ef")
    assert settled([first, same_day]) == [same_day], "on one date the later row counts"


def test_writing_and_reading_gives_the_same_labels(labels: list[LabelledText], scheme) -> None:
    assert read_labels(write_labels(labels), themes=scheme.ids) == labels


LONG = "对年综合能耗五千吨以上的企业逐户开展节能诊断"


@pytest.mark.parametrize(
    ("first", "second", "found", "reason"),
    [
        (label(LONG, "a"), label(LONG, "b"), True, "the same text in two notices"),
        (label(LONG, "a"), label(LONG + "，列出清单。", "b"), True, "one text inside the other"),
        (
            label(LONG, "a"),
            label("对，年综合能耗（五千吨以上）的企业逐户开展节能诊断", "b"),
            True,
            "punctuation does not count",
        ),
        (
            label(LONG, "a"),
            label(LONG, "a", annotator="cd"),
            False,
            "one notice may repeat itself: it never stands on both sides",
        ),
        (label(LONG, "a"), label("对年综合能耗五千吨以上的医院逐月公布用水账单", "b"), False, "half the words shared"),
        (label("节能", "a"), label("节能", "b"), True, "texts shorter than an n-gram are compared whole"),
        (label("5G", "a"), label("6G", "b"), False, "nothing to compare"),
    ],
)
def test_near_duplicates(first: LabelledText, second: LabelledText, found: bool, reason: str) -> None:
    assert bool(near_duplicates([first, second])) == found, reason


def test_near_duplicate_says_which_and_how_much() -> None:
    # 甲乙丙丁戊己: the five-character runs 甲乙丙丁戊 and 乙丙丁戊己; the second text has one of them among its two
    (pair,) = near_duplicates([label("甲乙丙丁戊己", "a"), label("乙丙丁戊己庚", "b")], containment=0.4)
    assert (pair.first, pair.second, pair.containment) == (0, 1, 0.5)


# -- the labels that ship ---------------------------------------------------------------------------


def test_shipped_labels_have_no_near_duplicates_between_notices(labels: list[LabelledText]) -> None:
    told = [(labels[pair.first].text, labels[pair.second].text, pair.containment) for pair in near_duplicates(labels)]
    assert told == []


def test_shipped_labels_cover_all_themes_lengths_and_many_notices(labels: list[LabelledText], scheme) -> None:
    assert min(label_counts(labels, scheme.ids).values()) >= 100
    assert sum(one.provenance == "official" for one in labels) == 40
    assert sum(one.provenance == "written" for one in labels) >= 800
    assert len({one.source for one in labels}) >= 100
    lengths = [len(one.text) for one in labels]
    assert min(lengths) <= 10 < 300 <= max(lengths)
