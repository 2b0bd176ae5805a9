"""What is said for the first time of the two editions, or no longer: quoted terms, named things and noun compounds.

A term is told only where the other notice does not hold it anywhere; what the other says in a look
back alone is told as new among the plans. Each sentence tells one term, the one that says most.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from pipeline.compare.finders.targets import is_cut
from pipeline.compare.firmness import Firmness
from pipeline.compare.pair_view import EditionView, PairView, plain
from pipeline.compare.places import FIRST, place_of
from pipeline.compare.ranking import Draft
from pipeline.compare.runs import runs
from pipeline.compare.statements import Part, squash
from pipeline.compare.wording import quote, say
from pipeline.knowledge.chinese import HAN, RE_HAN
from pipeline.knowledge.common_words import CommonWords
from pipeline.records.findings import FindingKind

LONGEST_TERM = 10
LONGEST_NAME = 16
SHORTEST_COMPOUND = 4
NAMING_LABELS = ("PROGRAM", "DOC", "PROJECT", "ORG", "INDUSTRY")
Ground = Literal["quoted", "named", "rare", "founded", "compound"]
GROUND_SIZES: dict[Ground, float] = {"quoted": 0.65, "named": 0.5, "rare": 0.35, "founded": 0.5, "compound": 0.25}
CLAUSAL = ("founded", "compound")  # terms of which the whole clause is told
# Something is set up that was not there: 设立…基金, 启动…行动
RE_FOUNDED = re.compile(
    r"^(?:[一二三四五六七八九]是|要|加快|积极|探索|研究|推动|高质量|抓紧)*(?:设立|建立|组建|成立|启动|制定|出台|推出|实施|建设|打造|构建|创建|办好|打好|开展|推行|发行)"
    r"[^，。；]*(?:基金|市场|行动|工程|计划|规划|制度|平台|中心|试点|示范区|试验区|先导区|保卫战|攻坚战|方案|基地|专项|大湾区|条例|清单|名单|论坛|债券|国债|目录|标准|网络|走廊)$"
)
RE_FOUNDED_THING = re.compile(
    rf"(?:设立|建立|组建|成立|启动|制定|出台|推出|创建|办好|打好|发行)(?P<what>[{HAN}]{{4,12}})$"
)
RE_OBJECT_END = re.compile(r"$|[、和与及的（“]|等")  # where the thing that a clause speaks of ends
RE_ALL_HAN = re.compile(rf"[{HAN}]+")
# Clauses that tell how things are or why something is done.
RE_TELLS = re.compile(r"有利于|有助于|考虑|这[是一些]|^是|已[经有]|我国|必须看到|仍[然有]|^[也又就]")
# What a clause is for or when it holds, and pieces of a clause, order nothing by themselves.
RE_NO_ORDER = re.compile(r"^(?:使(?!用)|让|为了|如|若|凡|当|对于)|(?:的|时|后|者)$")
RE_OPENING = re.compile(r"^(?:今年|还|要|也要|都要|再|并|同时|更|必须|应|各地|国家|我们)*")
SHORTEST_TERM = 2
MOST_WORDS = 4
RE_QUOTED = re.compile(r"“([^“”]{2,14})”")
RE_PERIOD = re.compile(
    r"^(?:十[一二三四五六七]|[一二三四五六七八九])五$"
)  # the name of a five-year plan tells the year, not a thing
RE_NO_TERM = re.compile(
    r"[\d，。、；：“”‘’（）《》()·—%]|^[的之和与及等以对在把将从由各全]|[的之和与及等以对在把将上中下]$"
)
NEW_CLAUSE = 0.4  # cosine below which a clause has no counterpart


@dataclass(frozen=True, slots=True)
class NewTerm:
    """A term of one notice that the other does not hold, with the clause that says it first."""

    surface: str
    name: str  # the whole name that the term is a piece of
    part: Part
    count: int
    ground: Ground
    alone: bool  # the clause has no counterpart in the other notice

    @property
    def size(self) -> float:
        """Between 0 and 1: what is quoted or named weighs more, so does what is said again and what has no
        counterpart."""
        weight = (
            GROUND_SIZES[self.ground] + 0.1 * min(self.count - 1, 3) + 0.1 * self.alone + 0.05 * (len(self.surface) > 3)
        )
        return min(1.0, weight)


def term_findings(pair: PairView, firmness: Firmness, common: CommonWords) -> Iterator[Draft]:
    """Drafts for the terms that came, then for those that went."""
    for side in sides(pair)[: 1 if is_cut(pair.new) else 2]:
        for term in _best_of_each_clause(_terms(side, firmness, common)):
            yield _draft(pair, side, term)


@dataclass(frozen=True)
class Side:
    """One edition and the other, with how near each clause comes to any of the other."""

    kind: FindingKind
    view: EditionView
    other: EditionView
    alone: frozenset[int]


def sides(pair: PairView) -> tuple[Side, Side]:
    def alone(view: EditionView, best: np.ndarray) -> frozenset[int]:
        return frozenset(part.passage.start for part, likeness in zip(view.plan, best) if likeness < NEW_CLAUSE)

    return (
        Side("term_new", pair.new, pair.old, alone(pair.new, pair.clauses.best_of_new)),
        Side("term_gone", pair.old, pair.new, alone(pair.old, pair.clauses.best_of_old)),
    )


def _terms(side: Side, firmness: Firmness, common: CommonWords) -> Iterator[NewTerm]:
    named = _entities(side.view)
    for part in side.view.plan:
        alone = part.passage.start in side.alone
        for surface, ground in _candidates(side.view, part, named, firmness, common):
            if ground not in ("quoted", "named"):
                surface = without_verb(surface, common)
            if _is_unsaid(side.other, surface, ground) and (surface != part.said or part.statement.depth):
                count = side.view.plan_text.count(surface)
                ordered = alone and not part.statement.depth
                ordered = ordered and orders_work(part, firmness, common)
                ordered = ordered and not any(
                    is_mostly_said(side.other, said, CLAUSE_SAID)
                    for said in (surface, *_things(side.view, part, firmness, common))
                )
                whole = surface if ground in ("quoted", "named") else whole_term(part.said, surface, common)
                # a rare word said once, or in a clause that the other notice answers, is a way of putting things
                says_enough = ground != "rare" or (alone and count > 1 and len(whole) > SHORTEST_TERM)
                if says_enough and (ground not in CLAUSAL or ordered):
                    yield NewTerm(surface, whole, part, count, ground, alone)


def _things(view: EditionView, part: Part, firmness: Firmness, common: CommonWords) -> Iterator[str]:
    """What a clause speaks of, each thing whole."""
    for run in runs(view, part, firmness, common):
        thing = without_verb("".join(run), common)
        if len(thing) >= SHORTEST_COMPOUND:
            yield thing


def without_verb(term: str, common: CommonWords) -> str:
    """A term without the verb it begins with, as long as two words are left: 发展新质生产力 is 新质生产力."""
    rest = term[2:]
    return rest if len(rest) > SHORTEST_TERM and common.is_verb(term[:2]) and not common.count(term[:3]) else term


RE_TO_THE_LEFT = re.compile(rf"[{HAN}]+$")
RE_TO_THE_RIGHT = re.compile(rf"^[{HAN}]+")
# Small words at which a name ends, not those inside words: 和谐, 高等, 对外.
RE_ENDS_NAME = re.compile(
    r"[的与及或将把让使]|(?<![共温缓总饱调])和(?![谐平睦解]|地区)|(?<![平高中初同优])等(?![级同])"
    r"|(?<![应针面相绝结])对(?![外口接标等])|(?<![存所现潜内])在(?![线校职岗建])"
)
RE_VERB_DONE_WELL = re.compile(r"^[用办管抓做搞打建守讲兜]好")
RE_ADVERB = re.compile(r"^(?:加快|深入|大力|积极|稳步|有序|扎实|持续|继续|全面|切实|着力|进一步|加大|充分|更好)+")
MOST_ADDED = 8  # characters that a term grows by on either side
LONGEST_WHOLE = 14


def whole_term(said: str, term: str, common: CommonWords) -> str:
    """The whole name that a term is a piece of: 分级 before 诊疗体系, 融资担保 behind 政府性; the verb of the clause stays out.

    A name that holds a term which is said nowhere else is said nowhere else either.
    """
    at = said.find(term)
    before, behind = RE_TO_THE_LEFT.search(said[:at]), RE_TO_THE_RIGHT.match(said[at + len(term) :])
    left = _before_name(before[0], said[:at], common) if before else ""
    right = RE_ENDS_NAME.split(behind[0])[0] if behind else ""
    left, right = (piece if len(piece) <= MOST_ADDED else "" for piece in (left, right))
    return next(name for name in (left + term + right, left + term, term) if len(name) <= LONGEST_WHOLE)


def _before_name(run: str, said: str, common: CommonWords) -> str:
    """What of the words before a term belongs to it: all behind a mark or a small word, else all behind the verb."""
    *ended, rest = RE_ENDS_NAME.split(run)
    if ended or run != said:
        return "" if said[: -len(run)][-1:].isalnum() else rest
    rest = RE_ADVERB.sub("", RE_OPENING.sub("", rest))
    return rest[2:] if common.is_verb(rest[:2]) or RE_VERB_DONE_WELL.match(rest) else ""


def _is_unsaid(other: EditionView, term: str, ground: Ground) -> bool:
    """Whether a notice says a term nowhere, marks aside; unless it is quoted, not in other words either."""
    if term in other.plan_text or plain(term) in other.plain_plan:
        return False
    composed = ground != "quoted" and len(term) >= SHORTEST_COMPOUND
    return not composed or not is_mostly_said(other, term, 1.0 if len(term) == SHORTEST_COMPOUND else MOST_SAID)


MOST_BETWEEN = 6  # characters more than the term has, over which its pairs may be spread
MOST_SAID = 0.6  # share of a term's pairs of characters in one clause that says the same in other words
CLAUSE_SAID = 0.3  # ... from which a whole clause about a thing may be said in other words, so that it is not told


def is_mostly_said(other: EditionView, term: str, least: float = MOST_SAID) -> bool:
    """Whether one clause of the plan holds that share of a term's pairs of characters close together."""
    pairs = [term[i : i + 2] for i in range(len(term) - 1)]
    shared = Counter(clause for pair in pairs for clause in other.clauses_with.get(pair, ()))
    near = (other.plan[clause].said for clause, count in shared.items() if count >= least * len(pairs))
    return any(_stand_close(said, term, pairs) for said in near)


