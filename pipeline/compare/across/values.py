"""Numbers as they are said in a panel and in a sentence."""

from __future__ import annotations

from pipeline.compare.across.names import OF_UNIT
from pipeline.knowledge.english import number_en
from pipeline.records.findings import Mention

MAGNITUDES = ((10**12, "万亿"), (10**8, "亿"), (10**4, "万"))
UNSCALED = ("%", "百分点", "个百分点", "个工作日", "小时")


def printed(mention: Mention) -> str:
    """The number as printed, with the whole of its unit: 0.5个工作日, where the ledger ends behind 个."""
    if mention.printed.endswith("个") and mention.unit.startswith("个") and len(mention.unit) > 1:
        return mention.printed[:-1] + mention.unit
    return mention.printed


def said_number(value: float, unit: str) -> str:
    """A number of a unit's first kind in that unit, with its magnitude: 52000000000 斤 is 520亿斤."""
    number = value / OF_UNIT.get(unit, ("", 1.0))[1]
    magnitude = ""
    if unit not in UNSCALED:
        size, magnitude = next(((size, name) for size, name in MAGNITUDES if abs(number) >= size), (1, ""))
        number /= size
    return f"{round(number, 2):g}{magnitude}{unit}"


def said_number_en(value: float, unit: str) -> str:
    """The same in English: 52 billion jin."""
    return number_en(round(value / OF_UNIT.get(unit, ("", 1.0))[1], 2), unit)
