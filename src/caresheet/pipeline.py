"""The whole journey on one screen: a project's handouts as jobs, and each job made into a parcel."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version

from caresheet.check import Case, PageCase, advice, faults, page_findings
from caresheet.compose import compose
from caresheet.fonts import coverage
from caresheet.model.clinic import Clinic
from caresheet.model.document import Document
from caresheet.model.edition import REGULAR, Edition, handout_name
from caresheet.model.labels import Labels
from caresheet.model.layout import Layout, PageBudget
from caresheet.model.manifest import Entry, Input
from caresheet.model.parcel import Parcel
from caresheet.model.problem import CaresheetError, Findings, Problem, Severity
from caresheet.model.project import Project
from caresheet.model.rules import SAME_NAME
from caresheet.model.setting import Setting
from caresheet.model.topic import Handout, Topic

_DECIDE_ABOUT_BYTES = ("caresheet", "fontpkg-atkinson-hyperlegible", "pillow", "reportlab")


@dataclass(frozen=True, slots=True)
class Job:
    """One handout to make, with everything that goes into it. `name` is its file name without ending."""

    name: str
    topic: Topic
    handout: Handout
    layout: Layout
    clinic: Clinic
    labels: Labels
    edition: Edition
    today: date


@dataclass(frozen=True, slots=True)
class Made:
    """A finished handout and what was found wrong with it that did not stop it."""

    parcel: Parcel
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Fit:
    """How a handout fills its pages: its setting, or None and the problems where it does not fit.

    `room` is the height, in points, that its budget would still take at the layout's smallest type and tightest
    spacing; less than 0 is missing. None without a budget.
    """

    name: str
    setting: Setting | None
    room: float | None
    budget: PageBudget | None
    problems: tuple[Problem, ...]


def jobs(
    project: Project,
    *,
    topics: Collection[str] = (),
    layouts: Collection[str] = (),
    languages: Collection[str] = (),
    edition: Edition = REGULAR,
    today: date,
) -> tuple[Job, ...]:
    """Every handout that the project's topics list, or of them those asked for, in the project's order.

    An empty selection takes all. Raises CaresheetError (same-name) when two of them would share a file name.
    """
    made_by = {layout.name: layout for layout in project.layouts}
    spoken_with = {labels.language: labels for labels in project.labels}
    chosen = tuple(
        Job(
            name=handout_name(topic, made_by[handout.layout], project.clinic, edition),
            topic=topic,
            handout=handout,
            layout=made_by[handout.layout],
            clinic=project.clinic,
            labels=spoken_with[topic.language],
            edition=edition,
            today=today,
        )
        for topic in project.topics
        for handout in topic.handouts
        if (not topics or topic.name in topics)
        and (not layouts or handout.layout in layouts)
        and (not languages or topic.language in languages)
    )
    _refuse_same_names(chosen)
    return chosen


def make(job: Job) -> Made:
    """Compose, check, set, paint and prove one handout. Raises CaresheetError with every fault of the first step
    that finds any."""
    # Setting and proving load ReportLab and PDFium, which nobody pays for before there is something to print.
    from caresheet.prove import prove
    from caresheet.typeset import lay_out, paint

    case = _composed(job)
    document = case.document
    setting = lay_out(document)
    findings = page_findings(PageCase(case, setting))
    _refuse(findings)
    pdf = paint(document, setting)
    misread = prove(document, pdf)
    if misread:
        raise CaresheetError(misread)
    parcel = Parcel(job.name, document.title, document.language, len(setting.pages), _inputs(job, document), pdf)
    return Made(parcel, (*advice(case), *findings))


def measure(job: Job) -> Fit:
    """How a handout fills its pages. Raises CaresheetError with the faults of composing and checking only."""
    from caresheet.typeset import lay_out, room_left

    document = _composed(job).document
    room = room_left(document)
    try:
        setting = lay_out(document)
    except CaresheetError as error:
        return Fit(job.name, None, room, document.budget, error.problems)
    return Fit(job.name, setting, room, document.budget, ())


def _composed(job: Job) -> Case:
    """The document with what it was made from. Raises CaresheetError with its faults."""
    document = compose(job.topic, job.handout, job.layout, job.clinic, job.labels, job.edition)
    case = Case.of(job.topic, job.layout, document, coverage(), job.today)
    _refuse(faults(case))
    return case


def _refuse(problems: tuple[Problem, ...]) -> None:
    """Raise CaresheetError with the faults among the problems, if there are any."""
    stopping = tuple(problem for problem in problems if problem.rule.severity is Severity.FAULT)
    if stopping:
        raise CaresheetError(stopping)


def account(job: Job, parcel: Parcel, digests: Mapping[str, str]) -> Entry:
    """The manifest's entry for a finished handout. `digests` has the sha256 of every input, by path."""
    from caresheet.prove import objects_sha256

    return Entry(
        name=f"{parcel.name}.pdf",
        sha256=hashlib.sha256(parcel.pdf).hexdigest(),
        objects_sha256=objects_sha256(parcel.pdf),
        pages=parcel.pages,
        topic=job.topic.name,
        layout=job.layout.name,
        language=job.topic.language,
        clinic=job.clinic.position.file,
        edition=job.edition,
        made_with=tuple((package, version(package)) for package in _DECIDE_ABOUT_BYTES),
        inputs=tuple(Input(path, digests[path]) for path in parcel.inputs),
    )


def _inputs(job: Job, document: Document) -> tuple[str, ...]:
    """The files that a handout was made from: topic, layouts, pictures, labels of the project's own, clinic."""
    content = job.topic.position.file
    pictures = [picture.path for picture in (*document.pictures(), *((document.logo,) if document.logo else ()))]
    paths = (f"content/{job.topic.name}/topic.yaml", content, *job.layout.files, *job.labels.files, *pictures)
    return tuple(dict.fromkeys((*sorted(paths), job.clinic.position.file)))


def _refuse_same_names(chosen: tuple[Job, ...]) -> None:
    findings = Findings()
    first: dict[str, Job] = {}
    for job in chosen:
        # Windows and macOS take names that differ only in case for the same.
        other = first.setdefault(job.name.casefold(), job)
        if other is not job:
            message = f"{job.name}.pdf is also the name of the handout at {other.handout.position}"
            findings.add(job.handout.position, SAME_NAME, message, "rename a topic or a layout")
    findings.raise_any()
