"""Dates that a patient goes by: the day exists, however the reader's country writes it."""

from __future__ import annotations

import pytest

from caresheet.languages import languages
from caresheet.model.problem import Origin, Position
from caresheet.model.value import Value, ValueKind
from caresheet.rules.clinic_values import doubt_about

DATES = (
    "2026-12-12", "12/31/2026", "31/12/2026", "31.12.2026", "1. 2. 2026", "Dec 12, 2026", "12 Dec. 2026",
    "Thursday, December 12th, 2026", "12 de diciembre de 2026", "mar 1 dic 2026", "le 1er août 2026", "29 Feb 2028",
    "12 грудня 2026", "2026年12月12日", "2026년 12월 12일", "ngày 12 tháng 12 năm 2026", "١٢ ديسمبر ٢٠٢٦",
    "12 ธันวาคม 2569", "1405/02/31", "5 me 2026",
)  # fmt: skip
NOT_DATES = {
    "has no year": ("soon", "12 December", "12/12/26", "Dec 12", "12 December 20266", "2206-12-12", ""),
    "is not a date": (
        "12 smarch 2026",
        "2026",
        "December 2026",
        "Dec 12, 2026, 8:30",
        "2 D 2026",
        "12-14 Dec 2026 x 1",
    ),
    "is a day that does not exist": ("2026-02-29", "30 February 2026", "31/31/2026", "Dec 32, 2026", "0 May 2026"),
}


def said_of(text: str) -> str:
    doubt = doubt_about(Value(ValueKind.DATE, text, Origin("patient.day", Position("-"))))
    return doubt.says if doubt else ""


@pytest.mark.parametrize("text", DATES)
def test_a_date_passes(text: str) -> None:
    """Numbers in any order, and names of months in any language, whole or short, are dates."""
    assert said_of(text) == ""


@pytest.mark.parametrize(("says", "text"), [(says, text) for says, some in NOT_DATES.items() for text in some])
def test_what_is_no_date_is_told(says: str, text: str) -> None:
    """A day without a year, a month that no language has, a time after the date, and a day that the calendar does not
    have are reported differently."""
    assert said_of(text) == says


def test_the_remedy_is_a_date() -> None:
    """Each example in the hint passes."""
    doubt = doubt_about(Value(ValueKind.DATE, "soon", Origin("patient.day", Position("-"))))
    assert doubt is not None
    first, _, second = doubt.hint.partition("such as ")[2].partition(" or ")
    assert (said_of(first), said_of(second)) == ("", "")


def test_every_language_names_its_months() -> None:
    """Each month of each language is one of a date."""
    every = [name for each in languages() for name in each.numbers.months]
    assert len(every) > 300
    assert [name for name in every if said_of(f"12 {name} 2026")] == []
