"""What a plan as a whole aims at: its position, and the years by which its goals are due."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.compare.pair_view import EditionView, PairView
from pipeline.compare.places import GOAL
from pipeline.compare.ranking import Draft
from pipeline.compare.statements import Part
from pipeline.compare.wording import quote, say
from pipeline.records.findings import Passage

AIMING_KINDS = ("goal", "general")
# 打造具有全国影响力的…高地: what a place is to become
RE_POSITION = re.compile(
    r"(?:成为|打造成?|建成|建设成?|争创|跻身|形成)(?P<what>[^，。；]{4,40}(?:高地|集聚区|示范区|先行区|引领区|先导区|试验区|强[国省市区县]|名城|之[都城]|中心"
    r"|枢纽|标杆|样板|基地|城市))$"
)
# What a sentence of goals begins with; a year inside it is the year of one indicator.
RE_BY_YEAR = re.compile(r"^(?:力争|争取|确保|——)*(?:通过[^，]{2,8}，)?到(?P<year>20\d{2})年")


def aim_findings(pair: PairView) -> Iterator[Draft]:
    """The position of the plan, then its years."""
    yield from _positions(pair)
    yield from _years(pair)


def _positions(pair: PairView) -> Iterator[Draft]:
    old, new = (_position(view) for view in (pair.old, pair.new))
    if old and new and old.said != new.said:
        a, b = (match["what"] for match in (RE_POSITION.search(old.said), RE_POSITION.search(new.said)) if match)
        if a != b:
            zh, en = say("position", a=quote(a), b=quote(b))
            yield Draft("stance_changed", "总体定位", zh, en, (a, b), (old.passage, new.passage), GOAL, 0.9)


def _position(view: EditionView) -> Part | None:
    """The first clause of the aims that says what is to become of the whole."""
    aims = {unit.unit_id for unit in view.facts.units if unit.kind in AIMING_KINDS}
    return next((part for part in view.plan if part.passage.unit_id in aims and RE_POSITION.search(part.said)), None)


def _years(pair: PairView) -> Iterator[Draft]:
    """The last year that the goals of a plan of several years name, where it is a later one: those before it, and one
    that is earlier, are years of single goals."""
    sides = [_named_years(view) for view in (pair.old, pair.new)]
    own = [view.facts.notice.year for view in (pair.old, pair.new)]
    last = [max(side, default=0) for side in sides]
    if all(sides) and last[0] < last[1] and own != last:
        a, b = (f"{year}年" for year in last)
        zh, en = say("years", a=a, b=b, a_en=last[0], b_en=last[1])
        evidence = tuple(passage for side in sides for passage in side.values())
        yield Draft("target_reworded", "目标年份", zh, en, (a, b), evidence, GOAL, 0.5, ("deadline",))


def _named_years(view: EditionView) -> dict[int, Passage]:
    """year -> the first sentence among the goals that names it as the year to reach."""
    found: dict[int, Passage] = {}
    for statement in view.statements:
        if statement.section == "plan" and (view.in_goals(statement) or RE_BY_YEAR.match(statement.said)):
            match = RE_BY_YEAR.match(statement.said)
            if match:
                found.setdefault(int(match["year"]), statement.passage)
    return dict(sorted(found.items()))
