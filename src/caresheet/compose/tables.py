"""Tables and forms: rows of cells under one row of heads."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from caresheet.compose.context import ComposeContext
from caresheet.compose.inline import printed
from caresheet.model import document
from caresheet.model.meter import Meter
from caresheet.model.text import PrintedText, Text
from caresheet.model.topic import Level, Log, Row, Table


def table(context: ComposeContext, block: Table) -> document.Table:
    """The table with every row headed as its author asked: by its level's mark, by its first cell, or not at all."""
    rows = [_row(context, row, headed=block.row_headers) for row in block.rows]
    head, meter = _head(context, block.columns), block.meter
    if meter and meter.columns:
        head = (head[0], *map(_metered(meter), head[1:], meter.columns))
    elif meter:
        firsts = map(_metered(meter), (row.cells[0] for row in rows), meter.rows)
        rows = [document.Row((first, *row.cells[1:])) for first, row in zip(firsts, rows, strict=True)]
    return document.Table(
        caption=printed(context, block.caption),
        head=head,
        rows=tuple(rows),
        row_height=0.0,
        sheet=False,
        position=block.common.position,
    )


def _metered(meter: Meter) -> Callable[[document.Cell, int], document.Cell]:
    """Gives a cell a row of squares, of which this many are filled."""
    return lambda cell, filled: replace(cell, meter=meter.squares(filled))


def sheets(context: ComposeContext, block: Log) -> tuple[document.Table, ...]:
    """The form once for each of its sheets, with nothing in its rows; several sheets are a side each."""
    empty = document.Row(tuple(document.Cell(()) for _ in block.columns))
    sheet = document.Table(
        caption=printed(context, block.caption),
        head=_head(context, block.columns),
        rows=(empty,) * block.rows,
        row_height=context.looks.log_row_height,
        sheet=block.sheets > 1,
        position=block.common.position,
    )
    return (sheet,) * block.sheets


def _head(context: ComposeContext, columns: tuple[Text, ...]) -> tuple[document.Cell, ...]:
    return tuple(document.Cell((printed(context, column),), header=True) for column in columns)


def _row(context: ComposeContext, row: Row, *, headed: bool) -> document.Row:
    if row.level is not None:
        return document.Row(
            (_level_cell(context, row.level), *(_cell(context, texts, header=False) for texts in row.cells))
        )
    return document.Row(
        tuple(_cell(context, texts, header=headed and number == 0) for number, texts in enumerate(row.cells))
    )


def _level_cell(context: ComposeContext, level: Level) -> document.Cell:
    return document.Cell((), header=True, mark=context.mark(level))


def _cell(context: ComposeContext, texts: tuple[Text, ...], *, header: bool) -> document.Cell:
    words: tuple[PrintedText, ...] = tuple(printed(context, text) for text in texts)
    return document.Cell(tuple(text for text in words if text.runs), header)
