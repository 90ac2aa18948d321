"""A job becomes one Composed value, with nothing left to choose. Pure: no files, no clock."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from caresheet.compose.about import with_edition
from caresheet.compose.bilingual import woven
from caresheet.compose.codes import code_section
from caresheet.compose.contents import contents_entries
from caresheet.compose.context import ComposeContext
from caresheet.compose.dates import long_date
from caresheet.compose.forms import with_form_fields
from caresheet.compose.interpreter import interpreter_section
from caresheet.compose.order import cited_sources, defined_terms
from caresheet.compose.panels import cover_mark, face_mark, imprint, with_advice
from caresheet.compose.references import reference_sections
from caresheet.compose.review import as_reviewed, joint_status, places_of, review_status, wording_at, wording_of
from caresheet.compose.review_words import banner
from caresheet.compose.running import footer, running_line
from caresheet.compose.sections import topic_sections
from caresheet.compose.sources import with_sources
from caresheet.compose.structure import structure_of
from caresheet.model import document, rules
from caresheet.model.composed import Composed
from caresheet.model.document import Document
from caresheet.model.edition import Size
from caresheet.model.job import Job
from caresheet.model.layout import (
    ByRole,
    Citations,
    ContentsList,
    InterpreterLine,
    Layout,
    PageBudget,
    Placement,
    References,
    RunningItem,
)
from caresheet.model.lines import worded_for
from caresheet.model.look import SMALL_PAPERS
from caresheet.model.problem import CaresheetError, Problem
from caresheet.model.review import ReviewStatus
from caresheet.model.text import Placeholder
from caresheet.model.topic import Section, Topic
from caresheet.model.wording import TextUnit

__all__ = ["as_reviewed", "compose", "wording_of"]


def compose(job: Job) -> Composed:
    """The handout that the job's layout makes of its topic for its audience, in its language or its two languages and
    in its size, with its review status and its wording.

    Raises CaresheetError (nothing-to-print, at the layout) when no section of the topic has a place in it, and
    (translation-differs) when its two languages do not match.
    """
    own = _worked_out(job)
    if job.companion is None:
        status, wording = own.status, own.wording
        document = _document(job, own.printed, status)
    else:
        second = replace(job.companion, edition=replace(job.edition, bilingual=job.topic.language))
        other = _worked_out(second)
        status, theirs = joint_status(own.status, other.status)
        wording = (*own.wording, *other.wording)
        document = woven(_document(job, own.printed, status), _document(second, other.printed, theirs))
    structure = structure_of(document)
    return Composed(document, with_form_fields(structure) if job.edition.fillable else structure, status, wording)


def _worked_out(job: Job) -> _WorkedOut:
    places = places_of(job.topic, job.layout)
    if not any(chosen for _, chosen in places):
        raise CaresheetError((_nothing(job.topic, job.layout),))
    sourced = tuple(
        (placement, tuple(with_sources(worded_for(section, job.clinic)) for section in chosen))
        for placement, chosen in places
    )
    context = _context(job, tuple(section for _, chosen in sourced for section in chosen))
    wording = wording_at(job.topic, job.handout, places, context.cited)
    status = review_status(job, wording)
    placed = tuple(
        (place[0], with_edition(_placed_sections(context, place, job), place[1], job, status)) for place in sourced
    )
    return _WorkedOut(_in_order(placed, job), status, wording)


_Printed = tuple[tuple[Placement, tuple[document.Section, ...]], ...]
"""Each place of the layout with what is printed there."""


class _WorkedOut(Struct, frozen=True):
    """A handout in one language: what is printed, its review status and its wording."""

    printed: _Printed
    status: ReviewStatus
    wording: tuple[TextUnit, ...]


def _in_order(placed: _Printed, job: Job) -> _Printed:
    """The places in the order of the layout, or in its order for two languages. A line about interpreters that a layout
    begins with stays there, except in giant print: the critical sections, which need the whole first page, are before
    it."""
    roles = job.layout.bilingual_first if job.edition.bilingual else ()
    critical = [index for index, (_, sections) in enumerate(placed) if any(each.critical for each in sections)]

    def rank(numbered: tuple[int, tuple[Placement, tuple[document.Section, ...]]]) -> tuple[int, int, bool]:
        index, what = numbered[0], numbered[1][0].what
        if isinstance(what, ByRole) and what.role in roles:
            return roles.index(what.role), index, False
        is_line = isinstance(what, InterpreterLine)
        if is_line and job.edition.size is Size.GIANT:
            return len(roles), max(index, *critical, 0), True
        return -1 if is_line and index == 0 else len(roles), index, is_line

    return tuple(place for _, place in sorted(enumerate(placed), key=rank))


def _document(job: Job, placed: _Printed, status: ReviewStatus) -> Document:
    """The sections that were placed, with everything that stands around them. Larger print leaves out the subtitle
    and the logo: the warning signs need the room."""
    topic, layout, labels = job.topic, job.layout, job.labels
    printed = (*(each for _, sections in placed for each in sections), *code_section(layout, job.clinic, labels))
    return Document(
        identifier=job.name,
        title=job.handout.title,
        subtitle=job.handout.subtitle if job.edition.size is Size.REGULAR else "",
        language=topic.language,
        author=job.clinic.value("name"),
        subject=topic.title,
        keywords=tuple(f"{system}:{code}" for system, code in topic.codes),
        banner=banner(job, status) if job.edition.size is not Size.GIANT else "",
        logo=job.clinic.logo if _has_room(job) else None,
        header=with_advice(running_line(layout.header, job, status), job),
        footer=footer(job, status),
        contents=_contents(job, printed, placed) if layout.contents else None,
        sections=printed,
        look=job.edition.look(layout),
        budget=_budget(job),
        position=job.handout.position,
        imprint=imprint(job, status),
        mark=face_mark(job, status),
        cover_mark=cover_mark(job),
        clinic=_name_of_clinic(job),
        continued=labels.continued,
        next_page=labels.next_page if _is_larger_print(job) else "",
        cut_here=labels.cut_here if any(section.copy for section in printed) else "",
    )


def _name_of_clinic(job: Job) -> str:
    """The clinic's name, unless a running line holds it."""
    lines = (job.layout.header, job.layout.footer)
    running = {item for line in lines for item in (*line.start, *line.center, *line.end)}
    return job.clinic.text("name") if _has_room(job) and RunningItem.CLINIC not in running else ""


