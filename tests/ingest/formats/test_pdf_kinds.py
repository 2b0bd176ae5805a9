"""Kinds of PDF pages that were read wrong elsewhere: turned, boxed, watermarked, in columns, with notes and open
tables."""

from __future__ import annotations

import pytest

from pipeline.ingest.formats.pdf_document import read_pdf
from tests.ingest.formats.test_pdf_document import HEIGHT, LEFT, PITCH, RIGHT, SIZE, WIDTH, PdfFile, _width

ITEMS = [
    "一、推动产业升级",
    "1.实施技改项目30个，规模以上工业增加值增长8%，推动传统产业向高端化智能化绿色化方向发展。（牵头单位：县工信局）",
    "2.新增高新技术企业15家，支持企业建设研发平台，年内建成中试基地2个。（牵头单位：县科技局）",
]
HEADER = ["序号", "重点任务", "牵头单位", "完成时限"]
ROWS = [["1", "实施技改项目30个", "县工信局", "6月底"], ["2", "新增高企15家", "县科技局", "12月底"]]
TASKS = [
    "1.实施技改项目30个。（牵头单位：县工信局；完成时限：6月底）",
    "2.新增高企15家。（牵头单位：县科技局；完成时限：12月底）",
]
PLACES = [LEFT, LEFT + 60, LEFT + 260, LEFT + 360]


def flowing(lines: list[str] = ITEMS) -> PdfFile:
    pdf = PdfFile()
    for line in lines:
        pdf.flow(line)
    return pdf


def codes(pdf: PdfFile) -> list[str]:
    return [problem.code for problem in read_pdf(pdf.data()).problems]


# -- boxes and colours ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reason", "colour"), [("white", "1 1 1 rg"), ("yellow, as marked text", "1 1 0 rg"), ("grey", "0.95 g")]
)
def test_filled_boxes_behind_runs_are_no_table(reason: str, colour: str) -> None:
    pdf = flowing()
    boxes = [
        f"q {colour} {LEFT + 60 * i} {HEIGHT - 128 - PITCH * j} {58 if i % 2 else 2} 18 re f Q"
        for j in range(5)
        for i in range(7)
    ]
    pdf.pages[0] = [*boxes, *pdf.pages[0]]
    assert pdf.lines() == ITEMS


def test_thin_dark_boxes_are_rules() -> None:
    pdf = PdfFile()
    for i, row in enumerate([HEADER, *ROWS]):
        for x, cell in zip(PLACES, row, strict=True):
            pdf.text(x + 4, 104 + 24 * i, cell, 12)
    edges = [*PLACES, LEFT + 430]
    pdf.pages[-1] += [f"0 g {x} {HEIGHT - 172} 1 72 re f" for x in edges]
    pdf.pages[-1] += [f"0 g {LEFT} {HEIGHT - 100 - 24 * i} 430 1 re f" for i in range(4)]
    assert pdf.lines() == TASKS


# -- turned pages --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("degrees", "matrix"),
    [(90, f"0 1 -1 0 {HEIGHT} 0"), (180, f"-1 0 0 -1 {WIDTH} {HEIGHT}"), (270, f"0 -1 1 0 0 {WIDTH}")],
)
def test_text_that_runs_up_or_down_the_sheet_is_read_upright(degrees: int, matrix: str) -> None:
    pdf = flowing()
    box = f"/MediaBox[0 0 {HEIGHT} {WIDTH}]" if degrees != 180 else f"/MediaBox[0 0 {WIDTH} {HEIGHT}]"
    pdf.pages = [[f"{matrix} cm", *marks] for marks in pdf.pages]
    data = pdf.data().replace(f"/MediaBox[0 0 {WIDTH} {HEIGHT}]".encode(), box.encode())
    assert read_pdf(data).text.split("\n") == ITEMS


def test_a_page_turned_by_rotate_whose_text_was_set_for_the_sheet_unturned() -> None:
    pdf = PdfFile()
    for i, row in enumerate([HEADER, *ROWS]):
        for x, cell in zip((60, 120, 420, 640), row, strict=True):
            pdf.text(x, 120 + 24 * i, cell, 12)
    pdf.pages = [[f"0 1 -1 0 {HEIGHT} 0 cm", *marks] for marks in pdf.pages]
    data = pdf.data().replace(
        f"/MediaBox[0 0 {WIDTH} {HEIGHT}]".encode(), f"/MediaBox[0 0 {HEIGHT} {WIDTH}]/Rotate 90".encode()
    )
    assert read_pdf(data).text.split("\n") == TASKS


CROPPED = [
    ("notes for the press lie outside", (40, 60, 555, 812), True),
    ("a box that shows the whole page", (0, 0, WIDTH, HEIGHT), False),
    ("a box that would hide the text itself", (0, 0, WIDTH, 300), False),
]


