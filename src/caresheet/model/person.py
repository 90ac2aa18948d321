"""One person whose values are set into a handout. It is handed on in memory alone: no file of a project, no cache, no
manifest and no message holds what it says."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from caresheet.model.edition import Size
from caresheet.model.problem import Position

PATIENT = "patient."
"""What the names of a patient's fields begin with."""


class PersonalValue(Struct, frozen=True):
    """The value of a field such as `patient.name`, and its place in the list; None where somebody typed it in."""

    field: str
    text: str
    position: Position | None

    def __repr__(self) -> str:
        """Without the value: what is logged must not say it."""
        return f"<value of {self.field}>"


class Person(Struct, frozen=True):
    """One row of a list. `number` counts persons from 1. Empty cells are not among the `values`: their lines are left
    to write on. `language` and `size` are None where the row leaves them to whoever asks; `called` is what the row
    names its file, empty where nobody asked for that."""

    number: int
    values: tuple[PersonalValue, ...]
    position: Position | None = None
    language: str | None = None
    size: Size | None = None
    called: str = ""

    def __repr__(self) -> str:
        """Without the values, as theirs."""
        return f"<person {self.number}>"

    @property
    def texts(self) -> Mapping[str, str]:
        """The values by the names of their fields."""
        return {value.field: value.text for value in self.values}
