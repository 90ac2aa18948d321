"""Every handout of a project, made the way the program makes it."""

from __future__ import annotations

from pathlib import Path

from caresheet.model.problem import CaresheetError
from caresheet.pipeline import jobs, make
from caresheet.read import Folder, read_project

ROOT = Path(__file__).parents[2]
PROJECTS = {"examples": ROOT, "wound-care": ROOT / "tests" / "projects" / "wound-care"}
"""The project's own handouts, and a topic that the program was not written for."""
CLINIC = "content/clinics/example.yaml"


def made(root: Path, shelf: Path) -> tuple[dict[str, Path], list[str]]:
    """The finished PDFs by name, put onto a shelf, and what was said of those that could not be made."""
    files = Folder(root)
    pdfs: dict[str, Path] = {}
    refused: list[str] = []
    try:
        asked = jobs(read_project(files, (files, CLINIC)))
    except CaresheetError as error:
        return {}, [str(error)]
    for job in asked:
        try:
            parcel = make(job).parcel
        except CaresheetError as error:
            refused.append(f"{job.name}: {error}")
            continue
        pdfs[job.name] = shelf / f"{job.name}.pdf"
        pdfs[job.name].write_bytes(parcel.pdf)
    return pdfs, refused
