"""`caresheet print`: make the handouts and show what would be printed; with --send, print it."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click
from msgspec.structs import replace

from caresheet.app.building import BuildOptions
from caresheet.app.places import ANOTHER_OUT, near
from caresheet.app.printing import (
    PrintOptions,
    Scaling,
    Sheet,
    Sides,
    announcement,
    print_all,
    sheets_asked,
)
from caresheet.app.publishing import Delivered, publish
from caresheet.app.sources import Sources
from caresheet.app.user_cache import user_cache
from caresheet.app.workers import cores
from caresheet.cli import options
from caresheet.cli.exits import exit_code
from caresheet.cli.making import made, show_publication
from caresheet.cli.report import show, tell, warn
from caresheet.cli.selection import Wanted, selecting
from caresheet.model.problem import Findings

SIDES = {"one": Sides.ONE, "long-edge": Sides.LONG_EDGE, "short-edge": Sides.SHORT_EDGE}


@click.command(name="print")
@selecting
@options.out("handouts", "build/")
@options.release
@click.option("--printer", metavar="NAME", help="Which printer. Default: the system's default printer.")
@click.option("--copies", type=click.IntRange(1, 999), metavar="NUMBER", default=1, help="Copies of each. Default: 1.")
@click.option(
    "--scaling",
    type=click.Choice([scaling.value for scaling in Scaling], case_sensitive=False),
    default=Scaling.NONE.value,
    callback=lambda *given: Scaling(given[-1]),
    help="none: actual size (100 %), as large print must be; fit: as the paper in the printer allows. Default: none.",
)
@click.option(
    "--sides",
    type=click.Choice(list(SIDES), case_sensitive=False),
    callback=lambda *given: SIDES.get(given[-1]),
    help="One side of the paper, or both, turned at the long or the short edge. Default: as the printer is set.",
)
@options.send("Print", "printed")
def print_handouts(*, wanted: Wanted, out: Path | None, release: bool, send: bool, **given: Any) -> None:  # noqa: ANN401 - click
    """Make the handouts and show what would be printed; with --send, print them.

    Handouts in several languages are printed only in those that --lang names.
    """
    sources = Sources.in_folder(wanted.root, wanted.clinic, user_cache(os.environ))
    handouts, about = sheets_asked(sources, wanted.handouts, _ask if sys.stdin.isatty() else None)
    wanted, how = replace(wanted, handouts=handouts), PrintOptions(**given)
    folder = out or near(wanted.root / "build")
    result = made(wanted, BuildOptions(release=release, processes=cores()), folder, quiet=False)
    publication = publish(result, folder, now=time.time(), otherwise=ANOTHER_OUT)
    show_publication(publication, folder, quiet=True)
    done = _send(publication.delivered, about, how) if send else len(publication.delivered)
    tell(() if send else announcement(publication.delivered, about, how))
    sys.exit(exit_code(done, len(result.handouts) + len(result.missing)))


def _ask(languages: Sequence[str]) -> str:
    return str(click.prompt("Which language?", type=click.Choice(languages), err=True))


def _send(files: Sequence[Delivered], about: Mapping[str, Sheet], how: PrintOptions) -> int:
    """Send one after another and say so; returns how many the printer or the user took."""
    refused, done = Findings(), 0
    for printed in print_all(files, about, how):
        refused.extend(printed.problems)
        tell(printed.lines(how))
        if printed.became:
            done += 1
            warn(*about[printed.file.artifact.name].warnings)
    show(refused.sorted())
    return done
