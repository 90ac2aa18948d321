"""What a topic's sections hold, in the order in which it is read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from caresheet.model.text import Citation, Text
from caresheet.model.topic import Definition, Section


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


def _parts(whole: object) -> Iterator[object]:
    """Every noun inside, parents before children. The model declares its fields in reading order."""
    if isinstance(whole, tuple):
        for part in whole:
            yield from _parts(part)
    elif is_dataclass(whole):
        yield whole
        for field in fields(whole):
            yield from _parts(getattr(whole, field.name))
