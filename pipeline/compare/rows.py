"""Findings, mentions and cells as rows of tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pipeline.compare.pair_view import EditionView
from pipeline.records.findings import Cell, CellRow, EvidenceRow, Finding, FindingRow, MentionRow


def finding_rows(found: Sequence[Finding]) -> Iterator[FindingRow]:
    for rank, one in enumerate(found, 1):
        old, new = one.notice_ids
        values = one.values[0], one.values[-1]
        yield FindingRow(
            old, new, one.id, rank, one.kind, one.subject, *values, one.also, one.weight, one.certainty, one.zh, one.en,
            one.by,
        )  # fmt: skip


def evidence_rows(found: Sequence[Finding]) -> Iterator[EvidenceRow]:
    for one in found:
        older, newer = one.notice_ids
        for place, passage in enumerate(one.evidence):
            yield EvidenceRow(
                older,
                newer,
                one.id,
                place,
                passage.notice_id,
                passage.unit_id,
                passage.start,
                passage.end,
                passage.surface,
            )


def mention_rows(view: EditionView) -> Iterator[MentionRow]:
    for row in view.ledger:
        for one in row.mentions:
            place = one.passage
            yield MentionRow(
                view.notice_id, one.id, row.id, place.unit_id, place.start, place.end, place.surface, one.section,
                one.status,
                one.head, one.scope, one.measure, one.op, one.value, one.value_high, one.unit, one.printed, one.horizon,
                one.each_year,
            )  # fmt: skip


def cell_rows(cells: Sequence[Cell], years: Mapping[str, int], series: str) -> Iterator[CellRow]:
    for one in cells:
        first = one.facts[0] if one.facts else None
        yield CellRow(
            series, one.row, one.notice_id, years[one.notice_id], one.status, one.value, one.value_high, one.unit,
            one.printed,
            first.start if first else None, first.end if first else None,
        )  # fmt: skip
