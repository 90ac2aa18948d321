"""Options that commands have in common."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import click

from caresheet.app.formats import FORMATS, PDF
from caresheet.cli import completion
from caresheet.model.edition import Size
from caresheet.model.ink import Ink
from caresheet.model.look import PAPERS

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
NEW_FILE = click.Path(dir_okay=False, path_type=Path)
NEW_FOLDER = click.Path(file_okay=False, path_type=Path)
"""A folder that need not be there."""

Option = Callable[[Callable[..., Any]], Callable[..., Any]]
"""What gives an option to a command."""


def _day(_context: click.Context, _option: click.Parameter, given: str | None) -> date:
    """The day that was asked for, or today."""
    if given is None:
        return date.today()  # noqa: DTZ011 - a review ends by the calendar on the wall
    try:
        return date.fromisoformat(given)
    except ValueError as error:
        message = f"'{given}' is not a date; write it like 2026-11-24."
        raise click.BadParameter(message) from error


def _several(flag: str, name: str, metavar: str, help_text: str) -> Option:
    """An option that can be repeated, with the names that can be completed."""
    complete = getattr(completion, name)
    return click.option(flag, name, multiple=True, metavar=metavar, shell_complete=complete, help=help_text)


def size(help_text: str) -> Option:
    """The option for a print size, with what the command says about it."""
    sizes, usual = click.Choice([size.value for size in Size], case_sensitive=False), Size.REGULAR.value
    return click.option("--size", type=sizes, default=usual, callback=lambda *given: Size(given[-1]), help=help_text)


def language(help_text: str, *, required: bool = False) -> Option:
    """The option for one language, with what the command says about it."""
    names = completion.languages
    return click.option("--lang", "language", metavar="TAG", required=required, shell_complete=names, help=help_text)


def out(what: str, usual: str) -> Option:
    """The option for the folder that something is written to."""
    said = f"The folder for the {what}. Default: the project's {usual} folder."
    return click.option("--out", type=NEW_FOLDER, metavar="DIR", help=said)


def opening(what: str) -> Option:
    """The option to look at what was made."""
    said = f"Open the finished {what}; if there are several, their folder."
    return click.option("--open", "show_them", is_flag=True, help=said)


def send(doing: str, done: str) -> Option:
    """The option without which nothing leaves this computer."""
    return click.option("--send", is_flag=True, help=f"{doing}. Without this option, only show what would be {done}.")


project = click.option(
    "--project",
    "root",
    type=FOLDER,
    metavar="DIR",
    help="The project's folder. Default: the current folder, or the nearest one above it with content/ and layouts/.",
)
clinic = click.option(
    "--clinic",
    metavar="NAME",
    shell_complete=completion.clinics,
    help="The clinic whose names and numbers are printed: the name of its profile, or a file. Default: what "
    "`clinic use` chose, else content/clinics/example.yaml.",
)
paper = click.option(
    "--paper", type=click.Choice(list(PAPERS), case_sensitive=False), help="The paper size, instead of the layout's."
)
ink = click.option(
    "--ink",
    type=click.Choice([ink.value for ink in Ink], case_sensitive=False),
    callback=lambda *given: Ink(given[-1]) if given[-1] else None,
    help="black: every color as a gray made for black-only print. Default: the layout's, usually color.",
)
today = click.option(
    "--today", callback=_day, metavar="DAY", help="Judge reviews as of this day, such as 2026-11-24. Default: today."
)
topics = _several("--topic", "topics", "NAME", "Only handouts of this topic.")
layouts = _several("--layout", "layouts", "NAME", "Only handouts with this layout; repeat for several.")
languages = _several("--lang", "languages", "TAG", "Only handouts in this language; repeat for several.")
bilingual = click.option(
    "--bilingual",
    metavar="TAG",
    shell_complete=completion.languages,
    help="Add this language beside the handouts' own, such as es: both on every page.",
)
release = click.option(
    "--release",
    is_flag=True,
    help="Refuse anything unreviewed, out of date or with an error; with a clinic, also missing emergency numbers.",
)
formats = click.option(
    "--format",
    "formats",
    type=click.Choice(list(FORMATS), case_sensitive=False),
    multiple=True,
    default=PDF,
    callback=lambda _context, _option, given: tuple(dict.fromkeys(given)),
    help="PDF, web page (html) or plain text (txt); repeat for several. Default: pdf.",
)
jobs = click.option(
    "--jobs", type=click.IntRange(1, 999), metavar="NUMBER", help="How many processes to use. Default: one per core."
)
quiet = click.option("--quiet", "-q", is_flag=True, help="Print only problems.")
pace = click.option(
    "--per-minute",
    type=click.IntRange(1, 100_000),
    metavar="NUMBER",
    default=60,
    help="The most messages to send per minute. Default: 60.",
)
insecure = click.option(
    "--insecure-localhost", "insecure", is_flag=True, help="Send without TLS, to a server on this machine only."
)
