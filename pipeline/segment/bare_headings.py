"""Headings that print no number: titles alone on their lines, and the parts of a work report."""

from __future__ import annotations

import re

from pipeline.knowledge.numbering import Marker, Style
from pipeline.segment.kinds import Words
from pipeline.segment.lines import Line

# headings without numbers: of a section by its usual name, or any title
NAMED_TITLE = Style("title", 3.9, re.compile(r"(?!)"), certain=0.4)
TITLE = Style("title", 3.9, re.compile(r"(?!)"), certain=0.0)
SECTION_STYLES = ("part", "chapter", "section", "article", "cn", "roman")
RE_BARE_TITLE = re.compile(r"^[^。；，：:、|]{3,24}[^。；，：:、|—\d]$")


def read_bare_headings(lines: list[Line], words: Words) -> None:
    """Titles alone on their lines are headings where the notice has lost the numbers of all its sections."""
    if any(marker.name in SECTION_STYLES for line in lines for marker in line.readings):
        return
    for line in lines:
        if not line.readings and RE_BARE_TITLE.match(line.text):
            named = words.named_kind(line.text) is not None or words.says("task-heading", line.text)
            line.readings = [Marker(NAMED_TITLE if named else TITLE, None, "", 0)]


def read_parts(lines: list[Line], words: Words) -> None:
    """The parts of a report (2023年工作回顾) stand above its sections, mostly without a number."""
    parts = [line for line in lines if _is_part(line, words)]
    if not any(line.readings for line in parts):
        for line in parts:
            line.readings = [Marker(NAMED_TITLE, None, "", 0)]


def _is_part(line: Line, words: Words) -> bool:
    """True for 2023年工作回顾 or 一、2023年工作回顾, alone on its line."""
    numbered = line.readings[0] if line.readings else None
    if numbered and numbered.name not in SECTION_STYLES:
        return False
    title = line.text[numbered.length :] if numbered else line.text
    return bool(RE_BARE_TITLE.match(title)) and words.is_part(title)