@pytest.mark.parametrize("turned", [0, 90])
@pytest.mark.parametrize(("reason", "box", "is_cropped"), CROPPED, ids=[case[0] for case in CROPPED])
def test_what_lies_outside_the_shown_part_of_a_page(
    reason: str, box: tuple[int, ...], is_cropped: bool, turned: int
) -> None:
    pdf = flowing()
    pdf.text(60, 8, "印前校样")
    plain = pdf.data()
    shown = b"/CropBox[%d %d %d %d]/Rotate %d" % (*box, turned)
    text = read_pdf(plain.replace(b"/Resources<<", shown + b"/Resources<<")).text.split("\n")
    assert text == (ITEMS if is_cropped else ["印前校样", *ITEMS])


# -- watermarks ----------------------------------------------------------------------------------


def test_a_slanted_watermark_is_left_out_and_said() -> None:
    pdf = flowing()
    mark = "内部资料".encode("utf-16-be").hex()
    pdf.pages[0].insert(0, f"BT /F 56 Tf 0.7 0.7 -0.7 0.7 150 500 Tm <{mark}> Tj ET")
    assert pdf.lines() == ITEMS
    assert codes(pdf) == ["watermark-left-out"]


def test_a_level_watermark_upon_the_lines_is_left_out_and_a_large_title_stays() -> None:
    pdf = PdfFile()
    pdf.text(150, 40, "云溪县重点任务", 34)
    for line in ITEMS:
        pdf.flow(line)
    pdf.text(120, 130, "内部资料", 90)
    assert pdf.lines() == ["云溪县重点任务", *ITEMS]


# -- columns -------------------------------------------------------------------------------------

LEFT_COLUMN = [
    "一、推动产业升级",
    "1.实施技改项目30个，规模以上工业增加值增长8%，推动传统产业向高端化发展，培育新兴产业集群。（牵头单位：县工信局）",
]
RIGHT_COLUMN = [
    "二、扩大内需",
    "2.举办促消费活动30场，社会消费品零售总额增长6%，改造提升便民商圈2个，办好各类展会。（牵头单位：县商务局）",
]


def set_in(pdf: PdfFile, x: float, y: float, paragraphs: list[str], size: float = 12, width: int = 17) -> None:
    for paragraph in paragraphs:
        rest = paragraph[width - 2 :]
        for i, line in enumerate([paragraph[: width - 2], *(rest[k : k + width] for k in range(0, len(rest), width))]):
            pdf.text(x + (2 * size if i == 0 else 0), y, line, size)
            y += 20


@pytest.mark.parametrize(("reason", "shift"), [("lines at one height", 0), ("lines at different heights", 9)])
def test_two_columns_are_read_one_after_the_other(reason: str, shift: float) -> None:
    pdf = PdfFile()
    pdf.text(170, 60, "云溪县2024年重点任务", 22)
    set_in(pdf, 60, 110, LEFT_COLUMN)
    set_in(pdf, 310, 110 + shift, RIGHT_COLUMN)
    assert pdf.lines() == ["云溪县2024年重点任务", *LEFT_COLUMN, *RIGHT_COLUMN]


def test_a_text_in_two_columns_may_end_in_the_first_column_of_a_page() -> None:
    pdf = PdfFile()
    pdf.text(170, 60, "云溪县2024年重点任务", 22)
    set_in(pdf, 60, 110, LEFT_COLUMN)
    set_in(pdf, 310, 110, RIGHT_COLUMN)
    pdf.page()
    set_in(pdf, 60, 110, [RIGHT_COLUMN[1].replace("2.", "3."), LEFT_COLUMN[1].replace("1.", "4.")])
    assert pdf.lines()[-2:] == [RIGHT_COLUMN[1].replace("2.", "3."), LEFT_COLUMN[1].replace("1.", "4.")]


# -- notes ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("mark", ["1 ", "①", "[1]", "* "])
def test_footnotes_are_left_out_and_said(mark: str) -> None:
    pdf = flowing()
    pdf.rule(LEFT, 690, LEFT + 140, 690)
    pdf.text(LEFT, 695, f"{mark}规模以上工业企业共计120家。", 9)
    pdf.page()
    pdf.flow("3.举办促消费活动30场。（牵头单位：县商务局）")
    assert pdf.lines() == [*ITEMS, "3.举办促消费活动30场。（牵头单位：县商务局）"]
    assert codes(pdf) == ["footnotes-left-out"]


def test_a_remark_below_a_table_is_no_footnote() -> None:
    pdf = PdfFile()
    pdf.table([HEADER, *ROWS], [60, 200, 100, 70])
    pdf.text(LEFT, 690, "注：列第一位者为牵头单位。", 9)
    assert pdf.lines()[-1] == "注：列第一位者为牵头单位。"


