"""What notices give weight to, and what changes between them.

Every record is a frozen dataclass that checks itself.

Longer than 350 lines: one record a table, with the meaning of its fields.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pipeline.records.base import (
    AgendaChange,
    EntityLabel,
    LinkTier,
    Measure,
    RoleChangeName,
    RoleName,
    Standing,
    TargetChangeName,
    TaskChange,
    UnitKind,
    check,
)

TieChange = Literal["first", "new", "kept", "gone"]
TrendDirection = Literal["rising", "falling", "not distinguishable", "not observable"]


LEANS = 1.96  # |z| of a word beyond which one side leans on it: 5% of words would by chance


@dataclass(frozen=True, slots=True)
class Priority:
    """One theme's weight in one notice.

    `task_share`, `text_share` and `firm_share` (of all firm targets) lie between 0 and 1, each with an
    interval over tasks; a share is None where its whole is empty. `expected_share` counts each task by its
    probability, and its interval is that of classifier error alone.
    `observable` is False where the theme's own section is cut off in this text: its shares
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
    text_low: float | None = None
    text_high: float | None = None
    firm_share: float | None = None
    firm_low: float | None = None
    firm_high: float | None = None
    expected_share: float | None = None
    expected_low: float | None = None
    expected_high: float | None = None


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


# -- comparisons: every row names the two notices, older first, and the units it was read from ------


@dataclass(frozen=True, slots=True)
class TaskLink:
    """The newer unit continues the work of the older one; a split or merge has one row a pair.

    `tier` is the strongest ground of the link, `score` its strength between 0 and 1. The parts lie
    between 0 and 1 too: likeness of titles, of wording and of the subjects spoken of, share of one
    title mentioned in the other's text, share of the older text found in the newer and the reverse, shared indicators,
    shared names, the same lead, the same place in the
    notice, and whether each is the other's best of all (1), or one is (0.5). None where a side has
    nothing to compare.
    """

    old_notice_id: str
    new_notice_id: str
    old_unit_id: str
    new_unit_id: str
    kind: UnitKind
    change: TaskChange
    tier: LinkTier
    score: float
    title: float | None
    wording: float
    subjects: float
    mentioned: float
    old_in_new: float
    new_in_old: float
    indicators: float | None
    names: float | None
    lead: float | None
    position: float | None
    best_match: float
    strength_old: int | None  # 1 explored to 4 everywhere, of the title; None where it says nothing
    strength_new: int | None

    def __post_init__(self) -> None:
        check(0 <= self.score <= 1, self, "score")


@dataclass(frozen=True, slots=True)
class UnlinkedTask:
    """A unit without a counterpart: `new` in the newer notice, `dropped` from the older one."""

    old_notice_id: str
    new_notice_id: str
    unit_id: str
    change: Literal["new", "dropped"]
    kind: UnitKind


@dataclass(frozen=True, slots=True)
class TaskStep:
    """One unit of a chain: the genealogy of a task over all years of a series.

    `chain_id` is the unit the chain begins with. `strength_term` decides how firmly the title is
    worded, at `strength` (1 explored, 2 tried out, 3 advanced, 4 everywhere); "" and None where the
    title says nothing of it.
    """

    series: str
    chain_id: str
    year: int
    notice_id: str
    unit_id: str
    change: str  # how it came from the year before: a TaskChange, "new", or "" in the first year
    strength_term: str
    strength: int | None


@dataclass(frozen=True, slots=True)
class TargetChange:
    """One indicator on linked tasks: what became of it. Values are plain numbers in their unit.

    `raised` and `lowered` speak of the number, not of ambition. `redefined` lists in `what` which of
    unit, kind, op, level, indicator and each_year changed, whatever the value did. `evidence` is
    what the newer notice prints for `met_and_dropped`.
    """

    old_notice_id: str
    new_notice_id: str
    old_unit_id: str
    new_unit_id: str
    indicator: str  # as the older notice prints it, else the newer
    new_indicator: str | None
    change: TargetChangeName
    what: tuple[str, ...]
    old_value: float | None
    new_value: float | None
    old_value_high: float | None
    new_value_high: float | None
    old_unit: str | None
    new_unit: str | None
    old_deadline: int | None
    new_deadline: int | None
    old_strength: str | None
    new_strength: str | None
    old_text: str | None
    new_text: str | None
    old_start: int | None
    new_start: int | None
    evidence: str
    theme: str  # of the newer unit, "" where unknown
    leads: tuple[str, ...]  # printed leads of the newer unit


