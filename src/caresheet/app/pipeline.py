"""The whole journey of one handout on one screen: composed, checked, laid out, written, proved."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from caresheet.app.formats import FORMATS, PDF
from caresheet.app.offers import told_for_two_languages
from caresheet.app.press import written_on_sheets
from caresheet.cache import Cache, CachedArtifact, HandoutCache
from caresheet.compose import compose
from caresheet.fonts import coverage
from caresheet.model.artifact import Artifact, RenderedHandout
from caresheet.model.days import days_after
from caresheet.model.document import Document
from caresheet.model.job import Job
from caresheet.model.page_layout import PageLayout
from caresheet.model.problem import CaresheetError, Problem, Severity
from caresheet.model.review import ReviewStatus
from caresheet.model.rules import UNKNOWN_NAME
from caresheet.rules import (
    HandoutContext,
    PagesContext,
    WaiverOutcome,
    apply_waivers,
    faults,
    page_findings,
    review_findings,
)


class Pages(Struct, frozen=True):
    """A handout's pages, None where nobody needs them, and what was found wrong with them short of a fault."""

    page_layout: PageLayout | None
    problems: tuple[Problem, ...]


class Prepared(Struct, frozen=True):
    """A handout ready to be written in these formats: what of them is in the cache, and its pages."""

    context: HandoutContext
    formats: tuple[str, ...]
    cache: HandoutCache
    cached: Mapping[str, CachedArtifact]
    pages: Pages


class Rendered(Struct, frozen=True):
    """A finished handout, and what was found wrong with it that did not stop it.

    `keys` are those of its artifacts in the cache, empty where there is none. `because` says why it was made: None
    where it was not, because all of it was in the cache. On each of `days` it may become another by itself.
    """

    handout: RenderedHandout
    problems: tuple[Problem, ...]
    keys: tuple[str, ...]
    because: tuple[str, ...] | None
    days: frozenset[date]


def render(job: Job, formats: Collection[str] = PDF, cache: Cache | None = None) -> Rendered:
    """Compose, check, lay out, write and prove one handout; what was proved before comes from the cache instead.

    Raises CaresheetError with every fault of the first step that finds any. Words and looks are judged elsewhere: that
    takes longer, and whoever prints the same handout twice learns nothing new.
    """
    return write(prepare(compose_checked(job), formats, cache))


def compose_checked(job: Job) -> HandoutContext:
    """The handout composed and checked, a bilingual one also in each language alone. Raises CaresheetError with its
    faults."""
    if job.edition.bilingual and job.companion is None:
        raise CaresheetError((_not_in_both(job),))
    context = HandoutContext.of(job, compose(job), coverage())
    if job.companion:
        versions = (replace(job, companion=None), job.companion)
        alone = (_alone(each, job.name) for each in versions)
        context = replace(context, versions=tuple(alone))
    _refuse(faults(context))
    return context


def _alone(job: Job, name: str) -> HandoutContext:
    """One language of the bilingual handout of this name."""
    composed = compose(job)
    composed = replace(composed, document=replace(composed.document, identifier=name))
    return HandoutContext.of(job, composed, coverage())


def _not_in_both(job: Job) -> Problem:
    message = f"the topic '{job.topic.name}' does not have this handout in '{job.edition.bilingual}'"
    position = job.layout.look.origins.of("bilingual")
    return Problem(position, UNKNOWN_NAME, message, "translate it, or choose another second language")


def prepare(
    context: HandoutContext, formats: Collection[str] = PDF, cache: Cache | None = None, *, paged: bool = False
) -> Prepared:
    """The handout laid out, where it must still be put on pages; with `paged`, also where its pages are to be judged
    and nothing is known of them. Raises CaresheetError with the faults of its pages."""
    known = _handout_cache(context, cache)
    cached = {form: found for form in formats if (found := known.get(form))}
    on_paper = [form for form in formats if FORMATS[form].on_paper]
    judged_before = [cached[form].problems for form in on_paper if form in cached]
    if (paged and not judged_before) or len(judged_before) < len(on_paper):
        pages = lay_out_checked(context)
    else:
        pages = Pages(None, judged_before[0] if judged_before else ())
    return Prepared(context, tuple(formats), known, cached, pages)


def lay_out_checked(context: HandoutContext) -> Pages:
    """The handout laid out, with what is wrong with its pages short of a fault. Raises CaresheetError with faults."""
    return Pages(*_laid_out(context))


def sound_pages(context: HandoutContext) -> PageLayout:
    """The pages of the handout. Raises CaresheetError with their faults."""
    page_layout, _ = _laid_out(context)
    return page_layout


