"""What changed, in sentences: over all years, and between two notices. Every number leads to its row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from markupsafe import Markup

from pipeline.records import PriorityChange, PriorityTrend
from pipeline.report.body_views import BodyView, BodyYear
from pipeline.report.change_views import CHANGES, ROLE_CHANGES, TARGET_CHANGES, ChangeCard, PairView
from pipeline.report.series import Series
from pipeline.report.summary import anchor, evidence
from pipeline.report.views import NoticeView
from pipeline.report.wording import Wording

MOST_NAMED = 3
MOST_EQUAL = 6  # bodies named where several moved as far
LEAST_MOVE = 2  # tasks more or fewer before a body is called growing or fading


class ChangeSummary:
    """The sentences on change of one series; it needs two notices at least."""

    def __init__(
        self, series: Series, wording: Wording, views: Sequence[NoticeView], bodies: Sequence[BodyView]
    ) -> None:
        self.series, self.wording, self.views, self.bodies = series, wording, views, bodies

    def over_years(self) -> list[Markup]:
        """The short answer: which themes rose or fell, which bodies grew or faded, from the first notice to the last."""
        return [*self._trends(), *self._bodies()]

    def between(self, pair: PairView) -> list[Markup]:
        """One pair of notices, from tasks to targets and roles."""
        return [
            *self._tasks(pair),
            *self._priorities(pair),
            *self._targets(pair),
            *self._roles(pair),
            *self._strength(pair),
        ]

    # -- over years ------------------------------------------------------------------------------

    def _span(self) -> dict[str, str]:
        return {"old": self.views[0].label, "new": self.views[-1].label}

    def _trends(self) -> Iterator[Markup]:
        by_direction: dict[str, list[PriorityTrend]] = {}
        known = {theme: place for place, theme in enumerate(self.series.themes)}
        for row in sorted(self.series.shown_trends, key=lambda row: known.get(row.theme, len(known))):
            by_direction.setdefault(row.direction, []).append(row)
        test = evidence(self.wording.plain("changes.summary.trend_test"), "trends")
        for direction in ("rising", "falling", "not distinguishable", "not observable"):
            rows = by_direction.get(direction)
            if rows:
                themes = self.wording.listed([self._trend(row) for row in rows])
                yield self.wording.say(
                    f"changes.summary.{direction.replace(' ', '_')}", themes=themes, test=test, **self._span()
                )

    def _trend(self, row: PriorityTrend) -> Markup:
        name, target = self.wording.name("themes", row.theme), anchor("trend", row.theme)
        if not row.observable or not row.totals or not row.totals[0] or not row.totals[-1]:
            return evidence(name, target)
        shares = [evidence(self.wording.percent(row.counts[end] / row.totals[end]), target) for end in (0, -1)]
        return self.wording.say("changes.summary.move", name=name, old=shares[0], new=shares[1])

    def _bodies(self) -> Iterator[Markup]:
        first, last = self.views[0], self.views[-1]
        if not (first.records.roles and last.records.roles):
            return
        if first.records.incomplete or last.records.incomplete:
            yield self.wording.say("changes.summary.incomplete", **self._span())
            return
        moves = [
            (units(body.years[-1]) - units(body.years[0]), body) for body in self.bodies if body.level != "collective"
        ]
        for key, sign in (("growing", 1), ("fading", -1)):
            moved = [(sign * move, body) for move, body in moves if sign * move >= LEAST_MOVE]
            named = _foremost(moved)
            if named:
                yield self.wording.say(
                    f"changes.summary.{key}",
                    bodies=self.wording.listed([self._body(body) for body in named]),
                    **self._span(),
                )
            elif moved:
                most = max(move for move, _ in moved)
                alike = sum(move == most for move, _ in moved)
                yield self.wording.say(
                    f"changes.summary.{key}_alike",
                    n=evidence(self.wording.number(alike), "bodies"),
                    tasks=evidence(self.wording.number(most), "bodies"),
                    **self._span(),
                )

    def _body(self, body: BodyView) -> Markup:
        old, new = (evidence(self.wording.number(units(year)), body.anchor) for year in (body.years[0], body.years[-1]))
        return self.wording.say("changes.summary.body_move", name=body.name, old=old, new=new)

    # -- between two notices ---------------------------------------------------------------------

    def _counts(
        self,
        pair: PairView,
        kind: str,
        names: Sequence[str],
        found: Mapping[str, Sequence[Any]],
        leave_out: Sequence[str] = (),
    ) -> Markup:
        parts = []
        for name in names:
            count = len(found.get(name, ()))
            if count and name not in leave_out:
                number = evidence(self.wording.number(count), anchor(kind, pair.key, name))
                parts.append(
                    self.wording.say(
                        f"changes.summary.{kind}",
                        count=count,
                        n=number,
                        change=self.wording.name(f"{kind}_changes", name),
                    )
                )
        return self.wording.listed(parts)

    def _labels(self, pair: PairView) -> dict[str, str]:
        return {"old": pair.old_label, "new": pair.new_label}

    def _tasks(self, pair: PairView) -> Iterator[Markup]:
        key = "tasks" if pair.cards else "no_tasks"
        yield self.wording.say(
            f"changes.summary.{key}", counts=self._counts(pair, "task", CHANGES, pair.by_change), **self._labels(pair)
        )

    def _priorities(self, pair: PairView) -> Iterator[Markup]:
        rows = next((rows for measure, rows in pair.priorities if measure == "tasks"), [])
        apart = [row for row in rows if row.distinguishable]
        hidden = [row for row in rows if not row.observable]
        test = evidence(self.wording.plain("changes.summary.test"), anchor("priority-changes", pair.key, "tasks"))
        if apart:
            yield self.wording.say(
                "changes.summary.apart",
                test=test,
                themes=self.wording.listed([self._priority(pair, row) for row in apart]),
                **self._labels(pair),
            )
        elif len(hidden) < len(rows):
            yield self.wording.say("changes.summary.not_apart", test=test, **self._labels(pair))
        if hidden:
            names = [
                evidence(
                    self.wording.name("themes", row.theme), anchor("priority-change", pair.key, "tasks", row.theme)
                )
                for row in hidden
            ]
            yield self.wording.say("changes.summary.hidden", themes=self.wording.listed(names), **self._labels(pair))

    def _priority(self, pair: PairView, row: PriorityChange) -> Markup:
        target = anchor("priority-change", pair.key, "tasks", row.theme)
        old, new = (evidence(self.wording.percent(share), target) for share in (row.old_share, row.new_share))
        return self.wording.say("changes.summary.move", name=self.wording.name("themes", row.theme), old=old, new=new)

    def _targets(self, pair: PairView) -> Iterator[Markup]:
        counts = self._counts(pair, "target", TARGET_CHANGES, pair.targets)
        if counts:
            yield self.wording.say("changes.summary.targets", counts=counts)

    def _roles(self, pair: PairView) -> Iterator[Markup]:
        handed = pair.roles.get("handed_over", ())
        if handed:
            number = evidence(self.wording.number(len(handed)), anchor("role", pair.key, "handed_over"))
            cards = {card.anchor: card for card in pair.cards}
            named = [
                self.wording.say(
                    "changes.summary.handover",
                    title=evidence(cards[view.anchor].title, view.anchor),
                    giver=view.row.from_department or "",
                    taker=view.row.to_department or "",
                )
                for view in handed[:MOST_NAMED]
            ]
            key = "handed" if len(handed) <= MOST_NAMED else "handed_many"
            yield self.wording.say(
                f"changes.summary.{key}", count=len(handed), n=number, tasks=self.wording.listed(named)
            )
        counts = self._counts(pair, "role", ROLE_CHANGES, pair.roles, leave_out=("handed_over",))
        if counts:
            yield self.wording.say("changes.summary.roles", counts=counts)

    def _strength(self, pair: PairView) -> Iterator[Markup]:
        for key, cards in pair.strength.items():
            if cards:
                number = evidence(self.wording.number(len(cards)), anchor("strength", pair.key, key))
                tasks = self.wording.listed([self._worded(card) for card in cards[:MOST_NAMED]])
                many = "_many" if len(cards) > MOST_NAMED else ""
                yield self.wording.say(f"changes.summary.{key}{many}", count=len(cards), n=number, tasks=tasks)

    def _worded(self, card: ChangeCard) -> Markup:
        old, new, _ = card.strength or ("", "", 0)
        return self.wording.say("changes.summary.worded", title=evidence(card.title, card.anchor), old=old, new=new)


def _foremost(moved: Sequence[tuple[int, BodyView]]) -> list[BodyView]:
    """The bodies that moved most, with all their equals; where these are too many, only those clearly ahead of them."""
    ranked = sorted(moved, key=lambda move: (-move[0], move[1].key))
    least = ranked[min(MOST_NAMED, len(ranked)) - 1][0] if ranked else 0
    if sum(move >= least for move, _ in ranked) > MOST_EQUAL:
        least += 1
    return [body for move, body in ranked if move >= least]


def units(year: BodyYear) -> int:
    return year.row.units if year.row else 0
