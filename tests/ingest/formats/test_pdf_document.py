"""PDF files written here character by character, so that every line stands where a case needs it.

The text is set in a font that is not embedded, with a predefined Chinese encoding, as old PDFs of
government sites are; nothing but the library under test is needed. tests/ingest/test_formats.py prints
with Chromium where it is installed.
"""

from __future__ import annotations

import zlib

import pytest

from pipeline.ingest.formats import pdf_document, printed_page, scan
from pipeline.ingest.formats.pdf_document import read_pdf
from pipeline.ingest.formats.pdf_lines import KANGXI
from pipeline.ingest.raw import UnreadableNotice


@pytest.fixture(autouse=True)
def without_text_recognition(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is refused where `make ocr` was not run; test_scan.py reads scans."""
    monkeypatch.setattr(scan, "is_installed", lambda: False)


WIDTH, HEIGHT = 595, 842
LEFT, RIGHT, TOP, BOTTOM = 80, 512, 100, 740  # 27 characters of 16 points a line, much like a printed notice
SIZE, PITCH = 16, 28


class PdfFile:
    """Pages with text at given places; `flow` sets paragraphs as a word processor does."""

    def __init__(self) -> None:
        self.pages: list[list[str]] = [[]]
        self.y = TOP
        self.pictures: set[int] = set()

    # marks on the current page, measured in points from its top left corner

    def text(self, x: float, y: float, text: str, size: float = SIZE) -> None:
        self.pages[-1].append(
            f"BT /F {size} Tf {x:.2f} {HEIGHT - y - size:.2f} Td <{text.encode('utf-16-be').hex()}> Tj ET"
        )

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
        self.pages[-1].append(f"{x0} {HEIGHT - y0} m {x1} {HEIGHT - y1} l S")

    def picture(self) -> None:
        self.pictures.add(len(self.pages) - 1)
        self.pages[-1].append(f"q {WIDTH} 0 0 {HEIGHT} 0 0 cm /I Do Q")

    def page(self) -> None:
        self.pages.append([])
        self.y = TOP

    # running text

    def flow(self, text: str, *, indent: int = 2, size: float = SIZE, align: str = "left", gap: float = 0) -> None:
        """One paragraph: full lines, a first line set in by `indent` characters, new pages as needed."""
        self.y += gap
        room = (RIGHT - LEFT) / size
        for i, line in enumerate(_broken(text, room - indent, room)):
            if self.y + size > BOTTOM:
                self.page()
            width = _width(line) * size
            x = {
                "left": LEFT + (indent * size if i == 0 else 0),
                "center": (LEFT + RIGHT - width) / 2,
                "right": RIGHT - width,
            }[align]
            self.text(x, self.y, line, size)
            self.y += PITCH * size / SIZE

    def table(
        self,
        rows: list[list[str]],
        widths: list[int],
        *,
        merged: dict[tuple[int, int], tuple[int, int]] | None = None,
        size: float = 12,
        close_at_page_end: bool = True,
    ) -> None:
        """A ruled table; `merged` gives the (rows, columns) a cell spans.
        Rows that do not fit go on on the next page."""
        edges = [LEFT]
        for width in widths:
            edges.append(edges[-1] + width)
        spans = merged or {}
        covered = {
            (i + di, j + dj)
            for (i, j), (down, right) in spans.items()
            for di in range(down)
            for dj in range(right)
            if di or dj
        }
        for i, row in enumerate(rows):
            lines = [
                _cell_lines(cell, (edges[j + spans.get((i, j), (1, 1))[1]] - edges[j] - 10) / size)
                for j, cell in enumerate(row)
            ]
            while True:
                fit = max(1, int((BOTTOM - self.y - 6) // (size + 4)))
                if self.y + 30 > BOTTOM:
                    self.page()
                    fit = 100
                now, lines = [own[:fit] for own in lines], [own[fit:] for own in lines]
                height = max(len(own) for own in now) * (size + 4) + 6
                cut = any(lines)
                for j, own in enumerate(now):
                    if (i, j) in covered:
                        continue
                    down, right = spans.get((i, j), (1, 1))
                    for k, line in enumerate(own):
                        self.text(edges[j] + 5, self.y + 3 + k * (size + 4), line, size)
                    for x in (edges[j], edges[j + right]):
                        self.rule(x, self.y, x, self.y + height * down)
                    self.rule(edges[j], self.y, edges[j + right], self.y)
                    if not cut or close_at_page_end:
                        self.rule(edges[j], self.y + height * down, edges[j + right], self.y + height * down)
                self.y += height
                if not cut:
                    break
                self.page()
        self.y += PITCH

    def data(self, *, encrypted: bool = False) -> bytes:
        """The file: catalogue, font, picture, pages."""
        objects = [
            b"<</Type/Catalog/Pages 2 0 R>>",
            (
                f"<</Type/Pages/Count {len(self.pages)}/Kids["
                f"{' '.join(f'{6 + 2 * i} 0 R' for i in range(len(self.pages)))}]>>"
            ).encode(),
            b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[4 0 R]>>",
            (
                b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Order"
                b"ing(GB1)/Supplement 2>>/DW 1000/W[1 95 500]/FontDescriptor<</Type/FontDescriptor/FontName/STS"
                b"ong-Light/Flags 6/FontBBox[0 -120 1000 880]/Ascent 880/Descent -120/CapHeight 880/StemV "
                b"93/ItalicAngle 0>>>>"
            ),
            (
                b"<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent "
                b"8/Length 1>>stream\n\x80\nendstream"
            ),
        ]
        for i, marks in enumerate(self.pages):
            stream = zlib.compress("\n".join(marks).encode())
            objects.append(
                (
                    f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {WIDTH} {HEIGHT}]/Resources<</Font<</F 3 0 "
                    f"R>>/XObject<</I 5 0 R>>>>/Contents {7 + 2 * i} 0 R>>"
                ).encode()
            )
            objects.append(f"<</Length {len(stream)}/Filter/FlateDecode>>stream\n".encode() + stream + b"\nendstream")
        extra = (
            b"/ID[<00><00>]/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<" + b"00" * 32 + b">/U<" + b"11" * 32 + b">>>"
            if encrypted
            else b""
        )
        out, places = b"%PDF-1.4\n", []
        for number, body in enumerate(objects, 1):
            places.append(len(out))
            out += b"%d 0 obj" % number + body + b"\nendobj\n"
        table = b"".join(b"%010d 00000 n \n" % place for place in places)
        return (
            out
            + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
            + table
            + b"trailer<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, extra, len(out))
        )

    def lines(self) -> list[str]:
        return read_pdf(self.data()).text.split("\n")


def _width(text: str) -> float:
    """In characters: what is ASCII is half as wide."""
    return sum(0.5 if char.isascii() else 1 for char in text)


def _broken(text: str, first: float, others: float) -> list[str]:
    """The lines of a paragraph; punctuation does not open a line, as Chinese typesetting demands."""
    lines, line, room = [], "", first
    for char in text:
        if _width(line + char) > room:
            taken = line[-1] if char in "，。；：、！？”）》" else ""
            lines.append(line[: len(line) - len(taken)])
            line, room = taken, others
        line += char
    return [*lines, line]


def _cell_lines(cell: str, room: float) -> list[str]:
    return [line for part in cell.split("\n") for line in _broken(part, room, room)] if cell else []


LONG = "推动公共数据平台建设，完善目录和清单，年内开放数据集2000个以上，形成可复制推广的经验做法，持续提升风险防控水平，为高质量发展提供有力支撑。"
ITEMS = [
    f"{i}.建设第{i}批平台。{LONG * (1 + i % 3)}（牵头单位：市数据局；责任单位：市财政局、市科技局）"
    for i in range(1, 13)
]
PAGED = [*ITEMS[:6], "二、扩大内需", *ITEMS[6:]]


# -- paragraphs ----------------------------------------------------------------------------------


def test_lines_are_joined_to_paragraphs_over_lines_and_pages() -> None:
    pdf = PdfFile()
    for paragraph in PAGED:
        pdf.flow(paragraph)
    assert len(pdf.pages) > 3
    assert pdf.lines() == PAGED


def test_titles_signatures_and_dates_stay_lines_of_their_own() -> None:
    pdf = PdfFile()
    pdf.flow("样例市人民政府办公室", indent=0, size=22, align="center")
    pdf.flow("关于印发样例市2024年重点任务的通知", indent=0, size=22, align="center")
    pdf.flow("样政办发〔2024〕3号", indent=0, align="center")
    pdf.flow("各区人民政府，市政府各部门：", indent=0)
    pdf.flow(LONG)
    pdf.flow("样例市人民政府办公室", indent=0, align="right")
    pdf.flow("2024年2月1日", indent=0, align="right")
    pdf.flow("一、强化科技创新")
    pdf.flow(ITEMS[0])
    assert pdf.lines() == [
        "样例市人民政府办公室",
        "关于印发样例市2024年重点任务的通知",
        "样政办发〔2024〕3号",
        "各区人民政府，市政府各部门：",
        LONG,
        "样例市人民政府办公室",
        "2024年2月1日",
        "一、强化科技创新",
        ITEMS[0],
    ]


def test_without_indents_numbers_and_gaps_part_the_paragraphs() -> None:
    pdf = PdfFile()
    for paragraph in PAGED:
        pdf.flow(paragraph, indent=0, gap=12)
    assert pdf.lines() == PAGED


def test_without_indents_and_gaps_a_number_after_a_full_line_begins_an_item() -> None:
    full = "数" * 26 + "。"
    pdf = PdfFile()
    for paragraph in (full, "2.2024年底前建成平台。", "（三）" + full, "（四）" + full):
        pdf.flow(paragraph, indent=0)
    assert pdf.lines() == [full, "2.2024年底前建成平台。", "（三）" + full, "（四）" + full]


def test_a_block_set_in_from_the_left_goes_on_at_its_own_margin() -> None:
    pdf = PdfFile()
    pdf.flow(LONG)
    for i, line in enumerate(("附件：1.样例市2024年重点任务分解表和各区落实情况报送", "样表")):
        pdf.text(LEFT + 32, pdf.y + i * PITCH, line)
    pdf.y += 3 * PITCH
    pdf.flow(LONG)
    assert pdf.lines() == [LONG, "附件：1.样例市2024年重点任务分解表和各区落实情况报送样表", LONG]


SPACING = [
    (
        "justified lines open gaps between characters",
        [(80, "加"), (101, "快"), (122, "建"), (143, "设"), (164, "。")],
        "加快建设。",
    ),
    ("words of Latin letters keep their space", [(80, "AI"), (102, "for"), (132, "Science")], "AI for Science"),
    ("signatures side by side keep their gap", [(80, "市财政局"), (240, "市税务局")], "市财政局 市税务局"),
    (
        "bold type made by printing twice",
        [(80, "一"), (80.4, "一"), (96, "、"), (96.4, "、"), (112, "创新"), (112.4, "创新")],
        "一、创新",
    ),
]


@pytest.mark.parametrize(("reason", "marks", "line"), SPACING, ids=[case[0] for case in SPACING])
def test_spaces_inside_lines(reason: str, marks: list[tuple[float, str]], line: str) -> None:
    pdf = PdfFile()
    for x, text in marks:
        pdf.text(x, 200, text)
    pdf.flow(LONG)
    assert line in pdf.lines()


def test_a_latin_word_that_did_not_fit_does_not_end_the_paragraph() -> None:
    pdf = PdfFile()
    pdf.flow(LONG)
    pdf.text(LEFT + 32, pdf.y, "推广通用人工智能模型应用，支持企业")
    pdf.text(LEFT, pdf.y + PITCH, "Transformer-based-models开发和验证。")
    assert pdf.lines() == [LONG, "推广通用人工智能模型应用，支持企业Transformer-based-models开发和验证。"]


# -- running heads -------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["— {} —", "- {} -", "第{}页", "第 {} 页 共 9 页", "{}", "{}/9"])
def test_page_numbers_and_running_heads_go(form: str) -> None:
    pdf = PdfFile()
    for paragraph in PAGED:
        pdf.flow(paragraph)
    for number, page in enumerate(pdf.pages, 1):
        pdf.pages[-1], last = page, pdf.pages[-1]
        pdf.text(280, 780, form.format(number), 12)
        pdf.text(80, 50, "样例市人民政府公报", 12)
        pdf.text(420, 50, f"2024年第{number}期", 12)
        pdf.pages[-1] = last
    assert pdf.lines() == PAGED


@pytest.mark.parametrize("end", ["（2021—2023年）", "“云上”计划"])
def test_a_title_whose_first_line_is_full_and_ends_in_a_bracket_goes_on(end: str) -> None:
    pdf = PdfFile()
    room = int((RIGHT - LEFT) / 22)
    title = "样例市服务业数字化转型发展重点工作行动方案和任务"
    first = title[: room - int(_width(end))] + end
    pdf.flow(first, size=22, align="center", indent=0)
    pdf.flow("任务分工表", size=22, align="center", indent=0)
    for paragraph in PAGED:
        pdf.flow(paragraph)
    assert pdf.lines()[0] == first + "任务分工表"


@pytest.mark.parametrize(
    ("head", "foot"),
    [
        ("2024/3/1 09:15", "https://www.example.gov.cn/zwgk/t20240301_1.html 1/1"),
        ("3/1/24, 9:15 AM 样例市重点任务", "file:///C:/notice.html 1/1"),
        ("2024年3月1日 上午9:15", "https://www.example.gov.cn/a?id=3"),
    ],
)
def test_what_a_browser_prints_at_head_and_foot_goes_on_a_single_page(head: str, foot: str) -> None:
    pdf = PdfFile()
    pdf.text(40, 20, head, 9)
    pdf.flow(PAGED[0])
    pdf.text(40, 815, foot, 9)
    assert pdf.lines() == PAGED[:1]


def test_a_date_and_an_address_inside_the_page_stay() -> None:
    pdf = PdfFile()
    lines = ["一、会议时间", "2024年3月1日 9:15", "二、报名地址", "https://www.example.gov.cn/a?id=3"]
    for line in lines:
        pdf.flow(line)
    assert "".join(pdf.lines()) == "".join(lines)


def test_a_title_at_the_top_of_one_page_is_no_running_head() -> None:
    pdf = PdfFile()
    pdf.text(200, 60, "样例市重点任务", 22)
    for paragraph in PAGED:
        pdf.flow(paragraph)
    assert pdf.lines() == ["样例市重点任务", *PAGED]


def test_lines_of_a_table_of_contents_go() -> None:
    pdf = PdfFile()
    for line in ("一、总体要求..............1", "二、重点任务……………3"):
        pdf.flow(line, indent=0)
    pdf.flow("一、总体要求")
    pdf.flow(LONG)
    assert pdf.lines() == ["一、总体要求", LONG]


# -- tables --------------------------------------------------------------------------------------

TABLE_HEADER = ["序号", "重点任务", "牵头单位", "完成时限"]
WIDTHS = [36, 240, 90, 66]


def test_a_table_stands_between_its_paragraphs_and_its_cells_are_whole() -> None:
    pdf = PdfFile()
    pdf.flow(LONG)
    pdf.table(
        [
            TABLE_HEADER,
            [
                "1",
                "推动公共数据平台建设，完善目录和清单，年内开放数据集2000个以上。",
                "市行政审批服务局、市财政局",
                "6月底",
            ],
            ["2", "开放数据", "市数据局\n市科技局", "12月底"],
        ],
        WIDTHS,
    )
    pdf.flow(LONG)
    assert pdf.lines() == [
        LONG,
        "1.推动公共数据平台建设，完善目录和清单，年内开放数据集2000个以上。（牵头单位：市行政审批服务局、市财政局；完成时限：6月底）",
        "2.开放数据。（牵头单位：市数据局、市科技局；完成时限：12月底）",
        LONG,
    ]


def test_merged_cells_hold_for_all_their_rows_and_columns() -> None:
    pdf = PdfFile()
    rows = [
        TABLE_HEADER,
        ["一、科技创新", "", "", ""],
        ["1", "甲任务", "市科技局", "6月底"],
        ["2", "乙任务", "", "12月底"],
    ]
    pdf.table(rows, WIDTHS, merged={(1, 0): (1, 4), (2, 2): (2, 1)})
    assert pdf.lines() == [
        "一、科技创新",
        "1.甲任务。（牵头单位：市科技局；完成时限：6月底）",
        "2.乙任务。（牵头单位：市科技局；完成时限：12月底）",
    ]


@pytest.mark.parametrize("close_at_page_end", [True, False], ids=["closed", "open"])
@pytest.mark.parametrize("filler", [16, 17, 18, 19, 20])
def test_tables_and_their_rows_run_over_pages(filler: int, close_at_page_end: bool) -> None:
    """Wherever the page ends, inside a row too, and whether or not a rule is drawn there."""
    pdf = PdfFile()
    for _ in range(filler):
        pdf.flow("短段落。")
    tasks = [
        f"推动第{i}批公共数据平台建设，完善目录和清单，年内开放数据集{i}00个以上，形成可复制推广的经验做法。"
        for i in range(1, 13)
    ]
    pdf.table(
        [TABLE_HEADER, *([str(i), task, "市行政审批服务局、市财政局", f"{i}月底"] for i, task in enumerate(tasks, 1))],
        WIDTHS,
        close_at_page_end=close_at_page_end,
    )
    assert len(pdf.pages) > 1
    assert pdf.lines()[filler:] == [
        f"{i}.{task}（牵头单位：市行政审批服务局、市财政局；完成时限：{i}月底）" for i, task in enumerate(tasks, 1)
    ]


GROUPED = ["序号", "重点任务", "具体举措", "责任单位"]


@pytest.mark.parametrize("at", [0, 1, 2], ids=["on the first page", "on the second page", "on the third page"])
@pytest.mark.parametrize("closed", [True, False], ids=["closed", "open"])
def test_a_merged_cell_over_pages_is_one_cell_wherever_its_text_stands(at: int, closed: bool) -> None:
    """A group of nine tasks on three pages, its name printed in the middle of what the page breaks left of it."""
    pdf = PdfFile()
    number = 0
    for page in range(3):
        rows = [GROUPED] + [["1", "强化创新", "任务1", "市科技局"]] * (page == 0)
        first = len(rows)
        number = number or 1
        for i in range(3):
            number += 1
            rows.append([str(number), "扩大内需" if page == at and i == 0 else "", f"任务{number}", "市商务局"])
        top = pdf.y
        pdf.table(rows, [36, 120, 180, 90], merged={(first, 1): (3, 1)})
        if not closed and page < 2:
            # without its bottom rule the merged cell is open at the page's end
            x, y = 116, HEIGHT - (top + 22 * len(rows))
            kept = [mark for mark in pdf.pages[-1] if mark != f"{x} {y} m {x + 120} {y} l S"]
            assert len(kept) < len(pdf.pages[-1])
            pdf.pages[-1] = kept
        if page < 2:
            pdf.page()
    items = [f"{i}.任务{i}。（责任单位：市商务局）" for i in range(2, 11)]
    assert pdf.lines() == ["（一）强化创新", "1.任务1。（责任单位：市科技局）", "（二）扩大内需", *items]


def test_a_header_repeated_on_every_page_is_one_header() -> None:
    pdf = PdfFile()
    for i in (1, 2):
        pdf.table([TABLE_HEADER, [str(i), f"任务{i}", "市数据局", "6月底"]], WIDTHS)
        if i == 1:
            pdf.page()
    assert pdf.lines() == [
        "1.任务1。（牵头单位：市数据局；完成时限：6月底）",
        "2.任务2。（牵头单位：市数据局；完成时限：6月底）",
    ]


def test_a_box_around_text_is_no_table() -> None:
    pdf = PdfFile()
    pdf.flow("框内文字。")
    for x in (70, 520):
        pdf.rule(x, 90, x, 140)
    for y in (90, 140):
        pdf.rule(70, y, 520, y)
    pdf.y = 180
    pdf.flow(LONG)
    assert pdf.lines() == ["框内文字。", LONG]


# -- characters ----------------------------------------------------------------------------------


def test_radicals_become_the_characters_they_stand_for() -> None:
    """PDF writers note ⻓ for 长 where a font draws both with one glyph; department names depend on it."""
    assert "⼀、⻘⻓⻔⻅⺠⼾".translate(KANGXI) == "一、青长门见民户"


def test_radicals_agree_with_the_glyphs_of_a_real_font() -> None:
    fonts = pytest.importorskip("pylopdf_fonts_zh_cn")
    ttf = pytest.importorskip("fontTools.ttLib")
    from pathlib import Path

    glyphs = ttf.TTFont(Path(fonts.__file__).parent / "NotoSansSC-Regular.otf").getBestCmap()
    drawn_alike: dict[str, set[str]] = {}
    for code, glyph in glyphs.items():
        if 0x3400 <= code <= 0x9FFF:
            drawn_alike.setdefault(glyph, set()).add(chr(code))
    shared = {chr(code): drawn_alike[glyphs[code]] for code in KANGXI if glyphs.get(code) in drawn_alike}
    assert len(shared) > 200
    assert {radical for radical, characters in shared.items() if radical.translate(KANGXI) not in characters} == set()


# -- refusals ------------------------------------------------------------------------------------


def _scan(pages: int, with_text: int = 0) -> bytes:
    pdf = PdfFile()
    for i in range(pages):
        if i < with_text:
            pdf.flow(LONG)
        else:
            pdf.picture()
        if i + 1 < pages:
            pdf.page()
    return pdf.data()


def test_a_scan_is_refused_and_called_so_where_text_recognition_is_missing() -> None:
    with pytest.raises(UnreadableNotice, match="scan: 3 of 4 pages .* `make ocr`"):
        read_pdf(_scan(4, with_text=1))


def test_single_scanned_pages_are_reported() -> None:
    raw = read_pdf(_scan(3, with_text=2))
    assert [(problem.code, "pages 3 of 3" in problem.message) for problem in raw.problems] == [
        ("pages-without-text", True)
    ]


def test_a_stamp_of_the_scanner_is_no_text_layer() -> None:
    pdf = PdfFile()
    pdf.picture()
    pdf.text(400, 800, "某扫描应用创建", 10)
    with pytest.raises(UnreadableNotice, match="scan"):
        read_pdf(pdf.data())


def _text() -> bytes:
    pdf = PdfFile()
    pdf.flow(LONG)
    pdf.page()
    pdf.flow(LONG)
    return pdf.data()


REFUSALS = [
    ("a password", lambda: _protected(), "password"),
    ("no text and no picture", lambda: PdfFile().data(), "holds text"),
    ("half a file", lambda: _text()[:300], "damaged|holds text"),
    ("another file", lambda: b"%PDF-1.4 and nothing else", "damaged|holds text"),
]


def _protected() -> bytes:
    pdf = PdfFile()
    pdf.flow(LONG)
    return pdf.data(encrypted=True)


@pytest.mark.parametrize(("reason", "build", "says"), REFUSALS, ids=[case[0] for case in REFUSALS])
def test_refusals_say_why(reason: str, build, says: str) -> None:
    with pytest.raises(UnreadableNotice, match=says):
        read_pdf(build())


@pytest.mark.parametrize(
    ("limit", "value", "says"),
    [
        ("MOST_PAGES", 1, "more than 1 pages"),
        ("MOST_CHARACTERS", 60, "more than 60 characters"),
        ("LARGEST_FILE", 100, "the limit is"),
        ("MOST_UNPACKED", 100, "unpacks to more"),
    ],
)
def test_limits(limit: str, value: int, says: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_document, limit, value)
    with pytest.raises(UnreadableNotice, match=says):
        read_pdf(_text())


def test_pages_full_of_drawn_lines_are_read_without_searching_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printed_page, "MOST_RULES_ON_A_PAGE", 10)
    pdf = PdfFile()
    pdf.table([TABLE_HEADER, ["1", "任务", "市数据局", "6月底"]], WIDTHS)
    raw = read_pdf(pdf.data())
    assert "任务" in raw.text
    assert [problem.code for problem in raw.problems] == ["tables-not-searched"]


def test_reading_twice_gives_the_same() -> None:
    data = _text()
    assert read_pdf(data) == read_pdf(data)
