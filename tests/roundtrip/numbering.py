"""Printed numbers: single styles, and ladders of styles from the outermost level inwards."""

from __future__ import annotations

from collections.abc import Callable

from tests.roundtrip.maker import add_form
from tests.roundtrip.numbers import words

CAPITALS = ["Ⅰ", "Ⅱ", "Ⅲ", "Ⅳ", "Ⅴ", "Ⅵ", "Ⅶ", "Ⅷ", "Ⅸ", "Ⅹ"]
LETTERS = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"]


def _glyph(first: str) -> Callable[[int], str]:
    """One character a number, counted up from `first`."""
    return lambda number: chr(ord(first) + number - 1)


STYLES: dict[str, Callable[[int], str]] = {
    "一、": lambda n: f"{words(n)}、",
    "一.": lambda n: f"{words(n)}.",
    "一．": lambda n: f"{words(n)}．",
    "一 ": lambda n: f"{words(n)} ",
    "（一）": lambda n: f"（{words(n)}）",
    "(一)": lambda n: f"({words(n)})",
    "（一）、": lambda n: f"（{words(n)}）、",
    "㈠": _glyph("㈠"),
    "1.": lambda n: f"{n}.",
    "1．": lambda n: f"{n}．",
    "1、": lambda n: f"{n}、",
    "1﹒": lambda n: f"{n}﹒",
    "1. ": lambda n: f"{n}. ",
    "1 ": lambda n: f"{n} ",
    "１．": lambda n: "".join(chr(ord(digit) + 0xFEE0) for digit in str(n)) + "．",
    "1?": lambda n: f"{n}\ue010",  # a private-use character where a point was
    "（1）": lambda n: f"（{n}）",
    "(1)": lambda n: f"({n})",
    "1）": lambda n: f"{n}）",
    "①": _glyph("①"),
    "⒈": _glyph("⒈"),
    "⑴": _glyph("⑴"),
    "Ⅰ、": lambda n: f"{CAPITALS[n - 1]}、",
    "I、": lambda n: f"{LETTERS[n - 1]}、",
    "I.": lambda n: f"{LETTERS[n - 1]}.",
    "ⅰ.": lambda n: f"{chr(ord('ⅰ') + n - 1)}.",
    "第一章": lambda n: f"第{words(n)}章 ",
    "第一部分": lambda n: f"第{words(n)}部分 ",
    "第一条": lambda n: f"第{words(n)}条 ",
    "第一，": lambda n: f"第{words(n)}，",
}

LADDERS: dict[str, tuple[str, ...]] = {  # the first is the official one
    "official": ("一、", "（一）", "1.", "（1）"),
    "official-full-width": ("一、", "（一）", "1．", "①"),
    "official-fourth": ("一、", "1.", "（1）"),
    "half-width-brackets": ("一、", "(一)", "1."),
    "bracket-and-comma": ("一、", "（一）、", "1、"),
    "one-glyph": ("一、", "㈠", "⒈"),
    "comma-digits": ("一、", "1、", "（1）", "①"),
    "small-dot": ("一、", "1﹒", "（1）"),
    "spaced-dot": ("一、", "（一）", "1. "),
    "wide-digits": ("一、", "（一）", "１．"),
    "circled": ("一、", "（一）", "①"),
    "half-brackets": ("一、", "1.", "1）"),
    "glyph-dot": ("一、", "⒈", "⑴"),
    "roman": ("Ⅰ、", "1.", "（1）"),
    "roman-letters": ("I、", "一、", "1."),
    "roman-dot": ("I.", "（一）", "1."),
    "small-roman": ("一、", "1.", "ⅰ."),
    "parts": ("第一部分", "一、", "（一）"),
    "chapters": ("第一章", "一、", "（一）"),
    "dot": ("一.", "（一）", "1."),
    "wide-dot": ("一．", "（一）", "1．"),
    "space": ("一 ", "（一）", "1."),
    "private-use": ("一、", "1?", "（1）"),
    "arabic-only": ("1.", "（1）", "①"),
    "arabic-comma": ("1、", "（1）", "①"),
    "brackets-first": ("（一）", "1.", "（1）"),
    "decimal": ("1", "1.1", "1.1.1"),
    "ordinal": ("一、", "第一，", "（1）"),
}
for name, ladder in LADDERS.items():
    add_form("ladder", name, ladder)


def printed(style: str, numbers: list[int]) -> str:
    """The number of a heading or item: `numbers` are those of all levels down to it."""
    if style in ("1", "1.1", "1.1.1"):
        return ".".join(map(str, numbers)) + " "
    return STYLES[style](numbers[-1])
