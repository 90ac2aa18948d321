"""Problems: what is wrong at a place in a file, by which rule, and what to do about it."""

from __future__ import annotations

from enum import Enum

from msgspec import Struct
from msgspec.structs import replace

from caresheet.model.counts import some


class Severity(Enum):
    """What follows from a broken rule."""

    FAULT = "fault"  # no PDF: broken input, inaccessible, does not fit, critical content missing
    ERROR = "error"  # the PDF is made; `check` exits 1 and a release refuses
    WARNING = "warning"


class Position(Struct, frozen=True, order=True):
    """A place in a project file: path from the root of the project, with `/`, and line and column, counted from 1."""

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
    """One thing that a project is checked for.

    `id` never changes, for programs that keep lists. `name` is what messages show and waivers name. `why` tells an
    editor in plain words what goes wrong for readers when the rule is broken.
    """

    id: str
    name: str
    severity: Severity
    why: str


class Problem(Struct, frozen=True):
    """One finding. `position` is None only if no file is at fault; `hint` says what to do. `handouts` names the
    handouts concerned if the position does not tell: many handouts can share one line of a layout."""

    position: Position | None
    rule: Rule
    message: str
    hint: str = ""
    handouts: tuple[str, ...] = ()

    @property
    def summary(self) -> str:
        """The message, with the handouts concerned."""
        return f"{self.message} (in {some(self.handouts)})" if self.handouts else self.message

    def __str__(self) -> str:
        place = f"{self.position}: " if self.position else ""
        hint = f" ({self.hint})" if self.hint else ""
        return f"{place}{self.rule.name} {self.summary}{hint}"


class CaresheetError(Exception):
    """All problems that one step found, sorted by file and line. The only exception that is meant for users."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


class Findings:
    """Collects problems, so that a step reports all of them at once."""

    def __init__(self) -> None:
        self._problems: dict[Problem, dict[str, None]] = {}  # with the handouts concerned; ordered, and quick to ask

    def __len__(self) -> int:
        return len(self._problems)

    def add(self, position: Position | None, rule: Rule, message: str, hint: str = "") -> None:
        """Add one problem. A second one with the same words at the same position is dropped."""
        self.extend((Problem(position, rule, message, hint),))

    def extend(self, problems: tuple[Problem, ...]) -> None:
        """Add the problems that another step found. A problem of several handouts becomes one that names them all."""
        for problem in problems:
            handouts = self._problems.setdefault(replace(problem, handouts=()), {})
            handouts.update(dict.fromkeys(problem.handouts))

    def sorted(self) -> tuple[Problem, ...]:
        """All problems by file, line and column; those without a position come first."""
        whole = (replace(problem, handouts=tuple(names)) for problem, names in self._problems.items())
        return tuple(sorted(whole, key=lambda p: (p.position is not None, p.position or Position(""))))

    def raise_any(self) -> None:
        """Raise CaresheetError if there are any problems."""
        if self._problems:
            raise CaresheetError(self.sorted())
