"""Invisible characters: a number, a name and a label read the same with one inside; what is taken out is counted."""

from __future__ import annotations

import pytest

from pipeline.ingest.invisible import count_invisible, visible
from pipeline.ingest.normalise import normalise

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
    ("\ufffc", "where an object stood"),
    ("\U00016fe4", "Khitan filler"),
    ("\U0001d159", "a note without a head"),
    ("\U00013430", "joiner of hieroglyphs"),
    ("\u0332", "underlined by a mark"),
    ("\u0338", "struck through by a mark"),
    ("\u20e3\u0301", "two marks upon one character"),
]


@pytest.mark.parametrize(("sign", "why"), SIGNS, ids=[why for _, why in SIGNS])
def test_a_sign_nobody_sees_is_taken_out(sign: str, why: str) -> None:
    assert visible(f"达到1{sign}000亿元（市科{sign}技局牵头）") == "达到1000亿元（市科技局牵头）"


@pytest.mark.parametrize("sign", ["\u2006", "\u2009", "\u200a", "\u202f", "\u205f\u200a"])
def test_a_hair_of_a_space_parts_no_number(sign: str) -> None:
    assert visible(f"投资1{sign}000亿元，新增2{sign}5家，a{sign}b") == f"投资1000亿元，新增25家，a{sign}b"


@pytest.mark.parametrize("sign", ["\u2066", "\u200a", "\u0332", "\ufe0f\u20e3"])
def test_none_of_them_is_in_the_clean_text(sign: str) -> None:
    clean = "投资1000亿元（市科技局牵头）"
    assert normalise(f"投资1{sign}000亿元（市科{sign if sign != chr(0x200A) else ''}技局牵头）", script="hans") == clean


STANDS = [
    ("café naïve", "café naïve", "marks upon letters"),
    ("cafe\u0301", "cafe\u0301", "marks upon letters, apart"),
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
    assert count_invisible("1\u0332\u03380个，1\u20090个") == {
        "mark upon a digit or character": 2,
        "thin space in a number": 1,
    }
