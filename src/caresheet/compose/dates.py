"""Days as readers of a language write them."""

from __future__ import annotations

from datetime import date

from caresheet.compose.templates import filled
from caresheet.model.labels import Labels


def long_date(day: date, labels: Labels) -> str:
    """The day with the name of its month, such as November 27, 2026, which no reader takes for another day."""
    return filled(labels.date, day=str(day.day), month=labels.months[day.month - 1], year=f"{day.year:04}")
