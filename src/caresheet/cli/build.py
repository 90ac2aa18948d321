"""`caresheet build`: make the handouts and put them into a folder."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from caresheet.cli.exits import Exit
from caresheet.cli.handouts import publish, summarize
from caresheet.cli.making import Batch, make_batch
from caresheet.cli.report import count, near, printable, warn
from caresheet.cli.selection import Selection, out_option, selecting
from caresheet.cli.transcripts import KINDS, write_transcripts

SAME = "not made again: nothing that it prints or looks like has changed"


@click.command()
@selecting
@out_option
@click.option("--open", "show_them", is_flag=True, help="Open the PDF when it is made; of several, their folder.")
@click.option(
    "--release",
    is_flag=True,
    help="Refuse what is unreviewed, past its review date or has an error; with --clinic, missing emergency numbers.",
)
@click.option(
    "--format",
    "kinds",
    type=click.Choice(("pdf", *KINDS)),
    multiple=True,
    default=("pdf",),
    help="Words alone as plain text or as a page of HTML; more than once for several. Else a PDF.",
)
@click.option("--explain", is_flag=True, help="Say why each handout was made again, or why not.")
@click.option(
    "--jobs", type=click.IntRange(1, 999), metavar="NUMBER", help="How many work side by side; else one for each core."
)
@click.option("--quiet", "-q", is_flag=True, help="Say nothing but problems.")
def build(
    *,
    wanted: Selection,
    out: Path | None,
    show_them: bool,
    release: bool,
    kinds: tuple[str, ...],
    explain: bool,
    jobs: int | None,
    quiet: bool,
) -> None:
    """Make the handouts of all topics, or of each TOPIC."""
    words = [kind for kind in KINDS if kind in kinds]
    if words:
        write_transcripts(wanted, words, out, release=release, quiet=quiet)
    if "pdf" not in kinds:
        return
    batch = make_batch(wanted, release=release, quiet=quiet, processes=jobs)
    if explain:
        _explain(batch)
    folder = out or near(batch.root / "build")
    paths = publish(batch, folder, quiet=quiet)
    if not quiet:
        summarize(batch, paths, folder)
    if show_them:
        _open(paths, folder)
    if len(paths) < len(batch.handouts):
        sys.exit(Exit.PARTLY if paths else Exit.PROBLEMS)


def _explain(batch: Batch) -> None:
    for handout in batch.handouts:
        first, *others = handout.because or (SAME,)
        more = f" (and {count(len(others), 'more change')})" if others else ""
        click.echo(f"{handout.parcel.name}: {printable(first)}{more}")


def _open(paths: Sequence[Path], folder: Path) -> None:
    target = paths[0] if len(paths) == 1 else folder
    if paths and click.launch(str(target)) != 0:
        warn(f"{target} was made, but no program was found to open it")
