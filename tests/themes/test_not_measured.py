"""A theme with too few labels is not measured: no probability, no share, and its labels teach nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.compare.profile import priorities
from pipeline.compare.stage import facts_of
from pipeline.config import load_params
from pipeline.knowledge.themes import Scheme, Theme
from pipeline.records import LabelledText, ThemeGuess
from pipeline.segment.structure import read_structure
from pipeline.themes.train import FEWEST_LABELS, measurable
from tests.conftest import ROOT, make_notice


def labelled(count: int, sources: int) -> list[LabelledText]:
    return [
        LabelledText(f"建设第{n}座公园。", "sea", "", "", f"town-{n % sources}", "review", "AB", "2026-01-05")
        for n in range(count)
    ]


COUNTS = [
    (FEWEST_LABELS, 2, True, "enough labels of two notices"),
    (FEWEST_LABELS - 1, 2, False, "one label short"),
    (FEWEST_LABELS, 1, False, "all of one notice: nothing could judge what was learnt"),
    (0, 1, False, "a theme just added"),
]


@pytest.mark.parametrize(("count", "sources", "kept", "why"), COUNTS, ids=[row[3] for row in COUNTS])
def test_a_theme_needs_labels_of_several_notices(count: int, sources: int, kept: bool, why: str) -> None:
    assert bool(list(measurable(labelled(count, sources)))) == kept


def test_its_share_is_unknown_and_not_nought(scheme: Scheme) -> None:
    notice = make_notice("望海市2024年重点任务\n一、创新\n1.建设实验室。\n2.攻关技术。\n")
    units = list(read_structure(notice).units)
    wider = replace(scheme, themes=(*scheme.themes, Theme("sea", "海洋", "Sea", "the sea", (), ())))
    sure = tuple(float(theme == "innovation") for theme in scheme.ids)
    guesses = [ThemeGuess(notice.notice_id, unit.unit_id, "innovation", False, "", scheme.ids, sure) for unit in units]
    names = (
        "roles",
        "targets",
        "entities",
        "clauses",
        "ingest_diagnostics",
        "segment_diagnostics",
        "extract_diagnostics",
    )
    tables = {"notices": [notice], "units": units, "themes": guesses, **{name: [] for name in names}}
    rows = {row.theme: row for row in priorities(facts_of(tables, wider), wider.ids, load_params(ROOT).compare)}
    assert rows["sea"].task_share is None and not rows["sea"].observable
    assert rows["innovation"].task_share == 1 and rows["demand"].task_share == 0
