"""A handout sent by e-mail: the recipient, the letter that carries it, and the state of each message."""

from __future__ import annotations

import hmac
from datetime import date
from enum import Enum

from msgspec import Struct

from caresheet.model.address import mailbox
from caresheet.model.edition import Size
from caresheet.model.problem import Position
from caresheet.model.walk import Discreet


class Recipient(Discreet, frozen=True):
    """A person who is to get one handout. `address` is sendable and is never shown.

    `layout` and `language` are None for the default of the mailing. `consent_date` is the day on which the reader
    agreed to unencrypted e-mail; it is None for a single letter, where the sender answers for the consent. `position`
    is the line of the list, None without a list.
    """

    address: str
    layout: str | None = None
    language: str | None = None
    size: Size = Size.REGULAR
    consent_date: date | None = None
    position: Position | None = None


class Sender(Struct, frozen=True):
    """Who the message is from: a sendable address, an optional display name, and an optional address for replies."""

    address: str
    name: str = ""
    reply_to: str | None = None


class LetterWords(Struct, frozen=True):
    """What a letter says in one language before and after the handout; `warning` is empty unless the handout is a
    draft."""

    language: str
    opening: str
    closing: str
    warning: str = ""

    @property
    def before(self) -> tuple[str, ...]:
        """The paragraphs before the handout."""
        return tuple(words for words in (self.warning, self.opening) if words)


class Letter(Struct, frozen=True):
    """The content of a message, made once for all recipients of the same handout.

    `fingerprint` is the handout's; lists show only its first characters. A draft is not for patients: it goes to nobody
    but the sender. `pages` are those of `pdf`. `words`, in each language of the handout, are added around `text` and
    inside `html`, which is a whole page. `file_name` has no extension. Neither `subject` nor `file_name` reveals what
    the handout is about.
    """

    fingerprint: str
    subject: str
    words: tuple[LetterWords, ...]
    file_name: str
    text: str
    html: str
    pdf: bytes
    pages: int
    is_draft: bool

    @property
    def language(self) -> str:
        """The handout's own language."""
        return self.words[0].language

    @property
    def languages(self) -> tuple[str, ...]:
        """Its own language and, in a bilingual one, the second."""
        return tuple(each.language for each in self.words)

    @property
    def size(self) -> int:
        """Bytes before they are encoded for transport."""
        return len(self.pdf) + len(self.text.encode()) + len(self.html.encode())

    @property
    def plain_text(self) -> str:
        """The whole letter without HTML."""
        before, after = (words for each in self.words for words in each.before), (each.closing for each in self.words)
        return "\n\n".join((*before, self.text.strip("\n"), *after)) + "\n"

    @property
    def identifier(self) -> str:
        """How lists and logs refer to the handout."""
        return self.fingerprint[:12]

    def key(self, address: str, campaign: str, secret: bytes = b"") -> str:
        """The identity of a message: the same recipient, document and campaign give the same key. With a `secret`,
        nobody who does not have it can tell from the key whose message it was (HMAC, RFC 2104)."""
        parts = (mailbox(address), self.fingerprint, campaign)
        return hmac.digest(secret, "\n".join(f"{len(part)} {part}" for part in parts).encode(), "sha256").hex()


class MessageState(Enum):
    """Where a message stands on its way to the mail server."""

    QUEUED = "queued"  # waiting; no server has it
    SENDING = "sending"  # a running caresheet is handing it to the server right now
    SENT = "sent"  # a server accepted it
    REFUSED = "refused"  # a server rejected it for good
    UNKNOWN = "unknown"  # the server's answer never came: a person has to find out


class OutgoingMessage(Discreet, frozen=True):
    """A finished message: the exact bytes to send, the same on every retry."""

    key: str
    address: str
    document: str
    mime: bytes


class OutboxEntry(Struct, frozen=True):
    """A message as lists show it. `mark` stands for the address without revealing it; `day` is the day of the last
    change of state; `reason` is the server's code or empty; `has_body` is False after a purge."""

    number: int
    mark: str
    document: str
    state: MessageState
    tries: int
    day: str
    reason: str
    has_body: bool


class Bounce(Discreet, frozen=True):
    """A mail system's report that a message did not arrive. `status` is its code (RFC 3463), such as 5.1.1.
    `message_ids` are those of the messages that the report is about, as far as it contains them."""

    address: str
    status: str
    message_ids: tuple[str, ...] = ()

    @property
    def is_permanent(self) -> bool:
        """Whether sending again is pointless (RFC 3463, section 3: class 5)."""
        return self.status.startswith("5.")
