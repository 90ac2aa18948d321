"""A letter to one recipient as the bytes of a message (RFC 5322, MIME)."""

from __future__ import annotations

from datetime import datetime
from email import message_from_bytes
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

from msgspec import Struct

from caresheet.delivery.mail.page import blanks_in_words, mail_page
from caresheet.model.address import domain_of
from caresheet.model.message import Letter, OutgoingMessage, Sender
from caresheet.model.problem import CaresheetError, Problem
from caresheet.model.rules import MAIL_SETTINGS, MESSAGE_TOO_LARGE

LARGE, TOO_LARGE = 7_000_000, 18_000_000
"""Bytes before encoding: base64 turns them into 10 and 25 MB (RFC 2045, section 6.8), common limits of mail systems."""
ID_LENGTH = 32
"""Characters of a message's key that its Message-ID begins with."""
_LONG_DOMAIN = 31
"""Characters. With a longer domain, a Message-ID does not fit on a line of 78 characters (RFC 5322, section 2.1.1)."""


class Envelope(Struct, frozen=True):
    """Sender, date and campaign of a message. `unsent` marks a draft that a mail program opens and sends. With the
    `secret` of an outbox, nobody else can tell what the Message-ID will be."""

    sender: Sender
    written_at: datetime
    campaign: str = ""
    unsent: bool = False
    secret: bytes = b""

    def key(self, letter: Letter, address: str) -> str:
        """The identity of the message with this letter to this address."""
        return letter.key(address, self.campaign, self.secret)


def refuse_too_large(letter: Letter) -> None:
    """Raises CaresheetError (message-too-large)."""
    if letter.size > TOO_LARGE:
        megabytes, limit = letter.size / 1e6, TOO_LARGE // 10**6
        message = f"a handout in '{letter.language}' is {megabytes:.1f} MB; the limit is {limit} MB"
        raise CaresheetError((Problem(None, MESSAGE_TOO_LARGE, message, "use smaller pictures, or print the handout"),))


def write_message(letter: Letter, address: str, envelope: Envelope) -> OutgoingMessage:
    """The finished message to a sendable address. The same letter, address and envelope give the same bytes.

    `multipart/mixed` of `multipart/alternative` (plain text, HTML) and the PDF, in ASCII, with lines of at most 78
    characters wherever they can be folded (RFC 5322, section 2.1.1; RFC 2045, section 6.7). Raises CaresheetError
    (message-too-large; mail-settings when a header would not read back as it was meant).
    """
    refuse_too_large(letter)
    key = envelope.key(letter, address)
    message = EmailMessage(policy=SMTP)
    try:
        _address(message, address, envelope)
        _describe(message, letter, envelope)
    except ValueError as error:  # the standard library refuses line breaks in headers
        raise _refusal("a header of the message would contain a line break") from error
    message["Message-ID"] = message_id(key, envelope.sender.address)
    _fill(message, letter)
    message.set_boundary(f"=_{key[:40]}")  # a random boundary would change the bytes each time
    next(message.iter_parts()).set_boundary(f"=_{key[24:]}")
    mime = message.as_bytes()
    _read_back(mime, address, letter, envelope)
    return OutgoingMessage(key, address, letter.identifier, mime)


def message_id(key: str, sender: str) -> str:
    """The Message-ID of a key: always the same, so that mail programs recognize duplicates."""
    domain = domain_of(sender)
    return f"<{key[:ID_LENGTH]}@{domain if len(domain) <= _LONG_DOMAIN else 'caresheet.invalid'}>"


def _address(message: EmailMessage, address: str, envelope: Envelope) -> None:
    sender = envelope.sender
    message["From"] = Address(sender.name, addr_spec=sender.address)
    message["To"] = Address(addr_spec=address)
    if sender.reply_to:
        message["Reply-To"] = Address(addr_spec=sender.reply_to)


def _describe(message: EmailMessage, letter: Letter, envelope: Envelope) -> None:
    message["Subject"] = letter.subject
    message["Date"] = envelope.written_at
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834, section 5: no vacation replies
    if envelope.unsent:
        message["X-Unsent"] = "1"  # Outlook opens it as a draft


def _fill(message: EmailMessage, letter: Letter) -> None:
    """Add the letter in plain text and in HTML, and attach the PDF."""
    message.set_content(blanks_in_words(letter.plain_text), cte="quoted-printable")
    message.add_alternative(mail_page(letter), subtype="html", cte="quoted-printable")
    for part in message.iter_parts():
        part["Content-Language"] = ", ".join(letter.languages)  # RFC 3282
    name = f"{letter.file_name}.pdf"
    message.add_attachment(letter.pdf, maintype="application", subtype="pdf", filename=name)
    message["Content-Language"] = ", ".join(letter.languages)  # set earlier, it would go into the first part


def _read_back(mime: bytes, address: str, letter: Letter, envelope: Envelope) -> None:
    """Check that the message reads back as it was meant: no name or subject became a header or another address."""
    read = message_from_bytes(mime, policy=SMTP)
    sender = envelope.sender
    said = [str(read["Subject"]), *(one.addr_spec for name in ("From", "To") for one in read[name].addresses)]
    meant = [letter.subject, sender.address, address]
    if said != meant or max(len(line) for line in mime.split(b"\r\n")) > 998 or not mime.isascii():
        raise _refusal("the sender or the subject cannot be written as a header")


def _refusal(message: str) -> CaresheetError:
    hint = "use plain text in CARESHEET_MAIL_FROM and in the labels that begin with mail_"
    return CaresheetError((Problem(None, MAIL_SETTINGS, message, hint),))
