"""The numbering styles of official writing: 第一章, 一、, （一）, 1., （1）, ①, 第一条, 第一、, ——.

A marker is the printed number that opens a line. Styles have a fixed rank (GB/T 9704-2012 for
一、（一）1.（1）), so that a line's depth follows from its style whatever numbers are missing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.knowledge.chinese import HAN, circled_value, parse_numeral

NUMERAL = "一二三四五六七八九十百零〇"


@dataclass(frozen=True, slots=True)
class Style:
    """One way of numbering. `rank` orders depth: a lower rank stands outside a higher one."""

    name: str
    rank: float
    pattern: re.Pattern[str]  # group `n` is the number, group `p` what the path shows
    inside: bool = False  # lists in this style belong to an item that has text of its own


def _style(name: str, rank: float, pattern: str, *, inside: bool = False) -> Style:
    return Style(name, rank, re.compile(pattern), inside)


# A digit run that opens a line is no list number before these: 2023年…, 10个…, 5G, 3.5万吨.
NOT_AFTER_BARE_NUMBER = (
    "年月日号个家项条万亿千百十倍类大时分秒岁人名次座处所台套辆件米公吨度元%％种级位场批轮期届线路层"
)


def _decimal(name: str, rank: float, *, points: int) -> Style:
    """1.1, 1.1.1, 1.1.1.1: every further number stands one level deeper."""
    return _style(
        name,
        rank,
        rf"(?P<p>\d{{1,2}}(?:[.．](?P<n>\d{{1,2}})){{{points}}})[.．、\s]*(?=[{HAN}“《（])(?![万亿千百倍个家项条]|[{NOT_AFTER_BARE_NUMBER}])",
    )


STYLES: tuple[Style, ...] = (
    _style(
        "attachment",
        0,
        rf"(?P<p>附(?:件|表|录)\s*(?P<n>[\d{NUMERAL}]{{0,3}}))\s*[：:]?\s*(?=$|[{HAN}《（])(?![^。]{{60}})",
    ),
    _style("part", 1, rf"(?P<p>第(?P<n>[{NUMERAL}\d]{{1,4}})(?:编|部分|篇))[：:、\s]*"),
    _style("chapter", 2, rf"(?P<p>第(?P<n>[{NUMERAL}\d]{{1,4}})章)[：:、\s]*"),
    _style("section", 3, rf"(?P<p>第(?P<n>[{NUMERAL}\d]{{1,4}})节)[：:、\s]*"),
    _style(
        "article", 3.5, rf"(?P<p>第(?P<n>[{NUMERAL}\d]{{1,5}})条(?:之[{NUMERAL}])?)(?:[：:、\s]+|(?=[{HAN}《“【（]))"
    ),
    _style("cn", 4, rf"(?P<p>(?P<n>[{NUMERAL}]{{1,4}}))(?:\s*[、．.：:]+|\s+|，(?=[{HAN}]))\s*"),
    _style("cn_paren", 5, rf"[（(]?(?P<p>(?P<n>[{NUMERAL}]{{1,4}}))\s*[）)][、.．]?\s*"),
    _decimal("decimal", 6.5, points=1),
    _decimal("decimal_2", 6.6, points=2),
    _decimal("decimal_3", 6.7, points=3),
    _style("arabic", 6, r"(?P<p>(?P<n>\d{1,3}))\s*(?:[.．、，。]+\s*(?!\d)|、|[.．](?=\d{4}年|\d+G(?!\d)))"),
    _style("arabic_space", 6, rf"(?P<p>(?P<n>\d{{1,2}}))\s+(?=[{HAN}“《])(?![{NOT_AFTER_BARE_NUMBER}])"),
    _style("arabic_bare", 6, rf"(?P<p>(?P<n>\d{{1,2}}))(?=[{HAN}“《])(?![{NOT_AFTER_BARE_NUMBER}])"),
    _style("ordinal", 6.9, rf"(?P<p>第(?P<n>[一二三四五六七八九十]{{1,2}}))[、，]\s*(?=[{HAN}“《])(?!第)", inside=True),
    _style("arabic_paren", 7, r"[（(]?(?P<p>(?P<n>\d{1,2}))[）)][、.．]?\s*", inside=True),
    _style("circled", 8, r"(?P<p>(?P<n>[①-⑳㉑-㉟㊱-㊿❶-❿➀-➉]))[、.．]?\s*", inside=True),
)
RE_BULLET = re.compile(r"(?:—+|–+|[●◆■▲★◎○□▶➢✓·※])\s*")
# 总体要求-、: the number was set behind its heading and 一 misread as a dash
RE_TRAILING_NUMBER = re.compile(rf"^(?P<title>[{HAN}]{{2,20}})[-—{NUMERAL}]、$")


@dataclass(frozen=True, slots=True)
class Marker:
    """A printed number: its style, its value, what the path shows, and how many characters it takes."""

    style: Style
    value: int | None
    printed: str
    length: int

    @property
    def name(self) -> str:
        """The style, with the forms of `1.`, `1 ` and `1` taken as one."""
        return "arabic" if self.style.name.startswith("arabic_") and not self.style.inside else self.style.name


def _value(printed: str) -> int | None:
    if printed.isascii() and printed.isdigit():
        return int(printed)
    return circled_value(printed) if len(printed) == 1 and circled_value(printed) else parse_numeral(printed)


def read_marker(text: str, *, expected: int | None = None) -> Marker | None:
    """The marker that opens `text`, or None.

    A number without any mark behind it (`1突破…`) counts only if it is `expected`, the next of
    its list: 3年行动 or 5个工程 may open a line too.
    """
    for style in STYLES:
        match = style.pattern.match(text)
        if not match:
            continue
        value = _value(match["n"]) if match["n"] else None
        if style.name in ("arabic_bare", "arabic_space") and (value is None or value != expected):
            continue
        printed = match["p"]
        if style.name in ("cn_paren", "arabic_paren"):
            printed = f"（{printed}）"
        return Marker(style, value, printed, match.end())
    return None
