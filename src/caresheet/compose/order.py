"""What a topic's sections hold, in the order in which it is read."""

from __future__ import annotations

from functools import lru_cache

from caresheet.model.text import Citation, Placeholder, Text
from caresheet.model.topic import Definition, Section
from caresheet.model.walk import iter_structs

_REMEMBERED = 64
"""How many answers about sections are remembered."""


@lru_cache(_REMEMBERED)
def cited_sources(sections: tuple[Section, ...]) -> tuple[str, ...]:
    """The ids of all sources cited, in order of first use."""
    uses = (
        source
        for part in iter_structs(sections)
        if isinstance(part, Text)
        for inline in part.inlines
        if isinstance(inline, Citation)
        for source in inline.sources
    )
    return tuple(dict.fromkeys(uses))


@lru_cache(_REMEMBERED)
def defined_terms(sections: tuple[Section, ...]) -> frozenset[str]:
    """The ids of all glossary terms that are explained."""
    return frozenset(part.id for part in iter_structs(sections) if isinstance(part, Definition))


@lru_cache(_REMEMBERED)
def placeholder_names(parts: tuple[object, ...]) -> frozenset[str]:
    """The names of all values that the author of these parts of a topic does not know."""
    return frozenset(part.name for part in iter_structs(parts) if isinstance(part, Placeholder))
