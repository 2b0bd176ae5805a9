"""The nouns of the project: what a notice, a unit, a role, a target, an entity and a theme are.

Every record is a frozen dataclass that checks itself; every finding says where it stands
(`start`, `end` into the notice's clean text) and which rule or model found it. What counts as
each is fixed in docs/annotation-guide.md.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, get_args

Script = Literal["hans", "hant"]
UnitKind = Literal["task", "goal", "general", "safeguard", "closing"]
RoleName = Literal["lead", "responsible", "support"]
TargetKind = Literal["stock", "flow", "rate", "share", "grant"]
Operator = Literal["eq", "ge", "gt", "le", "lt", "approx", "range"]
Strength = Literal["firm", "striving", "exploring"]
EntityLabel = Literal["ORG", "DEPT", "PROGRAM", "DOC", "PLACE", "PROJECT", "INDUSTRY"]
Severity = Literal["info", "warning", "error"]

UNIT_KINDS: tuple[UnitKind, ...] = get_args(UnitKind)
ROLE_NAMES: tuple[RoleName, ...] = get_args(RoleName)
ENTITY_LABELS: tuple[EntityLabel, ...] = get_args(EntityLabel)
THEMED_KINDS: tuple[UnitKind, ...] = ("task", "safeguard")


class RecordError(ValueError):
    """A record that contradicts itself; the message shows the record's name, field and value."""


def _check(condition: bool, record: object, field_name: str) -> None:
    if not condition:
        value = getattr(record, field_name)
        raise RecordError(f"{type(record).__name__}.{field_name}: {value!r} is not possible here ({record!r})")


@dataclass(frozen=True, slots=True)
class Source:
    """One row of data/corpus.csv: a notice as somebody put it into the corpus."""

    notice_id: str
    series: str
    year: int
    file: str  # relative to the project folder
    provenance: str  # "official" for a published notice, "sample" for one written for this project
    source_url: str
    retrieved_on: str  # ISO date, or "" where unknown
    sha256: str  # of the file's bytes


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice after cleaning: from here on every offset counts characters of `text`.

    `text[:body_start]` and `text[body_end:]` are letter head and colophon: addressees, signature,
    dates, distribution list. `period_from` and `period_to` are the years a plan covers, if printed.
    """

    notice_id: str
    series: str
    year: int | None
    title: str
    issuer: str
    document_number: str
    issued_on: str | None  # ISO date
    published_on: str | None  # ISO date
    period_from: int | None
    period_to: int | None
    script: Script
    provenance: str
    text: str
    body_start: int
    body_end: int

    def __post_init__(self) -> None:
        _check(0 <= self.body_start <= len(self.text), self, "body_start")
        _check(self.body_start <= self.body_end <= len(self.text), self, "body_end")


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit of a notice: the smallest enumerated item, or a paragraph where nothing is enumerated.

    `path` holds the printed numbers of its headings and itself, outermost first; `headings` the
    texts of those headings. `text` is the unit without its printed number, so
    `notice.text[start:end] == text`. `clauses` are the spans of responsibility clauses inside it.
    `words` tile the text but for white space (empty until the text has been segmented into words).
    """

    notice_id: str
    unit_id: str
    position: int  # 0-based, in document order
    path: tuple[str, ...]
    headings: tuple[str, ...]
    kind: UnitKind
    title: str
    text: str
    start: int
    end: int
    heading_spans: tuple[tuple[int, int], ...] = ()
    words: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _check(self.end - self.start == len(self.text), self, "end")
        _check(bool(self.text.strip()), self, "text")

    @property
    def section(self) -> str:
        """The outermost heading above the unit, or "" where it has none."""
        return self.headings[0] if self.headings else ""


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """Something odd in a notice that a reader should know of; `start` is None if it concerns the whole."""

    notice_id: str
    code: str
    severity: Severity
    message: str
    start: int | None = None


@dataclass(frozen=True, slots=True)
class Role:
    """What one body does for one unit, as printed.

    `department` is the printed name. `body_id` is the registry's id (`city/development-reform`),
    "" where the name does not resolve. `open_list` marks the last name of a list that the notice
    left open (等, 有关部门): the names printed are then a lower bound.
    """

    notice_id: str
    unit_id: str
    role: RoleName
    department: str
    body_id: str
    start: int
    end: int
    open_list: bool
    rule: str

    def __post_init__(self) -> None:
        _check(bool(self.department), self, "department")
        _check(self.start < self.end, self, "end")


