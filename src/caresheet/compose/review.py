"""What a handout says, and whether anyone vouches for it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from msgspec.structs import replace

from caresheet.compose.audiences import section_for
from caresheet.compose.order import cited_sources, placeholder_names
from caresheet.compose.sources import with_sources
from caresheet.model.days import a_year_after
from caresheet.model.job import Job
from caresheet.model.layout import Layout
from caresheet.model.placements import Places, placed
from caresheet.model.review import ReviewedHandout, ReviewState, ReviewStatus
from caresheet.model.topic import HandoutEntry, Section, Topic
from caresheet.model.wording import TextUnit, fingerprint, text_units


def sections_for(topic: Topic, audience: str) -> tuple[Section, ...]:
    """The topic's sections as one audience reads them."""
    chosen = (section_for(section, audience) for section in topic.sections)
    return tuple(section for section in chosen if section is not None)


def places_of(topic: Topic, layout: Layout) -> Places:
    """Every placement of the layout with the sections that its readers find there, as the author wrote them."""
    return placed(sections_for(topic, layout.audience), layout)


def wording_at(topic: Topic, handout: HandoutEntry, places: Places, cited: Collection[str]) -> tuple[TextUnit, ...]:
    """Everything that a handout with these places says, in its own order, with the sources and blanks that it uses.

    A section that a layout drops, adds or moves changes it; a clinic's details and the look do not. `cited` are the ids
    of the sources that the handout cites.
    """
    printed = tuple(section for _, chosen in places for section in chosen)
    blanks = placeholder_names(printed)
    return text_units(
        replace(
            topic,
            handouts=(handout,),
            sections=printed,
            sources=tuple(source for source in topic.sources if source.id in cited),
            defaults=tuple(value for value in topic.defaults if f"clinic.{value.origin.key}" in blanks),
            fields=tuple(field for field in topic.fields if f"patient.{field.name}" in blanks),
        )
    )


def wording_of(topic: Topic, handout: HandoutEntry, layout: Layout) -> tuple[TextUnit, ...]:
    """The same of a handout that is not being composed, such as the original of a translation."""
    places = places_of(topic, layout)
    cited = cited_sources(tuple(with_sources(section) for _, chosen in places for section in chosen))
    return wording_at(topic, handout, places, cited)


def as_reviewed(job: Job, wording: tuple[TextUnit, ...]) -> ReviewedHandout:
    """A handout with this wording as a review of today would record it."""
    layout, original = job.layout, job.original
    theirs = original and next((each for each in original.handouts if each.layout == job.handout.layout), None)
    first = fingerprint(wording_of(original, theirs, layout)) if original and theirs else ""
    return ReviewedHandout(layout.name, fingerprint(wording), first)


def review_status(job: Job, wording: tuple[TextUnit, ...]) -> ReviewStatus:
    """Who vouches for a handout with this wording, and until when.

    Only the last review of the handout counts, and only for the exact words that were reviewed. If the labels are a
    draft, so is the handout. A draft expires a year after its facts were checked, as a review on that day would.
    """
    reviews = tuple(review for review in job.reviews if review.of(job.layout.name))
    last = reviews[-1] if reviews else None
    if last and not job.labels.are_draft and last.of(job.layout.name) == as_reviewed(job, wording):
        return ReviewStatus(ReviewState.REVIEWED, last.due, job.today > last.due, last)
    due = a_year_after(date.fromisoformat(job.topic.facts_checked))
    return ReviewStatus(ReviewState.DRAFT, due, job.today > due, last)


def joint_status(first: ReviewStatus, second: ReviewStatus) -> tuple[ReviewStatus, ReviewStatus]:
    """The status of each language of a bilingual handout, with its own review: both are drafts if either is one, and
    the earlier last day of use applies to both."""
    both = (first, second)
    is_reviewed = all(each.state is ReviewState.REVIEWED for each in both)
    state = ReviewState.REVIEWED if is_reviewed else ReviewState.DRAFT
    due, is_past = min(each.due for each in both), any(each.is_past for each in both)
    mine, theirs = (replace(each, state=state, due=due, is_past=is_past) for each in both)
    return mine, theirs
