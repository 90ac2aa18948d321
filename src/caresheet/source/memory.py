"""A project that is in memory only."""

from __future__ import annotations

from collections.abc import Mapping

from caresheet.model import rules
from caresheet.model.problem import CaresheetError, Position, Problem
from caresheet.source.folder import PROJECT_FOLDERS, largest, too_large


class MemoryFiles:
    """Files by path, as they were when this was made. Paths are relative to the project's root and use `/`."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._files = dict(files)

    def paths(self) -> tuple[str, ...]:
        """Every path below the project's folders, sorted; hidden files and folders are left out."""
        return tuple(sorted(path for path in self._files if _is_of_project(path)))

    def read(self, path: str) -> bytes:
        """The whole file. Raises CaresheetError (not-readable, file-too-large) as a folder does."""
        data = self._files.get(path)
        if data is None:
            raise CaresheetError((Problem(Position(path), rules.NOT_READABLE, "this file does not exist"),))
        if len(data) > largest(path):
            raise too_large(path, len(data), largest(path))
        return data


def _is_of_project(path: str) -> bool:
    folder, *inside = path.split("/")
    return folder in PROJECT_FOLDERS and bool(inside) and not any(part.startswith(".") for part in inside)
