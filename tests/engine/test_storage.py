"""Tables: round trips, order, bytes, and all or nothing."""

import hashlib
import typing
from dataclasses import fields

import pytest

from pipeline import records
from pipeline.config import load_dictionary
from pipeline.engine.files import StorageError, atomic
from pipeline.engine.storage import arrow_schema, read_table, record_class, write_table
from pipeline.records import Diagnostic, RecordError, Role, Target, Unit
from tests.conftest import ROOT


@pytest.fixture
def project(tmp_path, root):
    (tmp_path / "configs").mkdir()
    (tmp_path / "configs" / "data_dictionary.yaml").write_bytes(
        (root / "configs" / "data_dictionary.yaml").read_bytes()
    )
    return tmp_path


UNITS = [
    Unit("b", "b/一-1", 0, ("一", "1"), ("甲",), "task", "做事", "做事。", 3, 6, ((0, 2),), ("做", "事", "。")),
    Unit("a", "a/general", 0, (), (), "general", "", "为此。", 0, 3),
]


def test_round_trip_in_key_order(project):
    write_table(project, "units", UNITS)
    assert read_table(project, "units") == [UNITS[1], UNITS[0]]


def test_roles_of_a_unit_keep_their_printed_order(project):
    """Who stands first is a fact of the notice: a lead is never the first in the order of names."""
    roles = [
        Role("a", "a/1", role, body, "", start, start + 4, False, "label")
        for role, body, start in [
            ("responsible", "市财政局", 9),
            ("lead", "市统计局", 4),
            ("responsible", "市审计局", 14),
        ]
    ]
    write_table(project, "roles", roles)
    assert [role.department for role in read_table(project, "roles")] == ["市统计局", "市财政局", "市审计局"]


def test_same_records_same_bytes(project):
    digests = set()
    for order in (UNITS, UNITS[::-1]):
        write_table(project, "units", order)
        digests.add(hashlib.sha256((project / "data" / "units.parquet").read_bytes()).hexdigest())
    assert len(digests) == 1


def test_an_empty_table_keeps_its_columns(project):
    write_table(project, "segment_diagnostics", [])
    assert read_table(project, "segment_diagnostics") == []


def test_none_sorts_before_a_number(project):
    odd = [Diagnostic("a", "x", "info", "m", 5), Diagnostic("a", "x", "info", "m", None)]
    write_table(project, "segment_diagnostics", odd)
    assert [one.start for one in read_table(project, "segment_diagnostics")] == [None, 5]


def test_a_missing_table_names_its_stage(project):
    with pytest.raises(StorageError, match="stage segment"):
        read_table(project, "units")


def test_a_failed_write_leaves_the_old_file(project):
    path = project / "x.txt"
    path.write_text("old", encoding="utf-8")
    with pytest.raises(RuntimeError), atomic(path) as temporary:
        temporary.write_text("half", encoding="utf-8")
        raise RuntimeError
    assert path.read_text(encoding="utf-8") == "old"
    assert [one.name for one in project.iterdir() if one.name.startswith(".x")] == []


@pytest.mark.parametrize("name", sorted({table.record for table in load_dictionary(ROOT).values()}))
def test_every_record_has_a_column_for_every_field(name):
    record = record_class(name)
    columns = arrow_schema(record)
    assert columns.names == [field.name for field in fields(record)]
    hints = typing.get_type_hints(record)
    assert all(
        columns.field(field).nullable == (type(None) in typing.get_args(hints[field])) for field in columns.names
    )


IMPOSSIBLE = [
    lambda: Unit("a", "a/1", 0, (), (), "task", "", "三个字", 0, 5),
    lambda: Unit("a", "a/1", 0, (), (), "task", "", "  ", 0, 2),
    lambda: Target("a", "a/1", "x", None, "range", 1, None, "个", "flow", "up", None, False, "firm", "x", 0, 1, "r"),
    lambda: records.Role("a", "a/1", "lead", "", "", 0, 1, False, "r"),
]


@pytest.mark.parametrize("make", IMPOSSIBLE)
def test_records_refuse_what_is_impossible(make):
    with pytest.raises(RecordError):
        make()
