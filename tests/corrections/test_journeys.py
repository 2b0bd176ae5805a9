"""What a person does in the workbook reaches the report: each journey through real files on a built project.

The workbook is filled in with openpyxl and, where LibreOffice Calc is installed, opened and saved by it before it is
imported, as a colleague would.
"""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook

from pipeline.corrections.workbook import from_workbook
from tests.projects import call

PAIR = ("sample-2024", "sample-2025")
MARK = "人工核定"


@pytest.fixture(scope="module")
def project(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the built project in which one workbook was filled in for all journeys, imported and run."""
    folder = tmp_path_factory.mktemp("corrected") / "project"
    shutil.copytree(built, folder, symlinks=True)
    shutil.copytree(folder / "reports/sample", folder / "before")
    book = folder / "check.xlsx"
    said = policy_trends(folder, "correct", "export", "--notices", PAIR[1], "--pair", *PAIR, "-o", str(book))
    assert "check.xlsx" in said
    fill(book, "roles", lambda cells: cells["role"] == "lead", 判断="改为", **{"改后 department": "市商务局"})
    fill(book, "targets", lambda cells: float(cells["value"]) > 10, 判断="改为", **{"改后 value": "777"})
    fill(book, "links", lambda cells: True, 判断="删除")
    fill(book, "findings", lambda cells: True, 判断="删除")
    fill(book, "findings", lambda cells: cells["判断"] is None, 判断="正确")
    fill(book, "themes", other_theme, 判断="改为", **{"改后 theme": "other"})
    fill(book, "units", untouched_task, 判断="新增", ends_with="")
    by_office(book)
    policy_trends(folder, "correct", "import", str(book), "--annotator", "AB")
    policy_trends(folder, "run")
    return folder


def policy_trends(folder: Path, *arguments: str) -> str:
    done = call(folder, "pipeline.command", *arguments)
    assert done.returncode == 0, done.stdout[-1500:] + done.stderr[-1500:]
    return done.stdout


def untouched_task(cells: dict[str, str]) -> bool:
    """A task of several sentences about which no other row decides: cutting it would move what they speak of."""
    others = {cells["place"] for cells in FILLED.values() if "place" in cells}
    return cells["kind"] == "task" and "。" in cells["passage"][12:-1] and cells["place"] not in others


def other_theme(cells: dict[str, str]) -> bool:
    taken = {FILLED[sheet]["place"] for sheet in ("roles", "targets")}
    return not cells["theme"].startswith("other") and cells["place"] not in taken


FILLED: dict[str, dict[str, str]] = {}  # what stood in the row that was filled in last, by sheet


def fill(book: Path, sheet: str, wanted: Callable[[dict[str, str]], bool], **values: str) -> None:
    """Fill in the first row of a sheet that is wanted; a new unit begins at the second sentence of its passage."""
    opened = load_workbook(book)
    table = opened[sheet]
    head = [cell.value for cell in table[1]]
    for row in table.iter_rows(min_row=2):
        cells = dict(zip(head, [cell.value for cell in row], strict=True))
        if cells["notice_id"] and wanted(cells):
            FILLED[sheet if sheet not in FILLED else f"{sheet} 2"] = cells
            if sheet == "units":
                values |= {"unit_begins": cells["passage"].split("。")[1][:12], "place": "补-1", "改后 kind": "task"}
            for name, value in values.items():
                row[head.index(name)].value = value
            break
    opened.save(book)


def by_office(book: Path) -> bool:
    """Open and save the workbook with LibreOffice Calc; False where there is none."""
    if shutil.which("soffice") is None:
        return False
    out = book.parent / "office"
    profile = f"-env:UserInstallation={(book.parent / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", str(out), str(book)]
    subprocess.run(command, capture_output=True, timeout=180, check=False)
    if not (out / book.name).exists():  # Writer alone is installed
        return False
    shutil.copy(book, book.with_name("as-filled.xlsx"))
    shutil.move(out / book.name, book)
    return True


def answer(folder: Path, query: str) -> list[dict[str, str]]:
    lines = policy_trends(folder, "sql", query, "--csv").splitlines()
    return list(csv.DictReader(lines))


# -- from the workbook to every output ---------------------------------------------------------------


def test_the_workbook_says_the_same_after_libreoffice(project: Path) -> None:
    before = project / "as-filled.xlsx"
    if not before.exists():
        pytest.skip("LibreOffice Calc is not installed")
    themes = [f"{theme} x" for theme in ("other", "innovation", "industry", "demand", "low_carbon")]
    read = [
        from_workbook(
            path.read_bytes(), file=path.name, annotator="AB", day="2026-01-05", is_notice=lambda _: True, themes=themes
        )
        for path in (before, project / "check.xlsx")
    ]
    assert read[0] == read[1] and len(read[0]) == 7


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


def test_a_wrong_theme_is_the_persons_and_sure(project: Path) -> None:
    (row,) = answer(project, "SELECT unit_id, theme, unsure FROM themes WHERE decided_by = 'person'")
    cells = FILLED["themes"]
    assert row == {"unit_id": f"{cells['notice_id']}/{cells['place']}", "theme": "other", "unsure": "False"}


def test_a_missed_task_is_a_unit_of_its_own(project: Path) -> None:
    stale = "SELECT message FROM segment_diagnostics WHERE code = 'stale-correction'"
    assert answer(project, stale) == [], FILLED["units"]
    (row,) = answer(project, "SELECT kind, text FROM units WHERE unit_id = 'sample-2025/补-1'")
    assert row["kind"] == "task"


def test_a_struck_finding_is_gone_and_a_checked_one_is_sure_also_in_compare(project: Path) -> None:
    said = json.loads(policy_trends(project, "compare", *PAIR, "--json"))
    found = {finding["id"]: finding for finding in said["findings"]}
    assert FILLED["findings"]["finding_id"] not in found and len(said["corrections"]) == 7
    checked = found[FILLED["findings 2"]["finding_id"]]
    assert checked["certainty"] == "sure" and checked["by"] == "person"
    assert MARK in policy_trends(project, "compare", *PAIR)


def test_every_output_is_marked_and_lists_the_decisions(project: Path) -> None:
    report = project / "reports/sample"
    page = (report / "index.html").read_text(encoding="utf-8")
    assert f"{MARK}（7处）" in page and f"（{MARK}）" in page and "7处内容经人工核定" in page
    with (report / "tables/corrections.csv").open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.DictReader(file))) == 7
    book = load_workbook(report / "tables.xlsx", read_only=True)
    decisions, roles_sheet = (
        next(book[sheet] for sheet in book.sheetnames if sheet.startswith(name)) for name in (MARK, "责任单位")
    )
    assert sum(1 for _ in decisions.iter_rows()) >= 8
    roles = [cell.value for row in roles_sheet.iter_rows() for cell in row]
    assert MARK in roles
    from docx import Document

    tables = [
        cell.text for table in Document(report / "report.docx").tables for row in table.rows for cell in row.cells
    ]
    assert "市科技局" in " ".join(tables) and any(text.startswith("AB ") for text in tables)


def test_diff_names_the_decisions_as_the_cause(project: Path) -> None:
    said = json.loads(policy_trends(project, "diff", "before", "reports/sample", "--json"))
    causes = {cause["kind"] for moved in said["moved"] for cause in moved["causes"]}
    assert causes == {"corrections"}, causes
    assert "人工核定已变" in policy_trends(project, "diff", "before", "reports/sample")


# -- and it lasts ------------------------------------------------------------------------------------


def test_decisions_outlast_another_file_other_rules_and_another_model(project: Path) -> None:
    """The notice is renamed, its text cleaned anew with another title line, a rule switched off, a label added."""
    before = (project / "data/corrections.csv").read_text(encoding="utf-8").count("\n")
    notice = project / "changed.txt"
    text = (project / "data/sample/2025.txt").read_text(encoding="utf-8")
    notice.write_text(text.replace("\n", " \n").replace("，", "， ", 3), encoding="utf-8")
    policy_trends(
        project, "add", str(notice), "--series", "sample", "--year", "2025", "--id", PAIR[1], "--replace",
        "--provenance", "sample", "--yes",
    )  # fmt: skip
    policy_trends(project, "notices", "rename", PAIR[1], "city-2025", "--reason", "编号统一")
    rules = project / "configs/rules/roles.yaml"
    rules.write_text(rules.read_text(encoding="utf-8") + "# changed\n", encoding="utf-8")
    labels = project / "data/labels/themes.csv"
    lines = labels.read_text(encoding="utf-8").splitlines()
    labels.write_text("\n".join(lines[:-1]) + "\n", encoding="utf-8")
    policy_trends(project, "run")
    (row,) = answer(project, "SELECT department, notice_id FROM roles WHERE rule = 'person'")
    assert row == {"department": "市商务局", "notice_id": "city-2025"}
    assert len(answer(project, "SELECT 1 FROM targets WHERE rule = 'person' AND value = 777")) == 1
    assert len(answer(project, "SELECT 1 FROM themes WHERE decided_by = 'person'")) == 1
    assert len(answer(project, "SELECT 1 FROM units WHERE unit_id = 'city-2025/补-1'")) == 1
    assert (project / "data/corrections.csv").read_text(encoding="utf-8").count("\n") == before


def test_a_wrong_year_moves_the_notice_with_the_reason(project: Path) -> None:
    policy_trends(project, "notices", "rename", "sample-2021", "sample-2020", "--reason", "年份有误")
    policy_trends(project, "notices", "change", "sample-2020", "--year", "2020", "--reason", "年份有误")
    assert "年份有误" in (project / "data/corpus_changes.csv").read_text(encoding="utf-8")
    assert "sample-2020" in policy_trends(project, "notices")


def test_rows_of_two_persons_merge_without_conflict(project: Path) -> None:
    """Two branches, each with decisions of its own beside the same rows and on the same thing: git joins them."""

    def git(*arguments: str) -> str:
        identity = ("-c", "user.name=t", "-c", "user.email=t@example.org")
        done = subprocess.run(["git", *identity, *arguments], cwd=project, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    git("add", "data/corrections.csv", ".gitattributes")
    git("commit", "-qm", "decisions")
    base = git("rev-parse", "--abbrev-ref", "HEAD").strip()
    for branch, name in (("one", "CD"), ("two", "EF")):
        git("checkout", "-q", "-b", branch, base)
        decide(project, name)
        git("commit", "-qam", branch)
    git("merge", "-q", "one")
    merged = (project / "data/corrections.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(merged.splitlines()))
    assert "<<<<" not in merged and [row["annotator"] for row in rows].count("CD") == 1
    assert [row["annotator"] for row in rows].count("EF") == 1
    assert "CD and EF: 1 things in common" in policy_trends(project, "correct", "status")


def decide(project: Path, name: str) -> None:
    """One decision of a person about the same role of the notice before."""
    book = project / f"{name}.xlsx"
    policy_trends(project, "correct", "export", "--notices", PAIR[0], "-o", str(book))
    fill(book, "roles", lambda cells: cells["role"] == "lead", 判断="正确")
    policy_trends(project, "correct", "import", str(book), "--annotator", name)


def test_gold_of_ones_own_measures_what_was_read(project: Path) -> None:
    """Every row of a notice is called right: the report states it with its interval, and the notice is gold."""
    book = project / "whole.xlsx"
    policy_trends(project, "correct", "export", "--notices", "sample-2023", "-o", str(book))
    opened = load_workbook(book)
    for name in ("units", "roles", "targets"):
        for row in opened[name].iter_rows(min_row=2):
            if row[2].value:
                row[0].value = "正确"
    opened.save(book)
    policy_trends(project, "correct", "import", str(book), "--annotator", "AB")
    said = policy_trends(project, "correct", "gold", "--notices", "sample-2023", "--annotator", "AB")
    assert "sheet themes" in said and "rows are not decided" in said
    assert "data/gold/own/sample-2023.json: written" in said and "95% interval" in said
    policy_trends(project, "run")
    page = (project / "reports/sample/index.html").read_text(encoding="utf-8")
    assert "经人工逐条核对的1份公文中" in page and "漏读0处" in page
