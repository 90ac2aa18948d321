"""The words of a topic as authors typed them, each with the position at which an editor can change them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from caresheet.model.problem import Position
from caresheet.model.text import Citation, GlossaryReference, Inline, Placeholder, Text, TextRun
from caresheet.model.topic import Topic
from caresheet.model.walk import iter_structs

GAP = "\N{OBJECT REPLACEMENT CHARACTER}"
"""Takes the place of a placeholder, so that the words before and after it are not joined."""


def typed_texts(topic: Topic) -> Iterator[tuple[Position, str]]:
    """Every text of a topic in one language: titles, labels of fields, alternative texts and everything that prints.

    The topic's title and the labels have no position of their own in the model; they get that of the file.
    """
    yield topic.position, topic.title
    for field in topic.fields:
        yield topic.position, field.label
    for handout in topic.handouts:
        yield handout.position, handout.title
        yield handout.position, handout.subtitle
        yield handout.position, handout.short_title
    for text in iter_texts((topic.handouts, topic.sections)):
        yield text.position, plain(text)


def iter_texts(whole: object) -> Iterator[Text]:
    """Every text inside `whole`, in reading order."""
    return (part for part in iter_structs(whole) if isinstance(part, Text))


def plain(text: Text) -> str:
    """The words of a text, without its formatting and citations."""
    return "".join(_plain(inline) for inline in text.inlines)


def _plain(inline: Inline) -> str:
    match inline:
        case TextRun():
            return inline.text
        case GlossaryReference():
            return inline.shown
        case Placeholder():
            return GAP
        case Citation():
            return ""
        case _:
            assert_never(inline)
