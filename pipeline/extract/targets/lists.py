"""Items of enumerations: what they share with the item before, and which noun each number of 分别 belongs to."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from pipeline.extract.targets.indicators import NounPhrases, is_unitless
from pipeline.extract.targets.periods import PeriodReader
from pipeline.extract.targets.sentences import RE_BETWEEN_SHARED, Place, Reading, Sentence
from pipeline.extract.targets.vocabulary import Vocabulary
from pipeline.knowledge.chinese import MAGNITUDES, RE_MEASURE_END, plain
from pipeline.records import TargetKind

MOST_SHARED = 60  # a sentence with more targets was made to be long
LONGEST_GAP = 45  # characters between two items of one list
RE_RESPECTIVELY = re.compile("分别")
# the measure that nouns before 分别 share: 美丽河湖、美丽海湾建成率
RE_SHARED_MEASURE = re.compile(
    r"(?:(?:人均|户均|亩均)[^，。；、]*|(?:平均|年均)?浓度|(?:全产业链)?(?:总产值|产值|增加值|产量|吞吐量|销售额|保有量)"
    r"|(?:建成|覆盖|普及|达标|合格|完成|处理|利用|巩固|入园|入学|回收|签约|参保)率)$"
)
SHORT = 3  # characters of a noun that only modifies what it shares with the next (钢铁、水泥企业改造完成率)
LONGEST_HEAD = 4  # characters of a noun that has nothing but the measure behind it (食用菌全产业链产值)
# 优良天数分别达到东城220天、西城210天: the number of each place
RE_EACH_NAMED = re.compile(
    r"(?:分别|依次)(?:达到|达|为|是|实现|完成|控制在|不低于|不少于|不超过)(?P<whose>[一-鿿]{2,8})$"
)
RE_WHOLE = re.compile(r"(?:累计)?(?:总量|总数|总数量|总家数)")
RE_NAMED_ITEM = re.compile(r"[、和]?(?P<whose>[一-鿿]{2,8})")
RE_MAGNITUDE = re.compile(r"[\d.,]+(万亿|[百千万亿])?")
RE_OF_PEOPLE = re.compile(r"(?:城镇|城市|农村|乡村|城乡)$")  # modifies the noun behind it: 城镇、农村居民收入
# several things under one word: 城乡居民收入, 一二三产增加值
TOGETHER = {
    "城乡": ("城镇", "农村"),
    "一二三产": ("一产", "二产", "三产"),
    "第一、二、三产业": ("第一产业", "第二产业", "第三产业"),
    "第一、第二、第三产业": ("第一产业", "第二产业", "第三产业"),
    "一、二、三产": ("一产", "二产", "三产"),
    "三次产业": ("第一产业", "第二产业", "第三产业"),
}
RE_TOGETHER = re.compile("|".join(TOGETHER) + "(?!业?结构)")
RE_ENDS_LIST = re.compile(r"[；：]")
RE_PARTED = re.compile(r"，(?!其中)")
RE_NOUN_SEPARATOR = re.compile(r"、|以及|(?<!共)和(?!谐)|(?<!普)及(?!格|时)|(?<!参)与")
RE_PUSH_BEHIND = re.compile(r"(?:达到|实现|保持|提高|增长|新建|建设|培育|新增|完成)+$")


def inherits(words: Vocabulary, nouns: NounPhrases, place: Place) -> Reading | None:
    """The target before in the same enumeration, if nothing but a list stands between."""
    sentence = place.sentence
    if not sentence.accepted:
        return None
    before = sentence.accepted[-1]
    between = sentence.text[before.end : place.quantity.start]
    if RE_ENDS_LIST.search(between) or len(between) > LONGEST_GAP:
        return None
    if before.kind in ("share", "rate") and place.quantity.measure not in ("share", "multiple"):
        return None  # 处理率达到95%，改造320户
    last = between.rpartition("，")[2]
    if "，" in between and (nouns.flow_verb(last) or words.verbs.weak.match(last)):
        return None
    return before


class ListReader:
    """Reads items that share the verb or the indicator of the one before."""

    def __init__(self, words: Vocabulary, nouns: NounPhrases, periods: PeriodReader) -> None:
        self.words, self.nouns, self.periods = words, nouns, periods

    def listed(self, place: Place) -> Reading | None:
        """瞪羚企业50家以上, 省级10项左右, 、70%; a bare 接入能力10000M以上 counts what its noun says."""
        if self.nouns.opens_noun(place.right):
            return None
        quantity, end = place.quantity, place.quantity.end
        before = inherits(self.words, self.nouns, place)
        noun = self.nouns.before(place.item)
        own_level = before is not None and self.words.nouns.stock_end.search(noun)
        if before is not None and not (
            own_level and RE_PARTED.search(place.sentence.text[before.end : quantity.start])
        ):
            if RE_WHOLE.fullmatch(noun) and before.indicator:  # 新增平台25家、总量超360家
                start = place.base + len(place.left) - len(place.item)
                return Reading(quantity, before.indicator, "stock", start, end, "whole", verb=before.verb)
            is_share = quantity.measure == "share" and before.quantity.measure != "share"
            kind = "share" if is_share else before.kind
            start = place.base + len(place.left) - len(place.item)
            return Reading(quantity, noun, kind, start, end, "listed", verb=before.verb)
        counts = quantity.measure in ("count", "compute", "money")
        if len(noun) >= 2 and counts and not self.words.nouns.standing.search(noun):
            is_level = self.words.nouns.stock_end.search(noun) and not noun.startswith(("年度", "当年"))
            bare: TargetKind = "stock" if is_level else "flow"
            return Reading(quantity, noun, bare, place.base, end, "bare")
        return None

    def each_named(self, place: Place) -> Reading | None:
        """优良天数分别达到东城220天、西城210天: what is measured, of each that is named."""
        head = RE_EACH_NAMED.search(place.left)
        if head:
            measured = self.nouns.before(place.left[: head.start()])
            if len(measured) < 2 or self.nouns.opens_noun(place.right):
                return None
            kind: TargetKind = "share" if place.quantity.measure == "share" else "stock"
            verb = self.nouns.flow_verb(place.left[: head.start()])
            kind = "flow" if verb and kind == "stock" else kind
            return Reading(place.quantity, head["whose"] + measured, kind, place.base, place.end, "each-named")
        before = place.sentence.accepted[-1] if place.sentence.accepted else None
        own = RE_NAMED_ITEM.fullmatch(place.left)
        if before is None or before.rule != "each-named" or not own or before.quantity.unit != place.quantity.unit:
            return None
        first = RE_EACH_NAMED.search(place.sentence.text[: before.quantity.start])
        whose = first["whose"] if first else self._whose(place.sentence.text[: before.quantity.start])
        name = own["whose"] + before.indicator.removeprefix(whose)
        return Reading(place.quantity, name, before.kind, place.base + own.start("whose"), place.end, "each-named")

    def _whose(self, text: str) -> str:
        return text[max(text.rfind("、"), text.rfind("和")) + 1 :]

    def distribute(self, sentence: Sentence, readings: list[Reading]) -> None:
        """游客和收入分别增长12%和9%: the first number belongs to the first noun, if there are as many of both."""
        if len(readings) > MOST_SHARED:
            return
        for respectively in RE_RESPECTIVELY.finditer(sentence.text):
            start, end = sentence.clause_around(*respectively.span())
            shared = [one for one in readings if respectively.end() <= one.quantity.start < end]
            if len(shared) < 2 or not _stand_together(sentence, shared):
                continue
            head = self.periods.each_year.sub("", sentence.text[start : respectively.start()])
            nouns = self._nouns(head)
            if not nouns and not self.nouns.before(head.strip()):  # 游客达到…，收入达到…，年均分别增长12%和9%
                nouns = [one.indicator for one in readings if one.quantity.end <= start][-len(shared) :]
            if len(nouns) == len(shared):
                for reading, noun in zip(shared, nouns):
                    reading.indicator = noun
            _share_unit(sentence.text, shared)

    def _nouns(self, head: str) -> list[str]:
        """The nouns before 分别; 城镇、农村居民收入 lends its end to what stands before it."""
        parts = self.words.parts
        head = _told_apart(RE_PUSH_BEHIND.sub("", head.strip()))
        items = [parts.time.sub("", item) for item in RE_NOUN_SEPARATOR.split(head)]
        if len(items) < 2 or parts.level.match(head):
            return []  # 市、县两级网办率分别达到90%、70%: one indicator
        last = self.nouns.before(items[-1])
        names = [self.nouns.before(item) for item in items[:-1]] + [last]
        tail = RE_SHARED_MEASURE.search(last)
        whole = [_completed(name, last, tail[0] if tail else "") for name in names]
        return whole if all(len(name) > 1 for name in whole) else []


def _told_apart(head: str) -> str:
    """城乡居民人均可支配收入 with a number each is 城镇、农村居民人均可支配收入."""
    together = RE_TOGETHER.search(head)
    if together is None:
        return head
    rest = head[together.end() :]
    return "、".join(
        head[: together.start()] * (not number) + one + rest for number, one in enumerate(TOGETHER[together[0]])
    )


def _share_unit(text: str, shared: list[Reading]) -> None:
    """分别达到3、5万元: a number without a unit has that of the last, and its 万."""
    last = shared[-1].quantity
    if is_unitless(last) or last.form != "arabic":
        return
    scale = RE_MAGNITUDE.match(text, last.number_start)
    factor = MAGNITUDES[scale[1]] if scale and scale[1] else 1
    for reading in shared[:-1]:
        one = reading.quantity
        if is_unitless(one):
            values = [None if value is None else plain(value * factor) for value in (one.value, one.value_high)]
            reading.quantity = replace(
                one, value=values[0] or 0, value_high=values[1], unit=last.unit, measure=last.measure
            )


def _completed(name: str, last: str, tail: str) -> str:
    """城镇 beside 农村居民收入 is 城镇居民收入; 居民医保 beside …人均补助标准 takes that measure."""
    if RE_MEASURE_END.search(name) or name.endswith(tail or "率"):
        return name
    modifies = RE_OF_PEOPLE.match(name) or (len(name) <= SHORT and tail and len(last) - len(tail) > LONGEST_HEAD)
    return name + (last[len(name) :] if modifies and len(last) > len(name) + 2 else tail)


def _stand_together(sentence: Sentence, readings: list[Reading]) -> bool:
    """Whether nothing but 、 or 和 stands between the numbers."""
    return all(
        RE_BETWEEN_SHARED.fullmatch(sentence.text, one.quantity.end, other.quantity.start)
        for one, other in pairwise(readings)
    )
