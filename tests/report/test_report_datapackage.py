"""The data package, read back by its own description: types, keys, references, and the values of the tables."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_notices import PROJECT, Made, has_chinese, params_in, plain_tasks, sample_years

from pipeline.config import load_dictionary
from pipeline.engine.csv_tables import guarded, unguarded
from pipeline.records import Diagnostic
from pipeline.report import stage
from pipeline.report.datapackage import BOM, csv_bytes, package_files
from pipeline.report.tables import SHEETS, SeriesTable, series_tables

READ: dict[str, Callable[[str], Any]] = {
    "string": unguarded,
    "integer": int,
    "number": float,
    "boolean": {"true": True, "false": False}.__getitem__,
    "date": date.fromisoformat,
    "array": json.loads,
}


def load(root: Path, name: str) -> list[SeriesTable]:
    found = stage._Tables(root)
    tables = found.load(name)
    return series_tables(
        {**tables, "corpus": found.sources(name)}, load_dictionary(root), stage.load_wording(PROJECT, "zh")
    )


def package(root: Path, tables: list[SeriesTable], language: str = "zh") -> dict[str, bytes]:
    provenance = stage.load_provenance(root, params_in(), [("data/raw/a.txt", "a" * 64)])
    return package_files("sample", tables, stage.load_wording(PROJECT, language), provenance, title="某市", sample=True)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[SeriesTable], dict[str, bytes]]:
    root = sample_years(Made()).write(tmp_path_factory.mktemp("package") / "p", compared=True)
    tables = load(root, "sample")
    return tables, package(root, tables)


def rows_of(resource: dict[str, Any], files: dict[str, bytes]) -> list[dict[str, Any]]:
    """A resource as its schema says: the way any reader of data packages reads it."""
    data = files[resource["path"]]
    assert data.startswith(BOM)
    header, *lines = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    schema = resource["schema"]
    assert header == [field["name"] for field in schema["fields"]]
    missing = schema["missingValues"]
    return [
        {
            field["name"]: None if cell in missing else READ[field["type"]](cell)
            for field, cell in zip(schema["fields"], line, strict=True)
        }
        for line in lines
    ]


def read(files: dict[str, bytes]) -> dict[str, tuple[dict[str, Any], list[dict[str, Any]]]]:
    descriptor = json.loads(files["datapackage.json"])
    return {resource["name"]: (resource, rows_of(resource, files)) for resource in descriptor["resources"]}


def plain(value: Any) -> Any:
    """A record's value as a program reads it back: lists for tuples, and no difference between "" and nothing."""
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    return None if value == "" else value


def test_rows_are_those_of_the_tables(made: tuple[list[SeriesTable], dict[str, bytes]]) -> None:
    tables, files = made
    found = read(files)
    assert len(found) == len(tables) == len(stage.load_wording(PROJECT, "zh").entry(SHEETS))
    for table in tables:
        resource, rows = found[table.name.replace("_", "-")]
        assert resource["rows"] == len(rows) == len(table.rows)
        for row, record in zip(rows, table.rows):
            expected = {column.name: plain(getattr(record, column.name)) for column in table.columns}
            assert {
                name: value.isoformat() if isinstance(value, date) else value for name, value in row.items()
            } == expected
    assert sum(len(table.rows) for table in tables) > 100


def test_keys_are_unique_and_references_hold(made: tuple[list[SeriesTable], dict[str, bytes]]) -> None:
    found = read(made[1])
    references = 0
    for name, (resource, rows) in found.items():
        keys = [tuple(row[field] for field in resource["schema"]["primaryKey"]) for row in rows]
        assert len(set(keys)) == len(keys), name
        for reference in resource["schema"]["foreignKeys"]:
            _, theirs = found[reference["reference"]["resource"]]
            known = {row[reference["reference"]["fields"]] for row in theirs}
            assert {row[reference["fields"]] for row in rows} - {None} <= known, (name, reference)
            references += 1
    assert references > 20


def test_every_table_refers_to_its_notices(made: tuple[list[SeriesTable], dict[str, bytes]]) -> None:
    for resource in json.loads(made[1]["datapackage.json"])["resources"]:
        names = {field["name"] for field in resource["schema"]["fields"]}
        held = {reference["fields"] for reference in resource["schema"]["foreignKeys"]}
        expected = {name for name in names if name.endswith(("notice_id", "unit_id", "chain_id"))}
        assert held == expected - (
            {"notice_id"} if resource["name"] == "notices" else {"unit_id"} if resource["name"] == "units" else set()
        )


