"""A list of the people that a handout is made for: one row per person, one column for each field of a patient.

It is only ever in memory. No message repeats what a cell says.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from msgspec import Struct

from caresheet.model import rules
from caresheet.model.edition import Size
from caresheet.model.list_problem import ListFault, list_problem
from caresheet.model.person import PATIENT, Person, PersonalValue
from caresheet.model.problem import CaresheetError, Findings, Position, Problem
from caresheet.source import suggest
from caresheet.source.letter_case import tag_case
from caresheet.source.list_cells import MOST_REPORTED, ListCell
from caresheet.source.lists import PeopleList
from caresheet.source.sheet_looks import UNREAD_NUMBER
from caresheet.source.spreadsheet import SAVE_AS, UNKNOWN_LETTER

LANGUAGE, SIZE = "language", "size"
"""Columns that choose a person's handout."""
LARGEST = 8_000_000
"""Bytes: about 40,000 people with ten values each."""
_FORBIDDEN_IN_NAMES = frozenset('<>:"/\\|?*')
_RESERVED_NAMES = frozenset(
    {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10))}
)
"""Names that Windows keeps for devices."""
_LONGEST_NAME = 80


class ListShape(Struct, frozen=True):
    """Which columns a list may have: those of these fields of the topic, and the one that names files, if any."""

    fields: tuple[str, ...]
    named_by: str = ""

    @property
    def columns(self) -> tuple[str, ...]:
        """All of them, by their names."""
        named = (self.named_by,) if self.named_by else ()
        return tuple(dict.fromkeys((*(f"{PATIENT}{field}" for field in self.fields), LANGUAGE, SIZE, *named)))


def people_in(listed: PeopleList, shape: ListShape, findings: Findings) -> tuple[Person, ...]:
    """Everyone on the list, in order. An empty cell leaves a line to write on, or means the usual language or size.

    Problems of cells go to `findings`, each at its cell, until there are a hundred of them. Raises CaresheetError with
    all of them for a list whose columns are wrong, or that has nobody on it.
    """
    here = Position(listed.path)
    if not listed.lines:
        hint = "start it with a line of columns, such as patient.name"
        raise CaresheetError((Problem(here, rules.EMPTY_VALUE, "the list is empty", hint),))
    rows = listed.rows(findings)
    _, head = next(rows)
    columns = _columns(head, shape)
    people: list[Person] = []
    for _, cells in rows:
        people.append(_person(len(people) + 1, columns, cells, shape, findings))
        _refuse_nameless(head, columns, cells, findings)
        if len(findings) >= MOST_REPORTED:
            break
    _refuse_same_names(people, shape.named_by, findings)
    if not people:
        findings.add(here, rules.EMPTY_VALUE, "the list has nobody on it", "add a line for each person")
        findings.raise_any()
    return tuple(people)


def read_values(text: str, path: str, fields: Collection[str]) -> Person:
    """One person, from lines like `name: value`. Raises CaresheetError with all problems, each at its line."""
    findings, values = Findings(), dict[str, PersonalValue]()
    for number, line in enumerate(text.split("\n"), start=1):
        key, colon, value = (part.strip() for part in line.partition(":"))
        if not line.strip():
            continue
        name, position = key.removeprefix(PATIENT), Position(path, number, 1)
        if not colon or name not in fields:
            near = suggest.closest(name, fields) if colon else None
            hint = f"did you mean '{near}'?" if near else f"the fields are: {', '.join(fields)}"
            message = "unknown field" if colon else "this line has no colon between a field and its value"
            findings.add(position, rules.UNKNOWN_KEY if colon else rules.WRONG_VALUE, message, hint)
        elif name in values:
            findings.add(position, rules.DUPLICATE_KEY, f"the field '{name}' is given twice", "keep one of them")
        elif not value.isprintable():
            findings.add(position, rules.CONTROL_CHARACTER, "the value contains an invisible character", "retype it")
        elif value:
            at = Position(path, number, line.index(":") + 2)
            values[name] = PersonalValue(f"{PATIENT}{name}", " ".join(value.split()), at)
    if not values and not findings:
        findings.add(Position(path), rules.EMPTY_VALUE, "there are no values", "write a line such as `name: …`")
    findings.raise_any()
    return Person(1, tuple(values.values()))


