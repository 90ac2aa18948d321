"""`caresheet clinic new`: ask for a clinic's details and write its profile."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from caresheet.app.profiles import FIELDS, ProfileField, doubt_about, file_name, one_line, profile_path, write_profile
from caresheet.app.sources import is_project
from caresheet.cli.exits import Exit
from caresheet.cli.report import near, quoted, warn


@click.group()
def clinic() -> None:
    """Work with clinic profiles."""


@clinic.command()
@click.argument("file", required=False, type=click.Path(dir_okay=False, path_type=Path))
def new(file: Path | None) -> None:
    """Ask for a clinic's details and write them to FILE.

    Without FILE, the profile is named after the clinic and saved in the project's content/clinics/ folder.
    """
    try:
        answers, path = _interview(file)
    except click.Abort:
        click.echo("\nStopped. Nothing was written.", err=True)
        sys.exit(Exit.INTERRUPTED)
    for field in write_profile(answers, path):
        warn(f"no answer to '{field.label}': handouts will print a line to write it on")
    click.echo(f"The profile is in {near(path.absolute())}")
    click.echo(f"Make this clinic's handouts with:  caresheet build --clinic {quoted(near(path.absolute()))}")


def _interview(file: Path | None) -> tuple[dict[str, str], Path]:
    click.echo("Press Enter to leave an answer empty; it will print as a line to write on. Ctrl-C stops.\n")
    name, *others = FIELDS
    answers = {name.key: _ask(name)}
    path = _path(file, answers[name.key])
    if path.exists():
        click.confirm(f"{near(path.absolute())} already exists. Replace it?", abort=True)
    for field in others:
        answers[field.key] = _ask(field, answers.get("country", ""))
    return answers, path


def _ask(field: ProfileField, country: str = "") -> str:
    """The answer to a question, asked again until it can be used or is left empty."""
    while True:
        answer = one_line(click.prompt(field.label, default="", show_default=False))
        if not answer and field.required:
            click.echo("A profile needs at least this.", err=True)
            continue
        doubt = doubt_about(field.key, answer, answer if field.key == "country" else country)
        if not doubt:
            return answer.upper() if field.key == "country" else answer
        click.echo(doubt, err=True)


def _path(file: Path | None, name: str) -> Path:
    if file is not None:
        return file if file.suffix in {".yaml", ".yml"} else file.with_name(f"{file.name}.yaml")
    here = Path.cwd()
    root = next((folder for folder in (here, *here.parents) if is_project(folder)), None)
    return profile_path(root, name) if root else here / file_name(name)
