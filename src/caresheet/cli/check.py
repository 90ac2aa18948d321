"""`caresheet check`: what is wrong with content, layouts and clinics, for people and for programs."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from msgspec import Struct

from caresheet.app.places import repository_around
from caresheet.app.selection import Selection
from caresheet.cli.documents import TEXT, DocumentCommand, output_option
from caresheet.cli.exits import Exit
from caresheet.cli.progress import progress
from caresheet.cli.project import clinic_option, places, project_and_clinic, project_option
from caresheet.cli.report import line_of
from caresheet.cli.selection import narrowing
from caresheet.model.problem import Problem

if TYPE_CHECKING:  # the pipeline loads every room; --help has no use for them
    from caresheet.app.checking import CheckReport

PROGRAMS = ("json", "sarif", "github")
"""Formats that programs read."""


class _Asked(Struct, frozen=True):
    """What was asked for; each field is the parameter of an option."""

    files: tuple[Path, ...]
    handouts: Selection
    clinic: str | None
    pages: bool
    form: str
    fail_on: str
    root: Path | None


def _failure(form: str, problems: tuple[Problem, ...]) -> str:
    """The report for a program when nothing could be checked: it lists the problems."""
    from caresheet.app.checking import CheckReport

    return "" if form not in PROGRAMS else _written(CheckReport(problems, (), (), pages=False), form)


@click.command(cls=DocumentCommand, failure=_failure)
@click.argument("files", metavar="[FILE]...", nargs=-1, type=click.Path(path_type=Path))
@clinic_option
@narrowing
@click.option("--pages", is_flag=True, help="Also lay out the pages and check them.")
@output_option(*PROGRAMS)
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning"]),
    default="error",
    help="Exit with code 1 for problems of this severity or worse.",
)
@project_option
def check(**given: Any) -> None:  # noqa: ANN401 - click hands over what the options of the command are
    """Check the project's content, layouts and clinic profile. With FILEs or folders, report only problems in them.

    Rules about laid-out pages are checked with --pages, and by build.
    """
    from caresheet.app.checking import check_folder, project_of, require_inside
    from caresheet.app.report_formats import grades_as_text, summary

    asked = _Asked(**given)
    root, clinic = project_and_clinic(asked.root or project_of(asked.files), asked.clinic)
    require_inside(asked.files, root)
    watched = progress(label="Checking handouts")
    report = check_folder(root, clinic, asked.handouts, pages=asked.pages, progress=watched)
    if asked.files:
        report = report.about(asked.files, root)
    click.echo(_written(report, asked.form), nl=False)
    if asked.form == TEXT:
        if not asked.files:
            click.echo(grades_as_text(report.grades), nl=False)
        click.echo("; ".join(summary(report)), err=True)
    if report.has_failed(warnings=asked.fail_on == "warning"):
        sys.exit(Exit.PROBLEMS)


def _written(report: CheckReport, form: str) -> str:
    from caresheet.app.report_formats import as_github, as_json, as_sarif, as_text

    known, here = places(), Path.cwd()
    if known and form != TEXT:  # text is for people, and written like all problems
        reader = here if form == "json" else repository_around(known.root) or here
        report = report.moved(lambda file: known.seen_from(reader, file))
    match form:
        case "json":
            return as_json(report)
        case "sarif":
            return as_sarif(report)
        case "github":
            return as_github(report)
        case _:
            return as_text(report, line_of)
