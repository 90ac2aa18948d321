"""A person whose values are filled into a handout. They stay in memory: they are never written to a file of the
project, a cache, a manifest or a message."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from caresheet.model.edition import Size
from caresheet.model.problem import Position

PATIENT = "patient."
"""The prefix of the names of a patient's fields."""


class PersonalValue(Struct, frozen=True):
    """The value of a field such as `patient.name`, and its place in the list, None if it was typed in."""

    field: str
    text: str
    position: Position | None

    def __repr__(self) -> str:
        """Without the value, which must never reach a log."""
        return f"<value of {self.field}>"


class Person(Struct, frozen=True):
    """One row of a list. `number` is its number among the people, from 1. Empty cells are left out of `values`: their
    lines stay blank to write on. `language` and `size` are None if the row does not choose them; `called` is the name
    that the row gives its file, empty if it gives none. `cells` has the places of the cells that are not values, by
    column."""

    number: int
    values: tuple[PersonalValue, ...]
    position: Position | None = None
    language: str | None = None
    size: Size | None = None
    called: str = ""
    cells: Mapping[str, Position] = {}

    def place_of(self, column: str) -> Position | None:
        """Where the row's cell in a column is; the place of the row where that cell is empty."""
        value = next((value for value in self.values if value.field == column), None)
        return value.position if value else self.cells.get(column, self.position)

    def __repr__(self) -> str:
        """Without the values, for the same reason."""
        return f"<person {self.number}>"

    @property
    def texts(self) -> Mapping[str, str]:
        """The values by the names of their fields."""
        return {value.field: value.text for value in self.values}
