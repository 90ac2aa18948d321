"""What a topic's sections hold, in the order in which it is read."""

from __future__ import annotations

from caresheet.model.text import Citation, Placeholder, Text
from caresheet.model.topic import Definition, Section
from caresheet.model.walk import iter_structs


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


def defined_terms(sections: tuple[Section, ...]) -> frozenset[str]:
    """The ids of all glossary terms that are explained."""
    return frozenset(part.id for part in iter_structs(sections) if isinstance(part, Definition))


def placeholder_names(sections: tuple[Section, ...]) -> frozenset[str]:
    """The names of all values that the author does not know."""
    return frozenset(part.name for part in iter_structs(sections) if isinstance(part, Placeholder))
