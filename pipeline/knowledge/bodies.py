"""The registry of government bodies: which body a printed name means.

A name resolves by rule, prefix (level or place) + stem (function), so that a city never seen
before resolves too. What does not resolve stays as printed and is counted. configs/bodies.yaml
holds one entry a function, with its printed stems, the years it existed, and what became of it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Literal

import yaml

from pipeline.knowledge.chinese import HAN

Level = Literal["central", "province", "city", "county", "township", "vertical", "collective", "local"]
PLACE = "[^、，（）]{2,12}?"  # a class of all Chinese characters takes five hundred forms a second to compile
# What may stand before a stem: 市, 青岛市, 市委, 市政府, 青岛. The level follows from its last word.
LEVEL_WORDS: dict[str, Level] = {
    "国家": "central",
    "中央": "central",
    "国务院": "central",
    "全国": "central",
    "省": "province",
    "自治区": "province",
    "兵团": "province",
    "全省": "province",
    "市": "city",
    "州": "city",
    "自治州": "city",
    "盟": "city",
    "地区": "city",
    "全市": "city",
    "区": "county",
    "县": "county",
    "旗": "county",
    "新区": "county",
    "开发区": "county",
    "高新区": "county",
    "经开区": "county",
    "自治县": "county",
    "管委会": "county",
    "镇": "township",
    "乡": "township",
    "街道": "township",
}
_LEVELS = "|".join(sorted(LEVEL_WORDS, key=len, reverse=True))
RE_PLACE_PREFIX = re.compile(rf"^(?:[{HAN}·]{{0,12}})(?P<level>{_LEVELS})$")
RE_PARTY_PREFIX = re.compile(
    rf"^(?:中共)?(?:[{HAN}·]{{0,12}})(?:(?P<level>省|市|区|县|州|盟|旗|新区)委|(?P<region>自治区)党委|党委|党工委)$"
)
RE_GOVERNMENT_PREFIX = re.compile(rf"^(?:[{HAN}·]{{0,12}})(?P<level>{_LEVELS})(?:人民)?政府$")
RE_BARE_PLACE = re.compile(rf"^[{HAN}]{{2,6}}$")
RE_NOTE = re.compile(r"（[^（）]*）$")
PREFIX_CLASSES = {
    "place": RE_PLACE_PREFIX,
    "party": RE_PARTY_PREFIX,
    "gov": RE_GOVERNMENT_PREFIX,
    "bareplace": RE_BARE_PLACE,
}
GROUP_WORDS = (
    "省属各",
    "市属各",
    "区属各",
    "县属各",
    "各",
    "有关",
    "相关",
    "全市",
    "全省",
    "两级",
    "属地",
    "中央和国家机关",
    "国务院各",
    "驻",
)
RE_GROUP = re.compile(
    rf"(?:各|有关|相关|驻|[省市区县]属各)[{HAN}（）、]{{0,20}}(?:政府|管委会?|部门|单位|机构|企业|高校|院校|街道|乡镇|办事处)(?:（[^（）]*）)?"
)
# A 司 of a ministry or a 处 of a department; 公司, 落到实处 and 办事处 are none. A 局 is one only below its ministry.
RE_DIVISION = re.compile(rf"[{HAN}]{{2,9}}(?:(?<!公)司|(?<![实之好到何深各用益害事])处)")
RE_BRANCH = re.compile(rf"([{HAN}]{{2,14}}局)([{HAN}]{{2,8}}分局)")  # 市生态环境局东湖分局
RE_MINISTRY_DIVISION = re.compile(rf"[{HAN}]{{2,9}}[司局]")
LONGEST_NAME = 60


class RegistryError(ValueError):
    """configs/bodies.yaml contradicts itself; the message names the entry and the key."""


@dataclass(frozen=True, slots=True)
class Body:
    """One function of government. `valid_from` and `valid_to` are years, None where unknown or open."""

    id: str
    name: str
    english: str
    system: str
    valid_from: int | None
    valid_to: int | None
    became: tuple[tuple[str, int | None], ...]
    source: str
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Resolution:
    """How a printed name resolves: `body_id` is level/function, `how` says by which rule."""

    body_id: str
    level: Level
    function: str
    how: str


@dataclass(frozen=True, slots=True)
class _Stem:
    function: str
    level: str  # local, province, municipality, county
    prefixes: tuple[str, ...]


@dataclass
class Registry:
    """All bodies, and the rules that resolve a name."""

    bodies: dict[str, Body]
    stems: dict[str, list[_Stem]]
    central: dict[str, str]
    central_bare: frozenset[str]
    forms: list[tuple[re.Pattern[str], str, Level, bool]]
    collective: list[tuple[re.Pattern[str], str]]
    suffix: re.Pattern[str]
    false_friend: re.Pattern[str]
    names_of: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    @lru_cache(maxsize=4)  # read once where several readers want it
    def load(cls, path: Path) -> Registry:
        """Read configs/bodies.yaml."""
        data = yaml.load(Path(path).read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
        bodies: dict[str, Body] = {}
        stems: dict[str, list[_Stem]] = defaultdict(list)
        central: dict[str, str] = {}
        bare: set[str] = set()
        forms: list[tuple[re.Pattern[str], str, Level, bool]] = []
        for entry in [*data["functions"], *data["vertical"]]:
            body = _body(entry)
            if body.id not in bodies:
                bodies[body.id] = body
            names = entry.get("names", {})
            for level, printed in names.items():
                for name in printed:
                    if level == "central":
                        central.setdefault(_tidy(name), body.id)
                    else:
                        stems[_tidy(name)].append(_Stem(body.id, level, tuple(entry.get("prefixes", ["place"]))))
            bare.update(entry.get("central_bare", []))
            forms.extend((_form(form), body.id, "vertical", False) for form in entry.get("forms", []))
        for entry in data["governments"]:
            forms.extend(
                (
                    _form(form),
                    entry["id"],
                    entry["level"]
                    if entry["level"] in ("central", "province", "city", "county", "township")
                    else "local",
                    "{place}" in form,
                )
                for form in entry["forms"]
            )
        # a form without a place is one name; of the others the one with most fixed words fits closest
        forms.sort(key=lambda form: (PLACE in form[0].pattern, -len(form[0].pattern)))
        collective = [(re.compile(entry["pattern"]), entry.get("id", "collective")) for entry in data["collective"]]
        suffixes = [entry["suffix"] for entry in data["suffixes"]]
        friends = [friend for entry in data["suffixes"] for friend in entry.get("false_friends", [])]
        return cls(
            bodies=bodies,
            stems=dict(stems),
            central=central,
            central_bare=frozenset(bare),
            forms=forms,
            collective=collective,
            suffix=re.compile(
                rf"[{HAN}A-Za-z0-9“”·（）—]{{1,}}(?:{'|'.join(sorted(map(re.escape, suffixes), key=len, reverse=True))})$"
            ),
            false_friend=re.compile(rf"^(?:{'|'.join(map(re.escape, friends))})$"),
        )

    def __post_init__(self) -> None:
        self.resolve_name = lru_cache(maxsize=65536)(self._resolve_name)

    # -- resolving -------------------------------------------------------------------------------

    def resolve(self, name: str, *, year: int | None = None, issuer: str = "") -> str | None:
        """The body id of a printed name (`city/development-reform`), or None."""
        resolution = self.resolve_name(name, year) or self._own_division(name, year, issuer)
        return resolution.body_id if resolution else None

    def _resolve_name(self, name: str, year: int | None = None) -> Resolution | None:
        name = _tidy(name)
        if not name or len(name) > LONGEST_NAME:
            return None
        bare = RE_NOTE.sub("", name)
        for printed in dict.fromkeys((name, bare)):
            found = (
                self._central(printed)
                or self._fixed_form(printed)
                or self._group(printed)
                or self._prefixed(printed, year)
                or self._government(printed)
                or self._collective(printed)
                or self._form(printed)
                or self._without_prefix(printed, year)
                or self._division(printed, year)
            )
            if found:
                return found
        return None

    def _central(self, name: str) -> Resolution | None:
        if name in self.central and name not in self.central_bare:
            return Resolution(f"central/{self.central[name]}", "central", self.central[name], "central name")
        return None

    def _prefixed(self, name: str, year: int | None) -> Resolution | None:
        """The longest stem behind a prefix of a class the stem takes."""
        for i in range(1, len(name)):
            stems = self.stems.get(name[i:])
            if not stems:
                continue
            prefix = name[:i]
            fitting = [
                (stem, level)
                for stem in stems
                for kind in stem.prefixes
                if (level := _prefix_level(prefix, kind)) and _takes(stem, level)
            ]
            if fitting:
                stem, level = self._in_force(fitting, year)
                return Resolution(f"{level}/{stem.function}", level, stem.function, f"{prefix} + {name[i:]}")
        return None

    def _in_force(self, fitting: list[tuple[_Stem, Level]], year: int | None) -> tuple[_Stem, Level]:
        """The one whose years hold `year`; without a year the one that still exists."""

        def misfit(pair: tuple[_Stem, Level]) -> tuple[bool, bool]:
            body = self.bodies[pair[0].function]
            outside = year is not None and ((body.valid_from or 0) > year or (body.valid_to or 9999) < year)
            return outside, body.valid_to is not None

        return min(fitting, key=misfit)

    def _government(self, name: str) -> Resolution | None:
        if name.startswith(("各", "有关", "相关")):
            return None
        for pattern, function, level, has_place in self.forms:
            if level == "vertical":
                continue
            match = pattern.fullmatch(name)
            if match:
                return Resolution(
                    f"{level}/{function}@{name}" if has_place else f"{level}/{function}", level, function, "government"
                )
        return None

    def _form(self, name: str) -> Resolution | None:
        for pattern, function, level, _ in self.forms:
            if level == "vertical" and pattern.fullmatch(name):
                return Resolution(f"vertical/{function}", "vertical", function, "named after a place")
        return None

    def _fixed_form(self, name: str) -> Resolution | None:
        """团市委, 民盟市委, 国家税务总局青岛市税务局: named by a form that opens with fixed words."""
        for pattern, function, level, _ in self.forms:
            if level == "vertical" and not pattern.pattern.startswith(PLACE) and pattern.fullmatch(name):
                return Resolution(f"vertical/{function}", "vertical", function, "named form")
        return None

    def _group(self, name: str) -> Resolution | None:
        """各…, 有关…, 全市…: a listed collective, or any other name that opens so and ends like a body."""
        if not name.startswith(GROUP_WORDS):
            return None
        return self._collective(name) or (
            Resolution("collective/other", "collective", "other", "collective body")
            if RE_GROUP.fullmatch(name)
            else None
        )

    def _collective(self, name: str) -> Resolution | None:
        for pattern, function in self.collective:
            if pattern.fullmatch(name):
                return Resolution(f"collective/{function}", "collective", function, "collective body")
        return None

    def _without_prefix(self, name: str, year: int | None) -> Resolution | None:
        """财政局 in a notice that leaves the level out; 国资委 alone is the central one only if nothing local fits."""
        stems: list[tuple[_Stem, Level]] = [
            (stem, "local") for stem in self.stems.get(name, []) if "place" in stem.prefixes and len(name) >= 3
        ]
        if stems:
            stem, level = self._in_force(stems, year)
            return Resolution(f"{level}/{stem.function}", level, stem.function, "no level printed")
        if name in self.central:
            return Resolution(f"central/{self.central[name]}", "central", self.central[name], "central name")
        return None

    def _division(self, name: str, year: int | None) -> Resolution | None:
        """教育部高教司, 交通运输部公路局, 省财政厅预算处: a division is told by its body's name and its own."""
        branch = RE_BRANCH.fullmatch(name)
        if branch and (body := self._central(branch[1]) or self._prefixed(branch[1], year)):
            return Resolution(f"{body.body_id}@{branch[2]}", body.level, body.function, "branch of a body")
        for i in range(len(name) - 2, 1, -1):
            division = name[i:]
            body = self._of_ministry(name[:i], division, year)
            if body:
                return Resolution(f"{body.body_id}@{division}", body.level, body.function, "division of a body")
        return None

    def _of_ministry(self, name: str, division: str, year: int | None) -> Resolution | None:
        if RE_MINISTRY_DIVISION.fullmatch(division) and name[-1] in "部委署局":
            return self._central(name)
        return self._prefixed(name, year) if RE_DIVISION.fullmatch(division) and division[-1] == "处" else None

    def _own_division(self, name: str, year: int | None, issuer: str) -> Resolution | None:
        """科技司 in a notice of 交通运输部 is that ministry's."""
        body = self.resolve_name(issuer.removesuffix("办公厅"), year) if RE_DIVISION.fullmatch(_tidy(name)) else None
        if body is None or body.level == "collective":
            return None
        return Resolution(f"{body.body_id}@{_tidy(name)}", body.level, body.function, "division of the issuer")

    def is_division(self, name: str) -> bool:
        """True for 科技司, 规划处: a division named without its body."""
        return bool(RE_DIVISION.fullmatch(name)) and not self.false_friend.match(name)

    # -- asking ----------------------------------------------------------------------------------

    def is_known(self, name: str) -> bool:
        return self.resolve_name(name, None) is not None

    def is_collective(self, name: str) -> bool:
        """True for names that stand for an open group (各有关部门, 各区政府, …成员单位)."""
        resolution = self.resolve_name(name, None)
        return resolution is not None and resolution.level == "collective"

    def is_whole_name(self, name: str) -> bool:
        """True if the string can stand alone as a body's name: it resolves, or ends like one."""
        if not name or len(name) < 2 or self.false_friend.match(name):
            return False
        return self.is_known(name) or self.is_division(name) or (len(name) >= 3 and bool(self.suffix.fullmatch(name)))

    def successors(self, function: str, *, year: int) -> list[str]:
        """The functions that this one had become by `year`; itself where nothing changed."""
        body = self.bodies.get(function)
        if body is None:
            return [function]
        later = [other for other, when in body.became if when is None or when <= year]
        return [end for other in later for end in self.successors(other, year=year)] if later else [function]


