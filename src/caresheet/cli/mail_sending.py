"""Letters on their way: written to files, or queued and sent, and what has become of them."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

import click
from msgspec.structs import replace

from caresheet.cli.exits import Exit
from caresheet.cli.mail_plan import Plan
from caresheet.cli.mail_settings import open_outbox
from caresheet.cli.report import count, show, warn, watched
from caresheet.delivery import put
from caresheet.delivery.mail.message import Envelope, write_message
from caresheet.delivery.mail.outbox import Outbox
from caresheet.delivery.mail.smtp import MailServer, Pace, send
from caresheet.model.message import MessageState, OutboxEntry
from caresheet.model.problem import CaresheetError

WAITS = (10.0, 60.0, 300.0)
"""Seconds before a message that the server puts off is tried again: for greylisting, five minutes mostly do."""


def write(planned: Plan, envelope: Envelope, folder: Path) -> None:
    """One file a message, for this user's eyes where the system knows such a thing."""
    if not folder.exists():
        folder.mkdir(parents=True, mode=0o700)
    unsent = replace(envelope, unsent=True)
    for place, (person, letter) in enumerate(planned.pairs, start=1):
        path = folder / f"{place:03}-{letter.identifier}.eml"
        put(write_message(letter, person.address, unsent).mime, path, otherwise="choose another folder with --eml-dir")
        path.chmod(0o600)
    click.echo(f"{count(len(planned.pairs), 'message')} in {folder}: open them in a mail program. Nothing was sent.")


def queue_and_send(planned: Plan, envelope: Envelope, to: MailServer, per_minute: int) -> Exit:
    """All of it is in the outbox before any server hears of it. What was sent before is not sent again."""
    with open_outbox() as outbox:
        return hand_over(outbox, _queue(outbox, planned, envelope), to, per_minute)


def _queue(outbox: Outbox, planned: Plan, envelope: Envelope) -> list[int]:
    """The numbers of the messages."""
    numbers = []
    for person, letter in planned.pairs:
        number = outbox.number_of(letter.key(person.address, envelope.campaign))
        numbers.append(number or outbox.queue(write_message(letter, person.address, envelope)))
    return list(dict.fromkeys(numbers))


def hand_over(outbox: Outbox, numbers: Sequence[int], to: MailServer, per_minute: int) -> Exit:
    """Send, then say what has become of each. Done is what was sent, now or before."""
    outcomes = send(outbox, numbers, to, Pace(per_minute, WAITS, time.sleep))
    try:
        for _ in watched(outcomes, len(numbers), quiet=False, label="Sending"):
            pass
    except CaresheetError as error:
        show(error.problems)
    wanted = set(numbers)
    entries = [entry for entry in outbox.entries() if entry.number in wanted]
    found = {state: [entry for entry in entries if entry.state is state] for state in MessageState}
    click.echo(", ".join(f"{len(found[state])} {state.value}" for state in MessageState if found[state]))
    for entry in entries:
        if entry.state is not MessageState.SENT:
            click.echo(described(entry))
    if found[MessageState.UNKNOWN]:
        warn("unknown messages may have arrived: ask, then say so with: caresheet outbox resolve")
    if len(found[MessageState.SENT]) == len(entries):
        return Exit.DONE
    return Exit.PARTLY if found[MessageState.SENT] else Exit.PROBLEMS


def described(entry: OutboxEntry) -> str:
    """A message on one line: number, mark of the address, document, state, day and the server's code."""
    words = (f"{entry.number:>5}", entry.mark, entry.document, f"{entry.state.value:<7}", entry.day, entry.reason)
    return "  ".join(words).rstrip()
