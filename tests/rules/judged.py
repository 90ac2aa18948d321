"""What the tests of the rules share: a handout that is well, and the judging of one that is not."""

from __future__ import annotations

from tests.compose.builders import CLINIC, HERE, LABELS, PLAIN, TODAY, job, layout, printed, topic

from caresheet.compose import compose
from caresheet.compose.structure import structure_of
from caresheet.fonts import coverage
from caresheet.model.composed import Composed
from caresheet.model.document import Document, Element, Heading, RunningLine, Section
from caresheet.model.layout import Break, Layout
from caresheet.model.problem import Problem
from caresheet.model.review import ReviewState, ReviewStatus
from caresheet.model.topic import Section as TopicSection
from caresheet.model.topic import Topic
from caresheet.rules import HandoutContext, faults

EMPTY_LINE = RunningLine("", "", "")


def section(*elements: Element, level: int = 2) -> Section:
    heading = Heading(level, printed("Knots"), "section-one")
    return Section("one", heading, elements, PLAIN, Break.NONE, wide=False, turned=False, position=HERE)


def document(*elements: Element, level: int = 2, by: Layout | None = None) -> Document:
    """A document with one section that prints these elements."""
    by = by or layout()
    return Document(
        identifier="knots-sheet-en",
        title="Knots",
        subtitle="",
        language="en",
        author=None,
        subject="",
        keywords=(),
        banner="DRAFT",
        logo=None,
        header=EMPTY_LINE,
        footer=EMPTY_LINE,
        contents=None,
        sections=(section(*elements, level=level),),
        look=by.look,
        budget=None,
        position=HERE,
    )


def context(made: Document, whole: Topic | None = None, by: Layout | None = None) -> HandoutContext:
    """What rules see of a document, made of this topic by this layout, that nobody has reviewed."""
    whole, by = whole or topic(), by or layout()
    draft = Composed(made, structure_of(made), ReviewStatus(ReviewState.DRAFT, TODAY, is_past=False, review=None), ())
    return HandoutContext.of(job(whole, whole.handouts[0], by, CLINIC, LABELS), draft, coverage())


def judged(*elements: Element, level: int = 2) -> tuple[Problem, ...]:
    """What is wrong with a document of these elements."""
    return faults(context(document(*elements, level=level)))


def judged_layout(by: Layout) -> tuple[Problem, ...]:
    """What is wrong with a good document in this layout."""
    return faults(context(document(by=by), by=by))


def judged_topic(*sections: TopicSection, by: Layout) -> tuple[Problem, ...]:
    """What is wrong with the handout that the layout makes of these sections."""
    whole = topic(*sections)
    made = job(whole, whole.handouts[0], by, CLINIC, LABELS)
    return faults(HandoutContext.of(made, compose(made), coverage()))


def judged_document(changed: Document) -> tuple[Problem, ...]:
    return faults(context(changed))
