"""What a rule looks at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass

from caresheet.model.document import Document
from caresheet.model.layout import Layout
from caresheet.model.topic import Topic


@dataclass(frozen=True, slots=True)
class Case:
    """One handout before it is set: what it was made from, what will be printed, and the characters that can be."""

    topic: Topic
    layout: Layout
    document: Document
    coverage: frozenset[int]


def parts(whole: object) -> Iterator[object]:
    """Every noun inside a noun, parents before children. The model declares its fields in reading order."""
    if isinstance(whole, tuple):
        for part in whole:
            yield from parts(part)
    elif is_dataclass(whole):
        yield whole
        for field in fields(whole):
            yield from parts(getattr(whole, field.name))
