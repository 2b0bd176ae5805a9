"""What the edges of printed lines tell: which line opens an item, which one ends a sentence, what lies between."""

from __future__ import annotations

import re

from pipeline.ingest.formats.task_cells import RE_HEADING_NUMBER

RE_ITEM = re.compile(
    r"^(?:\d{1,3}[.．、](?!\d)|\d{1,3}[.．、](?=\d{4}年)|[（(]\d{1,2}[）)]|[①-⑳]|第[一二三四五六七八九十百]{1,4}条|—{1,2}|附件)"
)
# a document number in a line of its own, below a title that may fill its line: 样政办发〔2024〕3号
RE_NUMBER_ALONE = re.compile(r"^[^\s，。；：]{2,16}[〔\[【（(]\s*(?:19|20)\d{2}\s*[〕\]】）)]\s*第?\s*\d{1,5}\s*号$")
RE_SENTENCE_END = re.compile(r"[。；：！？”）]$")
# what printers do not tear off the beginning of a line: VR、AR  元、200  业“1+N”
RE_FIRST_WORD = re.compile(r"[!-~]*[“‘（《〔]*.?[，。；：、！？”’）》〕%]*(?:[“‘（《〔]+.)?[!-~]*")
RE_LATIN = re.compile(r"[A-Za-z]")


def opens_item(text: str) -> bool:
    """True if a line begins with the number or dash of an item, or the number of a heading."""
    return bool(RE_ITEM.match(text) or RE_HEADING_NUMBER.match(text))


def ends_sentence(text: str) -> bool:
    return bool(RE_SENTENCE_END.search(text))


def first_word_width(text: str, size: float) -> float:
    """The room, in points, that the line above would have needed to take the first word of this one."""
    match = RE_FIRST_WORD.match(text)
    return sum(0.55 if char.isascii() else 1 for char in match[0]) * size if match else size


def glue(above: str, below: str) -> str:
    """What stands between two halves of a line: nothing in Chinese, a space between two Latin words."""
    return " " if RE_LATIN.match(above[-1:]) and RE_LATIN.match(below[:1]) else ""
