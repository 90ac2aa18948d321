"""Handing messages over to a mail server (RFC 5321), encrypted, each at most once."""

from __future__ import annotations

import ipaddress
import re
import smtplib
import ssl
from collections.abc import Callable, Generator, Sequence
from enum import Enum

from msgspec import Struct

from caresheet.delivery.mail.outbox import STOPPED, SUPPRESSED, Outbox
from caresheet.delivery.mail.replies import ENDLESS, BoundedSMTP, BoundedSMTPoverTLS
from caresheet.model.address import domain_of
from caresheet.model.message import MessageState, OutgoingMessage
from caresheet.model.problem import CaresheetError, Problem
from caresheet.model.rules import MAIL_SERVER
from caresheet.model.walk import Discreet

_DOT = re.compile(rb"(?m)^\.")
_ENHANCED = re.compile(rb"[245]\.\d{1,3}\.\d{1,3}\b")
_DROPPED = "dropped"
"""Reason: still queued, because the connection ended before the message was on its way."""
_NO_ANSWER = "no answer"
_SHUTTING_DOWN, _START, _TOO_LARGE = 421, 354, 552
_RETRY = "unsent messages wait in the outbox; send them with: caresheet outbox retry --send"


class Encryption(Enum):
    """How a connection is encrypted."""

    STARTTLS = "starttls"  # requested right after connecting (RFC 3207), usual on port 587
    IMPLICIT = "implicit"  # from the first byte (RFC 8314), usual on port 465
    NONE = "none"  # for a server on this machine only


class MailServer(Discreet, frozen=True):
    """The server that accepts messages from `sender`. `timeout`: seconds for each whole reply. No `user`: no login."""

    host: str
    port: int
    encryption: Encryption
    sender: str
    user: str = ""
    password: str = ""
    timeout: float = 60.0


def silently(_number: int, _seconds: float) -> None:
    """Nobody is told that so many messages wait for so long."""


class Pace(Struct, frozen=True):
    """Messages per minute, and retries. A message that the server defers is tried again after each of `waits`
    (seconds), then left in the outbox. `pause` sleeps; before a retry, `told` hears how many messages wait for it, and
    for how long."""

    per_minute: float
    waits: tuple[float, ...]
    pause: Callable[[float], None]
    told: Callable[[int, float], None] = silently


class SendOutcome(Struct, frozen=True):
    """The state of a message after everything that could be done now."""

    number: int
    state: MessageState
    reason: str


class _Reply(Struct, frozen=True):
    """A server's reply. Its text is dropped, as it often contains an address; its codes are kept (RFC 3463)."""

    code: int
    status: str

    @classmethod
    def of(cls, answer: tuple[int, bytes | str]) -> _Reply:
        code, words = answer
        enhanced = _ENHANCED.search(words if isinstance(words, bytes) else words.encode())
        return cls(code, f"{code} {enhanced[0].decode()}" if enhanced else str(code))

    @property
    def is_yes(self) -> bool:
        return 200 <= self.code < 300

    @property
    def state(self) -> MessageState:
        """The state of a message after this reply. Anything but a clear yes or no is tried again."""
        if self.is_yes:
            return MessageState.SENT
        return MessageState.REFUSED if 500 <= self.code < 600 else MessageState.QUEUED


class _UnreachableError(Exception):
    """The server cannot be used now; `problem` says why. `later`: the server asked to try again."""

    def __init__(self, server: MailServer, reason: str, *, later: bool = False) -> None:
        super().__init__(reason)
        self.later = later
        self.problem = Problem(None, MAIL_SERVER, f"{server.host}:{server.port} {reason}", _RETRY)


def send(outbox: Outbox, numbers: Sequence[int], server: MailServer, pace: Pace) -> Generator[SendOutcome, None, None]:
    """Send these messages, and yield the outcome of each once.

    Raises CaresheetError: mail-server if the server cannot be used at all, bad-outbox while another process sends.
    Messages that were not settled by then are still queued.
    """
    with outbox.sole_sender():
        connection = _Connection(server)
        try:
            waiting, reasons = list(numbers), dict[int, str]()
            for wait in (0.0, *pace.waits):
                if waiting and wait:
                    connection.close()  # servers drop an idle connection
                    pace.told(len(waiting), wait)
                    pace.pause(wait)
                waiting = yield from _round(outbox, waiting, connection, pace, reasons)
            for number in waiting:
                yield SendOutcome(number, MessageState.QUEUED, reasons.get(number, ""))
        except KeyboardInterrupt:
            connection.drop()
            raise
        finally:
            connection.close()


