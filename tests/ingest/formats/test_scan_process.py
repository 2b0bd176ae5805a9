"""How a scanned page is made ready: the sheet of a photograph, columns, seals. Runs where `make ocr` was run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

numpy = pytest.importorskip("numpy")
cv2 = pytest.importorskip("cv2", reason="text recognition is not installed (make ocr)")

from pipeline.ingest.formats import scan_process  # noqa: E402

MILLIMETRE = 200 / 25.4


def sheet(*, columns: tuple[tuple[int, int], ...] = ((170, 1480),)) -> Any:
    """A page at 200 dots an inch with 30 lines of blocks for characters between the given sides."""
    page = numpy.full((2339, 1654, 3), 255, numpy.uint8)
    for y in range(250, 2000, 60):
        for left, right in columns:
            for x in range(left, right - 30, 33):
                page[y : y + 28, x : x + 28] = 0
    return page


def test_a_gutter_is_found_between_two_columns_only() -> None:
    (gutter,) = scan_process.gutters_of(sheet(columns=((170, 800), (860, 1480))), MILLIMETRE)
    assert 800 < gutter[0] < 860
    assert not scan_process.gutters_of(sheet(), MILLIMETRE)


def test_the_sheet_of_a_photograph_is_seen_from_above() -> None:
    corners = numpy.float32([[0, 0], [1654, 0], [1654, 2339], [0, 2339]])
    seen = numpy.float32([[120, 90], [1600, 40], [1760, 2380], [60, 2300]])
    matrix = cv2.getPerspectiveTransform(corners, seen)
    photo = cv2.warpPerspective(sheet(), matrix, (1860, 2480), borderValue=(70, 80, 90))
    flat = scan_process.flattened(photo)
    # four white margins: the table it lay on is gone
    edges = (flat[10:60, 100:-100], flat[-60:-10, 100:-100], flat[100:-100, 10:60], flat[100:-100, -60:-10])
    assert all(edge.mean() > 240 for edge in edges)
    assert flat.shape[0] > flat.shape[1]


def test_a_scan_without_a_border_stays_as_it_is() -> None:
    page = sheet()
    assert scan_process.flattened(page) is page


SEALS = [
    ("one seal", [(900, 1200)]),
    ("two seals that touch", [(700, 1200), (1000, 1300)]),
]


@pytest.mark.parametrize(("reason", "places"), SEALS, ids=[case[0] for case in SEALS])
def test_round_seals_go_and_the_text_below_stays(reason: str, places: list[tuple[int, int]]) -> None:
    page = sheet()
    black = (page.max(axis=2) < 50).sum()
    for place in places:
        ring = numpy.zeros(page.shape[:2], numpy.uint8)
        cv2.circle(ring, place, 165, 255, 9)
        page[(ring > 0) & (page[..., 0] > 200)] = (215, 30, 30)
    cleaned = scan_process.without_stamps(page, MILLIMETRE)
    red = (cleaned[..., 0].astype(int) - cleaned[..., 1] > 100).sum()
    assert red == 0
    assert (cleaned.max(axis=2) < 50).sum() == black


def test_the_red_head_of_a_letter_stays() -> None:
    page = sheet()
    page[100:180, 300:1350] = (215, 30, 30)
    assert (scan_process.without_stamps(page, MILLIMETRE) == page).all()


@dataclass
class Result:
    txts: tuple[str, ...]
    scores: tuple[float, ...]


class Engine:
    """Says of each part how many blocks it holds."""

    def __call__(self, picture: Any, **_: Any) -> Result:
        ink = (picture[picture.shape[0] // 2, :, 0] < 128).astype(int)
        return Result(("字" * int((numpy.diff(ink) > 0).sum() + ink[0]),), (0.99,))


def test_a_line_over_a_gutter_is_recognised_in_two_parts() -> None:
    page = sheet(columns=((170, 800), (860, 1480)))
    gutter = (830.0, 0.0, 830.0, 2339.0)
    over = {"text": "两栏连读", "score": 0.9, "box": (170.0, 248.0, 1480.0, 280.0)}
    within = {"text": "左栏", "score": 0.9, "box": (170.0, 308.0, 836.0, 340.0)}
    left, right, kept = scan_process.parted(Engine(), page, [over, within], [gutter])
    assert (len(left["text"]), len(right["text"])) == (19, 18)
    assert left["box"][2] < 830 < right["box"][0]
    assert kept["text"] == "左栏" and kept["box"][2] <= 830


def test_a_title_that_stands_on_the_gutter_is_not_cut() -> None:
    page = sheet(columns=((170, 800), (860, 1480)))
    page[100:140, 500:1200] = 0
    title = {"text": "云溪县重点任务", "score": 0.9, "box": (500.0, 98.0, 1200.0, 142.0)}
    assert scan_process.parted(Engine(), page, [title], [(830.0, 0.0, 830.0, 2339.0)]) == [title]


def test_each_page_is_searched_for_lines_whatever_was_asked_before() -> None:
    """The engine keeps what it was last told: after a part of a line it would look for no lines any more."""
    asked: list[dict[str, Any]] = []

    class Lines:
        boxes = None

    def engine(_: Any, **options: Any) -> Lines:
        asked.append(options)
        return Lines()

    assert scan_process.recognise(engine, sheet()) == []
    assert asked == [{"use_det": True, "use_rec": True, "use_cls": False}]
