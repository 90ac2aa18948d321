"""A tree of files, wherever it is stored: in a folder, a git revision, or memory; and bytes that are kept for later."""

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


class Kept(Protocol):
    """Bytes that are kept under a name for later. Any of them may be lost meanwhile."""

    def get(self, key: str) -> bytes | None:
        """What was put there, byte for byte, or None."""
        ...

    def put(self, key: str, data: bytes) -> None:
        """Keep the bytes."""
        ...
