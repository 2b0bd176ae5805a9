"""Two builds of a report: what moved, and that the cause named is the one that was changed."""

from __future__ import annotations

import copy
import json
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from made_notices import PROJECT, Made, Task, has_chinese, locale_entries, params_in, plain_tasks

from pipeline.compare import stage as compare_stage
from pipeline.config import Params, load_dictionary
from pipeline.engine.workers import Context
from pipeline.records import Source
from pipeline.report import stage
from pipeline.report.diff import RESTS_ON, Diff, diff_lines
from pipeline.report.series import collect

YEARS = (2021, 2022, 2023)


def made(*, tasks: dict[int, list[Task]] | None = None, years: tuple[int, ...] = YEARS) -> Made:
    """Three years of a city that says the same every year, but for the tasks given."""
    notices = Made()
    for year in years:
        notices.add(f"city-{year}", (tasks or {}).get(year) or plain_tasks(), year=year, title=f"某市{year}年重点任务")
    return notices


def build(
    root: Path,
    notices: Made,
    *,
    params: Params | None = None,
    labels: str = "text,theme\n",
    model: bytes = b"one",
    lexicon: tuple[str, str] | None = None,
    sources: dict[str, str] | None = None,
) -> dict[str, Any]:
    """findings.json of a project, after a round of the real comparison."""
    params = params or params_in()
    notices.write(root, compared=True)
    if lexicon:
        name, addition = lexicon
        (root / "configs" / "lexicon").unlink()
        shutil.copytree(PROJECT / "configs" / "lexicon", root / "configs" / "lexicon")
        path = root / "configs" / "lexicon" / name
        path.write_text(path.read_text(encoding="utf-8") + addition, encoding="utf-8")
    for name, data in ((stage.LABELS, labels.encode()), (stage.MODEL, model)):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(data)
    compare_stage.run(root, params)
    tables = stage._Tables(root).load("city")
    (series,), _ = collect(tables, ["innovation", "industry", "demand", "low_carbon", "other"], load_dictionary(root))
    given = [
        Source(notice_id, "city", 2023, "", "official", "", "", digest) for notice_id, digest in (sources or {}).items()
    ]
    file = stage.findings_file(Context(root, params, str(root)), series, given, stage.load_provenance(root, params, []))
    return json.loads(file[stage.FINDINGS])


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return build(tmp_path_factory.mktemp("before") / "p", made())


def causes(diff: Diff) -> dict[str, set[tuple[str, str]]]:
    """(kind, stage) of the causes of every moved finding, by its key."""
    return {moved.key: {(cause.kind, cause.stage) for cause in moved.causes} for moved in diff.moved}


def changed(number: int, **given: Any) -> list[Task]:
    """The plain tasks with one of them changed."""
    tasks = plain_tasks()
    tasks[number] = replace(tasks[number], **given)
    return tasks


# -- nothing moved ---------------------------------------------------------------------------------


def test_identical_builds_move_nothing(tmp_path: Path, before: dict[str, Any]) -> None:
    again = build(tmp_path / "p", made())
    assert again == before
    diff = Diff(before, again)
    assert diff.moved == [] and diff.upstream() == ()
    assert list(diff_lines(diff, stage.load_wording(PROJECT, "en"))) == [
        f"city: both builds find the same ({len(before['findings'])} findings)."
    ]


def test_a_change_without_effect_is_told_as_one(tmp_path: Path, before: dict[str, Any]) -> None:
    diff = Diff(before, build(tmp_path / "p", made(), model=b"two"))
    assert diff.moved == [] and [cause.kind for cause in diff.upstream()] == ["model"]
    (line,) = diff_lines(diff, stage.load_wording(PROJECT, "zh"))
    assert "分类模型已变" in line


# -- one change, its cause -------------------------------------------------------------------------


def test_another_theme_of_the_same_text_is_the_work_of_labels(tmp_path: Path, before: dict[str, Any]) -> None:
    after = build(
        tmp_path / "p",
        made(tasks={2023: changed(1, theme="industry")}),
        labels="text,theme\n攻关技术,industry\n",
        model=b"two",
    )
    found = causes(Diff(before, after))
    assert (
        found["theme-share/city-2023/innovation"]
        == found["theme-change/city-2022/city-2023/tasks/industry"]
        == {("labels", "")}
    )
    assert not any("city-2021/" in key or key.startswith(("role/", "body-roles/")) for key in found), (
        "what does not rest on the theme stays"
    )


