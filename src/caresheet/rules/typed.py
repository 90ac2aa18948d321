"""The words of a topic as their authors typed them, each with the place where an editor changes them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from caresheet.model.problem import Position
from caresheet.model.text import Citation, GlossaryReference, Inline, Placeholder, Text, TextRun
from caresheet.model.topic import Topic
from caresheet.model.walk import iter_structs

GAP = "\N{OBJECT REPLACEMENT CHARACTER}"
"""Stands where a placeholder stands, so that the words before and behind it do not become one."""


def typed(topic: Topic) -> Iterator[tuple[Position, str]]:
    """Every text of a topic in one language: titles, labels of blanks, alternative texts and all that prints.

    What stands at the topic itself has no place of its own in the model; it is given the file's.
    """
    yield topic.position, topic.title
    for field in topic.fields:
        yield topic.position, field.label
    for handout in topic.handouts:
        yield handout.position, handout.title
        yield handout.position, handout.subtitle
    for text in texts((topic.handouts, topic.sections)):
        yield text.position, plain(text)


def texts(whole: object) -> Iterator[Text]:
    """Every text inside a value, in reading order."""
    return (part for part in iter_structs(whole) if isinstance(part, Text))


def plain(text: Text) -> str:
    """The words of a text, without its looks and citations."""
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
