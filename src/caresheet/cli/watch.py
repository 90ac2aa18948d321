"""`caresheet watch`: make the handouts again whenever a file of the project is saved."""

from __future__ import annotations

import time
from pathlib import Path

import click

from caresheet.app.build_words import amounts
from caresheet.app.building import BuildOptions
from caresheet.app.places import ANOTHER_OUT, near
from caresheet.app.publishing import not_delivered, publish
from caresheet.app.requests import RequestError
from caresheet.app.watching import Watch
from caresheet.app.workers import cores
from caresheet.cli import options
from caresheet.cli.making import builder, show_publication
from caresheet.cli.report import printable, show, tell, warn
from caresheet.cli.selection import Wanted, selecting
from caresheet.model.counts import count, some
from caresheet.model.problem import CaresheetError

STAY = "The handouts stay as they are until that is fixed."


@click.command()
@selecting
@options.out("handouts", "build/")
@options.formats
def watch(*, wanted: Wanted, out: Path | None, formats: tuple[str, ...]) -> None:
    """Make the handouts, and again what changes whenever a file of the project is saved.

    Problems are printed, and the last good handouts stay until they are fixed. Ctrl-C ends it.
    """
    folder = out or near(wanted.root / "build")
    watching = Watch(wanted.root, wanted.clinic)
    is_made = _renewed(wanted, formats, folder, again=False)
    click.echo("Watching content/, layouts/, labels/ and the clinic's profile. Ctrl-C ends it.")
    while True:
        try:
            names = watching.next_changes()
        except KeyboardInterrupt:  # this is how it ends, and nothing was interrupted
            click.echo(err=True)  # so that the prompt of the shell does not stand behind ^C
            return
        click.echo(f"{time.strftime('%H:%M:%S')}  {printable(some(names))}")
        try:
            is_made |= _renewed(wanted, formats, folder, again=is_made)
        except RequestError as error:  # what was asked for has gone from the project, and may come back
            warn(error.words)


def _renewed(wanted: Wanted, formats: tuple[str, ...], folder: Path, *, again: bool) -> bool:
    """One round: make everything, or `again` what has changed, and publish it; returns whether that could be done."""
    try:
        result = builder(wanted, quiet=again).build(wanted.handouts, BuildOptions(formats, processes=cores()))
        show((*result.faults, *result.problems))
        new = not_delivered(result, folder) if again else None
        publication = publish(result, folder, now=time.time(), only=new, otherwise=ANOTHER_OUT)
    except RequestError:
        raise
    except CaresheetError as error:
        show(error.problems)
        click.echo(STAY, err=True)
        return False
    if result.missing:
        click.echo(f"{count(len(result.missing), 'handout')} could not be made. {STAY}", err=True)
    if not result.handouts:
        return False
    show_publication(publication, folder, quiet=False)
    if new is None:
        tell((amounts(result, publication, folder),))
    elif not new:
        click.echo("nothing that is printed has changed")
    return True
