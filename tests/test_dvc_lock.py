"""The committed dvc.lock speaks of the committed files: what it says was computed was computed from these."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
import yaml

from tests.conftest import ROOT


def dvc_hash(path: Path) -> str:
    """The md5 that DVC writes for a file, or for a folder: of the sorted list of its files' hashes, as JSON."""
    if path.is_file():
        return hashlib.md5(path.read_bytes()).hexdigest()
    listed = sorted(one.relative_to(path).as_posix() for one in path.rglob("*") if one.is_file() and not ignored(one))
    entries = [{"md5": dvc_hash(path / name), "relpath": name} for name in listed]
    return hashlib.md5(json.dumps(entries, sort_keys=True).encode()).hexdigest() + ".dir"


def ignored(path: Path) -> bool:
    return "__pycache__" in path.parts or path.suffix in {".pyc", ".pyo"}


LOCK = yaml.safe_load((ROOT / "dvc.lock").read_text(encoding="utf-8"))["stages"]
OUTPUTS = {out["path"] for stage in LOCK.values() for out in stage["outs"]}


@pytest.mark.parametrize("stage", list(LOCK))
def test_dvc_lock_speaks_of_the_committed_files(stage: str):
    """A lock that is older than the code promises results that nobody has computed; `policy-trends run` renews it."""
    stale = [
        dep["path"]
        for dep in LOCK[stage]["deps"]
        if dep["path"] not in OUTPUTS and dvc_hash(ROOT / dep["path"]) != dep["md5"]
    ]
    assert not stale, f"{stage}: changed since dvc.lock was written: {stale}"
