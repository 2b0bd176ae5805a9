"""OFD files written here, object by object: text with steps, rules of tables, templates, limits."""

from __future__ import annotations

import io
import zipfile

import pytest

from pipeline.ingest.formats import ofd_document
from pipeline.ingest.formats.by_content import read_file, suffix_of
from pipeline.ingest.formats.ofd_document import read_ofd
from pipeline.ingest.raw import UnreadableNotice

NAMESPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
SIZE, LEFT, PITCH = 5.6, 28.0, 9.0  # millimetres
COLUMNS = 27  # characters a line


def text(x: float, y: float, content: str, *, size: float = SIZE, deltas: str = "", matrix: str = "") -> str:
    steps = deltas or f"g {max(1, len(content) - 1)} {size}"
    ctm = f' CTM="{matrix}"' if matrix else ""
    return (
        f'<ofd:TextObject ID="1" Boundary="{x} {y} 160 {size}" Font="2" Size="{size}"{ctm}>'
        f'<ofd:TextCode X="0" Y="{0.88 * size}" DeltaX="{steps}">{content}</ofd:TextCode></ofd:TextObject>'
    )


def rule(x0: float, y0: float, x1: float, y1: float) -> str:
    return (
        f'<ofd:PathObject ID="3" Boundary="{x0} {y0} {x1 - x0} {y1 - y0}">'
        f"<ofd:AbbreviatedData>M 0 0 L {x1 - x0} {y1 - y0}</ofd:AbbreviatedData></ofd:PathObject>"
    )


def flow(paragraphs: list[str], y: float = 40.0) -> tuple[str, float]:
    """Paragraphs whose first line is set in by two characters."""
    objects = ""
    for paragraph in paragraphs:
        lines = [paragraph[: COLUMNS - 2]]
        rest = paragraph[COLUMNS - 2 :]
        lines += [rest[i : i + COLUMNS] for i in range(0, len(rest), COLUMNS)]
        for i, line in enumerate(lines):
            objects += text(LEFT + (2 * SIZE if i == 0 else 0), y, line)
            y += PITCH
    return objects, y


def ofd(*pages: str, template: str = "", root: str = "Doc_0/Document.xml") -> bytes:
    def content(objects: str, head: str = "") -> str:
        return f"<ofd:Page {NAMESPACE}>{head}<ofd:Content><ofd:Layer>{objects}</ofd:Layer></ofd:Content></ofd:Page>"

    places = "".join(f'<ofd:Page ID="{i}" BaseLoc="Pages/Page_{i}/Content.xml"/>' for i in range(len(pages)))
    parts = {
        "OFD.xml": f"<ofd:OFD {NAMESPACE}><ofd:DocBody><ofd:DocRoot>{root}</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {NAMESPACE}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 "
        "297</ofd:PhysicalBox>"
        '</ofd:PageArea><ofd:TemplatePage ID="9" BaseLoc="Tpls/Content.xml"/></ofd:CommonData>'
        f"<ofd:Pages>{places}</ofd:Pages></ofd:Document>",
        "Doc_0/Tpls/Content.xml": content(template),
    }
    for i, objects in enumerate(pages):
        parts[f"Doc_0/Pages/Page_{i}/Content.xml"] = content(
            objects, '<ofd:Template TemplateID="9"/>' if template else ""
        )
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, xml in parts.items():
            archive.writestr(name, xml)
    return target.getvalue()


ITEMS = [
    "一、做强县域产业",
    "1.实施技术改造项目30个，规模以上工业增加值增长8%，推动传统产业向高端化、智能化、绿色化方向发展。（牵头单位：县工信局）",
    "2.新增高新技术企业15家，支持企业建设研发平台，年内建成中试基地2个，推动科技成果就近转化。（牵头单位：县科技局）",
]


def test_lines_become_paragraphs_and_pages_go_on() -> None:
    first, _ = flow(ITEMS)
    second, _ = flow(["3.举办促消费活动30场。（牵头单位：县商务局）"])
    assert read_ofd(ofd(first, second)).text.split("\n") == [*ITEMS, "3.举办促消费活动30场。（牵头单位：县商务局）"]


def test_a_ruled_table_becomes_items() -> None:
    xs, rows = [20, 35, 110, 150], [["序号", "重点任务", "责任单位"], ["1", "建设充电桩200个", "县发展改革局"]]
    objects = "".join(rule(x, 40, x, 60) for x in xs) + "".join(rule(20, y, 150, y) for y in (40, 50, 60))
    for i, row in enumerate(rows):
        objects += "".join(text(x + 1, 42 + 10 * i, cell, size=4) for x, cell in zip(xs, row, strict=False))
    assert read_ofd(ofd(objects)).text == "1.建设充电桩200个。（责任单位：县发展改革局）"


@pytest.mark.parametrize(
    ("reason", "objects"),
    [
        ("steps one by one", text(LEFT, 40, "建设平台。", deltas="5.6 5.6 5.6 5.6")),
        ("a repetition among steps", text(LEFT, 40, "建设平台。", deltas="5.6 g 2 5.6 5.6")),
        (
            "a slanted watermark is left out",
            text(LEFT, 40, "建设平台。") + text(60, 60, "内部资料", matrix="0.7 0.7 -0.7 0.7 0 0"),
        ),
    ],
    ids=lambda value: value if not str(value).startswith("<") else "",
)
def test_text_objects(reason: str, objects: str) -> None:
    assert read_ofd(ofd(objects)).text == "建设平台。"


