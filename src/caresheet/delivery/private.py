"""Files about one person: complete or not there at all, and readable by nobody but their owner.

On Linux such a file has no name until it is complete, so that nothing is left of it when the program is killed. Where
the system has no files without a name, it is first written next to its place, under a name that `remove_leftovers`
knows.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path
from tempfile import TemporaryFile

from caresheet.delivery.folder import refusal, write_file
from caresheet.model.problem import CaresheetError

_OWNER_ALONE, _FOLDER = 0o600, 0o700


def write_private(data: bytes, target: Path, *, otherwise: str = "choose another folder") -> None:
    """Write `data` to `target`, replacing what is there; from the first byte on, only its owner can read it. Only the
    owner can enter a folder that has to be made for it. A program that is killed meanwhile leaves the whole file or
    none. Raises CaresheetError (not-writable), with `otherwise` as a way out."""
    try:
        target.parent.mkdir(mode=_FOLDER, parents=True, exist_ok=True)
        if _written_without_name(data, target):
            return
    except OSError as error:
        raise CaresheetError((refusal(error, target, otherwise),)) from error
    write_file(data, target, private=True, otherwise=otherwise)


def require_writable(folder: Path, *, otherwise: str = "choose another folder") -> None:
    """Make the folder, if it is missing, for its owner alone, and check that files can be made in it. Raises
    CaresheetError (not-writable), with `otherwise` as a way out."""
    try:
        folder.mkdir(mode=_FOLDER, parents=True, exist_ok=True)
        with TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise CaresheetError((refusal(error, folder / "copies", otherwise),)) from error


def is_private(path: Path) -> bool:
    """Whether this is a regular file, not a link to one, that only its owner can read, as far as the system tells."""
    try:
        status = path.lstat()
    except OSError:
        return False
    shared = os.name == "posix" and status.st_mode & (stat.S_IRWXG | stat.S_IRWXO)
    return stat.S_ISREG(status.st_mode) and not shared


def _written_without_name(data: bytes, target: Path) -> bool:
    """Whether that worked: not every system, nor every disk, has files without a name."""
    unnamed = getattr(os, "O_TMPFILE", None)
    if unnamed is None:
        return False
    folder = os.open(target.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        handle = os.open(target.parent, unnamed | os.O_WRONLY, _OWNER_ALONE)
    except OSError:  # the other way of writing reports the reason, if it fails, too
        os.close(folder)
        return False
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            return _named(handle, folder, target)
    finally:
        os.close(folder)


def _named(handle: int, folder: int, target: Path) -> bool:
    """Give a file its name. A file that has the name already is deleted first: a link replaces nothing."""
    target.unlink(missing_ok=True)
    try:
        os.link(f"/proc/self/fd/{handle}", target.name, src_dir_fd=folder, dst_dir_fd=folder, follow_symlinks=True)
    except FileNotFoundError:  # there is no /proc here
        return False
    return True
