"""Numbers that open lines, and digits that do not."""

import pytest

from pipeline.knowledge.numbering import read_marker

ACCEPTED = [
    ("一、总体要求", "cn", "一", "总体要求"),
    ("一 总体要求", "cn", "一", "总体要求"),
    ("十二．保障措施", "cn", "十二", "保障措施"),
    ("（一）加强领导", "cn_paren", "（一）", "加强领导"),
    ("一）加强领导", "cn_paren", "（一）", "加强领导"),  # the first bracket is missing
    ("1.建设实验室", "arabic", "1", "建设实验室"),
    ("1．建设实验室", "arabic", "1", "建设实验室"),
    ("1、建设实验室", "arabic", "1", "建设实验室"),
    ("3.2023年底前建成", "arabic", "3", "2023年底前建成"),
    ("4、5G网络", "arabic", "4", "5G网络"),
    ("（1）修订办法", "arabic_paren", "（1）", "修订办法"),
    ("（104）修订办法", "arabic_paren", "（104）", "修订办法"),
    ("①修订办法", "circled", "①", "修订办法"),
    ("第一章 总则", "chapter", "第一章", "总则"),
    ("第二十条 本办法", "article", "第二十条", "本办法"),
    ("第三条5G网络", "article", "第三条", "5G网络"),
    ("第一部分 重点任务", "part", "第一部分", "重点任务"),
    ("2.1加快建设", "decimal", "2.1", "加快建设"),
    ("2.1.3 加快建设", "decimal_2", "2.1.3", "加快建设"),
    ("第一、建设实验室", "ordinal", "第一", "建设实验室"),
    ("第二，建设实验室", "ordinal", "第二", "建设实验室"),
]


@pytest.mark.parametrize(("line", "style", "printed", "content"), ACCEPTED, ids=[case[0] for case in ACCEPTED])
def test_read_marker(line, style, printed, content):
    marker = read_marker(line)
    assert (marker.name, marker.printed, line[marker.length :]) == (style, printed, content)


REJECTED = [
    ("1.5以内，达标率均在90%以上", "a quantity before its bound"),
    ("2023年，全市新增企业40家", "a year"),
    ("5G基站达到1万个", "a name"),
    ("3.5万吨产能", "a decimal number"),
    ("10个项目开工", "a quantity"),
    ("一是加强领导", "a list inside a sentence"),
    ("第一批项目开工", "an ordinal"),
    ("第一、第二产业协同", "an ordinal of a name"),
    ("第一、二、三产业增加值", "and where only the first has its 第"),
    ("三年行动计划", "a duration"),
]


@pytest.mark.parametrize(("line", "reason"), REJECTED, ids=[case[0] for case in REJECTED])
def test_no_marker(line, reason):
    assert read_marker(line) is None, reason


def test_a_bare_number_counts_only_if_it_is_expected():
    assert read_marker("1突破关键技术") is None
    assert read_marker("1突破关键技术", expected=1).printed == "1"
    assert read_marker("3年行动", expected=3) is None
