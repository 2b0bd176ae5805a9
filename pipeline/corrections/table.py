"""data/corrections.csv: one decision a line, checked, changed under a lock, merged by git line by line."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import astuple, fields, replace
from datetime import date
from pathlib import Path

from pipeline.config import ConfigError, load_dictionary
from pipeline.engine.csv_tables import csv_rows, decode_table, write_csv
from pipeline.engine.files import write_text
from pipeline.engine.locks import locked
from pipeline.records import CORRECTION_ACTIONS, CORRECTION_KINDS, Correction
from pipeline.records.base import RecordError

FILE = "data/corrections.csv"
COLUMNS = tuple(field.name for field in fields(Correction))
ADDED = "+"  # in place of a field: the thing itself
AS_DECIDED = "人工核定"  # in `old`: what was confirmed is what a person had fixed
SHOWN = {"role": "role", "entity": "label", "unit": "kind", "theme": "theme", "finding": "zh"}  # in `old`: this field
NAMING = ("series", "notice")  # kinds whose fields are decided one by one


def identified(one: Correction) -> Correction:
    """The decision with its id: eight characters that stay the same however often one person decides the same."""
    basis = "\n".join((*thing(one), one.annotator))
    return replace(one, id=hashlib.sha256(basis.encode()).hexdigest()[:8])


def load_corrections(root: Path) -> list[Correction]:
    """All decisions, in file order; none where nobody has decided anything. Raises ConfigError with line and field."""
    path = root / load_dictionary(root)["corrections"].path
    if not path.exists():
        return []
    return parse_corrections(decode_table(path.read_bytes(), FILE))


def parse_corrections(text: str) -> list[Correction]:
    """The decisions in the text of data/corrections.csv."""
    (_, header), *rows = list(csv_rows(text, FILE)) or [(1, [])]
    if tuple(header) != COLUMNS:
        raise ConfigError(
            f"{FILE}, line 1: the columns are {header}, expected {list(COLUMNS)}; restore the header line"
        )
    return [_correction(line, cells) for line, cells in rows if cells]


def _correction(line: int, cells: list[str]) -> Correction:
    if len(cells) != len(COLUMNS):
        raise ConfigError(
            f"{FILE}, line {line}: has {len(cells)} fields, not {len(COLUMNS)}; restore the line with git"
        )
    row = dict(zip(COLUMNS, cells, strict=True))
    for field, allowed in (("kind", CORRECTION_KINDS), ("action", CORRECTION_ACTIONS)):
        if row[field] not in allowed:
            raise ConfigError(f"{FILE}, line {line}, {field}: {row[field]!r} is none; use one of {', '.join(allowed)}")
    try:
        date.fromisoformat(row["date"])
        return Correction(*cells)  # type: ignore[arg-type]  # checked just above
    except (ValueError, RecordError) as error:
        raise ConfigError(f"{FILE}, line {line}: {error}") from None


def save_corrections(root: Path, decided: Iterable[Correction]) -> tuple[int, int]:
    """Put decisions into the table; returns (new, changed). What one person says of a thing later takes the place
    of what that person said of it before, as far as the one speaks of the other (`_outweighs`)."""
    decided = list(decided)
    anew: dict[tuple[str, ...], list[Correction]] = defaultdict(list)
    for one in decided:
        anew[(*thing(one)[:-1], one.annotator)].append(one)
    with locked(root, "corrections"):
        before = {one.id: one for one in load_corrections(root)}
        kept = {
            key: one
            for key, one in before.items()
            if not any(_outweighs(later, one) for later in anew.get((*thing(one)[:-1], one.annotator), ()))
        }
        kept.update((one.id, one) for one in decided)
        write_text(root / load_dictionary(root)["corrections"].path, table_text(kept.values()))
    new = len(kept.keys() - before.keys())
    return new, sum(key in before and before[key] != one for key, one in kept.items())


def rename_notice(root: Path, old: str, new: str) -> None:
    """Let the decisions about a notice follow it to its new id."""

    def moved(one: Correction) -> Correction:
        if one.kind == "series" or old not in (one.notice_id, one.other_notice_id):
            return one
        ours, other = (new if name == old else name for name in (one.notice_id, one.other_notice_id))
        return identified(replace(one, notice_id=ours, other_notice_id=other))

    with locked(root, "corrections"):
        rows = load_corrections(root)
        renamed = [moved(one) for one in rows]
        if renamed != rows:
            write_text(root / load_dictionary(root)["corrections"].path, table_text(renamed))


def drop_notice(root: Path, notice_id: str) -> None:
    """Let the decisions about a notice go with it."""
    with locked(root, "corrections"):
        rows = load_corrections(root)
        kept = [one for one in rows if one.kind == "series" or notice_id not in (one.notice_id, one.other_notice_id)]
        if kept != rows:
            write_text(root / load_dictionary(root)["corrections"].path, table_text(kept))


def table_text(corrections: Iterable[Correction]) -> str:
    """The text of the table, sorted by notice and id: two persons' rows meet as separate lines."""
    ordered = sorted(corrections, key=lambda one: (one.notice_id, one.id))
    return write_csv(COLUMNS, (tuple(" ".join(cell.split()) for cell in astuple(one)) for one in ordered))


