"""Runs inside a peer's own environment: reads a JSON list of texts on stdin, prints the numbers found in each.

Called by quantities_against_peers.py, never by hand. Prints {"seconds": float, "found": [[number, ...], ...]},
where a number is {"value", "value_high" (or null), "unit" (as printed, without magnitude)}.
"""

from __future__ import annotations

import contextlib
import json
import re
import sys
import time
from collections.abc import Callable
from typing import Any

Number = dict[str, Any]
# What stands before the unit in a printed amount: 1500亿 in 1500亿元, 3个 in 3个百分点
RE_PRINTED_NUMBER = re.compile(r"^(?:百分之)?[\d.,，．０-９零一二两三四五六七八九十百千万亿点]+")
RE_DATE = re.compile("[年月日]")


def number(value: float, unit: str, value_high: float | None = None) -> Number:
    return {"value": value, "value_high": value_high, "unit": unit}


def recognizers_text() -> Callable[[str], list[Number]]:
    """Percentages, currencies, dimensions, ages, temperatures and durations with their units; other numbers without.

    What its own readers call ordinals and dates is not offered: 第3, 2023年. Its reader of dates takes the 1500 of
    1500家 for a year too; such a number is kept, a date must print 年, 月 or 日.
    """
    from recognizers_date_time import recognize_datetime
    from recognizers_number import recognize_number, recognize_ordinal, recognize_percentage
    from recognizers_number_with_unit import (
        recognize_age,
        recognize_currency,
        recognize_dimension,
        recognize_temperature,
    )
    from recognizers_text import Culture

    def read(text: str) -> list[Number]:
        found: list[Number] = []
        taken: list[tuple[int, int]] = []
        for recognize in (
            recognize_percentage,
            recognize_currency,
            recognize_dimension,
            recognize_age,
            recognize_temperature,
        ):
            for result in recognize(text, Culture.Chinese):
                value = (result.resolution or {}).get("value")
                if value is None or any(result.start <= end and start <= result.end for start, end in taken):
                    continue  # a unit without a number, or a number read before
                taken.append((result.start, result.end))
                is_percentage = recognize is recognize_percentage
                unit = RE_PRINTED_NUMBER.sub("", result.text).strip() or ("%" if is_percentage else "")
                found.append(number(float(value.rstrip("%")), unit.removeprefix("个") if is_percentage else unit))
        taken.extend((result.start, result.end) for result in recognize_ordinal(text, Culture.Chinese))
        durations: dict[int, str] = {}
        for result in recognize_datetime(text, Culture.Chinese):
            if result.type_name.endswith("duration"):
                durations[result.start] = RE_PRINTED_NUMBER.sub("", result.text)
            elif RE_DATE.search(result.text):
                taken.append((result.start, result.end))
        for result in recognize_number(text, Culture.Chinese):
            if result.resolution and not any(result.start <= end and start <= result.end for start, end in taken):
                found.append(number(float(result.resolution["value"]), durations.get(result.start, "")))
        return found

    return read


def jionlp() -> Callable[[str], list[Number]]:
    """Amounts of money. JioNLP documents no extractor of other quantities."""
    import jionlp as jio

    def read(text: str) -> list[Number]:
        found: list[Number] = []
        for amount in jio.ner.extract_money(text, with_parsing=True):
            detail = amount["detail"]
            low, high = detail["num"] if isinstance(detail["num"], list) else (detail["num"], None)
            if low is not None:
                found.append(number(float(low), detail["case"] or "", float(high) if high is not None else None))
        return found

    return read


READERS = {"recognizers-text": recognizers_text, "jionlp": jionlp}


def main() -> None:
    with contextlib.redirect_stdout(sys.stderr):  # JioNLP greets on stdout
        read = READERS[sys.argv[1]]()
        texts = json.load(sys.stdin)
        read("投资100亿元，增长5%。")  # tables are built at the first call
        start = time.perf_counter()
        found = [read(text) for text in texts]
        seconds = time.perf_counter() - start
    json.dump({"seconds": seconds, "found": found}, sys.stdout, ensure_ascii=False)


if __name__ == "__main__":
    main()
