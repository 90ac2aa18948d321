"""Workbooks as Excel saves them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO

from openpyxl import Workbook


def workbook_of(*sheets: Iterable[Sequence[object]]) -> bytes:
    """A workbook with these rows, each of one sheet."""
    book = Workbook()
    for rows in sheets:
        sheet = book.create_sheet()
        for row in rows:
            sheet.append(row)
    data = BytesIO()
    book.save(data)
    return data.getvalue()
