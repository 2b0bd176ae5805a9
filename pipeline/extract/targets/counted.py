"""Numbers that open their noun: 新建7台燃气锅炉, 选择不少于1000家企业, 50%以上的文化馆具备…, 安排2亿元资金."""

from __future__ import annotations

import re

from pipeline.extract.targets.exclusions import Exclusions
from pipeline.extract.targets.indicators import NounPhrases, is_unitless
from pipeline.extract.targets.lists import inherits
from pipeline.extract.targets.sentences import Place, Reading
from pipeline.extract.targets.vocabulary import Vocabulary
from pipeline.records import TargetKind

RE_THEN_DOES = re.compile(r"(?:，)?(?:组织)?(?:开展|实施|进行|推进)(?P<what>[^，。；、]{2,30})")
RE_GIVEN_TO = re.compile(r"(?:^|[，、])为(?:全[省市县区])?$")  # 为28个养老院配齐…
RE_PURPOSE = re.compile(r"^(?:，)?(?:用于|支持|重点支持)(?P<what>[^，。；、]{2,20})")
RE_FUND_BEHIND = re.compile(r"^的?(?P<what>[^，。；、的用]{0,10}?(?:资金|经费|基金|贷款|债券|额度))")
RE_FUND_SIZE = re.compile(r"(?:规模|总额|额度)(?:为|达|达到)?$")
RE_COVERS = re.compile(r"(?:覆盖|惠及|占)$")
RE_SETS_ASIDE = re.compile(r"(?:安排|拿出|提取|列支|预留|划出)$")
RE_ACHIEVES = re.compile(r"(?:实现|确保|做到|推动|力争|完成)(?:[^，。；、]{0,4}(?:超过|不低于|不少于))?$")
RE_STATE_BEHIND = re.compile(r"(?:全)?(?:就业|入学|参保|覆盖|达标|上岗|安置|持证|入园|入住|兑现|办结|回访|落实)")
RE_ADVERB_BEHIND = re.compile(r"(?:先行|率先|基本|全部|全面|均|都|要|应|将)+$")
RE_DOES_BEHIND = re.compile(
    r"(?P<who>[^，。；、的\d]{2,12}?)(?P<what>(?:建成|达到|实现|完成|建立|开展|配备|接入|通过|纳入)[^，。；、\d]{3,24})$"
)
RE_INVESTS = re.compile(r"(?:计划|拟|总|预计)?投资(?:约|近)?$")
RE_BUILDS = re.compile(r"(?:的)?(?:建设|改造|试点)")
RE_REACHES_BEHIND = re.compile(r"(?:建成|达到|实现|完成|创建)")
RE_SUPPORTS = re.compile(r"(?:支持|扶持|资助|帮助|推动|引导|带动|组织)$")
RE_TAKES_UP = re.compile(r"(?:抓好|抓实)(?:[^，。；、]{2,20}等)?$")
RE_CUMULATIVE = re.compile(r"累计$")
RE_HELPS = re.compile(r"(?:支持|帮助|扶持|资助|帮扶)$")
RE_HELPED_TO = re.compile(
    r"(?P<who>[^，。；、的\d]{0,10}?(?:[校中小]学|高中|学校|高校|幼儿园|[县村镇乡区市]|社区|街道|医院|卫生院|养老院|机构|合作社|农场|[农住困商渔牧]户|家庭|站|馆))"
    r"(?:改善|提升|提高|改造|扩建|新建|扩大|更新|升级|开展|实施|开设|配备)[^，。；、]{2,20}"
)
RE_PEOPLE = re.compile(r"[名人位]")
BECOMES = ("入选", "获评", "列入", "成为", "获批")
ADJUNCTS = ("围绕", "聚焦", "依托")


