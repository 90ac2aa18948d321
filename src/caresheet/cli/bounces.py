"""`caresheet bounces`: stop mailing the addresses that reports of undelivered mail name."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from caresheet.cli.exits import Exit
from caresheet.cli.outbox import opened_outbox
from caresheet.cli.report import count, show


@click.command()
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path))
def bounces(*, files: tuple[Path, ...]) -> None:
    """Read reports of undelivered mail (.eml files), and stop mailing the addresses that cannot be reached."""
    from caresheet.app.mail.bounces import read_reports

    reports = read_reports(files)
    with opened_outbox() as outbox:
        new = outbox.suppress(reports.bounces)
    unreachable = f"{reports.permanent} permanently ({new} new), {reports.temporary} temporarily"
    click.echo(f"{count(len(files), 'report')}: unreachable addresses: {unreachable}")
    show(reports.problems)
    if reports.problems:
        sys.exit(Exit.PARTLY if reports.bounces else Exit.PROBLEMS)
