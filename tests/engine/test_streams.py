"""Tables written and read group by group: the same rows as at once, in flat memory, all or nothing."""

import pyarrow.parquet as pq
import pytest

from pipeline.engine import streams
from pipeline.engine.files import StorageError
from pipeline.engine.storage import read_table, write_table
from pipeline.engine.streams import TableReader, TableWriter, decode, digest_of, encode
from pipeline.records import Diagnostic


@pytest.fixture
def project(tmp_path, root):
    (tmp_path / "configs").mkdir()
    (tmp_path / "configs" / "data_dictionary.yaml").write_bytes(
        (root / "configs" / "data_dictionary.yaml").read_bytes()
    )
    return tmp_path


def odd(notice_id: str, start: int | None = 0, message: str = "编号不连续") -> Diagnostic:
    return Diagnostic(notice_id, "numbering-gap", "info", message, start)


GROUPS = {"a-2021": [odd("a-2021", 5), odd("a-2021", None)], "b-2021": [], "c-2021": [odd("c-2021")]}


def write(project, groups):
    with TableWriter(project, ["segment_diagnostics"]) as writer:
        for records in groups.values():
            writer.append(
                {"segment_diagnostics": decode(encode(project, "segment_diagnostics", records))} if records else {}
            )


def test_groups_written_one_by_one_are_the_table_written_at_once(project):
    write(project, GROUPS)
    one_by_one = read_table(project, "segment_diagnostics")
    write_table(project, "segment_diagnostics", [record for records in GROUPS.values() for record in records])
    assert one_by_one == read_table(project, "segment_diagnostics")


def test_a_group_is_read_without_the_rest(project):
    write(project, GROUPS)
    reader = TableReader(project, "segment_diagnostics")
    assert reader.groups == ["a-2021", "c-2021"]
    assert [record.start for record in reader.records("a-2021")] == [None, 5]
    assert reader.records("b-2021") == []


def test_a_group_may_lie_in_several_row_groups(project, monkeypatch):
    monkeypatch.setattr(streams, "GROUPS_IN_ROW_GROUP", 2)
    groups = {f"n-{number}": [odd("shared", number), odd(f"n-{number}")] for number in range(5)}
    write(project, groups)
    assert pq.ParquetFile(project / "data" / "segment_diagnostics.parquet").num_row_groups == 3
    assert [record.start for record in TableReader(project, "segment_diagnostics").records("shared")] == [0, 1, 2, 3, 4]


def test_the_digest_tells_rows_not_places(project):
    """Another notice before it must not make a notice look new."""
    write(project, GROUPS)
    alone = digest_of([TableReader(project, "segment_diagnostics").rows("c-2021")])
    write(project, {"a-2020": [odd("a-2020", number) for number in range(13)], **GROUPS})
    assert digest_of([TableReader(project, "segment_diagnostics").rows("c-2021")]) == alone
    write(project, {**GROUPS, "c-2021": [odd("c-2021", message="编号重起")]})
    assert digest_of([TableReader(project, "segment_diagnostics").rows("c-2021")]) != alone


def test_a_broken_off_write_leaves_every_table_as_it_was(project):
    write(project, GROUPS)
    before = {path: path.read_bytes() for path in (project / "data").iterdir()}
    with (
        pytest.raises(RuntimeError, match="half-way"),
        TableWriter(project, ["segment_diagnostics", "extract_diagnostics"]) as writer,
    ):
        writer.append({"segment_diagnostics": decode(encode(project, "segment_diagnostics", [odd("z")]))})
        raise RuntimeError("half-way")
    assert {path: path.read_bytes() for path in (project / "data").glob("*.parquet")} == before
    assert [path for path in project.rglob("*.tmp")] == []


def test_a_table_of_another_version_is_refused_with_the_way_out(project):
    write(project, GROUPS)
    (project / "data" / "units.parquet").write_bytes((project / "data" / "segment_diagnostics.parquet").read_bytes())
    with pytest.raises(StorageError, match=r"another version.*--force"):
        TableReader(project, "units")
