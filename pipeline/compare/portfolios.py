"""What each body has to do in a year, how that moves, and how much lies with few bodies.

Levels of government are never mixed: shares and concentration are of bodies of one level. Bodies
are followed through reforms to the last year of the series. Collective bodies (各区市政府) form a
level of their own.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from pipeline.compare.profile import NoticeFacts
from pipeline.compare.same_body import COLLECTIVE, SameBody, level_of
from pipeline.records import ROLE_NAMES, Concentration, Portfolio, PortfolioShift, Role, ThemePortfolio

DIGITS = 6


def portfolios(facts: NoticeFacts, same_body: SameBody) -> list[Portfolio]:
    """One row a body, the busiest first."""
    held: dict[str, list[Role]] = defaultdict(list)
    for role in facts.roles:
        held[same_body(role)].append(role)
    in_role = _units_by_level_and_role(facts, same_body)
    rows = [_portfolio(facts, body, roles, in_role) for body, roles in held.items()]
    return sorted(rows, key=lambda row: (-row.units, row.body_id))


def _units_by_level_and_role(facts: NoticeFacts, same_body: SameBody) -> Counter[tuple[str, str]]:
    return Counter(
        (level, name)
        for level, name, _ in {(level_of(same_body(role)), role.role, role.unit_id) for role in facts.roles}
    )


def _portfolio(facts: NoticeFacts, body: str, roles: Sequence[Role], in_role: Counter[tuple[str, str]]) -> Portfolio:
    level = level_of(body)
    unit_ids, counts = _unit_ids(roles), _counts(roles)
    printed = Counter(role.department for role in roles)
    themes = Counter(facts.themes[unit_id].theme for unit_id in unit_ids if unit_id in facts.themes)
    return Portfolio(
        series=facts.notice.series,
        year=facts.notice.year or 0,
        notice_id=facts.notice.notice_id,
        body_id=body,
        level=level,
        department=min(printed, key=lambda name: (-printed[name], name)),
        collective=level == COLLECTIVE,
        **counts,
        units=len(unit_ids),
        **_shares(counts, {name: in_role[level, name] for name in ROLE_NAMES}),
        themes=tuple(sorted(themes)),
        theme_units=tuple(themes[theme] for theme in sorted(themes)),
        breadth=_breadth(themes.values()),
        unit_ids=unit_ids,
        unit_share=round(len(unit_ids) / len({role.unit_id for role in facts.roles}), DIGITS),
    )


def theme_portfolios(facts: NoticeFacts, rows: Sequence[Portfolio], same_body: SameBody) -> Iterator[ThemePortfolio]:
    """One row a body and theme, for the portfolios of one notice; units without a theme are left out."""
    held: dict[tuple[str, str], list[Role]] = defaultdict(list)
    for role in facts.roles:
        if role.unit_id in facts.themes:
            held[same_body(role), facts.themes[role.unit_id].theme].append(role)
    in_role = Counter(
        (level, theme, name)
        for level, theme, name, _ in {
            (level_of(body), theme, role.role, role.unit_id) for (body, theme), roles in held.items() for role in roles
        }
    )
    for row in rows:
        for theme in row.themes:
            roles = held[row.body_id, theme]
            counts = _counts(roles)
            yield ThemePortfolio(
                series=row.series,
                year=row.year,
                notice_id=row.notice_id,
                body_id=row.body_id,
                level=row.level,
                department=row.department,
                theme=theme,
                **counts,
                units=len({role.unit_id for role in roles}),
                **_shares(counts, {name: in_role[row.level, theme, name] for name in ROLE_NAMES}),
                unit_ids=_unit_ids(roles),
            )


def _counts(roles: Iterable[Role]) -> dict[str, Any]:
    """Role -> units in which it is held."""
    held = {(role.role, role.unit_id) for role in roles}
    return {name: sum(mine == name for mine, _ in held) for name in ROLE_NAMES}


def _shares(counts: dict[str, int], totals: dict[str, int]) -> dict[str, Any]:
    return {
        f"{name}_share": round(counts[name] / totals[name], DIGITS) if totals[name] else None for name in ROLE_NAMES
    }


def _unit_ids(roles: Iterable[Role]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(role.unit_id for role in sorted(roles, key=lambda role: role.start)))


def _breadth(counts: Iterable[int]) -> float | None:
    """The effective number of themes: exponential of Shannon's entropy (Hill 1973); None without themes."""
    counts = list(counts)
    total = sum(counts)
    return (
        round(math.exp(-math.fsum(count / total * math.log(count / total) for count in counts)), DIGITS)
        if total
        else None
    )


def portfolio_shift(old: Portfolio, new: Portfolio) -> PortfolioShift | None:
    """How far one body's mix of themes moved; None where a side has no themed unit."""
    mixes = [dict(zip(row.themes, row.theme_units)) for row in (old, new)]
    if not all(sum(mix.values()) for mix in mixes):
        return None
    return PortfolioShift(
        new.series,
        new.body_id,
        new.level,
        new.department,
        old.notice_id,
        new.notice_id,
        old.year,
        new.year,
        old.units,
        new.units,
        round(jensen_shannon(*mixes), DIGITS),
    )


def jensen_shannon(a: dict[str, int], b: dict[str, int]) -> float:
    """Jensen-Shannon divergence of two mixes, base 2 (Lin 1991): 0 for the same mix, 1 for none in common."""
    p, q = ({name: count / sum(mix.values()) for name, count in mix.items()} for mix in (a, b))
    middle = {name: (p.get(name, 0.0) + q.get(name, 0.0)) / 2 for name in sorted({*p, *q})}
    halves = [
        math.fsum(mix[name] * math.log2(mix[name] / middle[name]) for name in middle if mix.get(name)) for mix in (p, q)
    ]
    return min(1.0, max(0.0, sum(halves) / 2))


def concentrations(rows: Sequence[Portfolio]) -> Iterator[Concentration]:
    """One row a level and role that has counts, for the portfolios of one notice."""
    for level in sorted({row.level for row in rows}):
        for name in ROLE_NAMES:
            counts = {row.body_id: getattr(row, name) for row in rows if row.level == level and getattr(row, name)}
            if counts:
                total, highest = sum(counts.values()), max(counts.values())
                yield Concentration(
                    series=rows[0].series,
                    year=rows[0].year,
                    notice_id=rows[0].notice_id,
                    level=level,
                    role=name,
                    bodies=len(counts),
                    counts=total,
                    hhi=round(sum((count / total) ** 2 for count in counts.values()), DIGITS),
                    lowest=round(1 / len(counts), DIGITS),
                    busiest=tuple(sorted(body for body, count in counts.items() if count == highest)),
                    highest=highest,
                    top_three_share=round(sum(sorted(counts.values(), reverse=True)[:3]) / total, DIGITS),
                )
