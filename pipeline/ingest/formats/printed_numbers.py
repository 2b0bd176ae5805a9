"""List numbers as Word and browsers print them, by the format's name in ECMA-376 (decimal, chineseCounting …)."""

from __future__ import annotations

import re
from collections.abc import Callable

from pipeline.knowledge.chinese import chinese_numeral


def _letters(value: int) -> str:
    """a to z, then aa, bb: Word repeats the letter, up to thirty times."""
    return chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 % 30 + 1) if value > 0 else str(value)


def _roman(value: int) -> str:
    if not 0 < value < 4000:
        return str(value)
    printed = ""
    for size, numeral in (
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ):
        printed += numeral * (value // size)
        value %= size
    return printed


def _digit_by_digit(value: int, zero: str) -> str:
    return "".join(f"{zero}一二三四五六七八九"[int(digit)] for digit in str(value))


def _counting(value: int) -> str:
    """Chinese counting up to 99, digit by digit from 100 on (一○○), as Word prints chineseCounting."""
    return chinese_numeral(value) if value < 100 else _digit_by_digit(value, "○")


def _japanese(value: int) -> str:
    """一, 十一, 百一: no 一 before 百 and no 零."""
    return re.sub("^一(?=[百千])", "", chinese_numeral(value)).replace("零", "")


def _financial(value: int) -> str:
    printed = chinese_numeral(value)
    return ("一" + printed if printed.startswith("十") else printed).translate(
        str.maketrans("零一二三四五六七八九十百千", "零壹贰叁肆伍陆柒捌玖拾佰仟")
    )


def _circled(value: int) -> str:
    for low, first in ((1, "①"), (21, "㉑"), (36, "㊱")):
        if low <= value < low + (20 if low == 1 else 15):
            return chr(ord(first) + value - low)
    return str(value)


def _series(characters: str) -> Callable[[int], str]:
    return lambda value: characters[(value - 1) % len(characters)] if value > 0 else str(value)


def _full_width(value: int) -> str:
    return str(value).translate(str.maketrans("0123456789", "０１２３４５６７８９"))


NUMBER_FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda value: f"{value:02d}",
    "decimalHalfWidth": str,
    "decimalFullWidth": _full_width,
    "decimalFullWidth2": _full_width,
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "ideographEnclosedCircle": _circled,
    # one character each in Word (⑴, ⒈); written out so that they read like any other number
    "decimalEnclosedParen": lambda value: f"（{value}）",
    "decimalEnclosedFullstop": lambda value: f"{value}.",
    "numberInDash": lambda value: f"- {value} -",
    "upperRoman": _roman,
    "lowerRoman": lambda value: _roman(value).lower(),
    "upperLetter": lambda value: _letters(value).upper(),
    "lowerLetter": _letters,
    "chineseCounting": _counting,
    "chineseCountingThousand": chinese_numeral,
    "taiwaneseCounting": _counting,
    "taiwaneseCountingThousand": chinese_numeral,
    "japaneseCounting": _japanese,
    "koreanCounting": _japanese,
    "ideographDigital": lambda value: _digit_by_digit(value, "〇"),
    "japaneseDigitalTenThousand": lambda value: _digit_by_digit(value, "〇"),
    "taiwaneseDigital": lambda value: _digit_by_digit(value, "○"),
    "chineseLegalSimplified": _financial,
    "ideographLegalTraditional": _financial,
    "japaneseLegal": _financial,
    "ideographTraditional": _series("甲乙丙丁戊己庚辛壬癸"),
    "ideographZodiac": _series("子丑寅卯辰巳午未申酉戌亥"),
    "none": lambda value: "",
}


def formatted_number(value: int, number_format: str) -> str:
    """A list number as Word prints it in a numFmt; unknown formats are printed as plain digits."""
    return NUMBER_FORMATS.get(number_format, str)(value)
