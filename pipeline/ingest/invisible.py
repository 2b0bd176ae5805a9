"""Characters that nobody sees and that change what is read: taken out, or put back as what they stood for, and
counted."""

from __future__ import annotations

import re
from collections import Counter

# Default_Ignorable_Code_Point and bidi controls (Unicode 16, DerivedCoreProperties), fillers, interlinear marks,
# noncharacters, the braille blank, controls other than tab and line ends. A private-use character is any font's own.
KINDS = {
    "zero-width and format": "\u00ad\u034f\u17b4\u17b5\u200b-\u200d\u2060-\u2065\u206a-\u206f\ufeff\ufff0-\ufffc"
    "\U00013430-\U0001343f\U00016fe4\U0001bca0-\U0001bca3\U0001d159\U0001d173-\U0001d17a"
    "\U000e0000-\U000e00ff\U000e01f0-\U000e0fff",
    "direction": "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069",
    "variation selector": "\u180b-\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef",
    "filler": "\u115f\u1160\u3164\uffa0\u2800",
    "noncharacter": "\ufdd0-\ufdef\ufffe\uffff"
    + "".join(chr(plane * 0x10000 + 0xFFFE) + chr(plane * 0x10000 + 0xFFFF) for plane in range(1, 17)),
    "control": "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f",
    "private use": "\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd",
}
# What is hardly seen, and only between or upon what is read: `1 000` with a hair of a space, `1̲000` underlined.
PLACED = {
    "thin space in a number": "(?<=[0-9０-９])[\u2006-\u200a\u202f\u205f]+(?=[0-9０-９])",
    "mark upon a digit or character": "(?<=[0-9０-９㐀-鿿])"
    "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20f0\ufe20-\ufe2f]+",
}
NAMES = (*KINDS, *PLACED)
RE_INVISIBLE = re.compile(
    "|".join(
        f"(?P<k{number}>{signs})"
        for number, signs in enumerate([*(f"[{signs}]" for signs in KINDS.values()), *PLACED.values()])
    )
)
# What office programs mean by the private-use characters of their symbol fonts (Symbol and Wingdings at U+F000).
STOOD_FOR = {
    **dict.fromkeys("\uf06c\uf06e\uf075\uf076\uf0a7\uf0b7\uf0d8\uf0e8\uf0fc", "●"),
    "\uf0a3": "≤",
    "\uf0b3": "≥",
    "\uf0b1": "±",
    "\uf0b4": "×",
    "\uf0b0": "°",
    "\uf025": "%",
    "\uf02d": "-",
}
# What Word and pages put in on their own, and what no reader need hear of.
ORDINARY = "\u00ad\u200b\ufeff\u200e\u200f\u00a0"


def visible(text: str) -> str:
    """The text without invisible characters; of private-use characters those known become what they stood for."""
    return RE_INVISIBLE.sub(lambda match: STOOD_FOR.get(match[0], ""), text)


def count_invisible(text: str) -> Counter[str]:
    """How many invisible characters of each kind a text holds, ordinary soft hyphens and marks of order aside."""
    found: Counter[str] = Counter()
    for match in RE_INVISIBLE.finditer(text):
        if match[0] not in ORDINARY and match.lastgroup:
            found[NAMES[int(match.lastgroup[1:])]] += len(match[0])
    return found
