"""What changed between two notices as the page shows it: tasks side by side, and what became of targets and roles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from itertools import accumulate

import networkx as nx
from markupsafe import Markup

from pipeline.knowledge.differences import differences
from pipeline.records import PriorityChange, RoleChange, TargetChange, TaskLink, TaskStep, Unit, WordChange
from pipeline.report.followed import Followed
from pipeline.report.series import NoticeRecords, PairRecords, Series, body_key
from pipeline.report.summary import anchor
from pipeline.report.views import TargetView, notice_labels, unit_label
from pipeline.report.wording import Wording

LINKED = ("kept", "reworded", "renamed", "moved", "split", "merged")
CHANGES = (*LINKED, "new", "dropped")
TARGET_CHANGES = (
    "raised",
    "lowered",
    "unchanged",
    "pushed_back",
    "brought_forward",
    "redefined",
    "new",
    "met_and_dropped",
    "dropped",
)
ROLE_CHANGES = ("handed_over", "co_lead_added", "promoted", "demoted", "entered", "left", "renamed_only")
MEASURES = ("tasks", "text", "firm_targets")
# Links that rest on one thing shared, and neither on title nor on wording.
WEAK_TIERS = ("same-indicator", "same-name", "same-lead")
WORDS_SHOWN = 12
NOTABLE_Z = 1.96
# The parts of a link's score stand between these two fields of the record.
_LINK_FIELDS = [field.name for field in fields(TaskLink)]
SCORE_PARTS = tuple(_LINK_FIELDS[_LINK_FIELDS.index("score") + 1 : _LINK_FIELDS.index("strength_old")])

TargetKey = tuple[str, int]  # (unit_id, start)


@dataclass(frozen=True, slots=True)
class Side:
    """One unit of a card; `pieces` are its text, each marked "" (in both), "deleted" or "inserted"."""

    unit: Unit
    anchor: str
    label: str
    pieces: Sequence[tuple[str, str]]  # (mark, text)


@dataclass(frozen=True, slots=True)
class TargetChangeView:
    """What became of one target; the views are None on the side that does not print it."""

    row: TargetChange
    old: TargetView | None
    new: TargetView | None


@dataclass(frozen=True, slots=True)
class RoleChangeView:
    """What became of one body's role, in a sentence."""

    row: RoleChange
    sentence: Markup
    anchor: str  # of the card it stands on
    title: str  # of that card
    bodies: Sequence[str]  # followed keys: the body itself, and the lead it took over from


@dataclass(frozen=True, slots=True)
class ChangeCard:
    """Tasks that belong together across two notices, or one that stands alone (new, dropped)."""

    anchor: str
    changes: Sequence[str]
    title: str
    olds: Sequence[Side]
    news: Sequence[Side]
    links: Sequence[TaskLink]
    score: float | None  # of the weakest link
    themes: Sequence[str]
    bodies: Sequence[str]
    strength: tuple[str, str, int] | None  # (older term, newer term, levels up or down)
    targets: Sequence[TargetChangeView]
    roles: Sequence[RoleChangeView]
    position: int

    @property
    def moving_targets(self) -> Sequence[TargetChangeView]:
        return [view for view in self.targets if view.row.change != "unchanged"]


@dataclass(frozen=True, slots=True)
class PairView:
    """Everything that changed between two notices."""

    pair: PairRecords
    key: str
    label: str
    old_label: str
    new_label: str
    cards: Sequence[ChangeCard]
    by_change: Mapping[str, Sequence[ChangeCard]]
    targets: Mapping[str, Sequence[TargetChangeView]]
    roles: Mapping[str, Sequence[RoleChangeView]]
    strength: Mapping[str, Sequence[ChangeCard]]  # "firmer", "softer"
    priorities: Sequence[tuple[str, Sequence[PriorityChange]]]  # (measure, themes)
    words: Mapping[str, Sequence[WordChange]]  # "newer", "older"

    @property
    def account(self) -> dict[str, float | None]:
        """How far the match of the two notices can be trusted, in counts; `lowest` is the lowest score of a link."""
        alone = len(self.pair.unlinked)
        return {
            "old": sum(len(card.olds) for card in self.cards),
            "new": sum(len(card.news) for card in self.cards),
            "matched": len(self.cards) - alone,
            "weak": sum(link.tier in WEAK_TIERS for link in self.pair.links),
            "lowest": min((link.score for link in self.pair.links), default=None),
            "unmatched": alone,
            "hidden": sum(not row.observable for row in self.pair.priorities if row.measure == "tasks"),
        }


