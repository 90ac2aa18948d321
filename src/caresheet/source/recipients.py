"""A list of recipients as a spreadsheet saves it: CSV in UTF-8, with commas or semicolons."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from difflib import get_close_matches
from typing import NoReturn

from msgspec import Struct

from caresheet.model import rules
from caresheet.model.address import BadAddressError, mailbox, sendable
from caresheet.model.edition import Size
from caresheet.model.message import Recipient
from caresheet.model.problem import CaresheetError, Findings, Position, Problem, Rule
from caresheet.source.letter_case import tag_case

COLUMNS = ("address", "layout", "language", "size", "consent_date")
NEEDED = ("address", "consent_date")
LARGEST = 4_000_000
"""Bytes: about 40,000 lines."""
_BOM = "\ufeff"


class ListCell(Struct, frozen=True):
    text: str
    position: Position


ListRow = dict[str, ListCell]


def read_recipients(data: bytes, path: str, today: date) -> tuple[Recipient, ...]:
    """Everyone on the list, in order. Empty layout, language and size cells mean the default of the mailing.

    Each record is one line: a cell may be quoted (RFC 4180) but cannot contain a line break. Messages never repeat an
    address. Raises CaresheetError with all problems, each at its cell.
    """
    findings, of_head = Findings(), Findings()
    lines = _lines(data, path)
    if not lines:
        _refuse(Position(path), rules.EMPTY_VALUE, "the list is empty", f"start it with the line {','.join(COLUMNS)}")
    separator = ";" if ";" in lines[0][1] else ","
    (_, head), *body = [(number, _cells(line, separator, path, number, findings)) for number, line in lines]
    names = _names(head, of_head)
    of_head.raise_any()
    people = [_recipient(row, today, findings) for row in _rows(names, body, path, findings)]
    _refuse_twice([person for person in people if person], findings)
    if not people and not findings:
        findings.add(Position(path), rules.EMPTY_VALUE, "the list has no recipients", "add a line for each recipient")
    findings.raise_any()
    return tuple(person for person in people if person)


def _lines(data: bytes, path: str) -> list[tuple[int, str]]:
    """The lines that are not blank, with their numbers."""
    if len(data) > LARGEST:
        hint = "send to fewer people at once"
        _refuse(Position(path), rules.FILE_TOO_LARGE, f"the list is larger than {LARGEST // 1_000_000} MB", hint)
    try:
        text = data.decode("utf-8").removeprefix(_BOM)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - data.rfind(b"\n", 0, error.start)
        hint = "save it as 'CSV UTF-8' (Excel: Save As, CSV UTF-8)"
        _refuse(Position(path, line, column), rules.NOT_UTF8, "the list is not in UTF-8", hint)
    numbered = enumerate(re.split(r"\r\n|\n|\r", text), start=1)
    return [(number, line) for number, line in numbered if line.strip(" \t,;")]


def _cells(line: str, separator: str, path: str, number: int, findings: Findings) -> tuple[ListCell, ...]:
    """The cells of a line with their positions, which Python's csv module does not give."""
    pattern = re.compile(rf'[ \t]*"((?:[^"]|"")*)"[ \t]*(?={separator}|$)|([^{separator}]*)')
    cells, at = [], 0
    while at <= len(line):
        found = pattern.match(line, at)
        raw = found[2] if found and found[2] is not None else None
        text = raw.strip() if raw is not None else (found[1] if found else "").replace('""', '"').strip()
        position = Position(path, number, at + 1)
        if raw is not None and '"' in raw:
            message = "unmatched quotation mark, or a line break inside a cell"
            findings.add(position, rules.WRONG_VALUE, message, "write each recipient on one line, without quotes")
        elif not text.isprintable():
            message = "the cell contains an invisible character"
            findings.add(position, rules.CONTROL_CHARACTER, message, "retype the cell")
        cells.append(ListCell(text, position))
        at = (found.end() if found else len(line)) + 1
    return tuple(cells)


