"""How every room says no to a user: a problem at a place in a file, judged by a named rule."""

from __future__ import annotations

from enum import Enum

from msgspec import Struct
from msgspec.structs import replace


class Severity(Enum):
    """What a broken rule costs."""

    FAULT = "fault"  # no PDF: broken input, inaccessible, does not fit, critical content missing
    ERROR = "error"  # the PDF is made; `check` exits 1 and a release refuses
    WARNING = "warning"


class Position(Struct, frozen=True, order=True):
    """A place in a project file: path from the project's root (with `/`), line and column from 1."""

    file: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


class Origin(Struct, frozen=True):
    """Where a clinic or a layout gives a value: the path of its key, such as `phone` or `type.body`, and the place of
    the value in its file."""

    key: str
    position: Position


class Rule(Struct, frozen=True):
    """One thing a project is judged by.

    `id` never changes, for machines that keep lists. `name` is what a message shows and a waiver names; `why` tells an
    editor in plain words what goes wrong for the reader when it is broken.
    """

    id: str
    name: str
    severity: Severity
    why: str


_NAMED = 3
"""Handouts that a message names; more would hide what it says."""


class Problem(Struct, frozen=True):
    """One finding. `position` is None only where no file is at fault; `hint` says what to do. `handouts` names the
    handouts concerned where the place does not tell: one line of a layout goes into many."""

    position: Position | None
    rule: Rule
    message: str
    hint: str = ""
    handouts: tuple[str, ...] = ()

    @property
    def summary(self) -> str:
        """The message, with the handouts concerned."""
        named = ", ".join(self.handouts[:_NAMED])
        more = f" and {len(self.handouts) - _NAMED} more" if len(self.handouts) > _NAMED else ""
        return f"{self.message} (in {named}{more})" if named else self.message

    def __str__(self) -> str:
        place = f"{self.position}: " if self.position else ""
        hint = f" ({self.hint})" if self.hint else ""
        return f"{place}{self.rule.name} {self.summary}{hint}"


class CaresheetError(Exception):
    """Everything that one room found wrong, in the order of the files. The only exception meant for users."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


class Findings:
    """Collects problems so that a room can report all of them and raise once, at its door."""

    def __init__(self) -> None:
        self._problems: dict[Problem, dict[str, None]] = {}  # with the handouts concerned; ordered, and quick to ask

    def __bool__(self) -> bool:
        return bool(self._problems)

    def add(self, position: Position | None, rule: Rule, message: str, hint: str = "") -> None:
        """Note one problem; a second one with the same words at the same place is dropped."""
        self.extend((Problem(position, rule, message, hint),))

    def extend(self, problems: tuple[Problem, ...]) -> None:
        """Note the problems that another step found. What concerns several handouts is one problem that names all."""
        for problem in problems:
            handouts = self._problems.setdefault(replace(problem, handouts=()), {})
            handouts.update(dict.fromkeys(problem.handouts))

    def sorted(self) -> tuple[Problem, ...]:
        """All problems by file, line and column; those without a place come first."""
        whole = (replace(problem, handouts=tuple(names)) for problem, names in self._problems.items())
        return tuple(sorted(whole, key=lambda p: (p.position is not None, p.position or Position(""))))

    def raise_any(self) -> None:
        """Raise CaresheetError when anything was found."""
        if self._problems:
            raise CaresheetError(self.sorted())
