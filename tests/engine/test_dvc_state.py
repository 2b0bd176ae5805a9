"""What a killed run leaves of DVC's own files: locks nobody holds, and a dvc.lock that was cut short."""

from __future__ import annotations

import os

import pytest

from pipeline.engine.dvc_state import mend_lock, release_abandoned
from tests.conftest import ROOT

ABANDONED = {
    "a process that is gone": (
        '{"write": {"data/units.parquet": {"pid": 4194303, "cmd": "dvc repro"}}, "read": {}}',
        True,
    ),
    "cut short by a kill": ('{"write": {"data/uni', True),
    "a process that runs": (
        f'{{"write": {{}}, "read": {{"data/raw": [{{"pid": {os.getpid()}, "cmd": "dvc repro"}}]}}}}',
        False,
    ),
}


@pytest.mark.parametrize("case", ABANDONED)
def test_what_a_killed_run_holds_is_let_go_and_what_a_running_one_holds_is_not(case, tmp_path):
    text, released = ABANDONED[case]
    lock = tmp_path / ".dvc" / "tmp" / "rwlock"
    lock.parent.mkdir(parents=True)
    lock.write_text(text, encoding="utf-8")
    release_abandoned(tmp_path)
    assert lock.exists() is not released


WHOLE = (ROOT / "dvc.lock").read_bytes()
CUT = {
    "nothing was written yet": b"",
    "in the first line": WHOLE[:5],
    "before the stages": WHOLE[: WHOLE.index(b"stages")],
    "behind a path": WHOLE[: WHOLE.index(b"hash: md5", 4000)],
    "behind the name of a hash": WHOLE[: WHOLE.index(b"md5: ", 4000)],
    "in a list": WHOLE[: WHOLE.index(b"- path", 4000) + 3],
    "in a character": WHOLE + b"\xe4\xb8",
}


@pytest.mark.parametrize("case", CUT)
def test_a_lock_cut_short_gives_way_to_the_last_whole_one(case, tmp_path):
    lock = tmp_path / "dvc.lock"
    lock.write_bytes(WHOLE)
    assert mend_lock(tmp_path) is False and lock.read_bytes() == WHOLE
    lock.write_bytes(CUT[case])
    assert mend_lock(tmp_path) is True and lock.read_bytes() == WHOLE
    assert mend_lock(tmp_path) is False


def test_without_a_whole_one_all_is_worked_out_again(tmp_path):
    lock = tmp_path / "dvc.lock"
    assert mend_lock(tmp_path) is False and not lock.exists()
    lock.write_bytes(CUT["in a list"])
    assert mend_lock(tmp_path) is True and not lock.exists()


def test_a_newer_whole_lock_is_kept(tmp_path):
    lock, newer = tmp_path / "dvc.lock", WHOLE.replace(b"python -m pipeline ingest", b"python -m pipeline ingest ")
    for data in (WHOLE, newer):
        lock.write_bytes(data)
        mend_lock(tmp_path)
    lock.write_bytes(b"")
    assert mend_lock(tmp_path) and lock.read_bytes() == newer
