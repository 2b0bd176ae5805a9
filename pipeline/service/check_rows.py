"""The rows of a check workbook: what was read in notices of the corpus, and what was found between two of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.engine.files import StorageError

if TYPE_CHECKING:
    from pipeline.corrections.sheets import Cells


def theme_choices(root: Path) -> list[str]:
    """The themes as they are chosen: id and Chinese name."""
    from pipeline.knowledge.themes import load_scheme

    return [f"{theme.id} {theme.zh}" for theme in load_scheme(root).themes]


def notice_rows(root: Path, ids: Sequence[str]) -> dict[str, list[Cells]]:
    """Units, roles, targets, entities and themes of notices, by kind; the doubtful first."""
    from pipeline.corrections import sheets
    from pipeline.knowledge.themes import load_scheme
    from pipeline.themes.review import shown_theme

    scheme = load_scheme(root)
    rows: dict[str, list[Cells]] = defaultdict(list)
    for name in ids:
        tables = tables_of(root, name)
        (notice,) = tables["notices"]
        units = {unit.unit_id: unit for unit in tables["units"]}
        odd = frozenset(one.start for one in tables["segment_diagnostics"] if one.start is not None)
        rows["unit"] += sheets.unit_rows(units.values(), odd)
        rows["role"] += sheets.role_rows(notice, units, tables["roles"])
        rows["target"] += sheets.target_rows(notice, units, [one for one in tables["targets"] if one.kind != "grant"])
        rows["entity"] += sheets.entity_rows(notice, units, tables["entities"])
        rows["theme"] += sheets.theme_rows(units, tables["themes"], partial(shown_theme, scheme=scheme))
    return dict(rows)


TABLES = ("notices", "units", "roles", "targets", "entities", "themes", "segment_diagnostics")


def tables_of(root: Path, notice_id: str) -> dict[str, list[Any]]:
    """The records of one notice by table. Raises StorageError where it has not been read."""
    from pipeline.engine.streams import TableReader, unpack

    found = {name: unpack(TableReader(root, name).packed(notice_id)) for name in TABLES}
    if not found["notices"]:
        raise StorageError(f"{notice_id}: has not been read yet; run `policy-trends run` first")
    return found


def pair_rows(root: Path, old: str, new: str) -> dict[str, list[Cells]]:
    """Links, indicators and findings of two notices, compared as `policy-trends compare` does."""
    from pipeline.compare.findings import findings_json
    from pipeline.corrections import sheets
    from pipeline.service.analyze import Analyzer
    from pipeline.service.compare import Comparer
    from pipeline.service.corpus import analyze_listed

    analyzer = Analyzer(root)
    analyses = [analyze_listed(analyzer, name) for name in (old, new)]
    comparison = Comparer.load(root, analyzer.params.compare).records(*analyses)
    units = {unit.unit_id: unit for analysis in analyses for unit in analysis.units}
    heads = {one.id: one for side in (comparison.view.old, comparison.view.new) for one in side.ledger}
    joined = [
        (heads[a].head, heads[b].head, " → ".join(heads[one].mentions[0].passage.surface for one in (a, b)))
        for match in comparison.view.indicator_matches
        for a in match.old_ids
        for b in match.new_ids
    ]
    found = findings_json(comparison.view, comparison.findings)["findings"]
    return {
        "finding": sheets.finding_rows((old, new), found),
        "link": sheets.link_rows(units, comparison.alignment.links),
        "indicator": sheets.indicator_rows((old, new), joined),
    }
