"""Records of a cross-section: the panel place by indicator, terms, priorities and leads of many notices of one year."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from pipeline.records.findings import CellStatus, Finding, Passage

CROSS_MEASURES = ("growth", "reduction", "share", "level", "amount", "removed", "limit", "multiple", "worded")


@dataclass(frozen=True, slots=True)
class CrossPlace:
    """One notice of a cross-section. `level`: 0 country, 1 province, 2 city, 3 county; `cut`: its text breaks off."""

    notice_id: str
    place: str
    title: str
    level: int
    cut: bool
    higher: bool  # the one level above the others, which is compared with them and not ranked among them


@dataclass(frozen=True, slots=True)
class CrossCell:
    """What one place says of one indicator. `printed` is the number with its bounds, or the words.

    `rank` counts from 1 for the highest among the places that are compared, `tied` with how many others;
    None where there is no number, or one in a unit that cannot be compared. `horizon` is the year of a
    target of later years. The facts of a `not_set` cell name the indicator without setting it.
    """

    notice_id: str
    status: CellStatus
    op: str
    value: float | None
    value_high: float | None
    unit: str
    printed: str
    rank: int | None
    tied: int
    horizon: int | None
    facts: tuple[Passage, ...]
    last_printed: str = ""  # the place's own target for this in its notice before, where the corpus has one
    against_last: str = ""  # higher, lower or same by its number; "" where they cannot be compared


@dataclass(frozen=True, slots=True)
class CrossRow:
    """One indicator over all places: a cell a place, in their order, and beside them its targets of later years.

    `median` is that of the compared places in the first unit of its kind. `shown`: at least a third of
    the places promise it.
    """

    id: str
    indicator: str
    scope: str
    measure: str
    unit: str
    promised_by: int
    median: float | None
    median_printed: str
    shown: bool
    cells: tuple[CrossCell, ...]
    later: tuple[CrossCell, ...]
    median_en: str = ""


@dataclass(frozen=True, slots=True)
class CrossTerm:
    """A term and who says it. `local`: a name that only its own place can say; `is_name`: quoted, named or a rare word.

    `p` is the chance of such a spread if the term stood anywhere alike, by Fisher's exact test of the place that
    says it most, or least, for its length; `p_corrected` is corrected for all terms (Holm).
    """

    term: str
    local: bool
    is_name: bool
    said_by: tuple[str, ...]
    left_out_by: tuple[str, ...]
    untold: tuple[str, ...]  # their texts break off
    counts: tuple[int, ...]  # of said_by
    p: float
    p_corrected: float
    facts: tuple[Passage, ...]  # the first place of each that says it


@dataclass(frozen=True, slots=True)
class CrossShare:
    """The share of a theme in the text of a place's tasks, and its rank there; None where its section is cut off."""

    notice_id: str
    theme: str
    share: float | None
    characters: int
    total: int


@dataclass(frozen=True, slots=True)
class CrossSectionTitle:
    """A section of the plan in the order of the text, with the theme most of it is about ("" where none prevails)."""

    notice_id: str
    order: int
    title: str
    theme: str
    passage: Passage


@dataclass(frozen=True, slots=True)
class CrossLead:
    """Who leads one work in one place. `status`: lead, responsible_only, not_told, left_out or cut."""

    work: str
    notice_id: str
    status: str
    bodies: tuple[str, ...]
    body_ids: tuple[str, ...]
    facts: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class CrossLevel:
    """What became of one target or task of the higher notice in one place below it.

    `change`: raised, lowered, unchanged (rates, shares, limits, figures per head), taken_up (tasks, and amounts of
    which a place promises its part), replaced_by_words, number_added, worded, left_out, not_comparable, cut.
    """

    what: str  # target | task
    subject: str
    measure: str
    notice_id: str
    change: str
    also: tuple[str, ...]
    above: Passage
    below: Passage | None
    above_printed: str
    below_printed: str


@dataclass(frozen=True, slots=True)
class CrossFound:
    """All that was found of one cross-section."""

    name: str
    places: tuple[CrossPlace, ...]
    rows: tuple[CrossRow, ...]
    terms: tuple[CrossTerm, ...]
    shares: tuple[CrossShare, ...]
    sections: tuple[CrossSectionTitle, ...]
    leads: tuple[CrossLead, ...]
    levels: tuple[CrossLevel, ...]
    findings: tuple[Finding, ...]

    def as_json(self) -> dict[str, Any]:
        """The machine interface: findings first, then what they were made from.

        What would say nothing is left out: cells of places that set no target of a row (those of the rows shown
        are kept, and those whose passage names the indicator), empty fields of cells, and plain compounds whose
        spread is chance.
        """
        data = asdict(self)
        data["rows"] = [_compact_row(row) for row in data["rows"]]
        data["terms"] = [one for one in data["terms"] if one["is_name"] or one["local"] or one["p_corrected"] < 1]
        ordered = ["name", "places", "findings", "rows", "terms", "shares", "sections", "leads", "levels"]
        return {key: data[key] for key in ordered}


EMPTY = (None, "", (), 0)
ALWAYS = ("notice_id", "status", "value")


def _compact_row(row: dict[str, Any]) -> dict[str, Any]:
    told = [cell for cell in row["cells"] if row["shown"] or cell["status"] != "not_set" or cell["facts"]]
    later = [cell for cell in row["later"] if cell["status"] != "not_set"]
    return {**row, "cells": [_compact(cell) for cell in told], "later": [_compact(cell) for cell in later]}


def _compact(cell: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in cell.items() if key in ALWAYS or value not in EMPTY}
