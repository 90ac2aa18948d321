"""`caresheet check`: what is wrong with content, layouts and clinics, for people and for machines."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from caresheet.app.sources import find_root, read_folder
from caresheet.cli.exits import Exit
from caresheet.cli.findings import FORMATS, Report, written
from caresheet.cli.project import project_option, today_option
from caresheet.cli.report import count
from caresheet.model.grade import Grade, Grades
from caresheet.model.problem import CaresheetError, Problem, Severity

if TYPE_CHECKING:  # the pipeline loads every room; --help has no use for them
    from caresheet.app.pipeline import Judged

_GRAVE = {"error": (Severity.FAULT, Severity.ERROR), "warning": tuple(Severity)}


@click.command()
@click.argument("files", metavar="[FILE]...", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--clinic",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Whose details are judged; else content/clinics/example.yaml.",
)
@click.option("--pages", is_flag=True, help="Set the pages, too, and judge them.")
@click.option("--format", "form", type=click.Choice(list(FORMATS)), default="text", help="What reads the findings.")
@click.option(
    "--fail-on",
    type=click.Choice(list(_GRAVE)),
    default="error",
    help="What makes the exit code 1; faults always do.",
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
    """Judge the project's content, layouts and clinic; with FILEs, tell only what is wrong in these.

    Rules that only a set page can break are judged with --pages, and by build.
    """
    root = find_root(root or _beside(files))
    judged, problems = _judged(root, clinic, today, pages=pages)
    told = tuple(problem for problem in problems if not files or _is_in(problem, files, root))
    waived = judged.waived if judged else ()
    grades = tuple(each.grades for each in judged.handouts if each.grades) if judged else ()
    click.echo(written(form, Report(told, waived, grades, pages=pages)), nl=False)
    if form == "text":
        if not files:
            _show_grades(grades)
        _sum_up(told, len(waived), _unseen(grades, pages=pages))
    if any(problem.rule.severity in _GRAVE[fail_on] for problem in told):
        sys.exit(Exit.PROBLEMS)


def _show_grades(grades: tuple[Grades, ...]) -> None:
    """How hard each handout is to read, as a whole, beside what its readers can follow."""
    width = max((len(each.handout) for each in grades), default=0)
    for each in grades:
        whole = [grade for grade in each.grades if not grade.section]
        said = [f"{grade.shown}{_limit(grade)}" for grade in whole] or [each.why_none]
        click.echo(f"{each.handout:{width}}  {', '.join(said)}")


def _limit(grade: Grade) -> str:
    if grade.limit is None:
        return ""
    return f" (at least {grade.limit:g})" if grade.easier_is_more else f" (at most {grade.limit:g})"


def _judged(root: Path, clinic: Path | None, today: date, *, pages: bool) -> tuple[Judged | None, tuple[Problem, ...]]:
    """What was found; where the project cannot be read, only that."""
    from caresheet.app.pipeline import jobs, judge

    try:
        project = read_folder(root, clinic)
        judged = judge(project, jobs(project, today=today), pages=pages)
    except CaresheetError as error:
        return None, error.problems
    return judged, judged.problems


def _beside(files: tuple[Path, ...]) -> Path | None:
    """The project that the first file lies in, where it is another than the current folder's."""
    for folder in files[0].resolve().parents if files else ():
        if (folder / "content").is_dir() and (folder / "layouts").is_dir():
            return folder
    return None


def _is_in(problem: Problem, files: tuple[Path, ...], root: Path) -> bool:
    """Whether a problem is to be put right in one of the files; one without a place concerns them all."""
    if problem.position is None:
        return True
    place = (root / problem.position.file).resolve()
    return any(place == file.resolve() for file in files)


def _unseen(grades: tuple[Grades, ...], *, pages: bool) -> list[str]:
    """What was not judged, and why."""
    without = dict.fromkeys(each.language for each in grades if not each.has_words)
    unseen = [f"there is no word list to judge the words of '{language}' by" for language in without]
    return unseen if pages else [*unseen, "pages were not judged (--pages)"]


def _sum_up(problems: tuple[Problem, ...], waived: int, unseen: list[str]) -> None:
    counts = ((severity, sum(problem.rule.severity is severity for problem in problems)) for severity in Severity)
    found = ", ".join(count(number, severity.value) for severity, number in counts if number) or "nothing is wrong"
    let_pass = [f"{waived} let pass by waivers"] if waived else []
    click.echo("; ".join((found, *let_pass, *unseen)), err=True)
