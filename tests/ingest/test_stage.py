"""The ingest stage: whatever is wrong with one notice, it is said, and the others go through."""

import pytest

from pipeline.config import load_params
from pipeline.engine.storage import read_table
from pipeline.ingest.stage import run
from tests.projects import NOTICE, make_project

GOOD = ("good.txt", NOTICE.encode())

BAD_FILES = {
    "empty": ("bad.txt", b"", "unreadable"),
    "only blanks": ("bad.txt", "　\n \n".encode(), "unreadable"),
    "binary": ("bad.txt", bytes(range(256)) * 40, "unreadable"),
    "unknown extension": ("bad.xyz", NOTICE.encode(), "unreadable"),
    "a picture": ("bad.png", b"\x89PNG\r\n\x1a\n" + b"\x00" * 100, "unreadable"),
    "a damaged Word file": ("bad.docx", b"PK\x03\x04" + b"\x00" * 100, "unreadable"),
    "a damaged PDF": ("bad.pdf", b"%PDF-1.7\n" + b"\x00" * 100, "unreadable"),
}


@pytest.mark.parametrize("case", BAD_FILES)
def test_a_bad_file_is_set_aside(case, tmp_path):
    name, data, code = BAD_FILES[case]
    project = make_project(tmp_path, {"good-2023": GOOD, "bad-2023": (name, data)})
    run(project, load_params(project))
    assert [notice.notice_id for notice in read_table(project, "notices")] == ["good-2023"]
    odd = [odd for odd in read_table(project, "ingest_diagnostics") if odd.severity == "error"]
    assert [(one.notice_id, one.code) for one in odd] == [("bad-2023", code)]
    assert name in odd[0].message


def test_a_changed_file_is_set_aside_with_both_hashes(tmp_path):
    project = make_project(tmp_path, {"good-2023": GOOD, "bad-2023": ("bad.txt", NOTICE.encode())})
    (project / "data" / "raw" / "test" / "bad.txt").write_text(NOTICE + "。", encoding="utf-8")
    run(project, load_params(project))
    (odd,) = [odd for odd in read_table(project, "ingest_diagnostics") if odd.severity == "error"]
    assert odd.code == "changed-file" and "sha256" in odd.message and "policy-trends add" in odd.message


def test_a_duplicate_id_is_refused_with_both_lines(tmp_path):
    project = make_project(tmp_path, {"good-2023": GOOD})
    corpus = project / "data" / "corpus.csv"
    lines = corpus.read_text(encoding="utf-8").splitlines()
    corpus.write_text("\n".join([*lines, lines[1]]) + "\n", encoding="utf-8")
    run(project, load_params(project))
    (odd,) = [odd for odd in read_table(project, "ingest_diagnostics") if odd.severity == "error"]
    assert "line 3" in odd.message and "line 2" in odd.message
    assert len(read_table(project, "notices")) == 1


def test_too_large_a_file_names_the_parameter(tmp_path):
    project = make_project(tmp_path, {"good-2023": GOOD, "bad-2023": ("bad.txt", b"x" * 1_100_000)})
    path = project / "configs" / "params.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("largest_megabytes: 50", "largest_megabytes: 1"), encoding="utf-8"
    )
    run(project, load_params(project))
    (odd,) = [odd for odd in read_table(project, "ingest_diagnostics") if odd.severity == "error"]
    assert "ingest.largest_megabytes" in odd.message


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_every_chinese_encoding_gives_the_same_text(encoding, tmp_path):
    project = make_project(tmp_path, {"good-2023": ("good.txt", NOTICE.encode(encoding))})
    run(project, load_params(project))
    (notice,) = read_table(project, "notices")
    assert notice.text == NOTICE
