"""Stage extract. In: notices and units. Out: roles, clauses, targets, entities, and what was left unread."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

from pipeline.config import Params
from pipeline.extract.facts import FactReader, Facts, resolve_documents
from pipeline.progress import track
from pipeline.storage import read_table, write_table


def run(root: Path, params: Params) -> None:
    """Read the facts of every notice."""
    reader = FactReader.load(root, grants=params.extract.grants)
    notices = {notice.notice_id: notice for notice in read_table(root, "notices")}
    by_notice = [(notice_id, list(units)) for notice_id, units in groupby(read_table(root, "units"), key=lambda unit: unit.notice_id)]
    found: list[Facts] = [reader.read(notices[notice_id], units) for notice_id, units in track(by_notice, "reading roles, targets and entities")]
    for table, name in (("roles", "roles"), ("clauses", "clauses"), ("targets", "targets"), ("entities", "entities"), ("extract_diagnostics", "diagnostics")):
        records = [record for facts in found for record in getattr(facts, name)]
        write_table(root, table, resolve_documents(records, notices.values()) if name == "entities" else records)
