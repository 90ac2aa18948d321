"""`caresheet check`: what is wrong with content, layouts and clinics, for people and for programs."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec.structs import replace

from caresheet.app.selection import Selection
from caresheet.app.user_cache import user_cache
from caresheet.cli import options
from caresheet.cli.documents import TEXT, DocumentCommand, output_option
from caresheet.cli.exits import Exit
from caresheet.cli.progress import progress
from caresheet.cli.project import places, project_and_clinic
from caresheet.cli.report import line_of
from caresheet.cli.selection import narrowing
from caresheet.model.edition import Edition
from caresheet.model.problem import Problem

if TYPE_CHECKING:  # the pipeline loads every room; --help has no use for them
    from caresheet.app.checking import CheckReport


PROGRAMS = ("json", "sarif", "github")
"""Formats that programs read."""


def _failure(form: str, problems: tuple[Problem, ...]) -> str:
    """The report for a program when nothing could be checked: it lists the problems."""
    from caresheet.app.checking import CheckReport

    return "" if form not in PROGRAMS else _written(CheckReport(problems, (), (), pages=False), form)


@click.command(cls=DocumentCommand, failure=_failure)
@click.argument("files", metavar="[FILE]...", nargs=-1, type=click.Path(path_type=Path))
@options.clinic
@narrowing
@options.bilingual
@click.option("--pages", is_flag=True, help="Also lay out the pages and check them.")
@output_option(*PROGRAMS)
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning"]),
    default="error",
    help="Exit with code 1 for problems of this severity or worse.",
)
@options.project
def check(
    *,
    files: tuple[Path, ...],
    handouts: Selection,
    bilingual: str | None,
    clinic: str | None,
    pages: bool,
    form: str,
    fail_on: str,
    root: Path | None,
) -> None:
    """Check the project's content, layouts and clinic profile. With FILEs or folders, report only problems in them.

    Rules about laid-out pages are checked with --pages, and by build.
    """
    from caresheet.app.checking import check_folder, project_of, require_inside
    from caresheet.app.report_formats import grades_as_text, summary

    folder, profile = project_and_clinic(root or project_of(files), clinic)
    require_inside(files, folder)
    wanted = replace(handouts, edition=Edition(bilingual=bilingual))
    told, cache = progress(label="Checking handouts"), user_cache(os.environ)
    report = check_folder(folder, profile, wanted, pages=pages, progress=told, cache=cache)
    report = report.about(files, folder) if files else report
    click.echo(_written(report, form), nl=False)
    if form == TEXT:
        click.echo("" if files else grades_as_text(report.grades), nl=False)
        click.echo("; ".join(summary(report)), err=True)
    if report.has_failed(warnings=fail_on == "warning"):
        sys.exit(Exit.PROBLEMS)


def _written(report: CheckReport, form: str) -> str:
    from caresheet.app.report_formats import as_text, for_programs

    return as_text(report, line_of) if form == TEXT else for_programs(report, form, places(), Path.cwd())
