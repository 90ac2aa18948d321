"""Reading bounces, so that addresses that cannot be reached get no more mail."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from caresheet.delivery.mail.bounces import LARGEST, read_bounce
from caresheet.model.message import Bounce
from caresheet.model.problem import CaresheetError, Findings, Position, Problem
from caresheet.model.rules import NOT_READABLE


class BounceReports(Struct, frozen=True):
    """What was in the files that could be read, and what is wrong with the others."""

    bounces: tuple[Bounce, ...]
    problems: tuple[Problem, ...]

    @property
    def permanent(self) -> int:
        """The number of addresses that cannot be reached for good."""
        return len(self._permanent())

    @property
    def temporary(self) -> int:
        """The number of addresses that could not be reached so far."""
        return len({bounce.address for bounce in self.bounces} - self._permanent())

    def _permanent(self) -> set[str]:
        return {bounce.address for bounce in self.bounces if bounce.is_permanent}


def read_reports(paths: Sequence[Path]) -> BounceReports:
    """Read reports of undelivered mail, saved as .eml files. `Outbox.suppress` acts on the bounces."""
    findings, found = Findings(), list[Bounce]()
    for path in paths:
        try:
            with path.open("rb") as file:
                data = file.read(LARGEST + 1)
            found += read_bounce(data, path.as_posix())
        except CaresheetError as error:
            findings.extend(error.problems)
        except OSError as error:
            message = f"the file cannot be read: {error.strerror}"
            findings.add(Position(path.as_posix()), NOT_READABLE, message)
    return BounceReports(tuple(found), findings.sorted())
