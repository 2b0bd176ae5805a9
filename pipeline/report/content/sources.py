"""What a report rests on and shows beside its words: code, data, parameters, and figures as drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Provenance:
    """What makes a figure citable: code, data and parameters, and nothing that changes by itself."""

    version: str
    command: str
    software: Sequence[tuple[str, str]]
    files: Sequence[tuple[str, str]]
    parameters: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class FigureView:
    """A figure as drawn, in CSS pixels: `title` states what it shows, `caption` how to read it in one line,
    `hint` what a click on it does."""

    name: str
    title: str
    caption: str
    hint: str
    svg: bytes
    png: bytes
    width: int
    height: int
