"""The cells of a list, each with its line and column."""

from __future__ import annotations

import re

from msgspec import Struct

from caresheet.model import rules
from caresheet.model.list_problem import ListFault, list_problem
from caresheet.model.problem import Findings, Position

MOST_COLUMNS = 100
MOST_REPORTED = 100
"""Problems of one list after which it is not read further."""


class ListCell(Struct, frozen=True):
    text: str
    position: Position


NumberedCells = tuple[int, tuple[ListCell, ...]]
"""The number of a line, from 1, and its cells."""


def cells_of(line: str, separator: str, path: str, number: int, findings: Findings) -> tuple[ListCell, ...]:
    """The cells of line `number` of a text, each with its column in characters, which Python's csv module lacks.
    A cell in quotation marks may contain the separator (RFC 4180), but no line break. What cannot be read goes to
    `findings`; no message repeats a cell."""
    blank = "[ \t]".replace(separator, "")
    pattern = re.compile(rf'{blank}*"((?:[^"]|"")*)"{blank}*(?={separator}|$)|([^{separator}]*)')
    cells, at = list[ListCell](), 0
    while at <= len(line) and len(cells) <= MOST_COLUMNS:
        found = pattern.match(line, at)
        raw = found[2] if found and found[2] is not None else None
        text = raw.strip() if raw is not None else (found[1] if found else "").replace('""', '"').strip()
        cell = ListCell(text, Position(path, number, at + 1))
        if raw is not None and '"' in raw:
            findings.extend((list_problem(cell.position, ListFault.QUOTES),))
        else:
            report_invisible(cell, findings)
        cells.append(cell)
        at = (found.end() if found else len(line)) + 1
    if len(cells) > MOST_COLUMNS:
        hint = "delete the cells outside the named columns"
        findings.add(cells[-1].position, rules.FILE_TOO_LARGE, f"the line has more than {MOST_COLUMNS} cells", hint)
    return tuple(cells)


def report_invisible(cell: ListCell, findings: Findings) -> None:
    """Report a cell with a character that cannot be seen, such as a line break."""
    if not cell.text.isprintable():
        message = "the cell contains an invisible character"
        findings.add(cell.position, rules.CONTROL_CHARACTER, message, "retype the cell")
