"""How a drawing is refused: at a place in its file, each reason once."""

from __future__ import annotations

from typing import NoReturn

from caresheet.model import rules
from caresheet.model.problem import CaresheetError, Findings, Position, Rule

AS_PNG = "remove it, or save the drawing as PNG"
"""The remedy that every drawing program has."""
TO_PATHS = "convert it to paths, in Inkscape with Path > Object to Path and then Path > Stroke to Path"


class UnusableError(Exception):
    """A value or an element that cannot be drawn as the author sees it. The message names it; `hint` is the remedy."""

    def __init__(self, message: str, hint: str = AS_PNG, rule: Rule = rules.PICTURE_UNSUPPORTED) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.rule = rule


class SvgFaults:
    """Collects what is wrong with one drawing. A reason that comes again is told once, where it came first."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._findings = Findings()
        self._told: set[str] = set()

    def add(self, place: tuple[int, int], rule: Rule, message: str, hint: str = AS_PNG) -> None:
        """Note a reason to refuse the drawing. `place` is line and column, from 1."""
        if message not in self._told:
            self._told.add(message)
            self._findings.add(Position(self._path, *place), rule, message, hint)

    def unusable(self, place: tuple[int, int], error: UnusableError) -> None:
        self.add(place, error.rule, error.message, error.hint)

    def stop(self, place: tuple[int, int], rule: Rule, message: str, hint: str) -> NoReturn:
        """Refuse the drawing at once: what comes after this place is not looked at."""
        self.add(place, rule, message, hint)
        raise CaresheetError(self._findings.sorted())

    def raise_any(self) -> None:
        """Raise CaresheetError when anything was found."""
        self._findings.raise_any()
