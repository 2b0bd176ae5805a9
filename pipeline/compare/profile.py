"""What one notice gives weight to: themes, bodies, words of its sections, and what was left unread."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from pipeline.compare.statistics import classified_share, log_odds, share_interval
from pipeline.config import CompareParams
from pipeline.knowledge.chinese import RE_HAN
from pipeline.records import (
    THEMED_KINDS,
    Clause,
    Correction,
    Coverage,
    DepartmentRole,
    Diagnostic,
    DistinctiveWord,
    Entity,
    Notice,
    Priority,
    Role,
    Target,
    ThemeGuess,
    Unit,
)

SHARE_DIGITS = 6
Z_DIGITS = 4
FEWEST_OCCURRENCES = 2
MOST_WORDS_PER_SECTION = 20


@dataclass(frozen=True, slots=True)
class NoticeFacts:
    """One notice with everything found in it. `cut_off` are the themes whose section has no items, `not_measured`
    those that too few labels had: the share of both is unknown, not none."""

    notice: Notice
    units: list[Unit]
    roles: list[Role]
    targets: list[Target]
    entities: list[Entity]
    themes: dict[str, ThemeGuess]  # by unit_id
    diagnostics: list[Diagnostic]
    cut_off: frozenset[str]
    clauses: list[Clause] = field(default_factory=list)
    decided: Sequence[Correction] = ()  # what persons decided about this notice and others
    not_measured: frozenset[str] = frozenset()

    @property
    def hidden(self) -> frozenset[str]:
        """The themes that have no share here."""
        return self.cut_off | self.not_measured

    @property
    def tasks(self) -> list[Unit]:
        return [unit for unit in self.units if unit.kind == "task"]


def priorities(facts: NoticeFacts, themes: Iterable[str], params: CompareParams) -> Iterator[Priority]:
    """One Priority a theme. A theme whose section is cut off has no shares: they would mislead."""
    tasks = [unit for unit in facts.tasks if unit.unit_id in facts.themes]
    firm = Counter(target.unit_id for target in facts.targets if target.kind != "grant" and target.strength == "firm")
    characters, promises = [len(unit.text) for unit in tasks], [firm[unit.unit_id] for unit in tasks]
    for theme in themes:
        member = [facts.themes[unit.unit_id].theme == theme for unit in tasks]
        mine = [unit for unit, is_mine in zip(tasks, member) if is_mine]
        observable = theme not in facts.hidden and bool(tasks)
        by_task, by_text, by_promise = (
            _with_interval(member, weights, params) if observable else (None, None, None)
            for weights in ([1] * len(tasks), characters, promises)
        )
        expected = _with_classifier_error(facts, tasks, theme, params) if observable else (None, None, None)
        yield Priority(
            series=facts.notice.series,
            year=facts.notice.year or 0,
            notice_id=facts.notice.notice_id,
            theme=theme,
            observable=observable,
            tasks=len(mine),
            unsure_tasks=sum(facts.themes[unit.unit_id].unsure for unit in mine),
            task_share=by_task[0],
            share_low=by_task[1],
            share_high=by_task[2],
            text_share=by_text[0],
            firm_targets=sum(firm[unit.unit_id] for unit in mine),
            unit_ids=tuple(unit.unit_id for unit in mine),
            text_low=by_text[1],
            text_high=by_text[2],
            firm_share=by_promise[0],
            firm_low=by_promise[1],
            firm_high=by_promise[2],
            expected_share=expected[0],
            expected_low=expected[1],
            expected_high=expected[2],
        )


def _with_classifier_error(
    facts: NoticeFacts, tasks: Sequence[Unit], theme: str, params: CompareParams
) -> tuple[float | None, float | None, float | None]:
    """(share, low, high) of a theme with each task counted by its probability; 0 or 1 where a guess has none."""
    guesses = [facts.themes[unit.unit_id] for unit in tasks]
    chances = [dict(zip(one.themes, one.scores)).get(theme, float(one.theme == theme)) for one in guesses]
    share, low, high = classified_share(chances, confidence=params.confidence)
    return round(share, SHARE_DIGITS), round(low, SHARE_DIGITS), round(high, SHARE_DIGITS)


def _with_interval(
    member: Sequence[bool], weights: Sequence[int], params: CompareParams
) -> tuple[float | None, float | None, float | None]:
    """(share, low, high) of the members' weight; all None where nothing weighs anything."""
    if not sum(weights):
        return None, None, None
    low, high = share_interval(
        member, samples=params.bootstrap_samples, confidence=params.confidence, seed=params.seed, weights=weights
    )
    share = sum(weight for weight, is_mine in zip(weights, member) if is_mine) / sum(weights)
    return round(share, SHARE_DIGITS), round(low, SHARE_DIGITS), round(high, SHARE_DIGITS)


