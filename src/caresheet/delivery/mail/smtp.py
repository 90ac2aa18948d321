"""Handing messages over to a mail server (RFC 5321), encrypted, each at most once."""

from __future__ import annotations

import ipaddress
import re
import smtplib
import ssl
from collections.abc import Callable, Generator, Iterator, Sequence
from enum import Enum

from msgspec import Struct

from caresheet.delivery.mail.outbox import SUPPRESSED, Outbox
from caresheet.model.address import domain_of
from caresheet.model.message import Frozen, State
from caresheet.model.problem import CaresheetError, Problem
from caresheet.model.rules import MAIL_SERVER
from caresheet.model.walk import Discreet

_DOT = re.compile(rb"(?m)^\.")
_ENHANCED = re.compile(rb"[245]\.\d{1,3}\.\d{1,3}\b")
_DROPPED = "dropped"
"""The reason of what waits because the connection ended before the message was on its way."""
_NO_ANSWER = "no answer"
_SHUTTING_DOWN, _START, _TOO_LARGE = 421, 354, 552
_RETRY = "what was not sent waits in the outbox: caresheet outbox retry sends it"


class Encryption(Enum):
    """How a connection becomes secret."""

    STARTTLS = "starttls"  # asked for at once (RFC 3207), usual on port 587
    IMPLICIT = "implicit"  # from the first byte (RFC 8314), usual on port 465
    NONE = "none"  # never leaves this machine


class Server(Discreet, frozen=True):
    """Who takes messages from `sender`. `timeout` is in seconds and holds for each answer. No `user`, no login."""

    host: str
    port: int
    encryption: Encryption
    sender: str
    user: str = ""
    password: str = ""
    timeout: float = 60.0


class Pace(Struct, frozen=True):
    """How fast, and how patiently. What a server puts off is tried again after each of `waits` (seconds), then left
    in the outbox. `pause` sleeps."""

    per_minute: float
    waits: tuple[float, ...]
    pause: Callable[[float], None]


class Outcome(Struct, frozen=True):
    """Where a message is after all that could be done now."""

    number: int
    state: State
    reason: str


class _Reply(Struct, frozen=True):
    """A server's answer. Its words are dropped, as they often hold an address; its codes are kept (RFC 3463)."""

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
    def state(self) -> State:
        """What the answer to a whole message makes of it. Whatever is neither yes nor a plain no is tried again."""
        if self.is_yes:
            return State.SENT
        return State.REFUSED if 500 <= self.code < 600 else State.QUEUED


class _UnreachableError(Exception):
    """The server cannot be used now; `problem` says why. `later` tells whether it asked to be tried again."""

    def __init__(self, server: Server, reason: str, *, later: bool = False) -> None:
        super().__init__(reason)
        self.later = later
        self.problem = Problem(None, MAIL_SERVER, f"{server.host}:{server.port} {reason}", _RETRY)


def send(outbox: Outbox, numbers: Sequence[int], server: Server, pace: Pace) -> Iterator[Outcome]:
    """Send these messages, and say of each what has become of it, once.

    Raises CaresheetError: mail-server where the server cannot be used at all, bad-outbox while another program sends.
    What was not settled by then is still queued.
    """
    with outbox.sole_sender():
        line = _Line(server)
        try:
            waiting, reasons = list(numbers), dict[int, str]()
            for wait in (0.0, *pace.waits):
                if waiting and wait:
                    line.close()  # servers tire of who says nothing
                    pace.pause(wait)
                waiting = yield from _round(outbox, waiting, line, pace, reasons)
            for number in waiting:
                yield Outcome(number, State.QUEUED, reasons.get(number, ""))
        finally:
            line.close()


def _round(
    outbox: Outbox, numbers: Sequence[int], line: _Line, pace: Pace, reasons: dict[int, str]
) -> Generator[Outcome, None, list[int]]:
    """Try each message once. Yields those that are settled, returns those to be tried again."""
    later: list[int] = []
    for place, number in enumerate(numbers):
        try:
            outcome = _attempt(outbox, number, line)
        except _UnreachableError as error:
            if not (line.was_open or error.later):
                raise CaresheetError((error.problem,)) from error
            return [*later, *numbers[place:]]
        if outcome.state is State.QUEUED:
            later.append(number)
            reasons[number] = outcome.reason
        else:
            yield outcome
        if place + 1 < len(numbers):
            pace.pause(60 / pace.per_minute)
    return later


def _attempt(outbox: Outbox, number: int, line: _Line) -> Outcome:
    message = outbox.queued(number)
    if message is None:  # settled before, or by somebody else
        return Outcome(number, outbox.state_of(number), "before")
    if outbox.is_suppressed(message.address):
        outbox.move(number, State.QUEUED, State.REFUSED, SUPPRESSED)
        return Outcome(number, State.REFUSED, SUPPRESSED)
    session = line.open()
    try:
        reply = _announce(session, line.server, message)
    except (smtplib.SMTPServerDisconnected, OSError):
        line.close()
        return _settled(outbox, number, State.QUEUED, State.QUEUED, _DROPPED)
    if not reply.is_yes:
        line.after(reply)
        return _settled(outbox, number, State.QUEUED, reply.state, reply.status)
    if not outbox.move(number, State.QUEUED, State.SENDING):
        line.close()
        return Outcome(number, outbox.state_of(number), "before")
    state, reason = _hand_over(session, message, line)
    return _settled(outbox, number, State.SENDING, state, reason)


