"""What stands in the body of a notice and is no part of its text: lists of annexes, signatures, page numbers."""

from __future__ import annotations

import re

from pipeline.knowledge.letters import is_date_line, is_page_number, is_public_note, is_signature
from pipeline.segment.lines import Line

LONGEST_NAME = 60
RE_ANNEX_LIST = re.compile(
    r"^附(?:件|表|录)\s*(?P<number>[\d一二三四五六七八九十]{0,2})\s*(?P<colon>[：:]?)\s*(?P<name>[^。]*)$"
)
RE_LIST_NUMBER = re.compile(r"^(\d{1,2})[.．、]")


def take_asides(lines: list[Line]) -> tuple[list[Line], list[Line]]:
    """(lines of the body, lines that are metadata): annexes that are only named, signatures, page numbers."""
    aside = [is_page_number(line.text) for line in lines]
    for i, line in enumerate(lines):
        if not aside[i] and line.text.startswith("附"):
            _mark_annex_list(lines, aside, i)
        if is_date_line(line.text) and i and is_signature(lines[i - 1].text):
            _mark_signature(lines, aside, i)
    return [line for line, out in zip(lines, aside) if not out], [line for line, out in zip(lines, aside) if out]


def _mark_annex_list(lines: list[Line], aside: list[bool], first: int) -> None:
    """A list of annexes: 附件：1.…, 2.… or 附件1：…, 附件2：…, with a signature or the end below it."""
    match = RE_ANNEX_LIST.match(lines[first].text)
    if not match or len(lines[first].text) > LONGEST_NAME or (not match["name"] and not match["colon"]):
        return
    opened = RE_LIST_NUMBER.match(match["name"])
    last = int(opened[1]) if opened else 0
    end = first + 1
    while end < len(lines) and len(lines[end].text) <= LONGEST_NAME and "。" not in lines[end].text:
        number = RE_LIST_NUMBER.match(lines[end].text)
        if not (number and int(number[1]) == last + 1 and (opened or not match["name"])):
            break
        last, end = last + 1, end + 1
    follows = lines[end].text if end < len(lines) else ""
    if last > 1 or not follows or _ends_letter(follows) or RE_ANNEX_LIST.match(follows):
        aside[first:end] = [True] * (end - first)


def _ends_letter(text: str) -> bool:
    return is_signature(text) or is_date_line(text) or is_public_note(text)


def _mark_signature(lines: list[Line], aside: list[bool], date: int) -> None:
    """The names above a date, the date, and the title of what is attached below it."""
    first = date
    while first > 0 and is_signature(lines[first - 1].text):
        first -= 1
    end = date + 1
    while end < len(lines) and is_public_note(lines[end].text):
        end += 1
    if (
        end < len(lines) - 1
        and not lines[end].readings
        and len(lines[end].text) <= LONGEST_NAME
        and "。" not in lines[end].text
    ):
        end += 1
    aside[first:end] = [True] * (end - first)
