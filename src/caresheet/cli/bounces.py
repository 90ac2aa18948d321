"""`caresheet bounces`: stop mailing the addresses that reports of undelivered mail name."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from caresheet.cli.exits import Exit
from caresheet.cli.outbox import opened_outbox
from caresheet.cli.report import show, tell, warn


@click.command()
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path))
def bounces(*, files: tuple[Path, ...]) -> None:
    """Read reports of undelivered mail (.eml files), and stop mailing the addresses that cannot be reached.

    Only reports that contain the Message-ID of a message sent from here count: anybody can write the others.
    """
    from caresheet.app.mail.bounces import suppress_unreachable

    with opened_outbox() as outbox:
        reports = suppress_unreachable(outbox, files)
    tell((reports.words,))
    warn(*reports.warnings)
    show(reports.problems)
    if reports.problems:
        sys.exit(Exit.PARTLY if reports.read else Exit.PROBLEMS)
