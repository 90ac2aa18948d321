"""Every handout of a project, made the way the program makes it."""

from __future__ import annotations

from pathlib import Path

from tests.compose.builders import TODAY
from tests.projects.merged import wound_care

from caresheet.app.pipeline import render
from caresheet.app.selection import jobs
from caresheet.model.edition import REGULAR, Edition
from caresheet.model.files import Files
from caresheet.model.problem import CaresheetError
from caresheet.source import Folder, read_project

ROOT = Path(__file__).parents[2]
PROJECTS = ("examples", "wound-care")
"""The project's own handouts, and a topic that the program was not written for."""
CLINIC = "content/clinics/example.yaml"


def files_of(project: str) -> Files:
    """The project's files."""
    return wound_care() if project == "wound-care" else Folder(ROOT)


def made(project: str, shelf: Path, edition: Edition = REGULAR) -> tuple[dict[str, Path], list[str]]:
    """The finished PDFs by name, put onto a shelf, and what was said of those that could not be made."""
    files = files_of(project)
    pdfs: dict[str, Path] = {}
    refused: list[str] = []
    try:
        asked = jobs(read_project(files, (files, CLINIC)), edition=edition, today=TODAY)
    except CaresheetError as error:
        return {}, [str(error)]
    for job in asked:
        try:
            artifact = render(job).handout.artifact("pdf")
        except CaresheetError as error:
            refused.append(f"{job.name}: {error}")
            continue
        pdfs[job.name] = shelf / f"{job.name}.pdf"
        pdfs[job.name].write_bytes(artifact.data)
    return pdfs, refused
