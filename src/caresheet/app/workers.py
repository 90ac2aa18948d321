"""Handouts made side by side: the same results in the same order, however many processes share the work."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Protocol, TypeVar

from caresheet.model.problem import CaresheetError, Problem
from caresheet.model.rules import WORKER_CRASHED

Piece = TypeVar("Piece")
Result = TypeVar("Result")


class SideBySide(Protocol):
    """Does the same work on all pieces, and has the results in their order."""

    def __call__(self, work: Callable[[Piece], Result], pieces: Sequence[Piece], /) -> Iterable[Result]: ...


@contextmanager
def workers(count: int) -> Iterator[SideBySide]:
    """A `map` over this many processes; for 1, in this one alone. Leaving early, as Ctrl-C does, waits for nothing that
    has not begun. Raises CaresheetError (stopped) where a process was taken away."""
    if count == 1:
        yield map
        return
    # What one process alone has no use for takes a tenth of the time of a small handout to load.
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import active_children, get_context

    others = set(active_children())
    pool = ProcessPoolExecutor(count, mp_context=get_context(_start()), initializer=_begin)
    try:
        yield pool.map
    except BrokenProcessPool as error:
        hint = "try again with --jobs 1, which needs less memory"
        raise CaresheetError(
            (Problem(None, WORKER_CRASHED, "a process that made handouts was stopped", hint),)
        ) from error
    except BaseException:
        for process in set(active_children()) - others:
            process.terminate()
        raise
    finally:
        # Where nobody waited, Python may write to the pool's closed pipe when it exits, and say so in a traceback.
        pool.shutdown(wait=True, cancel_futures=True)


def _start() -> str:
    """Linux processes begin as copies of this one, with everything loaded; other systems begin them anew."""
    return "fork" if os.name == "posix" and hasattr(os, "sched_getaffinity") else "spawn"


def _begin() -> None:
    """In a new process: Ctrl-C and the end of the program that began it end it at once."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    from multiprocessing import connection, parent_process

    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)


def cores() -> int:
    """How many processes can work at once."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
