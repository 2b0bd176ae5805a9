"""Text that was decoded with the wrong encoding before it came here (乱码): no reader can trust it.

Decoding the same bytes the right way gives Chinese again, which is how it is told from any other text.
"""

from __future__ import annotations

import re

from pipeline.ingest.raw import UnreadableNotice
from pipeline.knowledge.chinese import HAN

SAMPLE = 20_000  # characters looked at
LEAST_FOREIGN = 0.3  # share of the letters of other alphabets, from which a text may be Chinese read as Latin
LEAST_HAN = 0.5  # share of Chinese in a text, or in what was decoded anew, for it to be the true text
LEAST_LINES = 0.5  # share of the lines that are whole characters of another encoding
FEWEST_CHARACTERS = 20
LOST = ("锟斤拷", "烫烫烫", "屯屯屯")  # what replaced characters become when they are decoded once more

RE_HAN = re.compile(f"[{HAN}]")
RE_LATIN_1 = re.compile("[\u0080-\u00ff\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192]")
NEXT_STEP = "open the original again and save it as UTF-8, or take the notice from its issuer's page"


def check_encoding(text: str) -> None:
    """Raises UnreadableNotice for a text that was decoded with the wrong encoding."""
    sample = text[:SAMPLE]
    wrong = _wrong_encoding(sample)
    if wrong:
        raise UnreadableNotice(
            f"this text was decoded with the wrong encoding ({wrong}), it reads {sample.strip()[:12]!r}; {NEXT_STEP}"
        )


def _wrong_encoding(sample: str) -> str:
    """How a text was decoded wrongly, "" if it was not."""
    letters = [char for char in sample if _is_letter(char)]
    if len(letters) < FEWEST_CHARACTERS:
        return ""
    if sum(sample.count(mark) for mark in LOST) * 10 > len(letters):
        return "its characters were lost before"
    is_chinese = _is_chinese(sample)
    if not is_chinese and len(RE_LATIN_1.findall(sample)) > LEAST_FOREIGN * len(letters):
        for encoding in ("utf-8", "gb18030", "big5"):
            if _is_chinese(_as_bytes(sample).decode(encoding, errors="replace")):
                return f"{encoding.upper()} read as Latin"
    return "UTF-8 read as GBK" if _is_utf8_read_as_gbk(sample) else ""


def _is_letter(char: str) -> bool:
    """True for letters of other alphabets and what wrong decoding puts beside them, not for dashes and quotes."""
    return not char.isascii() and (char.isalpha() or char <= "\u00ff")


def _as_bytes(text: str) -> bytes:
    """The bytes that were read as Latin-1 or Windows-1252."""
    parts = []
    for char in text:
        try:
            parts.append(char.encode("latin-1"))
        except UnicodeEncodeError:
            parts.append(char.encode("cp1252", errors="replace"))
    return b"".join(parts)


def _is_chinese(text: str) -> bool:
    letters = [char for char in text if _is_letter(char)]
    return len(RE_HAN.findall("".join(letters))) > LEAST_HAN * max(1, len(letters))


def _is_utf8_read_as_gbk(sample: str) -> bool:
    """鏀垮簻 for 政府: bytes that are UTF-8 in line after line, which Chinese in GBK never is by chance."""
    lines = [line for line in re.split(r"[\s\ufffd?]+", sample) if len(RE_HAN.findall(line)) >= 6]
    whole = 0
    for line in lines:
        try:
            decoded = line.encode("gb18030").decode("utf-8", errors="ignore")
        except UnicodeEncodeError:
            continue
        whole += len(RE_HAN.findall(decoded)) >= 0.5 * len(RE_HAN.findall(line))
    return bool(lines) and whole > LEAST_LINES * len(lines)
