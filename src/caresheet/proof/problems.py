"""What a proof found, as problems."""

from __future__ import annotations

from collections.abc import Sequence

from caresheet.model.problem import Position, Problem
from caresheet.model.rules import PROOF_FAILED

_HINT = "no file was written; this is a bug in caresheet, not a fault of your text: please report it"
_MOST = 20
"""The most problems that are listed for one handout."""


def reported(handout: Position, found: Sequence[tuple[Position | None, str]]) -> tuple[Problem, ...]:
    """A problem for each message, at its position, or at the handout where it has none; those after the first 20 are
    only counted."""
    listed = [*found[:_MOST]]
    if len(found) > _MOST:
        listed.append((None, f"and {len(found) - _MOST} more differences"))
    return tuple(Problem(position or handout, PROOF_FAILED, message, _HINT) for position, message in listed)
