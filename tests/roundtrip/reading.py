"""What was read beside what was made: differences in words, and counts by form."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from pipeline.config import find_root
from pipeline.service.analyze import Analyzer
from tests.roundtrip.truth import MadeNotice, Target, Unit

MEASURES = ("units", "path", "begin", "end", "kind", "roles", "targets", "target fields", "name", "direction")
SHARES = ("path", "begin", "end", "kind", "target fields", "name", "direction")  # of what was paired: recall only
LONGEST_TITLE = 40  # characters
WHOLE = ("document", "ladder", "running", "noise", "head", "foot")  # groups of forms that bear on every unit


@dataclass(slots=True)
class Count:
    """Hits among what was made and among what was read."""

    hits: int = 0
    made: int = 0
    read: int = 0

    def add(self, hits: int, made: int, read: int) -> None:
        self.hits, self.made, self.read = self.hits + hits, self.made + made, self.read + read

    @property
    def recall(self) -> float | None:
        return self.hits / self.made if self.made else None

    @property
    def precision(self) -> float | None:
        return self.hits / self.read if self.read else None


Tally = dict[str, dict[str, Count]]  # form → measure → count


@dataclass(slots=True)
class Difference:
    """One thing read otherwise than made."""

    measure: str
    message: str
    forms: tuple[str, ...]


@dataclass(slots=True)
class Comparison:
    """Differences and counts of one notice, and the forms that it uses."""

    forms: tuple[str, ...] = ()
    differences: list[Difference] = field(default_factory=list)
    tally: Tally = field(default_factory=dict)

    def count(self, measure: str, forms: Iterable[str], *, hit: int, made: int, read: int) -> None:
        for form in {"all", *forms}:
            self.tally.setdefault(form, {}).setdefault(measure, Count()).add(hit, made, read)

    def tell(self, measure: str, message: str, forms: Iterable[str]) -> None:
        self.differences.append(Difference(measure, message, tuple(forms)))


def bare(text: str) -> str:
    """Letters, digits and % alone: brackets, marks, spaces and private-use characters never matter."""
    return "".join(mark for mark in unicodedata.normalize("NFKC", text or "") if mark.isalnum() or mark == "%")


def han(text: str) -> str:
    return "".join(re.findall(r"[\u4e00-\u9fff]", text))


def same_path(one: list[str], other: list[str]) -> bool:
    return [re.sub("^第|[条章]$|部分$", "", bare(part)) for part in one] == [
        re.sub("^第|[条章]$|部分$", "", bare(part)) for part in other
    ]


def _texts(unit: Unit) -> list[str]:
    """What may count as the unit's text: a short line that stands alone may be its heading or its beginning."""
    title, text = unit.title_line, unit.text
    if not title:
        first, _, below = text.partition("\n")
        title, text = (first, below) if below and len(first) <= LONGEST_TITLE else ("", text)
    return [title + text, text]


def _beginnings(unit: Unit) -> list[str]:
    return [han(text) for text in _texts(unit)]


def pair(
    units: list[Unit], read: list[dict[str, Any]]
) -> tuple[list[tuple[Unit, dict[str, Any] | None]], list[dict[str, Any]]]:
    """Made and read units paired by how their text begins, in order; and what was read beyond them."""
    starts = [han(unit["text"])[:24] for unit in read]
    taken: set[int] = set()
    pairs: list[tuple[Unit, dict[str, Any] | None]] = []
    for unit in units:
        heads = [text[:10] for text in _beginnings(unit)]
        found = next(
            (i for i, start in enumerate(starts) if i not in taken and any(start.startswith(head) for head in heads)),
            None,
        )
        if found is not None:
            taken.add(found)
        pairs.append((unit, read[found] if found is not None else None))
    return pairs, [unit for i, unit in enumerate(read) if i not in taken]


@cache
def _analyzer() -> Analyzer:
    return Analyzer(find_root())


def read(notice: MadeNotice) -> dict[str, Any]:
    """The analysis of the notice's text, as the machine interface prints it."""
    analysis = _analyzer().analyze("made.txt", notice.text.encode(), notice_id="made")
    return analysis.as_json()


