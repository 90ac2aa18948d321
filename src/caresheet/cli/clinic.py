"""`caresheet clinic`: the profiles of clinics, written by answering questions."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from caresheet.app.clinic_interview import (
    Interview,
    clinic_lines,
    place_of_profile,
    unanswered_warnings,
    written_lines,
)
from caresheet.app.clinics import clinic_profiles, find_clinic
from caresheet.app.places import near
from caresheet.app.profiles import FIELDS, value_problems
from caresheet.app.sources import project_around, unless_example
from caresheet.app.user_settings import choose_usual_clinic, usual_clinic
from caresheet.cli import completion, options
from caresheet.cli.exits import Exit
from caresheet.cli.project import project_folder
from caresheet.cli.report import show, tell, warn

KEEP = "Press Enter to keep the answer in brackets; type - to leave it empty. Ctrl-C stops.\n"


@click.group()
def clinic() -> None:
    """Work with clinic profiles."""


@clinic.command()
@click.argument("file", required=False, type=options.NEW_FILE)
def new(file: Path | None) -> None:
    """Ask for a clinic's details and write them to FILE.

    Without FILE, the profile is named after the clinic and saved in the project's content/clinics/ folder. The answers
    of a profile that is already there are offered again.
    """
    click.echo("Press Enter to leave an answer empty; it will print as a line to write on. Ctrl-C stops.\n")
    with _stopping():
        interview = _interview()
        name = interview.name()
        path = place_of_profile(file, name)
        if path.exists():
            click.confirm(f"{near(path.absolute())} already exists. Change it?", abort=True)
            click.echo(KEEP)
            interview.change(path, {FIELDS[0].key: name})
        else:
            interview.write(path, name)
    _report(path)


@clinic.command()
@click.argument("name", shell_complete=completion.clinics)
@options.project
def edit(name: str, root: Path | None) -> None:
    """Ask for a clinic's details again, with the answers of its profile. NAME is the name of the profile, or a file.

    Comments, the logo and what is worded in several languages stay as they are.
    """
    path = find_clinic(project_folder(root), name)
    click.echo(KEEP)
    with _stopping():
        _interview().change(path, {})
    _report(path)


@clinic.command(name="list")
@options.project
def list_clinics(root: Path | None) -> None:
    """Show the project's clinic profiles: the name for --clinic, the clinic, and which numbers are missing."""
    folder = project_folder(root)
    tell(clinic_lines(clinic_profiles(folder), usual_clinic(folder, os.environ)))


@clinic.command()
@click.argument("name", shell_complete=completion.clinics)
@options.project
def use(name: str, root: Path | None) -> None:
    """Make a clinic your usual one.

    Commands without --clinic then use it, for you and in this project.

    NAME is the name of its profile, or a file; `example` forgets the choice.
    """
    folder = project_folder(root)
    chosen = unless_example(folder, find_clinic(folder, name).resolve())
    choose_usual_clinic(folder, chosen, os.environ)
    click.echo(f"Your usual clinic is {chosen.stem}." if chosen else "You have no usual clinic.")


@contextmanager
def _stopping() -> Iterator[None]:
    """A conversation that ends early writes nothing."""
    try:
        yield
    except click.Abort:
        click.echo("\nStopped. Nothing was written.", err=True)
        sys.exit(Exit.INTERRUPTED)


def _interview() -> Interview:
    def ask(words: str, old: str) -> str:
        return str(click.prompt(words, default=old, show_default=bool(old)))

    return Interview(ask, lambda doubt: click.echo(doubt, err=True), click.echo)


def _report(path: Path) -> None:
    """Say what the handouts will lack, where the profile is, and how to use it."""
    warn(*unanswered_warnings(path))
    show(value_problems(path, near(path.absolute()).as_posix()))
    root = project_around(Path.cwd())
    tell(written_lines(path, usual_clinic(root, os.environ) if root else None))