@dataclass(frozen=True, slots=True)
class Clause:
    """A responsibility clause: where it stands, and the completion time it prints, if any."""

    notice_id: str
    unit_id: str
    start: int
    end: int
    due: str


@dataclass(frozen=True, slots=True)
class Target:
    """A quantity that the notice commits to.

    `value` is a plain number in `unit` (25万辆 is 250000 辆); `value_high` only where `op` is
    `range`. `deadline` is a year. `strength` is how firmly it is promised. Money granted to
    applicants has the kind `grant`: it is counted apart from what the notice promises to reach.
    """

    notice_id: str
    unit_id: str
    indicator: str
    level: str | None
    op: Operator
    value: float
    value_high: float | None
    unit: str
    kind: TargetKind
    deadline: int | None
    each_year: bool
    strength: Strength
    text: str
    start: int
    end: int
    rule: str

    def __post_init__(self) -> None:
        _check((self.value_high is not None) == (self.op == "range"), self, "value_high")
        _check(self.end - self.start == len(self.text), self, "text")


@dataclass(frozen=True, slots=True)
class Entity:
    """A named thing in a unit's body; `notice.text[start:end] == text`."""

    notice_id: str
    unit_id: str
    label: EntityLabel
    text: str
    start: int
    end: int
    rule: str
    resolved: str = ""  # body id of a DEPT, notice id of a DOC; "" where it does not resolve

    def __post_init__(self) -> None:
        _check(self.end - self.start == len(self.text), self, "text")


@dataclass(frozen=True, slots=True)
class ThemeGuess:
    """What a classifier says of one unit: a probability per theme (they sum to 1).

    `declared_theme` is what the section heading says, "" where it says nothing; it is kept apart
    from `theme`, which goes by the unit's content. `unsure` marks a guess below the threshold.
    """

    notice_id: str
    unit_id: str
    theme: str
    unsure: bool
    declared_theme: str
    themes: tuple[str, ...] = field(default=())
    scores: tuple[float, ...] = field(default=())

    def __post_init__(self) -> None:
        _check(len(self.themes) == len(self.scores), self, "scores")


@dataclass(frozen=True, slots=True)
class LabelledText:
    """One row of data/labels/themes.csv: a text and the theme a person gave it."""

    text: str
    theme: str
    theme2: str  # a second theme nearly as strong, or ""
    section: str  # the heading it stands under, or ""
    source: str  # the notice it comes from: training and test never share one
    provenance: str
    annotator: str
    date: str


@dataclass(frozen=True, slots=True)
class Priority:
    """One theme's weight in one notice.

    `task_share` and `text_share` lie between 0 and 1, with a bootstrap interval over tasks for the
    former. `observable` is False where the theme's own section is cut off in this text: its shares
    are then None, because they would look like a fall in priority.
    """

    series: str
    year: int
    notice_id: str
    theme: str
    observable: bool
    tasks: int
    unsure_tasks: int
    task_share: float | None
    share_low: float | None
    share_high: float | None
    text_share: float | None
    firm_targets: int
    unit_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DepartmentRole:
    """How often one body leads, is responsible and supports in one notice (one count a unit)."""

    series: str
    year: int
    notice_id: str
    body_id: str  # "" where the printed name does not resolve
    department: str  # as printed most often
    lead: int
    responsible: int
    support: int
    themes: tuple[str, ...]  # of the units it has a role in, in the order of unit_ids
    unit_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DistinctiveWord:
    """A word that one section uses more than the rest of its notice.

    `z` is the log-odds ratio with an informative Dirichlet prior over its standard deviation
    (Monroe, Colaresi and Quinn 2008); above 1.96 the section leans on the word. The counts of both
    sides stand beside it.
    """

    series: str
    year: int
    notice_id: str
    section: str
    word: str
    z: float
    count_section: int
    count_rest: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """One count of what was read, or left unread, in one notice: the account behind every table."""

    series: str
    year: int
    notice_id: str
    measure: str
    count: int
    total: int
