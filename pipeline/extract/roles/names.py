"""Lists of bodies as printed: where one name ends and the next begins."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.extract.roles.grammar import Grammar
from pipeline.knowledge.bodies import Registry
from pipeline.knowledge.chinese import HAN

NO_GROUP = (sys.maxsize, sys.maxsize)
LONGEST_NAME = 30
LONGEST_LIST = 300  # characters of names joined by 和, 及, 与 alone; no longer one is cut at them

RE_BRACKET_OR_LINE = re.compile(r"[（）\n]")
RE_SEPARATOR = re.compile(r"[、/]|\s+")
RE_CONJUNCTION = re.compile(r"以及|和|及|与|并|商")
# A list under one 各 is one name as printed: 各区、县级市; 各有关部门和单位; 各镇、街道办事处
_OPENING = r"(?:全省|全市|全县|全区|省直|市直|县直|区直)?(?:各|有关|相关)(?:有关|相关|级)?"
_CLASS = (
    r"(?:直属|重点|行业|主管|经济|驻[^、，]{1,2})?(?:县级市|县市区|市县区|区县市|区县|县区|市县|县市|自治区|自治州|自治县"
    r"|直辖市|计划单列市|区市|设区市|地级以上市|新疆生产建设兵团|乡镇|镇街|街镇|街道|功能区|开发区|高新区|经开区|产业园区|园区|新区|地区|地方"
    r"|成员单位|部门|单位|机构|金融机构|企业|银行|高等院校|高校|院校|科研院所|院所|学校|医院|协会|商会|[省市区县州盟旗镇乡])"
    r"(?:（[^（）]{1,12}）)?"
)
_HEAD = r"(?:(?:人民)?政府|党委和?政府|党委、政府|党委|管委会?|办事处)(?:（[^（）]{1,12}）)?"
_JOIN = r"(?:、|和|及|与|以及)"
_LIST_END = r"(?=$|[、，；。,;\s]|和|及|与|等)"
_BODIES = rf"[{HAN}]{{2,12}}?(?:局|厅|委|办|部门|委员会)(?:（[局厅委办、]{{1,9}}）)?"
RE_UNDER_ONE_EACH = re.compile(
    # 各省、自治区、直辖市市场监管局（厅、委）: bodies of one function, level by level downwards
    rf"(?:各省{_JOIN}(?:{_CLASS}{_JOIN})*(?:{_CLASS})|各市{_JOIN}(?:{_CLASS}{_JOIN})*[区县旗](?:（[^（）]*）)?|各县{_JOIN}[区市旗])"
    rf"{_BODIES}{_LIST_END}"
    rf"|{_OPENING}{_CLASS}(?:{_JOIN}{_CLASS})+(?:{_HEAD})?{_LIST_END}"
    rf"|{_OPENING}{_CLASS}{_HEAD}(?:{_JOIN}(?:街道办事处|街道办|街道|办事处|管委会?|(?:乡镇?|镇)(?:{_HEAD})"
    rf"|(?:经济)?(?:功能区|开发区|高新区|经开区|园区|新区)(?:{_HEAD})))+{_LIST_END}"
)
# 各区、市政府 is one name: a bare 区 or 县 shares the 政府 of the next
RE_SHARES_HEAD = re.compile(
    r"^(?:各|有关|相关|全市各|涉及|沿线|沿海|试点)?(?:[省市区县旗州盟]|县级市|区县|市县|自治区|直辖市|乡镇|镇|乡|街道|园区|开发区|功能区)$"
)
RE_BARE_PLACE = re.compile(rf"^[{HAN}]{{2,3}}[市区县州]?$")
RE_HEAD = re.compile(r"(?:政府|人民政府|管委|管委会|党委|党委政府|办事处|街道|部门)(?:（.*）)?$")
RE_GOVERNMENT = re.compile(r"(?:政府|人民政府)(?:（.*）)?$")
# Where a separator was lost (cleaning takes the spaces between Chinese characters): 市水务局市气象局
RE_GLUE = re.compile(
    r"(?:(?<=[局厅委办部院会署处室社联心队协行关府站所）])|(?<=集团|公司))"
    rf"(?=[省市区县州盟旗团](?!(?:中心)?[分支]行|监管局|分公司)|国家|自治区|各|人民银行|金融监管|中国|国网|[{HAN}]{{2,3}}海关"
    rf"|(?:高新|经开|开发|保税|综保|综合保税|自贸|经济开发|经济技术开发)区)"
)
RE_BRANCH = re.compile(
    rf"[{HAN}]{{0,8}}区[{HAN}]{{0,8}}(?:中心|所|站|分公司|支公司|营业[厅部]|项目部)"
)  # 临江供电公司高新区服务中心
RE_OTHER_NAME = re.compile(r"（[^（）]*）$")  # 市发展改革委（市粮食局）: the second name of one body
RE_SECOND_NAME = re.compile(rf"（[{HAN}、]{{2,20}}[局委办厅队会处中心部门]）")
RE_OWN_BODIES = re.compile(r"[省市县区州][属直](?:各|有关|相关)?(?:部门|单位)")
# 市财政局等部门和各县政府: behind the list left open another begins
RE_OPEN_INSIDE = re.compile(
    r"等(?:有关|相关)?(?:部门|单位|机构)(?P<joins>(?:以及|[、和及与])(?!(?:有关|相关)?(?:单位|部门|机构|企业)$))"
)
RE_BODY_ENDS = re.compile(r"[局厅委办部院会署处室社联心队关行府司所站台校团协馆]|单位|部门|机构|公司|企业|地区|各地")
RE_BUREAU = re.compile(
    rf"[省市县区州旗盟][{HAN}]{{2,14}}(?:局|厅|委|委员会)"
)  # merged and renamed ones that no list has
RE_GROUP_START = re.compile(
    r"^(?:各|有关|相关|属地|所在|当地|本地|事发地|地方|其他|行业|[省市区县州盟旗镇乡]|国家|国务院|中央)"
)
RE_FILLER = re.compile(r"[的了]|不再|[^）]等$|^(?:另|详见|其余|暂|无|同上)")


@dataclass(frozen=True, slots=True)
class Name:
    """A body as printed in a clause: its place, and whether its list was left open behind it."""

    text: str
    start: int
    open_list: bool = False

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def outside_brackets(text: str, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
    """The matches of a pattern that stand in no bracket; one that is never closed holds nothing."""
    groups = bracket_groups(text) if "（" in text else iter(())
    start, end = next(groups, NO_GROUP)
    for match in pattern.finditer(text):
        while end <= match.start():
            start, end = next(groups, NO_GROUP)
        if match.start() <= start:
            yield match


def bracket_groups(text: str) -> Iterator[tuple[int, int]]:
    """The spans of outermost （…） groups, brackets included; an unclosed one is passed over."""
    opened: list[int] = []
    pairs: list[tuple[int, int]] = []
    for match in RE_BRACKET_OR_LINE.finditer(text):
        if match[0] == "（":
            opened.append(match.start())
        elif match[0] == "\n":
            opened = []
        elif opened:
            pairs.append((opened.pop(), match.end()))
    last = 0
    for start, end in sorted(pairs):
        if start >= last:
            yield start, end
            last = end


def pieces(text: str, pattern: re.Pattern[str]) -> Iterator[tuple[int, str]]:
    """What stands between the matches outside brackets, each with its offset."""
    first = 0
    for match in outside_brackets(text, pattern):
        yield first, text[first : match.start()]
        first = match.end()
    yield first, text[first:]


class NameReader:
    """Cuts lists of bodies with one grammar and one registry."""

    def __init__(self, grammar: Grammar, registry: Registry) -> None:
        self.grammar, self.registry = grammar, registry

    def split(self, text: str, start: int) -> list[Name]:
        """The bodies of one list, in printed order.

        Cut at 、; at 和, 及, 与 only where both sides are whole names (市自然资源和规划局 is one); a list under
        one 各, and bodies that share their last word (济南、青岛市政府), stay one name as printed.
        """
        lead = self.grammar.opener.match(text)
        if lead:
            text, start = text[lead.end() :], start + lead.end()
        inside = RE_OPEN_INSIDE.search(text)
        if inside:
            behind = self.split(text[inside.end() :], start + inside.end())
            return [*self.split(text[: inside.start("joins")], start), *behind]
        rest = self.grammar.open_list.search(text)
        tail = Name(rest["named"], start + rest.start("named"), open_list=True) if rest and rest["named"] else None
        listed = text[: rest.start()] if rest else text
        names = [name for offset, item in self._items(listed) for name in self._whole_or_cut(item, start + offset)]
        names = self._share_heads(names, listed, start)
        if names and rest and tail is None:
            names[-1] = Name(names[-1].text, names[-1].start, open_list=True)
        return [*names, tail] if tail else names

    def _items(self, text: str) -> Iterator[tuple[int, str]]:
        """The items between separators; a list under one 各 is one item."""
        first = 0
        while first <= len(text):
            each = RE_UNDER_ONE_EACH.match(text, first)
            rest = each.end() if each else first
            stop = next(outside_brackets(text[rest:], RE_SEPARATOR), None)
            end = rest + stop.start() if stop else len(text)
            if each:
                yield first, text[first : each.end()]
                first = each.end()
                if first < end:  # 各区、县级市和市财政局
                    yield first, text[first:end]
            else:
                yield first, text[first:end]
            if stop is None:
                return
            first = rest + stop.end()

    def _whole_or_cut(self, item: str, start: int) -> Iterator[Name]:
        if RE_UNDER_ONE_EACH.fullmatch(item):
            yield Name(item, start)
            return
        for offset, piece in pieces(item, self.grammar.joiner):
            yield from self._conjunctions(piece, start + offset)

    def _conjunctions(self, text: str, start: int) -> list[Name]:
        for match in outside_brackets(text, RE_CONJUNCTION) if len(text) <= LONGEST_LIST else ():
            left, right = text[: match.start()], text[match.end() :]
            if left and right and self.registry.is_whole_name(left) and self.registry.is_whole_name(right):
                return [*self._name(left, start), *self._conjunctions(right, start + match.end())]
        return self._glued(text, start)

    def _glued(self, text: str, start: int) -> list[Name]:
        """市水务局市气象局: names whose separator was lost."""
        for match in outside_brackets(text, RE_GLUE) if len(text) <= LONGEST_LIST else ():
            left, right = text[: match.start()], text[match.start() :]
            glued = len(left) > 2 and len(right) > 2 and self._ends_name(left) and self._begins_known(right)
            is_one = right.startswith("各") and self.registry.is_collective(text)  # 省政府各部门
            is_one |= left.endswith(("集团", "公司")) and bool(RE_BRANCH.fullmatch(right))
            if glued and not is_one:
                return [*self._name(left, start), *self._glued(right, start + match.start())]
        return self._name(text, start)

    def _ends_name(self, text: str) -> bool:
        """市水务局, 市城投集团, 市发展改革委（市粮食局）."""
        bare = RE_OTHER_NAME.sub("", text)
        is_own = bare.endswith(("集团", "公司", "中心", "分行", "支行")) and self.registry.is_whole_name(bare)
        return is_own or self.registry.is_known(text) or (bare != text and self.registry.is_known(bare))

    def _begins_known(self, text: str) -> bool:
        ends = [match.start() for match in RE_GLUE.finditer(text)]
        return bool(RE_OWN_BODIES.match(text)) or any(self._ends_name(text[:end]) for end in [*ends, len(text)])

    def _name(self, text: str, start: int) -> list[Name]:
        bare = text.lstrip(" ：:、")
        if bare[:1] in "由和及与并" and (bare[:1] == "由" or bare[1:2] in "省市区州各国中有相"):
            bare = bare[1:]
        start += len(text) - len(bare)
        bare = bare.rstrip(" ：:、")
        if bare.endswith("）") and bare.count("）") > bare.count("（"):  # the bracket that opened it is lost
            bare = bare[:-1]
        if bare.count("（") > bare.count("）"):  # the bracket that closes it is lost
            cut = bare.rindex("（")
            return [*self._name(bare[:cut], start), *self._name(bare[cut + 1 :], start + cut + 1)]
        return [Name(bare, start)] if bare else []

    def _share_heads(self, names: list[Name], text: str, start: int) -> list[Name]:
        """Join 济南 + 青岛 + 烟台市政府 and 各区 + 市政府 back into the one name that is printed."""
        shared: list[Name] = []
        held: list[Name] = []
        for name in names:
            if RE_SHARES_HEAD.match(name.text) or (
                RE_BARE_PLACE.match(name.text) and not self.registry.is_known(name.text)
            ):
                held.append(name)
                continue
            if held and RE_HEAD.search(name.text) and self._shares(name.text):
                first = held[0].start
                shared.append(Name(text[first - start : name.end - start], first))
            else:
                shared.extend([*held, name])
            held = []
        return [*shared, *held]

    def _shares(self, name: str) -> bool:
        return not self.registry.is_known(name) or bool(RE_GOVERNMENT.search(name))

    # -- what is a name --------------------------------------------------------------------------

    def is_body(self, name: str) -> bool:
        """True if the registry knows the name or it ends like a body, and no word before it makes it an object."""
        return self.registry.is_whole_name(name) and not self.is_object(name)

    def is_person(self, name: str) -> bool:
        """县委书记, 分管副市长: who chairs, no body."""
        return bool(self.grammar.person.search(name))

    def is_of_government(self, name: str) -> bool:
        """True for a known body, or a group that is told to be one; 高校, 企业 are not."""
        is_open_group = self.registry.is_collective(name) and not RE_GROUP_START.match(name)
        known = self.registry.is_known(name) or (RE_BUREAU.fullmatch(name) and self.registry.is_whole_name(name))
        return self.registry.is_division(name) or bool(known and not is_open_group)

    def is_object(self, name: str) -> bool:
        """支持市科技局, 报市政府: a word of the sentence before a name."""
        word = self.grammar.not_a_name.match(name)
        if not word:
            return False
        rest = name[word.end() :]
        if len(word[0]) == 1 and rest[:1] not in "省市区县州各有相国中":
            return False  # 从化区, 向阳区
        return not rest or self.registry.is_known(rest)

    def is_plausible(self, name: str) -> bool:
        """True for what may be a body that nobody listed; it is kept as printed and counted as unknown."""
        return len(name) <= LONGEST_NAME and not RE_FILLER.search(name) and not self.grammar.not_a_name.match(name)

    def leading(self, text: str) -> list[Name]:
        """The bodies that a text opens with, whatever follows: 市财政局、市教育局 of 市财政局、市教育局制定方案."""
        names: list[Name] = []
        for offset, item in self._items(text):
            ends = [match.end() for match in outside_brackets(item[:LONGEST_NAME], RE_BODY_ENDS)]
            end = next((end for end in reversed(ends) if self.is_body(item[:end])), 0)
            other = RE_SECOND_NAME.match(item, end) if end else None
            end = other.end() if other else end
            if not end:
                break
            names.extend(self.split(item[:end], offset))
            open_rest = re.match(r"等(?P<named>(?:有关|相关|其他)(?:部门|单位|地区))?", item[end:])
            if open_rest and open_rest["named"]:
                names.append(Name(open_rest["named"], offset + end + open_rest.start("named"), open_list=True))
            if end < len(item):
                break
        return names
