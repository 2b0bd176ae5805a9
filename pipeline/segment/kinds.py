"""What a section does: order work, set goals, frame, safeguard or close.

What a section does decides its kind, not its name alone (annotation guide, rule 8): a last section
of organisation, funding and publicity is `safeguard` even if it is called 推进措施.
"""

from __future__ import annotations

import re

from pipeline.records import UnitKind

RE_GOAL = re.compile(
    r"^(?:总体|主要|工作|发展|具体|年度|阶段|行动|建设|预期|基本|核心|近期|远期|量化|绩效|任务|重点)*目标(?:任务|指标|要求|和指标|及指标)?(?:（.*）)?$|^(?:主要|预期|发展)(?:指标|预期目标)$|^(?:20\d{2}年)?(?:经济社会)?(?:发展)?主要预期目标$"
)
RE_GENERAL = re.compile(
    r"^(?:总体(?:要求|思路|部署|安排|考虑|布局|战略)|指导思想|基本(?:原则|思路|要求|情况|考虑)|工作(?:原则|思路|背景|总体要求)|适用(?:范围|对象|条件)|总则|重要意义|重大意义|编制依据|"
    r"发展(?:基础|现状|环境|形势|思路|背景)|(?:工作|建设|现实)基础|(?:工作|产业|行业|基本)现状|(?:工作|主要|取得的?)(?:进展|成效|成绩)|存在的?(?:主要)?问题|面临的?形势|现状(?:与|和)?(?:形势|基础)?|形势(?:与|和)?.{0,4}|背景(?:与|和)?.{0,6}|制定依据|起草.{0,6}|支持(?:对象|范围)|名词解释|定义|前言|概述|工作回顾|\d{4}年工作回顾)"
    r"(?:[和与及、].{0,10})?$"
)
RE_SAFEGUARD = re.compile(
    r"^(?:保障措施.*|组织(?:实施|保障|领导|推进)(?:[和与及、].{0,8})?|(?:工作|实施|组织|政策|推进)(?:保障|要求|机制|落实)(?:措施)?|保障(?:机制|体系|条件)|"
    r"(?:切实|进一步|全面)?(?:强化|加强|完善|健全|落实|做好|狠抓|抓好)(?:组织|工作|实施|政策|推进|各项|支撑)?(?:保障|领导|组织实施|组织领导|落实|推进机制|工作机制|实施保障)(?:措施|机制|体系|力度|工作)?|"
    r"(?:切实|进一步|全面)?(?:强化|加强|做好)(?:统筹(?:协调|推进)[和与、及])?组织(?:领导|实施|保障)(?:[和与、及].{2,8})?)$"
)
# A last section with such a name is looked into: its items decide.
RE_MAYBE_SAFEGUARD = re.compile(r"保障|措施|机制|要求|实施|推进|支撑|支持|落实|组织|领导|环境|举措")
RE_SAFEGUARD_ITEM = re.compile(
    r"组织领导|组织保障|组织实施|领导|统筹(?:协调|推进|调度)|协调(?:机制|推进|联动)|工作(?:机制|专班|责任|格局|合力)|责任(?:落实|分工)|(?:压实|落实|明确|强化)(?:.{0,4})责任|督(?:查|导|促|办)|考核|评估|评价|监测|监督|跟踪|调度|"
    r"宣传|舆论|氛围|资金(?:支持|保障|投入)|财(?:政|税)(?:.{0,3})(?:支持|保障|投入)|经费|政策(?:支持|保障|扶持|协同|落实|配套|供给)|人才(?:支撑|保障)|法治保障|用地保障|要素保障|(?:推进|狠抓)落实|试点示范|总结推广"
)
RE_NOTE = re.compile(r"^(?:备注|注|附注|填表说明)[：:]")
RE_CLOSING = re.compile(r"^(?:附则|其他|其它|附注|说明|其他事项|有关说明)$")
RE_CLOSING_TEXT = re.compile(
    r"^(?:本|此前|以上|上述|其他|其它|该|原|各.{0,12}可).{0,60}?(?:所称.{0,40}(?:含本数|均含|包括本数|是指|不含)|自.{0,24}(?:起|后)(?:施行|实施|执行|生效)|有效期|(?:负责)?解释|停止执行|同时废止|不一致的|就高不重复|从其规定|为准)|^(?:联系人|联系电话|联系方式|咨询电话|联系单位|监督电话)|"
    r"^.{0,40}自.{0,24}起(?:施行|实施|执行|生效)，?有效期|^由.{2,30}负责解释。?$"
)