def _is_larger_print(job: Job) -> bool:
    """Whether each page says what the next one begins with: larger print has many pages."""
    return job.layout.look.panels is None and job.edition.size is not Size.REGULAR


def _has_room(job: Job) -> bool:
    """Whether there is room for the clinic next to the title: not on a card's small faces, nor in larger print."""
    return job.layout.look.panels is None and job.edition.size is Size.REGULAR


def _budget(job: Job) -> PageBudget | None:
    """The pages that the layout allows in this edition. Two languages aim for twice as many and may take three times
    as many: words side by side leave more of the page empty, and some scripts need more room than others."""
    budgets = job.layout.budgets
    match job.edition.size:
        case Size.REGULAR:
            own = budgets.small if budgets.small and job.paper in SMALL_PAPERS else budgets.regular
        case Size.LARGE:
            own = budgets.large
        case _:
            own = budgets.giant
    if own is None or not job.edition.bilingual:
        return own
    return replace(own, maximum=3 * own.maximum, aim=2 * (own.aim or own.maximum))


def _needs_short_labels(job: Job) -> bool:
    """Whether bands are so narrow that their labels should be short: on panels, on small paper and in two
    languages."""
    small = job.paper in SMALL_PAPERS
    return small or job.layout.look.panels is not None or job.edition.bilingual is not None


def _context(job: Job, in_order: tuple[Section, ...]) -> ComposeContext:
    """Citation numbers are printed only if the layout also prints the list that they point to."""
    has_references = any(isinstance(placement.what, References) for placement in job.layout.placements)
    return ComposeContext(
        language=job.topic.language,
        clinic=job.clinic,
        labels=job.labels,
        fields=job.topic.fields,
        looks=job.layout.look.blocks,
        citations=job.layout.citations if has_references else Citations.HIDDEN,
        link_addresses=job.layout.link_addresses,
        cited=cited_sources(in_order),
        terms=defined_terms(in_order),
        called=frozenset(_only_numbers(in_order)),
        topic=(("facts_checked", long_date(date.fromisoformat(job.topic.facts_checked), job.labels)),),
        small_faces=_needs_short_labels(job),
        fillable=job.edition.fillable,
    )


def _only_numbers(sections: tuple[Section, ...]) -> Iterator[str]:
    """The values that a title gives as its only number."""
    for section in sections:
        if len(section.numbers) == 1:
            yield from (each.name for each in section.numbers[0].value.inlines if isinstance(each, Placeholder))


def _placed_sections(
    context: ComposeContext, place: tuple[Placement, tuple[Section, ...]], job: Job
) -> tuple[document.Section, ...]:
    placement, chosen = place
    if job.paper in SMALL_PAPERS:
        placement = replace(placement, style=replace(placement.style, twice=False))
    if job.edition.size is not Size.REGULAR or job.edition.bilingual:
        size = placement.style.size if job.edition.size is Size.REGULAR else None
        placement = replace(placement, style=replace(placement.style, size=size, columns=None, twice=False))
    if isinstance(placement.what, References):
        return reference_sections(context, placement, job.topic.sources)
    if isinstance(placement.what, InterpreterLine):
        return (interpreter_section(context, placement),)
    placed_here = topic_sections(context, placement, chosen, job.handout.titles)
    free = {section.id for section in chosen if section.role in job.layout.budgets.uncounted}
    return tuple(replace(section, counted=section.id not in free) for section in placed_here)


def _contents(job: Job, printed: tuple[document.Section, ...], placed: _Printed) -> document.Contents | None:
    """The list of all sections; as a strip that has a place, of those behind it. In two languages on small paper, where
    the strip may stand on the first page instead of the first signs, it lists all. None if it would be empty."""
    whats = [placement.what for placement, _ in placed]
    strip = ContentsList() in whats
    before = placed[: whats.index(ContentsList())] if strip else ()
    behind = len([section for _, sections in before for section in sections])
    listed = printed if job.edition.bilingual and job.paper in SMALL_PAPERS else printed[behind:]
    entries = tuple(contents_entries(listed, job.handout.contents))
    return document.Contents(job.labels.contents, entries, behind, strip) if entries else None


def _nothing(topic: Topic, layout: Layout) -> Problem:
    return Problem(
        layout.position,
        rules.NOTHING_TO_PRINT,
        f"no section of the topic '{topic.name}' for the audience '{layout.audience}' has a place in this layout",
        "place a role that the topic has, or `rest`",
    )
