"""`caresheet clinic new`: ask for a clinic's details and write its profile, so that nobody has to edit YAML."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from caresheet.cli.exits import Exit
from caresheet.cli.project import is_project
from caresheet.cli.report import near, warn
from caresheet.cli.start import quoted

QUESTIONS = (
    ("name", "Name of the clinic"),
    ("address", "Address"),
    ("phone", "Phone in the daytime"),
    ("after_hours_phone", "Phone at night and on weekends"),
    ("emergency", "Emergency number"),
    ("fever_threshold", "Temperature at which to call (with its unit)"),
    ("oxygen_threshold", "Oxygen reading at which to call"),
    ("minutes_before_escalation", "Minutes to wait for a call back before calling emergency"),
    ("hospital", "Hospital to go to"),
    ("arrival_desk", "Where to go on arrival"),
    ("treating_doctor", "Treating doctor"),
    ("coordinator", "Nurse coordinator"),
    ("interpreter", "Interpreter service"),
    ("social_work", "Social work"),
    ("support_line", "Support line"),
    ("website", "Website"),
)
"""Every `clinic.*` key that is words, in the order of the conversation. The logo is a file, and added to the profile
by hand."""

WANTED = ("after_hours_phone", "emergency")
"""Keys whose absence deserves a warning: a handout without them leaves its reader alone at night."""

HEAD = """\
# Clinic profile, made by 'caresheet clinic new'. Edit the words between the quotes.
# What is left empty prints as a line to write on.
"""
FOOT = "logo: ''  # a picture (png or jpeg), named as seen from this file\n"


@click.group()
def clinic() -> None:
    """Work with clinic profiles."""


@clinic.command()
@click.argument("file", required=False, type=click.Path(dir_okay=False, path_type=Path))
def new(file: Path | None) -> None:
    """Ask for a clinic's details and write them to FILE.

    Without FILE, the profile is named after the clinic and put into the project's content/clinics/.
    """
    from caresheet.delivery import put

    try:
        answers, path = _interview(file)
    except click.Abort:
        click.echo("\nstopped; nothing was written", err=True)
        sys.exit(Exit.INTERRUPTED)
    put(profile(answers).encode(), path)
    for key in WANTED:
        if not answers[key]:
            warn(f"no answer to '{dict(QUESTIONS)[key]}': handouts print a line to write it on")
    click.echo(f"The profile is in {near(path.absolute())}")
    click.echo(f"Make this clinic's handouts with:  caresheet build --clinic {quoted(near(path.absolute()))}")


def profile(answers: dict[str, str]) -> str:
    """The profile as YAML. Every value stands in single quotes, where YAML reads nothing into it (YAML 1.2, 7.3.2)."""
    lines = [f"{key}: {_single_quoted(value)}\n" for key, value in answers.items()]
    return HEAD + "".join(lines) + FOOT


def _single_quoted(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _interview(file: Path | None) -> tuple[dict[str, str], Path]:
    click.echo("Enter leaves an answer empty; it then prints as a line to write on. Ctrl-C stops.\n")
    answers = {QUESTIONS[0][0]: _ask(QUESTIONS[0][1], required=True)}
    path = _path(file, answers["name"])
    if path.exists():
        click.confirm(f"{near(path.absolute())} is already there. Replace it?", abort=True)
    answers |= {key: _ask(question, required=False) for key, question in QUESTIONS[1:]}
    return answers, path


def _ask(question: str, *, required: bool) -> str:
    """One answer on one line. What a terminal sends for its arrow keys and the like is dropped."""
    while True:
        raw: str = click.prompt(question, default="", show_default=False)
        answer = " ".join("".join(sign for sign in raw if sign.isprintable()).split())
        if answer or not required:
            return answer
        click.echo("A profile needs at least this.", err=True)


def _path(file: Path | None, name: str) -> Path:
    if file is not None:
        return file if file.suffix in {".yaml", ".yml"} else file.with_name(f"{file.name}.yaml")
    here = Path.cwd()
    root = next((folder for folder in (here, *here.parents) if is_project(folder)), None)
    return (root / "content" / "clinics" if root else here) / f"{_file_name(name)}.yaml"


def _file_name(name: str) -> str:
    words = "".join(sign if sign.isalnum() else " " for sign in name.casefold()).split()
    return "-".join(words) or "clinic"
