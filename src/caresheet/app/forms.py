"""What only a PDF can be: a form to fill in on a screen, if there is anything to fill in, or pages arranged on sheets
for a printer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from caresheet.app.requests import RequestError
from caresheet.model.edition import Edition
from caresheet.model.job import Job
from caresheet.model.problem import CaresheetError
from caresheet.model.structure import Role, Structure
from caresheet.model.text import FieldBlank


def require_pdf(edition: Edition, formats: Sequence[str]) -> None:
    """Raises RequestError for a form or for sheets in a format that has none, and for a form on sheets."""
    others = " or ".join(form for form in formats if form != "pdf")
    if edition.fillable and others:
        raise RequestError(f"only a PDF can be filled in, not {others}", "leave out --fillable, or build the PDF alone")
    if edition.is_on_sheets and others:
        raise RequestError(f"only the pages of a PDF can be put on sheets, not {others}", "build the PDF alone")
    if edition.fillable and edition.is_on_sheets:
        raise RequestError("a form to fill in on a screen cannot be arranged on sheets", "leave out --fillable")


def require_pages(edition: Edition) -> None:
    """Raises RequestError for a handout for one patient on sheets."""
    if edition.is_on_sheets:
        raise RequestError(
            "a handout for one patient cannot be arranged on sheets", "leave out --booklet, --n-up and --print-marks"
        )


def to_fill_in(jobs: Iterable[Job]) -> tuple[Job, ...]:
    """The handouts, except forms that have nothing to fill in."""
    return tuple(job for job in jobs if not job.edition.fillable or _has_fields(job))


def nothing_to_fill_in(jobs: Sequence[Job], made: Sequence[Job]) -> tuple[str, ...]:
    """A line for each layout that `to_fill_in` leaves out. Raises RequestError where it leaves nothing."""
    layouts = dict.fromkeys(job.layout.name for job in jobs if job not in made)
    if layouts and not made:
        raise RequestError(f"there is nothing to fill in: {', '.join(layouts)}", "build it without --fillable")
    return tuple(f"{layout}: nothing to fill in" for layout in layouts)


def _has_fields(job: Job) -> bool:
    """Whether there is anything to fill in; yes if the handout cannot be composed, so that its faults are reported."""
    from caresheet.compose import compose

    try:
        return can_be_filled_in(compose(job).structure)
    except CaresheetError:
        return True


def can_be_filled_in(structure: Structure) -> bool:
    """Whether it has a line to write on, or a box to tick."""
    blanks = (isinstance(run, FieldBlank) for node in structure.root.everything() for run in node.runs)
    return any(blanks) or next(structure.every(Role.CHECKLIST), None) is not None