@dataclass(frozen=True, slots=True)
class History:
    """How one unit came and went: the cards that say so, and its chain over the years."""

    came: str
    came_anchor: str
    went: str  # "dropped" where the next notice has no counterpart
    went_anchor: str
    chain_anchor: str  # "" where the chain has this unit alone
    years: int


@dataclass(frozen=True, slots=True)
class ChainView:
    """A task over the years: its steps by notice."""

    anchor: str
    title: str
    steps: Mapping[str, Sequence[tuple[TaskStep, str, str]]]  # notice_id: (step, anchor, label)
    notices: int


# -- side by side --------------------------------------------------------------------------------


def _cut(pieces: Sequence[tuple[str, str]], lengths: Sequence[int]) -> list[list[tuple[str, str]]]:
    """Marked pieces cut where the units end; the line feed that joined two units is left out."""
    ends = list(accumulate(length + 1 for length in lengths))
    sides: list[list[tuple[str, str]]] = [[] for _ in lengths]
    at = side = 0
    for mark, text in pieces:
        while text:
            taken = text[: max(ends[side] - 1 - at, 0)]
            if taken:
                sides[side].append((mark, taken))
                text, at = text[len(taken) :], at + len(taken)
            else:
                text, at, side = text[1:], at + 1, side + 1
    return sides


def side_by_side(
    olds: Sequence[str], news: Sequence[str]
) -> tuple[list[list[tuple[str, str]]], list[list[tuple[str, str]]]]:
    """(pieces of each older text, pieces of each newer text): (mark, text), joined they are the texts.

    The texts of a side are compared as one, so that what a split only distributes is not marked.
    """
    if not olds or not news:
        return [[("", text)] for text in olds], [[("", text)] for text in news]
    found = differences("\n".join(olds), "\n".join(news))
    old = [("" if tag == "equal" else "deleted", piece) for tag, piece, _ in found if piece]
    new = [("" if tag == "equal" else "inserted", piece) for tag, _, piece in found if piece]
    return _cut(old, [len(text) for text in olds]), _cut(new, [len(text) for text in news])


def _groups(links: Sequence[TaskLink]) -> Iterator[list[TaskLink]]:
    """Links that share a task, in the order of the first one of each."""
    graph = nx.Graph()
    graph.add_edges_from((("old", link.old_unit_id), ("new", link.new_unit_id)) for link in links)
    group_of = {node: number for number, nodes in enumerate(nx.connected_components(graph)) for node in nodes}
    groups: dict[int, list[TaskLink]] = {}
    for link in links:
        groups.setdefault(group_of["old", link.old_unit_id], []).append(link)
    yield from groups.values()


