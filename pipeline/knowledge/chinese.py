"""Chinese numerals, dates and widths: what the stages need to know of the script itself."""

from __future__ import annotations

import re
from datetime import date

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


def parse_decimal(text: str) -> float:
    """The value of Arabic digits with thousands separators (`1,100`, `3.65`)."""
    return float(text.replace(",", ""))


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
        return date(*numbers).isoformat()
    except (TypeError, ValueError):
        return None


def circled_value(char: str) -> int | None:
    """The number of a circled digit (① is 1), or None."""
    for first, base in (("①", 1), ("㉑", 21), ("㊱", 36), ("❶", 1), ("➀", 1)):
        span = {"①": 20, "㉑": 15, "㊱": 15, "❶": 10, "➀": 10}[first]
        if ord(first) <= ord(char) < ord(first) + span:
            return base + ord(char) - ord(first)
    return None
