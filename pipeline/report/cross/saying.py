"""How the pages of a cross-section say places, rows, cells and findings in one language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pipeline.config import read_yaml
from pipeline.knowledge.english import subject_of_en, value_en
from pipeline.knowledge.indicator_names import english_name
from pipeline.knowledge.place_names import listed_en, place_en
from pipeline.records.crosses import CrossCell, CrossPlace, CrossRow
from pipeline.records.findings import Finding
from pipeline.report.wording import in_language

LANGUAGES = ("zh", "en")


@cache
def words(language: str) -> dict[str, Any]:
    """The entries of templates/words.yaml in one language."""
    found: dict[str, Any] = in_language(read_yaml(Path(__file__).parent / "templates" / "words.yaml"), language)
    return found


@dataclass(frozen=True)
class Saying:
    """One language of the pages. `themes`: (Chinese, English) names of themes by id."""

    language: str
    themes: Mapping[str, tuple[str, str]]

    @property
    def english(self) -> bool:
        return self.language == "en"

    @property
    def words(self) -> dict[str, Any]:
        return words(self.language)

    def place(self, place: CrossPlace) -> str:
        return place_en(place.place) if self.english else place.place

    def listed(self, notice_ids: Sequence[str], places: Mapping[str, CrossPlace]) -> str:
        named = [places[one].place for one in notice_ids]
        return listed_en(named) if self.english else "、".join(named)

    def indicator(self, row: CrossRow) -> str:
        """The name of a row as a column head says it, its measure apart."""
        scope = "" if row.scope == "本级" else row.scope
        return subject_of_en(row.indicator, scope, "worded") if self.english else f"{scope}{row.indicator}"

    def subject(self, subject: str) -> str:
        """What two levels are compared in: an indicator by its English name where it has one, a task as printed."""
        return (english_name(subject) if self.english else "") or subject

    def median(self, row: CrossRow) -> str:
        return row.median_en if self.english else row.median_printed

    def cell(self, cell: CrossCell) -> str:
        """As printed; in English the number by its English words, since the passage is a click away."""
        return value_en(cell) if self.english and cell.status == "value" else cell.printed

    def quotes(self, cell: CrossCell) -> bool:
        """Whether a cell says Chinese words on an English page."""
        return self.english and cell.status == "worded"

    def finding(self, finding: Finding) -> str:
        return finding.en if self.english else finding.zh

    def theme(self, theme: str) -> str:
        return self.themes[theme][self.english]

    def brackets(self, text: str) -> str:
        return str(self.words["brackets"] % text)

    def file(self, name: str) -> str:
        """The page of this language: index.html, index.en.html."""
        return f"{name}.en.html" if self.english else f"{name}.html"
