"""Numerals and dates as official texts print them."""

import pytest

from pipeline.knowledge.chinese import RE_DATE, circled_value, iso_date, parse_numeral, plain


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("两", 2),
        ("十", 10),
        ("十五", 15),
        ("二十三", 23),
        ("一百二", 120),  # spoken form: the last digit is of the next lower unit
        ("一百零二", 102),
        ("两千零五", 2005),
        ("三万六千五百", 36500),
        ("百亿", 10_000_000_000),  # 百亿级产业
        ("千万", 10_000_000),
        ("万亿", 1_000_000_000_000),
        ("一亿三千万", 130_000_000),
        ("二〇二三", 2023),  # read by place
    ],
)
def test_parse_numeral(text, value):
    assert parse_numeral(text) == value


@pytest.mark.parametrize("text", ["", "多", "三个", "5", "十几"])
def test_parse_numeral_rejects(text):
    assert parse_numeral(text) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2023年1月30日", "2023-01-30"),
        ("2023-02-09", "2023-02-09"),
        ("2023/2/9", "2023-02-09"),
        ("二〇二三年一月三十日", "2023-01-30"),
        ("2023年2月30日", None),  # no such day
    ],
)
def test_iso_date(text, day):
    assert iso_date(RE_DATE.search(text)) == day


def test_plain_keeps_whole_numbers_whole():
    assert plain(0.1 + 0.2) == 0.3
    assert isinstance(plain(5.0), int)


@pytest.mark.parametrize(("char", "value"), [("①", 1), ("⑳", 20), ("㉑", 21), ("1", None)])
def test_circled_value(char, value):
    assert circled_value(char) == value
