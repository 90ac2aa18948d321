"""What was asked of a tree of files and what it answered, so that one can ask again instead of reading."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

from msgspec import Struct

from caresheet.model.files import Files
from caresheet.model.problem import CaresheetError

LISTING = ""
"""The path of a step that asked which files there are."""


class Step(Struct, frozen=True):
    """One question to one tree: the sha256 of a file, or of the list of all paths; empty where it refused."""

    tree: str
    path: str
    sha256: str


class Recorder:
    """Files that remember what they were asked. `tree` is the name by which they are found again."""

    def __init__(self, files: Files, tree: str) -> None:
        self._files = files
        self._tree = tree
        self._answers: dict[str, str] = {}

    @property
    def steps(self) -> tuple[Step, ...]:
        """Every question so far, once, in the order in which they were asked."""
        return tuple(Step(self._tree, path, answer) for path, answer in self._answers.items())

    def paths(self) -> tuple[str, ...]:
        """Every path in the tree, sorted."""
        paths = self._files.paths()
        self._answers[LISTING] = _of_paths(paths)
        return paths

    def read(self, path: str) -> bytes:
        """The whole file. Raises CaresheetError as the files do."""
        try:
            data = self._files.read(path)
        except CaresheetError:
            self._answers[path] = ""
            raise
        self._answers[path] = hashlib.sha256(data).hexdigest()
        return data


def still_true(steps: Iterable[Step], trees: Mapping[str, Files]) -> bool:
    """Whether the trees answer every question as they did."""
    return all(step.tree in trees and _answer(trees[step.tree], step.path) == step.sha256 for step in steps)


def _answer(files: Files, path: str) -> str:
    try:
        return _of_paths(files.paths()) if path == LISTING else hashlib.sha256(files.read(path)).hexdigest()
    except CaresheetError:
        return ""


def _of_paths(paths: tuple[str, ...]) -> str:
    return hashlib.sha256("\0".join(paths).encode("utf-8", "surrogateescape")).hexdigest()
