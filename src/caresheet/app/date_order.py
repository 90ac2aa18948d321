"""How this user's computer writes dates, and so the spreadsheets that are saved on it."""

from __future__ import annotations

import locale
import re
from datetime import date

from caresheet.source.spreadsheet import DateOrder

_UNSET = {"C", "POSIX", "C.UTF-8", "C.utf8"}
"""Locales that say nothing about how the user writes dates."""
_SAMPLE = date(2001, 2, 3)


def usual_date_order() -> DateOrder | None:
    """Whether month or day comes first in this user's dates; None where the computer does not say, or puts the year
    first."""
    before = locale.setlocale(locale.LC_TIME)
    try:
        return None if locale.setlocale(locale.LC_TIME, "") in _UNSET else order_in(_SAMPLE.strftime("%x"))
    except locale.Error:
        return None
    finally:
        locale.setlocale(locale.LC_TIME, before)


def order_in(written: str) -> DateOrder | None:
    """The order of a sample, February 3, 2001."""
    match [int(number) for number in re.findall(r"[0-9]+", written)]:
        case [_SAMPLE.month, _SAMPLE.day, _]:
            return DateOrder.MONTH_FIRST
        case [_SAMPLE.day, _SAMPLE.month, _]:
            return DateOrder.DAY_FIRST
        case _:
            return None
