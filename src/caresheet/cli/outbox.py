"""`caresheet outbox`: what was sent, what waits, and what nobody knows of."""

from __future__ import annotations

import sys

import click

from caresheet.cli.mailing import insecure_option, pace_option
from caresheet.cli.report import count
from caresheet.model.message import MessageState
from caresheet.model.problem import CaresheetError, Problem
from caresheet.model.rules import BAD_OUTBOX


@click.group()
def outbox() -> None:
    """Look after the messages of `caresheet email`."""


@outbox.command(name="list")
@click.option("--state", type=click.Choice([state.value for state in MessageState]), help="Only those in this state.")
def list_messages(*, state: str | None) -> None:
    """List messages: number, mark of the address, document, state, day, the server's code.

    A mark stands for an address, and tells nobody what it is.
    """
    from caresheet.cli.mail_sending import described
    from caresheet.cli.mail_settings import open_outbox

    with open_outbox() as opened:
        for entry in opened.entries():
            if state in {None, entry.state.value}:
                click.echo(described(entry))


@outbox.command()
@click.argument("numbers", metavar="[NUMBER]...", nargs=-1, type=int)
@click.option("--send", "sending", is_flag=True, help="Send. Without it, only say what would be sent.")
@pace_option
@insecure_option
def retry(*, numbers: tuple[int, ...], sending: bool, per_minute: int, insecure: bool) -> None:
    """Send what still waits; with NUMBERs, only these, also where a server refused them.

    What is unknown is never sent again by itself: see resolve.
    """
    from caresheet.cli.mail_sending import hand_over
    from caresheet.cli.mail_settings import open_outbox, sender, server

    with open_outbox() as opened:
        refused = [number for number in numbers if opened.entry(number).state is MessageState.REFUSED]
        waiting = [entry.number for entry in opened.entries() if entry.state is MessageState.QUEUED]
        chosen = [number for number in numbers if number in (*waiting, *refused)] if numbers else waiting
        if not chosen:
            click.echo("nothing waits")
        elif not sending:
            click.echo(f"{count(len(chosen), 'message')} would be sent. To send, give the same command with --send.")
        else:
            to = server(sender(), insecure=insecure)
            for number in refused:
                _require_body(has_body=opened.entry(number).has_body, number=number)
                opened.move(number, MessageState.REFUSED, MessageState.QUEUED)
            sys.exit(hand_over(opened, chosen, to, per_minute))


@outbox.command()
@click.argument("number", type=int)
@click.option(
    "--as", "state", type=click.Choice(["sent", "queued"]), required=True, help="It arrived; or it shall be sent again."
)
def resolve(*, number: int, state: str) -> None:
    """Say what has become of a message that is unknown, once you have asked."""
    from caresheet.cli.mail_sending import described
    from caresheet.cli.mail_settings import open_outbox

    with open_outbox() as opened:
        entry = opened.entry(number)
        if not opened.move(number, MessageState.UNKNOWN, MessageState(state), "resolved"):
            message = f"message {number} is {entry.state.value}, not unknown"
            raise CaresheetError((Problem(None, BAD_OUTBOX, message, "only what is unknown needs a person's word"),))
        click.echo(described(opened.entry(number)))


@outbox.command()
def purge() -> None:
    """Forget the addresses and words of what was sent or refused.

    What is left keeps it from being sent twice.
    """
    from caresheet.cli.mail_settings import open_outbox

    with open_outbox() as opened:
        click.echo(f"{count(opened.purge(), 'message')} purged")


@outbox.command()
@click.argument("mark")
def release(*, mark: str) -> None:
    """Send to the address of MARK again, after it was suppressed by a bounce."""
    from caresheet.cli.mail_settings import open_outbox

    with open_outbox() as opened:
        if not opened.release(mark):
            message, hint = "no address of this mark is suppressed", "caresheet outbox list shows marks"
            raise CaresheetError((Problem(None, BAD_OUTBOX, message, hint),))
        click.echo(f"{mark} is written to again")


def _require_body(*, has_body: bool, number: int) -> None:
    if not has_body:
        message, hint = f"message {number} was purged", "send it anew with another --campaign"
        raise CaresheetError((Problem(None, BAD_OUTBOX, message, hint),))