def _round(
    outbox: Outbox, numbers: Sequence[int], connection: _Connection, pace: Pace, reasons: dict[int, str]
) -> Generator[SendOutcome, None, list[int]]:
    """Try each message once. Yields the settled ones and returns those to try again."""
    later: list[int] = []
    for place, number in enumerate(numbers):
        try:
            outcome = _attempt(outbox, number, connection)
        except _UnreachableError as error:
            if not (connection.was_open or error.later):
                raise CaresheetError((error.problem,)) from error
            return [*later, *numbers[place:]]
        if outcome.state is MessageState.QUEUED:
            later.append(number)
            reasons[number] = outcome.reason
        else:
            yield outcome
        if place + 1 < len(numbers):
            pace.pause(60 / pace.per_minute)
    return later


def _attempt(outbox: Outbox, number: int, connection: _Connection) -> SendOutcome:
    message = outbox.queued(number)
    if message is None:  # settled before, or by another process
        return SendOutcome(number, outbox.state_of(number), "before")
    if outbox.is_suppressed(message.address):
        outbox.move(number, MessageState.QUEUED, MessageState.REFUSED, SUPPRESSED)
        return SendOutcome(number, MessageState.REFUSED, SUPPRESSED)
    session = connection.open()
    try:
        reply = _announce(session, connection.server, message)
    except (smtplib.SMTPServerDisconnected, OSError):
        connection.close()
        return _settled(outbox, number, MessageState.QUEUED, MessageState.QUEUED, _DROPPED)
    if not reply.is_yes:
        connection.after(reply)
        return _settled(outbox, number, MessageState.QUEUED, reply.state, reply.status)
    if not outbox.move(number, MessageState.QUEUED, MessageState.SENDING):
        connection.close()
        return SendOutcome(number, outbox.state_of(number), "before")
    try:
        state, reason = _hand_over(session, message, connection)
        return _settled(outbox, number, MessageState.SENDING, state, reason)
    except KeyboardInterrupt:  # the server may have it, and nobody will ask again
        outbox.move(number, MessageState.SENDING, MessageState.UNKNOWN, STOPPED)
        raise


def _settled(outbox: Outbox, number: int, old: MessageState, new: MessageState, reason: str) -> SendOutcome:
    outbox.move(number, old, new, reason)
    return SendOutcome(number, new, reason)


def _announce(session: smtplib.SMTP, server: MailServer, message: OutgoingMessage) -> _Reply:
    """MAIL and RCPT. Raises CaresheetError if the server accepts nothing from this sender."""
    options = [f"SIZE={len(message.mime)}"] if session.has_extn("size") else []
    reply = _Reply.of(session.mail(server.sender, options))
    if reply.is_yes:
        return _Reply.of(session.rcpt(message.address))
    if reply.state is MessageState.REFUSED and reply.code != _TOO_LARGE:
        raise CaresheetError((_UnreachableError(server, f"rejects the sender ({reply.status})").problem,))
    return reply


def _hand_over(session: smtplib.SMTP, message: OutgoingMessage, connection: _Connection) -> tuple[MessageState, str]:
    """DATA. Once the message is on its way, only the server's reply tells whether it was accepted (RFC 1047)."""
    try:
        reply = _Reply.of(session.docmd("DATA"))
    except (smtplib.SMTPServerDisconnected, OSError):
        connection.close()
        return MessageState.QUEUED, _DROPPED
    if reply.code != _START:
        connection.after(reply)
        # A positive reply to DATA other than 354 means nothing (RFC 5321, section 4.3.2).
        return (MessageState.QUEUED if reply.is_yes else reply.state), reply.status
    try:
        session.send(_DOT.sub(b"..", message.mime) + b".\r\n")
        reply = _Reply.of(session.getreply())
    except (smtplib.SMTPServerDisconnected, OSError):
        connection.close()
        return MessageState.UNKNOWN, _NO_ANSWER
    if not 200 <= reply.code < 600:
        connection.close()
        return MessageState.UNKNOWN, reply.status
    connection.after(reply)
    return reply.state, "" if reply.is_yes else reply.status


