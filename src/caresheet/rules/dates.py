"""Dates that a patient goes by, such as the last day of staying near the hospital."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from itertools import permutations

from caresheet.languages import languages
from caresheet.model import rules
from caresheet.rules.doubt import Doubt

_NUMBER = re.compile(r"\d+")
_WORD = re.compile(r"[^\s\d.,;:/()-]+")
_SHORTEST = 3
"""The fewest letters of a shortened month, such as Dec."""
_YEARS = range(1850, 2151)
_OTHER_YEARS = (range(1300, 1501), range(2400, 2701))
"""Years of the Persian and Islamic calendars, and of the Buddhist one, in which only the numbers are checked."""
_HINT = "write day, month and year, such as 2026-12-12 or Dec 12, 2026"


def doubt_about_date(text: str) -> Doubt | None:
    """What is wrong with a date; None if there is such a day. Day, month and year may have any order; the month is a
    number, or a name in any language, whole or shortened."""
    numbers = [int(each) for each in _NUMBER.findall(text)]
    year = next((each for each in numbers if any(each in some for some in (_YEARS, *_OTHER_YEARS))), None)
    if year is None or len(numbers) > 3:
        return Doubt(rules.UNSAFE_VALUE, "is not a date" if numbers[3:] else "has no year", _HINT)
    numbers.remove(year)
    days = list(permutations(numbers)) if len(numbers) == 2 else [(month, *numbers) for month in _months_in(text)]
    if not days or not numbers:
        return Doubt(rules.UNSAFE_VALUE, "is not a date", _HINT)
    if not any(_exists(year, month, day) for month, day in days):
        return Doubt(rules.UNSAFE_VALUE, "is a day that does not exist", _HINT)
    return None


def _exists(year: int, month: int, day: int) -> bool:
    if year not in _YEARS:
        return 1 <= month <= 12 and 1 <= day <= 31
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _months_in(text: str) -> Iterator[int]:
    """The months (from 1) that a word of the text may stand for."""
    for word in _WORD.findall(text.casefold()):
        for name, month in _month_names():
            if name == word or (len(word) >= _SHORTEST and name.startswith(word)):
                yield month


@cache
def _month_names() -> tuple[tuple[str, int], ...]:
    """The names of months in every language, each with its month."""
    every = (pair for each in languages() for pair in enumerate(each.numbers.months, start=1))
    return tuple(dict.fromkeys((name.casefold(), month) for month, name in every if not _NUMBER.search(name)))
