"""Tables as fragments: one for each row, with slices for rows that are taller than a page."""

from __future__ import annotations

from itertools import accumulate, pairwise
from math import fsum, sqrt
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from caresheet.layout import shapes
from caresheet.layout.badges import badge_pieces, badge_width, cell_colors
from caresheet.layout.context import LARGE, Frame
from caresheet.layout.continuations import captions, repeated_heading
from caresheet.layout.fragments import (
    PENALTY_BETWEEN_ITEMS,
    PENALTY_HALF_EMPTY,
    PENALTY_HEADING,
    PENALTY_KEEP,
    PENALTY_WIDOW_ORPHAN,
    Fragment,
    UnresolvedPiece,
    height_of,
    translated,
    with_gap,
)
from caresheet.layout.lines import longest_word, natural_width
from caresheet.layout.lists import bullet_indent, lay_out_list
from caresheet.layout.meters import below, beside, meter_room, meter_width
from caresheet.layout.next_page import room_below_a_form
from caresheet.layout.stacked import lay_out_stacked
from caresheet.model import document as d
from caresheet.model.blank_rows import is_blank, is_to_fill_in
from caresheet.model.look import POINTS_PER_MM, TableLines
from caresheet.model.page_layout import ARTIFACT, ShapePiece
from caresheet.model.topic import ListKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from caresheet.layout.context import LayoutContext
    from caresheet.layout.lines import TextStyle
    from caresheet.model.look import Paper
    from caresheet.model.structure import StructureNode

_SIDE = 2.0 * POINTS_PER_MM
"""Padding at the start and end of a cell, in points."""
_ABOVE = 1.0 * POINTS_PER_MM
"""Padding above and below a cell's words, in points."""
_HAIRLINE = 0.6
_HEAD_LINE = 1.4
_ROUNDING = 0.01
_SHORT_GRADE = 2.0
"""The words of a grade are on one line if they are no wider than this many times their meter, such as 'Grade 1'."""
_SHORT_TABLE = 8
"""A table of this many rows or fewer stays whole, if it fits on a page."""
_LINES_OF_A_TALL_ROW = 3
"""A last row of at least this many lines of text may stand alone below the repeated heads of its table."""


def lay_out_table(context: LayoutContext, table: d.Table, node: StructureNode, frame: Frame) -> list[Fragment]:
    """Caption, column heads and rows; the heads are repeated, as artifacts, if the table continues in a new column.

    If the longest words of the columns are together wider than the frame, the table is stacked.
    """
    if needed_width(context.form_heads() if table.row_height else context, table) > frame.width:
        return lay_out_stacked(context, table, node, frame)
    caption_node, head_node, *rows = node.blocks
    heads = context.form_heads() if table.row_height else context
    grid = table.row_height > 0 or _has_blank_rows(table) or context.look.blocks.table_lines is TableLines.GRID
    choices = [
        (widths, _rows(context, table, rows, widths, frame, grid=grid)) for widths in _choices(heads, table, frame)
    ]
    widths, placed = min(choices, key=lambda choice: height_of(choice[1]))
    caption = context.text(table.caption, context.strong, frame, caption_node)
    head = _RowLayout(heads, table.head, widths, frame, head=True, band=False, grid=grid).fragment(head_node, 0.0)
    fragments = [replace(fragment, penalty=PENALTY_HEADING if index else 0) for index, fragment in enumerate(caption)]
    fragments[0] = replace(fragments[0], forced=table.sheet)
    fragments += with_gap([head], gap=context.look.spacing.item, penalty=PENALTY_HEADING)
    repeated = (
        *repeated_heading(context, captions(table.caption), caption_node.number, frame),
        replace(_as_artifact(head), gap=context.look.spacing.item, penalty=PENALTY_HEADING),
    )
    placed = [replace(row, head=repeated) for row in placed]
    fits = height_of([*fragments, *placed]) <= context.look.paper.text_height
    between = PENALTY_BETWEEN_ITEMS
    if table.row_height > 0:
        between = PENALTY_KEEP
    elif fits and len(placed) <= _SHORT_TABLE:
        between = PENALTY_HALF_EMPTY if context.has_short_sides else PENALTY_KEEP
    return [*fragments, *_with_penalties(placed, _LINES_OF_A_TALL_ROW * context.body.leading, between)]


