"""A job becomes one Document, with nothing left to choose. Pure: no files, no clock."""

from __future__ import annotations

from msgspec.structs import replace

from caresheet.compose.codes import code_section
from caresheet.compose.context import Desk
from caresheet.compose.order import cited_sources, defined_terms
from caresheet.compose.panels import imprint, with_advice
from caresheet.compose.placements import placed
from caresheet.compose.references import references
from caresheet.compose.review import a_year_after, as_reviewed, said_in, sections_for, standing
from caresheet.compose.review_words import banner
from caresheet.compose.running import running_line
from caresheet.compose.sections import sections
from caresheet.compose.sources import with_sources
from caresheet.model import document, rules
from caresheet.model.document import Document
from caresheet.model.edition import Size
from caresheet.model.job import Job
from caresheet.model.labels import Labels
from caresheet.model.layout import Budgets, Citations, Layout, PageBudget, Placement, References
from caresheet.model.problem import CaresheetError, Problem
from caresheet.model.topic import Section, Topic

__all__ = ["a_year_after", "as_reviewed", "compose", "said_in", "standing"]


def compose(job: Job) -> Document:
    """The handout that the job's layout makes of its topic for its audience, in its language and size.

    Raises CaresheetError (nothing-to-print, at the layout) when no section of the topic has a place in it.
    """
    topic, layout, labels = job.topic, job.layout, job.labels
    places = placed(tuple(with_sources(section) for section in sections_for(topic, layout.audience)), layout)
    if not any(chosen for _, chosen in places):
        raise CaresheetError((_nothing(topic, layout),))
    desk = _desk(job, tuple(section for _, chosen in places for section in chosen))
    review = standing(job)
    printed = tuple(section for place in places for section in _placed_sections(desk, place, job)) + code_section(
        layout, job.clinic, labels
    )
    return Document(
        identifier=job.name,
        title=job.handout.title,
        subtitle=job.handout.subtitle,
        language=topic.language,
        author=job.clinic.value("name") or "",
        subject=topic.title,
        keywords=tuple(f"{system}:{code}" for system, code in topic.codes),
        banner=banner(review, labels),
        logo=job.clinic.logo,
        header=with_advice(running_line(layout.header, job, review), layout, labels),
        footer=running_line(layout.footer, job, review),
        contents=_contents(labels, printed) if layout.contents else None,
        sections=printed,
        look=job.edition.look(layout),
        budget=_budget(layout.budgets, job.edition.size),
        position=job.handout.position,
        imprint=imprint(job, review),
    )


def _budget(budgets: Budgets, size: Size) -> PageBudget | None:
    return {Size.REGULAR: budgets.regular, Size.LARGE: budgets.large, Size.GIANT: budgets.giant}[size]


def _desk(job: Job, in_order: tuple[Section, ...]) -> Desk:
    """Numbers that lead to no list would puzzle the reader: without a place for the references none are printed."""
    has_references = any(isinstance(placement.what, References) for placement in job.layout.placements)
    return Desk(
        language=job.topic.language,
        clinic=job.clinic,
        labels=job.labels,
        fields=job.topic.fields,
        looks=job.layout.look.blocks,
        citations=job.layout.citations if has_references else Citations.HIDDEN,
        cited=cited_sources(in_order),
        terms=defined_terms(in_order),
    )


def _placed_sections(
    desk: Desk, place: tuple[Placement, tuple[Section, ...]], job: Job
) -> tuple[document.Section, ...]:
    placement, chosen = place
    if isinstance(placement.what, References):
        return references(desk, placement, job.topic.sources)
    placed_here = sections(desk, placement, chosen, job.handout.titles)
    free = {section.id for section in chosen if section.role in job.layout.budgets.uncounted}
    return tuple(replace(section, counted=section.id not in free) for section in placed_here)


def _contents(labels: Labels, printed: tuple[document.Section, ...]) -> document.Contents:
    headings = (section.heading for section in printed if section.heading is not None)
    entries = (document.ContentsEntry(heading.level, heading.text.plain, heading.anchor) for heading in headings)
    return document.Contents(labels.contents, tuple(entries))


def _nothing(topic: Topic, layout: Layout) -> Problem:
    return Problem(
        layout.position,
        rules.NOTHING_TO_PRINT,
        f"no section of the topic '{topic.name}' for the audience '{layout.audience}' has a place in this layout",
        "place a role that the topic has, or `rest`",
    )
