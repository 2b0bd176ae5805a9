"""Notices renamed, moved and removed: everything that names them goes along, and the reason is on record."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from pipeline.config import ConfigError
from pipeline.corpus import load_corpus
from pipeline.corrections.table import load_corrections
from pipeline.records import LabelledText
from pipeline.service.crosses import CrossNotice, load_crosses, register
from pipeline.service.notices import Given, change, name_notice, name_series, put, remove
from pipeline.themes.labels import read_labels, write_labels
from tests.projects import NOTICE, make_project

LABELS = "data/labels/themes.csv"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Two notices; the first stands for a place of a cross-section, has a title by a person, and a label."""
    other = NOTICE.replace("2023年", "2022年")
    project = make_project(
        tmp_path / "project",
        {"test-2023": ("2023.txt", NOTICE.encode()), "test-2022": ("2022.txt", other.encode())},
    )
    members = [CrossNotice("coast", "test-2023", "临江市"), CrossNotice("coast", "test-2022", "望海市")]
    register(project, members)
    name_notice(project, "test-2023", {"title": "海洋经济重点任务"})
    label = LabelledText("建设实验室。", "innovation", "", "创新", "test-2023", "review", "AB", "2026-01-05")
    (project / LABELS).parent.mkdir()
    (project / LABELS).write_text(write_labels([label]), encoding="utf-8")
    return project


def places(project: Path) -> dict[str, str]:
    return {row.place: row.notice_id for row in load_crosses(project)}


def source_of_label(project: Path) -> str:
    (label,) = read_labels((project / LABELS).read_text(encoding="utf-8"), themes=["innovation"])
    return label.source


def reasons(project: Path) -> list[str]:
    with (project / "data/corpus_changes.csv").open(encoding="utf-8", newline="") as file:
        return [row["reason"] for row in csv.DictReader(file)]


def test_everything_that_names_a_notice_follows_it(project: Path) -> None:
    change(project, "test-2023", new_id="ocean-2023", series="ocean", reason="另成系列")
    sources = {source.notice_id: source for source in load_corpus(project)[0]}
    assert sources["ocean-2023"].file == "data/raw/ocean/2023.txt" and (project / sources["ocean-2023"].file).exists()
    assert not (project / "data/raw/test/2023.txt").exists()
    assert places(project) == {"临江市": "ocean-2023", "望海市": "test-2022"}
    assert {one.notice_id for one in load_corrections(project)} == {"ocean-2023"}
    assert source_of_label(project) == "ocean-2023" and reasons(project) == ["另成系列"]


def test_a_removed_notice_leaves_nothing_behind_but_its_label(project: Path) -> None:
    remove(project, "test-2023", reason="重复")
    assert [source.notice_id for source in load_corpus(project)[0]] == ["test-2022"]
    assert not (project / "data/raw/test/2023.txt").exists() and places(project) == {"望海市": "test-2022"}
    assert load_corrections(project) == [] and source_of_label(project) == "test-2023"


def test_a_year_alone_moves_nothing(project: Path) -> None:
    change(project, "test-2023", year=2024, reason="年份有误")
    source = next(source for source in load_corpus(project)[0] if source.notice_id == "test-2023")
    assert source.year == 2024 and (project / source.file).exists()


REFUSED = [
    ({"notice_id": "test-2032"}, "did you mean test-2023", "an id mistyped"),
    ({"notice_id": "test-2023", "new_id": "test-2022"}, "already", "an id that is taken"),
    ({"notice_id": "test-2023", "new_id": "../x"}, "small letters", "an id that is a path"),
    ({"notice_id": "test-2023", "year": 12}, "four-digit", "a year that is none"),
]


@pytest.mark.parametrize(("given", "said", "why"), REFUSED, ids=[row[2] for row in REFUSED])
def test_what_cannot_be_is_refused_and_nothing_moves(given: dict, said: str, why: str, project: Path) -> None:
    before = (project / "data/corpus.csv").read_bytes(), places(project)
    with pytest.raises(ConfigError, match=said):
        change(project, given.pop("notice_id"), **given, reason="x")
    assert ((project / "data/corpus.csv").read_bytes(), places(project)) == before


def test_a_series_has_one_title_the_latest(project: Path) -> None:
    name_series(project, "test", "海洋经济")
    name_series(project, "test", "海洋经济工作要点")
    (title,) = [one.new for one in load_corrections(project) if one.kind == "series"]
    assert title == "海洋经济工作要点"


# -- what an edited list says of places ----------------------------------------------------------

OTHERS = [
    ("data/raw/../../README.md", "a way out of data/raw and back"),
    ("data/raw/test/../../corrections.csv", "the same from further down"),
    ("data/sample/a.txt", "a place beside it"),
    ("data/raw/out/a.txt", "a folder that is a link to another"),
]


@pytest.mark.parametrize(("file", "why"), OTHERS, ids=[row[1] for row in OTHERS])
def test_no_command_moves_or_removes_a_file_outside_of_data_raw(file: str, why: str, project: Path) -> None:
    listed = project / "data/corpus.csv"
    listed.write_text(listed.read_text(encoding="utf-8").replace("data/raw/test/2022.txt", file), encoding="utf-8")
    (project / "elsewhere").mkdir()
    (project / "data/raw/out").symlink_to(project / "elsewhere")
    path = project / file
    path.parent.mkdir(parents=True, exist_ok=True)
    before = path.read_bytes() if path.exists() else b"kept"
    path.write_bytes(before)
    change(project, "test-2022", new_id="test-2021", reason="x")
    assert path.read_bytes() == before
    given = Given("new.txt", NOTICE.encode())
    put(project, given, notice_id="test-2021", series="test", year=2021, provenance="official", replace=True)
    assert path.read_bytes() == before
    change(project, "test-2021", new_id="test-2020", reason="x")
    listed.write_text(listed.read_text(encoding="utf-8").replace("data/raw/test/2020.txt", file), encoding="utf-8")
    remove(project, "test-2020", reason="x")
    assert path.exists()


NAMES = [
    ("con", "a device of Windows behind the name of the series"),
    ("nul.v2", "a device with something behind it"),
    ("", "nothing behind the name of the series"),
    (".hidden", "a name that begins with a point"),
]


@pytest.mark.parametrize(("name", "why"), NAMES, ids=[row[1] for row in NAMES])
def test_no_file_gets_a_name_that_a_system_cannot_keep(name: str, why: str, project: Path) -> None:
    before = sorted(project.rglob("data/raw/**/*"))
    given = Given("new.txt", NOTICE.encode())
    with pytest.raises(ConfigError, match="its file would be called"):
        put(project, given, notice_id=f"test-{name}", series="test", year=2021, provenance="official")
    with pytest.raises(ConfigError, match="its file would be called"):
        change(project, "test-2022", new_id=f"test-{name}", reason="x")
    assert sorted(project.rglob("data/raw/**/*")) == before
