"""Zones: sections that stand across the page in a frame, below a band with their numbers, and never break."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from caresheet.layout import shapes
from caresheet.layout.badges import edge_color
from caresheet.layout.bands import lay_out_band
from caresheet.layout.blocks import lay_out_elements
from caresheet.layout.fragments import Fragment, with_gap
from caresheet.layout.signs import lay_out_sign_columns, marked
from caresheet.layout.stacks import stacked
from caresheet.model import document as d
from caresheet.model.look import POINTS_PER_MM
from caresheet.model.page_layout import ARTIFACT, ShapePiece
from caresheet.model.topic import ListKind

if TYPE_CHECKING:
    from caresheet.layout.context import Frame, LayoutContext
    from caresheet.model.structure import StructureNode

FRAME_WIDTH = 0.5 * POINTS_PER_MM
_PAD = 3.0 * POINTS_PER_MM
"""Space between the bar or the frame and the words, in points."""
_ABOVE = 1.2 * POINTS_PER_MM
"""Space above the first words of a part, in points."""
_BELOW = 1.4 * POINTS_PER_MM
"""Space below the last words of a part, in points."""
_RULE = 0.25 * POINTS_PER_MM
"""The width of the rule above the foot, in points."""


def lay_out_zone(
    context: LayoutContext, section: d.Section, heading: d.Heading, node: StructureNode, frame: Frame
) -> Fragment:
    """The band, what stands before the signs, the signs in columns, and the foot below a rule, as one fragment."""
    title, *nodes = node.blocks
    band = lay_out_band(context, heading, title, section.style, frame)
    parts = _parts(
        context.in_style(section.style), section.elements, tuple(nodes), marked(context, frame, section.style)
    )
    inside = stacked(parts, 0.0, -band.height - _ABOVE)
    height = _BELOW - inside.bottom
    bar = shapes.rectangle(frame.start, -height, context.look.zones.bar, height - band.height)
    around = shapes.rectangle(frame.start, -height, frame.width, height)
    color = section.style.color
    edge = edge_color(context, color)
    pieces = (
        ShapePiece(bar, color, None, 0.0, ARTIFACT),
        *band.pieces,
        ShapePiece(around, None, edge, FRAME_WIDTH, ARTIFACT),
        *inside.pieces,
    )
    return Fragment(height, pieces, anchor=heading.anchor, position=section.position, anchors=inside.anchors)


def _parts(
    context: LayoutContext, elements: tuple[d.Element, ...], nodes: tuple[StructureNode, ...], frame: Frame
) -> list[Fragment]:
    """What stands below the band: what follows the last list of signs is the foot."""
    bar = context.look.zones.bar
    inner = replace(frame, start=frame.start + bar + _PAD, width=frame.width - bar - 2 * _PAD)
    context = context.sized(context.body.size, context.look.zones.leading).across()
    places = [index for index, element in enumerate(elements) if _is_signs(element)]
    first, last = (places[0], places[-1] + 1) if places else (len(elements), len(elements))
    fragments = lay_out_elements(context, elements[:first], nodes[:first], inner)
    for element, node in zip(elements[first:last], nodes[first:last], strict=True):
        made = (
            [lay_out_sign_columns(context, element, node, inner, context.body)]
            if isinstance(element, d.ItemList)
            else lay_out_elements(context, (element,), (node,), inner)
        )
        fragments += with_gap(made, gap=context.look.zones.sign + 1.0)
    foot = lay_out_elements(context, elements[last:], nodes[last:], inner)
    return [*fragments, *_foot(context, foot, frame)]


def _is_signs(element: d.Element) -> bool:
    return isinstance(element, d.ItemList) and element.kind is ListKind.SIGNS


def _foot(context: LayoutContext, fragments: list[Fragment], frame: Frame) -> list[Fragment]:
    """The foot below its rule; nothing where there is none."""
    if not fragments:
        return []
    path = shapes.line(frame.start + context.look.zones.bar, 0.0, frame.end, 0.0)
    rule = ShapePiece(path, None, context.look.palette.line, _RULE, ARTIFACT)
    return [Fragment(_ABOVE, (rule,), gap=_BELOW), replace(fragments[0], gap=0.0), *fragments[1:]]
