"""`caresheet print`: make the handouts and hand them to a printer, once somebody has said that this is meant."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from caresheet.cli.exits import Exit
from caresheet.cli.handouts import publish
from caresheet.cli.making import Batch, make_batch
from caresheet.cli.report import count, near, printable, show
from caresheet.cli.selection import Selection, out_option, selecting
from caresheet.delivery.printer import print_out, usual_printer
from caresheet.model.problem import CaresheetError, Findings


@click.command(name="print")
@selecting
@out_option
@click.option("--printer", metavar="NAME", help="Which printer; else the system's usual one.")
@click.option("--copies", type=click.IntRange(1, 999), metavar="NUMBER", default=1, help="How many of each; else one.")
@click.option("--send", is_flag=True, help="Print. Without it, only say what would be printed.")
def print_handouts(*, wanted: Selection, out: Path | None, printer: str | None, copies: int, send: bool) -> None:
    """Make the handouts, and say what printing them means; with --send, print them."""
    batch = make_batch(wanted, quiet=False)
    paths = publish(batch, out or near(batch.root / "build"), quiet=True)
    where = printable(printer or usual_printer() or "the system's usual printer")
    if send:
        done = _send(batch, paths, copies=copies, printer=printer, where=where)
    else:
        done = len(paths)
        _announce(batch, paths, copies, where)
    if done < len(batch.handouts):
        sys.exit(Exit.PARTLY if done else Exit.PROBLEMS)


def _announce(batch: Batch, paths: list[Path], copies: int, where: str) -> None:
    sides = {f"{parcel.name}.pdf": parcel.pages for parcel in batch.parcels}
    for path in paths:
        click.echo(f"{path}  {count(sides[path.name], 'page')}")
    pages = sum(sides[path.name] for path in paths) * copies
    click.echo(f"{_each(copies)} of {count(len(paths), 'handout')}, {count(pages, 'page')}, would go to {where}.")
    click.echo("Nothing was sent. To print, give the same command with --send.")


def _send(batch: Batch, paths: list[Path], *, copies: int, printer: str | None, where: str) -> int:
    """Send one after another and say so; returns how many the printer took."""
    titles = {f"{parcel.name}.pdf": parcel.title for parcel in batch.parcels}
    refused = Findings()
    done = 0
    for path in paths:
        try:
            print_out(path, titles[path.name], copies=copies, printer=printer)
        except CaresheetError as error:
            refused.extend(error.problems)
            continue
        done += 1
        click.echo(f"{path}  sent to {where}, {_each(copies)}")
    show(refused.sorted())
    return done


def _each(copies: int) -> str:
    return "1 copy" if copies == 1 else f"{copies} copies"
