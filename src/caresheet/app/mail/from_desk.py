"""Sending mail from the desk: a few messages, each tried once, while the sender waits for the result."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import date
from io import BytesIO, StringIO
from zipfile import ZIP_DEFLATED, ZipFile

from msgspec.structs import replace

from caresheet.app.date_order import usual_date_order
from caresheet.app.list_problems import LIST
from caresheet.app.mail.outbox import cancel, messages_to_retry, requeue, resolve
from caresheet.app.mail.plan import MailPlan, recipient_at
from caresheet.app.mail.sending import SendReport, envelope_for, queue, refuse_drafts, send_queued
from caresheet.app.mail.settings import mail_carrier, mail_sender, open_outbox
from caresheet.app.ports import Clock, Environment
from caresheet.delivery.mail.dispatch import Pace
from caresheet.delivery.mail.page import mail_page
from caresheet.model.message import Letter, MessageState, OutboxEntry, Recipient, Sender
from caresheet.source.recipients import COLUMNS, read_recipients

MOST = 30
"""The most messages that the desk sends in one go, one a second; for more, there is the command."""
_PER_MINUTE = 60
EMPTY_LIST = f"{','.join(COLUMNS)}\n"
"""A list without people, to be filled in."""


def recipients_in(data: bytes, today: date) -> tuple[Recipient, ...]:
    """Everyone on a list that was typed, copied from a table or saved as a file, with column names in its first line.
    Raises CaresheetError with all problems, each at its cell in a file LIST."""
    return read_recipients(data, LIST, today, order=usual_date_order())


def as_text(people: Sequence[Recipient]) -> str:
    """These people as the text of a list."""
    text = StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(COLUMNS)
    for each in people:
        table.writerow((each.address, each.layout or "", each.language or "", each.size.value, each.consent_date or ""))
    return text.getvalue()


def send_plan(plan: MailPlan, environment: Environment, clock: Clock, *, to_sender: bool = False) -> SendReport:
    """Queue the messages, or the first one to the sender alone, and try each once. Raises CaresheetError
    (mail-settings, bad-outbox, not-reviewed)."""
    sender = mail_sender(environment)
    envelope = envelope_for(sender, clock, "", test=to_sender)
    carrier = mail_carrier(environment, sender, clock=clock)
    with open_outbox(environment, clock.today()) as outbox:
        numbers = queue(outbox, plan.as_test(sender) if to_sender else plan, envelope)
        return send_queued(outbox, numbers, carrier, _once(clock))


def message_files(plan: MailPlan, sender: Sender, clock: Clock) -> tuple[str, bytes]:
    """The messages for a mail program that opens and sends them: the name and the content of one .eml file, or of a ZIP
    file with all of them, in memory only. Raises CaresheetError (mail-settings, not-reviewed)."""
    refuse_drafts(plan, sender)
    written = tuple(plan.written(replace(envelope_for(sender, clock, ""), unsent=True)))
    if len(written) == 1:
        return "message.eml", written[0].mime
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as file:
        for number, message in enumerate(written, start=1):
            file.writestr(f"{number:03}-{message.document}.eml", message.mime)
    return "messages.zip", stream.getvalue()


def sender_at(address: str) -> Sender:
    """The sender with an address that was typed. Raises CaresheetError (bad-email-address)."""
    return Sender(recipient_at(address).address)


def arriving_page(letter: Letter) -> str:
    """The message as a mail program shows it: a page of HTML that runs and loads nothing."""
    return mail_page(letter)


def send_waiting(environment: Environment, clock: Clock, numbers: Sequence[int] = ()) -> SendReport:
    """Try the messages that are waiting once more, at most MOST of them; with `numbers`, only these, including messages
    that a server refused. Raises CaresheetError."""
    carrier = mail_carrier(environment, mail_sender(environment), clock=clock)
    with open_outbox(environment, clock.today()) as outbox:
        chosen = messages_to_retry(outbox, numbers)[:MOST]
        requeue(outbox, chosen)
        return send_queued(outbox, chosen, carrier, _once(clock))


def kept_messages(environment: Environment, today: date) -> tuple[OutboxEntry, ...]:
    """All messages of the outbox, the latest first. Raises CaresheetError."""
    with open_outbox(environment, today) as outbox:
        return tuple(reversed(tuple(outbox.entries())))


def take_back(environment: Environment, today: date, number: int) -> None:
    """Take back a message that is waiting. Raises CaresheetError (bad-outbox)."""
    with open_outbox(environment, today) as outbox:
        cancel(outbox, (number,))


def settle(environment: Environment, today: date, number: int, *, arrived: bool) -> None:
    """Record what became of a message whose fate is unknown; one that did not arrive waits to be sent again. Raises
    CaresheetError (bad-outbox)."""
    with open_outbox(environment, today) as outbox:
        resolve(outbox, number, MessageState.SENT if arrived else MessageState.QUEUED)


def _once(clock: Clock) -> Pace:
    return Pace(_PER_MINUTE, (), clock.sleep)
