"""`caresheet print`: make the handouts and hand them to a printer, once somebody has said that this is meant."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from pathlib import Path

import click

from caresheet.app.building import BuildOptions
from caresheet.app.printing import print_all, printer_name
from caresheet.app.publishing import Delivered, publish
from caresheet.app.workers import cores
from caresheet.cli.exits import exit_code
from caresheet.cli.making import ELSEWHERE, made, show_publication
from caresheet.cli.report import count, near, printable, show
from caresheet.cli.selection import Wanted, out_option, selecting
from caresheet.model.problem import Findings


@click.command(name="print")
@selecting
@out_option
@click.option("--printer", metavar="NAME", help="Which printer. Default: the system's default printer.")
@click.option("--copies", type=click.IntRange(1, 999), metavar="NUMBER", default=1, help="Copies of each. Default: 1.")
@click.option("--send", is_flag=True, help="Print. Without this option, only show what would be printed.")
def print_handouts(*, wanted: Wanted, out: Path | None, printer: str | None, copies: int, send: bool) -> None:
    """Make the handouts and show what would be printed; with --send, print them."""
    folder = out or near(wanted.root / "build")
    result = made(wanted, BuildOptions(processes=cores()), folder, quiet=False)
    publication = publish(result, folder, now=time.time(), otherwise=ELSEWHERE)
    show_publication(publication, folder, quiet=True)
    where = printable(printer_name(printer) or "the system's default printer")
    if send:
        done = _send(publication.delivered, copies=copies, printer=printer, where=where)
    else:
        done = len(publication.delivered)
        _announce(publication.delivered, copies, where)
    sys.exit(exit_code(done, len(result.handouts) + len(result.missing)))


def _announce(files: Sequence[Delivered], copies: int, where: str) -> None:
    for file in files:
        click.echo(f"{file.path}  {count(file.artifact.pages or 0, 'page')}")
    pages = sum(file.artifact.pages or 0 for file in files) * copies
    click.echo(f"{_each(copies)} of {count(len(files), 'handout')}, {count(pages, 'page')}, would go to {where}.")
    click.echo("Nothing was sent. To print, give the same command with --send.")


def _send(files: Sequence[Delivered], *, copies: int, printer: str | None, where: str) -> int:
    """Send one after another and say so; returns how many the printer took."""
    refused = Findings()
    done = 0
    for printed in print_all(files, copies=copies, printer=printer):
        refused.extend(printed.problems)
        if not printed.problems:
            done += 1
            click.echo(f"{printed.file.path}  sent to {where}, {_each(copies)}")
    show(refused.sorted())
    return done


def _each(copies: int) -> str:
    return "1 copy" if copies == 1 else f"{copies} copies"
