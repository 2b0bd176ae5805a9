"""The same thing said in another way: stance, and wording that grew firmer or softer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from pipeline.compare.clauses import SAME
from pipeline.compare.firmness import Firmness
from pipeline.compare.pair_view import EditionView, PairView, plain
from pipeline.compare.places import place_of
from pipeline.compare.ranking import Draft
from pipeline.compare.runs import runs
from pipeline.compare.similarity import bigram_overlap, same_wording
from pipeline.compare.statements import Part, offsets
from pipeline.compare.strength import StrengthLadder
from pipeline.compare.wording import quote, say
from pipeline.knowledge.common_words import CommonWords
from pipeline.records.findings import FindingKind

SHORTEST_OBJECT = 3
LONGEST_CLAUSE = 48
SAME_PREDICATE = 0.6  # likeness of what is said behind the thing, from which it says the same
CLEAR_STEP = 2  # levels between two adverbs that readers agree on
LONGEST_OBJECT = 20
FRAME = 0.45  # cosine from which two clauses are about the same thing ...
# What may stand before a policy without making it another: 稳健的货币政策
RE_ATTRIBUTE = re.compile(r"稳健|积极|适度宽松|审慎|实行|把")
# 全面绿色转型: the word belongs to the thing, and says nothing of how far the work has come.
RE_EVERYWHERE_OF_NOTHING = re.compile(
    r"(?:全面|全域|全力)(?!推|实施|实行|建|加强|落实|提升|开展|完成|深化|启动|铺开|覆盖|完善|做好|抓)"
)
RE_SEPARATOR = re.compile(r"[、“”‘’（）《》·—\s]")


RE_NAME_WITH_DIGITS = re.compile(r"[A-Za-z]+[\d.]+|\d+[A-Za-z]")


def has_number(said: str) -> bool:
    """Whether a clause prints a number; PM2.5 and 5G are names."""
    return bool(re.search(r"\d", RE_NAME_WITH_DIGITS.sub("", said)))


def stance_findings(pair: PairView, firmness: Firmness, common: CommonWords, ladder: StrengthLadder) -> Iterator[Draft]:
    """One draft a pair of clauses that say something else of one thing; what differs in small words is the same."""
    yield from _policies(pair, firmness)
    yield from _by_anchor(pair, firmness, common)
    for i, j, likeness in pair.clauses.pairs:
        old, new = pair.clauses.old[i], pair.clauses.new[j]
        if (
            likeness < SAME
            and not has_number(old.said + new.said)
            and max(len(old.said), len(new.said)) <= LONGEST_CLAUSE
        ):
            frame = _frame(pair, firmness, common, old, new)
            if frame and (likeness >= FRAME or frame.is_policy or (old.statement.depth and new.statement.depth)):
                yield from _reworded(pair, firmness, ladder, old, new, frame)


def _policies(pair: PairView, firmness: Firmness) -> Iterator[Draft]:
    """What is said of each subject of policy where it is the subject of the clause: 稳健的货币政策要灵活适度."""
    said = [_by_subject(view.plan, firmness) for view in (pair.old, pair.new)]
    for thing, new in said[1].items():
        old = said[0].get(thing)
        if not old:
            continue
        ends = [part.said.partition(thing)[2] for part in (old, new)]
        told = [firmness.small.sub("", RE_SEPARATOR.sub("", end)) for end in ends]
        if told[0] != told[1] and all(told):
            zh, en = say(
                "stance_changed", subject=thing, a=quote(old.said, around=thing), b=quote(new.said, around=thing)
            )
            yield Draft(
                "stance_changed",
                thing,
                zh,
                en,
                (quote(ends[0]), quote(ends[1])),
                (old.passage, new.passage),
                POLICY_PLACE,
                1.0,
            )


def by_title(ladder: StrengthLadder, old: str, new: str) -> FindingKind | None:
    """The step between two titles of one task on the ladder of titles: explored, tried out, advanced, everywhere."""
    before, after = (ladder.wording(RE_EVERYWHERE_OF_NOTHING.sub("", title)) for title in (old, new))
    if not before or not after or before.level == after.level:
        return None
    return "firmer" if after.level > before.level else "softer"


def _size(frame: Frame, old: Part, new: Part, *, direction: bool, predicates: int) -> float:
    """How much a rewording matters: the stance of a policy, a heading, a step on a scale, another predicate;
    little where hardly a word changed."""
    if same_wording(old.said, new.said) >= HARDLY_CHANGED:
        return 0.5 if direction else 0.15
    if frame.is_policy and predicates == 2:
        return 0.95
    headings = min(old.statement.depth, new.statement.depth) == 2
    return 0.85 if headings and predicates == 2 else 0.6 if direction else 0.12 + 0.07 * predicates


HARDLY_CHANGED = 0.85
MOST_WITH_ANCHOR = 2  # clauses of one notice that may share a word by which two clauses are known to be about one thing
SHORTEST_ANCHOR = 3


def _by_anchor(pair: PairView, firmness: Firmness, common: CommonWords) -> Iterator[Draft]:
    """Clauses without a close counterpart that share a rare word, which hardly any other clause of either notice
    has."""
    paired = {i for i, _, _ in pair.clauses.pairs}, {j for _, j, _ in pair.clauses.pairs}
    said = [_anchors(view, view.plan, firmness, common) for view in (pair.old, pair.new)]
    best: dict[tuple[int, int], list[str]] = {}
    for word in sorted(said[0].keys() & said[1].keys()):
        for i in said[0][word]:
            for j in said[1][word]:
                if i not in paired[0] or j not in paired[1]:
                    best.setdefault((i, j), []).append(word)
    taken: tuple[set[int], set[int]] = (set(), set())
    for (i, j), words in sorted(best.items(), key=lambda pair: (-sum(map(len, pair[1])), pair[0])):
        old, new = pair.old.plan[i], pair.new.plan[j]
        if (
            i in taken[0]
            or j in taken[1]
            or has_number(old.said + new.said)
            or max(len(old.said), len(new.said)) > LONGEST_CLAUSE
        ):
            continue
        thing = max(words, key=len)
        direction = firmness.direction(*(part.said.replace(thing, " ") for part in (old, new)))
        if direction and _one_thing(firmness, thing, old, new) and is_only_here(pair, thing, old, new):
            taken[0].add(i)
            taken[1].add(j)
            zh, en = say(direction, subject=thing, a=quote(old.said, around=thing), b=quote(new.said, around=thing))
            yield Draft(
                direction,
                thing,
                zh,
                en,
                (quote(old.said), quote(new.said)),
                (old.passage, new.passage),
                place_of(pair.new, new.statement),
                0.6,
            )


RE_TELLS_OF_US = re.compile(r"^(?:我国|我们对|中国|这|只要|面对|(?:实现|完成)?上述)")
RE_NO_CALL = re.compile(rf"{RE_TELLS_OF_US.pattern}|^对")


def is_only_here(pair: PairView, thing: str, old: Part, new: Part) -> bool:
    """Whether a step is one of the notices, not of two sentences: neither says elsewhere what the other says."""
    if any(RE_NO_CALL.match(part.said) for part in (old, new)):
        return False
    same_lead = old.said.partition(thing)[0] == new.said.partition(thing)[0]
    told = [part.said if same_lead else part.said.partition(thing)[0] + thing for part in (old, new)]
    for said, other, view in zip(told, (new, old), (pair.new, pair.old)):
        core = plain(RE_OPENS.sub("", said))
        ahead = (part for part in view.parts if part.statement.section != "review" and part is not other)
        if any(core in plain(part.said) for part in ahead):
            return False
    return not any(_said_elsewhere(view, thing, part) for view, part in ((pair.old, old), (pair.new, new)))


def _said_elsewhere(view: EditionView, thing: str, mine: Part) -> bool:
    """Whether another sentence of the plan speaks of the thing too, so that one step is not the notice's."""
    bare = plain(thing)
    return any(bare in plain(part.said) for part in view.plan if part.statement.id != mine.statement.id)


