"""Warning signs with pictograms, in rows of one or more columns that are read one after the other."""

from __future__ import annotations

from math import fsum
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from caresheet.layout.badges import edge_color
from caresheet.layout.context import Frame
from caresheet.layout.fragments import PENALTY_BETWEEN_ITEMS, Fragment, lowered, translated, with_gap
from caresheet.layout.labels import lines_below
from caresheet.layout.lines import TextStyle, baseline_drop, longest_word
from caresheet.layout.markers import bullet
from caresheet.layout.shapes import rectangle
from caresheet.model.look import POINTS_PER_MM
from caresheet.model.page_layout import ARTIFACT, DrawingPiece, ShapePiece

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from caresheet.layout.bilingual import SecondLanguage
    from caresheet.layout.context import LayoutContext
    from caresheet.layout.fragments import UnresolvedPiece
    from caresheet.model import document as d
    from caresheet.model.look import SectionStyle
    from caresheet.model.structure import StructureNode
    from caresheet.model.topic import SvgPicture

    NestedLists = Callable[[LayoutContext, d.ItemList, StructureNode, Frame], list[Fragment]]

_BESIDE = 2.5 * POINTS_PER_MM
"""Space between a pictogram and its words, in points."""
_GUTTER = 5.0 * POINTS_PER_MM
"""Space between two columns of signs, in points."""
_BOX_PAD, _BOX_LINE = 1.2 * POINTS_PER_MM, 0.35 * POINTS_PER_MM
"""The space between a sign and its box, and the width of the box's line, in points."""
_BETWEEN_BOXES = 2.5 * POINTS_PER_MM
"""Space between two boxes side by side, in points."""
_MARKER_ROOM = 1.6
"""The room of a shape in front of a sign, as a multiple of the type size."""
_LEAST_LETTERS = 22
"""Signs stand in two columns only if a line of each has room for this many characters."""
_MOST_LINES_BESIDE = {2: 3, 3: 3, 4: 1}
"""The most lines of a sign in a short list that stands in a single row, by the number of signs in the list."""


class _SignRow(Struct, frozen=True):
    """One sign at the upper start corner of its row."""

    height: float
    pieces: tuple[UnresolvedPiece, ...]
    lines: int


def marked(context: LayoutContext, frame: Frame, style: SectionStyle) -> Frame:
    """A frame with the markers and boxes that warning signs have in a section of this style."""
    signs = (style.signs, edge_color(context, style.color)) if style.signs else None
    return replace(frame, signs=signs, boxes=style.boxes)


def lay_out_sign_rows(
    context: LayoutContext, signs: d.ItemList, node: StructureNode, frame: Frame, nested: NestedLists
) -> list[Fragment]:
    """The signs below each other, each row a fragment; `nested` lays out the lists below their words."""
    return _below_each_other(context, signs, _rows(context, signs, node, frame, nested), frame)


def lay_out_sign_rows_beside(
    context: LayoutContext,
    second: SecondLanguage,
    lists: tuple[d.ItemList, d.ItemList],
    nodes: tuple[StructureNode, StructureNode],
    frame: Frame,
    nested: NestedLists,
) -> list[Fragment]:
    """Signs below each other, each row a fragment: a pictogram, its words in the frame, and beside them those of the
    second language. Signs without pictograms have their shape in both languages; a box is around both."""
    pad = _BOX_PAD if frame.boxes else 0.0
    whole = replace(frame, width=max(frame.end, second.frame.end) - min(frame.start, second.frame.start))
    own = frame.indented(pad)
    other = replace(second, frame=replace(second.frame, width=second.frame.width - pad))
    rows: list[_SignRow] = []
    for mine, theirs, node, same in zip(lists[0].items, lists[1].items, nodes[0].blocks, nodes[1].blocks, strict=True):
        lines = _beside_each_other(
            _words(context, mine, node, own, nested),
            other.placed(_words(other.context, theirs, same, other.frame, nested, pictogram=False)),
        )
        row = _beside_pictogram(context, mine.pictogram, (lines,), own.start, context.body.color)
        rows.append(_in_box(row, whole, context.body.color) if frame.boxes else row)
    return _below_each_other(context, lists[0], rows, frame)


