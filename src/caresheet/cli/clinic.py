"""`caresheet clinic`: the profiles of clinics, written by answering questions."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import click

from caresheet.app.clinics import clinic_profiles, find_clinic
from caresheet.app.profiles import (
    FIELDS,
    ProfileField,
    change_profile,
    doubt_about,
    file_name,
    one_line,
    profile_answers,
    profile_path,
    unanswered,
    value_problems,
    write_profile,
)
from caresheet.app.sources import USUAL_CLINIC, project_around
from caresheet.app.user_settings import choose_usual_clinic, usual_clinic
from caresheet.cli import completion
from caresheet.cli.exits import Exit
from caresheet.cli.project import project_folder, project_option
from caresheet.cli.report import near, printable, quoted, show, warn
from caresheet.model.problem import CaresheetError

KEEP = "Press Enter to keep what stands in brackets; type - to leave an answer empty. Ctrl-C stops.\n"
EMPTY = "-"
"""Typed to clear an answer."""


@click.group()
def clinic() -> None:
    """Work with clinic profiles."""


@clinic.command()
@click.argument("file", required=False, type=click.Path(dir_okay=False, path_type=Path))
def new(file: Path | None) -> None:
    """Ask for a clinic's details and write them to FILE.

    Without FILE, the profile is named after the clinic and saved in the project's content/clinics/ folder. The answers
    of a profile that is already there are offered again.
    """
    click.echo("Press Enter to leave an answer empty; it will print as a line to write on. Ctrl-C stops.\n")
    with _stopping():
        name = _ask(FIELDS[0], {}, "")
        path = _path(file, name)
        if path.exists():
            click.confirm(f"{near(path.absolute())} already exists. Change it?", abort=True)
            click.echo(KEEP)
            _change(path, {FIELDS[0].key: name})
        else:
            answers = {FIELDS[0].key: name}
            for field in FIELDS[1:]:
                answers[field.key] = _ask(field, answers, "")
            write_profile(answers, path)
    _report(path)


@clinic.command()
@click.argument("name", shell_complete=completion.clinics)
@project_option
def edit(name: str, root: Path | None) -> None:
    """Ask for a clinic's details again, with the answers of its profile. NAME is the name of the profile, or a file.

    Comments, the logo and what is worded in several languages stay as they are.
    """
    path = find_clinic(project_folder(root), name)
    click.echo(KEEP)
    with _stopping():
        _change(path, {})
    _report(path)


@clinic.command(name="list")
@project_option
def list_clinics(root: Path | None) -> None:
    """Show the project's clinic profiles: the name for --clinic, the clinic, and which numbers are missing."""
    folder = project_folder(root)
    profiles, usual = clinic_profiles(folder), usual_clinic(folder, os.environ)
    width = max((len(path.stem) for path in profiles), default=0)
    for path in profiles:
        mark = "*" if usual is not None and path.samefile(usual) else " "
        click.echo(printable(f"{mark} {path.stem:{width}}  {_described(path)}"))
    if usual is not None:
        click.echo(f"* your usual clinic: {near(usual)}")


@clinic.command()
@click.argument("name", shell_complete=completion.clinics)
@project_option
def use(name: str, root: Path | None) -> None:
    """Make a clinic your usual one.

    Commands without --clinic then use it, for you and in this project.

    NAME is the name of its profile, or a file; `example` forgets the choice.
    """
    folder = project_folder(root)
    path = find_clinic(folder, name).resolve()
    is_example = path == (folder / USUAL_CLINIC).resolve()
    choose_usual_clinic(folder, None if is_example else path, os.environ)
    click.echo("You have no usual clinic." if is_example else f"Your usual clinic is {path.stem}.")


@contextmanager
def _stopping() -> Iterator[None]:
    """A conversation that ends early writes nothing."""
    try:
        yield
    except click.Abort:
        click.echo("\nStopped. Nothing was written.", err=True)
        sys.exit(Exit.INTERRUPTED)


def _change(path: Path, given: Mapping[str, str]) -> None:
    """Ask again whatever is not given, and write what is new."""
    old = profile_answers(path)
    answers = {key: text or "" for key, text in old.items()} | dict(given)
    for field in FIELDS:
        if field.key in given:
            continue
        if old.get(field.key, "") is None:
            click.echo(f"{field.label}: has words for each language; change them in {near(path)}")
        else:
            answers[field.key] = _ask(field, answers, answers.get(field.key, ""))
    asked = (field.key for field in FIELDS if old.get(field.key, "") is not None)
    change_profile({key: answers[key] for key in asked if answers[key] != old.get(key, "")}, path)


def _ask(field: ProfileField, answers: Mapping[str, str], old: str) -> str:
    """The answer to a question, asked again until it can be used or is left empty."""
    while True:
        answer = one_line(click.prompt(field.label, default=old, show_default=bool(old)))
        answer = "" if answer == EMPTY else answer
        doubt = doubt_about(field.key, answer, answer if field.key == "country" else answers.get("country", ""))
        if not doubt:
            return answer.upper() if field.key == "country" else answer
        click.echo(doubt, err=True)


def _report(path: Path) -> None:
    """Say what the handouts will lack, where the profile is, and how to use it."""
    for field in unanswered(profile_answers(path)):
        warn(f"no answer to '{field.label}': handouts will print a line to write it on")
    show(value_problems(path, near(path.absolute()).as_posix()))
    root = _project_of(path)
    called = quoted(Path(path.stem) if root else near(path.absolute()))
    click.echo(f"The profile is in {near(path.absolute())}")
    click.echo(f"Make this clinic's handouts with:  caresheet build --clinic {called}")
    if root and usual_clinic(root, os.environ) != path.resolve():
        click.echo(f"To make it your usual clinic:      caresheet clinic use {called}")


def _project_of(path: Path) -> Path | None:
    """The project around the current folder, where the profile is one of its own."""
    root = project_around(Path.cwd())
    return root if root and path.absolute() in clinic_profiles(root) else None


def _described(path: Path) -> str:
    try:
        answers = profile_answers(path)
    except CaresheetError:
        return f"cannot be read: caresheet check --clinic {quoted(Path(path.stem))}"
    missing = [f"no {field.label[0].lower()}{field.label[1:]}" for field in unanswered(answers)]
    name = answers.get("name", "")
    return ", ".join(("(named for each language)" if name is None else name or "(no name)", *missing))


def _path(file: Path | None, name: str) -> Path:
    if file is not None:
        return file if file.suffix in {".yaml", ".yml"} else file.with_name(f"{file.name}.yaml")
    root = project_around(Path.cwd())
    return profile_path(root, name) if root else Path.cwd() / file_name(name)
