"""What may be a named thing in a unit: one family of rules each for documents, quotations, names by
their last words, lists, industries, places and departments.

Every rule proposes candidates; which of overlapping ones stands is decided once, in entities.py.

Longer than 350 lines: families of rules that share one vocabulary and one way of marking a text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pipeline.extract.entities.boundaries import (
    FILLER,
    RE_CONJUNCTION,
    RE_QUOTED,
    RE_TITLE,
    Boundaries,
    Found,
    MarkedText,
    Vocabulary,
    flat,
    trie_pattern,
)
from pipeline.extract.entities.fields import FieldRules
from pipeline.extract.entities.places import BesideRules, DepartmentRules, PlaceRules
from pipeline.extract.entities.works import WorkRules
from pipeline.extract.spans import Span, overlaps_any, taken_by
from pipeline.knowledge.chinese import HAN, RE_HAN
from pipeline.records import EntityLabel

RE_STRETCH = re.compile(r"[^，。；：！？\s]+")  # what lists never cross
RE_AND_SO_ON = re.compile("(?<![高中初平同对均优])等(?!级|离|温|效|保|额|分|位)")  # A、B等领域, but 高等, 等级
COUNT = "(?:\\d+|[一二两三四五六七八九十百]+)(?:余|多)?(?:个|大|条|家|项|类|种|处|座|所|场|批)?"  # 等2家, 等七大

# Documents: （国发〔2020〕3号）, (鲁政办发[2021]12号)
RE_DOCUMENT_NUMBER = re.compile(
    r"[（(][^（）()\n]{0,14}[〔\[【（(]\d{4}[〕\]】）)]第?\d+号[）)]|[（(][^（）()\n]{2,14}(?:令|公告|通告)(?:\d{4}年)?第?\d+号[）)]"
)

# Quotations
RE_SHORT_FOR = re.compile("(?:简称|统称|称为|称作|所称|即|叫做)$")  # （以下简称“示范园”）
RE_KIND_OF_THINGS = re.compile(
    rf"等[{HAN}]{{0,8}}?(?:企业|行业|产业|领域|问题|群体|人员|商品|方面)"
)  # “吃住行”等传统企业
LONGEST_BEFORE_QUOTATION = 9
LONGEST_BEHIND_QUOTATION = 22
LONGEST_STEM = 100  # characters before a name's last words that are searched for its beginning

# Names
RE_PLACE_BEHIND = re.compile(rf"（[{HAN}]{{2,5}}）")  # …创新中心（清江）
RE_SERIES_BEHIND = re.compile(rf"（[{HAN}]{{2,5}}号）")  # 中欧班列（清江号）
RE_PHASE_BEHIND = re.compile("(?:[一二三四五]期|[东西南北]段|[东西南北]延(?:伸)?段)(?:工程|项目)?")  # …风电场二期
PART_BEHIND = {"ORG": RE_PLACE_BEHIND, "PROGRAM": RE_SERIES_BEHIND, "PROJECT": RE_PHASE_BEHIND}
RE_COUNTED_BEHIND = re.compile(
    r"(?:总数|数量|累计)?(?:达到|超过|突破|不少于)?\d+(?:[—~～至-]\d+)?(?:余|多)?[个家项处座条所名只场批期](?!工程)"
)  # …创新中心5家: a kind
RE_COUNTED_INSIDE = re.compile(
    rf"(?:\d+|[一二两三四五六七八九十百千]+)(?:余|多)?[个家项类大处座所]|{FILLER}个"
)  # 土地和房屋3大数据库
RE_NUMBERED_LINE = re.compile(
    r"(?:轨道交通|地铁|城轨|轻轨)?\d{1,4}号线(?:[东南西北中]延?(?:伸)?段|[一二三四五]期(?:工程)?|延伸(?:段|线)?|支线|首通段)?"  # 3号线北段
    rf"|[GSX]\d{{2,4}}(?:国道|省道|线|高速)?(?:[{HAN}]{{1,10}}?段|改线)"  # G318改线
    "|(?:\\d{1,4}号|[经纬][一二三四五六七八九十]+)(?:路|公交走廊|公路|街|通道)"  # 9号路, 纬三路
)
# 第三届米粉节, 环湖自行车赛, but 环节, 竞赛
RE_EVENT_END = re.compile(
    "节(?<![环季春调细关章情礼枝末脱衔音字小时佳]节)(?![约能水点日假奏目庆气省支本育律选])|赛(?<![竞比参联大决初复]赛)(?![事场道区季马艇车制程点])|展(?<!"
    "[发开进拓施伸舒画参扩布车设]展)(?![示会览开现望品演厅馆销位])"
)
RE_MONEY_BEFORE = re.compile("[0-9万亿]元的?$")
LONGEST_EVENT = 16
RE_BRIDGE_END = re.compile("[一二三四五六七八九]桥")  # 清江三桥
NUMBER_MARKS = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫"
HOLD_VERBS = frozenset(
    (
        *NUMBER_MARKS,
        "举办",
        "办好",
        "承办",
        "举行",
        "主办",
        "开展",
        "组织",
        "组织开展",
        "筹办",
        "创办",
        "参加",
        "申办",
        "、",
    )
)
# 县博物馆, 市第一人民医院: the level is the name; without the head of a new name behind it
RE_LEVEL_BODY = re.compile(
    rf"(?:自治[区州县旗]|[省市区县州盟旗])(?:第[一二三四五六七八九十]+|人民|中心|妇幼|儿童|传染病|职业|民族|少年)*"
    r"(?:图书馆|文化馆|博物馆|美术馆|科技馆|群艺馆|档案馆|体育馆|少年宫|大剧院|医院|中医院|保健院|疾控中心|福利院|敬老院|党校|电视台|广播电视台|融媒体中心|农科院|社科院|演艺集团"
    rf"|[{HAN}]{{2,4}}集团)"
    "(?![新老分本]?院区|住院|门诊|综合|总分馆|[分新]馆|建设|改造|改扩建|扩建|迁建|项目|工程|[一二三]期|体系)"
)
RE_PHASE = re.compile(
    "(?<![一二三四五六七八九十学年分各])[一二三四五六]期(?:工程|项目)?(?![间限货满刊内末])"
)  # 岚岭核电二期
SHORTEST_PHASED, LONGEST_PHASED = 3, 16  # characters before the phase
RE_LEVEL_BODY_BUILT = re.compile(  # 省档案馆新馆, 市中医院迁建
    rf"(?:自治[区州县旗]|[省市区县州盟旗])[{HAN}]{{0,8}}?(?:馆|院|中心|学校|中学|大学|校)"
    "(?:新馆|新院区?|新校区|分馆|迁建|改扩建|扩建|[东西南北]院区?|[东西南北]校区|[二三四]期)"
)
RE_FROM_TO = re.compile(
    rf"[{HAN}]{{2,6}}(?:—|-|至)[{HAN}]{{2,14}}?(?:铁路|高铁|高速公路|高速|公路|城际|快速路|管道|管线|通道|航线|段)"
)  # 清江至南岭铁路
RE_SIZED_PROJECT = re.compile(
    rf"[{HAN}]{{2,12}}\d+(?:万?千瓦|兆瓦|万吨|千伏|公里)[{HAN}]{{2,12}}?(?:项目|工程)"
)  # 清江水库80兆瓦光伏项目
FIGHTS = frozenset(("打击", "防范", "化解", "查处", "纠正", "破除", "遏制", "拆除", "清退", "禁止", "防止"))
RUN_VERBS = frozenset(("开展", "组织开展", "实施", "组织实施", "启动", "部署"))
RUN_BY_SOMEBODY = frozenset({"campaign", "fund", "event"})  # named only behind a verb: 实施…行动, 设立…基金, 举办…大赛
NO_SCHOOL = (
    "现代产业",
    "特色产业",
    "未来技术",
    "型",
    "性",
    "流",
    "级",
    "类",
    "高等",
    "重点",
    "各",
    "知名",
    "著名",
    "建设",
    FILLER,
)  # 一流大学

# Lists
RE_COUNT_OF_KINDS = re.compile(r"(?:\d+|[两三四五六七八九十]+)(?:个|大|类|种|项)")  # 物流六大服务业: closes the list
RE_COUNTED_FIELDS = re.compile(  # 普惠金融、智慧文旅2个领域
    rf"(?P<item>[{HAN}]{{2,12}}?){RE_COUNT_OF_KINDS.pattern}(?:重点|优势|特色|主导|支柱|新兴|未来|细分|应用)*(?:领域|产业|行业|方向|赛道)"
)
RE_ITEM = re.compile(rf"[{HAN}0-9A-Za-z/+\-—.（）]{{2,20}}")
RE_DEED = re.compile(f"[{HAN}]{{4,16}}行动")
KINDS_OF_BODIES = (
    "类",
    "型",
    "性",
    "级",
    "经营",
    "生产",
    "产品",
    "设备",
    "材料",
    "户",
    "者",
    "员",
    "企",
    "服务业",
    "制造业",
)  # 劳动密集型等企业
BUILDINGS = frozenset("馆站厅店园校院所区村城厂场楼室库")  # 智慧书店 is no industry

# Industries
RE_INDUSTRY_HEAD = re.compile(
    "产业(?!链|园|强[镇县区市省]|工人|化|体系|基础|政策|大脑|互联网|结构|基金|联盟|布局|引导|领军|带|金融|创新|技术)|行业|领域"
)
RE_PLUS_TITLE = re.compile(
    rf"(?P<left>[{HAN}]{{2,6}})[+＋](?P<right>[{HAN}]{{2,8}})(?=[。，；\n]|$)"
)  # 人工智能+现代农业。
RE_TITLE_PHRASE = re.compile(rf"[{HAN}]{{3,8}}(?=。)")  # 智慧医疗。落实…


class EntityRules:
    """All rules over one lexicon; `is_department` tells whether a name is a known body."""

    def __init__(self, lexicon: dict, *, is_department: Callable[[str], bool]) -> None:
        self.boundaries = Boundaries(lexicon)
        vocabulary = Vocabulary(lexicon)
        lists = ListRules(lexicon, vocabulary)
        self.beside = BesideRules(lexicon, vocabulary)
        self.works = WorkRules(vocabulary)
        self.families = (
            documents,
            QuotationRules(lexicon, vocabulary, self.boundaries).find,
            NameRules(lexicon, vocabulary, self.boundaries).find,
            lists.find,
            IndustryRules(lexicon, lists).find,
            FieldRules(lists.is_industry).find,
            PlaceRules(lexicon, vocabulary).find,
            DepartmentRules(vocabulary, is_department).find,
        )

    def find(self, text: str, skip: tuple[Span, ...] = ()) -> list[Found]:
        """Every candidate of every rule, family by family; they may overlap."""
        marked = self.boundaries.mark(text, skip)
        candidates = list(self.works.settle(marked, (found for family in self.families for found in family(marked))))
        candidates += self.works.waters(marked)
        candidates += self.beside.find(marked, candidates)
        return [*candidates, *self.works.find(marked, candidates)]


def documents(marked: MarkedText) -> Iterator[Found]:
    """《…》 with the document number behind it."""
    for match in RE_TITLE.finditer(marked.text):
        number = RE_DOCUMENT_NUMBER.match(marked.text, match.end())
        yield Found(match.start(), number.end() if number else match.end(), "DOC", "title-marks")


class QuotationRules:
    """“…” with the noun that closes the name and the words before that belong to it."""

    def __init__(self, lexicon: dict, vocabulary: Vocabulary, boundaries: Boundaries) -> None:
        words = lexicon["quotes"]
        self.vocabulary = vocabulary
        self.boundaries = boundaries
        self.kinds = frozenset(words["kinds"])
        self.head = re.compile(f"(?>{trie_pattern(words['heads'])})(?!{trie_pattern(words['head_continues'])})")
        self.strong_head = re.compile(trie_pattern(words["strong_heads"]))
        self.far_head = re.compile(f"的[{HAN}]{{0,8}}?{trie_pattern(words['far_heads'])}")
        self.project_head = re.compile(trie_pattern(words["project_heads"]))
        self.rejected_behind = re.compile(trie_pattern(words["rejected_followers"]))
        self.rejected_before = re.compile(f"{trie_pattern(words['rejected_before'])}了?$")
        self.verbs_before = re.compile(f"{trie_pattern(words['verbs_before'])}+")
        self.not_before = re.compile(trie_pattern(words["not_before"]))

    def find(self, marked: MarkedText) -> Iterator[Found]:
        titles = taken_by((title.span() for title in RE_TITLE.finditer(marked.text)), len(marked.text))
        for quotation in RE_QUOTED.finditer(marked.text):
            if not overlaps_any(titles, *quotation.span()):
                found = self._read(marked, quotation)
                if found:
                    yield found

    def _read(self, marked: MarkedText, quotation: re.Match[str]) -> Found | None:
        words = quotation[0][1:-1]
        if self._is_saying(marked, quotation, words):
            return None
        end = self._head_end(marked, quotation.end())
        start = self._start(
            marked, quotation.start(), headed=end is not None or words.endswith(("行动", "工程", "计划"))
        )
        if end is not None and (words not in self.kinds or self._is_named_after_kind(marked, quotation.end(), end)):
            return Found(start, end, "PROGRAM", "quotation-head")
        if platform := self.project_head.match(marked.masked, quotation.end()):
            return Found(start, platform.end(), "PROJECT", "quotation-platform")
        if self._is_kind(marked, quotation, words):
            return None
        return Found(start, quotation.end(), "PROGRAM", "quotation")

    def _is_named_after_kind(self, marked: MarkedText, start: int, end: int) -> bool:
        """“小巨人”培育工程 is a programme, “小巨人”企业培育机制 only says of whom."""
        return bool(self.strong_head.search(marked.masked, start, end)) and not marked.masked.startswith(
            ("企业", "中小企业"), start
        )

    def _is_saying(self, marked: MarkedText, quotation: re.Match[str], words: str) -> bool:
        """Quoted as a saying, a short form, or to describe what follows 的."""
        if len(words) < 2 or "，" in words or ("、" in words and len(words) > 12) or words.endswith(("效应", "作用")):
            return True
        if RE_SHORT_FOR.search(
            marked.text[max(quotation.start() - 3, 0) : quotation.start()]
        ) or RE_KIND_OF_THINGS.match(marked.masked, quotation.end()):
            return True
        return marked.masked.startswith("的", quotation.end()) and (
            "、" in words or not self.far_head.match(marked.masked, quotation.end())
        )

    def _is_kind(self, marked: MarkedText, quotation: re.Match[str], words: str) -> bool:
        """Without a head: a kind of thing (“小巨人”), an evil to be fought, or followed by what names no programme."""
        before = marked.masked[max(quotation.start() - 4, 0) : quotation.start()]
        if words in self.kinds or not RE_HAN.search(words) or self.rejected_before.search(before):
            return True
        return bool(self.rejected_behind.match(marked.masked, quotation.end()))

    def _head_end(self, marked: MarkedText, start: int) -> int | None:
        """The end of the last head noun before a cut; before a conjunction, of the first."""
        if far := self.far_head.match(marked.masked, start):
            return far.end()
        near = self.head.match(marked.masked, start)
        last = near.end() if near else None
        for head in self.head.finditer(
            marked.masked, start, min(marked.piece_end(start), start + LONGEST_BEHIND_QUOTATION)
        ):
            between = marked.masked[start if last is None else last : head.start()]
            if FILLER in between or (last is not None and RE_CONJUNCTION.search(between)):
                break
            last = head.end()
        return last

    def _start(self, marked: MarkedText, quotation: int, *, headed: bool) -> int:
        """The words before a quotation belong to it unless a verb, 的 or a grade ends them: 重点企业“红名单”机制."""
        start, _ = marked.name_start(quotation)
        if marked.cut_before(quotation) == "等":
            return quotation
        if scope := self.boundaries.scope.match(marked.masked, start, quotation):
            start = scope.end()
        verbs = self.verbs_before.match(marked.masked, start, quotation)
        if verbs and not self.vocabulary.field.match(marked.masked, start, quotation):
            start = verbs.end()
        before = marked.masked[start:quotation]
        if (
            start == marked.piece_start(quotation)
            and marked.cut_before(quotation) in RUN_VERBS
            and 2 <= len(before) <= LONGEST_BEFORE_QUOTATION
            and headed
            and not RE_CONJUNCTION.search(before)
        ):
            return start  # 开展重点路段“除隐患”行动: all of it is what is run
        belongs = (
            len(before) <= LONGEST_BEFORE_QUOTATION
            and not before.endswith(FILLER)
            and not self.not_before.fullmatch(before)
            and self._is_nominal(before)
        )
        return start if belongs else quotation

    def _is_nominal(self, before: str) -> bool:
        """Only words of the general vocabulary: what else stands there is part of the sentence."""
        return self.vocabulary.is_explained(before.replace(FILLER, "")) and not RE_CONJUNCTION.search(before)


@dataclass(frozen=True, slots=True)
class NameGroup:
    """One group of `names` in entities.yaml: what its words name and what must stand before them."""

    label: EntityLabel
    rule: str
    stem: str


class NameRules:
    """Names by their last words: 清江实验室, 清江光谷产业园."""

    def __init__(self, lexicon: dict, vocabulary: Vocabulary, boundaries: Boundaries) -> None:
        self.vocabulary = vocabulary
        self.boundaries = boundaries
        self.groups = {
            word: NameGroup(group["label"], group["rule"], group["stem"])
            for group in lexicon["names"]
            for word in group["words"]
        }
        self.last_words = re.compile(f"(?>{trie_pattern(self.groups)})(?!{trie_pattern(lexicon['suffix_continues'])})")
        self.general = {
            kind: re.compile(f"(?:{trie_pattern(words)}|[和与及])*") for kind, words in lexicon["general_stems"].items()
        }
        self.not_in_names = re.compile(trie_pattern(lexicon["not_in_names"]))
        self.inner_verbs = re.compile(trie_pattern(lexicon["inner_verbs"]))

    def find(self, marked: MarkedText) -> Iterator[Found]:
        previous = -1  # where the last word of the name before ends
        for words in self.last_words.finditer(marked.masked):
            group = self.groups[words[0]]
            start = words.start() if group.stem == "none" else self._start(marked, words, group, previous)
            if start is not None:
                yield Found(start, self._end(marked, words.end(), group.label), group.label, group.rule)
            previous = words.end()
        yield from self._works(marked)
        yield from self._phases(marked)
        yield from self._events(marked)

    def _events(self, marked: MarkedText) -> Iterator[Found]:
        """Festivals, races and fairs somebody holds."""
        for event in RE_EVENT_END.finditer(marked.masked):
            start, _ = marked.name_start(event.end())
            if event.end() - start <= 2 * LONGEST_EVENT:
                start = self._behind_conjunction(marked.masked, start, event.start())
            if marked.cut_before(event.end()) in HOLD_VERBS and 3 <= event.end() - start <= LONGEST_EVENT:
                yield Found(start, event.end(), "PROGRAM", "held-event")

    def _phases(self, marked: MarkedText) -> Iterator[Found]:
        """Works that go on in phases: 岚岭核电二期."""
        for phase in RE_PHASE.finditer(marked.masked):
            start = self._behind_verb(
                marked.masked,
                self._behind_conjunction(marked.masked, marked.name_start(phase.start(), least=2)[0], phase.start()),
                phase.start(),
            )
            stem = marked.masked[start : phase.start()]
            if (
                SHORTEST_PHASED <= len(stem) <= LONGEST_PHASED
                and FILLER not in stem
                and self.vocabulary.is_proper(stem)
            ):
                yield Found(start, phase.end(), "PROJECT", "phase")

    @staticmethod
    def _works(marked: MarkedText) -> Iterator[Found]:
        """Works by number, by their ends, or by capacity."""
        for body in RE_LEVEL_BODY.finditer(marked.masked):
            if marked.name_start(body.end())[0] == body.start() or RE_CONJUNCTION.match(
                marked.masked, max(body.start() - 1, 0)
            ):
                yield Found(*body.span(), "ORG", "level-body")
        for built in RE_LEVEL_BODY_BUILT.finditer(marked.masked):
            if marked.name_start(built.end())[0] == built.start():
                yield Found(*built.span(), "PROJECT", "level-body-built")
        for line in RE_NUMBERED_LINE.finditer(marked.masked):
            yield Found(line.start(), line.end(), "PROJECT", "numbered-line")
        for bridge in RE_BRIDGE_END.finditer(marked.masked):
            start, _ = marked.name_start(bridge.end())
            if 4 <= bridge.end() - start <= 6:
                yield Found(start, bridge.end(), "PROJECT", "numbered-line")
        for road in RE_FROM_TO.finditer(marked.masked):
            if marked.piece_start(road.end()) <= road.start():
                yield Found(marked.name_start(road.end())[0], road.end(), "PROJECT", "from-to")
        for work in RE_SIZED_PROJECT.finditer(marked.masked):
            yield Found(max(work.start(), marked.name_start(work.end())[0]), work.end(), "PROJECT", "sized-project")

    def _start(self, marked: MarkedText, words: re.Match[str], group: NameGroup, previous: int) -> int | None:
        """Where the name begins that these words end, or None where they name no single thing."""
        head, end = words.span()
        start, counted = marked.name_start(head, least=2)
        if start <= previous <= head and RE_CONJUNCTION.match(marked.masked, previous):
            start = previous + 1  # A中心和B中心 are two names
        if group.label != "PROGRAM":
            start = self._behind_verb(marked.masked, self._behind_conjunction(marked.masked, start, head), head)
        stem = marked.masked[start:head]
        if (
            (counted and not self._is_funded(marked, start, group))
            or not self._may_be_stem(stem, group)
            or (group.label != "PLACE" and RE_COUNTED_BEHIND.match(marked.masked, end))
        ):
            return None
        if group.stem in RUN_BY_SOMEBODY and not self._is_run(marked, start, head, previous):
            return None
        is_work = group.stem == "facility" and len(stem) >= 4 and marked.masked.startswith("项目", end)
        if not is_work and not self._is_name(stem, marked.masked[start:end], group):
            return None
        if group.stem == "campaign":
            start = self._with_fight(marked, start, head)
        scope = self.boundaries.scope.match(marked.masked, start, head) if group.label == "PROGRAM" else None
        return scope.end() if scope else start

    @staticmethod
    def _is_funded(marked: MarkedText, start: int, group: NameGroup) -> bool:
        """设立50亿元产业基金: a sum before a fund does not count funds."""
        return group.stem == "fund" and bool(RE_MONEY_BEFORE.search(marked.masked, max(start - 8, 0), start))

    @staticmethod
    def _with_fight(marked: MarkedText, start: int, head: int) -> int:
        """开展打击盗采河砂专项行动: what is fought belongs to the name of the campaign that is run."""
        fight = marked.cut_before(head)
        begin = marked.piece_start(head) - len(fight)
        is_run = (
            fight in FIGHTS
            and start == begin + len(fight)
            and marked.cut_before(begin) in RUN_VERBS
            and marked.piece_start(begin) == begin
        )
        return begin if is_run else start

    def _may_be_stem(self, stem: str, group: NameGroup) -> bool:
        """Long enough and not too long, nothing counted, and no stretch of a sentence."""
        if not 2 <= len(stem) <= self.boundaries.longest or self.boundaries.leading.fullmatch(stem):
            return False
        if RE_COUNTED_INSIDE.search(stem) or RE_CONJUNCTION.fullmatch(stem[-1]):
            return False
        return (group.label == "PROGRAM" and group.rule != "award") or not self.not_in_names.search(stem)

    def _behind_conjunction(self, masked: str, start: int, head: int) -> int:
        """Behind the last 和 before the head, unless it stands inside a term (软件和信息服务研究院)."""
        near = max(start, head - LONGEST_STEM)
        joints = list(RE_CONJUNCTION.finditer(masked, near, head))
        terms = [term.span() for term in self.vocabulary.field.finditer(masked, near, head)] if joints else []
        for joint in joints:
            if not any(begin < joint.start() < end for begin, end in terms) and head - joint.end() >= 2:
                start = joint.end()
        return start

    def _behind_verb(self, masked: str, start: int, head: int) -> int:
        """Behind the last verb inside the stem: …港建设海洋材料中试基地 names only the base."""
        for verb in self.inner_verbs.finditer(masked, max(start, head - LONGEST_STEM), head):
            if head - verb.end() >= 2 and not self.vocabulary.straddles(masked, verb.start(), verb.end()):
                start = verb.end()
        return start

    @staticmethod
    def _is_run(marked: MarkedText, start: int, head: int, previous: int) -> bool:
        """Whether a verb stands before the name, or another name it is listed with: 实施…行动, 设立…基金."""
        cut = marked.cut_before(head)
        return (
            start > marked.piece_start(head)
            or len(cut) > 1
            or cut in "、的"
            or (cut and cut in NUMBER_MARKS)
            or previous == start - 1
        )

    @staticmethod
    def _end(marked: MarkedText, end: int, label: str) -> int:
        """A place in brackets belongs to an organisation, a number to a series, a phase to a work."""
        behind = PART_BEHIND[label].match(marked.text, end) if label in PART_BEHIND else None
        return behind.end() if behind else end

    def _is_name(self, stem: str, name: str, group: NameGroup) -> bool:
        """Whether what stands before the last words makes them the name of one thing."""
        match group.stem:
            case "proper":
                return self.vocabulary.is_proper(stem) or (
                    group.label == "PROGRAM" and bool(self.vocabulary.ministry.match(stem))
                )
            case "titled":
                return self.vocabulary.is_titled(stem)
            case "rare":
                return len(stem) >= 4 or self.vocabulary.is_proper(stem)
            case "specific":
                return self.vocabulary.is_specific(stem, name)
            case "facility":
                return self.vocabulary.is_facility(stem, name)
            case "school":
                return not stem.endswith(NO_SCHOOL)
            case "alliance":
                return self.vocabulary.is_proper(stem) or len(stem) >= 5
            case "platform":
                return self.vocabulary.is_platform(stem)
            case "campaign":
                return len(name) >= 5 and not self.general["campaign"].fullmatch(stem)
            case kind:
                return not self.general[kind].fullmatch(stem)


class ListRules:
    """Lists: A、B、C等…领域 lists industries, …等项目 works, …等园区 places."""

    def __init__(self, lexicon: dict, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        words = lexicon["industries"]
        scopes = trie_pattern(lexicon["boundaries"]["scopes"])
        self.named = re.compile(trie_pattern(flat(words["named"])))
        self.known = re.compile(trie_pattern([*flat(words["named"]), *flat(words["listed"])]))
        self.shaped = re.compile(
            rf"[{HAN}0-9A-Za-z/]{{1,18}}{trie_pattern(words['item_suffixes'])}"
            rf"|{trie_pattern(words['item_prefixes'])}[{HAN}]{{2,5}}"
        )
        self.same_prefix = re.compile(trie_pattern(words["same_prefixes"]))
        self.public_service = re.compile(trie_pattern(words["public_services"]))
        self.industry_head = re.compile(
            f"(?:{COUNT})?(?:{trie_pattern(words['head_modifiers'])}*{trie_pattern(words['list_heads'])}|["
            f"{HAN}]{{0,6}}?(?:产业|领域|行业|服务业|制造业|(?<!高)(?<!高新)技术)|(?:专业|学科)(?![{HAN}]))(?!"
            f"{trie_pattern(words['list_head_continues'])})"
        )
        self.other_head = re.compile(f"(?:{COUNT})?[{HAN}]{{0,8}}?{trie_pattern(words['other_heads'])}")
        labels = lexicon["list_labels"]
        heads: dict[EntityLabel, str] = {
            label: f"{trie_pattern(labels['modifiers'])}*{trie_pattern(labels[label])}"
            for label in ("PROJECT", "PLACE", "ORG")
        }
        self.label_heads: dict[EntityLabel, re.Pattern[str]] = {
            label: re.compile(f"(?:{COUNT})?{head}") for label, head in heads.items()
        }
        self.counted_heads: dict[EntityLabel, re.Pattern[str]] = {
            label: re.compile(f"(?P<item>[{HAN}]{{2,12}}?){COUNT}{head}") for label, head in heads.items()
        }  # 甲、乙2个省级园区
        self.before_item = re.compile(
            f".*(?:{trie_pattern(lexicon['boundaries']['leading'])}|应用|服务|创新|[和与及])|{scopes}+"
        )
        self.scope = re.compile(f"{scopes}+")
        self.inner_verbs = re.compile(trie_pattern(word for word in lexicon["inner_verbs"] if len(word) > 1))
        self.not_items = re.compile(trie_pattern(lexicon["not_items"]))
        self.process = re.compile(f"[{HAN}]*{trie_pattern(lexicon['processes'])}")
        self.deed = re.compile(f"[{HAN}]{{2,16}}{trie_pattern(lexicon['deeds'])}")

    def is_industry(self, item: str) -> bool:
        """Known, or of the shape of an industry or technology (…制造, 智慧…)."""
        return bool(self.known.fullmatch(item) or (self.shaped.fullmatch(item) and item[-1] not in BUILDINGS))

    def find(self, marked: MarkedText) -> Iterator[Found]:
        for stretch in RE_STRETCH.finditer(marked.masked):
            if "、" in stretch[0] or "等" in stretch[0]:
                for items, behind in self._lists_in(marked, *stretch.span()):
                    if marked.masked[behind - 1] == "等":
                        yield from self._read_open_list(marked, items, behind)
                    else:
                        yield from self._read_closed_list(marked, items, behind)

    # -- where lists stand -----------------------------------------------------------------------

    def _lists_in(self, marked: MarkedText, start: int, end: int) -> Iterator[tuple[list[Span], int]]:
        """Every list of a stretch: its items, and where the text behind its last item (and 等) begins."""
        items: list[Span] = []
        position = start
        while position < end:
            comma = marked.masked.find("、", position, end)
            stop = comma if comma >= 0 else end
            cut = marked.piece_end(position)
            if cut < stop:
                first_after = position
                if items:  # a verb or 等 ends the last item of a list
                    yield [*items, (position, cut)], cut + (marked.masked[cut] == "等")
                    items, first_after = [], cut + 1
                yield from self._lists_of_one(marked, first_after, stop)
                first = self._first(marked, stop)
                if comma >= 0 and first < stop:
                    items = [(first, stop)]
            elif comma >= 0:
                items.append((position if items else self._first(marked, stop), stop))
            elif items:
                yield [*items, (position, stop)], stop
            position = stop + 1

    def _first(self, marked: MarkedText, stop: int) -> int:
        """Where the first item of a list begins: 研发设计 is one though 研发 is also a verb."""
        start = marked.piece_start(stop)
        return start if self.known.fullmatch(marked.masked, start, stop) else marked.name_start(stop)[0]

    @staticmethod
    def _lists_of_one(marked: MarkedText, start: int, stop: int) -> Iterator[tuple[list[Span], int]]:
        """水下机器人等智能装备."""
        for open_end in RE_AND_SO_ON.finditer(marked.masked, start, stop):
            first = marked.name_start(open_end.start())[0]
            if start <= first < open_end.start():
                yield [(first, open_end.start())], open_end.end()

    # -- what they list --------------------------------------------------------------------------

    def _read_open_list(self, marked: MarkedText, items: list[Span], behind: int) -> Iterator[Found]:
        """A、B等…: what stands behind 等 says what is listed; else the items do."""
        spans, words = self._items(marked, items, opened=True)
        if self._are_public_services(words):
            return
        known = [bool(self.known.fullmatch(word)) for word in words]
        shaped = [self.is_industry(word) for word in words]
        for label, head in self.label_heads.items():
            if (closing := head.match(marked.masked, behind)) and not all(known):
                yield from self._proper_items(marked, spans, label, vague=closing[0].endswith("工程"))
                yield from self._industries(
                    spans, [fits and len(word) > 3 for fits, word in zip(shaped, words)], "list-mixed"
                )
                return
        if marked.masked.startswith("方面", behind):
            if all(shaped) and not any(self.process.fullmatch(word) for word in words):
                yield from self._industries(spans, shaped, "list-head")
        elif self.industry_head.match(marked.masked, behind, marked.piece_end(behind)):
            if len(spans) > 1 or all(shaped):
                yield from self._industries(spans, self._plain(words), "list-head")
        elif self.other_head.match(marked.masked, behind) or marked.masked.startswith("的", behind):
            if all(known) and len(spans) > 2:
                yield from self._industries(spans, known, "list-known")
        elif len(spans) == 1:
            yield from self._industries(spans, known, "list-of-one")
        elif sum(shaped) > 0.6 * len(words):
            yield from self._industries(spans, self._plain(words), "list-alike")

    def _read_closed_list(self, marked: MarkedText, items: list[Span], behind: int) -> Iterator[Found]:
        """A、B、C without 等: only the items say what they are, and more of them must be known."""
        for label, head in self.counted_heads.items():
            if closing := head.match(marked.masked, items[-1][0]):
                yield from self._proper_items(marked, [*items[:-1], closing.span("item")], label)
                return
        if closing := RE_COUNTED_FIELDS.match(marked.masked, items[-1][0]):
            spans, words = self._items(marked, [*items[:-1], closing.span("item")], opened=True)
            if not self._are_public_services(words):
                yield from self._industries(spans, self._plain(words), "list-counted")
            return
        spans, words = self._items(marked, items, opened=False)
        if self._are_public_services(words):
            return
        known = [bool(self.known.fullmatch(word)) for word in words]
        if len(words) > 1 and all(known) and marked.masked.startswith(("企业", "行业", "产业"), spans[-1][1]):
            yield from self._industries(spans, known, "list-of-firms")
        elif self.other_head.match(marked.masked, behind) or marked.masked.startswith("的", behind):
            if all(known) and len(spans) > 2:
                yield from self._industries(spans, known, "list-known")
        elif self._are_alike(words, known):
            yield from self._industries(spans, self._plain(words), "list-alike")
        elif all(self.deed.fullmatch(word) for word in words[:-1]):
            yield from self._deeds(marked, spans)

    def _are_public_services(self, words: list[str]) -> bool:
        return 2 * sum(bool(self.public_service.fullmatch(word)) for word in words) > len(words)

    def _are_alike(self, words: list[str], known: list[bool]) -> bool:
        """Whether most of a closed list are industries, or all are made alike (智慧种植、智慧灌溉、智慧仓储)."""
        if len(words) == 2:
            return all(known) and any(self.named.fullmatch(word) for word in words)
        first = self.same_prefix.match(words[0])
        return sum(known) >= 0.6 * len(words) or bool(
            first and all(word.startswith(first[0]) and self.is_industry(word) for word in words)
        )

    def _plain(self, words: list[str]) -> list[bool]:
        """Which items may be industries in a list of industries: known ones, and others that are plain nouns."""
        return [
            bool(self.known.fullmatch(word)) or bool(RE_ITEM.fullmatch(word) and not self.not_items.search(word))
            for word in words
        ]

    @staticmethod
    def _industries(spans: list[Span], chosen: list[bool], rule: str) -> Iterator[Found]:
        for (start, end), fits in zip(spans, chosen):
            if fits:
                yield Found(start, end, "INDUSTRY", rule)

    def _proper_items(
        self, marked: MarkedText, spans: list[Span], label: EntityLabel, *, vague: bool = False
    ) -> Iterator[Found]:
        """The items that are names. 等工程 may close a list of campaigns (`vague`): there only a sure sign counts."""
        for start, end in spans:
            item = marked.masked[start:end]
            if (
                not 2 <= len(item) <= 24
                or (FILLER in item and label != "PROJECT")
                or (self.known.fullmatch(item) if label == "ORG" else self.is_industry(item))
            ):
                continue
            if label == "PLACE":
                unknown = len(item) <= 5 and not self.vocabulary.explained.search(item)
            else:
                unknown = (
                    not vague
                    and self.vocabulary.is_proper(item)
                    and not (label == "ORG" and self._is_kind_of_body(item))
                )
            if unknown or self.vocabulary.is_placed(item):
                yield Found(start, end, label, f"list-{label.lower()}")

    def _is_kind_of_body(self, item: str) -> bool:
        """Too short for a name unless no word of it is general, or the end of a kind: 劳动密集型等企业."""
        return (len(item) < 4 and self.vocabulary.unexplained(item) < len(item)) or item.endswith(KINDS_OF_BODIES)

    @staticmethod
    def _deeds(marked: MarkedText, spans: list[Span]) -> Iterator[Found]:
        """开展甲创建、乙提升、丙服务提升行动: each is a campaign."""
        if RE_DEED.match(marked.masked, spans[-1][0]) and marked.masked[: spans[0][0]].endswith(
            ("开展", "实施", "组织")
        ):
            for start, end in spans[:-1]:
                yield Found(start, end, "PROGRAM", "list-of-deeds")

    # -- items -----------------------------------------------------------------------------------

    def _items(self, marked: MarkedText, items: list[Span], *, opened: bool) -> tuple[list[Span], list[str]]:
        """The items' own spans and words."""
        *others, (start, end) = items
        if not opened:
            end = self._closed_end(marked.text, start, end)
        spans = [*others, *self._split(marked.text, start, end)]
        if len(spans) > 1:
            spans[0] = self._trimmed(marked.text, *spans[0])
        return spans, [marked.text[start:end] for start, end in spans]

    def _closed_end(self, text: str, start: int, end: int) -> int:
        """Where the last item ends that no 等 closes: before a count, or with the term it begins with."""
        if count := RE_COUNT_OF_KINDS.search(text, start + 2, end):
            end = count.start()
        if not self.is_industry(text[start:end]) and (known := self.known.match(text, start, end)):
            end = known.end()
        return end

    def _trimmed(self, text: str, start: int, end: int) -> Span:
        """The first item without a scope, and without the verb or conjunction before what it is."""
        if self.known.fullmatch(text, start, end):
            return start, end
        for begin in range(start + 1, end - 1):
            if self.known.fullmatch(text, begin, end) and self.before_item.fullmatch(text, start, begin):
                return begin, end
        if scope := self.scope.match(text, start, end):
            start = scope.end()
        verbs = [verb.end() for verb in self.inner_verbs.finditer(text, start, end - 2)]
        return (verbs[-1] if verbs else start), end

    def _split(self, text: str, start: int, end: int) -> list[Span]:
        """Cut the last item at 和 where it is two: 智算和超算, but not 软件和信息服务."""
        joint = text.find("和", start + 2, end - 2)
        if joint < 0 or self.known.fullmatch(text, start, end):
            return [(start, end)]
        return [(start, joint), (joint + 1, end)]


