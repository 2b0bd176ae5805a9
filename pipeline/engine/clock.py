"""The last resort against a notice made never to be read to its end: a bound on processor time.

Every reader takes time in proportion to the text; what no count foresaw ends here, and the other notices
of a run are read.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from pipeline.records import Diagnostic

NEXT_STEP = "see whether a passage of it repeats without end, or add its parts one by one"


class TooMuch(ValueError):
    """A notice takes more than one notice may; the message says what, and what to do."""

    def diagnostic(self, notice_id: str) -> Diagnostic:
        """The notice is set aside by the step that ended here."""
        return Diagnostic(notice_id, "unreadable", "error", str(self))


class _OutOfTime(BaseException):
    """Not an Exception, so that no library takes it for a flaw of the file and goes on."""


@contextmanager
def within(seconds: float, doing: str, next_step: str = NEXT_STEP) -> Iterator[None]:
    """Run a block within `seconds` of processor time. Raises TooMuch, which says what was being done.

    Bounded in the main thread of a process only (workers run there), and where the system has such a
    timer (not on Windows).
    """
    try:
        with _timer(seconds):
            yield
    except _OutOfTime:
        raise TooMuch(
            f"{doing} took more than {seconds} seconds of processor time (configs/params.yaml, "
            f"ingest.longest_reading); {next_step}"
        ) from None


@contextmanager
def _timer(seconds: float) -> Iterator[None]:
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGVTALRM, _out_of_time)
    # once more each second: a library may catch even this
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds, 1)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def _out_of_time(number: int, frame: FrameType | None) -> None:
    raise _OutOfTime
