"""Lists as fragments: a number or a shape, and the words of each item indented behind it."""

from __future__ import annotations

from itertools import accumulate
from math import inf
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from caresheet.layout import shapes
from caresheet.layout.bilingual import SecondLanguage, side_by_side
from caresheet.layout.fragments import (
    PENALTY_BETWEEN_COLUMNS,
    PENALTY_BETWEEN_ITEMS,
    PENALTY_KEEP,
    Fragment,
    glued,
    height_of,
    kept_together,
    lowered,
    rather_parted,
    with_gap,
)
from caresheet.layout.labels import label_pieces, width_of
from caresheet.layout.lines import baseline_drop
from caresheet.layout.markers import bullet
from caresheet.layout.signs import lay_out_sign_columns, lay_out_sign_rows, lay_out_sign_rows_beside
from caresheet.model.look import CLEAR_EDGE, POINTS_PER_MM, StepMarker
from caresheet.model.page_layout import ShapePiece
from caresheet.model.topic import ListKind

if TYPE_CHECKING:
    from caresheet.layout.context import Frame, LayoutContext
    from caresheet.layout.lines import TextStyle
    from caresheet.model import document as d
    from caresheet.model.page_layout import Piece
    from caresheet.model.structure import StructureNode

_SHORT_LIST = 9
"""A list of this many items or fewer stays whole, if it fits in a column; in two languages, one of half as many."""
_TOGETHER = 3
"""A longer list has at least this many items on each side of a break."""
_IN_A_COLUMN = 2
"""A list that stays on one page has at least this many items in each column, and on each side if it is parted even
so."""
_INDENTS = {ListKind.BULLETS: 1.25, ListKind.STEPS: 2.1, ListKind.SIGNS: 1.6, ListKind.CHECKLIST: 1.4}
"""The indent of the words from the start edge of the list, as a multiple of the type size."""
_BOX, _BOX_SHARE, _BOX_LINE = 4.2 * POINTS_PER_MM, 0.86, 0.35 * POINTS_PER_MM
"""The least side of a box to tick in points, its share of the type size in larger print, and the width of its line."""
_RADIUS = 0.725
"""The radius of the circle behind a number, as a multiple of the type size."""
_BETWEEN_CIRCLES = 0.6
"""The least space between two circles, in points."""
_FROM_EDGE = 0.2 * POINTS_PER_MM
"""The least space between a circle and the edge that printers leave white, in points."""


def lay_out_list(context: LayoutContext, element: d.ItemList, node: StructureNode, frame: Frame) -> list[Fragment]:
    """The list's items below each other, nested lists indented under their item."""
    if _is_in_rows(element, frame):
        if context.is_across:
            return [lay_out_sign_columns(context, element, node, frame, lay_out_list)]
        return lay_out_sign_rows(context, element, node, frame, lay_out_list)
    return _kept_whole(context, element, _items(context, element, node, frame), _SHORT_LIST)


