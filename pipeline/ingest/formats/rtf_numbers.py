"""The numbers of RTF lists as printed: each numbered paragraph carries its own in a group for old readers.

Word, WPS and LibreOffice all write that group (`\\listtext`). It is safer than the table of lists, in which
LibreOffice loses 、 and full-width brackets, and which restarted lists make hard to count.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

RE_TOKEN = re.compile(rb"\\[a-z]+-?\d* ?|\\'[0-9a-fA-F]{2}|\\.|[{}]|[^\\{}]+", re.DOTALL)
RE_BINARY = re.compile(rb"\\bin\d")
RE_LIST_OF_PARAGRAPH = re.compile(rb"\\ls\d+ ?")
RE_CONTROL_WORD = re.compile(rb"\\(?!u-?\d)[a-z]+-?\d* ?")
RE_UNICODE = re.compile(rb"\\u(-?\d+) ?(?:\\'[0-9a-fA-F]{2}|\?)?")
RE_BULLET_CODE = re.compile(r"\\'[89a-fA-F][0-9a-fA-F]")  # one byte that is half a Chinese character: a sign
PRINTED_NUMBERS = (b"\\listtext", b"\\pntext")
LIST_TABLES = (b"\\listtable", b"\\listoverridetable")
DASHES = "—–―─－-"


def with_printed_numbers(data: bytes) -> bytes:
    """The file with the printed numbers as text, and no paragraph in a list any more.

    A file without printed numbers, or with binary parts, comes back as it is.
    """
    if not any(word in data for word in PRINTED_NUMBERS) or RE_BINARY.search(data):
        return data
    return b"".join(_rewritten(data))


def _rewritten(data: bytes) -> Iterator[bytes]:
    depth, number_at, table_at = 0, 0, 0  # depths of the groups inside which we are; 0 for none
    number: list[bytes] = []
    for match in RE_TOKEN.finditer(data):
        token, word = match[0], match[0].rstrip()
        depth += (token == b"{") - (token == b"}")
        if not number_at and word in PRINTED_NUMBERS:
            number_at, number = depth, []
        elif number_at and depth < number_at:
            yield _as_text(b"".join(number)) + token
            number_at = 0
        elif number_at:
            number.append(token)
        else:
            table_at = table_at or (depth if word in LIST_TABLES else 0)
            table_at = table_at if depth >= table_at else 0
            yield b"" if not table_at and RE_LIST_OF_PARAGRAPH.fullmatch(token) else token


def _as_text(number: bytes) -> bytes:
    """A printed number without its type; dashes stay, signs of bullet fonts become one bullet."""
    text = RE_CONTROL_WORD.sub(lambda match: b"\\tab " if match[0].startswith(b"\\tab") else b"", number)
    text = text.translate(None, b"{}\r\n").strip()
    shown = RE_UNICODE.sub(lambda match: chr(int(match[1]) % 65536).encode("utf-8", "replace"), text).replace(
        b"\\tab", b""
    )
    printed = shown.decode("utf-8", "replace").strip()
    is_number = any(char.isalnum() for char in printed) and not RE_BULLET_CODE.fullmatch(printed)
    if not printed or is_number:
        return b" " + text
    return b"\\u8212 ?\\u8212 ?" if all(char in DASHES for char in printed) else b"\\u9679 ?"