def _names(head: tuple[ListCell, ...], findings: Findings) -> tuple[str, ...]:
    """The column names in the first line."""
    names = tuple(cell.text.lower() for cell in head)
    for place, (name, cell) in enumerate(zip(names, head, strict=True)):
        if name in names[:place]:
            findings.add(cell.position, rules.DUPLICATE_KEY, f"the column '{name}' appears twice", "keep one of them")
        elif name not in COLUMNS:
            near = get_close_matches(name, COLUMNS, n=1)
            hint = f"did you mean '{near[0]}'?" if near else f"the columns are: {', '.join(COLUMNS)}"
            # A list without a header starts with an address, which no message may repeat.
            message = "the first line has no column names" if "@" in name else f"unknown column '{name}'"
            findings.add(cell.position, rules.UNKNOWN_KEY, message, hint)
    for name in NEEDED:
        if name not in names:
            message = f"the column '{name}' is missing"
            findings.add(head[0].position, rules.MISSING_KEY, message, "add it to the first line")
    return names


def _rows(
    names: tuple[str, ...], body: list[tuple[int, tuple[ListCell, ...]]], path: str, findings: Findings
) -> Iterator[ListRow]:
    for number, cells in body:
        for cell in cells[len(names) :]:
            if cell.text:
                hint = "delete it, or name its column in the first line"
                findings.add(cell.position, rules.UNKNOWN_KEY, "this cell is outside the named columns", hint)
        missing = [ListCell("", Position(path, number)) for _ in names[len(cells) :]]
        yield dict(zip(names, (*cells[: len(names)], *missing), strict=True))


def _recipient(row: ListRow, today: date, findings: Findings) -> Recipient | None:
    """A line of the list, or None if anything in it is wrong; problems go to `findings`."""
    address, size, consent = _address(row, findings), _size(row, findings), _consent(row, today, findings)
    if address is None or size is None or consent is None:
        return None
    return Recipient(
        address=address,
        layout=_text(row, "layout", str.lower),
        language=_text(row, "language", tag_case),
        size=size,
        consent_date=consent,
        position=row["address"].position,
    )


def _text(row: ListRow, name: str, spelled: Callable[[str], str] = str) -> str | None:
    """The words of a cell as they are spelled elsewhere, None if it is empty."""
    return spelled(row[name].text) or None if name in row else None


def _address(row: ListRow, findings: Findings) -> str | None:
    cell = row["address"]
    try:
        return sendable(cell.text)
    except BadAddressError as error:
        hint = "write one like name@example.org"
        findings.add(cell.position, rules.BAD_EMAIL_ADDRESS, f"not a valid e-mail address: {error}", hint)
        return None


def _size(row: ListRow, findings: Findings) -> Size | None:
    text = _text(row, "size") or Size.REGULAR.value
    try:
        return Size(text.lower())
    except ValueError:
        sizes = ", ".join(size.value for size in Size)
        findings.add(row["size"].position, rules.WRONG_VALUE, f"unknown size '{text}'", f"the sizes are: {sizes}")
        return None


def _consent(row: ListRow, today: date, findings: Findings) -> date | None:
    cell = row["consent_date"]
    day = _day(cell.text)
    if day is not None and day <= today:
        return day
    if not cell.text:
        message = "the date of consent is missing"
    else:
        message = f"'{cell.text}' is not a valid date" if day is None else f"{day} is in the future"
    hint = "enter the day on which the reader agreed to get e-mail, such as 2026-11-24"
    findings.add(cell.position, rules.WITHOUT_CONSENT, message, hint)
    return None


def _day(text: str) -> date | None:
    """The day of an ISO 8601 date with hyphens, or None."""
    try:
        return date.fromisoformat(text) if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text) else None
    except ValueError:
        return None


def _refuse_twice(people: list[Recipient], findings: Findings) -> None:
    first: dict[tuple[str, str | None, str | None, Size], Recipient] = {}
    for person in people:
        same = (mailbox(person.address), person.layout, person.language, person.size)
        other = first.setdefault(same, person)
        if other is not person and other.position:
            message = f"line {other.position.line} sends the same to the same address"
            findings.add(person.position, rules.DUPLICATE_RECIPIENT, message, "delete one of them")


def _refuse(position: Position, rule: Rule, message: str, hint: str) -> NoReturn:
    raise CaresheetError((Problem(position, rule, message, hint),))