def _rows(
    context: LayoutContext,
    table: d.Table,
    nodes: Sequence[StructureNode],
    widths: tuple[float, ...],
    frame: Frame,
    *,
    grid: bool,
) -> list[Fragment]:
    """The rows below the heads, each as a fragment."""
    placed: list[Fragment] = []
    for index, (row, node) in enumerate(zip(table.rows, nodes, strict=True)):
        band = context.look.blocks.table_bands and not grid and index % 2 == 1
        last = index == len(table.rows) - 1
        made = _RowLayout(context, row.cells, widths, frame, head=False, band=band, grid=grid, last=last)
        least = context.look.blocks.log_row_height if is_blank(row) else table.row_height
        placed.append(made.fragment(node, least))
    return placed


def _has_blank_rows(table: d.Table) -> bool:
    return any(is_blank(row) for row in table.rows)


def _with_penalties(rows: list[Fragment], tall: float, between: int) -> list[Fragment]:
    """The rows with what a break before each costs: `between` two of them. The first stays below the heads; a table is
    broken where neither its first nor its last row is left alone, unless the last is `tall` points or more: then it is
    no more alone below its heads than a paragraph of that height."""
    last = len(rows) - 1
    lonely = {1, last} if rows and rows[last].height < tall else {1}

    def penalty(index: int) -> int:
        if index == 0:
            return PENALTY_HEADING
        if index in lonely:
            return PENALTY_KEEP if between > PENALTY_BETWEEN_ITEMS else PENALTY_WIDOW_ORPHAN
        return between

    return [replace(row, penalty=penalty(index)) for index, row in enumerate(rows)]


def _choices(context: LayoutContext, table: d.Table, frame: Frame) -> Iterator[tuple[float, ...]]:
    """The widths of the columns; first those with room for the meters of rows beside their words, if they fit."""
    if any(row.cells[0].meter for row in table.rows):
        beside = _least_widths(context, table, beside=True)
        if fsum(beside) <= frame.width:
            yield _column_widths(context, table, frame, beside)
    yield _column_widths(context, table, frame, _least_widths(context, table))


def _column_widths(context: LayoutContext, table: d.Table, frame: Frame, least: list[float]) -> tuple[float, ...]:
    """The width of each column: its least width, plus a share of what is left, more for more text.

    A table to fill in has little more than its heads to go by, so its columns are more alike.
    """
    most = [max(_most(context, cell) for cell in column) + 2 * _SIDE for column in _columns(table)]
    if is_to_fill_in(table):
        return _shared_out(frame.width, least, [sqrt(full) for full in most])
    spare = frame.width - fsum(least)
    # A column's wish grows more slowly than its words, so that one long cell does not starve the others.
    wishes = [max(full - short, 1.0) ** 0.7 for full, short in zip(most, least, strict=True)]
    share = spare / fsum(wishes)
    return tuple(short + share * wish for short, wish in zip(least, wishes, strict=True))


def _shared_out(width: float, least: list[float], weights: list[float]) -> tuple[float, ...]:
    """The width in proportion to the weights, but no column less than its least width. The sum of those must fit."""
    fixed: set[int] = set()
    while True:
        rest = width - fsum(least[index] for index in fixed)
        share = rest / fsum(weight for index, weight in enumerate(weights) if index not in fixed)
        wider = {index for index, weight in enumerate(weights) if index not in fixed and weight * share < least[index]}
        if not wider:
            return tuple(least[i] if i in fixed else weight * share for i, weight in enumerate(weights))
        fixed |= wider


def on_one_side(context: LayoutContext, fragments: list[Fragment], element: d.Element, paper: Paper) -> list[Fragment]:
    """The fragments of a page of its own, whose last element may be a form. On small paper and in larger print, a form
    has only as many rows as fit on one side, which can be copied. Forms with stacked cells are short already and stay
    as they are, and so do those that are one fragment with what is around them, such as in a zone."""
    short = paper.is_small or context.look.type.body >= LARGE
    if not (short and isinstance(element, d.Table) and element.row_height) or element.sheet:
        return fragments
    if needed_width(context.form_heads(), element) > paper.width - paper.margins.start - paper.margins.end:
        return fragments
    if len(fragments) <= len(element.rows):
        return fragments
    count = len(fragments) - len(element.rows) + 1
    room = paper.text_height - room_below_a_form(context.document)
    most = (number for number in range(len(fragments), count, -1) if height_of(fragments[:number]) <= room)
    return fragments[: next(most, count)]


