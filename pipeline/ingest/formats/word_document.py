"""Word documents (.docx): paragraphs with the numbers Word would print, tables, text boxes.

Word keeps list numbers out of the text. They are rebuilt here from word/numbering.xml and
word/styles.xml, in document order, as ECMA-376 part 1, 17.9 describes them. The package is read with
zipfile and lxml, part by part: python-docx would load every part of a hostile file before it could be
looked at.
"""

from __future__ import annotations

import io
import lzma
import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline.ingest.formats.task_cells import chinese_numeral
from pipeline.ingest.formats.task_table import RE_CONTINUED, TableReader
from pipeline.ingest.raw import RawText, ReadingProblem, UnreadableNotice

if TYPE_CHECKING:
    from lxml.etree import _Element

MOST_MEMBERS = 5_000  # files inside the docx; a long report with pictures has some hundreds
MOST_UNPACKED = 200 * 2**20  # bytes of all members together
MOST_UNPACKED_XML = 60 * 2**20  # bytes of one part that is read
HIGHEST_RATIO = 250  # unpacked to packed size of one member; Word's own XML reaches 30
RATIO_MATTERS_ABOVE = 2**20  # bytes: a small member may pack very well
MOST_COLUMNS = 60  # of a table, spans included
MOST_OPEN_FIELDS = 20  # fields inside fields; more were never closed
HIGHEST_NUMBER = 32_767  # of a list; Word allows no higher start
LONGEST_LABEL = 100  # characters Word may print as a paragraph's number
MOST_BASED_STYLES = 50  # styles based on one another; Word's own chains have three or four

OLE_SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
SAVE_AS_DOCX = "open it in Word or WPS and save it as .docx (另存为 → Word 文档)"

# ISO 29500 strict files use other names for the same things
STRICT_NAMESPACES = (
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
)
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
PACKAGE_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"

RE_TABLE_OF_CONTENTS_STYLE = re.compile(r"^(?:toc|目录|contents)\s*\d?$|^TOC\d$", re.IGNORECASE)
RE_TABLE_OF_CONTENTS_FIELD = re.compile(r"^\s*TOC\b")
# a line of a table of contents ends in its page number; the field that holds it may never be closed
RE_CONTENTS_LINE = re.compile(r"^\s*$|\d\s*$")
RE_LEVEL_NUMBER = re.compile(r"%(\d)")
DASHES = "—–―─－-"
MARKS_AFTER_NUMBER = "、.．,，)）】〕:：。"


# -- the package ---------------------------------------------------------------------------------


def _open_package(data: bytes) -> zipfile.ZipFile:
    """The docx as a zip archive whose members are few and small enough to be read."""
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise UnreadableNotice(f"this .docx is damaged ({error}); {SAVE_AS_DOCX} again") from error
    members = package.infolist()
    if len(members) > MOST_MEMBERS:
        raise UnreadableNotice(
            f"this .docx holds {len(members)} files, more than {MOST_MEMBERS}; it is no normal Word document and is not opened"
        )
    unpacked = sum(member.file_size for member in members)
    if unpacked > MOST_UNPACKED:
        raise UnreadableNotice(
            f"this .docx unpacks to {unpacked // 2**20} MB, more than {MOST_UNPACKED // 2**20} MB; take its pictures out and save it again"
        )
    for member in members:
        if member.file_size > RATIO_MATTERS_ABOVE and member.file_size > HIGHEST_RATIO * max(1, member.compress_size):
            raise UnreadableNotice(
                f"{member.filename} in this .docx unpacks to {member.file_size // max(1, member.compress_size)} times its size, more than {HIGHEST_RATIO}; it looks like a zip bomb and is not opened"
            )
        if member.flag_bits & 0x1:
            raise UnreadableNotice(f"this .docx is protected by a password; {SAVE_AS_DOCX} without one")
    return package


