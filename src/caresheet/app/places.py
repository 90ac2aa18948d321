"""Where the files of a project are, as seen by whoever reads a message about them."""

from __future__ import annotations

import os
from pathlib import Path

from msgspec import Struct

from caresheet.app.ports import current_folder

FOLDERS = ("content", "layouts", "labels")
"""The folders of a project that handouts are made from."""
ANOTHER_OUT = "choose another folder with --out"
"""What to do about a folder that cannot be written to."""


class Places(Struct, frozen=True):
    """The project's folder, and the clinic's profile that was asked for, both absolute."""

    root: Path
    clinic: Path | None = None

    def seen_from(self, folder: Path, file: str) -> str:
        """The path from `folder` (absolute), with `/`, of a file that a problem names; absolute where no path leads
        there (another drive of Windows). What is not a file of the project, nor one beside its clinic's profile, is
        named as it is."""
        path = self._path(file)
        if path is None:
            return file
        try:
            return Path(os.path.relpath(path, folder)).as_posix()
        except ValueError:
            return path.as_posix()

    def _path(self, file: str) -> Path | None:
        if file.split("/", maxsplit=1)[0] in FOLDERS:
            return self.root / file
        if self.clinic and not self.clinic.is_relative_to(self.root) and (self.clinic.parent / file).exists():
            return self.clinic.parent / file
        return None


def repository_around(folder: Path) -> Path | None:
    """The nearest folder at or above this one that git keeps (the top of a working tree); None if it keeps none."""
    return next((each for each in (folder, *folder.parents) if (each / ".git").exists()), None)


def near(path: Path) -> Path:
    """The path relative to the current folder if it is inside that folder; otherwise the path as it is."""
    here = current_folder()
    return path.relative_to(here) if path.is_relative_to(here) else path


def quoted(path: Path) -> str:
    """The path as one argument of a command line, in quotes that every shell accepts."""
    return f'"{path}"' if " " in str(path) else str(path)