@dataclass(frozen=True, slots=True)
class RoleChange:
    """One body's role on linked tasks: what became of it, reforms of departments followed.

    `from_role` and `to_role` are None where the body is absent. For `handed_over` the body is the new
    lead, `from_department` the old one; `from_role` is what the new lead was before, and
    `old_lead_role` what the old lead is now. For `renamed_only` the two departments are the names.
    """

    old_notice_id: str
    new_notice_id: str
    old_unit_id: str
    new_unit_id: str
    change: RoleChangeName
    department: str
    body_id: str
    level: str
    from_department: str | None
    to_department: str | None
    from_role: str | None
    to_role: str | None
    old_lead_role: str | None
    old_start: int | None
    new_start: int | None


@dataclass(frozen=True, slots=True)
class PriorityChange:
    """One theme's share in two notices, and whether the difference can be told from chance.

    Shares lie between 0 and 1 and count only themes observable in both notices. `difference` is
    newer minus older, with its bootstrap interval. `p_value` is, for tasks, the mid-p of the theme's
    share among the tasks of only the older against those of only the newer notice; for text and firm targets a
    permutation test of whole tasks; `p_corrected` after Holm over the
    themes of the measure. `distinguishable` is p_corrected below 1 - confidence. All None and False
    where the theme's section is missing on a side.
    """

    old_notice_id: str
    new_notice_id: str
    measure: Measure
    theme: str
    observable: bool
    old_count: int
    new_count: int
    old_total: int
    new_total: int
    old_share: float | None
    new_share: float | None
    difference: float | None
    difference_low: float | None
    difference_high: float | None
    p_value: float | None
    p_corrected: float | None
    distinguishable: bool
    old_rank: int | None  # place of the theme's first section in the notice, from 1
    new_rank: int | None


@dataclass(frozen=True, slots=True)
class PriorityTrend:
    """Whether a theme's share of tasks rises or falls over all years of a series.

    The exact Cochran-Armitage test, Holm-corrected over themes. `slope` is the change of the share a
    year (least squares, weighted by tasks); None where the theme is not observable every year.
    """

    series: str
    theme: str
    observable: bool
    years: tuple[int, ...]
    counts: tuple[int, ...]
    totals: tuple[int, ...]
    slope: float | None
    p_value: float | None
    p_corrected: float | None
    direction: TrendDirection


@dataclass(frozen=True, slots=True)
class SectionRank:
    """One section of one notice: its place in the order of sections, and what it holds."""

    series: str
    year: int
    notice_id: str
    rank: int  # from 1
    section: str
    theme: str  # declared by the heading, else of most of its tasks; "" where unknown
    tasks: int
    task_share: float
    unit_ids: tuple[str, ...]
    text_share: float = 0.0  # of the characters of all tasks


@dataclass(frozen=True, slots=True)
class AgendaStep:
    """One named thing in one notice of a series: whether it is on the agenda, and how that changed.

    `standing` is `task` where the name stands in a task's title or in the heading above it, else `mention`;
    `absent` in the first notice without it. `change` looks at the notice before: `first` for the first notice
    of the series, `enters`, `returns` (stood in an earlier one), `stays`, `rises` (mention to task), `sinks`,
    `leaves`, `not_told` where it is absent from a notice that breaks off. `start` and `end` are the place of the
    mention that stands highest, None with `absent`.
    """

    series: str
    year: int
    notice_id: str
    label: EntityLabel
    key: str  # the id of the thing (Entity.resolved), the same over notices
    name: str  # as printed in this notice; with `absent` as printed before
    standing: Standing
    change: AgendaChange
    units: int  # tasks, safeguards and goals that name it
    unit_id: str  # "" with `absent`
    start: int | None
    end: int | None

    def __post_init__(self) -> None:
        check((self.standing == "absent") == (self.start is None), self, "start")
        check((self.standing == "absent") == (self.units == 0), self, "units")


