"""Runs that break off, run twice, or find no room: the old or the new state is there, and the next run ends well."""

from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from pipeline.config import CLUSTER, load_params
from pipeline.engine import workers
from pipeline.engine.files import StorageError, atomic
from pipeline.engine.workers import WorkerError
from pipeline.ingest import stage as ingest
from tests.projects import NOTICE, ROOT, make_project

TABLES = ("notices", "ingest_diagnostics")
# Ends itself, as by a power cut, just before the n-th change of anything on disk.
KILLED_AT = """
import os, signal, sqlite3, sys
from pathlib import Path
import pyarrow.parquet as pq
from pipeline.engine import files, results_cache
from pipeline.config import load_params
from pipeline.ingest import stage

moment, seen = int(sys.argv[1]), 0

def deadly(function):
    def call(*arguments, **named):
        global seen
        seen += 1
        if seen == moment:
            os.kill(os.getpid(), signal.SIGKILL)
        return function(*arguments, **named)
    return call

os.replace = deadly(os.replace)
files.tempfile.mkstemp = deadly(files.tempfile.mkstemp)
pq.ParquetWriter.write_table = deadly(pq.ParquetWriter.write_table)
pq.ParquetWriter.close = deadly(pq.ParquetWriter.close)
results_cache.ResultsCache.put = deadly(results_cache.ResultsCache.put)
results_cache.ResultsCache.known = deadly(results_cache.ResultsCache.known)
results_cache.ResultsCache._drop_unused = deadly(results_cache.ResultsCache._drop_unused)
root = Path(sys.argv[2])
stage.run(root, load_params(root))
"""


def notices(count: int, city: str = "临江") -> dict[str, tuple[str, bytes]]:
    return {
        f"n-{number:03}": (f"{number}.txt", NOTICE.replace("临江市", f"{city}{number}市").encode())
        for number in range(count)
    }


def files(project: Path) -> dict[str, bytes]:
    return {name: (project / "data" / f"{name}.parquet").read_bytes() for name in TABLES}


def ingested(project: Path) -> dict[str, bytes]:
    ingest.run(project, load_params(project))
    return files(project)


def environment(**named: str) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", **named}


def test_killed_at_every_change_on_disk_it_leaves_the_old_or_the_new(tmp_path):
    project = make_project(tmp_path / "p", notices(20, "临海"))
    old = ingested(project)
    make_again = make_project(tmp_path / "new", notices(20))
    new = ingested(make_again)
    for name in ("corpus.csv", "raw"):
        (project / "data" / name).rename(project / "data" / f"{name}.old")
        (make_again / "data" / name).rename(project / "data" / name)
    moment, survived = 0, False
    while not survived:
        moment += 1
        done = subprocess.run(
            [sys.executable, "-c", KILLED_AT, str(moment), str(project)],
            env=environment(),
            capture_output=True,
            check=False,
        )
        survived = done.returncode == 0
        assert survived or done.returncode == -signal.SIGKILL, done.stderr.decode()
        for name, data in files(project).items():
            assert data in (old[name], new[name]), f"killed at {moment}: {name} is neither the old nor the new"
    assert moment >= 10  # batches kept, files begun, filled, closed, put in place, unused results dropped
    assert files(project) == new
    assert [path.name for path in project.rglob("*.tmp")] == []


def test_two_runs_at_once_end_with_the_tables_of_one(tmp_path):
    project = make_project(tmp_path / "p", notices(60))
    runs = [
        subprocess.Popen(
            [sys.executable, "-m", "pipeline", "ingest"], cwd=project, env=environment(), stderr=subprocess.PIPE
        )
        for _ in range(3)
    ]
    for run in runs:
        _, errors = run.communicate(timeout=120)
        assert run.returncode == 0, errors.decode()
    assert files(project) == ingested(make_project(tmp_path / "alone", notices(60)))