def _read_part(package: zipfile.ZipFile, name: str) -> _Element | None:
    """One XML part, None where the package has none. Document type declarations are refused."""
    from lxml import etree

    try:
        member = package.getinfo(name)
    except KeyError:
        return None
    if member.file_size > MOST_UNPACKED_XML:
        raise UnreadableNotice(
            f"{name} in this .docx has {member.file_size // 2**20} MB, more than {MOST_UNPACKED_XML // 2**20} MB; split the document"
        )
    try:
        data = package.read(member)
    except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, OSError, EOFError, RuntimeError, ValueError) as error:
        raise UnreadableNotice(f"{name} in this .docx is damaged ({error}); {SAVE_AS_DOCX} again") from error
    if any("<!DOCTYPE".encode(encoding) in data for encoding in ("utf-8", "utf-16-le", "utf-16-be")):
        raise UnreadableNotice(
            f"{name} in this .docx declares a document type, which Word never does (entity bombs do); it is not opened"
        )
    for strict, transitional in STRICT_NAMESPACES:
        data = data.replace(strict, transitional)
    parser = etree.XMLParser(
        resolve_entities=False,
        huge_tree=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        if "depth" in str(error):
            raise UnreadableNotice(
                f"{name} in this .docx is nested deeper than any document needs (256 levels); copy the notice's text into a .txt file"
            ) from error
        raise UnreadableNotice(f"{name} in this .docx is not well-formed ({error}); {SAVE_AS_DOCX} again") from error


def _relations(package: zipfile.ZipFile, part: str) -> dict[str, str]:
    """Relationship type (its last word: officeDocument, styles, numbering) to the name of the related part."""
    folder, name = posixpath.split(part)
    root = _read_part(package, posixpath.join(folder, "_rels", f"{name}.rels"))
    if root is None:
        return {}
    related: dict[str, str] = {}
    for relation in root.iter(PACKAGE_RELATIONSHIP):
        target = relation.get("Target", "")
        if relation.get("TargetMode") != "External":
            path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            related.setdefault(relation.get("Type", "").rpartition("/")[2], path)
    return related


# -- numbers -------------------------------------------------------------------------------------


def _letters(value: int) -> str:
    """a to z, then aa, bb: Word repeats the letter, up to thirty times."""
    return chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 % 30 + 1) if value > 0 else str(value)


def _roman(value: int) -> str:
    if not 0 < value < 4000:
        return str(value)
    printed = ""
    for size, numeral in (
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ):
        printed += numeral * (value // size)
        value %= size
    return printed


def _digit_by_digit(value: int, zero: str) -> str:
    return "".join(f"{zero}一二三四五六七八九"[int(digit)] for digit in str(value))


def _counting(value: int) -> str:
    """Chinese counting up to 99, digit by digit from 100 on (一○○), as Word prints chineseCounting."""
    return chinese_numeral(value) if value < 100 else _digit_by_digit(value, "○")


def _japanese(value: int) -> str:
    """一, 十一, 百一: no 一 before 百 and no 零."""
    return re.sub("^一(?=[百千])", "", chinese_numeral(value)).replace("零", "")


def _financial(value: int) -> str:
    printed = chinese_numeral(value)
    return ("一" + printed if printed.startswith("十") else printed).translate(
        str.maketrans("零一二三四五六七八九十百千", "零壹贰叁肆伍陆柒捌玖拾佰仟")
    )


def _circled(value: int) -> str:
    for low, first in ((1, "①"), (21, "㉑"), (36, "㊱")):
        if low <= value < low + (20 if low == 1 else 15):
            return chr(ord(first) + value - low)
    return str(value)


def _series(characters: str) -> Callable[[int], str]:
    return lambda value: characters[(value - 1) % len(characters)] if value > 0 else str(value)


def _full_width(value: int) -> str:
    return str(value).translate(str.maketrans("0123456789", "０１２３４５６７８９"))


NUMBER_FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda value: f"{value:02d}",
    "decimalHalfWidth": str,
    "decimalFullWidth": _full_width,
    "decimalFullWidth2": _full_width,
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "ideographEnclosedCircle": _circled,
    # one character each in Word (⑴, ⒈); written out so that they read like any other number
    "decimalEnclosedParen": lambda value: f"（{value}）",
    "decimalEnclosedFullstop": lambda value: f"{value}.",
    "numberInDash": lambda value: f"- {value} -",
    "upperRoman": _roman,
    "lowerRoman": lambda value: _roman(value).lower(),
    "upperLetter": lambda value: _letters(value).upper(),
    "lowerLetter": _letters,
    "chineseCounting": _counting,
    "chineseCountingThousand": chinese_numeral,
    "taiwaneseCounting": _counting,
    "taiwaneseCountingThousand": chinese_numeral,
    "japaneseCounting": _japanese,
    "koreanCounting": _japanese,
    "ideographDigital": lambda value: _digit_by_digit(value, "〇"),
    "japaneseDigitalTenThousand": lambda value: _digit_by_digit(value, "〇"),
    "taiwaneseDigital": lambda value: _digit_by_digit(value, "○"),
    "chineseLegalSimplified": _financial,
    "ideographLegalTraditional": _financial,
    "japaneseLegal": _financial,
    "ideographTraditional": _series("甲乙丙丁戊己庚辛壬癸"),
    "ideographZodiac": _series("子丑寅卯辰巳午未申酉戌亥"),
    "none": lambda value: "",
}


