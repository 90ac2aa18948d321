"""A list in a workbook is read cell by cell, or refused at its cell."""

from __future__ import annotations

import zipfile
from datetime import date, datetime, time, timedelta
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet
from tests.source.workbooks import changed_workbook, workbook_of

from caresheet.model.problem import CaresheetError, Findings
from caresheet.source.lists import people_list
from caresheet.source.people import ListShape, people_in
from caresheet.source.recipients import read_recipients

HEAD = ("patient.name", "patient.phone", "Language")
SHAPE = ListShape(("name", "phone"))


def problems(data: bytes) -> list[str]:
    findings = Findings()
    try:
        people_in(people_list(data, "list.xlsx"), SHAPE, findings)
    except CaresheetError as error:
        return [f"{each.position} {each.rule.name}" for each in error.problems]
    return [f"{each.position} {each.rule.name}" for each in findings.sorted()]


def test_cells_are_what_is_seen_in_them() -> None:
    """Whole numbers have no point, dates are unambiguous, empty rows count but make no person, and each cell keeps its
    row and column."""
    moment, day = datetime(2026, 11, 24, 9, 30), datetime(2026, 11, 24)  # noqa: DTZ001 - workbooks know no zones
    rows = (
        HEAD,
        (" Ana López ", 2125550143.0, "ES"),
        (),
        (37.5, day, None),
        (time(8, 5), moment),
        (date(2026, 1, 2), 7),
    )
    people = people_in(people_list(workbook_of((), rows, ()), "list.xlsx"), SHAPE, Findings())
    texts = [tuple(person.texts.values()) for person in people]
    assert texts == [
        ("Ana López", "2125550143"),
        ("37.5", "2026-11-24"),
        ("08:05", "2026-11-24 09:30"),
        ("2026-01-02", "7"),
    ]
    assert people[0].language == "es"
    assert [str(value.position) for value in people[1].values] == ["list.xlsx:4:1", "list.xlsx:4:2"]


def test_wrong_cells_are_reported_at_row_and_column() -> None:
    """Invisible characters, failed formulas, cells outside of the columns, too many columns."""
    rows = (HEAD, ("Ana\u200bLópez", 1), ("Ben", "#N/A"), ("Cy", 1, "es", "more"))
    assert problems(workbook_of(rows)) == [
        "list.xlsx:2:1 control-character",
        "list.xlsx:3:2 wrong-value",
        "list.xlsx:4:4 unknown-key",
    ]
    assert "list.xlsx:2:101 file-too-large" in problems(workbook_of((HEAD, tuple("x" * 200))))


@pytest.mark.parametrize(
    ("value", "number_format", "shown"),
    [
        (7, "General", "7"),
        (7, "00000", "00007"),
        (-7, "000", "-007"),
        (2.5, "0", "3"),
        (0.125, "0.00", "0.13"),
        (0.1 + 0.2, "General", "0.3"),
        (True, "General", "TRUE"),
        (123456789012345, "General", "123456789012345"),
        ("Ana\n  López", "General", "Ana López"),
    ],
)
def test_numbers_are_what_their_cells_show(value: object, number_format: str, shown: str) -> None:
    """Zeros in front, decimals and several lines: the copy says what the list shows."""
    data = changed_workbook(lambda sheet: _fill(sheet, value, number_format), HEAD, ("", 1))
    (person,) = people_in(people_list(data, "list.xlsx"), SHAPE, Findings())
    assert person.texts["patient.name"] == shown


@pytest.mark.parametrize(
    ("value", "number_format"),
    [
        (0.5, "0%"),
        (2125550143, "(000) 000-0000"),
        (1234567, "#,##0"),
        (12345678901234567, "General"),
        (1e20, "General"),
        (timedelta(hours=30), "[h]:mm"),
    ],
)
def test_other_numbers_are_refused(value: object, number_format: str) -> None:
    """A number whose cell shows it in another format, or whose last digits Excel has lost, would be printed as nobody
    sees it."""
    data = changed_workbook(lambda sheet: _fill(sheet, value, number_format), HEAD, ("", 1))
    assert problems(data) == ["list.xlsx:2:1 wrong-value"]


def _fill(sheet: Worksheet, value: object, number_format: str) -> None:
    sheet["A2"] = value
    sheet["A2"].number_format = number_format


def test_what_a_sheet_hides_is_refused() -> None:
    """Hidden rows, of which the first is named, merged cells, and a formula without a result."""
    rows = (HEAD, ("Ana", 1), ("Ben", 2), ("Cy", 3), ("Di", 4))

    def change(sheet: Worksheet) -> None:
        for number in (3, 5, 9):
            sheet.row_dimensions[number].hidden = True
        sheet.merge_cells("B4:C5")
        sheet["A2"] = '=CONCATENATE("A","n")'

    data = changed_workbook(change, *rows)
    assert problems(data) == [
        "list.xlsx:2:1 wrong-value",
        "list.xlsx:3:1 wrong-value",
        "list.xlsx:4:2 wrong-value",
    ]
    findings = Findings()
    people_in(people_list(data, "list.xlsx"), SHAPE, findings)
    assert [each.message for each in findings.sorted()] == [
        "the formula in this cell has no result",
        "this row and 1 more are hidden",
        "cells are merged here",
    ]


def test_only_one_sheet_can_be_meant() -> None:
    """Two sheets with cells are refused, none is an empty list."""
    assert problems(workbook_of((HEAD,), (HEAD,))) == ["list.xlsx:1:1 wrong-value"]
    assert problems(workbook_of((), ())) == ["list.xlsx:1:1 empty-value"]


def test_a_workbook_that_is_too_large_is_not_unpacked() -> None:
    """A few kilobytes that would become more than a hundred megabytes are refused before they are unpacked."""
    data = BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as parts:
        for number in range(11):
            parts.writestr(f"xl/{number}", bytes(10_000_000))
    assert problems(data.getvalue()) == ["list.xlsx:1:1 file-too-large"]


@given(st.integers(0, 4000), st.binary(min_size=1, max_size=4))
def test_broken_workbooks_are_refused_or_read(place: int, bytes_there: bytes) -> None:
    """Whatever is changed in a workbook, it is read or refused with a place; nothing else is raised."""
    whole = workbook_of((HEAD, ("Ana", 1)))
    at = place % len(whole)
    try:
        list(people_list(whole[:at] + bytes_there + whole[at + len(bytes_there) :], "list.xlsx").rows(Findings()))
    except CaresheetError as error:
        places = [each.position for each in error.problems]
    else:
        places = []
    assert None not in places


def test_recipients_are_read_from_workbooks_too() -> None:
    """A day of consent is a day, however the workbook shows it."""
    rows = (("Address", "consent_date"), ("ana@example.org", date(2026, 11, 1)))
    (one,) = read_recipients(workbook_of(rows), "list.xlsx", date(2026, 11, 24))
    assert (one.address, one.consent_date) == ("ana@example.org", date(2026, 11, 1))