def _tidy(name: str) -> str:
    return re.sub(r"\s", "", name.replace("(", "（").replace(")", "）")).removeprefix("中共")


def _body(entry: dict) -> Body:
    missing = [key for key in ("id", "name", "source", "examples") if not entry.get(key)]
    if missing and "forms" not in entry:
        raise RegistryError(f"configs/bodies.yaml: entry {entry.get('id', '?')}: {', '.join(missing)} missing")
    return Body(
        id=entry["id"],
        name=entry.get("name", entry["id"]),
        english=entry.get("english", ""),
        system=entry.get("system", "vertical"),
        valid_from=entry.get("valid_from"),
        valid_to=entry.get("valid_to"),
        became=tuple((step["id"], step.get("year")) for step in entry.get("became", [])),
        source=entry.get("source", ""),
        examples=tuple(entry.get("examples", [])),
    )


def _form(form: str) -> re.Pattern[str]:
    return re.compile(
        re.escape(_tidy(form)).replace(r"\{place\}", PLACE).replace(r"\{level\}", "(?:省|市|区|县|州|盟|旗)")
    )


def _prefix_level(prefix: str, kind: str) -> Level | None:
    match = PREFIX_CLASSES[kind].match(prefix)
    if not match:
        return None
    groups = match.groupdict()
    if groups.get("region"):
        return "province"
    return LEVEL_WORDS.get(groups.get("level") or "", "local") if kind != "bareplace" else "local"


def _takes(stem: _Stem, level: Level) -> bool:
    if stem.level == "province":
        return level in ("province", "local")
    if stem.level == "municipality":
        return level == "city"
    if stem.level == "county":
        return level in ("county", "city", "local")
    return True
