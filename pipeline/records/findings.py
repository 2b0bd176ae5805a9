"""The nouns of comparison: passages, statements, the indicator ledger, terms, matches, cells and findings.

A finding is a sentence that somebody must be able to defend, so everything here leads back to the
words behind it: a `Passage` is a place in a notice's clean text with `text[start:end] == surface`.
Comparison works on a group of editions, along the years (a pair is a group of two) or across
places; what is said of a group is a panel of cells and a ranked list of findings.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

Axis = Literal["year", "place"]
# plan: what the notice orders; review: what it looks back on; horizon: what it says of a longer plan
Section = Literal["plan", "review", "horizon"]
# Of what kind a number is: 达到7000家 | 增长6% | 占比25% | 新增40家 | 关停24台 | 翻一番 | 每月10万元以下的
Measure = Literal["level", "growth", "share", "added", "removed", "multiple", "threshold", "worded"]
Status = Literal["promised", "worded", "reported", "condition"]
CellStatus = Literal["value", "worded", "not_set", "cut", "not_told"]
MatchKind = Literal["unit", "statement", "indicator", "term", "body"]
Verdict = Literal["met", "missed", "partly", "not_mentioned", "cannot_be_rated"]  # of a target that was due
Certainty = Literal["sure", "likely"]
By = Literal["rule", "person"]  # who has the word: a rule, or a person who checked or fixed it
FindingKind = Literal[
    "target_raised", "target_lowered", "target_unchanged", "target_reworded", "target_new", "target_dropped",
    "task_new", "task_dropped", "task_split", "task_merged", "moved_up", "moved_down",
    "term_new", "term_gone", "stance_changed", "firmer", "softer",
    "lead_changed", "role_changed", "form_changed", "body_renamed",
    "result", "theme_share", "place_outlier", "level_gap",
]  # fmt: skip
FINDING_KINDS: tuple[FindingKind, ...] = get_args(FindingKind)


class FindingError(ValueError):
    """A record of comparison that contradicts itself; the message shows the record, the field and the value."""


def _check(condition: bool, record: object, field_name: str) -> None:
    if not condition:
        raise FindingError(
            f"{type(record).__name__}.{field_name}: {getattr(record, field_name)!r} is not possible here ({record!r})"
        )


@dataclass(frozen=True, slots=True)
class Passage:
    """A place in a notice's clean text: `notice.text[start:end] == surface`. `unit_id` is "" outside all units."""

    notice_id: str
    unit_id: str
    start: int
    end: int
    surface: str

    def __post_init__(self) -> None:
        _check(self.end - self.start == len(self.surface), self, "surface")


@dataclass(frozen=True, slots=True)
class Edition:
    """One notice as a member of a group: its year and the place it is for ("" where neither title nor issuer says)."""

    notice_id: str
    year: int | None
    place: str
    title: str


