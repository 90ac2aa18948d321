"""What all commands that make handouts have in common: the cache, the progress, and the words about the result."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

import click

from caresheet.app.build_words import kept_warnings, not_made_lines, nothing_written, published_lines
from caresheet.app.building import Builder, BuildOptions, BuildResult
from caresheet.app.publishing import Publication
from caresheet.app.requests import RequestError
from caresheet.app.sources import Sources
from caresheet.app.user_cache import user_cache
from caresheet.cli.exits import Exit
from caresheet.cli.progress import progress
from caresheet.cli.report import show, tell, warn
from caresheet.cli.selection import Wanted
from caresheet.model.problem import CaresheetError


def builder(wanted: Wanted, *, quiet: bool) -> Builder:
    """What makes the handouts of the project, with the user's cache and a line of progress."""
    cache = user_cache(os.environ)
    return Builder(Sources.in_folder(wanted.root, wanted.clinic, cache), cache, progress(quiet=quiet))


def made(wanted: Wanted, options: BuildOptions, folder: Path, *, quiet: bool) -> BuildResult:
    """Make what is wanted, and say what is wrong; at least one handout is there. Where none can be made, say what
    earlier builds have left in `folder`, and leave with the exit code for problems."""
    try:
        result = builder(wanted, quiet=quiet).build(wanted.handouts, options)
    except RequestError:
        raise
    except CaresheetError as error:
        show(error.problems)
        _leave_empty_handed(wanted, folder)
    show((*result.faults, *result.problems))
    tell(() if quiet else result.left_out, err=True)
    if not result.handouts:
        _leave_empty_handed(wanted, folder)
    tell(not_made_lines(result, folder), err=True)
    return result


def _leave_empty_handed(wanted: Wanted, folder: Path) -> NoReturn:
    tell(nothing_written(wanted.handouts, folder), err=True)
    sys.exit(Exit.PROBLEMS)


def show_publication(publication: Publication, folder: Path, *, quiet: bool) -> None:
    """Say where each artifact is, what could not be written, and what has become of handouts that are made no more."""
    show(publication.problems)
    tell(() if quiet else published_lines(publication, folder))
    warn(*kept_warnings(publication, folder))


def open_files(paths: Sequence[Path], folder: Path) -> None:
    """Show the only file, or the folder of several; nothing if there is none."""
    if paths:
        open_file(paths[0] if len(paths) == 1 else folder)


def open_file(path: Path) -> None:
    """Show a file, or a folder, in the program that the system has for it."""
    if click.launch(str(path)) != 0:
        warn(f"{path} was made, but no program was found to open it")
