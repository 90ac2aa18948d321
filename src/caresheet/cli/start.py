"""`caresheet init`: a small project that builds at once and teaches the language."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path, PurePosixPath

import click

from caresheet.cli.report import near
from caresheet.model.problem import CaresheetError, Problem
from caresheet.model.rules import NOT_WRITABLE


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
def init(folder: Path) -> None:
    """Start a small project in DIR, which must be new or empty."""
    from caresheet.delivery import put

    if folder.is_dir() and any(folder.iterdir()):
        hint = "name a folder that is new or empty"
        raise CaresheetError((Problem(None, NOT_WRITABLE, f"{folder} is not empty", hint),))
    for path, data in starter():
        put(data, folder / path)
    click.echo(f"{near(folder.absolute())} now holds a small project: read its files, they explain themselves.")
    step = "" if folder.resolve() == Path.cwd() else f" --project {quoted(folder)}"
    click.echo(f"Make its handouts with:  caresheet build{step}")


def starter() -> Iterator[tuple[PurePosixPath, bytes]]:
    """Every file of the starter project by its path, with its bytes."""
    return _walk(files("caresheet") / "starter", PurePosixPath())


def quoted(path: Path) -> str:
    """The path as one argument of a command line, in quotes that every shell takes."""
    return f'"{path}"' if " " in str(path) else str(path)


def _walk(folder: Traversable, path: PurePosixPath) -> Iterator[tuple[PurePosixPath, bytes]]:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            yield from _walk(entry, path / entry.name)
        else:
            yield path / entry.name, entry.read_bytes()
