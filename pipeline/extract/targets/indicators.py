"""The noun phrase of a target: what is counted, as a reader would name it."""

from __future__ import annotations

import re

from pipeline.extract.targets.quantities import Quantity
from pipeline.extract.targets.sentences import Place, Reading, Sentence
from pipeline.extract.targets.vocabulary import Vocabulary

LONGEST_INDICATOR = 40
LONGEST_NAMED = 14  # characters of a noun phrase that is taken from what stands before
RE_BRACKETED = re.compile(r"（[^（）]*）")
RE_MODIFIER_OF = re.compile(r"^.{2,}?的(?=.{2,})")
RE_COMING_YEARS = re.compile(r"^(?:未来|今后)(?:[一二三四五六七八九十两]|\d{1,2})年内?的?")
RE_DATED_MODIFIER = re.compile(r"^20\d{2}年[^，。；]*的(?=.{2,})")  # 2008年以前建成的住宅楼
RE_BOUNDS_BEHIND = re.compile(r"(?:左右|以上|以下|以内|等)+$")
RE_NEEDS_WORK = re.compile(r"(?:综合|系统|专项|生态|环境|全面|工程)$")  # 大气污染综合治理 names the work
# verbs that are no part of a name; before 接待游客总量 and the like the verb says what is measured
RE_PLAIN_VERB = re.compile(
    r"^(?:完成|实现|新增|新建|建设|建成|安排|发放|扩大|增加|争取|引进|培育|推广|减少|压减|削减|压缩)"
)
RE_MEASURED = re.compile(r"(?:总量|总数|人数|量|额|率|里程)$")
RE_TIME_INSIDE = re.compile(r"(?<=.{2})(?:于|在|到)?20\d{2}年(?!以前|以来|之前|建成)[^，。；]*$")
RE_LEVEL_WORD_BEHIND = re.compile(r"(?:实现|达到|达|保持|稳定|完成|增长到|提高到|总体|新增|累计|建成|(?<=.{3})建设)+$")
RE_PER_PLACE = re.compile(r"(?:每(?:个)?[村镇乡县区校户人家])$")
RE_ENDS_CLAUSE = re.compile(
    r"(?:左右|以上|以下|以内|安排|掌握|执行|的目标|的水平|规模(?!以上)|水平|大关|台阶|新台阶|等(?!级)|用于|，|”|’|」|（)"
)
RE_NOUN_GOES_ON = re.compile(
    r"(?:的|业(?![务态主])|区(?![域块])|率(?!先)|量(?!子)|额|者|型|式|性|化(?![工肥学妆石])|力(?!争)|员(?!工)"
    r"|商(?![家户业会品贸场标圈])|权|类(?!脑)|度(?!假)|费|品(?!牌)|单位|体系|部门|指标|条件|资金|时限|时间|环节"
    r"|流程|用时|周期|能力|效能|强度|成本|水平|总量|密度|规模|投入|经费|费用|人员|用地)"
)
RE_ANY_DIGIT = re.compile(r"\d|等")
RE_OTHER_NUMBER = re.compile(r"\d[\d.]*万?(?:人|名|户|家|个)(?=[^，。；、\d])")
RE_PHRASE_BEFORE = re.compile(r"[\w“”‘’·（）+—-]{2,24}$")
PARTICLES = ("和", "与", "在", "以", "对", "由", "如", "从", "含")
ENDS = "、，。；：）”’」及和与或并且　"

# 和美乡村, 和谐社区: the character belongs to the noun.
RE_NO_JOINING = re.compile(r"和[美谐平]|及时|与会")


