"""A cross-section of the corpus compared: what `policy-trends compare CROSS` finds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.compare.across.cross import CrossFound, compare_places
from pipeline.compare.across.group import CrossSection, Member, cross_section
from pipeline.compare.across.names import Names
from pipeline.compare.pair_view import EditionView
from pipeline.compare.rules import FindingRules
from pipeline.config import ConfigError
from pipeline.corpus import load_corpus
from pipeline.knowledge.themes import Scheme, load_scheme
from pipeline.records import Source
from pipeline.service.analyze import Analysis, Analyzer
from pipeline.service.compare import facts_of_analysis
from pipeline.service.corpus import analyze_listed
from pipeline.service.crosses import TABLE, members_of


@dataclass(frozen=True, slots=True)
class Across:
    """A cross-section with what was found of it and the texts it was found in."""

    cross: CrossSection
    found: CrossFound
    scheme: Scheme


def compare_cross(analyzer: Analyzer, name: str) -> Across:
    """Read and compare the notices of a cross-section. Raises ConfigError where it has no two notices."""
    rows = members_of(analyzer.root, name)
    sources = {source.notice_id: source for source in load_corpus(analyzer.root)[0]}
    missing = [row.notice_id for row in rows if row.notice_id not in sources]
    if missing:
        raise ConfigError(f"{TABLE}: {', '.join(missing)} is not in data/corpus.csv; add the notice or remove its row")
    analyses = {row.place: analyze_listed(analyzer, row.notice_id) for row in rows}
    before = {row.place: _before(sources, sources[row.notice_id]) for row in rows}
    earlier = {place: analyze_listed(analyzer, source.notice_id) for place, source in before.items() if source}
    return compare_analysed(analyzer.root, name, analyses, earlier)


def _before(sources: Mapping[str, Source], source: Source) -> Source | None:
    """The notice before in the same series."""
    older = [one for one in sources.values() if one.series == source.series and one.year < source.year]
    return max(older, key=lambda one: (one.year, one.notice_id), default=None)


def compare_analysed(
    root: Path, name: str, analyses: Mapping[str, Analysis], earlier: Mapping[str, Analysis] | None = None
) -> Across:
    """Compare analysed notices, by place; `earlier` are the places' own notices before, where there are any."""
    if len(analyses) < 2:
        raise ConfigError(f"{name}: a cross-section needs two places or more, there are {len(analyses)}")
    scheme = load_scheme(root)
    before = earlier or {}
    views = {
        place: EditionView(facts_of_analysis(before[place], scheme)) if place in before else None for place in analyses
    }
    members = [
        Member(place, EditionView(facts_of_analysis(analysis, scheme)), views[place])
        for place, analysis in analyses.items()
    ]
    cross = cross_section(name, members)
    found = compare_places(
        cross,
        names=Names.load(root),
        rules=FindingRules.load(root),
        themes={theme.id: (theme.zh, theme.en) for theme in scheme.themes},
        rest=scheme.rest,
    )
    return Across(cross, found, scheme)
