"""The ledger of a notice: every indicator it sets, in numbers or in words, wherever it stands.

Targets come from the reader; a number that no target covers is kept as a condition, so that a changed
threshold is seen too. What was reached (a base, a look back) is reported, never promised. Mentions of
one indicator fold into one row with all its places.

Longer than 350 lines: patterns of numbers, subjects and folding ask each other for one mention.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.compare.profile import NoticeFacts
from pipeline.compare.statements import Part, parts, squash
from pipeline.knowledge.chinese import HAN, MAGNITUDES, RE_HAN, RE_MEASURE_END
from pipeline.records import Target
from pipeline.records.findings import Indicator, Measure, Mention, Passage, Section, Statement, Status

MONEY = ("元", "美元", "欧元")
UNITS = (
    "个百分点|百分点|%|‰|亿千瓦时|万千瓦|千瓦时|千瓦|兆瓦|吉瓦|人次|万户|平方公里|平方米|立方米|公里|公顷|标准箱|EFLOPS|PFLOPS|EB|PB|TB|美元|元|吨|斤|亩|米|户|人|家|"
    "个|项|所|座|套|台|辆|件|万|亿|条|处|次|场|年|天|档|倍|成"
)
BEFORE = "不低于|不少于|不超过|不高于|超过|突破|至少|低于|高于|约|近"
AFTER = "以上|以下|以内|之内|左右|上下|及以上"
# A number as printed, with its bounds: 5000多亿元, 6.5%-7%, 不低于5%, 1.3万亿斤以上
RE_NUMBER = re.compile(
    rf"(?:{BEFORE})?(?P<low>\d[\d,]*(?:\.\d+)?)(?P<sign>%?)(?P<magnitude>万亿|亿|万|千|百)?(?:多|余)?(?P<late>万亿|亿|万)?"
    rf"(?:[-—–~～至]{{1,2}}(?P<high>\d[\d,]*(?:\.\d+)?)(?P<high_magnitude>万亿|亿|万|千|百)?)?(?:多"
    rf"|余)?(?:{AFTER})?(?P<unit>{UNITS})?(?:多|余)?(?:{AFTER})?"
)
RE_NO_NUMBER = re.compile(r"\d{4}年|\d{1,2}月|\d+号|[A-Za-z]\d|\d[A-Za-z]?[GDK](?![A-Za-z])|第\d+|\d+[+＋]")
RE_FROM = re.compile(r"(?:由|从)[^，。；]{0,14}$")
RE_TO = re.compile(
    r"^[^，。；]{0,6}?(?:提高|增加|扩大|提升|上调|下调|降低|降至|降到|延长|缩短|减少|调整|上升|增长|压缩)[到至为]?"
)
RE_MORE_THAN_BEFORE = re.compile(r"比(?:去年|上年|改革前)[^，。；]{0,8}$")
RE_DOWN = re.compile(r"下降|降低|减少|压减|削减|关停|淘汰|退出|取消|缩短|压缩|化解|停建")
RE_AHEAD = re.compile(
    r"^(?:今年|全年|本年|年内|力争|确保|努力|预计|提出(?!口)|拟|将(?!军)|要(?![素点闻道])|再(?![生造贷制])|共(?![享建同育性青])"
    r"|完成|实现|安排|拟安排|新安排|推进|推动|使用|用好|继续|使(?!馆)|对(?![外口标])|和(?![美谐平])|与|及|各级政府|各地|其中|包括|一律"
    r"|按(?!揭)|以(?!旧换|工代|[^，]{1,8}为))+(?=.{2})"
)
RE_BEHIND = re.compile(
    r"(?:预期目标|预期|目标|要|均|都|将|拟|应|全年|分别|幅度|达到?|上升到|提升到|为|按|的|超|高|控制|保持|维持|安排|增长|下降|设定|提高"
    r"|降低|增加|再|又|实际|任务|继续|持续|仍|稳定|稳步|上涨|上升|同口径)+$"
)
RE_EACH = re.compile(
    r"^(?P<one>[^和与]{2,20})[和与](?P<other>.{2,20}?)(?:预期)?(?:增长|增幅|增速|涨幅)?(?:均|都)(?:为|达到?|超过|不低于)?$"
)
RE_OBJECT_BEHIND = re.compile(rf"^的?(?P<head>[{HAN}A-Za-z“][{HAN}A-Za-z“”+、]{{1,23}})")
# 实施200个重点项目、完成投资60亿元: what follows the mark is a number of its own.
RE_NEXT_OF_LIST = re.compile(r"、(?=完成|实现|带动|力争|新增|年度|总投资|投资额?$)")
RE_GOAL = re.compile(r"(?:主要|预期|发展|总体|工作|治理|建设|年度|考核|任务)(?:目标|指标)(?:是|：|:|为|任务)")
# How a goal without a number ends: what is to become of the thing named before.
RE_STATE = re.compile(
    r"(?:增长)?(?:和|与)[^，]{0,8}(?:基本)?同步$|(?:基本|总体|保持|更加|明显|持续|继续|稳步|进一步|大幅|显著|不断|有效)*(?:平衡|同步|增长|减少|下降|改善|提高"
    r"|提升|稳定|增强|优化)$"
    r"|(?:保持|继续|位居|稳居)[^，]{0,8}(?:前列|首位|平稳增长|稳定)$|(?:快于|高于|低于|不低于)[^，\d]{2,10}$|(?:回稳向好|稳中提质|保稳提质|量稳质升|促稳提质|稳中有进)$"
)
RE_ANY_DIGIT = re.compile(r"\d")
FEWEST_IN_ITEM = 4  # Chinese characters of an item that says alone what it counts
LONGEST_GOAL = 24
LONGEST_HEAD = 24
RESTATED_WITHIN = 10  # sentences behind a target, in which its number alone restates it
CLASSES = {"%": "share", "百分点": "share", "个百分点": "share", "‰": "permille"}


def dimension(unit: str) -> str:
    """What a unit measures: numbers of one dimension can be compared."""
    return "money" if unit in MONEY[:1] else CLASSES.get(unit, unit)


# The names by which a target just set is spoken of again.
RE_RESTATES = re.compile(r"目标|预期|增速|经济增长|^增长")
Key = tuple[str, Measure, str, Section]  # head, measure, dimension, section


def ledger(facts: NoticeFacts, found: Sequence[Statement]) -> list[Indicator]:
    """The indicators of a notice, in document order of their first mention."""
    mentions = sorted(
        [*_with_subjects(_numbers(facts, found)), *_goals_in_words(found)],
        key=lambda mention: (mention.passage.start, mention.passage.end),
    )
    return _folded(mentions, {statement.id: statement for statement in found})


# -- numbers -------------------------------------------------------------------------------------


def _numbers(facts: NoticeFacts, found: Sequence[Statement]) -> Iterator[Mention]:
    targets = sorted(facts.targets, key=lambda target: (target.start, target.end))
    for part in parts(found):
        yield from _respectively(part, sorted(_of_part(part, targets), key=lambda one: one.id.split("/")[1].zfill(9)))


def _of_part(part: Part, targets: Sequence[Target]) -> Iterator[Mention]:
    """The numbers of one clause: those of its targets, then all others."""
    mine = [
        target
        for target in targets
        if part.passage.start <= target.start < part.passage.end or target.start <= part.passage.start < target.end
    ]
    text = part.passage.surface
    taken: list[tuple[int, int]] = []
    for target in mine:
        place = _place_of_number(target, part)
        if place and place not in taken:
            taken.append(place)
            yield from _shared(_of_target(target, part, place), part, place)
    for match in RE_NUMBER.finditer(text):
        if (
            part.statement.section != "horizon"
            and not any(a < match.end() and match.start() < b for a, b in taken)
            and not _names(text, match)
        ):
            yield from _of_number(match, part)


RE_RESPECTIVELY = re.compile(r"^(?P<names>[^，]{4,40}?)(?:要|将|应|均)*分别(?P<rest>[^，]*)$")
RE_AND = re.compile(r"[、和与及]")


def _respectively(part: Part, mentions: list[Mention]) -> Iterator[Mention]:
    """A和B分别提高30元和5元: each number goes to the thing it belongs to; where these are not as many, all stay together."""
    said = RE_RESPECTIVELY.match(part.said)
    told_apart = len({one.head for one in mentions if one.status != "condition"}) == len(mentions)
    if not said or len(mentions) < 2 or told_apart:
        yield from mentions
        return
    names = RE_AND.split(said["names"])
    if len(names) == len(mentions):
        first = mentions[0]
        for mention, name in zip(mentions, names):
            whole = cleaned(name) if name is names[-1] else mention.head if name in mention.head else cleaned(name)
            told = mention if mention.status == "promised" else first
            yield replace(mention, head=whole, status=told.status, measure=told.measure)
        return
    tail = said["rest"].partition(mentions[0].printed)
    yield replace(mentions[0], head=cleaned(said["names"]), printed=tail[1] + tail[2])


# What is said of the thing named just before, without naming it again: 安排补助160亿元，增长9.6%
RE_ELLIPSIS = re.compile(
    r"^(?:增长|年均(?:增长)?|年|规模|增幅|总规模|总额|下降|提高|增加|幅度|力度|同比(?:增长|下降)?"
    r"|比(?:去年|上年).*|较(?:去年|上年).*)$"
)
# What is spent on the things counted just before: 实施重点项目259个，年度计划投资1400亿元
RE_SPENT = re.compile(r"^(?:年度|全年|当年|计划|预计|累计|总|完成|项目)*投资(?:额|总额)?$")
RE_AMONG_THEM = re.compile(r"^其中|[，；]其中")


def _with_subjects(mentions: Iterator[Mention]) -> Iterator[Mention]:
    """Mentions under the subject of the clause before, where they have none;
    what is reckoned from last year is reported."""
    before: Mention | None = None
    counted: Mention | None = None  # what was counted last, pieces of it aside
    begun: set[str] = set()
    for mention in mentions:
        if RE_SPENT.match(mention.head) and counted and counted.statement_id == mention.statement_id:
            mention = replace(mention, head=f"{counted.head}投资")
        elif dimension(mention.unit) != "money" and not RE_AMONG_THEM.match(squash(mention.passage.surface)):
            counted = mention
        bare = RE_ELLIPSIS.match(mention.head)
        subject = before.head if before and before.statement_id == mention.statement_id else ""
        if bare and subject:
            mention = replace(mention, head=subject, status="reported" if "比" in mention.head else mention.status)
        elif (
            before
            and mention.measure == "added"
            and RE_OVER_LAST_YEAR.search(squash(mention.passage.surface))
            and mention.head[:4] in begun
        ):
            mention = replace(mention, status="reported")
        else:
            before = mention
        begun.add(mention.head[:4])
        yield mention


RE_OVER_LAST_YEAR = re.compile(r"比(?:去年|上年)(?:多|增加|扩大|提高|高)")


def _names(text: str, match: re.Match[str]) -> bool:
    """Whether digits are a date or part of a name."""
    around = text[max(0, match.start() - 1) : match.end() + 2]
    counted = (
        match["unit"]
        or match["sign"]
        or (match["magnitude"] and text[match.end() - 2 : match.end()] in ("以上", "左右"))
    )
    return bool(RE_NO_NUMBER.search(around)) or not counted


def _place_of_number(target: Target, part: Part) -> tuple[int, int] | None:
    """Where the number of a target stands in its clause; the whole target where its number is in words."""
    offset = part.passage.start
    begin, end = max(target.start - offset, 0), min(target.end - offset, len(part.passage.surface))
    numbers = [
        match
        for match in RE_NUMBER.finditer(part.passage.surface, begin)
        if match.start() < end and _value(match) in (target.value, target.value_high)
    ]
    if numbers:
        return _with_unit(part.passage.surface, numbers[0].span(), target.unit)
    if not any(char.isdigit() for char in target.text) and begin < end:
        return begin, end
    return None


RE_BOUND_BEHIND = re.compile(rf"(?:{AFTER})?")


def _with_unit(text: str, place: tuple[int, int], unit: str) -> tuple[int, int]:
    """A number with the unit that the reader found behind it, where that is none of the common ones:
    120列, 30微克/立方米以内."""
    start, end = place
    if unit and text.startswith(unit, end):
        end += len(unit)
    bound = RE_BOUND_BEHIND.match(text, end)
    return start, bound.end() if bound else end


def _value(match: re.Match[str]) -> float:
    magnitude = MAGNITUDES.get(match["magnitude"] or match["high_magnitude"] or "", 1) * MAGNITUDES.get(
        match["late"] or "", 1
    )
    return round(float(match["low"].replace(",", "")) * magnitude, 6)


def _of_target(target: Target, part: Part, place: tuple[int, int]) -> Mention:
    text = part.passage.surface
    measure = _measure(target, text[: place[0]])
    return Mention(
        id=f"m/{part.passage.start + place[0]}",
        statement_id=part.statement.id,
        section=part.statement.section,
        passage=_item(part, place),
        head=_head(target.indicator, text, place),
        scope=target.level or "",
        measure=measure,
        op=target.op,
        value=target.value,
        value_high=target.value_high,
        unit=target.unit,
        printed=squash(text[slice(*place)]),
        horizon=target.deadline,
        each_year=target.each_year,
        status=_status(target, part, place),
    )


def _shared(mention: Mention, part: Part, place: tuple[int, int]) -> Iterator[Mention]:
    """A和B增长均为12%; A、B增长12%: one number, two indicators."""
    subject = RE_EACH.match(squash(part.passage.surface[: place[0]]))
    listed = mention.head.split("、") if mention.measure == "growth" else []
    if subject:
        names = [cleaned(name) for name in subject.group("one", "other")]
    elif len(listed) > 1 and all(RE_MEASURE_END.search(name) for name in listed):
        names = listed
    else:
        yield mention
        return
    for number, name in enumerate(names):
        yield replace(mention, id=f"{mention.id}/{number}", head=name)


def _item(part: Part, place: tuple[int, int]) -> Passage:
    """The item of an enumeration that holds a number, where every item has a number and a name of its own."""
    text = part.passage.surface
    begin, end = text.rfind("、", 0, place[0]) + 1, text.find("、", place[1])
    begin = begin if RE_ANY_DIGIT.search(text[:begin]) else 0
    end = end if end > 0 and RE_ANY_DIGIT.search(text[end:]) else len(text)
    piece = text[begin:end]
    begin += len(piece) - len(piece.lstrip())
    if len(RE_HAN.findall(text[begin:end])) < FEWEST_IN_ITEM or text.count("“", begin, end) != text.count(
        "”", begin, end
    ):
        return part.passage
    start = part.passage.start + begin
    return Passage(part.passage.notice_id, part.passage.unit_id, start, part.passage.start + end, text[begin:end])


def _measure(target: Target, before: str) -> Measure:
    if target.kind == "flow":
        return "removed" if RE_DOWN.search(before[-12:]) else "added"
    if target.kind == "rate":
        return "multiple" if target.unit == "倍" else "growth"
    if target.kind == "grant":
        return "threshold"
    return "added" if RE_MORE_THAN_BEFORE.search(before) else "share" if target.kind == "share" else "level"


def _status(target: Target, part: Part, place: tuple[int, int]) -> Status:
    text = part.passage.surface
    before, behind = text[: place[0]], text[place[1] :]
    base = RE_FROM.search(before) and RE_TO.match(behind)
    if part.statement.section == "review" or base or _counts_persons(target.unit, before, part.said):
        return "reported"
    return "condition" if target.kind == "grant" else "promised"


# How many there are of a group of persons is a fact: 高校毕业生795万人. What is done for so many of them is a target.
RE_GROUP = re.compile(
    r"(?:毕业生|农民工|老年人|学生|儿童|劳动力|退役军人|失业人员|困难人员|在校生)(?:规模|总数|总量|人数|预计|将|已|就)*"
    r"(?:高达|多达|达到|超过|突破|高|达|超|约|近|有|为)*$"
)
RE_DONE_FOR = re.compile(
    r"培训|培养|新增|转移|吸纳|招|资助|引进|帮扶|减少|服务|惠及|救助|安置|实现|完成|引育|补助|覆盖|提供|支持|促进|帮助|录用|扩"
)


def _counts_persons(unit: str, before: str, said: str) -> bool:
    return unit == "人" and bool(RE_GROUP.search(squash(before))) and not RE_DONE_FOR.search(said)


def _head(indicator: str, text: str, place: tuple[int, int]) -> str:
    """The name of what is counted: as read, without what is done to it; else the words beside the number."""
    head = cleaned(indicator)
    said = iter(squash(text))
    printed = len(head) >= 2 and all(char in said for char in head)  # in this order: A和B的标准 gives A的标准
    # 城乡居民收入分别增长5%、6%: the reader has told the numbers apart, the words beside them do not
    return head if printed or (head and "分别" in text[: place[0]]) else _beside(text, place) or head


def cleaned(indicator: str) -> str:
    """A name without time words and verbs before it and without bounds behind it."""
    name = squash(indicator)
    if frm := re.search(r"(?:由|从)[^，]*\d", name):
        name = name[: frm.start()] or name
    return _balanced(RE_BEHIND.sub("", RE_AHEAD.sub("", name)).strip("的、，“”")) or name


def _balanced(name: str) -> str:
    """A name with both of its quotation marks: those at its ends are taken off, and one of a pair may be among them."""
    missing = name.count("”") - name.count("“")
    return "“" + name if missing == 1 else name + "”" if missing == -1 else name


def _beside(text: str, place: tuple[int, int]) -> str:
    """The words behind a number, else those before it."""
    behind = RE_OBJECT_BEHIND.match(text[place[1] :])
    if behind:
        return cleaned(RE_NEXT_OF_LIST.split(behind["head"])[0])
    before = squash(text[: place[0]])
    if frm := RE_FROM.search(before):
        before = before[: frm.start()]
    return cleaned(re.split(r"[、“”（）]", before)[-1][-LONGEST_HEAD:])


def _of_number(match: re.Match[str], part: Part) -> Iterator[Mention]:
    """A number that is no target: kept for comparison, promised by nobody."""
    head = _beside(part.passage.surface, match.span())
    if len(head) < 2:
        return
    before = part.passage.surface[: match.start()]
    base = RE_FROM.search(before) and RE_TO.match(part.passage.surface[match.end() :])
    fact = base or _counts_persons(match["unit"] or "", before, part.said)
    yield Mention(
        id=f"m/{part.passage.start + match.start()}",
        statement_id=part.statement.id,
        section=part.statement.section,
        passage=_item(part, match.span()),
        head=head[:LONGEST_HEAD],
        scope="",
        measure="threshold",
        op="eq",
        value=_value(match),
        value_high=None,
        unit="%" if match["sign"] else match["unit"] or "",
        printed=squash(match[0]),
        horizon=None,
        each_year=False,
        status="reported" if fact else "condition",
    )


# -- goals in words ------------------------------------------------------------------------------


def _goals_in_words(found: Sequence[Statement]) -> Iterator[Mention]:
    """The clauses of a sentence of goals that hold no number: 国际收支基本平衡."""
    goals = False
    chapter = -1
    for part in parts(found):
        if part.statement.section != "plan":
            continue
        if part.statement.chapter != chapter:
            goals, chapter = False, part.statement.chapter
        goals = bool(RE_GOAL.search(part.statement.said)) or (
            goals and part.statement.said[-1:] in "；。" and _continues(part)
        )
        state = RE_STATE.search(part.said)
        if (
            goals
            and state
            and state.start() >= 2
            and len(part.said) <= LONGEST_GOAL
            and not any(char.isdigit() for char in part.said)
        ):
            yield Mention(
                f"m/{part.passage.start}",
                part.statement.id,
                "plan",
                part.passage,
                cleaned(part.said[: state.start()]),
                "",
                "worded",
                "eq",
                None,
                None,
                "",
                part.said,
                None,
                False,
                "worded",
            )


def _continues(part: Part) -> bool:
    """Whether a sentence goes on with the list of goals that the one before began: it says more states or numbers."""
    return bool(RE_STATE.search(part.statement.said.strip("；。")) or RE_NUMBER.search(part.statement.said))


# -- folding -------------------------------------------------------------------------------------


def _folded(mentions: Sequence[Mention], found: dict[str, Statement]) -> list[Indicator]:
    rows: dict[Key, list[Mention]] = defaultdict(list)
    said: dict[tuple[float | None, float | None, str, Section], tuple[int, Key]] = {}
    for mention in mentions:
        key: Key = (
            mention.head,
            mention.measure if mention.status != "condition" else "threshold",
            dimension(mention.unit),
            mention.section,
        )
        value = (mention.value, mention.value_high, mention.unit, mention.section)
        order = found[mention.statement_id].order
        before = said.get(value)
        if (
            mention.status in ("promised", "condition")
            and mention.value is not None
            and before
            and before[1] != key
            and RE_RESTATES.search(squash(mention.passage.surface))
            and 0 < order - before[0] <= RESTATED_WITHIN
        ):
            key = before[1]  # 有6.5%的增速就能够…: the number just set, said again
            mention = replace(mention, status="reported")
        elif mention.status == "promised":
            said[value] = (order, key)
        rows[key].append(mention)
    ranked = {"promised": 0, "worded": 1, "condition": 2, "reported": 3}
    folded = []
    for (head, measure, unit, section), mine in rows.items():
        best = sorted(mine, key=lambda mention: ranked[mention.status])  # stable: document order within a status
        folded.append(
            Indicator(
                "/".join((best[0].passage.notice_id, head, measure, unit, section)),
                best[0].passage.notice_id,
                head,
                best[0].measure,
                best[0].unit,
                tuple(best),
            )
        )
    return folded