def test_raised_marks_go_and_raised_units_stay() -> None:
    pdf = PdfFile()
    pdf.text(LEFT + 32, 100, "新增规上企业")
    pdf.text(LEFT + 128, 98, "1", 8)
    pdf.text(LEFT + 134, 100, "20家，新建厂房3万m")
    pdf.text(LEFT + 134 + 144, 98, "2", 8)
    pdf.text(LEFT + 134 + 150, 100, "。")
    assert pdf.lines() == ["新增规上企业20家，新建厂房3万m2。"]


# -- spacing -------------------------------------------------------------------------------------


@pytest.mark.parametrize("step", [12.0, 14.0, 20.0])
def test_letter_spaced_digits_are_one_number(step: float) -> None:
    pdf = PdfFile()
    for i, digit in enumerate("2024"):
        pdf.text(LEFT + 32 + step * i, 100, digit)
    pdf.text(LEFT + 32 + step * 4, 100, "年新增企业")
    assert pdf.lines()[0].replace(" ", "") == "2024年新增企业"
    assert "2024" in pdf.lines()[0]


# -- tables --------------------------------------------------------------------------------------


def open_table(pdf: PdfFile, rows: list[list[str]], y: float, step: float = 30) -> None:
    for row in rows:
        for x, cell in zip(PLACES, row, strict=True):
            for i, line in enumerate(cell.split("\n")):
                pdf.text(x, y + 16 * i, line, 12)
        y += step + 16 * max(cell.count("\n") for cell in row)


def test_a_table_without_rules() -> None:
    pdf = PdfFile()
    pdf.flow("云溪县重点任务清单")
    open_table(pdf, [HEADER, ["1", "实施技改项目30个，规上工业\n增加值增长8%", "县工信局", "6月底"], ROWS[1]], 160)
    pdf.y = 300
    pdf.flow("各单位要压实责任，按月报送进展情况，年底前对照清单逐项总结评估。")
    assert pdf.lines() == [
        "云溪县重点任务清单",
        "1.实施技改项目30个，规上工业增加值增长8%。（牵头单位：县工信局；完成时限：6月底）",
        TASKS[1],
        "各单位要压实责任，按月报送进展情况，年底前对照清单逐项总结评估。",
    ]


@pytest.mark.parametrize("apart", [1.0, 0.6])
def test_columns_without_rules_that_stand_a_character_apart(apart: float) -> None:
    pdf = PdfFile()
    second = LEFT + 36 + 12 * (_width("实施技改项目30个，规上工业增加值") + apart)
    for i, row in enumerate(
        [
            HEADER,
            ["1", "实施技改项目30个，规上工业增加值", "县工信局", "6月底"],
            ["", "增长8%", "", ""],
            ["2", "新增高企15家，建设中试基地两处，", "县科技局", "12月底"],
            ["", "研发强度2.5%", "", ""],
        ]
    ):
        for x, cell in zip((LEFT, LEFT + 36, second, second + 12 * 5.1), row, strict=True):
            pdf.text(x, 160 + 20 * i, cell, 12)
    assert pdf.lines() == [
        "1.实施技改项目30个，规上工业增加值增长8%。（牵头单位：县工信局；完成时限：6月底）",
        "2.新增高企15家，建设中试基地两处，研发强度2.5%。（牵头单位：县科技局；完成时限：12月底）",
    ]


def test_a_table_with_level_rules_only_whose_cells_are_centred() -> None:
    pdf = PdfFile()
    for x, cell in zip(PLACES, HEADER, strict=True):
        pdf.text(x, 106, cell, 12)
    for row, top in zip(ROWS, (130, 190), strict=True):
        pdf.text(PLACES[0], top + 18, row[0], 12)
        pdf.text(PLACES[1], top + 9, row[1], 12)
        pdf.text(PLACES[1], top + 27, "，按月报送进展", 12)
        for x, cell in zip(PLACES[2:], row[2:], strict=True):
            pdf.text(x, top + 18, cell, 12)
    for y in (100, 126, 186, 246):
        pdf.rule(LEFT, y, LEFT + 430, y)
    assert pdf.lines() == [
        "1.实施技改项目30个，按月报送进展。（牵头单位：县工信局；完成时限：6月底）",
        "2.新增高企15家，按月报送进展。（牵头单位：县科技局；完成时限：12月底）",
    ]


def test_a_table_without_rules_goes_on_on_the_next_page_without_its_header() -> None:
    pdf = PdfFile()
    open_table(pdf, [HEADER, ROWS[0], ["2", "新增高企15家，\n研发投入强度达到", "县科技局", "12月底"]], 600)
    pdf.page()
    pdf.text(PLACES[1], 80, "2.5%", 12)
    open_table(pdf, [["3", "举办促消费活动30场", "县商务局", "11月底"]], 110)
    assert pdf.lines() == [
        TASKS[0],
        "2.新增高企15家，研发投入强度达到2.5%。（牵头单位：县科技局；完成时限：12月底）",
        "3.举办促消费活动30场。（牵头单位：县商务局；完成时限：11月底）",
    ]


