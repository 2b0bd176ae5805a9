"""Knowledge as data: the entries of configs/rules/*.yaml, each a pattern or a word list with its examples.

An entry is `{id, pattern or words, decides, yes, no, why, source}`. `yes` are texts the rule must match, `no`
texts it must not; an example may also be `{text, gives}`, where `gives` is what the whole reader makes of the
text. The order in which readers ask their rules is code; what a rule knows is data.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, field_validator, model_validator

from pipeline.config import ConfigError, read_config


def alternatives(words: Iterable[str]) -> str:
    """A regular expression for any of `words`; the longest that fits wins."""
    return "|".join(re.escape(word) for word in sorted(set(words), key=lambda word: (-len(word), word)))


class Example(BaseModel):
    """A text, and what the reader makes of it where the rule's own match says too little."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    text: Annotated[str, Field(min_length=1)]
    gives: Any = None


class _Loader(yaml.CSafeLoader):
    """YAML in which only true and false are truth values: `yes` and `no` are fields of a rule."""


_BOOL = "tag:yaml.org,2002:bool"
_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != _BOOL]
    for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver(_BOOL, re.compile("^(?:true|false)$"), ["t", "f"])


def _example(given: Any) -> Any:
    return {"text": given} if isinstance(given, str) else given


Examples = Annotated[tuple[Annotated[Example, BeforeValidator(_example)], ...], Field(min_length=1)]


class Rule(BaseModel):
    """One piece of knowledge: what it matches, what a match decides, and why we believe it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]
    pattern: str | None = None
    words: tuple[str, ...] = ()
    decides: str
    yes: Examples
    no: Examples
    why: Annotated[str, Field(min_length=1)]
    source: Annotated[str, Field(min_length=1)]

    @field_validator("pattern")
    @classmethod
    def _compiles(cls, pattern: str | None) -> str | None:
        try:
            re.compile(pattern or "")
        except re.error as error:
            raise ValueError(f"no regular expression: {error}") from None
        return pattern

    @model_validator(mode="after")
    def _one_of_both(self) -> Rule:
        if (self.pattern is None) == (not self.words):
            raise ValueError("give either pattern or words")
        return self

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """The pattern, or any of the words; readers use `search`, so a pattern says ^ and $ itself."""
        return re.compile(self.pattern if self.pattern is not None else alternatives(self.words))


def load(root: Path, name: str) -> list[Rule]:
    """The rules of configs/rules/<name>.yaml, in the order of the file.

    Raises ConfigError, which names file, line, rule, field and value of everything that is wrong.
    """
    path = root / "configs" / "rules" / f"{name}.yaml"
    return list(_parse(read_config(path), f"configs/rules/{path.name}"))


@lru_cache
def _parse(text: str, place: str) -> tuple[Rule, ...]:
    try:
        data = yaml.load(text, Loader=_Loader)
    except yaml.YAMLError as error:
        raise ConfigError(f"{place}: not valid YAML: {' '.join(str(error).split())}") from None
    if not isinstance(data, list):
        raise ConfigError(f"{place}: a list of rules is expected, each with id, pattern or words, decides, yes, no")
    rules, problems = [], []
    for number, entry in enumerate(data):
        try:
            rules.append(Rule.model_validate(entry))
        except ValidationError as error:
            where = f"{place}, line {_line_of(text, number)}: rule {_id_of(entry, number)}"
            problems += [f"{where}: {_said(problem)}" for problem in error.errors()]
    seen: set[str] = set()
    for rule in rules:
        if rule.id in seen:
            problems.append(f"{place}: rule {rule.id}: the id is taken already; give each rule an id of its own")
        seen.add(rule.id)
    if problems:
        raise ConfigError("\n".join(problems))
    return tuple(rules)


def _id_of(entry: Any, number: int) -> str:
    return str(entry.get("id", number + 1)) if isinstance(entry, dict) else str(number + 1)


def _line_of(text: str, number: int) -> int:
    """The line on which the entry of this number begins."""
    entries = yaml.compose(text, Loader=_Loader)
    return entries.value[number].start_mark.line + 1 if entries else 1


def _said(problem: Any) -> str:
    field = ".".join(map(str, problem["loc"]))
    given = "" if problem["type"] == "missing" or not field else f" (given: {problem['input']!r})"
    return f"{field or 'entry'}: {problem['msg']}{given}"
