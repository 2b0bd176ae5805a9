"""What a notice prints around its body: title, issuer, document number, dates, addressees, colophon.

The letter head is metadata, not a unit. Lines are judged one by one from the top and from the
bottom; the body is what remains between.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from pipeline.ingest.letter_fields import dates_of, document_number, issuer_of, title_of, years_of
from pipeline.ingest.letter_words import (
    LONGEST_TITLE_LINE,
    RE_ATTACHMENT,
    RE_SENTENCE_END,
    LetterWords,
    Line,
    text_lines,
)
from pipeline.knowledge.chinese import HAN
from pipeline.knowledge.letters import is_date_line, is_signature
from pipeline.knowledge.numbering import read_marker

MOST_HEAD_LINES = 60
LONGEST_FOOT_LINE = 40  # characters of a line that may begin what stands behind a notice
HEADING_STYLES = ("cn", "chapter", "part", "section", "article", "attachment")


RE_FIRST_ANNEX = re.compile(r"^附(?:件|表|录)\s*[1一]\s*[：:]?(?:$|[^。：:]{2,40}$)")
RE_SECOND_ANNEX = re.compile(r"^附(?:件|表|录)\s*[2二]\s*[：:]?(?:$|[^。：:]{2,40}$)")
RE_LABEL = re.compile(rf"（?([{HAN}]{{2,8}})：")


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What the lines around the body say. `body_start` and `body_end` count characters of the text."""

    title: str
    issuer: str
    document_number: str
    issued_on: str | None
    published_on: str | None
    year: int | None
    period_from: int | None
    period_to: int | None
    body_start: int
    body_end: int


def _head_end(lines: list[Line], words: LetterWords) -> int:
    """How many of the first lines are letter head.

    The head ends at the last title, signature, date or hand-on sentence (现印发给你们) before the
    first heading, or before the first paragraph that is none of these.
    """
    end = 0
    for i, line in enumerate(lines[:MOST_HEAD_LINES]):
        if words.opens_body(line.text) or _opens_annexes(lines, i):
            break
        if words.says("report-opening", line.text):
            return i + 1
        if words.is_furniture(line.text) or words.is_title(line.text):
            end = i + 1
        elif _hands_on(line.text, words) or RE_ATTACHMENT.match(line.text):
            end = i + 1 if any(words.opens_body(below.text) for below in lines[i + 1 :]) else end
        elif i == end and _is_bare_title(line.text):
            end = i + 1  # a title over several lines, or one without a genre word
        elif _is_paragraph(line.text) and not _letter_goes_on(lines[i + 1 :], words):
            break
    return end


def _opens_annexes(lines: list[Line], i: int) -> bool:
    """附件1 where an 附件2 follows below its text: a letter with several annexes, which are the body."""
    if not RE_FIRST_ANNEX.match(lines[i].text):
        return False
    return any(RE_SECOND_ANNEX.match(line.text) for line in lines[i + 2 :])


def _hands_on(line: str, words: LetterWords) -> bool:
    holds_body = words.says("announces-items", line) or words.says("sets-out", line)
    hands_on = words.says("handed-on", line) and not holds_body
    return len(line) <= 300 and (hands_on or words.says("handed-on-and-announced", line))


def _is_bare_title(line: str) -> bool:
    return not RE_SENTENCE_END.search(line) and len(line) <= LONGEST_TITLE_LINE and "，" not in line


def _is_paragraph(line: str) -> bool:
    return bool(RE_SENTENCE_END.search(line)) and len(line) > LONGEST_TITLE_LINE


def _letter_goes_on(rest: list[Line], words: LetterWords) -> bool:
    """True if a signature or another title stands between here and the first heading, and text below it."""
    for i, line in enumerate(rest[:MOST_HEAD_LINES]):
        if words.opens_body(line.text):
            return False
        if is_date_line(line.text) or words.is_title(line.text):
            return not _is_foot(rest[i + 1 :], words)
    return False


def _is_foot(rest: list[Line], words: LetterWords) -> bool:
    return all(words.is_foot(line.text) for line in rest)