@dataclass(frozen=True, slots=True)
class Group:
    """The editions that are compared, in order: older first along `year`, by place along `place`."""

    editions: tuple[Edition, ...]
    axis: Axis

    def __post_init__(self) -> None:
        _check(
            len({edition.notice_id for edition in self.editions}) == len(self.editions),
            self,
            "editions",
        )


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence, a title or a heading of a notice. `said` is its text without white space; `order` counts from 0.

    `chapter` is the place among the outermost sections (1 is the first), 0 before any heading; `depth`
    is 0 for running text, 1 for a title that runs into its text, 2 for a heading.
    """

    id: str
    passage: Passage
    said: str
    section: Section
    order: int
    chapter: int
    depth: int


@dataclass(frozen=True, slots=True)
class Mention:
    """One place where a notice says something of an indicator: a number, or a goal in words.

    `head` is what is counted or measured, `scope` what narrows it (a place, a group, a grade).
    `value` is a plain number in `unit`, None for a goal in words, whose wording is `worded`.
    `horizon` is the year by which it is due. Targets are the promised mentions with a number.
    """

    id: str
    statement_id: str
    section: Section
    passage: Passage
    head: str
    scope: str
    measure: Measure
    op: str
    value: float | None
    value_high: float | None
    unit: str
    printed: str  # the number as printed, with its bounds, or the words of the goal
    horizon: int | None
    each_year: bool
    status: Status

    def __post_init__(self) -> None:
        _check((self.value is None) == (self.status == "worded"), self, "value")


@dataclass(frozen=True, slots=True)
class Indicator:
    """All mentions of one indicator in one notice, the one that says most first."""

    id: str
    notice_id: str
    head: str
    measure: Measure
    unit: str
    mentions: tuple[Mention, ...]

    def __post_init__(self) -> None:
        _check(bool(self.mentions), self, "mentions")


@dataclass(frozen=True, slots=True)
class Assignment:
    """Who does what for one clause: a body in a printed role."""

    id: str
    statement_id: str
    body_id: str
    body: str
    role: str
    passage: Passage


@dataclass(frozen=True, slots=True)
class Term:
    """A term where it is said: quoted words, a named thing or a noun compound."""

    id: str
    statement_id: str
    surface: str
    passage: Passage


@dataclass(frozen=True, slots=True)
class Match:
    """What of the newer edition answers what of the older: m ids to n ids of one kind, found by rule or fixed by a
    person."""

    kind: MatchKind
    old_ids: tuple[str, ...]
    new_ids: tuple[str, ...]
    score: float
    by: By = "rule"


@dataclass(frozen=True, slots=True)
class Cell:
    """One row of the panel in one edition: an indicator, body, theme or term with what the notice says of it.

    `not_set` was searched for in the whole notice and is not there; `cut` may stand in what is cut
    off; `not_told` is for bodies in a notice that prints none. `value` and `printed` are those of the
    first fact.
    """

    row: str
    row_kind: Literal["indicator", "body", "theme", "term"]
    notice_id: str
    status: CellStatus
    value: float | None
    value_high: float | None
    unit: str
    printed: str
    facts: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """One sentence that a careful reader would tell of the editions, in Chinese and in English, with its evidence.

    `also` are sides of the change that the kind does not name: bound, scope, grade, deadline, words.
    `values` are as printed, one an edition. The id depends on kind and subject, never on rank or
    wording. `evidence` holds the passages of every edition that the sentence speaks of. `by` is "person"
    where one checked or reworded it, or fixed a fact that its words are.
    """

    id: str
    kind: FindingKind
    subject: str
    notice_ids: tuple[str, ...]
    values: tuple[str, ...]
    also: tuple[str, ...]
    weight: float
    certainty: Certainty
    zh: str
    en: str
    evidence: tuple[Passage, ...]
    by: By = "rule"

    def __post_init__(self) -> None:
        _check(self.kind in FINDING_KINDS, self, "kind")
        _check(0 <= self.weight <= 1, self, "weight")
        _check(len(self.zh) <= LONGEST_SENTENCE, self, "zh")
        _check(bool(self.evidence), self, "evidence")


LONGEST_SENTENCE = 120  # characters: what is longer is no one sentence


# -- the same as rows of tables ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One finding of two editions; `rank` 1 is the weightiest. Its passages stand in EvidenceRow."""

    old_notice_id: str
    new_notice_id: str
    finding_id: str
    rank: int
    kind: FindingKind
    subject: str
    old_value: str
    new_value: str
    also: tuple[str, ...]
    weight: float
    certainty: Certainty
    zh: str
    en: str
    decided_by: By = "rule"


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """One passage behind a finding: `notice.text[start:end] == surface`; `place` counts from 0 in the order told."""

    old_notice_id: str
    new_notice_id: str
    finding_id: str
    place: int
    notice_id: str
    unit_id: str
    start: int
    end: int
    surface: str


@dataclass(frozen=True, slots=True)
class MentionRow:
    """One place where a notice says something of an indicator; see Mention. `indicator_id` is its row of the ledger."""

    notice_id: str
    mention_id: str
    indicator_id: str
    unit_id: str
    start: int
    end: int
    surface: str
    section: Section
    status: Status
    head: str
    scope: str
    measure: Measure
    op: str
    value: float | None
    value_high: float | None
    unit: str
    printed: str
    horizon: int | None
    each_year: bool


@dataclass(frozen=True, slots=True)
class ResultRow:
    """A target that was due, and what the look back of the later notice reports of it, with both passages.

    `reckoned` marks a report that was counted from the year before (比上年增加…). `bodies` lead the older task, or are
    responsible where none leads. `new_start` and `new_end` are None where the later notice is silent.
    """

    old_notice_id: str
    new_notice_id: str
    mention_id: str
    indicator: str
    verdict: Verdict
    reckoned: bool
    promised: str
    reported: str
    bodies: tuple[str, ...]
    old_unit_id: str
    old_start: int
    old_end: int
    old_surface: str
    new_unit_id: str
    new_start: int | None
    new_end: int | None
    new_surface: str


@dataclass(frozen=True, slots=True)
class CellRow:
    """What one notice of a series says of one indicator; `start` and `end` are those of the first place that says
    it."""

    series: str
    indicator: str
    notice_id: str
    year: int
    status: CellStatus
    value: float | None
    value_high: float | None
    unit: str
    printed: str
    start: int | None
    end: int | None
