"""One notice alone: the few sentences that head its report, each with what was counted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from pipeline.records import Unit
from pipeline.report.content.counts import CountRow
from pipeline.report.content.quotes import Quote, Quoter
from pipeline.report.content.told import Told
from pipeline.report.series import NoticeRecords
from pipeline.report.wording import Wording


def single_headline(
    records: NoticeRecords, themes: Sequence[CountRow], bodies: Sequence[CountRow], quoter: Quoter, wording: Wording
) -> list[Told]:
    """Counts of one notice; sentences without anything to count are not said."""
    sentences = _sentences(records, themes, bodies, quoter, wording)
    return [
        Told(f"single/{name}", 0, rank, name, "single", text, name, True, quotes)
        for rank, (name, text, quotes) in enumerate(sentences, 1)
        if quotes
    ]


def _sentences(
    records: NoticeRecords, themes: Sequence[CountRow], bodies: Sequence[CountRow], quoter: Quoter, wording: Wording
) -> Iterator[tuple[str, str, tuple[Quote, ...]]]:
    def quotes(units: Sequence[Unit]) -> tuple[Quote, ...]:
        return tuple(quoter.unit(unit.notice_id, unit.unit_id) for unit in units)

    tasks = records.tasks
    if tasks and themes:
        first = max(themes, key=lambda row: row.last)
        values: dict[str, Any] = {"label": quoter.labels[-1], "n": len(tasks), "theme": first.name, "most": first.last}
        yield "tasks", wording.plain("single.tasks", **values), first.counts[-1].quotes
    if bodies:
        busiest = wording.plain("single.busiest", body=bodies[0].gloss or bodies[0].name, n=bodies[0].last)
        yield "busiest", busiest, bodies[0].counts[-1].quotes
    firm = [target for target in records.promises if target.strength == "firm"]
    promised = wording.plain("single.promises", n=len(records.promises), firm=len(firm))
    yield "promises", promised, tuple(quoter.quote(one.notice_id, one.start, one.end) for one in records.promises)
    named, counted = ({fact.unit_id for fact in facts} for facts in (records.roles, records.targets))
    unnamed = [unit for unit in tasks if unit.unit_id not in named]
    yield "no_body", wording.plain("single.no_body", n=len(unnamed)), quotes(unnamed)
    numberless = [unit for unit in tasks if unit.unit_id not in counted]
    yield "no_number", wording.plain("single.no_number", n=len(numberless)), quotes(numberless)
