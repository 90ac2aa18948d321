"""The whole journey of a project, from typed files to finished PDFs or to what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tests.compose.builders import TODAY
from tests.journey.projects import CLINIC, Project

from caresheet.app.judging import judge
from caresheet.app.pipeline import render
from caresheet.app.selection import jobs
from caresheet.model.artifact import Artifact
from caresheet.model.edition import REGULAR, Edition
from caresheet.model.files import Files
from caresheet.model.problem import CaresheetError, Problem
from caresheet.model.structure import BLANK
from caresheet.outputs.pdf.reader.read import read_pdf
from caresheet.source import read_project

_LINE_END = re.compile("\r\n|\r|\n")
_TOUCHING = 2.5
"""Points. Slanted letters may hang over so far."""
_COLLIDING = 0.4


@dataclass(frozen=True, slots=True)
class Journey:
    """Where a project came to: finished handouts, or problems."""

    artifacts: tuple[Artifact, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def rules(self) -> frozenset[str]:
        return frozenset(problem.rule.name for problem in self.problems)


def artifacts(files: Files, edition: Edition = REGULAR) -> tuple[Artifact, ...]:
    """Every handout of the project in one edition. Raises CaresheetError."""
    wanted = jobs(read_project(files, (files, CLINIC)), edition=edition, today=TODAY)
    return tuple(render(job).handout.artifact("pdf") for job in wanted)


def journey(project: Project) -> Journey:
    """What becomes of the project; nothing but a CaresheetError may be raised on the way."""
    try:
        return Journey(artifacts=artifacts(project.files, project.edition))
    except CaresheetError as error:
        return Journey(problems=error.problems)


def judged(project: Project) -> tuple[Problem, ...]:
    """Everything that is said against the project's words, in any state in which it can be read."""
    try:
        whole = read_project(project.files, (project.files, CLINIC))
        return judge(whole, jobs(whole, today=TODAY), pages=False).problems
    except CaresheetError as error:
        return error.problems


def misplaced(problem: Problem, project: Project) -> bool:
    """Whether a problem does not name a line of the project's own files that exists."""
    place = problem.position
    if place is None or place.file not in project.typed:
        return True
    lines = _LINE_END.split(project.typed[place.file].decode("utf-8").removeprefix("\ufeff"))
    return not (1 <= place.line <= len(lines) and 1 <= place.column <= len(lines[place.line - 1]) + 1)


def collisions(pdf: bytes) -> Iterator[str]:
    """Words that stand on other words, as the proof's reader finds them. It looks for shapes over words only.

    Lines that are set tight touch each other: from two fifths of the height of the lower words on, it is a collision.
    """
    for number, page in enumerate(read_pdf(pdf).pages, start=1):
        runs = [run for run in page.texts if run.text.strip() and run.text != BLANK]
        runs.sort(key=lambda run: -run.box.top)
        for index, upper in enumerate(runs):
            for lower in runs[index + 1 :]:
                if lower.box.top <= upper.box.bottom:
                    break
                wide = min(upper.box.right, lower.box.right) - max(upper.box.left, lower.box.left)
                tall = min(upper.box.top, lower.box.top) - max(upper.box.bottom, lower.box.bottom)
                least = min(upper.box.top - upper.box.bottom, lower.box.top - lower.box.bottom)
                if wide > _TOUCHING and tall > _COLLIDING * least:
                    yield f"page {number}: {upper.text!r} and {lower.text!r}"
