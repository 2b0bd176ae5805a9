"""Damaged inputs end in a reading or in words, whatever the command (more by `python -m tests.damaged 5000 1`)."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.projects import call


def test_no_traceback_in_three_hundred_damaged_inputs(built: Path, tmp_path: Path) -> None:
    project = tmp_path / "project"
    shutil.copytree(built, project, symlinks=True)
    done = call(project, "tests.damaged", "300", "7")
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-2000:]
    assert done.stdout.rstrip().endswith("300 inputs, 0 faults")
