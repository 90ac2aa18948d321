"""Options that commands have in common: the project, its clinic, the language, the print size and paper, and the day by
which reviews are judged."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import click

from caresheet.app.clinics import find_clinic
from caresheet.app.places import Places
from caresheet.app.sources import find_root
from caresheet.app.user_settings import usual_clinic
from caresheet.cli import completion
from caresheet.model.edition import Size
from caresheet.model.look import PAPERS

_PLACES = f"{__name__}.places"

EXISTING_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
FOLDER = click.Path(file_okay=False, path_type=Path)


def project_folder(asked: Path | None) -> Path:
    """The project's folder, absolute. Problems are from then on shown with paths from the current folder. Raises
    CaresheetError (no-project)."""
    root = find_root(asked)
    click.get_current_context().meta[_PLACES] = Places(root)
    return root


def project_and_clinic(asked: Path | None, clinic: str | None) -> tuple[Path, Path | None]:
    """The project's folder, and the profile of the clinic that was asked for, else of this user's usual one, which is
    said unless the command is quiet; None where there is neither. Raises CaresheetError."""
    root, context = project_folder(asked), click.get_current_context()
    profile = find_clinic(root, clinic) if clinic else usual_clinic(root, os.environ)
    context.meta[_PLACES] = Places(root, profile and profile.resolve())
    if profile and not clinic and not context.params.get("quiet"):
        click.echo(f"For your usual clinic, {profile.stem}. (For another: --clinic NAME)", err=True)
    return root, profile


def places() -> Places | None:
    """Where the files of this call's project are; None before it was found."""
    context = click.get_current_context(silent=True)
    return context.meta.get(_PLACES) if context else None


project_option = click.option(
    "--project",
    "root",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="DIR",
    help="The project's folder. Default: the current folder, or the nearest one above it with content/ and layouts/.",
)


clinic_option = click.option(
    "--clinic",
    metavar="NAME",
    shell_complete=completion.clinics,
    help="The clinic whose names and numbers are printed: the name of its profile, or a file. Default: what "
    "`clinic use` chose, else content/clinics/example.yaml.",
)


paper_option = click.option(
    "--paper", type=click.Choice(list(PAPERS), case_sensitive=False), help="The paper size, instead of the layout's."
)


jobs_option = click.option(
    "--jobs", type=click.IntRange(1, 999), metavar="NUMBER", help="How many processes to use. Default: one per core."
)


quiet_option = click.option("--quiet", "-q", is_flag=True, help="Print only problems.")


Option = Callable[[Callable[..., Any]], Callable[..., Any]]
"""What gives an option to a command."""


def size_option(help_text: str) -> Option:
    """The option for a print size, with what the command says about it."""
    sizes = click.Choice([size.value for size in Size], case_sensitive=False)
    usual = Size.REGULAR.value
    return click.option("--size", type=sizes, default=usual, callback=lambda *given: Size(given[-1]), help=help_text)


def language_option(help_text: str, *, required: bool = False) -> Option:
    """The option for one language, with what the command says about it."""
    return click.option(
        "--lang", "language", metavar="TAG", required=required, shell_complete=completion.languages, help=help_text
    )


def _day(_context: click.Context, _option: click.Parameter, given: str | None) -> date:
    """The day that was asked for, or today."""
    if given is None:
        return date.today()  # noqa: DTZ011 - a review ends by the calendar on the wall
    try:
        return date.fromisoformat(given)
    except ValueError as error:
        message = f"'{given}' is not a date; write it like 2026-11-24."
        raise click.BadParameter(message) from error


today_option = click.option(
    "--today",
    callback=_day,
    metavar="DAY",
    help="Judge reviews as of this day, such as 2026-11-24. Default: today.",
)