def _stand_close(said: str, term: str, pairs: Sequence[str]) -> bool:
    places = [said.find(pair) for pair in pairs if pair in said]
    return max(places) - min(places) <= len(term) + MOST_BETWEEN


def _entities(view: EditionView) -> list[tuple[int, str]]:
    """(place, name) of what the reader of entities found."""
    return [(one.start, squash(one.text).strip("“”《》")) for one in view.facts.entities if one.label in NAMING_LABELS]


def _candidates(
    view: EditionView, part: Part, named: list[tuple[int, str]], firmness: Firmness, common: CommonWords
) -> Iterator[tuple[str, Ground]]:
    """Quoted words, names, rare words, and neighbouring words that name something together."""
    for match in RE_QUOTED.finditer(part.said):
        if not RE_PERIOD.match(match[1]):
            yield match[1], "quoted"
    for start, name in named:
        if (
            part.passage.start <= start < part.passage.end
            and SHORTEST_TERM < len(name) <= LONGEST_NAME
            and name in part.said
            and name.count("“") == name.count("”")
            and not firmness.small_lead.match(name)
            and not firmness.words.match(name)
        ):
            yield name, "named"
    founded = RE_FOUNDED_THING.search(part.said) if RE_FOUNDED.match(part.said) else None
    if founded:
        yield founded["what"], "founded"
    for run in runs(view, part, firmness, common):
        for size in range(1, min(len(run), MOST_WORDS) + 1):
            for at in range(len(run) - size + 1):
                surface = "".join(run[at : at + size])
                if not SHORTEST_TERM <= len(surface) <= LONGEST_TERM or RE_NO_TERM.search(surface):
                    continue
                if size == 1 and not common.count(surface) and RE_ALL_HAN.fullmatch(surface):
                    yield surface, "rare"
                elif size > 1 and len(surface) >= SHORTEST_COMPOUND and RE_HAN.match(surface):
                    known = all(common.count(word) for word in run[at : at + size] if len(word) > 1)
                    ends = RE_FOUNDED.match(part.said) and part.said.endswith(surface)
                    rare = (
                        not known
                        and size == 2
                        and RE_OBJECT_END.match(part.said[part.said.find(surface) + len(surface) :])
                    )
                    yield surface, "founded" if ends else "rare" if rare else "compound"


