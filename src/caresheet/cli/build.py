"""`caresheet build`: make the handouts and put them into a folder."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import click

from caresheet.app.building import BuildOptions, BuildResult
from caresheet.app.publishing import publish
from caresheet.app.workers import cores
from caresheet.cli.exits import exit_code
from caresheet.cli.making import ELSEWHERE, made, open_file, show_publication, summarize
from caresheet.cli.patient import build_for_patient, patient_option, report_saved
from caresheet.cli.report import near, printable
from caresheet.cli.selection import Wanted, format_option, out_option, release_option, selecting
from caresheet.model.counts import count
from caresheet.model.press import Sheets

SAME = "not made again: neither its words nor its look have changed"


@click.command()
@selecting
@out_option
@format_option
@click.option("--open", "show_them", is_flag=True, help="Open the finished file; if there are several, their folder.")
@release_option
@click.option("--fillable", is_flag=True, help="Make forms to fill in on a screen: files that end with -fillable.pdf.")
@click.option("--booklet", is_flag=True, help="Put two pages on a side, in the order of a folded booklet.")
@click.option(
    "--n-up", type=click.Choice(["2", "4"]), help="Put 2 or 4 pages on a side, or as many copies of a one-page handout."
)
@click.option("--print-marks", "marks", is_flag=True, help="Add crop marks, with TrimBox and BleedBox.")
@patient_option
@click.option("--explain", is_flag=True, help="Say why each handout was made again, or why not.")
@click.option(
    "--jobs", type=click.IntRange(1, 999), metavar="NUMBER", help="How many processes to use. Default: one per core."
)
@click.option("--quiet", "-q", is_flag=True, help="Print only problems.")
def build(
    *,
    wanted: Wanted,
    out: Path | None,
    formats: tuple[str, ...],
    show_them: bool,
    release: bool,
    fillable: bool,
    booklet: bool,
    n_up: str | None,
    marks: bool,
    patient: Path | None,
    explain: bool,
    jobs: int | None,
    quiet: bool,
) -> None:
    """Make the handouts of all topics, or only of the given TOPICs."""
    if booklet and n_up:
        raise click.UsageError("A booklet has two pages on a side: leave out --n-up.")
    sheets = Sheets.BOOKLET if booklet else Sheets(f"{n_up}-up") if n_up else Sheets.PAGES
    wanted = wanted.made_as(fillable=fillable, sheets=sheets, marks=marks)
    options = BuildOptions(formats, release=release, processes=jobs or cores())
    folder = out or near(wanted.root / "build")
    if patient:
        report_saved(build_for_patient(wanted, options, patient, folder), folder, show_them=show_them, quiet=quiet)
        return
    result = made(wanted, options, folder, quiet=quiet)
    if explain:
        _explain(result)
    publication = publish(result, folder, now=time.time(), otherwise=ELSEWHERE)
    show_publication(publication, folder, quiet=quiet)
    if not quiet:
        summarize(result, publication, folder)
    if show_them and publication.paths:
        open_file(publication.paths[0] if len(publication.paths) == 1 else folder)
    asked = (len(result.handouts) + len(result.missing)) * len(formats)
    sys.exit(exit_code(len(publication.delivered), asked + bool(publication.problems)))


def _explain(result: BuildResult) -> None:
    for one in result.handouts:
        first, *others = one.because or (SAME,)
        more = f" (and {count(len(others), 'more change')})" if others else ""
        click.echo(f"{one.handout.name}: {printable(first)}{more}")