def needed_width(context: LayoutContext, table: d.Table) -> float:
    """The least width of the table in points: no word of it is split."""
    return fsum(_least_widths(context, table))


def _least_widths(context: LayoutContext, table: d.Table, *, beside: bool = False) -> list[float]:
    """The least width of each column, in points. With `beside`, it includes room for a row's meter beside its words."""
    return [
        max(_least(context, head), *(_least(context, cell, beside=beside) for cell in column)) + 2 * _SIDE
        for head, *column in _columns(table)
    ]


def _columns(table: d.Table) -> list[tuple[d.Cell, ...]]:
    return list(zip(table.head, *(row.cells for row in table.rows), strict=True))


def _least(context: LayoutContext, cell: d.Cell, *, beside: bool = False) -> float:
    if cell.mark:
        return badge_width(cell.mark, context.strong)
    indent = bullet_indent(context) if len(cell.texts) > 1 else 0.0
    style = _cell_style(context, cell)
    words = max((longest_word(text, style) + indent for text in cell.texts), default=0.0)
    if cell.meter is None:
        return words
    squares, whole = meter_width(cell.meter, style), natural_width(cell.texts[0], style)
    if beside:
        return whole + meter_room(cell.meter, style)
    return max(squares, whole if whole <= _SHORT_GRADE * squares else words)


def _most(context: LayoutContext, cell: d.Cell) -> float:
    if cell.mark:
        return badge_width(cell.mark, context.strong)
    style = _cell_style(context, cell)
    squares = meter_room(cell.meter, style) if cell.meter else 0.0
    return squares + fsum(natural_width(text, style) for text in cell.texts)


def _cell_style(context: LayoutContext, cell: d.Cell) -> TextStyle:
    return context.strong if cell.header else context.body


class _PlacedFragment(Struct, frozen=True):
    """A fragment of a cell, with its top and bottom in points below the top of the cell."""

    top: float
    bottom: float
    fragment: Fragment


class _RowLayout(Struct, frozen=True):
    """Lays out one row: its cells, and how it is drawn."""

    context: LayoutContext
    cells: tuple[d.Cell, ...]
    widths: tuple[float, ...]
    frame: Frame
    head: bool
    band: bool
    grid: bool
    last: bool = False

    def fragment(self, node: StructureNode, least_height: float) -> Fragment:
        """The row as one fragment, cell by cell, with slices between the heights at which no cell's line is cut."""
        columns = self._columns(node.blocks)
        content = max((placed.bottom for column in columns for placed in column), default=0.0)
        height = max(content + 2 * _ABOVE, least_height)
        cuts = _safe_cuts(columns, content)
        slices = tuple(self._slice(columns, begin, end, content) for begin, end in pairwise(cuts))
        return Fragment(
            height,
            (*self._frame_pieces(height, closed=True), *_within(columns, 0.0, content, _ABOVE)),
            decorations=self.frame.decorations,
            slices=slices if len(slices) > 1 else (),
            position=next((text.position for cell in self.cells for text in cell.texts), None),
        )

    def _columns(self, nodes: tuple[StructureNode, ...]) -> list[list[_PlacedFragment]]:
        edges = accumulate(self.widths, initial=self.frame.start)
        return [
            _stacked(self._cell(cell, node, Frame(x + _SIDE, width - 2 * _SIDE)))
            for cell, node, width, x in zip(self.cells, nodes, self.widths, edges, strict=False)
        ]

    def _cell(self, cell: d.Cell, node: StructureNode, frame: Frame) -> list[Fragment]:
        """The lines of a cell. A meter is below the words in the head of a column, and beside them in a row."""
        lines = _lay_out_cell(self.context, cell, node, frame)
        if cell.meter is None:
            return lines
        style = _cell_style(self.context, cell)
        width = natural_width(cell.texts[0], style)
        if self.head or width + meter_room(cell.meter, style) > frame.width + _ROUNDING:
            return below(lines, cell.meter, style, frame.start)
        return beside(lines, cell.meter, style, frame.start + width)

    def _slice(self, columns: list[list[_PlacedFragment]], begin: float, end: float, content: float) -> Fragment:
        """The part of the row between two safe cuts; the first and last slices include the padding."""
        first, last = begin <= 0, end >= content
        above = _ABOVE if first else 0.0
        height = end - begin + above + (_ABOVE if last else 0.0)
        pieces = _within(columns, begin, end, above)
        return Fragment(
            height,
            (*self._frame_pieces(height, closed=last), *pieces),
            penalty=PENALTY_WIDOW_ORPHAN if last else PENALTY_BETWEEN_ITEMS * 3,
            decorations=self.frame.decorations,
        )

    def _frame_pieces(self, height: float, *, closed: bool) -> list[UnresolvedPiece]:
        """The tints behind the row and the rules around it; all are artifacts."""
        palette, start, wide = self.context.look.palette, self.frame.start, fsum(self.widths)
        pieces: list[UnresolvedPiece] = []
        if self.head or self.band:
            pieces.append(_tint(start, wide, height, palette.accent_tint))
        if self.cells[0].mark:
            pieces.append(_tint(start, self.widths[0], height, cell_colors(self.context, self.cells[0].mark.level)[0]))
        if self.head:
            pieces.append(self._rule(0.0, heavy=not self.grid))
        if self.head or closed:
            pieces.append(self._rule(-height, heavy=self.head or (self.last and not self.grid)))
        if self.grid:
            edges = accumulate(self.widths, initial=start)
            verticals = (shapes.line(x, 0.0, x, -height) for x in edges)
            pieces += [ShapePiece(path, None, palette.line, _HAIRLINE, ARTIFACT) for path in verticals]
        return pieces

    def _rule(self, y: float, *, heavy: bool) -> ShapePiece:
        """The rule across the row at a height; the heavy ones close a table that is to be read, above and below."""
        palette, start = self.context.look.palette, self.frame.start
        color, weight = (palette.accent, _HEAD_LINE) if heavy else (palette.line, _HAIRLINE)
        return ShapePiece(shapes.line(start, y, start + fsum(self.widths), y), None, color, weight, ARTIFACT)