def _columns(head: Sequence[ListCell], shape: ListShape) -> tuple[str, ...]:
    """The columns of the list by their names; empty for a column without a name. Raises CaresheetError with everything
    that is wrong with them."""
    findings = Findings()
    names = tuple(cell.text.strip().lower() for cell in head)
    known = {column.lower(): column for column in shape.columns}
    if not any(name in known or _near(name, known) for name in names):  # it may be the first person: nothing is quoted
        message = "the first line does not name the columns"
        hint = f"begin the list with a line that does; the columns are: {', '.join(shape.columns)}"
        raise CaresheetError((Problem(head[0].position, rules.MISSING_KEY, message, hint),))
    for name, cell in zip(names, head, strict=True):
        if name and name not in known:
            findings.add(cell.position, rules.UNKNOWN_KEY, f"unknown column '{cell.text}'", _meant(name, known))
        elif name and names.index(name) != head.index(cell):
            findings.add(cell.position, rules.DUPLICATE_KEY, f"the column '{cell.text}' appears twice", "keep one")
    if shape.named_by and shape.named_by.lower() not in names:
        message = f"the column '{shape.named_by}', which names the files, is missing"
        findings.add(head[0].position, rules.MISSING_KEY, message, "add it, or leave out --name-by")
    if not any(name.startswith(PATIENT) for name in names) and not findings:
        message = "no column is a field of the topic"
        findings.add(head[0].position, rules.MISSING_KEY, message, f"the columns are: {', '.join(shape.columns)}")
    findings.raise_any()
    return tuple(known.get(name, "") for name in names)


def _meant(name: str, known: Collection[str]) -> str:
    near = _near(name, known)
    return f"did you mean '{near}'?" if near else f"the columns are: {', '.join(known)}"


def _near(name: str, known: Collection[str]) -> str | None:
    """The column that may be meant by an unknown name."""
    return f"{PATIENT}{name}" if f"{PATIENT}{name}" in known else suggest.closest(name, known)


def _refuse_nameless(
    head: Sequence[ListCell], columns: Sequence[str], cells: Sequence[ListCell], findings: Findings
) -> None:
    """Report a column without a name, once, if any row has something in it."""
    for name, top, cell in zip(columns, head, cells, strict=False):
        if not name and cell.text:
            hint = "name it in the first line, or delete it"
            findings.add(top.position, rules.MISSING_KEY, "this column has no name, but there is something in it", hint)


def _person(
    number: int, columns: Sequence[str], cells: Sequence[ListCell], shape: ListShape, findings: Findings
) -> Person:
    for cell in cells[len(columns) :]:
        if cell.text:
            hint = "delete it, or name its column in the first line"
            findings.add(cell.position, rules.UNKNOWN_KEY, "this cell is outside the named columns", hint)
    row = {column: cell for column, cell in zip(columns, cells, strict=False) if column and cell.text}
    for cell in row.values():
        if UNKNOWN_LETTER in cell.text:
            findings.add(cell.position, rules.NOT_UTF8, "the cell has letters that are not in UTF-8", SAVE_AS)
        if UNREAD_NUMBER in cell.text:
            findings.extend((list_problem(cell.position, ListFault.NUMBER),))
    values = (
        PersonalValue(column, " ".join(cell.text.split()), cell.position)
        for column, cell in row.items()
        if column.startswith(PATIENT)
    )
    here = cells[0].position
    return Person(
        number=number,
        values=tuple(values),
        position=here,
        language=tag_case(row[LANGUAGE].text) if LANGUAGE in row else None,
        size=_size(row[SIZE], findings) if SIZE in row else None,
        called=_file_name(row.get(shape.named_by), here, findings) if shape.named_by else "",
        cells={column: cell.position for column, cell in row.items() if not column.startswith(PATIENT)},
    )


def _size(cell: ListCell, findings: Findings) -> Size | None:
    try:
        return Size(cell.text.lower())
    except ValueError:
        sizes = ", ".join(size.value for size in Size)
        findings.add(cell.position, rules.WRONG_VALUE, "unknown size", f"the sizes are: {sizes}")
        return None


def _file_name(cell: ListCell | None, row: Position, findings: Findings) -> str:
    """The file name in a cell. Every system must accept it; Windows accepts the least."""
    if cell is None:
        findings.add(row, rules.EMPTY_VALUE, "the cell that names the file is empty", "fill it in")
        return ""
    name = cell.text
    if (
        _FORBIDDEN_IN_NAMES & set(name)
        or name.startswith((".", "-"))
        or name.endswith(".")
        or name.casefold().partition(".")[0] in _RESERVED_NAMES
        or len(name.encode()) > _LONGEST_NAME
    ):
        hint = f"use letters, digits, spaces and hyphens, {_LONGEST_NAME} at most"
        findings.add(cell.position, rules.WRONG_VALUE, "this cannot be a file name", hint)
    return name


def _refuse_same_names(people: Sequence[Person], column: str, findings: Findings) -> None:
    first: dict[str, Person] = {}
    for person in people:
        other = first.setdefault(person.called.casefold(), person)
        if person.called and other is not person and other.position:
            message = f"line {other.position.line} gives its file the same name"
            hint = "choose a column without duplicates"
            findings.add(person.place_of(column), rules.DUPLICATE_FILE_NAME, message, hint)
