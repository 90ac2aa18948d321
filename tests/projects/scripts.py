"""Finished handouts of the test topic in any script."""

from __future__ import annotations

from functools import cache

from tests.compose.builders import TODAY
from tests.projects.torture import torture

from caresheet.app.pipeline import compose_checked, render
from caresheet.app.selection import jobs
from caresheet.model.composed import Composed
from caresheet.model.job import Job
from caresheet.source import read_project

CLINIC = "content/clinics/example.yaml"
CARD, GUIDE = "red-flag-card", "caregiver-guide"


def job(language: str, layout: str, *, own_labels: bool = False) -> Job:
    files = torture(language, own_labels=own_labels)
    (found,) = jobs(read_project(files, (files, CLINIC)), layouts=[layout], languages=[language], today=TODAY)
    return found


@cache
def pdf(language: str, layout: str) -> bytes:
    """The handout, written and proved."""
    return render(job(language, layout)).handout.artifact("pdf").data


def composed(language: str, layout: str) -> Composed:
    return compose_checked(job(language, layout)).composed
