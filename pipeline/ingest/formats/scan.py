"""Scanned pages and photographs: text recognition gives lines and places, which are read like a printed page.

Recognition (RapidOCR on onnxruntime, `make ocr`) runs in a process of its own, so that its memory and
threads are not those of the reader, and sends page after page. What it read badly, and signs that
look alike, become diagnostics: the notice is marked as recognised from a scan.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import suppress
from importlib.util import find_spec
from statistics import median
from typing import Any

from pipeline.ingest.formats import scan_cache
from pipeline.ingest.formats.pdf_marks import Glyph, Marks, Rule
from pipeline.ingest.formats.printed_page import openings, sheet_of, text_of
from pipeline.ingest.limits import lift_memory_bound
from pipeline.ingest.raw import RawText, ReadingProblem, UnreadableNotice

MOST_PAGES = 200
LONGEST_PAGE = 120  # seconds for one page; one takes three to six
LOW_CONFIDENCE = 0.9  # 0 to 1; below it a line is named
LINES_NAMED = 12
# recognition writes full-width marks as half-width ones at times
OPENING_MARKS = ("（", "(", "“", "《", "〔")
CLOSING_MARKS = ("。", "，", "、", "；", "：", "）", ",", ":", ")", "”", "》", "〕")
HOW_TO_GET_IT = (
    "run `make ocr` once (it installs text recognition) and read the file again, or take the notice's text "
    "from the issuer's page"
)

# a dash for 一 in the number of a heading, a letter or circle for 0 between digits, 已 for 己 and the reverse
LOOK_ALIKES = (
    (re.compile(r"^[-－—–_](?=、)"), "一"),
    (re.compile(r"(?<=[（(])[-－—–](?=[）)])"), "一"),
    (re.compile(r"(?<=^十)[-－—–](?=、)"), "一"),
    (re.compile(r"(?<=\d)[OoＯ〇○](?=[\d.年月日%家个项万亿])"), "0"),
    (re.compile(r"(?<=\d)[lI|](?=[\d年月日%])"), "1"),
    (re.compile(r"自[已巳]"), "自己"),
    (re.compile(r"[己巳](?=经[市省国县政审批])"), "已"),
    (re.compile(r"(?<=[〔\[【（(])\s*2[OoＯ](?=\d{2}[〕\]】）)])"), "20"),
)
# left as read, because either may be meant
RE_UNSURE = re.compile(
    r"(?<![\d—-])[-－—](?=[是个批套级体])|(?<=第)[-－—](?=[章条节])|[OoＯ](?=\d)|(?<=\d)[OoＯ]|\d[lI|]\d"
)
# 一1一, -2一: a page number whose dashes were read as 一
RE_DASHED_NUMBER = re.compile(r"^[-－—–一\s]{1,3}\d{1,3}[-－—–一\s]{1,3}$")
RE_SCANNER = re.compile(r"^(?:扫描全能王.{0,4}创建|.{0,6}CamScanner.{0,6})$", re.IGNORECASE)


def is_installed() -> bool:
    """True if text recognition was set up with `make ocr`."""
    return find_spec("rapidocr") is not None and find_spec("onnxruntime") is not None


def read_picture(data: bytes) -> RawText:
    """The notice of a photograph or scan (png, jpg, tiff of several pages).

    Raises UnreadableNotice where text recognition is missing or finds no text.
    """
    if not is_installed():
        raise UnreadableNotice(f"this is a picture, which is read by text recognition; {HOW_TO_GET_IT}")
    return _read(data, "picture")


def read_scanned_pdf(data: bytes, why: str) -> RawText:
    """The notice of a PDF whose pages are pictures; `why` says so where it cannot be read."""
    if not is_installed():
        raise UnreadableNotice(f"{why}; {HOW_TO_GET_IT}")
    return _read(data, "pdf")


def _read(data: bytes, kind: str) -> RawText:
    sheets, doubts = [], _Doubts()
    for number, page in enumerate(_recognised(data, kind), 1):
        sheets.append(sheet_of(_marks(page, doubts), number))
    if not any(sheet.characters for sheet in sheets):
        raise UnreadableNotice("text recognition found no text in this scan; scan it again at 200 dpi or more, upright")
    text, problems = text_of(sheets)
    return RawText(text, (*doubts.problems(len(sheets)), *problems), pages=openings(sheets))


def _recognised(data: bytes, kind: str) -> list[dict[str, Any]]:
    """The pages as they were recognised before, else now."""
    pages = scan_cache.recall(data, kind)
    if pages is None:
        pages = list(_recognised_now(data, kind))
        scan_cache.keep(data, kind, pages)
    return pages


def _recognised_now(data: bytes, kind: str) -> Iterator[dict[str, Any]]:
    """The pages as the recognising process sends them, one JSON object a line."""
    command = [sys.executable, "-m", "pipeline.ingest.formats.scan_process", kind]
    with (
        tempfile.TemporaryFile() as complaints,
        subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=complaints,
            preexec_fn=None if sys.platform == "win32" else lift_memory_bound,
        ) as process,
    ):
        assert process.stdin is not None and process.stdout is not None
        watch = threading.Timer(LONGEST_PAGE * MOST_PAGES, process.kill)
        watch.start()
        try:
            with suppress(BrokenPipeError):
                process.stdin.write(data)
                process.stdin.close()
            for number, line in enumerate(process.stdout, 1):
                _tell(f"\rrecognising text: page {number}")
                yield json.loads(line)
            failed = process.wait() != 0
        finally:
            watch.cancel()
            process.kill()
            _tell("\n")
        if failed:
            complaints.seek(0)
            reason = complaints.read().decode("utf-8", "replace").strip().splitlines()[-1:] or ["no reason given"]
            raise UnreadableNotice(
                f"text recognition could not read this picture ({reason[0][:200]}); scan the pages again as PDF or PNG"
            )


def _tell(message: str) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(message)
        sys.stderr.flush()


def _marks(page: dict[str, Any], doubts: _Doubts) -> Marks:
    """A recognised page as marks: every recognised line is one glyph as wide as the line."""
    marks = Marks(page["width"], page["height"])
    lines = [line for line in page["lines"] if not RE_SCANNER.match(line["text"].replace(" ", ""))]
    usual = median(line["size"] for line in lines) if lines else 0.0
    lowest = max((line["bottom"] for line in lines), default=0.0)
    for line in lines:
        is_last = line["top"] > 0.75 * marks.height and line["bottom"] > lowest - 3 * (line["bottom"] - line["top"])
        if is_last and RE_DASHED_NUMBER.match(line["text"]):
            continue
        text = doubts.checked(line["text"], line["score"])
        # the height of a recognised line depends on its characters: nearly the usual size is the usual one
        size = usual if 0.75 * usual < line["size"] < 1.3 * usual else line["size"]
        x0, x1 = _with_blanks(text, line["x0"], line["x1"], size)
        marks.glyphs.append(Glyph(text, x0, line["top"], x1, line["bottom"], size))
    marks.rules = [Rule(*rule) for rule in page["rules"]]
    marks.drawn = len(marks.rules)
    return marks


def _with_blanks(text: str, x0: float, x1: float, size: float) -> tuple[float, float]:
    """The ends of a line as its characters were set: a mark's own blank half is no ink, and recognition does not see
    it."""
    return x0 - size / 2 * text.startswith(OPENING_MARKS), x1 + size / 2 * text.endswith(CLOSING_MARKS)


class _Doubts:
    """What recognition may have read wrong."""

    def __init__(self) -> None:
        self.low: list[tuple[float, str]] = []
        self.changed: list[str] = []
        self.unsure: list[str] = []

    def checked(self, text: str, score: float) -> str:
        """The text with its certain look-alikes set right; what is in doubt is noted."""
        if score < LOW_CONFIDENCE:
            self.low.append((score, text))
        for pattern, meant in LOOK_ALIKES:
            if pattern.search(text):
                self.changed.append(text[:20])
                text = pattern.sub(meant, text)
        if RE_UNSURE.search(text):
            self.unsure.append(text[:20])
        return text

    def problems(self, pages: int) -> list[ReadingProblem]:
        """The diagnostics of a recognised notice; the first one marks it."""
        found = [
            ReadingProblem(
                "scanned",
                "warning",
                f"扫描识别: read by text recognition from {pages} scanned pages; check names and numbers",
            )
        ]
        if self.low:
            named = "; ".join(f"{text[:30]} ({score:.2f})" for score, text in self.low[:LINES_NAMED])
            found.append(
                ReadingProblem("low-confidence", "warning", f"{len(self.low)} lines were recognised badly: {named}")
            )
        if self.changed:
            message = (
                "look-alike signs were set right (一 for -, 0 for O, 己 for 已) in: "
                f"{'; '.join(self.changed[:LINES_NAMED])}"
            )
            found.append(ReadingProblem("look-alike", "info", message))
        if self.unsure:
            message = f"signs that look alike (一 or -, 0 or O) stand in: {'; '.join(self.unsure[:LINES_NAMED])}"
            found.append(ReadingProblem("look-alike", "warning", message))
        return found
