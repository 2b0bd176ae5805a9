"""The printed numbers of RTF lists become text; nothing else of the file changes."""

from __future__ import annotations

import pytest

from pipeline.ingest.formats.rtf_numbers import with_printed_numbers

REWRITTEN = [
    (
        rb"{\listtext\pard\plain  \u19968\'3f\u12289\'3f\tab}\ilvl0\ls7 \li0{\dbch\u21439\'3f}\par",
        rb"{ \u19968\'3f\u12289\'3f\tab}\ilvl0\li0{\dbch\u21439\'3f}\par",
        "LibreOffice: 一、 and a tab, the paragraph leaves its list",
    ),
    (
        rb"\pard{\listtext\pard\plain\ltrpar \rtlch\fcs1 \af0 \loch\f0 (3)\tab}\pard\ls12\ilvl1 x",
        rb"\pard{ (3)\tab}\pard\ilvl1 x",
        "Word: a number in brackets",
    ),
    (
        rb"{\listtext\pard\plain\f3 \'b7\tab}\ls2 x",
        rb"{\u9679 ?}x",
        "a bullet by its code in a symbol font",
    ),
    (
        rb"{\listtext\pard\plain\dbch\af13 \'d2\'bb\'a1\'a2\tab}\ls2 x",
        rb"{ \'d2\'bb\'a1\'a2\tab}x",
        "Word: 一、 in the bytes of the file's code page",
    ),
    (rb"{\listtext\pard\plain \f3\u61623 ?\tab}\ls2 x", rb"{\u9679 ?}x", "a bullet of a symbol font"),
    (
        rb"{\listtext\pard\plain \u8212\'3f\u8212\'3f\tab}\ls2 x",
        rb"{\u8212 ?\u8212 ?}x",
        "dashes open an item in official writing",
    ),
    (rb"{\pntext\pard\plain 4.\tab}\ls1 x", rb"{ 4.\tab}x", "Word 95"),
    (
        rb"{\*\listoverridetable{\listoverride\listid1\ls1}}{\s1\ls1 a;}{\listtext 1.}\ls1 x",
        rb"{\*\listoverridetable{\listoverride\listid1\ls1}}{\s1a;}{ 1.}x",
        "the tables of lists stay, styles leave their list",
    ),
]
KEPT = [
    (rb"\pard\ls1\ilvl0 x\par", "no printed number: the list has to be counted"),
    (rb"{\listtext 1.}\ls1 x{\pict\bin4 \ls9}", "binary parts could hold anything"),
    (rb"{\listtext 1.}\\ls1 and \{ \}", "a backslash that is printed is no command"),
]


@pytest.mark.parametrize(("given", "made", "reason"), REWRITTEN, ids=[case[2] for case in REWRITTEN])
def test_printed_numbers_become_text(given: bytes, made: bytes, reason: str) -> None:
    assert with_printed_numbers(given) == made


@pytest.mark.parametrize(("given", "reason"), KEPT, ids=[case[1] for case in KEPT])
def test_everything_else_stays(given: bytes, reason: str) -> None:
    assert with_printed_numbers(given).replace(b"{ 1.}", rb"{\listtext 1.}") == given
