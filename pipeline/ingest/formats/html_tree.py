"""From the bytes of a saved page to its tree: the encoding, and limits on depth and attributes."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

from pipeline.ingest.formats.plain_text import BYTE_ORDER_MARKS, decode, is_damaged_utf8
from pipeline.ingest.raw import UnreadableNotice

if TYPE_CHECKING:
    from lxml.html import HtmlElement

DEEPEST_NESTING = 1_000  # elements inside one another; browsers stop at 512, libxml2 drops text silently below 2,048
MOST_ATTRIBUTES = 1_000  # of one element; libxml2 compares each with all others
RE_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]{2,30})", re.IGNORECASE)
RE_TAG = re.compile(rb"<[^<>]*>")
RE_OPENING_TAG = re.compile(r"<[A-Za-z](?:[^>\"']++|\"[^\"]*+\"|'[^']*+')*+")
RE_QUOTED_VALUE = re.compile(r"\"[^\"]*+\"|'[^']*+'")
# what sites declare, and the superset that they really use
ENCODING_OF_CHARSET = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb_2312-80": "gb18030",
    "x-gbk": "gb18030",
    "big5": "big5hkscs",
    "unicode": "utf-16",
}


def decode_page(data: bytes) -> tuple[str, str]:
    """(text, encoding) of a page: its byte order mark, UTF-8 if it is that, the declared charset, else a guess.

    Declarations are wrong often enough (pages converted to UTF-8 that still say gb2312) to come last.
    """
    if any(data.startswith(mark) for mark, _ in BYTE_ORDER_MARKS):
        return decode(data)
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    declared = RE_META_CHARSET.search(data[:8192])
    if declared:
        name = declared[1].decode("ascii").lower()
        encoding = ENCODING_OF_CHARSET.get(name, name)
        try:
            return data.decode(encoding), codecs.lookup(encoding).name
        except (UnicodeDecodeError, LookupError):
            if encoding.replace("-", "") == "utf8" and is_damaged_utf8(data):
                return data.decode("utf-8", errors="replace"), "utf-8"
    # markup is ASCII in every encoding and only dilutes what the text itself tells
    _text, encoding = decode(RE_TAG.sub(b" ", data))
    if encoding == "ascii":
        encoding = "gb18030"
    try:
        return data.decode(encoding), encoding
    except UnicodeDecodeError:
        return data.decode(encoding, errors="replace"), encoding


def parse(text: str) -> HtmlElement:
    from lxml import etree, html

    _check_attributes(text)
    # huge_tree only lifts libxml2's own silent cut at 256 levels; the real limit is checked below
    parser = html.HTMLParser(remove_comments=True, remove_pis=True, huge_tree=True, encoding="utf-8")
    try:
        root = html.document_fromstring(
            re.sub(r"^\s*<\?xml[^>]*\?>", "", text).encode("utf-8", errors="replace"), parser=parser
        )
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise UnreadableNotice(
            f"this page holds no HTML ({error}); save it again from the browser as a complete page"
        ) from error
    depth = deepest = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    if deepest > DEEPEST_NESTING:
        raise UnreadableNotice(
            f"this page nests elements {deepest} or more levels deep, the limit is {DEEPEST_NESTING}; copy "
            "the notice's text into a .txt file"
        )
    return root


def _check_attributes(text: str) -> None:
    """Refuses an element with more attributes than MOST_ATTRIBUTES; pictures inside the page make long tags of few."""
    for tag in RE_OPENING_TAG.finditer(text):
        if tag.end() - tag.start() > 2 * MOST_ATTRIBUTES:
            bare = RE_QUOTED_VALUE.sub(" ", tag[0])
            if len(bare.split()) > MOST_ATTRIBUTES or bare.count("=") > MOST_ATTRIBUTES:
                raise UnreadableNotice(
                    f"an element of this page has more than {MOST_ATTRIBUTES} attributes; copy the "
                    "notice's text into a .txt file"
                )