def test_the_rest_of_a_long_cell_may_fill_half_a_page() -> None:
    pdf = PdfFile()
    open_table(pdf, [HEADER, ROWS[0], ["2", "新增高企15家，推动", "县科技局", "12月底"]], 640)
    pdf.page()
    rest = ["企业技术中心建设、", "研发平台开放共享、", "校企联合攻关项目、", "创新券兑付和使用、"] * 2
    open_table(pdf, [["", "\n".join([*rest, "年内全面见效。"]), "", ""]], 60)
    open_table(pdf, [["3", "举办促消费活动30场", "县商务局", "11月底"]], 240)
    assert pdf.lines() == [
        TASKS[0],
        f"2.新增高企15家，推动{''.join(rest)}年内全面见效。（牵头单位：县科技局；完成时限：12月底）",
        "3.举办促消费活动30场。（牵头单位：县商务局；完成时限：11月底）",
    ]


def test_a_row_cut_by_the_page_goes_on_where_a_quoted_word_had_no_room() -> None:
    pdf = PdfFile()
    widths = [40, 110, 120, 90]
    pdf.y = 700
    pdf.table([HEADER, ["1", "改进检查，涉", "县司法局", "6月底"]], widths)
    pdf.page()
    pdf.table([["", "企“扫码”全覆盖。", "", ""], ["2", "新增高企15家", "县科技局", "12月底"]], widths)
    assert pdf.lines() == ["1.改进检查，涉企“扫码”全覆盖。（牵头单位：县司法局；完成时限：6月底）", TASKS[1]]


def test_a_paragraph_at_the_top_of_a_page_is_no_row_of_the_table_before() -> None:
    pdf = PdfFile()
    open_table(pdf, [HEADER, *ROWS], 600)
    pdf.page()
    pdf.flow("各单位要压实责任，按月报送进展情况，年底前对照清单逐项总结评估。")
    assert pdf.lines() == [*TASKS, "各单位要压实责任，按月报送进展情况，年底前对照清单逐项总结评估。"]


def test_a_box_around_a_whole_table_is_its_frame() -> None:
    pdf = PdfFile()
    pdf.table([HEADER, *ROWS], [60, 200, 100, 70])
    for x in (LEFT - 5, LEFT + 435):
        pdf.rule(x, 95, x, 260)
    for y in (95, 260):
        pdf.rule(LEFT - 5, y, LEFT + 435, y)
    assert pdf.lines() == TASKS


def test_struck_text_is_left_out_and_said_and_underlined_text_stays() -> None:
    pdf = PdfFile()
    pdf.text(LEFT, 100, "新增企业25家30家。")
    pdf.rule(LEFT + 64, 108, LEFT + 96, 108)
    pdf.rule(LEFT + 96, 118, LEFT + 128, 118)
    assert pdf.lines() == ["新增企业30家。"]
    assert codes(pdf) == ["struck-out-left-out"]


@pytest.mark.parametrize("mark", ["续表", "（续表）", "表1（续）", "接上页"])
def test_a_table_goes_on_on_the_next_page_without_its_header(mark: str) -> None:
    pdf = PdfFile()
    pdf.table([HEADER, *ROWS], [60, 200, 100, 70])
    pdf.page()
    pdf.text(LEFT, 80, mark, 12)
    pdf.table([["3", "举办促消费活动30场", "县商务局", "11月底"]], [60, 200, 100, 70])
    assert pdf.lines() == [*TASKS, "3.举办促消费活动30场。（牵头单位：县商务局；完成时限：11月底）"]


def test_a_hanging_line_goes_on_behind_a_bracket() -> None:
    """责任单位：…各镇（街） fills its line; all lines of a paragraph but its first are set in."""
    pdf, room = PdfFile(), int((RIGHT - LEFT) / SIZE)
    lines = [f"{'责任单位：县发展改革局、县财政局、县交通运输局、县自然资源局'[: room - 5]}、各镇（街）", "政府"]
    full = "推动重点领域改革取得新的突破性进展，加快形成一批可复制可推广的制度成果"
    for i in range(1, 5):
        task = f"{i}.{full}"[:room]
        for place, line in ((0, task), (2, "并在年内落地见效。"), (0, lines[0]), (2, lines[1])):
            pdf.text(LEFT + place * SIZE, pdf.y, line)
            pdf.y += PITCH
    assert pdf.lines()[1::2] == ["".join(lines)] * 4
