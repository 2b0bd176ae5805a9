"""A cross-section compared: everything found of its places, as records."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.compare.across.findings import (
    lead_drafts,
    level_drafts,
    order_drafts,
    row_drafts,
    term_drafts,
    theme_drafts,
)
from pipeline.compare.across.group import CrossSection
from pipeline.compare.across.levels import levels
from pipeline.compare.across.names import Names
from pipeline.compare.across.panel import panel
from pipeline.compare.across.terms import terms
from pipeline.compare.across.themes import sections, theme_shares
from pipeline.compare.across.works import by_place, leads
from pipeline.compare.ranking import rank
from pipeline.compare.rules import FindingRules
from pipeline.records.crosses import CrossFound, CrossPlace


def compare_places(
    cross: CrossSection, *, names: Names, rules: FindingRules, themes: Mapping[str, tuple[str, str]], rest: str = ""
) -> CrossFound:
    """Compare the places of a cross-section. `themes`: ids of the scheme with their Chinese and English names; `rest`
    is the theme of what fits no other: its share tells nothing of a place."""
    rows = panel(cross, names)
    works = by_place(cross, rules)
    spoken = terms(cross, names, rules)
    shares, order = theme_shares(cross, list(themes)), sections(cross)
    led, below = leads(cross, works), levels(cross, rows, works)
    drafts = [
        *row_drafts(cross, rows),
        *term_drafts(cross, spoken, rows),
        *order_drafts(cross, order),
        *theme_drafts(cross, [one for one in shares if one.theme != rest], themes),
        *lead_drafts(cross, led),
        *level_drafts(cross, rows, below),
    ]
    found = rank(drafts, [member.notice_id for member in cross.members])
    return CrossFound(
        cross.name, _places(cross), tuple(rows), tuple(spoken), tuple(shares), tuple(order), tuple(led), tuple(below),
        tuple(found),
    )  # fmt: skip


def _places(cross: CrossSection) -> tuple[CrossPlace, ...]:
    return tuple(
        CrossPlace(one.notice_id, one.place, one.view.facts.notice.title, one.level, one.cut, one is cross.higher)
        for one in cross.members
    )
