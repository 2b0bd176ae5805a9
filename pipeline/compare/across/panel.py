"""The panel of a cross-section: what every place sets of every indicator that some place sets, found and not listed.

Mentions meet by their key (names.py) through one index, so the work is linear in the notices. A cell
is filled by the targets of the year alone: look backs fill none, and targets of later years stand beside.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from statistics import median

from pipeline.compare.across.group import CrossSection, Member
from pipeline.compare.across.names import OF_UNIT, RE_FIRM, Named, Names
from pipeline.compare.across.row_words import Key, Row, fill_with_words, join_halves, join_words, states_in_words
from pipeline.compare.across.values import printed, said_number, said_number_en
from pipeline.compare.statements import Part, squash
from pipeline.records import Unit
from pipeline.records.crosses import CrossCell, CrossRow
from pipeline.records.findings import Indicator, Mention, Passage

SHOWN_FROM = 3  # one place in so many promises what the page shows
LONGEST_STATE = 16
# A goal of an indicator that stands without a number behind its name.
RE_STATE_BEHIND = re.compile(
    r"^(?:的)?(?:增长|增幅|增速|涨幅|实现|基本|总体|要|力争)*(?:保持|完成|控制|同步|与|和|快于|高于|不低于|稳定|持续|达到|实现|明显|进一步|恢复性|稳步|有所|增长|下降"
    r"|提升|提高|改善|优于|好于|只增不减|稳中(?:有|略)?[增升])"
)
RE_QUOTED = re.compile(r"“([^“”]{2,})”")
RE_DIGIT = re.compile(r"\d")
# 年均浓度 is what is measured, no rate over years.
RE_LATER = re.compile(r"年均(?!浓度|值|气温|降水|径流|流量|水位)")


def panel(cross: CrossSection, names: Names) -> list[CrossRow]:
    """The rows, those that most places promise first, then in the order of the texts."""
    rows: dict[Key, Row] = {}
    conditions: list[tuple[Member, Named]] = []
    words: list[tuple[Member, Mention]] = []
    for member in cross.members:
        for mention, named in _mentions(member, names):
            if mention.status == "worded":
                words.append((member, mention))
            elif named and mention.status == "condition":
                conditions.append((member, named))
            elif named:
                row = rows.setdefault(named.key, Row(named.key))
                (row.later if is_later(member, mention) else row.now)[member.notice_id].append(named)
    rows = _scopes_joined(cross, rows)
    _join_last_named(rows)
    _join_conditions(rows, conditions)
    join_halves(cross, rows, names)
    join_words(cross, rows, words, names)
    states = {member.notice_id: states_in_words(member, names) for member in cross.members}
    for row in rows.values():
        fill_with_words(row, states, names)
    kept = [row for row in rows.values() if row.promised_by() or row.later]
    orders = {key: order for order, key in enumerate(rows)}
    kept.sort(key=lambda row: (-len(row.promised_by()), orders[row.key]))
    last = {member.notice_id: _last_targets(member, names) for member in cross.members}
    return [_with_last(_row(cross, row, names), row.key, last) for row in kept]


# -- mentions under their names ------------------------------------------------------------------------


def _mentions(member: Member, names: Names) -> Iterator[tuple[Mention, Named | None]]:
    """Every mention that sets something, in document order, under its name."""
    units = {unit.unit_id: unit for unit in member.view.facts.units}
    before: Named | None = None
    for mention in _in_order(member.view.ledger):
        if before and before.mention.statement_id != mention.statement_id:
            before = None
        named = None
        if mention.status != "worded":
            named = names.named(mention, before, _unit(units, mention))
            before = named if named and not names.source_of_subject(mention.head) else before
        if mention.section != "review" and mention.status != "reported":
            yield mention, named


def _in_order(ledger: Sequence[Indicator]) -> list[Mention]:
    return sorted((mention for row in ledger for mention in row.mentions), key=lambda one: (one.passage.start, one.id))


def _unit(units: Mapping[str, Unit], mention: Mention) -> Unit | None:
    return units.get(mention.passage.unit_id)


def is_later(member: Member, mention: Mention) -> bool:
    """Whether a mention speaks of later years than its notice: a longer plan, a later deadline, a yearly average."""
    beyond = bool(mention.horizon and member.year and mention.horizon > member.year)
    return mention.section == "horizon" or beyond or bool(RE_LATER.search(mention.passage.surface))


# -- joining rows --------------------------------------------------------------------------------------


def _scopes_joined(cross: CrossSection, rows: dict[Key, Row]) -> dict[Key, Row]:
    """省级 of a province and 市级 of its cities join: each speaks of what its own government names."""
    own = {member.notice_id: member.own_scope for member in cross.members}
    joined: dict[Key, Row] = {}
    for key, row in rows.items():
        name, scope, measure, family = key
        mine = all(scope == own[notice_id] for notice_id in [*row.now, *row.later]) and scope
        target = joined.setdefault((name, "本级" if mine else scope, measure, family), Row(key))
        for notice_id, found in row.now.items():
            target.now[notice_id].extend(found)
        for notice_id, found in row.later.items():
            target.later[notice_id].extend(found)
    for key, row in joined.items():
        row.key = key
    return joined


RE_LAST_NAMED = re.compile(r".+[和与](?P<last>[^和与]{3,})$")


def _join_last_named(rows: dict[Key, Row]) -> None:
    """建设装备产业园和零碳园区1个: a single thing is the one named last, where other places name it too."""
    for key in list(rows):
        last = RE_LAST_NAMED.match(key[0])
        target = rows.get((last["last"], *key[1:])) if last else None
        if target:
            for notice_id, found in rows[key].now.items():
                if notice_id not in target.now and all(named.mention.value == 1 for named in found):
                    target.now[notice_id].extend(found)
                    rows[key].now = defaultdict(list, {k: v for k, v in rows[key].now.items() if k != notice_id})


def _join_conditions(rows: dict[Key, Row], conditions: Sequence[tuple[Member, Named]]) -> None:
    """A number read as a condition fills a cell where other places promise the same and this one does not."""
    for member, named in conditions:
        row = rows.get(named.key)
        if row and row.now and member.notice_id not in row.now and not is_later(member, named.mention):
            row.now[member.notice_id].append(named)


# -- cells ---------------------------------------------------------------------------------------------


def _row(cross: CrossSection, row: Row, names: Names) -> CrossRow:
    name, scope, measure, family = row.key
    cells = [_cell(member, row, names) for member in cross.members]
    peers = {member.notice_id for member in cross.peers}
    unit = _common_unit(cells)
    middles = {
        cell.notice_id: _middle(cell)
        for cell in cells
        if cell.notice_id in peers and cell.value is not None and (family != "time" or cell.unit == unit)
    }
    middle = median(middles.values()) if middles else None
    promised = sum(cell.status in ("value", "worded") for cell in cells)
    return CrossRow(
        "/".join((name, scope, measure, family)),
        name,
        scope,
        measure,
        unit,
        promised,
        middle,
        said_number(middle, unit) if middle is not None and len(middles) > 1 else "",
        promised >= max(2, -(-len(cross.members) // SHOWN_FROM)),
        tuple(_ranked(cell, middles) for cell in cells),
        tuple(_later(member, row) for member in cross.members),
        said_number_en(middle, unit) if middle is not None and len(middles) > 1 else "",
    )


def _cell(member: Member, row: Row, names: Names) -> CrossCell:
    mine = row.now.get(member.notice_id)
    if mine:
        best = min(mine, key=lambda named: (not _in_goals(member, named.mention), named.mention.passage.start))
        others = [named.mention.passage for named in mine if named is not best]
        return _of_firms(_filled(member, best.mention, others), row.name)
    worded = row.words.get(member.notice_id)
    if worded:
        return _worded(member, worded)
    state = _state_in_words(member, row) or _task_in_words(member, names.without_bare_ending(row.name))
    if state:
        return _worded(member, state)
    beside = row.beside.get(member.notice_id)
    return _empty(member, "cut" if member.cut else "not_set", (beside,) if beside else _named_without(member, row))


def _in_goals(member: Member, mention: Mention) -> bool:
    return member.view.in_goals(member.view.statement_of[mention.statement_id])


def _filled(member: Member, mention: Mention, others: Sequence[Passage] = ()) -> CrossCell:
    facts = (mention.passage, *others)
    return CrossCell(
        member.notice_id, "value", mention.op, mention.value, mention.value_high, mention.unit,
        printed(mention), None, 0, mention.horizon, facts,
    )  # fmt: skip


def _of_firms(cell: CrossCell, name: str) -> CrossCell:
    """Firms are counted in 户 here and in 家 there; the row has one unit for both."""
    return replace(cell, unit="家") if cell.unit == "户" and RE_FIRM.search(name) else cell


def _worded(member: Member, passage: Passage) -> CrossCell:
    return CrossCell(member.notice_id, "worded", "", None, None, "", squash(passage.surface), None, 0, None, (passage,))


def _empty(member: Member, status: str, facts: tuple[Passage, ...] = ()) -> CrossCell:
    return CrossCell(member.notice_id, status, "", None, None, "", "", None, 0, None, facts)  # type: ignore[arg-type]


def _state_in_words(member: Member, row: Row) -> Passage | None:
    """A clause that begins with the name of the indicator and says what is to become of it, without a number."""
    if row.key[2] not in ("growth", "reduction", "share") or row.key[1]:
        return None
    for part in _naming(member, row):
        behind = part.said[part.said.find(row.name) + len(row.name) :]
        early = part.said.find(row.name) <= 4
        if early and len(behind) <= LONGEST_STATE and RE_STATE_BEHIND.match(behind):
            return part.passage
    return None


def _task_in_words(member: Member, task: str) -> Passage | None:
    """A clause that names the task whose effect the indicator counts, without a number."""
    found = (part for part in member.view.plan if task and task in part.said and not RE_DIGIT.search(part.said))
    return next((part.passage for part in found), None)


def _named_without(member: Member, row: Row) -> tuple[Passage, ...]:
    """The first clause of the plan that names the indicator, though no number of it alone: what the search found."""
    name = RE_QUOTED.search(row.name)
    short = name[1] if name else row.name
    found = _naming(member, row) or [part for part in member.view.plan if short in part.said]
    return tuple(part.passage for part in found[:1])


def _naming(member: Member, row: Row) -> list[Part]:
    """The clauses of the plan that hold the name and no number."""
    if row.name not in member.view.plan_text:
        return []
    return [part for part in member.view.plan if row.name in part.said and not RE_DIGIT.search(part.said)]


def _later(member: Member, row: Row) -> CrossCell:
    mine = row.later.get(member.notice_id)
    return (
        _filled(member, mine[0].mention, [one.mention.passage for one in mine[1:]])
        if mine
        else _empty(member, "not_set")
    )


# -- the notice before ---------------------------------------------------------------------------------


def _last_targets(member: Member, names: Names) -> dict[Key, Mention]:
    """The targets of the year in the place's notice before, by the key of their rows; goals before the rest."""
    if member.earlier is None:
        return {}
    before = Member(member.place, member.earlier)
    found: dict[Key, Mention] = {}
    named = [one for mention, one in _mentions(before, names) if one and mention.status == "promised"]
    for one in sorted(named, key=lambda one: not _in_goals(before, one.mention)):
        if not is_later(before, one.mention):
            scope = "本级" if one.scope and one.scope == member.own_scope else one.scope
            found.setdefault((one.name, scope, one.measure, one.family), one.mention)
    return found


