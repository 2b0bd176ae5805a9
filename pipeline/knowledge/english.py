"""Numbers and indicators in English sentences and tables, for readers who know no Chinese."""

from __future__ import annotations

from pipeline.knowledge.indicator_names import english_name, names_en
from pipeline.records.crosses import CrossCell
from pipeline.records.findings import Mention

BOUNDS_EN = {
    "eq": "",
    "ge": "at least ",
    "gt": "over ",
    "le": "at most ",
    "lt": "below ",
    "approx": "about ",
    "range": "",
}
UNITS_EN = {
    "元": "yuan",
    "人": "people",
    "人次": "visits",
    "亩": "mu",
    "吨": "tonnes",
    "公里": "km",
    "户": "households",
    "套": "homes",
    "斤": "jin",
    "百分点": "percentage points",
    "倍": "times",
    "千瓦": "kW",
    "年": "years",
    "件": "items",
    "公顷": "hectares",
    "平方米": "square metres",
    "平方公里": "km²",
    "立方米": "m³",
    "微克/立方米": "μg/m³",
    "美元": "US dollars",
    "标准箱": "TEU",
    "载重吨": "deadweight tonnes",
    "辆": "vehicles",
    "名": "people",
    "天": "days",
    "个百分点": "percentage points",
}
MEASURE_NOUNS = {"growth": "growth", "reduction": "reduction", "removed": "removed", "multiple": "multiple"}
SCOPES_EN = {"国家级": "national-level", "省级": "provincial-level", "市级": "city-level", "县级": "county-level"}


def value_en(mention: Mention | CrossCell) -> str:
    """A number in English: about 2.38 trillion yuan."""
    if mention.value is None:
        return f"“{mention.printed}”"
    numbers = [number_en(value, mention.unit) for value in (mention.value, mention.value_high) if value is not None]
    return BOUNDS_EN.get(mention.op, "") + "–".join(numbers)


def number_en(value: float, unit: str) -> str:
    """A number with its unit, in English: 2.38 trillion yuan."""
    size, word = next(
        ((size, word) for size, word in ((1e12, "trillion"), (1e9, "billion"), (1e6, "million")) if value >= size),
        (1.0, ""),
    )
    number = f"{value / size:,.4f}".rstrip("0").rstrip(".")
    if unit == "%":
        return f"{number}%"
    return " ".join(piece for piece in (number, word, UNITS_EN.get(unit, unit if unit.isascii() else "")) if piece)


def subject_en(head: str, noun: str) -> str:
    """An indicator in an English sentence: by its English name where it has one, else as printed."""
    known = (name for name in sorted(names_en(), key=len, reverse=True) if head.startswith(name))
    near = next((names_en()[name] for name in known if len(head) - len(name) <= 2), head)
    name = english_name(head) or near
    return f"{name} {noun}".strip() if noun and not name.endswith(noun) else name


def subject_of_en(indicator: str, scope: str, measure: str) -> str:
    """How a row is called in an English sentence: Fixed-asset investment growth; in Chinese where it has no English
    name."""
    noun = MEASURE_NOUNS.get(measure, "")
    name = english_name(f"{indicator}涨幅") if measure == "growth" and f"{indicator}涨幅" in names_en() else ""
    name = name or _with_noun(subject_en(indicator, ""), noun)
    return f"{name} ({SCOPES_EN.get(scope, scope)})" if scope and scope != "本级" else name


def _with_noun(name: str, noun: str) -> str:
    """Retail sales growth, but Growth of value added of larger industrial firms."""
    if not noun or " of " not in name:
        return f"{name} {noun}".strip()
    begun = name if name[:2].isupper() else name[0].lower() + name[1:]
    return f"{noun.capitalize()} of {begun}"
