"""Places, departments, and bodies known by what they are listed with: the rules that go by
gazetteers, the registry and short names rather than by last words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from pipeline.extract.entities.boundaries import RE_CONJUNCTION, Found, MarkedText, Vocabulary, trie_pattern
from pipeline.extract.spans import overlaps_any, taken_by
from pipeline.knowledge.chinese import HAN

# Small areas: 柳川县, 白石旗, 柳泉街道; not 城市, 各县, 红旗
RE_SMALL_AREA = re.compile(
    "市(?<![城上超都各全省门夜股地两本我]市)(?!场|域|级|内|外|政|郊|民|区|县|直|属)|县(?<![各省市全郊两本我大强小]县)(?!域|级|城|乡|区|市|内|直)"
    "|镇(?<![城乡小古各村集强大]镇)(?!级|村|街|域)|街道(?!办)|旗(?<![红国彩军战党队升旌]旗)(?!舰|帜|县|下|级)|盟(?<![联结加同]盟)(?!友|主|区|员|市|行)"
)
LONGEST_AREA = 10  # characters before its end within which a small area begins
RE_NO_AREA = re.compile(
    "贫困|脱贫|部分|设区|试点|示范|集$|拓$|[县旗镇乡各全本我个每若数两几多该其有哪超一二三四五六七八九十在从向为以]"
)

# Departments
RE_DEPARTMENT_END = re.compile(
    "(?:委员会|办公室|办公厅|管委会|人民政府|政府|管委|党委|国务院|党中央|总局|分局|支队|总队|局|厅|委|部|署|办|海关)"
    "(?!部门|门|分|署|长|员|托|省|属|件|位|落|会|理|公|法)"
)
LONGEST_BODY = 20  # characters of a department's name
RE_DEPARTMENT_LEVEL = re.compile("国家|中央|全国|最高|国务院|[省市区县州](?![场级域内外长])")
RE_PLACE_AT_HEAD = re.compile(rf"[{HAN}]{{2,5}}?[省市区县州盟旗](?![场级域内外长])")
CENTRAL_ENDS = frozenset({"委员会", "部", "委", "署", "总局", "国务院", "党中央", "办公厅"})
RE_ANY_DEPARTMENT = re.compile("^(?:各|有关|相关|地方|基层|当地)")  # 地方政府 names none


class PlaceRules:
    """Places of the gazetteer where they stand for themselves: 面向京津冀, not 苏州市图书馆."""

    def __init__(self, lexicon: dict, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        places = lexicon["places"]
        areas = trie_pattern([*places["provinces"], *places["cities"]])
        regions = set(places["regions"]) - set(places["directions"])
        self.region = re.compile(
            f"{trie_pattern(regions)}{trie_pattern(places['widening'])}?|"
            f"{trie_pattern(places['directions'])}(?!{trie_pattern(places['direction_continues'])})(?:地区)?"
        )
        self.area = re.compile(
            f"{areas}(?:[省市](?!场|级|域|内|外|区))?|{trie_pattern(places['districts'])}[区县市](?!域|内|外|级)"
        )
        self.port = re.compile(f"{areas}港(?!口|区|航|务|元|股|澳|资|商|城|铁|湾|深|珠|交|台)")
        self.not_place = re.compile(trie_pattern(places["not_places"]))
        self.stands_alone = re.compile(places["stands_alone"])

    def find(self, marked: MarkedText) -> Iterator[Found]:
        masked = marked.masked
        other_words = taken_by((match.span() for match in self.not_place.finditer(masked)), len(masked))
        for pattern, rule in ((self.region, "region"), (self.port, "port"), (self.area, "area")):
            for match in pattern.finditer(masked):
                alone = rule != "area" or marked.is_cut(match.end()) or self.stands_alone.match(masked, match.end())
                if alone and not overlaps_any(other_words, *match.span()):
                    yield Found(match.start(), match.end(), "PLACE", rule)
        yield from self._small_areas(marked)

    def _small_areas(self, marked: MarkedText) -> Iterator[Found]:
        """柳川县, 白石旗: a short name no vocabulary explains, with nothing before or behind it but a cut."""
        for area in RE_SMALL_AREA.finditer(marked.masked):
            start = self._area_start(marked, area.end())
            name = marked.masked[start : area.start()]
            behind = marked.is_cut(area.end()) or bool(
                RE_CONJUNCTION.match(marked.masked, area.end())
                or marked.boundaries.leading.match(marked.masked, area.end())
            )
            if (
                behind
                and 2 <= len(name) <= 4
                and self.vocabulary.unexplained(name) >= len(name) - 1
                and not RE_NO_AREA.search(name)
            ):
                yield Found(start, area.end(), "PLACE", "small-area")

    @staticmethod
    def _area_start(marked: MarkedText, end: int) -> int:
        """Behind the cut, or the 和 of two areas, before the name."""
        start, _ = marked.name_start(end)
        joints = [
            joint.end() for joint in RE_CONJUNCTION.finditer(marked.masked, max(start, end - LONGEST_AREA), end - 2)
        ]
        return joints[-1] if joints else start


class DepartmentRules:
    """Bodies the registry knows, named in running text."""

    def __init__(self, vocabulary: Vocabulary, is_department: Callable[[str], bool]) -> None:
        self.place = vocabulary.place
        self.is_department = is_department

    def find(self, marked: MarkedText) -> Iterator[Found]:
        for match in RE_DEPARTMENT_END.finditer(marked.masked):
            piece = marked.piece_start(match.end())
            for start in self._starts(marked.masked, piece, match):
                if self._is_body(marked.masked, start, match.end()):
                    yield Found(start, match.end(), "DEPT", "registry")
                    break

    def _is_body(self, masked: str, start: int, end: int) -> bool:
        name = masked[start:end]
        collective = masked[max(start - 1, 0)] == "各" or RE_ANY_DEPARTMENT.search(name)
        return 2 <= len(name) <= LONGEST_BODY and not collective and self.is_department(name)

    def _starts(self, masked: str, piece: int, match: re.Match[str]) -> Iterator[int]:
        """Where the name may begin: with its piece at a place (清江市财政局), at a level, or, for a central body, with its
        piece."""
        near = max(piece, match.end() - LONGEST_BODY)
        if near == piece and RE_PLACE_AT_HEAD.match(masked, piece, match.start()):
            yield piece
        for level in RE_DEPARTMENT_LEVEL.finditer(masked, near, match.end()):
            yield level.start()
        for place in self.place.finditer(masked, near, match.end()):
            yield place.start()
        if match[0] in CENTRAL_ENDS and match.end() - piece <= 10:
            yield piece


class BesideRules:
    """Bodies known by the body they are listed with: 海通公司、远丰物流; 县博物馆、文化馆."""

    def __init__(self, lexicon: dict, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.firm_behind = re.compile(f"、([{HAN}]{{2,8}}?{trie_pattern(lexicon['firm_ends'])})")
        self.public_behind = re.compile(f"[、和及与]({trie_pattern(lexicon['public_bodies'])})")

    def find(self, marked: MarkedText, candidates: list[Found]) -> Iterator[Found]:
        for body in candidates:
            if body.label == "ORG":
                yield from self._behind(marked, body)

    def _behind(self, marked: MarkedText, body: Found) -> Iterator[Found]:
        """The items behind a body, as long as each is one."""
        end = body.end
        while (
            match := self.public_behind.match(marked.masked, end)
            if body.rule == "level-body"
            else self.firm_behind.match(marked.masked, end)
        ):
            if body.rule != "level-body" and not self._is_firm(marked, *match.span(1)):
                return
            yield Found(*match.span(1), "ORG", "beside-body")
            end = match.end()

    def _is_firm(self, marked: MarkedText, start: int, end: int) -> bool:
        """A name of its own with nothing behind it but a cut or a conjunction."""
        closed = marked.is_cut(end) or bool(
            RE_CONJUNCTION.match(marked.masked, end) or marked.boundaries.leading.match(marked.masked, end)
        )
        return closed and self.vocabulary.unexplained(marked.masked[start:end]) >= 2
