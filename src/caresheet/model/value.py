"""What a placeholder stands for: a clinic's value, or what is written by hand for a patient."""

from __future__ import annotations

from enum import Enum

from msgspec import Struct

from caresheet.model.problem import Origin


class ValueKind(Enum):
    """What a value is. This decides how it is checked and linked, and how long its line is if it is left blank."""

    TEXT = "text"
    NAME = "name"
    PHONE = "phone"
    DATE = "date"
    NUMBER = "number"
    WEB_ADDRESS = "web-address"
    TEMPERATURE = "temperature"
    PERCENTAGE = "percentage"
    MINUTES = "minutes"


class Value(Struct, frozen=True):
    """A value that a clinic gives, in one language: its text with single spaces, and where it is given.

    `language` is the BCP 47 tag of its words, empty if the clinic gives the same for all languages. `note` follows a
    phone number, such as "24 hours".
    """

    kind: ValueKind
    text: str
    origin: Origin
    language: str = ""
    note: str = ""

    @property
    def words(self) -> str:
        """Everything that the clinic wrote, with the note behind the number."""
        return f"{self.text}, {self.note}" if self.note else self.text
