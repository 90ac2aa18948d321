"""Which files were read and what was in them, so that a later run can tell whether anything has changed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

from msgspec import Struct

from caresheet.model.files import Files
from caresheet.model.problem import CaresheetError

LISTING = ""
"""The path of the dependency on which files there are."""


class Dependency(Struct, frozen=True):
    """Something that was read in one tree: the sha256 of a file, or of the list of all paths; empty where the file
    could not be read."""

    tree: str
    path: str
    sha256: str


class Recorder:
    """Files that record what is read of them. `tree` is the name that their dependencies carry."""

    def __init__(self, files: Files, tree: str) -> None:
        self._files = files
        self._tree = tree
        self._sha256s: dict[str, str] = {}

    @property
    def dependencies(self) -> tuple[Dependency, ...]:
        """Everything that was read so far, once, in the order in which it was read."""
        return tuple(Dependency(self._tree, path, answer) for path, answer in self._sha256s.items())

    def paths(self) -> tuple[str, ...]:
        """Every path in the tree, sorted."""
        paths = self._files.paths()
        self._sha256s[LISTING] = _of_paths(paths)
        return paths

    def read(self, path: str) -> bytes:
        """The whole file. Raises CaresheetError as the files do."""
        try:
            data = self._files.read(path)
        except CaresheetError:
            self._sha256s[path] = ""
            raise
        self._sha256s[path] = hashlib.sha256(data).hexdigest()
        return data


def unchanged(dependencies: Iterable[Dependency], trees: Mapping[str, Files]) -> bool:
    """Whether everything in the trees is as it was when it was read."""
    return all(one.tree in trees and _sha256(trees[one.tree], one.path) == one.sha256 for one in dependencies)


def _sha256(files: Files, path: str) -> str:
    try:
        return _of_paths(files.paths()) if path == LISTING else hashlib.sha256(files.read(path)).hexdigest()
    except CaresheetError:
        return ""


def _of_paths(paths: tuple[str, ...]) -> str:
    return hashlib.sha256("\0".join(paths).encode("utf-8", "surrogateescape")).hexdigest()
