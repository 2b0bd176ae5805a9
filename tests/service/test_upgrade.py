"""A project of 0.1 moved into one of this version: what its user added arrives, or one line says why not."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import pytest

from pipeline.config import load_params
from pipeline.corpus import load_corpus
from pipeline.knowledge.bodies import Registry
from pipeline.service.upgrade import LABELS, PARAMS, UpgradeError, upgrade
from tests.conftest import ROOT

NOTICE = "云州市2021年工作要点\n一、产业\n1.建设港口。\n"
HEADER = "notice_id,series,year,file,provenance,source_url,retrieved_on,sha256\n"
OLD_PARAMS = "train:\n  regularisation: 5.0\n  word_ngram_longest: 1\n  heading_weight: 0.1\nreport:\n  language: en\n"
OLD_BODIES = """functions:
- id: kelp-office
  name: 海藻
  english: Kelp Office
  system: government
  kind: institution
  names:
    local: [海藻产业办公室, 海藻办]
  valid_from: null
  valid_to: null
  source: 机构通行名称
  examples: [市海藻办]
- id: party-committee
  name: 党委
"""


@pytest.fixture
def new(tmp_path: Path) -> Path:
    """The parts of a project that an upgrade reads and writes."""
    root = tmp_path / "new"
    for name in ("configs", "data/sample", "data/labels"):
        shutil.copytree(ROOT / name, root / name)
    (root / "data" / "raw" / "qingdao").mkdir(parents=True)
    for name in ("data/corpus.csv", "data/raw/qingdao/2023.txt"):
        shutil.copyfile(ROOT / name, root / name)
    return root


@pytest.fixture
def old(tmp_path: Path, new: Path) -> Path:
    """A project of 0.1 with a notice, a label, a word, a parameter and a body of its user's."""
    root = tmp_path / "old"
    (root / "configs" / "lexicon").mkdir(parents=True)
    (root / "data" / "raw" / "yunzhou").mkdir(parents=True)
    (root / "pyproject.toml").write_text('[project]\nname = "policy-trends"\nversion = "0.1.0"\n', encoding="utf-8")
    (root / "data/raw/yunzhou/2021.txt").write_text(NOTICE, encoding="utf-8")
    digest = hashlib.sha256(NOTICE.encode()).hexdigest()
    row = f"yunzhou-2021,yunzhou,2021,data/raw/yunzhou/2021.txt,official,,,{digest}\n"
    (root / "data" / "corpus.csv").write_text(HEADER + row, encoding="utf-8")
    (root / "data" / "labels").mkdir()
    first = (new / LABELS).read_text(encoding="utf-8").splitlines(keepends=True)[:2]
    label = "推广海藻养殖。,industry,,产业,yunzhou-2021,review,ab,2026-01-05\n"
    (root / LABELS).write_text("".join(first) + label, encoding="utf-8")
    (root / PARAMS).write_text(OLD_PARAMS, encoding="utf-8")
    (root / "configs" / "bodies.yaml").write_text(OLD_BODIES, encoding="utf-8")
    (root / "configs" / "lexicon" / "words.txt").write_text("蓝色粮仓\n", encoding="utf-8")
    shutil.copyfile(new / "configs" / "data_dictionary.yaml", root / "configs" / "data_dictionary.yaml")
    return root


def contents(root: Path) -> dict[str, bytes]:
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_what_a_user_added_arrives_and_the_old_project_stays(old: Path, new: Path):
    before = contents(old)
    told = upgrade(old, new)
    assert contents(old) == before
    assert {source.notice_id for source in load_corpus(new)[0]} >= {"yunzhou-2021", "qingdao-2023"}
    assert (new / "data/raw/yunzhou/2021.txt").read_text(encoding="utf-8") == NOTICE
    assert (new / LABELS).read_text(encoding="utf-8").count("推广海藻养殖。") == 1
    assert (new / "configs/lexicon/words.txt").read_text(encoding="utf-8") == "蓝色粮仓\n"
    assert f"{LABELS}: 1 labels" in told


def test_bodies_of_ones_own_are_resolved(old: Path, new: Path):
    upgrade(old, new)
    assert Registry.load(new / "configs" / "bodies").resolve("市海藻办")


def test_only_values_that_the_user_chose_are_taken(old: Path, new: Path):
    """0.1 shipped word_ngram_longest 1 and heading_weight 0.1: nobody chose them."""
    shipped = load_params(new)
    upgrade(old, new)
    params = load_params(new)
    assert (params.train.regularisation, params.report.language) == (5.0, "en")
    assert params.train.word_ngram_longest == shipped.train.word_ngram_longest
    assert params.train.heading_weight == shipped.train.heading_weight
    assert "# Seed of folds and resampling." in (new / PARAMS).read_text(encoding="utf-8")


def test_twice_is_once(old: Path, new: Path):
    upgrade(old, new)
    once = contents(new)
    upgrade(old, new)
    assert contents(new) == once


def rewritten(path: Path, old: str, new: str) -> None:
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


REFUSED = {
    "another program": (lambda root: (root / "pyproject.toml").unlink(), "no project of policy-trends"),
    "this version": (lambda root: rewritten(root / "pyproject.toml", "0.1.0", "0.2.0"), "a project of version 0.2.0"),
    "words of roles": (
        lambda root: (root / "configs/lexicon/roles.yaml").write_text("lead: [挑头]\n", encoding="utf-8"),
        "configs/lexicon/roles.yaml (now configs/rules/roles.yaml): changed there",
    ),
    "a notice that is gone": (lambda root: (root / "data/raw/yunzhou/2021.txt").unlink(), "yunzhou"),
    "an id that is taken": (
        lambda root: rewritten(root / "data/corpus.csv", "yunzhou-2021", "qingdao-2023"),
        "another notice here has this id",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_moved_is_told_in_one_line_and_nothing_is_written(name: str, old: Path, new: Path):
    spoil, message = REFUSED[name]
    spoil(old)
    before = contents(new)
    with pytest.raises(UpgradeError) as refused:
        upgrade(old, new)
    assert message in str(refused.value) and "\n" not in str(refused.value)
    assert contents(new) == before
