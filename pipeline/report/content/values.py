"""Values of indicators for readers: as printed in Chinese, with magnitudes and units of theirs in English."""

from __future__ import annotations

from pipeline.records import CellRow
from pipeline.report.wording import Wording

MAGNITUDES = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))
# Bounds that follow or lead the printed number, and what they are in English.
BOUNDS = (
    ("以上", "at least"), ("以内", "at most"), ("左右", "about"), ("不低于", "at least"), ("不少于", "at least"),
    ("不超过", "at most"), ("突破", "over"), ("超过", "over"), ("超", "over"), ("约", "about"), ("以下", "below"),
)  # fmt: skip


def printed_value(cell: CellRow, wording: Wording) -> str:
    """The number as printed; in English 突破200万载重吨 is over 2 million deadweight tonnes."""
    if wording.language != "en" or cell.value is None:
        return cell.printed
    bound = next((english for chinese, english in BOUNDS if chinese in cell.printed), "")
    numbers = "–".join(english_number(value) for value in (cell.value, cell.value_high) if value is not None)
    unit = wording.name("units_of_measure", cell.unit)
    tight = "" if unit in ("%", "‰") else " "
    return f"{bound} {numbers}{tight}{unit}".strip()


def english_number(value: float) -> str:
    """1.95 million, 52,000, 6.5."""
    size, word = next(((size, word) for size, word in MAGNITUDES if abs(value) >= size), (1.0, ""))
    number = f"{value / size:,.4f}".rstrip("0").rstrip(".")
    return f"{number} {word}".strip()
