"""`caresheet preview`: what the handouts look like, as pictures."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from caresheet.app.building import BuildOptions
from caresheet.app.places import ANOTHER_OUT, near
from caresheet.app.previewing import PictureOptions, amount, contact_sheet_path, save_pictures
from caresheet.app.workers import cores
from caresheet.cli import options
from caresheet.cli.exits import exit_code
from caresheet.cli.making import made, open_files
from caresheet.cli.progress import progress
from caresheet.cli.report import show, tell, warn
from caresheet.cli.selection import Wanted, selecting


@click.command()
@selecting
@options.out("pictures", "build/preview/")
@click.option(
    "--dpi",
    type=click.IntRange(20, 300),
    metavar="NUMBER",
    default=100,
    show_default=True,
    help="Pixels per inch of paper; half as many on the contact sheet.",
)
@click.option("--gray", is_flag=True, help="As a black-and-white printer prints it.")
@options.opening("contact sheet")
@options.quiet
def preview(*, wanted: Wanted, out: Path | None, dpi: int, gray: bool, show_them: bool, quiet: bool) -> None:
    """Show what the handouts look like: one PNG per page, and one contact sheet per handout.

    The pictures of NAME.pdf are NAME-p01.png and so on; the contact sheet is NAME.png.
    """
    folder = out or near(wanted.root / "build" / "preview")
    result = made(wanted, BuildOptions(processes=cores()), folder, quiet=quiet)
    handouts = [one.handout for one in result.handouts]
    watched = progress(quiet=quiet, label="Making pictures")
    saved = save_pictures(handouts, folder, PictureOptions(dpi, gray), otherwise=ANOTHER_OUT, progress=watched)
    done = [each.handout for each in saved if not each.problems]
    for each in saved:
        show(each.problems)
        warn(*each.warnings)
        tell(() if quiet else each.lines(folder))
    tell(() if quiet else (amount(done, folder),))
    if show_them:
        open_files([contact_sheet_path(handout, folder) for handout in done], folder)
    sys.exit(exit_code(len(done), len(result.handouts) + len(result.missing)))
