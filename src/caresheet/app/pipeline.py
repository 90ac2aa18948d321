"""The whole journey of one handout on one screen: composed, checked, laid out, written, proved."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, timedelta

from msgspec import Struct

from caresheet.app.formats import FORMATS, PDF
from caresheet.cache import Cache, CachedArtifact, HandoutCache
from caresheet.compose import compose
from caresheet.fonts import coverage
from caresheet.model.artifact import Artifact, RenderedHandout
from caresheet.model.composed import Composed
from caresheet.model.document import Document
from caresheet.model.job import Job
from caresheet.model.page_layout import PageLayout
from caresheet.model.problem import CaresheetError, Problem, Severity
from caresheet.model.review import ReviewStatus
from caresheet.rules import (
    HandoutContext,
    PagesContext,
    WaiverOutcome,
    apply_waivers,
    faults,
    page_findings,
    review_findings,
)


class Checked(Struct, frozen=True):
    """A handout that was composed and has no faults."""

    job: Job
    composed: Composed
    context: HandoutContext


class Pages(Struct, frozen=True):
    """A handout's pages, None where nobody needs them, and what was found wrong with them short of a fault."""

    page_layout: PageLayout | None
    problems: tuple[Problem, ...]


class Rendered(Struct, frozen=True):
    """A finished handout, and what was found wrong with it that did not stop it.

    `keys` are those of its artifacts in the cache, empty where there is none. `because` says why it was made: None
    where it was not, because all of it was in the cache. On each of `days` it may become another by itself.
    `page_problems` is what was found wrong with its pages, waived or not.
    """

    handout: RenderedHandout
    problems: tuple[Problem, ...]
    keys: tuple[str, ...]
    because: tuple[str, ...] | None
    days: frozenset[date]
    page_problems: tuple[Problem, ...]


def render(job: Job, formats: Collection[str] = PDF, cache: Cache | None = None) -> Rendered:
    """Compose, check, lay out, write and prove one handout; what was proved before comes from the cache instead.

    Raises CaresheetError with every fault of the first step that finds any. Words and looks are judged elsewhere: that
    takes longer, and whoever prints the same handout twice learns nothing new.
    """
    return render_checked(compose_checked(job), formats, cache)


def compose_checked(job: Job) -> Checked:
    """The handout composed and checked. Raises CaresheetError with its faults."""
    composed = compose(job)
    context = HandoutContext.of(job, composed, coverage())
    _refuse(faults(context))
    return Checked(job, composed, context)


def render_checked(
    checked: Checked, formats: Collection[str] = PDF, cache: Cache | None = None, *, paged: bool = False
) -> Rendered:
    """The rest of the journey of a handout that was composed and checked before. With `paged`, its pages are judged
    even if it is made in no format that has any."""
    job, status, known = checked.job, checked.composed.review_status, _known(checked, cache)
    cached = {form: found for form in formats if (found := known.get(form))}
    missing = tuple(form for form in formats if form not in cached)
    pages = _pages(checked, missing, cached, paged=paged)
    for form in missing:
        cached[form] = _written(checked, form, pages)
        known.put(form, cached[form])
    return Rendered(
        handout=_handout(checked, tuple(cached[form].artifact for form in formats)),
        problems=waivers_applied(job, (*review_findings(checked.context), *pages.problems)).remaining,
        keys=tuple(known.key(form) for form in formats),
        because=known.renewed_because(missing) if missing else None,
        days=_days(job, status),
        page_problems=pages.problems,
    )


def waivers_applied(job: Job, problems: tuple[Problem, ...]) -> WaiverOutcome:
    """The problems of a handout, apart from those that its topic and its layout waive."""
    return apply_waivers(problems, job.topic, (*job.topic.waivers, *job.layout.waivers))


def lay_out_checked(checked: Checked) -> Pages:
    """The handout laid out, with what is wrong with its pages short of a fault. Raises CaresheetError with faults."""
    from caresheet.layout import lay_out

    page_layout = lay_out(checked.composed)
    problems = page_findings(PagesContext(checked.context, page_layout))
    _refuse(problems)
    return Pages(page_layout, problems)


def _pages(checked: Checked, missing: Collection[str], cached: Mapping[str, CachedArtifact], *, paged: bool) -> Pages:
    """The pages, laid out only where something must still be put on them, or where they are judged and nothing is
    known of them."""
    on_paper = [found for form, found in cached.items() if FORMATS[form].on_paper]
    if any(FORMATS[form].on_paper for form in missing) or (paged and not on_paper):
        return lay_out_checked(checked)
    return Pages(None, on_paper[0].problems if on_paper else ())


def _written(checked: Checked, form: str, pages: Pages) -> CachedArtifact:
    """The handout in one format, proved. Raises CaresheetError where it does not say what it should."""
    kind = FORMATS[form]
    artifact = kind.write(checked.composed, pages.page_layout)
    _refuse(kind.prove(checked.composed, artifact))
    return CachedArtifact(artifact, pages.problems if kind.on_paper else ())


def _known(checked: Checked, cache: Cache | None) -> HandoutCache:
    """What the cache has of the handout. The limits are part of its content: they decide what its pages are found
    wanting in."""
    job, document = checked.job, checked.composed.document
    name = f"{job.topic.position.file} {job.name}"
    return HandoutCache(cache, name, (document, checked.context.limits), (job.layout.position,))


def _handout(checked: Checked, artifacts: tuple[Artifact, ...]) -> RenderedHandout:
    document = checked.composed.document
    return RenderedHandout(
        checked.job.name, document.title, document.language, _inputs(checked.job, document), artifacts
    )


def _days(job: Job, status: ReviewStatus) -> frozenset[date]:
    """The days from which on the handout, or what is said of it, may be another: its review ends, or ends soon."""
    notice = job.layout.limits.review_notice_days
    ends = status.due + timedelta(days=1)
    return frozenset((ends,) if notice is None else (ends, ends - timedelta(days=int(notice))))


def _inputs(job: Job, document: Document) -> tuple[str, ...]:
    """The files that a handout was made from: topic, reviews, layouts, pictures, the project's own labels, clinic."""
    content = [job.topic.position.file, *(review.position.file for review in job.reviews[:1])]
    if job.original is not None:  # a review of a translation holds as long as what it translates stays
        content.append(job.original.position.file)
    pictures = [picture.path for picture in (*document.pictures(), *((document.logo,) if document.logo else ()))]
    paths = (f"content/{job.topic.name}/topic.yaml", *content, *job.layout.files, *job.labels.files, *pictures)
    return tuple(dict.fromkeys((*sorted(paths), job.clinic.position.file)))


def _refuse(problems: tuple[Problem, ...]) -> None:
    """Raise CaresheetError with the faults among the problems, if there are any."""
    stopping = tuple(problem for problem in problems if problem.rule.severity is Severity.FAULT)
    if stopping:
        raise CaresheetError(stopping)
