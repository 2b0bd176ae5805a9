"""Which notices stand side by side as places of one year: data/crosses.csv, and the place a notice is for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.config import ConfigError
from pipeline.corpus import id_problem, series_problem
from pipeline.engine.csv_tables import csv_rows, decode_table, write_csv
from pipeline.engine.files import write_text
from pipeline.engine.locks import locked
from pipeline.knowledge.chinese import HAN
from pipeline.records import Notice

TABLE = Path("data") / "crosses.csv"
COLUMNS = ["cross", "notice_id", "place"]
LONGEST_PLACE = 20
HEAD = 600  # characters of a notice in which the place may stand
# A place where its government, congress or year follows: 云州市人民政府, 海南省省长, 临江县2026年…
NAME = rf"[{HAN}]{{2,10}}?(?:省|自治区|自治州|自治县|市|州|盟|县|区|旗)"
BEHIND = r"(?=人民政府|省长|市长|州长|县长|区长|主席|第[一二三四五六七八九十]+届|\d{4}年|政府工作报告|国民经济|办公[厅室]|（)"
BEFORE = r"(?:^|[\s　—：:，。年在向日于]|（)"
RE_PLACE = re.compile(f"{BEFORE}(?:在|向|于)?(?P<place>{NAME}){BEHIND}", re.MULTILINE)
RE_NO_PLACE = re.compile(r"全|各|我|本|关于|推进|推动|印发")  # every place, or none by name


@dataclass(frozen=True, slots=True)
class CrossNotice:
    """One row of data/crosses.csv: a notice as a place of a cross-section."""

    cross: str
    notice_id: str
    place: str


def load_crosses(root: Path) -> list[CrossNotice]:
    """The rows in the order of the file; none where there is no file. Raises ConfigError with the wrong line."""
    path = root / TABLE
    if not path.exists():
        return []
    rows = csv_rows(decode_table(path.read_bytes(), TABLE.as_posix()), TABLE.as_posix())
    _, header = next(rows, (1, []))
    if header != COLUMNS:
        raise ConfigError(f"{TABLE}, line 1: the columns are {header}, expected {COLUMNS}; restore the header line")
    found: list[CrossNotice] = []
    for line, cells in rows:
        if cells:
            found.append(_checked(line, cells, found))
    return found


def _checked(line: int, cells: Sequence[str], before: Sequence[CrossNotice]) -> CrossNotice:
    if len(cells) != len(COLUMNS):
        raise ConfigError(f"{TABLE}, line {line}: has {len(cells)} fields, expected {len(COLUMNS)}: {COLUMNS}")
    row = CrossNotice(*cells)
    problem = series_problem(row.cross) or id_problem(row.notice_id) or place_problem(row.place)
    if not problem and any((one.cross, one.place) == (row.cross, row.place) for one in before):
        problem = f"place {row.place!r} stands in {row.cross} already; give each place one notice"
    if problem:
        raise ConfigError(f"{TABLE}, line {line}: {problem}")
    return row


def place_problem(place: str) -> str | None:
    """Why this cannot be the name of a place, None where it can."""
    if not re.fullmatch(rf"[{HAN}A-Za-z ·]{{1,{LONGEST_PLACE}}}", place):
        return f"place {place!r}: give the name of the place, e.g. 山东省"
    return None


def members_of(root: Path, cross: str) -> list[CrossNotice]:
    return [row for row in load_crosses(root) if row.cross == cross]


def register(root: Path, added: Iterable[CrossNotice]) -> None:
    """Write rows into data/crosses.csv; a place that the cross-section has already gets the new notice."""
    added = list(added)
    places = {(row.cross, row.place) for row in added}
    _edit(root, lambda rows: [*(row for row in rows if (row.cross, row.place) not in places), *added])


def rename_notice(root: Path, old: str, new: str) -> None:
    """Let the places that a notice stands for follow it to its new id."""
    _edit(root, lambda rows: [replace(row, notice_id=new) if row.notice_id == old else row for row in rows])


def drop_notice(root: Path, notice_id: str) -> None:
    """Take a notice out of every cross-section."""
    _edit(root, lambda rows: [row for row in rows if row.notice_id != notice_id])


def _edit(root: Path, change: Callable[[list[CrossNotice]], list[CrossNotice]]) -> None:
    """Read, change and write the table under its lock; a table that stays as it is is not written."""
    with locked(root, "crosses"):
        rows = load_crosses(root)
        changed = change(rows)
        if changed != rows:
            table = sorted((row.cross, row.place, row.notice_id) for row in changed)
            (root / TABLE).parent.mkdir(parents=True, exist_ok=True)
            write_text(root / TABLE, write_csv(COLUMNS, [(cross, own, place) for cross, place, own in table]))


# -- the place of a notice -------------------------------------------------------------------------------


def places_of(notice: Notice) -> list[str]:
    """The places that the title, the issuer and the opening name as their own, in this order; several are a conflict.

    The title outweighs what stands below it: only where neither title nor issuer names a place is the opening asked.
    """
    for texts in ((notice.title, notice.issuer), (notice.text[:HEAD],)):
        found = [place for text in texts for place in _named(text)]
        if found:
            return list(dict.fromkeys(found))
    return []


def _named(text: str) -> list[str]:
    found = [match["place"] for match in RE_PLACE.finditer(text)]
    return list(dict.fromkeys(place for place in found if not RE_NO_PLACE.search(place)))