def _laid_out(context: HandoutContext) -> tuple[PageLayout, tuple[Problem, ...]]:
    from caresheet.layout import lay_out

    try:
        page_layout = lay_out(context.composed)
    except CaresheetError as fault:
        raise told_for_two_languages(context.job, fault) from None
    problems = page_findings(PagesContext(context, page_layout))
    _refuse(problems)
    return page_layout, problems


def write(prepared: Prepared) -> Rendered:
    """The handout in all its formats, each proved. Raises CaresheetError where one does not say what it should."""
    context, job = prepared.context, prepared.context.job
    missing = tuple(form for form in prepared.formats if form not in prepared.cached)
    done = {**prepared.cached, **{form: _written(prepared, form) for form in missing}}
    for form in missing:
        prepared.cache.put(form, done[form])
    return Rendered(
        handout=_handout(context, tuple(done[form].artifact for form in prepared.formats)),
        problems=waivers_applied(job, (*review_findings(context), *prepared.pages.problems)).remaining,
        keys=tuple(prepared.cache.key(form) for form in prepared.formats),
        because=prepared.cache.renewed_because(missing) if missing else None,
        days=_days(job, context.composed.review_status),
    )


def waivers_applied(job: Job, problems: tuple[Problem, ...]) -> WaiverOutcome:
    """The problems of a handout, apart from those that its topic and its layout waive."""
    if job.companion is None:
        return apply_waivers(problems, job.topic, (*job.topic.waivers, *job.layout.waivers))
    there = job.companion.topic.position.file
    theirs = tuple(each for each in problems if each.position and each.position.file == there)
    mine = tuple(each for each in problems if each not in theirs)
    first, second = waivers_applied(replace(job, companion=None), mine), waivers_applied(job.companion, theirs)
    return WaiverOutcome((*first.remaining, *second.remaining), (*first.waived, *second.waived))


def _written(prepared: Prepared, form: str) -> CachedArtifact:
    kind, composed, pages = FORMATS[form], prepared.context.composed, prepared.pages
    artifact = kind.write(composed, pages.page_layout)
    _refuse(kind.prove(composed, artifact))
    if pages.page_layout and prepared.context.job.edition.is_on_sheets:
        artifact = written_on_sheets(prepared.context, pages.page_layout, artifact)
    return CachedArtifact(artifact, pages.problems if kind.on_paper else ())


def _handout_cache(context: HandoutContext, cache: Cache | None) -> HandoutCache:
    """What the cache has of the handout. The limits are part of its content: they decide what its pages are found
    wanting in."""
    job, content = context.job, (context.document, context.limits, *context.job.edition.form_and_sheets)
    return HandoutCache(cache, f"{job.topic.position.file} {job.name}", content, (job.layout.position,))


def _handout(context: HandoutContext, artifacts: tuple[Artifact, ...]) -> RenderedHandout:
    document = context.document
    return RenderedHandout(context.name, document.title, document.language, _inputs(context.job, document), artifacts)


def _days(job: Job, status: ReviewStatus) -> frozenset[date]:
    """The days from which on the handout, or what is said of it, may be another: its review ends, or ends soon."""
    notice = job.layout.limits.review_notice_days
    ends = days_after(status.due, 1)
    return frozenset((ends,) if notice is None else (ends, days_after(ends, -notice)))


def _inputs(job: Job, document: Document) -> tuple[str, ...]:
    """The files that a handout was made from: topic, reviews, layouts with their fonts, pictures, the project's own
    labels, clinic."""
    content = [file for each in job.versions for file in _content_of(each)]
    labels = [file for each in job.versions for file in each.labels.files]
    pictures = [picture.path for picture in (*document.pictures(), *((document.logo,) if document.logo else ()))]
    fonts = job.layout.look.fonts.paths if job.layout.look.fonts else ()
    topic = f"content/{job.topic.name}/topic.yaml"
    paths = (topic, *content, *job.layout.files, *fonts, *labels, *pictures)
    return tuple(dict.fromkeys((*sorted(paths), job.clinic.position.file)))


def _content_of(job: Job) -> tuple[str, ...]:
    """The files of its words, of their reviews and, because the review of a translation holds as long as what it
    translates stays, of its original."""
    original = (job.original.position.file,) if job.original else ()
    return (job.topic.position.file, *(review.position.file for review in job.reviews[:1]), *original)


def _refuse(problems: tuple[Problem, ...]) -> None:
    """Raise CaresheetError with the faults among the problems, if there are any; one that both languages have, once."""
    stopping = tuple(dict.fromkeys(problem for problem in problems if problem.rule.severity is Severity.FAULT))
    if stopping:
        raise CaresheetError(stopping)
