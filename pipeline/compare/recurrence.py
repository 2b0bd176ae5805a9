"""What a series knows of a finding that two editions do not: said for the first time, back after years, gone before.

Two editions can only tell that a term or a target is new or gone. Where earlier editions stand before them, each such
finding is asked of these too. A look back does not count as said. Nothing is told where the earlier texts do not
settle it: a first time needs every earlier edition whole and silent, a return the words themselves, as words of their
own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import Literal

from pipeline.compare.finders.stance import has_number
from pipeline.compare.finders.targets import is_cut
from pipeline.compare.finders.terms import is_mostly_said
from pipeline.compare.pair_view import EditionView, plain
from pipeline.compare.statements import Part, offsets
from pipeline.compare.wording import fits
from pipeline.knowledge.chinese import HAN
from pipeline.records.findings import Cell, Finding, Passage

TERMS = frozenset(("term_new", "term_gone"))
TARGETS = frozenset(("target_new", "target_dropped"))
RE_LETTER = re.compile(rf"[{HAN}A-Za-z\d]")
CAME = frozenset(("term_new", "target_new"))
SPEAKS_OF = 0.6  # share of a name's pairs of characters in a clause that speaks of it
FEWEST = 3  # editions, from which a series knows more than a pair
Standing = Literal["first", "back", "gone_before", "throughout"]

# {(standing, of a target): (Chinese, English)}, put in place of the full stop of the finding's sentence
ENDINGS: dict[tuple[Standing, bool], tuple[str, str]] = {
    ("first", False): ("；为{since}年以来各份中首次。", "; for the first time in the editions since {since}."),
    ("first", True): ("；为{since}年以来各份中首次设定。", "; set for the first time in the editions since {since}."),
    ("back", False): ("；时隔{years}年再提，上次为{last}年。", "; back after {years} years, last said in {last}."),
    ("back", True): (
        "；时隔{years}年再设，上次为{last}年（{value}）。",
        "; back after {years} years, last set in {last} ({value}).",
    ),
    ("gone_before", False): ("；此前{gap}年也曾不提。", "; it was left out in {gap} before."),
    ("gone_before", True): ("；此前{gap}年也曾未设。", "; none was set in {gap} before."),
    ("throughout", False): ("；此前自{since}年起各份都提。", "; every edition since {since} had said it."),
    ("throughout", True): ("；此前自{since}年起各份都设。", "; every edition since {since} had set it."),
}


@dataclass(frozen=True, slots=True)
class Said:
    """What one earlier edition says of the thing: the passage, or None where it is silent.

    `unclear` marks an edition that breaks off, or that says something near it: neither silence nor a saying.
    """

    year: int
    passage: Passage | None = None
    printed: str = ""
    unclear: bool = False


def with_history(found: Sequence[Finding], editions: Sequence[EditionView], cells: Sequence[Cell]) -> list[Finding]:
    """The findings of a pair, those of terms and targets with what the editions before the pair say of them.

    `editions` are those of the series up to the newer of the pair, `cells` its panel. Unchanged where nothing stands
    before the pair, where two editions share a year, and where a person worded the finding.
    """
    years = [view.facts.notice.year or 0 for view in editions]
    if len(editions) < FEWEST or 0 in years or len({*years}) < len(years):
        return list(found)
    rows = _rows(cells)
    return [_told(one, editions, rows) if one.kind in TERMS | TARGETS and one.by == "rule" else one for one in found]


def _told(finding: Finding, editions: Sequence[EditionView], rows: Mapping[str, dict[str, Cell]]) -> Finding:
    *before, new = editions
    said = list(_of_term(finding, before) if finding.kind in TERMS else _of_target(finding, before, rows))
    came = finding.kind in CAME
    if not said or said[-1].unclear or (said[-1].passage is None) != came:
        return finding  # the earlier text of the pair is read otherwise here than by the finding
    return _returned(finding, said, new.facts.notice.year or 0) if came else _left(finding, said)


# -- what the earlier editions say -----------------------------------------------------------------


def _of_term(finding: Finding, editions: Sequence[EditionView]) -> Iterator[Said]:
    for view in editions:
        year = view.facts.notice.year or 0
        passage = said_in(view, finding.subject)
        near = is_cut(view) or plain(finding.subject) in view.plain_plan or is_mostly_said(view, finding.subject)
        yield Said(year, passage, "", passage is None and near)


def said_in(view: EditionView, term: str) -> Passage | None:
    """The first sentence of a notice, look backs aside, that holds a term as words of its own."""
    for part in view.parts:
        if part.statement.section != "review" and _stands_alone(view, part, part.said.find(term), len(term)):
            return part.statement.passage
    return None


def _stands_alone(view: EditionView, part: Part, at: int, length: int) -> bool:
    """Whether words or marks end on both sides of a term that begins `at` in a clause; False for a place below 0."""
    if at < 0:
        return False
    places = offsets(part.passage)
    before, behind = part.said[:at][-1:], part.said[at + length :][:1]
    return (not RE_LETTER.match(before) or places[at] in view.borders) and (
        not RE_LETTER.match(behind) or places[at + length - 1] + 1 in view.borders
    )


def _rows(cells: Sequence[Cell]) -> dict[str, dict[str, Cell]]:
    """row -> notice -> cell."""
    found: dict[str, dict[str, Cell]] = {}
    for cell in cells:
        found.setdefault(cell.row, {})[cell.notice_id] = cell
    return found


def _of_target(
    finding: Finding, editions: Sequence[EditionView], rows: Mapping[str, dict[str, Cell]]
) -> Iterator[Said]:
    """By the row of the panel that the finding's own number stands in; nothing where none does."""
    side = finding.notice_ids[finding.kind in CAME]
    mine = [passage for passage in finding.evidence if passage.notice_id == side]
    names = [name for name, row in rows.items() if side in row and _holds(row[side], mine, finding.values)]
    for view in editions if names else ():
        cell = rows[names[0]][view.notice_id]
        year = view.facts.notice.year or 0
        if cell.status == "value":
            yield Said(year, cell.facts[0], cell.printed)
        else:
            yield Said(year, None, "", is_cut(view) or _numbered(view, names[0].partition(" (")[0]))


