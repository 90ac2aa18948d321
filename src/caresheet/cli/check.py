"""`caresheet check`: what is wrong with content, layouts and clinics, for people and for programs."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from caresheet.app.sources import find_root
from caresheet.cli.exits import Exit
from caresheet.cli.project import project_option, today_option
from caresheet.cli.report import count, line_of
from caresheet.model.grade import Grade, Grades
from caresheet.model.problem import Severity

if TYPE_CHECKING:  # the pipeline loads every room; --help has no use for them
    from caresheet.app.checking import CheckReport

FORMATS = ("text", "json", "sarif", "github")


@click.command()
@click.argument("files", metavar="[FILE]...", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--clinic",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="The clinic profile to check. Default: content/clinics/example.yaml.",
)
@click.option("--pages", is_flag=True, help="Also lay out the pages and check them.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", help="The output format.")
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning"]),
    default="error",
    help="Exit with code 1 for problems of this severity or worse.",
)
@project_option
@today_option
def check(
    *,
    files: tuple[Path, ...],
    clinic: Path | None,
    pages: bool,
    form: str,
    fail_on: str,
    root: Path | None,
    today: date,
) -> None:
    """Check the project's content, layouts and clinic profile. With FILEs, report only problems in these files.

    Rules about laid-out pages are checked with --pages, and by build.
    """
    from caresheet.app.checking import check_folder, project_around

    root = find_root(root or project_around(files))
    report = check_folder(root, clinic, today, pages=pages)
    if files:
        report = report.about(files, root)
    click.echo(_written(report, form), nl=False)
    if form == "text":
        if not files:
            _show_grades(report.grades)
        click.echo("; ".join(_summary(report)), err=True)
    if report.has_failed(warnings=fail_on == "warning"):
        sys.exit(Exit.PROBLEMS)


def _written(report: CheckReport, form: str) -> str:
    from caresheet.app.report_formats import as_github, as_json, as_sarif, as_text

    match form:
        case "json":
            return as_json(report)
        case "sarif":
            return as_sarif(report)
        case "github":
            return as_github(report)
        case _:
            return as_text(report, line_of)


def _show_grades(grades: tuple[Grades, ...]) -> None:
    """How hard each whole handout is to read, next to the limit for its readers."""
    width = max((len(each.handout) for each in grades), default=0)
    for each in grades:
        whole = [grade for grade in each.grades if not grade.section]
        said = [f"{grade.shown}{limit_of(grade)}" for grade in whole] or [each.why_none]
        click.echo(f"{each.handout:{width}}  {', '.join(said)}")


def limit_of(grade: Grade) -> str:
    """The limit of a grade in parentheses after a space; empty without a limit."""
    if grade.limit is None:
        return ""
    return f" (at least {grade.limit:g})" if grade.easier_is_more else f" (at most {grade.limit:g})"


def _summary(report: CheckReport) -> list[str]:
    """How many problems there are, and what was not checked."""
    counts = ((severity, report.number_of(severity)) for severity in Severity)
    summary = [", ".join(count(number, severity.value) for severity, number in counts if number) or "no problems"]
    if report.waived:
        summary.append(f"{len(report.waived)} waived")
    unknown = report.languages_without_words
    summary += [f"there is no word list for '{language}': its words were not checked" for language in unknown]
    return summary if report.pages else [*summary, "pages were not checked (--pages)"]
