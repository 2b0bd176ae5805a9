"""Fresh clones through the whole pipeline: what the two commands of README rest on."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import docx
import openpyxl
import pytest

from tests.projects import call, clone, command, run_pipeline

ROOT = Path(__file__).resolve().parent.parent


def digests(folder: Path) -> dict[str, str]:
    """sha256 of every result: tables, metrics, model, pages and figures."""
    names = [
        path
        for pattern in ("data/**/*.parquet", "evaluation/*", "models/themes*", "reports/**/*")
        for path in folder.glob(pattern)
        if path.is_file()
    ]
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in names}


def test_two_fresh_clones_give_the_same_bytes(built, tmp_path):
    other = clone(tmp_path / "project", wheel_from=built)
    run_pipeline(other)
    first, second = digests(built), digests(other)
    assert len(first) > 30
    assert {name for name in first.keys() | second.keys() if first.get(name) != second.get(name)} == set()


def test_a_second_run_changes_nothing_and_says_so(built):
    before = digests(built)
    done = run_pipeline(built)
    assert "up to date" in done.stdout
    assert digests(built) == before


def test_the_notice_reads_as_annotated(built):
    metrics = json.loads((built / "evaluation" / "metrics.json").read_text(encoding="utf-8"))
    scores = metrics["notices"]["qingdao-2023"]
    assert scores["units"]["f1"] == 1.0
    assert scores["roles"]["f1"] >= 0.99
    assert scores["targets"]["f1"] >= 0.93
    assert scores["theme"]["f1"] >= 0.85


def test_the_cut_off_section_is_not_observable(built):
    page = (built / "reports" / "qingdao" / "index.html").read_text(encoding="utf-8")
    assert "原文残缺" in page and "协同推进降碳减污扩绿增长" in page


@pytest.mark.parametrize(
    "command", [("metrics", "show"), ("metrics", "diff"), ("plots", "show"), ("dag",), ("status",)], ids=" ".join
)
def test_plain_dvc_works(command, built):
    done = call(built, "dvc", *command)
    assert done.returncode == 0, done.stderr


def test_push_and_pull_through_a_folder_remote(built, tmp_path):
    """A colleague gets tables and reports without computing them."""
    remote = tmp_path / "remote"
    for words in (("remote", "add", "-d", "team", str(remote)), ("push", "-q")):
        assert call(built, "dvc", *words).returncode == 0
    for words in (
        ["add", "-A"],
        ["-c", "user.name=test", "-c", "user.email=test@example.org", "commit", "-q", "--allow-empty", "-m", "results"],
    ):
        subprocess.run(["git", *words], cwd=built, check=True, capture_output=True)
    colleague = tmp_path / "colleague"
    subprocess.run(["git", "clone", "-q", str(built), str(colleague)], check=True, capture_output=True)
    pulled = call(colleague, "dvc", "pull", "-q")
    assert pulled.returncode == 0, pulled.stderr
    assert (colleague / "reports" / "qingdao" / "index.html").read_bytes() == (
        built / "reports" / "qingdao" / "index.html"
    ).read_bytes()
    assert "Data and pipelines are up to date" in call(colleague, "dvc", "status").stdout


def test_a_run_killed_again_and_again_is_finished_by_the_next(built, tmp_path):
    """What a reader sees meanwhile is the old report or the new one, never half of one."""
    folder = tmp_path / "project"
    shutil.copytree(built, folder, symlinks=True)
    pages = [folder / "reports" / name / "index.html" for name in ("qingdao", "sample")]
    seen = {page: {page.read_bytes()} for page in pages}
    old = {page: page.read_bytes() for page in pages}
    replace_notice(folder, "sample-2025", "数字", "智能")
    for stage, seconds in (("ingest", 1.5), ("extract", 0.5), ("compare", 1.5), ("report", 2.5)):
        kill_in_stage(folder, stage, seconds)
        for page in pages:
            seen[page].add(page.read_bytes())
    run_pipeline(folder)
    new = {page: page.read_bytes() for page in pages}
    assert all(seen[page] <= {old[page], new[page]} for page in pages)
    assert new[pages[0]] == old[pages[0]] and new[pages[1]] != old[pages[1]]
    assert not [path for path in (folder / "data").rglob("*.tmp")] + [
        path for path in (folder / "reports").rglob("*.tmp")
    ]


def kill_in_stage(folder: Path, stage: str, seconds: float) -> None:
    """Begin a run, and end it and all it started so long after the stage began."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    run = subprocess.Popen(
        [sys.executable, "-m", "pipeline.command", "run"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder), "PATH": path},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    assert run.stdout is not None
    printed = iter(run.stdout.readline, b"")
    assert any(f"Running stage '{stage}'".encode() in line for line in printed), stage
    time.sleep(seconds)
    with suppress(ProcessLookupError):
        os.killpg(run.pid, signal.SIGKILL)
    run.wait()
    run.stdout.close()


