"""Stage compare. In: the facts of all notices. Out: data/comparisons, a profile of every notice and what
changed between consecutive notices of a series."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any

from pipeline.bodies import Registry
from pipeline.compare.profile import NoticeFacts, coverage, department_roles, distinctive_words, priorities
from pipeline.compare.series import TABLES, by_series, compare_series
from pipeline.compare.strength import StrengthLadder
from pipeline.config import Params, load_lexicon
from pipeline.progress import track
from pipeline.schema import Diagnostic, Notice
from pipeline.storage import read_table, write_table
from pipeline.theme_scheme import Scheme, declared_theme, load_scheme

DIAGNOSTIC_TABLES = ("ingest_diagnostics", "segment_diagnostics", "extract_diagnostics")


def _by_notice(root: Path, table: str) -> dict[str, list[Any]]:
    grouped: dict[str, list[Any]] = defaultdict(list)
    for record in read_table(root, table):
        grouped[record.notice_id].append(record)
    return grouped


def cut_off_themes(notice: Notice, diagnostics: list[Diagnostic], scheme: Scheme) -> frozenset[str]:
    """The themes whose section heading stands in the text without any item below it."""
    headings = [notice.text[odd.start :].split("\n", 1)[0] for odd in diagnostics if odd.code == "heading-without-items" and odd.start is not None]
    return frozenset(theme for heading in headings if (theme := declared_theme(heading, scheme)))


def load_facts(root: Path) -> list[NoticeFacts]:
    """Every notice that reports show, with its facts."""
    scheme = load_scheme(root)
    tables = {name: _by_notice(root, name) for name in ("units", "roles", "clauses", "targets", "entities", "themes", *DIAGNOSTIC_TABLES)}
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
                cut_off=cut_off_themes(notice, diagnostics, scheme),
                clauses=tables["clauses"][notice.notice_id],
            )
        )
    return facts


def run(root: Path, params: Params) -> None:
    """Write the profile of every notice, then the comparisons of every series."""
    themes = load_scheme(root).ids
    facts = load_facts(root)
    write_table(root, "priorities", [row for one in track(facts, "comparing") for row in priorities(one, themes, params.compare)])
    write_table(root, "department_roles", [row for one in facts for row in department_roles(one)])
    write_table(root, "distinctive_words", [row for one in facts for row in distinctive_words(one)])
    write_table(root, "coverage", [row for one in facts for row in coverage(one)])
    registry = Registry.load(root / "configs" / "bodies.yaml")
    ladder = StrengthLadder.from_lexicon(load_lexicon(root, "strength"))
    found = [compare_series(notices, registry=registry, ladder=ladder, themes=themes, params=params.compare) for notices in track(by_series(facts), "comparing years")]
    for table in TABLES:
        write_table(root, table, [row for rows in found for row in rows[table]])
