"""`caresheet build`: make the handouts and put them into a folder."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Any

import click
from msgspec.structs import replace

from caresheet.app.build_orders import BuildOrder
from caresheet.app.build_words import amounts, reasons
from caresheet.app.places import ANOTHER_OUT, near
from caresheet.app.publishing import publish
from caresheet.cli import options
from caresheet.cli.exits import exit_code
from caresheet.cli.making import made, open_files, show_publication
from caresheet.cli.patient import build_for_patient, patient_option, report_saved
from caresheet.cli.report import tell
from caresheet.cli.selection import Wanted, selecting


@click.command()
@selecting
@options.out("handouts", "build/")
@options.formats
@options.opening("file")
@options.release
@click.option("--fillable", is_flag=True, help="Make forms to fill in on a screen: files that end with -fillable.pdf.")
@click.option("--booklet", is_flag=True, help="Put two pages on a side, in the order of a folded booklet.")
@click.option(
    "--n-up", type=click.Choice(["2", "4"]), help="Put 2 or 4 pages on a side, or as many copies of a one-page handout."
)
@click.option("--print-marks", "marks", is_flag=True, help="Add crop marks, with TrimBox and BleedBox.")
@patient_option
@click.option("--explain", is_flag=True, help="Say why each handout was made again, or why not.")
@options.jobs
@options.quiet
def build(
    *,
    wanted: Wanted,
    out: Path | None,
    patient: Path | None,
    show_them: bool,
    explain: bool,
    quiet: bool,
    **given: Any,  # noqa: ANN401 - click
) -> None:
    """Make the handouts of all topics, or only of the given TOPICs."""
    asked = BuildOrder(**given)
    wanted, how = replace(wanted, handouts=asked.selection(wanted.handouts)), asked.options
    folder = out or near(wanted.root / "build")
    if patient:
        report_saved(build_for_patient(wanted, how, patient, folder), folder, show_them=show_them, quiet=quiet)
        return
    result = made(wanted, how, folder, quiet=quiet)
    tell(reasons(result) if explain else ())
    publication = publish(result, folder, now=time.time(), otherwise=ANOTHER_OUT)
    show_publication(publication, folder, quiet=quiet)
    tell(() if quiet else (amounts(result, publication, folder),))
    if show_them:
        open_files(publication.paths, folder)
    files = (len(result.handouts) + len(result.missing)) * len(how.formats)
    sys.exit(exit_code(len(publication.delivered), files + bool(publication.problems)))
