"""Lists of people: an empty one to fill in, and what is wrong with one, in the words of the desk."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from caresheet.app.list_problems import CellProblem, by_cell
from caresheet.model.list_problem import ListProblem
from caresheet.web.answers import file_answer

if TYPE_CHECKING:
    from starlette.responses import Response

    from caresheet.model.problem import Problem
    from caresheet.web.wording import DeskWords

_MOST = 20
"""How many problems are listed; the others are counted."""
_BROKEN, _KINDS, _FAULTS = "unsafe-value", "listed.unsafe-value.", "listed.sheet."


def list_file(text: str) -> Response:
    """A list to be filled in, as a file."""
    return file_answer(text, "list.csv", "text/csv; charset=utf-8")


def list_words(
    words: DeskWords, problems: Sequence[Problem], data: bytes, kinds: dict[str, str] | None = None
) -> tuple[str, ...]:
    """The problems of the list in `data`, each with its row and column. `kinds` are the kinds of values by the names of
    their columns."""
    cells = tuple(by_cell(problems, data))
    more = (words("listed.more", number=len(cells) - _MOST),) if len(cells) > _MOST else ()
    return (*_told(words, cells[:_MOST], kinds or {}), *more)


def _told(words: DeskWords, cells: Iterable[CellProblem], kinds: dict[str, str]) -> Iterator[str]:
    for each in cells:
        says = _says(words, each, kinds)
        if not each.row:
            yield says
            continue
        column = f"{each.letter} ({each.column})" if each.column else each.letter
        yield f"{words('listed.place', row=each.row, column=column)} {says}"


def _says(words: DeskWords, cell: CellProblem, kinds: dict[str, str]) -> str:
    rule = cell.problem.rule.name
    if isinstance(cell.problem, ListProblem):
        return words(f"{_FAULTS}{cell.problem.fault.value}")
    if rule == _BROKEN:
        kind = kinds.get(cell.column, "")
        return words.known(f"{_KINDS}{kind}", f"{_KINDS}text")
    return words.known(f"listed.{rule}.{cell.column}", f"listed.{rule}") or cell.problem.summary