def formatted_number(value: int, number_format: str) -> str:
    """A list number as Word prints it in a numFmt; unknown formats are printed as plain digits."""
    return NUMBER_FORMATS.get(number_format, str)(value)


@dataclass(frozen=True, slots=True)
class _Level:
    """One level of a list: how it counts and what it prints around the number."""

    start: int = 1
    number_format: str = "decimal"
    text: str = ""
    suffix: str = "tab"  # tab, space or nothing
    restart: int | None = None  # w:lvlRestart: 0 never, n after level n (counted from 1); None after any level above
    all_decimal: bool = False
    style: str | None = None  # the paragraph style this level belongs to


@dataclass(slots=True)
class _Instance:
    """One w:num: the list it belongs to, and what it overrides."""

    abstract: str
    starts: dict[int, int] = field(default_factory=dict)
    levels: dict[int, _Level] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Style:
    parent: str | None
    name: str
    number_id: str | None
    level: int | None


def _value(element: _Element | None, name: str) -> str | None:
    """The w:val of a child element, None where there is no such child."""
    child = element.find(f"{W}{name}") if element is not None else None
    return child.get(f"{W}val") if child is not None else None


def _integer(text: str | None, default: int | None = None) -> int | None:
    try:
        return int(text) if text is not None else default
    except ValueError:
        return default


def _start(text: str | None) -> int | None:
    """A number that a list may start at, None for what Word would not take for one."""
    value = _integer(text)
    return value if value is not None and 0 <= value <= HIGHEST_NUMBER else None


def _read_level(element: _Element) -> _Level:
    restart = _integer(_value(element, "lvlRestart"))
    number_format = element.find(f"{W}numFmt")
    if number_format is None:
        # Word 2010 wraps formats that older versions do not know in mc:AlternateContent
        number_format = next(iter(element.iterfind(f"{MC}AlternateContent/{MC}Fallback/{W}numFmt")), None)
    legal = element.find(f"{W}isLgl")
    return _Level(
        start=_start(_value(element, "start")) or 0,
        number_format=(number_format.get(f"{W}val") if number_format is not None else None) or "decimal",
        text=(_value(element, "lvlText") or "")[:LONGEST_LABEL],
        suffix=_value(element, "suff") or "tab",
        restart=restart,
        all_decimal=legal is not None and legal.get(f"{W}val") not in ("0", "false"),
        style=_value(element, "pStyle"),
    )


