"""What is wrong with how a list of people was made in a spreadsheet."""

from __future__ import annotations

from enum import Enum

from caresheet.model.problem import Position, Problem
from caresheet.model.rules import WRONG_VALUE


class ListFault(Enum):
    """Faults that have a remedy of their own in a spreadsheet. The desk explains them in the user's language."""

    FORMULA = "formula"  # a formula has no result
    HIDDEN = "hidden"  # rows are hidden
    MERGED = "merged"  # cells are merged
    NUMBER = "number"  # a number cannot be printed as its cell shows it
    QUOTES = "quotes"  # a quotation mark has no partner
    SHEETS = "sheets"  # there are several sheets


class ListProblem(Problem, frozen=True, kw_only=True):
    """A problem of a list, of the rule `wrong-value`."""

    fault: ListFault


_FAULTS = {
    ListFault.FORMULA: (
        "the formula in this cell has no result",
        "open the workbook in Excel and save it, or type the value",
    ),
    ListFault.MERGED: ("cells are merged here", "unmerge them (Excel: Home, Merge & Center), and fill in each"),
    ListFault.NUMBER: (
        "the number in this cell cannot be printed as the cell shows it",
        "format the cell as Text, and type what is to be printed",
    ),
    ListFault.QUOTES: (
        "unmatched quotation mark, or a line break inside a cell",
        "write each person on one line, without quotes",
    ),
}


def list_problem(position: Position, fault: ListFault) -> ListProblem:
    """The problem at a cell."""
    return ListProblem(position, WRONG_VALUE, *_FAULTS[fault], fault=fault)


def hidden_rows(position: Position, count: int) -> ListProblem:
    """The problem of `count` hidden rows; `position` is that of the first."""
    message = f"this row and {count - 1} more are hidden" if count > 1 else "this row is hidden"
    way = "Excel: Data, Clear; or Home, Format, Hide & Unhide, Unhide Rows"
    hint = f"show it ({way}), or delete it: hidden rows count, too"
    return ListProblem(position, WRONG_VALUE, message, hint, fault=ListFault.HIDDEN)


def several_sheets(position: Position, count: int) -> ListProblem:
    """The problem of a workbook with this many sheets that have cells."""
    message = f"the workbook has {count} sheets with cells"
    return ListProblem(position, WRONG_VALUE, message, "put the list in a separate workbook", fault=ListFault.SHEETS)