def compare(notice: MadeNotice, reading: dict[str, Any]) -> Comparison:
    """All differences between a made notice and the analysis of its text (the machine interface)."""
    result = Comparison(notice.forms)
    pairs, spare = pair(notice.units, reading["units"])
    backward = han(notice.backward)
    spare = [unit for unit in spare if not _is_review(result, unit, backward)]
    for unit, found in pairs:
        forms = _forms_of(unit, notice)
        result.count("units", forms, hit=found is not None, made=1, read=found is not None)
        if found is None:
            result.tell("units", f"not read: {unit.path} {_short(unit.title_line or unit.text)}", forms)
        else:
            _compare_frame(result, unit, found, forms)
        _compare_roles(result, unit, found or {}, forms)
        _compare_targets(result, unit, found or {}, forms)
    for extra in spare:
        result.count("units", _whole(notice), hit=0, made=0, read=1)
        result.tell("units", f"read, not made: {extra['path']} {extra['kind']} {_short(extra['text'])}", _whole(notice))
    return result


def _whole(notice: MadeNotice) -> tuple[str, ...]:
    """The ways of writing of the whole notice, which bear on each of its units and on what is read beyond them."""
    return tuple(form for form in notice.forms if form.split(":")[0] in WHOLE)


def _forms_of(unit: Unit, notice: MadeNotice) -> tuple[str, ...]:
    """The unit's own ways of writing and those of the whole notice."""
    own = [form for sentence in unit.sentences for form in sentence.forms]
    return tuple(dict.fromkeys([*unit.forms, *own, *_whole(notice)]))


def _is_review(result: Comparison, unit: dict[str, Any], backward: str) -> bool:
    if not backward or han(unit["text"])[:10] not in backward:
        return False
    forms = ("document:work-report",)
    right = unit["kind"] == "general"
    result.count("kind", forms, hit=right, made=1, read=1)
    if not right:
        result.tell("kind", f"a look back read as {unit['kind']}: {_short(unit['text'])}", forms)
    for target in unit["targets"]:
        result.count("targets", forms, hit=0, made=0, read=1)
        result.tell("targets", f"a result read as target: {target['text']}", forms)
    return True


def _compare_frame(result: Comparison, unit: Unit, found: dict[str, Any], forms: tuple[str, ...]) -> None:
    checks = {"kind": found["kind"] in unit.kind.split("|"), "begin": _begins_alike(unit, found)}
    if unit.path is not None:
        checks["path"] = same_path(unit.path, found["path"])
    if not unit.open_end:
        checks["end"] = han(found["text"]) in _beginnings(unit)
    for measure, right in checks.items():
        result.count(measure, forms, hit=right, made=1, read=1)
        if not right:
            wanted = {"kind": unit.kind, "path": unit.path, "begin": _short(unit.text), "end": "…" + unit.text[-24:]}[
                measure
            ]
            got = {
                "kind": found["kind"],
                "path": found["path"],
                "begin": _short(found["text"]),
                "end": "…" + found["text"][-24:],
            }[measure]
            result.tell(measure, f"{_short(unit.title_line or unit.text)}: {measure} {wanted!r} read as {got!r}", forms)


def _begins_alike(unit: Unit, found: dict[str, Any]) -> bool:
    start = bare(found["text"])[:4]
    return any(bare(text).startswith(start) for text in _texts(unit))


def _compare_roles(result: Comparison, unit: Unit, found: dict[str, Any], forms: tuple[str, ...]) -> None:
    made = {(role, bare(name)) for role, name in unit.roles}
    read = {(role["role"], bare(role["department"])) for role in found.get("roles", [])}
    result.count("roles", forms, hit=len(made & read), made=len(made), read=len(read))
    for word, pairs in (("not read", made - read), ("read, not made", read - made)):
        for role, name in sorted(pairs):
            result.tell(
                "roles",
                f"{_short(unit.title_line or unit.text)}: {word}: {role} {name}, in {_clause_text(unit)!r}",
                forms,
            )


