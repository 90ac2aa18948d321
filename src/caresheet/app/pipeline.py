"""The whole journey on one screen: a project's handouts as jobs, and each job made into a parcel."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING
from zlib import compress, decompress

from msgspec import Struct

from caresheet.cache import Kept, Shelf, described, kept_from, kept_to, reasons
from caresheet.compose import compose
from caresheet.fonts import coverage
from caresheet.model.clinic import Clinic
from caresheet.model.composed import Composed
from caresheet.model.document import Document
from caresheet.model.edition import REGULAR, Edition
from caresheet.model.grade import Grades
from caresheet.model.job import Job
from caresheet.model.layout import PageBudget
from caresheet.model.manifest import Entry, Input
from caresheet.model.message import Letter
from caresheet.model.page_layout import PageLayout
from caresheet.model.parcel import Parcel
from caresheet.model.problem import CaresheetError, Findings, Problem, Severity
from caresheet.model.project import Project
from caresheet.model.review import ReviewStatus, State
from caresheet.model.rules import DUPLICATE_FILE_NAME, NOT_REVIEWED
from caresheet.model.topic import Topic
from caresheet.rules import (
    HandoutContext,
    PagesContext,
    WaivedProblem,
    WaiverOutcome,
    apply_waivers,
    faults,
    page_findings,
    review_ending,
)

if TYPE_CHECKING:  # who only makes a handout does not read it
    from caresheet.rules.unjudged import Undecided

_DECIDE_ABOUT_BYTES = ("caresheet", "fontpkg-atkinson-hyperlegible", "pillow", "reportlab", "segno")


class Judgement(Struct, frozen=True):
    """How one handout was judged: how hard it is to read, everything found wrong with it, waived or not, and the rules
    that say nothing about it. `grades` and `silent` are None where it cannot be made."""

    name: str
    grades: Grades | None
    found: tuple[Problem, ...]
    silent: Undecided | None

    @property
    def broken(self) -> frozenset[str]:
        """The names of the rules that it breaks."""
        return frozenset(problem.rule.name for problem in self.found)


class Made(Struct, frozen=True):
    """A finished handout and what was found wrong with it that did not stop it.

    `key` is what its PDF is kept under, empty where nothing is kept. `because` says why it was made: None where it was
    not, because the same was made and proved before. On each of `days` it may become another by itself. `judgement` is
    None where nobody asked for one.
    """

    parcel: Parcel
    problems: tuple[Problem, ...]
    key: str
    because: tuple[str, ...] | None
    days: frozenset[date]
    judgement: Judgement | None = None


class Mail(Struct, frozen=True):
    """A handout as the letter that carries it, None where it cannot be made, and how it was judged."""

    letter: Letter | None
    judgement: Judgement


class Judged(Struct, frozen=True):
    """What is wrong with handouts and the topics they are made of, by file, line and column, what of it is let pass,
    and each handout by itself."""

    problems: tuple[Problem, ...]
    waived: tuple[WaivedProblem, ...]
    handouts: tuple[Judgement, ...]


class Fit(Struct, frozen=True):
    """How a handout fills its pages: its page layout, or None and the problems where it does not fit.

    `room` is the height, in points, that its budget would still take at the layout's smallest type and tightest
    spacing; less than 0 is missing. None without a budget.
    """

    name: str
    page_layout: PageLayout | None
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

    An empty selection takes all. Raises CaresheetError (duplicate-file-name) when two of them would share a file name.
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


def make(job: Job, shelf: Shelf | None = None, *, judged: bool = False) -> Made:
    """Compose, check, set, paint and prove one handout; what was proved before is taken from the shelf instead of being
    set anew. Raises CaresheetError with every fault of the first step that finds any.

    Words and looks are judged where that is asked for: it takes longer, and whoever prints the same handout twice
    learns nothing new.
    """
    composed, case = _composed(job)
    return _made(job, composed, case, shelf, judged=judged)


def _made(job: Job, composed: Composed, case: HandoutContext, shelf: Shelf | None, *, judged: bool) -> Made:
    document = composed.document
    key, kept, because = _from_shelf(job, composed, case, shelf) if shelf else ("", _proven(composed, case), ())
    parcel = Parcel(job.name, document.title, document.language, kept.pages, _inputs(job, document), kept.pdf)
    remarks = _sifted(job, (*review_ending(job, composed.review_status), *kept.problems)).remaining
    judgement = _judgement(job, composed, case, kept.problems) if judged else None
    return Made(parcel, remarks, key, because, _days(job, composed.review_status), judgement)


def _proven(composed: Composed, case: HandoutContext) -> Kept:
    """The handout set, painted and proved. Raises CaresheetError with the faults of its pages or of the proof."""
    # Laying out and proving load ReportLab and PDFium, which nobody pays for before there is something to print.
    from caresheet.outputs.pdf.writer import paint
    from caresheet.proof import prove_pdf

    page_layout, findings = _set(composed, case)
    pdf = paint(case.document, page_layout)
    misread = prove_pdf(composed, pdf)
    if misread:
        raise CaresheetError(misread)
    return Kept(pdf, len(page_layout.pages), findings)


def _from_shelf(
    job: Job, composed: Composed, case: HandoutContext, shelf: Shelf
) -> tuple[str, Kept, tuple[str, ...] | None]:
    """The key of the handout, the handout, and why it was made, if it was. Only what is proved is put on the shelf."""
    # The limits decide what the set pages are found wanting in.
    now = described((case.document, case.limits))
    positions = (*now.positions, job.layout.position)
    data = shelf.get(now.sha256)
    if data is not None:
        return now.sha256, kept_from(data, positions), None
    kept = _proven(composed, case)
    data = kept_to(kept, positions)
    if data is not None:
        shelf.put(now.sha256, data)
    last = f"the last {job.topic.position.file} {job.name}"
    before = shelf.get(last)
    shelf.put(last, compress(now.text.encode("utf-8", "surrogatepass"), 1))
    if before is None:
        return now.sha256, kept, ("it was not made before by this caresheet",)
    return now.sha256, kept, reasons(decompress(before).decode("utf-8", "surrogatepass"), now.text)


def _days(job: Job, status: ReviewStatus) -> frozenset[date]:
    """The days from which on the handout, or what is said of it, may be another: its review ends, or ends soon."""
    due = status.due
    notice = job.layout.limits.review_notice_days
    ends = due + timedelta(days=1)
    return frozenset((ends,) if notice is None else (ends, ends - timedelta(days=int(notice))))


def judge(project: Project, chosen: Sequence[Job], *, pages: bool) -> Judged:
    """Everything that is wrong with the chosen handouts, their topics and the clinic; with `pages`, with the set pages
    as well. Nothing is painted, and nothing is raised for what is wrong."""
    return judged(project, chosen, [_judge(job, pages=pages) for job in chosen], pages=pages)


def judged(project: Project, chosen: Sequence[Job], handouts: Sequence[Judgement], *, pages: bool) -> Judged:
    """The judgements of the chosen handouts, put together with what is wrong with their topics and the clinic. `pages`
    says whether their pages were judged."""
    from caresheet.rules.advice import TopicContext, clinic_advice, renamed_waivers, topic_advice, unused_waivers

    findings, waived = Findings(), list[WaivedProblem]()
    findings.extend(clinic_advice(project.clinic))
    for job in {(job.topic.name, job.topic.language): job for job in chosen}.values():
        case = TopicContext(job.topic, job.original, job.today, _others(project, job.topic))
        sifted = apply_waivers(topic_advice(case), job.topic, job.topic.waivers)
        findings.extend(sifted.remaining)
        waived += sifted.waived
    for job, handout in zip(chosen, handouts, strict=True):
        sifted = _sifted(job, handout.found)
        findings.extend(sifted.remaining)
        waived += sifted.waived
    waivers = [waiver for job in chosen for waiver in (*job.topic.waivers, *job.layout.waivers)]
    findings.extend(tuple(renamed_waivers(waivers)))
    findings.extend(tuple(unused_waivers(waivers, (each.waiver for each in waived), pages=pages)))
    return Judged(findings.sorted(), tuple(dict.fromkeys(waived)), tuple(handouts))


def not_made(job: Job, problems: tuple[Problem, ...]) -> Judgement:
    """The judgement of a handout that cannot be made for these faults."""
    return Judgement(job.name, None, problems, None)


def refusals(judged: Judged, clinic: Clinic | None, *, drafts: bool = False) -> tuple[Problem, ...]:
    """What a release is refused for: every fault and error, whatever is unreviewed unless `drafts` may go out, and,
    where it is made for a clinic, that clinic's emergency numbers that are not filled in."""
    from caresheet.rules.advice import emergency_numbers

    findings = Findings()
    unwanted = (Severity.FAULT, Severity.ERROR)
    findings.extend(
        tuple(
            each
            for each in judged.problems
            if each.rule.severity in unwanted or (each.rule == NOT_REVIEWED and not drafts)
        )
    )
    if clinic is not None:
        findings.extend(tuple(emergency_numbers(clinic)))
    return findings.sorted()


