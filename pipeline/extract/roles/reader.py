"""Who leads, who is responsible and who takes part: the grammar of responsibility clauses.

A clause is found (in brackets, behind a label, or as a sentence of its own), cut into parts at
，；。 and labels, and each part read as `bodies + verb` or, behind a label, as `bodies`. Bodies
alone, in a bracket or as the last sentence of a paragraph, are responsible. Only clauses count: a
department named in running text has no role.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pipeline.extract.spans import mark, overlaps_any
from pipeline.knowledge.bodies import Registry
from pipeline.knowledge.chinese import HAN
from pipeline.records import Clause, Notice, Role, RoleName, Unit

RE_TIME = re.compile(
    r"(?:20\d{2}年|\d{1,2}月|年)(?:\d{1,2}月)?(?:\d{1,2}日)?(?:底|末|初|中旬|上旬|下旬)?(?:之?前|以前)|年内|年底|月底|季度|上半年|下半年|全年|持续(?:推进|实施|开展|落实|深化|用力|加强)|长期(?:坚持|推进|实施|任务)|常态化|"
    r"适时(?:出台|推进|启动)|按(?:时间)?节点|20\d{2}年(?:\d{1,2}月)?|贯穿全年|逐年|分年度|即时|按年度"
)
RE_PART_END = re.compile(r"[，；。,;]")
RE_LIST_SEPARATOR = re.compile(r"[、/]|\s+")
RE_CONJUNCTION = re.compile(r"以及|和|及|与|并|商")
# 各区、市政府 is one name: a bare 区 or 县 shares the 政府 of the next
RE_SHARES_HEAD = re.compile(
    r"^(?:各|有关|相关|全市各|涉及|沿线|沿海|试点)?(?:[省市区县旗州盟]|县级市|区县|市县|自治区|直辖市|乡镇|镇|乡|街道|园区|开发区|功能区)$"
)
RE_BARE_PLACE = re.compile(rf"^[{HAN}]{{2,3}}[市区县州]?$")
RE_HEAD = re.compile(r"(?:政府|人民政府|管委|管委会|党委|党委政府|办事处|街道|部门)(?:（.*）)?$")
RE_GOVERNMENT = re.compile(r"(?:政府|人民政府)(?:（.*）)?$")
RE_OTHER_DEPARTMENTS = re.compile(
    r"等(?P<rest>(?:其他)?(?:各)?(?:有关|相关|市直|省直|中央)?(?:部门|单位|机构|方面|地区|部委|高校|企业)(?:和单位|、单位)?|(?:各|有关|相关)?(?:行业|业务)?(?:主管|职能|监管)部门|(?:有关|相关|其他)[^、，；]{1,12}(?:政府|管委会?|部门|单位|机构|地区))$"
)
RE_TRAILING_OPEN = re.compile(r"等(?:\d+|[一二三四五六七八九十]+)?(?:个|家)?(?:部门|单位)?$")
RE_GLUED = re.compile(rf"[省市区县州盟旗][{HAN}]{{2,12}}?[局厅](?=[省市区县州盟旗])")
LONGEST_NAME = 30
LONGEST_LIST = 300  # characters of names joined by 和, 及, 与 alone; no longer one is cut at them
LONGEST_CLAUSE = 2_000  # characters; what is longer was made to be long and is not read
# A sentence that is a clause without brackets may start so: 具体工作由市工信局牵头
RE_SENTENCE_OPENING = re.compile(
    r"^(?:具体|此项|该项|本项|上述|以上|相关|各项|本|该)?(?:工作|任务|事项|项目)?(?:具体)?由"
)
# What a bare bracket or a last sentence of bodies must hold one of; 数据中心 and 高新区 alone are things and places.
RE_BODY_END = re.compile(r"(?:[局委办厅部署]|政府|管委会|委员会)(?:（[^（）]*）)?$")
RE_PLACE_GOVERNMENT = re.compile(r"[省市区县州盟旗镇乡](?:人民)?政府$")
# A sentence of bodies opens with one: 市水务局、市气象局; 涉及市水务局、市气象局 does not
RE_BODY_START = re.compile(r"^(?:[省市区县州盟旗]|自治区|国家|中央|各)")
RE_NO_BODY = re.compile(r"^(?:含|不含|包括|不包括|以下简称|简称|原|即|如|例如|详见|见|除)")
# 报市数据局（市政务服务局）, 主管部门（市水利局）, 专班（…）: the bracket explains the name before it
RE_EXPLAINED = re.compile(
    r"(?:[局委办厅部署院会处社队]|中心|政府|公司|部门|单位|专班|小组|机构|机关|平台|指挥部|新区|高新区|经开区|开发区|园区)$"
)
RE_LINE_END = re.compile(r"[。；]?[^\S\n]*(?=\n|$)")


@dataclass(frozen=True, slots=True)
class Grammar:
    """The compiled lexicon (configs/lexicon/roles.yaml)."""

    label: re.Pattern[str]
    label_end: re.Pattern[str]
    verb: re.Pattern[str]
    joiner: re.Pattern[str]
    role_of_label: dict[str, RoleName | None]  # None: not bodies but a time or something else
    role_of_verb: dict[str, RoleName]
    due_labels: frozenset[str]

    @classmethod
    def from_lexicon(cls, lexicon: dict) -> Grammar:
        role_of_label: dict[str, RoleName | None] = {
            word: role for role, words in lexicon["labels"].items() for word in words
        }
        label = (
            rf"(?:{_alternatives(role_of_label | dict.fromkeys([*lexicon['other_labels'], *lexicon['due_labels']]))})"
        )
        short: dict[str, RoleName | None] = {
            word: role for role, words in lexicon["short_labels"].items() for word in words
        }
        role_of_label |= short | dict.fromkeys([*lexicon["other_labels"], *lexicon["due_labels"]])
        role_of_verb: dict[str, RoleName] = {word: role for role, words in lexicon["verbs"].items() for word in words}
        return cls(
            label=re.compile(
                # 责任单位（部门）： says no more than 责任单位：
                rf"(?P<label>{label})(?:（(?:单位|部门|地区|科室)）)?(?P<colon>\s*[：:]\s*|\s+|(?=各|市|省|区|县|国家|中央)|为(?=各|市|省|区|县|国家|中央))"
                rf"|(?<![{HAN}])(?P<short>{_alternatives(short)})(?P<short_colon>[：:])"
            ),
            label_end=re.compile(rf"\n|。(?!\s*{label})"),
            verb=re.compile(_alternatives(role_of_verb)),
            joiner=re.compile(_alternatives(lexicon["joiners"])),
            role_of_label=role_of_label,
            role_of_verb=role_of_verb,
            due_labels=frozenset(lexicon["due_labels"]),
        )


def _alternatives(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


@dataclass(frozen=True, slots=True)
class Name:
    """A body as printed in a clause: its place, and whether its list was left open behind it."""

    text: str
    start: int
    open_list: bool = False


@dataclass(frozen=True, slots=True)
class ReadClause:
    """What one clause says. `due` is "" where it prints no completion time."""

    start: int
    end: int
    roles: tuple[tuple[RoleName, Name], ...]
    due: str
    rule: str


# -- lists of names ------------------------------------------------------------------------------


def _outside_brackets(text: str, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
    depth = last = 0
    for match in pattern.finditer(text):
        depth += text.count("（", last, match.start()) - text.count("）", last, match.start())
        last = match.start()
        if depth <= 0:
            yield match


def _pieces(text: str, pattern: re.Pattern[str]) -> Iterator[tuple[int, str]]:
    first = 0
    for match in _outside_brackets(text, pattern):
        yield first, text[first : match.start()]
        first = match.end()
    yield first, text[first:]


def split_names(text: str, start: int, registry: Registry, joiner: re.Pattern[str]) -> list[Name]:
    """The bodies of one list, in printed order.

    Cut at 、; at 和, 及, 与 only where both sides are whole names (市自然资源和规划局 is one);
    bodies that share their last word stay one name, as printed (济南、青岛市政府).
    """
    names: list[Name] = []
    open_rest = RE_OTHER_DEPARTMENTS.search(text)
    tail: Name | None = None
    is_open = False
    if open_rest:
        rest = open_rest["rest"]
        if rest not in ("部门", "单位", "机构", "方面"):
            tail = Name(rest, start + open_rest.start("rest"), open_list=True)
        text, is_open = text[: open_rest.start()], True
    elif trailing := RE_TRAILING_OPEN.search(text):
        text, is_open = text[: trailing.start()], True
    for offset, joined in _pieces(text, joiner):
        for inner, piece in _pieces(joined, RE_LIST_SEPARATOR):
            names.extend(_split_conjunctions(piece, start + offset + inner, registry))
    names = _share_heads(names, text, start, registry)
    if names and is_open and tail is None:
        names[-1] = Name(names[-1].text, names[-1].start, open_list=True)
    return [*names, tail] if tail else names


def _split_conjunctions(text: str, start: int, registry: Registry) -> list[Name]:
    for match in _outside_brackets(text, RE_CONJUNCTION) if len(text) <= LONGEST_LIST else ():
        left, right = text[: match.start()], text[match.end() :]
        if left and right and registry.is_whole_name(left) and registry.is_whole_name(right):
            return [*_name(left, start), *_split_conjunctions(right, start + match.end(), registry)]
    return _split_glued(text, start, registry)


def _split_glued(text: str, start: int, registry: Registry) -> list[Name]:
    """市水务局市气象局: two names whose space was lost."""
    first = RE_GLUED.match(text)
    if first and registry.is_known(first[0]) and registry.is_known(text[first.end() :]):
        return [*_name(first[0], start), *_split_glued(text[first.end() :], start + first.end(), registry)]
    return _name(text, start)


def _name(text: str, start: int) -> list[Name]:
    stripped = text.lstrip("由和及与并 ：:")
    start += len(text) - len(stripped)
    stripped = stripped.rstrip(" ：:")
    return [Name(stripped, start)] if stripped else []


def _share_heads(names: list[Name], text: str, start: int, registry: Registry) -> list[Name]:
    """Join 济南 + 青岛 + 烟台市政府 and 各区 + 市政府 back into the one name that is printed."""
    shared: list[Name] = []
    held: list[Name] = []
    for name in names:
        if RE_SHARES_HEAD.match(name.text) or (RE_BARE_PLACE.match(name.text) and not registry.is_known(name.text)):
            held.append(name)
            continue
        if (
            held
            and RE_HEAD.search(name.text)
            and not (registry.is_known(name.text) and not RE_GOVERNMENT.search(name.text))
        ):
            first = held[0].start
            shared.append(Name(text[first - start : name.start + len(name.text) - start], first))
        else:
            shared.extend([*held, name])
        held = []
    return [*shared, *held]


# -- clauses -------------------------------------------------------------------------------------


class RoleReader:
    """Reads the responsibility clauses of units with one lexicon and one registry of bodies."""

    def __init__(self, lexicon: dict, registry: Registry) -> None:
        self.grammar = Grammar.from_lexicon(lexicon)
        self.registry = registry

    def read_clauses(self, text: str) -> list[ReadClause]:
        """Every responsibility clause of a unit's text, in order; offsets count from the text's start."""
        clauses: list[ReadClause] = []
        taken, in_brackets = bytearray(len(text)), bytearray(len(text))
        for start, end in _bracket_groups(text):
            clause = self._bracketed(text, start, end) if end - start <= LONGEST_CLAUSE else None
            if clause:
                clauses.append(clause)
                mark(taken, start, end)
            mark(in_brackets, start, end)
        for start, end in self._label_spans(text, bytes(in_brackets)):
            clause = self._read(text, start, end, rule="label") if end - start <= LONGEST_CLAUSE else None
            if clause:
                clauses.append(clause)
                mark(taken, start, end)
        clauses.extend(self._sentences(text, taken))
        return sorted(clauses, key=lambda clause: clause.start)

    def _bracketed(self, text: str, start: int, end: int) -> ReadClause | None:
        inner = text[start + 1 : end - 1]
        label = self.grammar.label.search(inner)
        if label and (clause := self._read(text, start + 1, end - 1, rule="bracketed-label", span=(start, end))):
            return clause if label["label"] or any(self._is_telling(name.text) for _, name in clause.roles) else None
        if self.grammar.verb.search(inner):
            clause = self._read(text, start + 1, end - 1, rule="bracketed-verb", span=(start, end))
            if clause and any(self.registry.is_whole_name(name.text) for _, name in clause.roles):
                return clause
        return self._bracketed_bodies(text, start, end)

    def _bracketed_bodies(self, text: str, start: int, end: int) -> ReadClause | None:
        """A bracket of bodies that stands behind a sentence, or ends the last one of its line and explains no name before it."""
        behind_sentence = text[start - 1 : start] in ("。", "；", "！")
        ends_line = RE_LINE_END.match(text, end) and not RE_EXPLAINED.search(text, max(0, start - LONGEST_NAME), start)
        if not (behind_sentence or ends_line):
            return None
        clause = self._bodies_alone(text, start + 1, end - 1, rule="bracketed-bodies", span=(start, end))
        # 归集数据（市公安局、市民政局等） gives examples
        return clause if clause and (behind_sentence or not any(name.open_list for _, name in clause.roles)) else None

    def _bodies_alone(self, text: str, start: int, end: int, *, rule: str, span: tuple[int, int]) -> ReadClause | None:
        """A list of bodies and nothing else: （市科技局、市财政局）. All of them are responsible."""
        if end - start > LONGEST_LIST or "\n" in text[start:end]:
            return None
        names: list[Name] = []
        due: list[str] = []
        for offset, part in _pieces(text[start:end], RE_PART_END):
            found = split_names(part, start + offset, self.registry, self.grammar.joiner)
            if names and RE_TIME.search(part) and not any(self.registry.is_known(name.text) for name in found):
                due.append(part)
            else:
                names.extend(found)
        if not all(self._is_body(name.text) for name in names) or not any(
            self._is_telling(name.text) for name in names
        ):
            return None
        return ReadClause(*span, roles=tuple(("responsible", name) for name in names), due="，".join(due), rule=rule)

    def _is_body(self, name: str) -> bool:
        return (
            len(name) <= LONGEST_NAME
            and not RE_NO_BODY.match(name)
            and (self.registry.is_whole_name(name) or bool(RE_PLACE_GOVERNMENT.search(name)))
        )

    def _is_telling(self, name: str) -> bool:
        """True for a name that can be nothing but a body; 各区, 高新区 and 数据中心 may be other things."""
        return (
            bool(RE_BODY_END.search(name))
            and (self.registry.is_known(name) or bool(RE_PLACE_GOVERNMENT.search(name)))
            and not self.registry.is_collective(name)
        )

    def _label_spans(self, text: str, in_brackets: bytes) -> Iterator[tuple[int, int]]:
        """Labelled clauses outside brackets: from the label to the end of its paragraph or sentence."""
        last = 0
        for match in self.grammar.label.finditer(text):
            if match.start() < last or in_brackets[match.start()]:
                continue
            has_colon = match["label"] and ("：" in match["colon"] or ":" in match["colon"])
            if not has_colon and match.start() and text[match.start() - 1] not in "。；\n）":
                continue  # 责任单位 as a noun in running text
            stop = self.grammar.label_end.search(text, match.end())
            last = stop.start() if stop else len(text)
            yield match.start(), last

    def _sentences(self, text: str, taken: bytearray) -> Iterator[ReadClause]:
        """Clauses in plain sentences: 具体工作由市工信局牵头，市财政局配合。 各有关部门按职责分工落实推进，…"""
        for sentence in re.finditer(r"[^。；\n]+", text):
            start, end = sentence.span()
            if end - start > LONGEST_CLAUSE or overlaps_any(taken, start, end):
                continue
            opening = RE_SENTENCE_OPENING.match(sentence[0])
            body_start = start + opening.end() if opening else start
            is_last = bool(RE_LINE_END.match(text, end))
            clause = self._plain_sentence(
                text, body_start, end, whole=bool(opening) or (is_last and self._opens_with_body(sentence[0]))
            )
            if (
                clause is None
                and is_last
                and not opening
                and text[start - 1 : start] == "。"
                and "、" in sentence[0]
                and self._opens_with_body(sentence[0])
            ):
                clause = self._bodies_alone(text, start, end, rule="sentence-bodies", span=(start, end))
            if clause:
                yield clause

    def _plain_sentence(self, text: str, start: int, end: int, *, whole: bool) -> ReadClause | None:
        """The leading parts of a sentence that are nothing but known bodies and a role verb.

        负责, 实施 and the like order work elsewhere too (市财政局负责审核): they count behind another
        role, or where the sentence is a clause throughout, if it is one that may be (`whole`).
        """
        last = start
        whole = whole and self._is_clause_throughout(text[start:end])
        has_verb = False
        for offset, part in _pieces(text[start:end], RE_PART_END):
            verb = self._closing_verb(part)
            if verb is None:
                break
            names = split_names(part[: verb.start()], 0, self.registry, self.grammar.joiner)
            if not names or not all(self.registry.is_whole_name(name.text) for name in names):
                break
            distributes = verb[0] not in (
                "负责",
                "实施",
                "落实",
                "完成",
                "承担",
                "组织实施",
                "贯彻落实",
                "抓好落实",
                "参加",
                "参与",
            )
            if not (distributes or has_verb or whole):
                break
            has_verb, last = True, start + offset + len(part)
        return self._read(text, start, last, rule="sentence") if has_verb else None

    def _is_clause_throughout(self, sentence: str) -> bool:
        """True if every part of the sentence is bodies and a verb, and one of them is sure to be a body: 由市科技局负责，各区配合."""
        sure = False
        for _, part in _pieces(sentence, RE_PART_END):
            verb = self._closing_verb(part)
            if verb is None:
                return False
            sure = sure or any(
                self._is_telling(name.text)
                for name in split_names(part[: verb.start()], 0, self.registry, self.grammar.joiner)
            )
        return sure

    def _opens_with_body(self, sentence: str) -> bool:
        """True if the first name begins like a body, or like the second one (云州市水务局、云州市气象局)."""
        names = split_names(RE_PART_END.split(sentence, maxsplit=1)[0], 0, self.registry, self.grammar.joiner)
        return bool(RE_BODY_START.match(sentence)) or (len(names) > 1 and names[0].text[:2] == names[1].text[:2])

    def _closing_verb(self, part: str) -> re.Match[str] | None:
        for match in self.grammar.verb.finditer(part):
            if match.end() == len(part):
                return match
        return None

    def _read(
        self, text: str, start: int, end: int, *, rule: str, span: tuple[int, int] | None = None
    ) -> ReadClause | None:
        """Read the inside of a clause: its parts before the first label, then each label's list."""
        roles: list[tuple[RoleName, Name]] = []
        due: list[str] = []
        labels = list(self.grammar.label.finditer(text, start, end))
        first = labels[0].start() if labels else end
        self._read_parts(text, start, first, None, roles, due)
        for label, following in zip(labels, [*labels[1:], None]):
            stop = following.start() if following else end
            word = label["label"] or label["short"]
            role = self.grammar.role_of_label[word]
            if word in self.grammar.due_labels:
                due.append(text[label.end() : stop].strip(" ，；。、"))
            elif role is not None:
                self._read_parts(text, label.end(), stop, role, roles, due)
        if not roles and not due:
            return None
        return ReadClause(
            *(span or (start, end)), roles=tuple(roles), due="，".join(part for part in due if part), rule=rule
        )

    def _read_parts(
        self, text: str, start: int, end: int, role: RoleName | None, roles: list[tuple[RoleName, Name]], due: list[str]
    ) -> None:
        """Read `bodies + verb` parts; bodies without a verb take the label's role or wait for the next verb."""
        waiting: list[Name] = []
        for offset, part in _pieces(text[start:end], RE_PART_END):
            begin = start + offset
            verbs = self._role_verbs(part)
            if not verbs:
                names = self._names(part, begin)
                if RE_TIME.search(part) and not any(self.registry.is_known(name.text) for name in names):
                    due.append(part.strip(" 、"))
                elif role is not None:
                    roles.extend((role, name) for name in names)
                else:
                    waiting.extend(names)
                continue
            first = 0
            for verb in verbs:
                names = [*waiting, *self._names(part[first : verb.start()], begin + first)]
                roles.extend((self.grammar.role_of_verb[verb[0]], name) for name in names)
                waiting, first = [], verb.end()
            rest = part[first:].strip(" 、")
            if rest and RE_TIME.search(rest):
                due.append(rest)

    def _role_verbs(self, part: str) -> list[re.Match[str]]:
        """The verbs that close a list of bodies in this part; a verb inside a name or a time is none."""
        found: list[re.Match[str]] = []
        for match in self.grammar.verb.finditer(part):
            before = part[found[-1].end() if found else 0 : match.start()]
            names = self._names(before, 0)
            if names and all(len(name.text) <= LONGEST_NAME for name in names) and not RE_TIME.search(before):
                found.append(match)
        return found

    def _names(self, text: str, start: int) -> list[Name]:
        return [
            name
            for name in split_names(text, start, self.registry, self.grammar.joiner)
            if len(name.text) <= LONGEST_NAME
        ]

    # -- units -----------------------------------------------------------------------------------

    def read_unit(self, notice: Notice, unit: Unit) -> tuple[list[Role], list[Clause]]:
        """The roles and clauses of one unit; a unit without a clause of its own takes its heading's.

        The same pair named twice in a unit counts once, where it is named first.
        """
        spans = [(unit.start, self.read_clauses(unit.text))]
        if not any(clause.roles for clause in spans[0][1]):
            for start, end in reversed(unit.heading_spans):
                inherited = [clause for clause in self.read_clauses(notice.text[start:end]) if clause.roles]
                if inherited:
                    spans.append((start, inherited))
                    break
        roles: dict[tuple[RoleName, str], Role] = {}
        clauses: list[Clause] = []
        for base, found in spans:
            for clause in found:
                clauses.append(Clause(unit.notice_id, unit.unit_id, base + clause.start, base + clause.end, clause.due))
                for role, name in clause.roles:
                    roles.setdefault((role, name.text), self._role(unit, role, name, base, clause.rule))
        return list(roles.values()), clauses

    def _role(self, unit: Unit, role: RoleName, name: Name, base: int, rule: str) -> Role:
        return Role(
            notice_id=unit.notice_id,
            unit_id=unit.unit_id,
            role=role,
            department=name.text,
            body_id=self.registry.resolve(name.text) or "",
            start=base + name.start,
            end=base + name.start + len(name.text),
            open_list=name.open_list or self.registry.is_collective(name.text),
            rule=rule,
        )


def _bracket_groups(text: str) -> Iterator[tuple[int, int]]:
    """The spans of outermost （…） groups, brackets included; an unclosed one is passed over."""
    depth = start = 0
    for i, char in enumerate(text):
        if char == "（":
            if depth == 0:
                start = i
            depth += 1
        elif char == "）" and depth:
            depth -= 1
            if depth == 0:
                yield start, i + 1
        elif char == "\n":
            depth = 0