def lay_out_lists_beside(
    context: LayoutContext,
    second: SecondLanguage,
    lists: tuple[d.ItemList, d.ItemList],
    nodes: tuple[StructureNode, StructureNode],
    frame: Frame,
) -> list[Fragment]:
    """A list in a frame with its translation beside it: each item begins level with its translation, and both share a
    sign's pictogram."""
    (mine, theirs), (own, other) = lists, nodes
    if _is_in_rows(mine, frame) or (context.is_across and mine.kind is ListKind.SIGNS):
        rows = [[row] for row in lay_out_sign_rows_beside(context, second, lists, nodes, frame, lay_out_list)]
    else:
        rows = [
            side_by_side(first, second.placed(same))
            for first, same in zip(
                _items(context, mine, own, frame),
                _items(second.context, theirs, other, second.frame),
                strict=True,
            )
        ]
    return _kept_whole(context, mine, rows, _SHORT_LIST // 2)


def _is_in_rows(element: d.ItemList, frame: Frame) -> bool:
    """Whether the items are signs in rows: with pictograms, or each in its box."""
    boxed = frame.boxes and element.kind is ListKind.SIGNS
    return boxed or all(item.pictogram for item in element.items)


def _items(context: LayoutContext, element: d.ItemList, node: StructureNode, frame: Frame) -> list[list[Fragment]]:
    """Each item by itself, with the space before it."""
    style = context.strong if element.kind is ListKind.SIGNS and context.look.blocks.signs_strong else context.body
    setter = _ListSetter(context, element.kind, style, frame, _indent(context, element))
    items: list[list[Fragment]] = []
    before = inf
    for item, entry in zip(element.items, node.blocks, strict=True):
        made = setter.lay_out_item(item, entry)
        gap = max(context.look.spacing.item, setter.least_step - before)
        items.append(with_gap(made, gap=gap, penalty=PENALTY_BETWEEN_ITEMS) if items else made)
        before = height_of(made)
    return items


def _kept_whole(context: LayoutContext, element: d.ItemList, items: list[list[Fragment]], most: int) -> list[Fragment]:
    """The items below each other, with breaks only where they are allowed: in a list of `most` items or fewer only
    between two columns of one page or, where few lines fill a side, instead of half a side left empty; and not near the
    ends of a list."""
    if len(element.items) > most or any(item.anchor for item in element.items):
        return with_ends_kept(items)
    fragments, starts = _below_each_other(items)
    fragments = kept_together(fragments)
    for index in starts[_IN_A_COLUMN : len(starts) - _IN_A_COLUMN + 1]:
        fragments[index] = replace(fragments[index], beside=PENALTY_BETWEEN_COLUMNS)
    if context.has_short_sides and len(starts) > _IN_A_COLUMN:
        tall = [len(item) > _IN_A_COLUMN for item in items]
        inner = slice(starts[1] + (not tall[0]), starts[-1] + tall[-1])
        fragments[inner] = [rather_parted(each) for each in fragments[inner]]
    return fragments


def with_ends_kept(items: list[list[Fragment]]) -> list[Fragment]:
    """The items below each other, without a break near the first or the last."""
    fragments, starts = _below_each_other(items)
    for index in (*starts[1:_TOGETHER], *starts[1 - _TOGETHER :]):
        if index:
            fragments[index] = replace(fragments[index], penalty=PENALTY_KEEP)
    return fragments


def _below_each_other(items: list[list[Fragment]]) -> tuple[list[Fragment], list[int]]:
    """The fragments of all items, and the index of the first one of each item."""
    fragments = [fragment for item in items for fragment in item]
    return fragments, [*accumulate((len(item) for item in items[:-1]), initial=0)]


def bullet_indent(context: LayoutContext) -> float:
    """The indent of the words of a bulleted list, in points."""
    return _INDENTS[ListKind.BULLETS] * context.body.size


def _indent(context: LayoutContext, element: d.ItemList) -> float:
    """The indent of a list's words in points: the same for all lists of its kind, or more if a label is wider."""
    size = context.body.size
    labels = max((width_of(item.label, context.strong) for item in element.items), default=0.0)
    boxes = context.look.spacing.box if element.kind is ListKind.CHECKLIST else 0.0
    return max(_INDENTS[element.kind] * size, labels + 0.6 * size, boxes)


class _ListSetter(Struct, frozen=True):
    """Lays out the items of one list."""

    context: LayoutContext
    kind: ListKind
    style: TextStyle
    frame: Frame
    indent: float

    @property
    def least_step(self) -> float:
        """The least distance from the top of an item to that of the next, in points: circles never touch."""
        circles = self.kind is ListKind.STEPS and self.context.look.blocks.steps is StepMarker.CIRCLE
        return (2 * _RADIUS * self.style.size + _BETWEEN_CIRCLES) if circles else 0.0

    def lay_out_item(self, item: d.Item, node: StructureNode) -> list[Fragment]:
        label, body = node.blocks
        words, *nested = body.blocks or (body,)
        inner = self.frame.indented(self.indent)
        style = replace(self.style, underlined=False) if item.anchor else self.style
        fragments = self.context.text(item.text, style, inner, words)
        first = fragments[0]
        marked = replace(
            first, pieces=(*self._marker(item.label, label.run_numbers[0]), *first.pieces), anchor=item.anchor
        )
        fragments[0] = lowered(marked, self._too_high(item.label))
        if item.nested:
            below = lay_out_list(self.context, item.nested, nested[0], inner)
            fragments += with_gap(below, gap=self.context.look.spacing.item, penalty=PENALTY_BETWEEN_ITEMS * 3)
        return glued(fragments) if item.anchor else fragments

    def _marker(self, label: str, tag: int) -> tuple[Piece, ...]:
        """The marker of an item: its number, or a shape."""
        look = self.context.look
        if self._is_circled(label):
            return self._numbered_circle(label, tag)
        if label:
            return self._number(label, tag)
        drop, size, start = baseline_drop(self.style), self.style.size, self.frame.start
        if self.kind is ListKind.CHECKLIST:
            side = max(_BOX, _BOX_SHARE * size)
            middle = -drop + self.style.metrics.cap_height * size / 2
            box = shapes.rectangle(start + _BOX_LINE / 2, middle - side / 2, side, side)
            return (ShapePiece(box, None, self.style.color, _BOX_LINE, tag),)
        marker, color = look.blocks.bullets, look.palette.text
        if self.kind is ListKind.SIGNS:
            marker, color = self.frame.signs or (look.blocks.signs, look.palette.stop)
        shape = bullet(marker, start + size * 0.45, -drop + self.style.metrics.x_height * size / 2, size)
        return (ShapePiece(shape, color, None, 0.0, tag),)

    def _is_circled(self, label: str) -> bool:
        is_circle = self.context.look.blocks.steps is StepMarker.CIRCLE
        return self.kind is ListKind.STEPS and is_circle and not label.endswith(".")

    def _too_high(self, label: str) -> float:
        """How much too far the circle of an item reaches above its words, in points: at the top of a page, it would
        stand where printers cannot print."""
        if not self._is_circled(label):
            return 0.0
        radius, y = self._circle(label)
        return max(y + radius - (self.context.look.paper.margins.top - CLEAR_EDGE - _FROM_EDGE), 0.0)

    def _number(self, label: str, tag: int) -> tuple[Piece, ...]:
        """A plain number, flush against the words."""
        strong = replace(self.style, strong=True)
        x = self.frame.start + self.indent - 0.5 * strong.size - width_of(label, strong)
        return label_pieces(label, strong, x, -baseline_drop(self.style), tag)

    def _numbered_circle(self, label: str, tag: int) -> tuple[Piece, ...]:
        """A white number on a filled circle."""
        white = replace(self.style, strong=True, color=self.context.look.palette.paper)
        radius, y = self._circle(label)
        x = self.frame.start + radius
        disc = ShapePiece(shapes.circle(x, y, radius), self.context.look.palette.text, None, 0.0, tag)
        baseline = y - white.metrics.cap_height * white.size / 2
        return (disc, *label_pieces(label, white, x - width_of(label, white) / 2, baseline, tag))

    def _circle(self, label: str) -> tuple[float, float]:
        """The radius of the circle behind a number, and the height of its center from the top of the item; in
        points."""
        strong = replace(self.style, strong=True)
        size = strong.size
        radius = max(size * _RADIUS, width_of(label, strong) / 2 + size * 0.28)
        return radius, -baseline_drop(self.style) + strong.metrics.cap_height * size / 2