RE_OPENS = re.compile(r"^(?:我们|今年|还|要|将|也|更|并|继续|进一步)+")


def _one_thing(firmness: Firmness, thing: str, old: Part, new: Part) -> bool:
    """Whether hardly more than one thing is left of either clause without what is done to it."""
    rest = [firmness.small.sub("", firmness.without(RE_SEPARATOR.sub("", part.said))) for part in (old, new)]
    before, behind = ([text.partition(thing)[place] for text in rest] for place in (0, 2))
    if all(before) and before[0] != before[1]:  # 散煤综合治理, 生态环境综合治理: two things
        return False
    same_end = {*behind} - EMPTY_ENDS == set() or behind[0] == behind[1]
    return same_end and max(map(len, rest)) <= LONGEST_THING and bigram_overlap(*rest) >= SAME_THING


EMPTY_ENDS = {"", "改革", "工作", "建设", "行动"}  # what may stand behind a thing and leaves it the same
LONGEST_THING = 12
SAME_THING = 0.35


def _anchors(view: EditionView, plan: Sequence[Part], firmness: Firmness, common: CommonWords) -> dict[str, list[int]]:
    """Rare word -> the clauses that hold it, where these are few."""
    found: dict[str, list[int]] = {}
    for i, part in enumerate(plan):
        for run in runs(view, part, firmness, common):
            for size in range(1, min(len(run), 3) + 1):
                for at in range(len(run) - size + 1):
                    word = "".join(run[at : at + size])
                    if len(word) >= SHORTEST_ANCHOR and not common.is_everyday(word):
                        found.setdefault(word, []).append(i)
    return {word: places for word, places in found.items() if len(set(places)) <= MOST_WITH_ANCHOR}