def settled(corrections: Iterable[Correction]) -> list[Correction]:
    """What stands of all decisions, in the order in which they are applied: by day, additions first.

    Of several about one thing the later outweighs the earlier (`_outweighs`); on one day what persons said
    together (AB+CD) outweighs what one said alone, else the last in the file.
    """
    stands: dict[tuple[str, ...], list[Correction]] = defaultdict(list)
    for one in sorted(corrections, key=lambda one: (one.date, one.action != "add", "+" in one.annotator)):
        mine = stands[thing(one)[:-1]]
        mine[:] = [*(earlier for earlier in mine if not _outweighs(one, earlier)), one]
    return [one for mine in stands.values() for one in mine]


def _outweighs(later: Correction, earlier: Correction) -> bool:
    """Whether a later decision about the same thing leaves nothing of an earlier one."""
    if thing(later) == thing(earlier):
        return True
    if later.kind in NAMING or earlier.action == "add":
        return False
    match later.action:
        case "delete":
            return True
        case "confirm":
            return earlier.action == "delete" or _takes_back(later, earlier)
    return earlier.action in ("delete", "confirm") if later.action == "change" else earlier.action == "delete"


def _takes_back(confirmed: Correction, change: Correction) -> bool:
    """Whether a thing was confirmed as it had been before it was changed, and not as the change has made it."""
    if confirmed.kind == "target":
        return confirmed.old != AS_DECIDED
    return change.field == SHOWN.get(confirmed.kind) and confirmed.old != change.new


def thing(one: Correction) -> tuple[str, ...]:
    """What a decision is about, whoever made it: the place, and last the field, or that the thing was added."""
    place = (one.kind, one.notice_id, one.unit, one.surface, one.other_notice_id, one.other_unit, one.other_surface)
    return *place, ADDED if one.action == "add" else one.field


def by_notice(corrections: Iterable[Correction]) -> Mapping[str, list[Correction]]:
    """The settled decisions by the notices they touch: a link touches two."""
    found: dict[str, list[Correction]] = defaultdict(list)
    for one in settled(corrections):
        for notice_id in dict.fromkeys((one.notice_id, one.other_notice_id)):
            if notice_id:
                found[notice_id].append(one)
    return found


def digest(corrections: Iterable[Correction]) -> bytes:
    """What a stage's results depend on of some decisions: not their notes, names and days."""
    basis = sorted((*thing(one), one.action, one.new) for one in corrections)
    return hashlib.sha256(json.dumps(basis, ensure_ascii=False).encode()).digest() if basis else b""


def of_notices(root: Path, *kinds: str) -> tuple[Mapping[str, list[Correction]], dict[str, bytes]]:
    """(decisions of these kinds, their digest) by notice: what a stage takes beside its input."""
    found = by_notice(one for one in load_corrections(root) if one.kind in kinds)
    return found, {notice_id: digest(mine) for notice_id, mine in found.items()}