def test_another_theme_by_the_same_labels_is_the_work_of_the_model(tmp_path: Path, before: dict[str, Any]) -> None:
    after = build(tmp_path / "p", made(tasks={2023: changed(1, theme="industry")}), model=b"two")
    assert causes(Diff(before, after))["theme-share/city-2023/innovation"] == {("model", "")}


def test_a_text_that_was_edited_is_the_cause_even_of_its_new_theme(tmp_path: Path, before: dict[str, Any]) -> None:
    after = build(
        tmp_path / "p", made(tasks={2023: changed(3, text="扩大出口。给予200万元补助。", theme="other", targets=())})
    )
    diff = Diff(before, after)
    found = causes(diff)
    assert found["theme-share/city-2023/demand"] == {("notice-text", "")}
    shown = {moved.key: moved.units for moved in diff.moved}["theme-share/city-2023/demand"]
    assert shown == ("city-2023/一-4",), "the unit behind it is named"


def test_a_text_read_otherwise_while_the_file_is_the_same_is_the_work_of_ingest(tmp_path: Path) -> None:
    sources = {f"city-{year}": "a" * 64 for year in YEARS}
    old = build(tmp_path / "old", made(), sources=sources)
    new = build(tmp_path / "new", made(tasks={2023: changed(3, text="促进消费。给予100万元补助")}), sources=sources)
    new["provenance"]["stages"]["ingest"]["pipeline/ingest/normalise.py"] = "another"
    found = causes(Diff(old, new))
    assert found and all(("rules", "ingest") in kinds and ("notice-text", "") not in kinds for kinds in found.values())


def test_a_lexicon_entry_is_named_with_its_file(tmp_path: Path, before: dict[str, Any]) -> None:
    without_role = changed(0, roles=[("lead", "市科技局", "city/science")])
    after = build(
        tmp_path / "p", made(tasks={2023: without_role}), lexicon=("entities.yaml", "# 参与单位 is no longer read\n")
    )
    diff = Diff(before, after)
    moved = {moved.key: moved for moved in diff.moved}["body-roles/city-2023/city/finance"]
    assert moved.status == "gone"
    assert [(cause.kind, cause.stage, cause.what) for cause in moved.causes] == [
        ("rules", "extract", ("configs/lexicon/entities.yaml",))
    ]
    assert not any(key.startswith("theme-share/") for key in causes(diff)), "shares of themes do not rest on roles"


def test_a_parameter_is_named_and_moves_only_what_is_resampled(tmp_path: Path, before: dict[str, Any]) -> None:
    params = params_in()
    params = params.model_copy(update={"compare": params.compare.model_copy(update={"confidence": 0.6})})
    diff = Diff(before, build(tmp_path / "p", made(), params=params))
    assert diff.moved and {moved.old["kind"] for moved in diff.moved} <= {"theme-share", "theme-change", "theme-trend"}
    assert {(cause.kind, cause.stage, cause.what) for moved in diff.moved for cause in moved.causes} == {
        ("parameters", "compare", ("compare.confidence",))
    }


def test_an_added_notice_is_the_cause_of_its_findings_and_of_those_over_the_years(
    tmp_path: Path, before: dict[str, Any]
) -> None:
    after = build(tmp_path / "p", made(years=(*YEARS, 2024)))
    diff = Diff(before, after)
    assert {moved.key.split("/")[0]: moved.status for moved in diff.moved if "city-2024" in moved.key}[
        "theme-share"
    ] == "new"
    assert {(cause.kind, cause.what) for moved in diff.moved for cause in moved.causes} == {
        ("notice-added", ("city-2024",))
    }
    back = Diff(after, before)
    assert {(cause.kind, cause.what) for moved in back.moved for cause in moved.causes} == {
        ("notice-removed", ("city-2024",))
    }


def test_all_that_can_have_been_the_cause_is_named(tmp_path: Path, before: dict[str, Any]) -> None:
    after = build(tmp_path / "p", made(tasks={2023: changed(1, theme="industry")}), model=b"two")
    after["provenance"]["software"]["scikit-learn"] = "0.0"
    after["provenance"]["parameters"]["classify.longest_text"] = "100"
    after["provenance"]["parameters"]["extract.grants"] = "False"
    found = causes(Diff(before, after))["theme-share/city-2023/innovation"]
    assert found == {("model", ""), ("parameters", "classify"), ("software", "")}, (
        "grants are not read for themes: not among them"
    )


def test_a_change_that_nothing_on_record_explains_is_not_explained(before: dict[str, Any]) -> None:
    after = copy.deepcopy(before)
    after["findings"][0]["values"]["invented"] = 1
    assert list(causes(Diff(before, after)).values()) == [{("unknown", "")}]


