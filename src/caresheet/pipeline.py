"""The whole journey on one screen: a project's handouts as jobs, and each job made into a parcel."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version

from caresheet.check import (
    Case,
    PageCase,
    Sifted,
    TopicCase,
    Waived,
    advice,
    clinic_advice,
    emergency_numbers,
    faults,
    page_findings,
    review_findings,
    sift,
    topic_advice,
    unused,
)
from caresheet.compose import compose, said_in, standing
from caresheet.fonts import coverage
from caresheet.model.clinic import Clinic
from caresheet.model.document import Document
from caresheet.model.edition import REGULAR, Edition
from caresheet.model.job import Job
from caresheet.model.layout import PageBudget
from caresheet.model.manifest import Entry, Input
from caresheet.model.parcel import Parcel
from caresheet.model.problem import CaresheetError, Findings, Problem, Severity
from caresheet.model.project import Project
from caresheet.model.rules import NOT_REVIEWED, SAME_NAME
from caresheet.model.setting import Setting
from caresheet.model.topic import Topic

_DECIDE_ABOUT_BYTES = ("caresheet", "fontpkg-atkinson-hyperlegible", "pillow", "reportlab")


@dataclass(frozen=True, slots=True)
class Made:
    """A finished handout and what was found wrong with it that did not stop it."""

    parcel: Parcel
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """What is wrong with handouts and the topics they are made of, by file, line and column, and what of it is let
    pass."""

    problems: tuple[Problem, ...]
    waived: tuple[Waived, ...]


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
            topic=topic,
            original=project.original_of(topic),
            handout=handout,
            layout=made_by[handout.layout],
            clinic=project.clinic,
            labels=spoken_with[topic.language],
            edition=edition,
            reviews=project.reviews_of(topic),
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
    from caresheet.typeset import paint

    case = _composed(job)
    setting, findings = _set(case)
    document = case.document
    pdf = paint(document, setting)
    misread = prove(document, pdf)
    if misread:
        raise CaresheetError(misread)
    parcel = Parcel(job.name, document.title, document.language, len(setting.pages), _inputs(job, document), pdf)
    problems = _sifted(job, (*_advice(job, case), *findings)).standing
    # That a draft is one stands on each of its pages; who makes it every day need not read it every time.
    return Made(parcel, tuple(problem for problem in problems if problem.rule is not NOT_REVIEWED))


def judge(project: Project, chosen: Sequence[Job], *, pages: bool) -> Judged:
    """Everything that is wrong with the chosen handouts, their topics and the clinic; with `pages`, with the set pages
    as well. Nothing is painted, and nothing is raised for what is wrong."""
    findings, waived = Findings(), list[Waived]()
    findings.extend(clinic_advice(project.clinic))
    for job in {(job.topic.name, job.topic.language): job for job in chosen}.values():
        case = TopicCase(job.topic, job.original, job.today, _others(project, job.topic))
        sifted = sift(topic_advice(case), job.topic, job.topic.waivers)
        findings.extend(sifted.standing)
        waived += sifted.waived
    for job in chosen:
        sifted = _sifted(job, _everything(job, pages=pages))
        findings.extend(sifted.standing)
        waived += sifted.waived
    waivers = [waiver for job in chosen for waiver in (*job.topic.waivers, *job.layout.waivers)]
    findings.extend(tuple(unused(waivers, (each.waiver for each in waived), pages=pages)))
    return Judged(findings.sorted(), tuple(dict.fromkeys(waived)))


def refusals(judged: Judged, clinic: Clinic | None) -> tuple[Problem, ...]:
    """What a release is refused for: every fault and error, whatever is unreviewed, and, where it is made for a
    clinic, that clinic's emergency numbers that are not filled in."""
    findings = Findings()
    unwanted = (Severity.FAULT, Severity.ERROR)
    findings.extend(
        tuple(each for each in judged.problems if each.rule.severity in unwanted or each.rule is NOT_REVIEWED)
    )
    if clinic is not None:
        findings.extend(tuple(emergency_numbers(clinic)))
    return findings.sorted()


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
    document = compose(job)
    case = Case.of(job.topic, job.layout, document, coverage(), job.today)
    _refuse(faults(case))
    return case


def _set(case: Case) -> tuple[Setting, tuple[Problem, ...]]:
    """The set pages and what is wrong with them short of a fault. Raises CaresheetError with their faults."""
    from caresheet.typeset import lay_out

    setting = lay_out(case.document)
    findings = page_findings(PageCase(case, setting))
    _refuse(findings)
    return setting, findings


def _everything(job: Job, *, pages: bool) -> tuple[Problem, ...]:
    """What is wrong with one handout, faults included."""
    try:
        case = _composed(job)
        return (*_advice(job, case), *(_set(case)[1] if pages else ()))
    except CaresheetError as error:
        return error.problems


def _advice(job: Job, case: Case) -> tuple[Problem, ...]:
    review = tuple(review_findings(job, standing(job), said_in(job.topic, job.handout, job.layout)))
    return (*advice(case), *review)


def _sifted(job: Job, problems: tuple[Problem, ...]) -> Sifted:
    return sift(problems, job.topic, (*job.topic.waivers, *job.layout.waivers))


def _others(project: Project, topic: Topic) -> tuple[Topic, ...]:
    """The topic in its other languages."""
    return tuple(each for each in project.topics if each.name == topic.name and each.language != topic.language)


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
