"""What a name is a name of: an id that stays the same over notices and years.

Reading finds the words, linking says which thing they mean; a name that fits nothing, or two things,
stays unlinked ("") rather than guessed. Ids by label:

INDUSTRY  id of a group in configs/industries.yaml        PLACE  code of configs/divisions.yaml, else its name
DEPT      body id of the registry                          DOC    level and number, or level and title
ORG, PROGRAM, PROJECT   label and name without quotation marks, brackets and words of scope, so that one
                        programme is one row whatever marks a year prints
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from pipeline.config import ConfigError, read_yaml
from pipeline.records import Entity

Model = TypeVar("Model", bound=BaseModel)
INDUSTRIES = "configs/industries.yaml"
DIVISIONS = "configs/divisions.yaml"
# Words behind the name of an industry that do not change which it is.
RE_INDUSTRY_TAIL = re.compile("(?:制造业|服务业|产业集群|产业链|产业|行业|领域|技术|制造|业)$")
# 高端医疗器械 narrows 医疗器械; one letter or character is too little to go by.
SHORTEST_TAIL = 2
RE_MARKS = re.compile(r"[“”‘’\"'《》〈〉（）()\[\]【】·\s]")
RE_SCOPE = re.compile("^(?:国家级|省级|市级|区级|县级|全国|全省|全市|全区|全县|我国|我省|我市|本省|本市)(?=.{3})")
RE_ROUND = re.compile(r"^第?[0-9一二三四五六七八九十]+届")  # 第五届江海博览会: every year another, one event
RE_NUMBER = re.compile(r"(?P<office>[一-龥]{1,12}?)[〔\[【（(](?P<year>\d{4})[〕\]】）)]第?(?P<number>\d+)号")
RE_TITLE = re.compile(r"《(?P<title>.+)》")
CENTRAL_OFFICES = re.compile("^(?:国发|国函|国办发|国办函|中发|中办发|厅字|国令)")
MINISTRY_OFFICES = re.compile(
    "^(?:工信部|国税|银发|财[税建教资预社]|发改|国科|人社部|商[务办流资]|环[办发大]|建[城房市]|交[办规运]|农[办发]|教[办高职])"
)
LAW = re.compile("(?:法|法典|条例)(?:实施细则)?$")
CENTRAL_TITLE = re.compile("^(?:中共中央|国务院|中华人民共和国)")
MINISTRY_TITLE = re.compile("^(?:国家|工业和信息化部|财政部|科技部|商务部|教育部|生态环境部|自然资源部)")
LOCAL_TITLE = re.compile("^[一-龥]{2,7}?(?P<level>[省市区县州])")
LOCAL_LEVELS = {"省": "province", "市": "city", "区": "county", "县": "county", "州": "city"}


class _Group(BaseModel):
    model_config = ConfigDict(extra="forbid")
    id: str
    name: str
    source: str
    aliases: list[str]


class _Industries(BaseModel):
    model_config = ConfigDict(extra="forbid")
    sources: dict[str, str]
    groups: list[_Group]


class _Divisions(BaseModel):
    model_config = ConfigDict(extra="forbid")
    source: str
    provinces: dict[int, str]
    cities: dict[int, str]


def industry_stem(name: str) -> str:
    """The name without 产业, 行业, 业 behind it, if two characters are left."""
    stem = RE_INDUSTRY_TAIL.sub("", name)
    return stem if len(stem) >= SHORTEST_TAIL else name


@dataclass(frozen=True, slots=True)
class EntityLinker:
    """Links entities to ids. industries: name or alias to group id. places: long and short name to code."""

    industries: Mapping[str, str]
    names: Mapping[str, str]  # group id to name
    places: Mapping[str, str]
    body_of: Callable[[str], str | None]

    @classmethod
    def load(cls, root: Path, *, body_of: Callable[[str], str | None]) -> EntityLinker:
        """With the taxonomies of a project folder. ConfigError names the file and what is wrong with it."""
        groups = _checked(root, INDUSTRIES, _Industries).groups
        divisions = _checked(root, DIVISIONS, _Divisions)
        return cls(
            industries=_industry_index(groups),
            names={group.id: group.name for group in groups},
            places=_place_index({**divisions.cities, **divisions.provinces}),
            body_of=body_of,
        )

    def link(self, entity: Entity) -> Entity:
        """The entity with its id in `resolved`; an id that it has already stays."""
        if entity.resolved:
            return entity
        found = self.id_of(entity.label, entity.text)
        return replace(entity, resolved=found) if found else entity

    def link_all(self, entities: Iterable[Entity]) -> list[Entity]:
        """Every entity linked, in order."""
        return [self.link(entity) for entity in entities]

    def id_of(self, label: str, text: str) -> str:
        """The id of a name, "" where it fits none."""
        match label:
            case "INDUSTRY":
                return self._industry(text)
            case "PLACE":
                return self.places.get(text) or f"place/{name_key(text)}"
            case "DEPT":
                return self.body_of(text) or ""
            case "DOC":
                return document_id(text)
            case _:
                return f"{label.lower()}/{name_key(text)}"

    def _industry(self, text: str) -> str:
        name = RE_MARKS.sub("", unicodedata.normalize("NFKC", text))
        for whole in (name, industry_stem(name)):
            if whole in self.industries:
                return self.industries[whole]
        stem = industry_stem(name)
        tails = (stem[start:] for start in range(1, len(stem) - SHORTEST_TAIL + 1))
        return next((self.industries[tail] for tail in tails if tail in self.industries), "")


def _checked(root: Path, file: str, model: type[Model]) -> Model:
    try:
        return model.model_validate(read_yaml(root / file))
    except ValidationError as error:
        told = "; ".join(f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors())
        raise ConfigError(
            f"{file}: {told}. Correct the entry; the comment at the file's head says what it holds."
        ) from None


def _industry_index(groups: Iterable[_Group]) -> dict[str, str]:
    found: dict[str, str] = {}
    for group in groups:
        for name in dict.fromkeys((group.name, industry_stem(group.name), *group.aliases)):
            if found.setdefault(name, group.id) != group.id:
                raise ConfigError(
                    f"{INDUSTRIES}: {name!r} stands under {found[name]} and {group.id}; a name can mean one group. "
                    "Take it out of one."
                )
    return found


def _place_index(divisions: Mapping[int, str]) -> dict[str, str]:
    """Long and short names to codes; a short name that two divisions share means the province (吉林)."""
    short = {
        re.sub("(?:壮族|回族|维吾尔)?自治区$|特别行政区$|[省市]$", "", name): str(code)
        for code, name in divisions.items()
    }
    return short | {name: str(code) for code, name in divisions.items()}


def name_key(text: str) -> str:
    """A name without marks, scope and round, the same for every way of printing it."""
    plain = RE_MARKS.sub("", unicodedata.normalize("NFKC", text))
    return RE_ROUND.sub("", RE_SCOPE.sub("", plain)) or plain


def document_id(text: str) -> str:
    """`level/number` of a cited document, else `level/title`: central, ministry, province, city, county or law.

    "unknown" where neither number nor title tells the level.
    """
    title = RE_TITLE.search(text)
    number = RE_NUMBER.search(text[title.end() :] if title else text)
    name = title["title"] if title else ""
    printed = f"{number['office']}〔{number['year']}〕{number['number']}号" if number else name_key(name or text)
    return f"{_level(name, number['office'] if number else '')}/{printed}"


def _level(title: str, office: str) -> str:
    if LAW.search(title):
        return "law"
    if CENTRAL_TITLE.match(title) or CENTRAL_OFFICES.match(office):
        return "central"
    if MINISTRY_TITLE.match(title):
        return "ministry"
    if place := LOCAL_TITLE.match(title):
        return LOCAL_LEVELS[place["level"]]
    return "ministry" if MINISTRY_OFFICES.search(office) else "unknown"
