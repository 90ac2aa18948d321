"""Starting a project: a small one that builds at once and explains itself."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path, PurePosixPath

from caresheet.delivery import write_file
from caresheet.model.problem import CaresheetError, Problem
from caresheet.model.rules import NOT_WRITABLE

HIDDEN = ("github", "gitignore", "pre-commit-config.yaml", "vscode")
"""Files and folders of the starter whose names begin with a dot in a project; in the package, tools would heed them."""
SCHEMAS = ("content", "topic", "clinic", "layout", "labels")
"""The kinds of files that people write: editors complete them by these schemas."""
_REPOSITORY = ".git"


def start_project(folder: Path) -> None:
    """Write the starter project to `folder`, which must be new or empty but for a repository. Raises CaresheetError
    (not-writable)."""
    if folder.is_dir() and any(path.name != _REPOSITORY for path in folder.iterdir()):
        message, hint = f"{folder} is not empty", "name a folder that is new or empty"
        raise CaresheetError((Problem(None, NOT_WRITABLE, message, hint),))
    for path, data in (*starter(), *_schemas()):
        write_file(data, folder / path)


def starter() -> Iterator[tuple[PurePosixPath, bytes]]:
    """Every file of the starter project: its path and its bytes."""
    for entry in sorted((files("caresheet") / "starter").iterdir(), key=lambda entry: entry.name):
        name = f".{entry.name}" if entry.name in HIDDEN else entry.name
        yield from _walk(entry, PurePosixPath(name))


def _walk(entry: Traversable, path: PurePosixPath) -> Iterator[tuple[PurePosixPath, bytes]]:
    if entry.is_dir():
        for inner in sorted(entry.iterdir(), key=lambda inner: inner.name):
            yield from _walk(inner, path / inner.name)
    else:
        yield path, entry.read_bytes()


def _schemas() -> Iterator[tuple[PurePosixPath, bytes]]:
    # Schemas load the table of blocks, which --help must not pay for.
    from caresheet.source.schemas import schema

    return ((PurePosixPath(".vscode", "schemas", f"{kind}.json"), schema(kind).encode("utf-8")) for kind in SCHEMAS)
