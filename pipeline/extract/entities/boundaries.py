"""Where a name begins and what makes it a name: the ground that all entity rules stand on.

Chinese prints no spaces and no capitals. A name's end shows itself (…实验室, …行动); its beginning
is where the verb, preposition or mark before it ends. Whether `…中心` names one thing or a kind
of thing is told by what stands before it: a place, words that the general vocabulary of plans does
not explain, or the state together with a field.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.extract.spans import blanked
from pipeline.knowledge.chinese import HAN, RE_HAN
from pipeline.records import EntityLabel

RE_CONJUNCTION = re.compile("[和与及]")
FILLER = "\ue000"  # stands for every character inside quotation and title marks: no word is found there
BRACKET_FILLER = "\ue001"  # the same for short brackets
RE_QUOTED = re.compile(r"“[^“”\n]{1,40}”|‘[^‘’\n]{1,30}’")  # “蓝色粮仓”
RE_TITLE = re.compile(r"《(?:[^《》\n]|《[^《》\n]*》)*》")  # 《关于印发〈…〉的通知》
RE_BRACKET = re.compile(
    r"（[^（）\n，；。：]{1,16}）|\([^()\n，；。：]{1,16}\)"
)  # （北段）; a bracket that holds a clause is no part of a name
RE_ATOM = re.compile("|".join(pattern.pattern for pattern in (RE_QUOTED, RE_TITLE, RE_BRACKET)))
# 8号, 220千伏, 30万吨, 8890, 南屏区: what only the name of one thing holds
RE_NUMBERED = re.compile(
    r"\d号|\d千伏|\d万?(?:兆瓦|千瓦|吨)|\d{3,}"
    rf"|[{HAN}](?<![城上超都各全省门夜股地两本我])市(?!场|域|级|内|外|政|郊|民|区|县|直|属)"
    rf"|[{HAN}](?<![各省市全郊两本我])县(?!域|级|城|乡|区|市|内|直)"
    rf"|[{HAN}](?<![园城社地片能小街景厂灾库山林牧矿郊湖海港辖市各全县两本新专商展作示范聚集])区(?!域|级|内|外|块|位|间|县|市|两)"
    rf"|[{HAN}](?<![城乡小古各村])镇(?!级|村|街|域)"
)
# No name crosses these. 、 is one of them: lists are put together again by the rules of lists.
SEPARATORS = r"[，。；：！？、\s…“”‘’《》（）()【】,;:!?①-⑳]|——|·{2,}"
# Short words that end what stands before a name, each with the compounds in which they do not.
PARTICLES = "|".join(
    (
        "的|了|已|均|是",
        "(?<!存|所|潜|内|外|实|现|自)在(?!线|校|岗|编|职|建|册|途|研(?!发|究|制)|役|外务工|外就业|地化)",  # 在线, 存在
        "(?<!可|足|难|得)以(?!上|下|内|外|来|旧|及|色|人民|人为|赛|工|商)",  # 以上, 以旧换新
        "(?<!作|成|行|有|人|华|认|视|分|名)为(?!民|主|先|期|例)",  # 行为, 为民
        "(?<!自|理|缘|路)由(?!来)",  # 自由, 路由器
        "(?<!绝|相|面|针|应|校|核|结)对(?!接|外|口|标|策|象|应|比|俄|台|日|韩|美|欧|德|话|虾|焊|位|非)",  # 对接, 对外
        "(?<!服|自)从(?!业|事|严|紧|快|轻|优)",  # 从业
        "(?<!方|定|纵|横|导|朝|走|双|单|流|面|转|意|指|取|志)向(?!导|量|上|前|好|阳|日|心)",  # 方向, 导向
        "(?<!转|出|谦|割)让(?!利)",  # 转让
        "将(?!军|来|帅)",  # 将来
        "(?<!高|中|初|平|同|对|均|优|特|劣)等(?!级|离|温|效|保|额|分|位)",  # 高等, 等级
        "(?<!处|位|属|基|用|关|限|源|善|大|小|高|低|优|至)于",  # 位于 is a word of its own
        "(?<!自|合)并(?!购|网|轨|联|行)",  # 并购, 并网
        "(?<!合|单|独|自)该",  # 应该 has lost its 应 before
        "或(?!然)",  # 或然
        "(?<!国|所|拥|私|公|民|共|原|现|特|具|占|享|富|稀)有(?!色|机|限|效|序|关|利|源|偿|线|轨|害|毒|形|力|氧|无)",  # 有色, 国有
        "(?<!推|引|先|促|改|跟|递|演|前)进(?!口|出|博|修|步|展|程|一步|港|行|度|入)",  # 进口, 先进
        "(?<!得|达|做|直|周|独|迟|报)到(?!期|位|岗|达|底|场)",  # 到期, 得到
        "换(?!电|热|流|装|届|新|乘|发)",  # 换电站
        "按(?!摩|揭|键)",  # 按揭
        "(?<!自)适应(?!性)",  # 自适应
        "(?<!协同|综合|循环|资源|源化|捕集|开发)利用",  # 资源循环利用
        "引导(?!基金|性)",  # 引导基金
        "扩大(?!开放|内需)",  # 扩大开放试点
        "规范(?!化|性)",  # 规范化
        "加速(?!卡|器|度)",  # 加速器
        "加密(?=[^，。；]{0,6}(?:航线|航班|班列|班次|线路|频次))",  # 同态加密
        "揭榜(?!挂帅)",  # 揭榜挂帅
    )
)
# Short words that may stand at the head of a stretch without being part of the name.
LEADING_PARTICLES = "|".join(
    (
        "联合(?=[省市]|国家|中国|中央|高校)",  # 联合省农科院…研究所
        "[省市区县](?=建设|打造|级?以上)",  # …等市建设国家级中心
        "和(?!谐|平|田|县|静)|及(?!时)|与(?!会)",  # 和平区, 及时
        "应用(?!软件|场景|基础|型|技术|示范)",  # 应用软件
        "新(?=增|设|认定|建)",  # 新认定一批
        "示范(?=推广|带动|建设)|试点(?=开展|推进)",  # 试点开展
    )
)
# What behind a leading word shows that it is none but the beginning of the name: 服务业, 控制系统, 建设银行
LEADING_CONTINUES = (
    "业|型|者|性|化|员|率|权|用地|银行|中心|体系|机制|机构|平台|企业|创业|家(?![居电具政庭纺])|系统|器|技术"
)
# 5个, 10余家, 三大, 第二批, 3亿元: behind it stands a kind of thing, not a name
QUANTITY = (
    r"(?:第?(?:\d+(?:\.\d+)?|[一二两三四五六七八九十百千]+)(?:余|多)?(?:[个家项处座条所名只场批大类种支套件门期轮]|[万亿]元)(?:左右|以上)?"
    r"|一批|一系列|若干|多个|多家|各类|首批)"
)
# 市南, 城东, 江北: districts all over the country are named by where they lie
DISTRICT_BY_DIRECTION = "市[南北中]|城[东西南北中关阳]|[东西南北]城(?!市|乡|区|镇)|[江河][东西南北]"
RE_ONLINE = re.compile(
    r"互联网|信息|云|数据|监管|监测|政务|交易|管理|调度|追溯"
)  # what a named platform serves; not 半潜生产平台
KIND_HEADS = ("高", "低", "单", "补", "各", "全", "小", "大", "新", "多")  # 高耗能项目 is a kind
KINDS_OF_GRADE = ("重点", "级", "联合")  # 市重点实验室, 省级…, 企业联合实验室 are kinds


def trie_pattern(words: Iterable[str]) -> str:
    """A regular expression for any of `words`, longest first, that tries each first character once.

    A plain alternation of a thousand words would be tried word by word at every character of a text.
    """
    root: dict[str, dict] = {}
    for word in sorted(set(words)):
        node = root
        for char in word:
            node = node.setdefault(char, {})
        node[""] = {}
    return f"(?:{_trie_node(root)})"


def _trie_node(node: dict[str, dict]) -> str:
    branches = [re.escape(char) + _trie_node(child) for char, child in node.items() if char]
    if not branches:
        return ""
    if "" in node:
        return f"(?:{'|'.join(branches)})?"
    return branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"


def flat(groups: dict[str, list[str]]) -> list[str]:
    """All words of a grouped list."""
    return [word for words in groups.values() for word in words]


@dataclass(frozen=True, slots=True)
class Found:
    """A candidate: `text[start:end]` of a unit, what it may be, and the rule that says so."""

    start: int
    end: int
    label: EntityLabel
    rule: str


class Boundaries:
    """Where names begin (`boundaries` of entities.yaml)."""

    def __init__(self, lexicon: dict) -> None:
        words = lexicon["boundaries"]
        self.cut = re.compile(f"{SEPARATORS}|{trie_pattern(words['cuts'])}好?|{PARTICLES}")
        self.quantity = re.compile(QUANTITY)
        self.leading = re.compile(
            f"{trie_pattern(words['leading'])}(?!{LEADING_CONTINUES})|{LEADING_PARTICLES}|{QUANTITY}"
        )
        self.scope = re.compile(f"(?:{trie_pattern(words['scopes'])}[和与及]?)+")
        self.longest: int = words["longest_name"]

    def mark(self, text: str, skip: Iterable[tuple[int, int]] = ()) -> MarkedText:
        """Find a text's breaks once; for no rule is there anything in the spans of `skip`."""
        text = blanked(text, skip, "\n")
        masked = RE_ATOM.sub(lambda atom: (BRACKET_FILLER if atom[0][0] in "（(" else FILLER) * len(atom[0]), text)
        cuts = [match.span() for match in self.cut.finditer(masked)]
        return MarkedText(text, masked, [start for start, _ in cuts], [end for _, end in cuts], self)


