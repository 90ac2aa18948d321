"""One handout, made for one print, with one patient's values.

Patient data come in as parameters and go out in the result: they are in no cache, file or message.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from caresheet.app.catalogue import SheetState, sheet_state
from caresheet.app.formats import FORMATS
from caresheet.app.forms import can_be_filled_in
from caresheet.app.offers import require_offered
from caresheet.app.patient_forms import lay_out_form
from caresheet.app.personal import (
    PersonalHandout,
    doubtful,
    fields_named,
    personal_copies,
    refuse,
    unprintable,
    words_for,
)
from caresheet.app.pipeline import compose_checked, sound_pages
from caresheet.app.profiles import FIELDS
from caresheet.app.requests import RequestError
from caresheet.app.selection import jobs
from caresheet.compose.personal import fields_in
from caresheet.layout.field_values import is_in_text_family
from caresheet.model.artifact import Artifact
from caresheet.model.edition import Edition, Size
from caresheet.model.ink import Ink
from caresheet.model.job import Job
from caresheet.model.page_layout import PageLayout
from caresheet.model.person import PATIENT, Person, PersonalValue
from caresheet.model.problem import CaresheetError
from caresheet.model.project import Project
from caresheet.model.value import ValueKind
from caresheet.rules import HandoutContext

_CLINIC = "clinic."


class SheetChoice(Struct, frozen=True):
    """Which handout, in which language and print size, on which paper and with which ink; None for the layout's own
    paper or ink. `second` is the language beside it; without one, it is the layout's, if that names one."""

    topic: str
    layout: str
    language: str
    size: Size = Size.REGULAR
    paper: str | None = None
    second: str | None = None
    ink: Ink | None = None

    @property
    def edition(self) -> Edition:
        return Edition(self.size, self.paper, bilingual=self.second, ink=self.ink)


class PatientField(Struct, frozen=True):
    """A patient's value that a handout has a line for. `name` is like `patient.name`; `page` is the first page (from 1)
    that it prints on."""

    name: str
    kind: ValueKind
    label: str
    page: int


class PreparedSheet(Struct, frozen=True):
    """A handout laid out, written and proved, without patient data: the same for every patient of a clinic.

    `fields` are the patient's values that it has lines for, in reading order, and `empty` the keys of the clinic's
    values that print as lines to write on. `copies` makes it for one patient; None if it has no such field, or if a
    value on its line would touch what is next to it.
    """

    context: HandoutContext
    artifact: Artifact
    copies: PersonalHandout | None
    state: SheetState
    due: date
    fields: tuple[PatientField, ...]
    empty: tuple[str, ...]

    @property
    def is_form(self) -> bool:
        """Whether there is anything to fill in."""
        return can_be_filled_in(self.context.composed.structure)


class FilledSheet(Struct, frozen=True):
    """A handout with values: the finished file, and the fields that remain lines to write on, because their values are
    too long or have a character that the typeface does not have. `doubtful` are those whose values are printed but are
    probably mistyped, such as a day that does not exist. `changed` are the indexes of the pages with a
    value."""

    artifact: Artifact
    too_long: tuple[str, ...] = ()
    unprintable: tuple[str, ...] = ()
    doubtful: tuple[str, ...] = ()
    changed: frozenset[int] = frozenset()


def prepare_sheet(project: Project, choice: SheetChoice, today: date) -> PreparedSheet:
    """The handout without patient data. Raises RequestError if there is no such handout, CaresheetError with the faults
    that keep it from being made, such as text that does not fit."""
    job = sheet_job(project, choice, today)
    context = compose_checked(job)
    page_layout = sound_pages(context)
    artifact = FORMATS["pdf"].write(context.composed, page_layout)
    refuse(FORMATS["pdf"].prove(context.composed, artifact))
    status, names = context.composed.review_status, fields_in(context.composed.structure)
    lined = fields_named(job.topic.fields, names)
    copies = _copies(context, page_layout) if lined else None
    places = [(field.name, page.index) for page in (copies.pdf.pages if copies else ()) for field in page.fields]
    pages = dict(reversed(places))
    return PreparedSheet(
        context,
        artifact,
        copies,
        sheet_state(status, today),
        status.due,
        tuple(
            PatientField(f"{PATIENT}{each.name}", each.kind, each.label, pages.get(f"{PATIENT}{each.name}", 0) + 1)
            for each in lined
        ),
        tuple(field.key for field in FIELDS if f"{_CLINIC}{field.key}" in names),
    )


