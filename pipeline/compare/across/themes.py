"""What each place gives its text to, and in which order: shares of themes by text, and the sections of the plan."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from pipeline.compare.across.group import CrossSection, Member
from pipeline.compare.titles import Title, titles
from pipeline.records.crosses import CrossSectionTitle, CrossShare

PREVAILS = 0.5  # share of a section's text from which it is about one theme


def theme_shares(cross: CrossSection, themes: Sequence[str]) -> list[CrossShare]:
    """One row a place and theme. By text, not by tasks: a paragraph of one place is ten items of another."""
    return [row for member in cross.members for row in _shares(member, themes)]


def _shares(member: Member, themes: Sequence[str]) -> Iterator[CrossShare]:
    facts = member.view.facts
    size: Counter[str] = Counter()
    for unit in facts.tasks:
        if unit.unit_id in facts.themes:
            size[facts.themes[unit.unit_id].theme] += len(unit.text)
    total = sum(size.values())
    for theme in themes:
        told = bool(total) and theme not in facts.hidden and not member.cut
        yield CrossShare(member.notice_id, theme, round(size[theme] / total, 6) if told else None, size[theme], total)


def sections(cross: CrossSection) -> list[CrossSectionTitle]:
    """The sections that divide the plan of each place, in the order of its text."""
    return [row for member in cross.members for row in _sections(member)]


def _sections(member: Member) -> Iterator[CrossSectionTitle]:
    found = [title for title in titles(member.view.facts) if title.kind == "task"]
    outer, inner = ([title for title in found if _divides(title, depth)] for depth in (0, 1))
    dividing = inner if len(inner) > len(outer) else outer
    for order, title in enumerate(dividing, 1):
        yield CrossSectionTitle(member.notice_id, order, title.text, _theme(member, title), title.passage)


def _divides(title: Title, depth: int) -> bool:
    """Whether a title is a numbered part at this depth, on a line of its own or run into its paragraph."""
    return title.depth == depth and (title.is_heading or len(title.path) == depth + 1)


def _theme(member: Member, title: Title) -> str:
    facts = member.view.facts
    inside = set(title.unit_ids)
    size: Counter[str] = Counter()
    for unit in facts.units:
        if unit.unit_id in inside and unit.unit_id in facts.themes:
            size[facts.themes[unit.unit_id].theme] += len(unit.text)
    if not size:
        return ""
    theme, most = size.most_common(1)[0]
    return theme if most >= PREVAILS * sum(size.values()) else ""
