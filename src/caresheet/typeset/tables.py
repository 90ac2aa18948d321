"""Tables as strips: one a row, with a finer division for rows that are taller than a page."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from caresheet.model import document as d
from caresheet.model.look import TableLines
from caresheet.model.problem import CaresheetError, Problem
from caresheet.model.rules import DOES_NOT_FIT
from caresheet.model.setting import ARTIFACT, ShapePiece, TextPiece
from caresheet.model.topic import ListKind
from caresheet.typeset import shapes
from caresheet.typeset.badges import badge_pieces, level_colours
from caresheet.typeset.desk import Frame
from caresheet.typeset.faces import face_of, measure
from caresheet.typeset.lines import longest_word, natural_width
from caresheet.typeset.lists import set_list
from caresheet.typeset.strips import INSIDE, LONELY, STRANDED, Strip, begun, shifted

if TYPE_CHECKING:
    from caresheet.model.setting import Piece
    from caresheet.typeset.desk import Desk
    from caresheet.typeset.lines import Ink

_SIDE = 5.0
"""White at the left and right of a cell's words, in points."""
_ABOVE = 3.5
"""White above and under a cell's words, in points."""
_HAIRLINE = 0.6
_HEAD_LINE = 1.4


def set_table(desk: Desk, table: d.Table, frame: Frame, parent: int) -> list[Strip]:
    """Caption, column heads and rows; the heads are repeated (as artifacts) where the table goes on in a new column.

    Raises CaresheetError where the longest words of a row are wider than the frame.
    """
    tag = desk.tags.add("Table", parent, position=table.position, language=frame.language)
    widths = _column_widths(desk, table, frame)
    caption = desk.text(table.caption, desk.strong, frame, desk.tags.add("Caption", tag))
    head = _set_row(desk, table.head, widths, frame, tag, _RowLook(head=True, band=False, height=0.0))
    repeated = tuple(_as_artifact(strip) for strip in (head,))
    strips = [*(replace(strip, cost=STRANDED if index else 0) for index, strip in enumerate(caption))]
    strips += begun([head], gap=desk.look.spacing.item, cost=STRANDED)
    last = len(table.rows) - 1
    for index, row in enumerate(table.rows):
        look = _RowLook(head=False, band=desk.look.blocks.table_bands and index % 2 == 1, height=table.row_height)
        cost = STRANDED if index == 0 else LONELY if index == last else INSIDE
        strips.append(replace(_set_row(desk, row.cells, widths, frame, tag, look), cost=cost, head=repeated))
    return strips


class _RowLook:
    """How one row is drawn: as heads or not, on a band or not, and how tall at least."""

    __slots__ = ("band", "head", "height")

    def __init__(self, *, head: bool, band: bool, height: float) -> None:
        self.head, self.band, self.height = head, band, height


def _column_widths(desk: Desk, table: d.Table, frame: Frame) -> list[float]:
    """Every column as wide as its longest word, and what is left shared out by how much each has still to say."""
    rows = [table.head, *(row.cells for row in table.rows)]
    least = [max(_least(desk, cell) for cell in column) + 2 * _SIDE for column in zip(*rows, strict=True)]
    most = [max(_most(desk, cell) for cell in column) + 2 * _SIDE for column in zip(*rows, strict=True)]
    spare = frame.width - sum(least)
    if spare < 0:
        over = f"its longest words need {sum(least):.0f} pt, the column has {frame.width:.0f} pt"
        hint = "give it fewer columns, or place its section with orientation: landscape"
        raise CaresheetError((Problem(table.position, DOES_NOT_FIT, f"the table is too wide: {over}", hint),))
    wanted = [max(full - short, 1.0) ** 0.7 for full, short in zip(most, least, strict=True)]
    share = spare / sum(wanted)
    return [short + share * want for short, want in zip(least, wanted, strict=True)]


def _least(desk: Desk, cell: d.Cell) -> float:
    if cell.mark:
        return _badge_width(desk, cell.mark)
    ink = _cell_ink(desk, cell)
    bullet = 1.25 * ink.size if len(cell.texts) > 1 else 0.0
    return max((longest_word(text, ink) + bullet for text in cell.texts), default=0.0)


def _most(desk: Desk, cell: d.Cell) -> float:
    if cell.mark:
        return _badge_width(desk, cell.mark)
    return sum(natural_width(text, _cell_ink(desk, cell)) for text in cell.texts)


def _badge_width(desk: Desk, mark: d.Mark) -> float:
    size = desk.strong.size
    return measure(face_of(strong=True, emphasis=False)).advance(mark.word) * size + 1.6 * size


def _cell_ink(desk: Desk, cell: d.Cell) -> Ink:
    return desk.strong if cell.header else desk.body


def _set_row(
    desk: Desk, cells: tuple[d.Cell, ...], widths: list[float], frame: Frame, table: int, look: _RowLook
) -> Strip:
    row = desk.tags.add("TR", table)
    columns: list[list[Strip]] = []
    x = frame.left
    for index, (cell, width) in enumerate(zip(cells, widths, strict=True)):
        place = Frame(x + _SIDE, width - 2 * _SIDE)
        columns.append(_set_cell(desk, cell, place, row, "Column" if look.head else "Row", first=index == 0))
        x += width
    return _side_by_side(desk, cells, columns, widths, frame, look)


