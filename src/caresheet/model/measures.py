"""Measures as clinics write them: temperatures, minutes and percentages."""

from __future__ import annotations

import re

from msgspec import Struct

_DEGREES = r"(?P<number{0}>\d{{1,3}}(?:[.,]\d{{1,2}})?)\s*(?P<unit{0}>[°º]?\s*[CF]\b|℃|℉|°)?"
_TEMPERATURE = re.compile(
    rf"\s*{_DEGREES.format(1)}\s*(?:(?P<bracket>\()?/?,?\s*{_DEGREES.format(2)}\s*(?(bracket)\)))?\s*", re.IGNORECASE
)
_MINUTES = re.compile(r"\s*(?P<number>\d{1,6})\s*(?:min\w*\.?)?\s*", re.IGNORECASE)
_PERCENTAGE = re.compile(r"\s*(?P<number>\d{1,6})\s*(?P<sign>%|percent|por ciento)?\s*", re.IGNORECASE)
_FOR_CELSIUS = (30.0, 45.0)
_FOR_FAHRENHEIT = (86.0, 113.0)
"""Temperatures of a body, by which the unit is known where it is not written."""


class Temperature(Struct, frozen=True):
    """A temperature in degrees Celsius, and its text in both units, first the one that was typed."""

    celsius: float
    text: str


def temperature(text: str) -> Temperature | None:
    """The temperature that a text gives in one unit or both; None if it gives no temperature, no unit that can be told,
    or two temperatures that are not the same."""
    found = _TEMPERATURE.fullmatch(text)
    unit = _unit(found["unit1"], found["number1"]) if found else ""
    if found is None or not unit:
        return None
    typed, mark = found["number1"], "," if "," in found["number1"] else "."
    celsius = _number(typed) if unit == "C" else (_number(typed) - 32) / 1.8
    other = "F" if unit == "C" else "C"
    converted = celsius * 1.8 + 32 if unit == "C" else celsius
    if found["number2"] is None:
        second = f"{converted:.1f}".removesuffix(".0").replace(".", mark)
    elif _letter(found["unit2"]) == other and _agree(found["number2"], converted):
        second = found["number2"]
    else:
        return None
    return Temperature(celsius, f"{typed} °{unit} ({second} °{other})")


def minutes(text: str) -> int | None:
    """The number of minutes that a text gives, with or without the word; None if it gives anything else."""
    found = _MINUTES.fullmatch(text)
    return int(found["number"]) if found else None


def percentage(text: str) -> int | None:
    """The percentage that a text gives, with or without its sign; None if it gives anything else."""
    found = _PERCENTAGE.fullmatch(text)
    return int(found["number"]) if found else None


def _unit(typed: str | None, number: str) -> str:
    """The unit, C or F: as typed, else the one that makes the number a body temperature; empty if neither does."""
    if _letter(typed):
        return _letter(typed)
    for unit, (least, most) in (("C", _FOR_CELSIUS), ("F", _FOR_FAHRENHEIT)):
        if least <= _number(number) <= most:
            return unit
    return ""


def _letter(unit: str | None) -> str:
    last = (unit or "").upper()[-1:]
    return {"℃": "C", "℉": "F", "C": "C", "F": "F"}.get(last, "")


def _number(typed: str) -> float:
    return float(typed.replace(",", "."))


def _agree(typed: str, exact: float) -> bool:
    """Whether a typed number is the exact one, rounded as far as it is typed."""
    places = len(re.split("[.,]", typed)[1]) if re.search("[.,]", typed) else 0
    return abs(_number(typed) - exact) <= 0.5 * 0.1**places + 1e-9