def _first_sentence(lines: list[Line], words: LetterWords) -> int:
    """Where the text of a letter begins that attaches nothing; the number of lines where there is none."""
    return next(
        (
            i
            for i, line in enumerate(lines)
            if RE_SENTENCE_END.search(line.text)
            and not words.is_furniture(line.text)
            and not _hands_on(line.text, words)
        ),
        len(lines),
    )


def _text_end(lines: list[Line], head: int, words: LetterWords) -> int:
    """Where a glossary, a licence or the lines of a site begin that no heading follows; else the end."""
    headings = (i for i in range(len(lines) - 1, head, -1) if _is_heading(lines[i].text))
    first, own = next(headings, head) + 1, _labels_of_body(lines[head:])
    return next(
        (
            i
            for i in range(first, len(lines))
            if words.says("body-ends", lines[i].text)
            and len(lines[i].text) <= LONGEST_FOOT_LINE
            and _label(lines[i].text) not in own
        ),
        len(lines),
    )


def _labels_of_body(lines: list[Line]) -> frozenset[str]:
    """The labels that several lines open with: 主办单位： below each item is no line of the site."""
    counts = Counter(label for line in lines if (label := _label(line.text)))
    return frozenset(label for label, count in counts.items() if count > 1)


def _label(line: str) -> str:
    match = RE_LABEL.match(line)
    return match[1] if match else ""


def _is_heading(line: str) -> bool:
    marker = read_marker(line[:LONGEST_TITLE_LINE])
    return marker is not None and marker.name in HEADING_STYLES


def _foot_start(lines: list[Line], head: int, words: LetterWords) -> int:
    """The index of the first line of the colophon (signature, distribution list, public note)."""
    start, own = _text_end(lines, head, words), _labels_of_body(lines[head:])
    while start > head and _label(lines[start - 1].text) not in own:
        below = lines[start].text if start < len(lines) else ""
        line = lines[start - 1].text
        if words.is_foot(line) or (words.says("copies", below) and _is_bare_title(line) and not read_marker(line)):
            start -= 1
        else:
            break
    return start


def _inner_signature(lines: list[Line], words: LetterWords) -> list[Line]:
    """Name, date and the title of what is attached, where a letter that holds the body itself is signed."""
    for i in range(1, len(lines)):
        if is_date_line(lines[i].text) and is_signature(lines[i - 1].text):
            attached = lines[i + 1 : i + 2]
            return [lines[i - 1], lines[i], *(line for line in attached if words.is_title(line.text))]
    return []


def _fuller(named: str, signed: str) -> str:
    """市政府办公室 in the title is 云州市政府办公室 where the letter is signed so."""
    return signed if not named or signed.endswith(named) else named


def read_letterhead(text: str, words: LetterWords | None = None) -> Letterhead:
    """Title, issuer, number, dates and years of a clean text, and where its body begins and ends.

    `words` are those of a project folder, of the one this code lies in if None.
    """
    words = words or LetterWords.load()
    lines = list(text_lines(text))
    head_end = _head_end(lines, words)
    if _is_foot(lines[head_end:], words):
        head_end = _first_sentence(lines[:head_end], words)
    foot_start = _foot_start(lines, head_end, words)
    head, foot = lines[:head_end], lines[foot_start:]
    inner = _inner_signature(lines[head_end:foot_start], words)
    title = title_of(head, lines, words) or title_of(inner, [], words)
    issued_on, published_on = dates_of(head, foot, words)
    issued_on = issued_on or dates_of(inner, [], words)[0]
    year, period_from, period_to = years_of(title, head, issued_on or published_on, lines[head_end:])
    return Letterhead(
        title=title,
        issuer=_fuller(issuer_of(title, head, foot, words), issuer_of(title, inner, [], words)),
        document_number=document_number(head, words),
        issued_on=issued_on,
        published_on=published_on,
        year=year,
        period_from=period_from,
        period_to=period_to,
        body_start=lines[head_end].start if head_end < len(lines) else len(text),
        body_end=lines[foot_start - 1].end if foot_start > head_end else len(text),
    )