@dataclass(frozen=True, slots=True)
class MarkedText:
    """A unit's text, the same with quotations filled in, and where the cuts stand in it.

    A piece is a stretch between two cuts. Offsets count from the start of the text.
    """

    text: str
    masked: str
    cut_starts: list[int]
    cut_ends: list[int]
    boundaries: Boundaries

    def piece_start(self, stop: int) -> int:
        """Where the piece begins that reaches `stop`."""
        i = bisect_right(self.cut_ends, stop) - 1
        return self.cut_ends[i] if i >= 0 else 0

    def piece_end(self, start: int) -> int:
        """Where the piece ends that holds `start`."""
        i = bisect_right(self.cut_starts, start - 1)
        return self.cut_starts[i] if i < len(self.cut_starts) else len(self.masked)

    def cut_before(self, stop: int) -> str:
        """The cut before the piece that reaches `stop`, as printed ("" at the text's start)."""
        i = bisect_right(self.cut_ends, stop) - 1
        return self.masked[self.cut_starts[i] : self.cut_ends[i]] if i >= 0 else ""

    def is_cut(self, position: int) -> bool:
        """Whether a cut or the end of the text stands at `position`."""
        return self.piece_end(position) == position

    def is_inside_cut(self, position: int) -> bool:
        """Whether `position` stands inside a cut (大数据 in 做大数据产品)."""
        i = bisect_right(self.cut_starts, position) - 1
        return i >= 0 and self.cut_starts[i] < position < self.cut_ends[i]

    def name_start(self, stop: int, *, least: int = 0) -> tuple[int, bool]:
        """Where a name begins that reaches `stop`, and whether a quantity stands before it.

        At least `least` characters are left to the name; a quantity never belongs to it.
        """
        start, counted = self.piece_start(stop), False
        while match := self.boundaries.leading.match(self.masked, start, stop):
            is_count = bool(self.boundaries.quantity.fullmatch(match[0]))
            if match.end() == start or (match.end() > stop - least and not is_count):
                break
            counted = counted or is_count
            start = match.end()
        return start, counted


