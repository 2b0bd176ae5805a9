"""The numbers Word prints before paragraphs, rebuilt from word/numbering.xml and word/styles.xml.

Word keeps list numbers out of the text. They are counted here in document order, as ECMA-376 part 1,
17.9 describes them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline.ingest.formats.printed_numbers import formatted_number
from pipeline.ingest.formats.word_names import MC, W, integer, value_of

if TYPE_CHECKING:
    from lxml.etree import _Element

HIGHEST_NUMBER = 32_767  # of a list; Word allows no higher start
LONGEST_LABEL = 100  # characters Word may print as a paragraph's number
MOST_BASED_STYLES = 50  # styles based on one another; Word's own chains have three or four
RE_LEVEL_NUMBER = re.compile(r"%(\d)")
DASHES = "—–―─－-"
MARKS_AFTER_NUMBER = "、.．,，)）】〕:：。"


@dataclass(frozen=True, slots=True)
class _Level:
    """One level of a list: how it counts and what it prints around the number."""

    start: int = 1
    number_format: str = "decimal"
    text: str = ""
    suffix: str = "tab"  # tab, space or nothing
    restart: int | None = None  # w:lvlRestart: 0 never, n after level n (counted from 1); None after any level above
    all_decimal: bool = False
    style: str | None = None  # the paragraph style this level belongs to


@dataclass(slots=True)
class _Instance:
    """One w:num: the list it belongs to, and what it overrides."""

    abstract: str
    starts: dict[int, int] = field(default_factory=dict)
    levels: dict[int, _Level] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Style:
    parent: str | None
    name: str
    number_id: str | None
    level: int | None


def _start(text: str | None) -> int | None:
    """A number that a list may start at, None for what Word would not take for one."""
    value = integer(text)
    return value if value is not None and 0 <= value <= HIGHEST_NUMBER else None


def _read_level(element: _Element) -> _Level:
    restart = integer(value_of(element, "lvlRestart"))
    number_format = element.find(f"{W}numFmt")
    if number_format is None:
        # Word 2010 wraps formats that older versions do not know in mc:AlternateContent
        number_format = next(iter(element.iterfind(f"{MC}AlternateContent/{MC}Fallback/{W}numFmt")), None)
    legal = element.find(f"{W}isLgl")
    return _Level(
        start=_start(value_of(element, "start")) or 0,
        number_format=(number_format.get(f"{W}val") if number_format is not None else None) or "decimal",
        text=(value_of(element, "lvlText") or "")[:LONGEST_LABEL],
        suffix=value_of(element, "suff") or "tab",
        restart=restart,
        all_decimal=legal is not None and legal.get(f"{W}val") not in ("0", "false"),
        style=value_of(element, "pStyle"),
    )


class Numbering:
    """The list numbers of one document; `label` must be called for its paragraphs in document order."""

    def __init__(self, numbering: _Element | None, styles: _Element | None) -> None:
        self._levels: dict[str, dict[int, _Level]] = {}
        self._instances: dict[str, _Instance] = {}
        self._styles: dict[str, _Style] = {}
        self._default_style: str | None = None
        self._counters: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()
        self._chains: dict[str | None, list[tuple[str, _Style]]] = {}
        if styles is not None:
            self._read_styles(styles)
        if numbering is not None:
            self._read_numbering(numbering)

    def _read_styles(self, styles: _Element) -> None:
        for style in styles.iterfind(f"{W}style"):
            name = style.get(f"{W}styleId", "")
            numbers = style.find(f"{W}pPr/{W}numPr")
            self._styles[name] = _Style(
                value_of(style, "basedOn"),
                value_of(style, "name") or name,
                value_of(numbers, "numId"),
                integer(value_of(numbers, "ilvl")),
            )
            if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in ("1", "true"):
                self._default_style = name

    def _read_numbering(self, numbering: _Element) -> None:
        linked: dict[str, str] = {}  # abstract id -> the numbering style it takes its levels from
        for abstract in numbering.iterfind(f"{W}abstractNum"):
            identifier = abstract.get(f"{W}abstractNumId", "")
            self._levels[identifier] = {
                integer(level.get(f"{W}ilvl"), 0) or 0: _read_level(level) for level in abstract.iterfind(f"{W}lvl")
            }
            link = value_of(abstract, "numStyleLink")
            if link:
                linked[identifier] = link
        for num in numbering.iterfind(f"{W}num"):
            instance = _Instance(value_of(num, "abstractNumId") or "")
            for override in num.iterfind(f"{W}lvlOverride"):
                index = integer(override.get(f"{W}ilvl"), 0) or 0
                start = _start(value_of(override, "startOverride"))
                if start is not None:
                    instance.starts[index] = start
                level = override.find(f"{W}lvl")
                if level is not None:
                    instance.levels[index] = _read_level(level)
            self._instances[num.get(f"{W}numId", "")] = instance
        for identifier, style in linked.items():
            number_id = self._styles[style].number_id if style in self._styles else None
            target = self._instances.get(number_id or "")
            if target and not self._levels[identifier]:
                self._levels[identifier] = self._levels.get(target.abstract, {})

    def _style_chain(self, style: str | None) -> list[tuple[str, _Style]]:
        """A paragraph style and the styles it is based on, innermost first."""
        if style not in self._chains:
            chain: dict[str, _Style] = {}
            name = style if style in self._styles else self._default_style
            while name and name in self._styles and name not in chain and len(chain) < MOST_BASED_STYLES:
                chain[name] = self._styles[name]
                name = self._styles[name].parent
            self._chains[style] = list(chain.items())
        return self._chains[style]

    def style_name(self, style: str | None) -> str:
        return next((entry.name for _, entry in self._style_chain(style)), "")

    def _place(self, properties: _Element | None) -> tuple[str, int] | None:
        """(num id, level) of a paragraph, from its own properties or its style's; None if it has no number."""
        direct = properties.find(f"{W}numPr") if properties is not None else None
        number_id, level = value_of(direct, "numId"), integer(value_of(direct, "ilvl"))
        chain = self._style_chain(value_of(properties, "pStyle"))
        if number_id is None:
            inherited = next((entry for _, entry in chain if entry.number_id is not None), None)
            if inherited is None:
                return None
            number_id = inherited.number_id
            if level is None:
                level = self._level_of_styles(number_id, [name for name, _ in chain], inherited.level)
        if number_id in (None, "0") or number_id not in self._instances:
            return None
        return number_id, level or 0

    def _level_of_styles(self, number_id: str | None, names: list[str], written: int | None) -> int | None:
        """A list level names the style it belongs to (w:pStyle); that counts more than the style's own w:ilvl."""
        instance = self._instances.get(number_id or "")
        if instance:
            for name in names:
                for index, level in {**self._levels.get(instance.abstract, {}), **instance.levels}.items():
                    if level.style == name:
                        return index
        return written

    def join_parted(self, paragraphs: Iterable[_Element | None]) -> None:
        """Makes lists one again that LibreOffice parted in writing a .doc; `paragraphs` are all in document order.

        Where a list starts anew it puts the one paragraph into a list of its own, added behind all others, and
        those below it into a list that would begin at 1.
        """
        places = [place for properties in paragraphs if (place := self._place(properties))]
        uses = Counter(number_id for number_id, _ in places)
        for i, (first, index) in enumerate(places):
            # where it starts anew twice in a row, the parted paragraphs follow one another
            others = (other for other, _ in places[i + 1 :] if uses[other] > 1 or not self._was_parted(other, first))
            below = next(others, None)
            if uses[first] > 1 or below is None or not self._was_parted(first, below):
                continue
            above = places[i - 1][0] if i and self._is_like(places[i - 1][0], below) else below
            instance = self._instances[first]
            instance.starts[index] = self._levels[instance.abstract].get(index, _Level()).start
            joined = {self._instances[one].abstract for one in (first, below)}
            for other in self._instances.values():
                if other.abstract in joined:
                    other.abstract = self._instances[above].abstract

    def _was_parted(self, first: str, below: str) -> bool:
        one, other = integer(self._instances[first].abstract), integer(self._instances[below].abstract)
        return self._is_like(first, below) and one is not None and other is not None and one > other

    def _is_like(self, one: str, other: str) -> bool:
        """True if two lists print their numbers alike."""
        return self._forms(one) == self._forms(other)

    def _forms(self, number_id: str) -> list[tuple[int, str, str]]:
        levels = self._levels.get(self._instances[number_id].abstract, {})
        return [(index, level.number_format, level.text) for index, level in sorted(levels.items())]

    def label(self, properties: _Element | None) -> str:
        """The number printed before a paragraph with these properties ("" for none); counts it."""
        place = self._place(properties)
        if place is None:
            return ""
        number_id, index = place
        instance = self._instances[number_id]
        levels = {**self._levels.get(instance.abstract, {}), **instance.levels}
        if index not in levels:
            return ""
        counters = self._count(number_id, instance, levels, index)
        level = levels[index]
        if level.number_format == "bullet":
            return _bullet(level.text)

        def number(match: re.Match[str]) -> str:
            i = int(match[1]) - 1
            shown = levels.get(i, _Level())
            return formatted_number(
                counters.get(i, shown.start), "decimal" if level.all_decimal else shown.number_format
            )

        printed = RE_LEVEL_NUMBER.sub(number, level.text)
        separate = (
            printed
            and level.suffix != "nothing"
            and printed[-1] not in MARKS_AFTER_NUMBER
            and not printed[-1].isspace()
        )
        return f"{printed} " if separate else printed

    def _count(self, number_id: str, instance: _Instance, levels: dict[int, _Level], index: int) -> dict[int, int]:
        """One step of the counters, which all instances of one list share.

        An instance that overrides a start begins there at its first paragraph of that level.
        """
        counters = self._counters.setdefault(instance.abstract, {})
        if index in instance.starts and (number_id, index) not in self._begun:
            counters[index] = instance.starts[index]
        else:
            counters[index] = counters[index] + 1 if index in counters else levels[index].start
        self._begun.add((number_id, index))
        for below in [level for level in counters if level > index]:
            restart = levels.get(below, _Level()).restart
            if restart is None or 0 < index + 1 <= restart:
                del counters[below]
        return counters


def _bullet(text: str) -> str:
    """Dashes stay dashes (—— opens an item in official writing); symbol fonts have no readable text."""
    return "——" if text and all(char in DASHES for char in text.strip()) and text.strip() else "●"
