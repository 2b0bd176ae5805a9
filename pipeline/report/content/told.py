"""Findings as a report tells them: each a sentence with its passages, ranked; and the few that head the page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from pipeline.knowledge.topics import topics_en
from pipeline.records import Priority
from pipeline.report.content.quotes import Quote, Quoter, places
from pipeline.report.series import NoticeRecords, PairRecords, Series, year_label
from pipeline.report.wording import Wording

MOST_HEADLINES, FEWEST_HEADLINES = 7, 3
MOST_OF_FAMILY = 2
LONGEST_HEADLINE = 64  # characters of Chinese; what is longer is read below
FIRST_HAN = 0x2E80  # signs from here on are as wide as two letters
LEAST_HEADLINE_MOVE = 3  # tasks more or fewer before a theme heads the page
FEWEST_OF_COURSE, LEAST_COURSE, MOST_COURSES = 3, 5, 2  # notices, tasks more or fewer over all, sentences
LEAST_MOVE = 2  # tasks more or fewer before a theme is told of
FAMILIES = {
    "target": ("target_raised", "target_lowered", "target_unchanged", "target_reworded", "target_new",
    "target_dropped"),
    "result": ("result",),
    "task": ("task_new", "task_dropped", "task_split", "task_merged", "moved_up", "moved_down"),
    "words": ("term_new", "term_gone", "stance_changed", "firmer", "softer"),
    "body": ("lead_changed", "role_changed", "form_changed", "body_renamed"),
    "theme": ("theme_share",),
}  # fmt: skip
FAMILY = {kind: family for family, kinds in FAMILIES.items() for kind in kinds}
OTHER = "other"
COURSE_RANK = 100  # courses of themes rank behind their moves in ids alone
PERSON = "person"  # who has the word of a finding, where it is not a rule
RE_CHINESE = re.compile(r"“([^”]+)”|^([\u4e00-\u9fff]{4,})")  # quoted, or an indicator without an English name
REST = "other"  # the theme of what belongs to no other


@dataclass(frozen=True, slots=True)
class Told:
    """One finding in the report's language, with the passages of every notice it speaks of."""

    id: str
    pair: int  # which pair of the series, from 0
    rank: int
    kind: str
    family: str
    text: str
    subject: str
    sure: bool
    quotes: tuple[Quote, ...]
    gloss: str = ""  # the topics of what it quotes in the reader's language, where that is Chinese
    strong: bool = False  # of a theme that became the first: it is among the headlines

    @property
    def places(self) -> str:
        return places(self.quotes)

    @property
    def anchor(self) -> str:
        return f"f{self.pair}-{self.rank}"


def told(series: Series, quoter: Quoter, wording: Wording) -> list[list[Told]]:
    """The findings of every pair, the weightiest first."""
    return [list(_of_pair(number, pair, quoter, wording)) for number, pair in enumerate(series.pairs)]


def _of_pair(number: int, pair: PairRecords, quoter: Quoter, wording: Wording) -> Iterator[Told]:
    for row in pair.findings:
        quotes = tuple(quoter.quote(one.notice_id, one.start, one.end) for one in pair.evidence[row.finding_id])
        text = row.en if wording.language == "en" else row.zh
        if row.decided_by == PERSON:
            text = wording.plain("decisions.mark", text=text)
        family = FAMILY.get(row.kind, OTHER)
        sure, gloss = row.certainty == "sure", quoted_topics(text) if wording.language == "en" else ""
        yield Told(row.finding_id, number, row.rank, row.kind, family, text, row.subject, sure, quotes, gloss)


def quoted_topics(sentence: str) -> str:
    """The topics of the Chinese that an English sentence quotes or opens with."""
    return topics_en("，".join(quoted or subject for quoted, subject in RE_CHINESE.findall(sentence)))


def theme_findings(series: Series, quoter: Quoter, wording: Wording) -> list[Told]:
    """Themes that have clearly more or fewer tasks in the last notice than in the one before, the largest move first.

    Themes whose part of a text cannot be seen are left out: nothing missing looks like a fall.
    """
    if not series.pairs:
        return []
    pair, number = series.pairs[-1], len(series.pairs) - 1
    moves = []
    for theme in series.themes:
        if theme == REST:
            continue
        old, new = pair.old.priorities.get(theme), pair.new.priorities.get(theme)
        if old and new and old.observable and new.observable and abs(new.tasks - old.tasks) >= LEAST_MOVE:
            moves.append((abs(new.tasks - old.tasks), theme, old, new))
    moves.sort(key=lambda move: -move[0])
    found = []
    for rank, (_, theme, old, new) in enumerate(moves, 1):
        text = _theme_sentence(pair, theme, old.tasks, new.tasks, wording)
        quotes = tuple(quoter.unit(row.notice_id, unit_id) for row in (old, new) for unit_id in row.unit_ids)
        strong = new.tasks - old.tasks >= LEAST_HEADLINE_MOVE and _first(pair.old) != theme == _first(pair.new)
        if quotes:
            found.append(
                Told(
                    f"theme_share/{theme}", number, -rank, "theme_share", "theme", text, theme, True, quotes, "", strong
                )
            )
    return found