class Vocabulary:
    """Tells a name from a kind of thing by the words of its stem, which is all before its last word."""

    def __init__(self, lexicon: dict) -> None:
        industries = [*flat(lexicon["industries"]["named"]), *flat(lexicon["industries"]["listed"])]
        places = lexicon["places"]
        gazetteer = {*places["regions"], *places["provinces"], *places["cities"], *places["districts"]} - set(
            places["directions"]
        )
        self.place = re.compile(
            f"(?:中国|{trie_pattern(gazetteer)}|{DISTRICT_BY_DIRECTION})(?:[省市区县州盟](?!场|级|域|内|外|区))?"
        )
        self.explained = re.compile(
            f"{trie_pattern([*lexicon['common'], *places['directions'], *industries])}|[0-9A-Za-z+＋—·-]+|^[省市区县]"
        )
        self.field = re.compile(trie_pattern(industries))
        self.any_field = re.compile(trie_pattern([*industries, *lexicon["public_fields"]]))
        self.level = re.compile(r"(?:国家|全国|中国|[省市区县]|全[省市区])(?!级|内|外|场|域)")  # 国家…, 省…
        self.level_or_grade = re.compile(
            r"(?:国家|全国|中国|[省市区县]|全[省市区])级?(?!内|外|场|域)"
        )  # 国家级…, 市级…
        self.ministry = re.compile(
            rf"[{HAN}]{{2,10}}(?:部|委|总局)(?!门|分|位|件|属|托|员|会|省)"
        )  # 交通运输部…示范项目

    def unexplained(self, stem: str) -> int:
        """How many Chinese characters the general vocabulary does not account for."""
        return len(RE_HAN.findall(self.explained.sub("", stem)))

    def is_explained(self, stem: str) -> bool:
        """Whether the general vocabulary accounts for every character."""
        return not self.explained.sub("", stem)

    def straddles(self, text: str, start: int, end: int) -> bool:
        """Whether a word of the vocabulary reaches over `text[start:end]` (建 in 装配式建筑)."""
        near = self.explained.finditer(text, max(start - 6, 0), end + 6)
        return any(
            word.start() < end and word.end() > start and (word.start() < start or word.end() > end) for word in near
        )

    def is_placed(self, stem: str) -> bool:
        """A sure sign of a name: a place, a quotation or a number (8号)."""
        return FILLER in stem or bool(self.place.search(stem) or RE_NUMBERED.search(stem))

    def is_proper(self, stem: str) -> bool:
        """Placed, or of words that plans do not use for kinds of things (东岭)."""
        return self.is_placed(stem) or self.unexplained(stem) >= 2

    def is_specific(self, stem: str, name: str) -> bool:
        """Proper, or the state or a region with a field: 国家储能检测中心, 省新型膜材料中试基地."""
        if stem.endswith(KINDS_OF_GRADE):
            return False
        level = self.level.match(stem)
        if level:
            return bool(self.any_field.search(name, level.end())) or self.is_proper(stem[level.end() :])
        return self.is_proper(stem)

    def is_facility(self, stem: str, name: str) -> bool:
        """Specific, or a grade with a field (国家级水产种质资源库)."""
        grade = self.level_or_grade.match(stem)
        return self.is_specific(stem, name) or bool(
            grade and len(stem) > grade.end() and self.any_field.search(name, grade.end())
        )

    def is_titled(self, stem: str) -> bool:
        """A place or words of its own at the head of at least six characters, and general words behind them."""
        if len(stem) < 4 or stem.startswith(KIND_HEADS) or stem[0] == FILLER or BRACKET_FILLER in stem:
            return False
        if self.place.match(stem) or RE_NUMBERED.match(stem, 1):
            return True
        general = self.explained.search(stem)
        return bool(len(stem) >= 6 and general and general.start() >= 2)

    def is_platform(self, stem: str) -> bool:
        """A place, a quotation or a number at its head, or a level and at least four characters."""
        if (
            FILLER in stem
            or self.place.match(stem)
            or RE_NUMBERED.match(stem)
            or (self.is_titled(stem) and RE_ONLINE.search(stem))
        ):
            return True
        grade = self.level_or_grade.match(stem)
        return bool(grade and len(stem) - grade.end() >= 4)