def replace_notice(folder: Path, notice_id: str, old: str, new: str) -> None:
    """Change the text of a notice and accept the change in the corpus list."""
    corpus = folder / "data" / "corpus.csv"
    (row,) = [line for line in corpus.read_text(encoding="utf-8").splitlines() if line.startswith(f"{notice_id},")]
    path = folder / row.split(",")[3]
    before = hashlib.sha256(path.read_bytes()).hexdigest()
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    corpus.write_text(
        corpus.read_text(encoding="utf-8").replace(before, hashlib.sha256(path.read_bytes()).hexdigest()),
        encoding="utf-8",
    )


def test_analyze_prints_the_machine_interface(built):
    done = call(built, "pipeline.command", "analyze", "data/raw/qingdao/2023.txt", "--json")
    assert done.returncode == 0, done.stderr
    analysis = json.loads(done.stdout)
    assert list(analysis) == ["document", "units", "diagnostics"]
    assert list(analysis["document"]) == [
        "notice_id",
        "title",
        "issuer",
        "document_number",
        "issued_on",
        "published_on",
        "year",
        "script",
    ]
    assert analysis["document"]["script"] == "hant" and analysis["document"]["issued_on"] == "2023-01-30"
    unit = analysis["units"][1]
    assert [key for key in unit if key not in ("unsure", "grants")] == [
        "unit_id",
        "path",
        "headings",
        "kind",
        "title",
        "text",
        "start",
        "end",
        "theme",
        "theme2",
        "theme_scores",
        "declared_theme",
        "due",
        "roles",
        "targets",
        "entities",
    ]
    assert list(unit["roles"][0]) == ["role", "department", "body_id", "start", "end"]
    target = next(target for one in analysis["units"] for target in one["targets"])
    assert list(target) == [
        "indicator",
        "level",
        "op",
        "value",
        "value_high",
        "unit",
        "kind",
        "direction",
        "deadline",
        "each_year",
        "strength",
        "text",
        "start",
        "end",
    ]
    assert analysis["diagnostics"][0]["code"] == "heading-without-items"


def test_both_scripts_give_the_same_analysis(built, tmp_path):
    from pipeline.ingest.normalise import to_simplified

    traditional = built / "data" / "raw" / "qingdao" / "2023.txt"
    simplified = tmp_path / "2023.txt"
    simplified.write_text(to_simplified(traditional.read_text(encoding="utf-8")), encoding="utf-8")
    one, other = (
        json.loads(command("analyze", str(path), "--json", cwd=built).stdout) for path in (traditional, simplified)
    )
    one["document"].pop("script")
    other["document"].pop("script")
    assert one == other


def test_the_coloured_view_shows_what_matters(built):
    done = command("analyze", "data/raw/qingdao/2023.txt", cwd=built)
    assert done.returncode == 0
    assert all(
        text in done.stdout
        for text in ("建设崂山实验室", "牵头 市科技局", "高新技术企业 7,000家", "heading-without-items")
    )


def test_compare_takes_ids_and_files_and_prints_the_machine_interface(built):
    by_id = command("compare", "sample-2023", "sample-2024", "--json", cwd=built)
    assert by_id.returncode == 0, by_id.stderr
    found = json.loads(by_id.stdout)
    leading = ["findings", "indicators", "terms", "links", "old_only", "new_only", "targets", "roles", "priorities"]
    assert list(found) == leading
    assert list(found["links"][0])[:4] == ["old", "new", "old_path", "new_path"]
    assert {"change", "tier", "score", "parts"} <= set(found["links"][0])
    by_file = command("compare", "data/sample/2023.txt", "data/sample/2024.txt", "--json", cwd=built)
    assert [(link["old_path"], link["new_path"], link["change"]) for link in json.loads(by_file.stdout)["links"]] == [
        (link["old_path"], link["new_path"], link["change"]) for link in found["links"]
    ]


def test_compare_refuses_what_is_neither_file_nor_id(built):
    done = command("compare", "sample-2023", "sample-2099", cwd=built)
    assert done.returncode == 1 and "sample-2099" in done.stderr and "Traceback" not in done.stderr


