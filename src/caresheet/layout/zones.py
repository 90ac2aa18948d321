"""Zones: sections that stand across the page in a frame, below a band with their numbers, and never break."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, TypeGuard

from msgspec.structs import replace

from caresheet.layout import shapes
from caresheet.layout.badges import edge_color
from caresheet.layout.bands import lay_out_band
from caresheet.layout.blocks import lay_out_elements
from caresheet.layout.fragments import Fragment, height_of, with_gap
from caresheet.layout.lists import lay_out_list
from caresheet.layout.signs import lay_out_sign_columns, marked
from caresheet.layout.stacks import stacked
from caresheet.layout.tables import needed_width
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

_BETWEEN = 4.0 * POINTS_PER_MM
"""Space between a list and the table beside it, in points."""
_TABLE_SHARE = 0.6
"""The share of the width that a table beside a list has; more if its words need it."""
_LEAST_LETTERS = 22
"""A list has a table beside it only if its lines have room for this many characters."""


def lay_out_zone(
    context: LayoutContext, section: d.Section, heading: d.Heading, node: StructureNode, frame: Frame
) -> Fragment:
    """The band, what stands before the signs, the signs in columns, and the foot below a rule, as one fragment."""
    title, *nodes = node.blocks
    band = lay_out_band(context, heading, title, section.style, frame)
    own = context.in_style(section.style)
    parts = _parts(
        own, section.elements, tuple(nodes), marked(context, frame, section.style), beside=section.style.beside
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
    context: LayoutContext,
    elements: tuple[d.Element, ...],
    nodes: tuple[StructureNode, ...],
    frame: Frame,
    *,
    beside: bool,
) -> list[Fragment]:
    """What stands below the band. What follows the last list of signs, or the last list beside a table, is the foot."""
    bar = context.look.zones.bar
    inner = replace(frame, start=frame.start + bar + _PAD, width=frame.width - bar - 2 * _PAD)
    context = context.sized(context.body.size, context.look.zones.leading).across()
    pairs = _pairs(context, elements, inner) if beside else {}
    places = [index for index, element in enumerate(elements) if _is_signs(element) or index in pairs]
    first, last = (places[0], places[-1] + 1 + (places[-1] in pairs)) if places else (len(elements), len(elements))
    fragments = lay_out_elements(context, elements[:first], nodes[:first], inner)
    for index in (place for place in range(first, last) if place - 1 not in pairs):
        made = _middle(context, elements[index : index + 2], nodes[index : index + 2], inner, pairs.get(index))
        fragments += with_gap(made, gap=context.look.zones.sign + 1.0)
    foot = lay_out_elements(context, elements[last:], nodes[last:], inner)
    return [*fragments, *_foot(context, foot, frame)]


def _middle(
    context: LayoutContext,
    elements: tuple[d.Element, ...],
    nodes: tuple[StructureNode, ...],
    frame: Frame,
    table: Frame | None,
) -> list[Fragment]:
    """The first of the elements. Where the second one has a frame of its own, `table`, it stands beside the first, or
    below it if that is no taller."""
    if table is None:
        return _one(context, elements[0], nodes[0], frame)
    trial = context.on_trial()
    below = [
        *_one(trial, elements[0], nodes[0], frame),
        *with_gap(lay_out_elements(trial, elements[1:], nodes[1:], frame), gap=context.look.spacing.paragraph),
    ]
    narrow = replace(frame, width=table.start - _BETWEEN - frame.start)
    first = stacked(_one(context, elements[0], nodes[0], narrow), 0.0, 0.0)
    second = stacked(lay_out_elements(context, elements[1:], nodes[1:], table), 0.0, 0.0)
    height = -min(first.bottom, second.bottom)
    return [Fragment(height, (*first.pieces, *second.pieces))] if height < height_of(below) else below


def _one(context: LayoutContext, element: d.Element, node: StructureNode, frame: Frame) -> list[Fragment]:
    if _is_signs(element):
        return [lay_out_sign_columns(context, element, node, frame, lay_out_list)]
    return lay_out_elements(context, (element,), (node,), frame)


def _pairs(context: LayoutContext, elements: tuple[d.Element, ...], frame: Frame) -> dict[int, Frame]:
    """The indexes of the lists that have the table after them beside them, and the frame of each table."""
    found: dict[int, Frame] = {}
    for index, (element, table) in enumerate(pairwise(elements)):
        if isinstance(element, d.ItemList) and isinstance(table, d.Table):
            form = context.form_heads() if table.row_height else context
            wide = max(frame.width * _TABLE_SHARE, needed_width(form, table))
            if frame.width - wide - _BETWEEN >= _LEAST_LETTERS * context.body.letter_width:
                found[index] = frame.indented(frame.width - wide)
    return found


def _is_signs(element: d.Element) -> TypeGuard[d.ItemList]:
    return isinstance(element, d.ItemList) and element.kind is ListKind.SIGNS


def _foot(context: LayoutContext, fragments: list[Fragment], frame: Frame) -> list[Fragment]:
    """The foot below its rule; nothing where there is none."""
    if not fragments:
        return []
    path = shapes.line(frame.start + context.look.zones.bar, 0.0, frame.end, 0.0)
    rule = ShapePiece(path, None, context.look.palette.line, _RULE, ARTIFACT)
    return [Fragment(_ABOVE, (rule,), gap=_BELOW), replace(fragments[0], gap=0.0), *fragments[1:]]
