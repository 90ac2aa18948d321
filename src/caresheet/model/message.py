"""A handout as a letter to somebody, and what has become of it."""

from __future__ import annotations

import hashlib
from datetime import date
from enum import Enum

from msgspec import Struct

from caresheet.model.address import mailbox
from caresheet.model.edition import Size
from caresheet.model.problem import Position
from caresheet.model.walk import Discreet


class Recipient(Discreet, frozen=True):
    """Somebody who is to get one handout. `address` is sendable, and never shown.

    `layout` and `language` are None where the usual ones are meant; `consent_date` is the day on which the reader
    agreed to unencrypted mail, None where a person who sends a single letter answers for that. `position` is the line
    of the list, None without a list.
    """

    address: str
    layout: str | None = None
    language: str | None = None
    size: Size = Size.REGULAR
    consent_date: date | None = None
    position: Position | None = None


class Sender(Struct, frozen=True):
    """Who writes: a sendable address, a name to show or nothing, and where answers go, if elsewhere."""

    address: str
    name: str = ""
    reply_to: str | None = None


class Letter(Struct, frozen=True):
    """What everyone gets who gets the same handout: made once, however many there are.

    `fingerprint` is that of the handout; its first letters are all that lists say of it. `opening`, `closing` and, for
    a draft, `warning` are printed around `text` and in `html`, which is a whole page. `file_name` has no ending.
    Neither `subject` nor `file_name` says what the handout is about.
    """

    fingerprint: str
    language: str
    subject: str
    opening: str
    closing: str
    warning: str
    file_name: str
    text: str
    html: str
    pdf: bytes

    @property
    def size(self) -> int:
        """Bytes, before they are written as letters for the way."""
        return len(self.pdf) + len(self.text.encode()) + len(self.html.encode())

    @property
    def identifier(self) -> str:
        """What lists and logs call the handout."""
        return self.fingerprint[:12]

    def key(self, address: str, campaign: str) -> str:
        """What two messages have in common that are one: who gets it, which document, and on which occasion."""
        parts = (mailbox(address), self.fingerprint, campaign)
        return hashlib.sha256("\n".join(f"{len(part)} {part}" for part in parts).encode()).hexdigest()


class State(Enum):
    """Where a message is."""

    QUEUED = "queued"  # to be sent; no server has it
    SENDING = "sending"  # being handed over right now
    SENT = "sent"  # a server has taken it
    REFUSED = "refused"  # a server will never take it
    UNKNOWN = "unknown"  # the answer never came: a person has to find out


class Frozen(Discreet, frozen=True):
    """A finished message: the very bytes that are sent, also when they are sent again."""

    key: str
    address: str
    document: str
    mime: bytes


class Entry(Struct, frozen=True):
    """A message as lists show it. `mark` stands for the address and tells nobody what it is; `day` is when its state
    changed last; `reason` is the server's code, or nothing; `has_body` is False once it was purged."""

    number: int
    mark: str
    document: str
    state: State
    tries: int
    day: str
    reason: str
    has_body: bool


class Bounce(Discreet, frozen=True):
    """A mail system's word that a message did not arrive. `status` is its code (RFC 3463), such as 5.1.1."""

    address: str
    status: str

    @property
    def is_permanent(self) -> bool:
        """Whether it will not arrive another day either (RFC 3463, 3: class 5)."""
        return self.status.startswith("5.")
