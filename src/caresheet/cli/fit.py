"""`caresheet fit`: how the handouts fill their pages."""

from __future__ import annotations

import sys

import click

from caresheet.app.selection import choose, missing
from caresheet.cli.exits import Exit, exit_code
from caresheet.cli.progress import progress
from caresheet.cli.project import read
from caresheet.cli.report import show
from caresheet.cli.selection import Wanted, selecting


@click.command()
@selecting
def fit(*, wanted: Wanted) -> None:
    """Show pages, type size, spacing and room of each handout.

    Room is what the page budget would still take at the smallest type and the tightest spacing that the layout allows.
    """
    from caresheet.app.fitting import measure

    project = read(wanted.root, wanted.clinic)
    jobs, absent = choose(project, wanted.handouts), missing(project, wanted.handouts)
    show(project.problems)
    fits = list(progress(label="Measuring handouts")(map(measure, jobs), len(jobs)))
    width = max((len(one.name) for one in fits), default=0)
    for one in fits:
        click.echo(f"{one.name:{width}}  {one.words}")
        show(one.problems)
    if any(one.problems for one in fits):
        sys.exit(Exit.PROBLEMS)
    sys.exit(exit_code(len(fits), len(fits) + len(absent)))
