"""`caresheet email setup`: asks how mail is sent, tries it out, and keeps the answers if it works."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click
from msgspec.structs import replace

from caresheet.app.ports import SystemClock, open_system_browser
from caresheet.cli.exits import Exit
from caresheet.cli.report import printable, show, warn
from caresheet.model.problem import CaresheetError

if TYPE_CHECKING:  # --help has no use for these
    from caresheet.app.mail.setup import Draft, SetUp, SetupQuestion


@click.command(name="setup")
def setup() -> None:
    """Set up who the messages are from, and which service sends them.

    Asks a few questions, sends a test message to the sender, and keeps the answers if that works.
    """
    from caresheet.app.mail.setup import first_draft

    if not sys.stdin.isatty():
        raise click.UsageError("This asks questions: run it in a terminal. Scripts set environment variables instead.")
    draft = first_draft(os.environ)
    while True:
        draft = _asked(draft)
        try:
            _tell(_tried(draft))
        except CaresheetError as error:
            show(error.problems)
            if not click.confirm("Change the answers and try again?", default=True, err=True):
                sys.exit(Exit.PROBLEMS)
        else:
            return


def _asked(draft: Draft) -> Draft:
    from caresheet.app.mail.setup import (
        SERVICES,
        questions_about_login,
        questions_about_sender,
        questions_about_service,
        with_service,
    )

    for question in questions_about_sender(draft.account):
        draft = _with_answer(draft, question)
    for number, (_, words) in enumerate(SERVICES, start=1):
        click.echo(f"  {number}  {words}")
    usual = [service.value for service, _ in SERVICES].index(draft.account.service) + 1
    chosen = click.prompt("Which service sends the messages?", usual, type=click.IntRange(1, len(SERVICES)))
    draft = with_service(draft, SERVICES[chosen - 1][0], os.environ)
    for questions_about in (questions_about_service, questions_about_login):
        for question in questions_about(draft.account):
            draft = _with_answer(draft, question)
    return draft


def _with_answer(draft: Draft, question: SetupQuestion) -> Draft:
    from caresheet.app.mail.setup import SECRET

    if question.field == SECRET:
        return replace(draft, secret=click.prompt(question.words, hide_input=True))
    kind = click.Choice(question.choices) if question.choices else str
    usual = question.usual or ("" if question.is_optional else None)
    answer = click.prompt(question.words, usual, type=kind, show_default=bool(usual))
    return replace(draft, account=replace(draft.account, **{question.field: str(answer).strip()}))


def _tried(draft: Draft) -> SetUp:
    from caresheet.app.mail.setup import set_up
    from caresheet.app.mail.signing_in import Surroundings

    around = Surroundings(open_system_browser, lambda words: click.echo(printable(words)), os.urandom, SystemClock())
    return set_up(draft, os.environ, around)


def _tell(done: SetUp) -> None:
    click.echo("The test message is on its way: look for it in the sender's mailbox.")
    click.echo(f"Your settings are in {printable(str(done.file))}")
    if done.secret_place:
        click.echo(f"The password or token is {printable(done.secret_place)}")
    if done.overruled_by:
        names = ", ".join(done.overruled_by)
        warn(f"as long as they are set, these environment variables override your settings: {names}")
