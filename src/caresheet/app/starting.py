"""Starting a project: a small one that builds at once and explains itself."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path, PurePosixPath

from caresheet.delivery import write_file
from caresheet.model.problem import CaresheetError, Problem
from caresheet.model.rules import NOT_WRITABLE


def start_project(folder: Path) -> None:
    """Write the starter project to `folder`, which must be new or empty. Raises CaresheetError (not-writable)."""
    if folder.is_dir() and any(folder.iterdir()):
        message, hint = f"{folder} is not empty", "name a folder that is new or empty"
        raise CaresheetError((Problem(None, NOT_WRITABLE, message, hint),))
    for path, data in starter():
        write_file(data, folder / path)


def starter() -> Iterator[tuple[PurePosixPath, bytes]]:
    """Every file of the starter project: its path and its bytes."""
    return _walk(files("caresheet") / "starter", PurePosixPath())


def _walk(folder: Traversable, path: PurePosixPath) -> Iterator[tuple[PurePosixPath, bytes]]:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            yield from _walk(entry, path / entry.name)
        else:
            yield path / entry.name, entry.read_bytes()
