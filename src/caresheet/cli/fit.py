"""`caresheet fit`: how the handouts fill their pages."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from caresheet.app.selection import choose, missing
from caresheet.app.sources import read_folder
from caresheet.cli.exits import Exit, exit_code
from caresheet.cli.progress import progress
from caresheet.cli.report import count, show
from caresheet.cli.selection import Wanted, selecting
from caresheet.model.look import POINTS_PER_MM

if TYPE_CHECKING:  # the pipeline loads every room; --help has no use for them
    from caresheet.app.fitting import Fit


@click.command()
@selecting
def fit(*, wanted: Wanted) -> None:
    """Show pages, type size, spacing and room of each handout.

    Room is what the page budget would still take at the smallest type and the tightest spacing that the layout allows.
    """
    from caresheet.app.fitting import measure

    project = read_folder(wanted.root, wanted.clinic)
    jobs, absent = choose(project, wanted.handouts), missing(project, wanted.handouts)
    show(project.problems)
    fits = list(progress(label="Measuring handouts")(map(measure, jobs), len(jobs)))
    width = max((len(one.name) for one in fits), default=0)
    for one in fits:
        click.echo(f"{one.name:{width}}  {_words(one)}")
        show(one.problems)
    if any(one.problems for one in fits):
        sys.exit(Exit.PROBLEMS)
    sys.exit(exit_code(len(fits), len(fits) + len(absent)))


def _words(one: Fit) -> str:
    if one.room is None and one.problems:
        return "cannot be made"
    if one.page_layout is None:
        missing = f", {-one.room / POINTS_PER_MM:.0f} mm are missing" if one.room is not None and one.room < 0 else ""
        return f"does not fit{missing}"
    page_layout = one.page_layout
    pages = (
        f"{page_layout.counted} of {count(one.budget.maximum, 'page')}"
        if one.budget
        else count(page_layout.counted, "page")
    )
    besides = len(page_layout.pages) - page_layout.counted
    more = f" and {besides} that do not count" if besides else ""
    room = f"room for {one.room / POINTS_PER_MM:.0f} mm" if one.room is not None else "no budget"
    return f"{pages}{more}, type {page_layout.body_size:g} pt, spacing {page_layout.looseness:.0%}, {room}"
