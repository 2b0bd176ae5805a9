"""Who leads and who supports, clause by clause: no body is handed what another clause says.

A unit with several responsibility clauses is cut at them, and the pieces of linked tasks are matched by
what they say. A side that prints no bodies tells nothing of them; a change of label that runs through the
notice is one finding; a body that was renamed is the same body.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from pipeline.compare.pair_view import EditionView, PairView
from pipeline.compare.places import HEADING, TITLE, place_of_passage
from pipeline.compare.ranking import Draft
from pipeline.compare.same_body import SameBody, printed_id
from pipeline.compare.similarity import bigram_overlap
from pipeline.compare.statements import squash
from pipeline.compare.wording import fits, quote, say
from pipeline.records import Role, Unit
from pipeline.records.findings import Passage

SAME_CLAUSE = 0.3  # likeness of the work two clauses are about, from which they are compared
ABOUT_THE_SAME = 0.12  # ... and from which another task, AS_NEAR as the linked one, is a piece of the same work
AS_NEAR = 0.7
ONE_CLAUSE = 0.15  # ... where each task has only one and their link is sure
SURE_LINK = 0.6
FORM = 0.5  # share of a notice's clauses that are written in one form, from which it is the usual one
FEWEST_FORM = 4
MOST_NAMES = 3
LONGEST_CLAUSE = 160  # characters of a clause that stands as evidence whole
FEWEST_TOGETHER = 2  # tasks whose bodies changed alike, from which they are told at once
LEAST_TOLD = 0.2  # share of the tasks with bodies, from which a notice tells who is responsible


@dataclass(frozen=True, slots=True)
class Work:
    """One piece of a unit with the bodies its responsibility clause names; `text` is what they are to do."""

    unit: Unit
    text: str
    roles: tuple[Role, ...]

    def by_role(self, role: str, same_body: SameBody) -> dict[str, Role]:
        return {same_body(one): one for one in self.roles if one.role == role}

    def bodies(self, same_body: SameBody) -> dict[str, Role]:
        return {same_body(one): one for one in self.roles}

    @property
    def name(self) -> str:
        return quote(self.unit.title or self.text, 24)


def role_findings(pair: PairView, same_body: SameBody) -> Iterator[Draft]:
    """Drafts on the bodies of both editions."""
    told = [bool(view.facts.roles) for view in (pair.old, pair.new)]
    if told[0] != told[1]:
        yield from _not_told(pair, told[1])
    if not all(told):
        return
    matched = list(_matched(pair))
    yield from _form_changes(pair)
    single = (
        [draft for old, new, around in matched for draft in find(pair, old, new, same_body, around)]
        for find in (_lead, _members)
    )
    for drafts in single:
        yield from _together(drafts)
    yield from _renamed(pair, same_body)


Told = tuple[Draft, tuple[str, str]]  # with the English names of who was and who is named


def _together(drafts: Sequence[Told]) -> Iterator[Draft]:
    """Tasks whose bodies changed alike, told at once: a body that took over all that another did is one finding."""
    alike: dict[tuple[str, ...], list[Draft]] = {}
    english: dict[tuple[str, ...], tuple[str, str]] = {}
    for draft, names_en in drafts:
        alike.setdefault(draft.values, []).append(draft)
        english[draft.values] = names_en
    for (a, b), mine in alike.items():
        if len(mine) < FEWEST_TOGETHER:
            yield from mine
            continue
        first, (a_en, b_en) = mine[0], english[a, b]
        held = "、".join(f"“{quote(one.subject, 16)}”" for one in mine[:MOST_NAMES])
        held += "等" if len(mine) > MOST_NAMES else ""
        names = (
            "leads" if first.kind == "lead_changed" else "bodies",
            "both" if a and b else "joined" if b else "left",
        )
        zh, en = say("_".join((*names, "together")), a=a, b=b, a_en=a_en, b_en=b_en, held=held, count=len(mine))
        evidence = tuple(passage for one in mine for passage in one.evidence)
        if fits(zh):
            size = min(0.5 + 0.1 * len(mine), 1.0)
            yield Draft(first.kind, f"{a or b}等{len(mine)}项", zh, en, (a, b), evidence, HEADING, size)
        else:
            yield from mine


def _not_told(pair: PairView, new_tells: bool) -> Iterator[Draft]:
    """One edition names who is responsible, the other nobody: told once, and no body came or went."""
    view = pair.new if new_tells else pair.old
    work = {unit.unit_id for unit in view.facts.units if unit.kind in ("task", "safeguard")}
    with_bodies = work & {role.unit_id for role in view.facts.roles}
    if len(with_bodies) < LEAST_TOLD * len(work):
        return
    (o, n), (o_en, n_en) = pair.names, pair.names_en
    zh, en = say(
        "bodies_told" if new_tells else "bodies_untold",
        o=o,
        n=n,
        o_en=o_en,
        n_en=n_en,
        count=len(with_bodies),
        total=len(work),
    )
    first = min((role for role in view.facts.roles if role.unit_id in with_bodies), key=lambda role: role.start)
    yield Draft("role_changed", "责任单位", zh, en, ("", ""), (_passage(view, first),), HEADING, 1.0, ("not_told",))


# -- clauses ---------------------------------------------------------------------------------------


def work_of(view: EditionView) -> dict[str, list[Work]]:
    """unit_id -> its pieces of work, each ending in a responsibility clause that names bodies."""
    found: dict[str, list[Work]] = {}
    for unit in view.facts.units:
        clauses = sorted((one.start, one.end) for one in view.facts.clauses if one.unit_id == unit.unit_id)
        begun = unit.start
        for start, end in clauses:
            inside = unit.start <= start and end <= unit.end
            roles = tuple(one for one in view.facts.roles if one.unit_id == unit.unit_id and start <= one.start < end)
            text = squash(view.facts.notice.text[begun:start]) if inside else squash(unit.text)
            if roles:
                found.setdefault(unit.unit_id, []).append(Work(unit, text or squash(unit.text), roles))
            begun = end if inside else begun
    return found


@dataclass(frozen=True)
class Around:
    """All pieces of work of a group of linked tasks, and those of others about the same: who was in any of them
    neither comes nor goes."""

    old: Sequence[Work]
    new: Sequence[Work]

    def named(self, side: Literal["old", "new"], same_body: SameBody, role: str = "") -> set[str]:
        works = self.old if side == "old" else self.new
        return {same_body(one) for work in works for one in work.roles if role in ("", one.role)}


def _matched(pair: PairView) -> Iterator[tuple[Work, Work, Around]]:
    """Pieces of work of linked tasks that are about the same, each once, the likest first."""
    old, new = work_of(pair.old), work_of(pair.new)
    all_old, all_new = ([work for works in side.values() for work in works] for side in (old, new))
    strength = {(link.old_unit_id, link.new_unit_id): link.score for link in pair.alignment.links}
    for olds, news in pair.alignment.groups():
        before = [work for one in olds for work in old.get(one, [])]
        after = [work for one in news for work in new.get(one, [])]
        sure = any(strength.get((a, b), 0.0) >= SURE_LINK for a in olds for b in news)
        least = ONE_CLAUSE if len(before) == len(after) == 1 and sure else SAME_CLAUSE
        likeness = sorted(
            ((-bigram_overlap(a.text, b.text), i, j) for i, a in enumerate(before) for j, b in enumerate(after))
        )
        taken: tuple[set[int], set[int]] = (set(), set())
        for score, i, j in likeness:
            if -score >= least and i not in taken[0] and j not in taken[1]:
                taken[0].add(i)
                taken[1].add(j)
                near_old, near_new = (
                    [work for work in every if bigram_overlap(work.text, text) >= max(AS_NEAR * -score, ABOUT_THE_SAME)]
                    for every, text in ((all_old, after[j].text), (all_new, before[i].text))
                )
                yield before[i], after[j], Around([*before, *near_old], [*after, *near_new])


# -- the form ----------------------------------------------------------------------------------------

# The words by which a clause says who does what; the longest at a place counts.
RE_LABEL = re.compile(
    r"牵头责任单位|配合责任单位|牵头单位|牵头部门|责任单位|责任部门|负责单位|参与单位|参加单位|配合单位|协办单位|按职责分工负责|分工负责|牵头|配合|参与|协助|协办|负责"
)


def _form_changes(pair: PairView) -> Iterator[Draft]:
    """The way of writing responsibility clauses, where most clauses of one edition are written otherwise than most of
    the other."""
    sides = [_forms(view) for view in (pair.old, pair.new)]
    before, after = (_usual(forms) for forms in sides)
    if before is None or after is None or before[0] == after[0]:
        return
    (a, first), (b, second) = before, after
    zh, en = say(
        "form_changed", a=_form_said(a), b=_form_said(b), count=len(sides[1][b]), total=sum(map(len, sides[1].values()))
    )
    yield Draft("form_changed", "责任条款", zh, en, (_form_said(a), _form_said(b)), (first, second), HEADING, 0.9)


def _forms(view: EditionView) -> dict[tuple[str, ...], list[Passage]]:
    """The labels of a clause in printed order -> the clauses that have just these."""
    found: dict[tuple[str, ...], list[Passage]] = {}
    for clause in sorted(view.facts.clauses, key=lambda clause: clause.start):
        text = view.facts.notice.text[clause.start : clause.end]
        labels = tuple(dict.fromkeys(RE_LABEL.findall(squash(text))))
        if labels:
            found.setdefault(labels, []).append(Passage(view.notice_id, clause.unit_id, clause.start, clause.end, text))
    return found


def _usual(forms: Mapping[tuple[str, ...], Sequence[Passage]]) -> tuple[tuple[str, ...], Passage] | None:
    """The form of most clauses with its first clause; None where no form has most of enough."""
    total = sum(map(len, forms.values()))
    labels = max(forms, key=lambda labels: len(forms[labels]), default=())
    count = len(forms.get(labels, ()))
    return (labels, forms[labels][0]) if count >= FEWEST_FORM and count >= FORM * total else None


def _form_said(labels: Sequence[str]) -> str:
    """牵头单位：X，配合单位：X; 责任单位：X牵头，X配合 where verbs stand behind the one label."""
    first, *rest = labels
    of_label = ("单位", "部门")
    if first.endswith(of_label) and rest and not any(label.endswith(of_label) for label in rest):
        return f"{first}：" + "，".join(f"X{label}" for label in rest)
    return "，".join(f"{label}：X" if label.endswith(of_label) else f"X{label}" for label in labels)


# -- one clause ---------------------------------------------------------------------------------------


def _lead(pair: PairView, old: Work, new: Work, same_body: SameBody, around: Around) -> Iterator[Told]:
    """Who leads: only where both print a lead."""
    before, after = old.by_role("lead", same_body), new.by_role("lead", same_body)
    if not before or not after or before.keys() == after.keys():
        return
    led_before, lead_now = around.named("old", same_body, "lead"), around.named("new", same_body, "lead")
    gone = [before[one] for one in before if one not in lead_now]
    come = [after[one] for one in after if one not in led_before]
    if not gone and not come:
        return
    name = (
        "lead_changed"
        if gone and come and len(gone) == len(before)
        else "lead_joined"
        if come and not gone
        else "lead_left"
        if gone and not come
        else "lead_changed"
    )
    old_side, new_side = (list(before.values()), list(after.values())) if name == "lead_changed" else (gone, come)
    a, b = _names(old_side), _names(new_side)
    a_en, b_en = (_names_en(side, same_body) for side in (old_side, new_side))
    zh, en = say(name, subject=new.name, a=a, b=b, a_en=a_en, b_en=b_en)
    evidence = tuple(_passage(pair.old, one) for one in before.values()) + tuple(
        _passage(pair.new, one) for one in after.values()
    )
    if fits(zh):
        draft = Draft(
            "lead_changed",
            new.name,
            zh,
            en,
            (a, b),
            evidence,
            max(TITLE, place_of_passage(pair.new, evidence[-1])),
            0.8,
        )
        yield draft, (a_en, b_en)


def _members(pair: PairView, old: Work, new: Work, same_body: SameBody, around: Around) -> Iterator[Told]:
    """Who is named at all, leads aside."""
    before, after = old.bodies(same_body), new.bodies(same_body)
    leads = {*old.by_role("lead", same_body), *new.by_role("lead", same_body)}
    named_old, named_new = around.named("old", same_body), around.named("new", same_body)
    gone = [one for body, one in before.items() if body not in named_new and body not in leads]
    come = [one for body, one in after.items() if body not in named_old and body not in leads]
    if not gone and not come:
        return
    name = "bodies_both" if gone and come else "bodies_joined" if come else "bodies_left"
    a_en, b_en = (_names_en(side, same_body) for side in (gone, come))
    zh, en = say(name, subject=new.name, a=_names(gone), b=_names(come), a_en=a_en, b_en=b_en)
    evidence = tuple(_passage(pair.old, one) for one in gone or list(before.values())[:1]) + tuple(
        _passage(pair.new, one) for one in come or list(after.values())[:1]
    )
    if fits(zh):
        draft = Draft(
            "role_changed",
            new.name,
            zh,
            en,
            (_names(gone), _names(come)),
            evidence,
            TITLE,
            min(0.3 + 0.1 * (len(gone) + len(come)), 0.7),
        )
        yield draft, (a_en, b_en)


def _renamed(pair: PairView, same_body: SameBody) -> Iterator[Draft]:
    """Bodies that go on under another name, by the registry."""
    first: tuple[dict[str, Role], dict[str, Role]] = ({}, {})
    for side, view in zip(first, (pair.old, pair.new)):
        for role in sorted(view.facts.roles, key=lambda role: role.start):
            side.setdefault(same_body(role), role)
    for body, old in first[0].items():
        new = first[1].get(body)
        if new and printed_id(old) != printed_id(new) and old.department != new.department:
            names_en = {"a_en": same_body.name_en(old), "b_en": same_body.name_en(new)}
            zh, en = say("body_renamed", a=old.department, b=new.department, **names_en)
            yield Draft(
                "body_renamed",
                new.department,
                zh,
                en,
                (old.department, new.department),
                (_passage(pair.old, old), _passage(pair.new, new)),
                TITLE,
                0.6,
            )


def _names(roles: Sequence[Role]) -> str:
    names = list(dict.fromkeys(one.department for one in roles))
    return "、".join(names[:MOST_NAMES]) + (f"等{len(names)}个单位" if len(names) > MOST_NAMES else "")


def _names_en(roles: Sequence[Role], same_body: SameBody) -> str:
    names = list(dict.fromkeys(map(same_body.name_en, roles)))
    left = len(names) - MOST_NAMES
    return ", ".join(names[:MOST_NAMES]) + (f" and {left} more" if left > 0 else "")


def _passage(view: EditionView, role: Role) -> Passage:
    """The clause that names a body, by which a reader sees who stands beside it; the name alone where that is long."""
    inside = (one for one in view.facts.clauses if one.unit_id == role.unit_id and one.start <= role.start < one.end)
    start, end = next(((one.start, one.end) for one in inside), (role.start, role.end))
    if end - start > LONGEST_CLAUSE:
        start, end = role.start, role.end
    return Passage(view.notice_id, role.unit_id, start, end, view.facts.notice.text[start:end])
