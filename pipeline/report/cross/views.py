"""A cross-section as a reader sees it: rows, cells and findings, each with its way back to the sentence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from pipeline.records.crosses import CrossCell, CrossFound, CrossPlace, CrossRow, CrossTerm
from pipeline.records.findings import Finding, Passage

AROUND = 60  # characters of the text shown on either side of a passage
MOST_FINDINGS = 60
MOST_TERMS = 40
MEASURES = {
    "growth": "增长", "reduction": "下降", "share": "比率", "level": "总量", "amount": "当年量", "removed": "退出",
    "limit": "时限", "multiple": "倍数", "worded": "文字目标",
}  # fmt: skip
STATUS = {"not_set": "未设", "cut": "文本残缺", "not_told": "未载明", "value": "", "worded": ""}
CHANGES = {
    "raised": "高于上级", "lowered": "低于上级", "unchanged": "与上级相同", "taken_up": "有承接",
    "replaced_by_words": "改为文字", "number_added": "补充数值", "worded": "均为文字", "left_out": "未提出",
    "not_comparable": "口径不同", "cut": "文本残缺",
}  # fmt: skip
LEADS = {
    "lead": "牵头",
    "responsible_only": "只列责任单位",
    "not_told": "未载明",
    "left_out": "未列此项",
    "cut": "文本残缺",
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """A passage with what stands around it; `anchor` is its place on the page."""

    anchor: str
    place: str
    before: str
    said: str
    after: str


@dataclass(frozen=True)
class CrossView:
    """Everything the page shows of one cross-section. `texts` are the clean texts by notice id."""

    found: CrossFound
    texts: Mapping[str, str]
    themes: Mapping[str, str]

    @cached_property
    def places(self) -> dict[str, CrossPlace]:
        return {place.notice_id: place for place in self.found.places}

    @cached_property
    def peers(self) -> list[CrossPlace]:
        return [place for place in self.found.places if not place.higher]

    @cached_property
    def rows(self) -> list[CrossRow]:
        return [row for row in self.found.rows if row.shown]

    @cached_property
    def later(self) -> list[CrossRow]:
        return [row for row in self.found.rows if any(cell.status == "value" for cell in row.later)]

    @cached_property
    def findings(self) -> list[Finding]:
        return list(self.found.findings[:MOST_FINDINGS])

    def findings_of(self, place: CrossPlace) -> list[Finding]:
        """The findings whose subject is this place, or that name it."""
        return [one for one in self.found.findings if place.place in one.zh]

    def cell_of(self, row: CrossRow, place: CrossPlace) -> CrossCell:
        return next(cell for cell in row.cells if cell.notice_id == place.notice_id)

    def few(self) -> list[CrossTerm]:
        """Terms that at most a quarter of the places say, as ideas."""
        told = [term for term in self.found.terms if not term.local and term.is_name and term.left_out_by]
        return [term for term in told if 4 * len(term.said_by) <= len(self.places)][:MOST_TERMS]

    def most(self) -> list[CrossTerm]:
        """Terms that at least three quarters of the places say and some leave out."""
        told = [term for term in self.found.terms if not term.local and term.is_name and term.left_out_by]
        return [term for term in told if 4 * len(term.said_by) >= 3 * len(self.places)][:MOST_TERMS]

    def local(self) -> list[CrossTerm]:
        return [term for term in self.found.terms if term.local][:MOST_TERMS]

    def named(self, notice_ids: Sequence[str]) -> str:
        return "、".join(self.places[one].place for one in notice_ids)

    # -- evidence --------------------------------------------------------------------------------------

    @cached_property
    def evidence(self) -> dict[tuple[str, int, int], Evidence]:
        """Every passage the page points at, in the order of places and texts."""
        order = {place.notice_id: number for number, place in enumerate(self.found.places)}
        keys = {(one.notice_id, one.start, one.end) for one in self._pointed_at()}
        ordered = sorted(keys, key=lambda key: (order[key[0]], key[1], key[2]))
        return {key: self._evidence(f"e{number}", *key) for number, key in enumerate(ordered, 1)}

    def _pointed_at(self) -> Iterator[Passage]:
        for row in self.found.rows:
            cells = [*(row.cells if row.shown else ()), *row.later]
            yield from (fact for cell in cells for fact in cell.facts[:1])
        yield from (passage for one in self.found.findings for passage in one.evidence)
        yield from (fact for term in [*self.few(), *self.most(), *self.local()] for fact in term.facts[:1])
        yield from (fact for lead in self.found.leads for fact in lead.facts)
        yield from (section.passage for section in self.found.sections)
        for level in self.found.levels:
            yield level.above
            if level.below:
                yield level.below

    def _evidence(self, anchor: str, notice_id: str, start: int, end: int) -> Evidence:
        text = self.texts[notice_id]
        before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
        return Evidence(anchor, self.places[notice_id].place, before, text[start:end], after)

    def anchor(self, passage: Passage) -> str:
        return self.evidence[passage.notice_id, passage.start, passage.end].anchor

    def evidence_by_place(self) -> list[tuple[CrossPlace, list[Evidence]]]:
        return [
            (place, [one for key, one in self.evidence.items() if key[0] == place.notice_id])
            for place in self.found.places
        ]

    # -- themes ----------------------------------------------------------------------------------------

    def share(self, place: CrossPlace, theme: str) -> float | None:
        return self._shares.get((place.notice_id, theme))

    @cached_property
    def _shares(self) -> dict[tuple[str, str], float | None]:
        return {(row.notice_id, row.theme): row.share for row in self.found.shares}

    def order_of(self, place: CrossPlace) -> list[tuple[str, str]]:
        """(title, anchor) of the sections of a place, in order."""
        mine = [row for row in self.found.sections if row.notice_id == place.notice_id]
        return [(row.title, self.anchor(row.passage)) for row in mine]
