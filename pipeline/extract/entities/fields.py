"""Industries that a sentence develops: 发展海上风电.

A term that counts only in lists counts here too: the verb says that it is meant as a field.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from pipeline.extract.entities.boundaries import Found, MarkedText

RE_DEVELOP = re.compile(
    "(?:大力|加快|重点|积极|鼓励|支持|着力|优先|推动)?(?:发展|培育|壮大|做大做强|做强做优|做优做强|做强|布局)(?:壮大|一批|若干)?"
)
# A title that only says of a field that it is worked on: 推进智慧教育。
RE_TITLE_VERB = re.compile(
    "(?:大力|加快|积极|深入|全面)?(?:推进|推动|促进|深化|提升|做强|做优|做大)(?=[^，；：、]{2,10}。)"
)
RE_ITEM_END = re.compile("[、和与及，。；：\\s]|等")
RE_KIND = re.compile("^(?:重点|优势|特色|新兴|未来|传统|本地|各类|科技型|创新型|实体|民营|国有|中小|规上|小微)")
RE_CHANGE = re.compile("化$|转型|应用|赋能|发展|建设|改造|提升")  # 新型工业化, 绿色低碳转型 change fields and are none
LONGEST_FIELD = 10
MOST_ITEMS = 8


class FieldRules:
    """`is_industry`: whether an item is a term of the gazetteers or of the shape of an industry."""

    def __init__(self, is_industry: Callable[[str], bool]) -> None:
        self.is_industry = is_industry

    def find(self, marked: MarkedText) -> Iterator[Found]:
        """发展数字消费、绿色旅游: each item of the list that follows the verb."""
        yield from self.title(marked)
        for verb in RE_DEVELOP.finditer(marked.masked):
            start = verb.end()
            for _ in range(MOST_ITEMS):
                end = self._item_end(marked, start)
                item = marked.masked[start:end]
                if not 2 <= len(item) <= LONGEST_FIELD or not self.is_industry(item) or RE_KIND.match(item):
                    break
                yield Found(start, end, "INDUSTRY", "developed")
                if marked.masked[end : end + 1] not in ("、", "和", "与", "及"):
                    break
                start = end + 1

    def title(self, marked: MarkedText) -> Iterator[Found]:
        """The field that is all a title speaks of, where it has the shape of one."""
        if verb := RE_TITLE_VERB.match(marked.masked):
            end = marked.masked.index("。", verb.end())
            words = marked.masked[verb.end() : end]
            if self.is_industry(words) and not RE_KIND.match(words) and not RE_CHANGE.search(words):
                yield Found(verb.end(), end, "INDUSTRY", "title-verb")

    @staticmethod
    def _item_end(marked: MarkedText, start: int) -> int:
        stop = RE_ITEM_END.search(marked.masked, start)
        return min(stop.start() if stop else len(marked.masked), marked.piece_end(start))