POLICY_PLACE = 0.95  # the stance of a whole policy is read first, wherever it stands


def _by_subject(plan: Sequence[Part], firmness: Firmness) -> dict[str, Part]:
    """Subject of policy -> the first clause that opens with it and says how it is to be."""
    found: dict[str, Part] = {}
    for part in plan:
        match = firmness.opening.match(part.said)
        if match and match.end() < len(part.said) and not has_number(part.said) and len(part.said) <= LONGEST_CLAUSE:
            found.setdefault(match["subject"], part)
    return found


@dataclass(frozen=True, slots=True)
class Frame:
    """Two clauses around the thing both speak of: what each says before and behind it."""

    thing: str
    before: tuple[str, str]
    behind: tuple[str, str]
    is_policy: bool


def _frame(pair: PairView, firmness: Firmness, common: CommonWords, old: Part, new: Part) -> Frame | None:
    """None where the two name different things: what narrows the thing, the words right before it, must be the same."""
    place = _shared(pair, firmness, old, new)
    if not place:
        return None
    a, b, size = place
    thing = old.said[a : a + size]
    before, behind = (old.said[:a], new.said[:b]), (old.said[a + size :], new.said[b + size :])
    policy = firmness.subjects.search(thing)
    open_end = all(firmness.small.sub("", RE_SEPARATOR.sub("", text)) for text in behind)
    if not policy and len(_named(firmness, common, thing) if open_end else thing) < SHORTEST_OBJECT:
        return None
    narrowing = [firmness.small.sub("", RE_SEPARATOR.sub("", text)) for text in before]
    narrowing = [RE_ATTRIBUTE.sub("", _without_verb(firmness.without(text), common)) for text in narrowing]
    return Frame(thing, before, behind, bool(policy)) if narrowing[0] == narrowing[1] else None


