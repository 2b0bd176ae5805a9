"""Works named by what is built on: the words that make a place or a work the work meant, and waters.

清江水库 is a place; 清江水库除险加固 is a work. 某某水源工程 is built, so it is a work; a campaign that ends in
工程 is run and stays a programme.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pipeline.extract.entities.boundaries import FILLER, Found, MarkedText, Vocabulary
from pipeline.knowledge.chinese import HAN

# Places that are works themselves, so that what is done to them is a work.
RE_BUILT_PLACE = re.compile("(?:机场|水库|港区|港|作业区|口岸|灌区|码头|湿地|闸|渔港|航空港)$")
PHASE = "[一二三四五六七八九]期"
CHANGE = (
    "除险加固|改造提升|改造升级|升级改造|提升改造|续建配套(?:与现代化改造)?|节水改造|改扩建|迁建|扩建|扩容|改造|延伸段|绕城段"
    "|货运支线|支线|货场|客运专线"
)
RE_BEHIND_WORK = re.compile(
    f"(?:(?:{PHASE})?(?:{CHANGE})|{PHASE})(?:工程|项目)?(?!企业|后|为|成|的|资金|任务|试点|计划|行动|方案|和|与|升级|提升|提质)"
)
# In the name of something that ends in 工程 or 项目 these tell that it is built, not run.
RE_BUILT = re.compile(
    "水源|引调水|引水|调水|供水|输水|补水|保供|防洪|除险|灌区|水库|泵站|干渠|干流|水资源配置|饮用水|特高压|输电|变电|直流|交流线路|线路|管道|管线"
    f"|千伏|万千瓦|万吨|发电|电站|制氢|合成氨|碳捕集|公路|高速|铁路|航道|码头|机场|枢纽|扩容|迁建|改扩建|大通道|{PHASE}"
)
RE_WORK_END = re.compile("(?:工程|项目)$")
RE_RUN_END = re.compile("(?:示范|试点|行动|培育|计划|提升|创建|人才)(?:工程|项目)$")
# Rivers and lakes before what is done about their water: 清溪河流域, 白石湖水环境
RE_WATER = re.compile(
    f"[{HAN}]{{1,4}}[河江湖湾](?=流域|水环境|水生态|沿线|沿岸|两岸|干流|岸线|生态|综合治理|治理|禁养|清漂|河段|段|[、，。；])"
)
RE_NO_WATER = re.compile(
    "^(?:各|全|沿|入|河|江|湖|海|大|小|重点|主要|黑臭|通|跨|治|护|巡|管|两|内|外|本|每)|[一二三四五六七八九十条个级的]|河湖|江河"
)
LONGEST_WATER = 4


class WorkRules:
    """What other rules found, read on to the work that is meant; and waters nobody else names."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary

    def find(self, marked: MarkedText, candidates: Iterable[Found]) -> Iterator[Found]:
        """The works that candidates are part of. They are longer, so they stand in their place."""
        for found in candidates:
            name = marked.masked[found.start : found.end]
            if found.label == "PROJECT" or (found.label == "PLACE" and RE_BUILT_PLACE.search(name)):
                behind = RE_BEHIND_WORK.match(marked.masked, found.end)
                if behind:
                    yield Found(found.start, behind.end(), "PROJECT", "work-changed")

    def settle(self, marked: MarkedText, candidates: Iterable[Found]) -> Iterator[Found]:
        """The candidates, with what is built called a work."""
        for found in candidates:
            built = found.label == "PROGRAM" and is_built(marked.masked[found.start : found.end])
            yield Found(found.start, found.end, "PROJECT", "work-built") if built else found

    def waters(self, marked: MarkedText) -> Iterator[Found]:
        """Rivers and lakes with a short name of their own, where something is done about them."""
        for water in RE_WATER.finditer(marked.masked):
            start, _ = marked.name_start(water.end(), least=2)
            name = marked.masked[start : water.end()]
            if 2 <= len(name) <= LONGEST_WATER and not RE_NO_WATER.search(name) and self._is_named(name):
                basin = 2 if marked.masked.startswith("流域", water.end()) else 0
                yield Found(start, water.end() + basin, "PLACE", "water")

    def _is_named(self, name: str) -> bool:
        return self.vocabulary.unexplained(name[:-1]) >= max(1, len(name) - 2)


def is_built(name: str) -> bool:
    """Whether something that ends in 工程 or 项目 is a work to be built; a quoted name is a programme."""
    return (
        bool(RE_WORK_END.search(name) and RE_BUILT.search(name)) and FILLER not in name and not RE_RUN_END.search(name)
    )
