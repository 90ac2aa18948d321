"""The whole journey of a project, from typed files to finished PDFs or to what is wrong with it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tests.journey.projects import CLINIC, Project

from caresheet.model.edition import REGULAR, Edition
from caresheet.model.files import Files
from caresheet.model.parcel import Parcel
from caresheet.model.problem import CaresheetError, Problem
from caresheet.pipeline import jobs, make
from caresheet.read import read_project

_LINE_END = re.compile("\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class Journey:
    """Where a project came to: finished handouts, or problems."""

    parcels: tuple[Parcel, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def rules(self) -> frozenset[str]:
        return frozenset(problem.rule.name for problem in self.problems)


def parcels(files: Files, edition: Edition = REGULAR) -> tuple[Parcel, ...]:
    """Every handout of the project in one edition. Raises CaresheetError."""
    return tuple(make(job).parcel for job in jobs(read_project(files, (files, CLINIC)), edition=edition))


def journey(project: Project) -> Journey:
    """What becomes of the project; nothing but a CaresheetError may be raised on the way."""
    try:
        return Journey(parcels=parcels(project.files, project.edition))
    except CaresheetError as error:
        return Journey(problems=error.problems)


def misplaced(problem: Problem, project: Project) -> bool:
    """Whether a problem does not name a line of the project's own files that exists."""
    place = problem.position
    if place is None or place.file not in project.typed:
        return True
    lines = _LINE_END.split(project.typed[place.file].decode("utf-8").removeprefix("\ufeff"))
    return not (1 <= place.line <= len(lines) and 1 <= place.column <= len(lines[place.line - 1]) + 1)
