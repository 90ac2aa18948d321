"""Lines with two wordings: one for clinics that give a value, one for those that do not."""

from __future__ import annotations

from typing import TypeVar

from msgspec import Struct

from caresheet.model.clinic import Clinic
from caresheet.model.text import Text
from caresheet.model.walk import with_each

_Whole = TypeVar("_Whole", bound=Struct)


def worded_for(whole: _Whole, clinic: Clinic) -> _Whole:
    """`whole` with one wording of each line that has two: the one that fits what the clinic gives."""
    return with_each(whole, Text, lambda text: _wording(text, clinic))


def _wording(text: Text, clinic: Clinic) -> Text:
    if text.otherwise is None:
        return text
    key = text.needs.removeprefix("clinic.")
    return Text(text.inlines, text.position) if clinic.value(key) else text.otherwise
