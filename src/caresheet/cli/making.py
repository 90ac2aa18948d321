"""What all commands that make handouts have in common: the cache, the progress, and the words about the result."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import click

from caresheet.app.building import Builder, BuildOptions, BuildResult
from caresheet.app.publishing import Publication, earlier_files
from caresheet.app.requests import RequestError
from caresheet.app.sources import Sources
from caresheet.app.user_cache import user_cache
from caresheet.cli.exits import Exit
from caresheet.cli.progress import progress
from caresheet.cli.report import show, warn
from caresheet.cli.selection import Wanted
from caresheet.model.counts import count
from caresheet.model.manifest import ManifestEntry
from caresheet.model.problem import CaresheetError

NAMED = 3
"""Old files that are named; of more, the number is given."""
ELSEWHERE = "choose another folder with --out"
"""What to do about a folder that cannot be written to."""


def builder(wanted: Wanted, *, quiet: bool) -> Builder:
    """What makes the handouts of the project, with the user's cache and a line of progress."""
    sources = Sources.in_folder(wanted.root, wanted.clinic)
    return Builder(sources, user_cache(os.environ), progress(quiet=quiet))


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
    for line in () if quiet else result.left_out:
        click.echo(line, err=True)
    if not result.handouts:
        _leave_empty_handed(wanted, folder)
    _show_missing(result, folder)
    return result


def _leave_empty_handed(wanted: Wanted, folder: Path) -> NoReturn:
    click.echo("Nothing was written.", err=True)
    chosen, edition = wanted.handouts, wanted.handouts.edition
    _show_earlier(
        folder,
        lambda entry: entry.edition == edition and chosen.includes(entry.topic, entry.language, entry.layout),
    )
    sys.exit(Exit.PROBLEMS)


def _show_missing(result: BuildResult, folder: Path) -> None:
    """Say how many of the wanted handouts could not be made, and which old files are still there instead."""
    if not result.missing:
        return
    click.echo(f"{count(len(result.missing), 'handout')} could not be made.", err=True)
    clinic, edition = result.handouts[0].entries[0].clinic, result.selection.edition

    def is_missing(entry: ManifestEntry) -> bool:
        return (entry.clinic, entry.edition) == (clinic, edition) and any(
            each.covers(entry.topic, entry.language, entry.layout) for each in result.missing
        )

    _show_earlier(folder, is_missing)


def _show_earlier(folder: Path, is_meant: Callable[[ManifestEntry], bool]) -> None:
    names = earlier_files(folder, is_meant)
    if names:
        more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
        click.echo(f"Still in {folder}{os.sep} from an earlier build: {', '.join(names[:NAMED])}{more}", err=True)


def show_publication(publication: Publication, folder: Path, *, quiet: bool) -> None:
    """Say where each artifact is, what could not be written, and what has become of handouts that are made no more."""
    show(publication.problems)
    if not quiet:
        width = max((len(str(one.path)) for one in publication.delivered), default=0)
        for one in publication.delivered:
            pages = f"  {count(one.artifact.pages, 'page')}" if one.artifact.pages is not None else ""
            click.echo(f"{one.path!s:{width if pages else 0}}{pages}")
        for entry in publication.removed:
            click.echo(f"{folder / entry.name}  removed: no handout has this name any more")
    for entry in publication.left_alone:
        warn(f"{folder / entry.name} is no longer made, but it was changed or is open in another program: it was kept")


def summarize(result: BuildResult, publication: Publication, folder: Path) -> None:
    """Say how much of a build went where."""
    names = {one.artifact.name for one in publication.delivered}
    handouts = [one.handout for one in result.handouts if any(each.name in names for each in one.handout.artifacts)]
    pages = sum(one.artifact.pages or 0 for one in publication.delivered)
    files = [count(len(names), "file")] if len(names) != len(handouts) else []
    amounts = [count(len(handouts), "handout"), *files, *([count(pages, "page")] if pages else [])]
    click.echo(f"{', '.join(amounts)}, in {folder}{os.sep}")


def open_file(path: Path) -> None:
    """Show a file, or a folder, in the program that the system has for it."""
    if click.launch(str(path)) != 0:
        warn(f"{path} was made, but no program was found to open it")
