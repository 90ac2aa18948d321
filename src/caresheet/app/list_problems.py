"""What is wrong with a list of people, by row and column, as they are found in a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from caresheet.model.problem import CaresheetError, Findings, Problem
from caresheet.source.list_cells import ListCell
from caresheet.source.lists import people_list

LIST = "list"
"""The name under which a list in memory is read: problems of its cells are at positions in a file of this name."""
_LETTERS = 26


class CellProblem(Struct, frozen=True):
    """A problem of a list. `row` is the row in the spreadsheet, from 1; 0 for a list that cannot be read. `letter` has
    the letters of the column, and `column` its name in the first row, if it has one."""

    row: int
    letter: str
    column: str
    problem: Problem


def by_cell(problems: Iterable[Problem], data: bytes) -> Iterator[CellProblem]:
    """These problems of the list in `data`, which was read as LIST, by row and column. Those of other files are left
    out."""
    rows = _rows(data)
    names = tuple(cell.text.lower() for cell in next(iter(rows.values()), ()))
    for problem in problems:
        place = problem.position
        if place is not None and place.file == LIST:
            index = _index(rows.get(place.line, ()), place.column)
            name = names[index] if 0 <= index < len(names) else ""
            yield CellProblem(place.line if rows else 0, _letters(index + 1), name, problem)


def _rows(data: bytes) -> dict[int, tuple[ListCell, ...]]:
    """The rows of a list by their numbers; none if it cannot be read."""
    try:
        return dict(people_list(data, LIST).rows(Findings()))
    except CaresheetError:
        return {}


def _index(cells: tuple[ListCell, ...], column: int) -> int:
    """The index of the last cell that begins at a column or before it, -1 if there is none."""
    return sum(1 for cell in cells if cell.position.column <= column) - 1


def _letters(number: int) -> str:
    """The letters of a column, from 1, as spreadsheets write them: A to Z, AA and so on."""
    text = ""
    while number > 0:
        number, last = divmod(number - 1, _LETTERS)
        text = chr(ord("A") + last) + text
    return text