def fill_in(sheet: PreparedSheet, values: Mapping[str, str]) -> FilledSheet:
    """The handout with a patient's values, by the names of their fields. Values that do not fit are left out. Raises
    CaresheetError if the finished file does not say exactly this; no message repeats what was typed."""
    person, copies = _person(sheet, values), sheet.copies
    if copies is None or not person.values:
        return FilledSheet(sheet.artifact)
    texts, foreign, long = _fitting(copies, person)
    data = copies.proved_copy(texts, sheet.context.document.position)
    names = tuple(field.name for field in sheet.fields)
    return FilledSheet(
        replace(sheet.artifact, data=data),
        tuple(name for name in names if name in long),
        tuple(name for name in names if name in foreign),
        _doubtful(sheet, person),
        frozenset(page.index for page in copies.pdf.pages if any(field.name in texts for field in page.fields)),
    )


def as_form(sheet: PreparedSheet, values: Mapping[str, str]) -> Artifact:
    """The handout as a form to fill in on a screen, with a patient's values already filled in; they can be changed.

    Values that do not fit, or that a field cannot show, are left out. Raises CaresheetError.
    """
    person, job = _person(sheet, values), sheet.context.job
    fitting = _fitting(sheet.copies, person)[0] if sheet.copies else person.texts
    texts = {name: text for name, text in fitting.items() if is_in_text_family(text)}
    return lay_out_form(compose_checked(replace(job, edition=replace(job.edition, fillable=True)))).filled(texts)


def written_as(sheet: PreparedSheet, form: str, values: Mapping[str, str]) -> Artifact:
    """The handout in another format (html, txt) with a patient's values, proved. Raises CaresheetError."""
    return words_for(sheet.context.composed, form, _person(sheet, values).texts)


def unproved_sheet(project: Project, choice: SheetChoice, today: date) -> Artifact:
    """The handout as it was laid out, not proved because it is only looked at. Raises what `prepare_sheet` raises."""
    context = compose_checked(sheet_job(project, choice, today))
    return FORMATS["pdf"].write(context.composed, sound_pages(context))


def sheet_job(project: Project, choice: SheetChoice, today: date) -> Job:
    """The handout to make. Raises RequestError if there is no such handout, CaresheetError if its language has no
    fonts here."""
    found = jobs(
        project,
        topics=(choice.topic,),
        layouts=(choice.layout,),
        languages=(choice.language,),
        edition=choice.edition,
        today=today,
    )
    if not found:
        raise RequestError("there is no such handout", "choose one from the list of handouts")
    require_offered(project, found)
    return found[0]


def _fitting(copies: PersonalHandout, person: Person) -> tuple[dict[str, str], frozenset[str], frozenset[str]]:
    """The values that can be printed, the fields whose values have a character that cannot, and those whose values are
    too long."""
    foreign = frozenset(unprintable(person))
    printed = replace(person, values=tuple(value for value in person.values if value.field not in foreign))
    long = frozenset(value.field for value, _ in copies.too_long(printed))
    return {name: text for name, text in person.texts.items() if name not in foreign | long}, foreign, long


def _copies(context: HandoutContext, page_layout: PageLayout) -> PersonalHandout | None:
    """None if a value would touch what is next to its line: the handout itself is sound, and is filled in by hand."""
    try:
        return personal_copies(context, page_layout)
    except CaresheetError:
        return None


def _doubtful(sheet: PreparedSheet, person: Person) -> tuple[str, ...]:
    kinds = {field.name: field.kind for field in sheet.fields}
    return tuple(doubtful(person, kinds, sheet.context.job.clinic.country_code))


def _person(sheet: PreparedSheet, values: Mapping[str, str]) -> Person:
    """The patient, with the values that the handout has lines for."""
    given = ((field.name, values.get(field.name, "")) for field in sheet.fields)
    return Person(1, tuple(PersonalValue(name, text, None) for name, text in given if text))
