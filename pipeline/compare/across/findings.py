"""Findings of places: who goes alone in numbers, words, terms, order or leads; and what two levels say apart.

Longer than 350 lines: one finder a kind of finding, all of one sheet of cells.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from statistics import median

from pipeline.compare.across.group import CrossSection, Member
from pipeline.compare.across.levels import is_relative
from pipeline.compare.across.sentences import say, subject_of
from pipeline.compare.places import FIRST, GOAL
from pipeline.compare.ranking import Draft
from pipeline.compare.wording import quote
from pipeline.knowledge.english import subject_of_en, value_en
from pipeline.knowledge.place_names import place_en
from pipeline.records.crosses import (
    CrossCell,
    CrossLead,
    CrossLevel,
    CrossRow,
    CrossSectionTitle,
    CrossShare,
    CrossTerm,
)
from pipeline.records.findings import Passage

FEWEST = 3  # places with a number, from which one can be told from the others
FEW = 4  # a term is said by few where one place in so many says it
LARGE_PART = 0.4
KIND_OF_NAME = 2  # last characters of a name that tell its kind
ONE_KIND = {"投资"}  # what is of one kind whatever stands before it
RE_DIGIT = re.compile(r"\d")
BEYOND_CHANCE = 0.05
SHORTEST_COMPOUND = 4  # characters
MOST_TERMS = 6  # of one kind told of one place
MOST_NAMED = 3  # places that one sentence names
SHARE_APART = 1.5  # times the median from which a theme's share is told
# What a goal in words compares with: the classes a careful reader keeps apart.
WORD_CLASSES = (
    ("faster", re.compile(r"快于|高于|好于|优于|跑赢")),
    ("in step", re.compile(r"同步")),
    ("stable", re.compile(r"稳定|合理|保持")),
    ("growing", re.compile(r"增长|提升|提高|改善")),
)
COMPARED_CLASSES = {"faster", "in step", "stable"}


class Places:
    """The names of members by notice, for sentences."""

    def __init__(self, cross: CrossSection) -> None:
        self.cross = cross
        self.members: dict[str, Member] = {member.notice_id: member for member in cross.members}
        self.peers = {member.notice_id for member in cross.peers}

    def __getitem__(self, notice_id: str) -> str:
        return self.members[notice_id].place

    def listed(self, notice_ids: Sequence[str]) -> str:
        return "、".join(self[one] for one in notice_ids)


# -- numbers and goals ---------------------------------------------------------------------------------


def row_drafts(cross: CrossSection, rows: Sequence[CrossRow]) -> Iterator[Draft]:
    places = Places(cross)
    for row in rows:
        if row.shown:
            yield from _extremes(places, row)
            yield from _alone(places, row, rows)
            yield from _large_part(places, row)


def _peers(places: Places, row: CrossRow) -> list[CrossCell]:
    return [cell for cell in row.cells if cell.notice_id in places.peers]


def _extremes(places: Places, row: CrossRow) -> Iterator[Draft]:
    ranked = [cell for cell in _peers(places, row) if cell.rank]
    if len(ranked) < FEWEST or not is_relative(row) or row.median is None:
        return
    above, above_en = _of_higher(places, row)
    spread = median([abs(_middle(cell) - row.median) for cell in ranked]) or _mean_distance(ranked, row.median)
    lowest = max(cell.rank or 0 for cell in ranked)
    for cell in ranked:
        name = "highest" if cell.rank == 1 else "lowest" if cell.rank == lowest else ""
        if not name or cell.tied or _middle(cell) == row.median:
            continue
        zh, en = say(
            name, place=places[cell.notice_id], a=cell.printed, a_en=value_en(cell), count=len(ranked),
            above=above, above_en=above_en, **_of_row(row),
        )  # fmt: skip
        size = min(1.0, abs(_middle(cell) - row.median) / spread / 4) if spread else 0.0
        yield _draft(row, cell, zh, en, size, _evidence_of_median(ranked, cell, row.median))


def _of_higher(places: Places, row: CrossRow) -> tuple[str, str]:
    higher = places.cross.higher
    cell = next((cell for cell in row.cells if higher and cell.notice_id == higher.notice_id), None)
    if higher is None or cell is None or cell.status != "value":
        return "", ""
    return f"，{higher.place}为{cell.printed}", f"; {place_en(higher.place)}: {value_en(cell)}"


def _mean_distance(ranked: Sequence[CrossCell], middle: float) -> float:
    return sum(abs(_middle(cell) - middle) for cell in ranked) / len(ranked)


def _evidence_of_median(ranked: Sequence[CrossCell], cell: CrossCell, middle: float) -> tuple[Passage, ...]:
    """The passage of the place nearest to the median, beside the one told of."""
    other = min((one for one in ranked if one is not cell), key=lambda one: abs(_middle(one) - middle))
    return (other.facts[0],)


def _alone(places: Places, row: CrossRow, rows: Sequence[CrossRow]) -> Iterator[Draft]:
    """One place alone with a number, with words, with other words, or with nothing."""
    cells = [cell for cell in _peers(places, row) if cell.status != "cut"]
    kinds: dict[str, list[CrossCell]] = defaultdict(list)
    for cell in cells:
        kinds[cell.status].append(cell)
    value, worded, silent = kinds["value"], kinds["worded"], kinds["not_set"]
    if len(value) == 1 and len(worded) >= FEWEST - 1 and not silent and not _any_number(worded):
        a, b = value[0], worded[0]
        zh, en = say(
            "only_number", place=places[a.notice_id], a=a.printed, a_en=value_en(a), count=len(worded), b=b.printed,
            **_of_row(row),
        )  # fmt: skip
        yield _draft(row, a, zh, en, 0.7, (b.facts[0],))
    if len(worded) == 1 and len(value) >= FEWEST and not silent and not _any_number(worded):
        a = worded[0]
        zh, en = say("only_words", place=places[a.notice_id], a=quote(a.printed), count=len(value), **_of_row(row))
        yield _draft(row, a, zh, en, 0.7, (value[0].facts[0],))
    if len(silent) == 1 and len(value) + len(worded) >= FEWEST:
        a, b = silent[0], [*value, *worded][0]
        near = _kindred(row, rows, a.notice_id)
        zh, en = say(
            "only_silent",
            **{**_of_row(row), "subject": _subject(row).removesuffix("任务")},
            place=places[a.notice_id],
            count=len(value) + len(worded),
            other=places[b.notice_id],
            b=quote(b.facts[0].surface),
            near=f"（设有“{quote(near.surface)}”）" if near else "",
            near_en=f" (it does set “{near.surface}”)" if near else "",
        )
        yield _draft(row, a, zh, en, 0.5, (*([near] if near else []), b.facts[0]))
    yield from _other_words(places, row, worded)


def _any_number(worded: Sequence[CrossCell]) -> bool:
    """Whether what fills a cell in words has a number after all: that of a half, 农村居民收入增长6%."""
    return any(RE_DIGIT.search(cell.printed) for cell in worded)


def _kindred(row: CrossRow, rows: Sequence[CrossRow], notice_id: str) -> Passage | None:
    """What a place sets of the same kind and in the same measure: 工业投资 where it sets no 固定资产投资."""
    for other in rows:
        same = other.measure == row.measure and _kind_of_name(other.indicator) == _kind_of_name(row.indicator)
        cell = next(cell for cell in other.cells if cell.notice_id == notice_id)
        if other is not row and same and cell.status == "value":
            return cell.facts[0]
    return None


def _kind_of_name(indicator: str) -> tuple[str, str]:
    """The end of a name, and what it is of: 固定资产投资 and 工业投资 are of one kind, 粮食产量 and 原煤产量 are not."""
    end = indicator[-KIND_OF_NAME:]
    return end, "" if end in ONE_KIND else indicator[:KIND_OF_NAME]


def _other_words(places: Places, row: CrossRow, worded: Sequence[CrossCell]) -> Iterator[Draft]:
    classes: dict[str, list[CrossCell]] = defaultdict(list)
    for cell in worded:
        classes[_word_class(cell.printed)].append(cell)
    alone = [cells[0] for cells in classes.values() if len(cells) == 1]
    others = max(classes.values(), key=len, default=[])
    if len(alone) != 1 or len(others) < FEWEST - 1 or not set(classes) <= COMPARED_CLASSES or len(classes) != 2:
        return
    a, b = alone[0], others[0]
    zh, en = say(
        "other_words", subject=row.indicator, subject_en=subject_of_en(row.indicator, row.scope, "worded"),
        place=places[a.notice_id], a=quote(a.printed), count=len(others), other=places[b.notice_id], b=quote(b.printed),
    )  # fmt: skip
    yield _draft(row, a, zh, en, 0.7, (b.facts[0],))


def _word_class(words: str) -> str:
    return next((name for name, pattern in WORD_CLASSES if pattern.search(words)), "")


def _large_part(places: Places, row: CrossRow) -> Iterator[Draft]:
    higher = places.cross.higher
    whole = next((cell for cell in row.cells if higher and cell.notice_id == higher.notice_id), None)
    if higher is None or whole is None or not whole.value or is_relative(row):
        return
    for cell in _peers(places, row):
        if cell.value and cell.unit == whole.unit and _middle(cell) / _middle(whole) >= LARGE_PART:
            share = f"{_middle(cell) / _middle(whole):.0%}"
            zh, en = say(
                "large_part", place=places[cell.notice_id], a=cell.printed, a_en=value_en(cell),
                higher=higher.place, b=whole.printed, b_en=value_en(whole), share=share, **_of_row(row),
            )  # fmt: skip
            yield _draft(row, cell, zh, en, 0.4, (whole.facts[0],))


def _middle(cell: CrossCell) -> float:
    assert cell.value is not None
    return (cell.value + (cell.value if cell.value_high is None else cell.value_high)) / 2


def _subject(row: CrossRow) -> str:
    return subject_of(row.indicator, row.scope, row.measure)


def _of_row(row: CrossRow) -> dict[str, str]:
    """What sentences say of a row: its name and its median, in both languages."""
    return {
        "subject": _subject(row), "subject_en": subject_of_en(row.indicator, row.scope, row.measure),
        "median": row.median_printed, "median_en": row.median_en,
    }  # fmt: skip


def _draft(row: CrossRow, cell: CrossCell, zh: str, en: str, size: float, beside: tuple[Passage, ...]) -> Draft:
    place = GOAL if row.promised_by * 2 > len(row.cells) else FIRST
    subject = f"{_subject(row)}/{cell.notice_id}"
    return Draft("place_outlier", subject, zh, en, (cell.printed,), (*cell.facts[:1], *beside), place, size)


# -- terms, order, themes ------------------------------------------------------------------------------


def term_drafts(cross: CrossSection, terms: Sequence[CrossTerm], rows: Sequence[CrossRow]) -> Iterator[Draft]:
    """What few say, and what all say but few, for each place the most telling; what may be chance says so in `also`.

    Plain compounds are told only beyond chance: by chance alone every text lacks some of them.
    """
    places = Places(cross)
    told: dict[tuple[str, str], list[str]] = defaultdict(list)
    count: Counter[tuple[str, str]] = Counter()
    for row in rows:  # told as a target not set already
        silent = [cell.notice_id for cell in _peers(places, row) if cell.status == "not_set"]
        if row.shown and len(silent) == 1:
            told["term_most", silent[0]].append(row.indicator)
    for term in terms:
        if not term.local and (term.is_name or _is_beyond_chance(term)):
            draft, about = _term_draft(places, term)
            if draft and count[about] < MOST_TERMS and not _told_already(term.term, told[about]):
                told[about].append(term.term)
                count[about] += 1
                yield draft


def _is_beyond_chance(term: CrossTerm) -> bool:
    """Of plain compounds only those long enough to be no piece of another."""
    return term.p_corrected < BEYOND_CHANCE and len(term.term) >= SHORTEST_COMPOUND


def _told_already(term: str, told: Sequence[str]) -> bool:
    """人工智能+ beside 人工智能: of terms that hold one another one is told of a place."""
    return any(term in other or other in term for other in told)


def _term_draft(places: Places, term: CrossTerm) -> tuple[Draft | None, tuple[str, str]]:
    said = [one for one in term.said_by if one in places.peers]
    left = [one for one in term.left_out_by if one in places.peers]
    untold = [one for one in term.untold if one in places.peers]
    told = len(said) + len(left)
    if told < FEWEST or not said or not left or told + len(untold) < len(places.peers):
        return None, ("", "")
    fact = next(fact for fact in term.facts if fact.notice_id == said[0])
    a = quote(fact.surface, around=term.term)
    if len(left) * FEW <= told and len(left) <= MOST_NAMED:
        name, about = "term_most", left
        zh, en = say(name, places=places.listed(left), subject=term.term, count=len(said), other=places[said[0]], a=a)
    elif len(said) * FEW <= told and len(said) <= MOST_NAMED and max(term.counts) > 1:
        name, about = "term_few", said
        zh, en = say(name, places=places.listed(said), subject=term.term, count=told, a=a)
    else:
        return None, ("", "")
    also = () if term.p_corrected < BEYOND_CHANCE else ("chance",)
    size = min(1.0, 0.3 + 0.1 * sum(term.counts) / len(term.counts)) * (0.7 if also else 1.0)
    return Draft("place_outlier", term.term, zh, en, (term.term,), (fact,), FIRST, size, also), (name, about[0])


def order_drafts(cross: CrossSection, sections: Sequence[CrossSectionTitle]) -> Iterator[Draft]:
    places = Places(cross)
    first = {row.notice_id: row for row in sections if row.order == 1 and row.notice_id in places.peers and row.theme}
    titles = [row.title for row in sections if row.order == 1 and row.notice_id in places.peers]
    themes = Counter(row.theme for row in first.values())
    for row in first.values():
        others = [one for one in first.values() if one is not row]
        alike = sum(_shares_words(row.title, title) for title in titles) > 1  # with its own
        if themes[row.theme] == 1 and len(others) >= FEWEST - 1 and not alike:
            zh, en = say(
                "first_section", place=places[row.notice_id], a=row.title, count=len(others),
                told="个首章主题明确的地方" if len(others) + 1 < len(places.peers) else "地",
                told_en=" whose first part has one theme" if len(others) + 1 < len(places.peers) else "",
                other=places[others[0].notice_id], b=others[0].title,
            )  # fmt: skip
            evidence = (row.passage, others[0].passage)
            yield Draft("place_outlier", f"section_order/{row.notice_id}", zh, en, (row.title,), evidence, FIRST, 0.6)


RE_OF_ANY_TITLE = re.compile(r"(?:经济社会|高质量|现代化|全面|加快|推动|推进|建设|发展|着力|提升|新格局|新突破)+")
SHORTEST_SHARED = 4  # characters


def _shares_words(one: str, other: str) -> bool:
    """Whether two titles name one thing in the same words, whatever theme most of their text is about."""
    pieces = [piece for piece in RE_OF_ANY_TITLE.split(one) if len(piece) >= SHORTEST_SHARED]
    starts = ((piece, at) for piece in pieces for at in range(len(piece) - SHORTEST_SHARED + 1))
    return any(piece[at : at + SHORTEST_SHARED] in other for piece, at in starts)


def theme_drafts(
    cross: CrossSection, shares: Sequence[CrossShare], names: Mapping[str, tuple[str, str]]
) -> Iterator[Draft]:
    """The place that gives a theme much more, or much less, of its text than the median does."""
    places = Places(cross)
    by_theme: dict[str, list[CrossShare]] = defaultdict(list)
    for row in shares:
        if row.notice_id in places.peers and row.share is not None:
            by_theme[row.theme].append(row)
    for theme, rows in by_theme.items():
        told = [(row, row.share) for row in rows if row.share is not None]
        if len(told) < FEWEST:
            continue
        middle = median(share for _, share in told)
        row, most = max(told, key=lambda one: one[1])
        unit = _longest_of(places.members[row.notice_id], theme)
        if unit and middle and most >= SHARE_APART * middle and most - middle >= 0.05:
            zh, en = say(
                "theme_share", place=places[row.notice_id], subject=names[theme][0], subject_en=names[theme][1],
                a=f"{most:.0%}", count=len(told), median=f"{middle:.0%}",
            )  # fmt: skip
            size = min(1.0, (most - middle) * 4)
            yield Draft("theme_share", f"{theme}/{row.notice_id}", zh, en, (f"{most:.0%}",), (unit,), FIRST, size)


def _longest_of(member: Member, theme: str) -> Passage | None:
    """The first words of the longest task of a theme, as evidence."""
    facts = member.view.facts
    mine = [unit for unit in facts.tasks if unit.unit_id in facts.themes and facts.themes[unit.unit_id].theme == theme]
    unit = max(mine, key=lambda one: len(one.text), default=None)
    if unit is None:
        return None
    end = unit.start + max(len(unit.title), 1)
    return Passage(member.notice_id, unit.unit_id, unit.start, end, facts.notice.text[unit.start : end])


# -- leads and levels ----------------------------------------------------------------------------------


def lead_drafts(cross: CrossSection, leads: Sequence[CrossLead]) -> Iterator[Draft]:
    """A work that one place gives to another function than the others do."""
    places = Places(cross)
    by_work: dict[str, list[CrossLead]] = defaultdict(list)
    for row in leads:
        if row.status == "lead":
            by_work[row.work].append(row)
    for work, rows in by_work.items():
        functions = Counter(_function(row) for row in rows)
        (common, most), *_ = functions.most_common()
        odd = [row for row in rows if _function(row) != common]
        if len(odd) != 1 or most < FEWEST - 1:
            continue
        usual = next(row for row in rows if _function(row) == common)
        zh, en = say(
            "lead", subject=work, place=places[odd[0].notice_id], a="、".join(odd[0].bodies), count=most,
            b="、".join(usual.bodies),
        )  # fmt: skip
        evidence = (*odd[0].facts, *usual.facts)
        subject = f"{work}/{odd[0].notice_id}"
        yield Draft("place_outlier", subject, zh, en, ("、".join(odd[0].bodies),), evidence, FIRST, 0.7)


def _function(row: CrossLead) -> str:
    """What the first leading body does, whatever its level."""
    return row.body_ids[0].partition("/")[2] or row.body_ids[0]


def _values_en(row: CrossRow | None, level: CrossLevel) -> dict[str, str]:
    """The numbers of both levels in English, where both set one."""
    cells = {cell.notice_id: cell for cell in row.cells} if row and level.change in ("raised", "lowered") else {}
    above, below = cells.get(level.above.notice_id), cells.get(level.notice_id)
    return {"a_en": value_en(above), "b_en": value_en(below)} if above and below else {}


def level_drafts(cross: CrossSection, rows: Sequence[CrossRow], found: Sequence[CrossLevel]) -> Iterator[Draft]:
    if cross.higher is None:
        return
    places = Places(cross)
    of_row = {(row.indicator, row.measure): row for row in rows}
    names = {
        "raised": "level_raised",
        "lowered": "level_lowered",
        "replaced_by_words": "level_words",
        "left_out": "level_left_out",
    }
    for level in found:
        name = names.get(level.change)
        if level.what == "task":
            name = "level_task_left_out" if level.change == "left_out" else None
        if not name:
            continue
        row = of_row.get((level.subject, level.measure))
        subject = _subject(row) if row else level.subject
        above = level.above_printed if level.change not in ("left_out",) else quote(level.above.surface)
        zh, en = say(
            name,
            place=places[level.notice_id],
            higher=cross.higher.place,
            subject=subject,
            subject_en=_of_row(row)["subject_en"] if row else subject,
            a=above,
            b=quote(level.below_printed),
            **_values_en(row, level),
        )
        evidence = (level.above, *([level.below] if level.below else []))
        size = 0.6 if level.change in ("raised", "lowered") else 0.4
        yield Draft(
            "level_gap", f"{subject}/{level.notice_id}", zh, en, (level.above_printed, level.below_printed), evidence,
            GOAL if row and row.promised_by * 2 > len(row.cells) else FIRST, size, level.also,
        )  # fmt: skip
