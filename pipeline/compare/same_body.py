"""Which bodies of two notices are one and the same, through renamings, mergers and abbreviations."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from pipeline.knowledge.bodies import Registry
from pipeline.records import Role

COLLECTIVE = "collective"


def printed_id(role: Role) -> str:
    """The body's id, or its printed name where it does not resolve."""
    return role.body_id or role.department


def level_of(body_id: str) -> str:
    """The level of government of a body id; "unresolved" for a printed name."""
    level, slash, _ = body_id.partition("/")
    return level if slash else "unresolved"


@dataclass(frozen=True)
class SameBody:
    """The identity of bodies over the notices given: one id for a body before and after its reform.

    A body that every notice prints stays itself, whatever the registry says of the year: reforms
    reach cities late.
    """

    identity: dict[str, str]
    english: dict[str, str] = field(default_factory=dict)  # of bodies that the registry has an English name for

    @classmethod
    def over(cls, notices: Iterable[Iterable[Role]], registry: Registry, year: int) -> SameBody:
        """Follow every body to what it had become by `year`, the later year of the notices."""
        printed = [list(dict.fromkeys(printed_id(role) for role in roles)) for roles in notices]
        in_all = set.intersection(*map(set, printed)) if printed else set()
        anywhere = {body for ids in printed for body in ids}
        return cls(
            {body: body if body in in_all else _successor(body, anywhere, registry, year) for body in sorted(anywhere)},
            {body: name for body in sorted(anywhere) if (name := registry.name_en(body))},
        )

    def __call__(self, role: Role) -> str:
        body = printed_id(role)
        return self.identity.get(body, body)

    def name_en(self, role: Role) -> str:
        """Who it is in English, with the name as printed: Municipal Finance (市财政局)."""
        name = self.english.get(role.body_id or "", "")
        return f"{name} ({role.department})" if name else role.department


def _successor(body: str, anywhere: set[str], registry: Registry, year: int) -> str:
    """What a body had become by `year`. Of several heirs the only one that is printed; else itself."""
    level, slash, function = body.partition("/")
    heirs = [f"{level}/{heir}" for heir in registry.successors(function, year=year)] if slash else []
    candidates = heirs if len(heirs) == 1 else [heir for heir in heirs if heir in anywhere]
    return candidates[0] if len(candidates) == 1 else body


def is_abbreviation(a: str, b: str) -> bool:
    """True if the shorter name's characters all stand in the longer one, in order.

    市发改委 abbreviates 市发展改革委; 分行 is no short form of 中心支行, so that is a new name.
    """
    short, long = sorted((a, b), key=len)
    rest = iter(long)
    return all(char in rest for char in short)