def test_the_text_of_a_template_belongs_to_its_pages() -> None:
    assert read_ofd(ofd(text(LEFT, 80, "建设平台。"), template=text(70, 40, "云溪县工作清单"))).text.split("\n") == [
        "云溪县工作清单",
        "建设平台。",
    ]


def repacked(data: bytes, changed: dict[str, str], rename: str = "/") -> bytes:
    """The same file with parts changed or added, its folders parted by another sign."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as given, zipfile.ZipFile(target, "w") as made:
        parts = {name: given.read(name).decode() for name in given.namelist()} | changed
        for name, xml in parts.items():
            made.writestr(name.replace("/", rename), xml)
    return target.getvalue()


PLAIN = ofd(flow(ITEMS)[0])
DOCUMENT = "Doc_0/Document.xml"
DRAWING = (
    f"<ofd:Res {NAMESPACE}><ofd:CompositeGraphicUnits><ofd:CompositeGraphicUnit ID='77' Width='210' Height='297'>"
    f"<ofd:Content>{flow(ITEMS)[0]}</ofd:Content></ofd:CompositeGraphicUnit></ofd:CompositeGraphicUnits></ofd:Res>"
)


def drawn(placed: str) -> bytes:
    """A page that only refers to a drawing among the document's resources."""
    data = ofd(f"<ofd:CompositeObject ID='5' {placed} ResourceID='77'/>")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        document = archive.read(DOCUMENT).decode()
    resources = "<ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes></ofd:CommonData>"
    return repacked(
        data,
        {DOCUMENT: document.replace("</ofd:CommonData>", resources), "Doc_0/DocumentRes.xml": DRAWING},
    )


def running(turn: str) -> str:
    """The notice with text that runs down or up the sheet, or upside down."""
    objects, y = "", 40.0
    for paragraph in ITEMS:
        lines = [paragraph[: COLUMNS - 2]]
        rest = paragraph[COLUMNS - 2 :]
        lines += [rest[i : i + COLUMNS] for i in range(0, len(rest), COLUMNS)]
        for i, line in enumerate(lines):
            x = LEFT + (2 * SIZE if i == 0 else 0)
            corner, matrix = {
                "down": ((210 - y, x), "0 1 -1 0 0 0"),
                "up": ((y, 297 - x), "0 -1 1 0 0 0"),
                "over": ((210 - x, 297 - y), "-1 0 0 -1 0 0"),
            }[turn]
            objects += text(*corner, line, matrix=matrix)
            y += PITCH
    return objects


VARIANTS = [
    ("a drawing the page refers to", drawn("Boundary='0 0 210 297'")),
    ("the same drawing, moved and moved back", drawn("Boundary='10 20 200 277' CTM='1 0 0 1 -10 -20'")),
    ("text that runs down the sheet", ofd(running("down"))),
    ("text that runs up the sheet", ofd(running("up"))),
    ("a sheet upside down", ofd(running("over"))),
    ("folders parted by backslashes", repacked(PLAIN, {}, "\\")),
    (
        "text that is not shown",
        ofd(flow(ITEMS)[0] + text(60, 200, "校对稿不可见").replace("Font", "Visible='false' Font")),
    ),
    (
        "a watermark among the annotations",
        repacked(PLAIN, {"Doc_0/Annots/Page_0/Annotation.xml": text(60, 60, "内部资料注意保管")}),
    ),
]


@pytest.mark.parametrize(("reason", "data"), VARIANTS, ids=[case[0] for case in VARIANTS])
def test_files_as_other_programs_write_them(reason: str, data: bytes) -> None:
    assert read_ofd(data).text.split("\n") == ITEMS


def test_drawings_inside_themselves_end() -> None:
    inner = f"<ofd:CompositeObject ID='6' Boundary='0 0 9 9' ResourceID='77'/>{flow(ITEMS)[0]}"
    data = repacked(drawn("Boundary='0 0 210 297'"), {"Doc_0/DocumentRes.xml": DRAWING.replace(flow(ITEMS)[0], inner)})
    assert read_ofd(data).text.split("\n")[-1] == ITEMS[-1]


def test_an_ofd_file_is_known_by_its_content_and_kept_under_its_suffix() -> None:
    data = ofd(flow(ITEMS)[0])
    assert read_file("notice.bin", data).text.split("\n") == ITEMS
    assert suffix_of("notice.bin", data) == ".ofd"


def _with_doctype() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("OFD.xml", '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><x>&a;</x>')
    return target.getvalue()


@pytest.mark.parametrize(
    ("reason", "data", "says"),
    [
        ("an external entity", _with_doctype(), "document type"),
        ("no document", ofd(root="Doc_7/Document.xml"), "names no document"),
        ("no text", ofd(""), "holds text"),
        ("half a file", ofd(text(LEFT, 40, "建设平台。"))[:200], "damaged"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_refusals(reason: str, data: bytes, says: str) -> None:
    with pytest.raises(UnreadableNotice, match=says):
        read_ofd(data)


@pytest.mark.parametrize(
    ("limit", "says"), [("MOST_PAGES", "more than 1 pages"), ("MOST_CHARACTERS", "more than 1 char")]
)
def test_limits(limit: str, says: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ofd_document, limit, 1)
    with pytest.raises(UnreadableNotice, match=says):
        read_ofd(ofd(text(LEFT, 40, "建设平台。"), text(LEFT, 40, "建设平台。")))
