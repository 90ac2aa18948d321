"""Files in a folder, written beside their place and then moved into it, so that nobody ever opens half a file."""

from __future__ import annotations

import errno
import hashlib
import os
import re
import stat
from pathlib import Path

from caresheet.model.artifact import Artifact
from caresheet.model.problem import CaresheetError, Problem
from caresheet.model.rules import NOT_WRITABLE

_HOUR = 3600.0
"""Seconds. No file takes longer to write."""
LARGEST = 256_000_000
"""Bytes. No handout is larger, and no account of a folder: what is, was not made here and is not read."""
_PART = re.compile(r"\.caresheet-(?P<machine>\w*)-(?P<process>\d+)-\w+\.part")
"""The name of what is being written."""


def deliver(artifact: Artifact, folder: Path, *, otherwise: str = "choose another folder") -> Path:
    """Put the artifact into `folder`, which is made where it is missing, and return its path. A file that has the very
    same bytes already is left as it is.

    Raises CaresheetError (not-writable) when that cannot be done, with `otherwise` as a way out; a file that was there
    before is then untouched.
    """
    target = folder / artifact.name
    if not is_delivered(artifact, folder):
        write_file(artifact.data, target, outside=True, otherwise=otherwise)
    return target


def is_delivered(artifact: Artifact, folder: Path) -> bool:
    """Whether the folder has the artifact, byte for byte."""
    return read_file(folder / artifact.name) == artifact.data


def read_file(path: Path) -> bytes | None:
    """What a regular file holds; None for what is not there, cannot be read, is larger than LARGEST, or is something
    else, such as a pipe or a device, which might never end."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode) or status.st_size > LARGEST:
            return None
        return path.read_bytes()
    except (OSError, ValueError):  # ValueError: a name that no file can have
        return None


def write_file(
    data: bytes, target: Path, *, outside: bool = False, private: bool = False, otherwise: str = "choose another place"
) -> None:
    """Write `data` to `target`, replacing what is there; `otherwise` completes the advice when that fails.

    The bytes are on the disk before the old file goes (fsync, then rename on the same disk), so that a crash, a full
    disk or a file that is open elsewhere costs nothing. With `outside`, they are written beside the target's folder
    where that can be, so that even a killed program leaves nothing in it but whole files. What is `private` can be read
    by this user only, from its first byte on. Raises CaresheetError (not-writable).
    """
    mode = 0o600 if private else 0o666
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        name = _name_of_a_part()
        if not outside or not _moved(data, target.parent.resolve().parent / name, target, mode):
            _move(data, target.with_name(name), target, mode)
    except OSError as error:
        raise CaresheetError((refusal(error, target, otherwise),)) from error


def remove_leftovers(folder: Path, now: float) -> None:
    """Delete what killed programs left half written, in `folder` and beside it. What a program that still runs
    writes stays, and so does, for an hour, what another machine wrote. `now` is in seconds since 1970."""
    for place in (folder, folder.resolve().parent):
        try:
            left = [path for path in place.glob(".caresheet-*.part") if _is_left_behind(path, now)]
        except OSError:
            continue
        for path in left:
            _drop(path)


def _name_of_a_part() -> str:
    """A name of its own for every writer: two builds into one folder must not share a half-written file."""
    return f".caresheet-{_machine()}-{os.getpid()}-{os.urandom(4).hex()}.part"


def _machine() -> str:
    """What tells this machine from others that write into a shared folder; empty where only age can tell."""
    return hashlib.sha256(os.uname().nodename.encode()).hexdigest()[:8] if hasattr(os, "uname") else ""


def _is_left_behind(path: Path, now: float) -> bool:
    named = _PART.fullmatch(path.name)
    if named and named["machine"] and named["machine"] == _machine():
        try:
            os.kill(int(named["process"]), 0)
        except ProcessLookupError:
            return True
        except OSError:  # it runs, for somebody else
            return False
    return now - path.stat().st_mtime > _HOUR


def _moved(data: bytes, part: Path, target: Path, mode: int) -> bool:
    """Whether that worked: the folder above may be read-only, or on another disk."""
    try:
        _move(data, part, target, mode)
    except OSError:
        return False
    return True


def _move(data: bytes, part: Path, target: Path, mode: int) -> None:
    try:
        _write(data, part, mode)
        part.replace(target)
    finally:
        _drop(part)


def _write(data: bytes, path: Path, mode: int) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), mode)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _drop(path: Path) -> None:
    """Take away what may be left of an attempt; that it cannot be taken away is not worth a second message."""
    try:
        path.unlink(missing_ok=True)
    except OSError:
        return


def refusal(error: OSError, target: Path, otherwise: str) -> Problem:
    """Why `target` could not be written, in words (not-writable), with `otherwise` as a way out."""
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
