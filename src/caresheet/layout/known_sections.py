"""Sections that were laid out before: a further copy of a handout has most of them again."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec.structs import replace

from caresheet.layout.context import LayoutContext
from caresheet.layout.sections import lay_out_section
from caresheet.model.document import NO_RUNNING_LINE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from caresheet.layout.paginator import Region
    from caresheet.layout.strips import PlacedSection
    from caresheet.model.document import Document
    from caresheet.model.look import Look
    from caresheet.model.problem import Position

_REMEMBERED = 48
"""How many sections are remembered: those of a long handout in several sizes and spacings."""
_KEYS = 1 << 20
"""How many keys are set aside for the decorations of each section: more than any section has."""


def lay_out_sections(context: LayoutContext, sections: Iterable[PlacedSection]) -> Iterator[Region]:
    """Sections as regions, in the context of a whole document. The same section in the same look is laid out once."""
    around = _around_sections(context.document)
    for placed in sections:
        if context.look.panels:
            yield from lay_out_section(context, *placed)
            continue
        regions, heights = _laid_out(around, context.look, placed)
        yield from regions
        for place, height in heights:
            context.heights[place] = context.heights.get(place, 0.0) + height


def _around_sections(document: Document) -> Document:
    """The document without its sections and without what stands around them: what is left is what their layout
    depends on."""
    return replace(
        document,
        title="",
        subtitle="",
        author=None,
        banner="",
        logo=None,
        header=NO_RUNNING_LINE,
        footer=NO_RUNNING_LINE,
        contents=None,
        sections=(),
        budget=None,
        imprint="",
        clinic="",
    )


@lru_cache(_REMEMBERED)
def _laid_out(
    document: Document, look: Look, placed: PlacedSection
) -> tuple[tuple[Region, ...], tuple[tuple[Position, float], ...]]:
    """The regions of a section, and the height of each of its blocks. Its decorations have keys of their own,
    because other sections in the same columns have decorations, too."""
    context = LayoutContext(document, look, first_key=placed.node.number * _KEYS)
    regions = lay_out_section(context, *placed)
    return tuple(regions), tuple(context.heights.items())
