"""Work on many groups at once: in this process, in several on this machine, or on a Dask cluster.

Whoever does the work, the results are the same bytes: each worker gets whole groups, shares
nothing, and hands back bytes.
"""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from pipeline.config import CLUSTER, Params
from pipeline.engine.results_cache import Parts

CODE = Path(__file__).resolve().parents[1]
PATIENCE = 30  # seconds to wait for a cluster
BATCHES_AHEAD = "2*n_jobs"  # handed out before they are asked for: memory stays flat, workers stay busy
ONE_AT_A_TIME = threading.Lock()  # the models of one process serve one thread; a Dask worker may have several


@dataclass(frozen=True, slots=True)
class Context:
    """What all work of one stage shares. `basis` changes with code, configuration and models:
    what a worker loads is kept under it."""

    root: Path
    params: Params
    basis: str


Job = tuple[bytes, Any]  # (key of the result, what is to be worked on)
Work = Callable[[Context, list[Any]], list[Parts]]


class WorkerError(RuntimeError):
    """Workers cannot be had, died, or run other code; the message says what to do."""


def _code_digest() -> str:
    found = hashlib.sha256()
    for path in sorted(CODE.rglob("*.py")):
        found.update(path.read_bytes())
    return found.hexdigest()


LOADED_CODE = _code_digest()  # of this process: a worker that outlived a change of the code must not go unnoticed


def work_through(work: Work, context: Context, jobs: Iterable[Job], *, batch: int) -> Iterator[dict[bytes, Parts]]:
    """Results by key, a batch of jobs at a time, in no fixed order. Raises WorkerError.

    `work` is a function of a module, which workers import. The parameter run.workers says how many
    processes work; with a cluster its workers do.
    """
    batches = _batches(jobs, batch)
    if not os.environ.get(CLUSTER) and context.params.run.workers == 1:
        yield from (_one_batch(work, context, LOADED_CODE, one) for one in batches)
        return
    import joblib
    from joblib.externals.loky.process_executor import TerminatedWorkerError

    with _backend(context.params.run.workers) as settings, joblib.parallel_config(**settings):
        parallel = joblib.Parallel(return_as="generator_unordered", pre_dispatch=BATCHES_AHEAD, batch_size=1)
        try:
            yield from parallel(joblib.delayed(_one_batch)(work, context, LOADED_CODE, one) for one in batches)
        except TerminatedWorkerError as error:
            raise WorkerError(
                "a worker ended before its work was done, often for want of memory (each needs about 1 "
                "GB): set run.workers lower in configs/params.yaml. What was done so far is kept; run "
                f"again. ({error})"
            ) from None


def _batches(jobs: Iterable[Job], size: int) -> Iterator[list[Job]]:
    waiting = iter(jobs)
    while batch := list(islice(waiting, size)):
        yield batch


def _one_batch(work: Work, context: Context, code: str, jobs: list[Job]) -> dict[bytes, Parts]:
    """What a worker does with one batch."""
    if code != LOADED_CODE:
        raise WorkerError(
            "a worker runs other code than this process: if the code was changed meanwhile run again, and "
            "restart the workers of a cluster"
        )
    with ONE_AT_A_TIME:
        results = work(context, [payload for _, payload in jobs])
    return {key: parts for (key, _), parts in zip(jobs, results, strict=True)}


@contextmanager
def _backend(workers: int) -> Iterator[dict[str, Any]]:
    """Settings of joblib for this machine's processes, or for the cluster."""
    address = os.environ.get(CLUSTER)
    if not address:
        yield {"backend": "loky", "n_jobs": workers, "inner_max_num_threads": 1}
        return
    try:
        from distributed import Client
    except ImportError:
        raise WorkerError(
            "a cluster needs Dask, which is not installed: `.venv/bin/python -m pip install -e '.[cluster]'`"
        ) from None
    try:
        client = Client(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as error:
        raise WorkerError(
            f"--cluster {address}: no scheduler answers there ({error}); start one with `dask scheduler`, "
            f"and workers with `dask worker {address} --nthreads 1`"
        ) from None
    with client:
        yield {"backend": "dask", "client": client, "wait_for_workers_timeout": PATIENCE}
