"""A tree of files becomes a project: the only room that knows YAML, schemas and pictures.

Who only asks a folder for its files loads nothing of that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from caresheet.source.folder import Folder

if TYPE_CHECKING:
    from caresheet.model.files import Files
    from caresheet.model.project import Project

__all__ = ["Folder", "read_project"]


def read_project(files: Files, clinic: tuple[Files, str]) -> Project:
    """Everything in content/, layouts/ and labels/, with one clinic's profile: the tree it lies in, and its path.

    Raises CaresheetError with everything that is wrong with any file, in the order of files and lines.
    """
    from caresheet.source.project import read_whole

    return read_whole(files, clinic)
