"""Problems that a layout causes: told in the layout's file, at the value that asks for too much."""

from __future__ import annotations

from typing import TYPE_CHECKING

from caresheet.model.problem import CaresheetError, Problem
from caresheet.model.rules import DOES_NOT_FIT

if TYPE_CHECKING:
    from caresheet.model.document import Document


def misfit(document: Document, message: str, hint: str, *keys: str) -> CaresheetError:
    """An error (does-not-fit) at the first of these layout keys that is given (see `Origins.of`).

    Its problem names the handout, because one layout serves many.
    """
    place = document.look.origins.of(*keys)
    return CaresheetError((Problem(place, DOES_NOT_FIT, message, hint, (document.identifier,)),))