class PairReader:
    """Makes the view of one pair of notices."""

    def __init__(
        self,
        pair: PairRecords,
        wording: Wording,
        targets: Mapping[TargetKey, TargetView],
        followed: Followed,
        steps: Mapping[str, TaskStep],
        labels: Mapping[str, str],
    ) -> None:
        self.pair, self.wording, self.targets, self.followed, self.steps, self.labels = (
            pair,
            wording,
            targets,
            followed,
            steps,
            labels,
        )
        self.units = {unit.unit_id: unit for records in (pair.old, pair.new) for unit in records.units}
        self.key = "~".join(pair.notice_ids)
        self.bodies = {
            unit_id: keys for records in (pair.old, pair.new) for unit_id, keys in _bodies_of(records, followed).items()
        }

    # -- cards -----------------------------------------------------------------------------------

    def _sorted(self, unit_ids: Sequence[str]) -> list[Unit]:
        return sorted((self.units[unit_id] for unit_id in dict.fromkeys(unit_ids)), key=lambda unit: unit.position)

    def _sides(self, units: Sequence[Unit], pieces: Sequence[Sequence[tuple[str, str]]]) -> list[Side]:
        return [
            Side(unit, anchor("task", unit.unit_id), unit_label(unit.unit_id, unit.notice_id), marked)
            for unit, marked in zip(units, pieces)
        ]

    def _card(
        self, olds: Sequence[Unit], news: Sequence[Unit], changes: Sequence[str], links: Sequence[TaskLink]
    ) -> ChangeCard:
        units = [*news, *olds]
        ids = {unit.unit_id for unit in units}
        title = units[0].title or units[0].text[:24] + "…"
        old_pieces, new_pieces = side_by_side([unit.text for unit in olds], [unit.text for unit in news])
        card_anchor = anchor(
            "change", self.key, unit_label(units[0].unit_id, units[0].notice_id), *([] if news else ["old"])
        )
        return ChangeCard(
            anchor=card_anchor,
            changes=changes,
            title=title,
            olds=self._sides(olds, old_pieces),
            news=self._sides(news, new_pieces),
            links=links,
            score=min((link.score for link in links), default=None),
            themes=[theme for theme in dict.fromkeys(self._theme(unit) for unit in units) if theme],
            bodies=list(dict.fromkeys(key for unit in units for key in self.bodies.get(unit.unit_id, []))),
            strength=self._strength(links),
            targets=[self._target(row) for row in self.pair.targets if ids & {row.old_unit_id, row.new_unit_id}],
            roles=[
                self._role(row, card_anchor, title)
                for row in self.pair.roles
                if ids & {row.old_unit_id, row.new_unit_id}
            ],
            position=units[0].position + (0 if news else len(self.pair.new.units)),
        )

    def _theme(self, unit: Unit) -> str:
        records = self.pair.new if unit.notice_id == self.pair.new.notice_id else self.pair.old
        return records.theme_of(unit.unit_id)

    def _strength(self, links: Sequence[TaskLink]) -> tuple[str, str, int] | None:
        """The first link whose title is worded more or less firmly than before."""
        for link in links:
            if (
                link.strength_old is not None
                and link.strength_new is not None
                and link.strength_old != link.strength_new
            ):
                terms = [
                    self.steps[unit_id].strength_term if unit_id in self.steps else ""
                    for unit_id in (link.old_unit_id, link.new_unit_id)
                ]
                return terms[0], terms[1], link.strength_new - link.strength_old
        return None

    def _target(self, row: TargetChange) -> TargetChangeView:
        old, new = (
            self.targets.get((unit_id, start)) if start is not None else None
            for unit_id, start in ((row.old_unit_id, row.old_start), (row.new_unit_id, row.new_start))
        )
        return TargetChangeView(row, old, new)

    def _role(self, row: RoleChange, card: str, title: str) -> RoleChangeView:
        key = row.change
        if row.change == "handed_over" and row.old_lead_role:
            key = "handed_over_stays"
        roles = {
            name: self.wording.name("roles", code) if code else ""
            for name, code in (("before", row.from_role), ("after", row.to_role), ("stays", row.old_lead_role))
        }
        sentence = self.wording.say(
            f"changes.roles.{key}",
            department=row.department,
            giver=row.from_department or "",
            taker=row.to_department or "",
            **roles,
        )
        return RoleChangeView(row, sentence, card, title, self._bodies_in(row))

    def _bodies_in(self, row: RoleChange) -> list[str]:
        """Followed keys of the bodies that a role change speaks of."""
        notice_id = row.new_notice_id if row.to_department else row.old_notice_id
        keys = [self.followed(notice_id, row.body_id or row.department)]
        if row.change == "handed_over":
            keys += [
                self.followed(row.old_notice_id, body_key(role))
                for role in self.pair.old.roles
                if (role.unit_id, role.start) == (row.old_unit_id, row.old_start)
            ]
        return list(dict.fromkeys(keys))

    def _cards(self) -> list[ChangeCard]:
        cards = []
        for links in _groups(self.pair.links):
            olds, news = (
                self._sorted([getattr(link, name) for link in links]) for name in ("old_unit_id", "new_unit_id")
            )
            cards.append(
                self._card(
                    olds, news, [change for change in LINKED if any(link.change == change for link in links)], links
                )
            )
        for row in self.pair.unlinked:
            unit = self.units[row.unit_id]
            cards.append(self._card(*(([], [unit]) if row.change == "new" else ([unit], [])), [row.change], []))
        return sorted(cards, key=lambda card: (card.position, card.anchor))

    # -- the pair --------------------------------------------------------------------------------

    def view(self) -> PairView:
        """Everything that changed, in the order of the newer notice; what was dropped comes last."""
        cards = self._cards()
        old_label, new_label = (self.labels[notice_id] for notice_id in self.pair.notice_ids)
        targets = [view for card in cards for view in card.targets]
        roles = [view for card in cards for view in card.roles]
        return PairView(
            pair=self.pair,
            key=self.key,
            label=self.wording.plain("changes.pair", old=old_label, new=new_label),
            old_label=old_label,
            new_label=new_label,
            cards=cards,
            by_change={change: [card for card in cards if change in card.changes] for change in CHANGES},
            targets={change: [view for view in targets if view.row.change == change] for change in TARGET_CHANGES},
            roles={change: [view for view in roles if view.row.change == change] for change in ROLE_CHANGES},
            strength={
                "firmer": [card for card in cards if card.strength and card.strength[2] > 0],
                "softer": [card for card in cards if card.strength and card.strength[2] < 0],
            },
            priorities=[
                (measure, rows)
                for measure in MEASURES
                if (rows := [row for row in self.pair.priorities if row.measure == measure])
            ],
            words=_words(self.pair.words),
        )