def _settled(outbox: Outbox, number: int, old: State, new: State, reason: str) -> Outcome:
    outbox.move(number, old, new, reason)
    return Outcome(number, new, reason)


def _announce(session: smtplib.SMTP, server: Server, message: Frozen) -> _Reply:
    """MAIL and RCPT. Raises _UnreachableError where the server takes nothing from this sender."""
    options = [f"SIZE={len(message.mime)}"] if session.has_extn("size") else []
    reply = _Reply.of(session.mail(server.sender, options))
    if reply.is_yes:
        return _Reply.of(session.rcpt(message.address))
    if reply.state is State.REFUSED and reply.code != _TOO_LARGE:
        raise CaresheetError((_UnreachableError(server, f"refuses the sender ({reply.status})").problem,))
    return reply


def _hand_over(session: smtplib.SMTP, message: Frozen, line: _Line) -> tuple[State, str]:
    """DATA. Once the words are on their way, only the server's answer tells whether it has them (RFC 1047)."""
    try:
        reply = _Reply.of(session.docmd("DATA"))
    except (smtplib.SMTPServerDisconnected, OSError):
        line.close()
        return State.QUEUED, _DROPPED
    if reply.code != _START:
        line.after(reply)
        # A yes to DATA that is not "go on" means nothing (RFC 5321, 4.3.2).
        return (State.QUEUED if reply.is_yes else reply.state), reply.status
    try:
        session.send(_DOT.sub(b"..", message.mime) + b".\r\n")
        reply = _Reply.of(session.getreply())
    except (smtplib.SMTPServerDisconnected, OSError):
        line.close()
        return State.UNKNOWN, _NO_ANSWER
    if not 200 <= reply.code < 600:
        line.close()
        return State.UNKNOWN, reply.status
    line.after(reply)
    return reply.state, "" if reply.is_yes else reply.status


class _Line:
    """One connection, opened when it is needed and again after it was lost."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.was_open = False
        self._session: smtplib.SMTP | None = None

    def open(self) -> smtplib.SMTP:
        """A connection that is secret and logged in. Raises _UnreachableError."""
        if self._session is None:
            self._session = _opened(self.server)
            self.was_open = True
        return self._session

    def after(self, reply: _Reply) -> None:
        """Make ready for the next message: a server that shuts down is left, one that said no is told to forget."""
        if reply.code == _SHUTTING_DOWN:
            self.close()
        elif not reply.is_yes and self._session is not None:
            try:
                self._session.rset()
            except (smtplib.SMTPException, OSError):
                self.close()

    def close(self) -> None:
        if self._session is not None:
            _leave(self._session)
        self._session = None


def _opened(server: Server) -> smtplib.SMTP:
    try:
        session = _connected(server)
    except smtplib.SMTPConnectError as error:
        reply = _Reply.of((error.smtp_code, error.smtp_error))
        raise _UnreachableError(server, f"does not greet ({reply.status})", later=reply.code < 500) from error
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


def _connected(server: Server) -> smtplib.SMTP:
    name = domain_of(server.sender)  # smtplib's own choice asks the name service, for as long as that takes
    if server.encryption is Encryption.IMPLICIT:
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(server.host, server.port, name, timeout=server.timeout, context=context)
    return smtplib.SMTP(server.host, server.port, name, timeout=server.timeout)


def _introduce(session: smtplib.SMTP, server: Server) -> None:
    """Make the connection secret, then log in. Raises _UnreachableError; nothing was said of any message by then."""
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
        message = f"does not take the user and password ({reply.status})"
        raise _UnreachableError(server, message, later=reply.code < 500) from error
    except smtplib.SMTPNotSupportedError as error:
        lacks = "no STARTTLS" if "STARTTLS" in str(error) else "no login"
        raise _UnreachableError(server, f"offers {lacks}") from error
    except ssl.SSLError as error:
        raise _UnreachableError(server, _untrusted(error)) from error
    except (smtplib.SMTPException, OSError) as error:
        later = isinstance(error, smtplib.SMTPResponseException) and error.smtp_code < 500
        raise _UnreachableError(server, f"ended the conversation: {_reason(error)}", later=later) from error
    except UnicodeError as error:
        raise _UnreachableError(server, "cannot be told a user or password beyond ASCII") from error


def _require_this_machine(session: smtplib.SMTP, server: Server) -> None:
    """Whatever a name was said to mean: without encryption, the other end of the wire is here."""
    peer = session.sock.getpeername()[0] if session.sock else ""
    if not ipaddress.ip_address(peer.partition("%")[0]).is_loopback:
        raise _UnreachableError(server, "is not on this machine: --insecure-localhost is for loopback only")


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
    if isinstance(error, TimeoutError) or "timed out" in str(error):
        return "it does not answer in time"
    if isinstance(error, OSError) and error.strerror:
        return error.strerror.lower()
    return "the connection broke"
