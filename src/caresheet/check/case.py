"""What a rule looks at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from typing import TYPE_CHECKING

from caresheet.model.document import Document
from caresheet.model.layout import Layout
from caresheet.model.topic import Topic

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


@dataclass(frozen=True, slots=True)
class Case:
    """One handout before it is set: what it was made from, what will be printed, and the characters that can be.

    `nouns` is everything inside the document's sections, in reading order, walked once for all rules.
    """

    topic: Topic
    layout: Layout
    document: Document
    coverage: frozenset[int]
    nouns: tuple[object, ...]

    @classmethod
    def of(cls, topic: Topic, layout: Layout, document: Document, coverage: frozenset[int]) -> Case:
        """The case of one handout."""
        return cls(topic, layout, document, coverage, tuple(parts(document.sections)))


def parts(whole: object) -> Iterator[object]:
    """Every noun inside a noun, parents before children. The model declares its fields in reading order."""
    waiting = [whole]
    while waiting:
        part = waiting.pop()
        if isinstance(part, tuple):
            waiting.extend(reversed(part))
        elif is_dataclass(part) and not isinstance(part, type):
            yield part
            waiting.extend(getattr(part, name) for name in _names(type(part)))


@cache
def _names(kind: type[DataclassInstance]) -> tuple[str, ...]:
    """The names of a noun's fields, last first."""
    return tuple(field.name for field in reversed(fields(kind)))
