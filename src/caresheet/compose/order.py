"""What a topic's sections hold, in the order in which it is read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from typing import TYPE_CHECKING

from caresheet.model.text import Citation, Placeholder, Text
from caresheet.model.topic import Definition, Section

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


def cited_sources(sections: tuple[Section, ...]) -> tuple[str, ...]:
    """The ids of all sources cited, in order of first use."""
    uses = (
        source
        for part in _parts(sections)
        if isinstance(part, Text)
        for inline in part.inlines
        if isinstance(inline, Citation)
        for source in inline.sources
    )
    return tuple(dict.fromkeys(uses))


def defined_terms(sections: tuple[Section, ...]) -> frozenset[str]:
    """The ids of all glossary terms that are explained."""
    return frozenset(part.id for part in _parts(sections) if isinstance(part, Definition))


def placeholder_names(sections: tuple[Section, ...]) -> frozenset[str]:
    """The names of all values that the author does not know."""
    return frozenset(part.name for part in _parts(sections) if isinstance(part, Placeholder))


def _parts(whole: object) -> Iterator[object]:
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
