"""All findings of two editions, ranked, and the same as plain data."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from pipeline.compare.checked_kinds import told
from pipeline.compare.finders.aims import aim_findings
from pipeline.compare.finders.results import result_findings
from pipeline.compare.finders.roles import role_findings
from pipeline.compare.finders.stance import stance_findings
from pipeline.compare.finders.targets import is_cut, target_findings
from pipeline.compare.finders.tasks import task_findings
from pipeline.compare.finders.terms import term_findings
from pipeline.compare.pair_view import EditionView, PairView
from pipeline.compare.panel import panel
from pipeline.compare.ranking import rank
from pipeline.compare.rules import FindingRules
from pipeline.compare.same_body import SameBody
from pipeline.records.findings import Cell, Edition, Finding, Group, Passage


def find(pair: PairView, same_body: SameBody, rules: FindingRules) -> list[Finding]:
    """Every finding of a pair, the weightiest first."""
    drafts = [
        *target_findings(pair),
        *aim_findings(pair),
        *stance_findings(pair, rules.firmness, rules.common, rules.ladder),
        *result_findings(pair),
        *role_findings(pair, same_body),
        *task_findings(pair, rules.firmness, rules.ladder),
        *term_findings(pair, rules.firmness, rules.common),
    ]
    ranked = (_beside(pair, finding) for finding in told(rank(drafts, pair.notice_ids), rules.kinds))
    return [replace(one, evidence=tuple(_as_printed(pair, passage) for passage in one.evidence)) for one in ranked]


# What came or went: the other edition was searched for it, and what it says nearest is shown.
SEARCHED = frozenset(("target_new", "target_dropped", "task_new", "task_dropped", "term_new", "term_gone"))


def _beside(pair: PairView, finding: Finding) -> Finding:
    """A finding of what came or went, with what the other edition says nearest as evidence of the search."""
    sides = {passage.notice_id for passage in finding.evidence}
    if len(sides) > 1 and finding.kind not in SEARCHED:
        return finding
    came = finding.kind.endswith("_new") or sides == {pair.new.notice_id}
    mine = [one for one in finding.evidence if one.notice_id == pair.notice_ids[came]]
    nearest = [one for one in pair.around(mine[0], finding.subject) if one not in finding.evidence] if mine else []
    old_first = came or not mine
    return replace(finding, evidence=(*nearest, *finding.evidence) if old_first else (*finding.evidence, *nearest))


# What a printed line has around a title: 一、 （二） 3. before it, a full stop behind it.
RE_NUMBER_BEFORE = re.compile(
    r"(?:[（(]?[一二三四五六七八九十\d]{1,3}[)）、.．]|[一二三四五六七八九十]{1,2}是)[ \u3000]*$"
)
RE_STOP_BEHIND = re.compile(r"[。；]")


def _as_printed(pair: PairView, passage: Passage) -> Passage:
    """A passage that begins a line, with its printed number and its full stop, by which a reader finds it."""
    view = pair.old if passage.notice_id == pair.old.notice_id else pair.new
    text = view.facts.notice.text
    line = text[text.rfind("\n", 0, passage.start) + 1 : passage.start]
    number = RE_NUMBER_BEFORE.fullmatch(line.lstrip())
    start = passage.start - len(number[0]) if number else passage.start
    end = passage.end + bool(RE_STOP_BEHIND.match(text, passage.end))
    return replace(passage, start=start, end=end, surface=text[start:end])


def group_of(pair: PairView) -> Group:
    """The two editions as a group along the years."""
    return Group(tuple(edition_of(view) for view in (pair.old, pair.new)), "year")


def edition_of(view: EditionView) -> Edition:
    notice = view.facts.notice
    return Edition(notice.notice_id, notice.year, "", notice.title)


def cells(pair: PairView) -> list[Cell]:
    """The panel of a pair."""
    ledgers = {view.notice_id: view.ledger for view in (pair.old, pair.new)}
    cut = frozenset(view.notice_id for view in (pair.old, pair.new) if is_cut(view))
    return panel(group_of(pair), ledgers, pair.indicator_matches, cut)


def findings_json(pair: PairView, found: list[Finding]) -> dict[str, list[dict[str, Any]]]:
    """The keys findings, indicators and terms of the machine interface."""
    return {
        "findings": [_finding_json(rank, finding) for rank, finding in enumerate(found, 1)],
        "indicators": _panel_json(cells(pair)),
        "terms": [_term_json(finding) for finding in found if finding.kind in ("term_new", "term_gone")],
    }


def _finding_json(rank: int, finding: Finding) -> dict[str, Any]:
    return {
        "id": finding.id,
        "rank": rank,
        "kind": finding.kind,
        "also": list(finding.also),
        "subject": finding.subject,
        "values": list(finding.values),
        "text": finding.zh,
        "text_en": finding.en,
        "weight": finding.weight,
        "certainty": finding.certainty,
        **({"by": "person"} if finding.by == "person" else {}),
        "evidence": [
            {"side": "old" if passage.notice_id == finding.notice_ids[0] else "new", **_passage_json(passage)}
            for passage in finding.evidence
        ],
    }


def _passage_json(passage: Passage) -> dict[str, Any]:
    return {"unit_id": passage.unit_id, "start": passage.start, "end": passage.end, "text": passage.surface}


def _panel_json(found: list[Cell]) -> list[dict[str, Any]]:
    """One entry a row: the indicator and what each side says of it."""
    rows: dict[str, dict[str, Any]] = {}
    for cell in found:
        row = rows.setdefault(cell.row, {"indicator": cell.row})
        side = "old" if "old" not in row else "new"
        row[side] = {
            "status": cell.status,
            "value": cell.value,
            "value_high": cell.value_high,
            "unit": cell.unit,
            "printed": cell.printed,
            "places": [_passage_json(passage) for passage in cell.facts],
        }
    return list(rows.values())


def _term_json(finding: Finding) -> dict[str, Any]:
    change = "new" if finding.kind == "term_new" else "gone"
    return {"term": finding.subject, "change": change, **_passage_json(finding.evidence[0])}
