"""Requests that cannot be met, although nothing is wrong with the project."""

from __future__ import annotations

from collections.abc import Iterable

from caresheet.model.problem import CaresheetError, Problem
from caresheet.model.rules import UNKNOWN_NAME


class RequestError(CaresheetError):
    """What was asked for does not exist or contradicts itself; the project's files are not at fault."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__((Problem(None, UNKNOWN_NAME, message, hint),))

    @property
    def words(self) -> str:
        """The message and the hint as whole sentences."""
        said = (part for problem in self.problems for part in (problem.summary, problem.hint) if part)
        return " ".join(f"{part[0].upper()}{part[1:]}{'' if part[-1] in '.?!' else '.'}" for part in said)


def require_known(kind: str, asked: Iterable[str], existing: Iterable[str]) -> None:
    """Raises RequestError for a name that is not among the existing ones in any case, with the nearest one and a list
    of them.

    `kind` is a noun such as "topic".
    """
    names = tuple(dict.fromkeys(existing))
    for name in asked:
        if name.casefold() not in {each.casefold() for each in names}:
            from difflib import get_close_matches

            close = get_close_matches(name.casefold(), [each.casefold() for each in names], n=1)
            meant = next((each for each in names if close and each.casefold() == close[0]), None)
            suggestion = f"did you mean '{meant}'? The" if meant else "the"
            there_are = f"{suggestion} {kind}s are: {', '.join(names)}" if names else f"there are no {kind}s yet"
            raise RequestError(f"there is no {kind} '{name}'", there_are)
