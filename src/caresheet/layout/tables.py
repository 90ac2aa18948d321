"""Tables as strips: one a row, with a finer division for rows that are taller than a page."""

from __future__ import annotations

from itertools import accumulate, pairwise
from math import fsum, sqrt
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from caresheet.layout import shapes
from caresheet.layout.badges import badge_pieces, badge_width, level_colours
from caresheet.layout.context import Frame
from caresheet.layout.lines import longest_word, natural_width
from caresheet.layout.lists import bullet_indent, set_list
from caresheet.layout.stacked import set_stacked
from caresheet.layout.strips import INSIDE, KEPT, LONELY, STRANDED, Loose, Strip, begun, shifted
from caresheet.model import document as d
from caresheet.model.look import TableLines
from caresheet.model.page_layout import ARTIFACT, ShapePiece
from caresheet.model.topic import ListKind

if TYPE_CHECKING:
    from caresheet.layout.context import Desk
    from caresheet.layout.lines import Ink

_SIDE = 5.0
"""White at the left and right of a cell's words, in points."""
_ABOVE = 3.5
"""White above and under a cell's words, in points."""
_HAIRLINE = 0.6
_HEAD_LINE = 1.4
_ROUNDING = 0.01


def set_table(desk: Desk, table: d.Table, frame: Frame, parent: int) -> list[Strip]:
    """Caption, column heads and rows; the heads are repeated (as artifacts) where the table goes on in a new column.

    Where the longest words of a row are wider than the frame, each row is set as a block of its own.
    """
    if needed_width(desk, table) > frame.width:
        return set_stacked(desk, table, frame, parent)
    tag = desk.tags.add("Table", parent, position=table.position, language=frame.language)
    widths = _column_widths(desk, table, frame)
    grid = table.row_height > 0 or desk.look.blocks.table_lines is TableLines.GRID
    caption = desk.text(table.caption, desk.strong, frame, desk.tags.add("Caption", tag))
    head = _Row(desk, table.head, widths, frame, head=True, band=False, grid=grid).strip(tag, 0.0)
    strips = [replace(strip, cost=STRANDED if index else 0) for index, strip in enumerate(caption)]
    strips[0] = replace(strips[0], forced=table.sheet)
    strips += begun([head], gap=desk.look.spacing.item, cost=STRANDED)
    repeated = (_as_artifact(head),)
    last = len(table.rows) - 1
    for index, cells in enumerate(table.rows):
        band = desk.look.blocks.table_bands and not grid and index % 2 == 1
        row = _Row(desk, cells.cells, widths, frame, head=False, band=band, grid=grid)
        cost = STRANDED if index == 0 else KEPT if table.row_height else LONELY if index in {1, last} else INSIDE
        strips.append(replace(row.strip(tag, table.row_height), cost=cost, head=repeated))
    return strips


def _column_widths(desk: Desk, table: d.Table, frame: Frame) -> tuple[float, ...]:
    """Every column as wide as its longest word, and what is left shared out by how much each has still to say.

    The columns of a form, where there is only a head to go by, come nearer to each other.
    """
    least = _least_widths(desk, table)
    most = [max(_most(desk, cell) for cell in column) + 2 * _SIDE for column in _columns(table)]
    if table.row_height:
        return _shared_out(frame.width, least, [sqrt(full) for full in most])
    spare = frame.width - fsum(least)
    # A column's wish grows more slowly than its words, so that one long cell does not starve the others.
    wishes = [max(full - short, 1.0) ** 0.7 for full, short in zip(most, least, strict=True)]
    share = spare / fsum(wishes)
    return tuple(short + share * wish for short, wish in zip(least, wishes, strict=True))


def _shared_out(width: float, least: list[float], weights: list[float]) -> tuple[float, ...]:
    """The width in proportion to the weights, but none less than it must have. The least widths fit together."""
    fixed: set[int] = set()
    while True:
        rest = width - fsum(least[index] for index in fixed)
        share = rest / fsum(weight for index, weight in enumerate(weights) if index not in fixed)
        wider = {index for index, weight in enumerate(weights) if index not in fixed and weight * share < least[index]}
        if not wider:
            return tuple(least[i] if i in fixed else weight * share for i, weight in enumerate(weights))
        fixed |= wider


def needed_width(desk: Desk, table: d.Table) -> float:
    """How wide the table is with its longest words, in points."""
    return fsum(_least_widths(desk, table))


def _least_widths(desk: Desk, table: d.Table) -> list[float]:
    return [max(_least(desk, cell) for cell in column) + 2 * _SIDE for column in _columns(table)]


def _columns(table: d.Table) -> list[tuple[d.Cell, ...]]:
    return list(zip(table.head, *(row.cells for row in table.rows), strict=True))


def _least(desk: Desk, cell: d.Cell) -> float:
    if cell.mark:
        return badge_width(cell.mark, desk.strong)
    indent = bullet_indent(desk) if len(cell.texts) > 1 else 0.0
    return max((longest_word(text, _ink(desk, cell)) + indent for text in cell.texts), default=0.0)


def _most(desk: Desk, cell: d.Cell) -> float:
    if cell.mark:
        return badge_width(cell.mark, desk.strong)
    return fsum(natural_width(text, _ink(desk, cell)) for text in cell.texts)


def _ink(desk: Desk, cell: d.Cell) -> Ink:
    return desk.strong if cell.header else desk.body


class _Placed(Struct, frozen=True):
    """A strip of a cell, with its top and bottom below the cell's first line."""

    top: float
    bottom: float
    strip: Strip