def _clause_text(unit: Unit) -> str:
    return " ".join(sentence.text.strip() for sentence in unit.sentences if sentence.roles)[-90:]


# -- targets ----------------------------------------


def core(op: str, value: float, high: float | None, unit: str) -> tuple[Any, ...]:
    number = [None if each is None else round(float(each), 4) for each in (value, high)]
    return op, *number, "" if unit == "元" else bare(unit)


def _core_made(target: Target) -> tuple[Any, ...]:
    return core(target.op, target.value, target.value_high, target.unit)


def _core_read(target: dict[str, Any]) -> tuple[Any, ...]:
    return core(target["op"], target["value"], target["value_high"], target["unit"] or "")


def alike(one: str, other: str) -> bool:
    """Whether two indicators are one name but for a few words at the ends, such as 总数, 建设 or a verb."""
    one, other = bare(one), bare(other)
    short, long = sorted((one, other), key=len)
    return len(short) >= 2 and short in long and len(long) - len(short) <= 4


def _compare_targets(result: Comparison, unit: Unit, found: dict[str, Any], forms: tuple[str, ...]) -> None:
    left = list(found.get("targets", []))
    for made in unit.targets:
        every = {*forms, *made.forms}
        near = sorted(
            (one for one in left if _core_read(one) == _core_made(made)),
            key=lambda one: not alike(made.indicator, one["indicator"]),
        )
        result.count("targets", every, hit=bool(near), made=1, read=bool(near))
        if not near:
            result.tell("targets", f"not read: {_told(made)}, in {_sentence_of(unit, made)!r}", made.forms)
            continue
        left.remove(near[0])
        _compare_fields(result, made, near[0], every)
    for extra in left:
        sentence = next(
            (each for each in unit.sentences if han(extra["text"]) and han(extra["text"]) in han(each.text)), None
        )
        if sentence is not None and sentence.free:
            continue
        own = _blamed(sentence, forms)
        result.count("targets", own, hit=0, made=0, read=1)
        where = (sentence.text if sentence else unit.text)[:90]
        found_text = f"{extra['indicator']} {_core_read(extra)} {extra['text']!r}"
        result.tell("targets", f"read, not made: {found_text}, in {where!r}", own)


def _blamed(sentence: Any, forms: tuple[str, ...]) -> tuple[str, ...]:
    if sentence is None:
        return forms
    return (
        tuple(dict.fromkeys([*sentence.forms, *(form for target in sentence.targets for form in target.forms)]))
        or forms
    )


def _compare_fields(result: Comparison, made: Target, read: dict[str, Any], forms: set[str]) -> None:
    kind = read["kind"] if read["kind"] in made.kind.split("|") else made.kind
    wanted = (kind, made.deadline, made.each_year)
    got = (read["kind"], read["deadline"], read["each_year"])
    checks = {
        "target fields": wanted == got,
        "name": alike(made.indicator, read["indicator"]),
        "direction": made.direction == read.get("direction"),
    }
    for measure, right in checks.items():
        result.count(measure, forms, hit=right, made=1, read=1)
    if wanted != got:
        result.tell(
            "target fields", f"{read['text']!r}: (kind, deadline, each_year) {wanted} read as {got}", made.forms
        )
    if not checks["name"]:
        result.tell("name", f"{read['text']!r}: indicator {made.indicator} read as {read['indicator']}", made.forms)
    if not checks["direction"]:
        result.tell(
            "direction", f"{read['text']!r}: direction {made.direction} read as {read.get('direction')}", made.forms
        )


def _told(target: Target) -> str:
    return f"{target.indicator} {_core_made(target)}"


def _sentence_of(unit: Unit, target: Target) -> str:
    return next(
        sentence.text
        for sentence in unit.sentences
        if any(replace(one, deadline=target.deadline) == target for one in sentence.targets)
    )[:90]


def _short(text: str) -> str:
    return text[:24].replace("\n", "⏎")
