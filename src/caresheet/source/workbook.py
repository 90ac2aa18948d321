"""A list in an Excel workbook (.xlsx): the values that were worked out, never formulas, and nothing linked."""

from __future__ import annotations

import warnings
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any

from msgspec import Struct

from caresheet.model import rules
from caresheet.model.list_problem import ListFault, list_problem, several_sheets
from caresheet.model.problem import CaresheetError, Findings, Position, Problem, Rule
from caresheet.source.list_cells import MOST_COLUMNS, ListCell, NumberedCells, report_invisible
from caresheet.source.sheet_looks import UNREAD_NUMBER, number_shown, sheet_problems
from caresheet.source.spreadsheet import SAVE_AS, DateOrder, order_of

_LARGEST = 100_000_000
"""Bytes of a workbook when it is unpacked; one that says it has more is not unpacked."""
_FAILED = ("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A")
"""What a cell shows if its formula has no value."""


class TableOfTexts(Struct, frozen=True):
    """The rows that are not blank, with their numbers: a sheet of a workbook, or rows from a program. `problems` are
    those of the sheet that the texts do not show."""

    path: str
    lines: tuple[tuple[int, tuple[str, ...]], ...]
    problems: tuple[Problem, ...] = ()

    def rows(self, findings: Findings) -> Iterator[NumberedCells]:
        """The cells of one row after another, whose columns are counted from 1; what cannot be used goes to
        `findings`."""
        findings.extend(self.problems)
        for number, texts in self.lines:
            cells = tuple(
                ListCell(text.strip(), Position(self.path, number, column))
                for column, text in enumerate(texts[: MOST_COLUMNS + 1], start=1)
            )
            for cell in cells:
                _report_failed(cell, findings)
                report_invisible(cell, findings)
            if len(cells) > MOST_COLUMNS:
                message = f"the row has more than {MOST_COLUMNS} cells"
                hint = "delete the cells outside the named columns"
                findings.add(cells[-1].position, rules.FILE_TOO_LARGE, message, hint)
            yield number, cells

    def date_order(self, usual: DateOrder | None) -> DateOrder | None:
        """In which order dates that the workbook has as text are written; see Spreadsheet."""
        return order_of(text for _, texts in self.lines for text in texts) or usual


def table_of(rows: Sequence[Mapping[str, str]], path: str) -> TableOfTexts:
    """Rows by the names of their columns. The first is row 2, as below a line of names."""
    names = tuple(dict.fromkeys(name for row in rows for name in row))
    body = ((number, tuple(row.get(name, "") for name in names)) for number, row in enumerate(rows, start=2))
    return TableOfTexts(path, ((1, names), *body) if names else ())


def workbook(data: bytes, path: str) -> TableOfTexts:
    """The workbook's only sheet with cells. Raises CaresheetError if there are several, or if it cannot be read."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as parts:
            unpacked = sum(part.file_size for part in parts.infolist())
        sheets = [lines for lines in _sheets(data) if lines] if unpacked <= _LARGEST else []
    except Exception as error:
        raise _refused(path, rules.NOT_READABLE, "the workbook cannot be read", SAVE_AS) from error
    if unpacked > _LARGEST:
        raise _refused(path, rules.FILE_TOO_LARGE, "the workbook is too large when unpacked", SAVE_AS)
    if len(sheets) > 1:
        raise CaresheetError((several_sheets(Position(path), len(sheets)),))
    lines = sheets[0] if sheets else ()
    return TableOfTexts(path, lines, tuple(sheet_problems(data, path, dict(lines))))


def _sheets(data: bytes) -> Iterator[tuple[tuple[int, tuple[str, ...]], ...]]:
    """The rows of each sheet that are not blank."""
    from openpyxl import load_workbook  # a list in text does not need it

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its warnings about menus and colors do not matter here
        book = load_workbook(BytesIO(data), read_only=True, data_only=True, keep_links=False)
        for sheet in book.worksheets:
            sheet.reset_dimensions()  # programs write wrong ones
            yield tuple(_rows(sheet.iter_rows(max_col=MOST_COLUMNS + 1)))


def _rows(rows: Iterable[Sequence[Any]]) -> Iterator[tuple[int, tuple[str, ...]]]:
    for number, row in enumerate(rows, start=1):
        texts = [_text(cell) for cell in row]
        while texts and not texts[-1]:
            texts.pop()
        if texts:
            yield number, tuple(texts)


def _text(cell: Any) -> str:  # noqa: ANN401 - openpyxl has no types
    """A cell as it would be typed: dates as 2026-11-24, whole numbers without a point, several lines joined into
    one."""
    match cell.value:
        case None:
            return ""
        case bool() as value:
            return str(value).upper()
        case int() | float() as value:
            return number_shown(value, cell.number_format)
        case datetime() as value if value.time() == time.min:
            return value.date().isoformat()
        case datetime() as value:
            return value.isoformat(" ", "minutes")
        case date() as value:
            return value.isoformat()
        case time() as value:
            return value.isoformat("minutes")
        case timedelta():
            return UNREAD_NUMBER
        case value:
            return " ".join(str(value).split())


def _report_failed(cell: ListCell, findings: Findings) -> None:
    if cell.text in _FAILED:
        findings.extend((list_problem(cell.position, ListFault.FORMULA),))


def _refused(path: str, rule: Rule, message: str, hint: str) -> CaresheetError:
    return CaresheetError((Problem(Position(path), rule, message, hint),))