def test_six_outputs_say_the_same_sentences_and_counts(built):
    """Page, Word, workbook, CSV, SQL and terminal on what is new in the last notice of the sample city."""
    folder = built / "reports" / "sample"
    told = "SELECT zh FROM findings WHERE new_notice_id = 'sample-2025' ORDER BY rank"
    in_sql = [row["zh"] for row in csv.DictReader(io.StringIO(command("sql", told, "--csv", cwd=built).stdout))]
    page = (folder / "index.html").read_text(encoding="utf-8")
    data = json.loads(re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)[1])
    in_page = [text for _, family, text, *_ in data["findings"]["3"] if family != "theme"]
    csv_text = (folder / "tables" / "findings.csv").read_text(encoding="utf-8-sig")
    in_csv = [row["zh"] for row in csv.DictReader(io.StringIO(csv_text)) if row["new_notice_id"] == "sample-2025"]
    book = openpyxl.load_workbook(folder / "tables.xlsx", read_only=True)
    rows = list(book["发现（样例）"].iter_rows(values_only=True))
    column, year = rows[0].index("发现"), rows[0].index("后一年度")
    in_workbook = [row[column] for row in rows[1:] if str(row[year]) == "2025"]
    assert in_sql and in_sql == in_page == in_csv == in_workbook
    document = docx.Document(folder / "report.docx")
    in_word = "\n".join(cell.text for table in document.tables for row in table.rows for cell in row.cells)
    assert all(sentence in in_word for sentence in in_sql[:50]), "what is told of themes stands among them"
    printed = command("compare", "sample", cwd=built).stdout
    assert [line[3:] for line in printed.splitlines() if re.match(r"[ \d]\d \S", line)][:12] == in_sql[:12]


def test_six_outputs_count_the_same_tasks(built):
    folder = built / "reports" / "sample"
    fates = (
        "SELECT (SELECT count(DISTINCT new_unit_id) FROM task_links WHERE new_notice_id = 'sample-2025'), "
        "(SELECT count(*) FROM unlinked_tasks WHERE new_notice_id = 'sample-2025' AND change = 'dropped'), "
        "(SELECT count(*) FROM unlinked_tasks WHERE new_notice_id = 'sample-2025' AND change = 'new')"
    )
    in_sql = list(csv.reader(io.StringIO(command("sql", fates, "--csv", cwd=built).stdout)))[1]
    printed = command("compare", "sample", cwd=built).stdout
    in_terminal = re.findall(r"[^│]+", next(line for line in printed.splitlines() if "│ 2024→2025" in line))
    assert [cell.strip() for cell in in_terminal[1:4]] == in_sql
    page = (folder / "index.html").read_text(encoding="utf-8")
    carried, dropped, fresh = in_sql
    sentence = f"{carried}项任务由上一份延续，{fresh}项新增，上一份有{dropped}项不再列入"
    document = docx.Document(folder / "report.docx")
    assert sentence in page and any(sentence in paragraph.text for paragraph in document.paragraphs)
    csv_text = (folder / "tables" / "unlinked_tasks.csv").read_text(encoding="utf-8-sig")
    changes = [row["change"] for row in csv.DictReader(io.StringIO(csv_text)) if row["new_notice_id"] == "sample-2025"]
    assert (changes.count("dropped"), changes.count("new")) == (int(dropped), int(fresh))
    book = openpyxl.load_workbook(folder / "tables.xlsx", read_only=True)
    in_workbook = list(book["新增与不再列入（样例）"].iter_rows(values_only=True))
    assert len(in_workbook) - 1 == len(list(csv.DictReader(io.StringIO(csv_text))))


def test_sql_sees_every_table(built):
    done = command(
        "sql",
        "SELECT count(*) AS tasks FROM units WHERE notice_id = 'qingdao-2023' AND kind = 'task'",
        "--csv",
        cwd=built,
    )
    assert done.stdout.split() == ["tasks", "40"]
    refused = command("sql", "SELECT * FROM nothing", cwd=built)
    assert refused.returncode == 1 and "The tables are" in refused.stderr


def test_results_as_data_frames(built):
    program = "import pipeline; from pathlib import Path; print(len(pipeline.load_results(Path('.'))['units']) > 100)"
    environment = {**os.environ, "PYTHONPATH": str(built)}
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=built, env=environment, capture_output=True, text=True, check=False
    )
    assert done.stdout.strip() == "True", done.stderr


def test_the_documented_example_runs(built):
    page = (built / "docs" / "questions.md").read_text(encoding="utf-8")
    (program,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=built,
        env={**os.environ, "PYTHONPATH": str(built), "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "city/ecology-environment" in done.stdout


def test_load_nlp_is_an_ordinary_language(built):
    program = (
        "import pipeline; from pathlib import Path; doc = pipeline.load_nlp(Path('.'))('深化新旧动能转换，"
        "市发展改革委推进国家海洋技术转移中心建设。'); print([t.text for t in doc]); print([(e.text, e.label_) for e in doc.ents]);"
        "import spacy, tempfile; nlp = pipeline.load_nlp(Path('.')); folder = tempfile.mkdtemp(); nlp.to_disk(folder);"
        "again = spacy.load(folder); read = again(doc.text); assert [t.text for t in read] == [t.text for t in doc];"
        "assert again.meta['name'] == 'policy_notices' and read.spans['units'][0]._.theme"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=built,
        env={**os.environ, "PYTHONPATH": str(built), "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "'新旧动能转换'" in done.stdout and "'市发展改革委'" in done.stdout, done.stderr
    assert "('国家海洋技术转移中心', 'ORG')" in done.stdout and done.returncode == 0, done.stderr
