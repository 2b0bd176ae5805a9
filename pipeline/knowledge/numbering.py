"""The numbering styles of official writing: 第一章, 一、, （一）, 1., （1）, ①, 第一条, 第一、, Ⅰ、, ——.

A marker is the printed number that opens a line. One line may be read in several ways (`3.24小时…` is the
third item or 3.24 hours): `read_markers` gives them all, the outline of the whole notice chooses. The ranks
are the usual depths (GB/T 9704-2012 for 一、（一）1.（1）); a notice may use the styles otherwise.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from pipeline.knowledge.chinese import HAN, circled_value, parse_numeral

NUMERAL = "一二三四五六七八九十百零〇"

ROMAN = {
    form: value
    for value, forms in enumerate(zip("ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ", "ⅰⅱⅲⅳⅴⅵⅶⅷⅸⅹ"), start=1)
    for form in (*forms, *(unicodedata.normalize("NFKC", char) for char in forms))
}
# Symbol fonts of office programs leave characters of the private use area where they print a point or a bullet.
PRIVATE = "\ue000-\uf8ff"


@dataclass(frozen=True, slots=True)
class Style:
    """One way of numbering. `rank` orders the usual depths: a lower rank stands outside a higher one.

    `certain` (0 to 1) says how sure it is that a line which opens so is numbered, whatever stands around it.
    """

    name: str
    rank: float
    pattern: re.Pattern[str]  # group `n` is the number, group `p` what the path shows
    inside: bool = False  # lists in this style belong to an item that has text of its own
    certain: float = 1.0


def _style(name: str, rank: float, pattern: str, *, inside: bool = False, certain: float = 1.0) -> Style:
    return Style(name, rank, re.compile(pattern), inside, certain)


# A digit run that opens a line is no list number before these: 2023年…, 10个…, 5G, 3.5万吨.
NOT_AFTER_BARE_NUMBER = (
    "年月日号个家项条万亿千百十倍类大时分秒岁人名次座处所台套辆件米公吨度元%％种级位场批轮期届线路层"
)


def _decimal(name: str, rank: float, *, points: int) -> Style:
    """1.1, 1.1.1, 1.1.1.1: every further number stands one level deeper."""
    return _style(
        name,
        rank,
        (
            rf"(?P<p>\d{{1,2}}(?:[.．](?P<n>\d{{1,2}})){{{points}}})[.．、\s]*(?=[{HAN}“《（])(?![万亿千百倍个家项条]|以[内上下]|左右"
            rf"|[{NOT_AFTER_BARE_NUMBER}])"
        ),
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
        "article",
        3.5,
        rf"(?P<p>第(?P<n>[{NUMERAL}\d]{{1,5}})条(?:之[{NUMERAL}])?)(?:[：:、\s]+|(?=[{HAN}《“【（0-9A-Z]))",
    ),
    _style("roman", 1.5, rf"(?P<p>(?P<n>[IVX]{{1,4}}|[Ⅰ-Ⅹ]))(?:[、.．：:]\s*|\s+)(?=[{HAN}“《（\d])", certain=0.4),
    # 一、二产业 and 三、四线城市 open a line too
    _style(
        "cn",
        4,
        rf"(?P<p>(?P<n>[{NUMERAL}]{{1,4}}))(?:\s*[、．.：:{PRIVATE}]+(?![{NUMERAL}]{{1,2}}[、级线产类])|\s+|，(?=[{HAN}]))\s*",
    ),
    _style("cn_paren", 5, rf"[（(]?(?P<p>(?P<n>[{NUMERAL}]{{1,4}}))\s*[）)][、.．]?\s*"),
    # 专栏3 重点工程: a box inside a section of a plan
    _style(
        "box",
        5.5,
        rf"(?P<p>专栏\s*(?P<n>\d{{1,2}}|[{NUMERAL}]{{1,3}}))[：:、\s]*(?=[{HAN}“《])(?![^。；]{{40}})(?!.*[。；])",
    ),
    _decimal("decimal", 6.5, points=1),
    _decimal("decimal_2", 6.6, points=2),
    _decimal("decimal_3", 6.7, points=3),
    _style(
        "arabic", 6, rf"(?P<p>(?P<n>\d{{1,3}}))\s*(?:[.．、，。{PRIVATE}]+\s*(?!\d)|、|[.．](?=\d{{4}}年|\d+G(?!\d)))"
    ),
    _style("arabic", 6, r"(?P<p>(?P<n>[⒈-⒛]))[、.．]?\s*"),
    # 2.12345热线, 4.3月底前, 9.3A级, 6.2+N体系: the number of an item, or a quantity; the list around it tells
    _style("arabic_digit", 6, r"(?P<p>(?P<n>[1-9]\d?))[.．]\s*(?=[0-9A-Za-z])", certain=0.3),
    _style("arabic_space", 6, rf"(?P<p>(?P<n>\d{{1,2}}))\s+(?=[{HAN}“《])(?![{NOT_AFTER_BARE_NUMBER}])", certain=0.3),
    _style("arabic_bare", 6, rf"(?P<p>(?P<n>\d{{1,2}}))(?=[{HAN}“《])(?![{NOT_AFTER_BARE_NUMBER}])", certain=0.3),
    _style(
        "ordinal",
        6.9,
        rf"(?P<p>第(?P<n>[一二三四五六七八九十]{{1,2}}))[、，]\s*(?=[{HAN}“《])(?!第|[二三]、)",
        inside=True,
    ),
    _style("arabic_paren", 7, r"[（(]?(?P<p>(?P<n>\d{1,2}|(?<=[（(])1\d\d))[）)][、.．]?\s*", inside=True),
    _style("arabic_paren", 7, r"(?P<p>(?P<n>[⑴-⒇]))[、.．]?\s*", inside=True),
    _style("roman_paren", 7.2, rf"[（(](?P<p>(?P<n>[IVXivx]{{1,4}}|[Ⅰ-Ⅹⅰ-ⅹ]))[）)]\s*(?=[{HAN}“《（\d])", inside=True),
    _style(
        "roman_small", 7.4, rf"(?P<p>(?P<n>[ivx]{{1,4}}|[ⅰ-ⅹ]))[、.．]\s*(?=[{HAN}“《（\d])", inside=True, certain=0.4
    ),
    _style("circled", 8, r"(?P<p>(?P<n>[①-⑳㉑-㉟㊱-㊿❶-❿➀-➉]))[、.．]?\s*", inside=True),
)
RE_BULLET = re.compile(rf"(?:—+|–+|[●◆■▲★◎○□▶➢✓·※{PRIVATE}])\s*")
# 总体要求-、: the number was set behind its heading and 一 misread as a dash
RE_TRAILING_NUMBER = re.compile(rf"^(?P<title>[{HAN}]{{2,20}})[-—{NUMERAL}]、$")
# Styles of headings: any number of theirs may be the first that a cut notice holds.
ALWAYS_OPEN = frozenset({"part", "chapter", "section", "article", "cn", "cn_paren"})
RE_MAY_OPEN = re.compile(rf"[（(第附专\d{NUMERAL}IVXivxⅠ-ⅹ①-⒛㉑-㊿❶-➉]")
# Readings without a mark of their own: they count only as the next of their list.
ONLY_AS_NEXT = frozenset({"arabic_digit", "arabic_space", "arabic_bare"})


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
        return "arabic" if self.style.name in ONLY_AS_NEXT else self.style.name


def _value(printed: str) -> int | None:
    if printed.isascii() and printed.isdigit():
        return int(printed)
    if printed in ROMAN:
        return ROMAN[printed]
    for first, last in ("⒈⒛", "⑴⒇"):
        if first <= printed <= last:
            return ord(printed) - ord(first) + 1
    return circled_value(printed) if len(printed) == 1 and circled_value(printed) else parse_numeral(printed)


def _shown(style: Style, printed: str, value: int | None) -> str:
    """What the path shows: ⒈ and ⑴ as 1 and （1）, brackets whole where one was lost."""
    if printed and not printed.isascii() and style.name.startswith("arabic"):
        printed = str(value)
    return f"（{printed}）" if style.name.endswith("_paren") else printed


def _read(style: Style, text: str) -> Marker | None:
    match = style.pattern.match(text)
    if not match:
        return None
    value = _value(match["n"]) if match["n"] else None
    if match["n"] and value is None:
        return None
    return Marker(style, value, _shown(style, match["p"], value), match.end())


def read_markers(text: str) -> list[Marker]:
    """All readings of the number that opens `text`, the most usual first; no two with one style and value."""
    found: dict[tuple[str, int | None], Marker] = {}
    if not RE_MAY_OPEN.match(text):
        return []
    for style in STYLES:
        marker = _read(style, text)
        if marker:
            found.setdefault((marker.name, marker.value), marker)
    return list(found.values())


def read_marker(text: str, *, expected: int | None = None) -> Marker | None:
    """The most usual reading of the number that opens `text`, or None.

    A number without any mark behind it (`1突破…`) counts only if it is `expected`, the next of
    its list: 3年行动 or 5个工程 may open a line too.
    """
    return next(
        (
            marker
            for marker in read_markers(text)
            if marker.style.name not in ONLY_AS_NEXT or (marker.value is not None and marker.value == expected)
        ),
        None,
    )


def opens_list(text: str) -> bool:
    """True for a line that may open the body of a notice: a chapter, 一、, （一）, or the first number of a list."""
    if RE_TRAILING_NUMBER.match(text):
        return True
    return any(
        marker.name in ALWAYS_OPEN or (marker.value == 1 and marker.style.name != "arabic_bare")
        for marker in read_markers(text)
        if marker.name != "attachment"
    )