def whole_quotes(thing: str) -> str:
    """Words without a quotation that opens or ends in the middle: 港人治港”、“澳人治 is 港人治港."""
    if thing.count("“") > thing.count("”"):
        thing = thing[: thing.rindex("“")].rstrip("、和与") or thing
    return thing if thing.count("“") == thing.count("”") else re.sub("[“”]", "", thing)


def _named(firmness: Firmness, common: CommonWords, thing: str) -> str:
    """What shared words name, without the verbs they begin with: 改造提升传统 names next to nothing."""
    rest = firmness.small.sub("", thing)
    while len(rest) > 2 and common.is_verb(rest[:2]):
        rest = rest[2:]
    return rest


def _without_verb(text: str, common: CommonWords) -> str:
    """What stands before a thing, without the verb that is done to it: 缩减外资准入负面清单."""
    return "" if common.is_verb(text) else text


def _shared(pair: PairView, firmness: Firmness, old: Part, new: Part) -> tuple[int, int, int] | None:
    """(place in the older, place in the newer clause, length) of the longest words both share, small words aside;
    it begins and ends where words do."""
    places = offsets(old.passage), offsets(new.passage)
    best: tuple[int, tuple[int, int, int]] | None = None
    for block in SequenceMatcher(None, old.said, new.said, autojunk=False).get_matching_blocks():
        a, b, size = block.a, block.b, block.size
        while size and not _at_border(pair, places, a, b):
            a, b, size = a + 1, b + 1, size - 1
        while size and not _at_border(pair, places, a + size, b + size):
            size -= 1
        lead = firmness.small_lead.match(old.said[a : a + size])
        skip = lead.end() if lead else 0
        a, b, size = a + skip, b + skip, size - skip
        told = len(firmness.small.sub("", RE_SEPARATOR.sub("", old.said[a : a + size])))
        if told and (best is None or told > best[0]):
            best = told, (a, b, size)
    return best[1] if best else None


def _at_border(pair: PairView, places: tuple[list[int], list[int]], a: int, b: int) -> bool:
    sides = ((pair.old, places[0], a), (pair.new, places[1], b))
    return all(not view.borders or at in (0, len(where)) or where[at] in view.borders for view, where, at in sides)


def _reworded(
    pair: PairView, firmness: Firmness, ladder: StrengthLadder, old: Part, new: Part, frame: Frame
) -> Iterator[Draft]:
    verbs = tuple(before + " " + behind for before, behind in zip(frame.before, frame.behind))
    told = [firmness.small.sub("", RE_SEPARATOR.sub("", text)) for text in frame.behind]
    titled = old.statement.depth and new.statement.depth
    direction = firmness.direction(*verbs) or (by_title(ladder, old.said, new.said) if titled else None)
    predicate = told[0] != told[1] and any(told) and bigram_overlap(*told) < SAME_PREDICATE
    done = [firmness.small.sub("", firmness.without(RE_SEPARATOR.sub("", text))) for text in frame.before]
    if not direction and not predicate and done[0] == done[1]:
        return
    plain = [firmness.without(text) for text in told]
    kind: FindingKind = direction if direction and (not predicate or plain[0] == plain[1]) else "stance_changed"
    thing = whole_quotes(frame.thing.strip("的、要都和与")[:LONGEST_OBJECT])
    if kind != "stance_changed" and not titled and not is_only_here(pair, frame.thing, old, new):
        return
    if kind == "stance_changed" and any(RE_TELLS_OF_US.match(part.said) for part in (old, new)):
        return
    name = "reworded" if kind == "stance_changed" and not frame.is_policy else kind
    zh, en = say(name, subject=thing, a=quote(old.said, around=frame.thing), b=quote(new.said, around=frame.thing))
    size = _size(frame, old, new, direction=bool(direction), predicates=sum(map(bool, told)) if predicate else 0)
    yield Draft(
        kind,
        thing,
        zh,
        en,
        (quote(verbs[0]), quote(verbs[1])),
        (old.passage, new.passage),
        place_of(pair.new, new.statement),
        size,
        ("firmness",) if direction and predicate else (),
    )
