"""Signs that Word keeps by the number of their place in a symbol font, and raised marks that point to notes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.ingest.formats.word_names import W, value_of

if TYPE_CHECKING:
    from lxml.etree import _Element

# places in the font Symbol (Adobe) and what stands there
SYMBOL = {
    0x25: "%", 0x2B: "+", 0x2D: "−", 0x3C: "<", 0x3D: "=", 0x3E: ">", 0x61: "α", 0x62: "β", 0x67: "γ", 0x6D: "μ",
    0x70: "π", 0x73: "σ", 0x57: "Ω", 0xA3: "≤", 0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xB4: "×", 0xB7: "·", 0xB8: "÷",
    0xB9: "≠", 0xBA: "≡", 0xBB: "≈", 0xBC: "…", 0xA5: "∞", 0xAE: "→", 0xD0: "∠", 0xE5: "∑",
}  # fmt: skip
# places in Wingdings: numbers in circles, ticks and bullets
WINGDINGS = {
    **{0x80 + i: chr(0x245F + i) for i in range(1, 11)},
    **{0x8B + i: chr(0x2775 + i) for i in range(1, 11)},
    **dict.fromkeys((0x6C, 0x6E, 0x71, 0x73, 0x75, 0x77, 0x9F, 0xA7, 0xA8, 0x6F, 0xD8, 0xE8, 0xF0), "●"),
    **dict.fromkeys((0xFC, 0xFE, 0x52), "√"),
    0xAB: "★",
}
PRIVATE_USE = 0xF000  # where Word puts the places of symbol fonts

RE_NOTE_MARK = re.compile(r"\s*[\[（(〔]?注?\s*(?:\d{1,3}|[①-⑳]|[*＊†‡]{1,3})[\]）)〕]?\s*")
RE_UNIT_LETTER = re.compile(r"[A-Za-zμ]\s*$")  # m², km²: the raised number is part of the unit


def _table(font: str) -> dict[int, str]:
    return WINGDINGS if font.lower().startswith("wingdings") else SYMBOL


def symbol(font: str, place: str) -> str | None:
    """The sign at a place (four hexadecimal digits, as in w:sym) of a symbol font; None if it is not known."""
    if not re.fullmatch(r"[0-9A-Fa-f]{1,6}", place):
        return None
    number = int(place, 16)
    if font.lower().startswith(("symbol", "wingdings")) or PRIVATE_USE <= number < PRIVATE_USE + 0x100:
        return _table(font).get(number % 0x100)
    return chr(number) if number < 0x110000 and not 0xD800 <= number < 0xE000 else None


def in_symbol_font(text: str, font: str) -> str:
    """The text of a run, places of symbol fonts replaced by the signs that stand there."""
    table, is_symbol = _table(font), font.lower().startswith(("symbol", "wingdings"))
    if not is_symbol and not any(PRIVATE_USE <= ord(char) < PRIVATE_USE + 0x100 for char in text):
        return text
    return "".join(
        table.get(ord(char) % 0x100, char)
        if PRIVATE_USE <= ord(char) < PRIVATE_USE + 0x100 or (is_symbol and 0x80 <= ord(char) < 0x100)
        else char
        for char in text
    )


def font_of(run: _Element) -> str:
    """The name of a run's own font, "" where it has the style's."""
    fonts = run.find(f"{W}rPr/{W}rFonts")
    return "" if fonts is None else fonts.get(f"{W}ascii") or fonts.get(f"{W}hAnsi") or ""


def is_note_mark(run: _Element, before: str) -> bool:
    """True for a raised run that only points to a note: 企业¹, 企业①; m² and km² keep theirs."""
    properties = run.find(f"{W}rPr")
    if value_of(properties, "vertAlign") != "superscript" or not before.strip() or RE_UNIT_LETTER.search(before):
        return False
    return bool(RE_NOTE_MARK.fullmatch("".join(text.text or "" for text in run.iter(f"{W}t"))))
