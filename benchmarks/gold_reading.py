"""The annotated notices read by the project's readers, with rules switched off or of another revision."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pipeline.config import load_params
from pipeline.evaluate.gold import GoldUnit, load_gold
from pipeline.evaluate.scores import FoundUnit, NoticeScore, score_notice
from pipeline.extract.facts import FactReader
from pipeline.ingest.notice import read_notice
from pipeline.segment.kinds import Words
from pipeline.segment.structure import read_structure

ROWS = ("units", "kind", "roles", "targets", "targets_whole")


@dataclass(frozen=True)
class GoldReading:
    """data/gold of one project folder: its annotations, its texts, and how they are read and scored."""

    root: Path

    @cached_property
    def gold(self) -> dict[str, list[GoldUnit]]:
        return load_gold(self.root / "data" / "gold")

    def scores(self, facts: FactReader, words: Words) -> list[NoticeScore]:
        """A score a notice, with every miss and every false find."""
        return [score_notice(name, self.gold[name], list(self._units(name, facts, words))) for name in self.gold]

    def _units(self, name: str, facts: FactReader, words: Words) -> Iterator[FoundUnit]:
        folder = self.root / "data"
        series, _, year = name.rpartition("-")
        places = (folder / "gold" / f"{name}.txt", folder / "raw" / series / f"{year}.txt")
        path = next(one for one in places if one.exists())
        params = load_params(self.root).ingest
        notice, _ = read_notice(path.name, path.read_bytes(), params, notice_id=name, year=int(year))
        units = read_structure(notice, words=words).units
        found = facts.read(notice, units)
        for unit in units:
            mine = [[one for one in part if one.unit_id == unit.unit_id] for part in (found.roles, found.targets)]
            yield FoundUnit(unit, mine[0], mine[1], [], None)


def errors(scores: list[NoticeScore]) -> set[tuple[str, str, str, str, str]]:
    """(notice, measure, sign, unit, detail) of every miss (!) and false find (?)."""
    return {
        (score.notice_id, one.measure, one.sign, one.head, one.detail)
        for score in scores
        for one in score.errors
        if one.measure in ROWS
    }
