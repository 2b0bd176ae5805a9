"""The last resort against files that are made to break a reader: bounds on processor time and memory.

Every reader bounds what it takes by counting (pages, characters, cells, attributes). These bounds lie
far above what a notice needs, so that no ordinary file ever meets them, and stop what no count foresaw.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from pipeline.engine import clock
from pipeline.ingest.raw import UnreadableNotice

try:
    import resource
except ImportError:  # Windows has neither; the counts hold there too
    resource = None  # type: ignore[assignment]

MEBIBYTE = 2**20


NEXT_STEP = "copy the notice's text into a .txt file and read that"


@contextmanager
def bounded(seconds: float, megabytes: int) -> Iterator[None]:
    """Run a block within `seconds` of processor time and `megabytes` more memory than the process holds now.

    Raises UnreadableNotice beyond either. The time is bounded in the main thread only, the memory
    where the system tells a process its size (Linux).
    """
    try:
        with _bounded_memory(megabytes), bounded_time(seconds, "reading it", NEXT_STEP):
            yield
    except MemoryError:
        raise UnreadableNotice(
            f"reading it took more than {megabytes} MB of memory (configs/params.yaml, ingest.most_memory); {NEXT_STEP}"
        ) from None


@contextmanager
def bounded_time(seconds: float, doing: str, next_step: str = clock.NEXT_STEP) -> Iterator[None]:
    """The bound on processor time alone, of what is done with one notice (`clock.within`). Raises UnreadableNotice."""
    try:
        with clock.within(seconds, doing, next_step):
            yield
    except clock.TooMuch as error:
        raise UnreadableNotice(str(error)) from None


@contextmanager
def _bounded_memory(megabytes: int) -> Iterator[None]:
    size = _size()
    if size is None:
        yield
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    wanted = size + megabytes * MEBIBYTE
    # never more than what the process was given by others
    resource.setrlimit(resource.RLIMIT_AS, (wanted if soft == resource.RLIM_INFINITY else min(soft, wanted), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def _size() -> int | None:
    """The address space of this process in bytes, None where the system does not tell."""
    if resource is None:
        return None
    try:
        with open("/proc/self/statm", encoding="ascii") as file:
            return int(file.read().split()[0]) * resource.getpagesize()
    except (OSError, ValueError):
        return None


def lift_memory_bound() -> None:
    """Gives a program started by this process the memory that the process had before `bounded`."""
    if resource is not None:
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (hard, hard))