# -- the findings themselves -----------------------------------------------------------------------


def test_keys_are_unique_and_evidence_exists(before: dict[str, Any]) -> None:
    keys = [finding["key"] for finding in before["findings"]]
    assert len(set(keys)) == len(keys) and keys == sorted(keys)
    units = {unit for notice in before["provenance"]["notices"].values() for unit in notice["units"]}
    assert all(set(finding["evidence"]) <= units for finding in before["findings"])
    assert {finding["kind"] for finding in before["findings"]} <= set(RESTS_ON)


@pytest.mark.parametrize("cut", [None, 2021, 2023])
def test_loads_of_bodies_are_not_compared_with_a_notice_that_is_cut_off(tmp_path: Path, cut: int | None) -> None:
    """As the page says it: fewer tasks of a body may only be those that cannot be seen."""
    notices = Made()
    for year, count in ((2021, 4), (2023, 1)):
        tasks = [
            Task(f"建设码头{step}。（牵头单位：市交通局）", roles=[("lead", "市交通局", "city/transport")])
            for step in range(count)
        ]
        notices.add(
            f"city-{year}",
            tasks,
            year=year,
            hidden=["low_carbon"] if year == cut else [],
            empty_heading="四、绿色低碳" if year == cut else "",
        )
    kinds = {finding["kind"] for finding in build(tmp_path / "p", notices)["findings"]}
    assert ("body-load" in kinds) is (cut is None)


def test_values_are_those_of_the_tables(tmp_path: Path, before: dict[str, Any]) -> None:
    root = tmp_path / "p"
    build(root, made())
    found = {finding["key"]: finding["values"] for finding in before["findings"]}
    for row in stage._Tables(root).load("city")["priorities"]:
        values = found[f"theme-share/{row.notice_id}/{row.theme}"]
        assert values == {name: getattr(row, name) for name in values}


def test_statements_stand_in_both_languages_with_no_place_left_open(before: dict[str, Any]) -> None:
    for finding in before["findings"]:
        assert has_chinese(finding["statement"]["zh"]) and set(finding["statement"]) == {"zh", "en"}
        assert not any("{" in text or "None" in text for text in finding["statement"].values()), finding["key"]


def test_causes_and_statuses_have_words() -> None:
    for language in ("zh", "en"):
        entries = locale_entries(language)
        for kind in (
            "notice-added",
            "notice-removed",
            "notice-text",
            "labels",
            "model",
            "rules",
            "parameters",
            "software",
            "statements",
            "unknown",
        ):
            assert f"diff.causes.{kind}" in entries


# -- the command -----------------------------------------------------------------------------------


def diff_command(*arguments: str) -> subprocess.CompletedProcess[str]:
    program = "from pipeline.cli.app import main; main()"
    return subprocess.run(
        [sys.executable, "-c", program, "diff", *arguments],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        env={"PATH": "/usr/bin:/bin", "PYTHONUTF8": "1"},
    )


def test_the_command_takes_folders_and_files_and_ends_well(tmp_path: Path, before: dict[str, Any]) -> None:
    after = build(tmp_path / "p", made(tasks={2023: changed(1, theme="industry")}), model=b"two")
    for name, document in (("old", before), ("new", after)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "findings.json").write_text(json.dumps(document), encoding="utf-8")
    shown = diff_command(str(tmp_path / "old"), str(tmp_path / "new" / "findings.json"))
    assert (
        shown.returncode == 0 and "theme-share/city-2023/innovation" in shown.stdout and "分类模型已变" in shown.stdout
    )
    found = json.loads(diff_command(str(tmp_path / "old"), str(tmp_path / "new"), "--json").stdout)
    assert [moved["key"] for moved in found["moved"]] == [moved.key for moved in Diff(before, after).moved]
    assert found["upstream"] == [{"kind": "model", "stage": "", "what": []}]


@pytest.mark.parametrize(
    ("reason", "content", "said"),
    [
        ("no such file", None, "not found"),
        ("no JSON", "<html>", "cannot be read as findings"),
        ("another file of JSON", "[]", "is no findings.json"),
        ("of another version", '{"format": 0}', "build that report again"),
    ],
)
def test_the_command_refuses_what_is_no_build(tmp_path: Path, reason: str, content: str | None, said: str) -> None:
    if content is not None:
        (tmp_path / "findings.json").write_text(content, encoding="utf-8")
    done = diff_command(str(tmp_path / "findings.json"), str(tmp_path))
    assert done.returncode == 1 and said in " ".join(done.stderr.split()) and "Traceback" not in done.stderr, reason
