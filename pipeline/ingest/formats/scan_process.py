"""The process that recognises text: `python -m … KIND` reads a file on standard input, writes one JSON line a page.

A page is drawn at 200 dots an inch, turned upright, straightened, freed of round red stamps; then its
lines are recognised with their confidence, and its drawn rules are found. Places are points.
"""

from __future__ import annotations

import io
import json
import logging
import sys
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

RESOLUTION = 200  # dots an inch
MOST_PAGES = 200
MOST_PIXELS = 60_000_000  # of one page
LARGEST_SKEW = 4.0  # degrees
SKEW_STEP = 0.1
SMALLEST_SKEW = 0.15  # less is not worth turning
SHEET = (0.35, 0.97)  # share of a photograph that its sheet takes
GUTTER = 2.5  # millimetres at least between two columns
COLUMN = 0.85  # share of the page's printed rows that a gutter leaves white
LEAST_BOTH = 0.3  # share of the printed rows that print something on both sides of a gutter
LEAST_SURE = 0.5  # confidence of a part of a line: less is a speck
SURE_ENOUGH = 0.8  # mean confidence of a page that stands upright
STAMP = (22, 110)  # millimetres: the longer side of a round seal, or of two that touch
RED, REDDISH = 50, 15  # of 255, by how much the red of a seal, and of its soft edges, exceeds the other colours
ROUND = 2.2  # times as wide as high, or as high as wide, at most
LONGEST_SIDE = 2_400  # pixels kept of a photograph
LEAST_RULE = 12  # millimetres


Stroke = tuple[float, float, float, float]  # left, top, right, bottom


def pages_of(data: bytes, kind: str) -> Iterator[Any]:
    """The pages as arrays of red, green and blue."""
    import numpy
    from PIL import Image, ImageOps, ImageSequence

    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    if kind == "pdf":
        import pypdfium2

        document = pypdfium2.PdfDocument(data)
        for number in range(min(len(document), MOST_PAGES)):
            page = document[number]
            scale = min(RESOLUTION / 72, (MOST_PIXELS / max(1.0, page.get_width() * page.get_height())) ** 0.5)
            yield numpy.asarray(page.render(scale=scale).to_pil().convert("RGB"))
        return
    for number, frame in enumerate(ImageSequence.Iterator(Image.open(io.BytesIO(data)))):
        if number >= MOST_PAGES:
            return
        picture = ImageOps.exif_transpose(frame).convert("RGB")
        picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        yield numpy.asarray(picture)


