"""Kept results: whole or not at all, found by what they were made from, dropped when long unused."""

import sqlite3

import pytest

from pipeline.engine.results_cache import FILE, RUNS_KEPT, ResultsCache, forget

KEY, OTHER = b"k" * 32, b"o" * 32
PARTS = {"roles": b"rows of roles", "targets": b""}


def put(root, key=KEY, parts=PARTS, stage="extract"):
    with ResultsCache(root, stage) as cache:
        cache.put({key: parts})


def test_what_is_put_is_found_in_the_next_run(tmp_path):
    put(tmp_path)
    with ResultsCache(tmp_path, "extract") as cache:
        assert cache.known([KEY, OTHER]) == {KEY}
        assert cache.get(KEY) == PARTS
        assert cache.get(OTHER) is None


def test_a_result_without_any_rows_is_a_result(tmp_path):
    put(tmp_path, parts={})
    with ResultsCache(tmp_path, "extract") as cache:
        assert cache.get(KEY) == {}


def test_a_result_long_unused_is_dropped_and_a_used_one_stays(tmp_path):
    put(tmp_path)
    put(tmp_path, OTHER)
    for _ in range(RUNS_KEPT + 1):
        with ResultsCache(tmp_path, "extract") as cache:
            cache.known([KEY])
    with ResultsCache(tmp_path, "extract") as cache:
        assert cache.known([KEY, OTHER]) == {KEY}


def test_runs_of_another_stage_do_not_age_a_result(tmp_path):
    put(tmp_path)
    for _ in range(RUNS_KEPT + 1):
        put(tmp_path, OTHER, stage="segment")
    with ResultsCache(tmp_path, "extract") as cache:
        assert cache.known([KEY]) == {KEY}


def test_a_flipped_bit_is_noticed(tmp_path):
    put(tmp_path)
    with sqlite3.connect(tmp_path / FILE) as connection:
        connection.execute("UPDATE parts SET data = ? WHERE name = 'roles'", (b"rows of rolez",))
    connection.close()
    with ResultsCache(tmp_path, "extract") as cache:
        assert cache.get(KEY) is None


@pytest.mark.parametrize(
    "damage", [b"no database at all, but long enough to be looked at" * 50, b""], ids=["other bytes", "emptied"]
)
def test_a_damaged_file_is_begun_anew(damage, tmp_path, capsys):
    put(tmp_path)
    forget(tmp_path)
    (tmp_path / FILE).write_bytes(damage)
    with ResultsCache(tmp_path, "extract") as cache:
        assert cache.get(KEY) is None
        cache.put({KEY: PARTS})
    assert not damage or "damaged" in capsys.readouterr().err
    with ResultsCache(tmp_path, "extract") as cache:
        assert cache.get(KEY) == PARTS


def test_where_nothing_can_be_kept_the_run_goes_on_and_says_so(tmp_path, capsys):
    (tmp_path / ".cache").write_text("a file where the folder should be", encoding="utf-8")
    with ResultsCache(tmp_path, "extract") as cache:
        cache.put({KEY: PARTS})
        assert cache.get(KEY) == PARTS
    assert "goes on without it" in capsys.readouterr().err


def test_two_runs_at_once_both_find_what_either_put(tmp_path):
    with ResultsCache(tmp_path, "extract") as one, ResultsCache(tmp_path, "extract") as other:
        one.put({KEY: PARTS})
        other.put({OTHER: PARTS})
        assert one.known([KEY, OTHER]) == other.known([KEY, OTHER]) == {KEY, OTHER}
