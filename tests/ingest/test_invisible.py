"""Invisible characters: a number, a name and a label read the same with one inside; what is taken out is counted."""

from __future__ import annotations

import pytest

from pipeline.ingest.invisible import count_invisible, visible

SIGNS = [
    ("\u200b", "zero-width space"),
    ("\u2066", "left-to-right isolate"),
    ("\u202e", "right-to-left override"),
    ("\u034f", "combining grapheme joiner"),
    ("\u3164", "Hangul filler"),
    ("\uffa0", "half-width Hangul filler"),
    ("\u2800", "braille blank"),
    ("\ufe0f", "variation selector"),
    ("\U000e0100", "ideographic variation selector"),
    ("\U000e0020", "tag space"),
    ("\ufdd0", "noncharacter"),
    ("\uffff", "noncharacter at the end of the plane"),
    ("\ue010", "private use of an office font"),
    ("\x1b", "escape"),
]


@pytest.mark.parametrize(("sign", "why"), SIGNS, ids=[why for _, why in SIGNS])
def test_a_sign_nobody_sees_is_taken_out(sign: str, why: str) -> None:
    assert visible(f"达到1{sign}000亿元（市科{sign}技局牵头）") == "达到1000亿元（市科技局牵头）"


STANDS = [
    ("\uf0b7 推进试点", "● 推进试点", "Word's bullet"),
    ("\uf0a35%", "≤5%", "the Symbol font's less or equal"),
    ("a\tb\nc", "a\tb\nc", "tabs and line ends are seen"),
    ("𠮷林 Ⅱ ①", "𠮷林 Ⅱ ①", "rare characters are none"),
]


@pytest.mark.parametrize(("text", "clean", "why"), STANDS, ids=[row[2] for row in STANDS])
def test_what_is_seen_or_stands_for_something_stays(text: str, clean: str, why: str) -> None:
    assert visible(text) == clean


def test_what_is_taken_out_is_counted_by_kind_and_ordinary_marks_are_not() -> None:
    assert count_invisible("a\u2066b\u2069c\u3164d\u200be\u00ad") == {"direction": 2, "filler": 1}