def _with_last(row: CrossRow, key: Key, last: Mapping[str, Mapping[Key, Mention]]) -> CrossRow:
    return replace(row, cells=tuple(_against(cell, last[cell.notice_id].get(key)) for cell in row.cells))


def _against(cell: CrossCell, before: Mention | None) -> CrossCell:
    """A cell beside the place's own last target."""
    if before is None or before.value is None:
        return cell
    against = ""
    if cell.value is not None and cell.unit == before.unit:
        was = (before.value + (before.value if before.value_high is None else before.value_high)) / 2
        now = (cell.value + (cell.value if cell.value_high is None else cell.value_high)) / 2
        against = "same" if now == was else "higher" if now > was else "lower"
    return replace(cell, last_printed=printed(before), against_last=against)


# -- ranks ---------------------------------------------------------------------------------------------


def _common_unit(cells: Sequence[CrossCell]) -> str:
    counted = Counter(cell.unit for cell in cells if cell.value is not None)
    return counted.most_common(1)[0][0] if counted else ""


def _middle(cell: CrossCell) -> float:
    assert cell.value is not None
    high = cell.value if cell.value_high is None else cell.value_high
    return round((cell.value + high) / 2 * OF_UNIT.get(cell.unit, ("", 1.0))[1], 6)


def _ranked(cell: CrossCell, middles: Mapping[str, float]) -> CrossCell:
    mine = middles.get(cell.notice_id)
    if mine is None or len(middles) < 2:
        return cell
    ordered = sorted(middles.values())
    above = len(ordered) - bisect_right(ordered, mine)
    return CrossCell(
        cell.notice_id, cell.status, cell.op, cell.value, cell.value_high, cell.unit, cell.printed,
        above + 1, ordered.count(mine) - 1, cell.horizon, cell.facts,
    )  # fmt: skip
