"""What a proof found, as problems."""

from __future__ import annotations

from collections.abc import Sequence

from caresheet.model.problem import Position, Problem
from caresheet.model.rules import PROOF_FAILED

_HINT = "no file was written; this is a bug in caresheet, not a fault of your text: please report it"
_MOST = 20
"""At most so many problems of one handout are listed."""


def reported(handout: Position, found: Sequence[tuple[Position | None, str]]) -> tuple[Problem, ...]:
    """A problem for each message, at its position, or at the handout where it has none; what is beyond the first 20 is
    only counted."""
    listed = [*found[:_MOST]]
    if len(found) > _MOST:
        listed.append((None, f"and {len(found) - _MOST} more differences"))
    return tuple(Problem(position or handout, PROOF_FAILED, message, _HINT) for position, message in listed)
