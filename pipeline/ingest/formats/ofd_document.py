"""OFD files (GB/T 33190), the state's own page format: a zip of XML whose pages hold characters and places.

OFD.xml names the document, the document its pages and templates, a page its text and path objects.
Places are millimetres from the top left corner; each object has a boundary, and a matrix where it is
turned. What a page shows becomes the same marks as those of a PDF. Stamps (Signs) are not read.
"""

from __future__ import annotations

import itertools
import math
import posixpath
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.ingest.formats.pdf_marks import MOST_SLANT, Glyph, Marks, Rule, without_large_print
from pipeline.ingest.formats.printed_page import openings, sheet_of, text_of
from pipeline.ingest.formats.zip_package import PackageKind, open_package, read_part
from pipeline.ingest.raw import RawText, UnreadableNotice

if TYPE_CHECKING:
    from lxml.etree import _Element

OFD = PackageKind(".ofd", "open it in an OFD reader (数科, 福昕) and export it as PDF (导出为 PDF)")
MILLIMETRE = 72 / 25.4  # points
WIDEST_STEP = 1.15  # of a character's size: a step no wider is the character's own width
MOST_PAGES = 500
MOST_CHARACTERS = 1_000_000  # of one document
MOST_REPEATS = 10_000  # that one repetition (g 500 3.2) may stand for
MOST_OBJECTS = 200_000  # of one page
DEEPEST_DRAWING = 4  # drawings inside drawings
OBJECTS = ("TextObject", "PathObject", "ImageObject", "CompositeObject")
A4 = (0.0, 0.0, 210.0, 297.0)
UPRIGHT = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)

Units = dict[str, "_Element"]  # drawings by their numbers

RE_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)")