def orders_work(part: Part, firmness: Firmness, common: CommonWords) -> bool:
    """Whether a clause says what is to be done: it opens with a verb."""
    said = RE_OPENING.sub("", part.said)
    if RE_TELLS.search(said) or RE_NO_ORDER.search(said):
        return False
    return bool(firmness.small_lead.match(said) or firmness.words.match(said)) or any(
        common.is_verb(said[:length]) for length in (2, 3, 4)
    )


def _best_of_each_clause(found: Iterator[NewTerm]) -> Iterator[NewTerm]:
    told: set[str] = set()
    clauses: set[int] = set()
    for term in sorted(found, key=lambda term: (-term.size, term.part.passage.start, -len(term.surface), term.surface)):
        if term.part.passage.start in clauses or any(term.surface in other or other in term.surface for other in told):
            continue
        told.add(term.surface)
        clauses.add(term.part.passage.start)
        yield term


def _draft(pair: PairView, side: Side, term: NewTerm) -> Draft:
    (o, n), (o_en, n_en) = pair.names, pair.names_en
    said = quote(_without_opening(term.part.said), 60, around=term.name)
    new = side.kind == "term_new"
    reviewed = term.surface in side.other.text  # a look back says it, or the outlook on a longer plan
    name: str = side.kind
    kind: FindingKind = side.kind
    if term.ground in CLAUSAL:
        name, kind = ("task_new_clause", "task_new") if new else ("task_dropped_clause", "task_dropped")
    elif reviewed:
        name = f"{name}_from_plan"
    elif term.name == said:
        name = f"{name}_alone"
    zh, en = say(name, subject=quote(term.name), o=o, n=n, o_en=o_en, n_en=n_en, a=said, b=said)
    values = ("", term.name) if new else (term.name, "")
    statement = term.part.statement
    size = term.size * (0.6 if reviewed else 1.0) * (1.0 if statement.depth else IN_PASSING)
    place = place_of(side.view, statement)
    if not statement.depth or term.ground in ("rare", *CLAUSAL):
        place = min(place, FIRST)
    return Draft(kind, term.name, zh, en, values, (term.part.passage,), place, size)


IN_PASSING = 0.75  # how much a term in running text tells beside one in a title
# What opens a clause and ties it to the one before: 四是, 但, 要.
RE_TIES = re.compile(
    r"^(?:[一二三四五六七八九十]{1,2}(?:是|要|大)(?=.{4})|但是?|并且?|还|也?要(?!求)|而且|同时|从而|特别是)+"
)


def _without_opening(said: str) -> str:
    return RE_TIES.sub("", said)