def theme_courses(series: Series, quoter: Quoter, wording: Wording) -> list[Told]:
    """Themes whose tasks rise, or fall, in every notice of the series, the largest move first."""
    if len(series.notices) < FEWEST_OF_COURSE:
        return []
    courses = []
    for theme in series.themes:
        rows = [one.priorities.get(theme) for one in series.notices]
        counts = [row.tasks for row in rows if row and row.observable]
        steps = {new > old for old, new in pairwise(counts) if new != old}
        whole = len(counts) == len(rows) and len(set(counts)) == len(counts) and len(steps) == 1
        if theme != REST and whole and abs(counts[-1] - counts[0]) >= LEAST_COURSE:
            courses.append((abs(counts[-1] - counts[0]), theme, counts, [row for row in rows if row]))
    courses.sort(key=lambda course: -course[0])
    return [
        _course(rank, theme, counts, rows, series, quoter, wording)
        for rank, (_, theme, counts, rows) in enumerate(courses[:MOST_COURSES], 1)
    ]


def _course(
    rank: int,
    theme: str,
    counts: Sequence[int],
    rows: Sequence[Priority],
    series: Series,
    quoter: Quoter,
    wording: Wording,
) -> Told:
    first, last = (year_label(one.notice, wording) for one in (series.notices[0], series.latest))
    years: dict[str, Any] = {"old_year": first, "new_year": last}
    key = "page.theme_rose_every_year" if counts[-1] > counts[0] else "page.theme_fell_every_year"
    text = wording.plain(key, theme=wording.name("themes", theme), old_tasks=counts[0], new_tasks=counts[-1], **years)
    quotes = tuple(quoter.unit(row.notice_id, unit_id) for row in rows for unit_id in row.unit_ids)
    pair = len(series.pairs) - 1
    return Told(f"theme_course/{theme}", pair, -COURSE_RANK - rank, "theme_share", "theme", text, theme, True, quotes)


def _theme_sentence(pair: PairRecords, theme: str, old: int, new: int, wording: Wording) -> str:
    first = _first(pair.new) == theme
    key = (
        "page.theme_" + ("rose" if new > old else "fell") + ("_to_first" if first and _first(pair.old) != theme else "")
    )
    years: dict[str, Any] = {
        "old_year": year_label(pair.old.notice, wording),
        "new_year": year_label(pair.new.notice, wording),
    }
    return wording.plain(key, theme=wording.name("themes", theme), old_tasks=old, new_tasks=new, **years)


def _first(records: NoticeRecords) -> str:
    """The theme with most tasks, "" where two share the place or one cannot be seen."""
    counts = Counter({theme: row.tasks for theme, row in records.priorities.items()})
    if not all(row.observable for row in records.priorities.values()):
        return ""
    ranked = counts.most_common(2)
    return ranked[0][0] if len(ranked) > 1 and ranked[0][1] > ranked[1][1] else ""


def headline(courses: Sequence[Told], themes: Sequence[Told], ranked: Sequence[Told]) -> list[Told]:
    """Three to seven findings of different families and subjects that stand in one short sentence each: the weightiest
    of the last two notices first, then what runs through all of them."""
    strong = [one for one in themes if one.strong][:1]
    chosen = list(_varied([*ranked[:1], *strong, *ranked[1:]], LONGEST_HEADLINE))
    if len(chosen) < FEWEST_HEADLINES:
        chosen += [one for one in ranked if one not in chosen][: FEWEST_HEADLINES - len(chosen)]
    return [*chosen[:1], *courses, *chosen[1:]][:MOST_HEADLINES]


def _varied(findings: Iterable[Told], longest: int) -> Iterator[Told]:
    families: Counter[str] = Counter()
    passages: set[tuple[int, int]] = set()
    for one in findings:
        told_of = {(quote.notice, quote.line) for quote in one.quotes}
        short = sum(2 if ord(sign) > FIRST_HAN else 1 for sign in one.text) <= 2 * longest
        if short and families[one.family] < MOST_OF_FAMILY + (one.family == "target") and not told_of & passages:
            families[one.family] += 1
            passages |= {(quote.notice, quote.line) for quote in one.quotes} if one.family != "target" else set()
            yield one
        if families.total() == MOST_HEADLINES:
            return
