"""Handouts for one patient, whose values are typed in or read from a file, and kept nowhere else."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from caresheet.app.formats import FORMATS
from caresheet.app.forms import require_pages, require_pdf
from caresheet.app.judging import judge, refusals
from caresheet.app.patient_forms import lay_out_form
from caresheet.app.personal import (
    fields_named,
    not_in_form,
    personal_handout,
    refuse,
    too_long,
    too_long_for,
    words_for,
    wrong_with_values,
)
from caresheet.app.pipeline import compose_checked
from caresheet.app.places import ANOTHER_OUT
from caresheet.app.requests import RequestError
from caresheet.app.selection import Selection, choose
from caresheet.compose.personal import fields_in
from caresheet.delivery import write_private
from caresheet.model.artifact import Artifact
from caresheet.model.counts import count
from caresheet.model.job import Job
from caresheet.model.person import PATIENT, Person
from caresheet.model.problem import CaresheetError, Problem
from caresheet.model.project import Project
from caresheet.model.rules import FILE_TOO_LARGE, NOT_READABLE, NOT_UTF8
from caresheet.model.topic import Field
from caresheet.outputs.pdf.fingerprint import objects_sha256
from caresheet.rules import HandoutContext
from caresheet.source.people import read_values

LARGEST = 100_000
"""Characters of a file with one patient's values."""
_ENDING = "-patient"
"""What the names of such files end with, so that an ordinary build does not replace them."""


class PatientBuild(Struct, frozen=True):
    """The handouts that are wanted for one patient: of one topic, composed, without those that have no line for a
    patient's value. `fields` are those that they have lines for, in reading order; `declared` are all of the topic's,
    some of which a translation of some handouts may not have."""

    contexts: tuple[HandoutContext, ...]
    fields: tuple[Field, ...]
    declared: tuple[Field, ...]


def plan_patient_build(project: Project, wanted: Selection, *, release: bool) -> PatientBuild:
    """Compose what is wanted. Raises CaresheetError with its faults, and for a release with what it is refused for;
    RequestError where it is not of one topic, or has no line for a patient's value."""
    require_pages(wanted.edition)
    chosen = choose(project, wanted)
    _require_one_topic(chosen)
    if release:
        refuse(refusals(judge(project, chosen, pages=True), project.clinic))
    composed = map(compose_checked, chosen)
    contexts = tuple(context for context in composed if _has_fields(context))
    printed = dict.fromkeys(name for context in contexts for name in fields_in(context.composed.structure))
    declared = tuple({field.name: field for job in reversed(chosen) for field in job.topic.fields}.values())
    fields = fields_named(declared, printed)
    if not fields:
        raise RequestError("these handouts have no line for a patient's value", "leave out --patient")
    return PatientBuild(contexts, fields, declared)


def read_patient(text: str, path: str, build: PatientBuild) -> Person:
    """The patient, from lines like `name: value`. Raises CaresheetError with all problems, each at its line."""
    if len(text) > LARGEST:
        raise CaresheetError((Problem(None, FILE_TOO_LARGE, "there are too many lines for one patient"),))
    return read_values(text, path, tuple(field.name for field in build.declared))


def read_patient_file(path: Path, build: PatientBuild) -> Person:
    """The patient, from a file of such lines. Raises CaresheetError."""
    try:
        with path.open(encoding="utf-8-sig") as file:
            text = file.read(LARGEST + 1)
    except OSError as error:
        raise CaresheetError((Problem(None, NOT_READABLE, f"the file cannot be read: {error.strerror}"),)) from error
    except UnicodeDecodeError as error:
        message = "the patient's file is not in UTF-8"
        raise CaresheetError((Problem(None, NOT_UTF8, message, "save it as UTF-8"),)) from error
    return read_patient(text, path.as_posix(), build)


def patient_of(build: PatientBuild, ask: Callable[[str], str]) -> Person:
    """The patient, from an answer about each field, asked for by its label; an empty one leaves a line to write on.
    Raises CaresheetError."""
    lines = [f"{field.name}: {ask(field.label)}" for field in build.fields]
    return read_patient("\n".join(lines), "answers", build)


def make_for_patient(build: PatientBuild, person: Person, formats: Sequence[str]) -> tuple[Artifact, ...]:
    """Every handout in every format with the patient's values, each proved. Raises CaresheetError with all that is
    wrong with the values; nothing is kept."""
    require_pdf(build.contexts[0].job.edition, formats)
    country = build.contexts[0].job.clinic.country_code
    refuse(wrong_with_values((person,), build.declared, country))
    return tuple(artifact for context in build.contexts for artifact in _made(context, person, formats))


def save_for_patient(artifacts: Sequence[Artifact], folder: Path) -> tuple[Path, ...]:
    """Put them into `folder`, readable by their owner alone, and into no manifest. Raises CaresheetError."""
    paths = tuple(folder / artifact.name for artifact in artifacts)
    for artifact, path in zip(artifacts, paths, strict=True):
        write_private(artifact.data, path, otherwise=ANOTHER_OUT)
    return paths


def saved_lines(paths: Sequence[Path]) -> tuple[str, ...]:
    """Where the files are, and what to do with them."""
    said = f"{count(len(paths), 'file')} about one patient, which only you can read."
    return (*map(str, paths), f"{said} Delete them once they are handed out.")


def _has_fields(context: HandoutContext) -> bool:
    return any(name.startswith(PATIENT) for name in fields_in(context.composed.structure))


def _made(context: HandoutContext, person: Person, formats: Sequence[str]) -> Iterator[Artifact]:
    for form in formats:
        if FORMATS[form].on_paper:
            yield _form(context, person) if context.job.edition.fillable else _pdf(context, person)
        else:
            artifact = words_for(context.composed, form, person.texts)
            yield replace(artifact, name=f"{context.name}{_ENDING}.{form}")


def _pdf(context: HandoutContext, person: Person) -> Artifact:
    handout = personal_handout(context)
    refuse(too_long(handout, person))
    data = handout.proved_copy(person.texts, None)
    return Artifact(f"{context.name}{_ENDING}.pdf", "application/pdf", data, handout.pages, objects_sha256(data))


def _form(context: HandoutContext, person: Person) -> Artifact:
    """A form with the patient's values filled in, which can still be changed."""
    names, form = fields_in(context.composed.structure), lay_out_form(context)
    own = {value.field: value for value in person.values if value.field in names}
    texts = {name: value.text for name, value in own.items()}
    refuse(problem for value in own.values() if (problem := not_in_form(value)))
    refuse(too_long_for(own[name], letters) for name, letters in form.too_long(texts))
    return replace(form.filled(texts), name=f"{context.name}{_ENDING}.pdf")


def _require_one_topic(chosen: Sequence[Job]) -> None:
    topics = dict.fromkeys(job.topic.name for job in chosen)
    if len(topics) > 1:
        raise RequestError(
            f"these handouts are of several topics: {', '.join(topics)}", "name the one that is for this patient"
        )
    if not chosen:
        raise RequestError("none of these handouts can be made", "'caresheet check' says why")
