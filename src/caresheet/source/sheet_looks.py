"""What a sheet of a workbook shows where that differs from the values of its cells: number formats, hidden rows, merged
cells, formulas without a result. People see these; a program that reads the values does not."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal
from io import BytesIO

from caresheet.model.list_problem import ListFault, hidden_rows, list_problem
from caresheet.model.problem import Position, Problem

UNREAD_NUMBER = "\ufffc"
"""Stands for a number that cannot be printed as its cell shows it."""
_DIGITS_KEPT = 15
"""A longer number has lost its last digits (IEEE 754; Microsoft, "Excel specifications and limits")."""
_PLAIN = {"General", "@"}
_ZEROS = re.compile(r"(0+)(?:\.(0+))?")
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell [^>]*?ref=\"([A-Z]+)([0-9]+):")
_ROW = re.compile(rb"<(?:\w+:)?row ([^>]*)>")
_HIDDEN = re.compile(rb"\bhidden=\"(?:1|true)\"")
_NUMBER = re.compile(rb"\br=\"([0-9]+)\"")
_NO_RESULT = re.compile(
    rb"<(?:\w+:)?c (?![^>]*t=\"str\")[^>]*?r=\"([A-Z]+)([0-9]+)\"[^>]*>"
    rb"<(?:\w+:)?f(?:\s[^>]*)?(?:/>|>[^<]*</(?:\w+:)?f>)(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?</(?:\w+:)?c>"
)
"""A cell with a formula and no result."""


def number_shown(value: float, number_format: str) -> str:
    """A number as its cell shows it, if it has no format or one of zeros, such as 00000 or 0.00; UNREAD_NUMBER for
    other formats, and for numbers whose last digits Excel has lost."""
    exact = Decimal(repr(value)) if isinstance(value, int) else Decimal(f"{value:.{_DIGITS_KEPT}g}")
    if abs(exact) >= 10**_DIGITS_KEPT:
        return UNREAD_NUMBER
    if number_format in _PLAIN:
        return f"{exact.normalize():f}"
    zeros = _ZEROS.fullmatch(number_format)
    if zeros is None:
        return UNREAD_NUMBER
    decimals = len(zeros[2] or "")
    rounded = exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    width = len(zeros[1]) + (decimals + 1 if decimals else 0) + (rounded < 0)
    return f"{rounded:0{width}f}"


def sheet_problems(data: bytes, path: str, lines: Mapping[int, object]) -> Iterator[Problem]:
    """What is wrong with the sheets of a workbook that the texts in `lines`, by the number of their row, do not
    show."""
    with zipfile.ZipFile(BytesIO(data)) as parts:
        sheets = [parts.read(name) for name in parts.namelist() if _SHEET.fullmatch(name)]
    for sheet in sheets:
        for place in _places(_MERGED, sheet, path, lines):
            yield list_problem(place, ListFault.MERGED)
        for place in _places(_NO_RESULT, sheet, path, lines):
            yield list_problem(place, ListFault.FORMULA)
        hidden = [number for number in _hidden(sheet) if number in lines]
        if hidden:
            yield hidden_rows(Position(path, hidden[0], 1), len(hidden))


def _places(pattern: re.Pattern[bytes], sheet: bytes, path: str, lines: Mapping[int, object]) -> Iterator[Position]:
    for letters, number in pattern.findall(sheet):
        if int(number) in lines:
            yield Position(path, int(number), _column(letters))


def _hidden(sheet: bytes) -> Iterator[int]:
    for attributes in _ROW.findall(sheet):
        number = _NUMBER.search(attributes)
        if number and _HIDDEN.search(attributes):
            yield int(number[1])


def _column(letters: bytes) -> int:
    """The number of a column from 1: A is 1, AA is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number
