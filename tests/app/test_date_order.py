"""How this computer writes dates decides what a spreadsheet means that leaves it open."""

from __future__ import annotations

import locale

import pytest

from caresheet.app.date_order import order_in, usual_date_order
from caresheet.source.spreadsheet import DateOrder


@pytest.mark.parametrize(
    ("written", "order"),
    [
        ("2/3/2001", DateOrder.MONTH_FIRST),
        ("02/03/01", DateOrder.MONTH_FIRST),
        ("03/02/2001", DateOrder.DAY_FIRST),
        ("03.02.2001", DateOrder.DAY_FIRST),
        ("3. 2. 2001", DateOrder.DAY_FIRST),
        ("2001-02-03", None),
        ("2001年02月03日", None),
        ("03 Feb 2001", None),
    ],
)
def test_order_of_a_sample(written: str, order: DateOrder | None) -> None:
    """February 3, 2001 as locales write it: month first, day first, or neither."""
    assert order_in(written) is order


@pytest.mark.parametrize("unset", ["C", "POSIX", "xx_XX"])
def test_a_computer_that_says_nothing(monkeypatch: pytest.MonkeyPatch, unset: str) -> None:
    """Without a locale of its own, or with one that is not there, nothing is taken for granted, and the locale of the
    process is as it was."""
    before = locale.setlocale(locale.LC_TIME)
    monkeypatch.setenv("LC_ALL", unset)
    assert usual_date_order() is None
    assert locale.setlocale(locale.LC_TIME) == before
