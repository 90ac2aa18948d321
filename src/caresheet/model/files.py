"""A tree of files, wherever it is stored: in a folder, a git revision, or memory."""

from __future__ import annotations

from typing import Protocol


class Files(Protocol):
    """Files by path. Paths are relative to the root, with `/` between their parts."""

    def paths(self) -> tuple[str, ...]:
        """Every path in the tree, sorted."""
        ...

    def read(self, path: str) -> bytes:
        """The whole file. Raises CaresheetError if it does not exist, is outside the tree, or is too large."""
        ...
