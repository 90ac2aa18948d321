"""Workbooks as Excel saves them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from io import BytesIO

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet


def workbook_of(*sheets: Iterable[Sequence[object]]) -> bytes:
    """A workbook with these rows, each of one sheet."""
    book = Workbook()
    for rows in sheets:
        sheet = book.create_sheet()
        for row in rows:
            sheet.append(row)
    return _saved(book)


def changed_workbook(change: Callable[[Worksheet], object], *rows: Sequence[object]) -> bytes:
    """A workbook with these rows, changed as somebody changes a sheet."""
    book = Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(row)
    change(sheet)
    return _saved(book)


def _saved(book: Workbook) -> bytes:
    data = BytesIO()
    book.save(data)
    return data.getvalue()
