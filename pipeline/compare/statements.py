"""The statements of a notice: its sentences, run-in titles and headings, and the section each belongs to.

A look back tells what was done, an outlook what a longer plan will do; only the rest is what the
notice orders. Promises of different sections are never compared with each other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pipeline.compare.profile import NoticeFacts
from pipeline.records import Unit
from pipeline.records.findings import Passage, Section, Statement

ENDS = "。！？；：…"
TITLED_KINDS = ("task", "safeguard", "goal")
LONGEST_TITLE = 40  # characters of a title that runs into its text
# White space, and the invisible characters that web pages leave in their text.
RE_UNSEEN = re.compile(r"[\s\u200b-\u200f\ufeff\u2060]+")
# A sentence ends behind its mark and any closing quotation mark; a line break alone ends none: pages break anywhere.
RE_SENTENCE = re.compile(
    r"(?:[^。！？；：\n]|：(?!\s*\n)|\n(?!\s*(?:——|[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\n)))+[。！？；：]?[”’）]?"
)
RE_PART = re.compile(r"[^，。！？；：\n]+(?:\n(?!\n)[^，。！？；：\n]+)*")
RE_REVIEW_HEADING = re.compile(r"回顾|成就|成绩|成效|现实基础|发展基础|工作总结|主要进展")
# A heading that orders work names results to come: 加快释放改革成效, 巩固拓展脱贫攻坚成就.
RE_ORDERING_HEADING = re.compile(
    r"^(?:加快|加力|持续|不断|继续|巩固|扩大|提升|释放|彰显|推动|推进|切实|更好|更大|进一步|着力|强化|提高|确保|全面|全力|深化|扎实|大力|有效|聚焦|突出)"
)
RE_HORIZON_HEADING = re.compile(
    r"时期|今后五年|未来五年|五年规划|远景|中长期|十[二三四五六]五”?(?:发展|规划)?的?(?:主要|总体)?(?:考虑|目标|思路|任务|蓝图)"
)
# A heading that names the year's work too, and what turns such a section from the plan to the year.
RE_YEAR_HEADING = re.compile(r"(?:今年|20\d{2}年)[^，]{0,14}(?:工作|任务|安排|举措|要求)")
RE_OF_YEAR = re.compile(
    r"^(?:今年|本年|20\d{2}年(?:是|，|全[省市县区]|[^，。]{0,12}目标)|[^，。：]{0,20}(?:年度|预期)目标)"
)
RE_REVIEW = re.compile(
    r"^(?:过去|去年|上年|一年来|五年来|近年来|截至|截止|“?十[一二三四五]五”?(?:期间|时期|以来)[^，。]{0,8}(?:取得|完成|实现))"
)
RE_HORIZON = re.compile(r"^(?:“?十[一二三四五六]五”?(?:时期|期间)(?:是|，)|今后五年|未来五年|到2035年)")
# A sentence that tells what a longer plan sets, in whatever section it stands.
RE_OF_PLAN = re.compile(
    r"^(?:《[^》]*(?:规划|纲要)[^》]*》|(?:规划)?纲要(?:（?草案）?)?)[^。]{0,30}(?:今后五年|未来五年|五年|指标)"
    r"|^(?:到|至)?“?十[二三四五六]五”?(?:时期|期末|末)[^。]{0,12}(?:目标|力争|达到|提高到|年均)"
)
RE_YEAR = re.compile(r"^(20\d{2})年(?!以来|[^，]{0,12}(?:通知|规划|方案|计划|意见))")
# What turns from the year gone by to what is to be done.
RE_ORDERS = re.compile(
    r"今年|本年|新的一年|下一步|目标|力争|确保|制定|(?:^|[，。])为[^，。\d]{2,20}，|要[^，。求素点害]|必须|^(?:要|坚持|以)"
)
RE_CHAPTER = re.compile(r"^(?:第?[一二三四五六七八九十]+[、章部]|（[一二三四五六七八九十]+）)")


@dataclass(frozen=True, slots=True)
class Part:
    """A clause of a statement, between commas: the least thing that is compared. `said` has no white space."""

    statement: Statement
    passage: Passage
    said: str


def offsets(passage: Passage) -> list[int]:
    """Where each character of the passage without white space stands in the notice."""
    return [passage.start + i for i, char in enumerate(passage.surface) if not RE_UNSEEN.match(char)]


def squash(text: str) -> str:
    """Text without white space and invisible characters."""
    return RE_UNSEEN.sub("", text)


def statements(facts: NoticeFacts) -> list[Statement]:
    """The statements of a notice in document order, responsibility clauses left out."""
    deepest: dict[int, tuple[Passage, Section, int, int]] = {}
    for one in _read(facts):
        if one[0].start not in deepest or deepest[one[0].start][3] < one[3]:
            deepest[one[0].start] = one
    found = sorted(deepest.items())
    return [
        Statement(f"s/{passage.start}", passage, squash(passage.surface), section, order, chapter, depth)
        for order, (_, (passage, section, chapter, depth)) in enumerate(found)
    ]


def _read(facts: NoticeFacts) -> Iterator[tuple[Passage, Section, int, int]]:
    chapters, spans = _chapters(facts.units), heading_spans(facts)
    mixed = _Mixed()
    for unit, end_of_run in _whole(facts):
        chapter = chapters[unit.unit_id]
        section = mixed.section(unit, _section_of_heading(unit))
        looking_back = False
        for start, end in spans[unit.unit_id]:
            yield _passage(facts, "", start, end), section, chapter, 2
        for passage in _sentences(facts, unit, end_of_run):
            said = squash(passage.surface)
            section = mixed.turn(unit, _turn(section, said, unit), said)
            looking_back = _looks_back(facts, said, looking_back)
            aside = _aside(section, said, looking_back)
            title = (
                passage.start == unit.start
                and unit.kind in TITLED_KINDS
                and len(said) <= LONGEST_TITLE
                and said.endswith("。")
                and passage.end < unit.end
            )
            yield passage, aside, chapter, 1 if title else 0


def heading_spans(facts: NoticeFacts) -> dict[str, tuple[tuple[int, int], ...]]:
    """unit_id -> the places of its headings, outermost first.

    A heading that runs into a sentence is a unit of its own; it is found there by its words.
    """
    opening: dict[str, tuple[int, int]] = {}
    spans: dict[str, tuple[tuple[int, int], ...]] = {}
    for unit in facts.units:
        first = unit.text.partition("。")[0]
        if unit.kind == "general":
            opening[squash(first)] = unit.start, unit.start + len(first)
        rest = [
            opening[squash(heading).strip("。")]
            for heading in unit.headings[len(unit.heading_spans) :]
            if squash(heading).strip("。") in opening
        ]
        spans[unit.unit_id] = (*unit.heading_spans, *rest)
    return spans


def _whole(facts: NoticeFacts) -> list[tuple[Unit, int]]:
    """(unit, where its text ends), a unit that begins inside a sentence taken together with the one before."""
    runs: list[tuple[Unit, int]] = []
    before: Unit | None = None
    for unit in facts.units:
        torn = before is not None and is_torn(facts, before, unit)
        before = unit
        if runs and torn:
            runs[-1] = runs[-1][0], unit.end
        else:
            runs.append((unit, unit.end))
    return runs


def is_torn(facts: NoticeFacts, one: Unit, other: Unit) -> bool:
    """Whether two paragraphs are one sentence, torn where a page broke the line: neither has a number of its own."""
    text = facts.notice.text
    numbered = len(other.path) > len(other.headings)
    if numbered or one.path != other.path or one.end > other.start or squash(text[one.end : other.start]):
        return False
    return squash(one.text)[-1:] not in ENDS and other.text[:1] not in "—“《"


def _sentences(facts: NoticeFacts, unit: Unit, end_of_run: int) -> Iterator[Passage]:
    """The sentences of a unit; a responsibility clause ends one and belongs to none."""
    at = unit.start
    inside = ((clause.start, clause.end) for clause in facts.clauses)
    clauses = sorted((start, end) for start, end in inside if unit.start <= start < end_of_run)
    for start, end in [*clauses, (end_of_run, end_of_run)]:
        for match in RE_SENTENCE.finditer(facts.notice.text, at, max(start, at)):
            begun = match.start() + len(match[0]) - len(match[0].lstrip())
            if len(squash(match[0]).strip("。；：（）()")) > 1:
                yield _passage(facts, unit.unit_id, begun, match.end())
        at = max(at, end)


def _passage(facts: NoticeFacts, unit_id: str, start: int, end: int) -> Passage:
    return Passage(facts.notice.notice_id, unit_id, start, end, facts.notice.text[start:end])


def _aside(section: Section, said: str, looking_back: bool) -> Section:
    """The section of one sentence: in what is ordered for the year some tell of the past, or of a longer plan."""
    if section != "plan":
        return section
    if looking_back or RE_REVIEW.match(said):
        return "review"
    return "horizon" if RE_OF_PLAN.match(said) else section


def _looks_back(facts: NoticeFacts, said: str, before: bool) -> bool:
    """Whether a sentence tells of a year gone by: it opens with one, or goes on where one did and orders nothing."""
    year = RE_YEAR.match(said)
    if year and facts.notice.year:
        return int(year[1]) < facts.notice.year and not RE_ORDERS.search(said)
    return before and not RE_ORDERS.search(said)


def _section_of_heading(unit: Unit) -> Section:
    if looks_back(unit.headings):
        return "review"
    return "horizon" if any(RE_HORIZON_HEADING.search(heading) for heading in unit.headings[:1]) else "plan"


RE_NUMBER_AHEAD = re.compile(r"^(?:第?[一二三四五六七八九十\d]+[、．.章节部]|（[一二三四五六七八九十\d]+）)\s*")


def looks_back(headings: Iterable[str]) -> bool:
    """Whether one of the headings tells of what was reached."""
    return any(
        RE_REVIEW_HEADING.search(one) and not RE_ORDERING_HEADING.match(RE_NUMBER_AHEAD.sub("", squash(one)))
        for one in headings
    )


class _Mixed:
    """Sections headed by a longer plan and the work of a year: what stands before the year is named is outlook."""

    def __init__(self) -> None:
        self.outlook: dict[str, bool] = {}

    def section(self, unit: Unit, section: Section) -> Section:
        """The section in which a unit begins: a task is the year's."""
        heading = heading_of_both(unit)
        if heading is None or section == "review":
            return section
        plan, year = RE_HORIZON_HEADING.search(heading), RE_YEAR_HEADING.search(heading)
        ahead = bool(plan and year and plan.start() < year.start())
        self.outlook[heading] = self.outlook.get(heading, ahead) and unit.kind != "task"
        return "horizon" if self.outlook[heading] else "plan"

    def turn(self, unit: Unit, section: Section, said: str) -> Section:
        """The section of a sentence, which may turn from the plan to the year or back."""
        heading = heading_of_both(unit)
        if heading is None or section == "review":
            return section
        if RE_OF_YEAR.match(said):
            self.outlook[heading] = False
        elif RE_HORIZON.match(said):
            self.outlook[heading] = True
        return "horizon" if self.outlook.get(heading) else "plan"


