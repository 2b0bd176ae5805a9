"""The files of configs/bodies, checked: what a user wrote wrongly is refused with file, entry, field and value."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, TypeAdapter, ValidationError

from pipeline.config import ConfigError, read_yaml

Level = Literal["central", "province", "city", "county", "township", "vertical", "collective", "local"]
NameLevel = Literal["central", "province", "municipality", "local", "county"]
Prefix = Literal["place", "party", "gov", "bareplace"]
Text = Annotated[str, Field(min_length=1)]
Texts = Annotated[tuple[Text, ...], Field(min_length=1)]
# configs/bodies/<name>.yaml with entries of functions of government
FUNCTION_FILES = (
    "party",
    "economy",
    "society",
    "resources",
    "supervision",
    "merged",
    "people",
    "enterprises",
    "vertical",
    "own",
)


class RegistryError(ValueError):
    """configs/bodies contradicts itself; the message names file, entry, field and value."""


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Years(_Entry):
    """First and last year, None where open or not known."""

    first: Annotated[int | None, Field(alias="from")] = None
    last: Annotated[int | None, Field(alias="to")] = None

    def hold(self, year: int) -> bool:
        return (self.first or 0) <= year <= (self.last or 9999)


class PrintedName(_Entry):
    """A name or stem as printed; with years of its own where it came or went apart from the body."""

    name: Text
    first: Annotated[int | None, Field(alias="from")] = None
    last: Annotated[int | None, Field(alias="to")] = None
    dated: bool = False


def _printed(given: Any) -> Any:
    return {"name": given} if isinstance(given, str) else {**given, "dated": True} if isinstance(given, dict) else given


class Step(_Entry):
    """What a body became, and when."""

    id: Text
    year: int | None = None
    note: str = ""


class FunctionEntry(_Entry):
    """One function of government, at every level that has it."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]
    name: Text
    name_en: Text
    central_en: str = ""
    system: Literal[
        "party", "government", "congress", "cppcc", "court", "procuratorate", "mass", "enterprise", "vertical"
    ]
    prefixes: tuple[Prefix, ...] = ("place",)
    valid_from: int | None = None
    valid_to: int | None = None
    dates: dict[NameLevel, Years] = {}
    names: dict[NameLevel, tuple[Annotated[PrintedName, BeforeValidator(_printed)], ...]] = {}
    central_bare: tuple[Text, ...] = ()
    forms: tuple[Text, ...] = ()
    became: tuple[Step, ...] = ()
    source: Text
    note: str = ""
    examples: Texts

    def years_of(self, level: NameLevel, printed: PrintedName) -> Years:
        """When a name was in force: its own years, else its level's, else the body's."""
        if printed.dated:
            return Years(first=printed.first, last=printed.last)
        return self.dates.get(level, Years(first=self.valid_from, last=self.valid_to))


class GovernmentEntry(_Entry):
    """A government or zone committee; `level` other than a level of government counts as local."""

    id: Text
    name: Text
    name_en: Text
    level: Text
    forms: Texts
    examples: Texts
    note: str = ""


class CollectiveEntry(_Entry):
    """A group of bodies that is left open; spaces in its patterns mean nothing."""

    id: Text
    name: Text
    name_en: Text
    patterns: Texts
    examples: Texts


class EndingEntry(_Entry):
    """How names of bodies end that nobody listed, and words that end so and are none."""

    ending: Text
    example: Text
    excluded: Annotated[tuple[Text, ...], Field(alias="not")] = ()


class BodyFiles(_Entry):
    """All of configs/bodies."""

    functions: tuple[FunctionEntry, ...]
    governments: tuple[GovernmentEntry, ...]
    collectives: tuple[CollectiveEntry, ...]
    endings: tuple[EndingEntry, ...]


EntryOf = TypeVar("EntryOf", FunctionEntry, GovernmentEntry, CollectiveEntry, EndingEntry)


@lru_cache(maxsize=4)
def read_body_files(folder: Path) -> BodyFiles:
    """Read and check configs/bodies."""
    functions = tuple(entry for name in FUNCTION_FILES for entry in _entries(folder, name, FunctionEntry))
    ids = {entry.id for entry in functions}
    if len(ids) < len(functions):
        twice = sorted({entry.id for entry in functions if sum(other.id == entry.id for other in functions) > 1})
        raise RegistryError(f"configs/bodies: entry {twice[0]}: the id is taken already; give each entry its own")
    for entry in functions:
        for step in entry.became:
            if step.id not in ids:
                raise RegistryError(f"configs/bodies: entry {entry.id}: became: {step.id!r} is no entry")
    return BodyFiles(
        functions=functions,
        governments=_entries(folder, "governments", GovernmentEntry),
        collectives=_entries(folder, "collectives", CollectiveEntry),
        endings=_entries(folder, "endings", EndingEntry),
    )


def _entries(folder: Path, name: str, kind: type[EntryOf]) -> tuple[EntryOf, ...]:
    path = folder / f"{name}.yaml"
    place = f"configs/bodies/{name}.yaml"
    try:
        data = read_yaml(path)
    except ConfigError as error:
        raise RegistryError(str(error)) from None
    try:
        return TypeAdapter(tuple[kind, ...]).validate_python(tuple(data))  # type: ignore[valid-type]
    except ValidationError as error:
        raise RegistryError("\n".join(_said(place, data, problem) for problem in error.errors())) from None


def _said(place: str, data: Any, problem: Any) -> str:
    number, *field = problem["loc"]
    entry = data[number] if isinstance(number, int) else {}
    told = entry.get("id") or entry.get("ending") if isinstance(entry, dict) else None
    given = "" if problem["type"] == "missing" else f" (given: {problem['input']!r})"
    return f"{place}: entry {told or number}: {'.'.join(map(str, field))}: {problem['msg']}{given}"
