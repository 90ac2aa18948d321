"""A placed section: its heading, its blocks and its subsections."""

from __future__ import annotations

from caresheet.compose.blocks import elements
from caresheet.compose.context import ComposeContext, OutlinePosition, section_anchor
from caresheet.compose.inline import printed
from caresheet.model import document, topic
from caresheet.model.layout import Break, Placement
from caresheet.model.text import Text

_SECTION_LEVEL = 2
"""The handout's title is the one heading of level 1."""


def topic_sections(
    context: ComposeContext,
    placement: Placement,
    chosen: tuple[topic.Section, ...],
    titles: tuple[tuple[str, Text], ...],
) -> tuple[document.Section, ...]:
    """The sections of one place. A place that begins a column or a page does so with its first section."""
    return tuple(
        document.Section(
            id=section.id,
            heading=_heading(context, section, titles, _SECTION_LEVEL),
            elements=_content(context, section, titles, _SECTION_LEVEL),
            style=placement.style,
            start=placement.start if number == 0 else Break.NONE,
            wide=placement.wide,
            turned=placement.turned,
            position=section.position,
        )
        for number, section in enumerate(chosen)
    )


def _content(
    context: ComposeContext, section: topic.Section, titles: tuple[tuple[str, Text], ...], level: int
) -> tuple[document.Element, ...]:
    """The blocks, then each subsection as a part of its own; what stands under a heading is one level deeper."""
    inside = level + 1
    parts = tuple(
        document.Part(_heading(context, part, titles, inside), _content(context, part, titles, inside))
        for part in section.subsections
    )
    return (*elements(context, section.blocks, OutlinePosition(inside, section.id)), *parts)


def _heading(
    context: ComposeContext, section: topic.Section, titles: tuple[tuple[str, Text], ...], level: int
) -> document.Heading:
    title = dict(titles).get(section.id, section.title)
    return document.Heading(level, printed(context, title), section_anchor(section.id))
