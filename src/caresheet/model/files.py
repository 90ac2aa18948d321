"""A tree of files, wherever it lies: a folder, a git revision, a test's memory."""

from __future__ import annotations

from typing import Protocol


class Files(Protocol):
    """Files by path. Paths are relative to the root and use `/`."""

    def paths(self) -> tuple[str, ...]:
        """Every path in the tree, sorted."""
        ...

    def read(self, path: str) -> bytes:
        """The whole file. Raises CaresheetError where there is none, where it lies outside, or is beyond all sense."""
        ...
