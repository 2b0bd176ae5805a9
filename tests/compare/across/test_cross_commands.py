"""`add --cross` takes one notice a place or nothing at all; `compare` knows a cross-section by its name."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.cli.cross_commands import add_cross, is_cross
from pipeline.cli.terminal import CommandError
from pipeline.config import load_params
from pipeline.corpus import CORPUS_COLUMNS
from pipeline.service.crosses import members_of
from tests.conftest import ROOT

TEXT = "{title}\n一、主要目标\n2031年地区生产总值增长6%。\n二、重点任务\n1.建设港口。新建泊位{n}个。\n2.改善民生。新建公园3个。\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "data").mkdir()
    (tmp_path / "configs").symlink_to(ROOT / "configs")
    (tmp_path / "data" / "corpus.csv").write_text(",".join(CORPUS_COLUMNS) + "\n", encoding="utf-8")
    return tmp_path


def files(folder: Path, **titles: str) -> list[str]:
    found = []
    for number, (name, title) in enumerate(titles.items()):
        path = folder / f"{name}.txt"
        path.write_text(TEXT.format(title=title, n=number + 4), encoding="utf-8")
        found.append(str(path))
    return found


def add(project: Path, given: list[str], *said: str, year: int | None = 2031, cross: str = "ports-2031") -> None:
    params = load_params(ROOT)
    add_cross(project, params, given, cross, year, said, provenance="sample", replace=False, dry_run=False)


def test_each_place_gets_its_notice(project):
    given = files(project, jia="甲河市2031年重点任务", yi="乙山市2031年重点任务")
    add(project, given)
    assert [(one.notice_id, one.place) for one in members_of(project, "ports-2031")] == [
        ("yi-2031", "乙山市"),
        ("jia-2031", "甲河市"),
    ]
    assert is_cross(project, "ports-2031")
    assert not is_cross(project, "ports-2030")


@pytest.mark.parametrize(
    "second, message, why",
    [
        ("2031年重点任务", "neither title, issuer nor opening names its place", "no place"),
        ("甲河市2031年工作要点", "as jia.txt is", "a place twice"),
        ("乙山市2025年重点任务", "speaks of 2025", "another year"),
    ],
)
def test_what_is_unclear_keeps_all_out(project, second, message, why):
    given = files(project, jia="甲河市2031年重点任务", other=second)
    with pytest.raises(CommandError, match=message):
        add(project, given)
    assert members_of(project, "ports-2031") == [], why


def test_a_place_can_be_said(project):
    given = files(project, jia="甲河市2031年重点任务", other="2031年重点任务")
    add(project, given, "other.txt=丁州市")
    assert {one.place for one in members_of(project, "ports-2031")} == {"甲河市", "丁州市"}


@pytest.mark.parametrize("said", ["other.txt", "=丁州市", "nobody.txt=丁州市"])
def test_a_place_said_wrong(project, said):
    with pytest.raises(CommandError, match="--place"):
        add(project, files(project, jia="甲河市2031年重点任务"), said)


def test_a_notice_may_stand_in_several_cross_sections(project):
    given = files(project, jia="甲河市2031年重点任务", yi="乙山市2031年重点任务")
    add(project, given)
    corpus = (project / "data" / "corpus.csv").read_text(encoding="utf-8")
    add(project, given, cross="coast-2031")
    assert {one.notice_id for one in members_of(project, "coast-2031")} == {"jia-2031", "yi-2031"}
    assert {one.notice_id for one in members_of(project, "ports-2031")} == {"jia-2031", "yi-2031"}
    assert (project / "data" / "corpus.csv").read_text(encoding="utf-8") == corpus


def test_another_file_under_a_known_id_keeps_all_out(project):
    add(project, files(project, jia="甲河市2031年重点任务"))
    given = files(project, bing="丙泉市2031年重点任务", jia="甲河市2031年工作要点")
    with pytest.raises(CommandError, match="jia-2031 is in data/corpus.csv with another file"):
        add(project, given, cross="coast-2031")
    assert members_of(project, "coast-2031") == []
    assert "bing" not in (project / "data" / "corpus.csv").read_text(encoding="utf-8")


def test_the_year_must_be_said(project):
    with pytest.raises(CommandError, match="--year"):
        add(project, files(project, jia="甲河市2031年重点任务"), year=None)