class OpeningNumbers:
    """Reads the numbers that stand before what they count."""

    def __init__(self, words: Vocabulary, nouns: NounPhrases, exclusions: Exclusions) -> None:
        self.words, self.nouns, self.exclusions = words, nouns, exclusions

    def read(self, place: Place) -> Reading | None:
        if not self.nouns.opens_noun(place.right):
            return None
        noun, stop = self.nouns.behind(place.right)
        if not noun:
            return None
        if place.quantity.measure == "share":
            return self._share(place, stop)
        given = self._given(place) or self._helped(place)
        if given:
            return given
        if place.quantity.measure in ("money", "time") or is_unitless(place.quantity):
            return self._money(place)
        return self._counted(place, noun, stop)

    def _given(self, place: Place) -> Reading | None:
        """为28个乡镇养老院配齐助浴设备: those who get it are counted."""
        if place.quantity.measure not in ("", "count") or not RE_GIVEN_TO.search(place.left):
            return None
        given = self.words.verbs.gives.search(place.right, 2)
        if not given:
            return None
        noun = self.nouns.trimmed(place.right[: given.start()])
        end = place.end + len(place.right)
        return Reading(place.quantity, noun, "flow", place.base, end, "given-to", verb=given[0])

    def _helped(self, place: Place) -> Reading | None:
        """支持12所乡镇中学改善宿舍条件: so many places that are to do something; 8个县 alone says nothing."""
        helps, does = RE_HELPS.search(place.left), RE_HELPED_TO.match(place.right)
        if not helps or not does or place.quantity.measure != "count":
            return None
        noun = self.nouns.trimmed(does["who"]) if len(does["who"]) > 1 else does[0]
        start, end = place.base + helps.start(), place.end + does.end()
        return Reading(place.quantity, noun, "flow", start, end, "selected", verb=helps[0])

    def _share(self, place: Place, stop: int) -> Reading | None:
        right, left, end = place.right, place.left, place.end + len(place.right)
        rest = re.split(r"[，；。]", place.sentence.text[place.end :], maxsplit=1)[0]
        achieving = self.words.verbs.achieving
        covers = RE_COVERS.search(left + place.quantity.bound_before)
        if right.startswith("的") and (covers or RE_SETS_ASIDE.search(left) or achieving.search(rest)):
            noun = RE_ADVERB_BEHIND.sub("", self.nouns.trimmed(right[:stop].lstrip("的")))
            return Reading(place.quantity, noun, "share", place.base, end, "share-of")
        done = RE_DOES_BEHIND.match(right) if not left.strip() else None
        if done:  # 30%以上县城建成智慧照明系统
            noun = f"{done['what']}的{RE_ADVERB_BEHIND.sub('', done['who'])}"
            return Reading(place.quantity, noun, "share", place.base, end, "share-of")
        if RE_ACHIEVES.search(left) and RE_STATE_BEHIND.fullmatch(right.strip("　 ")):
            noun = self.nouns.before(RE_ACHIEVES.sub("", left).removesuffix("当年")) + right.strip("　 ")
            return Reading(place.quantity, noun, "share", place.base, end, "share-of")
        if RE_ACHIEVES.search(left) and len(right) >= 4:
            return Reading(place.quantity, self.nouns.trimmed(right), "share", place.base, end, "share-of")
        if (achieving.match(right[stop:]) or RE_REACHES_BEHIND.match(right)) and left.strip():
            return Reading(place.quantity, self.nouns.before(left), "share", place.base, end, "share-of")
        return None

    def _counted(self, place: Place, noun: str, stop: int) -> Reading | None:
        right, end = place.right, place.end + stop
        achieving = self.words.verbs.achieving.match(right[stop:])
        verb = self.nouns.governing_verb(place.left)
        if verb is None:
            return self._achieved(place, noun, end, achieving) or self._shared(place, noun, end)
        of_work, match = verb[0] == "flow", verb[1]
        if match[0] in ADJUNCTS and not achieving:
            return None  # 聚焦102项重大工程、…重点建设任务
        supports = self._supports(place, noun)
        if not of_work and not supports and not achieving and not self._builds(place, noun, stop):
            return None
        start = place.base + match.start()
        selected = self.words.verbs.selects.match(match[0]) and match.end() >= len(place.left) - 3
        does = RE_THEN_DOES.search(right) if selected else None
        if does:
            ends = place.end + does.end()
            return Reading(place.quantity, does["what"], "flow", start, ends, "selected", verb=match[0])
        whole = RE_CUMULATIVE.search(place.left[: match.start()]) or (achieving and achieving[0] == "达到")
        kind: TargetKind = "stock" if whole else "flow"
        rule = "achieved" if kind == "stock" else "counted"
        if achieving:
            noun = self._of_what_they_become(noun, place.sentence.text[end:], achieving[0])
        return Reading(place.quantity, noun, kind, start, end, rule, verb=match[0])

    def _supports(self, place: Place, noun: str) -> bool:
        """支持300名骨干教师, 抓好100个重点项目: so many persons, or so many things that are no standing structure."""
        if RE_TAKES_UP.search(place.left):
            return not self.words.nouns.standing.search(noun)
        return bool(RE_SUPPORTS.search(place.left) and RE_PEOPLE.match(place.quantity.unit))

    def _achieved(self, place: Place, noun: str, end: int, achieving: re.Match[str] | None) -> Reading | None:
        """80个事项实现“一次办成”: the number opens the clause, its verb follows."""
        if not achieving or place.item.strip().startswith(ADJUNCTS):
            return None
        kind: TargetKind = "stock" if achieving[0] == "达到" else "flow"
        noun = self._of_what_they_become(noun, place.sentence.text[end:], achieving[0])
        start = place.base + len(place.left) - len(place.item)
        return Reading(place.quantity, noun, kind, start, end, "achieved")

    def _of_what_they_become(self, noun: str, behind: str, verb: str) -> str:
        """2个项目入选试点示范项目 counts 试点示范项目; 100家企业达到3级标准 counts 达到3级标准企业."""
        if not self.nouns.is_generic(noun):
            return noun
        what = re.split(r"[，。；、]", behind[len(verb) :].strip("　 "), maxsplit=1)[0].strip("　 ”“")
        if not 3 <= len(what) <= 20:
            return noun
        if verb in BECOMES:
            return what
        return f"{verb}{what}{noun}" if verb in ("纳入", "达到", "通过") else noun

    def _shared(self, place: Place, noun: str, end: int) -> Reading | None:
        """、1000名校长: an item that shares the verb of the one before."""
        before = inherits(self.words, self.nouns, place)
        if before is None:
            return None
        start = place.base + len(place.left) - len(place.item)
        if before.rule == "money" or before.kind == "grant":
            return None
        return Reading(place.quantity, noun, before.kind, start, end, "listed", verb=before.verb)

    def _builds(self, place: Place, noun: str, stop: int) -> bool:
        """推进10处…设施建设 builds something; 推进24条产业链高质量发展 pushes what exists."""
        if self.words.nouns.standing.search(noun):
            return False
        behind = place.right[stop:]
        return bool(
            self.words.nouns.work_end.search(place.right[:stop].rstrip("等"))
            or self.words.nouns.work_begins.match(behind)
            or RE_BUILDS.match(behind)
        )

    def _money(self, place: Place) -> Reading | None:
        """安排2亿元用于…, 设立规模不少于50亿元的基金: money a government spends, raises or attracts."""
        built = self.words.verbs.work.match(place.right) if RE_INVESTS.search(place.left) else None
        if place.quantity.measure == "money" and built:
            noun, end = self.nouns.trimmed(place.right[built.end() :]), place.end
            return Reading(place.quantity, noun, "flow", place.base, end, "money", verb="投资")
        verb = self.nouns.governing_verb(place.left)
        is_fund = verb is not None and verb[0] == "flow"
        if place.quantity.measure != "money" or verb is None or not (is_fund or place.left.endswith("统筹")):
            return None
        right = place.right
        purpose, fund = RE_PURPOSE.match(right), RE_FUND_BEHIND.match(right)
        named = purpose["what"] if purpose else fund["what"] if fund else ""
        if right.startswith("的"):
            named = self.nouns.trimmed(right.lstrip("的"))
        kind: TargetKind = "stock" if RE_FUND_SIZE.search(place.left) else "flow"
        indicator = named or self.nouns.before(place.left) or verb[1][0]
        end = place.end + (fund.end() if fund else len(right) if named else 0)
        return Reading(place.quantity, indicator, kind, place.base + verb[1].start(), end, "money", verb=verb[1][0])
