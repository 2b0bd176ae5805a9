"""What is no target: what is past, there already, foreseen, asked of others, or only a size in a name."""

from __future__ import annotations

import re

from pipeline.extract.targets.indicators import NounPhrases, stem
from pipeline.extract.targets.periods import is_of_past_year, is_past_at, plan_is_over, year_at
from pipeline.extract.targets.sentences import Place, Sentence
from pipeline.extract.targets.vocabulary import Vocabulary
from pipeline.records import Unit

RE_BARE_NUMBER_OF = re.compile(r"(?:达到|达|至|到|为|在|不[低高]于|超过|指数|突破|超|过|PUE|得分|比|值|系数|：)$")
RE_RATIO_BEHIND = re.compile(r"^(?:分之|：)")
RE_MULTIPLE_NAMES = re.compile(r"[^，。；、以左的”（　 ]")  # 倍增一张图
RE_NEW_CAPACITY = re.compile(r"(?:新增|新建成|并网|投产)[^，。；]{0,10}$")
RE_POINT = re.compile(r"^[　 ]*[一二三四五六七八九十]{1,2}是")  # 二是2022年，…
RE_NEXT_POINT = re.compile(r"；(?=[一二三四五六七八九十]{1,2}是)")
RE_OPENS_WITH_YEAR = re.compile(r"(?P<year>20\d{2})年，?(?!以来)")
RE_ON_THIS_BASIS = re.compile(r"^[^，。；、]{0,16}的?基础上")  # 在建成20座的基础上: they are there
RE_OF_PEOPLE = re.compile(
    r"(?:人员|人才|劳动力|群众|居民|学生|毕业生|教师|农民|职工|青年|儿童|老人|妇女|残疾人|干部|骨干)$"
)
RE_CONDITION_OPENS = re.compile(r"^(?:　| )*(?:凡|对|符合)")
RE_COVERS = re.compile(r"(?:覆盖|惠及|占)$")
RE_FUND_SIZE = re.compile(r"(?:规模|总额|额度)(?:为|达|达到|不少于|不低于|超过|约|突破)?$")
RE_CAPACITY = re.compile(r"的?[^，。；、]{0,6}产能")
RE_FUND = re.compile(r"(?:左右|以上)?的?[^，。；、]{0,16}(?:基金|资金池|债券|专项贷款)")
RE_WORK_ON_EXISTING = re.compile(r"(?:全部|全面)?完成(?:对|了)?(?:现有|剩余|尚有)的?$")
RE_NAMES_SHARE = re.compile(
    r"[^，。；、\d]{2,16}?(?:率|比例|比重|占比)(?:均|都|分别|稳定)*(?:达|提高|不[低少高]|保持|控制|超过|为)"
)
RE_TIMES_PRESENT = re.compile(r"(?:目前|当前|现有|现状)[^，。；]{0,20}的$")  # 超过当前空地的3倍 only compares
VOLTAGES = ("千伏", "kV", "KV")  # nothing is built by the volt: 建设110千伏输电线路
# 优良天数分别达到东城220天、西城210天: days that are counted are no time limit
RE_COUNTS_DAYS = re.compile(r"天数(?:分别|依次|均|再|总体)?(?:达|不少于|不低于|超过|增加|提高|为|保持)")
NO_TIME_LIMITS = ("年", "月", "岁")
SIZES = ("money", "count", "compute")
BOUNDED = ("ge", "le", "gt")