def department_roles(facts: NoticeFacts) -> Iterator[DepartmentRole]:
    """One row a body; names that do not resolve are counted under their printed form."""
    by_body: dict[tuple[str, str], list[Role]] = defaultdict(list)
    for role in facts.roles:
        by_body[(role.body_id, "" if role.body_id else role.department)].append(role)
    for (body_id, _), roles in by_body.items():
        units_of = {
            name: {role.unit_id for role in roles if role.role == name} for name in ("lead", "responsible", "support")
        }
        unit_ids = tuple(dict.fromkeys(role.unit_id for role in roles))
        printed = Counter(role.department for role in roles)
        yield DepartmentRole(
            series=facts.notice.series,
            year=facts.notice.year or 0,
            notice_id=facts.notice.notice_id,
            body_id=body_id,
            department=min(printed, key=lambda name: (-printed[name], name)),
            lead=len(units_of["lead"]),
            responsible=len(units_of["responsible"]),
            support=len(units_of["support"]),
            themes=tuple(facts.themes[unit_id].theme if unit_id in facts.themes else "" for unit_id in unit_ids),
            unit_ids=unit_ids,
        )


def _content_words(unit: Unit, clauses: Iterable[Clause]) -> Iterator[str]:
    """Words of two or more Chinese characters outside responsibility clauses.

    Numbers and punctuation say nothing of a section, and a clause says who acts, not what is done.
    """
    spans = [(clause.start - unit.start, clause.end - unit.start) for clause in clauses]
    at = 0
    for word in unit.words:
        at = unit.text.index(word, at)
        in_clause = any(start < at + len(word) and at < end for start, end in spans)
        at += len(word)
        if len(word) > 1 and RE_HAN.match(word) and not re.search(r"\d", word) and not in_clause:
            yield word


def distinctive_words(facts: NoticeFacts) -> Iterator[DistinctiveWord]:
    """The words each section leans on, against all other sections of the same notice."""
    clauses: dict[str, list[Clause]] = defaultdict(list)
    for clause in facts.clauses:
        clauses[clause.unit_id].append(clause)
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for unit in facts.tasks:
        counts[unit.section].update(_content_words(unit, clauses[unit.unit_id]))
    for section, mine in counts.items():
        rest: Counter[str] = sum((other for name, other in counts.items() if name != section), Counter())
        scores = log_odds(mine, rest)
        frequent = [word for word in scores if mine[word] >= FEWEST_OCCURRENCES and scores[word] > 0]
        for word in sorted(frequent, key=lambda word: (-scores[word], word))[:MOST_WORDS_PER_SECTION]:
            yield DistinctiveWord(
                facts.notice.series,
                facts.notice.year or 0,
                facts.notice.notice_id,
                section,
                word,
                round(scores[word], Z_DIGITS),
                mine[word],
                rest[word],
            )


def coverage(facts: NoticeFacts) -> Iterator[Coverage]:
    """The account behind every table: how much was read, and how much was left."""
    themed = [unit for unit in facts.units if unit.kind in THEMED_KINDS]
    with_roles = {role.unit_id for role in facts.roles}
    counts = {
        "tasks": (len(facts.tasks), len(facts.units)),
        "tasks_with_roles": (sum(unit.unit_id in with_roles for unit in facts.tasks), len(facts.tasks)),
        "unsure_themes": (
            sum(facts.themes[unit.unit_id].unsure for unit in themed if unit.unit_id in facts.themes),
            len(themed),
        ),
        "unresolved_bodies": (sum(not role.body_id for role in facts.roles), len(facts.roles)),
        "open_lists": (sum(role.open_list for role in facts.roles), len(facts.roles)),
        "firm_targets": (
            sum(target.strength == "firm" for target in facts.targets if target.kind != "grant"),
            sum(target.kind != "grant" for target in facts.targets),
        ),
        "targets_without_deadline": (
            sum(target.deadline is None for target in facts.targets if target.kind != "grant"),
            sum(target.kind != "grant" for target in facts.targets),
        ),
        "entities": (len(facts.entities), len(facts.entities)),
        "warnings": (sum(odd.severity != "info" for odd in facts.diagnostics), len(facts.diagnostics)),
    }
    for measure, (count, total) in counts.items():
        yield Coverage(facts.notice.series, facts.notice.year or 0, facts.notice.notice_id, measure, count, total)
