"""Sentences that promise quantities, with the targets that the annotation guide says they hold."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

# both register the ways of promising
from tests.roundtrip import counts, measures  # noqa: F401
from tests.roundtrip.maker import Maker, add_form
from tests.roundtrip.promise import Promise
from tests.roundtrip.truth import Sentence

DEADLINES: dict[str, Callable[[Maker, int], tuple[str, int | None]]] = {
    "none": lambda maker, year: ("", None),
    "by-year": lambda maker, year: (f"到{year}年，", year),
    "by-year-end": lambda maker, year: (f"到{year}年底，", year),
    "before-year-end": lambda maker, year: (f"{year}年底前，", year),
    "strive-by-year": lambda maker, year: (f"力争到{year}年，", year),
    "month-of-year": lambda maker, year: (f"{year}年{maker.rng.randint(3, 12)}月底前，", year),
    "month": lambda maker, year: (f"{maker.rng.randint(3, 12)}月底前，", maker.year),
    "year-end": lambda maker, year: ("年底前，", maker.year),
    "this-year": lambda maker, year: ("今年，", maker.year),
    "within-year": lambda maker, year: ("年内，", maker.year),
    "by-month": lambda maker, year: (f"到{year}年{maker.rng.choice([3, 6, 9])}月底，", year),
    "before-year-year-end": lambda maker, year: (f"{year}年年底前，", year),
    "plan-end": lambda maker, year: ("到“十五五”末，", 2030),
    "until-strive": lambda maker, year: (f"截至{year}年底，力争", year),
    "three-years": lambda maker, year: ("三年内，", None),
    "full-width": lambda maker, year: ("到" + "".join(chr(ord(digit) + 0xFEE0) for digit in str(year)) + "年，", year),
}
for name, deadline in DEADLINES.items():
    add_form("deadline", name, deadline)


def promise(maker: Maker) -> tuple[str, Promise]:
    used, make = maker.pick("target")
    made: Promise = make(maker)
    return used, replace(made, targets=tuple(replace(target, forms=(used, *target.forms)) for target in made.targets))


def promising_sentence(maker: Maker, *, dated: bool = True) -> Sentence:
    """A sentence of one to three promises, 每年 or a deadline at its head, often behind words without numbers."""
    made = [promise(maker)[1] for _ in range(maker.rng.choice([1, 1, 2, 3]) if maker.mixed else 1)]
    if made[0].yearly and maker.chance(0.1):
        return _yearly(made[0])
    used, prefix, year = _deadline(maker) if dated else ("deadline:none", "", None)
    targets = tuple(
        replace(target, deadline=year, forms=(*target.forms, used)) for each in made for target in each.targets
    )
    lead = _lead(maker) if not prefix else ""
    return Sentence(f"{lead}{prefix}{'，'.join(each.text for each in made)}。", targets)


def _deadline(maker: Maker) -> tuple[str, str, int | None]:
    used, make = maker.pick("deadline")
    return used, *make(maker, maker.year + maker.rng.randint(0, 4))


def _yearly(made: Promise) -> Sentence:
    return Sentence(
        f"每年{made.text}。",
        tuple(replace(target, each_year=True, forms=(*target.forms, "deadline:each-year")) for target in made.targets),
    )


def _lead(maker: Maker) -> str:
    return f"{maker.word('verbs')}{maker.word('objects')}，" if maker.chance(0.4) else ""


def wording(maker: Maker) -> Sentence:
    """A sentence that promises no number."""
    parts = [maker.word("verbs") + name for name in maker.several("objects", 1, 3)]
    end = "，" + maker.word("results") if maker.rng.random() < 0.4 else ""
    return Sentence("，".join(parts) + end + "。")