def _beside_each_other(first: Sequence[Fragment], second: Sequence[Fragment]) -> Fragment:
    """The lines of two languages, each below the one before, from the same height."""
    height = max(fsum(line.height for line in lines) for lines in (first, second))
    return Fragment(height, (*lines_below(first, 0.0), *lines_below(second, 0.0)))


def _below_each_other(
    context: LayoutContext, signs: d.ItemList, rows: Sequence[_SignRow], frame: Frame
) -> list[Fragment]:
    fragments: list[Fragment] = []
    for row, item in zip(rows, signs.items, strict=True):
        made = Fragment(row.height, row.pieces, decorations=frame.decorations, position=item.text.position)
        fragments += with_gap([made], gap=context.look.zones.sign, penalty=PENALTY_BETWEEN_ITEMS if fragments else 0)
    return fragments


def lay_out_sign_columns(
    context: LayoutContext, signs: d.ItemList, node: StructureNode, frame: Frame, nested: NestedLists
) -> Fragment:
    """The signs in columns, as one fragment that never breaks; `nested` lays out the lists below their words.

    Down the first column, then the next. The columns are parted where the tallest of them is lowest, and the rows of
    the others are spread, so that all end level.
    """
    wide, rows = _in_columns(context, signs, node, frame, nested)
    gap = context.look.zones.sign
    parts = _parted(rows, wide, gap)
    height = max(_height(part, gap) for part in parts)
    step = (frame.width + _gutter(frame)) / wide
    pieces: list[UnresolvedPiece] = []
    for number, part in enumerate(parts):
        pieces += _stacked(part, number * step, gap + (height - _height(part, gap)) / max(len(part) - 1, 1))
    return Fragment(height, tuple(pieces), decorations=frame.decorations, position=signs.position)


def _in_columns(
    context: LayoutContext, signs: d.ItemList, node: StructureNode, frame: Frame, nested: NestedLists
) -> tuple[int, list[_SignRow]]:
    """How many columns the signs have, and their rows, each of the first column."""
    count = len(signs.items)
    if count in _MOST_LINES_BESIDE and _holds_words(context, signs, _column(frame, count)):
        rows = _rows(context, signs, node, _column(frame, count), nested)
        if all(row.lines <= _MOST_LINES_BESIDE[count] for row in rows):
            return count, rows
    narrow = _column(frame, 2)
    room = narrow.width - context.look.zones.pictogram - _BESIDE
    enough = room >= _LEAST_LETTERS * context.body.letter_width and _holds_words(context, signs, narrow)
    columns = 2 if count > 1 and enough else 1
    return columns, _rows(context, signs, node, narrow if columns > 1 else frame, nested)


def _holds_words(context: LayoutContext, signs: d.ItemList, column: Frame) -> bool:
    """Whether a column has room for every word of the signs, beside their pictograms, on one line."""
    style, pad = _word_style(context), 2 * _BOX_PAD if column.boxes else 0.0
    rooms = ((item.text, column.width - pad - _indent(context, item, style)) for item in signs.items)
    return all(longest_word(text, style) <= room for text, room in rooms)


def _column(frame: Frame, count: int) -> Frame:
    gutter = _gutter(frame)
    return replace(frame, width=(frame.width + gutter) / count - gutter)


def _gutter(frame: Frame) -> float:
    """The space between two columns; between boxes it is narrower, because their lines part them, too."""
    return _BETWEEN_BOXES if frame.boxes else _GUTTER


def _rows(
    context: LayoutContext, signs: d.ItemList, node: StructureNode, frame: Frame, nested: NestedLists
) -> list[_SignRow]:
    entries = zip(signs.items, node.blocks, strict=True)
    if not frame.boxes:
        return [_row(context, item, entry, frame, nested) for item, entry in entries]
    inner = replace(frame, start=frame.start + _BOX_PAD, width=frame.width - 2 * _BOX_PAD)
    return [_in_box(_row(context, item, entry, inner, nested), frame, context.body.color) for item, entry in entries]


def _in_box(row: _SignRow, frame: Frame, color: str) -> _SignRow:
    """A sign in a box as wide as its column."""
    height = row.height + 2 * _BOX_PAD
    box = ShapePiece(rectangle(frame.start, -height, frame.width, height), None, color, _BOX_LINE, ARTIFACT)
    return _SignRow(height, (box, *(translated(piece, 0.0, -_BOX_PAD) for piece in row.pieces)), row.lines)


