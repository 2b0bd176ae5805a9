"""Light noise of real files: indents, blank lines, odd spaces and marks, note marks, other scripts."""

from __future__ import annotations

import re
from functools import cache

from tests.roundtrip.maker import Maker, form

HALF_WIDTH = str.maketrans("，：；（）", ",:;()")


@form("noise", "none")
def none(maker: Maker, text: str) -> str:
    return text


@form("noise", "indents")
def indents(maker: Maker, text: str) -> str:
    return "\n".join("　　" + line for line in text.split("\n"))


@form("noise", "blank-lines")
def blank_lines(maker: Maker, text: str) -> str:
    return text.replace("\n", "\n\n")


@form("noise", "carriage-returns")
def carriage_returns(maker: Maker, text: str) -> str:
    return text.replace("\n", "\r\n")


@form("noise", "no-break-spaces")
def no_break_spaces(maker: Maker, text: str) -> str:
    return "\n".join("\u00a0\u00a0 " + line + "\u00a0" for line in text.split("\n"))


@form("noise", "zero-width")
def zero_width(maker: Maker, text: str) -> str:
    return "".join(mark + ("\u200b" if maker.rng.random() < 0.02 else "") for mark in text)


@form("noise", "private-use")
def private_use(maker: Maker, text: str) -> str:
    return re.sub("(?<=[。，])", lambda _: "\ue5d2" if maker.rng.random() < 0.1 else "", text)


@form("noise", "half-width-marks")
def half_width_marks(maker: Maker, text: str) -> str:
    return text.translate(HALF_WIDTH)


@form("noise", "straight-quotes")
def straight_quotes(maker: Maker, text: str) -> str:
    return text.replace("“", '"').replace("”", '"')


@form("noise", "spaces-at-numbers")
def spaces_at_numbers(maker: Maker, text: str) -> str:
    """A space on both sides of numbers in the run of the text, as some editors set them."""
    return re.sub(r"(?<=[\u4e00-\u9fff])(\d+)(?=[\u4e00-\u9fff])", r" \1 ", text)


@form("noise", "page-numbers")
def page_numbers(maker: Maker, text: str) -> str:
    lines = text.split("\n")
    for page, at in enumerate(range(9, len(lines), 9), 1):
        lines[at] += maker.rng.choice(["\n— {} —", "\n- {} -", "\n第{}页"]).format(page)
    return "\n".join(lines)


@form("noise", "wrapped")
def wrapped(maker: Maker, text: str) -> str:
    """Long lines broken where a page ended them, though not within a number."""
    return "\n".join("\n".join(re.findall(r".{1,38}(?![0-9.,%])", line)) for line in text.split("\n"))


@form("noise", "space-behind-number")
def space_behind_number(maker: Maker, text: str) -> str:
    return re.sub(r"(?m)^([一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\d+[.．、])", r"\1 ", text)


@form("noise", "mixed-dots")
def mixed_dots(maker: Maker, text: str) -> str:
    """One list printed with 1. and 2、 and 3． by different hands."""
    return re.sub(r"(?m)^(\d+)\.(?!\d)", lambda found: found[1] + maker.rng.choice(".、．"), text)


def _behind_amounts(maker: Maker, text: str, marks: str) -> str:
    return re.sub(r"(?<=\d[家个名所座场件项套])(?=[，。])", lambda _: maker.rng.choice(marks.split("|")), text)


@form("noise", "note-marks-circled")
def note_marks_circled(maker: Maker, text: str) -> str:
    return _behind_amounts(maker, text, "①|②|③")


@form("noise", "note-marks-brackets")
def note_marks_brackets(maker: Maker, text: str) -> str:
    return _behind_amounts(maker, text, "[1]|[2]|〔3〕")


@form("noise", "note-marks-raised")
def note_marks_raised(maker: Maker, text: str) -> str:
    return _behind_amounts(maker, text, "¹|²|³")


@cache
def _converter() -> object:
    from opencc import OpenCC

    return OpenCC("s2t")


@form("noise", "traditional")
def traditional(maker: Maker, text: str) -> str:
    return _converter().convert(text)  # type: ignore[attr-defined]