def is_closing_text(text: str) -> bool:
    """Validity, interpretation, precedence, contact points."""
    return bool(RE_CLOSING_TEXT.match(text)) and len(text) <= 300


def is_note(text: str) -> bool:
    """True for a line that opens a note to a table or list."""
    return bool(RE_NOTE.match(text))


def is_goal_text(text: str) -> bool:
    """True for an item that prints 主要目标 or the like as its title."""
    return _named_kind(_own_title(text)) == "goal"


def leads_to_goals(heading: str, lead: list[str]) -> bool:
    """True if —— items under this heading are goals, not principles.

    总体要求 often ends in 到2026年，… and lists its goals as —— items; under 基本原则 they say 坚持….
    """
    if re.search("原则|思想", heading):
        return False
    last = lead[-1] if lead else ""
    return bool(re.search(r"目标|到?20\d{2}年|到“?十[二-六]五", last)) and not re.search(r"原则[：:。]?$", last)


class SectionKinds:
    """The kind of each outermost section of one notice, decided from its heading and its items' openings.

    `sections` is a list of (heading, openings of its items) in order; each annex has such a list too.
    """

    def __init__(self, sections: list[tuple[str, list[str]]], *annexes: list[tuple[str, list[str]]]) -> None:
        self._of_section: dict[str, UnitKind] = {}
        for part in (sections, *annexes):
            self._read(part)

    def _read(self, sections: list[tuple[str, list[str]]]) -> None:
        last = max((i for i, (heading, _) in enumerate(sections) if not _is_appended(heading)), default=0)
        for i, (heading, openings) in enumerate(sections):
            if heading not in self._of_section:
                self._of_section[heading] = _section_kind(heading, openings, last=i >= last)

    def of(self, headings: list[str], *, text: str = "", is_article: bool = False) -> UnitKind:
        """The kind of a unit under `headings`, outermost first. The innermost telling heading decides."""
        if is_article and is_closing_text(text):
            return "closing"
        for heading in reversed([*headings[1:], _own_title(text)]):
            named = _named_kind(heading)
            if named in ("goal", "general"):
                return named
        if headings:
            # the outermost heading, or the one inside an annex
            return next((self._of_section[heading] for heading in headings[:2] if heading in self._of_section), "task")
        return _kind_without_heading(text)


def _is_appended(heading: str) -> bool:
    """True for what may follow the last section: 附则, 附件."""
    return bool(RE_CLOSING.match(heading)) or heading.startswith("附")


def _named_kind(heading: str) -> UnitKind | None:
    if RE_CLOSING.match(heading):
        return "closing"
    if RE_GOAL.match(heading):
        return "goal"
    if RE_GENERAL.match(heading):
        return "general"
    return "safeguard" if RE_SAFEGUARD.match(heading) else None


def _section_kind(heading: str, openings: list[str], *, last: bool) -> UnitKind:
    named = _named_kind(heading)
    share = sum(bool(RE_SAFEGUARD_ITEM.search(opening)) for opening in openings) / len(openings) if openings else 0.0
    if named == "safeguard" and len(openings) >= 3 and share < 0.2 and not last:
        return "task"
    if named == "goal" and heading.endswith("目标任务") and len(openings) >= 3:
        return "task"
    if named:
        return named
    if last and len(openings) >= 2 and RE_MAYBE_SAFEGUARD.search(heading) and share >= 0.6:
        return "safeguard"
    return "task"


def _own_title(text: str) -> str:
    """The title a unit prints before its text (`主要目标。到2025年…`), short as such titles are."""
    title = re.split(r"[。：]", text, maxsplit=1)[0].strip()
    return title if len(title) <= 20 else ""


def _kind_without_heading(text: str) -> UnitKind:
    """A top-level item that is a unit itself: its own title says what it does."""
    return "closing" if is_closing_text(text) else _named_kind(_own_title(text)) or "task"