def _set_cell(desk: Desk, cell: d.Cell, frame: Frame, row: int, scope: str, *, first: bool) -> list[Strip]:
    """A cell's words. A head of a first column above row heads still heads its column."""
    del first
    if cell.header:
        tag = desk.tags.add("TH", row, attributes=(("Table", "Scope", scope),))
    else:
        tag = desk.tags.add("TD", row)
    if cell.mark:
        badge, _ = badge_pieces(desk, cell.mark, frame.left, desk.strong, tag)
        return [Strip(desk.strong.leading, badge)]
    ink = _cell_ink(desk, cell)
    if len(cell.texts) > 1:
        items = tuple(d.Item("", text) for text in cell.texts)
        return set_list(desk, d.ItemList(ListKind.BULLETS, items, cell.texts[0].position), frame, tag)
    return [strip for text in cell.texts for strip in desk.text(text, ink, frame, tag)]


def _side_by_side(
    desk: Desk,
    cells: tuple[d.Cell, ...],
    columns: list[list[Strip]],
    widths: list[float],
    frame: Frame,
    look: _RowLook,
) -> Strip:
    """The columns' strips as one strip, cell by cell, with slices at the heights where no cell's line is cut."""
    placed = [_stacked(column) for column in columns]
    content = max((bottom for column in placed for _, bottom, _ in column), default=0.0)
    height = max(content + 2 * _ABOVE, look.height)
    cuts = _safe_cuts(placed, content)
    frame_pieces = _row_pieces(desk, cells, widths, frame, look, height)
    pieces = [shifted(p, 0.0, -_ABOVE - top) for column in placed for top, _, strip in column for p in strip.pieces]
    slices = tuple(
        _slice(desk, cells, placed, widths, frame, look, begin, end, number=index, last=end == cuts[-1])
        for index, (begin, end) in enumerate(zip(cuts, cuts[1:], strict=False))
    )
    return Strip(
        height,
        (*frame_pieces, *pieces),
        panels=frame.panels,
        slices=slices if len(slices) > 1 else (),
        position=next((text.position for cell in cells for text in cell.texts), None),
    )


def _slice(  # noqa: PLR0913 - the geometry of a row and of the slice
    desk: Desk,
    cells: tuple[d.Cell, ...],
    placed: list[list[tuple[float, float, Strip]]],
    widths: list[float],
    frame: Frame,
    look: _RowLook,
    begin: float,
    end: float,
    *,
    number: int,
    last: bool,
) -> Strip:
    above = _ABOVE if number == 0 else 0.0
    height = end - begin + above + (_ABOVE if last else 0.0)
    pieces: list[Piece] = []
    for column in placed:
        for top, bottom, strip in column:
            if top >= begin - 0.01 and bottom <= end + 0.01:
                pieces += [shifted(piece, 0.0, begin - top - above) for piece in strip.pieces]
    return Strip(
        height,
        (*_row_pieces(desk, cells, widths, frame, look, height, closed=last), *pieces),
        cost=LONELY if number in (1, 2) or last else INSIDE * 3,
        panels=frame.panels,
    )


def _stacked(strips: list[Strip]) -> list[tuple[float, float, Strip]]:
    """Each strip of a cell with its top and bottom below the cell's first line."""
    stacked: list[tuple[float, float, Strip]] = []
    y = 0.0
    for index, strip in enumerate(strips):
        y += strip.gap if index else 0.0
        stacked.append((y, y + strip.height, strip))
        y += strip.height
    return stacked


def _safe_cuts(placed: list[list[tuple[float, float, Strip]]], content: float) -> list[float]:
    """The heights at which a horizontal cut meets no line of any cell, from the top to the bottom of the row."""
    candidates = sorted({bottom for column in placed for _, bottom, _ in column} | {0.0, content})
    spans = [(top, bottom) for column in placed for top, bottom, _ in column]
    return [y for y in candidates if not any(top + 0.01 < y < bottom - 0.01 for top, bottom in spans)]


def _row_pieces(
    desk: Desk,
    cells: tuple[d.Cell, ...],
    widths: list[float],
    frame: Frame,
    look: _RowLook,
    height: float,
    *,
    closed: bool = True,
) -> list[Piece]:
    """Tints behind a row and the rules around it, all artifacts."""
    palette, lines = desk.look.palette, desk.look.blocks.table_lines
    pieces: list[Piece] = []
    if look.head or look.band:
        box = shapes.rectangle(frame.left, -height, sum(widths), height)
        pieces.append(ShapePiece(box, palette.accent_tint, None, 0.0, ARTIFACT))
    if cells[0].mark:
        _, tint = level_colours(desk, cells[0].mark.level)
        box = shapes.rectangle(frame.left, -height, widths[0], height)
        pieces.append(ShapePiece(box, tint, None, 0.0, ARTIFACT))
    right = frame.left + sum(widths)
    if look.head:
        rule = shapes.line(frame.left, -height, right, -height)
        pieces.append(ShapePiece(rule, None, palette.accent, _HEAD_LINE, ARTIFACT))
    elif closed:
        rule = shapes.line(frame.left, -height, right, -height)
        pieces.append(ShapePiece(rule, None, palette.line, _HAIRLINE, ARTIFACT))
    if lines is TableLines.GRID:
        pieces += _verticals(widths, frame.left, height, palette.line)
    return pieces


def _verticals(widths: list[float], left: float, height: float, colour: str) -> list[Piece]:
    edges = [left]
    for width in widths:
        edges.append(edges[-1] + width)
    return [ShapePiece(shapes.line(x, 0.0, x, -height), None, colour, _HAIRLINE, ARTIFACT) for x in edges]


def _as_artifact(strip: Strip) -> Strip:
    """The strip for painting again on a later page, where a screen reader shall not hear it a second time."""
    return replace(strip, pieces=tuple(_untagged(piece) for piece in strip.pieces), anchor=None)


def _untagged(piece: Piece) -> Piece:
    if isinstance(piece, TextPiece):
        return replace(piece, tag=ARTIFACT)
    return replace(piece, tag=ARTIFACT)
