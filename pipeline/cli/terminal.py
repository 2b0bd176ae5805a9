"""What every command prints on: foreign text reaches a terminal without what would steer it."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable
from typing import TextIO

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment

# C0 but tab and line end, C1, and marks that turn the direction of writing
RE_STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


class CommandError(Exception):
    """A command cannot go on; the message says what to do next."""


def plain(text: str) -> str:
    """The text with control and bidi characters shown by their code (\\x1b) instead of sent."""
    return RE_STEERING.sub(lambda match: match[0].encode("unicode_escape").decode("ascii"), text)


class Terminal(Console):
    """A console that shows the control characters of what it is given; its own colours work as ever."""

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        for segment in super().render(renderable, options):
            yield segment if segment.control else Segment(plain(segment.text), segment.style)


WIDE = 400  # columns where nobody looks: in a pipe or a file no line is broken


def width_of(stream: TextIO) -> int | None:
    """The columns to fill: those of the terminal or of COLUMNS, so many in a pipe that nothing wraps."""
    return None if stream.isatty() or os.environ.get("COLUMNS") else WIDE


screen = Terminal(width=width_of(sys.stdout))
messages = Terminal(stderr=True)


def say(text: str) -> None:
    """A line on the screen, as it is: no colours read from it, nothing broken."""
    screen.print(text, markup=False, highlight=False, soft_wrap=True)