def _row(context: LayoutContext, item: d.Item, node: StructureNode, frame: Frame, nested: NestedLists) -> _SignRow:
    """The words of a sign beside its pictogram; without one, behind a shape."""
    lines = _words(context, item, node, frame, nested)
    return _beside_pictogram(context, item.pictogram, lines, frame.start, context.body.color)


def _words(
    context: LayoutContext,
    item: d.Item,
    node: StructureNode,
    frame: Frame,
    nested: NestedLists,
    *,
    pictogram: bool = True,
) -> list[Fragment]:
    """The lines of a sign and of the list below it, with room for its pictogram before them or, where it has none,
    behind a shape. Where the `pictogram` stands elsewhere, they have the whole frame."""
    *label, body = node.blocks
    words, *below = body.blocks or (body,)
    style = _word_style(context)
    inner = frame.indented(_indent(context, item, style) if pictogram or not item.pictogram else 0.0)
    lines = context.text(item.text, style, inner, words)
    if label:
        marker = translated(_marker(context, frame, style, label[0].number), 0.0, style.leading - lines[0].height)
        lines[0] = replace(lines[0], pieces=(marker, *lines[0].pieces))
    if item.nested:
        made = with_gap(nested(context, item.nested, below[0], inner), gap=context.look.spacing.item)
        lines += [lowered(each, each.gap) for each in made]
    return lines


def _word_style(context: LayoutContext) -> TextStyle:
    """How the words of signs are set: with larger key words, where the layout asks for them."""
    style = context.body
    strong = style.strong or context.look.blocks.signs_strong
    return replace(style, strong=strong, key_words=max(context.look.zones.key_words / style.size, 1.0))


def _indent(context: LayoutContext, item: d.Item, style: TextStyle) -> float:
    """The room before the words of a sign, for its pictogram or its shape."""
    return context.look.zones.pictogram + _BESIDE if item.pictogram else _MARKER_ROOM * style.size


def _beside_pictogram(
    context: LayoutContext, picture: SvgPicture | None, lines: Sequence[Fragment], start: float, color: str
) -> _SignRow:
    """Lines beside their pictogram, if they have one: the lower of both in the middle."""
    side = context.look.zones.pictogram if picture else 0.0
    text = fsum(line.height for line in lines)
    height = max(text, side)
    drawn = (_pictogram(picture, start, height, side, color),) if picture else ()
    return _SignRow(height, (*drawn, *lines_below(lines, (height - text) / 2)), len(lines))


def _marker(context: LayoutContext, frame: Frame, style: TextStyle, tag: int) -> ShapePiece:
    marker, color = frame.signs or (context.look.blocks.signs, context.look.palette.stop)
    y = -baseline_drop(style) + style.metrics.x_height * style.size / 2
    return ShapePiece(bullet(marker, frame.start + style.size * 0.45, y, style.size), color, None, 0.0, tag)


def _pictogram(picture: SvgPicture, start: float, height: float, side: float, color: str) -> DrawingPiece:
    """A pictogram in the middle of its square; it is an artifact, because the words say everything."""
    drawing = picture.drawing
    scale = side / max(drawing.width, drawing.height)
    width, tall = drawing.width * scale, drawing.height * scale
    return DrawingPiece(start + (side - width) / 2, -(height + tall) / 2, width, tall, drawing, color, ARTIFACT)


def _parted(rows: Sequence[_SignRow], columns: int, gap: float) -> list[Sequence[_SignRow]]:
    """The rows in as many parts, of which the tallest is as low as can be."""
    if columns == len(rows):
        return [[row] for row in rows]
    if columns == 1:
        return [rows]
    splits = ([rows[:place], rows[place:]] for place in range(len(rows) - 1, 0, -1))
    return min(splits, key=lambda parts: max(_height(part, gap) for part in parts))


def _height(rows: Sequence[_SignRow], gap: float) -> float:
    return fsum(row.height for row in rows) + gap * (len(rows) - 1)


def _stacked(rows: Sequence[_SignRow], across: float, gap: float) -> list[UnresolvedPiece]:
    pieces: list[UnresolvedPiece] = []
    y = 0.0
    for row in rows:
        pieces += [translated(piece, across, y) for piece in row.pieces]
        y -= row.height + gap
    return pieces
