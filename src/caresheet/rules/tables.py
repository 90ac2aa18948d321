"""Tables that can be read aloud, and that readers can take in."""

from __future__ import annotations

from collections.abc import Iterator

from caresheet.model import rules
from caresheet.model.document import Cell, Table
from caresheet.model.problem import Problem
from caresheet.rules.context import HandoutContext


def empty_header(context: HandoutContext) -> Iterator[Problem]:
    """Every header cell of a row or column has words.

    Source: PDF/UA-1 (ISO 14289-1:2014) 7.5; WCAG 2.1, 1.3.1 with technique H51.
    """
    for table in context.every(Table):
        for number, cell in enumerate(table.head, start=1):
            if _is_empty(cell):
                message = f"the header of column {number} of the table is empty"
                yield Problem(table.position, rules.EMPTY_HEADER, message, "name the column")
        for number, row in enumerate(table.rows, start=1):
            if any(cell.header and _is_empty(cell) for cell in row.cells):
                message = f"the header of row {number} of the table is empty"
                yield Problem(table.position, rules.EMPTY_HEADER, message, "name the row, or remove `row_headers`")


def _is_empty(cell: Cell) -> bool:
    return cell.mark is None and not any(text.plain.strip() or text.runs for text in cell.texts)


def ragged_table(context: HandoutContext) -> Iterator[Problem]:
    """Every row has as many cells as the table has columns.

    Source: PDF/UA-1 (ISO 14289-1:2014) 7.5; PDF/UA-1 machine checks (Matterhorn Protocol 1.1) 15-003.
    """
    for table in context.every(Table):
        for number, row in enumerate(table.rows, start=1):
            if len(row.cells) != len(table.head):
                message = f"row {number} of the table has {len(row.cells)} cells for {len(table.head)} columns"
                hint = "give each column a cell; '' is an empty one"
                yield Problem(table.position, rules.RAGGED_TABLE, message, hint)


def table_columns(context: HandoutContext) -> Iterator[Problem]:
    """For lay readers, a table has no more columns than the limit; the column of row headers counts.

    Forms to fill in do not count as tables: readers do not have to find anything in an empty cell.

    Source: AHRQ PEMAT-P, item 19 (simple tables with short and clear row and column headings); the number of columns is
    the project's own.
    """
    limit = context.limits.table_columns
    if limit is None or not context.limits.lay:
        return
    for table in context.every(Table):
        if len(table.head) > limit and not _is_form(table):
            message = f"the table has {len(table.head)} columns, more than {limit:g}"
            hint = "split it into two tables, or use a heading with a list for each row"
            yield Problem(table.position, rules.TABLE_COLUMNS, message, hint)


def _is_form(table: Table) -> bool:
    return not any(cell.texts or cell.mark for row in table.rows for cell in row.cells)
