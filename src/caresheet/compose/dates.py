"""Days as readers of a language write them."""

from __future__ import annotations

import re
from datetime import date

from caresheet.compose.templates import filled
from caresheet.compose.typography import unbroken
from caresheet.model.labels import Labels

_DAY_AND_MONTH = re.compile(r"\{day\}.*\{month\}|\{month\}.*\{day\}")


def long_date(day: date, labels: Labels) -> str:
    """The day with the name of its month, such as November 27, 2026, which no reader takes for another day. Day and
    month stay on one line."""
    form = _DAY_AND_MONTH.sub(lambda found: unbroken(found[0]), labels.date)
    return filled(form, day=str(day.day), month=labels.months[day.month - 1], year=f"{day.year:04}")
