"""Lines with two wordings: one for clinics that give a value, one for those that do not."""

from __future__ import annotations

from functools import lru_cache
from typing import TypeVar

from msgspec import Struct

from caresheet.model.clinic import Clinic
from caresheet.model.text import Text
from caresheet.model.walk import iter_structs, with_each

_Whole = TypeVar("_Whole", bound=Struct)
_REMEMBERED = 64
"""How many answers about sections are remembered."""


def worded_for(whole: _Whole, clinic: Clinic) -> _Whole:
    """`whole` with one wording of each line that has two: the one that fits what the clinic gives."""
    return with_each(whole, Text, lambda text: _wording(text, clinic)) if _has_two_wordings(whole) else whole


@lru_cache(_REMEMBERED)
def _has_two_wordings(whole: Struct) -> bool:
    return any(isinstance(part, Text) and part.otherwise is not None for part in iter_structs(whole))


def _wording(text: Text, clinic: Clinic) -> Text:
    if text.otherwise is None:
        return text
    key = text.needs.removeprefix("clinic.")
    return Text(text.inlines, text.position) if clinic.value(key) else text.otherwise
