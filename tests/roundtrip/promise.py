"""A promise: a clause with its targets, their deadline still open; and how levels are worded."""

from __future__ import annotations

from dataclasses import dataclass

from tests.roundtrip.maker import Maker
from tests.roundtrip.numbers import SIGNS, Quantity
from tests.roundtrip.truth import Target

# Which bounds are printed with levels, with amounts to be done, and where only words behind the number fit.
LEVEL = [
    "none",
    "above",
    "about",
    "not-less",
    "not-lower",
    "over",
    "roughly",
    "within",
    "not-over",
    "and-above",
    *SIGNS,
]
AMOUNT = ["none", "above", "about", "not-less", "not-lower", "at-least", "over", "roughly"]
SUFFIX = ["none", "above", "about"]


@dataclass(frozen=True, slots=True)
class Promise:
    """A clause with its targets, their deadline still open."""

    text: str
    targets: tuple[Target, ...]
    yearly: bool = False  # may open with 每年


def target_of(indicator: str, amount: Quantity, kind: str, *, direction: str = "up", each_year: bool = False) -> Target:
    return Target(
        indicator,
        amount.op,
        amount.value,
        amount.unit,
        kind,
        amount.value_high,
        direction,
        None,
        each_year,
        amount.forms,
    )


def level_text(maker: Maker, name: str, amount: Quantity) -> str:
    if amount.op == "le" and amount.bare:
        return f"{name}{maker.rng.choice(['控制在', '保持在'])}{amount.text}"
    if amount.text[0] in "≥≤＞＜不":
        return name + amount.text
    if amount.text.startswith("超过"):
        return name + maker.rng.choice(["超过", "突破"]) + amount.text.removeprefix("超过")
    return f"{name}{maker.rng.choice(['达到', '达', '增加到', '提高到'])}{amount.text}"
