"""Numbers that close their clause: growth (增长10%) and levels that are reached (达到7000家, 覆盖率100%)."""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.extract.targets.indicators import NounPhrases, is_unitless
from pipeline.extract.targets.lists import inherits
from pipeline.extract.targets.quantities import Quantity, QuantityReader
from pipeline.extract.targets.sentences import Place, Reading, last_list_break
from pipeline.extract.targets.vocabulary import Vocabulary
from pipeline.records import TargetKind

# 经费不低于收入的4%: what the share is a share of stands between its bound and the number
RE_SHARE_OF = re.compile(
    r"(?P<bound>不低于|不少于|不小于|不得低于|不得少于|不高于|不超过|不得超过|超过|高于|低于|达到|达)"
    r"(?P<base>[^，。；、\d]{2,20})的$"
)
# 增速高于全省平均2个百分点: the points are counted from what stands between
RE_AHEAD_OF = re.compile(r"(?P<bound>高于|快于|优于|低于)(?P<base>[^，。；、\d]{2,14})$")
RE_REACHES_FIRST = re.compile(r"(?:实现|保持|达到|达)$")
RE_MULTIPLE_TAIL = re.compile(
    r"(?:均|都)?(?:较|比)20\d{2}年|(?:实现|力争|增长|增加|提高|扩大|提升|达到|基本|总体|再|较快|持续|力争实现)+$"
)
RE_TIMES_MORE = re.compile(r"(?:增长|增加|提高|扩大|提升|上升|递增|增)(?:了|近|约)?$")
RE_TIMES_REACHED = re.compile(r"(?:达到|提高到|增长到|增加到|扩大到|为|是)[^，。；]{0,14}$")
RE_TWO_DIGIT_TAIL = re.compile(r"(?:均|都)?(?:实现|保持|达到|取得|力争|延续|继续|增长)+$")
RE_AT_LEVEL = re.compile(r"达|突破|超|升|增[长加]?[到至为]|提高|扩大|降|压|缩|控制|保持|稳定|维持|减|优于|确保在|迈|跃")
RE_KEEPS = re.compile(r"控制在|降至|降到|保持在|稳定在")
# 压缩审批环节至3个以内: the verb stands before what it brings to a level
RE_BROUGHT_TO = re.compile(r"(?:压缩|压减|缩短|减少|精简|降低|提高|提升|扩大)(?P<noun>[^，。；、\d]{2,20})[至到]$")
RE_EACH_TIME = re.compile(r"(?:每年|每季度|每月|每学期|全年)$")
RE_INVESTED = re.compile(r"(?<!累计)(?<!累计完成)(?:总|总计|合计|计划|计划总|估算总|预算总)?投资额?(?:为|约)?$")
RE_YIELD = re.compile(r"(?:发电量|产量|产值|增加值|营业收入|销售额|吞吐量|货运量)$")  # what a year yields is not added
RE_FROM_LEVEL = re.compile(r"在?(?:现有|原有|目前|现行)(?:的)?(?:水平|基础)(?:上|的基础上)$")
# an average, or so much per unit, is a level, also of what is new: 新建住宅…不高于200吨/万平方米
RE_AVERAGE = re.compile(r"平均|人均|户均|亩均|单位")
RE_PER_UNIT = re.compile(r"[/每]")
RE_CUT = re.compile(r"(?:压减|减少|削减|缩减|压缩)")
GROWTH_BOUNDS = (
    "约",
    "近",
    "不低于",
    "不少于",
    "超过",
    "至少",
    "不超过",
    ">",
    "＞",
    "≥",
    "<",
    "＜",
    "≤",
    "高于",
    "大于",
)
LEVEL_BOUNDS = ("控制在", "突破", "不突破", "压缩至", "压缩到", "压减至", "压减到", "缩短至", "缩短到", "降至", "降到")


