"""Finding and reading the project that a command is about."""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import click

from caresheet.cache import Recorder, Step, still_true
from caresheet.model.problem import CaresheetError, Position, Problem
from caresheet.model.project import Project
from caresheet.model.rules import NO_PROJECT, NOT_READABLE

USUAL_CLINIC = "content/clinics/example.yaml"
"""The clinic profile of a project that is used when none is asked for."""

_PROJECT, _CLINIC = "project", "clinic"

project_option = click.option(
    "--project",
    "root",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="DIR",
    help="The project's folder; else the current folder or the nearest one above it with content/ and layouts/.",
)


def _day(_context: click.Context, _option: click.Parameter, given: str | None) -> date:
    """The day that was asked for, or the one it is."""
    if given is None:
        return date.today()  # noqa: DTZ011 - a review ends by the calendar on the wall
    try:
        return date.fromisoformat(given)
    except ValueError as error:
        message = f"'{given}' is no day; write it like 2026-11-24."
        raise click.BadParameter(message) from error


today_option = click.option(
    "--today",
    callback=_day,
    metavar="DAY",
    help="The day by which reviews are judged, such as 2026-11-24; else this one.",
)


def is_project(folder: Path) -> bool:
    # os.path asks without raising; before Python 3.14 Path.is_dir fails on a parent that may not be looked into.
    return os.path.isdir(folder / "content") and os.path.isdir(folder / "layouts")  # noqa: PTH112


def find_root(asked: Path | None) -> Path:
    """The project's folder, absolute. Raises CaresheetError (no-project)."""
    here = (asked or Path.cwd()).resolve()
    for folder in (here,) if asked else (here, *here.parents):
        if is_project(folder):
            return folder
    where = f"{asked} has not" if asked else "neither this folder nor one above it has"
    hint = "go to the project's folder, name it with --project DIR, or make one with: caresheet init DIR"
    raise CaresheetError((Problem(None, NO_PROJECT, f"{where} both a content/ and a layouts/ folder", hint),))


class Sources:
    """A project's folder, and the folder that the clinic's profile lies in where that is another one."""

    def __init__(self, root: Path, clinic: Path | None) -> None:
        from caresheet.source.folder import Folder

        if clinic is None:
            _require_usual_clinic(root)
        profile = (clinic or root / USUAL_CLINIC).resolve()
        is_inside = profile.is_relative_to(root)
        self._project = Recorder(Folder(root), _PROJECT)
        self._beside = self._project if is_inside else Recorder(Folder(profile.parent), _CLINIC)
        self._profile = profile.relative_to(root).as_posix() if is_inside else profile.name

    def read(self) -> Project:
        """Everything in the project, handed out by the clinic. Raises CaresheetError with all its problems."""
        # Reading loads YAML and the schemas, which --help shall not pay for.
        from caresheet.source import read_project

        return read_project(self._project, (self._beside, self._profile))

    @property
    def steps(self) -> tuple[Step, ...]:
        """What was read so far."""
        steps = (*self._project.steps, *self._beside.steps)
        return tuple(dict.fromkeys(steps))

    def are_still(self, steps: Iterable[Step]) -> bool:
        """Whether the files are what they were when these steps were taken."""
        return still_true(steps, {_PROJECT: self._project, _CLINIC: self._beside})

    def digests(self) -> dict[str, str]:
        """The sha256 of every file that was read, by its path; the clinic's own where it lies elsewhere come first."""
        steps = (*self._project.steps, *self._beside.steps)
        return {step.path: step.sha256 for step in steps if step.sha256}


def read(root: Path, clinic: Path | None = None) -> Project:
    """Everything in the project at `root`, handed out by `clinic`. Raises CaresheetError with all its problems."""
    return Sources(root, clinic).read()


def _require_usual_clinic(root: Path) -> None:
    if not (root / USUAL_CLINIC).is_file():
        hint = "make a profile with: caresheet clinic new; then build with --clinic FILE"
        raise CaresheetError((Problem(Position(USUAL_CLINIC), NOT_READABLE, "no such clinic profile", hint),))
