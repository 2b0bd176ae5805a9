"""The corpus list: rows in order, rows set aside, files refused with line and byte, many writers at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest

from pipeline.config import ConfigError
from pipeline.corpus import edited_corpus, id_problem, load_corpus, series_problem
from pipeline.corrections.table import load_corrections
from pipeline.engine.csv_tables import csv_rows
from pipeline.service.notices import LOG, Given, change, name_notice, put, remove
from tests.projects import NOTICE, make_project

SHA = "0" * 64


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return make_project(tmp_path / "project", {"test-2023": ("2023.txt", NOTICE.encode())})


def listed(project: Path) -> bytes:
    return (project / "data/corpus.csv").read_bytes()


ASIDE = [
    ("data/raw/\\0.txt", "official,,,", "does not exist", "a path that is none"),
    ("data/raw/" + "a" * 300 + ".txt", "official,,,", "has 313 characters", "a name longer than any system keeps"),
    ("../../etc/passwd", "official,,,", "outside the project", "a path out of the project"),
    ("data/raw/x.txt", "official,javascript:alert(1),,", "source_url", "an address that is no web address"),
    ("data/raw/x.txt", "official,,31.1.2024,", "retrieved_on", "a day that is no ISO date"),
]


@pytest.mark.parametrize(("file", "rest", "said", "why"), ASIDE, ids=[row[3] for row in ASIDE])
def test_a_row_that_cannot_be_used_is_set_aside(file: str, rest: str, said: str, why: str, project: Path) -> None:
    path = project / "data/corpus.csv"
    path.write_bytes(listed(project) + f"x-2020,x,2020,{file},{rest}{SHA}\n".encode())
    usable = len(load_corpus(project)[0])
    assert usable >= 1
    (rejected,) = load_corpus(project)[1]
    assert said in rejected.message and rejected.notice_id == "x-2020"


REFUSED = [
    (lambda data: data.decode().encode("utf-16"), "UTF-16", "Excel's “Unicode text”"),
    (lambda data: data + "x,政策".encode("gb18030") + b"\n", "is not UTF-8", "a row typed in a GBK editor"),
    (lambda data: data + b"a\0b,\n", "NUL", "a bad disk"),
    (lambda data: data + b'x,"open\n' + b"y," * 20000, "quotation mark", "a quotation mark that is not closed"),
    (lambda data: data.replace(b"series", b"Serie", 1), "line 1", "a header that somebody changed"),
]


@pytest.mark.parametrize(("damage", "said", "why"), REFUSED, ids=[row[2] for row in REFUSED])
def test_a_file_that_cannot_be_read_is_refused_with_its_line(damage, said: str, why: str, project: Path) -> None:
    (project / "data/corpus.csv").write_bytes(damage(listed(project)))
    with pytest.raises(ConfigError, match=said) as refused:
        load_corpus(project)
    assert "data/corpus.csv, line" in str(refused.value)


def test_a_row_with_a_field_too_many_refuses_the_change_and_stays(project: Path) -> None:
    path = project / "data/corpus.csv"
    path.write_bytes(listed(project) + f"x-2020,x,2020,data/raw/x.txt,official,,,{SHA},a note\n".encode())
    before = listed(project)
    with pytest.raises(ConfigError, match="9 fields"), edited_corpus(project) as rows:
        rows.clear()
    assert listed(project) == before


NAMES = [
    ("qingdao-2024", True),
    ("2024.v2", True),
    ("qingdao-2024\n", False),
    ("con", False),
    ("com1.txt", False),
    ("lpt0", False),
    ("Qingdao", False),
    ("a/b", False),
    ("x.", False),
]


@pytest.mark.parametrize(("name", "good"), NAMES)
def test_ids_can_be_files_on_every_system(name: str, good: bool) -> None:
    assert (id_problem(name) is None) == good
    assert (series_problem(name) is None) == (good and "." not in name)


def add(project: Path, number: int) -> Path:
    given = Given("n.txt", NOTICE.replace("2023", str(1950 + number)).encode())
    return put(project, given, notice_id=f"par-{number}", series="par", year=1950 + number, provenance="official")


def test_sixteen_writers_lose_no_row(project: Path) -> None:
    before = len(load_corpus(project)[0])
    with ThreadPoolExecutor(16) as pool:
        list(pool.map(lambda number: add(project, number), range(16)))
    sources, rejected = load_corpus(project)
    assert len(sources) == before + 16 and not rejected


def test_additions_renames_removals_and_decisions_at_once_lose_nothing(project: Path) -> None:
    for number in range(8):
        add(project, number)
        name_notice(project, f"par-{number}", {"title": f"任务{number}"})
    before = {source.notice_id for source in load_corpus(project)[0]}
    work = [
        *(partial(add, project, number) for number in range(8, 14)),
        *(partial(change, project, f"par-{n}", new_id=f"par-{n}-old", series="old", reason="x") for n in range(4)),
        *(partial(remove, project, f"par-{number}", reason="x") for number in range(4, 8)),
        *(partial(name_notice, project, f"par-{number}", {"issuer": "临江市政府"}) for number in range(8, 14)),
    ]
    with ThreadPoolExecutor(len(work)) as pool:
        for done in [pool.submit(one) for one in work]:
            done.result()
    sources, rejected = load_corpus(project)
    gone = {f"par-{number}" for number in range(8)}
    come = {f"par-{n}-old" for n in range(4)} | {f"par-{n}" for n in range(8, 14)}
    assert {source.notice_id for source in sources} == (before - gone) | come and not rejected
    decided = {(one.notice_id, one.new) for one in load_corrections(project)}
    assert decided == {(f"par-{n}-old", f"任务{n}") for n in range(4)} | {
        (f"par-{n}", "临江市政府") for n in range(8, 14)
    }
    told = [cells[1] for _, cells in csv_rows((project / LOG).read_text(encoding="utf-8"), "log")][1:]
    assert sorted(told) == sorted(gone)


def test_a_file_that_no_row_names_is_not_overwritten(project: Path) -> None:
    mine = project / "data/raw/par/1.txt"
    mine.parent.mkdir(parents=True)
    mine.write_text("mine", encoding="utf-8")
    with pytest.raises(ConfigError, match="in no row"):
        add(project, 1)
    assert mine.read_text(encoding="utf-8") == "mine"


STORED = [
    ("notice.dvc", "<html><body><p>通知</p></body></html>".encode(), ".html", "a page called a DVC file"),
    ("dvc.yaml", "<div>通知</div>".encode(), ".html", "a page called a pipeline"),
    ("x.html", b"%PDF-1.7 ...", ".pdf", "a PDF called a page"),
    ("通知", "一、通知".encode(), ".txt", "text without a suffix"),
]


@pytest.mark.parametrize(("name", "data", "suffix", "why"), STORED, ids=[row[3] for row in STORED])
def test_the_content_decides_under_which_suffix_a_file_is_kept(
    name: str, data: bytes, suffix: str, why: str, project: Path
) -> None:
    path = put(project, Given(name, data), notice_id="s-1", series="s", year=2024, provenance="official")
    assert path.as_posix() == f"data/raw/s/1{suffix}"
