"""What became of targets: raised, lowered, unchanged, reworded, new, dropped.

Longer than 350 lines: one order of questions decides what became of a target.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from difflib import SequenceMatcher

from pipeline.compare.finders.stance import has_number
from pipeline.compare.indicators import (
    COUNTERS,
    RE_NAMES_NOTHING,
    comparable,
    is_step,
    letters_in_common,
    names_nothing,
    other_scope,
)
from pipeline.compare.ledger import RE_AND, RE_DOWN
from pipeline.compare.pair_view import EditionView, PairView
from pipeline.compare.places import HEADLINE, place_of_passage
from pipeline.compare.ranking import Draft
from pipeline.compare.similarity import bigram_overlap
from pipeline.compare.statements import Part, squash
from pipeline.compare.target_changes import indicator_likeness
from pipeline.compare.wording import fits, is_headline, quote, say
from pipeline.knowledge.english import subject_en, value_en
from pipeline.knowledge.indicator_names import common_name
from pipeline.records.findings import FindingKind, Indicator, Mention

RE_SAYS_RATE = re.compile(r"(?:涨幅|增速|增幅|降幅|增长|率|比重|占比|比例)$")
# Words that stand for a thing named elsewhere: the clause says what is meant, the name alone does not.
RE_GENERIC = re.compile(
    r"^(?:部分|地市|地方|规模|政策|标准|幅度|任务|项目|企业|大城市|上限|比例|面积|资金|补助|财政补助)$"
)
MENTIONED = 0.6  # share of a name's pairs of characters in a clause that speaks of it
FEWEST_PAIRS = 2
HALF = 0.5  # ... of the end of a long name, in a clause with a number of its own
LONG_NAME = 8  # pairs of characters of a long name
SAME_NAME = 0.75  # likeness of names from which two indicators of other measure are one, reworded
SUCCESSOR = 0.3  # likeness of the names of two goals of which the newer takes the place of the older
SHORTEST_NOUN = 2
SHORTEST_NAME = 3
LONGEST_TAIL = 6  # characters that a name ends in, by which a thing with fewer attributes is known
LONGEST_HEART = 4  # characters of a name in a row, by which a clause is known to speak of it
# What opens a clause and says nothing of the target in it.
RE_REMOVES = re.compile(r"(?:关停|压减|淘汰|退出|削减|化解|取消|拆除|减少|压缩|整治)")
RE_LEAD = re.compile(r"^(?:[一二三四五六七八九]是|其中|今年|全年|要|将|还)+")
CUT_CODES = ("heading-without-items", "cut-off", "truncated")


def target_findings(pair: PairView) -> Iterator[Draft]:
    """Drafts for every indicator of both ledgers that the plan promises."""
    old, new = ({row.id: row for row in view.ledger} for view in (pair.old, pair.new))
    matched = [(old[match.old_ids[0]], new[match.new_ids[0]]) for match in pair.indicator_matches]
    for a, b in matched:
        worded = _worded_instead(pair, a, b)
        yield from _put_into_words(pair, a, b, worded) if worded else _changed(pair, a, b)
    alone_old, alone_new = (
        [row for row in rows.values() if row.id not in taken and _is_set(row) and not _said_again(row, rows.values())]
        for rows, taken in ((old, {a.id for a, _ in matched}), (new, {b.id for _, b in matched}))
    )
    for a, b in [*_remeasured(alone_old, alone_new), *_successors(pair, alone_old, alone_new)]:
        if a not in alone_old or b not in alone_new:
            continue
        alone_old.remove(a)
        alone_new.remove(b)
        yield _succeeded(pair, a, b)
    for a, b in _near(alone_old, alone_new):
        alone_old.remove(a)
        alone_new.remove(b)
        yield _beside(pair, a.mentions[0], b.mentions[0])
    for row in alone_new:
        yield from _new(pair, row.mentions[0])
    if not is_cut(pair.new):
        for row in alone_old:
            yield from _dropped(pair, row.mentions[0])


def is_cut(view: EditionView) -> bool:
    """Whether a notice breaks off, so that what it does not say may stand in what is missing."""
    return any(odd.code in CUT_CODES for odd in view.facts.diagnostics)


def _is_set(row: Indicator) -> bool:
    return row.mentions[0].section == "plan" and row.mentions[0].status == "promised"


def _said_again(row: Indicator, rows: Collection[Indicator]) -> bool:
    """Whether a row says again, under another name, what the notice sets of a headline indicator: 城镇新增就业预期目标比
    去年多100万人."""
    mine = row.mentions[0]
    others = (one.mentions[0] for one in rows if one is not row and _is_set(one) and is_headline(one.head))
    return any(
        other.unit == mine.unit
        and other.passage.start < mine.passage.start
        and (
            mine.head.startswith(other.head)
            or (common_name(mine.head) == common_name(other.head) and mine.value == other.value)
        )
        for other in others
    )


# -- the same indicator --------------------------------------------------------------------------


def _changed(pair: PairView, a: Indicator, b: Indicator) -> Iterator[Draft]:
    before, after = comparable(a), comparable(b)
    if not before or not after or "plan" not in (before.section, after.section):
        return
    if before.value is None:
        yield _goal(pair, before, after)
        return
    kind, also = _kind(before, after)
    name, noun, noun_en = _name(after), *_noun(after if after.measure != "threshold" else before)
    quoted = _says_more(before) or _says_more(after)
    same_print = _without_counter(before) == _without_counter(after)
    if kind == "target_unchanged" and same_print and (quoted or _counts_things(after)):
        rest, rest_en, named = _rest(pair, before, after)
        also += named
        said = quote(after.passage.surface, around=after.printed)
        zh, en = say("target_unchanged_quoted", b=said, rest=rest, rest_en=rest_en)
    elif kind != "target_unchanged" and (quoted or _is_generic(before, after)):
        thing = _shared_object(before, after)
        zh, en = say(
            "stance_changed",
            subject=f"{thing}目标",
            subject_glossed=subject_en(thing, "target"),
            a=quote(before.passage.surface, around=before.printed),
            b=quote(after.passage.surface, around=after.printed),
        )
    else:
        sentence = _sentence(kind, before, after)
        rest, rest_en, named = _rest(pair, before, after)
        also += named
        zh, en = say(
            sentence,
            subject=f"{name}{noun}",
            subject_en=subject_en(name, noun_en),
            a=before.printed,
            b=after.printed,
            a_en=value_en(before),
            b_en=value_en(after),
            rest=rest,
            rest_en=rest_en,
        )
    yield Draft(
        kind,
        name,
        zh,
        en,
        (before.printed, after.printed),
        (before.passage, after.passage),
        _place(pair.new, after),
        _size(before, after),
        also,
    )


def _worded_instead(pair: PairView, a: Indicator, b: Indicator) -> Mention | None:
    """What the newer goals say in words of an indicator that the older goals set in numbers, where its number stands
    further down now."""
    before, after = comparable(a), comparable(b)
    if not before or not after or before.value is None or not _is_set(a):
        return None
    stands = (
        view.in_goals(view.statement_of[one.statement_id]) for view, one in ((pair.old, before), (pair.new, after))
    )
    if list(stands) != [True, False]:
        return None
    worded = (one for row in pair.new.ledger for one in row.mentions if one.status == "worded")
    return next((one for one in worded if common_name(one.head) == common_name(before.head)), None)


def _put_into_words(pair: PairView, a: Indicator, b: Indicator, worded: Mention) -> Iterator[Draft]:
    before, after = a.mentions[0], b.mentions[0]
    names = {
        "subject": before.head,
        "a": target_as_said(before),
        "b": quote(worded.printed),
        "c": target_as_said(after),
    }
    zh, en = say("goal_put_into_words", **names)
    passages = (before.passage, worded.passage, after.passage)
    values = (before.printed, worded.printed)
    yield Draft("target_reworded", before.head, zh, en, values, passages, _place(pair.new, worded), 0.9)


# What a number holds for, or how it is bound, where the number alone does not say so: 每个县至少办好1所.
RE_EACH_ONE = re.compile(r"每[个一]?[省市县区乡镇村街校院企户人家]|各[省市县区乡镇村](?!级)|至少[^\d，]+\d")
LONGEST_QUOTED = 26  # characters of a clause that names what is counted with what is done to it


def _says_more(mention: Mention) -> bool:
    several = RE_AND.search(mention.printed)  # 5%和8%: which is whose is not told
    return bool(several or RE_EACH_ONE.search(squash(mention.passage.surface)))


def _counts_things(mention: Mention) -> bool:
    """Whether a number counts works and things in a short clause, which then says best what is meant: 新建…2个."""
    said = squash(mention.passage.surface)
    return mention.unit not in ("%", "元", "百分点") and not is_headline(mention.head) and len(said) <= LONGEST_QUOTED


def _without_counter(mention: Mention) -> str:
    """A number as printed, whatever word counts it: 5家 and 5个 say the same."""
    counters = {word for words in COUNTERS for word in words}
    return mention.printed.replace(mention.unit, "") if mention.unit in counters else mention.printed


def _sentence(kind: FindingKind, a: Mention, b: Mention) -> str:
    if kind == "target_unchanged" and _without_counter(a) != _without_counter(b):
        return "target_bound"
    return f"{kind}_amount" if "removed" in (a.measure, b.measure) and kind != "target_unchanged" else kind


def _kind(a: Mention, b: Mention) -> tuple[FindingKind, tuple[str, ...]]:
    """What the number did; beside it whether bound, grade or deadline changed."""
    also = tuple(
        name
        for name, differs in (
            ("bound", a.op != b.op),
            ("grade", a.scope != b.scope),
            ("deadline", _deadline_changed(a, b)),
        )
        if differs
    )
    before, after = _middle(a), _middle(b)
    return ("target_unchanged" if before == after else "target_raised" if after > before else "target_lowered"), also


def _middle(mention: Mention) -> float:
    value = mention.value or 0.0
    return value if mention.value_high is None else (value + mention.value_high) / 2


def _deadline_changed(a: Mention, b: Mention) -> bool:
    return a.horizon is not None and b.horizon is not None and a.horizon != b.horizon


def _rest(pair: PairView, a: Mention, b: Mention) -> tuple[str, str, tuple[str, ...]]:
    """What is told beside the number: another name, another deadline (not where both are due in their own year)."""
    rest, rest_en = "", ""
    also: tuple[str, ...] = ()
    years = pair.old.facts.notice.year, pair.new.facts.notice.year
    if _deadline_changed(a, b) and (a.horizon, b.horizon) != years:
        rest, rest_en = f"，期限由{a.horizon}年变为{b.horizon}年", f", due {b.horizon} instead of {a.horizon}"
    alike = common_name(a.head) == common_name(b.head)
    if not (alike or a.head.endswith(b.head) or b.head.endswith(a.head)):  # 还林还草 is a piece of 退耕还林还草
        rest, rest_en, also = (
            f"{rest}（{pair.names[0]}为“{quote(a.head)}”）",
            f"{rest_en} (“{quote(a.head)}” in {pair.names_en[0]})",
            ("name",),
        )
    return rest, rest_en, also


def _name(mention: Mention) -> str:
    """The name of a target as a sentence says it: with the verb where less is to be had, with whole quotation marks."""
    said = squash(mention.passage.surface)
    verb = RE_REMOVES.match(said) if mention.measure == "removed" else None
    name = mention.head if not verb or mention.head.startswith(verb[0]) else f"{verb[0]}{mention.head}"
    return quote(f"“{name}" if name.count("”") > name.count("“") else name)


def _place(view: EditionView, mention: Mention) -> float:
    """Where a target stands; a headline indicator is read first wherever it stands."""
    place = place_of_passage(view, mention.passage)
    return max(place, HEADLINE) if is_headline(mention.head) else place


def _noun(mention: Mention) -> tuple[str, str]:
    said = squash(mention.passage.surface)
    if is_step(mention):
        return ("减少额", "reduction") if RE_DOWN.search(said) else ("增加额", "increase")
    if mention.measure == "growth" and not RE_SAYS_RATE.search(mention.head):
        return ("降幅目标", "reduction") if RE_DOWN.search(said) else ("增速目标", "growth")
    return ("目标", "target") if mention.status == "promised" else ("", "")


def _is_generic(a: Mention, b: Mention) -> bool:
    return bool(RE_GENERIC.match(b.head) or len(b.head) < SHORTEST_NAME)


def _shared_object(a: Mention, b: Mention) -> str:
    """The longest words that both clauses share."""
    one, other = squash(a.passage.surface), squash(b.passage.surface)
    runs = (
        one[i:j]
        for i in range(len(one))
        for j in range(i + SHORTEST_NOUN, min(len(one), i + 12) + 1)
        if one[i:j] in other and not any(char.isdigit() for char in one[i:j])
    )
    return max(runs, key=len, default=b.head).strip("的在、，开展")


def _size(a: Mention, b: Mention) -> float:
    """How far the number moved, as a share of the larger one; what stays is a small thing."""
    before, after = _middle(a), _middle(b)
    if before == after:
        return 0.7 if a.op == b.op else 0.85
    return min(1.0, 0.8 + 0.4 * abs(after - before) / max(abs(before), abs(after), 1e-9))


# Words of one meaning in goals: 继续减少 and 继续下降 say the same.
STATES = (("减少", "下降"), ("降低", "下降"), ("提高", "提升"), ("排放量", "排放"), ("收入增长", "收入"), ("与", "和"))


def _plain_state(goal: str) -> str:
    for one, other in STATES:
        goal = goal.replace(one, other)
    return goal


def _goal(pair: PairView, a: Mention, b: Mention) -> Draft:
    same = _plain_state(a.printed) == _plain_state(b.printed)
    kind: FindingKind = "target_unchanged" if same else "target_reworded"
    alike = "goal_alike" if a.printed != b.printed else "goal_unchanged"
    zh, en = say(alike if same else "goal_reworded", subject=b.head, a=quote(a.printed), b=quote(b.printed))
    return Draft(
        kind,
        b.head,
        zh,
        en,
        (a.printed, b.printed),
        (a.passage, b.passage),
        place_of_passage(pair.new, b.passage),
        0.15 if same else 0.4,
    )


# -- one goal in the place of another ------------------------------------------------------------


# What is measured of anything: 合格率 and 检出率 make no two goals one.
RE_RATE_ALONE = re.compile(
    r"^(?:抽检|指标|总体|质量|安全)*(?:合格|检出|覆盖|达标|超标|完成|普及|办结|满意|增长)?(?:率|度|比重|占比|数量)$"
)


def _successors(pair: PairView, old: list[Indicator], new: list[Indicator]) -> list[tuple[Indicator, Indicator]]:
    """Goals of the same unit whose names end alike: 领军企业 → 细分领域企业. Both must stand among the goals."""
    candidates = []
    for a in old:
        for b in new:
            x, y = a.mentions[0], b.mentions[0]
            likeness = bigram_overlap(x.head, y.head)
            if (
                a.unit == b.unit
                and x.measure == y.measure
                and likeness >= SUCCESSOR
                and RE_RATE_ALONE.sub("", common_noun(x.head, y.head))
                and all(view.in_goals(view.statement_of[m.statement_id]) for view, m in ((pair.old, x), (pair.new, y)))
            ):
                candidates.append((-len(common_noun(x.head, y.head)), -likeness, a.id, b.id, a, b))
    chosen: list[tuple[Indicator, Indicator]] = []
    for *_, a, b in sorted(candidates, key=lambda candidate: candidate[:4]):
        if all(a is not x and b is not y for x, y in chosen):
            chosen.append((a, b))
    return chosen


def _of_another_kind(a: str, b: str) -> bool:
    """Whether each of two names has a qualifier of its own: 登记失业率 and 调查失业率, unlike 企业 and 领军企业."""
    shared = common_noun(a, b)
    before = [name.removesuffix(shared) for name in (a, b)]
    return bool(shared) and all(before) and before[0] not in before[1] and before[1] not in before[0]


def _remeasured(old: list[Indicator], new: list[Indicator]) -> list[tuple[Indicator, Indicator]]:
    """Indicators of one name that are measured otherwise now: 增长18% → 达到260亿元."""

    def likeness(a: Indicator, b: Indicator) -> float:
        unlike = other_scope(a.head, b.head) or names_nothing(a.head, b.head)
        return 0.0 if unlike else indicator_likeness(a.head, b.head)

    return _likest(old, new, likeness, SAME_NAME)


def _likest(
    old: list[Indicator], new: list[Indicator], likeness: Callable[[Indicator, Indicator], float], least: float
) -> list[tuple[Indicator, Indicator]]:
    """Pairs that are alike enough, the likest first, each indicator once."""
    alike = sorted(
        (-like, a.id, b.id, i, j)
        for i, a in enumerate(old)
        for j, b in enumerate(new)
        if (like := likeness(a, b)) >= least
    )
    taken: tuple[set[int], set[int]] = (set(), set())
    found = []
    for *_, i, j in alike:
        if i not in taken[0] and j not in taken[1]:
            taken[0].add(i)
            taken[1].add(j)
            found.append((old[i], new[j]))
    return found


def common_noun(a: str, b: str) -> str:
    """What both names end in, "" if that is a single character."""
    length = next((i for i in range(min(len(a), len(b)), SHORTEST_NOUN - 1, -1) if a[-i:] == b[-i:]), 0)
    return a[len(a) - length :]


def _succeeded(pair: PairView, a: Indicator, b: Indicator) -> Draft:
    x, y = a.mentions[0], b.mentions[0]
    kind, also = _kind(x, y)
    name = common_noun(x.head, y.head) or y.head
    zh, en = say(
        "target_successor",
        subject=f"{name}目标",
        subject_en=f"Target for {name}",
        a=quote(x.passage.surface, around=x.printed),
        b=quote(y.passage.surface, around=y.printed),
    )
    remeasured = x.measure != y.measure or a.unit != b.unit or _of_another_kind(x.head, y.head)
    return Draft(
        "target_reworded" if remeasured or kind == "target_unchanged" else kind,
        y.head,
        zh,
        en,
        (x.printed, y.printed),
        (x.passage, y.passage),
        _place(pair.new, y),
        _size(x, y),
        (*also, "name"),
    )


RE_LESS = re.compile(rf"{RE_DOWN.pattern}|减轻|减税|降费")
NEAR = 0.4  # share of characters in common, from which a target is set beside one of the other notice
RE_NO_CLUE = re.compile(r"今年|全年|预计|再|约|左右|以上|以内|多|比改革前|年均|将|要|拟|\d")


def _near(old: list[Indicator], new: list[Indicator]) -> list[tuple[Indicator, Indicator]]:
    """Targets of one unit and direction that speak of much the same in other words: 减轻企业负担, 减少企业税负."""
    return _likest(old, new, _nearness, NEAR)


def _nearness(a: Indicator, b: Indicator) -> float:
    """Share of characters in common of two targets that both take away, in one unit, or of names that share what they
    are about; else 0."""
    counted = a.unit not in ("%", "元")
    if a.unit == b.unit and a.measure == b.measure and _shares_thing(a.head, b.head, counted):
        return NEAR + letters_in_common(a.head, b.head)
    one, other = (RE_NO_CLUE.sub("", target_as_said(row.mentions[0])) for row in (a, b))
    if a.mentions[0].unit != b.mentions[0].unit or not all(RE_LESS.search(text) for text in (one, other)):
        return 0.0
    return letters_in_common(one, other) if bigram_overlap(one, other) > 0 else 0.0


def _shares_thing(a: str, b: str, counted: bool) -> bool:
    """Whether two names end in the same thing, or share a run that is most of the shorter: 企业研发投入, 全社会研发投入."""
    noun = common_noun(a, b)
    if len(noun) >= SHORTEST_SHARED_END and not RE_NAMES_NOTHING.fullmatch(noun):
        return True
    if noun and a[:SHORTEST_NOUN] == b[:SHORTEST_NOUN] and letters_in_common(a, b) >= MOST_OF_NAME:
        return True  # 技改项目, 技改和设备更新项目
    match = SequenceMatcher(None, a, b, autojunk=False).find_longest_match()
    shared = a[match.a : match.a + match.size]
    long = match.size >= max(SHORTEST_SHARED - counted, MOST_OF_NAME * min(len(a), len(b)))
    return long and not RE_NAMES_NOTHING.fullmatch(shared)


SHORTEST_SHARED_END, SHORTEST_SHARED = 4, 5
MOST_OF_NAME = 0.6


def _beside(pair: PairView, a: Mention, b: Mention) -> Draft:
    """A target told beside the one that comes nearest to it: neither is called new or dropped."""
    (o, n), (o_en, n_en) = pair.names, pair.names_en
    zh, en = say("target_near", o=o, n=n, o_en=o_en, n_en=n_en, a=target_as_said(a), b=target_as_said(b))
    values, passages = (a.printed, b.printed), (a.passage, b.passage)
    return Draft("target_reworded", b.head, zh, en, values, passages, _place(pair.new, b), _size(a, b), ("name",))


# -- new and dropped -----------------------------------------------------------------------------


def _new(pair: PairView, mention: Mention) -> Iterator[Draft]:
    """New, or raised from a base that the older notice prints too: 从75%提高到100%."""
    base = RE_BASE.search(squash(mention.passage.surface))
    there = _prints_base(pair.old, base["base"], mention.head) if base else None
    if base and there:
        kind: FindingKind = "target_lowered" if RE_DOWN.search(base[0]) else "target_raised"
        name, (noun, noun_en) = _name(mention), _noun(mention)
        zh, en = say(
            kind,
            subject=f"{name}{noun}",
            subject_en=subject_en(name, noun_en),
            a=base["base"],
            b=mention.printed,
            a_en=base["base"],
            b_en=value_en(mention),
            rest="",
            rest_en="",
        )
        yield Draft(
            kind,
            mention.head,
            zh,
            en,
            (base["base"], mention.printed),
            (there.passage, mention.passage),
            _place(pair.new, mention),
            0.8,
        )
        return
    yield from _one_sided(pair, mention, pair.old, "target_new")


RE_BASE = re.compile(
    r"(?:由|从)(?:每人每年|人均|每月|每年)?(?P<base>\d[\d.,]*(?:%|[万亿]*[元人家个户亩吨]))(?:提高|增加|扩大|提升|上调|下调|降低|降|缩短|减少)[到至为]?"
)


def _prints_base(view: EditionView, base: str, head: str) -> Part | None:
    """The clause of the plan that prints the base of a raise for the same thing: it shares the heart of the name."""
    hearts = [head[i : i + LONGEST_HEART] for i in range(max(len(head) - LONGEST_HEART + 1, 0))]
    return next((part for part in view.plan if base in part.said and any(heart in part.said for heart in hearts)), None)


def _dropped(pair: PairView, mention: Mention) -> Iterator[Draft]:
    yield from _one_sided(pair, mention, pair.new, "target_dropped")


def _one_sided(pair: PairView, mention: Mention, other: EditionView, kind: FindingKind) -> Iterator[Draft]:
    """New or dropped, once the whole other notice was searched. Nothing where that has a number of its own."""
    words = [part for part in other.plan if speaks_of(part.said, mention.head)]
    near = [part for part in other.plan if has_number(part.said) and names_alike(part.said, mention.head)]
    if near or any(has_number(part.said) for part in [*words, *_of_same_tail(other, mention.head)]):
        return
    mine = target_as_said(mention)
    (o, n), (o_en, n_en) = pair.names, pair.names_en
    there = max(words, key=lambda part: bigram_overlap(part.said, squash(mention.passage.surface)), default=None)
    theirs = quote(there.said, 40) if there else ""
    if there and kind == "target_dropped" and mention.unit == "%" and RE_ALL.search(there.said):
        yield _of_all(pair, mention, there)
        return
    a, b = (theirs, mine) if kind == "target_new" else (mine, theirs)
    name = f"{kind}{'_from_words' if kind == 'target_new' else '_to_words'}" if there else kind
    zh, en = say(name, o=o, n=n, o_en=o_en, n_en=n_en, a=a, b=b)
    view = pair.new if kind == "target_new" else pair.old
    passages = (mention.passage, *((there.passage,) if there else ()))
    evidence = passages if kind == "target_dropped" else passages[::-1]
    values = ("", mention.printed) if kind == "target_new" else (mention.printed, "")
    if fits(zh):
        yield Draft(
            kind,
            mention.head,
            zh,
            en,
            values,
            evidence,
            _place(view, mention),
            0.8,
            ("words",) if there else (),
        )


WHOLE = 100  # per cent
RE_ALL = re.compile(r"全覆盖|全部|实现全")  # the whole in words


def _of_all(pair: PairView, mention: Mention, there: Part) -> Draft:
    """A share that is to become the whole now: 覆盖率60%以上 → 全覆盖."""
    zh, en = say("target_successor", subject=_name(mention), subject_en=_name(mention), a=mention.printed, b=there.said)
    raised = mention.value is not None and mention.value < WHOLE
    kind: FindingKind = "target_raised" if raised else "target_reworded"
    passages = (mention.passage, there.passage)
    place = place_of_passage(pair.new, there.passage)
    return Draft(kind, mention.head, zh, en, (mention.printed, there.said), passages, place, 0.8)


def target_as_said(mention: Mention) -> str:
    """The clause of a target, with its subject where that stands in the clause before."""
    said = RE_LEAD.sub("", squash(mention.passage.surface))
    if mention.head[:SHORTEST_NOUN] not in said and not said[:1].isdigit():
        said = mention.head + said
    return quote(said, around=mention.printed)


def _of_same_tail(view: EditionView, head: str) -> list[Part]:
    """The clauses that name what a longer name ends in: 加计扣除比例 of 科技型中小企业研发费用加计扣除比例."""
    tail = head[-LONGEST_TAIL:]
    return [part for part in view.plan if tail in part.said] if len(head) > LONGEST_TAIL else []


def speaks_of(said: str, head: str) -> bool:
    """Whether a clause holds most of a name's pairs of characters."""
    head = head.removesuffix("率") if head.endswith("覆盖率") else head  # 实现全覆盖 speaks of it
    pairs = [head[i : i + 2] for i in range(len(head) - 1)]
    return (
        len(pairs) >= FEWEST_PAIRS
        and pairs[-1] in said
        and sum(pair in said for pair in pairs) >= MENTIONED * len(pairs)
    )


def names_alike(said: str, head: str) -> bool:
    """Whether a clause holds the beginning of a long name and half of its end: 居民医保…财政补助 of 居民医保人均财政补助标准."""
    pairs = [head[i : i + 2] for i in range(len(head) - 1)]
    end = pairs[len(pairs) // 2 :]
    return len(pairs) >= LONG_NAME and pairs[0] in said and sum(pair in said for pair in end) >= HALF * len(end)


def clause_with(view: EditionView, words: str) -> Part | None:
    """The first clause of the plan that says these words."""
    return next((part for part in view.plan if words in part.said), None)
