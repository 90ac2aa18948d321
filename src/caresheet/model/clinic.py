"""Who hands a handout out."""

from __future__ import annotations

from msgspec import Struct

from caresheet.model.problem import Position
from caresheet.model.topic import Picture, SvgPicture
from caresheet.model.value import Value, ValueKind

VALUE_KINDS: dict[str, ValueKind] = {
    "name": ValueKind.NAME,
    "address": ValueKind.TEXT,
    "phone": ValueKind.PHONE,
    "after_hours_phone": ValueKind.PHONE,
    "emergency": ValueKind.PHONE,
    "fever_threshold": ValueKind.TEMPERATURE,
    "oxygen_threshold": ValueKind.PERCENTAGE,
    "minutes_before_escalation": ValueKind.MINUTES,
    "hospital": ValueKind.NAME,
    "arrival_desk": ValueKind.TEXT,
    "treating_doctor": ValueKind.NAME,
    "coordinator": ValueKind.NAME,
    "interpreter": ValueKind.PHONE,
    "social_work": ValueKind.PHONE,
    "support_line": ValueKind.PHONE,
    "website": ValueKind.WEB_ADDRESS,
}
"""Every key of a profile that stands behind `clinic.` in a placeholder, and what its value is."""


class Clinic(Struct, frozen=True):
    """A clinic's own words. `name` is the profile's file name without its ending; `values` are those that the profile
    gives, in the order of VALUE_KINDS, some of them empty."""

    name: str
    values: tuple[Value, ...]
    logo: Picture | SvgPicture | None
    position: Position

    @property
    def filled(self) -> tuple[Value, ...]:
        """The values that are not empty."""
        return tuple(value for value in self.values if value.text)

    def value(self, key: str) -> Value | None:
        """What stands behind `clinic.<key>`, or None where a line to write on is printed in its place."""
        return next((value for value in self.filled if value.origin.key == key), None)

    def text(self, key: str) -> str:
        """The words behind `clinic.<key>`, empty where there are none."""
        value = self.value(key)
        return value.text if value else ""

    def place(self, key: str) -> Position:
        """Where the profile gives the key, with or without a value; else where the profile begins."""
        return next((value.origin.position for value in self.values if value.origin.key == key), self.position)