def flattened(page: Any) -> Any:
    """The sheet alone, seen from above, where it lies on something darker (a photograph); else the page as it is."""
    import cv2
    import numpy

    grey = cv2.GaussianBlur(cv2.cvtColor(page, cv2.COLOR_RGB2GRAY), (0, 0), 5)
    _, bright = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    side = max(3, min(grey.shape) // 40)
    bright = cv2.morphologyEx(bright, cv2.MORPH_CLOSE, numpy.ones((side, side), numpy.uint8))
    shapes, _ = cv2.findContours(bright, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    sheet = max(shapes, key=cv2.contourArea, default=None)
    if sheet is None or not SHEET[0] < cv2.contourArea(sheet) / grey.size < SHEET[1]:
        return page
    corners = cv2.approxPolyDP(cv2.convexHull(sheet), 0.02 * cv2.arcLength(sheet, True), True).reshape(-1, 2)
    if len(corners) != 4:
        return page
    total, apart = corners.sum(axis=1), corners[:, 1] - corners[:, 0]
    places = [corners[i] for i in (total.argmin(), apart.argmin(), total.argmax(), apart.argmax())]
    across = max(_distance(places[0], places[1]), _distance(places[3], places[2]))
    down = max(_distance(places[0], places[3]), _distance(places[1], places[2]))
    flat = [(0, 0), (across, 0), (across, down), (0, down)]
    matrix = cv2.getPerspectiveTransform(numpy.array(places, numpy.float32), numpy.array(flat, numpy.float32))
    return cv2.warpPerspective(page, matrix, (int(across), int(down)), borderValue=(255, 255, 255))


def _distance(one: Any, other: Any) -> float:
    return float(((one - other) ** 2).sum()) ** 0.5


def straightened(page: Any) -> Any:
    """The page turned by the small angle at which its lines stand out best."""
    import cv2
    import numpy

    grey = cv2.cvtColor(page, cv2.COLOR_RGB2GRAY)
    scale = 800 / max(grey.shape)
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    dark = cv2.threshold(small, 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)[1]
    angles = numpy.arange(-LARGEST_SKEW, LARGEST_SKEW + SKEW_STEP, SKEW_STEP)
    best = max(angles, key=lambda angle: (_sharpness(dark, angle), -abs(angle)))
    return page if abs(best) < SMALLEST_SKEW else _turned(page, float(best), 255)


def _sharpness(dark: Any, angle: float) -> float:
    import numpy

    rows = _turned(dark, angle, 0).sum(axis=1, dtype=numpy.float64)
    return float(((rows[1:] - rows[:-1]) ** 2).sum())


def _turned(picture: Any, angle: float, fill: int) -> Any:
    import cv2

    height, width = picture.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    return cv2.warpAffine(picture, matrix, (width, height), flags=cv2.INTER_LINEAR, borderValue=(fill, fill, fill))


def without_stamps(page: Any, millimetre: float) -> Any:
    """The page with the red of round seals made white; red heads of letters, which are wide, stay."""
    import cv2
    import numpy

    red, green, blue = (page[..., i].astype(numpy.int16) for i in range(3))
    redness = red - numpy.maximum(green, blue)
    is_red = (redness > RED).astype(numpy.uint8)
    if is_red.sum() < 500:
        return page
    side = max(3, int(4 * millimetre))  # text printed across a seal cuts its ring
    joined = cv2.dilate(is_red, numpy.ones((side, side), numpy.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(joined)
    page = page.copy()
    for i in range(1, count):
        left, top, width, height, _ = stats[i]
        is_round = max(width, height) < ROUND * min(width, height)
        is_round = is_round and STAMP[0] * millimetre < max(width, height) < STAMP[1] * millimetre
        if is_round:
            here = (slice(top, top + height), slice(left, left + width))  # its star and its name lie inside the ring
            page[here][(redness[here] > REDDISH) & (red[here] > 120)] = 255
    return page


def rules_of(page: Any, millimetre: float) -> list[Stroke]:
    """The long level and upright strokes of a page, in pixels."""
    import cv2

    grey = cv2.cvtColor(page, cv2.COLOR_RGB2GRAY)
    dark = cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 25, 15)
    length = int(LEAST_RULE * millimetre)
    found = []
    for shape, level in (((length, 1), True), ((1, length), False)):
        strokes = cv2.morphologyEx(dark, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_RECT, shape))
        strokes = cv2.dilate(strokes, cv2.getStructuringElement(cv2.MORPH_RECT, (3, 3)))
        count, _, stats, _ = cv2.connectedComponentsWithStats(strokes)
        for x, y, width, height, _ in stats[1:count].tolist():
            middle_x, middle_y = x + width / 2, y + height / 2
            if min(width, height) < 2 * millimetre:
                found.append((x, middle_y, x + width, middle_y) if level else (middle_x, y, middle_x, y + height))
    return found


def recognise(engine: Any, page: Any) -> list[dict[str, Any]]:
    """The lines of a page in pixels, with their confidence."""
    result = engine(page, use_det=True, use_rec=True, use_cls=False)  # it goes on as it was asked the last time
    if result.boxes is None:
        return []
    lines = []
    for box, text, score in zip(result.boxes, result.txts, result.scores, strict=True):
        xs, ys = [float(point[0]) for point in box], [float(point[1]) for point in box]
        lines.append({"text": text, "score": round(float(score), 4), "box": (min(xs), min(ys), max(xs), max(ys))})
    return lines


def gutters_of(page: Any, millimetre: float) -> list[Stroke]:
    """The white strip between two columns near the middle of a page, as an upright stroke; none in other pages."""
    import cv2
    import numpy

    grey = cv2.cvtColor(page, cv2.COLOR_RGB2GRAY)
    ink = cv2.medianBlur(cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)[1], 3)
    # lines become bars, so that the white inside and between characters does not count
    bar = numpy.ones((int(3 * millimetre), int(1.8 * millimetre)), numpy.uint8)
    dark = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, bar) > 0
    printed = dark[dark.any(axis=1)]
    left, right = int(0.35 * page.shape[1]), int(0.65 * page.shape[1])
    width = int(GUTTER * millimetre)
    if len(printed) < width or right - left <= width:
        return []
    # for each place, the share of printed rows that are white over the width of a gutter
    sums = numpy.pad(printed[:, left:right].cumsum(axis=1), ((0, 0), (1, 0)))
    white = ((sums[:, width:] - sums[:, :-width]) == 0).mean(axis=0)
    best = int(white.argmax())
    last = best + int((white[best:] < white[best] - 0.02).argmax() or 1)
    middle = left + (best + last + width) / 2
    both = (printed[:, : int(middle)].any(axis=1) & printed[:, int(middle) :].any(axis=1)).mean()
    if white[best] < COLUMN or both < LEAST_BOTH:
        return []
    return [(middle, 0.0, middle, float(page.shape[0]))]