class Numbering:
    """The list numbers of one document; `label` must be called for its paragraphs in document order."""

    def __init__(self, numbering: _Element | None, styles: _Element | None) -> None:
        self._levels: dict[str, dict[int, _Level]] = {}
        self._instances: dict[str, _Instance] = {}
        self._styles: dict[str, _Style] = {}
        self._default_style: str | None = None
        self._counters: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()
        self._chains: dict[str | None, list[tuple[str, _Style]]] = {}
        if styles is not None:
            self._read_styles(styles)
        if numbering is not None:
            self._read_numbering(numbering)

    def _read_styles(self, styles: _Element) -> None:
        for style in styles.iterfind(f"{W}style"):
            name = style.get(f"{W}styleId", "")
            numbers = style.find(f"{W}pPr/{W}numPr")
            self._styles[name] = _Style(
                _value(style, "basedOn"),
                _value(style, "name") or name,
                _value(numbers, "numId"),
                _integer(_value(numbers, "ilvl")),
            )
            if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in ("1", "true"):
                self._default_style = name

    def _read_numbering(self, numbering: _Element) -> None:
        linked: dict[str, str] = {}  # abstract id -> the numbering style it takes its levels from
        for abstract in numbering.iterfind(f"{W}abstractNum"):
            identifier = abstract.get(f"{W}abstractNumId", "")
            self._levels[identifier] = {
                _integer(level.get(f"{W}ilvl"), 0) or 0: _read_level(level) for level in abstract.iterfind(f"{W}lvl")
            }
            link = _value(abstract, "numStyleLink")
            if link:
                linked[identifier] = link
        for num in numbering.iterfind(f"{W}num"):
            instance = _Instance(_value(num, "abstractNumId") or "")
            for override in num.iterfind(f"{W}lvlOverride"):
                index = _integer(override.get(f"{W}ilvl"), 0) or 0
                start = _start(_value(override, "startOverride"))
                if start is not None:
                    instance.starts[index] = start
                level = override.find(f"{W}lvl")
                if level is not None:
                    instance.levels[index] = _read_level(level)
            self._instances[num.get(f"{W}numId", "")] = instance
        for identifier, style in linked.items():
            number_id = self._styles[style].number_id if style in self._styles else None
            target = self._instances.get(number_id or "")
            if target and not self._levels[identifier]:
                self._levels[identifier] = self._levels.get(target.abstract, {})

    def _style_chain(self, style: str | None) -> list[tuple[str, _Style]]:
        """A paragraph style and the styles it is based on, innermost first."""
        if style not in self._chains:
            chain: dict[str, _Style] = {}
            name = style if style in self._styles else self._default_style
            while name and name in self._styles and name not in chain and len(chain) < MOST_BASED_STYLES:
                chain[name] = self._styles[name]
                name = self._styles[name].parent
            self._chains[style] = list(chain.items())
        return self._chains[style]

    def style_name(self, style: str | None) -> str:
        return next((entry.name for _, entry in self._style_chain(style)), "")

    def _place(self, properties: _Element | None) -> tuple[str, int] | None:
        """(num id, level) of a paragraph, from its own properties or its style's; None if it has no number."""
        direct = properties.find(f"{W}numPr") if properties is not None else None
        number_id, level = _value(direct, "numId"), _integer(_value(direct, "ilvl"))
        chain = self._style_chain(_value(properties, "pStyle"))
        if number_id is None:
            inherited = next((entry for _, entry in chain if entry.number_id is not None), None)
            if inherited is None:
                return None
            number_id = inherited.number_id
            if level is None:
                level = self._level_of_styles(number_id, [name for name, _ in chain], inherited.level)
        if number_id in (None, "0") or number_id not in self._instances:
            return None
        return number_id, level or 0

    def _level_of_styles(self, number_id: str | None, names: list[str], written: int | None) -> int | None:
        """A list level names the style it belongs to (w:pStyle); that counts more than the style's own w:ilvl."""
        instance = self._instances.get(number_id or "")
        if instance:
            for name in names:
                for index, level in {**self._levels.get(instance.abstract, {}), **instance.levels}.items():
                    if level.style == name:
                        return index
        return written

    def label(self, properties: _Element | None) -> str:
        """The number printed before a paragraph with these properties ("" for none); counts it."""
        place = self._place(properties)
        if place is None:
            return ""
        number_id, index = place
        instance = self._instances[number_id]
        levels = {**self._levels.get(instance.abstract, {}), **instance.levels}
        if index not in levels:
            return ""
        counters = self._count(number_id, instance, levels, index)
        level = levels[index]
        if level.number_format == "bullet":
            return _bullet(level.text)

        def number(match: re.Match[str]) -> str:
            i = int(match[1]) - 1
            shown = levels.get(i, _Level())
            return formatted_number(
                counters.get(i, shown.start), "decimal" if level.all_decimal else shown.number_format
            )

        printed = RE_LEVEL_NUMBER.sub(number, level.text)
        separate = (
            printed
            and level.suffix != "nothing"
            and printed[-1] not in MARKS_AFTER_NUMBER
            and not printed[-1].isspace()
        )
        return f"{printed} " if separate else printed

    def _count(self, number_id: str, instance: _Instance, levels: dict[int, _Level], index: int) -> dict[int, int]:
        """One step of the counters, which all instances of one list share.

        An instance that overrides a start begins there at its first paragraph of that level.
        """
        counters = self._counters.setdefault(instance.abstract, {})
        if index in instance.starts and (number_id, index) not in self._begun:
            counters[index] = instance.starts[index]
        else:
            counters[index] = counters[index] + 1 if index in counters else levels[index].start
        self._begun.add((number_id, index))
        for below in [level for level in counters if level > index]:
            restart = levels.get(below, _Level()).restart
            if restart is None or 0 < index + 1 <= restart:
                del counters[below]
        return counters


