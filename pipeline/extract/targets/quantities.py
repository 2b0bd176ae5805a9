"""Numbers with what they count: value, unit, bound, and where they stand.

A quantity is a number a reader could check. Dates, document numbers, list numbers and digits inside names
(5G, 8号线, “15515+N”工程, 世界500强) are none. A number in words has its right value or is none.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from pipeline.extract.spans import mark, overlaps_any
from pipeline.extract.targets.number_forms import (
    ARABIC,
    DASH,
    LARGEST,
    MAGNITUDE,
    MAGNITUDES_ALL,
    MOST_OF_DA,
    NAME_BEGINS,
    NO_NUMBER_BEHIND,
    NO_UNIT_OF_WORDS,
    NOT_BEFORE_BARE,
    OF_YI,
    PER_WORDS,
    RE_ANY_NUMBER,
    RE_BARE_MAGNITUDE,
    RE_ENDLESS_NUMBER,
    RE_FRACTION,
    RE_LIST_NUMBER,
    RE_MULTIPLE,
    RE_SHARE_BEFORE,
    RE_SHARED_SCALE,
    RE_TENTHS,
    SAID_BY_MAGNITUDE_ALONE,
    SPOKEN,
    measure_without_unit,
)
from pipeline.extract.targets.rulebook import Rulebook
from pipeline.knowledge.chinese import MAGNITUDES, NUMERAL_CHARS, parse_numeral, parse_spoken, plain, scaled
from pipeline.knowledge.rules import alternatives
from pipeline.records import Operator

UNIT_FORMS = {"个百分点": "百分点", "个千分点": "千分点", "个亿元": "元", "个亿": "元"}
MEASURES = ("count", "physical", "compute", "money", "share", "multiple", "time")
BOUNDS_BEFORE: dict[str, Operator] = {
    "at-least-before": "ge",
    "more-than-before": "gt",
    "at-most-before": "le",
    "less-than-before": "lt",
    "about-before": "approx",
}
BOUNDS_AFTER: dict[str, Operator] = {"at-least-after": "ge", "at-most-after": "le", "about-after": "approx"}
NO_QUANTITY = (
    "cited-title",
    "quoted-name",
    "years-and-dates",
    "ordinal",
    "sum-name",
    "name-with-letters",
    "rank-name",
    "age",
    "grade-of-things",
    "size-class-of-works",
    "counted-in-a-name",
    "slogan",
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
    measure: str  # count, compute, money, share, multiple, time, or "" without unit
    form: str  # arabic, chinese, multiple, fraction, magnitude


class QuantityReader:
    """Finds quantities with the units and bounds of configs/rules/targets_quantities.yaml."""

    def __init__(self, rules: Rulebook) -> None:
        self._measure_of = {
            word: "count" if name == "physical" else name
            for name in reversed(MEASURES)
            for word in rules.words(f"{name}-units")
        }
        self._before = {word: op for name, op in BOUNDS_BEFORE.items() for word in rules.words(name)}
        self._after = {word: op for name, op in BOUNDS_AFTER.items() for word in rules.words(name)}
        self._levels = frozenset(rules.words("reached-levels"))
        self.names = re.compile(f"{NAME_BEGINS}(?:{rules.any_of(NO_QUANTITY).pattern})")
        self._readers = self._compiled(rules)

    def _compiled(self, rules: Rulebook) -> tuple[tuple[re.Pattern[str], Callable], ...]:
        """The forms a number may have, the surest first."""
        plain_unit = alternatives(self._measure_of)
        over = rf"/[百千万亿]?(?:{plain_unit}|d|a)|每[百千万亿]?(?:{PER_WORDS})|（(?:{plain_unit}|段)）"
        per = rf"(?:{plain_unit})(?:{over})"
        unit = rf"(?:{OF_YI}|{per}|{plain_unit})"
        in_words = (
            *rules.words("numerals-in-words-units"),
            *rules.words("physical-units"),
            *rules.words("compute-units"),
        )
        spoken_unit = rf"(?:{OF_YI}|{per}|{alternatives(word for word in in_words if word not in NO_UNIT_OF_WORDS)})"
        bound = alternatives(self._before)
        behind = alternatives(word for word in self._after if word not in ("余", "多", "起"))
        begins = "".join(sorted({word[0] for word in self._before}))
        before = rf"(?P<before>{bound})?"
        after = rf"(?P<after>{behind})?"
        return (
            (re.compile(rf"(?=[翻倍成两双{begins}]){before}(?:{RE_MULTIPLE.pattern}){after}"), self._read_multiple),
            (
                re.compile(
                    rf"(?=[百千{begins}]){before}(?P<per>[百千])分之(?P<low>{SPOKEN})"
                    rf"(?:{DASH}(?:[百千]分之)?(?P<high>{SPOKEN}))?{after}"
                ),
                self._read_percent,
            ),
            (re.compile(rf"(?=[{NUMERAL_CHARS}\d{begins}]){before}{RE_TENTHS.pattern}{after}"), self._read_tenths),
            (
                re.compile(rf"(?=[{NUMERAL_CHARS}1-9{begins}]){before}(?:{RE_FRACTION.pattern}){after}"),
                self._read_fraction,
            ),
            (
                re.compile(
                    rf"(?=[\d\s{begins}]){before}\s?(?P<low>{ARABIC})(?P<low_mag>{MAGNITUDE})?"
                    rf"(?:(?P<low_unit>{unit})?{DASH}(?P<high>{ARABIC})(?P<high_mag>{MAGNITUDE})?)?"
                    rf"(?P<more>余|多)?(?P<mid_mag>万|亿)?(?P<bound1>{behind})?(?:\s(?=[A-Za-zμ㎡]))?(?P<unit>{unit})?"
                    rf"(?P<more2>余|多)?(?P<bound2>（含）)?{after}"
                ),
                self._read_arabic,
            ),
            (
                re.compile(
                    rf"(?=[{NUMERAL_CHARS}{begins}达实])(?P<before>{bound}|达到|达|实现)?{RE_BARE_MAGNITUDE.pattern}{after}"
                ),
                self._read_bare,
            ),
            (
                re.compile(
                    rf"(?=[{NUMERAL_CHARS}{begins}]){before}(?P<low>{SPOKEN})(?:{DASH}(?P<high>{SPOKEN}))?"
                    rf"(?P<more>余|多)?(?P<unit>{spoken_unit}){after}"
                ),
                self._read_spoken,
            ),
        )

    def find(self, text: str) -> list[Quantity]:
        """The quantities of a text in order, none overlapping another."""
        if not RE_ANY_NUMBER.search(text):
            return []
        text = RE_ENDLESS_NUMBER.sub(lambda match: "　" * len(match[0]), text)
        taken = bytearray(len(text))
        for pattern in (self.names, RE_LIST_NUMBER):
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

    def _op(self, before: str, after: str, more: bool = False, value_high: float | None = None) -> Operator:
        if value_high is not None:
            return "range"
        if after:
            return self._after[after]
        if before and before not in self._levels:
            return self._before.get(before, "eq")
        return "gt" if more else "eq"

    def _quantity(
        self,
        match: re.Match[str],
        number: str,
        value: float,
        unit: str,
        measure: str,
        form: str,
        *,
        high: float | None = None,
        more: bool = False,
    ) -> Quantity:
        """A quantity that spans a match; `number` is the group its first digit opens."""
        before, after = match["before"] or "", match["after"] or ""
        op = self._op(before, after, more, high)
        before = before if before in self._before else ""
        return Quantity(
            match.start(),
            match.end(),
            match.start(number),
            plain(value),
            None if high is None else plain(high),
            unit,
            op,
            before,
            measure,
            form,
        )

    def _read_arabic(self, match: re.Match[str], text: str) -> Quantity | None:
        unit = match["unit"] or match["low_unit"] or ""
        if _is_part_of_word(match, text, unit):
            return None  # 5G, 4K
        low_mag, high_mag = match["low_mag"] or "", match["high_mag"] or ""
        scale = MAGNITUDES_ALL[match["mid_mag"] or ""] * (100_000_000 if unit.startswith("个亿") else 1)
        low = scaled(match["low"], MAGNITUDES_ALL[low_mag or high_mag] * scale)
        high = scaled(match["high"], MAGNITUDES_ALL[high_mag or low_mag] * scale) if match["high"] else None
        if (unit == "大" and low > MOST_OF_DA) or (high is not None and high <= low):
            return None
        after = match["after"] or match["bound1"] or ""
        before = match["before"] or ""
        return Quantity(
            match.start(),
            match.end(),
            match.start("low"),
            plain(low),
            None if high is None else plain(high),
            UNIT_FORMS.get(unit, unit),
            self._op(before, after, bool(match["more"] or match["more2"]), high),
            before,
            self._measure(unit) or measure_without_unit(match, text),
            "arabic",
        )

    def _measure(self, unit: str) -> str:
        if unit.startswith("个亿"):
            return "money"
        return self._measure_of.get(unit) or self._measure_of.get(re.split("[/每（]", unit)[0], "")

    def _read_spoken(self, match: re.Match[str], text: str) -> Quantity | None:
        low, high = parse_spoken(match["low"]), parse_spoken(match["high"]) if match["high"] else None
        unit = match["unit"]
        previous = text[match.start("low") - 1 : match.start("low")]
        if low is None or (match["high"] and high is None) or previous in NO_NUMBER_BEHIND:
            return None
        scale = 100_000_000 if unit.startswith("个亿") else 10_000 if unit == "万元" else 1
        value, value_high = low[0] * scale, low[1] if high is None else high[0]
        shared = RE_SHARED_SCALE.search(match["high"] or "")
        if shared and not RE_SHARED_SCALE.search(match["low"]):
            value *= MAGNITUDES[shared[0]]
        measure = "money" if scale > 1 else self._measure(unit)
        if value < 2 and value_high is None and measure not in ("share", "multiple"):
            return None  # 一个, 一批: an article, no number
        unit = "元" if scale > 1 else UNIT_FORMS.get(unit, unit)
        value_high = None if value_high is None else value_high * scale
        return self._quantity(match, "low", value, unit, measure, "chinese", high=value_high, more=bool(match["more"]))

    def _read_percent(self, match: re.Match[str], text: str) -> Quantity | None:
        """百分之三十五点五, 百分之五到六, 百分之百."""
        low = (100, None) if match["low"] == "百" else parse_spoken(match["low"])
        high = parse_spoken(match["high"]) if match["high"] else None
        if low is None or low[1] is not None or (match["high"] and high is None):
            return None
        unit = "%" if match["per"] == "百" else "‰"
        return self._quantity(match, "per", low[0], unit, "share", "chinese", high=high[0] if high else None)

    def _read_tenths(self, match: re.Match[str], text: str) -> Quantity | None:
        """九成 is 90 %, 八成五 85 %, 六七成 60 to 70 %."""
        tens = match["tens"]
        low = (float(tens), None) if tens[0].isdigit() else parse_spoken(tens)
        if low is None:
            return None
        value = low[0] * 10 + (5 if match["half"] else 0)
        high = None if low[1] is None else low[1] * 10
        return self._quantity(match, "tens", value, "%", "share", "fraction", high=high)

    def _read_fraction(self, match: re.Match[str], text: str) -> Quantity | None:
        """三分之二 is 66.7 %: one decimal."""
        if match["top"]:
            return self._read_digit_fraction(match, text)
        top, bottom = parse_spoken(match["num"]), parse_spoken(match["den"])
        if not top or not bottom or top[1] or bottom[1] or top[0] >= bottom[0]:
            return None
        return self._quantity(match, "den", round(100 * top[0] / bottom[0], 1), "%", "share", "fraction")

    def _read_digit_fraction(self, match: re.Match[str], text: str) -> Quantity | None:
        """达到1/3; 1/3 elsewhere may be a page, a date, a proportion of mixing."""
        top, bottom = int(match["top"]), int(match["bottom"])
        if top >= bottom or not (
            match["before"] or RE_SHARE_BEFORE.search(text[max(match.start("top") - 6, 0) : match.start("top")])
        ):
            return None
        return self._quantity(match, "top", round(100 * top / bottom, 1), "%", "share", "fraction")

    def _read_bare(self, match: re.Match[str], text: str) -> Quantity | None:
        """百亿大关, 过千亿, 万家以上: a magnitude that is a number by itself, beside a bound or a person counted."""
        before, unit = match["before"] or "", match["unit"] or ""
        value = parse_numeral(match["number"])
        counts = bool(unit) and not unit.startswith(("元", "大关", "台阶", "规模"))
        previous = text[match.start("number") - 1 : match.start("number")]
        if value is None or not (before or counts) or previous.isdigit() or previous in NOT_BEFORE_BARE:
            return None
        if match["grade"] and text[match.end("grade") : match.end("grade") + 1] not in ("", *"，。；大规以"):
            return None
        if counts:
            said = before in self._before or match["after"] or unit in ("名", "户", "场", "人次")
            return self._quantity(match, "number", value, unit, "count", "magnitude") if said else None
        if value < SAID_BY_MAGNITUDE_ALONE:
            return None
        money = "元" if unit.startswith(("元", "大关")) else ""
        return self._quantity(match, "number", value, money, "money", "magnitude")

    def _read_multiple(self, match: re.Match[str], text: str) -> Quantity | None:
        """翻番 and 倍增 are 2 倍, 翻两番 4, 两位数增长 at least 10 %."""
        name = "double" if match["double"] else "digits" if match["digits"] else "times"
        first = match.start(name) if name != "times" else text.index("翻", match.start())
        if name == "digits":
            return Quantity(
                match.start(), match.end(), first, 10, None, "%", "ge", match["before"] or "", "share", "multiple"
            )
        times = match["times"] or "一"
        power = int(times) if times.isdigit() else parse_numeral(times) or 1
        value = 2 if name == "double" else 2**power
        before = match["before"] or ""
        op = self._op(before, match["after"] or "")
        return Quantity(match.start(), match.end(), first, value, None, "倍", op, before, "multiple", "multiple")


def _is_part_of_word(match: re.Match[str], text: str, unit: str) -> bool:
    """Whether letters beside the digits make one word of both."""
    following = text[match.end() : match.end() + 1]
    previous = text[match.start("low") - 1 : match.start("low")]
    return bool(
        (following.isascii() and following.isalnum() and (not unit or unit.isascii()))
        or (previous.isascii() and previous.isalpha())
    )
