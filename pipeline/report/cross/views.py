"""A cross-section as a reader sees it: rows, cells and findings, each with its way back to the sentence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from statistics import median

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

    def cell_of(self, row: CrossRow, place: CrossPlace) -> CrossCell:
        return next(cell for cell in row.cells if cell.notice_id == place.notice_id)

    def few(self) -> list[CrossTerm]:
        """Terms that at most a quarter of the places say, as ideas."""
        return self._told_few[:MOST_TERMS]

    def most(self) -> list[CrossTerm]:
        """Terms that at least three quarters of the places say and some leave out."""
        return self._told_most[:MOST_TERMS]

    def local(self) -> list[CrossTerm]:
        return [term for term in self.found.terms if term.local][:MOST_TERMS]

    @cached_property
    def _ideas(self) -> list[CrossTerm]:
        return [term for term in self.found.terms if not term.local and term.is_name and term.left_out_by]

    @cached_property
    def _told_few(self) -> list[CrossTerm]:
        return [term for term in self._ideas if 4 * len(term.said_by) <= len(self.places)]

    @cached_property
    def _told_most(self) -> list[CrossTerm]:
        return [term for term in self._ideas if 4 * len(term.said_by) >= 3 * len(self.places)]

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
        yield from (passage for one in self.findings for passage in one.evidence)
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
        told = [
            (place, [one for key, one in self.evidence.items() if key[0] == place.notice_id])
            for place in self.found.places
        ]
        return [(place, passages) for place, passages in told if passages]

    # -- themes ----------------------------------------------------------------------------------------

    def share(self, place: CrossPlace, theme: str) -> float | None:
        return self._shares.get((place.notice_id, theme))

    def median_share(self, theme: str) -> float | None:
        """Of the places that are compared."""
        shares = [self.share(place, theme) for place in self.peers]
        told = [share for share in shares if share is not None]
        return median(told) if told else None

    @cached_property
    def _shares(self) -> dict[tuple[str, str], float | None]:
        return {(row.notice_id, row.theme): row.share for row in self.found.shares}

    def order_of(self, place: CrossPlace) -> list[tuple[str, str]]:
        """(title, anchor) of the sections of a place, in order."""
        mine = [row for row in self.found.sections if row.notice_id == place.notice_id]
        return [(row.title, self.anchor(row.passage)) for row in mine]


@dataclass(frozen=True)
class PlaceView(CrossView):
    """What the page of one place shows: the place against the others."""

    place: CrossPlace

    @cached_property
    def findings(self) -> list[Finding]:
        """The findings that are about this place; one that quotes it as an example of the others is not."""
        about = (one for one in self.found.findings if self.place.place in one.zh.partition("，如")[0])
        return list(about)[:MOST_FINDINGS]

    @cached_property
    def mine(self) -> str:
        return self.place.notice_id

    @cached_property
    def alone(self) -> list[tuple[CrossRow, CrossCell]]:
        """The numbers of the year that no other place sets."""
        rows = [row for row in self.found.rows if row.promised_by == 1 and not row.shown]
        cells = ((row, self.cell_of(row, self.place)) for row in rows)
        return [(row, cell) for row, cell in cells if cell.status == "value"]

    @cached_property
    def not_set(self) -> list[CrossRow]:
        return [row for row in self.rows if self.cell_of(row, self.place).status == "not_set"]

    @cached_property
    def own_later(self) -> list[tuple[CrossRow, CrossCell]]:
        cells = ((row, cell) for row in self.found.rows for cell in row.later if cell.notice_id == self.mine)
        return [(row, cell) for row, cell in cells if cell.status == "value"]

    def extreme(self, row: CrossRow, *, highest: bool) -> CrossCell | None:
        """The cell with the highest, or the lowest, number among the places that are compared."""
        ranked = [cell for cell in row.cells if cell.rank]
        if len(ranked) < 2:
            return None
        return (min if highest else max)(ranked, key=lambda cell: cell.rank or 0)

    def says(self) -> list[CrossTerm]:
        return [term for term in self._told_few if self.mine in term.said_by][:MOST_TERMS]

    def leaves_out(self) -> list[CrossTerm]:
        return [term for term in self._told_most if self.mine in term.left_out_by][:MOST_TERMS]

    def fact_of(self, term: CrossTerm) -> Passage:
        """The place's own passage of a term, else that of the first that says it."""
        return next((fact for fact in term.facts if fact.notice_id == self.mine), term.facts[0])

    def _pointed_at(self) -> Iterator[Passage]:
        shown = [self.cell_of(row, self.place) for row in self.rows]
        ends = [self.extreme(row, highest=up) for row in self.rows for up in (True, False)]
        cells = [*shown, *(cell for cell in ends if cell), *(cell for _, cell in [*self.alone, *self.own_later])]
        yield from (fact for cell in cells for fact in cell.facts[:1])
        yield from (passage for one in self.findings for passage in one.evidence)
        yield from (self.fact_of(term) for term in [*self.says(), *self.leaves_out()])
        yield from (section.passage for section in self.found.sections if section.notice_id == self.mine)
