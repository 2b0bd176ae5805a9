"""A cross-section: notices of one year and several places, as a group along the axis of places."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from pipeline.compare.finders.targets import is_cut
from pipeline.compare.pair_view import EditionView
from pipeline.records.findings import Edition, Group

# Levels of government by the ending of a place's name; the four cities under the centre are provinces.
CENTRAL_CITIES = ("北京市", "天津市", "上海市", "重庆市")
LEVELS = ((r"全国$|国家$|中国$", 0), (r"(?:省|自治区)$", 1), (r"(?:市|州|盟|地区)$", 2), (r"(?:县|区|旗)$", 3))
RE_ENDING = re.compile(r"(?:特别行政区|自治区|自治州|自治县|自治旗|省|市|州|盟|地区|县|区|旗)$")
LEVEL_WORDS = {1: "省级", 2: "市级", 3: "县级"}


def level_of(place: str) -> int:
    """0 for the country, 1 for a province, 2 for a city, 3 for a county or district; 2 where the name does not say."""
    if place in CENTRAL_CITIES:
        return 1
    return next((level for pattern, level in LEVELS if re.search(pattern, place)), 2)


def stem(place: str) -> str:
    """The name without what kind of place it is: 山东 of 山东省."""
    return RE_ENDING.sub("", place) or place


@dataclass(frozen=True)
class Member:
    """One notice of a cross-section, read for comparison, and the place it is for."""

    place: str
    view: EditionView
    earlier: EditionView | None = None  # the place's notice before, where the corpus has one

    @property
    def notice_id(self) -> str:
        return self.view.notice_id

    @cached_property
    def level(self) -> int:
        return level_of(self.place)

    @cached_property
    def cut(self) -> bool:
        """Whether the text breaks off, so that what it does not say may stand in what is missing."""
        return is_cut(self.view)

    @property
    def own_scope(self) -> str:
        """How a notice calls what its own government names: 省级 in a province."""
        return LEVEL_WORDS.get(self.level, "")

    @cached_property
    def year(self) -> int | None:
        return self.view.facts.notice.year


@dataclass(frozen=True)
class CrossSection:
    """The members of a cross-section; where one stands a level above all others, it is the higher one."""

    name: str
    members: tuple[Member, ...]

    @cached_property
    def higher(self) -> Member | None:
        levels = sorted(member.level for member in self.members)
        if len(levels) < 2 or levels[0] == levels[1]:
            return None
        return min(self.members, key=lambda member: member.level)

    @cached_property
    def peers(self) -> tuple[Member, ...]:
        """The places that are compared with each other: all but the higher one."""
        return tuple(member for member in self.members if member is not self.higher)

    @property
    def group(self) -> Group:
        editions = (Edition(one.notice_id, one.year, one.place, one.view.facts.notice.title) for one in self.members)
        return Group(tuple(editions), "place")

    @cached_property
    def stems(self) -> frozenset[str]:
        return frozenset(stem(member.place) for member in self.members)


def cross_section(name: str, members: Sequence[Member]) -> CrossSection:
    """The higher level first, then as given."""
    return CrossSection(name, tuple(sorted(members, key=lambda member: member.level)))
