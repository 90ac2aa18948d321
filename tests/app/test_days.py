"""Days that are counted from others, up to the ends of the calendar."""

from __future__ import annotations

from datetime import date

import pytest

from caresheet.model.days import a_year_after, days_after


def test_a_year_after_a_leap_day() -> None:
    """A year after 29 February is 28 February."""
    assert a_year_after(date(2028, 2, 29)) == date(2029, 2, 28)


@pytest.mark.parametrize("number", [1, 1e9, float("inf")])
def test_the_calendar_ends(number: float) -> None:
    """What would be after the last day of the calendar is the last day, and before the first the first."""
    assert a_year_after(date(9999, 3, 1)) == date.max
    assert days_after(date.max, number) == date.max
    assert days_after(date.min, -number) == date.min
    assert days_after(date(2026, 11, 30), 1) == date(2026, 12, 1)
