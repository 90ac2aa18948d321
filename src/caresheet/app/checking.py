"""Checking a project: everything that is wrong with its content, layouts and clinic, as one report."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from caresheet.app.judging import judge
from caresheet.app.offers import printable
from caresheet.app.places import FOLDERS
from caresheet.app.ports import Progress, unseen
from caresheet.app.requests import RequestError
from caresheet.app.selection import Selection, choose, jobs, not_offered
from caresheet.app.sources import Sources, project_around
from caresheet.cache import Cache
from caresheet.model.edition import REGULAR
from caresheet.model.grade import Grades
from caresheet.model.job import Job
from caresheet.model.problem import CaresheetError, Findings, Problem, Severity
from caresheet.model.project import Project
from caresheet.rules import WaivedProblem


class CheckReport(Struct, frozen=True):
    """What a check found: the problems that stand, those that waivers let pass, and the reading grades of each handout.

    `pages` says whether laid-out pages were checked, too. There are no grades if the project cannot be read. `left_out`
    has a line for each layout and language that was not checked: those that are not made in this edition, and those
    that no installed font can print.
    """

    problems: tuple[Problem, ...]
    waived: tuple[WaivedProblem, ...]
    grades: tuple[Grades, ...]
    pages: bool
    left_out: tuple[str, ...] = ()

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

    def moved(self, seen: Callable[[str], str]) -> CheckReport:
        """The same with the paths of all files as `seen` says."""
        problems = tuple(_moved(each, seen) for each in self.problems)
        return replace(
            self,
            problems=problems,
            waived=tuple(replace(each, problem=_moved(each.problem, seen)) for each in self.waived),
        )

    def about(self, files: Collection[Path], root: Path) -> CheckReport:
        """The same with only the problems that have to be fixed in these files and folders of the project at `root`,
        and those without a place, which concern all files."""
        wanted = {file.resolve() for file in files}
        kept = (each for each in self.problems if not each.position or _is_in(root / each.position.file, wanted))
        return replace(self, problems=tuple(kept))


def _moved(problem: Problem, seen: Callable[[str], str]) -> Problem:
    place = problem.position
    return replace(problem, position=replace(place, file=seen(place.file))) if place else problem


def _is_in(path: Path, wanted: Collection[Path]) -> bool:
    whole = path.resolve()
    return any(each in wanted for each in (whole, *whole.parents))


def require_inside(files: Collection[Path], root: Path) -> None:
    """Raises RequestError for what does not exist, or lies outside of the folders that handouts are made from."""
    read = [root.resolve() / folder for folder in FOLDERS]
    for file in files:
        whole = file.resolve()
        if not whole.exists():
            raise RequestError(f"there is no file or folder '{file}'", "write its path as seen from the current folder")
        if whole != root.resolve() and not any(whole.is_relative_to(folder) for folder in read):
            hint = f"name files in {', '.join(FOLDERS)}; a clinic's profile from elsewhere goes with --clinic"
            raise RequestError(f"handouts of this project are not made from '{file}'", hint)


def check_folder(
    root: Path,
    clinic: Path | None,
    wanted: Selection,
    *,
    pages: bool,
    progress: Progress = unseen,
    cache: Cache | None = None,
) -> CheckReport:
    """Check the project in the folder `root`, with a clinic's profile or the usual one; see `check`."""
    try:
        sources = Sources.in_folder(root, clinic, cache)
    except CaresheetError as error:
        return CheckReport(error.problems, (), (), pages)
    return check(sources, wanted, pages=pages, progress=progress)


def check(sources: Sources, wanted: Selection, *, pages: bool, progress: Progress = unseen) -> CheckReport:
    """Check the wanted handouts of a project and the files behind them, with `pages` their laid-out pages, too. What
    cannot be read is part of the report, and nothing is raised for it. Raises RequestError for a name that does not
    exist."""
    try:
        project = sources.read_sound_part()
        chosen = _chosen(project, wanted)
        judged = judge(project, printable(chosen), pages=pages, progress=progress)
    except RequestError:
        raise
    except CaresheetError as error:
        return CheckReport(error.problems, (), (), pages)
    findings = Findings()
    findings.extend(tuple(each for each in project.problems if _concerns(each, wanted)))
    findings.extend(judged.problems)
    grades = tuple(each.grades for each in judged.handouts if each.grades)
    left_out = tuple(each.line for each in not_offered(project, wanted))
    return CheckReport(findings.sorted(), judged.waived, grades, pages, left_out)


def _chosen(project: Project, wanted: Selection) -> tuple[Job, ...]:
    is_plain = wanted.is_everything and wanted.edition == REGULAR
    return jobs(project, today=wanted.today) if is_plain else choose(project, wanted)


def _concerns(problem: Problem, wanted: Selection) -> bool:
    """Whether a fault in a file has to do with wanted handouts: not one in another topic, or in another language."""
    match problem.position.file.split("/") if problem.position else ():
        case ["content", topic, *_, file] if topic != "clinics":
            stem, _, ending = file.partition(".")
            is_language = ending == "yaml" and stem != "topic"
            return wanted.includes(topic, stem if is_language else "", "")
        case _:
            return True


def project_of(files: Collection[Path]) -> Path | None:
    """The folder of the project that the first of these files is in, None if it is in none."""
    for first in files:
        return project_around(first.resolve())
    return None