class ClosingNumbers:
    """Reads the numbers that end their clause."""

    def __init__(self, words: Vocabulary, nouns: NounPhrases, quantities: QuantityReader) -> None:
        self.words, self.nouns, self.quantities = words, nouns, quantities

    def share_of(self, place: Place) -> Reading | None:
        """研发经费不低于收入的4%: the bound stands before what the share is taken of."""
        quantity = place.quantity
        bound = RE_SHARE_OF.search(place.left) if quantity.measure in ("share", "multiple") else None
        if quantity.unit == "百分点" and not bound:
            bound = RE_AHEAD_OF.search(place.left)
        noun = self.nouns.before(place.left[: bound.start()]) if bound else ""
        if not bound or len(noun) < 2:
            return None
        op = self.quantities.bound(bound["bound"]) if quantity.op == "eq" else quantity.op
        kind: TargetKind = "rate" if quantity.unit == "百分点" or quantity.measure == "multiple" else "share"
        return Reading(replace(quantity, op=op), noun, kind, place.base, quantity.end, "share-of-base")

    def growth(self, place: Place) -> Reading | None:
        """增长10%, 下降3%, 提高5个百分点, 实现两位数增长, 翻一番."""
        quantity, left = place.quantity, place.left
        if quantity.form == "multiple" and quantity.unit == "%":
            noun = self.nouns.before(RE_TWO_DIGIT_TAIL.sub("", left))
            return Reading(quantity, noun, "rate", place.base, quantity.end, "two-digit-growth")
        if quantity.measure == "multiple":
            return self._multiple(place)
        verb = self._growth_verb(place)
        if not verb or quantity.measure not in ("share", "money", "count", "compute", "time"):
            return None
        if self.nouns.opens_noun(place.right):
            return None  # 增加3所学校: counted
        is_rate = quantity.measure == "share"
        if not is_rate and place.right and not place.right.startswith(("以", "左右", "　", "”", "）")):
            return None
        indicator = self.nouns.before(RE_FROM_LEVEL.sub("", left[: verb.start()]))
        if not indicator and is_rate and place.right.strip("　 ”）") and place.right[0] not in "、，":
            return None
        kind: TargetKind = "rate" if is_rate else "flow"
        return Reading(quantity, indicator, kind, place.base, quantity.end, "growth", verb=verb[0])

    def _growth_verb(self, place: Place) -> re.Match[str] | None:
        bound = place.quantity.bound_before if place.quantity.bound_before in GROWTH_BOUNDS else ""
        return self.words.verbs.growth_end.search(
            RE_REACHES_FIRST.sub("", place.left)
        ) or self.words.verbs.growth_end.search(place.left + bound)

    def _multiple(self, place: Place) -> Reading | None:
        """增长1倍 is 2 倍 of what there was, as 翻一番; 达到2020年的2倍 says so itself."""
        quantity, left = place.quantity, place.left
        if quantity.form != "multiple" and RE_TIMES_MORE.search(left):
            high = None if quantity.value_high is None else quantity.value_high + 1
            quantity = replace(quantity, value=quantity.value + 1, value_high=high)
        reached = RE_TIMES_REACHED.search(left)
        if quantity.form != "multiple" and not reached and quantity is place.quantity:
            return None
        noun = left[: reached.start()] if reached and quantity is place.quantity else RE_MULTIPLE_TAIL.sub("", left)
        return Reading(quantity, self.nouns.before(noun), "rate", place.base, quantity.end, "multiple")

    def level(self, place: Place) -> Reading | None:
        """高新技术企业达到7000家, 覆盖率100%, 产值突破1500亿元, 控制在6%以内."""
        quantity, left = place.quantity, place.left
        if self.nouns.opens_noun(place.right):
            return None
        verb = self.words.verbs.level_end.search(left)
        noun = left[: verb.start()] if verb else left
        if quantity.measure == "share":
            return self._share(place, verb, noun)
        brought = RE_BROUGHT_TO.search(left)
        if brought:
            return Reading(quantity, self.nouns.before(brought["noun"]), "stock", place.base, quantity.end, "level")
        if not verb and quantity.bound_before and self._shares_verb(place):
            return None  # 、农民工不少于600万人次: the item of a list shares the list's verb
        return self._done(place, verb, noun) or self._reached(place, verb, noun)

    def _share(self, place: Place, verb: re.Match[str] | None, noun: str) -> Reading | None:
        reaches = bool(verb) or bool(place.quantity.bound_before)
        item = noun[last_list_break(noun) :]
        named = self.words.nouns.share_end.search(place.left) or place.left.endswith(("分别", "均"))
        if not (reaches or named) and not item.strip():
            return None
        end = place.quantity.end
        return Reading(place.quantity, self.nouns.before(noun), self._share_kind(noun, item), place.base, end, "share")

    def _share_kind(self, noun: str, item: str) -> TargetKind:
        """增速 and 降幅 are rates whatever verb follows; so is 压减…不低于10%."""
        opening = self.words.parts.time.sub("", item)
        return "rate" if self.words.nouns.rate_end.search(noun) or RE_CUT.match(opening) else "share"

    def _shares_verb(self, place: Place) -> bool:
        before = inherits(self.words, self.nouns, place)
        if before is None or before.kind != "flow" or RE_YIELD.search(place.item):
            return False
        between = place.sentence.text[before.end : place.quantity.start]
        return "、" in between or "其中" in between

    def _at_level(self, quantity: Quantity, verb: re.Match[str] | None) -> bool:
        return bool(verb and RE_AT_LEVEL.search(verb[0])) or quantity.bound_before in LEVEL_BOUNDS

    def _is_average(self, quantity: Quantity, verb: re.Match[str] | None, item: str) -> bool:
        """新增劳动力平均受教育年限达到13年: 新增 says whose average it is."""
        told = RE_AVERAGE.search(item) or RE_PER_UNIT.search(quantity.unit)
        new = self.words.verbs.newly.match(self.words.parts.time.sub("", item))
        return bool(told and new and (self._at_level(quantity, verb) or quantity.bound_before))

    def _done(self, place: Place, verb: re.Match[str] | None, noun: str) -> Reading | None:
        """A number that closes its clause and still says how much is done, or how much there will be in all."""
        quantity, end = place.quantity, place.quantity.end
        item = noun[last_list_break(noun) :]
        if self._is_average(quantity, verb, item):
            new = self.words.verbs.newly.match(self.words.parts.time.sub("", item))
            name = (new[0] if new else "") + self.nouns.before(noun)
            return Reading(quantity, name, "stock", place.base, end, "level")
        flow = self.nouns.flow_verb(noun)
        counts = not is_unitless(quantity)
        keeps = RE_KEEPS.search(quantity.bound_before + (verb[0] if verb else ""))
        new = self.words.verbs.newly.search(item) if counts and not keeps else None
        at_level = self._at_level(quantity, verb)
        invested = quantity.measure == "money" and RE_INVESTED.search(noun) and not at_level
        if self.words.nouns.done_amount_end.search(noun) or invested:
            return Reading(quantity, self.nouns.before(noun), "flow", place.base, end, "work-done")
        if self.words.nouns.whole.search(noun) and (verb or quantity.bound_before or flow or new):
            said = flow[0] if flow else ""
            return Reading(quantity, self.nouns.before(noun), "stock", place.base, end, "whole", verb=said)
        if new and not (at_level and new.end() < len(item) and new[0] == "完成"):
            return Reading(quantity, self.nouns.before(noun), "flow", place.base, end, "work-done", verb=new[0])
        if flow and not at_level and counts:
            return Reading(quantity, self.nouns.before(noun), "flow", place.base, end, "work-done", verb=flow[0])
        return None

    def _reached(self, place: Place, verb: re.Match[str] | None, noun: str) -> Reading | None:
        quantity, end = place.quantity, place.quantity.end
        if verb and not noun.strip():
            kind: TargetKind = "stock" if self._at_level(quantity, verb) else "flow"
            return Reading(quantity, "", kind, place.base, end, "level")
        if not (verb or quantity.bound_before) or not noun.strip():
            return None
        about = quantity.bound_before in ("约", "近", "至少")
        kind = "stock" if verb or not about or self.words.nouns.stock.search(noun) else "flow"
        if (verb and verb[0] in ("完成", "安排", "按", "拟按")) or RE_EACH_TIME.search(noun):
            kind = "flow"
        return Reading(quantity, self.nouns.before(noun), kind, place.base, end, "level")
