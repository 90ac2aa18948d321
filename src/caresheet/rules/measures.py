"""Temperatures, minutes and percentages that a clinic's handouts tell people to act on."""

from __future__ import annotations

from msgspec import Struct

from caresheet.model import rules
from caresheet.model.measures import minutes, percentage, temperature
from caresheet.model.value import Value, ValueKind
from caresheet.rules.doubt import Doubt


class Range(Struct, frozen=True):
    """What a clinic can give: values from `least` to `most` pass, others from `lowest` to `highest` are warned of, and
    the rest is refused."""

    least: float
    most: float
    lowest: float
    highest: float
    unit: str


RANGES = {
    ValueKind.TEMPERATURE: Range(37.5, 38.5, 35, 39, " °C"),
    ValueKind.MINUTES: Range(1, 60, 1, 60, " minutes"),
    ValueKind.PERCENTAGE: Range(85, 95, 85, 95, "%"),
}
"""Proposals, which no clinician has confirmed yet. They judge what a clinic enters; nothing is filled in from them."""

_FORMS = {
    ValueKind.TEMPERATURE: ("a temperature in °C, in °F or in both", "write '100.4 °F (38 °C)', '38 °C' or '100.4 °F'"),
    ValueKind.MINUTES: ("a number of minutes", "write whole minutes, such as '15 minutes'"),
    ValueKind.PERCENTAGE: ("a percentage", "write a whole percentage, such as '92%'"),
}
_ROUNDING = 0.06
"""Half of the last digit that is lost when a temperature with one decimal is converted."""


def doubt_about_measure(value: Value) -> Doubt | None:
    """What is wrong with a temperature, a number of minutes or a percentage; None if nothing is."""
    number = _number(value)
    if number is None:
        form, hint = _FORMS[value.kind]
        return Doubt(rules.UNSAFE_VALUE, f"is not {form}", hint)
    known = RANGES[value.kind]
    if known.least - _ROUNDING <= number <= known.most + _ROUNDING:
        return None
    usual = f"{known.least:g} to {known.most:g}{known.unit}"
    if known.lowest - _ROUNDING <= number <= known.highest + _ROUNDING:
        return Doubt(rules.UNUSUAL_VALUE, f"is not in the usual range, {usual}", "confirm it with a clinician")
    limits = f"{known.lowest:g} to {known.highest:g}{known.unit}"
    return Doubt(rules.UNSAFE_VALUE, f"is outside {limits}", f"write a value from {usual}")


def _number(value: Value) -> float | None:
    match value.kind:
        case ValueKind.TEMPERATURE:
            found = temperature(value.text)
            return found.celsius if found else None
        case ValueKind.MINUTES:
            return minutes(value.text)
        case _:
            return percentage(value.text)
