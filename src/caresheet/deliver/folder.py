"""Files in a folder, written beside their place and then moved into it, so that nobody ever opens half a file."""

from __future__ import annotations

import errno
import os
import secrets
from pathlib import Path

from caresheet.model.parcel import Parcel
from caresheet.model.problem import CaresheetError, Problem
from caresheet.model.rules import NOT_WRITABLE


def deliver(parcel: Parcel, folder: Path) -> Path:
    """Put the parcel into `folder`, which is made where it is missing, and say where it is.

    Raises CaresheetError (not-writable) when that cannot be done; a file that was there before is then untouched.
    """
    target = folder / f"{parcel.name}.pdf"
    put(parcel.pdf, target, otherwise="choose another folder with --out")
    return target


def put(data: bytes, target: Path, *, otherwise: str = "choose another place") -> None:
    """Write `data` to `target`, replacing what is there; `otherwise` completes the advice when that fails.

    The bytes are on the disk before the old file goes (fsync, then rename in the same folder), so that a crash, a
    full disk or a file that is open elsewhere costs nothing. Raises CaresheetError (not-writable).
    """
    # A name of its own for every writer: two builds into one folder must not share a half-written file.
    beside = target.with_name(f".caresheet-{secrets.token_hex(8)}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _write(data, beside)
        beside.replace(target)
    except OSError as error:
        raise CaresheetError((_refusal(error, target, otherwise),)) from error
    finally:
        _drop(beside)


def _write(data: bytes, path: Path) -> None:
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _drop(path: Path) -> None:
    """Take away what may be left of an attempt; that it cannot be taken away is not worth a second message."""
    try:
        path.unlink(missing_ok=True)
    except OSError:
        return


def _refusal(error: OSError, target: Path, otherwise: str) -> Problem:
    folder = target.parent
    # os.path asks without raising; before Python 3.14 Path.is_dir and Path.exists may raise the error once more.
    if os.path.isdir(target):  # noqa: PTH112
        return Problem(None, NOT_WRITABLE, f"{target} is a folder", f"rename it, or {otherwise}")
    if isinstance(error, (FileExistsError, NotADirectoryError)):
        return Problem(None, NOT_WRITABLE, f"{folder} is not a folder", otherwise)
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return Problem(None, NOT_WRITABLE, f"the disk has no room for {target}", f"free some, or {otherwise}")
    if isinstance(error, PermissionError) and os.path.exists(target) and os.access(folder, os.W_OK):  # noqa: PTH110
        message = f"{target} cannot be replaced: it may be open in another program"
        return Problem(None, NOT_WRITABLE, message, f"close it there, or {otherwise}")
    if isinstance(error, PermissionError):
        return Problem(None, NOT_WRITABLE, f"{folder} cannot be written to", f"ask for permission, or {otherwise}")
    reason = error.strerror or type(error).__name__
    return Problem(None, NOT_WRITABLE, f"{target} cannot be written: {reason}", otherwise)