def _name(element: _Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _each(parent: _Element | None, *names: str) -> Iterator[_Element]:
    if parent is not None:
        yield from (element for element in parent.iter() if _name(element) in names)


def _text(parent: _Element | None, name: str) -> str:
    return next(((element.text or "").strip() for element in _each(parent, name)), "")


def _numbers(text: str | None) -> list[float]:
    return [float(number) for number in RE_NUMBER.findall(text or "")]


def _deltas(text: str | None) -> list[float]:
    """The steps from character to character; `g 3 6.35` stands for three steps of 6.35."""
    steps: list[float] = []
    parts = (text or "").split()
    i = 0
    while i < len(parts):
        if parts[i] == "g" and i + 2 < len(parts):
            count, step = _numbers(parts[i + 1]), _numbers(parts[i + 2])
            if count and step:
                steps.extend(step[:1] * int(min(count[0], MOST_REPEATS)))
            i += 3
        else:
            steps.extend(_numbers(parts[i])[:1])
            i += 1
    return steps


class _Package:
    """The parts of an OFD file by their addresses, which count from the part that names them or from the root."""

    def __init__(self, data: bytes) -> None:
        self.archive: zipfile.ZipFile = open_package(data, OFD)
        self.names = {name.lower().replace("\\", "/"): name for name in self.archive.namelist()}

    def part(self, address: str, beside: str) -> tuple[_Element | None, str]:
        for path in (posixpath.join(posixpath.dirname(beside), address), address):
            path = posixpath.normpath(path.replace("\\", "/").lstrip("/"))
            found = self.names.get(path.lower())
            if found:
                return read_part(self.archive, found, OFD), path
        return None, address


Matrix = tuple[float, float, float, float, float, float]  # x' = ax + cy + e, y' = bx + dy + f


def _within(outer: Matrix, element: _Element) -> Matrix:
    """How the places of an object lie on the page: by its matrix, its boundary's corner, and what it lies in."""
    given, boundary = _numbers(element.get("CTM")), _numbers(element.get("Boundary"))
    a, b, c, d, e, f = given if len(given) == 6 else UPRIGHT
    left, top = boundary[:2] if len(boundary) == 4 else (0.0, 0.0)
    return _times(outer, (a, b, c, d, e + left, f + top))


def _times(outer: Matrix, inner: Matrix) -> Matrix:
    (a, b, c, d, e, f), (g, h, i, j, k, m) = outer, inner
    return a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * k + c * m + e, b * k + d * m + f


def _glyphs(element: _Element, outer: Matrix) -> Iterator[Glyph]:
    """The characters of a text object; none of one that runs at a slant (a watermark)."""
    a, b, c, d, e, f = _within(outer, element)
    if abs(b) > abs(a) * MOST_SLANT / 57 or abs(c) > abs(d) or a < 0:
        return
    size = next(iter(_numbers(element.get("Size"))), 4.0)
    x = y = 0.0
    for code in _each(element, "TextCode"):
        x, y = next(iter(_numbers(code.get("X"))), x), next(iter(_numbers(code.get("Y"))), y)
        across, down = _deltas(code.get("DeltaX")), _deltas(code.get("DeltaY"))
        at_x, at_y = x, y
        for i, char in enumerate((code.text or "").strip("\r\n")):
            width = size if ord(char) > 0x2E7F or char in "“”‘’—…" else size / 2
            step = across[i] if i < len(across) else 0.0 if across or down else width
            x0, baseline = a * at_x + c * at_y + e, b * at_x + d * at_y + f
            height = abs(d) * size
            box = (
                x0,
                baseline - 0.88 * height,
                x0 + abs(a) * (step if 0 < step <= WIDEST_STEP * size else width),
                baseline + 0.12 * height,
            )
            left_edge, top_edge, right_edge, bottom_edge = (MILLIMETRE * place for place in box)
            yield Glyph(char, left_edge, top_edge, right_edge, bottom_edge, MILLIMETRE * height)
            at_x, at_y = at_x + step, at_y + (down[i] if i < len(down) else 0.0)


def _rules(element: _Element, outer: Matrix) -> Iterator[Rule]:
    """The level and upright lines of a path object (M 0 0 L 100 0)."""
    if element.get("Stroke") == "false":
        return
    a, b, c, d, e, f = _within(outer, element)
    points: list[tuple[float, float]] = []
    for command, numbers in re.findall(r"([A-Za-z])([^A-Za-z]*)", _text(element, "AbbreviatedData")):
        given = _numbers(numbers)
        if command in "MSL" and len(given) >= 2:
            x, y = given[:2]
            point = (MILLIMETRE * (a * x + c * y + e), MILLIMETRE * (b * x + d * y + f))
            points = [*points, point] if command == "L" else [point]
        elif command == "C" and points:
            points = [*points, points[0]]
        if command in "LC" and len(points) > 1:
            (x0, y0), (x1, y1) = points[-2:]
            if abs(x0 - x1) < 1 or abs(y0 - y1) < 1:
                yield Rule(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


Placed = tuple["_Element", Matrix]  # an object, and how what it lies in lies on the page


def _shown(layers: list[_Element], units: Units, outer: Matrix = UPRIGHT, depth: int = 0) -> Iterator[Placed]:
    """The text, path and picture objects of a page, those of drawings that it only refers to included."""
    for element in (element for layer in layers for element in _each(layer, *OBJECTS)):
        if element.get("Visible") == "false":
            continue
        drawing = units.get(element.get("ResourceID", "")) if _name(element) == "CompositeObject" else None
        if drawing is not None and depth < DEEPEST_DRAWING:
            yield from _shown([drawing], units, _within(outer, element), depth + 1)
        else:
            yield element, outer


def _turn(objects: list[Placed], width: float, height: float) -> Matrix:
    """The matrix that turns a page upright, whose text runs down, up, or upside down."""
    counts: Counter[int] = Counter()
    for element, outer in objects:
        if _name(element) == "TextObject":
            a, b = _within(outer, element)[:2]
            counts[round(math.degrees(math.atan2(b, a)) / 90) % 4] += sum(
                len(code.text or "") for code in _each(element, "TextCode")
            )
    turns: list[Matrix] = [
        UPRIGHT,
        (0.0, -1.0, 1.0, 0.0, 0.0, width),
        (-1.0, 0.0, 0.0, -1.0, width, height),
        (0.0, 1.0, -1.0, 0.0, height, 0.0),
    ]
    return turns[max(range(4), key=lambda quarter: (counts[quarter], -quarter))]


def _marks(layers: list[_Element], units: Units, box: list[float]) -> Marks:
    objects = list(itertools.islice(_shown(layers, units), MOST_OBJECTS))
    turn = _turn(objects, box[2], box[3])
    width, height = (MILLIMETRE * side for side in (box[2:4] if turn[0] else box[3:1:-1]))
    marks = Marks(width, height)
    for element, outer in objects:
        if _name(element) == "TextObject":
            marks.glyphs.extend(_glyphs(element, _times(turn, outer)))
        elif _name(element) == "PathObject":
            marks.rules.extend(_rules(element, _times(turn, outer)))
        elif _name(element) == "ImageObject":
            marks.pictures.append((0.0, 0.0, width, height))
    marks.drawn = len(marks.rules)
    marks.glyphs = without_large_print(marks.glyphs)
    return marks


def _units(package: _Package, document: _Element, at: str) -> Units:
    """The drawings that pages refer to, by their numbers."""
    found: Units = {}
    for name in ("PublicRes", "DocumentRes"):
        for address in _each(document, name):
            resources, _ = package.part((address.text or "").strip(), at)
            found.update((unit.get("ID", ""), unit) for unit in _each(resources, "CompositeGraphicUnit"))
    return found


def _pages(package: _Package) -> Iterator[Marks]:
    """The marks of all pages, each with those of its template."""
    root, _ = package.part("OFD.xml", "")
    document, at = package.part(_text(root, "DocRoot"), "")
    if document is None:
        raise UnreadableNotice(f"this .ofd names no document; {OFD.save_again}")
    usual = _numbers(_text(document, "PhysicalBox"))
    templates = {page.get("ID"): page.get("BaseLoc") or "" for page in _each(document, "TemplatePage")}
    units = _units(package, document, at)
    pages = [page for pages in _each(document, "Pages") for page in _each(pages, "Page")]
    if len(pages) > MOST_PAGES:
        raise UnreadableNotice(f"this .ofd has more than {MOST_PAGES} pages; export the notice's own pages")
    for page in pages:
        content, _ = package.part(page.get("BaseLoc") or "", at)
        if content is None:
            continue
        layers = [content]
        for template in _each(content, "Template"):
            below, _ = package.part(templates.get(template.get("TemplateID"), ""), at)
            layers = [below, *layers] if below is not None else layers
        own = _numbers(_text(content, "PhysicalBox"))
        yield _marks(layers, units, own if len(own) == 4 else usual if len(usual) == 4 else list(A4))


def read_ofd(data: bytes) -> RawText:
    """The text of an OFD file: paragraphs joined over lines and pages, tables as lines."""
    sheets = []
    for number, marks in enumerate(_pages(_Package(data)), 1):
        sheets.append(sheet_of(marks, number))
        if sum(sheet.characters for sheet in sheets) > MOST_CHARACTERS:
            raise UnreadableNotice(f"this .ofd has more than {MOST_CHARACTERS} characters; is it one notice?")
    if not any(sheet.characters for sheet in sheets):
        raise UnreadableNotice(
            f"none of the {len(sheets)} pages of this .ofd holds text (a scan?); export it as PDF and read that"
        )
    text, problems = text_of(sheets)
    return RawText(text, tuple(problems), pages=openings(sheets))
