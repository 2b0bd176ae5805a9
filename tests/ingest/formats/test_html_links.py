"""Where a page's notice goes on: which addresses are followed if asked, and how several pages are one notice."""

from __future__ import annotations

import pytest

from pipeline.ingest.formats.html_links import joined_parts, other_pages
from pipeline.ingest.formats.html_page import read_html

FIRST = "https://www.example.gov.cn/zw/t20240301_12.html"
FOLDER = "https://www.example.gov.cn/zw/"
FOLLOWED = [
    ("a script names three pages", "<script>createPageHTML(3, 0,'t20240301_12','html')</script>", ["_1", "_2"]),
    (
        "numbers link the pages",
        "<a href='t20240301_12_2.html'>2</a><a href='./t20240301_12_3.html'>3</a>",
        ["_2", "_3"],
    ),
    ("a hyphen, and the whole address", f"<a href='{FOLDER}t20240301_12-2.html'>下一页</a>", ["-2"]),
    ("one page by the script", "<script>createPageHTML(1, 0,'t20240301_12','html')</script>", []),
    ("another notice", "<a href='t20240301_13_1.html'>下一篇</a>", []),
    ("another folder", "<a href='../t20240301_12_1.html'>2</a>", []),
    ("another host", "<a href='https://example.org/zw/t20240301_12_1.html'>2</a>", []),
    ("another kind of file", "<a href='t20240301_12_1.exe'>2</a>", []),
]


@pytest.mark.parametrize(("reason", "body", "marks"), FOLLOWED, ids=[case[0] for case in FOLLOWED])
def test_pages_are_followed_by_their_numbers_in_the_same_folder(reason: str, body: str, marks: list[str]) -> None:
    page = f"<div><p>1.建设实验室。</p>{body}</div>".encode()
    assert other_pages(page, FIRST) == [f"{FOLDER}t20240301_12{mark}.html" for mark in marks]


def test_an_address_without_a_page_name_has_no_other_pages() -> None:
    page = b"<script>createPageHTML(3, 0,'index','html')</script>"
    assert other_pages(page, "https://www.example.gov.cn/zw/?id=3") == []


def part(number: int, encoding: str, of: int = 3) -> bytes:
    head = "<h1>云溪县2024年重点工作任务</h1><p>云政办发〔2024〕3号</p>"
    item = f"<p>{number}.实施技改项目{number}0个，新增企业{number}5家。（牵头单位：县工信局）</p>"
    page = f"<meta charset='{encoding}'><div>{head}{item}</div><script>createPageHTML({of}, {number - 1}, 't')</script>"
    return page.encode(encoding)


def test_pages_fetched_together_are_one_notice_whatever_their_encodings() -> None:
    raw = read_html(joined_parts([part(1, "utf-8"), part(2, "gb18030"), part(3, "utf-8")]))
    assert raw.text.split("\n") == [
        "云溪县2024年重点工作任务",
        "云政办发〔2024〕3号",
        *(f"{i}.实施技改项目{i}0个，新增企业{i}5家。（牵头单位：县工信局）" for i in (1, 2, 3)),
    ]
    assert not raw.problems


def test_pages_that_are_still_missing_are_said() -> None:
    raw = read_html(joined_parts([part(1, "utf-8", of=4), part(2, "utf-8", of=4)]))
    assert [problem.code for problem in raw.problems] == ["page-of-several"]
