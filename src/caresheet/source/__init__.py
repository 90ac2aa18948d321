"""Reads a tree of files into a project. Only this package knows YAML, schemas and picture files.

A folder can be listed without loading any of that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from caresheet.source.folder import Folder

if TYPE_CHECKING:
    from caresheet.model.files import Files, Kept
    from caresheet.model.project import Project
    from caresheet.model.reference import BlockReference, FileReference

__all__ = ["Folder", "block_references", "file_references", "read_project", "read_sound_part"]


def read_project(files: Files, clinic: tuple[Files, str]) -> Project:
    """Everything in content/, layouts/ and labels/, with one clinic's profile, given by its tree of files and its path.

    Raises CaresheetError with all problems of all files, sorted by file and line.
    """
    from caresheet.source.project import read_whole

    return read_whole(files, clinic)


def read_sound_part(
    files: Files, clinic: tuple[Files, str], languages: frozenset[str] = frozenset(), kept: Kept | None = None
) -> Project:
    """The same, but in spite of faults: without the handouts that faulty files are behind, and with all problems. Given
    `languages`, topics are read only in these, in what they translate and in the second languages of layouts. A topic
    in one language that was read before without faults comes from `kept` as long as none of its files has changed.

    Raises CaresheetError with all problems where they leave nothing to make: the clinic's profile is faulty, or there
    is no project.
    """
    from caresheet.source.project import read_sound

    return read_sound(files, clinic, languages, kept)


def block_references() -> tuple[BlockReference, ...]:
    """Every kind of block with its keys, what it prints, and its smallest example, in the order of the table."""
    from caresheet.source.reference import all_blocks

    return all_blocks()


def file_references() -> tuple[FileReference, ...]:
    """Every kind of file with all its keys; those of blocks, which stand in content, are in `block_references`."""
    from caresheet.source.file_reference import all_files

    return all_files()
