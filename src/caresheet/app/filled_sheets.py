"""One handout for one print: chosen by whoever hands it out, with values that belong to a patient.

What belongs to a patient is a parameter and part of the answer, and nowhere else: no cache, file or message has it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from msgspec import Struct

from caresheet.app.catalogue import SheetState, sheet_state
from caresheet.app.formats import FORMATS
from caresheet.app.offers import require_offered
from caresheet.app.pipeline import Pages, compose_checked, lay_out_checked
from caresheet.app.profiles import FIELDS
from caresheet.app.requests import RequestError
from caresheet.app.selection import jobs
from caresheet.layout.filling import fields_on, filled_in
from caresheet.model.artifact import Artifact
from caresheet.model.edition import Edition, Size
from caresheet.model.job import Job
from caresheet.model.problem import CaresheetError, Problem
from caresheet.model.project import Project
from caresheet.model.value import ValueKind
from caresheet.rules import HandoutContext

_PATIENT, _CLINIC = "patient.", "clinic."


class SheetChoice(Struct, frozen=True):
    """Which handout, in which language, size of print and on which paper; without a paper, the layout's own."""

    topic: str
    layout: str
    language: str
    size: Size = Size.REGULAR
    paper: str | None = None


class PatientField(Struct, frozen=True):
    """A patient's value that a handout has room for."""

    name: str
    kind: ValueKind
    label: str


class PreparedSheet(Struct, frozen=True):
    """A handout laid out, written and proved, with nothing of a patient in it: the same for every patient of a clinic.

    `fields` are the patient's values that it has room for, in the order of the topic, and `empty` the keys of the
    clinic's values that print as lines to write on.
    """

    job: Job
    context: HandoutContext
    pages: Pages
    artifact: Artifact
    state: SheetState
    due: date
    fields: tuple[PatientField, ...]
    empty: tuple[str, ...]


class FilledSheet(Struct, frozen=True):
    """A handout with values: the finished PDF, and the fields of which a box stays a line to write on, because the
    value is too long for it, or has a character that the typeface does not have."""

    artifact: Artifact
    too_long: tuple[str, ...] = ()
    unprintable: tuple[str, ...] = ()


def prepare_sheet(project: Project, choice: SheetChoice, today: date) -> PreparedSheet:
    """The handout without anything of a patient. Raises RequestError for what there is not, CaresheetError with the
    faults that keep it from being made, such as that it does not fit."""
    job = _job(project, choice, today)
    context = compose_checked(job)
    pages = lay_out_checked(context)
    pdf = FORMATS["pdf"]
    artifact = pdf.write(context.composed, pages.page_layout)
    wrong = pdf.prove(context.composed, artifact)
    if wrong or pages.page_layout is None:
        raise CaresheetError(wrong)
    status, names = context.composed.review_status, fields_on(pages.page_layout)
    return PreparedSheet(
        job,
        context,
        pages,
        artifact,
        sheet_state(status, today),
        status.due,
        tuple(PatientField(f.name, f.kind, f.label) for f in job.topic.fields if f"{_PATIENT}{f.name}" in names),
        tuple(field.key for field in FIELDS if f"{_CLINIC}{field.key}" in names),
    )


def fill_in(sheet: PreparedSheet, values: Mapping[str, str]) -> FilledSheet:
    """The handout with a patient's values, by the names of their fields. What it has no room for is left out. Raises
    CaresheetError where the finished file does not say exactly this; no message says what was typed."""
    given = {f"{_PATIENT}{each.name}": values.get(each.name, "") for each in sheet.fields}
    page_layout = sheet.pages.page_layout
    if page_layout is None or not any(given.values()):
        return FilledSheet(sheet.artifact)
    filling = filled_in(page_layout, given)
    artifact = FORMATS["pdf"].write(sheet.context.composed, filling.page_layout)
    wrong = _proved(sheet, artifact, filling.placed)
    if wrong:
        raise CaresheetError(wrong)
    return FilledSheet(artifact, _plain(filling.too_long), _plain(filling.unprintable))


def written_as(sheet: PreparedSheet, form: str) -> Artifact:
    """The handout in another format (html, txt), proved, with lines in the place of a patient's values. Raises
    CaresheetError."""
    kind = FORMATS[form]
    artifact = kind.write(sheet.context.composed, sheet.pages.page_layout)
    wrong = kind.prove(sheet.context.composed, artifact)
    if wrong:
        raise CaresheetError(wrong)
    return artifact


def page_picture(artifact: Artifact, page: int, dpi: float) -> bytes:
    """A page (from 0) of a finished PDF as a PNG, in memory."""
    from caresheet.outputs.pdf.preview import png, rasterize

    return png(rasterize(artifact.data, page, dpi=dpi), dpi=dpi)


def _job(project: Project, choice: SheetChoice, today: date) -> Job:
    found = jobs(
        project,
        topics=(choice.topic,),
        layouts=(choice.layout,),
        languages=(choice.language,),
        edition=Edition(choice.size, choice.paper),
        today=today,
    )
    if not found:
        raise RequestError("there is no such handout", "choose one from the list of handouts")
    require_offered(project, found)
    return found[0]


def _proved(sheet: PreparedSheet, filled: Artifact, placed: tuple[tuple[str, ...], ...]) -> tuple[Problem, ...]:
    from caresheet.proof.filled import prove_filled

    return prove_filled(sheet.context.document.position, sheet.artifact.data, filled.data, placed)


def _plain(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name.removeprefix(_PATIENT) for name in names)
