"""A list as spreadsheets save it as text: the code page, the separator and the dates of the computer that saved it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from enum import Enum

from msgspec import Struct

from caresheet.model.problem import Findings
from caresheet.source.list_cells import NumberedCells, cells_of

SAVE_AS = "save it as 'CSV UTF-8' (Excel: Save As, CSV UTF-8)"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
"""How "Unicode Text" of Excel begins."""
_BOM = "\ufeff"
UNKNOWN_LETTER = "\ufffd"
"""Stands for a byte that is not UTF-8: which letter it is depends on the computer that saved the list."""
_SEPARATORS = (";", "\t", ",")
_SEPARATOR_LINE = re.compile(r"sep=([;,\t])", re.IGNORECASE)
_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_WITH_POINTS = re.compile(r"([0-9]{1,2})\. ?([0-9]{1,2})\. ?([0-9]{4})")
_WITH_SLASHES = re.compile(r"(?<![0-9/-])([0-9]{1,2})[/-]([0-9]{1,2})[/-]([0-9]{4})(?![0-9/-])")
_MONTHS = 12


class DateOrder(Enum):
    """What 11/1/2026 means: November 1 or January 11."""

    MONTH_FIRST = "month first"
    DAY_FIRST = "day first"


class Spreadsheet(Struct, frozen=True):
    """The lines that are not blank, with their numbers, and what separates their cells."""

    path: str
    lines: tuple[tuple[int, str], ...]
    separator: str

    def rows(self, findings: Findings) -> Iterator[NumberedCells]:
        """The cells of one line after another; what cannot be read of it goes to `findings`."""
        for number, line in self.lines:
            yield number, cells_of(line, self.separator, self.path, number, findings)

    def date_order(self, usual: DateOrder | None) -> DateOrder | None:
        """In which order the list writes its dates: the one that all of them can be read in, else the usual one of the
        person who saved it, if that is known."""
        return order_of(line for _, line in self.lines) or usual


def spreadsheet(data: bytes, path: str) -> Spreadsheet:
    """The list in these bytes."""
    numbered = enumerate(re.split(r"\r\n|\n|\r", _decoded(data)), start=1)
    lines = [(number, line) for number, line in numbered if line.strip(" \t,;")]
    said = _SEPARATOR_LINE.fullmatch(lines[0][1].strip(" ")) if lines else None
    if said:
        return Spreadsheet(path, tuple(lines[1:]), said[1])
    head = lines[0][1] if lines else ""
    return Spreadsheet(path, tuple(lines), next((sign for sign in _SEPARATORS if sign in head), ","))


def day_of(text: str, order: DateOrder | None) -> date | None:
    """The day that a cell means; None for what is no date, and for one that can be read in two ways where the order is
    not known."""
    found, groups = _ISO.fullmatch(text), (1, 2, 3)
    if not found:
        found, groups = _WITH_POINTS.fullmatch(text), (3, 2, 1)
    if not found:
        found = _WITH_SLASHES.fullmatch(text)
        known = order or order_of([text])
        groups = (3, 1, 2) if known is DateOrder.MONTH_FIRST else (3, 2, 1)
        if known is None and found and found[1] != found[2]:
            return None
    try:
        return date(*(int(found[group]) for group in groups)) if found else None
    except ValueError:
        return None


def order_of(texts: Iterable[str]) -> DateOrder | None:
    """The only order in which everything in these texts that looks like a date is one; None if both fit, or none."""
    pairs = [(int(each[1]), int(each[2])) for text in texts for each in _WITH_SLASHES.finditer(text)]
    day_first = any(first > _MONTHS for first, _ in pairs)
    month_first = any(second > _MONTHS for _, second in pairs)
    if day_first == month_first:
        return None
    return DateOrder.DAY_FIRST if day_first else DateOrder.MONTH_FIRST


def _decoded(data: bytes) -> str:
    """Every code page of Windows has ASCII, which is all that an address, a name and a date need."""
    if data.startswith(_UTF16):
        return data.decode("utf-16", errors="replace")
    return data.decode("utf-8", errors="replace").removeprefix(_BOM)
