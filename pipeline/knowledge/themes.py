"""Which themes there are, and what a section heading declares: configs/themes.yaml, read and checked."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from pipeline.config import read_config
from pipeline.knowledge.rules import alternatives

Word = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
ThemeId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]


class SchemeError(ValueError):
    """configs/themes.yaml cannot be used; the message lists every problem with file, field and value."""


@dataclass(frozen=True, slots=True)
class Theme:
    """One theme: its id in labels and outputs, its names, what it means, and its words."""

    id: str
    zh: str
    en: str
    definition: str
    headings: tuple[str, ...]
    keywords: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Scheme:
    """The themes in the order of every table. `rest` is the id of the theme of whatever fits no other."""

    themes: tuple[Theme, ...]
    rest: str
    not_headings: tuple[str, ...] = ()

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(theme.id for theme in self.themes)


class _ThemeEntry(BaseModel):
    model_config = ConfigDict(extra="forbid")
    id: ThemeId
    zh: Word
    en: Word
    definition: Word
    headings: list[Word] = Field(default_factory=list)
    keywords: list[Word] = Field(default_factory=list)


class _SchemeFile(BaseModel):
    model_config = ConfigDict(extra="forbid")
    rest: ThemeId
    themes: list[_ThemeEntry] = Field(min_length=2)
    not_headings: list[Word] = Field(default_factory=list)


def read_scheme(text: str, *, file: str = "configs/themes.yaml") -> Scheme:
    """The scheme that `text` (the content of `file`) describes; SchemeError lists all that is wrong."""
    try:
        entries = _SchemeFile.model_validate(yaml.safe_load(text))
    except (yaml.YAMLError, RecursionError) as error:
        raise SchemeError(f"{file}: not readable as YAML: {error}") from error
    except ValidationError as error:
        problems = [
            f"{file}, {'.'.join(map(str, detail['loc']))}: {detail['msg']} (found {detail['input']!r})"
            for detail in error.errors()
        ]
        raise SchemeError("\n".join(problems)) from error
    if problems := [f"{file}, {problem}" for problem in _contradictions(entries)]:
        raise SchemeError("\n".join(problems))
    themes = tuple(Theme(e.id, e.zh, e.en, e.definition, tuple(e.headings), tuple(e.keywords)) for e in entries.themes)
    return Scheme(themes=themes, rest=entries.rest, not_headings=tuple(entries.not_headings))


def load_scheme(root: Path) -> Scheme:
    """The scheme of a project folder."""
    return read_scheme(read_config(root / "configs" / "themes.yaml"))


def _contradictions(entries: _SchemeFile) -> Iterable[str]:
    ids = [theme.id for theme in entries.themes]
    yield from (
        f"themes: the id {name!r} stands there {count} times; ids must differ"
        for name, count in Counter(ids).items()
        if count > 1
    )
    if entries.rest not in ids:
        yield f"rest: {entries.rest!r} is not the id of a theme; use one of {', '.join(ids)}"
    for field in ("headings", "keywords"):
        holders: dict[str, list[str]] = {}
        for theme in entries.themes:
            for word in dict.fromkeys(getattr(theme, field)):
                holders.setdefault(word, []).append(f"{theme.id} ({theme.zh})")
        yield from (
            f"{field}: {word!r} stands under {' and '.join(named)}; it can speak for one only, so take it out of "
            "the others"
            for word, named in holders.items()
            if len(named) > 1
        )


def declared_theme(heading: str, scheme: Scheme) -> str:
    """The theme that a section heading names, or "" where it names none or more than one.

    Longest cue first, and a cue hides the shorter ones inside it: 以科技创新推动产业创新 declares
    innovation only. Silence beats a guess: 科技创新引领产业升级 declares nothing.
    """
    theme_of_cue: dict[str, str | None] = dict.fromkeys(scheme.not_headings)
    theme_of_cue |= {cue: theme.id for theme in scheme.themes for cue in theme.headings}
    if not theme_of_cue:
        return ""
    named = {theme_of_cue[cue] for cue in re.findall(alternatives(theme_of_cue), heading)} - {None}
    return named.pop() or "" if len(named) == 1 else ""


def declared_by_headings(headings: Iterable[str], scheme: Scheme) -> str:
    """What the nearest heading that declares anything says (`headings`: outermost first)."""
    for heading in reversed(tuple(headings)):
        if theme := declared_theme(heading, scheme):
            return theme
    return ""