def test_required_fields_are_filled_and_codes_are_named(made: tuple[list[SeriesTable], dict[str, bytes]]) -> None:
    for resource, rows in read(made[1]).values():
        for field in resource["schema"]["fields"]:
            assert field["title"] and field["description"]
            if field.get("constraints", {}).get("required"):
                assert all(row[field["name"]] is not None for row in rows), field["name"]


def test_codes_of_the_sample_have_words(made: tuple[list[SeriesTable], dict[str, bytes]]) -> None:
    for name, field_name in (
        ("task-links", "change"),
        ("target-changes", "change"),
        ("priority-changes", "measure"),
        ("roles", "role"),
        ("body-ties", "change"),
    ):
        resource, rows = read(made[1])[name]
        (field,) = [field for field in resource["schema"]["fields"] if field["name"] == field_name]
        assert rows and {row[field_name] for row in rows} <= set(field["codes"]), name


def test_the_descriptor_is_what_the_standard_asks(made: tuple[list[SeriesTable], dict[str, bytes]]) -> None:
    descriptor = json.loads(made[1]["datapackage.json"])
    assert descriptor["profile"] == "tabular-data-package" and descriptor["title"].startswith("【样例】")
    assert all(source["title"] for source in descriptor["sources"]) and len(descriptor["sources"]) == 3
    assert (
        descriptor["provenance"]["sha256"]["data/raw/a.txt"] == "a" * 64
        and "compare.confidence" in descriptor["provenance"]["parameters"]
    )
    for resource in descriptor["resources"]:
        data = made[1][resource["path"]]
        assert resource["hash"] == "sha256:" + hashlib.sha256(data).hexdigest() and resource["bytes"] == len(data)
        assert resource["name"] == resource["name"].lower() and set(resource["name"]) <= set(
            "abcdefghijklmnopqrstuvwxyz-"
        )
        assert {field["type"] for field in resource["schema"]["fields"]} <= set(READ)
        assert resource["title"].startswith("【样例】")


def test_the_english_package_speaks_english(made: tuple[list[SeriesTable], dict[str, bytes]], tmp_path: Path) -> None:
    root = Made().add("city-2023", plain_tasks()).write(tmp_path / "p")
    descriptor = json.loads(package(root, made[0], "en")["datapackage.json"])
    said = [
        descriptor["description"],
        *(
            text
            for resource in descriptor["resources"]
            for text in (
                resource["title"],
                resource["description"],
                *(field["description"] for field in resource["schema"]["fields"]),
            )
        ),
    ]
    assert not any(has_chinese(text) for text in said if text != descriptor["description"]) and not has_chinese(
        descriptor["description"].replace("＝", "")
    )


# -- hostile text ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reason", "text", "written"),
    [
        ("a formula", "=1+1", "'=1+1"),
        ("a sum or a telephone number", "+86 532", "'+86 532"),
        ("a negative number or a dash", "-5", "'-5"),
        ("an old function", "@SUM(A1)", "'@SUM(A1)"),
        ("a tab before it is stripped", "\t=1", "'\t=1"),
        ("so is a line end", "\r=1", "'\r=1"),
        ("and a blank", " =1", "' =1"),
        ("and a Chinese blank", "　=1", "'　=1"),
        ("East Asian editions take the full-width sign", "＝1+1", "'＝1+1"),
        ("an apostrophe of its own, so that it can be told from ours", "'90s", "''90s"),
        ("a sign inside is none of these", "力争=3", "力争=3"),
        ("a number with its unit", "5%", "5%"),
        ("nothing", "", ""),
    ],
)
def test_what_a_spreadsheet_would_run_is_guarded(reason: str, text: str, written: str) -> None:
    assert guarded(text) == written, reason
    assert unguarded(written) == text


@given(st.text())
def test_the_guard_can_always_be_undone(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert not guarded(text).lstrip(" \u3000").startswith(tuple("=+-@\t\r\n＝＋－＠"))


@pytest.mark.parametrize(
    "text", ["=1+1", '甲"乙', "甲,乙", "甲\n乙", "甲\r\n乙", "<b>", "甲\x00乙", "'=1", "\u202e甲", "长" * 40_000]
)
def test_hostile_text_comes_back_as_it_was(made: tuple[list[SeriesTable], dict[str, bytes]], text: str) -> None:
    (table,) = [table for table in made[0] if table.name == "diagnostics"]
    data = csv_bytes(replace(table, rows=[Diagnostic("sample-2021", "no-title", "info", text)]))
    csv.field_size_limit(10**6)
    _, row = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    assert unguarded(row[3]) == text


def test_an_empty_table_keeps_its_header(tmp_path: Path) -> None:
    root = Made().add("city-2023", plain_tasks()).write(tmp_path / "p", compared=True)
    found = read(package(root, load(root, "city")))
    assert found["task-links"][1] == [] and found["units"][1]
