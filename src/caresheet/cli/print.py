"""`caresheet print`: make the handouts and hand them to a printer, once somebody has said that this is meant."""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import click
from msgspec.structs import replace

from caresheet.app.building import BuildOptions
from caresheet.app.printing import (
    HandOver,
    PrintOptions,
    Scaling,
    SeveralLanguagesError,
    Sheet,
    Sides,
    print_all,
    printer_name,
    sheets,
)
from caresheet.app.publishing import Delivered, publish
from caresheet.app.sources import Sources
from caresheet.app.workers import cores
from caresheet.cli.exits import exit_code
from caresheet.cli.making import ELSEWHERE, made, show_publication
from caresheet.cli.report import near, printable, show, warn
from caresheet.cli.selection import Wanted, out_option, release_option, selecting
from caresheet.model.counts import count
from caresheet.model.problem import Findings

SIDES = {"one": Sides.ONE, "long-edge": Sides.LONG_EDGE, "short-edge": Sides.SHORT_EDGE}
ALL = "all"
"""The answer that means every language."""
ACTUAL_SIZE = "print it with Ctrl-P, at 'Actual size' (100 %), not 'Fit to page'"


@click.command(name="print")
@selecting
@out_option
@release_option
@click.option("--printer", metavar="NAME", help="Which printer. Default: the system's default printer.")
@click.option("--copies", type=click.IntRange(1, 999), metavar="NUMBER", default=1, help="Copies of each. Default: 1.")
@click.option(
    "--scaling",
    type=click.Choice([scaling.value for scaling in Scaling], case_sensitive=False),
    default=Scaling.NONE.value,
    help="none: actual size (100 %), as large print must be; fit: as the paper in the printer allows. Default: none.",
)
@click.option(
    "--sides",
    type=click.Choice(list(SIDES), case_sensitive=False),
    help="One side of the paper, or both, turned at the long or the short edge. Default: as the printer is set.",
)
@click.option("--send", is_flag=True, help="Print. Without this option, only show what would be printed.")
def print_handouts(
    *,
    wanted: Wanted,
    out: Path | None,
    release: bool,
    printer: str | None,
    copies: int,
    scaling: str,
    sides: str | None,
    send: bool,
) -> None:
    """Make the handouts and show what would be printed; with --send, print them.

    Handouts in several languages are printed only in those that --lang names.
    """
    wanted, about = _looked_at(wanted)
    folder = out or near(wanted.root / "build")
    result = made(wanted, BuildOptions(release=release, processes=cores()), folder, quiet=False)
    publication = publish(result, folder, now=time.time(), otherwise=ELSEWHERE)
    show_publication(publication, folder, quiet=True)
    options = PrintOptions(copies, printer, Scaling(scaling), SIDES[sides] if sides else None)
    where = printable(printer_name(printer) or "the system's default printer")
    if send:
        done = _send(publication.delivered, about, options, where)
    else:
        done = len(publication.delivered)
        _announce(publication.delivered, about, options, where)
    sys.exit(exit_code(done, len(result.handouts) + len(result.missing)))


def _looked_at(wanted: Wanted) -> tuple[Wanted, Mapping[str, Sheet]]:
    """What is wanted, and what to know about it; a user at a terminal is asked for the language."""
    sources = Sources.in_folder(wanted.root, wanted.clinic)
    try:
        return wanted, sheets(sources, wanted.handouts)
    except SeveralLanguagesError as error:
        if not sys.stdin.isatty():
            raise
        answer = click.prompt("Which language?", type=click.Choice([*error.languages, ALL]), err=True)
        languages = error.languages if answer == ALL else (answer,)
    wanted = replace(wanted, handouts=replace(wanted.handouts, languages=languages))
    return wanted, sheets(sources, wanted.handouts)


def _announce(files: Sequence[Delivered], about: Mapping[str, Sheet], options: PrintOptions, where: str) -> None:
    for file in files:
        click.echo(f"{file.path}  {count(file.artifact.pages or 0, 'page')}, {_described(about[file.artifact.name])}")
    pages = sum(file.artifact.pages or 0 for file in files) * options.copies
    each = count(options.copies, "copy", "copies")
    click.echo(f"{each} of {count(len(files), 'handout')}, {count(pages, 'page')}, would go to {where}.")
    click.echo("Nothing was sent. To print, give the same command with --send.")


def _send(files: Sequence[Delivered], about: Mapping[str, Sheet], options: PrintOptions, where: str) -> int:
    """Send one after another and say so; returns how many the printer or the user took."""
    refused = Findings()
    done = 0
    for printed in print_all(files, about, options):
        refused.extend(printed.problems)
        copies = count(options.copies, "copy", "copies")
        if printed.became is HandOver.OPENED:
            click.echo(f"{printed.file.path}  is open: {ACTUAL_SIZE}, {copies}")
        elif printed.became is HandOver.QUEUED:
            click.echo(f"{printed.file.path}  sent to {where}, {copies}")
        if printed.became:
            done += 1
            _warn(about[printed.file.artifact.name])
    show(refused.sorted())
    return done


def _described(sheet: Sheet) -> str:
    """Its paper, and what keeps it from being handed out as it is."""
    empty = f", {count(len(sheet.empty), 'line')} to write on: {', '.join(sheet.empty)}" if sheet.empty else ""
    return f"{sheet.paper}{', a draft' if sheet.is_draft else ''}{empty}"


def _warn(sheet: Sheet) -> None:
    if sheet.is_draft:
        warn(f"{sheet.name} is a draft: do not use it with patients")
    if sheet.empty:
        warn(f"{sheet.name} has {count(len(sheet.empty), 'line')} to fill in by hand: {', '.join(sheet.empty)}")
