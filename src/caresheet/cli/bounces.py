"""`caresheet bounces`: learn from the reports of mail systems whom not to write to any more."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from caresheet.cli.exits import Exit
from caresheet.cli.report import count, show
from caresheet.model.message import Bounce
from caresheet.model.problem import CaresheetError, Findings, Position
from caresheet.model.rules import NOT_READABLE


@click.command()
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path))
def bounces(*, files: tuple[Path, ...]) -> None:
    """Read reports of undelivered mail, saved as .eml files, and write no more to who can never be reached."""
    from caresheet.cli.mail_settings import open_outbox
    from caresheet.delivery.mail.bounces import read_bounce

    findings, found = Findings(), list[Bounce]()
    for path in files:
        try:
            found += read_bounce(_bytes(path), path.as_posix())
        except CaresheetError as error:
            findings.extend(error.problems)
        except OSError as error:
            findings.add(Position(path.as_posix()), NOT_READABLE, f"this file cannot be read: {error.strerror}")
    lasting = {bounce.address for bounce in found if bounce.is_permanent}
    with open_outbox() as outbox:
        new = outbox.suppress(found)
    later = len({bounce.address for bounce in found} - lasting)
    lost = f"{len(lasting)} for good ({new} new), {later} for now"
    click.echo(f"{count(len(files), 'report')}: addresses out of reach: {lost}")
    show(findings.sorted())
    if findings:
        sys.exit(Exit.PARTLY if found else Exit.PROBLEMS)


def _bytes(path: Path) -> bytes:
    from caresheet.delivery.mail.bounces import LARGEST

    with path.open("rb") as file:
        return file.read(LARGEST + 1)