def transcript(job: Job, kind: str) -> str:
    """One handout in words alone, proved: as plain text for `txt`, as a page for `html`. Raises CaresheetError with
    its faults; that it fits its pages is not asked."""
    return _transcript(_composed(job)[0], kind)


def _transcript(composed: Composed, kind: str) -> str:
    from caresheet.outputs.html import as_html
    from caresheet.outputs.text import as_text
    from caresheet.proof import prove_html, prove_text

    write, prove = {"txt": (as_text, prove_text), "html": (as_html, prove_html)}[kind]
    text = write(composed)
    _refuse(prove(composed, text))
    return text


def make_mail(job: Job, shelf: Shelf | None = None) -> Mail:
    """A handout as the letter that carries it: its PDF, and its words as plain text and as a page of HTML. Nothing is
    raised for what is wrong with it."""
    try:
        composed, case = _composed(job)
        made = _made(job, composed, case, shelf, judged=True)
        letter = _letter(job, composed, made.parcel)
    except CaresheetError as error:
        return Mail(None, not_made(job, error.problems))
    return Mail(letter, made.judgement or not_made(job, ()))


def _letter(job: Job, composed: Composed, parcel: Parcel) -> Letter:
    from caresheet.outputs.pdf.fingerprint import objects_sha256

    words = job.labels
    return Letter(
        fingerprint=objects_sha256(parcel.pdf),
        language=parcel.language,
        subject=words.mail_subject,
        opening=words.mail_opening,
        closing=words.mail_closing,
        warning=words.mail_draft if composed.review_status.state is State.DRAFT else "",
        file_name=words.mail_file,
        text=_transcript(composed, "txt"),
        html=_transcript(composed, "html"),
        pdf=parcel.pdf,
    )


