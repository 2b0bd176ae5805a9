"""A theme of one's own, and the way back to last month's model: from a workbook and a few commands to the report."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.corrections.test_journeys import answer, policy_trends

NEW_THEME = """  - id: livelihood
    zh: 民生
    en: Livelihood
    definition: >-
      Schools, clinics, care for the old and the young.
    headings: [托育]
    keywords: [托育, 床位]

  - id: other
"""
CARE = ("学位", "疾控", "托育", "养老")  # what a person gives to the new theme
SHARES = "SELECT notice_id, observable, tasks, task_share FROM priorities WHERE theme = 'livelihood' AND year = 2025"
THEMES = "SELECT unit_id, theme, unsure, scores FROM themes ORDER BY unit_id"


@pytest.fixture(scope="module")
def project(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the built project that learns from a quarter of the labels, with fewer folds and resamplings."""
    folder = tmp_path_factory.mktemp("themes") / "project"
    shutil.copytree(built, folder, symlinks=True)
    params = folder / "configs/params.yaml"
    text = params.read_text(encoding="utf-8")
    text = text.replace("bootstrap_rounds: 1000", "bootstrap_rounds: 100").replace("  folds: 5", "  folds: 2")
    params.write_text(text, encoding="utf-8")
    labels = folder / "data/labels/themes.csv"
    head, *rows = labels.read_text(encoding="utf-8").splitlines(keepends=True)
    labels.write_text("".join([head, *rows[::4]]), encoding="utf-8")
    return folder


def label(folder: Path) -> None:
    """What speaks of care goes to the new theme, some of the rest stays what it was called."""
    path = folder / "review.xlsx"
    policy_trends(folder, "review", "export", "--notices", "all", "--labelled", "-o", str(path))
    book = load_workbook(path)
    for number, row in enumerate(book["review"].iter_rows(min_row=2)):
        _, _, _, text, proposed, *_ = (cell.value for cell in row)
        care = any(word in (text or "") for word in CARE)
        row[8].value = "livelihood 民生" if care else proposed if number % 4 == 0 else None
    book.save(path)
    policy_trends(folder, "review", "import", str(path), "--annotator", "AB")


def test_a_new_theme_and_the_way_back_to_the_model_of_before(project: Path) -> None:
    policy_trends(project, "run")
    before = answer(project, THEMES)
    scheme = project / "configs/themes.yaml"
    text = scheme.read_text(encoding="utf-8")
    scheme.write_text(text.replace("  - id: other\n", NEW_THEME, 1).replace(" 床位,", ""), encoding="utf-8")
    policy_trends(project, "run")
    assert answer(project, SHARES) == [
        {"notice_id": "sample-2025", "observable": "False", "tasks": "0", "task_share": ""}
    ], "without labels it is not measured, which is not nought"
    assert "“民生”的标注太少" in (project / "reports/sample/index.html").read_text(encoding="utf-8")
    label(project)
    said = policy_trends(project, "retrain", "--dry-run", "--force")
    assert "not measured" in said and "Nothing was changed" in said and "民生: not measured; it would be" in said
    said = policy_trends(project, "retrain", "--yes", "--force")
    assert "Promoted as number 2" in said
    policy_trends(project, "run")
    (share,) = answer(project, SHARES)
    assert share["observable"] == "True" and int(share["tasks"]) > 0
    assert "“民生”的标注太少" not in (project / "reports/sample/index.html").read_text(encoding="utf-8")

    listed = policy_trends(project, "models")
    assert "1  " in listed and "In use: number 2" in listed
    policy_trends(project, "models", "use", "1")
    policy_trends(project, "run")
    assert answer(project, THEMES) == before, "last month's model says what it said, to the last digit"
    assert "In use: number 1" in policy_trends(project, "models")
    (share,) = answer(project, SHARES)
    assert share["observable"] == "False"
