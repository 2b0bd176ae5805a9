"""The registry of government bodies: which body a printed name means in a year.

A name resolves by rule, prefix (level or place) + stem (function), so that a city never seen before resolves too.
What does not resolve stays as printed and is counted. configs/bodies holds one entry a function, with its printed
names, the years they were in force, and what became of it.

Longer than 350 lines: one way of resolving a name, step by step.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path

from pipeline.knowledge.body_files import FunctionEntry, Level, RegistryError, Years, read_body_files
from pipeline.knowledge.body_names import (
    GROUP_WORDS,
    PLACE,
    RE_BRANCH,
    RE_DIVISION,
    RE_GROUP,
    RE_MINISTRY_DIVISION,
    RE_NOTE,
    ending_pattern,
    form_pattern,
    prefix_level,
    tidy,
)
from pipeline.knowledge.rules import alternatives

__all__ = ["Body", "Level", "Registry", "RegistryError", "Resolution"]

OF_LEVEL: dict[str, Level] = {level: level for level in ("central", "province", "city", "county", "township")}
LONGEST_NAME = 60
# The level of a body id in English: "Municipal Finance"; the centre has names of its own.
LEVEL_SIGNS = "省市区县"  # in front of a department's name
LEVELS_EN: dict[str, str] = {
    "central": "Central",
    "province": "Provincial",
    "city": "Municipal",
    "county": "County",
    "township": "Township",
}


@dataclass(frozen=True, slots=True)
class Body:
    """One function of government. `valid_from` and `valid_to` are years, None where unknown or open.

    `name_en` names the function, `central_en` the body of the centre where it has a name of its own.
    """

    id: str
    name: str
    name_en: str
    central_en: str
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
    """A printed name of one function: `level` says which levels of government use it."""

    function: str
    level: str  # central, local, province, municipality, county
    prefixes: tuple[str, ...]
    years: Years


@dataclass(frozen=True, slots=True)
class _Form:
    """A way of naming: `国家税务总局{place}税务局`."""

    pattern: str
    function: str
    level: Level = "vertical"

    @property
    def has_place(self) -> bool:
        return PLACE in self.pattern


@dataclass(frozen=True)
class Forms:
    """Ways of naming, the closest first; one pattern tries them all."""

    forms: tuple[_Form, ...]
    pattern: re.Pattern[str]

    @classmethod
    def of(cls, forms: Iterable[_Form]) -> Forms:
        # a form without a place is one name; of the others the one with most fixed words fits closest
        closest = sorted(forms, key=lambda form: (form.has_place, -len(form.pattern)))
        return cls(tuple(closest), re.compile("|".join(f"({form.pattern})" for form in closest)))

    def of_name(self, name: str) -> _Form | None:
        match = self.pattern.fullmatch(name)
        return self.forms[match.lastindex - 1] if match and match.lastindex else None


def _vertical(form: _Form, rule: str) -> Resolution:
    return Resolution(f"vertical/{form.function}", "vertical", form.function, rule)


@dataclass
class Registry:
    """All bodies, and the rules that resolve a name."""

    bodies: dict[str, Body]
    stems: dict[str, list[_Stem]]
    central: dict[str, list[_Stem]]
    central_bare: frozenset[str]
    forms: Forms  # of functions
    fixed_forms: Forms  # those of them that open with fixed words
    governments: Forms
    collective: list[tuple[re.Pattern[str], str]]
    groups_en: dict[str, str]  # English names of governments and open groups
    suffix: re.Pattern[str]
    false_friend: re.Pattern[str]

    @classmethod
    @lru_cache(maxsize=4)  # read once where several readers want it
    def load(cls, folder: Path) -> Registry:
        """Read configs/bodies. Raises RegistryError, which names file, entry, field and value."""
        files = read_body_files(Path(folder))
        stems: dict[str, list[_Stem]] = defaultdict(list)
        central: dict[str, list[_Stem]] = defaultdict(list)
        for entry in files.functions:
            for level, printed in entry.names.items():
                for name in printed:
                    table = central if level == "central" else stems
                    stem = _Stem(entry.id, level, entry.prefixes, entry.years_of(level, name))
                    table[tidy(name.name)].append(stem)
        forms = Forms.of(_Form(form_pattern(form), entry.id) for entry in files.functions for form in entry.forms)
        governments = Forms.of(
            _Form(form_pattern(form), entry.id, OF_LEVEL.get(entry.level, "local"))
            for entry in files.governments
            for form in entry.forms
        )
        friends = [word for entry in files.endings for word in entry.excluded]
        return cls(
            bodies={entry.id: _body(entry) for entry in files.functions},
            stems=dict(stems),
            central=dict(central),
            central_bare=frozenset(name for entry in files.functions for name in entry.central_bare),
            forms=forms,
            fixed_forms=Forms.of(form for form in forms.forms if not form.pattern.startswith(PLACE)),
            governments=governments,
            collective=[(re.compile("|".join(entry.patterns), re.VERBOSE), entry.id) for entry in files.collectives],
            groups_en={entry.id: entry.name_en for entry in files.governments}
            | {entry.id: entry.name_en for entry in files.collectives},
            suffix=ending_pattern(entry.ending for entry in files.endings),
            false_friend=re.compile(rf"^(?:{alternatives(friends)})$"),
        )

    def __post_init__(self) -> None:
        self.resolve_name = lru_cache(maxsize=65536)(self._resolve_name)

    # -- resolving -------------------------------------------------------------------------------

    def resolve(self, name: str, *, year: int | None = None, issuer: str = "") -> str | None:
        """The body id of a printed name (`city/development-reform`), or None."""
        resolution = self.resolve_name(name, year) or self._own_division(name, year, issuer)
        return resolution.body_id if resolution else None

    def _resolve_name(self, name: str, year: int | None = None) -> Resolution | None:
        name = tidy(name)
        if not name or len(name) > LONGEST_NAME:
            return None
        bare = RE_NOTE.sub("", name)
        for printed in dict.fromkeys((name, bare)):
            found = (
                self._central(printed, year)
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

    def _central(self, name: str, year: int | None) -> Resolution | None:
        if name in self.central and name not in self.central_bare:
            return self._of_the_centre(name, year)
        return None

    def _of_the_centre(self, name: str, year: int | None) -> Resolution:
        stem, _ = self._in_force([(stem, "central") for stem in self.central[name]], year)
        return Resolution(f"central/{stem.function}", "central", stem.function, "central name")

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
                if (level := prefix_level(prefix, kind)) and _takes(stem, level)
            ]
            if fitting:
                stem, level = self._in_force(fitting, year)
                return Resolution(f"{level}/{stem.function}", level, stem.function, f"{prefix} + {name[i:]}")
        return None

    def _in_force(self, fitting: list[tuple[_Stem, Level]], year: int | None) -> tuple[_Stem, Level]:
        """The one whose years hold `year`; without a year the one that still exists."""

        def misfit(pair: tuple[_Stem, Level]) -> tuple[bool, bool]:
            years = pair[0].years
            return year is not None and not years.hold(year), years.last is not None

        return min(fitting, key=misfit)

    def _government(self, name: str) -> Resolution | None:
        if name.startswith(("各", "有关", "相关")):
            return None
        form = self.governments.of_name(name)
        if form is None:
            return None
        body = f"{form.level}/{form.function}"
        return Resolution(f"{body}@{name}" if form.has_place else body, form.level, form.function, "government")

    def _form(self, name: str) -> Resolution | None:
        form = self.forms.of_name(name)
        return _vertical(form, "named after a place") if form else None

    def _fixed_form(self, name: str) -> Resolution | None:
        """团市委, 民盟市委, 国家税务总局青岛市税务局: named by a form that opens with fixed words."""
        form = self.fixed_forms.of_name(name)
        return _vertical(form, "named form") if form else None

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
            return self._of_the_centre(name, year)
        return None

    def _division(self, name: str, year: int | None) -> Resolution | None:
        """教育部高教司, 交通运输部公路局, 省财政厅预算处: a division is told by its body's name and its own."""
        branch = RE_BRANCH.fullmatch(name)
        if branch and (body := self._central(branch[1], year) or self._prefixed(branch[1], year)):
            return Resolution(f"{body.body_id}@{branch[2]}", body.level, body.function, "branch of a body")
        for i in range(len(name) - 2, 1, -1):
            division = name[i:]
            body = self._of_ministry(name[:i], division, year)
            if body:
                return Resolution(f"{body.body_id}@{division}", body.level, body.function, "division of a body")
        return None

    def _of_ministry(self, name: str, division: str, year: int | None) -> Resolution | None:
        if RE_MINISTRY_DIVISION.fullmatch(division) and name[-1] in "部委署局":
            return self._central(name, year)
        return self._prefixed(name, year) if RE_DIVISION.fullmatch(division) and division[-1] == "处" else None

    def _own_division(self, name: str, year: int | None, issuer: str) -> Resolution | None:
        """科技司 in a notice of 交通运输部 is that ministry's."""
        body = self.resolve_name(issuer.removesuffix("办公厅"), year) if RE_DIVISION.fullmatch(tidy(name)) else None
        if body is None or body.level == "collective":
            return None
        return Resolution(f"{body.body_id}@{tidy(name)}", body.level, body.function, "division of the issuer")

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

    def nearest(self, name: str) -> list[str]:
        """Up to three names that resolve and are spelt almost like this one, the nearest first."""
        known = dict.fromkeys([*self.central, *(level + stem for stem in self.stems for level in ("", *LEVEL_SIGNS))])
        fitting = [other for other in known if other[:1] == name[:1] and abs(len(other) - len(name)) <= 2]
        return [other for other in get_close_matches(name, fitting, 6, 0.7) if self.is_known(other)][:3]

    def successors(self, function: str, *, year: int) -> list[str]:
        """The functions that this one had become by `year`; itself where nothing changed."""
        body = self.bodies.get(function)
        if body is None:
            return [function]
        later = [other for other, when in body.became if when is None or when <= year]
        return [end for other in later for end in self.successors(other, year=year)] if later else [function]

    def name_en(self, body_id: str) -> str:
        """The English name of a body id (`city/finance`: Municipal Finance), "" where it has none."""
        level, _, function = body_id.partition("/")
        body = self.bodies.get(function.partition("@")[0])
        if body is None:
            return self.groups_en.get(function.partition("@")[0], "")
        if level == "central":
            return body.central_en or body.name_en
        return f"{LEVELS_EN[level]} {body.name_en}" if level in LEVELS_EN else body.name_en


def _body(entry: FunctionEntry) -> Body:
    return Body(
        id=entry.id,
        name=entry.name,
        name_en=entry.name_en,
        central_en=entry.central_en,
        system=entry.system,
        valid_from=entry.valid_from,
        valid_to=entry.valid_to,
        became=tuple((step.id, step.year) for step in entry.became),
        source=entry.source,
        examples=entry.examples,
    )


def _takes(stem: _Stem, level: Level) -> bool:
    if stem.level == "province":
        return level in ("province", "local")
    if stem.level == "municipality":
        return level == "city"
    if stem.level == "county":
        return level in ("county", "city", "local")
    return True
