"""Plain text in any Chinese encoding: UTF-8, UTF-16, GB18030, Big5, with or without a byte order mark."""

from __future__ import annotations

import codecs

from charset_normalizer import from_bytes

from pipeline.ingest.formats.plain_table import read_tables
from pipeline.ingest.raw import RawText, ReadingProblem, UnreadableNotice

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
CHINESE_ENCODINGS = ["utf_8", "gb18030", "big5", "big5hkscs", "utf_16", "utf_16_le", "utf_16_be"]
CONTROLS = [chr(code) for code in range(32) if chr(code) not in "\t\n\v\f\r"]
# A larger share of replacement or control characters than this, and the text is not worth analysing.
MOST_UNDECODABLE = 0.02
# So many whole characters of several bytes for each bad one, and the text is UTF-8 with damage. GBK or Big5 text
# read as UTF-8 has far more bad than whole ones.
WHOLE_PER_BAD = 10


def undecodable(text: str, encoding: str) -> list[ReadingProblem]:
    """What to tell of the characters of a text that could not be decoded; none, and there is nothing to tell.

    Raises UnreadableNotice where they are too many for the text to be worth reading.
    """
    bad = text.count("\ufffd")
    if bad > max(3, len(text) * MOST_UNDECODABLE):
        raise UnreadableNotice(
            f"{bad} of {len(text)} characters cannot be decoded (tried UTF-8, GB18030, Big5); save the file as UTF-8"
        )
    message = f"{bad} characters could not be decoded as {encoding} and are shown as �; the file may be damaged"
    return [ReadingProblem("undecodable-characters", "warning", message)] if bad else []


def decode(data: bytes) -> tuple[str, str]:
    """(text, encoding). Strict UTF-8 first; else the Chinese encoding whose characters fit best."""
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace"), encoding
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    if is_damaged_utf8(data):
        return data.decode("utf-8", errors="replace"), "utf-8"
    best = from_bytes(data, cp_isolation=CHINESE_ENCODINGS, threshold=0.5).best()
    if best is not None and best.encoding != "ascii":
        return str(best), best.encoding
    return data.decode("gb18030", errors="replace"), "gb18030"


def is_damaged_utf8(data: bytes) -> bool:
    """True for UTF-8 with a few bad bytes (a cut download, a bad disk): another encoding fits it nowhere."""
    text = data.decode("utf-8", errors="replace")
    whole = sum(char > "\x7f" for char in text) - text.count("\ufffd")
    return whole >= WHOLE_PER_BAD * text.count("\ufffd")


def read_plain_text(data: bytes) -> RawText:
    """Decode and read the tables; binary data and undecodable text are refused."""
    text, encoding = decode(data)
    if sum(map(text.count, CONTROLS)) > len(text) * MOST_UNDECODABLE:
        raise UnreadableNotice("this is binary data, not text; save the notice as .txt, .html, .docx or .pdf")
    problems = undecodable(text, encoding)
    text, not_understood = read_tables(text)
    return RawText(text, (*problems, *not_understood))