def heading_of_both(unit: Unit) -> str | None:
    """The outermost heading where it names both a longer plan and the work of a year."""
    heading = squash(unit.headings[0]) if unit.headings else ""
    return heading if RE_HORIZON_HEADING.search(heading) and RE_YEAR_HEADING.search(heading) else None


def _turn(section: Section, said: str, unit: Unit) -> Section:
    """A chapter on what was reached and what is planned turns from one to the other where it says so."""
    if (
        section == "review"
        and RE_HORIZON.match(said)
        and any(RE_HORIZON_HEADING.search(heading) for heading in unit.headings)
    ):
        return "horizon"
    return section


def _chapters(units: Sequence[Unit]) -> dict[str, int]:
    """unit_id -> the place of its section among the sections that divide the notice; 0 before the first."""
    depth = _dividing_depth(units)
    places: dict[tuple[str, ...], int] = {}
    return {
        unit.unit_id: places.setdefault(unit.path[: depth + 1], len(places) + 1) if unit.path else 0 for unit in units
    }


def _dividing_depth(units: Sequence[Unit]) -> int:
    """0, or 1 where one outermost section holds most of the tasks."""
    tasks = [unit for unit in units if unit.kind == "task" and unit.path]
    largest = max((sum(other.path[0] == unit.path[0] for other in tasks) for unit in tasks), default=0)
    return 1 if largest > LARGEST_CHAPTER * len(tasks) else 0


LARGEST_CHAPTER = 0.7


def parts(found: Iterable[Statement]) -> list[Part]:
    """The clauses of statements, in document order. Commas inside quotation marks and brackets do not part."""
    return [
        Part(statement, passage, squash(passage.surface)) for statement in found for passage in _cut(statement.passage)
    ]


def _cut(passage: Passage) -> Iterator[Passage]:
    start = depth = 0
    text = passage.surface
    for at, char in enumerate([*text, "。"]):
        depth += (char in "“（《") - (char in "”）》")
        if (char in "，。！？；：" and depth <= 0) or at == len(text):
            piece = text[start:at]
            begun = start + len(piece) - len(piece.lstrip())
            end = start + len(piece.rstrip())
            if end - begun > 1:
                yield Passage(
                    passage.notice_id, passage.unit_id, passage.start + begun, passage.start + end, text[begun:end]
                )
            start, depth = at + 1, max(depth, 0)