class IndustryRules:
    """Industries outside lists: terms of the gazetteer, titles, and X产业, X行业."""

    def __init__(self, lexicon: dict, lists: ListRules) -> None:
        words = lexicon["industries"]
        self.lists = lists
        self.term = re.compile(
            f"(?>{trie_pattern(words['widening'])}?{trie_pattern(flat(words['named']))}(?:"
            f"{trie_pattern(words['tails'])}+制造)?)(?!{trie_pattern(words['followers'])}|业(?!态))"
        )
        self.generic = re.compile(f"{trie_pattern(words['generic'])}*")
        self.made_of = re.compile(
            f"{trie_pattern([*flat(words['named']), *flat(words['listed']), *words['widening'], *words['stems']])}+"
        )
        self.stands_alone = re.compile(trie_pattern([*flat(words["named"]), *words["listed"]["technology"]]))
        self.title_prefix = re.compile(trie_pattern(words["title_prefixes"]))

    def find(self, marked: MarkedText) -> Iterator[Found]:
        for term in self.term.finditer(marked.masked):
            if not marked.is_inside_cut(term.start()):
                yield Found(*term.span(), "INDUSTRY", "gazetteer")
        for head in RE_INDUSTRY_HEAD.finditer(marked.masked):
            yield from self._before_head(marked, head)
        yield from self._titles(marked)

    def _titles(self, marked: MarkedText) -> Iterator[Found]:
        """A title that is nothing but a field (智慧医疗。) or joins two (人工智能+现代农业。)."""
        title = RE_TITLE_PHRASE.match(marked.masked)
        whole = title and marked.piece_end(0) == title.end() and marked.name_start(title.end())[0] == 0
        if title and whole and self._names_a_field(title[0]):
            yield Found(*title.span(), "INDUSTRY", "title")
        for pair in RE_PLUS_TITLE.finditer(marked.masked):
            for side in ("left", "right"):
                if self.lists.is_industry(pair[side]):
                    yield Found(*pair.span(side), "INDUSTRY", "plus-title")

    def _names_a_field(self, title: str) -> bool:
        if self.lists.known.fullmatch(title):
            return True
        return bool(self.title_prefix.match(title)) and self.lists.is_industry(title)

    def _before_head(self, marked: MarkedText, head: re.Match[str]) -> Iterator[Found]:
        """氢能产业, 化工行业: with the head unless the stem is a term by itself (集成电路产业)."""
        masked, stop = marked.masked, head.start()
        start, _ = marked.name_start(stop)
        if place := self.lists.vocabulary.place.match(masked, start, stop):
            start = place.end()
        for joint in RE_CONJUNCTION.finditer(masked, start, stop):
            if self.made_of.fullmatch(masked, joint.end(), stop) and not self.lists.known.fullmatch(
                masked, start, stop
            ):
                if self.lists.is_industry(masked[start : joint.start()]):
                    yield Found(start, joint.start(), "INDUSTRY", "before-head")
                start = joint.end()
        start = self._stem_start(masked, start, stop)
        stem = masked[start:stop]
        if (
            not 2 <= len(stem) <= 12
            or self.generic.fullmatch(stem)
            or marked.is_inside_cut(start)
            or (head[0] == "领域" and len(stem) == 2)
        ):
            return
        alone = head[0] == "领域" or self.stands_alone.fullmatch(stem)
        yield Found(start, stop if alone else head.end(), "INDUSTRY", "before-head")

    def _stem_start(self, masked: str, start: int, stop: int) -> int:
        """The longest end of the stretch that is made of terms; all of a short one that ends in a term (精准医疗)."""
        generic = self.generic.match(masked, start, stop)
        short_and_own = stop - start <= 6 and not (generic and generic[0])
        if short_and_own and any(self.lists.known.fullmatch(masked, begin, stop) for begin in range(start, stop - 1)):
            return start
        return next((begin for begin in range(start, stop) if self.made_of.fullmatch(masked, begin, stop)), stop)
