"""The stage writes every table of the data dictionary, the same bytes every time."""

from __future__ import annotations

import shutil

import pytest

from pipeline.compare.stage import run
from pipeline.config import load_dictionary, load_params
from pipeline.engine.storage import read_table, write_table
from tests.compare.sample_city import ROOT, YEARS, compared, sample

TABLES = [table.name for table in load_dictionary(ROOT).values() if table.stage == "compare"]
OF_WORDS = ("word_changes", "distinctive_words")  # the units of these notices have none


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


@pytest.mark.parametrize("table", [name for name in TABLES if name not in OF_WORDS])
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


def test_a_run_finds_what_the_comparison_of_two_files_finds(project):
    """The stage and `compare` go through the same function: the same findings, ranks and passages of the same
    notices."""
    rows = {(row.new_notice_id, row.rank): row for row in read_table(project, "findings")}
    found = compared(YEARS[0], YEARS[1]).findings
    assert found
    for rank, one in enumerate(found, 1):
        row = rows[(one.notice_ids[1], rank)]
        assert (row.finding_id, row.zh, row.en, row.weight) == (one.id, one.zh, one.en, one.weight)


def test_every_passage_of_a_finding_stands_where_it_says(project):
    texts = {notice.notice_id: notice.text for notice in read_table(project, "notices")}
    evidence = read_table(project, "finding_evidence")
    assert {(row.new_notice_id, row.finding_id) for row in evidence} == {
        (row.new_notice_id, row.finding_id) for row in read_table(project, "findings")
    }
    assert all(texts[row.notice_id][row.start : row.end] == row.surface for row in evidence)


def test_the_panel_has_a_cell_for_every_indicator_and_year(project):
    cells = read_table(project, "indicator_cells")
    years = {cell.indicator: set() for cell in cells}
    for cell in cells:
        years[cell.indicator].add(cell.year)
        assert (cell.status == "value") == (cell.value is not None)
    assert all(seen == set(YEARS) for seen in years.values())
