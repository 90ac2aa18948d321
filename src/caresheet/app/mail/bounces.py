"""Reading bounces, so that addresses that cannot be reached get no more mail."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from caresheet.delivery.mail.bounces import LARGEST, read_bounce
from caresheet.delivery.mail.outbox import Outbox
from caresheet.model.counts import count
from caresheet.model.message import Bounce
from caresheet.model.problem import CaresheetError, Findings, Position, Problem
from caresheet.model.rules import NOT_READABLE


class BounceReports(Struct, frozen=True):
    """What was in the files that could be read, and what is wrong with the others.

    `read` are the reports that were read; `foreign` those of them that are not about a message of this outbox, and
    changed nothing. `permanent` and `temporary` are the numbers of addresses that cannot be reached, for good or so
    far; `new` are those that get no more mail from now on.
    """

    read: int
    foreign: int
    permanent: int
    temporary: int
    new: int
    problems: tuple[Problem, ...]

    @property
    def words(self) -> str:
        """How many addresses cannot be reached."""
        unreachable = f"{self.permanent} permanently ({self.new} new), {self.temporary} temporarily"
        return f"{count(self.read, 'report')}: unreachable addresses: {unreachable}"

    @property
    def warnings(self) -> tuple[str, ...]:
        """How many reports were ignored, if any."""
        line = f"{count(self.foreign, 'report')} ignored: not about a message that this outbox has sent"
        return (line,) if self.foreign else ()


def suppress_unreachable(outbox: Outbox, paths: Sequence[Path]) -> BounceReports:
    """Read reports of undelivered mail, saved as .eml files, and stop mailing the addresses that cannot be reached.

    Reports about messages that were not sent from this outbox are counted and ignored: whoever wrote them may want to
    keep somebody from getting mail.
    """
    findings, reports = Findings(), list[tuple[Bounce, ...]]()
    for path in paths:
        try:
            reports.append(_bounces(path))
        except CaresheetError as error:
            findings.extend(error.problems)
    own = [[bounce for bounce in report if outbox.wrote(bounce)] for report in reports]
    bounces = [bounce for report in own for bounce in report]
    permanent = {bounce.address for bounce in bounces if bounce.is_permanent}
    return BounceReports(
        read=len(reports),
        foreign=sum(bool(report) and not known for report, known in zip(reports, own, strict=True)),
        permanent=len(permanent),
        temporary=len({bounce.address for bounce in bounces} - permanent),
        new=outbox.suppress(bounces),
        problems=findings.sorted(),
    )


def _bounces(path: Path) -> tuple[Bounce, ...]:
    """Raises CaresheetError (not-readable, bad-bounce-report)."""
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        message = f"the file cannot be read: {error.strerror}"
        raise CaresheetError((Problem(Position(path.as_posix()), NOT_READABLE, message),)) from error
    return read_bounce(data, path.as_posix())
