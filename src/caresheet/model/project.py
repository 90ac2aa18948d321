"""Everything in one project folder, read and found valid."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from caresheet.model.clinic import Clinic
from caresheet.model.labels import Labels
from caresheet.model.layout import Layout
from caresheet.model.problem import Problem
from caresheet.model.review import Review
from caresheet.model.topic import Topic


class Reviews(Struct, frozen=True):
    """The reviews of one topic in one language, oldest first."""

    topic: str
    language: str
    reviews: tuple[Review, ...]


class TopicLanguage(Struct, frozen=True):
    """A topic in one language, by their names."""

    topic: str
    language: str


class MissingHandout(Struct, frozen=True):
    """A handout that cannot be made because a file behind it is faulty. The language or the layout is empty where the
    fault hides which ones there would be."""

    topic: str
    language: str
    layout: str

    def covers(self, topic: str, language: str, layout: str) -> bool:
        """Whether it is this handout, or may be."""
        return self.topic == topic and self.language in {"", language} and self.layout in {"", layout}


def original_of(topic: Topic, topics: Iterable[Topic]) -> Topic | None:
    """The topic that this one translates, None if it is not a translation."""
    if topic.translates is None:
        return None
    language = topic.translates.language
    return next((each for each in topics if (each.name, each.language) == (topic.name, language)), None)


def _translated_part(original: Topic, translation: Topic) -> Topic:
    """The part of the original that is translated. A translation may leave out handouts, and the sections only they
    need."""
    handouts = {handout.layout for handout in translation.handouts}
    if handouts >= {handout.layout for handout in original.handouts}:
        return original
    sections = {section.id for section in translation.sections}
    fields = {field.name for field in translation.fields}
    return replace(
        original,
        handouts=tuple(handout for handout in original.handouts if handout.layout in handouts),
        sections=tuple(section for section in original.sections if section.id in sections),
        fields=tuple(field for field in original.fields if field.name in fields),
    )


class Project(Struct, frozen=True):
    """All topics (one for each topic and language, in that order, with each original before its translations), the
    layouts that can be built, the labels of every language that a topic is in, the clinic that gives out the handouts,
    and the reviews of the topics.

    A project that was read in spite of faults has only what is sound; `problems` are the faults, and `missing` the
    handouts that cannot be made because of them. If only some languages were read, `unread` names the others;
    nothing else of them is there.
    """

    topics: tuple[Topic, ...]
    layouts: tuple[Layout, ...]
    labels: tuple[Labels, ...]
    clinic: Clinic
    reviews: tuple[Reviews, ...] = ()
    missing: tuple[MissingHandout, ...] = ()
    problems: tuple[Problem, ...] = ()
    unread: tuple[TopicLanguage, ...] = ()

    def original_of(self, topic: Topic) -> Topic | None:
        """The part of another topic that this one translates, None if it is not a translation."""
        whole = original_of(topic, self.topics)
        return whole and _translated_part(whole, topic)

    def reviews_of(self, topic: Topic) -> tuple[Review, ...]:
        """The reviews of a topic in its language, oldest first."""
        mine = (each.reviews for each in self.reviews if (each.topic, each.language) == (topic.name, topic.language))
        return next(mine, ())
