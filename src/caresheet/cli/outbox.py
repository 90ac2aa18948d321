"""`caresheet outbox`: what was sent, what is waiting, and what has an unknown fate."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from caresheet.app.ports import SystemClock
from caresheet.cli import options
from caresheet.cli.exits import Exit, exit_code
from caresheet.cli.progress import progress
from caresheet.cli.report import show, tell, warn
from caresheet.model.counts import count
from caresheet.model.message import MessageState

if TYPE_CHECKING:  # --help has no use for the outbox itself
    from caresheet.delivery.mail.dispatch import Carrier
    from caresheet.delivery.mail.outbox import Outbox


@click.group()
def outbox() -> None:
    """Manage the messages of `caresheet email`."""


@outbox.command(name="list")
@click.option("--state", type=click.Choice([state.value for state in MessageState]), help="Only those in this state.")
def list_messages(*, state: str | None) -> None:
    """List messages: number, mark of the address, handout, state, day, the server's code.

    A mark stands for an address without revealing it.
    """
    from caresheet.app.mail.outbox import state_lines

    with opened_outbox() as opened:
        tell(state_lines(opened.entries(), state))


@outbox.command()
@click.argument("numbers", metavar="NUMBER...", nargs=-1, type=int, required=True)
def cancel(*, numbers: tuple[int, ...]) -> None:
    """Take back messages that are waiting, so that they are not sent."""
    from caresheet.app.mail.outbox import cancel as take_back

    with opened_outbox() as opened:
        take_back(opened, numbers)
    click.echo(f"{count(len(numbers), 'message')} cancelled")


@outbox.command()
def export() -> None:
    """Print a record as CSV: how many messages of each handout were sent, or not, on which day. It has no addresses."""
    from caresheet.app.mail.outbox import record_csv

    with opened_outbox() as opened:
        click.echo(record_csv(opened), nl=False)


@outbox.command()
@click.argument("numbers", metavar="[NUMBER]...", nargs=-1, type=int)
@options.send("Send", "sent")
@options.pace
@options.insecure
def retry(*, numbers: tuple[int, ...], send: bool, per_minute: int, insecure: bool) -> None:
    """Send the messages that are waiting. With NUMBERs, send only these, including messages that a server refused.

    Messages whose fate is unknown are not sent again: see resolve.
    """
    from caresheet.app.mail.outbox import messages_to_retry, requeue
    from caresheet.app.mail.settings import mail_carrier, mail_sender

    with opened_outbox() as opened:
        chosen = messages_to_retry(opened, numbers)
        if not chosen:
            click.echo("no messages are waiting")
        elif not send:
            click.echo(f"{count(len(chosen), 'message')} would be sent. To send, run the same command with --send.")
        else:
            carrier = mail_carrier(os.environ, mail_sender(os.environ), insecure=insecure)
            requeue(opened, chosen)
            sys.exit(report_sent(opened, chosen, carrier, per_minute))


@outbox.command()
@click.argument("number", type=int)
@click.option(
    "--as",
    "state",
    type=click.Choice(["sent", "queued"]),
    required=True,
    help="'sent' if it arrived, 'queued' to send it again.",
)
def resolve(*, number: int, state: str) -> None:
    """Record what became of an unknown message, once you have found out."""
    from caresheet.app.mail.outbox import list_lines
    from caresheet.app.mail.outbox import resolve as settle

    with opened_outbox() as opened:
        tell(list_lines([settle(opened, number, MessageState(state))]))


@outbox.command()
def purge() -> None:
    """Erase the addresses and the content of messages that were sent or refused.

    What is left keeps them from being sent twice.
    """
    with opened_outbox() as opened:
        click.echo(f"{count(opened.purge(), 'message')} purged")


@outbox.command()
@click.argument("mark")
def release(*, mark: str) -> None:
    """Allow mail to the address with MARK again, after a bounce suppressed it."""
    from caresheet.app.mail.outbox import release as lift

    with opened_outbox() as opened:
        lift(opened, mark)
        click.echo(f"{mark} can get mail again")


def opened_outbox() -> Outbox:
    """The user's outbox."""
    from caresheet.app.mail.settings import open_outbox

    return open_outbox(os.environ, SystemClock().today())


def report_sent(outbox: Outbox, numbers: Sequence[int], carrier: Carrier, per_minute: int) -> Exit:
    """Send these messages and say what became of them."""
    from caresheet.app.mail.sending import send_queued, usual_pace, wait_line

    pace = usual_pace(per_minute, SystemClock(), lambda *waiting: tell((wait_line(*waiting),), err=True))
    report = send_queued(outbox, numbers, carrier, pace, progress(label="Sending"))
    show(report.problems)
    tell(report.lines)
    warn(*report.warnings)
    sent = len(report.entries) - len(report.unsent)
    return Exit.INTERRUPTED if report.interrupted else exit_code(sent, len(report.entries))
