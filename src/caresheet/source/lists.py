"""Lists of people, whichever way a spreadsheet saved them."""

from __future__ import annotations

from caresheet.model import rules
from caresheet.model.problem import CaresheetError, Position, Problem
from caresheet.source.spreadsheet import SAVE_AS, Spreadsheet, spreadsheet
from caresheet.source.workbook import TableOfTexts, workbook

_WORKBOOK = b"PK\x03\x04"
"""How .xlsx files begin."""
_OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"
"""How .xls files begin, and workbooks with a password."""

PeopleList = Spreadsheet | TableOfTexts


def people_list(data: bytes, path: str) -> PeopleList:
    """The list in these bytes, text or a workbook. Raises CaresheetError for a workbook that cannot be read."""
    if data.startswith(_OLD_WORKBOOK):
        message = "this is an Excel workbook in the old format, or one with a password"
        hint = f"save it as .xlsx without a password, or {SAVE_AS}"
        raise CaresheetError((Problem(Position(path), rules.NOT_UTF8, message, hint),))
    return workbook(data, path) if data.startswith(_WORKBOOK) else spreadsheet(data, path)
