"""Strips: short sections below each other, such as fields to fill in and the small print, beside the clinic's code."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from caresheet.layout.blocks import lay_out_elements, lay_out_heading
from caresheet.layout.codes import lay_out_code
from caresheet.layout.columns import text_width
from caresheet.layout.context import Frame
from caresheet.layout.entries import lay_out_entries_in_twos
from caresheet.layout.fragments import Fragment, height_of, translated, with_gap
from caresheet.layout.paginator import Region
from caresheet.layout.signs import marked
from caresheet.layout.stacks import stacked
from caresheet.model import document as d
from caresheet.model.look import POINTS_PER_MM

if TYPE_CHECKING:
    from collections.abc import Sequence

    from caresheet.layout.context import LayoutContext
    from caresheet.model.structure import StructureNode

_GUTTER = 4.0 * POINTS_PER_MM
"""Space between the words and the code, in points."""


class PlacedSection(NamedTuple):
    """A section with its element."""

    section: d.Section
    node: StructureNode


def code_of(placed: PlacedSection) -> d.Figure | None:
    """The figure of the section that is nothing but the code that leads to the clinic's website; else None."""
    match placed.section.elements:
        case (d.KeepTogether(d.Figure(drawing=d.Code()) as figure),) | (d.Figure(drawing=d.Code()) as figure,):
            return figure
        case _:
            return None


def lay_out_strip(context: LayoutContext, placed: Sequence[PlacedSection], code: PlacedSection | None) -> Region:
    """The sections as one region that never breaks. The code stands at its end, and the code's caption below the
    words. Sections at its start that float may move to an earlier page, with the code."""
    whole = _strip(context, placed, code)
    floating = [each for each in placed if each.section.style.floats]
    rest = placed[len(floating) :]
    if not floating or floating != list(placed[: len(floating)]):
        return whole
    below = (_strip(context, rest, None),) if rest else ()
    return replace(whole, apart=(_strip(context, floating, code), *below))


def _strip(context: LayoutContext, placed: Sequence[PlacedSection], code: PlacedSection | None) -> Region:
    width, figure = text_width(context.look.paper), code_of(code) if code else None
    drawn = None
    if code and figure and isinstance(figure.drawing, d.Code):
        drawn = lay_out_code(context, figure.drawing, Frame(0.0, width), code.node.blocks[0].number)
    fragments: list[Fragment] = []
    for each in placed:
        fragments = _below(context, each, fragments, width, drawn)
    if code and figure and figure.caption:
        small = context.sized(placed[-1].section.style.size or context.body.size).across()
        frame = _beside(fragments, width, drawn)
        fragments += small.text(figure.caption, small.body, frame, code.node.blocks[0].blocks[0])
    stack = stacked(fragments, 0.0, 0.0)
    height, pieces = height_of(fragments), stack.pieces
    if drawn:
        height = max(height, drawn.height)
        pieces = (*pieces, *(translated(piece, width - drawn.height, 0.0) for piece in drawn.pieces))
    first = placed[0].section
    whole = Fragment(height, pieces, position=first.position, anchors=stack.anchors)
    gap = context.look.zones.gap
    return Region(context.look.paper, 1, 0.0, (whole,), fresh=False, gap=gap, counted=first.counted)


def _below(
    context: LayoutContext, placed: PlacedSection, fragments: list[Fragment], width: float, code: Fragment | None
) -> list[Fragment]:
    """These fragments and, below them, those of one more section, with its short fields two to a row."""
    section, node = placed
    context = context.in_style(section.style).sized(section.style.size or context.body.size).across()
    fragments, gap, nodes = [*fragments], context.look.spacing.paragraph, node.blocks
    if section.heading:
        style = context.heading_style(section.heading.level, section.style.color)
        made = lay_out_heading(context, section.heading, nodes[0], style, _beside(fragments, width, code))
        fragments, gap, nodes = [*fragments, *with_gap(made, gap=gap)], context.look.spacing.heading, nodes[1:]
    for element, own in zip(section.elements, nodes, strict=True):
        frame = marked(context, _beside(fragments, width, code), section.style)
        made = (
            lay_out_entries_in_twos(context, element, own, frame)
            if isinstance(element, d.Entries) and not section.style.fields
            else lay_out_elements(context, (element,), (own,), frame)
        )
        fragments += with_gap(made, gap=gap)
        gap = context.look.spacing.paragraph * 0.5
    return fragments


def _beside(fragments: list[Fragment], width: float, code: Fragment | None) -> Frame:
    """The frame of what follows these fragments: beside the code, or across the strip once they reach below it."""
    if code is None or height_of(fragments) > code.height:
        return Frame(0.0, width)
    return Frame(0.0, width - code.height - _GUTTER)
