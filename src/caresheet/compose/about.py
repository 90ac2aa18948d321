"""What a handout says about itself where its running lines are not read aloud: its edition, and who reviewed it."""

from __future__ import annotations

from msgspec.structs import replace

from caresheet.compose.review_words import review_line
from caresheet.compose.templates import filled
from caresheet.compose.typography import tidy
from caresheet.model import document
from caresheet.model.document import BETWEEN
from caresheet.model.edition import Size
from caresheet.model.job import Job
from caresheet.model.kind import HandoutKind
from caresheet.model.review import ReviewStatus
from caresheet.model.text import PrintedText, TextRun
from caresheet.model.topic import Section

_ROLE = "about"


def with_edition(
    printed: tuple[document.Section, ...], chosen: tuple[Section, ...], job: Job, status: ReviewStatus
) -> tuple[document.Section, ...]:
    """The sections; the one about the handout ends with its edition and its review, if the handout has several pages:
    the running lines of several pages are repeated, so nobody hears them."""
    if not _has_pages(job):
        return printed
    about = {section.id for section in chosen if section.role == _ROLE}
    words = BETWEEN.join((filled(job.labels.version, version=job.topic.version), review_line(job, status)))
    position = job.topic.facts_position or job.handout.position
    paragraph = document.Paragraph(PrintedText(tidy((TextRun(words),), job.topic.language), position))
    return tuple(
        replace(section, elements=(*section.elements, paragraph)) if section.id in about else section
        for section in printed
    )


def _has_pages(job: Job) -> bool:
    """Whether it has several pages, as cards and posters have in larger print only. On small paper a card has two pages
    but no room for this: its first words say that it is a draft."""
    layout, edition = job.layout, job.edition
    is_one_page = layout.kind in {HandoutKind.CARD, HandoutKind.POSTER} and edition.size is Size.REGULAR
    return layout.look.panels is None and not is_one_page