def measure(job: Job) -> Fit:
    """How a handout fills its pages. Raises CaresheetError with the faults of composing and checking only."""
    from caresheet.layout import lay_out, room_left

    composed = _composed(job)[0]
    document, room = composed.document, room_left(composed)
    try:
        page_layout = lay_out(composed)
    except CaresheetError as error:
        return Fit(job.name, None, room, document.budget, error.problems)
    return Fit(job.name, page_layout, room, document.budget, ())


def _composed(job: Job) -> tuple[Composed, HandoutContext]:
    """The handout worked out, and as the rules look at it. Raises CaresheetError with its faults."""
    composed = compose(job)
    case = HandoutContext.of(job.topic, job.layout, composed.document, coverage(), job.today)
    _refuse(faults(case))
    return composed, case


def _set(composed: Composed, case: HandoutContext) -> tuple[PageLayout, tuple[Problem, ...]]:
    """The set pages and what is wrong with them short of a fault. Raises CaresheetError with their faults."""
    from caresheet.layout import lay_out

    page_layout = lay_out(composed)
    findings = page_findings(PagesContext(case, page_layout))
    _refuse(findings)
    return page_layout, findings


def _judge(job: Job, *, pages: bool) -> Judgement:
    """How one handout is judged, on its set pages where they are asked for; its faults where it cannot be made."""
    try:
        composed, case = _composed(job)
        return _judgement(job, composed, case, _set(composed, case)[1] if pages else ())
    except CaresheetError as error:
        return not_made(job, error.problems)


def _judgement(job: Job, composed: Composed, case: HandoutContext, pages: tuple[Problem, ...]) -> Judgement:
    """How a handout without faults is judged. `pages` is what was found wrong with its set pages."""
    from caresheet.rules.advice import advice, reading_of, undecided, unreviewed

    reading = reading_of(case)
    found = (*advice(reading), *unreviewed(job, composed), *review_ending(job, composed.review_status), *pages)
    return Judgement(job.name, reading.grades, found, undecided(reading))


def _sifted(job: Job, problems: tuple[Problem, ...]) -> WaiverOutcome:
    return apply_waivers(problems, job.topic, (*job.topic.waivers, *job.layout.waivers))


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
    from caresheet.outputs.pdf.fingerprint import objects_sha256

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
        made_with=_made_with(),
        inputs=tuple(Input(path, digests[path]) for path in parcel.inputs),
    )


@cache
def _made_with() -> tuple[tuple[str, str], ...]:
    """The packages that decide about the bytes, with their versions, which Python looks up on the disk."""
    from importlib.metadata import version

    return tuple((package, version(package)) for package in _DECIDE_ABOUT_BYTES)


def _inputs(job: Job, document: Document) -> tuple[str, ...]:
    """The files that a handout was made from: topic, reviews, layouts, pictures, the project's own labels, clinic."""
    content = [job.topic.position.file, *(review.position.file for review in job.reviews[:1])]
    if job.original is not None:  # a review of a translation holds as long as what it translates stays
        content.append(job.original.position.file)
    pictures = [picture.path for picture in (*document.pictures(), *((document.logo,) if document.logo else ()))]
    paths = (f"content/{job.topic.name}/topic.yaml", *content, *job.layout.files, *job.labels.files, *pictures)
    return tuple(dict.fromkeys((*sorted(paths), job.clinic.position.file)))


def _refuse_same_names(chosen: tuple[Job, ...]) -> None:
    findings = Findings()
    first: dict[str, Job] = {}
    for job in chosen:
        # Windows and macOS take names that differ only in case for the same.
        other = first.setdefault(job.name.casefold(), job)
        if other is not job:
            message = f"{job.name}.pdf is also the name of the handout at {other.handout.position}"
            findings.add(job.handout.position, DUPLICATE_FILE_NAME, message, "rename a topic or a layout")
    findings.raise_any()