@pytest.mark.parametrize(
    ("number", "advice"),
    [
        (errno.ENOSPC, "free some space"),
        (errno.EACCES, "check who may write there"),
        (errno.EROFS, "check who may write there"),
    ],
)
def test_no_room_and_no_right_are_said_with_the_path(number, advice, tmp_path, monkeypatch):
    path = tmp_path / "data" / "units.parquet"
    with atomic(path) as temporary:
        temporary.write_bytes(b"old")

    def refuse(*_, **__):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(tempfile, "mkstemp", refuse)
    with pytest.raises(StorageError, match=f"units.parquet: cannot be written .*{advice}"), atomic(path):
        pass
    assert path.read_bytes() == b"old"


def test_a_disk_that_fills_up_while_writing_leaves_the_old(tmp_path):
    path = tmp_path / "units.parquet"
    with atomic(path) as temporary:
        temporary.write_bytes(b"old")
    with pytest.raises(StorageError, match="free some space"), atomic(path) as temporary:
        temporary.write_bytes(b"ne")
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    assert path.read_bytes() == b"old"
    assert [one.name for one in tmp_path.iterdir()] == ["units.parquet"]


def test_a_lost_cache_costs_time_and_nothing_else(tmp_path):
    project = make_project(tmp_path / "p", notices(5))
    before = ingested(project)
    (project / ".cache" / "results.sqlite").unlink()
    assert ingested(project) == before


# -- a cluster -----------------------------------------------------------------------------------


def start(*arguments: str, cwd: Path) -> subprocess.Popen[bytes]:
    program = (
        "import sys; from distributed.cli import dask_scheduler, dask_worker; {'scheduler': dask_scheduler, "
        "'worker': dask_worker}[sys.argv.pop(1)].main()"
    )
    return subprocess.Popen(
        [sys.executable, "-c", program, *arguments, "--no-dashboard"],
        cwd=cwd,
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


@pytest.fixture
def cluster(tmp_path):
    """(address, workers) of a real scheduler with two workers on this machine."""
    address_file = tmp_path / "scheduler.json"
    processes = [
        start("scheduler", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(address_file), cwd=tmp_path)
    ]
    while not address_file.exists():
        time.sleep(0.1)
        assert processes[0].poll() is None, "the scheduler did not start"
    workers = [
        start(
            "worker",
            "--scheduler-file",
            str(address_file),
            "--nthreads",
            "1",
            "--no-nanny",
            "--local-directory",
            str(tmp_path),
            cwd=tmp_path,
        )
        for _ in range(2)
    ]
    processes += workers
    yield json.loads(address_file.read_text(encoding="utf-8"))["address"], workers
    for process in processes:
        process.kill()
        process.wait()


def test_a_cluster_gives_the_bytes_of_one_process_even_if_a_worker_dies(cluster, tmp_path):
    address, workers = cluster
    project = make_project(tmp_path / "p", notices(300))
    run = subprocess.Popen(
        [sys.executable, "-m", "pipeline", "ingest"],
        cwd=project,
        env=environment(**{CLUSTER: address}),
        stderr=subprocess.PIPE,
    )
    while not any((project / ".cache").glob("results.sqlite-wal")) and run.poll() is None:
        time.sleep(0.02)
    workers[0].kill()
    _, errors = run.communicate(timeout=120)
    assert run.returncode == 0, errors.decode()
    assert files(project) == ingested(make_project(tmp_path / "alone", notices(300)))


def test_a_cluster_that_is_not_there_is_said(tmp_path, monkeypatch):
    monkeypatch.setattr("pipeline.engine.workers.PATIENCE", 1)
    monkeypatch.setenv(CLUSTER, "tcp://127.0.0.1:9")
    project = make_project(tmp_path / "p", notices(1))
    with pytest.raises(WorkerError, match=r"tcp://127\.0\.0\.1:9: no scheduler answers"):
        ingest.run(project, load_params(project))


def test_a_worker_of_another_version_is_refused(tmp_path, monkeypatch):
    project = make_project(tmp_path / "p", notices(1))
    real = workers._one_batch
    monkeypatch.setattr(
        workers, "_one_batch", lambda work, context, code, jobs: real(work, context, "of last week", jobs)
    )
    with pytest.raises(WorkerError, match="restart the workers of a cluster"):
        ingest.run(project, load_params(project))