@dataclass(frozen=True, slots=True)
class WordChange:
    """A word or phrase that one of two notices uses more than the other.

    `z` above 0: the newer notice leans on it; below 0: the older (log-odds with informative
    Dirichlet prior over its standard deviation, Monroe, Colaresi and Quinn 2008). Beyond 1.96 either
    way is worth a look; with many words some pass by chance.
    """

    old_notice_id: str
    new_notice_id: str
    form: Literal["word", "phrase"]
    word: str
    z: float
    old_count: int
    new_count: int
    old_total: int
    new_total: int


@dataclass(frozen=True, slots=True)
class Portfolio:
    """What one body has to do in one notice, reforms followed to the last year of the series.

    Shares are of all units in which a body of the same level has that role, so that levels of
    government are never mixed; None where no body of the level has it. `breadth` is the effective
    number of themes (exponential of Shannon's entropy), from 1 up.
    """

    series: str
    year: int
    notice_id: str
    body_id: str
    level: str
    department: str
    collective: bool
    lead: int
    responsible: int
    support: int
    units: int
    lead_share: float | None
    responsible_share: float | None
    support_share: float | None
    themes: tuple[str, ...]
    theme_units: tuple[int, ...]
    breadth: float | None
    unit_ids: tuple[str, ...]
    unit_share: float | None = None  # of the units that print any body


@dataclass(frozen=True, slots=True)
class ThemePortfolio:
    """What one body has to do for one theme in one notice, reforms followed to the last year of the series.

    Shares are of the theme's units in which a body of the same level has that role; None where no
    body of the level has it there.
    """

    series: str
    year: int
    notice_id: str
    body_id: str
    level: str
    department: str
    theme: str
    lead: int
    responsible: int
    support: int
    units: int
    lead_share: float | None
    responsible_share: float | None
    support_share: float | None
    unit_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PortfolioShift:
    """How far one body's mix of themes moved between two years: Jensen-Shannon divergence, base 2.

    0 is the same mix, 1 no theme in common. With few units it is large by chance: the counts stand
    beside it.
    """

    series: str
    body_id: str
    level: str
    department: str
    old_notice_id: str
    new_notice_id: str
    old_year: int
    new_year: int
    old_units: int
    new_units: int
    shift: float


@dataclass(frozen=True, slots=True)
class Concentration:
    """How much of a role lies with few bodies of one level in one notice.

    `hhi` is the Herfindahl-Hirschman index: the sum of squared shares of role counts. It lies
    between `lowest` (1 over the number of bodies: spread evenly) and 1 (one body has all). `highest`
    is the count of each of the busiest bodies, `top_three_share` what the three busiest have together.
    """

    series: str
    year: int
    notice_id: str
    level: str
    role: RoleName
    bodies: int
    counts: int
    hhi: float
    lowest: float
    busiest: tuple[str, ...]  # body ids with the highest count
    highest: int
    top_three_share: float


@dataclass(frozen=True, slots=True)
class BodyCentrality:
    """One body's place in the network of bodies of its level that share units in one notice.

    `partners` is its degree, `ties` the units it shares summed over partners, `betweenness` the share
    of shortest paths through it (Freeman 1977), 0 to 1; None where the network is too large to reckon it.
    """

    series: str
    year: int
    notice_id: str
    level: str
    body_id: str
    department: str
    partners: int
    ties: int
    degree: float
    betweenness: float | None


@dataclass(frozen=True, slots=True)
class BodyTie:
    """Two bodies of one level that share units; `change` says whether the year before had the tie."""

    series: str
    year: int
    notice_id: str
    level: str
    body_a: str
    body_b: str
    change: TieChange
    units: int
    units_before: int
    unit_ids: tuple[str, ...]  # of this year; of the year before where the tie is gone
