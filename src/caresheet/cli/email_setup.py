"""`caresheet email setup`: asks how mail is sent, tries it out, and keeps the answers if it works."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from caresheet.app.ports import SystemClock, open_system_browser
from caresheet.cli.exits import Exit
from caresheet.cli.report import printable, show, tell, warn
from caresheet.model.problem import CaresheetError

if TYPE_CHECKING:  # --help has no use for these
    from caresheet.app.mail.setup import Draft, SetUp, SetupQuestion


@click.command(name="setup")
def setup() -> None:
    """Set up who the messages are from, and which service sends them.

    Asks a few questions, sends a test message to the sender, and keeps the answers if that works.
    """
    from caresheet.app.mail.setup import answered, first_draft

    if not sys.stdin.isatty():
        raise click.UsageError("This asks questions: run it in a terminal. Scripts set environment variables instead.")
    draft = first_draft(os.environ)
    while True:
        draft = answered(draft, os.environ, _ask, _choose)
        try:
            done = _tried(draft)
        except CaresheetError as error:
            show(error.problems)
            if not click.confirm("Change the answers and try again?", default=True, err=True):
                sys.exit(Exit.PROBLEMS)
        else:
            tell(done.lines)
            warn(*done.warnings)
            return


def _ask(question: SetupQuestion) -> str:
    if question.is_secret:
        return str(click.prompt(question.words, hide_input=True))
    kind = click.Choice(question.choices) if question.choices else str
    usual = question.usual or ("" if question.is_optional else None)
    return str(click.prompt(question.words, usual, type=kind, show_default=bool(usual)))


def _choose(services: Sequence[str], usual: int) -> int:
    for number, words in enumerate(services, start=1):
        click.echo(f"  {number}  {words}")
    return int(click.prompt("Which service sends the messages?", usual, type=click.IntRange(1, len(services))))


def _tried(draft: Draft) -> SetUp:
    from caresheet.app.mail.setup import set_up
    from caresheet.app.mail.signing_in import Surroundings

    around = Surroundings(open_system_browser, lambda words: click.echo(printable(words)), os.urandom, SystemClock())
    return set_up(draft, os.environ, around)
