"""Files made to break a reader: each by name, with the size at which it hurts and a small size of the same shape.

`benchmarks/fuzz.py --poison` measures the full ones, tests/test_poisonous_notices.py reads the small ones.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
CONTENT_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wor'
    'dprocessingml.document.main+xml"/></Types>'
)
RELATIONS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
MAIN = (
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocu'
    'ment" Target="word/document.xml"/>'
)

# An ordinary notice, whose sections the long texts repeat.
HEAD = (
    "临江市人民政府办公室关于印发2023年海洋经济工作要点的通知\n各区、市人民政府，市政府各部门：\n现将《2023年海洋经济工作要点》印发给你们，请认真组织实施。\n临江市人民政府办公室\n2023年2月3日\n"
    "2023年海洋经济工作要点\n"
)
SECTION = """一、强化创新驱动
1.建设海洋实验室。高标准建设临江海洋实验室，新建省级重点实验室2家以上，到2025年研发投入占比达到3.2%。（牵头单位：市科技局，参与单位：市财政局、市教育局）
2.攻关关键技术。围绕深海装备、海洋药物等领域，组织实施技术攻关项目15项左右，转化成果40项以上。（牵头单位：市科技局；完成时限：12月底前）
二、推动产业提升
3.做强海工装备。依托南湾海工装备产业园，海工装备产业产值突破120亿元，同比增长8%。（责任单位：市工业和信息化局、市发展改革委）
4.培育龙头企业。深入实施“蓝色领航”行动，新增专精特新企业30家，年营业收入2000万元以上的企业达到500家。（牵头单位：市工业和信息化局）
"""


def legal_text(characters: int) -> str:
    """A notice of at least so many characters, all of it ordinary."""
    return HEAD + SECTION * (characters // len(SECTION) + 1)


# -- containers ----------------------------------------------------------------------------------


def archive(members: dict[str, str | bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in members.items():
            package.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def word(body: str, *, before: str = "", relations: str = "", more: dict[str, str | bytes] | None = None) -> bytes:
    """A docx whose body is this XML; `before` stands above the root element."""
    return archive(
        {
            "[Content_Types].xml": CONTENT_TYPES,
            "_rels/.rels": RELATIONS.format(MAIN),
            "word/document.xml": (
                f'<?xml version="1.0" encoding="UTF-8"?>{before}<w:document {W}><w:body>{body}</w:body></w:document>'
            ),
            "word/_rels/document.xml.rels": RELATIONS.format(relations),
            **(more or {}),
        }
    )


def paragraph(text: str, properties: str = "") -> str:
    return f"<w:p>{properties}<w:r><w:t>{text}</w:t></w:r></w:p>"


def row(*cells: str) -> str:
    return f"<w:tr>{''.join(f'<w:tc>{paragraph(cell)}</w:tc>' for cell in cells)}</w:tr>"


def numbered(level: str, paragraphs: int) -> bytes:
    """A docx of paragraphs numbered by a list whose first level is this XML."""
    listed = '<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>'
    numbering = (
        f'<w:numbering {W}><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0">{level}</w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )
    relation = (
        '<Relationship Id="r2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/number'
        'ing" Target="numbering.xml"/>'
    )
    return word(
        paragraph("推进港口建设。", listed) * paragraphs, relations=relation, more={"word/numbering.xml": numbering}
    )


FONT = b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[4 0 R]>>"
DESCENDANT = (
    b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Sup"
    b"plement 2>>/DW 1000/W[%s]/FontDescriptor<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[0 "
    b"-120 1000 880]/Ascent 880/Descent -120/CapHeight 880/StemV 93/ItalicAngle 0>>>>"
)


def stream(content: bytes, entries: bytes = b"", *, packed: bool = True) -> bytes:
    content, entries = (zlib.compress(content, 9), entries + b"/Filter/FlateDecode") if packed else (content, entries)
    return b"<</Length %d%s>>stream\n" % (len(content), entries) + content + b"\nendstream"


def shown(text: str) -> bytes:
    """The instructions that print one line."""
    return b"BT /F 16 Tf 80 700 Td <%s> Tj ET\n" % text.encode("utf-16-be").hex().encode()


def pdf(
    content: bytes = b"", *, objects: dict[int, bytes] | None = None, resources: bytes = b"", trailer: bytes = b""
) -> bytes:
    """A PDF of one page: 1 catalogue, 2 page tree, 3 font, 4 its descendant, 5 page, 6 content;
    `objects` adds or replaces."""
    all_objects = {
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        2: b"<</Type/Pages/Count 1/Kids[5 0 R]>>",
        3: FONT,
        4: DESCENDANT % b"1 95 500",
        5: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 3 0 R>>%s>>/Contents 6 0 R>>"
        % resources,
        6: stream(content or shown("一、强化创新驱动，建设海洋实验室。")),
        **(objects or {}),
    }
    out, places = io.BytesIO(b"%PDF-1.4\n"), {}
    out.seek(0, io.SEEK_END)
    for number, body in sorted(all_objects.items()):
        places[number] = out.tell()
        out.write(b"%d 0 obj" % number + body + b"\nendobj\n")
    start = out.tell()
    rows = b"".join(b"%d 1\n%010d 00000 n \n" % (number, place) for number, place in places.items())
    out.write(
        b"xref\n"
        + rows
        + b"trailer<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF" % (max(places) + 1, trailer, start)
    )
    return out.getvalue()


def _forms_within_forms(depth: int) -> bytes:
    """Ten calls of a form of ten calls, and so on: 10^depth lines from a few hundred bytes."""
    forms = {}
    for i in range(depth):
        inner = b"/X Do\n" * 10 if i + 1 < depth else shown("海")
        resources = b"/XObject<</X %d 0 R>>" % (11 + i) if i + 1 < depth else b""
        forms[10 + i] = stream(
            inner, b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<</Font<</F 3 0 R>>%s>>" % resources
        )
    return pdf(shown("一、强化创新驱动。") + b"/X Do\n" * 10, objects=forms, resources=b"/XObject<</X 10 0 R>>")


def _many_pages(pages: int) -> bytes:
    kids = b" ".join(b"%d 0 R" % (10 + i) for i in range(pages))
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 3 0 R>>>>/Contents 6 0 R>>"
    return pdf(
        objects={2: b"<</Type/Pages/Count %d/Kids[%s]>>" % (pages, kids), **{10 + i: page for i in range(pages)}}
    )


def _unicode_table(entries: bytes) -> bytes:
    table = (
        (
            b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap 1 begincodespacerange <0000> <FFFF> "
            b"endcodespacerange\n"
        )
        + entries
        + b"\nendcmap end end"
    )
    return pdf(objects={3: FONT[:-2] + b"/ToUnicode 7 0 R>>", 7: stream(table)})


def _page(content: str, head: str = "") -> bytes:
    return (
        f"<!DOCTYPE html><html><head><title>海洋经济工作要点</title>{head}</head><body>{content}</body></html>".encode()
    )


# -- the table -----------------------------------------------------------------------------------

# What may come of a poison: it is refused, it is read, or it is read with this diagnostic.
REFUSED, READ = "refused", "read"


@dataclass(frozen=True, slots=True)
class Poison:
    """One poison. `build` takes a size; `says` is in the refusal or is the diagnostic's code ("" for none)."""

    name: str
    file: str
    build: Callable[[int], bytes]
    full: int
    small: int
    outcome: str
    says: str = ""


