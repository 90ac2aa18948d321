"""A message that tries out the settings: from the sender to the sender, outside the outbox."""

from __future__ import annotations

from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

from caresheet.delivery.mail.dispatch import Carrier, CarrierReply, UnreachableError
from caresheet.delivery.mail.message import Envelope, message_id
from caresheet.model.mail_problem import MailFault, MailProblem, mail_problem
from caresheet.model.message import MessageState, OutgoingMessage
from caresheet.model.problem import CaresheetError
from caresheet.model.rules import MAIL_SERVER

_WORDS = (
    "This message was sent by caresheet to the address that it sends from, to try out the mail settings.\n"
    "If you can read it, handouts can be sent. Readers will see the same sender as you do here.\n"
)


def trial_message(envelope: Envelope, key: str) -> OutgoingMessage:
    """The test message; `key` distinguishes it from all others."""
    sender, message = envelope.sender, EmailMessage(policy=SMTP)
    message["From"] = Address(sender.name, addr_spec=sender.address)
    message["To"] = Address(addr_spec=sender.address)
    if sender.reply_to:
        message["Reply-To"] = Address(addr_spec=sender.reply_to)
    message["Subject"] = "Test of caresheet"
    message["Date"] = envelope.written_at
    message["Message-ID"] = message_id(key, sender.address)
    message.set_content(_WORDS)
    return OutgoingMessage(key, sender.address, "test", message.as_bytes())


def try_out(carrier: Carrier, message: OutgoingMessage) -> None:
    """Hand a message over, once. Raises CaresheetError (mail-server, mail-settings) that says what is wrong, and what
    to do about it."""
    try:
        answer = carrier.prepare(message) or carrier.hand_over(message)
    except UnreachableError as error:
        raise CaresheetError((error.cause,)) from error
    finally:
        carrier.close()
    if answer.state is not MessageState.SENT:
        raise CaresheetError((_not_taken(answer),))


def _not_taken(answer: CarrierReply) -> MailProblem:
    if answer.state is MessageState.REFUSED:
        remedy = "check the sender's address; the provider's help explains the code"
        message = f"the test message was refused ({answer.reason})"
        return mail_problem(MAIL_SERVER, message, remedy, fault=MailFault.REFUSED)
    if answer.state is MessageState.UNKNOWN:
        remedy = "check whether it has arrived, and try again"
        return mail_problem(MAIL_SERVER, f"the test message may have been sent, or not ({answer.reason})", remedy)
    message = f"the server is not taking messages now ({answer.reason})"
    return mail_problem(MAIL_SERVER, message, "try again in a few minutes", fault=MailFault.LATER)
