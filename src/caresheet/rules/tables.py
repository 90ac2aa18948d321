"""Tables whose cells can be read aloud with their heads."""

from __future__ import annotations

from collections.abc import Iterator

from caresheet.model import rules
from caresheet.model.document import Cell, Table
from caresheet.model.problem import Problem
from caresheet.rules.context import HandoutContext


def empty_header(case: HandoutContext) -> Iterator[Problem]:
    """Every cell that heads a row or a column has words.

    Source: PDF/UA-1 (ISO 14289-1:2014) 7.5; WCAG 2.1, 1.3.1 with technique H51.
    """
    for table in case.every(Table):
        for number, cell in enumerate(table.head, start=1):
            if _is_empty(cell):
                yield Problem(table.position, rules.EMPTY_HEADER, f"column {number} of the table has an empty head")
        for number, row in enumerate(table.rows, start=1):
            if any(cell.header and _is_empty(cell) for cell in row.cells):
                message = f"row {number} of the table has an empty head"
                yield Problem(table.position, rules.EMPTY_HEADER, message, "name the row, or drop `row_headers`")


def table_width(case: HandoutContext) -> Iterator[Problem]:
    """Every row has as many cells as the table has columns.

    Source: PDF/UA-1 (ISO 14289-1:2014) 7.5; PDF/UA-1 machine checks (Matterhorn Protocol 1.1) 15-003.
    """
    for table in case.every(Table):
        for number, row in enumerate(table.rows, start=1):
            if len(row.cells) != len(table.head):
                message = f"row {number} of the table has {len(row.cells)} cells under {len(table.head)} columns"
                yield Problem(
                    table.position, rules.RAGGED_TABLE, message, "give each column a cell; '' is an empty one"
                )


def _is_empty(cell: Cell) -> bool:
    return cell.mark is None and not any(text.plain.strip() or text.runs for text in cell.texts)
