"""`caresheet verify`: whether what was published is still what the project says."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from caresheet.app.places import near
from caresheet.app.selection import Selection
from caresheet.app.verifying import Verification, verdict_lines
from caresheet.app.verifying import verify as verdicts_on
from caresheet.app.workers import cores
from caresheet.cli import options
from caresheet.cli.exits import Exit
from caresheet.cli.progress import progress
from caresheet.cli.project import project_folder
from caresheet.cli.report import tell
from caresheet.cli.selection import narrowing
from caresheet.model.counts import count


@click.command()
@click.argument("folder", metavar="[DIR]", type=options.FOLDER, required=False)
@click.option(
    "--clinic",
    "profiles",
    type=options.FILE,
    multiple=True,
    metavar="FILE",
    help="A clinic profile outside the project that the folder was built with; repeat for several.",
)
@narrowing
@options.project
@click.option("--quiet", "-q", is_flag=True, help="List only what is not up to date.")
def verify(
    *,
    folder: Path | None,
    profiles: tuple[Path, ...],
    handouts: Selection,
    root: Path | None,
    quiet: bool,
) -> None:
    """Compare the handouts in DIR (by default build/) with what the project makes today, and fail if they differ.

    Every handout is made again in memory, for each clinic that the folder was built for and in each of its formats.
    Nothing is written.
    """
    root = project_folder(root)
    folder = folder or near(root / "build")
    asked = Verification(root, folder, handouts, profiles, cores())
    verdicts = verdicts_on(asked, progress(quiet=quiet))
    tell(verdict_lines(verdicts, folder, quiet=quiet))
    bad = sum(not verdict.state.is_good for verdict in verdicts)
    if bad:
        click.echo(f"{bad} of {count(len(verdicts), 'file')} should not stay published: build again", err=True)
        sys.exit(Exit.PROBLEMS)
    if not quiet:
        click.echo(f"{count(len(verdicts), 'file')} in {folder}: all up to date")
