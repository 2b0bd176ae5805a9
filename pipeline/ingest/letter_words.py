"""The lines around the body of a notice, by kind: the words of configs/rules/letterhead.yaml, and fixed forms."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pipeline.knowledge.chinese import HAN
from pipeline.knowledge.letters import is_date_line, is_public_note, is_signature
from pipeline.knowledge.numbering import opens_list
from pipeline.knowledge.rules import Rule, load

PROJECT = Path(__file__).resolve().parents[2]
RE_DOCUMENT_NUMBER = re.compile(
    # 青政办发〔2023〕1号, 国发〔2022〕18号, 鲁政办字〔2020〕165号, 苏府规字〔2021〕3号
    # a number at the start of its line or label may end in anything: 体育部联青〔2024〕9号
    rf"(?P<code>[{HAN}]{{1,12}}?(?:[发字函令办文规秘通知告电][{HAN}]{{0,2}}|第)|(?<![{HAN}])[{HAN}]{{2,10}}(?=〔))?"
    r"〔(?P<year>(?:19|20)\d{2})〕(?:第)?(?P<number>\d{1,5})号"
)
RE_ORDER_NUMBER = re.compile(rf"[{HAN}]{{2,20}}令第\d{{1,4}}号|第\d{{1,4}}号令")
RE_PREAMBLE_START = re.compile(r"^(?:为|根据|按照|依据|现|经|结合|围绕|坚持|以)")
RE_SENTENCE_END = re.compile(r"[。；！？]$")
RE_ATTACHMENT = re.compile(r"^附(?:件|表|录)?\s*[\d一二三四五六七八九十]{0,3}\s*[：:]?(?:$|[^。]{0,60}$)")
RE_PRINTED_BY = re.compile(rf"^[{HAN}]{{2,40}}(?:20\d{{2}}年\d{{1,2}}月\d{{1,2}}日|二[〇○零].{{2,12}}日)(?:印发)?$")
LONGEST_TITLE_LINE = 80


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a clean text and where it begins."""

    text: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def text_lines(text: str) -> Iterator[Line]:
    """The lines of a text that are not empty."""
    start = 0
    for line in text.split("\n"):
        if line:
            yield Line(line, start)
        start += len(line) + 1


def is_number_line(line: str) -> bool:
    """True for a line that prints a document number and hardly more."""
    match = RE_DOCUMENT_NUMBER.search(line) or RE_ORDER_NUMBER.search(line)
    return match is not None and len(line) - len(match[0]) <= 12 and not RE_SENTENCE_END.search(line)


class LetterWords:
    """Tells what kind of line a line is."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._rules: dict[str, list[re.Pattern[str]]] = {}
        for rule in rules:
            self._rules.setdefault(rule.decides, []).append(rule.regex)

    @classmethod
    @cache
    def load(cls, root: Path = PROJECT) -> LetterWords:
        """The words of a project folder, by default of the one this code lies in."""
        return cls(load(root, "letterhead"))

    def says(self, decides: str, line: str) -> bool:
        """True if a rule that decides this matches the line."""
        return any(pattern.search(line) for pattern in self._rules.get(decides, ()))

    def is_title(self, line: str) -> bool:
        """A line that ends in a genre word (…的通知, …行动方案); 为贯彻落实…，制定本方案 is a sentence."""
        return (
            len(line) <= LONGEST_TITLE_LINE
            and not RE_SENTENCE_END.search(line)
            and self.says("title", line)
            and not opens_list(line)
            and not ("，" in line and RE_PREAMBLE_START.match(line))
        )

    def is_site_line(self, line: str) -> bool:
        """A labelled line or a row of buttons of the page."""
        return len(line) <= LONGEST_TITLE_LINE and self.says("site", line)

    def is_opening(self, line: str) -> bool:
        """Where a report was read, by whom, to whom, and the sentence that lays it before them."""
        return any(self.says(kind, line) for kind in ("venue", "speaker", "address", "report-opening"))

    def is_furniture(self, line: str) -> bool:
        """A line that can never be body: site lines, numbers, dates, addressees, signatures, notes."""
        return bool(
            self.is_site_line(line)
            or is_public_note(line)
            or self.says("copies", line)
            or is_number_line(line)
            or is_date_line(line)
            or self.says("addressees", line)
            or is_signature(line)
            or self.is_opening(line)
        )

    def opens_body(self, line: str) -> bool:
        """A number that opens a list, or a heading that lost its own."""
        return opens_list(line) or self.says("section", line)

    def is_foot(self, line: str) -> bool:
        """A line of the colophon: formula, signature, date, distribution list, public note, labels of the page."""
        return bool(
            self.says("copies", line)
            or self.says("formula", line)
            or RE_PRINTED_BY.match(line)
            or is_public_note(line)
            or is_date_line(line)
            or is_signature(line)
            or re.match(r"^附件?\s*[：:]", line)
            or (len(line) <= 60 and self.is_site_line(line))
        )
