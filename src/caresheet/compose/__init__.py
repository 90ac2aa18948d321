"""Topic, layout, clinic and labels become one Document, with nothing left to choose. Pure: no files, no clock."""

from __future__ import annotations

from dataclasses import replace

from caresheet.compose.audiences import section_for
from caresheet.compose.codes import code_section
from caresheet.compose.desk import Desk
from caresheet.compose.order import cited_sources, defined_terms
from caresheet.compose.panels import imprint, with_advice
from caresheet.compose.placements import placed
from caresheet.compose.references import references
from caresheet.compose.running import running_line
from caresheet.compose.sections import sections
from caresheet.compose.sources import with_sources
from caresheet.model import document, rules
from caresheet.model.clinic import Clinic
from caresheet.model.document import Document
from caresheet.model.edition import REGULAR, Edition, Size, handout_name
from caresheet.model.labels import Labels
from caresheet.model.layout import Budgets, Citations, Layout, PageBudget, Placement, References
from caresheet.model.problem import CaresheetError, Problem
from caresheet.model.topic import Handout, Section, Topic

__all__ = ["compose"]

Places = tuple[tuple[Placement, tuple[Section, ...]], ...]


def compose(
    topic: Topic, handout: Handout, layout: Layout, clinic: Clinic, labels: Labels, edition: Edition = REGULAR
) -> Document:
    """The handout that `layout` makes of `topic` for its audience, in `topic`'s language and the edition's size.

    Raises CaresheetError (nothing-to-print, at the layout) when no section of the topic has a place in it.
    """
    places = placed(_sections_for(topic, layout.audience), layout)
    if not any(chosen for _, chosen in places):
        raise CaresheetError((_nothing(topic, layout),))
    desk = _desk(topic, layout, clinic, labels, tuple(section for _, chosen in places for section in chosen))
    name, clinic_name = handout_name(topic, layout, clinic, edition), clinic.value("name") or ""
    printed = tuple(
        section
        for place in places
        for section in _placed_sections(desk, place, topic, handout, layout.budgets.uncounted)
    ) + code_section(layout, clinic, labels)
    header = running_line(layout.header, topic, handout, labels, clinic=clinic_name, name=name)
    return Document(
        identifier=name,
        title=handout.title,
        subtitle=handout.subtitle,
        language=topic.language,
        author=clinic_name,
        subject=topic.title,
        keywords=tuple(f"{system}:{code}" for system, code in topic.codes),
        banner=labels.draft,
        logo=clinic.logo,
        header=with_advice(header, layout, labels),
        footer=running_line(layout.footer, topic, handout, labels, clinic=clinic_name, name=name),
        contents=_contents(labels, printed) if layout.contents else None,
        sections=printed,
        look=edition.look(layout),
        budget=_budget(layout.budgets, edition.size),
        position=handout.position,
        imprint=imprint(layout, topic, labels),
    )


def _budget(budgets: Budgets, size: Size) -> PageBudget | None:
    return {Size.REGULAR: budgets.regular, Size.LARGE: budgets.large, Size.GIANT: budgets.giant}[size]


def _sections_for(topic: Topic, audience: str) -> tuple[Section, ...]:
    chosen = (section_for(section, audience) for section in topic.sections)
    return tuple(with_sources(section) for section in chosen if section is not None)


def _desk(topic: Topic, layout: Layout, clinic: Clinic, labels: Labels, in_order: tuple[Section, ...]) -> Desk:
    """Numbers that lead to no list would puzzle the reader: without a place for the references none are printed."""
    has_references = any(isinstance(placement.what, References) for placement in layout.placements)
    return Desk(
        language=topic.language,
        clinic=clinic,
        labels=labels,
        fields=topic.fields,
        looks=layout.look.blocks,
        citations=layout.citations if has_references else Citations.HIDDEN,
        cited=cited_sources(in_order),
        terms=defined_terms(in_order),
    )


def _placed_sections(
    desk: Desk,
    place: tuple[Placement, tuple[Section, ...]],
    topic: Topic,
    handout: Handout,
    uncounted: tuple[str, ...],
) -> tuple[document.Section, ...]:
    placement, chosen = place
    if isinstance(placement.what, References):
        return references(desk, placement, topic.sources)
    placed_here = sections(desk, placement, chosen, handout.titles)
    free = {section.id for section in chosen if section.role in uncounted}
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
