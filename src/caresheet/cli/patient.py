"""What `caresheet build --patient` does: the handouts for one person, in files of their own."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from caresheet.cli.making import open_files
from caresheet.cli.project import read
from caresheet.cli.report import show, tell
from caresheet.cli.selection import Wanted
from caresheet.model.person import Person

if TYPE_CHECKING:  # the pipeline loads every room; --help has no use for them
    from caresheet.app.building import BuildOptions
    from caresheet.app.patient_build import PatientBuild

ASK = Path("-")
"""The file name that means standard input, or questions at a terminal."""

patient_option = click.option(
    "--patient",
    type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path),
    metavar="FILE",
    help="Fill in the lines for one patient, from a file with lines like `name: value`; '-' asks for the values, or "
    "reads such lines. Only you can read the files, and nothing else is kept.",
)


def build_for_patient(wanted: Wanted, options: BuildOptions, patient: Path, folder: Path) -> tuple[Path, ...]:
    """Make and save what is wanted for the patient; returns the files."""
    from caresheet.app.patient_build import make_for_patient, plan_patient_build, read_patient_file, save_for_patient

    project = read(wanted.root, wanted.clinic)
    show(project.problems)
    build = plan_patient_build(project, wanted.handouts, release=options.release)
    person = _asked(build) if patient == ASK else read_patient_file(patient, build)
    return save_for_patient(make_for_patient(build, person, options.formats), folder)


def report_saved(paths: tuple[Path, ...], folder: Path, *, show_them: bool, quiet: bool) -> None:
    """Say where the files are; with `show_them`, open them."""
    from caresheet.app.patient_build import saved_lines

    tell(() if quiet else saved_lines(paths))
    if show_them:
        open_files(paths, folder)


def _asked(build: PatientBuild) -> Person:
    """The patient, from values that are typed in; an empty one leaves a line to write on."""
    from caresheet.app.patient_build import LARGEST, patient_of, read_patient

    if not sys.stdin.isatty():
        return read_patient(sys.stdin.read(LARGEST + 1), "standard input", build)
    click.echo("Press Enter to leave a line to write on.", err=True)
    return patient_of(build, lambda label: str(click.prompt(label, default="", show_default=False, err=True)))
