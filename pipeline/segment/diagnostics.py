"""What is odd in the structure of a notice, said in words that tell what to do."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from pipeline.knowledge.numbering import read_marker
from pipeline.records import Diagnostic, Notice, Unit
from pipeline.segment.lines import MARKER_WINDOW, Line
from pipeline.segment.outline import Node

RE_IMPOSSIBLE_YEAR = re.compile(r"(?<!\d)(?:0\d{3}|2[1-9]\d{2}|1[0-8]\d{2})(?=年(?!产|均|营|销|收|用|处)|〕)")
# A notice that orders work has most of its text in its tasks, goals and safeguards.
LEAST_IN_TASKS = 0.4
SHORTEST_NOTICE = 1_500  # characters; a shorter one is a letter or an excerpt
PAIRS = (("（", "）"), ("《", "》"))
RE_STOPS_INSIDE = re.compile(r"[，、]$")
RE_ENDS = re.compile(r"[。；！？]$")
KINDS_OF_WORK = ("task", "goal", "safeguard")


def unit_diagnostics(notice: Notice, units: list[Unit], *, very_long_unit: int, report: bool) -> Iterator[Diagnostic]:
    """Units too long to be one, and a notice most of whose text is outside its tasks."""
    for unit in units:
        told = report and unit.kind == "general"  # a review is long
        if len(unit.text) > very_long_unit and not told:
            yield Diagnostic(
                notice.notice_id,
                "very-long-unit",
                "warning",
                f"a unit of {len(unit.text)} characters is more than one task; see whether the numbers of its items "
                f"are missing or printed in an unusual way, and add them to the file: {unit.text[:30]}",
                unit.start,
            )
        yield from _cut_sentences(notice.notice_id, unit)
    if not units:
        yield Diagnostic(notice.notice_id, "no-units", "error", "no text was found that could be cut into units", None)
        return
    length = sum(len(unit.text) for unit in units)
    share = sum(len(unit.text) for unit in units if unit.kind in KINDS_OF_WORK) / length
    if length >= SHORTEST_NOTICE and share < LEAST_IN_TASKS and not report:
        yield Diagnostic(
            notice.notice_id,
            "little-text-in-tasks",
            "warning",
            f"only {share:.0%} of the text stands in tasks, goals and safeguards; see whether a section of tasks was "
            "read as general, and correct its kind",
            None,
        )


def _cut_sentences(notice_id: str, unit: Unit) -> Iterator[Diagnostic]:
    """Lines of a unit that stop inside a clause, a bracket or a title: their rest is lost, or stands somewhere else."""
    start = unit.start
    for line in unit.text.split("\n"):
        is_open = any(line.count(left) > line.count(right) for left, right in PAIRS)
        if RE_STOPS_INSIDE.search(line) or (is_open and not RE_ENDS.search(line)):
            message = (
                f"the line stops inside a sentence; see whether its rest is missing or stands elsewhere: …{line[-30:]}"
            )
            yield Diagnostic(notice_id, "sentence-cut", "warning", message, start)
        start += len(line) + 1


def empty_headings(notice_id: str, lines: list[Line]) -> Iterator[Diagnostic]:
    """Headings without items (rule 6)."""
    for line in lines:
        message = f"{line.text} has no items below it; the notice may be cut off here"
        yield Diagnostic(notice_id, "heading-without-items", "warning", message, line.start)


def number_diagnostics(notice_id: str, root: Node) -> Iterator[Diagnostic]:
    """Gaps and restarts: among the children of one heading, and where a list neither restarts nor runs on."""
    running: Counter[str] = Counter()
    last_below: dict[tuple[int, str], int] = {}  # (heading, style) -> the last number there
    for node in root.descendants():
        marker = node.marker
        if marker is None or node.line is None or marker.value is None or node.is_annex:
            continue
        place = id(node.parent), marker.name
        before = last_below.get(place)
        expected = {before + 1} if before is not None else {1, running[marker.name] + 1}
        opening = node.line.text[:30]
        if node.line.inferred:
            message = f"{opening} has no number; it was read as {marker.printed}, which its list lacks"
            yield Diagnostic(notice_id, "number-inferred", "info", message, node.line.start)
        elif marker.value not in expected:
            falls_back = before is not None and marker.value <= before
            code = "numbering-restart" if falls_back else "numbering-gap"
            hint = "" if falls_back else "; if an item is missing, see whether the item before it holds its text"
            message = f"{marker.printed} stands where {max(expected)} was expected: {opening}{hint}"
            yield Diagnostic(notice_id, code, "info" if falls_back else "warning", message, node.line.start)
        running[marker.name] = last_below[place] = marker.value


def head_diagnostics(notice: Notice) -> Iterator[Diagnostic]:
    """The first numbered line of the letter head that is no entry of its list of annexes: is it a task?"""
    start, listed = 0, False
    for line in notice.text[: notice.body_start].split("\n"):
        marker = read_marker(line[:MARKER_WINDOW]) or read_marker(line[:MARKER_WINDOW], expected=1)
        is_annex = line.startswith(("附件", "附表", "附录"))
        if marker and not listed and not is_annex:
            yield Diagnostic(
                notice.notice_id,
                "items-in-letter-head",
                "warning",
                f"the text from {line[:30]!r} to the body was read as letter head; is it part of the notice?",
                start,
            )
            return
        listed = is_annex or (listed and marker is not None)
        start += len(line) + 1


def scan_diagnostics(notice: Notice) -> Iterator[Diagnostic]:
    """Years that no notice prints: the scan misread a digit."""
    for match in RE_IMPOSSIBLE_YEAR.finditer(notice.text):
        yield Diagnostic(
            notice.notice_id,
            "probable-scanning-error",
            "warning",
            f"{match[0]} is no likely year: {notice.text[max(0, match.start() - 8) : match.end() + 8]!r}",
            match.start(),
        )
