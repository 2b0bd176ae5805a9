"""Stage compare. In: the facts of all notices. Out: data/comparisons. One year gives a profile."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any

from pipeline.compare.profile import NoticeFacts, coverage, department_roles, distinctive_words, priorities
from pipeline.config import Params
from pipeline.progress import track
from pipeline.schema import Diagnostic, Notice
from pipeline.storage import read_table, write_table
from pipeline.theme_scheme import ThemeScheme

DIAGNOSTIC_TABLES = ("ingest_diagnostics", "segment_diagnostics", "extract_diagnostics")


def _by_notice(root: Path, table: str) -> dict[str, list[Any]]:
    grouped: dict[str, list[Any]] = defaultdict(list)
    for record in read_table(root, table):
        grouped[record.notice_id].append(record)
    return grouped


def _cut_off(notice: Notice, diagnostics: list[Diagnostic], scheme: ThemeScheme) -> frozenset[str]:
    """The themes whose section heading stands in the text without any item below it."""
    headings = [notice.text[odd.start :].split("\n", 1)[0] for odd in diagnostics if odd.code == "heading-without-items" and odd.start is not None]
    return frozenset(theme for heading in headings if (theme := scheme.declared_theme(heading)))


def load_facts(root: Path) -> list[NoticeFacts]:
    """Every notice that reports show, with its facts."""
    scheme = ThemeScheme.load(root)
    tables = {name: _by_notice(root, name) for name in ("units", "roles", "targets", "entities", "themes", *DIAGNOSTIC_TABLES)}
    facts = []
    for notice in read_table(root, "notices"):
        if notice.provenance == "written":
            continue
        diagnostics = [odd for name in DIAGNOSTIC_TABLES for odd in tables[name][notice.notice_id]]
        facts.append(
            NoticeFacts(
                notice=notice,
                units=tables["units"][notice.notice_id],
                roles=tables["roles"][notice.notice_id],
                targets=tables["targets"][notice.notice_id],
                entities=tables["entities"][notice.notice_id],
                themes={guess.unit_id: guess for guess in tables["themes"][notice.notice_id]},
                diagnostics=diagnostics,
                cut_off=_cut_off(notice, diagnostics, scheme),
            )
        )
    return facts


def run(root: Path, params: Params) -> None:
    """Write the profile of every notice."""
    themes = ThemeScheme.load(root).ids
    facts = load_facts(root)
    write_table(root, "priorities", [row for one in track(facts, "comparing") for row in priorities(one, themes, params.compare)])
    write_table(root, "department_roles", [row for one in facts for row in department_roles(one)])
    write_table(root, "distinctive_words", [row for one in facts for row in distinctive_words(one)])
    write_table(root, "coverage", [row for one in facts for row in coverage(one)])
