"""A list of recipients as a spreadsheet saves it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
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
from caresheet.source.list_cells import MOST_COLUMNS, MOST_REPORTED, ListCell, NumberedCells
from caresheet.source.lists import people_list
from caresheet.source.spreadsheet import SAVE_AS, UNKNOWN_LETTER, DateOrder, day_of

COLUMNS = ("address", "layout", "language", "size", "consent_date")
NEEDED = ("address", "consent_date")
_NAMED = 5
"""Unknown columns that are named; of more, the number is given."""
_TYPO = 0.6, 0.8
"""How like a column's name another one must be to be taken for it, and where unknown columns are ignored."""
LARGEST = 4_000_000
"""Bytes: about 40,000 lines."""


ListRow = dict[str, ListCell]


class Calendar(Struct, frozen=True):
    """Today, and in which order the list writes day and month, if that is known."""

    today: date
    order: DateOrder | None


def read_recipients(
    data: bytes, path: str, today: date, *, order: DateOrder | None = None, ignore_columns: bool = False
) -> tuple[Recipient, ...]:
    """Everyone on the list, in order. Empty layout, language and size cells mean the default of the mailing.

    Each record is one line: a cell may be quoted (RFC 4180) but cannot contain a line break. `order` is the
    order of dates that the person who saved it uses, if the list leaves it open. With `ignore_columns`, the list may
    have other columns, but none that may be meant for one of ours. Messages never repeat an address. Raises
    CaresheetError with all problems, each at its cell, or the first hundred of them.
    """
    findings, of_head = Findings(), Findings()
    if len(data) > LARGEST:
        hint = "send to fewer people at once"
        _refuse(Position(path), rules.FILE_TOO_LARGE, f"the list is larger than {LARGEST // 1_000_000} MB", hint)
    listed = people_list(data, path)
    if not listed.lines:
        _refuse(Position(path), rules.EMPTY_VALUE, "the list is empty", f"start it with the line {','.join(COLUMNS)}")
    calendar, body = Calendar(today, listed.date_order(order)), listed.rows(findings)
    _, head = next(body)
    names = _names(head, of_head, ignore_columns=ignore_columns)
    of_head.raise_any()
    people = [person for person in _people(names, body, path, calendar, findings) if person]
    _refuse_twice(people, findings)
    if not people and not findings:
        findings.add(Position(path), rules.EMPTY_VALUE, "the list has no recipients", "add a line for each recipient")
    findings.raise_any()
    return tuple(people)


def _people(
    names: tuple[str, ...], body: Iterable[NumberedCells], path: str, calendar: Calendar, findings: Findings
) -> Iterator[Recipient | None]:
    """A recipient for each line, None for one with problems; ends where there are too many of them."""
    for row in _rows(names, body, path, findings):
        yield _recipient(row, calendar, findings)
        if len(findings) >= MOST_REPORTED:
            return


def _names(head: tuple[ListCell, ...], findings: Findings, *, ignore_columns: bool) -> tuple[str, ...]:
    """The column names in the first line."""
    if len(head) > MOST_COLUMNS:
        hint = f"keep the columns {', '.join(COLUMNS)}"
        _refuse(head[0].position, rules.FILE_TOO_LARGE, f"the list has more than {MOST_COLUMNS} columns", hint)
    first: dict[str, ListCell] = {}
    for cell in head:
        name = cell.text.lower()
        if first.setdefault(name, cell) is not cell and not (ignore_columns and name not in COLUMNS):
            findings.add(cell.position, rules.DUPLICATE_KEY, f"the column '{name}' appears twice", "keep one of them")
    _report_unknown([cell for name, cell in first.items() if name not in COLUMNS], findings, ignore=ignore_columns)
    for name in NEEDED:
        if name not in first:
            message = f"the column '{name}' is missing"
            findings.add(head[0].position, rules.MISSING_KEY, message, "add it to the first line")
    return tuple(cell.text.lower() for cell in head)


def _report_unknown(cells: list[ListCell], findings: Findings, *, ignore: bool) -> None:
    """Reports each column that looks like a misspelling of ours, and the others together unless they are ignored."""
    others = []
    for cell in cells:
        name = cell.text.lower()
        near = get_close_matches(name, COLUMNS, n=1, cutoff=_TYPO[ignore])
        if "@" in name:  # a list without a header starts with an address, which no message may repeat
            hint = f"start the list with the line {','.join(COLUMNS)}"
            findings.add(cell.position, rules.UNKNOWN_KEY, "the first line has no column names", hint)
            return
        if near:
            hint = f"did you mean '{near[0]}'?"
            findings.add(cell.position, rules.UNKNOWN_KEY, f"unknown column '{name}'", hint)
        else:
            others.append(cell)
    if others and not ignore:
        names = ", ".join(f"'{cell.text.lower()}'" for cell in others[:_NAMED])
        more = f" and {len(others) - _NAMED} more" if len(others) > _NAMED else ""
        message = f"unknown column{'s' if len(others) > 1 else ''} {names}{more}"
        hint = f"the columns are: {', '.join(COLUMNS)}; --ignore-columns reads the list without the others"
        findings.add(others[0].position, rules.UNKNOWN_KEY, message, hint)


def _rows(names: tuple[str, ...], body: Iterable[NumberedCells], path: str, findings: Findings) -> Iterator[ListRow]:
    for number, cells in body:
        for cell in cells[len(names) :]:
            if cell.text:
                hint = "delete it, or name its column in the first line"
                findings.add(cell.position, rules.UNKNOWN_KEY, "this cell is outside the named columns", hint)
        missing = [ListCell("", Position(path, number)) for _ in names[len(cells) :]]
        yield dict(zip(names, (*cells[: len(names)], *missing), strict=True))


def _recipient(row: ListRow, calendar: Calendar, findings: Findings) -> Recipient | None:
    """A line of the list, or None if anything in it is wrong; problems go to `findings`."""
    unreadable = [cell for name, cell in row.items() if name in COLUMNS and UNKNOWN_LETTER in cell.text]
    for cell in unreadable:
        findings.add(cell.position, rules.NOT_UTF8, "the cell has letters that are not in UTF-8", SAVE_AS)
    if unreadable:
        return None
    address, size, consent = _address(row, findings), _size(row, findings), _consent(row, calendar, findings)
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


def _consent(row: ListRow, calendar: Calendar, findings: Findings) -> date | None:
    cell = row["consent_date"]
    day = day_of(cell.text, calendar.order)
    if day is not None and day <= calendar.today:
        return day
    hint = "enter the day on which the reader agreed to get e-mail, such as 2026-11-24"
    meanings = sorted({each for order in DateOrder if (each := day_of(cell.text, order))})
    if not cell.text:
        message = "the date of consent is missing"
    elif day is not None:
        message = f"{day} is in the future"
    elif len(meanings) > 1 and calendar.order is None:
        message = f"'{cell.text}' may be {meanings[0]} or {meanings[1]}"
        hint = (
            f"write {meanings[0]} or {meanings[1]}; in Excel, give the column a date format that starts with the year"
        )
    else:
        message = f"'{cell.text}' is not a valid date"
    findings.add(cell.position, rules.WITHOUT_CONSENT, message, hint)
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
