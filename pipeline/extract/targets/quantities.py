"""Numbers with what they count: value, unit, bound, and where they stand.

A quantity is a number a reader could check. Dates, document numbers, list numbers and digits
inside names (5G, 8号线, “15515+N”工程, 世界500强) are none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from pipeline.extract.spans import mark, overlaps_any
from pipeline.knowledge.chinese import MAGNITUDES, NUMERAL_CHARS, parse_decimal, parse_numeral, plain
from pipeline.knowledge.rules import alternatives
from pipeline.records import Operator

UNIT_FORMS = {"个百分点": "百分点"}
ARABIC = r"\d+(?:,\d{3})*(?:\.\d+)?"
RANGE_DASH = r"\s*[—\-–~～至到]{1,2}\s*"
MAGNITUDE = r"万亿|千亿|百亿|十亿|亿|千万|百万|十万|万|千(?!瓦|米|克|伏|亩|户)|百(?!分)"
CHINESE = rf"(?![百千万亿])[{NUMERAL_CHARS}]+"
# Digits that are no quantity, wherever they stand. Each with a string it is for.
NO_QUANTITY = (
    r"《[^《》]*》",  # 《“十四五”规划（2021—2025年）》
    r"“[^“”]{0,30}”",  # “15515+N”工程, “5个1”机制
    r"〔\d{4}〕\d+号|令第?\d+号|第\d+号",  # 国发〔2022〕18号
    r"\d{4}年?" + RANGE_DASH + r"\d{4}年?",  # 2023—2025年
    r"(?<!\d)(?:19|20)\d{2}年(?:度|\d{1,2}月(?:\d{1,2}日)?)?",  # 2023年1月30日
    r"(?<!\d)\d{1,2}月\d{1,2}日|(?<!\d)(?:1[0-2]|[1-9])月(?!份牌)|\d{1,2}(?:[—\-至到])\d{1,2}月",  # 6月底前
    r"第(?:\d+|[一二三四五六七八九十百]+)(?:[—\-至到]\d+)?",  # 第三批
    r"\d+号(?!召)",  # 8号线
    r"\d+(?:[+＋][\dA-Za-z]+)+|[A-Za-z]?[+＋]\d+",  # 2+5+N
    r"\d+[:：]\d+(?![.\d])",  # 1：1
    r"(?:PM|IPv|IPV|CO|SO|TOP|Top|DN|G|S|H|K|R&D|ISO|GB/?T?|AI|V|v)\s?\d+(?:[.\-]\d+)*",  # PM2.5, IPv6, TOP200
    r"[2-6]G(?![A-Za-z])|\d+G-?PON|\d+(?:\.\d+)?[KA](?![A-Za-z])级?(?:/\d+[KA])?",  # 5G, 4K/8K, 5A级景区
    r"\d+D(?![A-Za-z])|[A-Za-z]+\d+[A-Za-z]*",  # 3D, B2B, COVID19
    r"(?:世界|全球|中国|全国|国内|国际|行业|亚洲|省|民营企业|民企|企业|制造业|服务业)(?:企业)?\d+强|\d+强(?=企业|县|区|市|镇|榜|高校|院校)",  # 世界500强
    r"前\d+(?:名|位|强)?",  # 前100名高校, 进入全国前10位
    r"\d+(?:—\d+|-\d+)?(?:周?岁)",  # 6—59岁
    r"(?<![\d.])\d\.0(?:版|时代|工程)?",  # 工业4.0, 2.0版
    r"(?:\d|[一二三四五])(?:级)(?:联动|响应|以上医院|甲等|医院|网络|体系|公立|综合医院|医疗|管网|贯通|平台|书记|联网|协同|路网|资质)",  # 三级联动
    r"[A-Z]\d{1,3}\b",  # G20, S102
    r"[一二三四五六七八九十]+(?:届|次(?=会议|全会|代表大会|党代会))",  # 十六届人大四次会议
    r"[一二三]次(?=包装|性|开发|利用|供水|污染|创业|分配|产业|能源|装修|设计|加工|元件|供气|就业|转化|灾害|事故|回收|电池|网|设备|系统)",  # 二次包装
    r"(?<!\d)1类",  # 1类创新药
    r"\d{1,2}[：:]\d{2}",  # 8：30
    r"\d{4}\.\d{1,2}(?:\.\d{1,2})?",
    r"\d{3,4}-\d{7,8}|1[3-9]\d{9}|12345|96\d{3,4}|8890",  # telephone lines
    r"三分(?!之)|“?双\d+”?|\d+大(?=类)",
    r"(?:一|两|二|三|四|五|六|七|八|九|十)(?:江|河|湖|海|山|岸|翼|核|轴|带|廊|网|端|链|廊道|极|线|横|纵|环|横)",
    r"三个(?:清零|百分百|不|没有|必须|转变)|两个(?:维护|确立|毫不动摇|轮子|一以贯之|健康|清单|结合)|四个(?:意识|自信|全面|革命)",  # slogans
)
# what the patterns above begin with: at every other character none of them is tried
RE_NO_QUANTITY = re.compile(
    r"(?=[《“〔A-Z\da-z+＋令第世全中国行亚省民企制服前三双两一二四五六七八九十])(?:"
    + "|".join(f"(?:{pattern})" for pattern in NO_QUANTITY)
    + ")"
)
# no text without one of these holds a quantity
RE_ANY_NUMBER = re.compile(rf"[\d{NUMERAL_CHARS}翻倍成双位]")
LARGEST = 1e18  # all that is counted in a country is less: 100万亿元 is 1e14
# a number of so many digits counts nothing: 1,000,000,000,000,000 takes 16 digits and five commas
RE_ENDLESS_NUMBER = re.compile(rf"[\d,.]{{30,}}|[{NUMERAL_CHARS}]{{20,}}")
RE_LIST_NUMBER = re.compile(r"(?:(?<=[。；：\n])|^)\s*(?:\d{1,2}[.．、](?!\d)|（\d{1,2}）|\d{1,2}）)")
RE_MULTIPLE = re.compile(
    r"翻(?P<times>[一两二三四\d])番|(?P<double>倍增|翻倍|成倍增长)|(?P<digits>两位数|双位数)(?:以上)?(?:的)?(?:增长|增速|增幅)?"
)
RE_FRACTION = re.compile(r"(?P<den>[二三四五六七八九十百]+)分之(?P<num>[一二三四五六七八九十两]+)(?P<after>以上|左右)?")
RE_BARE_MAGNITUDE = re.compile(
    r"(?P<number>[一两二三四五六七八九十]?(?:千万亿|万亿|千亿|百亿|十亿|千万|百万|亿|万亿))(?P<grade>级)?(?P<unit>元(?:大关|台阶)?|大关|台阶|规模)?"
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """One number: `start` and `end` enclose its bounds and unit, `number_start` is its first digit.

    `unit` is "" where none is printed. `bound_before` is the printed bound in front, "" if none.
    """

    start: int
    end: int
    number_start: int
    value: float
    value_high: float | None
    unit: str
    op: Operator
    bound_before: str
    measure: str  # count, compute, money, share, multiple, time, rank, or "" without unit
    form: str  # arabic, chinese, multiple, fraction, magnitude


class QuantityReader:
    """Finds quantities with the measures and bounds of configs/lexicon/targets.yaml."""

    def __init__(self, lexicon: dict) -> None:
        self._measure_class = {word: name for name, words in reversed(lexicon["measures"].items()) for word in words}
        self._before: dict[str, Operator] = {
            word: op for op, words in lexicon["bounds_before"].items() for word in words
        }
        self._after: dict[str, Operator] = {word: op for op, words in lexicon["bounds_after"].items() for word in words}
        self._levels = frozenset(lexicon["levels_not_bounds"])
        plain_units = alternatives(self._measure_class)
        units = rf"(?:(?:{plain_units})/(?:{plain_units})|(?:吨|立方米|方|升)每(?:年|日|天|小时|秒)|{plain_units})"  # 吨/年, 立方米每日
        counted = alternatives(lexicon["chinese_numeral_measures"])
        before = alternatives(self._before)
        first = "".join(sorted({word[0] for word in self._before}))
        after = alternatives(word for word in self._after if word not in ("余", "多", "起"))
        self._arabic = re.compile(
            rf"(?=[\d\s{first}])(?P<before>{before})?\s?(?P<low>{ARABIC})(?P<low_mag>{MAGNITUDE})?"
            rf"(?:(?P<low_unit>{units})?{RANGE_DASH}(?P<high>{ARABIC})(?P<high_mag>{MAGNITUDE})?)?"
            rf"(?P<more>余|多)?(?P<mid_mag>万|亿)?(?P<bound1>{after})?(?P<unit>{units})?(?P<more2>余|多)?(?P<bound2>（含）)?(?P<after>{after})?"
        )
        self._chinese = re.compile(
            rf"(?=[{NUMERAL_CHARS}{first}])(?P<before>{before})?(?P<low>{CHINESE})(?P<more>余|多)?(?P<unit>{counted})(?P<after>{after})?"
        )
        self._bare = re.compile(
            rf"(?=[{NUMERAL_CHARS}{first}达实])(?P<before>{before}|达到|达|实现)?{RE_BARE_MAGNITUDE.pattern}(?P<after>{after})?"
        )
        self._multiple = re.compile(
            rf"(?=[翻倍成两双{first}])(?P<before>{before})?(?:{RE_MULTIPLE.pattern})(?P<after>{after})?"
        )

    @cached_property
    def _readers(self) -> tuple:
        return (
            (self._multiple, self._read_multiple),
            (self._arabic, self._read_arabic),
            (RE_FRACTION, self._read_fraction),
            (self._bare, self._read_bare),
            (self._chinese, self._read_chinese),
        )

    def find(self, text: str) -> list[Quantity]:
        """The quantities of a text in order, none overlapping another."""
        if not RE_ANY_NUMBER.search(text):
            return []
        text = RE_ENDLESS_NUMBER.sub(lambda match: "　" * len(match[0]), text)
        taken = bytearray(len(text))
        for pattern in (RE_NO_QUANTITY, RE_LIST_NUMBER):
            for match in pattern.finditer(text):
                mark(taken, *match.span())
        found: list[Quantity] = []
        for pattern, read in self._readers:
            for match in pattern.finditer(text):
                quantity = read(match, text)
                if (
                    quantity
                    and max(quantity.value, quantity.value_high or 0) <= LARGEST
                    and not overlaps_any(taken, quantity.number_start, quantity.end)
                ):
                    mark(taken, quantity.number_start, quantity.end)
                    found.append(quantity)
        return sorted(found, key=lambda quantity: quantity.start)

    def bound(self, words: str) -> Operator:
        """What a printed bound says: 不低于 is ge; eq where it is none (达到)."""
        return self._before.get(words, "eq")

    def _op(self, before: str, after: str, more: bool, value_high: float | None) -> Operator:
        if value_high is not None:
            return "range"
        if after:
            return self._after[after]
        if before and before not in self._levels and before != "控制在":
            return self._before[before]
        if before == "控制在":
            return "le"
        return "gt" if more else "eq"

    def _read_arabic(self, match: re.Match[str], text: str) -> Quantity | None:
        low, high = parse_decimal(match["low"]), match["high"]
        low_mag, high_mag = match["low_mag"] or "", match["high_mag"] or ""
        scale = MAGNITUDES_ALL.get(high_mag or low_mag, 1)
        low_scale = MAGNITUDES_ALL.get(low_mag or high_mag, 1)
        mid = MAGNITUDES_ALL.get(match["mid_mag"] or "", 1)
        unit = match["unit"] or match["low_unit"] or ""
        following = text[match.end() : match.end() + 1]
        if following.isascii() and following.isalnum() and not unit:
            return None  # 5G, 4K
        previous = text[match.start("low") - 1 : match.start("low")]
        if previous.isascii() and previous.isalpha():
            return None
        after = match["after"] or match["bound1"] or ""
        before = match["before"] or ""
        value_high = plain(parse_decimal(high) * scale * mid) if high else None
        return Quantity(
            start=match.start(),
            end=match.end(),
            number_start=match.start("low"),
            value=plain(low * low_scale * mid),
            value_high=value_high,
            unit=UNIT_FORMS.get(unit, unit),
            op=self._op(before, after, bool(match["more"] or match["more2"]), value_high),
            bound_before=before,
            measure=self._measure_class.get(unit) or self._measure_class.get(re.split("[/每]", unit)[0], ""),
            form="arabic",
        )

    def _read_chinese(self, match: re.Match[str], text: str) -> Quantity | None:
        value = parse_numeral(match["low"])
        if (
            value is None
            or value < 2
            or text[match.start("low") - 1 : match.start("low")] in ("第", "每", "十", "其", "分", "之")
        ):
            return None
        before, after = match["before"] or "", match["after"] or ""
        return Quantity(
            match.start(),
            match.end(),
            match.start("low"),
            value,
            None,
            match["unit"],
            self._op(before, after, bool(match["more"]), None),
            before,
            "count",
            "chinese",
        )

    def _read_fraction(self, match: re.Match[str], text: str) -> Quantity | None:
        top, bottom = parse_numeral(match["num"]), parse_numeral(match["den"])
        if not top or not bottom:
            return None
        return Quantity(
            match.start(),
            match.end(),
            match.start(),
            plain(top / bottom),
            None,
            "",
            self._op("", match["after"] or "", False, None),
            "",
            "share",
            "fraction",
        )

    def _read_bare(self, match: re.Match[str], text: str) -> Quantity | None:
        """百亿大关, 过千亿: a magnitude that is a number by itself, only behind a verb of reaching."""
        before, after = match["before"] or "", match["after"] or ""
        value = parse_numeral(match["number"])
        if (
            not before
            or value is None
            or (
                match["grade"]
                and text[match.end("grade") : match.end("grade") + 1] not in ("", "，", "。", "；", "大", "规", "以")
            )
        ):
            return None
        unit = "元" if (match["unit"] or "").startswith(("元", "大关")) else ""
        op = self._op(before if before in self._before else "", after, False, None)
        return Quantity(
            match.start(),
            match.end(),
            match.start("number"),
            value,
            None,
            unit,
            op,
            before if before in self._before else "",
            "money",
            "magnitude",
        )

    def _read_multiple(self, match: re.Match[str], text: str) -> Quantity | None:
        before, after = match["before"] or "", match["after"] or ""
        first = (
            match.start("double")
            if match["double"]
            else match.start("digits")
            if match["digits"]
            else match.start("times") - 1
        )
        if match["digits"]:
            return Quantity(match.start(), match.end(), first, 10, None, "%", "ge", before, "share", "multiple")
        if match["double"]:
            if text[match.end() : match.end() + 2] in ("计划", "行动", "工程"):
                return None
            return Quantity(
                match.start(),
                match.end(),
                first,
                2,
                None,
                "倍",
                self._op(before, after, False, None),
                before,
                "multiple",
                "multiple",
            )
        times = match["times"]
        power = int(times) if times.isdigit() else parse_numeral(times) or 1
        return Quantity(
            match.start(),
            match.end(),
            first,
            2**power,
            None,
            "倍",
            self._op(before, after, False, None),
            before,
            "multiple",
            "multiple",
        )


MAGNITUDES_ALL = {
    **MAGNITUDES,
    "十万": 100_000,
    "百万": 1_000_000,
    "千万": 10_000_000,
    "十亿": 1_000_000_000,
    "百亿": 10_000_000_000,
    "千亿": 100_000_000_000,
    "": 1,
}
