"""The stage writes every table of the data dictionary, the same bytes every time."""

from __future__ import annotations

import shutil

import pytest

from pipeline.compare.series import TABLES
from pipeline.compare.stage import run
from pipeline.config import load_dictionary, load_params
from pipeline.engine.storage import read_table, write_table
from tests.compare.sample_city import ROOT, YEARS, sample


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    folder = tmp_path_factory.mktemp("project")
    shutil.copytree(ROOT / "configs", folder / "configs")
    shutil.copy(ROOT / "dvc.yaml", folder / "dvc.yaml")
    notices = [sample(year) for year in YEARS]
    write_table(folder, "notices", [facts.notice for facts in notices])
    for table in ("units", "roles", "clauses", "targets", "entities"):
        write_table(folder, table, [record for facts in notices for record in getattr(facts, table)])
    write_table(folder, "themes", [guess for facts in notices for guess in facts.themes.values()])
    for table in ("ingest_diagnostics", "segment_diagnostics", "extract_diagnostics"):
        write_table(folder, table, [])
    run(folder, load_params(folder))
    return folder


@pytest.mark.parametrize("table", [name for name in TABLES if name != "word_changes"])
def test_every_table_has_rows(project, table):
    assert read_table(project, table)


@pytest.mark.parametrize("table", TABLES)
def test_keys_are_unique(project, table):
    key = load_dictionary(project)[table].key
    rows = [tuple(getattr(row, name) for name in key) for row in read_table(project, table)]
    assert len(set(rows)) == len(rows)


def test_same_inputs_same_bytes(project):
    paths = [project / load_dictionary(project)[table].path for table in TABLES]
    before = [path.read_bytes() for path in paths]
    shutil.rmtree(project / ".cache")
    run(project, load_params(project))
    assert [path.read_bytes() for path in paths] == before