class NounPhrases:
    """Cuts indicators out of clauses, and finds the verb that governs a number."""

    def __init__(self, words: Vocabulary) -> None:
        self.words = words

    def opens_noun(self, right: str) -> bool:
        """True if a noun follows the number (7台燃气锅炉), not the end of its clause (锅炉7台)."""
        rest = re.sub(r"^(?:（[^（）]*）)+", "", right)
        ends = rest[:1] in ENDS and not RE_NO_JOINING.match(rest)
        return bool(rest) and not ends and not RE_ENDS_CLAUSE.match(rest)

    def behind(self, right: str) -> tuple[str, int]:
        """(indicator, how many characters of `right` belong to the noun) of a number that opens its noun."""
        rest = RE_BRACKETED.sub(lambda match: "　" * len(match[0]), right)
        other = RE_OTHER_NUMBER.match(rest)
        if other:  # 1000户4200人脱贫: both count the same
            noun, stop = self.behind(right[other.end() :])
            return noun, stop + other.end()
        verb = next((match for match in self.words.verbs.achieving.finditer(rest) if match.start() >= 2), None)
        stop = verb.start() if verb else len(right)
        return self.trimmed(right[:stop]), stop

    def trimmed(self, noun: str) -> str:
        """A noun phrase without grade, relative clause, what the counted do, and the noun of work behind it."""
        noun = self.words.parts.level.sub("", noun.strip("　 、的"))
        noun = self._without_modifier(noun)
        goes_on = self.words.verbs.goes_on.search(noun, 2)
        noun = RE_TIME_INSIDE.sub("", noun[: goes_on.start()] if goes_on else noun)
        noun = RE_BOUNDS_BEHIND.sub("", noun)
        work = self.words.nouns.work_end.search(noun)
        if work and work.start() >= 3 and not RE_NEEDS_WORK.search(noun[: work.start()]):
            noun = noun[: work.start()]
        return noun.strip("、，的 ")[:LONGEST_INDICATOR]

    def _without_modifier(self, noun: str) -> str:
        """具有国际影响力的龙头企业 is 龙头企业; 产值超亿元的企业 stays, for 企业 alone says nothing."""
        modified = RE_MODIFIER_OF.match(noun)
        if not modified or len(noun) - modified.end() < 2:
            return noun
        head = noun[modified.end() :]
        return noun if self.is_generic(head) else head

    def is_generic(self, noun: str) -> bool:
        return not noun or bool(self.words.nouns.generic.fullmatch(noun))

    def before(self, noun: str) -> str:
        """The noun phrase that ends where the number begins, without times, verbs and adverbs in front."""
        parts = self.words.parts
        noun = noun[max(noun.rfind(mark) for mark in "，；：") + 1 :]
        last = noun[noun.rfind("、") + 1 :]
        if last is not noun and self.words.verbs.work.match(last) and not is_noun_use(last, 2):
            noun = last  # 实施城市更新行动、完成投资220亿元
        if noun.count("“") > noun.count("”"):
            noun = noun[noun.rfind("“") + 1 :]
        noun = parts.compared_with.sub("", parts.time.sub("", noun.strip("　 、")))
        noun = self._without_start(noun.replace("每年", ""))
        noun = parts.loose_beginning.sub("", noun)
        if "的" in noun and parts.preposition.match(noun):
            noun = self._without_modifier(noun)  # 通过平台提供的微服务下载量
        noun = parts.loose_end.sub("", RE_PER_PLACE.sub("", noun))
        if not self.words.nouns.share_end.search(noun):
            noun = self._without_work(noun)
        noun = RE_COMING_YEARS.sub("", RE_DATED_MODIFIER.sub("", parts.level.sub("", noun.strip("、的 　"))))
        noun = RE_LEVEL_WORD_BEHIND.sub("", parts.loose_end.sub("", noun))
        return noun.strip("、，的 　")[-LONGEST_INDICATOR:]

    def _without_start(self, noun: str) -> str:
        """营业收入由2亿元扩大到5亿元: the name ends before 由."""
        return re.sub(r"(?:由|从)[^，。；]{0,10}?\d[^，。；]*$", "", noun)

    def _without_work(self, noun: str) -> str:
        """What stands behind the verb of work; 竣工项目 keeps the verb that names it."""
        flow = self.flow_verb(noun)
        if not flow:
            return noun
        rest = noun[flow.end() :]
        if RE_MEASURED.search(rest) and not RE_PLAIN_VERB.search(flow[0]):
            return noun[flow.start() :]
        if not rest:
            act = self.words.verbs.acts.search(noun)
            return act[0] if act else ""
        finished = self.words.verbs.finished.search(noun[: flow.end()])
        return finished[0] + rest if finished and self.is_generic(rest) else rest

    def flow_verb(self, text: str) -> re.Match[str] | None:
        """The verbs of work that govern the end of `text`: those that stand at a clause's beginning."""
        verbs, parts = self.words.verbs, self.words.parts
        opening = parts.time.match(text)
        start = first = opening.end() if opening else 0
        while True:
            match = self._chain(text, start)
            if match:
                return match
            adverb = parts.adverb.match(text, start)
            if not adverb or adverb.end() == start:
                break
            start = adverb.end()
        if not parts.preposition.match(text, first):
            return None
        return next(
            (
                self._chain(text, match.start())
                for match in verbs.work.finditer(text, first + 2)
                if len(match[0]) > 1 and not is_noun_use(text, match.end())
            ),
            None,
        )

    def _chain(self, text: str, start: int) -> re.Match[str] | None:
        """引进和培养, 新建改扩建: as many verbs as leave a noun behind them."""
        match = self.words.verbs.chain.match(text, start)
        leaves_noun = match and (match.end() == len(text) or not self.is_generic(text[match.end() :]))
        if match and leaves_noun and not is_noun_use(text, match.end()):
            return match
        single = self.words.verbs.work.match(text, start)
        return single if single and not is_noun_use(text, single.end()) else None

    def governing_verb(self, left: str) -> tuple[str, re.Match[str]] | None:
        """("flow" or "weak", the verb): the verb nearest before the number whose object it is."""
        best: tuple[str, re.Match[str]] | None = None
        for match in self.words.verbs.scan.finditer(left):
            if match["flow"] and not is_noun_use(left, match.end()):
                best = ("flow", match)
            elif match["weak"] and (match[0] not in PARTICLES or match.start() == 0):
                best = ("weak", match)
        return best

    def before_clause(self, sentence: Sentence, base: int) -> str:
        """海洋产业对就业的带动明显提高，达到20%以上: the indicator stands in the clause before."""
        head = re.split(r"[，；：]", sentence.text[:base].rstrip("，；："))[-1]
        return self.before(self.words.parts.improves_end.sub("", head))

    def named(self, sentence: Sentence, reading: Reading) -> str:
        """A noun that says nothing alone, as it was named last before: 项目 of 实施项目90个 is 技改项目."""
        noun, start = reading.indicator, min(reading.start, reading.quantity.start)
        measured = "" if reading.verb else self._measured(sentence, start, noun)
        if measured or not noun or not self.words.nouns.generic.fullmatch(noun):
            return measured or noun
        before = f"{sentence.context}。{sentence.text[:start]}"[-400:]
        while (at := before.rfind(noun)) > 0:
            phrase = RE_PHRASE_BEFORE.search(before[:at])
            named = self.trimmed(self.before(phrase[0] + noun)) if phrase else noun
            opens_with_verb = self.words.verbs.weak.match(named) or self.words.parts.preposition.match(named)
            says_more = len(noun) < len(named) <= LONGEST_NAMED and named.endswith(noun)
            if says_more and not opens_with_verb and not RE_ANY_DIGIT.search(named):
                return named
            before = before[:at]
        return noun

    def _measured(self, sentence: Sentence, start: int, noun: str) -> str:
        """重大项目120个，年度投资300亿元: the measure of what was counted just before, "" if it is none."""
        before = sentence.accepted[-1] if sentence.accepted else None
        if before is None or not self.words.nouns.measure.fullmatch(noun) or "；" in sentence.text[before.end : start]:
            return ""
        thing = before.indicator
        if self.words.nouns.stock_end.search(thing) or self.words.nouns.share_end.search(thing):
            return ""
        return f"{thing}{noun}"[-LONGEST_INDICATOR:]


def is_noun_use(text: str, end: int) -> bool:
    """服务 of 服务业, 发展 of 发展区: the characters go on as a noun."""
    return end < len(text) and bool(RE_NOUN_GOES_ON.match(text, end))


def is_unitless(quantity: Quantity) -> bool:
    return quantity.unit == "" and quantity.form == "arabic" and quantity.measure == ""


def stem(place: Place) -> str:
    """What stands before the number, its bound included."""
    return place.left + place.quantity.bound_before
