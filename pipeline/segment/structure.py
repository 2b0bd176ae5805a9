"""From clean text to units: lines, their numbers, the outline, and which of its nodes are units.

The rules of the annotation guide, section 1, are implemented in the modules this one calls, in this order:
lines, asides, outline, folding, cutter. The pieces of a structure (headings, markers, units) tile the body
of the notice: nothing is lost.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.engine.clock import TooMuch
from pipeline.records import Diagnostic, Notice, Unit
from pipeline.segment.asides import take_asides
from pipeline.segment.cutter import Cutter
from pipeline.segment.diagnostics import (
    empty_headings,
    head_diagnostics,
    number_diagnostics,
    scan_diagnostics,
    unit_diagnostics,
)
from pipeline.segment.folding import fold
from pipeline.segment.kinds import Words, project_words
from pipeline.segment.lines import read_lines
from pipeline.segment.outline import build_outline
from pipeline.segment.report import is_report


@dataclass(slots=True)
class Structure:
    """A notice cut up: its units, the spans of everything else, and what was odd."""

    units: list[Unit]
    headings: list[tuple[int, int]]  # of heading lines, with their markers, and of lines that are metadata
    markers: list[tuple[int, int]]  # of the numbers and bullets that open units
    diagnostics: list[Diagnostic]


def check_count(units: Sequence[Unit], most: int) -> None:
    """Refuse more units than a notice has: each task is held against each of another notice. Raises TooMuch."""
    if len(units) > most:
        raise TooMuch(
            f"it has {len(units)} units, more than the limit of {most} (configs/params.yaml, segment.most_units); is "
            "this one notice? Add its parts one by one"
        )


def read_structure(notice: Notice, *, words: Words | None = None, very_long_unit: int = 3000) -> Structure:
    """Cut a notice into units. Every non-blank character of the body falls in a unit, marker or heading.

    `words` are the section kinds of a project folder, those beside this code if None.
    """
    words = words or project_words()
    lines, asides = take_asides(read_lines(notice.text[notice.body_start : notice.body_end], notice.body_start))
    report = is_report(notice.title, lines)
    root = build_outline(lines, words, report=report)
    fold(root)
    cutter = Cutter(notice, root, words, report=report)
    cutter.cut()
    diagnostics = [
        *unit_diagnostics(notice, cutter.units, very_long_unit=very_long_unit, report=report),
        *empty_headings(notice.notice_id, cutter.empty_headings),
        *number_diagnostics(notice.notice_id, root),
        *head_diagnostics(notice),
        *scan_diagnostics(notice),
    ]
    diagnostics.sort(key=lambda diagnostic: (-1 if diagnostic.start is None else diagnostic.start, diagnostic.code))
    headings = [*cutter.headings, *((line.start, line.end) for line in asides)]
    return Structure(cutter.units, headings, cutter.markers, diagnostics)
