"""The grammar that tells which quantities are targets.

A quantity is a target if its clause commits to it: an indicator reaches it (达到7000家), something
is added or done (新增40家), grows (增长10%) or covers a share (占比25%). What exists already, what
is past, what somebody must fulfil to apply, and what only names a thing is none.

The grammar works on the characters of clauses, not on segmented words: word borders inside
numbers and names are where segmenters err most, and what is read here must not depend on them.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache

from pipeline.extract.spans import blanked
from pipeline.extract.targets.direction import direction_of
from pipeline.extract.targets.periods import RE_EACH_YEAR, Period, deadline_at, is_past_at, periods_in
from pipeline.extract.targets.quantities import Quantity, QuantityReader
from pipeline.knowledge.rules import alternatives
from pipeline.records import Strength, Target, TargetKind, Unit

LONGEST_SENTENCE = 2_000  # characters; a longer one was made to be long and is read in stretches of that many
MARKS = r"。！？\n"
RE_SENTENCE = re.compile(
    rf"[^{MARKS}]{{1,{LONGEST_SENTENCE}}}+(?![^{MARKS}])|[^{MARKS}]{{1,{LONGEST_SENTENCE - 1}}}[，；：、]|[^{MARKS}]{{1,{LONGEST_SENTENCE}}}"
)
RE_BREAK = re.compile(r"[，；：。！？\n]")
RE_BREAK_OR_LIST = re.compile(r"[，；：。！？\n、]")
RE_LIST_BREAK = re.compile(r"[、及和与]")
RE_TIME_WORDS = re.compile(
    r"^(?:(?:[一二三四五六七八九]是|力争|争取|确保|努力|预计|计划|力求|到|至|在|于|每年|年均|逐年|今年|全年|本年|当年|年内|年底前?|年末|20\d{2}年(?:度)?(?:\d{1,2}月)?(?:底|末|内)?(?:之?前)?|“?十[二三四五六]五”?(?:期?末|期间|时期)?|[三五两]年内?|\d年内?|\d{1,2}月(?:底|末)?(?:之?前)?|"
    r"累计(?![达超突下增提减降])|共(?=[新完建培引实开改])|连续[两三四五]年|由(?=[省市区县中])|再|并|同时|进一步|全市|全省|全区|全县|全国|我市|我省|我区|其中|以及|还|要|将|均|都|分别|各|进而|基本|总体|全部|至少)[，、]?)+"
)
RE_MODIFIER_OF = re.compile(r"^.{2,}?的(?=.{2,})")
RE_BRACKETED = re.compile(r"（[^（）]*）")
RE_LEVEL = re.compile(
    r"^(?:国家级(?:和|、|及)?省级|国家级以上|省级(?:及)?以上|市级(?:及)?以上|省部级|国家级|世界级|省级|市级|区级|县级|部级|地市级|区县级|[省市县区]、[省市县区](?:、[省市县区乡])?(?:各?级|两级|三级|四级)?(?:分别)?)"
)
RE_CONDITION_SIZE = re.compile(r"(?:营业收入|纳税额?|税收|投资额?|产值|注册资本|销售额|面积|评估)[^，。；]{0,12}$")
RE_QUALIFIER = re.compile(r"^(?:（含）)?(?:以上|以下|以内|及以上|及以下)?的?(?=[^，。；、])")
RE_BASIS = re.compile(r"(?:由|从)[^，。；]{0,12}$")
# 营业收入由2亿元 of 营业收入由2亿元扩大到5亿元
RE_FROM_VALUE = re.compile(r"(?:由|从)(?:20\d{2}年的)?\d[^，。；]*$")
RE_RISES_TO = re.compile(
    r"^[^，。；]{0,8}?(?:提高|增加|扩大|提升|增长|上升|下降|降低|减少|压缩|缩短|下调|上调|降|增|升|延长|拓展)[到至为]"
)
RE_FREQUENCY = re.compile(r"每(?:个)?(?:月|季度|季|周|半年|天|日|两年|三年)[^，。；、]{0,12}$|(?:季度|月度|周)$")
RE_EXISTING = re.compile(r"(?:现有|已有|原有|目前|已建成|已|仍有|尚有|剩余|上述|前述)[^，。；、]{0,6}$|(?:这|该)$")
RE_PAST_SENTENCE = re.compile(
    r"^(?:截至|截止|目前|过去|近[两三四五]年来?|“?十[二三]五”?(?:期间|以来|时期)|近年来|[三五]年来|20\d{2}年以来|今年以来|去年|上年|上一?年度)|以来，|^20\d{2}年，?[^，。]{0,20}(?:已|取得|完成了|实现了)"
)
RE_PAST_CLAUSE = re.compile(
    r"已(?:经|建|完成|实现|达|有|累计|超|突破|培育|投|形成|开通|接入|全部|成功)?|完成了|实现了|达到了|取得了|突破了|建成了|新增了|培育了|增长了|下降了|(?<!力争)曾|^前[一二三四五六七八九十]+批"
)
RE_BACK_TO_FUTURE = re.compile(
    r"(?:基础上|此基础)[^。]*?(?:再|新增|继续|力争|进一步)|(?:再|继续)新增|再(?:新增|建|增|培育|改造)"
)
RE_SCOPE_HEADING = re.compile(r"适用|支持对象|申报条件|名词解释|定义")
RE_SCOPE_TEXT = re.compile(r"^(?:本|该)[^，。]{0,12}(?:适用于|所称|所指)")
RE_NEWLY = re.compile(
    r"新增|新建|新开工|新改建|新培育|新引进|新认定|完成|安排|出资|投入|列支|发放|投放|关停|淘汰|退出|化解"
)
RE_DONE_AMOUNT = re.compile(r"(?:减排|削减|节能|替代|压减|新增)量(?:均|分别)*$")
RE_WHOLE = re.compile(r"累计|总数|总量|总规模")
RE_AT_LEAST = re.compile(r"(?:至少|最少|不少于)[^，。；、的]{0,4}$")
RE_SELECTS = re.compile(r"^(?:选取|选择|遴选|选定|筛选|优选|确定)")
RE_THEN_DOES = re.compile(r"(?:，)?(?:组织)?(?:开展|实施|进行|推进)(?P<what>[^，。；、]{2,30})")
RE_PURPOSE = re.compile(r"^(?:，)?(?:用于|支持|重点支持)(?P<what>[^，。；、]{2,20})")
RE_DURATION_NOUN = re.compile(r"(?:天数|时间|用时|时长|时限|周期|期限|工期|时效)$")
# 经费不低于收入的4%: what the share is a share of stands between its bound and the number
RE_SHARE_OF = re.compile(
    r"(?P<bound>不低于|不少于|不小于|不得低于|不得少于|不高于|不超过|不得超过|超过|高于|低于|达到|达)(?P<base>[^，。；、\d]{2,20})的$"
)
RE_GIVEN_TO = re.compile(r"(?:^|[，、])为$")  # 为28个养老院配齐…
RE_PUT_IN = re.compile(r"配齐|配足|配备|配置|安装|加装|购置|更新|更换|提供|建立|建设|发放|开通")
RE_ORDERS_WORK = re.compile(r"^(?:支持|鼓励)(?=[^，。；的]*$)")
RE_FUND_BEHIND = re.compile(r"^的?(?P<what>[^，。；、的用]{0,10}?(?:资金|经费|基金|贷款|债券|额度))")
RE_PAST_HEADING = re.compile(
    r"(?:工作|发展|建设|现实|产业)基础$|现状|形势|回顾|(?:工作|主要|建设)(?:成效|成绩|进展)|取得的"
)
RE_BETWEEN_SHARED = re.compile(r"[、和及与]")
MOST_SHARED = 60  # a sentence with more targets was made to be long
RE_RESPECTIVELY = re.compile("分别")
RE_OPENING_YEAR = re.compile(r"^[　 ]*(?:[^，。；]{2,12}。)?(?:力争|争取)?到20\d{2}年(?:底|末)?")
RE_ACHIEVES = re.compile(r"(?:实现|确保|做到|推动|力争)(?:[^，。；、]{0,4}(?:超过|不低于|不少于))?$")
RE_EACH_TIME = re.compile(r"(?:每年|每季度|每月|每学期|全年)$")
RE_GRANTS = re.compile(
    r"给予|奖励|(?:补助|补贴)(?!标准|经费标准|水平)|资助|奖补|贴息|返还|扶持资金|资金支持|资金扶持|兑现|予以(?:奖|补|支持)"
)
# What may stand before a verb of work: 高标准建设, 推动新建, 继续实施
RE_ADVERB = re.compile(
    r"免费|规划|有序|分批|稳步|累计|高质量|高标准|高水平|扎实|全力|全面|加快|加大|积极|大力|深入|持续|滚动|重点|着力|统筹|继续|依法|组织|完成|实现|确保|推动|推进|支持|鼓励|引导|力争|争取|通过|再|并|新"
)
# 对年营业收入2000万元以上、研发投入占比不低于5%的企业建立档案: every size in it says who is meant
RE_CONDITION_CLAUSE = re.compile(
    r"^(?:对|凡)[^，。；]*的[^，。；、]{0,8}(?:企业|单位|项目|机构|用户|家庭|人员|园区|平台|个人)"
)
RE_GRANT_CAP = re.compile(r"(?:最高|不超过|封顶|按|为|按照)$")
RE_FUND_VERB = re.compile(r"安排|统筹|设立|出资|拿出|列支|筹集|筹措|投入|下达|发行|规模")
RE_REACHES = re.compile(r"达到|突破|增长|提高|提升|增加|下降|降低|压减|压缩|缩短|精简|减少|完成|覆盖率|占比|比重")
RE_OPENS_WITH_PREPOSITION = re.compile(
    r"^(?:面向|围绕|依托|通过|采取|采用|运用|发挥|立足|瞄准|抢抓|聚焦|针对|对|在|向|从|为|以|按|按照|利用|借助|结合|会同|联合|组织|支持|鼓励|引导)"
)
RE_APPLICANTS = re.compile(r"^(?:对|凡|经|符合|鼓励|支持)|的(?:企业|项目|单位|机构|个人|园区|平台|团队|人才)")
RE_OPTIONAL_RATIO = re.compile(r"^(?:分之|：)")
LONGEST_INDICATOR = 40


@dataclass(frozen=True, slots=True)
class Words:
    """The compiled word lists of configs/lexicon/targets.yaml."""

    level_verb_end: re.Pattern[str]
    growth_verb_end: re.Pattern[str]
    flow_verb: re.Pattern[str]
    weak_verb: re.Pattern[str]
    work_noun_end: re.Pattern[str]
    achieving: re.Pattern[str]
    share_noun_end: re.Pattern[str]
    stock_noun: re.Pattern[str]
    stock_noun_end: re.Pattern[str]
    striving: re.Pattern[str]
    exploring: re.Pattern[str]
    standing_noun: re.Pattern[str]
    descriptive_units: frozenset[str]

    @classmethod
    def from_lexicon(cls, lexicon: dict) -> Words:
        growth = alternatives(lexicon["growth_verbs"])
        return cls(
            level_verb_end=re.compile(
                rf"(?:{alternatives(lexicon['level_verbs'])})(?:了|约|近|全国|全省|全市|历史|人均|平均|每人每年)?$"
            ),
            growth_verb_end=re.compile(rf"(?:{growth})(?:了|约|幅度|达到|达|率)?$"),
            flow_verb=re.compile(rf"{alternatives(lexicon['flow_verbs'])}|设(?![计备施定防想法])"),
            weak_verb=re.compile(alternatives(lexicon["weak_verbs"])),
            work_noun_end=re.compile(rf"(?:{alternatives(lexicon['work_nouns'])})(?:工作|任务|工程|项目)?$"),
            achieving=re.compile(alternatives(lexicon["achieving_verbs"])),
            share_noun_end=re.compile(
                rf"(?:{alternatives(lexicon['share_nouns'])})(?:分别|(?<!平)均|都)?(?:稳定|保持|提高|提升|达|力争)*$"
            ),
            stock_noun=re.compile(alternatives(lexicon["stock_nouns"])),
            stock_noun_end=re.compile(rf"(?:{alternatives(lexicon['stock_nouns'])})$"),
            striving=re.compile(alternatives(lexicon["striving"])),
            exploring=re.compile(alternatives(lexicon["exploring"])),
            standing_noun=re.compile(alternatives(lexicon["standing_nouns"])),
            descriptive_units=frozenset(lexicon["descriptive_units"]),
        )


@dataclass(slots=True)
class Reading:
    """What is known of one quantity while its sentence is read."""

    quantity: Quantity
    indicator: str
    kind: TargetKind
    start: int
    end: int
    rule: str
    level: str | None = None
    verb: str = ""
    each_year: bool = False


@dataclass(slots=True)
class _Sentence:
    text: str
    start: int
    quantities: list[Quantity]
    periods: list[Period]
    accepted: list[Reading] = field(default_factory=list)
    breaks: list[int] = field(init=False)  # where the marks stand that part clauses
    outer_breaks: list[int] = field(init=False)  # those outside brackets

    def __post_init__(self) -> None:
        self.breaks, self.outer_breaks = [], []
        depth = last = 0
        for match in RE_BREAK.finditer(self.text):
            depth += self.text.count("（", last, match.start()) - self.text.count("）", last, match.start())
            last = match.start()
            self.breaks.append(last)
            if depth <= 0:
                self.outer_breaks.append(last)

    def clause_around(self, start: int, end: int) -> tuple[int, int]:
        """The clause that holds `text[start:end]`: a mark inside brackets does not begin it."""
        before, after = bisect_left(self.outer_breaks, start), bisect_left(self.breaks, end)
        return self.outer_breaks[before - 1] + 1 if before else 0, self.breaks[after] if after < len(
            self.breaks
        ) else len(self.text)


class TargetReader:
    """Reads the targets of units with one lexicon."""

    def __init__(self, lexicon: dict) -> None:
        self.quantities = QuantityReader(lexicon)
        self.words = Words.from_lexicon(lexicon)

    def read_unit(
        self, unit: Unit, own_year: int | None, *, lead_in: str = "", skip: tuple[tuple[int, int], ...] = ()
    ) -> list[Target]:
        """The targets of a unit, in order.

        `own_year` is the notice's year (年底前). `lead_in` is the paragraph that opens a list of
        goals: the year it prints last binds the goals below it. `skip` are spans of the unit's
        text that are responsibility clauses.
        """
        heading = unit.headings[-1] if unit.headings else ""
        if RE_SCOPE_TEXT.match(unit.text) or RE_SCOPE_HEADING.search(heading) or RE_PAST_HEADING.search(heading):
            return []  # who may apply, or what was reached: no promise
        text = blanked(unit.text, skip, "　")
        inherited = inherited_deadline(lead_in, own_year)
        targets: list[Target] = []
        for match in RE_SENTENCE.finditer(text):
            quantities = self.quantities.find(match[0])
            if not quantities:
                continue
            sentence = _Sentence(match[0], match.start(), quantities, periods_in(match[0], own_year))
            readings = list(self._read_sentence(sentence))
            self._distribute(sentence, readings)
            targets.extend(self._target(unit, sentence, reading, inherited) for reading in readings)
            if unit.kind == "goal":  # 到2027年，…。培育12家…: the year binds the paragraph it opens
                inherited = _opening_year(sentence) or inherited
        return targets

    # -- one sentence ----------------------------------------------------------------------------

    def _read_sentence(self, sentence: _Sentence) -> Iterator[Reading]:
        if RE_PAST_SENTENCE.search(sentence.text) and not RE_BACK_TO_FUTURE.search(sentence.text):
            return
        for i, quantity in enumerate(sentence.quantities):
            reading = self._read(sentence, i, quantity)
            if reading:
                if reading.quantity.op == "eq" and RE_AT_LEAST.search(sentence.text[: reading.quantity.start]):
                    reading.quantity = replace(reading.quantity, op="ge")
                sentence.accepted.append(reading)
                yield reading

    def _distribute(self, sentence: _Sentence, readings: list[Reading]) -> None:
        """游客和收入分别增长12%和9%: the first number belongs to the first noun, if there are as many of both."""
        if len(readings) > MOST_SHARED:
            return
        for respectively in RE_RESPECTIVELY.finditer(sentence.text):
            start, end = sentence.clause_around(*respectively.span())
            shared = [reading for reading in readings if respectively.end() <= reading.quantity.start < end]
            before = [reading.indicator for reading in readings if reading.quantity.end <= start][-len(shared) :]
            nouns = [
                self._indicator_left(RE_EACH_YEAR.sub("", noun))
                for noun in RE_BETWEEN_SHARED.split(sentence.text[start : respectively.start()])
            ]
            nouns = before if nouns == [""] else nouns  # 游客达到…，收入达到…，年均分别增长12%和9%
            if (
                len(shared) == len(nouns) > 1
                and all(len(noun) > 3 for noun in nouns)
                and _stand_together(sentence, shared)
            ):
                for reading, noun in zip(shared, nouns):
                    reading.indicator = noun

    def _read(self, sentence: _Sentence, i: int, quantity: Quantity) -> Reading | None:
        text = sentence.text
        clause_start, clause_end = sentence.clause_around(quantity.start, quantity.end)
        clause = text[clause_start:clause_end]
        behind = sentence.accepted[-1].quantity.end if sentence.accepted else quantity.start
        if "、" in text[behind : quantity.start]:
            # an item of a list begins behind the item before it
            clause_start = max(clause_start, behind)
        elif RE_BETWEEN_SHARED.fullmatch(text, behind, quantity.start):
            clause_start = quantity.start  # 分别增长12%和9%
        left = text[clause_start : quantity.start]
        right = self._right(
            text, quantity, sentence.quantities[i + 1] if i + 1 < len(sentence.quantities) else None, clause_end
        )
        if RE_GRANTS.search(text):
            grant = self._read_grant(sentence, quantity, left, right, clause_start, clause)
            if grant or self._is_grant_condition(sentence, quantity, clause):
                return grant
        if self._is_excluded(sentence, quantity, left, right, clause):
            return None
        level_left = left[_last_list_break(left) :]
        reading = (
            self._read_share_of(quantity, left, clause_start)
            or self._read_growth(quantity, left, right, clause_start)
            or self._read_level(sentence, quantity, left, right, clause_start)
            or self._read_counted(sentence, quantity, left, right, clause_start)
            or self._read_listed(sentence, quantity, left, right, clause_start, level_left)
        )
        if reading:
            self._complete(sentence, reading, left, clause_start)
        return reading

    @staticmethod
    def _right(text: str, quantity: Quantity, following: Quantity | None, clause_end: int) -> str:
        """What stands behind a quantity in its clause, up to the next item of its enumeration."""
        end = clause_end
        if following is not None and following.start == quantity.end:
            following = None  # 6台66万千瓦机组: the size belongs to the noun
        if following is not None and following.start < clause_end:
            between = text[quantity.end : following.start]
            breaks = [match.start() for match in RE_LIST_BREAK.finditer(between)]
            end = quantity.end + (breaks[-1] if breaks and ("、" in between or len(between) < 40) else len(between))
        return text[quantity.end : end]

    # -- what is no target -----------------------------------------------------------------------

    def _is_excluded(self, sentence: _Sentence, quantity: Quantity, left: str, right: str, clause: str) -> bool:
        if (
            quantity.measure == ""
            and quantity.form == "arabic"
            and not re.search(
                r"(?:达到|达|至|到|为|在|不[低高]于|超过|指数|突破|超|过|PUE|得分|比|值|系数|：)$",
                left + quantity.bound_before,
            )
        ):
            return True  # a bare number without unit
        if RE_BASIS.search(left) and RE_RISES_TO.match(right):
            return True  # 由2亿元 of 由2亿元扩大到5亿元
        if quantity.form == "multiple" and quantity.unit == "倍" and re.match(r"[^，。；、以左的]", right):
            return True  # 倍增一张图 names a thing
        if RE_EXISTING.search(left) or RE_OPTIONAL_RATIO.match(right):
            return True
        if RE_PAST_SENTENCE.match(
            sentence.text[sentence.text.rfind("；", 0, quantity.start) + 1 :]
        ) and not RE_BACK_TO_FUTURE.search(sentence.text[: quantity.start]):
            return True
        if is_past_at(sentence.periods, quantity.start) and not RE_BACK_TO_FUTURE.search(
            sentence.text[: quantity.start]
        ):
            return True
        if RE_PAST_CLAUSE.search(left) and not RE_BACK_TO_FUTURE.search(left):
            return True
        if quantity.measure == "time":
            return not self._is_time_limit(quantity, left)
        if quantity.measure == "rank" and quantity.unit in ("位", "强") and not self.words.flow_verb.search(left):
            return True
        if (
            quantity.unit in self.words.descriptive_units
            and self._opens_noun(quantity, right)
            and not re.search(r"(?:新增|新建成|并网|投产)[^，。；]{0,10}$", left)
        ):
            return True
        if RE_FREQUENCY.search(left) or (quantity.unit == "次" and re.match(r"/", right)):
            return True
        return self._is_condition(quantity, left, right, clause)

    def _is_time_limit(self, quantity: Quantity, left: str) -> bool:
        """压缩至15天以内: a time to be reached; 连续三年, 3年行动, 有效期3年 are only durations."""
        if RE_DURATION_NOUN.search(left) and quantity.bound_before:
            return True
        return bool(
            re.search(r"(?:压缩至|压缩到|缩短至|缩短到|压减至|压减到|控制在|降至|降到)$", left + quantity.bound_before)
        ) and quantity.unit not in ("年", "月", "岁")

    def _is_condition(self, quantity: Quantity, left: str, right: str, clause: str) -> bool:
        """A size that only says which things are meant: 年营业收入2000万元以上的企业, 30万千瓦以下煤电机组4台."""
        if RE_CONDITION_CLAUSE.match(clause.lstrip("　 ")):
            return True
        if (
            quantity.measure in ("money", "count", "compute")
            and quantity.op in ("ge", "le", "gt")
            and RE_QUALIFIER.match(right)
        ):
            physical = quantity.measure == "money" or quantity.unit in (
                "千瓦",
                "兆瓦",
                "蒸吨",
                "吨",
                "吨标准煤",
                "平方米",
                "平方公里",
                "公里",
                "米",
                "亩",
                "人",
                "蒸吨/小时",
                "千伏安",
                "立方米",
                "张",
                "度",
                "岁",
                "年",
            )
            if (
                physical
                and not right.startswith(("的目标", "，", "。", "；", "、"))
                and not re.match(r"^(?:及以上)?[，。；、]|^$", right)
            ):
                return True
        if (
            re.match(r"(?:以上|以下)?的(?:企业|项目|单位|机构|个人|园区|纳税人|平台|人员|人才|团队)", right)
            and quantity.measure != "count"
        ):
            return True
        return (
            bool(re.match(r"^(?:凡|对|符合)", clause.lstrip("　 "))) and "的" in right and quantity.measure != "share"
        )

    # -- the four ways a clause promises ---------------------------------------------------------

    def _read_share_of(self, quantity: Quantity, left: str, base: int) -> Reading | None:
        """研发经费不低于收入的4%: the bound stands before what the share is taken of."""
        bound = RE_SHARE_OF.search(left) if quantity.measure == "share" else None
        noun = self._indicator_left(left[: bound.start()]) if bound else ""
        if not bound or len(noun) < 2:
            return None
        op = self.quantities.bound(bound["bound"]) if quantity.op == "eq" else quantity.op
        return Reading(replace(quantity, op=op), noun, "share", base, quantity.end, "share-of-base")

    def _read_growth(self, quantity: Quantity, left: str, right: str, base: int) -> Reading | None:
        """增长10%, 下降3%, 提高5个百分点, 实现两位数增长, 翻一番."""
        bounds = ("约", "近", "不低于", "不少于", "超过", "至少", "不超过")
        stem = left + (quantity.bound_before if quantity.bound_before in bounds else "")
        verb = self.words.growth_verb_end.search(
            re.sub(r"(?:实现|保持|达到|达)$", "", left)
        ) or self.words.growth_verb_end.search(stem)
        if quantity.form == "multiple" and quantity.unit == "%":
            noun = re.sub(r"(?:均|都)?(?:实现|保持|达到|取得|力争|延续|继续|增长)+$", "", left)
            return Reading(quantity, self._indicator_left(noun), "rate", base, quantity.end, "two-digit-growth")
        if quantity.measure == "multiple":
            noun = re.sub(r"(?:均|都)?(?:较|比)20\d{2}年|(?:实现|力争|增长|提高|扩大|提升|达到)+$", "", left)
            if re.search(r"(?:达到|提高到|为)$", left):
                return None
            return Reading(quantity, self._indicator_left(noun), "rate", base, quantity.end, "multiple")
        if not verb or quantity.measure not in ("share", "money", "count", "compute", "time"):
            return None
        if self._opens_noun(quantity, right):
            return None  # 增加3所学校: counted below
        noun = left[: verb.start()]
        if quantity.measure == "share" and quantity.unit != "成":
            kind: TargetKind = "rate"
        else:
            kind = "flow"
            if right and not right.startswith(("以", "左右")):
                return None  # 增加3所学校: counted below
        indicator = self._indicator_left(noun)
        if not indicator and quantity.measure == "share" and right:
            return None
        return Reading(quantity, indicator, kind, base, quantity.end, "growth", verb=verb[0])

    def _read_level(self, sentence: _Sentence, quantity: Quantity, left: str, right: str, base: int) -> Reading | None:
        """高新技术企业达到7000家, 覆盖率100%, 产值突破1500亿元, 控制在6%以内: the number closes its clause."""
        if self._opens_noun(quantity, right):
            return None
        verb = self.words.level_verb_end.search(left)
        reaches = bool(verb) or bool(quantity.bound_before)
        noun = left[: verb.start()] if verb else left
        item = noun[_last_list_break(noun) :]
        if quantity.measure == "share":
            if (
                not (reaches or self.words.share_noun_end.search(left) or left.endswith(("分别", "均")))
                and not item.strip()
            ):
                return None
            return Reading(
                quantity, self._indicator_left(noun), self._share_kind(noun, item), base, quantity.end, "share"
            )
        inherited = self._inherits(sentence, quantity, left)
        between = sentence.text[inherited.end : quantity.start] if inherited is not None else ""
        if (
            reaches
            and not verb
            and inherited is not None
            and inherited.kind == "flow"
            and ("、" in between or "其中" in between)
        ):
            return None  # 、农民工不少于600万人次: the item of a list shares the list's verb
        flow = self._flow_verb(noun)
        unitless = quantity.unit == "" and quantity.form == "arabic"
        new = (
            RE_NEWLY.search(item)
            if not unitless
            and not re.search(r"控制在|降至|降到|保持在|稳定在", quantity.bound_before + (verb[0] if verb else ""))
            else None
        )
        at_level = bool(
            verb and re.search(r"达|突破|超|升|增[长加]?[到至]|提高|扩大|降|压|缩|控制|保持|稳定|维持", verb[0])
        ) or quantity.bound_before in ("控制在", "突破", "超过", "超", "过", "站上", "迈上")
        if RE_DONE_AMOUNT.search(noun):
            return Reading(quantity, self._indicator_left(noun), "flow", base, quantity.end, "work-done")
        if RE_WHOLE.search(noun) and (reaches or flow or new):
            return Reading(
                quantity, self._indicator_left(noun), "stock", base, quantity.end, "whole", verb=flow[0] if flow else ""
            )
        if new and not (at_level and new.end() < len(item) and new[0] == "完成"):
            return Reading(quantity, self._indicator_left(noun), "flow", base, quantity.end, "work-done", verb=new[0])
        if flow and not at_level and not unitless:
            return Reading(quantity, self._indicator_left(noun), "flow", base, quantity.end, "work-done", verb=flow[0])
        if verb and not noun.strip():
            return Reading(quantity, "", "stock" if at_level else "flow", base, quantity.end, "level")
        if reaches and noun.strip():
            kind: TargetKind = (
                "stock"
                if verb or quantity.bound_before not in ("约", "近", "至少") or self.words.stock_noun.search(noun)
                else "flow"
            )
            if (verb and verb[0] in ("完成", "安排", "按", "拟按")) or RE_EACH_TIME.search(noun):
                kind = "flow"
            return Reading(quantity, self._indicator_left(noun), kind, base, quantity.end, "level")
        return None

    def _share_kind(self, noun: str, item: str) -> TargetKind:
        """增速 and 降幅 are rates whatever verb follows; so is 压减…不低于10%."""
        if re.search(r"(?:增速|增幅|降幅|增长率|增长|涨幅|减幅|下降率)(?:均|分别|力争|保持|稳定)*$", noun) or re.match(
            r"(?:压减|减少|削减|缩减|压缩)", RE_TIME_WORDS.sub("", item)
        ):
            return "rate"
        return "share"

    def _read_counted(
        self, sentence: _Sentence, quantity: Quantity, left: str, right: str, base: int
    ) -> Reading | None:
        """新建7台燃气锅炉, 布局…等2家市级中心, 选择不少于1000家企业, 50%以上的文化馆具备…: the number opens its noun."""
        if not self._opens_noun(quantity, right):
            return None
        noun, stop = self._counted_noun(quantity, right)
        if not noun:
            return None
        end = quantity.end + stop
        achieving = self.words.achieving.match(right[stop:])
        given = RE_PUT_IN.search(right, 2) if quantity.measure == "count" and RE_GIVEN_TO.search(left) else None
        if given:
            return Reading(
                quantity,
                self._trim_noun(right[: given.start()]),
                "flow",
                base,
                quantity.end + len(right),
                "given-to",
                verb=given[0],
            )
        if quantity.measure == "share":
            covers = re.search(r"(?:覆盖|惠及|占)$", left + quantity.bound_before)
            clause_rest = re.split(r"[，；。]", sentence.text[quantity.end :], maxsplit=1)[0]
            spends = re.search(r"(?:安排|拿出|提取|列支|预留|划出)$", left)
            if right.startswith("的") and (covers or spends or self.words.achieving.search(clause_rest)):
                return Reading(
                    quantity,
                    self._trim_noun(right[:stop].lstrip("的")),
                    "share",
                    base,
                    quantity.end + len(right),
                    "share-of",
                )
            if RE_ACHIEVES.search(left) and len(right) >= 4:
                return Reading(quantity, self._trim_noun(right), "share", base, quantity.end + len(right), "share-of")
            if (achieving or re.match(r"(?:建成|达到|实现|完成|创建)", right)) and left.strip():
                return Reading(
                    quantity, self._indicator_left(left), "share", base, quantity.end + len(right), "share-of"
                )
            return None
        if quantity.measure in ("money", "time") or quantity.unit == "":
            return self._read_money(quantity, left, right, base)
        verb = self._governing_verb(left)
        if verb is None:
            if achieving and not left[_last_list_break(left) :].strip().startswith(("围绕", "聚焦", "依托")):
                return Reading(
                    quantity, noun, "stock" if achieving[0] == "达到" else "flow", base, quantity.end + stop, "achieved"
                )
            inherited = self._inherits(sentence, quantity, left)
            if inherited is not None and _last_list_break(left) + 14 > len(left.rstrip()) - 14:
                return Reading(
                    quantity, noun, inherited.kind, base + _last_list_break(left), end, "listed", verb=inherited.verb
                )
            return None
        kind_of_verb, match = verb
        if (
            kind_of_verb == "weak"
            and not achieving
            and (not self._builds(right, stop) or self.words.standing_noun.search(noun))
        ):
            return None
        does = RE_THEN_DOES.search(right) if RE_SELECTS.match(match[0]) and match.end() >= len(left) - 3 else None
        if does:
            return Reading(
                quantity,
                does["what"],
                "flow",
                base + match.start(),
                quantity.end + does.end(),
                "selected",
                verb=match[0],
            )
        if achieving and achieving[0] == "达到":
            return Reading(
                quantity, noun, "stock", base + match.start(), quantity.end + stop, "achieved", verb=match[0]
            )
        return Reading(quantity, noun, "flow", base + match.start(), quantity.end + stop, "counted", verb=match[0])

    def _builds(self, right: str, stop: int) -> bool:
        """推进10处…设施建设 builds something; 推进24条产业链高质量发展 pushes what exists."""
        return bool(
            self.words.work_noun_end.search(right[:stop].rstrip("等"))
            or self.words.work_noun_end.match(right[stop:])
            or re.match(r"(?:的)?(?:建设|改造|试点)", right[stop:])
        )

    def _read_money(self, quantity: Quantity, left: str, right: str, base: int) -> Reading | None:
        """安排资金2亿元用于…: money a government spends or attracts."""
        verb = self._governing_verb(left)
        if (
            quantity.measure != "money"
            or verb is None
            or (verb[0] == "weak" and not left.endswith("统筹"))
            or self._is_condition(quantity, left, right, left)
        ):
            return None
        purpose, fund = RE_PURPOSE.match(right), RE_FUND_BEHIND.match(right)
        named = (
            self._trim_noun(right.lstrip("的"))
            if right.startswith("的")
            else purpose["what"]
            if purpose
            else fund["what"]
            if fund
            else ""
        )
        kind: TargetKind = "stock" if re.search(r"(?:规模|总额|额度)$", left) else "flow"
        return Reading(
            quantity,
            named or self._indicator_left(left) or verb[1][0],
            kind,
            base + verb[1].start(),
            quantity.end + (fund.end() if fund else len(right) if named else 0),
            "money",
            verb=verb[1][0],
        )

    def _read_listed(
        self, sentence: _Sentence, quantity: Quantity, left: str, right: str, base: int, item: str
    ) -> Reading | None:
        """瞪羚企业50家以上, 省级10项左右, 、70%: an item that shares the verb or the indicator of the one before."""
        if self._opens_noun(quantity, right):
            return None
        inherited = self._inherits(sentence, quantity, left)
        noun = self._indicator_left(item)
        left_of_item = sentence.text[inherited.end : quantity.start] if inherited is not None else ""
        if inherited is not None and not ("，" in left_of_item and self.words.stock_noun_end.search(noun)):
            return Reading(
                quantity,
                noun,
                inherited.kind if quantity.measure != "share" or inherited.quantity.measure == "share" else "share",
                base + _last_list_break(left),
                quantity.end,
                "listed",
                verb=inherited.verb,
            )
        if (
            len(noun) >= 2
            and quantity.measure in ("count", "compute", "money", "rank")
            and not self.words.standing_noun.search(noun)
        ):
            kind: TargetKind = "stock" if self.words.stock_noun_end.search(noun) else "flow"
            return Reading(quantity, noun, kind, base, quantity.end, "bare")
        return None

    def _inherits(self, sentence: _Sentence, quantity: Quantity, left: str) -> Reading | None:
        """The target before in the same enumeration, if nothing but a list stands between."""
        if not sentence.accepted:
            return None
        before = sentence.accepted[-1]
        between = sentence.text[before.end : quantity.start]
        if re.search(r"[；：]", between) or len(between) > 45:
            return None
        if before.kind in ("share", "rate") and quantity.measure not in ("share", "multiple"):
            return None  # 处理率达到95%，改造320户
        if "，" in between and (
            self._flow_verb(between.rpartition("，")[2]) or self.words.weak_verb.match(between.rpartition("，")[2])
        ):
            return None
        return before

    # -- parts -----------------------------------------------------------------------------------

    def _opens_noun(self, quantity: Quantity, right: str) -> bool:
        """True if a noun follows the number (7台燃气锅炉), not the end of its clause (锅炉7台)."""
        rest = re.sub(r"^(?:（[^（）]*）)+", "", right)
        if not rest or rest[0] in "、，。；：）及和与或并且　":
            return False
        return not re.match(
            r"(?:左右|以上|以下|以内|安排|掌握|执行|的目标|的水平|规模|水平|大关|台阶|等|用于|，)", rest
        )

    def _counted_noun(self, quantity: Quantity, right: str) -> tuple[str, int]:
        """(indicator, how many characters of `right` belong to the noun)."""
        rest = RE_BRACKETED.sub(lambda match: "　" * len(match[0]), right)
        verb = next((match for match in self.words.achieving.finditer(rest) if match.start() >= 2), None)
        stop = verb.start() if verb else len(right)
        return self._trim_noun(right[:stop]), stop

    def _trim_noun(self, noun: str) -> str:
        noun = RE_LEVEL.sub("", noun.strip("　 、的"))
        modified = RE_MODIFIER_OF.match(noun)
        if modified and len(noun) - modified.end() >= 2:
            noun = noun[modified.end() :]
        noun = re.sub(r"(?:左右|以上|以下|以内|等)+$", "", noun)
        work = self.words.work_noun_end.search(noun)
        if work and work.start() >= 3 and not noun.endswith(("试点", "工程建设")):
            noun = noun[: work.start()]
        return noun.strip("、，的 ")[:LONGEST_INDICATOR]

    def _indicator_left(self, noun: str) -> str:
        """The noun phrase that ends where the number begins, without times, verbs and adverbs in front."""
        noun = noun[max(noun.rfind(mark) for mark in "，；：") + 1 :]
        noun = RE_TIME_WORDS.sub("", noun.strip("　 、"))
        noun = re.sub(r"(?:较|比|与)(?:20\d{2}年|上年|去年|同期)(?:相比|同期)?|同比|环比", "", noun)
        noun = RE_FROM_VALUE.sub("", noun.replace("每年", ""))
        noun = re.sub(r"^(?:在此基础上|此基础上|在.{0,10}基础上)?(?:再|并|为[^，]{2,6}(?=新增))?", "", noun)
        noun = re.sub(r"(?:每(?:个)?[村镇乡县区校户人家])$", "", noun)
        noun = re.sub(
            r"(?:力争|争取|确保|总体|合计|总计|(?<!平)均|都|分别|再|预计|至少|大幅|稳步|显著|进一步|首次|累计|将|要|按|拟按|左右|以上)+$",
            "",
            noun,
        )
        if not self.words.share_noun_end.search(noun):
            flow = self._flow_verb(noun)
            if flow and len(noun) - flow.end() >= 1:
                noun = noun[flow.end() :]
            elif flow:
                noun = ""
        noun = RE_LEVEL.sub("", noun.strip("、的 　"))
        noun = re.sub(r"(?:实现|达到|达|保持|稳定|完成|增长到|提高到|总体|新增|累计)+$", "", noun)
        return noun.strip("、，的 　")[-LONGEST_INDICATOR:]

    def _flow_verb(self, text: str) -> re.Match[str] | None:
        """The verb of work that governs the end of `text`: the first one that stands at a clause's beginning."""
        opening = RE_TIME_WORDS.match(text)
        start = opening.end() if opening else 0
        match = self.words.flow_verb.match(text, start)
        if match:
            return match
        while adverb := RE_ADVERB.match(text, start):
            start = adverb.end()
            match = self.words.flow_verb.match(text, start)
            if match:
                return match
        start = opening.end() if opening else 0
        if RE_OPENS_WITH_PREPOSITION.match(text, start):
            return next(
                (
                    match
                    for match in self.words.flow_verb.finditer(text, start + 2)
                    if len(match[0]) > 1 and not self._is_noun_use(text, match)
                ),
                None,
            )
        return None

    def _governing_verb(self, left: str) -> tuple[str, re.Match[str]] | None:
        """("flow" or "weak", the verb): the verb nearest before the number whose object it is."""
        flows = [match for match in self.words.flow_verb.finditer(left) if not self._is_noun_use(left, match)]
        weak = [
            match
            for match in self.words.weak_verb.finditer(left)
            if match[0] not in ("和", "与", "在", "以", "对", "由", "如", "从", "含") or match.start() == 0
        ]
        best = max(
            [("flow", match) for match in flows] + [("weak", match) for match in weak],
            key=lambda pair: (pair[1].end(), pair[0] == "flow"),
            default=None,
        )
        if best is None:
            return None
        if flows and best[0] == "weak" and best[1].start() < flows[-1].end():
            return "flow", flows[-1]
        return best

    @staticmethod
    def _is_noun_use(left: str, match: re.Match[str]) -> bool:
        """服务 of 服务业, 发展 of 发展区: the characters go on as a noun."""
        return bool(
            re.match(
                r"(?:业|区|率|量|额|者|型|式|性|化|力|员|商|权|类|度|费|品|单位|体系|部门|指标)", left[match.end() :]
            )
        ) and match.end() < len(left)

    # -- grants ----------------------------------------------------------------------------------

    def _read_grant(
        self, sentence: _Sentence, quantity: Quantity, left: str, right: str, base: int, clause: str
    ) -> Reading | None:
        """给予100万元补助: an amount granted to applicants. Sizes in the condition are no amounts."""
        if quantity.measure not in ("money", "share") or quantity.form == "multiple" or RE_FUND_VERB.search(left):
            return None
        if RE_REACHES.search(clause) and not RE_GRANTS.search(clause):
            return None  # 给予奖补，技改投资增长12%
        follows = bool(sentence.accepted) and sentence.accepted[-1].kind == "grant"
        if not (RE_GRANTS.search(clause) or follows or RE_GRANT_CAP.search(left + quantity.bound_before)):
            return None
        if RE_CONDITION_SIZE.search(left):
            return None
        if quantity.measure == "share" and not (RE_GRANTS.search(clause) or follows):
            return None
        noun = self._trim_noun(re.split(r"[，。；、]", right.lstrip("的"), maxsplit=1)[0])
        return Reading(quantity, noun or "奖补资金", "grant", base + _last_list_break(left), quantity.end, "grant")

    def _is_grant_condition(self, sentence: _Sentence, quantity: Quantity, clause: str) -> bool:
        """A size in 对年营业收入2000万元以上的企业，给予…: whoever reaches it may apply."""
        head = sentence.text[: quantity.start]
        if quantity.measure == "count" and RE_ORDERS_WORK.match(clause) and self._supported_work(clause):
            return False  # 支持建设4个平台，对验收合格的给予…
        if RE_GRANTS.search(head) and not RE_FUND_VERB.search(clause) and not RE_REACHES.search(clause):
            return quantity.measure in ("money", "share")
        return bool(RE_APPLICANTS.search(clause)) or (
            head.startswith(("对", "凡", "经")) and "，" in sentence.text[quantity.end :]
        )

    def _supported_work(self, clause: str) -> bool:
        """支持建设…: the verb of support is followed by the verb of work, not by an applicant."""
        supported = RE_ORDERS_WORK.match(clause)
        return bool(supported and self.words.flow_verb.match(clause, supported.end()))

    # -- completing ------------------------------------------------------------------------------

    def _complete(self, sentence: _Sentence, reading: Reading, left: str, base: int) -> None:
        """Level, inherited indicator, 每年, and the exact span."""
        before = sentence.accepted[-1] if sentence.accepted else None
        item = left[_last_list_break(left) :]
        levels = re.search(
            r"(国家级以上|省级(?:及)?以上|市级(?:及)?以上|省部级|国家级|世界级|省级|市级|区级|县级|地市级)",
            item + RE_BREAK_OR_LIST.split(sentence.text[reading.quantity.end : reading.quantity.end + 8])[0],
        )
        listed = re.match(r"^(?:其中)?(?P<levels>[省市县区乡](?:、[省市县区乡])+级?)", item if "、" in item else left)
        if listed:
            reading.level = listed["levels"]
        elif levels:
            reading.level = levels[1]
        if not reading.indicator and before is not None:
            reading.indicator = before.indicator
        if not reading.indicator:
            reading.indicator = self._indicator_before_clause(sentence, base)
        if (
            before is not None
            and not left.strip("、和及 ")
            and reading.quantity.op == "eq"
            and before.quantity.bound_before
            and "分别" in sentence.text[: before.quantity.start]
        ):
            reading.quantity = replace(reading.quantity, op=before.quantity.op)  # 分别不少于5200吨、260吨
        if before is not None and reading.rule == "listed" and before.each_year:
            reading.each_year = True
        each = [match.end() for match in RE_EACH_YEAR.finditer(sentence.text, 0, reading.quantity.end)]
        if each and not re.search(r"[；]", sentence.text[each[-1] : reading.quantity.start]):
            gap = sentence.text[each[-1] : reading.quantity.start]
            periods = [
                period.start
                for period in sentence.periods
                if period.start > each[-1] and period.start < reading.quantity.start
            ]
            reading.each_year = reading.each_year or (
                not periods and ("，" not in gap or (reading.kind == "flow" and bool(before) and before.each_year))
            )

    def _indicator_before_clause(self, sentence: _Sentence, base: int) -> str:
        """海洋产业对就业的带动明显提高，达到20%以上: the indicator stands in the clause before."""
        head = re.split(r"[，；：]", sentence.text[:base].rstrip("，；："))[-1]
        head = re.sub(
            r"(?:显著|明显|持续|不断|稳步|大幅|进一步)?(?:增强|提高|提升|扩大|增加|增长|改善|优化|壮大|下降|降低|完善)$",
            "",
            head,
        )
        return self._indicator_left(head)

    def _target(self, unit: Unit, sentence: _Sentence, reading: Reading, inherited: int | None) -> Target:
        quantity = reading.quantity
        start, end = self._span(sentence.text, reading)
        base = sentence.start
        text = unit.text[base + start : base + end]
        return Target(
            notice_id=unit.notice_id,
            unit_id=unit.unit_id,
            indicator=reading.indicator,
            level=reading.level,
            op=quantity.op,
            value=quantity.value,
            value_high=quantity.value_high,
            unit=quantity.unit,
            kind=reading.kind,
            direction=direction_of(reading.verb, text, reading.kind),
            deadline=deadline_at(sentence.periods, quantity.start, inherited),
            each_year=reading.each_year,
            strength=self._strength(sentence.text, quantity.start),
            text=text,
            start=unit.start + base + start,
            end=unit.start + base + end,
            rule=reading.rule,
        )

    def _span(self, text: str, reading: Reading) -> tuple[int, int]:
        """From the first character of indicator, verb or number to the last that belongs to it."""
        start = min(reading.start, reading.quantity.start)
        opening = RE_TIME_WORDS.match(text[start : reading.quantity.number_start])
        if opening:
            start += opening.end()
        while start < reading.quantity.start and text[start] in "，；：、 　":
            start += 1
        return start, max(reading.end, reading.quantity.end)

    def _strength(self, sentence: str, position: int) -> Strength:
        """striving after 力争, exploring after 探索 in the same sentence, else firm."""
        clause_start = max(sentence.rfind("；", 0, position), 0)
        before = sentence[clause_start:position]
        if self.words.striving.search(before):
            return "striving"
        return "exploring" if self.words.exploring.match(before.lstrip("；，")) else "firm"


@lru_cache(maxsize=16)  # the items of one list share their lead-in
def inherited_deadline(lead_in: str, own_year: int | None) -> int | None:
    """The year the last sentence of a goal list's lead-in prints; None if it prints none."""
    for sentence in reversed(RE_SENTENCE.findall(lead_in)):
        periods = [period for period in periods_in(sentence, own_year) if period.year is not None]
        if periods:
            return periods[-1].year
    return None


def _opening_year(sentence: _Sentence) -> int | None:
    """The year a sentence opens with (到2027年，…), None if it opens with none."""
    opening = RE_OPENING_YEAR.match(sentence.text)
    return deadline_at(sentence.periods, opening.end(), None) if opening else None


def _stand_together(sentence: _Sentence, readings: list[Reading]) -> bool:
    """Whether nothing but 、 or 和 stands between the numbers."""
    return all(
        RE_BETWEEN_SHARED.fullmatch(sentence.text, one.quantity.end, other.quantity.start)
        for one, other in itertools.pairwise(readings)
    )


def _last_list_break(left: str) -> int:
    """Where the last item of an enumeration begins in `left`."""
    return left.rfind("、") + 1
