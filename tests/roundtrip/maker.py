"""Choices while a notice is made: which way of writing, which words.

Every way of writing is a *form*, registered under a group ("clause", "target", "ladder", ...) and named
`group:name`. The first form of a group is its plain one: a notice made to try one form uses the plain form
everywhere else, a mixed notice uses any.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import yaml

FORMS: dict[str, dict[str, Any]] = {}
VOCABULARIES = ("main", "held_out")
# Mixed notices are mostly plans without noise, as real ones are: what is tried in them would else be met too seldom.
OFTEN = {
    "document:plan": 8,
    "document:points": 3,
    "document:list": 2,
    "noise:none": 16,
    "ladder:official": 5,
    "heading:bare": 6,
    "note:none": 9,
    "supplement:none": 4,
}
F = TypeVar("F", bound=Callable[..., Any])


def form(group: str, name: str) -> Callable[[F], F]:
    """Register a function as a way of writing."""

    def register(function: F) -> F:
        add_form(group, name, function)
        return function

    return register


def add_form(group: str, name: str, value: Any) -> None:
    """Register a way of writing; its value is a function or data that the group's user knows."""
    forms = FORMS.setdefault(group, {})
    if name in forms:
        raise ValueError(f"{group}:{name} is registered twice")
    forms[name] = value


def all_forms() -> list[str]:
    return [f"{group}:{name}" for group, forms in FORMS.items() for name in forms]


@cache
def load_words(vocabulary: str) -> dict[str, list[str]]:
    """The lists of words by name; entries such as `name|unit|low|high` are left as printed."""
    path = Path(__file__).parent / "vocabulary" / f"{vocabulary}.yaml"
    return yaml.safe_load(path.read_text(encoding="utf-8"))


class Maker:
    """Draws forms and words for one notice and keeps which forms were used.

    `forced` fixes the form of some groups; `mixed` lets the others be any form that is not `barred`.
    """

    def __init__(
        self,
        seed: int,
        *,
        vocabulary: str = "main",
        forced: dict[str, str] | None = None,
        mixed: bool = True,
        barred: frozenset[str] = frozenset(),
    ) -> None:
        self.rng = random.Random(seed)
        self.words = load_words(vocabulary)
        self.forced = forced or {}
        self.mixed = mixed
        self.barred = barred
        self.used: dict[str, None] = {}
        self.year = self.rng.choice([2021, 2022, 2023, 2024, 2025, 2026])
        self.place = self.word("places")
        self.level = self.rng.choice(["市", "市", "省", "县", "区"])
        self.first_leads = False  # 首位单位为牵头单位，下同 was printed
        self.unused: dict[str, list[str]] = {}

    def word(self, name: str) -> str:
        return self.rng.choice(self.words[name])

    def fresh(self, name: str) -> str:
        """A word that the notice has not used yet: two items of one title cannot be told apart."""
        if not self.unused.get(name):
            self.unused[name] = self.rng.sample(self.words[name], len(self.words[name]))
        return self.unused[name].pop()

    def several(self, name: str, low: int, high: int) -> list[str]:
        return self.rng.sample(self.words[name], self.rng.randint(low, high))

    def pick(self, group: str, among: list[str] | None = None) -> tuple[str, Any]:
        """A form of the group as (group:name, value); `among` limits the choice, the first being the plain one."""
        name = self._choose(group, among or list(FORMS[group]))
        self.used[f"{group}:{name}"] = None
        return f"{group}:{name}", FORMS[group][name]

    def _choose(self, group: str, names: list[str]) -> str:
        forced = self.forced.get(group)
        if forced in names:
            return forced
        allowed = [name for name in names if f"{group}:{name}" not in self.barred]
        if not self.mixed or not allowed:
            return names[0]
        return self.rng.choices(allowed, [OFTEN.get(f"{group}:{name}", 1) for name in allowed])[0]

    def chance(self, share: float) -> bool:
        """True in `share` of mixed notices' questions; never in plain ones."""
        return self.rng.random() < share and self.mixed

    def department(self) -> str:
        """A department of the notice's level as printed."""
        if self.rng.random() < 0.15:
            return self.word("bodies")
        return self.level + self.word("departments")

    def departments(self, low: int, high: int) -> list[str]:
        names: dict[str, None] = {}
        wanted = self.rng.randint(low, high)
        while len(names) < wanted:
            names[self.department()] = None
        return list(names)
