"""Words and numbers as a reader of one language expects them. Every sentence is a whole entry of words.yaml."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from markupsafe import Markup, escape

from pipeline.records import Target

PLURALS = {"one", "other"}
# Signs that follow their number without a space.
TIGHT_UNITS = ("%", "‰")
MOST_DECIMALS = 2
RE_QUOTED = re.compile(r"“\{(\w+)\}”")
INNER_QUOTES = str.maketrans("“”", "‘’")
LEAST_P = 0.001


def within_quotes(value: Any) -> Any:
    """Text as it stands inside quotation marks: its own become single ones."""
    return value.translate(INNER_QUOTES) if isinstance(value, str) else value


LANGUAGES = frozenset(("zh", "en"))


def in_language(entries: Any, language: str) -> Any:
    """Entries that stand side by side in all languages, as those of one."""
    if not isinstance(entries, Mapping):
        return entries
    if set(entries) == LANGUAGES:
        return entries[language]
    return {name: in_language(entry, language) for name, entry in entries.items()}


class Wording:
    """The entries of one language, by dotted key (`figures.targets.title`)."""

    def __init__(self, language: str, entries: Mapping[str, Any]) -> None:
        self.language = language
        self._entries = entries

    # -- looking up ------------------------------------------------------------------------------

    def entry(self, key: str) -> Any:
        """The entry as written. Raises KeyError with the whole key where there is none."""
        found: Any = self._entries
        for name in key.split("."):
            if not isinstance(found, Mapping) or name not in found:
                raise KeyError(f"words.yaml ({self.language}): {key}")
            found = found[name]
        return found

    def name(self, group: str, code: str) -> str:
        """The reader's word for a code; the code itself where the locale has none for it yet."""
        names = self.entry(group)
        return str(names[code]) if code in names else code

    def name_of_diagnostic(self, code: str) -> str:
        """What a diagnostic is called; its code where there is no name."""
        names = self.entry("diagnostics")
        return str(names[code]["label"]) if code in names else code

    def _template(self, key: str, count: int | None) -> str:
        found = self.entry(key)
        if isinstance(found, Mapping):
            if set(found) != PLURALS or count is None:
                raise KeyError(f"words.yaml ({self.language}): {key} needs a count and the forms one and other")
            found = found["one" if count == 1 else "other"]
        return str(found)

    def _values(self, template: str, count: int | None, values: Mapping[str, Any]) -> dict[str, Any]:
        given = {**({} if count is None else {"n": count}), **values}
        quoted = set(RE_QUOTED.findall(template))
        return {
            name: self.number(value)
            if isinstance(value, int) and not isinstance(value, bool)
            else within_quotes(value)
            if name in quoted
            else value
            for name, value in given.items()
        }

    def say(self, key: str, *, count: int | None = None, **values: Any) -> Markup:
        """A sentence as HTML: what is put in is escaped unless it is Markup. `count` picks the plural form."""
        template = self._template(key, count)
        return Markup(escape(template)).format(**self._values(template, count, values))

    def plain(self, key: str, *, count: int | None = None, **values: Any) -> str:
        """The same as plain text, for figures."""
        template = self._template(key, count)
        return template.format(**self._values(template, count, values))

    def listed(self, items: Sequence[Any]) -> Markup:
        """甲、乙、丙; A and B; A, B, and C."""
        parts = [escape(item) for item in items]
        separator, pair, last = (escape(self.entry(f"list.{name}")) for name in ("separator", "pair", "last"))
        return (
            separator.join(parts)
            if len(parts) < 2
            else separator.join(parts[:-1]) + (pair if len(parts) == 2 else last) + parts[-1]
        )

    # -- numbers ---------------------------------------------------------------------------------

    def number(self, value: float) -> str:
        """All digits of a number, with the language's thousands separator."""
        if not math.isfinite(value):
            return str(value)
        plain = format(Decimal(repr(value)), "f")
        whole, point, decimals = plain.partition(".")
        separator = self.entry("number.thousands")
        grouped = f"{int(whole):,}".replace(",", separator)
        sign = "-" if whole.startswith("-") and int(whole) == 0 else ""
        return sign + grouped + (f".{decimals}" if point and decimals.strip("0") else "")

    def percent(self, share: float | None, *, digits: int = 1) -> str:
        """0.375 as 37.5%; a dash where the share is undefined."""
        return "—" if share is None else f"{share:.{digits}%}"

    def p_value(self, value: float | None) -> str:
        """0.022; a bound where fewer digits would claim that chance is ruled out, a dash where nothing was tested."""
        return "—" if value is None else f"<{LEAST_P}" if value < LEAST_P else f"{value:.3f}"

    def interval(self, low: float | None, high: float | None) -> str:
        return "—" if low is None or high is None else f"{self.percent(low)}–{self.percent(high)}"

    def _magnitude(self, value: float) -> tuple[float, str]:
        """(divisor, word): the largest magnitude that leaves few decimals, so that no digit is lost."""
        if not math.isfinite(value):
            return 1, ""
        for size, word in self.entry("number.magnitudes"):
            scaled = Decimal(repr(value)) / Decimal(size)
            if abs(scaled) >= 1 and scaled == round(scaled, MOST_DECIMALS):
                return size, word
        return 1, ""

    def _scaled(self, value: float, size: float) -> str:
        return self.number(value if size == 1 else float(Decimal(repr(value)) / Decimal(size)))

    def target_value(self, target: Target) -> str:
        """A target's number for readers: 1500项以上, 5200亿元, 2–3个, 每年20场; at least 1,500, 520 billion yuan."""
        size, word = self._magnitude(target.value)
        number = self._scaled(target.value, size)
        if target.value_high is not None:
            number = f"{number}–{self._scaled(target.value_high, size)}"
        unit = self.name("units_of_measure", target.unit)
        template = "number.tight" if target.unit in TIGHT_UNITS else "number.with_unit"
        value = " ".join(self.entry(template).format(number=number, magnitude=word, unit=unit).split())
        value = self.plain(f"number.bounds.{target.op}", value=value)
        return self.plain("values.each_year", value=value) if target.each_year else value