def _text(name: str, build: Callable[[int], str], full: int, small: int, outcome: str = READ, says: str = "") -> Poison:
    return Poison(name, "a.txt", lambda size: build(size).encode("utf-8", "surrogatepass"), full, small, outcome, says)


ITEM = "一、强化创新\n1.建设实验室。"
POISONS: tuple[Poison, ...] = (
    # one line, one sentence, one unit
    _text(
        "one line of 10 MB",
        lambda n: HEAD + "推进海洋经济高质量发展" * n,
        320_000,
        190_000,
        REFUSED,
        "ingest.longest_text",
    ),
    _text(
        "one sentence without any mark",
        lambda n: HEAD + ITEM + "推进海洋经济高质量发展" * n,
        170_000,
        2_000,
        READ,
        "very-long-unit",
    ),
    _text(
        "numbers in one sentence", lambda n: HEAD + ITEM + "新增企业30家、" * n, 100_000, 600, READ, "very-long-unit"
    ),
    _text(
        "numbers behind commas", lambda n: HEAD + ITEM + "产值达到120亿元，" * n, 100_000, 600, READ, "very-long-unit"
    ),
    _text(
        "years in one sentence",
        lambda n: HEAD + ITEM + "到2025年，" * n + "新增30家。",
        200_000,
        1_000,
        READ,
        "very-long-unit",
    ),
    _text("dates", lambda n: HEAD + "2023年2月3日\n" * n, 50_000, 500),
    _text(
        "verbs of work before one number",
        lambda n: HEAD + ITEM + "建设" * n + "30家。",
        500_000,
        3_000,
        READ,
        "very-long-unit",
    ),
    _text(
        "verbs of work before many numbers",
        lambda n: HEAD + ITEM + "建设新增30家和" * n + "。",
        100_000,
        600,
        READ,
        "very-long-unit",
    ),
    _text(
        "departments in one clause",
        lambda n: HEAD + ITEM + f"（责任单位：{'市科技局、' * n}市财政局）",
        200_000,
        1_000,
        READ,
        "very-long-unit",
    ),
    _text(
        "departments joined by 和",
        lambda n: HEAD + ITEM + f"（责任单位：{'市科技局和' * n}市财政局）",
        200_000,
        1_000,
        READ,
        "very-long-unit",
    ),
    _text(
        "conjunctions", lambda n: HEAD + ITEM + f"（责任单位：{'和及与' * n}）", 300_000, 2_000, READ, "very-long-unit"
    ),
    _text(
        "role verbs in one clause",
        lambda n: HEAD + ITEM + f"（{'市科技局牵头，市财政局配合，' * n}）",
        100_000,
        500,
        READ,
        "very-long-unit",
    ),
    _text(
        "role verbs without a body",
        lambda n: HEAD + ITEM + f"（{'牵头负责配合' * n}）",
        200_000,
        1_500,
        READ,
        "very-long-unit",
    ),
    _text("labels", lambda n: HEAD + ITEM + "责任单位：" * n, 300_000, 2_000, READ, "very-long-unit"),
    _text(
        "clauses in brackets",
        lambda n: HEAD + ITEM + "（责任单位：市科技局）" * n,
        150_000,
        800,
        READ,
        "very-long-unit",
    ),
    _text(
        "plain sentences of roles",
        lambda n: HEAD + ITEM + "由市科技局牵头，市财政局配合。" * n,
        120_000,
        500,
        READ,
        "very-long-unit",
    ),
    # brackets and marks that never close
    _text(
        "nested brackets",
        lambda n: HEAD + ITEM + "（" * n + "市科技局牵头" + "）" * n,
        200_000,
        5_000,
        READ,
        "very-long-unit",
    ),
    _text("opened brackets", lambda n: HEAD + ITEM + "（市科技局，" * n, 300_000, 2_000, READ, "very-long-unit"),
    _text("closed brackets", lambda n: HEAD + ITEM + "市科技局）、" * n, 300_000, 2_000, READ, "very-long-unit"),
    _text("opened title marks", lambda n: HEAD + ITEM + "《" * n, 1_000_000, 5_000, READ, "very-long-unit"),
    _text("nested title marks", lambda n: HEAD + ITEM + "《甲《乙》" * n, 300_000, 2_000, READ, "very-long-unit"),
    _text("opened quotation marks", lambda n: HEAD + ITEM + "“蓝色" * n, 500_000, 3_000, READ, "very-long-unit"),
    _text("straight quotation marks", lambda n: HEAD + ITEM + '"' * n, 1_000_000, 5_000, READ, "very-long-unit"),
    _text("quotations", lambda n: HEAD + ITEM + "“蓝色领航”行动、" * n, 200_000, 1_000, READ, "very-long-unit"),
    _text("lines broken inside brackets", lambda n: HEAD + ITEM + "（甲\n" * n, 600_000, 3_000),
    _text(
        "lines that end in a comma", lambda n: HEAD + ITEM + "推进甲，\n" * n, 400_000, 2_000, READ, "very-long-unit"
    ),
    # lists
    _text(
        "items of one list of industries",
        lambda n: HEAD + ITEM + "海洋药物、" * n + "等产业。",
        350_000,
        2_000,
        READ,
        "very-long-unit",
    ),
    _text("open lists", lambda n: HEAD + ITEM + "海洋药物等" * n, 350_000, 2_000, READ, "very-long-unit"),
    _text(
        "names by their last words", lambda n: HEAD + ITEM + "临江实验室" * n, 350_000, 2_000, READ, "very-long-unit"
    ),
    _text("places", lambda n: HEAD + ITEM + "青岛市" * n, 600_000, 3_000, READ, "very-long-unit"),
    _text("bodies in running text", lambda n: HEAD + ITEM + "市人民政府" * n, 350_000, 2_000, READ, "very-long-unit"),
    # structure
    _text(
        "headings",
        lambda n: HEAD + "".join(f"{'一二三四五六七八九'[i % 9]}、推动产业提升\n" for i in range(n)),
        100_000,
        800,
    ),
    _text("headings of one number", lambda n: HEAD + "一、推动产业提升\n" * n, 100_000, 800),
    _text(
        "items",
        lambda n: HEAD + "一、产业\n" + "".join(f"{i % 999 + 1}.建设港口{i}。\n" for i in range(n)),
        100_000,
        800,
    ),
    _text(
        "items on one line",
        lambda n: HEAD + "一、产业\n" + "".join(f"{i % 99 + 1}.建设港口。" for i in range(n)),
        150_000,
        800,
    ),
    _text(
        "bullets below a goal",
        lambda n: HEAD + "一、主要目标\n到2025年，实现以下目标：\n" + "——产值达到120亿元。\n" * n,
        100_000,
        600,
    ),
    _text(
        "lists inside one item",
        lambda n: HEAD + "一、产业\n1.建设港口。\n" + "".join(f"（{i % 99 + 1}）建设码头；\n" for i in range(n)),
        150_000,
        800,
        READ,
        "very-long-unit",
    ),
    _text(
        "articles",
        lambda n: HEAD + "".join(f"第{'一二三四五六七八九'[i % 9]}条 建设港口。\n" for i in range(n)),
        100_000,
        800,
    ),
    _text(
        "every style in turn",
        lambda n: HEAD + "第一章 总体\n第一节 甲\n一、乙\n（一）丙\n1.丁\n（1）戊\n①己\n" * n,
        40_000,
        150,
    ),
    _text("tiny lines", lambda n: HEAD + "港\n" * n, 950_000, 3_000, READ, "very-long-unit"),
    _text("numbers alone on their lines", lambda n: HEAD + "一、\n" * n, 600_000, 3_000),
    _text("blank lines", lambda n: HEAD + ITEM + "\n 　\n" * n + "尾。", 600_000, 3_000),
    _text("spaces", lambda n: HEAD + ITEM + " " * n + "尾。", 1_900_000, 5_000),
    _text("titles", lambda n: "海洋经济工作要点\n" * n, 200_000, 1_000),
    _text("signatures", lambda n: HEAD + ITEM + "\n临江市人民政府" * n, 200_000, 1_000),
    _text("addressees", lambda n: "各区人民政府：\n" * n + ITEM, 200_000, 1_000),
    # marks of tables and of Markdown
    _text("empty cells", lambda n: HEAD + ITEM + "\n" + "|" * n + "港", 1_900_000, 5_000, READ, "very-long-unit"),
    _text("rows of cells", lambda n: HEAD + "|序号|重点任务|责任单位|\n" + "|1|建设港口|市科技局|\n" * n, 80_000, 300),
    _text("tabs", lambda n: HEAD + ITEM + "\n港" + "\t" * n + "口", 1_900_000, 5_000),
    Poison(
        "marks of strong type",
        "a.md",
        lambda n: (HEAD + ITEM + "**港 " * n).encode(),
        450_000,
        2_000,
        READ,
        "very-long-unit",
    ),
    Poison(
        "marks of headings",
        "a.md",
        lambda n: (HEAD + "# " + "# ##" * n + "港").encode(),
        450_000,
        2_000,
        READ,
        "very-long-unit",
    ),
    # numbers
    _text("digits", lambda n: HEAD + ITEM + f"产值达到{'9' * n}亿元。", 1_900_000, 6_000, READ, "very-long-unit"),
    _text("thousands", lambda n: HEAD + ITEM + f"产值达到1{',000' * n}元。", 450_000, 2_000, READ, "very-long-unit"),
    _text("Chinese digits", lambda n: HEAD + ITEM + f"新增{'三' * n}家。", 1_900_000, 6_000, READ, "very-long-unit"),
    _text(
        "Chinese magnitudes", lambda n: HEAD + ITEM + f"新增{'三百亿' * n}家。", 600_000, 3_000, READ, "very-long-unit"
    ),
    _text(
        "a Chinese number before an item",
        lambda n: HEAD + "一" * n + "、产业\n建设港口。",
        1_900_000,
        6_000,
        READ,
        "very-long-unit",
    ),
    _text("points and digits", lambda n: HEAD + "1." * n + "产业", 900_000, 5_000, READ, "very-long-unit"),
    _text("pluses and digits", lambda n: HEAD + ITEM + "1+" * n + "。", 900_000, 5_000, READ, "very-long-unit"),
    _text("dashes", lambda n: HEAD + ITEM + "—" * n + "。", 1_900_000, 6_000, READ, "very-long-unit"),
    _text(
        "a web address without end",
        lambda n: HEAD + ITEM + "http://" + "a,(" * n,
        600_000,
        3_000,
        READ,
        "very-long-unit",
    ),
    # characters
    Poison("null bytes", "a.txt", lambda n: HEAD.encode() + b"\0" * n, 2_000_000, 5_000, REFUSED, "binary data"),
    Poison(
        "UTF-16 without a byte order mark", "a.txt", lambda n: legal_text(n).encode("utf-16-le"), 200_000, 1_000, READ
    ),
    Poison("UTF-7", "a.txt", lambda n: legal_text(n).encode("utf-7"), 200_000, 1_000, READ),
    Poison(
        "two encodings in one file",
        "a.txt",
        lambda n: legal_text(n).encode() + legal_text(n).encode("gb18030"),
        200_000,
        1_000,
        REFUSED,
        "cannot be decoded",
    ),
    Poison(
        "random bytes",
        "a.txt",
        lambda n: zlib.compress(bytes(i * i % 251 for i in range(n))) * (n // 500),
        200_000,
        5_000,
        REFUSED,
        "",
    ),
    _text("lone surrogates", lambda n: HEAD + ITEM + "港\ud83d" * n, 200_000, 1_000, REFUSED, "wrong encoding"),
    _text(
        "private characters", lambda n: HEAD + ITEM + "\ue000\uf8ff港" * n, 300_000, 2_000, READ, "invisible-characters"
    ),
    _text("right-to-left overrides", lambda n: HEAD + ITEM + "\u202e港\u202c" * n, 300_000, 2_000),
    _text("zero-width characters", lambda n: HEAD + ITEM + "\u200b\ufeff\u2060" * n + "尾。", 300_000, 2_000),
    _text("combining marks", lambda n: HEAD + ITEM + "e" + "\u0301" * n, 900_000, 5_000, READ, "very-long-unit"),
    _text("ligatures that unfold", lambda n: HEAD + ITEM + "\ufdfa" * n, 100_000, 1_000, READ, "very-long-unit"),
    _text("legal text of 2,000,000 characters", legal_text, 1_999_000, 5_000),
    # pages
    Poison(
        "elements 5,000 deep",
        "a.html",
        lambda n: _page("<div>" * n + "一、强化创新，建设海洋实验室。"),
        5_000,
        2_000,
        REFUSED,
        "levels deep",
    ),
    Poison(
        "a million attributes",
        "a.html",
        lambda n: _page(f"<div {' '.join(f'a{i}=1' for i in range(n))}><p>一、强化创新，建设海洋实验室。</p></div>"),
        1_000_000,
        2_000,
        REFUSED,
        "attributes",
    ),
    Poison(
        "a million elements",
        "a.html",
        lambda n: _page("<p>一、强化创新，建设海洋实验室。</p>" + "<b></b>" * n),
        1_000_000,
        3_000,
        READ,
    ),
    Poison(
        "paragraphs of a page",
        "a.html",
        lambda n: _page("<p>一、强化创新，建设海洋实验室。</p>" * n),
        100_000,
        500,
        READ,
    ),
    Poison(
        "tables inside tables",
        "a.html",
        lambda n: _page("<table><tr><td>甲</td><td>" * n + "一、强化创新，建设海洋实验室。"),
        240,
        60,
        READ,
    ),
    Poison("lists inside lists", "a.html", lambda n: _page("<ol><li>甲，建设海洋实验室。" * n), 480, 100, READ),
    Poison(
        "containers inside containers",
        "a.html",
        lambda n: _page("<div><p>一、建设海洋实验室，推进港口建设，发展海洋经济。</p>" * n),
        990,
        100,
        READ,
    ),
    Poison(
        "cells of enormous spans",
        "a.html",
        lambda n: _page(
            f"<table>{'<tr>' + '<td colspan=9999 rowspan=9999>一、建设海洋实验室。</td>' * 3 + '</tr>'}</table>" * n
        ),
        500,
        20,
        READ,
    ),
    Poison(
        "links",
        "a.html",
        lambda n: _page("<p>一、强化创新，建设海洋实验室。</p>" + "<a href=x>海洋</a>" * n),
        300_000,
        1_000,
        READ,
    ),
    Poison(
        "a charset that lies",
        "a.html",
        lambda n: (
            _page("<p>一、强化创新，建设海洋实验室。</p>" * n, "<meta charset=shift_jis>").decode().encode("gb18030")
        ),
        5_000,
        50,
        READ,
    ),
    Poison(
        "a charset that is none",
        "a.html",
        lambda n: _page("<p>一、强化创新，建设海洋实验室。</p>" * n, "<meta charset=rot13>").decode().encode("gb18030"),
        5_000,
        50,
        READ,
    ),
    Poison(
        "entities of a page",
        "a.html",
        lambda n: _page("<p>一、建设海洋实验室。</p>" + "&#x6d77;&nbsp;" * n),
        300_000,
        1_000,
        READ,
    ),
    Poison(
        "an open comment",
        "a.html",
        lambda n: _page("<p>一、建设海洋实验室，推进港口建设。</p>" + "<!--" * n),
        500_000,
        1_000,
        READ,
    ),
    Poison(
        "open tags",
        "a.html",
        lambda n: _page("<p>一、建设海洋实验室，推进港口建设。</p>" + "<" * n),
        500_000,
        1_000,
        READ,
    ),
    # Word
    Poison(
        "a zip bomb",
        "a.docx",
        lambda n: word(paragraph("港"), more={"word/media/a.xml": b"0" * n}),
        300 * 2**20,
        4 * 2**20,
        REFUSED,
        "bomb|unpacks",
    ),
    Poison(
        "an entity bomb",
        "a.docx",
        lambda n: word(
            paragraph("&z;"),
            before='<!DOCTYPE x [<!ENTITY a "海海海海海海海海海海">'
            + "".join(f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 10}">' for i in range(n))
            + "]>",
        ),
        9,
        3,
        REFUSED,
        "document type",
    ),
    Poison(
        "empty paragraphs", "a.docx", lambda n: word("<w:p/>" * n + paragraph("一、强化创新。")), 1_000_000, 1_000, READ
    ),
    Poison(
        "runs in one paragraph",
        "a.docx",
        lambda n: word(f"<w:p>{'<w:r><w:t>海</w:t></w:r>' * n}</w:p>"),
        400_000,
        1_000,
        READ,
    ),
    Poison(
        "tables 500 deep",
        "a.docx",
        lambda n: word("<w:tbl><w:tr><w:tc>" * n + paragraph("港") + "</w:tc></w:tr></w:tbl>" * n),
        500,
        100,
        REFUSED,
        "nested",
    ),
    Poison(
        "tables 80 deep",
        "a.docx",
        lambda n: word(
            "<w:tbl><w:tr><w:tc><w:p/></w:tc><w:tc>" * n + paragraph("建设海洋实验室。") + "</w:tc></w:tr></w:tbl>" * n
        ),
        80,
        20,
        READ,
    ),
    Poison(
        "rows of a table",
        "a.docx",
        lambda n: word(f"<w:tbl>{row('重点任务', '责任单位')}{row('建设港口', '市科技局') * n}</w:tbl>"),
        60_000,
        200,
        READ,
    ),
    Poison(
        "list numbers of a thousand million",
        "a.docx",
        lambda n: numbered(f'<w:start w:val="{n}"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%1."/>', 2_000),
        2_000_000_000,
        40_000,
        READ,
    ),
    Poison(
        "a list number of a million digits",
        "a.docx",
        lambda n: numbered(f'<w:start w:val="{"9" * n}"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/>', 100),
        1_000_000,
        4_000,
        READ,
    ),
    Poison(
        "a list number printed without end",
        "a.docx",
        lambda n: numbered(f'<w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="{"%1" * n}."/>', 200),
        100_000,
        500,
        READ,
    ),
    Poison(
        "relations in a circle",
        "a.docx",
        lambda n: word(
            paragraph("建设港口。"),
            relations=(
                '<Relationship Id="r2" Type="x/numbering" Target="document.xml"/><Relationship Id="r3" Type="x/styles" '
                'Target="document.xml"/>'
            )
            * n,
        ),
        10_000,
        5,
        READ,
    ),
    Poison(
        "styles based on one another",
        "a.docx",
        lambda n: word(
            "".join(paragraph("港", f'<w:pPr><w:pStyle w:val="s{i}"/></w:pPr>') for i in range(n)),
            relations='<Relationship Id="r2" Type="x/styles" Target="styles.xml"/>',
            more={
                "word/styles.xml": f"<w:styles {W}>"
                + "".join(
                    f'<w:style w:type="paragraph" w:styleId="s{i}"><w:basedOn w:val="s{(i + 1) % n}"/></w:style>'
                    for i in range(n)
                )
                + "</w:styles>"
            },
        ),
        10_000,
        50,
        READ,
    ),
    Poison(
        "a workbook called .docx",
        "a.docx",
        lambda n: archive({"[Content_Types].xml": "", "xl/workbook.xml": "<x/>"}),
        1,
        1,
        REFUSED,
        "Excel",
    ),
    Poison(
        "an OpenDocument text called .docx",
        "a.docx",
        lambda n: archive({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>"}),
        1,
        1,
        REFUSED,
        "OpenDocument",
    ),
    Poison(
        "an OFD called .docx",
        "a.docx",
        lambda n: archive({"OFD.xml": "<x/>", "Doc_0/Document.xml": "<x/>"}),
        1,
        1,
        REFUSED,
        "OFD",
    ),
    Poison(
        "an archive called .docx",
        "a.docx",
        lambda n: archive({f"{i}.txt": "海" for i in range(n)}),
        4_000,
        3,
        REFUSED,
        "zip archive",
    ),
    Poison(
        "a Word 97 document called .docx",
        "a.docx",
        lambda n: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * n,
        10_000_000,
        1_000,
        REFUSED,
        "Word 97",
    ),
    Poison(
        "an encrypted document",
        "a.docx",
        lambda n: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * n + "EncryptedPackage".encode("utf-16-le"),
        10_000_000,
        1_000,
        REFUSED,
        "password",
    ),
    # PDF
    Poison("a stream that unpacks to 1 GB", "a.pdf", lambda n: pdf(b" " * n), 2**30, 400 * 2**20, REFUSED, "unpacks"),
    Poison(
        "a stream packed twice",
        "a.pdf",
        lambda n: pdf(
            objects={
                6: stream(
                    zlib.compress(zlib.compress(b" " * n, 9), 9), b"/Filter[/FlateDecode/FlateDecode]", packed=False
                )
            }
        ),
        2**31,
        2**20,
        REFUSED,
        "",
    ),
    Poison("forms within forms", "a.pdf", _forms_within_forms, 9, 6, REFUSED, "draw too much"),
    Poison(
        "a form that draws itself",
        "a.pdf",
        lambda n: pdf(
            shown("一、强化创新驱动。") + b"/X Do\n" * n,
            objects={
                10: stream(
                    b"/X Do\n" * n, b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<</XObject<</X 10 0 R>>>>"
                )
            },
            resources=b"/XObject<</X 10 0 R>>",
        ),
        60,
        10,
        READ,
    ),
    Poison(
        "a page tree in a circle",
        "a.pdf",
        lambda n: pdf(
            objects={
                2: b"<</Type/Pages/Count 9/Kids[5 0 R 2 0 R 7 0 R]>>",
                7: b"<</Type/Pages/Count 9/Kids[2 0 R 7 0 R]>>",
            }
        ),
        1,
        1,
        READ,
    ),
    Poison(
        "a page tree of great depth",
        "a.pdf",
        lambda n: pdf(
            objects={
                2: b"<</Type/Pages/Count 1/Kids[10 0 R]>>",
                **{10 + i: b"<</Type/Pages/Count 1/Kids[%d 0 R]>>" % (11 + i if i + 1 < n else 5) for i in range(n)},
            }
        ),
        20_000,
        2_000,
        REFUSED,
        "damaged",
    ),
    Poison("100,000 pages", "a.pdf", _many_pages, 100_000, 600, REFUSED, "pages"),
    Poison("references in a circle", "a.pdf", lambda n: pdf(objects={6: b"7 0 R", 7: b"6 0 R"}), 1, 1, REFUSED, ""),
    Poison(
        "contents without end",
        "a.pdf",
        lambda n: pdf(shown("一、强化创新驱动。") * n),
        1_000_000,
        60_000,
        REFUSED,
        "draw too much",
    ),
    Poison(
        "characters on one page", "a.pdf", lambda n: pdf(shown("海" * n)), 2_000_000, 60_000, REFUSED, "draw too much"
    ),
    Poison(
        "drawn lines on one page",
        "a.pdf",
        lambda n: pdf(shown("一、强化创新驱动。") + b"0 0 m 9 9 l S\n" * n),
        200_000,
        5_000,
        READ,
        "tables-not-searched",
    ),
    Poison(
        "instructions that draw nothing",
        "a.pdf",
        lambda n: pdf(shown("一、强化创新驱动。") + b"q Q " * n),
        10_000_000,
        1_000_000,
        REFUSED,
        "draw too much",
    ),
    Poison("arrays within arrays", "a.pdf", lambda n: pdf(b"[" * n), 1_000_000, 3_000, REFUSED, ""),
    Poison(
        "widths without end",
        "a.pdf",
        lambda n: pdf(objects={4: DESCENDANT % (b"0 %d 500" % n)}),
        2_000_000_000,
        5_000_000,
        REFUSED,
        "draw too much",
    ),
    Poison(
        "a Unicode table without end",
        "a.pdf",
        lambda n: _unicode_table(b"1 beginbfrange <00000000> <%08x> <4e00> endbfrange" % n),
        2_000_000_000,
        5_000_000,
        REFUSED,
        "draw too much",
    ),
    Poison(
        "an encrypted PDF",
        "a.pdf",
        lambda n: pdf(
            trailer=b"/ID[<00><00>]/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<"
            + b"00" * 32
            + b">/U<"
            + b"11" * 32
            + b">>>"
        ),
        1,
        1,
        REFUSED,
        "password",
    ),
    Poison("a cross-reference table in a circle", "a.pdf", lambda n: pdf(trailer=b"/Prev 9"), 1, 1, READ),
    Poison("a PDF that breaks off", "a.pdf", lambda n: pdf()[:-n], 700, 700, REFUSED, ""),
)