def _lay_out_cell(context: LayoutContext, cell: d.Cell, node: StructureNode, frame: Frame) -> list[Fragment]:
    if cell.mark:
        ink = cell_colors(context, cell.mark.level)[1]
        badge = badge_pieces(context, cell.mark, frame, context.strong, node.number, ink)
        return [Fragment(context.strong.leading, badge)]
    if len(cell.texts) > 1:
        items = tuple(d.Item("", text) for text in cell.texts)
        bullets = d.ItemList(ListKind.BULLETS, items, cell.texts[0].position)
        return lay_out_list(context, bullets, node.blocks[0], frame)
    return [fragment for text in cell.texts for fragment in context.text(text, _cell_style(context, cell), frame, node)]


def _stacked(fragments: list[Fragment]) -> list[_PlacedFragment]:
    stacked: list[_PlacedFragment] = []
    y = 0.0
    for index, fragment in enumerate(fragments):
        y += fragment.gap if index else 0.0
        stacked.append(_PlacedFragment(y, y + fragment.height, fragment))
        y += fragment.height
    return stacked


def _safe_cuts(columns: list[list[_PlacedFragment]], content: float) -> list[float]:
    """The distances from the top of the row at which a horizontal cut crosses no line of any cell."""
    placed = [fragment for column in columns for fragment in column]
    heights = sorted({fragment.bottom for fragment in placed} | {0.0, content})
    return [
        y for y in heights if not any(fragment.top + _ROUNDING < y < fragment.bottom - _ROUNDING for fragment in placed)
    ]


def _within(columns: list[list[_PlacedFragment]], begin: float, end: float, above: float) -> list[UnresolvedPiece]:
    """The pieces of all lines between two heights, cell by cell, moved `above` points below the upper one."""
    return [
        translated(piece, 0.0, begin - placed.top - above)
        for column in columns
        for placed in column
        if placed.top >= begin - _ROUNDING and placed.bottom <= end + _ROUNDING
        for piece in placed.fragment.pieces
    ]


def _tint(start: float, width: float, height: float, color: str) -> ShapePiece:
    return ShapePiece(shapes.rectangle(start, -height, width, height), color, None, 0.0, ARTIFACT)


def _as_artifact(fragment: Fragment) -> Fragment:
    """The fragment as it is repeated in a later column, where a screen reader does not announce it again."""
    return replace(fragment, pieces=tuple(replace(piece, tag=ARTIFACT) for piece in fragment.pieces))
