"""What all commands that make handouts have in common: the cache, the progress bar, and the words about the result."""

from __future__ import annotations

import os
from pathlib import Path

import click

from caresheet.app.building import Builder, BuildResult
from caresheet.app.publishing import Publication
from caresheet.app.sources import Sources
from caresheet.app.user_cache import user_cache
from caresheet.cli.exits import Exit
from caresheet.cli.report import count, progress, show, warn
from caresheet.cli.selection import Wanted

ELSEWHERE = "choose another folder with --out"
"""What to do about a folder that cannot be written to."""


def builder(wanted: Wanted, *, quiet: bool) -> Builder:
    """What makes the handouts of the project, with the user's cache and a progress bar."""
    sources = Sources.in_folder(wanted.root, wanted.clinic)
    return Builder(sources, user_cache(os.environ), progress(quiet=quiet))


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


def exit_code(done: int, wanted: int) -> Exit:
    """What to tell the shell when so many of what was wanted could be done."""
    if done == wanted:
        return Exit.DONE
    return Exit.PARTLY if done else Exit.PROBLEMS


def open_file(path: Path) -> None:
    """Show a file, or a folder, in the program that the system has for it."""
    if click.launch(str(path)) != 0:
        warn(f"{path} was made, but no program was found to open it")
