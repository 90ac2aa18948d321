"""The clinic that gives out a handout."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

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
"""Every key of a profile that can follow `clinic.` in a placeholder, and what its value is."""


class Clinic(Struct, frozen=True):
    """A clinic's profile. `name` is the name of its file without the ending; `values` are those that it gives, in the
    order of VALUE_KINDS, some of them empty."""

    name: str
    values: tuple[Value, ...]
    logo: Picture | SvgPicture | None
    position: Position

    def with_defaults(self, defaults: tuple[Value, ...]) -> Clinic:
        """The clinic with a topic's values in the place of those that it does not give."""
        missing = tuple(value for value in defaults if self.value(value.origin.key) is None)
        return replace(self, values=(*self.values, *missing)) if missing else self

    @property
    def filled(self) -> tuple[Value, ...]:
        """The values that are not empty."""
        return tuple(value for value in self.values if value.text)

    def value(self, key: str) -> Value | None:
        """The value of `clinic.<key>`, None if a line to write on is printed instead."""
        return next((value for value in self.filled if value.origin.key == key), None)

    def text(self, key: str) -> str:
        """The text of `clinic.<key>`, empty if it has none."""
        value = self.value(key)
        return value.text if value else ""

    def place(self, key: str) -> Position:
        """Where the profile has the key, with or without a value, or else where the profile starts."""
        return next((value.origin.position for value in self.values if value.origin.key == key), self.position)