class Exclusions:
    """Says of a unit, a sentence or a number that it promises nothing."""

    def __init__(self, words: Vocabulary, nouns: NounPhrases) -> None:
        self.words, self.nouns = words.no_promises, nouns
        self._vocabulary = words

    def is_no_promise(self, unit: Unit, own_year: int | None) -> bool:
        """Whether a whole unit tells of results or of who may apply."""
        return bool(self.words.scope_text.match(unit.text)) or any(
            self.words.scope_heading.search(heading)
            or (unit.kind != "goal" and self.words.past_heading.search(heading))
            or is_of_past_year(heading, own_year)
            for heading in unit.headings
        )

    def tells_results(self, sentence: Sentence, own_year: int | None) -> bool:
        """Whether a sentence opens with a past time and does not come back to what shall be."""
        return self._opens_in_the_past(sentence.text, own_year) and not self.words.back_to_future.search(sentence.text)

    def _opens_in_the_past(self, text: str, own_year: int | None) -> bool:
        text = RE_POINT.sub("", text)
        until = re.match(r"[　 ]*(?:截至|截止到?|到)(?P<year>20\d{2})年", text)
        if until and own_year is not None:
            return int(until["year"]) < own_year or bool(self.words.past_clause.search(text))
        if until or re.match(r"[　 ]*(?:截至|截止)", text):
            return bool(until is None or self.words.past_clause.search(text))
        opening = text.lstrip("　 ")
        told = self.words.past_opening.match(opening)
        year = RE_OPENS_WITH_YEAR.match(told[0]) if told else None
        if told and year and own_year is not None and int(year["year"]) >= own_year:
            return bool(self.words.past_clause.search(told[0]))  # 2027年，改革取得突破: still to come
        return plan_is_over(opening, own_year) or bool(told)

    def excludes(self, place: Place, own_year: int | None) -> bool:
        """Whether the clause only mentions its number."""
        return (
            self._is_no_amount(place)
            or self._is_past(place, own_year)
            or self._is_foreseen(place, own_year)
            or self._is_size_or_frequency(place)
            or self._is_condition(place)
        )

    def _is_no_amount(self, place: Place) -> bool:
        quantity, right = place.quantity, place.right
        named = RE_BARE_NUMBER_OF.search(stem(place))
        if quantity.measure == "" and quantity.form == "arabic" and not named:
            return True
        if self.words.from_value_end.search(place.left) and self.words.rises_to.match(right):
            return True  # 由2亿元 of 由2亿元扩大到5亿元
        if quantity.form == "multiple" and quantity.unit == "倍" and RE_MULTIPLE_NAMES.match(right):
            return True
        existing = self.words.existing_end.search(place.left) and not RE_WORK_ON_EXISTING.search(place.left)
        there = existing or RE_ON_THIS_BASIS.match(right)
        return bool(there or RE_RATIO_BEHIND.match(right) or self._is_in_name_of_share(place))

    def _is_in_name_of_share(self, place: Place) -> bool:
        """三项 of 三项医疗保险参保率达到95%: the things one share is taken of."""
        return place.quantity.measure == "count" and bool(RE_NAMES_SHARE.match(place.sentence.text, place.end))

    def _is_past(self, place: Place, own_year: int | None) -> bool:
        sentence, start = place.sentence, place.quantity.start
        back = self.words.back_to_future
        opening = sentence.text[sentence.text.rfind("；", 0, start) + 1 :]
        points = [match.end() for match in RE_NEXT_POINT.finditer(sentence.text, 0, start)]
        of_point = [period for period in sentence.periods if period.start >= max(points, default=0)]
        if self._opens_in_the_past(opening, own_year) or is_past_at(of_point, start):
            return not back.search(sentence.text, max(points, default=0), start)
        return bool(self.words.past_clause.search(place.left)) and not back.search(place.left)

    def _is_foreseen(self, place: Place, own_year: int | None) -> bool:
        """预计…, 高校毕业生超过…: nobody promises it, unless a later year is set for it."""
        head = place.left + place.quantity.bound_before
        later = year_at(place.sentence.periods, place.quantity.start)
        if later is not None and own_year is not None and later > own_year:
            return False
        if place.quantity.measure == "multiple" and RE_TIMES_PRESENT.search(place.left):
            return True
        return bool(self.words.forecast.search(place.left) or self.words.fact.search(head))

    def _is_size_or_frequency(self, place: Place) -> bool:
        quantity, left = place.quantity, place.left
        if quantity.measure == "time":
            return not self._is_time_limit(place)
        describes = quantity.unit in self._vocabulary.nouns.descriptive_units and self.nouns.opens_noun(place.right)
        if describes and (quantity.unit in VOLTAGES or not (RE_NEW_CAPACITY.search(left) or self._is_built(place))):
            return True
        return bool(self.words.frequency_end.search(left)) or (quantity.unit == "次" and place.right.startswith("/"))

    def _is_time_limit(self, place: Place) -> bool:
        """压缩至15天以内: a time to be reached; 连续三年, 3年行动, 有效期3年 are only durations."""
        nouns = self._vocabulary.nouns
        if nouns.years_lived_end.search(place.left + place.quantity.bound_before):
            return True
        if nouns.duration_end.search(place.left) and place.quantity.bound_before:
            return True
        if place.quantity.unit in ("天", "日") and RE_COUNTS_DAYS.search(place.clause):
            return True
        return bool(self.words.shrinks_to_end.search(stem(place))) and place.quantity.unit not in NO_TIME_LIMITS

    def _is_condition(self, place: Place) -> bool:
        """A size that only says which things are meant: 年营业收入2000万元以上的企业, 30万千瓦以下煤电机组4台."""
        quantity, right = place.quantity, place.right
        if self.words.condition_clause.match(place.clause) or self._stands_in_conditions(place):
            return True
        if place.left.endswith(("含", "（含")):
            return True
        if RE_COVERS.search(stem(place)) or (RE_FUND_SIZE.search(stem(place)) and RE_FUND.match(right)):
            return False  # 覆盖85%以上的行政村, 总规模不少于100亿元的基金
        names = self.words.condition_noun.match(right)
        if quantity.unit == "吨" and RE_CAPACITY.match(right):
            return False  # 关停85万吨以上落后产能
        counts = quantity.unit in self._vocabulary.nouns.extents or self._counts_people(place)
        if counts and quantity.op == "ge" and self._is_built(place):
            return False  # 新建20公里以上的生态廊道, 帮扶500人以上就业困难人员
        sized = quantity.measure == "money" or quantity.unit in self._vocabulary.nouns.sizes
        if sized and quantity.op in BOUNDED and right and self._qualifies(right):
            return True
        if quantity.measure == "share" and self._vocabulary.verbs.achieving.search(right):
            return False  # 四分之三的行政村实现公交直达
        if names and quantity.measure != "count" and right.lstrip("以上下").startswith("的"):
            return True
        return (
            bool(RE_CONDITION_OPENS.match(place.clause))
            and "的" in right
            and quantity.measure not in ("share", "count")
        )

    def _is_built(self, place: Place) -> bool:
        """The extent stands right behind the verb of work, and no number of things follows it."""
        verb = self.nouns.governing_verb(place.left)
        end = place.sentence.clause_around(place.quantity.start, place.end)[1]
        following = [other for other in place.sentence.quantities if place.end < other.start < end]
        follows = any("、" not in place.sentence.text[place.end : other.start] for other in following)
        return verb is not None and verb[0] == "flow" and verb[1].end() == len(place.left) and not follows

    def _counts_people(self, place: Place) -> bool:
        """帮扶500人以上就业困难人员 counts persons; 500人以上企业 are enterprises of a size."""
        noun, _ = self.nouns.behind(place.right)
        return place.quantity.unit in ("人", "人次") and bool(RE_OF_PEOPLE.search(noun))

    def _qualifies(self, right: str) -> bool:
        """以上 is followed by the thing it describes, not by the end of the clause."""
        rest = right.removeprefix("（含）")
        return bool(rest) and not rest.startswith(("的目标", *"，。；、　”）"))

    def _stands_in_conditions(self, place: Place) -> bool:
        sentence = place.sentence
        return bool(self.words.condition_lead.search(f"{sentence.context[-200:]}{sentence.text[: place.base]}"))
