"""What is wrong with one value, for every check that asks."""

from __future__ import annotations

from msgspec import Struct

from caresheet.model.problem import Rule


class Doubt(Struct, frozen=True):
    """What is wrong with a value of a clinic: `says` follows its name, such as "is not a phone number"."""

    rule: Rule
    says: str
    hint: str