class _Row(Struct, frozen=True):
    """One row in the making: its cells, and how it is drawn."""

    desk: Desk
    cells: tuple[d.Cell, ...]
    widths: tuple[float, ...]
    frame: Frame
    head: bool
    band: bool
    grid: bool

    def strip(self, table: int, least_height: float) -> Strip:
        """The row as one strip, cell by cell, with slices at the heights where no cell's line is cut."""
        columns = self._columns(self.desk.tags.add("TR", table))
        content = max((placed.bottom for column in columns for placed in column), default=0.0)
        height = max(content + 2 * _ABOVE, least_height)
        cuts = _safe_cuts(columns, content)
        slices = tuple(self._slice(columns, begin, end, content) for begin, end in pairwise(cuts))
        return Strip(
            height,
            (*self._frame_pieces(height, closed=True), *_within(columns, 0.0, content, _ABOVE)),
            panels=self.frame.panels,
            slices=slices if len(slices) > 1 else (),
            position=next((text.position for cell in self.cells for text in cell.texts), None),
        )

    def _columns(self, row: int) -> list[list[_Placed]]:
        edges = accumulate(self.widths, initial=self.frame.left)
        return [
            _stacked(_set_cell(self.desk, cell, Frame(x + _SIDE, width - 2 * _SIDE), row, in_head=self.head))
            for cell, width, x in zip(self.cells, self.widths, edges, strict=False)
        ]

    def _slice(self, columns: list[list[_Placed]], begin: float, end: float, content: float) -> Strip:
        """The part of the row between two safe cuts; the outer ones take the white above and under the words."""
        first, last = begin <= 0, end >= content
        above = _ABOVE if first else 0.0
        height = end - begin + above + (_ABOVE if last else 0.0)
        pieces = _within(columns, begin, end, above)
        return Strip(
            height,
            (*self._frame_pieces(height, closed=last), *pieces),
            cost=LONELY if last else INSIDE * 3,
            panels=self.frame.panels,
        )

    def _frame_pieces(self, height: float, *, closed: bool) -> list[Loose]:
        """Tints behind the row and the rules around it, all artifacts."""
        palette, left, wide = self.desk.look.palette, self.frame.left, fsum(self.widths)
        pieces: list[Loose] = []
        if self.head or self.band:
            pieces.append(_tint(left, wide, height, palette.accent_tint))
        if self.cells[0].mark:
            pieces.append(_tint(left, self.widths[0], height, level_colours(self.desk, self.cells[0].mark.level)[1]))
        if self.head or closed:
            colour, weight = (palette.accent, _HEAD_LINE) if self.head else (palette.line, _HAIRLINE)
            rule = shapes.line(left, -height, left + wide, -height)
            pieces.append(ShapePiece(rule, None, colour, weight, ARTIFACT))
        if self.grid:
            edges = accumulate(self.widths, initial=left)
            verticals = (shapes.line(x, 0.0, x, -height) for x in edges)
            pieces += [ShapePiece(path, None, palette.line, _HAIRLINE, ARTIFACT) for path in verticals]
        return pieces


def _set_cell(desk: Desk, cell: d.Cell, frame: Frame, row: int, *, in_head: bool) -> list[Strip]:
    tag = desk.tags.add("TH" if cell.header else "TD", row)
    if cell.header:
        desk.tags.set_attribute(tag, "Table", "Scope", "Column" if in_head else "Row")
    if cell.mark:
        return [Strip(desk.strong.leading, badge_pieces(desk, cell.mark, frame.left, desk.strong, tag))]
    if len(cell.texts) > 1:
        items = tuple(d.Item("", text) for text in cell.texts)
        return set_list(desk, d.ItemList(ListKind.BULLETS, items, cell.texts[0].position), frame, tag)
    return [strip for text in cell.texts for strip in desk.text(text, _ink(desk, cell), frame, tag)]


def _stacked(strips: list[Strip]) -> list[_Placed]:
    stacked: list[_Placed] = []
    y = 0.0
    for index, strip in enumerate(strips):
        y += strip.gap if index else 0.0
        stacked.append(_Placed(y, y + strip.height, strip))
        y += strip.height
    return stacked


def _safe_cuts(columns: list[list[_Placed]], content: float) -> list[float]:
    """The heights at which a horizontal cut meets no line of any cell, from the top to the bottom of the row."""
    placed = [strip for column in columns for strip in column]
    heights = sorted({strip.bottom for strip in placed} | {0.0, content})
    return [y for y in heights if not any(strip.top + _ROUNDING < y < strip.bottom - _ROUNDING for strip in placed)]


def _within(columns: list[list[_Placed]], begin: float, end: float, above: float) -> list[Loose]:
    """The pieces of all lines between two heights, cell by cell, `above` points under the upper one."""
    return [
        shifted(piece, 0.0, begin - placed.top - above)
        for column in columns
        for placed in column
        if placed.top >= begin - _ROUNDING and placed.bottom <= end + _ROUNDING
        for piece in placed.strip.pieces
    ]


def _tint(left: float, width: float, height: float, colour: str) -> ShapePiece:
    return ShapePiece(shapes.rectangle(left, -height, width, height), colour, None, 0.0, ARTIFACT)


def _as_artifact(strip: Strip) -> Strip:
    """The strip for painting again on a later page, where a screen reader shall not hear it a second time."""
    return replace(strip, pieces=tuple(replace(piece, tag=ARTIFACT) for piece in strip.pieces))
