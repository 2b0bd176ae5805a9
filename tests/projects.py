"""Small project folders for tests: the real configuration, a few notices, nothing mocked."""

from __future__ import annotations

import csv
import hashlib
import io
import os
import shutil
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest

from pipeline.cli import terminal
from pipeline.cli.app import run_command
from pipeline.corpus import CORPUS_COLUMNS

ROOT = Path(__file__).resolve().parent.parent

NOTICE = """临江市2023年海洋经济重点工作任务
为壮大海洋经济，制定本任务。
一、创新驱动
1.建设海洋实验室。新建省级重点实验室2家以上。（牵头单位：市科技局，参与单位：市财政局）
2.攻关关键技术。组织实施技术攻关项目15项左右。（牵头单位：市科技局）
二、产业提升
3.做强海工装备。海工装备产业产值突破120亿元。（牵头单位：市工业和信息化局，参与单位：市发展改革委）
4.培育龙头企业。新增专精特新企业30家以上。（牵头单位：市工业和信息化局）
三、绿色发展"""


def make_project(folder: Path, notices: dict[str, tuple[str, bytes]]) -> Path:
    """A project whose corpus holds `notices`: notice_id -> (file name, bytes)."""
    shutil.copytree(ROOT / "configs", folder / "configs")
    shutil.copy(ROOT / "dvc.yaml", folder / "dvc.yaml")
    rows = []
    for notice_id, (name, data) in notices.items():
        path = folder / "data" / "raw" / "test" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        rows.append(
            [
                notice_id,
                "test",
                "2023",
                path.relative_to(folder).as_posix(),
                "official",
                "",
                "",
                hashlib.sha256(data).hexdigest(),
            ]
        )
    (folder / "data").mkdir(exist_ok=True)
    with (folder / "data" / "corpus.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerows([CORPUS_COLUMNS, *rows])
    return folder


def clone(folder: Path, *, wheel_from: Path | None = None) -> Path:
    """The tracked files of this checkout as they stand, in a git repository of their own."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    ).stdout.decode()
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    for command in (
        ["init", "-q"],
        ["add", "-A"],
        ["-c", "user.name=test", "-c", "user.email=test@example.org", "commit", "-q", "-m", "clone"],
    ):
        subprocess.run(["git", *command], cwd=folder, check=True, capture_output=True)
    for wheel in ((wheel_from or ROOT) / "models").glob("*.whl"):
        shutil.copy2(wheel, folder / "models" / wheel.name)
    return folder


def call(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a module of this environment in `folder`, with the folder's own code."""
    environment = {
        **os.environ,
        "PYTHONPATH": str(folder),
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
        "PYTHONUTF8": "1",
        "COLUMNS": "200",
    }
    return subprocess.run(
        [sys.executable, "-m", *arguments], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


def command(*arguments: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Run a command line of policy-trends in this process, in a folder."""
    out, said = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(said):
        patch.chdir(cwd)
        patch.setenv("COLUMNS", "200")
        patch.setattr(terminal.screen, "_file", out)  # set back to none, not to the stream of this test
        patch.setattr(terminal.messages, "_file", said)
        patch.setattr(terminal.screen, "_width", 200)
        patch.setattr(terminal.messages, "_width", 200)
        try:
            code = run_command(list(arguments))
        except SystemExit as done:
            code = int(done.code or 0)
    return subprocess.CompletedProcess(arguments, code, out.getvalue(), said.getvalue())


def run_pipeline(folder: Path) -> subprocess.CompletedProcess[str]:
    done = call(folder, "pipeline.command", "run")
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return done
