"""What a handout says in words, and whether somebody vouches for it."""

from __future__ import annotations

from datetime import date

from msgspec.structs import replace

from caresheet.compose.audiences import section_for
from caresheet.compose.order import cited_sources, placeholder_names
from caresheet.compose.placements import placed
from caresheet.compose.sources import with_sources
from caresheet.model.job import Job
from caresheet.model.layout import Layout
from caresheet.model.review import ReviewedHandout, Standing, State
from caresheet.model.topic import Handout, Section, Topic
from caresheet.model.wording import TextUnit, fingerprint, text_units


def sections_for(topic: Topic, audience: str) -> tuple[Section, ...]:
    """The topic's sections as one audience reads them."""
    chosen = (section_for(section, audience) for section in topic.sections)
    return tuple(section for section in chosen if section is not None)


def said_in(topic: Topic, handout: Handout, layout: Layout) -> tuple[TextUnit, ...]:
    """Everything that a handout says, in its own order, with the sources and blanks that it uses.

    A section that a layout drops, adds or moves changes it; a clinic's details and looks do not.
    """
    places = placed(sections_for(topic, layout.audience), layout)
    printed = tuple(section for _, chosen in places for section in chosen)
    cited = frozenset(cited_sources(tuple(with_sources(section) for section in printed)))
    blanks = placeholder_names(printed)
    return text_units(
        replace(
            topic,
            handouts=(handout,),
            sections=printed,
            sources=tuple(source for source in topic.sources if source.id in cited),
            fields=tuple(field for field in topic.fields if f"patient.{field.name}" in blanks),
        )
    )


def as_reviewed(topic: Topic, original: Topic | None, handout: Handout, layout: Layout) -> ReviewedHandout:
    """A handout's words as a review of today would keep them."""
    theirs = original and next((each for each in original.handouts if each.layout == handout.layout), None)
    first = fingerprint(said_in(original, theirs, layout)) if original and theirs else ""
    return ReviewedHandout(layout.name, fingerprint(said_in(topic, handout, layout)), first)


def standing(job: Job) -> Standing:
    """Who vouches for a handout, and until when.

    The last review of the handout counts, and only for the very words it read. A draft shall not be used longer than
    a year after its facts were checked, as a review of that day would allow.
    """
    reviews = tuple(review for review in job.reviews if review.of(job.layout.name))
    last = reviews[-1] if reviews else None
    if last and last.of(job.layout.name) == as_reviewed(job.topic, job.original, job.handout, job.layout):
        return Standing(State.REVIEWED, last.due, job.today > last.due, last)
    due = a_year_after(date.fromisoformat(job.topic.facts_checked))
    return Standing(State.DRAFT, due, job.today > due, last)


def a_year_after(day: date) -> date:
    """The same day a year later; 28 February after a 29th."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)
