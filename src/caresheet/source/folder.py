"""A project folder on disk."""

from __future__ import annotations

import os
import stat
from pathlib import Path, PurePosixPath

from caresheet.model import rules
from caresheet.model.problem import CaresheetError, Position, Problem, Rule

LARGEST_YAML = 4_000_000
"""Bytes. The largest real content files have about 100 kB."""

LARGEST_FILE = 40_000_000
"""Bytes of any other file. A photo straight from a camera has about 12 MB."""

PROJECT_FOLDERS = ("content", "layouts", "labels")
"""The folders that make up a project. Others beside them, such as environments and builds, are not searched."""


class Folder:
    """The files of a real folder. Nothing outside of it is read, and only regular files are."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._real_root = Path(os.path.realpath(root))

    def paths(self) -> tuple[str, ...]:
        """Every file in the project's folders, sorted, without hidden files and folders.

        Raises CaresheetError: outside-project if a symbolic link to a folder leads outside the project.
        """
        found: list[str] = []
        for folder in PROJECT_FOLDERS:
            self._walk(self._root / folder, PurePosixPath(folder), frozenset(), found)
        return tuple(sorted(found))

    def read(self, path: str) -> bytes:
        """The whole file.

        Raises CaresheetError: outside-project for a path or link that leads outside the folder, not-readable if there
        is no regular file, file-too-large above the limits.
        """
        real = self._inside(path)
        try:
            status = real.stat()
            if not stat.S_ISREG(status.st_mode):
                raise _refusal(path, rules.NOT_READABLE, "this is not a regular file", "replace it with a file")
            limit = largest(path)
            if status.st_size > limit:
                raise too_large(path, status.st_size, limit)
            with real.open("rb") as file:
                data = file.read(limit + 1)
        except (OSError, ValueError) as error:
            raise _refusal(path, rules.NOT_READABLE, f"this file cannot be read: {_reason(error)}") from error
        if len(data) > limit:
            raise too_large(path, len(data), limit)
        return data

    def _inside(self, path: str) -> Path:
        pure = PurePosixPath(path)
        if pure.is_absolute() or ".." in pure.parts or "\\" in path or Path(path).is_absolute() or Path(path).drive:
            raise _outside(path)
        try:
            real = Path(os.path.realpath(self._root / pure))
        except (OSError, ValueError) as error:
            raise _refusal(path, rules.NOT_READABLE, f"this file cannot be read: {_reason(error)}") from error
        if not real.is_relative_to(self._real_root):
            raise _outside(path)
        return real

    def _walk(self, folder: Path, name: PurePosixPath, above: frozenset[str], found: list[str]) -> None:
        """Follows links to folders, so that what is in them is read or refused, never skipped. A link to a folder that
        contains it is not followed again."""
        real = os.path.realpath(folder)
        if real in above:
            return
        if not Path(real).is_relative_to(self._real_root):
            raise _outside(str(name))
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError:
            return
        for entry in entries:
            if entry.name.startswith("."):
                continue
            if os.path.isdir(folder / entry.name):  # noqa: PTH112 - Path.is_dir raises before Python 3.14
                self._walk(folder / entry.name, name / entry.name, above | {real}, found)
            else:
                found.append(str(name / entry.name))


def largest(path: str) -> int:
    """The maximum size in bytes of a file with this name."""
    return LARGEST_YAML if path.lower().endswith((".yaml", ".yml")) else LARGEST_FILE


def too_large(path: str, size: int, limit: int) -> CaresheetError:
    """The error for a file above its limit."""
    message = f"this file has {size / 1_000_000:.1f} MB, the limit is {limit // 1_000_000} MB"
    return _refusal(path, rules.FILE_TOO_LARGE, message, "remove what does not belong in it")


def _outside(path: str) -> CaresheetError:
    hint = "move the file into the project"
    return _refusal(path, rules.OUTSIDE_PROJECT, "this path leads outside the project", hint)


def _refusal(path: str, rule: Rule, message: str, hint: str = "") -> CaresheetError:
    return CaresheetError((Problem(Position(path), rule, message, hint),))


def _reason(error: OSError | ValueError) -> str:
    if isinstance(error, FileNotFoundError):
        return "it does not exist"
    if isinstance(error, OSError) and error.strerror:
        return error.strerror.lower()
    return "its name is not a valid file name"
