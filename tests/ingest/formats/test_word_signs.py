"""Signs of symbol fonts and raised marks in Word runs."""

from __future__ import annotations

import pytest

from pipeline.ingest.formats.word_document import read_docx
from pipeline.ingest.formats.word_signs import symbol
from tests.ingest.formats.test_word_document import WordFile


@pytest.mark.parametrize(
    ("font", "place", "sign"),
    [
        ("Symbol", "F0A3", "≤"), ("Symbol", "F0B3", "≥"), ("Symbol", "F0B1", "±"), ("Symbol", "00A3", "≤"), ("symbol",
        "F06D", "μ"),
        ("Wingdings", "F081", "①"), ("Wingdings", "F08A", "⑩"), ("Wingdings", "F0FC", "√"),
        ("宋体", "2264", "≤"), ("Symbol", "F0FF", None), ("Symbol", "xyz", None),
    ],
)  # fmt: skip
def test_signs_by_their_place(font: str, place: str, sign: str | None) -> None:
    assert symbol(font, place) == sign


def paragraph(*runs: str) -> str:
    word = WordFile()
    word.raw(f"<w:p>{''.join(runs)}</w:p>")
    return read_docx(word.data()).text


def run(text: str, properties: str = "") -> str:
    return f"<w:r>{f'<w:rPr>{properties}</w:rPr>' if properties else ''}<w:t>{text}</w:t></w:r>"


RAISED = '<w:vertAlign w:val="superscript"/>'


@pytest.mark.parametrize(
    ("reason", "runs", "text"),
    [
        ("a sign", [run("浓度"), '<w:r><w:sym w:font="Symbol" w:char="F0A3"/></w:r>', run("35微克")], "浓度≤35微克"),
        (
            "a private character in the font Symbol",
            [run("覆盖率"), run("\uf0b3", '<w:rFonts w:ascii="Symbol" w:hAnsi="Symbol"/>'), run("40%")],
            "覆盖率≥40%",
        ),
        (
            "a Latin character in the font Symbol",
            [run("温差"), run("±", '<w:rFonts w:ascii="Symbol"/>'), run("5%")],
            "温差±5%",
        ),
        ("a raised number points to a note", [run("规上企业"), run("1", RAISED), run("20家")], "规上企业20家"),
        (
            "so do ①, [2], 注3 and *",
            [run("企业"), run("①", RAISED), run("、园区"), run("[2]", RAISED), run("、平台"), run("*", RAISED)],
            "企业、园区、平台",
        ),
        ("m² keeps its 2", [run("厂房3万m"), run("2", RAISED), run("。")], "厂房3万m2。"),
        ("a raised word is text", [run("云溪"), run("试点", RAISED)], "云溪试点"),
    ],
    ids=lambda value: value if isinstance(value, str) and value.isascii() else "",
)
def test_runs(reason: str, runs: list[str], text: str) -> None:
    assert paragraph(*runs) == text


def test_an_unknown_sign_is_shown_and_said() -> None:
    word = WordFile()
    word.raw('<w:p><w:r><w:t>甲</w:t><w:sym w:font="Webdings" w:char="F0FF"/></w:r></w:p>')
    raw = read_docx(word.data())
    assert raw.text == "甲�"
    assert [problem.code for problem in raw.problems] == ["unknown-symbol"]
