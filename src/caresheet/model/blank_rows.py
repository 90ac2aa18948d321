"""Rows of a table that readers write in."""

from __future__ import annotations

from caresheet.model.document import Cell, Row, Table
from caresheet.model.text import TextRun


def is_blank(row: Row) -> bool:
    """Whether a row is to be written in: there is nothing in it, or only in its first cell."""
    return not any(cell.texts or cell.mark for cell in row.cells[1:] or row.cells)


def is_to_fill_in(table: Table) -> bool:
    """Whether a table is there to be written in: it is a form, or at least half of its rows have no words but in their
    first cells. The others may have some, such as an example."""
    empty = [row for row in table.rows if not any(map(_has_words, row.cells[1:] or row.cells))]
    return table.row_height > 0 or 2 * len(empty) >= len(table.rows) > 0


def _has_words(cell: Cell) -> bool:
    runs = (run for text in cell.texts for run in text.runs)
    return cell.mark is not None or any(isinstance(run, TextRun) and run.text.strip() for run in runs)
