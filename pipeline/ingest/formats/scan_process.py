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
from typing import Any

RESOLUTION = 200  # dots an inch
MOST_PAGES = 200
MOST_PIXELS = 60_000_000  # of one page
LARGEST_SKEW = 4.0  # degrees
SKEW_STEP = 0.1
SMALLEST_SKEW = 0.15  # less is not worth turning
SURE_ENOUGH = 0.8  # mean confidence of a page that stands upright
STAMP = (22, 70)  # millimetres: the sides of a round seal
LONGEST_SIDE = 2_400  # pixels kept of a photograph
LEAST_RULE = 12  # millimetres


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
    is_red = ((red - numpy.maximum(green, blue)) > 50).astype(numpy.uint8)
    if is_red.sum() < 500:
        return page
    side = max(3, int(2 * millimetre))
    joined = cv2.dilate(is_red, numpy.ones((side, side), numpy.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined)
    page = page.copy()
    for i in range(1, count):
        _, _, width, height, _ = stats[i]
        is_round = 0.7 < width / height < 1.4 and STAMP[0] * millimetre < max(width, height) < STAMP[1] * millimetre
        if is_round:
            page[(labels == i) & (is_red > 0) & (red > 120)] = 255
    return page


def rules_of(page: Any, millimetre: float) -> list[tuple[float, float, float, float]]:
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
    result = engine(page, use_cls=False)
    if result.boxes is None:
        return []
    lines = []
    for box, text, score in zip(result.boxes, result.txts, result.scores, strict=True):
        xs, ys = [float(point[0]) for point in box], [float(point[1]) for point in box]
        lines.append({"text": text, "score": round(float(score), 4), "box": (min(xs), min(ys), max(xs), max(ys))})
    return lines


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
    page = without_stamps(straightened(page), millimetre)
    page, lines = upright(engine, page)
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
    rules = [tuple(place * point for place in rule) for rule in rules_of(page, millimetre)]
    return {"width": width * point, "height": height * point, "lines": sent, "rules": rules}


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
