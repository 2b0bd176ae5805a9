"""What a person does in the workbook reaches the report: each journey through real files on a built project."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.projects import call

PAIR = ("sample-2024", "sample-2025")


@pytest.fixture(scope="module")
def project(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the built project in which one workbook was filled in for all journeys, imported and run."""
    folder = tmp_path_factory.mktemp("corrected") / "project"
    shutil.copytree(built, folder, symlinks=True)
    book = folder / "check.xlsx"
    said = policy_trends(folder, "correct", "export", "--notices", PAIR[1], "--pair", *PAIR, "-o", str(book))
    assert "check.xlsx" in said
    for sheet, column, row in (
        ("roles", "改后 department", lambda cells: cells["role"] == "lead"),
        ("targets", "改后 value", lambda cells: float(cells["value"]) > 10),
    ):
        fill(book, sheet, row, 判断="改为", **{column: {"roles": "市商务局", "targets": "777"}[sheet]})
    fill(book, "links", lambda cells: True, 判断="删除")
    fill(book, "findings", lambda cells: True, 判断="删除")
    fill(
        book,
        "units",
        untouched_task,
        判断="新增",
        ends_with="",
    )
    policy_trends(folder, "correct", "import", str(book), "--annotator", "AB")
    policy_trends(folder, "run")
    return folder


def policy_trends(folder: Path, *arguments: str) -> str:
    done = call(folder, "pipeline.command", *arguments)
    assert done.returncode == 0, done.stdout[-1500:] + done.stderr[-1500:]
    return done.stdout


def untouched_task(cells: dict[str, str]) -> bool:
    """A task of several sentences about which no other row decides: cutting it would move what they speak of."""
    others = {FILLED[sheet]["place"] for sheet in ("roles", "targets")}
    return cells["kind"] == "task" and "。" in cells["passage"][12:-1] and cells["place"] not in others


FILLED: dict[str, dict[str, str]] = {}  # what stood in the rows that were filled in, by sheet


def fill(book: Path, sheet: str, wanted: Callable[[dict[str, str]], bool], **values: str) -> None:
    """Fill in the first row of a sheet that is wanted; a new unit begins at the second sentence of its passage."""
    opened = load_workbook(book)
    table = opened[sheet]
    head = [cell.value for cell in table[1]]
    for row in table.iter_rows(min_row=2):
        cells = dict(zip(head, [cell.value for cell in row], strict=True))
        if cells["notice_id"] and wanted(cells):
            FILLED[sheet] = cells
            if sheet == "units":
                values |= {"unit_begins": cells["passage"].split("。")[1][:12], "place": "补-1", "改后 kind": "task"}
            for name, value in values.items():
                row[head.index(name)].value = value
            break
    opened.save(book)


def answer(folder: Path, query: str) -> list[dict[str, str]]:
    lines = policy_trends(folder, "sql", query, "--csv").splitlines()
    return [dict(zip(lines[0].split(","), line.split(","), strict=False)) for line in lines[1:]]


def test_a_wrong_lead_is_right_in_every_table_and_marked(project: Path) -> None:
    (row,) = answer(project, "SELECT department, role, body_id, rule FROM roles WHERE rule = 'person'")
    assert row == {"department": "市商务局", "role": "lead", "body_id": "city/commerce", "rule": "person"}


def test_a_wrong_target_has_the_value_a_person_gave(project: Path) -> None:
    (row,) = answer(project, "SELECT text, value FROM targets WHERE rule = 'person'")
    assert float(row["value"]) == 777 and row["text"] == FILLED["targets"]["target"]


def test_a_wrong_link_is_never_drawn_again(project: Path) -> None:
    old, new = (
        f"{FILLED['links'][a]}/{FILLED['links'][b]}"
        for a, b in (("notice_id", "place"), ("other_notice_id", "other_place"))
    )
    query = f"SELECT count(*) AS links FROM task_links WHERE old_unit_id = '{old}' AND new_unit_id = '{new}'"
    assert answer(project, query) == [{"links": "0"}]


def test_a_missed_task_is_a_unit_of_its_own(project: Path) -> None:
    stale = "SELECT message FROM segment_diagnostics WHERE code = 'stale-correction'"
    assert answer(project, stale) == [], FILLED["units"]
    (row,) = answer(project, "SELECT kind, text FROM units WHERE unit_id = 'sample-2025/补-1'")
    assert row["kind"] == "task"


def test_a_struck_finding_is_gone_also_from_compare(project: Path) -> None:
    found = json.loads(policy_trends(project, "compare", *PAIR, "--json"))["findings"]
    assert FILLED["findings"]["finding_id"] not in {finding["id"] for finding in found}


def test_a_wrong_year_moves_the_notice_with_the_reason(project: Path) -> None:
    policy_trends(project, "notices", "rename", "sample-2021", "sample-2020", "--reason", "年份有误")
    policy_trends(project, "notices", "change", "sample-2020", "--year", "2020", "--reason", "年份有误")
    assert "年份有误" in (project / "data/corpus_changes.csv").read_text(encoding="utf-8")
    assert "sample-2020" in policy_trends(project, "notices")


def test_rows_of_two_persons_merge_without_conflict(project: Path) -> None:
    """Two branches, each with a decision of its own: git joins them line by line."""

    def git(*arguments: str) -> str:
        identity = ("-c", "user.name=t", "-c", "user.email=t@example.org")
        done = subprocess.run(["git", *identity, *arguments], cwd=project, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    path = project / "data/corrections.csv"
    git("add", "data/corrections.csv", ".gitattributes")
    git("commit", "-qm", "decisions")
    base = git("rev-parse", "--abbrev-ref", "HEAD").strip()
    lines = path.read_text(encoding="utf-8").splitlines()
    for branch in ("one", "two"):
        git("checkout", "-q", "-b", branch, base)
        path.write_text(
            "\n".join([*lines, lines[-1].replace(lines[-1][:8], f"{branch}00000"[:8])]) + "\n", encoding="utf-8"
        )
        git("commit", "-qam", branch)
    git("merge", "-q", "one")
    merged = path.read_text(encoding="utf-8")
    assert "<<<<" not in merged and merged.count("one00000") == merged.count("two00000") == 1
