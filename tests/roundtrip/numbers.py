"""Quantities as they are printed: digits, words, ranges and bounds, with the value that a reader must give."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from tests.roundtrip.maker import Maker, add_form

DIGITS = "零一二三四五六七八九"
MAGNITUDES = {"万亿": 10**12, "亿": 10**8, "万": 10**4}


@dataclass(frozen=True, slots=True)
class Quantity:
    """A printed quantity, its bound included, e.g. 300家以上."""

    text: str
    op: str
    value: float
    unit: str
    value_high: float | None = None
    forms: tuple[str, ...] = ()
    bare: bool = True  # False where words of the bound stand before the number: 不少于300家


def words(number: int) -> str:
    """A whole number below 100,000,000 as it is read: 205 → 二百零五."""
    if number >= 10_000:
        rest = number % 10_000
        return words(number // 10_000) + "万" + (("零" if rest < 1000 else "") + words(rest) if rest else "")
    printed = ""
    for size, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, size)
        if digit:
            printed += DIGITS[digit] + name
        elif printed and number and not printed.endswith("零"):
            printed += "零"
    return printed.rstrip("零").removeprefix("一") if printed.startswith("一十") else printed.rstrip("零") or "零"


def counted(number: int) -> str:
    """A number in words before its measure word: 2 → 两."""
    return "两" if number == 2 else words(number)


def split_unit(unit: str) -> tuple[int, str]:
    """The magnitude printed at the head of a unit and the unit without it: 亿元 → 100000000, 元."""
    for name, size in MAGNITUDES.items():
        if unit.startswith(name) and len(unit) > len(name):
            return size, unit.removeprefix(name)
    return 1, unit


def plain(value: Decimal | int) -> int | float:
    return int(value) if value == int(value) else float(value)


# -- numbers: (printed, value, value_high); each function is given the maker and a whole number ---------------------

Number = tuple[str, Decimal, Decimal | None]


def _range(mark: str) -> object:
    def make(maker: Maker, number: int, unit: str) -> Number:
        high = number + maker.rng.randint(1, max(2, number // 3))
        return f"{number}{mark}{high}", Decimal(number), Decimal(high)

    return make


def _pair(maker: Maker, number: int, unit: str) -> Number:
    low = maker.rng.randint(2, 8)
    return ("两三" if low == 2 else DIGITS[low] + DIGITS[low + 1]), Decimal(low), Decimal(low + 1)


def _decimal(maker: Maker, number: int, unit: str) -> Number:
    printed = f"{number}.{maker.rng.randint(1, 9)}"
    return printed, Decimal(printed), None


def _wide(maker: Maker, number: int, unit: str) -> Number:
    return "".join(chr(ord(digit) + 0xFEE0) for digit in str(number)), Decimal(number), None


def _large(maker: Maker, number: int, unit: str) -> Number:
    return f"{number + 1000:,}", Decimal(number + 1000), None


def _myriad(maker: Maker, number: int, unit: str) -> Number:
    printed = f"{maker.rng.randint(1, 30)}.{maker.rng.randint(1, 9)}"
    return printed + "万", Decimal(printed) * 10_000, None


def _digits(maker: Maker, number: int, unit: str) -> Number:
    return str(number), Decimal(number), None


def _in_words(maker: Maker, number: int, unit: str) -> Number:
    return counted(number), Decimal(number), None


def _spaced(maker: Maker, number: int, unit: str) -> Number:
    return f" {number} ", Decimal(number), None


for group in ("count", "amount"):
    add_form(group, "digits", _digits)
    add_form(group, "words", _in_words)
    add_form(group, "range-dash", _range("—"))
    add_form(group, "range-hyphen", _range("-"))
    add_form(group, "range-wave", _range("～"))
    add_form(group, "range-zhi", _range("至"))
    add_form(group, "full-width", _wide)
    add_form(group, "comma", _large)
    add_form(group, "spaced", _spaced)
add_form("count", "pair-in-words", _pair)
add_form("count", "myriad", _myriad)
add_form("amount", "decimal", _decimal)
add_form("amount", "trillion", _myriad)
add_form("amount", "ge-yi", _digits)


# -- per cent: (printed with its mark, value, value_high) ----------------------------------------


def _percent(mark: str, *, decimal: bool = False) -> object:
    def make(maker: Maker, number: int) -> Number:
        printed = f"{number}.{maker.rng.randint(1, 9)}" if decimal else str(number)
        return printed + mark, Decimal(printed), None

    return make


def _percent_in_words(maker: Maker, number: int) -> Number:
    if maker.rng.random() < 0.5:
        return f"百分之{words(number)}", Decimal(number), None
    digit = maker.rng.randint(1, 9)
    return f"百分之{words(number)}点{DIGITS[digit]}", Decimal(f"{number}.{digit}"), None


def _tenths(maker: Maker, number: int) -> Number:
    digit = maker.rng.randint(2, 9)
    return f"{DIGITS[digit]}成", Decimal(digit * 10), None


def _fraction(maker: Maker, number: int) -> Number:
    low, high, value = maker.rng.choice([(2, 3, "66.7"), (1, 3, "33.3"), (3, 4, "75"), (4, 5, "80")])
    return f"{DIGITS[high]}分之{DIGITS[low]}", Decimal(value), None


def _percent_range(first: str) -> object:
    def make(maker: Maker, number: int) -> Number:
        high = number + maker.rng.randint(1, 5)
        return f"{number}{first}—{high}%", Decimal(number), Decimal(high)

    return make


add_form("percent", "digits", _percent("%"))
add_form("percent", "decimal", _percent("%", decimal=True))
add_form("percent", "full-width", _percent("％"))
add_form("percent", "words", _percent_in_words)
add_form("percent", "tenths", _tenths)
add_form("percent", "fraction", _fraction)
add_form("percent", "range", _percent_range("%"))
add_form("percent", "range-one-mark", _percent_range(""))

# -- bounds: what is printed before and behind, and the op ----------------------------------------

BOUNDS = {
    "none": ("", "", "eq"),
    "above": ("", "以上", "ge"),
    "about": ("", "左右", "approx"),
    "and-above": ("", "及以上", "ge"),
    "within": ("", "以内", "le"),
    "below": ("", "以下", "le"),
    "not-less": ("不少于", "", "ge"),
    "not-lower": ("不低于", "", "ge"),
    "at-least": ("至少", "", "ge"),
    "over": ("超过", "", "gt"),
    "roughly": ("约", "", "approx"),
    "not-over": ("不超过", "", "le"),
    "sign-ge": ("≥", "", "ge"),
    "sign-le": ("≤", "", "le"),
    "sign-gt": ("＞", "", "gt"),
    "sign-lt": ("＜", "", "lt"),
}
for name, bound in BOUNDS.items():
    add_form("bound", name, bound)
SIGNS = ["sign-ge", "sign-le", "sign-gt", "sign-lt"]


def bounded(
    maker: Maker, number: Number, unit: str, printed: str, forms: tuple[str, ...], bounds: list[str]
) -> Quantity:
    """A number with its bound; ranges have none."""
    _, value, high = number
    if high is not None:
        return Quantity(printed, "range", plain(value), unit, plain(high), forms)
    name, (before, behind, op) = maker.pick("bound", bounds)
    return Quantity(before + printed + behind, op, plain(value), unit, None, (*forms, name), bare=not before)


def quantity(maker: Maker, entry: str, bounds: list[str]) -> tuple[str, Quantity]:
    """A quantity of `name|unit|low|high` as (name, quantity)."""
    name, unit, low, high = entry.split("|")
    size, base = split_unit(unit)
    group = "count" if size == 1 else "amount"
    among = _count_forms(int(low), int(high)) if group == "count" else _amount_forms(unit, int(high))
    if re.search("[^\u4e00-\u9fff]", unit):  # nobody writes 五十一万m²
        among = [form for form in among if "words" not in form]
    used, make = maker.pick(group, among)
    number = make(maker, maker.rng.randint(int(low), int(high)), unit)
    printed, value, top = number
    printed_unit = "个亿" if used == "amount:ge-yi" else unit
    scaled = (printed, value * size, None if top is None else top * size)
    return name, bounded(maker, scaled, base, printed + printed_unit, (used,), bounds)


_COMMON = ["digits", "words", "range-dash", "range-hyphen", "range-wave", "range-zhi", "full-width", "spaced"]


def _count_forms(low: int, high: int) -> list[str]:
    """Only what comes in thousands is printed with commas or 万, only what comes in few as 两三."""
    thousands = ["comma", "myriad"] if high >= 900 else []
    return [*_COMMON, *(["pair-in-words"] if low < 9 else []), *thousands]


def _amount_forms(unit: str, high: int) -> list[str]:
    money = ["trillion", "ge-yi"] if unit == "亿元" else []
    return [*_COMMON, "decimal", *(["comma"] if high >= 900 else []), *money]


def percent(maker: Maker, low: int, high: int, bounds: list[str]) -> Quantity:
    """A share or a rate between `low` and `high` per cent; coarse fractions only where a share may be large."""
    coarse = ["tenths", "fraction"] if high > 60 and "above" in bounds else []
    used, make = maker.pick("percent", ["digits", "decimal", "full-width", "words", "range", "range-one-mark", *coarse])
    number = make(maker, maker.rng.randint(low, high))
    return bounded(maker, number, "%", number[0], (used,), bounds)


def points(maker: Maker, bounds: list[str]) -> Quantity:
    """An amount of percentage points."""
    used, in_words = maker.pick("points")
    whole, tenth = maker.rng.randint(0, 4), maker.rng.randint(1, 9)
    printed = f"{DIGITS[whole]}点{DIGITS[tenth]}" if in_words else f"{whole}.{tenth}"
    number = (printed, Decimal(f"{whole}.{tenth}"), None)
    return bounded(maker, number, "百分点", printed + "个百分点", (used,), bounds)


add_form("points", "digits", False)
add_form("points", "words", True)