def _bullet(text: str) -> str:
    """Dashes stay dashes (—— opens an item in official writing); symbol fonts have no readable text."""
    return "——" if text and all(char in DASHES for char in text.strip()) and text.strip() else "●"


# -- text ----------------------------------------------------------------------------------------

# what carries no text of its own, or text that is not there for the reader: deleted, moved away, notes, field codes
SKIPPED = {f"{W}{name}" for name in (
    "del", "moveFrom", "delText", "delInstrText", "instrText", "pPr", "rPr", "sectPr", "tblPr", "tblGrid", "trPr", "tcPr", "sdtPr", "sdtEndPr",
    "footnoteReference", "endnoteReference", "commentReference", "annotationRef", "footnoteRef", "endnoteRef", "rt", "proofErr", "bookmarkStart", "bookmarkEnd",
)}  # fmt: skip


@dataclass(slots=True)
class _Paragraph:
    """The text of one paragraph, the lines of the text boxes anchored in it, before or behind its text."""

    text: str = ""
    boxes_before: list[str] = field(default_factory=list)
    boxes_after: list[str] = field(default_factory=list)


class _Reader:
    """Walks the body once, in document order."""

    def __init__(self, numbering: Numbering) -> None:
        self.numbering = numbering
        self.problems: dict[str, ReadingProblem] = {}
        self.carried = ""  # text of paragraphs whose end mark was deleted: it goes on in the next one
        self.field_codes: list[str] = []  # how the instructions of the open complex fields begin
        self.tables_open = 0
        self.tables = TableReader()
        self.last_line = ""

    def blocks(self, parent: _Element) -> list[str]:
        """The lines of the paragraphs and tables below an element."""
        lines: list[str] = []
        for child in parent:
            if child.tag == f"{W}p":
                own = [line for line in self._paragraph(child) if not RE_CONTINUED.fullmatch(line.strip())]
                self.last_line = own[-1] if own else self.last_line
                lines.extend(own)
            elif child.tag == f"{W}tbl":
                lines.extend(self._table(child))
            elif child.tag == f"{W}sdt":
                if not _is_table_of_contents(child):
                    content = child.find(f"{W}sdtContent")
                    lines.extend(self.blocks(content) if content is not None else [])
            elif child.tag == f"{MC}AlternateContent":
                chosen = _alternative(child)
                lines.extend(self.blocks(chosen) if chosen is not None else [])
            elif child.tag == f"{W}altChunk":
                self.problems["embedded-document"] = ReadingProblem(
                    "embedded-document",
                    "warning",
                    f"a document embedded in this one was not read; {SAVE_AS_DOCX} again to take it in",
                )
            elif child.tag not in SKIPPED and isinstance(child.tag, str):
                lines.extend(self.blocks(child))  # w:ins, w:moveTo, w:customXml around whole paragraphs
        return lines

    # paragraphs

    def _paragraph(self, element: _Element) -> list[str]:
        properties = element.find(f"{W}pPr")
        paragraph = _Paragraph()
        in_field = self._in_contents_field()
        self._inline(element, paragraph)
        boxes_before, boxes_after = paragraph.boxes_before, paragraph.boxes_after
        in_field = (in_field or self._in_contents_field()) and bool(RE_CONTENTS_LINE.search(paragraph.text))
        if in_field or self._has_contents_style(properties):
            return [*boxes_before, *boxes_after]
        text, self.carried = self.carried + paragraph.text, ""
        if properties is not None and properties.find(f"{W}rPr/{W}del") is not None:
            self.carried = text
            return [*boxes_before, *boxes_after]
        label = self.numbering.label(properties)
        lines = [line for line in text.split("\n") if line.strip()]
        if lines:
            lines[0] = label + lines[0].lstrip() if label else lines[0]
        elif label and self.tables_open:
            lines = [label.strip()]  # the 序号 column is often numbered by Word and otherwise empty
        return [*boxes_before, *lines, *boxes_after]

    def _in_contents_field(self) -> bool:
        return any(RE_TABLE_OF_CONTENTS_FIELD.match(code) for code in self.field_codes)

    def _has_contents_style(self, properties: _Element | None) -> bool:
        style = _value(properties, "pStyle")
        return bool(style) and bool(RE_TABLE_OF_CONTENTS_STYLE.match(self.numbering.style_name(style)))

    def _inline(self, element: _Element, paragraph: _Paragraph) -> None:
        for child in element:
            tag = child.tag
            if tag in (f"{W}t", f"{M}t"):
                paragraph.text += (child.text or "").replace("\n", " ")
            elif tag in (f"{W}br", f"{W}cr"):
                # a page break inside a paragraph does not end it
                paragraph.text += "" if child.get(f"{W}type") in ("page", "column") else "\n"
            elif tag in (f"{W}tab", f"{W}ptab"):
                paragraph.text += " "
            elif tag == f"{W}noBreakHyphen":
                paragraph.text += "-"
            elif tag == f"{W}fldChar":
                self._field(child)
            elif tag == f"{W}instrText":
                if self.field_codes:
                    self.field_codes[-1] += (child.text or "")[:20]
            elif tag == f"{W}txbxContent":
                (paragraph.boxes_after if paragraph.text.strip() else paragraph.boxes_before).extend(self.blocks(child))
            elif tag == f"{MC}AlternateContent":
                chosen = _alternative(child)
                if chosen is not None:
                    self._inline(chosen, paragraph)
            elif tag in SKIPPED or not isinstance(tag, str) or (tag == f"{W}r" and _is_hidden(child)):
                continue
            else:
                self._inline(child, paragraph)

    def _field(self, element: _Element) -> None:
        kind = element.get(f"{W}fldCharType")
        if kind == "begin":
            self.field_codes = [*self.field_codes[-MOST_OPEN_FIELDS:], ""]
        elif kind == "end" and self.field_codes:
            self.field_codes.pop()

    # tables

    def _table(self, table: _Element) -> list[str]:
        cells = [list(_children(row, "tc")) for row in _live_rows(table)]
        if all(len(row) <= 1 for row in cells):
            # a frame around text, not a table
            return [line for row in cells for cell in row for line in self.blocks(cell)]
        self.tables_open += 1
        # a table inside a cell only adds lines to it: its spans are not repeated, lest nested spans multiply
        rows = list(self._rows(table, spans=self.tables_open == 1))
        self.tables_open -= 1
        if self.tables_open:
            return [" ".join(cell for cell in row if cell) for row in rows]
        return self.tables.lines(rows, self.last_line) if any(cell for row in rows for cell in row) else []

    def _rows(self, table: _Element, *, spans: bool) -> Iterator[list[str | None]]:
        for row in _live_rows(table):
            cells: list[str | None] = [""] * min(
                MOST_COLUMNS, max(0, _integer(_value(row.find(f"{W}trPr"), "gridBefore")) or 0)
            )
            for cell in _children(row, "tc"):
                cells.extend(self._cell(cell, cells, spans=spans))
                if len(cells) > MOST_COLUMNS:
                    raise UnreadableNotice(
                        f"a table of this document has more than {MOST_COLUMNS} columns; is it a spreadsheet? Save the notice's text without it"
                    )
            yield cells

    def _cell(self, cell: _Element, before: list[str | None], *, spans: bool) -> list[str | None]:
        """What a cell puts into the grid: its text in each column it spans, None where it goes on from above."""
        properties = cell.find(f"{W}tcPr")
        span = max(1, min(_integer(_value(properties, "gridSpan")) or 1, MOST_COLUMNS + 1)) if spans else 1
        text = "\n".join(self.blocks(cell))
        merged = properties.find(f"{W}vMerge") if properties is not None else None
        if merged is not None and merged.get(f"{W}val") != "restart" and not text:
            return [None] * span
        if _value(properties, "hMerge") == "continue" and before and not text:
            return [before[-1]]
        return [text] * span