class _Connection:
    """One connection, opened when needed and again after it was lost."""

    def __init__(self, server: MailServer) -> None:
        self.server = server
        self.was_open = False
        self._session: smtplib.SMTP | None = None

    def open(self) -> smtplib.SMTP:
        """A session that is encrypted and logged in. Raises _UnreachableError."""
        if self._session is None:
            self._session = _opened(self.server)
            self.was_open = True
        return self._session

    def after(self, reply: _Reply) -> None:
        """Get ready for the next message: leave a server that shuts down; reset the session after a rejection."""
        if reply.code == _SHUTTING_DOWN:
            self.close()
        elif not reply.is_yes and self._session is not None:
            try:
                self._session.rset()
            except (smtplib.SMTPException, OSError):
                self.close()

    def close(self) -> None:
        """Leave politely, which waits for the server's reply."""
        if self._session is not None:
            _leave(self._session)
        self._session = None

    def drop(self) -> None:
        """Close the connection without QUIT: the server still owes a reply that nobody is waiting for."""
        if self._session is not None:
            self._session.close()
        self._session = None


def _opened(server: MailServer) -> smtplib.SMTP:
    try:
        session = _connected(server)
    except smtplib.SMTPConnectError as error:
        reply = _Reply.of((error.smtp_code, error.smtp_error))
        raise _UnreachableError(server, f"rejects the connection ({reply.status})", later=reply.code < 500) from error
    except ssl.SSLError as error:
        raise _UnreachableError(server, _untrusted(error)) from error
    except (smtplib.SMTPException, OSError) as error:
        raise _UnreachableError(server, f"cannot be reached: {_reason(error)}") from error
    try:
        _introduce(session, server)
    except BaseException:
        session.close()
        raise
    return session


def _connected(server: MailServer) -> smtplib.SMTP:
    name = domain_of(server.sender)  # smtplib's own default looks up this machine's name, which can take long
    if server.encryption is Encryption.IMPLICIT:
        context = ssl.create_default_context()
        return BoundedSMTPoverTLS(server.host, server.port, name, timeout=server.timeout, context=context)
    return BoundedSMTP(server.host, server.port, name, timeout=server.timeout)


def _introduce(session: smtplib.SMTP, server: MailServer) -> None:
    """Encrypt the connection, then log in. Raises _UnreachableError; no message was mentioned by then."""
    try:
        if server.encryption is Encryption.NONE:
            _require_this_machine(session, server)
        session.ehlo_or_helo_if_needed()
        if server.encryption is Encryption.STARTTLS:
            session.starttls(context=ssl.create_default_context())
            session.ehlo()
        if server.user:
            session.login(server.user, server.password)
    except smtplib.SMTPAuthenticationError as error:
        reply = _Reply.of((error.smtp_code, error.smtp_error))
        message = f"rejects the user name or password ({reply.status})"
        raise _UnreachableError(server, message, later=reply.code < 500) from error
    except smtplib.SMTPNotSupportedError as error:
        lacks = "no STARTTLS" if "STARTTLS" in str(error) else "no login"
        raise _UnreachableError(server, f"offers {lacks}") from error
    except ssl.SSLError as error:
        raise _UnreachableError(server, _untrusted(error)) from error
    except (smtplib.SMTPException, OSError) as error:
        later = isinstance(error, smtplib.SMTPResponseException) and error.smtp_code < 500
        raise _UnreachableError(server, f"ended the session: {_reason(error)}", later=later) from error
    except UnicodeError as error:
        raise _UnreachableError(server, "accepts only ASCII characters in user name and password") from error


def _require_this_machine(session: smtplib.SMTP, server: MailServer) -> None:
    """Without encryption the peer must be on this machine, whatever its name resolved to."""
    peer = session.sock.getpeername()[0] if session.sock else ""
    if not ipaddress.ip_address(peer.partition("%")[0]).is_loopback:
        raise _UnreachableError(server, "is not on this machine; --insecure-localhost is for loopback only")


def _leave(session: smtplib.SMTP) -> None:
    try:
        session.quit()
    except (smtplib.SMTPException, OSError):
        session.close()


def _untrusted(error: ssl.SSLError) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"has a certificate that cannot be trusted: {error.verify_message}"
    return f"cannot agree on encryption: {error.reason or 'the connection broke'}"


def _reason(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return _Reply.of((error.smtp_code, error.smtp_error)).status
    if ENDLESS in str(error):
        return ENDLESS
    if isinstance(error, TimeoutError) or "timed out" in str(error):
        return "no reply in time"
    if isinstance(error, OSError) and error.strerror:
        return error.strerror.lower()
    return "the connection broke"
