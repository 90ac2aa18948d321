"""Checking a project: everything that is wrong with its content, layouts and clinic, as one report."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from caresheet.app.judging import judge
from caresheet.app.selection import jobs
from caresheet.app.sources import Sources, is_project
from caresheet.model.grade import Grades
from caresheet.model.problem import CaresheetError, Problem, Severity
from caresheet.rules import WaivedProblem


class CheckReport(Struct, frozen=True):
    """What a check found: the problems that stand, those that waivers let pass, and the reading grades of each handout.

    `pages` says whether laid-out pages were checked, too. There are no grades if the project cannot be read.
    """

    problems: tuple[Problem, ...]
    waived: tuple[WaivedProblem, ...]
    grades: tuple[Grades, ...]
    pages: bool

    @property
    def languages_without_words(self) -> tuple[str, ...]:
        """Languages whose words were not judged, because there is no word list for them."""
        return tuple(dict.fromkeys(each.language for each in self.grades if not each.has_words))

    def number_of(self, severity: Severity) -> int:
        """How many problems have this severity."""
        return sum(problem.rule.severity is severity for problem in self.problems)

    def has_failed(self, *, warnings: bool = False) -> bool:
        """Whether there are faults or errors; with `warnings`, any problems."""
        return any(warnings or problem.rule.severity is not Severity.WARNING for problem in self.problems)

    def about(self, files: Collection[Path], root: Path) -> CheckReport:
        """The same with only the problems that have to be fixed in these files of the project at `root`, and those
        without a place, which concern all files."""
        wanted = {file.resolve() for file in files}
        kept = (each for each in self.problems if not each.position or (root / each.position.file).resolve() in wanted)
        return replace(self, problems=tuple(kept))


def check_folder(root: Path, clinic: Path | None, today: date, *, pages: bool) -> CheckReport:
    """Check the project in the folder `root`, with a clinic's profile or the usual one; see `check`."""
    try:
        sources = Sources.in_folder(root, clinic)
    except CaresheetError as error:
        return CheckReport(error.problems, (), (), pages)
    return check(sources, today, pages=pages)


def check(sources: Sources, today: date, *, pages: bool) -> CheckReport:
    """Check all handouts of a project, with `pages` their laid-out pages, too. If the project cannot be read, the
    report says why; nothing is raised."""
    try:
        project = sources.read()
        judged = judge(project, jobs(project, today=today), pages=pages)
    except CaresheetError as error:
        return CheckReport(error.problems, (), (), pages)
    grades = tuple(each.grades for each in judged.handouts if each.grades)
    return CheckReport(judged.problems, judged.waived, grades, pages)


def project_around(files: Collection[Path]) -> Path | None:
    """The folder of the project that the first of these files is in, None if it is in none."""
    for first in files:
        return next((folder for folder in first.resolve().parents if is_project(folder)), None)
    return None