def _children(parent: _Element, name: str) -> Iterator[_Element]:
    """The rows of a table or cells of a row, also those inside content controls and custom XML."""
    for child in parent:
        if child.tag == f"{W}{name}":
            yield child
        elif child.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}customXml", f"{W}ins", f"{W}moveTo"):
            yield from _children(child, name)


def _live_rows(table: _Element) -> Iterator[_Element]:
    """The rows of a table but those that a tracked change deleted."""
    return (row for row in _children(table, "tr") if row.find(f"{W}trPr/{W}del") is None)


def _alternative(element: _Element) -> _Element | None:
    """One of the equivalent contents: a text box comes as drawing and again as VML."""
    choice = element.find(f"{MC}Choice")
    return choice if choice is not None else element.find(f"{MC}Fallback")


def _is_hidden(run: _Element) -> bool:
    vanish = run.find(f"{W}rPr/{W}vanish")
    return vanish is not None and vanish.get(f"{W}val") not in ("0", "false")


def _is_table_of_contents(control: _Element) -> bool:
    gallery = control.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
    return gallery is not None and gallery.get(f"{W}val") == "Table of Contents"


def read_docx(data: bytes) -> RawText:
    """The text of a Word document: one paragraph a line, list numbers restored, task tables as items.

    Headers, footers, notes, comments, tables of contents and deleted text are left out.
    """
    if data.startswith(OLE_SIGNATURE):
        if ENCRYPTED_STREAM in data:
            raise UnreadableNotice(f"this document is protected by a password; {SAVE_AS_DOCX} without one")
        raise UnreadableNotice(
            f"this is a document of Word 97–2003 or WPS (.doc, .wps), which is not read; {SAVE_AS_DOCX}"
        )
    package = _open_package(data)
    main = _relations(package, "").get("officeDocument", "word/document.xml")
    document = _read_part(package, main)
    body = document.find(f"{W}body") if document is not None else None
    if body is None:
        raise UnreadableNotice(f"this file is a zip archive but no Word document ({main} is missing); {SAVE_AS_DOCX}")
    related = _relations(package, main)
    reader = _Reader(
        Numbering(_read_part(package, related.get("numbering", "")), _read_part(package, related.get("styles", "")))
    )
    lines = reader.blocks(body)
    if reader.carried:
        lines.append(reader.carried)
    if not any(line.strip() for line in lines):
        raise UnreadableNotice(
            "this .docx holds no text; if its pages are pictures, run text recognition (OCR) and save the result as .docx"
        )
    return RawText("\n".join(lines), (*reader.problems.values(), *reader.tables.problems))
