"""Who hands a handout out."""

from __future__ import annotations

from msgspec import Struct

from caresheet.model.problem import Position
from caresheet.model.topic import Picture


class Clinic(Struct, frozen=True):
    """A clinic's own words. `name` is the file's name without its ending; `values` pairs each `clinic.*` key that
    has a value with that value, as typed; a key without one is a line to write on."""

    name: str
    values: tuple[tuple[str, str], ...]
    logo: Picture | None
    position: Position

    def value(self, key: str) -> str | None:
        """What stands behind `clinic.<key>`, or None where a line has to be printed."""
        return dict(self.values).get(key)
