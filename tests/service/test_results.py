"""What `policy-trends sql` may ask: the tables of the last run; nothing that writes, fetches or changes a setting."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from pipeline.config import load_params
from pipeline.ingest.stage import run
from pipeline.service.results import ask
from tests.projects import NOTICE, make_project


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    project = make_project(tmp_path_factory.mktemp("project"), {"test-2023": ("a.txt", NOTICE.encode())})
    run(project, load_params(project))
    (project / "secret.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    return project


ANSWERED = [
    "SELECT notice_id FROM notices",
    "FROM notices SELECT notice_id",
    "WITH one AS (SELECT notice_id FROM notices) SELECT * FROM one",
    "(SELECT notice_id FROM notices UNION SELECT notice_id FROM notices)",
]


@pytest.mark.parametrize("query", ANSWERED)
def test_a_question_of_the_tables_is_answered(query: str, project: Path) -> None:
    assert ask(project, query) == (["notice_id"], [("test-2023",)])


# T: a table of the project, S: a file of the project that is none
REFUSED = [
    ("COPY notices TO 'T'", "writing over a table"),
    ("EXPLAIN ANALYZE COPY (SELECT 1) TO 'T' (FORMAT parquet, USE_TMP_FILE false)", "a plan is run to be explained"),
    ("EXPLAIN COPY notices TO 'S'", "writing, explained only"),
    ("EXPORT DATABASE 'D'", "writing all tables"),
    ("COPY notices FROM 'S'", "reading a file into a table"),
    ("SELECT * FROM read_csv('S')", "a file by a function"),
    ("SELECT * FROM 'S'", "a file by its name"),
    ("SELECT * FROM read_text('S')", "a file as text"),
    ("SELECT * FROM sniff_csv('S')", "a file looked at"),
    ("SELECT * FROM glob('D/*')", "the names of files"),
    ("SELECT * FROM read_parquet('T/../../secret.csv')", "a way out of a table's path"),
    ("SELECT * FROM read_csv('https://example.org/a.csv')", "a file of the network"),
    ("SELECT * FROM query('COPY notices TO ''S''')", "a statement inside a question"),
    ("CREATE VIEW v AS SELECT * FROM read_csv('S')", "a view over a file"),
    ("CREATE TABLE x AS SELECT 1", "a table of its own"),
    ("ATTACH 'D/x.db'", "another database"),
    ("INSTALL httpfs", "an extension"),
    ("LOAD httpfs", "an extension that is there"),
    ("SET enable_external_access = true", "a setting"),
    ("EXPLAIN ANALYZE SET enable_external_access = true", "a setting, explained"),
    ("PRAGMA enable_external_access = true", "a setting by another word"),
    ("RESET lock_configuration", "the lock of the settings"),
    ("CALL pragma_version()", "a call"),
    ("SELECT getenv('HOME')", "a variable of the system"),
    ("SELECT * FROM project", "a variable of the program"),
    ("SELECT 1; DROP VIEW notices", "a second statement"),
    ("", "nothing"),
]


@pytest.mark.parametrize(("query", "why"), REFUSED, ids=[row[1] for row in REFUSED])
def test_nothing_else_is_done(query: str, why: str, project: Path) -> None:
    kept = {path: path.read_bytes() for path in project.rglob("*") if path.is_file()}
    names = {"T": project / "data/notices.parquet", "S": project / "secret.csv", "D": project / "data"}
    for name, path in names.items():
        query = query.replace(f"'{name}", f"'{path}")
    with pytest.raises(duckdb.Error):
        ask(project, query)
    assert {path: path.read_bytes() for path in project.rglob("*") if path.is_file()} == kept


def test_no_setting_can_be_opened_again(project: Path) -> None:
    names = ("enable_external_access", "lock_configuration", "python_enable_replacements")
    query = f"SELECT name, value FROM duckdb_settings() WHERE name IN {names} ORDER BY name"
    assert ask(project, query)[1] == [
        ("enable_external_access", "false"),
        ("lock_configuration", "true"),
        ("python_enable_replacements", "false"),
    ]