def _numbered(view: EditionView, head: str) -> bool:
    """Whether a clause of the plan prints a number for something called much like an indicator."""
    pairs = [head[i : i + 2] for i in range(len(head) - 1)]
    return any(
        sum(pair in part.said for pair in pairs) >= SPEAKS_OF * len(pairs) and has_number(part.said)
        for part in view.plan
    )


def _holds(cell: Cell, passages: Sequence[Passage], values: Sequence[str]) -> bool:
    return cell.status == "value" and any(
        place.start < passage.end and passage.start < place.end and any(cell.printed in value for value in values)
        for place in cell.facts
        for passage in passages
    )


# -- what follows from it --------------------------------------------------------------------------


def _returned(finding: Finding, said: Sequence[Said], year: int) -> Finding:
    """What is new in `year`: for the first time, or back; `said` are the editions before it."""
    last = next((one for one in reversed(said) if one.passage or one.unclear), None)
    if last is None:
        return _ended(finding, "first", since=said[0].year)
    if last.passage is None:
        return finding
    told = _ended(finding, "back", years=year - last.year, last=last.year, value=last.printed)
    return replace(told, evidence=(last.passage, *told.evidence))


def _left(finding: Finding, said: Sequence[Said]) -> Finding:
    """What is gone: whether it was gone before, or every edition had it; `said` are the editions before."""
    run = list(takewhile(lambda one: one.passage, reversed(said)))
    rest = said[: len(said) - len(run)]
    if not rest:
        return _ended(finding, "throughout", since=said[0].year)
    spoke = any(one.passage for one in rest)
    return _ended(finding, "gone_before", gap=rest[-1].year) if spoke and not rest[-1].unclear else finding


def _ended(finding: Finding, standing: Standing, **values: object) -> Finding:
    """A finding whose sentence ends in what the series knows; `also` alone says it where the sentence has no room."""
    zh, en = (words.format(**values) for words in ENDINGS[standing, finding.kind in TARGETS])
    longer = finding.zh.removesuffix("。") + zh
    told = replace(finding, also=(*finding.also, standing))
    return replace(told, zh=longer, en=finding.en.removesuffix(".") + en) if fits(longer) else told