def parted(engine: Any, page: Any, lines: list[dict[str, Any]], strokes: list[Stroke]) -> list[dict[str, Any]]:
    """The lines, those that run over an upright stroke or a gutter cut there and each part recognised by itself."""
    found = []
    for line in lines:
        x0, top, x1, bottom = line["box"]
        margin, middle = 0.6 * (bottom - top), (top + bottom) / 2
        here = [stroke[0] for stroke in strokes if stroke[0] == stroke[2] and stroke[1] <= middle <= stroke[3]]
        # a box that reaches a little over the stroke holds no character there
        x0 = max([x0, *(x for x in here if x0 < x <= x0 + margin)])
        x1 = min([x1, *(x for x in here if x1 - margin <= x < x1)])
        if (x0, x1) != (line["box"][0], line["box"][2]):
            left, right = _inked(page, (x0, top, x1, bottom)) or (x0, x1)
            line = {**line, "box": (left, top, right, bottom)}
        places = sorted(x for x in here if x0 + margin < x < x1 - margin and _is_clear(page, x, line["box"]))
        bounds = [line["box"][0], *places, line["box"][2]]
        parts = [
            part
            for left, right in pairwise(bounds)
            if (part := _recognised_part(engine, page, (left, top, right, bottom))) is not None
        ]
        found.extend(parts if places and parts else [line])
    return found


def _is_clear(page: Any, x: float, box: Any) -> bool:
    """True if no character stands on a rule or in a gutter: left and right of its middle the line is white."""
    height = box[3] - box[1]
    top, bottom = int(box[1] + 0.2 * height), int(box[3] - 0.2 * height)
    near, far = max(2, int(0.08 * height)), max(4, int(0.22 * height))
    sides = (page[top:bottom, int(x) - far : int(x) - near], page[top:bottom, int(x) + near : int(x) + far])
    return all(side.size and (side.min(axis=2) < 120).mean() < 0.02 for side in sides)


def _inked(page: Any, box: Any) -> tuple[int, int] | None:
    """The sides between which a box holds ink, with a little white; None for a blank one."""
    left, top, right, bottom = (int(place) for place in box)
    inked = (page[max(0, top) : bottom, max(0, left) : right].min(axis=(0, 2)) < 140).nonzero()[0]
    return (max(0, left + int(inked[0]) - 4), left + int(inked[-1]) + 4) if len(inked) else None


def _recognised_part(engine: Any, page: Any, box: tuple[float, float, float, float]) -> dict[str, Any] | None:
    sides = _inked(page, box)
    if sides is None:
        return None
    (left, right), top, bottom = sides, int(box[1]), int(box[3])
    result = engine(page[max(0, top) : bottom, left:right], use_det=False, use_cls=False)
    if not result.txts or not result.txts[0].strip() or result.scores[0] < LEAST_SURE:
        return None
    return {"text": result.txts[0], "score": round(float(result.scores[0]), 4), "box": (left, top, right, bottom)}


def upright(engine: Any, page: Any) -> tuple[Any, list[dict[str, Any]]]:
    """The page as it is to be read, and its lines: turned by quarters where they are unsure or stand upright."""
    import numpy

    lines = recognise(engine, page)
    tall = sum(box[3] - box[1] > 1.5 * (box[2] - box[0]) for line in lines if (box := line["box"]))
    turns = (1, 3) if 2 * tall > len(lines) else (2,)
    if lines and (turns == (1, 3) or _confidence(lines) < SURE_ENOUGH):
        tried = [(page, lines)]
        for turn in turns:
            other = numpy.ascontiguousarray(numpy.rot90(page, turn))
            tried.append((other, recognise(engine, other)))
        return max(tried, key=lambda way: _confidence(way[1]))
    return page, lines


def _confidence(lines: list[dict[str, Any]]) -> float:
    """The mean confidence by character; short pieces, which a sideways page falls into, count little."""
    characters = sum(len(line["text"]) for line in lines)
    return sum(line["score"] * len(line["text"]) for line in lines) / characters if characters else 0.0


def read_page(engine: Any, page: Any) -> dict[str, Any]:
    """One page as points: its size, its lines, its rules."""
    dots = max(page.shape[:2]) / 11.69 if max(page.shape[:2]) > 1000 else RESOLUTION  # a page is A4 or nearly so
    millimetre, point = dots / 25.4, 72 / dots
    page = without_stamps(straightened(flattened(page)), millimetre)
    page, lines = upright(engine, page)
    rules = rules_of(page, millimetre)
    lines = parted(engine, page, lines, [*rules, *gutters_of(page, millimetre)])
    sent = []
    for line in lines:
        x0, top, x1, bottom = (place * point for place in line["box"])
        size = min(0.8 * (bottom - top), max(6.0, (x1 - x0) / _width(line["text"])))
        sent.append(
            {
                "text": line["text"],
                "score": line["score"],
                "x0": x0,
                "top": top,
                "x1": x1,
                "bottom": bottom,
                "size": size,
            }
        )
    height, width = page.shape[:2]
    drawn = [tuple(place * point for place in rule) for rule in rules]
    return {"width": width * point, "height": height * point, "lines": sent, "rules": drawn}


def _width(text: str) -> float:
    """The width of a line in characters."""
    return max(1.0, sum(1.0 if ord(char) > 0x2E7F else 0.55 for char in text))


def main() -> None:
    logging.disable(logging.INFO)
    from rapidocr import RapidOCR

    data = sys.stdin.buffer.read()
    engine = RapidOCR()
    for page in pages_of(data, sys.argv[1]):
        sys.stdout.write(json.dumps(read_page(engine, page), ensure_ascii=True) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
