"""Which reader a file needs: by what it holds, and by its name where that says nothing.

Content counts more than the name: sites offer web pages as .doc and Word files as .pdf.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import PurePath

from pipeline.ingest.formats.mojibake import check_encoding
from pipeline.ingest.raw import RawText, UnreadableNotice

LARGEST_FILE = 50 * 2**20  # bytes
SNIFFED = 4096  # bytes looked at for the marks of a format

TEXT_NAMES = ("", ".txt", ".text")
MARKDOWN_NAMES = (".md", ".markdown")
PAGE_NAMES = (".html", ".htm", ".shtml", ".xhtml")
READ_NAMES = ".txt .text .md .html .htm .shtml .docx .doc .wps .rtf .odt .pdf .ofd .png .jpg .tif"

OLE_SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PICTURE_SIGNATURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*")
PICTURE_NAMES = (".png", ".jpg", ".jpeg", ".gif", ".tif", ".tiff", ".bmp", ".webp")
RE_PAGE_MARK = re.compile(rb"<!doctype\s+html|<html\b|<head\b|<body\b|<meta\b|<table\b|<div\b|<p\b", re.IGNORECASE)
RE_MARKDOWN_HEADING = re.compile(r"^ {0,3}#{1,6}\s+(?P<text>.*)$")
RE_MARKDOWN_STRONG = re.compile(r"(\*\*|__)(?=\S)(?P<text>.{1,300}?)(?<=\S)\1")

RE_OFD_MEMBER = re.compile(r"^OFD\.xml$", re.IGNORECASE)
# what a zip archive holds, by a member's name, and what to do about it
ARCHIVES = (
    (
        re.compile(r"^xl/"),
        "this is an Excel workbook, which is not read; copy the task table into a Word document (.docx) and read that",
    ),
    (re.compile(r"^ppt/"), "this is a PowerPoint file, which is not read; export it as PDF and read that"),
)


def _read_plain_text(data: bytes) -> RawText:
    from pipeline.ingest.formats.plain_text import read_plain_text

    return read_plain_text(data)


def _read_markdown(data: bytes) -> RawText:
    """Text whose headings and bold type carry Markdown marks; its tables are read as those of any text."""
    raw = _read_plain_text(data)
    lines: list[str] = []
    for line in [*raw.text.splitlines(), ""]:
        line = RE_MARKDOWN_STRONG.sub(lambda match: match["text"], line)
        heading = RE_MARKDOWN_HEADING.match(line)
        lines.append(heading["text"].rstrip().rstrip("#").rstrip() if heading else line)
    return RawText("\n".join(lines), raw.problems, raw.published_on)


def _read_html(data: bytes) -> RawText:
    from pipeline.ingest.formats.html_page import read_html

    return read_html(data)


def _read_docx(data: bytes) -> RawText:
    from pipeline.ingest.formats.word_document import read_docx

    return read_docx(data)


def _read_pdf(data: bytes) -> RawText:
    from pipeline.ingest.formats.pdf_document import read_pdf

    return read_pdf(data)


def _read_doc(data: bytes) -> RawText:
    from pipeline.ingest.formats.office_document import read_office

    return read_office(data, ".doc")


def _read_rtf(data: bytes) -> RawText:
    from pipeline.ingest.formats.office_document import read_office

    return read_office(data, ".rtf")


def _read_odt(data: bytes) -> RawText:
    from pipeline.ingest.formats.office_document import read_office

    return read_office(data, ".odt")


def _read_ofd(data: bytes) -> RawText:
    from pipeline.ingest.formats.ofd_document import read_ofd

    return read_ofd(data)


def _read_picture(data: bytes) -> RawText:
    from pipeline.ingest.formats.scan import read_picture

    return read_picture(data)


# the suffix of each reader's files
SUFFIXES: dict[Callable[[bytes], RawText], str] = {
    _read_plain_text: ".txt",
    _read_markdown: ".md",
    _read_html: ".html",
    _read_docx: ".docx",
    _read_pdf: ".pdf",
    _read_doc: ".doc",
    _read_rtf: ".rtf",
    _read_odt: ".odt",
    _read_ofd: ".ofd",
    _read_picture: ".png",
}


def _archive_reader(data: bytes) -> Callable[[bytes], RawText]:
    """The reader of a zip archive: Word's, or a refusal that says what the archive is."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return _read_docx  # which says what is damaged
    for pattern, refusal in ARCHIVES:
        if any(pattern.match(member) for member in members):
            raise UnreadableNotice(refusal)
    if any(RE_OFD_MEMBER.match(member) for member in members):
        return _read_ofd
    if "content.xml" in members:
        return _read_odt
    if "[Content_Types].xml" in members or any(member.startswith("word/") for member in members):
        return _read_docx
    raise UnreadableNotice(f"this is a zip archive of {len(members)} files; unpack it and read the notice inside")


def _reader(suffix: str, data: bytes) -> Callable[[bytes], RawText]:
    """The reader for a file's content, else for its name; refuses what is neither."""
    start = data[:SNIFFED]
    if b"%PDF-" in start[:1024]:
        return _read_pdf
    if start.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _archive_reader(data)
    if start.startswith(OLE_SIGNATURE):
        return _read_doc
    if start.startswith(b"{\\rtf"):
        return _read_rtf
    if start.startswith(PICTURE_SIGNATURES) or suffix in PICTURE_NAMES:
        return _read_picture
    if start.lstrip().startswith((b"MIME-Version:", b"From: <Saved by")):
        raise UnreadableNotice(
            "this is a page saved as a single file (.mhtml); save it again as “Webpage, HTML only” (网页，仅 HTML)"
        )
    if suffix in PAGE_NAMES or (suffix not in MARKDOWN_NAMES and _is_page(start)):
        return _read_html
    if suffix in TEXT_NAMES:
        return _read_plain_text
    if suffix in MARKDOWN_NAMES:
        return _read_markdown
    if suffix in (".pdf", ".docx", ".doc", ".wps"):
        raise UnreadableNotice(
            f"the name says {suffix}, but the content is none (it begins with {start[:12]!r}); download the file again"
        )
    raise UnreadableNotice(f"files of the kind {suffix!r} are not read; save the notice as one of {READ_NAMES}")


def _is_page(start: bytes) -> bool:
    """True for HTML under another name (a .txt or .doc that a site made from a page)."""
    text = start.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    return text.startswith(b"<") and bool(RE_PAGE_MARK.search(text))


def suffix_of(name: str, data: bytes) -> str:
    """The suffix under which a file of this content is kept: one that the readers know, whatever its name says.

    Raises UnreadableNotice for what is not read.
    """
    return SUFFIXES[_reader(PurePath(name).suffix.lower(), data)]


def read_file(name: str, data: bytes) -> RawText:
    """The text of a notice in any format that is read; `name` is its file name, "-" for standard input.

    Raises UnreadableNotice with the name, what is wrong and what to do next.
    """
    try:
        if not data:
            raise UnreadableNotice("the file is empty (0 bytes); download or save it again")
        if len(data) > LARGEST_FILE:
            raise UnreadableNotice(
                f"the file has {len(data) // 2**20} MB, the limit is {LARGEST_FILE // 2**20} MB; take its "
                "pictures out or save only the notice's own pages"
            )
        suffix = "" if name == "-" else PurePath(name).suffix.lower()
        raw = _reader(suffix, data)(data)
        check_encoding(raw.text)
        return raw
    except UnreadableNotice as error:
        raise UnreadableNotice(f"{name}: {error}") from error
