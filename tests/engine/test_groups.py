"""The incremental run: what changed is worked out, what did not is not, and the bytes are those of a full run."""

from __future__ import annotations

import csv
import hashlib
import re
import shutil

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.config import load_params
from pipeline.engine.storage import read_table
from pipeline.ingest import stage as ingest
from tests.projects import NOTICE, make_project

TABLES = ("notices", "ingest_diagnostics")


def notice(number: int) -> tuple[str, bytes]:
    return f"{number}.txt", NOTICE.replace("临江市", f"临江{number}市").encode()


@pytest.fixture
def worked(monkeypatch):
    """The notice ids that were really read, in order."""
    ids: list[str] = []
    real = ingest.read_notice
    monkeypatch.setattr(
        ingest,
        "read_notice",
        lambda *arguments, **named: (ids.append(named["notice_id"]), real(*arguments, **named))[1],
    )
    return ids


def run(project, worked):
    worked.clear()
    ingest.run(project, load_params(project))
    return list(worked)


def files(project):
    return {name: (project / "data" / f"{name}.parquet").read_bytes() for name in TABLES}


def rewrite(project, change):
    """Change the rows of the corpus list: a function from rows to rows."""
    path = project / "data" / "corpus.csv"
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([header, *change(rows)])


def test_only_what_is_new_is_read(tmp_path, worked):
    project = make_project(tmp_path / "p", {f"n-{number}": notice(number) for number in range(5)})
    assert run(project, worked) == [f"n-{number}" for number in range(5)]
    assert run(project, worked) == []
    data = notice(7)[1]
    (project / "data" / "raw" / "test" / "7.txt").write_bytes(data)
    rewrite(
        project,
        lambda rows: [
            *rows,
            ["n-7", "test", "2023", "data/raw/test/7.txt", "official", "", "", hashlib.sha256(data).hexdigest()],
        ],
    )
    assert run(project, worked) == ["n-7"]
    assert [one.notice_id for one in read_table(project, "notices")] == ["n-0", "n-1", "n-2", "n-3", "n-4", "n-7"]


def test_a_changed_notice_is_read_again_and_a_removed_one_is_gone(tmp_path, worked):
    project = make_project(tmp_path / "p", {f"n-{number}": notice(number) for number in range(4)})
    run(project, worked)
    data = NOTICE.replace("临江市", "临海市").encode()
    (project / "data" / "raw" / "test" / "2.txt").write_bytes(data)
    rewrite(
        project,
        lambda rows: [
            [*row[:-1], hashlib.sha256(data).hexdigest()] if row[0] == "n-2" else row for row in rows if row[0] != "n-3"
        ],
    )
    assert run(project, worked) == ["n-2"]
    assert [one.title[:3] for one in read_table(project, "notices")] == ["临江0", "临江1", "临海市"]


@pytest.mark.parametrize(
    "change",
    [
        ("configs/params.yaml", "longest_text: 2000000", "longest_text: 1999999"),
        ("configs/data_dictionary.yaml", "one notice after cleaning", "one notice, cleaned"),
    ],
    ids=["a parameter", "a configuration file"],
)
def test_a_change_of_what_the_stage_goes_by_reads_everything_again(change, tmp_path, worked):
    project = make_project(tmp_path / "p", {f"n-{number}": notice(number) for number in range(3)})
    run(project, worked)
    name, old, new = change
    path = project / name
    assert old in path.read_text(encoding="utf-8")
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    assert len(run(project, worked)) == 3


def test_parameters_of_other_stages_and_the_number_of_workers_change_nothing(tmp_path, worked):
    project = make_project(tmp_path / "p", {f"n-{number}": notice(number) for number in range(3)})
    run(project, worked)
    path = project / "configs" / "params.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r"very_long_unit: \d+", "very_long_unit: 999", text), encoding="utf-8")
    assert run(project, worked) == []


@settings(max_examples=12)
@given(steps=st.lists(st.tuples(st.sampled_from(["add", "remove"]), st.integers(0, 4)), max_size=6))
def test_the_bytes_do_not_depend_on_the_way_there(steps, tmp_path_factory):
    """Whatever was added and removed before, the tables are those of a fresh run over the same notices."""
    folder = tmp_path_factory.mktemp("way")
    project = make_project(folder / "p", {"n-9": notice(9)})
    here = {9}
    for verb, number in steps:
        here = here | {number} if verb == "add" else here - {number}
        listed = make_project(folder / "q", {f"n-{one}": notice(one) for one in sorted(here)})
        shutil.copytree(listed / "data", project / "data", dirs_exist_ok=True)
        shutil.rmtree(listed)
        ingest.run(project, load_params(project))
    fresh = make_project(folder / "fresh", {f"n-{one}": notice(one) for one in sorted(here)})
    for one in (project, fresh):
        ingest.run(one, load_params(one))
    assert files(project) == files(fresh)


@pytest.mark.parametrize("workers", [2, 3])
def test_several_processes_give_the_bytes_of_one(workers, tmp_path):
    """Real processes; what they are given and give back is pickled on the way."""
    results = []
    for count in (1, workers):
        project = make_project(tmp_path / str(count), {f"n-{number:02}": notice(number) for number in range(20)})
        path = project / "configs" / "params.yaml"
        path.write_text(path.read_text(encoding="utf-8").replace("workers: 1", f"workers: {count}"), encoding="utf-8")
        params = load_params(project)
        assert params.run.workers == count
        ingest.run(project, params)
        results.append(files(project))
    assert results[0] == results[1]
