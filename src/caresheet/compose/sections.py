"""A placed section: its heading, its blocks and its subsections."""

from __future__ import annotations

from functools import lru_cache

from msgspec.structs import replace

from caresheet.compose.blocks import elements
from caresheet.compose.context import ComposeContext, OutlinePosition, section_anchor
from caresheet.compose.inline import printed
from caresheet.compose.order import placeholder_names
from caresheet.model import document, topic
from caresheet.model.layout import Break, Citations, Placement
from caresheet.model.look import HeadingLook
from caresheet.model.text import PrintedText, Text
from caresheet.text.colons import colon_after

_SECTION_LEVEL = 2
"""The handout's title is the one heading of level 1."""
_REMEMBERED = 64
"""How many composed sections are remembered."""


def topic_sections(
    context: ComposeContext,
    placement: Placement,
    chosen: tuple[topic.Section, ...],
    titles: tuple[tuple[str, Text], ...],
) -> tuple[document.Section, ...]:
    """The sections of one place. A place that begins a column or a page does so with its first section."""
    later = replace(placement, start=Break.NONE)
    placed = tuple(
        _section(_seen_by(context, section, titles), placement if number == 0 else later, section, titles)
        for number, section in enumerate(chosen)
    )
    return tuple(each for section in placed for each in _copies(section)) if placement.style.twice else placed


def _seen_by(context: ComposeContext, section: topic.Section, titles: tuple[tuple[str, Text], ...]) -> ComposeContext:
    """The context with only those of the clinic's values that a section prints: most sections are then the same for
    another clinic."""
    names, clinic = placeholder_names((section, titles)), context.clinic
    values = tuple(value for value in clinic.values if f"clinic.{value.origin.key}" in names)
    return replace(context, clinic=replace(clinic, name="", values=values, logo=None))


@lru_cache(_REMEMBERED)
def _section(
    context: ComposeContext, placement: Placement, section: topic.Section, titles: tuple[tuple[str, Text], ...]
) -> document.Section:
    heading = _heading(context, section, titles, _SECTION_LEVEL)
    return document.Section(
        id=section.id,
        heading=heading if _has_heading(placement) else None,
        elements=_content(_for_section(context, section), section, titles, _SECTION_LEVEL),
        style=placement.style,
        start=placement.start,
        wide=placement.wide,
        turned=placement.turned,
        position=section.position,
        critical=section.critical,
        name="" if _has_heading(placement) else heading.text.plain,
        placed=placement.position,
    )


def _copies(section: document.Section) -> tuple[document.Section, document.Section]:
    """The section and a copy of it below. Nothing links to the copy."""
    heading = replace(section.heading, anchor=_second(section.heading.anchor)) if section.heading else None
    elements = tuple(_copied(element) for element in section.elements)
    first = replace(section, halves_a_page=section.start is Break.PAGE)
    return first, replace(first, heading=heading, elements=elements, start=Break.NONE, copy=True)


def _copied(element: document.Element) -> document.Element:
    match element:
        case document.Part(heading, inside):
            return document.Part(replace(heading, anchor=_second(heading.anchor)), tuple(map(_copied, inside)))
        case _:
            return element


def _second(anchor: str) -> str:
    return f"{anchor}-copy"


def _for_section(context: ComposeContext, section: topic.Section) -> ComposeContext:
    """A critical section prints no numbers of sources: its reader needs help now."""
    return replace(context, citations=Citations.HIDDEN) if section.critical else context


def _has_heading(placement: Placement) -> bool:
    return placement.style.heading is not HeadingLook.NONE


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
    numbers = _numbers(context, section.numbers)
    return document.Heading(level, printed(context, title), section_anchor(section.id), numbers)


def _numbers(context: ComposeContext, numbers: tuple[topic.TitleNumber, ...]) -> tuple[document.TitleNumber, ...]:
    """The numbers of a title. If all of them are the same, it stands once, without a label."""
    made = tuple(
        document.TitleNumber(_label(context, number), printed(context, number.value, captioned=False))
        for number in numbers
    )
    words = {number.value.plain for number in made}
    return (document.TitleNumber(None, made[0].value),) if len(words) == 1 and words != {""} else made


def _label(context: ComposeContext, number: topic.TitleNumber) -> PrintedText | None:
    """The label, on small faces the short one. It has a colon, so that a listener hears where it ends and the
    number begins."""
    label = (number.short if context.small_faces else None) or number.label
    if label is None:
        return None
    words = printed(context, label)
    return replace(words, runs=(*words.runs, colon_after(words)))
