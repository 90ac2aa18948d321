"""Projects of the tests, put together from their own content and the layouts that the program ships."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
"""The repository, whose `layouts` any topic must be able to use."""


@dataclass(frozen=True)
class Memory:
    """A tree of files that is nowhere but here."""

    files: dict[str, bytes]

    def paths(self) -> tuple[str, ...]:
        return tuple(sorted(self.files))

    def read(self, path: str) -> bytes:
        return self.files[path]


def wound_care() -> Memory:
    """The test topic in another field, with the three layouts of the repository."""
    content = _under(ROOT / "tests" / "projects" / "wound-care")
    layouts = {path: data for path, data in _under(ROOT).items() if path.startswith("layouts/")}
    return Memory(content | layouts)


def _under(root: Path) -> dict[str, bytes]:
    folders = (root / "content", root / "layouts")
    files = (path for folder in folders for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in files}
