"""Chinese numerals, dates and widths: what the stages need to know of the script itself."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

HAN = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff〇"
RE_HAN = re.compile(f"[{HAN}]")

DIGITS = {
    "〇": 0,
    "零": 0,
    "○": 0,
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}
TENS = {"十": 10, "百": 100, "千": 1000}
MYRIADS = {"万": 10_000, "亿": 100_000_000}
MAGNITUDES = {**TENS, **MYRIADS, "万亿": 1_000_000_000_000}
COUNTING = "零一二三四五六七八九"
NUMERAL_CHARS = "".join([*DIGITS, *TENS, *MYRIADS])
# First and last year of the five-year plans (国民经济和社会发展五年规划).
FIVE_YEAR_PLANS = {
    "十二": (2011, 2015),
    "十三": (2016, 2020),
    "十四": (2021, 2025),
    "十五": (2026, 2030),
    "十六": (2031, 2035),
}


def parse_numeral(text: str) -> int | None:
    """The value of a Chinese numeral (`二十三`, `两千零五`, `一百二`, `二〇二三`); None if it is none.

    `百亿` and `千万` count as one hundred and one thousand of the larger magnitude, as printed in
    `百亿级产业`. A run of bare digits is read by place (`二〇二三` is 2023).
    """
    if not text or any(char not in NUMERAL_CHARS for char in text):
        return None
    if all(char in DIGITS for char in text):
        return int("".join(str(DIGITS[char]) for char in text))
    total = section = 0
    digit: int | None = None
    last_unit = 1
    for char in text:
        if char in DIGITS:
            digit = DIGITS[char]
            if digit == 0:
                last_unit = 1  # 一百零五: the digit after 零 is a plain one
        elif char in TENS:
            section += (1 if digit is None else digit) * TENS[char]
            last_unit, digit = TENS[char], None
        else:
            section += 0 if digit is None else digit
            if char == "亿":
                total = ((total + section) or 1) * MYRIADS[char]
            else:
                total += (section or 1) * MYRIADS[char]
            section, digit, last_unit = 0, None, MYRIADS[char]
    if digit is not None:
        # 一百二 is 120, but 一百零二 is 102
        section += digit * (last_unit // 10 if last_unit >= 100 else 1)
    return total + section


def chinese_numeral(value: int) -> str:
    """The counting form of 1 to 9999: 一, 十, 十二, 二十, 一百零五."""
    if not 0 < value < 10_000:
        return str(value)
    printed = ""
    for unit, magnitude in (("千", 1000), ("百", 100), ("十", 10), ("", 1)):
        digit = value // magnitude % 10
        if digit:
            printed += COUNTING[digit] + unit
        elif printed and not printed.endswith("零") and value % magnitude:
            printed += "零"
    return printed.removeprefix("一") if printed.startswith("一十") else printed


_DIGIT = "[一二两三四五六七八九]"
_SECTION = rf"(?:{_DIGIT}千)?(?:零?{_DIGIT}百)?(?:零?{_DIGIT}?十)?(?:零?{_DIGIT})?"
RE_WELL_FORMED = re.compile(rf"(?:(?:{_SECTION}万)?{_SECTION}亿)?(?:零?{_SECTION}万)?(?:零?{_SECTION})?")
RE_SPOKEN_DECIMAL = re.compile(
    rf"(?P<whole>[零{_DIGIT[1:-1]}十百]+)点(?P<digits>[零〇{_DIGIT[1:-1]}]+)(?P<scale>万亿|[百千万亿])?"
)
# 七八 of 七八所, 三五 of 三五家, 二三 of 二三十: two digits side by side are a lower and an upper bound
RE_NEIGHBOURS = re.compile(rf"(?P<before>.*[十百千万亿])?(?P<low>{_DIGIT})(?P<high>{_DIGIT})(?P<after>[十百千万亿]*)")


def parse_spoken(text: str) -> tuple[float, float | None] | None:
    """(value, None) of a number in words, (low, high) of an approximate one, None if it is no number.

    `三百五十` is 350, `零点五` is 0.5, `七八` is 7 to 8, `三五` is 3 to 5, `两三百` is 200 to 300. Digits side by
    side that are no neighbours (`二〇二三`, `二六`) say no amount, nor do magnitudes without a digit (`百亿`).
    """
    decimal = RE_SPOKEN_DECIMAL.fullmatch(text)
    if decimal:
        whole = parse_numeral(decimal["whole"])
        digits = "".join(str(DIGITS[char]) for char in decimal["digits"])
        scale = MAGNITUDES.get(decimal["scale"] or "", 1)
        return None if whole is None else (plain(float(f"{whole}.{digits}") * scale), None)
    around = RE_NEIGHBOURS.fullmatch(text)
    if around and (DIGITS[around["high"]] == DIGITS[around["low"]] + 1 or around["low"] + around["high"] == "三五"):
        low, high = (parse_spoken(f"{around['before'] or ''}{around[one]}{around['after']}") for one in ("low", "high"))
        return (low[0], high[0]) if low and high and high[0] > low[0] else None
    if (text[:1] in MAGNITUDES and text[0] != "十") or not RE_WELL_FORMED.fullmatch(text):
        return None
    value = parse_numeral(text)
    return None if value is None else (value, None)


def scaled(text: str, scale: int) -> float:
    """Arabic digits times a magnitude, without the error of floats (`1,234,567.89` by 万 is 12345678900)."""
    return plain(float(Decimal(text.replace(",", "")) * scale))


def plain(value: float) -> float | int:
    """A whole number as int, anything else rounded to what a float can carry faithfully."""
    rounded = round(value, 6)
    return int(rounded) if rounded == int(rounded) else rounded


RE_DATE = re.compile(
    r"(?P<y>(?:19|20)\d{2})\s*(?:年\s*(?P<m>\d{1,2})\s*月\s*(?P<d>\d{1,2})\s*日|[-/.](?P<m2>\d{1,2})[-/.](?P<d2>\d{1,2}))"
    r"|(?P<cy>[二一][〇○零九][〇○零一二三四五六七八九]{2})年(?P<cm>[一二三四五六七八九十]{1,3})月(?P<cd>[一二三四五六七八九十]{1,3})日"
)


def iso_date(match: re.Match[str]) -> str | None:
    """The ISO form of a RE_DATE match, or None where no such day exists (2023年2月30日)."""
    groups = match.groupdict()
    if groups["cy"]:
        numbers = [parse_numeral(groups[key]) for key in ("cy", "cm", "cd")]
    else:
        numbers = [int(groups["y"]), int(groups["m"] or groups["m2"]), int(groups["d"] or groups["d2"])]
    try:
        year, month, day = (number or 0 for number in numbers)  # 0 is no year, month or day
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def circled_value(char: str) -> int | None:
    """The number of a circled digit (① is 1), or None."""
    for first, base in (("①", 1), ("㉑", 21), ("㊱", 36), ("❶", 1), ("➀", 1)):
        span = {"①": 20, "㉑": 15, "㊱": 15, "❶": 10, "➀": 10}[first]
        if ord(first) <= ord(char) < ord(first) + span:
            return base + ord(char) - ord(first)
    return None


# What a name ends in that says what is measured: 固定资产投资, 游客人次, 污水处理率.
RE_MEASURE_END = re.compile(
    r"(?:率|比重|占比|收入|支出|产值|增加值|总值|产量|标准|总额|面积|量|额|规模|余额|浓度|能耗|容量|里程|投资|投入|人次|花费|营收|客流|数)$"
)