def _bodies_of(records: NoticeRecords, followed: Followed) -> dict[str, list[str]]:
    """Followed keys of the bodies of every unit, in printed order."""
    found: dict[str, list[str]] = {}
    for role in records.roles:
        found.setdefault(role.unit_id, []).append(followed(records.notice_id, body_key(role)))
    return found


def _words(rows: Sequence[WordChange]) -> dict[str, list[WordChange]]:
    """The words that each notice leans on most; those within reach of chance are left out."""
    newer = sorted((row for row in rows if row.z >= NOTABLE_Z), key=lambda row: (-row.z, row.form, row.word))
    older = sorted((row for row in rows if row.z <= -NOTABLE_Z), key=lambda row: (row.z, row.form, row.word))
    return {"newer": newer[:WORDS_SHOWN], "older": older[:WORDS_SHOWN]}


def pair_views(
    series: Series, wording: Wording, targets: Mapping[TargetKey, TargetView], followed: Followed
) -> list[PairView]:
    """Every consecutive pair of a series, the oldest first."""
    steps = {step.unit_id: step for step in series.chains}
    labels = {records.notice_id: label for records, label in zip(series.notices, notice_labels(series, wording))}
    return [PairReader(pair, wording, targets, followed, steps, labels).view() for pair in series.pairs]


# -- over all years ------------------------------------------------------------------------------


def chain_views(series: Series) -> list[ChainView]:
    """The genealogy of every task, in the order in which the tasks begin."""
    units = {unit.unit_id: unit for records in series.notices for unit in records.units}
    number = {records.notice_id: place for place, records in enumerate(series.notices)}
    chains: dict[str, list[TaskStep]] = {}
    for step in sorted(
        (step for step in series.chains if step.unit_id in units),
        key=lambda step: (number[step.notice_id], units[step.unit_id].position),
    ):
        chains.setdefault(step.chain_id, []).append(step)
    return [_chain_view(chain_id, steps, units) for chain_id, steps in chains.items()]


def _chain_view(chain_id: str, steps: Sequence[TaskStep], units: Mapping[str, Unit]) -> ChainView:
    by_notice: dict[str, list[tuple[TaskStep, str, str]]] = {}
    for step in steps:
        by_notice.setdefault(step.notice_id, []).append(
            (step, anchor("task", step.unit_id), unit_label(step.unit_id, step.notice_id))
        )
    last = units[steps[-1].unit_id]
    return ChainView(anchor("chain", chain_id), last.title or last.text[:24] + "…", by_notice, len(by_notice))


def histories(pairs: Sequence[PairView], chains: Sequence[ChainView]) -> dict[str, History]:
    """unit_id to how the unit came and went."""
    came = {side.unit.unit_id: card for pair in pairs for card in pair.cards for side in card.news}
    went = {side.unit.unit_id: card for pair in pairs for card in pair.cards if not card.news for side in card.olds}
    found = {}
    for chain in chains:
        for steps in chain.steps.values():
            for step, _, _ in steps:
                before, after = came.get(step.unit_id), went.get(step.unit_id)
                alone = sum(map(len, chain.steps.values())) == 1
                found[step.unit_id] = History(
                    came=step.change if before else "",
                    came_anchor=before.anchor if before else "",
                    went="dropped" if after else "",
                    went_anchor=after.anchor if after else "",
                    chain_anchor="" if alone else chain.anchor,
                    years=chain.notices,
                )
    return found
