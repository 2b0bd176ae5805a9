"""Lines of a table cell: which of them were broken by the cell's edge, and which stand for themselves."""

from __future__ import annotations

import pytest

from pipeline.ingest.formats.pdf_lines import Line
from pipeline.ingest.formats.pdf_tables import cell_of
from pipeline.ingest.formats.pdf_words import first_word_width

CELLS = [
    (8, ["推进数字人才基地", "建设，引进人才。"], "推进数字人才基地建设，引进人才。", "a full line goes on"),
    (8, ["给予不超过", "“链主”企业奖补。"], "给予不超过“链主”企业奖补。", "a quoted word is not torn from its mark"),
    (8, ["支持高频事", "项“掌上办”落地。"], "支持高频事项“掌上办”落地。", "nor the character before the mark"),
    (8, ["奖补500万", "元、200万元。"], "奖补500万元、200万元。", "a number behind 、 stays with it"),
    (8, ["占比提高至", "75%以上。"], "占比提高至75%以上。", "a number is not torn"),
    (8, ["依托各类开源社", "区建设平台。"], "依托各类开源社区建设平台。", "社|区 inside a sentence are no two bodies"),
    (8, ["县科技局", "县财政局"], "县科技局\n县财政局", "one body a line"),
    (5, ["县科技局", "县财政局"], "县科技局\n县财政局", "one body a line in a cell of five characters"),
    (5, ["县发展改革", "委"], "县发展改革委", "a name longer than the cell"),
]


@pytest.mark.parametrize(("width", "printed", "text", "reason"), CELLS, ids=[case[3] for case in CELLS])
def test_lines_of_a_cell(width: int, printed: list[str], text: str, reason: str) -> None:
    ends = [sum(0.55 if char.isascii() else 1 for char in line) * 10 for line in printed]
    lines = [Line(line, 0, end, 14 * i, 14 * i + 10, 10, 1) for i, (line, end) in enumerate(zip(printed, ends))]
    assert cell_of(lines, width * 10).text == text


@pytest.mark.parametrize(
    ("text", "characters"),
    [("建设", 1), ("设，", 2), ("园”），", 4), ("“链主”", 2), ("造“一", 3), ("AR、VR", 3.2), ("元、200", 3.65)],
)
def test_what_printers_keep_together(text: str, characters: float) -> None:
    assert first_word_width(text, 10) == pytest.approx(characters * 10)
