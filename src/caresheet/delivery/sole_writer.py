"""One process at a time changes a file: what another adds meanwhile is not lost."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from caresheet.model.problem import CaresheetError, Problem
from caresheet.model.rules import NOT_WRITABLE

_PATIENCE, _MOMENT = 10.0, 0.02
"""Seconds to wait for another process, which needs a fraction of one, and between two tries."""

if sys.platform == "win32":
    import msvcrt

    def _try_to_lock(handle: int) -> None:
        """Raises OSError while another process has the lock."""
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _try_to_lock(handle: int) -> None:
        """Raises OSError while another process has the lock."""
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextmanager
def sole_writer(path: Path, clock: Callable[[], float] = time.monotonic) -> Iterator[None]:
    """Hold the lock of the one process that changes the file at `path`. The system releases it when the process ends,
    however it ends. It is a hidden file beside the other, and gone afterwards.

    Raises CaresheetError (not-writable) where another process does not let go of it, OSError where there can be none.
    """
    lock = path.with_name(f".{path.name}.lock")
    until = clock() + _PATIENCE
    handle = _locked(lock)
    while handle is None:
        if clock() > until:
            message = f"another caresheet has been writing {path} for {_PATIENCE:.0f} seconds"
            raise CaresheetError((Problem(None, NOT_WRITABLE, message, "wait until it is done, and try again"),))
        time.sleep(_MOMENT)
        handle = _locked(lock)
    try:
        yield
    finally:
        _unlock(lock, handle)


def _locked(lock: Path) -> int | None:
    """The handle of the locked file; None while another process has it, or has just deleted it."""
    handle = os.open(lock, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _try_to_lock(handle)
        if os.path.samestat(os.fstat(handle), lock.stat()):
            return handle
    except OSError:
        pass
    os.close(handle)
    return None


def _unlock(lock: Path, handle: int) -> None:
    """Delete the file before the handle, and with it the lock, is released. Windows cannot delete an open file."""
    if sys.platform != "win32":
        lock.unlink(missing_ok=True)
    os.close(handle)
    if sys.platform == "win32":
        try:
            lock.unlink(missing_ok=True)
        except OSError:  # another process has it now
            return
