"""Days that are counted from others. A day beyond the calendar is its first or its last day, not an error."""

from __future__ import annotations

from datetime import date, timedelta


def a_year_after(day: date) -> date:
    """The same day a year later; 28 February after a 29th."""
    if day.year == date.max.year:
        return date.max
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)


def days_after(day: date, number: float) -> date:
    """The day this many whole days later, or earlier if the number is negative."""
    try:
        return day + timedelta(days=int(number))
    except OverflowError:
        return date.max if number > 0 else date.min
