"""Stage compare. In: the facts of all notices. Out: data/comparisons, a profile of every notice and what
changed between consecutive notices of a series."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from pipeline.compare.profile import NoticeFacts, coverage, department_roles, distinctive_words, priorities
from pipeline.compare.strength import StrengthLadder
from pipeline.config import Params, load_dictionary, load_lexicon
from pipeline.corrections.table import of_notices
from pipeline.engine.groups import Groups, beside, encode_tables, run_groups, series_of, write_groups
from pipeline.engine.results_cache import Parts
from pipeline.engine.streams import Packed, TableReader, digest_of, unpack
from pipeline.engine.workers import Context
from pipeline.knowledge.bodies import Registry
from pipeline.knowledge.themes import Scheme, declared_theme, load_scheme
from pipeline.records import Correction, Diagnostic, Notice, ThemeGuess

DIAGNOSTIC_TABLES = ("ingest_diagnostics", "segment_diagnostics", "extract_diagnostics")
FACT_TABLES = ("notices", "units", "roles", "clauses", "targets", "entities", "themes", *DIAGNOSTIC_TABLES)


def cut_off_themes(notice: Notice, diagnostics: list[Diagnostic], scheme: Scheme) -> frozenset[str]:
    """The themes whose section heading stands in the text without any item below it."""
    headings = [
        notice.text[odd.start :].split("\n", 1)[0]
        for odd in diagnostics
        if odd.code == "heading-without-items" and odd.start is not None
    ]
    return frozenset(theme for heading in headings if (theme := declared_theme(heading, scheme)))


def not_measured(guesses: Sequence[ThemeGuess], scheme: Scheme) -> frozenset[str]:
    """The themes that the classifier cannot tell, as too few labels had them: their share is unknown, not zero."""
    measured = {theme for guess in guesses for theme in guess.themes}
    return frozenset(scheme.ids) - measured if measured else frozenset()


def facts_of(tables: dict[str, list[Any]], scheme: Scheme, decided: Sequence[Correction] = ()) -> NoticeFacts:
    """One notice with its facts, from its records by table, and what persons decided about it."""
    (notice,) = tables["notices"]
    diagnostics = [odd for name in DIAGNOSTIC_TABLES for odd in tables[name]]
    return NoticeFacts(
        notice=notice,
        units=tables["units"],
        roles=tables["roles"],
        targets=tables["targets"],
        entities=tables["entities"],
        themes={guess.unit_id: guess for guess in tables["themes"]},
        diagnostics=diagnostics,
        cut_off=cut_off_themes(notice, diagnostics, scheme),
        not_measured=not_measured(tables["themes"], scheme),
        clauses=tables["clauses"],
        decided=decided,
    )


@lru_cache(maxsize=1)
def _knowledge(context: Context) -> tuple[Scheme, Registry, StrengthLadder]:
    root = context.root
    return (
        load_scheme(root),
        Registry.load(root / "configs" / "bodies"),
        StrengthLadder.from_lexicon(load_lexicon(root, "strength")),
    )


Decisions = list[list[Correction]]  # of each notice of a series, in the order of its notices


def _work(context: Context, jobs: list[tuple[list[dict[str, Packed]], Decisions | None]]) -> list[Parts]:
    return [
        encode_tables(
            context.root,
            _compared(context, [{name: unpack(packed) for name, packed in mine.items()} for mine in tables], decided),
        )
        for tables, decided in jobs
    ]


def _compared(context: Context, tables: list[dict[str, list[Any]]], decided: Decisions | None) -> dict[str, list[Any]]:
    """Every table of one series: the profile of each notice, then what changed."""
    # scipy takes a second to load: a run in which nothing changed does without
    from pipeline.compare.rules import FindingRules
    from pipeline.compare.series import by_year, compare_series

    scheme, registry, ladder = _knowledge(context)
    rules = FindingRules.load(context.root)
    params = context.params.compare
    notices = by_year(
        [facts_of(mine, scheme, own) for mine, own in zip(tables, decided or [[] for _ in tables], strict=True)]
    )
    profiles: dict[str, list[Any]] = {
        "priorities": [row for one in notices for row in priorities(one, scheme.ids, params)],
        "department_roles": [row for one in notices for row in department_roles(one)],
        "distinctive_words": [row for one in notices for row in distinctive_words(one)],
        "coverage": [row for one in notices for row in coverage(one)],
    }
    found = compare_series(notices, registry=registry, ladder=ladder, themes=scheme.ids, params=params, rules=rules)
    return {**profiles, **found}


def run(root: Path, params: Params) -> None:
    """Write profiles and comparisons of every series."""
    readers = {name: TableReader(root, name) for name in FACT_TABLES}
    series = series_of(root)
    groups = Groups(
        {
            name: digest_of(reader.rows(notice_id) for notice_id in ids for reader in readers.values())
            for name, ids in series.items()
        },
        lambda name: [
            {table: reader.packed(notice_id) for table, reader in readers.items()} for notice_id in series[name]
        ],
    )
    decided, digests = of_notices(root, "link", "indicator", "finding")
    touched = {name: [decided.get(one, []) for one in ids] for name, ids in series.items() if digests.keys() & set(ids)}
    groups = beside(
        groups, touched, {name: b"".join(digests.get(one, b"") for one in series[name]) for name in touched}
    )
    tables = [table.name for table in load_dictionary(root).values() if table.stage == "compare"]
    write_groups(root, tables, run_groups(root, "compare", params, groups, _work, "comparing years", batch=1))
