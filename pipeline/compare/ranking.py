"""How much a finding matters, and how sure it is: the documented weight, by which findings are ranked.

weight = kind × place × size, each between 0 and 1, rounded. The kind says what readers of two editions
tell first (a changed number before a changed word), the place where the notice says it (its goals and
headings before running text, its beginning before its end), the size how much changed. Of two equal
weights the one nearer the beginning of the newer notice comes first. The same sentence is told once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pipeline.records.findings import LONGEST_SENTENCE, Finding, FindingKind, Passage

# What readers of two editions tell first, by the kind of change alone.
KIND_WEIGHTS: dict[FindingKind, float] = {
    "target_raised": 1.0, "target_lowered": 1.0, "target_reworded": 0.9, "target_new": 0.85, "target_dropped": 0.85,
    "target_unchanged": 0.78,
    "stance_changed": 0.9, "firmer": 0.85, "softer": 0.85,
    "task_new": 0.8, "task_dropped": 0.7, "task_split": 0.85, "task_merged": 0.75, "moved_up": 0.7, "moved_down": 0.65,
    "term_new": 0.75, "term_gone": 0.7,
    "lead_changed": 0.9, "role_changed": 0.8, "form_changed": 0.9, "body_renamed": 0.5,
    "result": 0.9, "theme_share": 0.8, "place_outlier": 0.8, "level_gap": 0.8,
}  # fmt: skip
DIGITS = 4


@dataclass(frozen=True, slots=True)
class Draft:
    """A finding before it is ranked. `place` and `size` lie between 0 and 1."""

    kind: FindingKind
    subject: str
    zh: str
    en: str
    values: tuple[str, ...]
    evidence: tuple[Passage, ...]
    place: float
    size: float
    also: tuple[str, ...] = ()

    @property
    def weight(self) -> float:
        return round(min(1.0, KIND_WEIGHTS[self.kind] * (0.3 + 0.7 * self.place) * (0.4 + 0.6 * self.size)), DIGITS)


def rank(drafts: Iterable[Draft], notice_ids: Sequence[str]) -> list[Finding]:
    """Findings, the weightiest first; ids are unique and do not depend on the order."""
    fitting = [draft for draft in drafts if len(draft.zh) <= LONGEST_SENTENCE]
    ordered = sorted(fitting, key=lambda draft: (-draft.weight, draft.evidence[-1].start, draft.kind, draft.zh))
    told = list(_once(ordered))
    return [_finding(draft, finding_id, tuple(notice_ids)) for draft, finding_id in zip(told, _ids(told))]


# Kinds that tell of words: where a finding above tells of the same passage, they add nothing.
OF_WORDS = frozenset(("term_new", "term_gone", "task_new", "task_dropped", "stance_changed", "firmer", "softer"))


MOST_TOLD = 2  # passages of a finding that tells of each of them; one with more lists what it holds
SLIGHT = 0.29  # weight below which a change of words is told to nobody


def _once(ordered: Sequence[Draft]) -> Iterator[Draft]:
    """Each sentence once, and each passage by the weightiest finding that tells of it."""
    sentences: set[str] = set()
    told: dict[str, list[Passage]] = {}
    for draft in ordered:
        again = all(
            any(_overlap(passage, other) for other in told.get(passage.notice_id, [])) for passage in draft.evidence
        )
        slight = draft.kind in OF_WORDS and draft.weight < SLIGHT
        if draft.zh not in sentences and not slight and not (again and draft.kind in OF_WORDS):
            sentences.add(draft.zh)
            for passage in draft.evidence if len(draft.evidence) <= MOST_TOLD else _named(draft):
                told.setdefault(passage.notice_id, []).append(passage)
            yield draft


def _named(draft: Draft) -> list[Passage]:
    """Of the passages of a finding that lists others, the one it is about."""
    return [passage for passage in draft.evidence if "".join(passage.surface.split()).strip("。") in draft.values]


def _overlap(one: Passage, other: Passage) -> bool:
    return one.start < other.end and other.start < one.end


def _ids(drafts: Sequence[Draft]) -> list[str]:
    """kind/subject; where that is not unique, the place of the first passage behind it, then of the last."""
    names = [f"{draft.kind}/{draft.subject}" for draft in drafts]
    for place in (0, -1):
        often = Counter(names)
        names = [
            name if often[name] == 1 else f"{name}/{_place(draft.evidence[place])}"
            for name, draft in zip(names, drafts)
        ]
    return names


def _place(passage: Passage) -> str:
    return f"{passage.unit_id.rpartition('/')[2]}:{passage.start}"


def _finding(draft: Draft, finding_id: str, notice_ids: tuple[str, ...]) -> Finding:
    return Finding(
        finding_id,
        draft.kind,
        draft.subject,
        notice_ids,
        draft.values,
        draft.also,
        draft.weight,
        "likely",
        draft.zh,
        draft.en,
        draft.evidence,
    )
