"""Handing messages over to a mail server (RFC 5321), encrypted, each at most once."""

from __future__ import annotations

import re
import smtplib

from msgspec import Struct

from caresheet.delivery.mail.dispatch import DROPPED, NO_ANSWER, CarrierReply, UnreachableError
from caresheet.delivery.mail.smtp_session import MailServer, opened_session, status_of
from caresheet.model.mail_problem import mail_problem
from caresheet.model.message import MessageState, OutgoingMessage
from caresheet.model.rules import MAIL_SERVER

_DOT = re.compile(rb"(?m)^\.")
_SHUTTING_DOWN, _START, _TOO_LARGE = 421, 354, 552


class _Reply(Struct, frozen=True):
    """A server's reply. Its text is dropped, as it often contains an address; its codes are kept (RFC 3463)."""

    code: int
    status: str

    @classmethod
    def of(cls, answer: tuple[int, bytes | str]) -> _Reply:
        return cls(answer[0], status_of(answer))

    @property
    def is_yes(self) -> bool:
        return 200 <= self.code < 300

    @property
    def state(self) -> MessageState:
        """The state of a message after this reply. Anything but a clear yes or no is tried again."""
        if self.is_yes:
            return MessageState.SENT
        return MessageState.REFUSED if 500 <= self.code < 600 else MessageState.QUEUED


class SmtpCarrier:
    """Hands messages to a mail server, over one connection as long as it lasts."""

    def __init__(self, server: MailServer) -> None:
        self.server = server
        self.was_open = False
        self._session: smtplib.SMTP | None = None

    def prepare(self, message: OutgoingMessage) -> CarrierReply | None:
        """Name sender and recipient (MAIL, RCPT). Raises UnreachableError."""
        session = self._opened()
        try:
            reply = self._announce(session, message)
        except (smtplib.SMTPServerDisconnected, OSError):
            self.close()
            return CarrierReply(MessageState.QUEUED, DROPPED)
        if reply.is_yes:
            return None
        self._after(reply)
        return CarrierReply(reply.state, reply.status)

    def hand_over(self, message: OutgoingMessage) -> CarrierReply:
        """DATA. Once the message is on its way, only the server's reply tells whether it was accepted (RFC 1047)."""
        session = self._opened()
        try:
            reply = _Reply.of(session.docmd("DATA"))
        except (smtplib.SMTPServerDisconnected, OSError):
            self.close()
            return CarrierReply(MessageState.QUEUED, DROPPED)
        if reply.code != _START:
            self._after(reply)
            # A positive reply to DATA other than 354 means nothing (RFC 5321, section 4.3.2).
            return CarrierReply(MessageState.QUEUED if reply.is_yes else reply.state, reply.status)
        try:
            session.send(_DOT.sub(b"..", message.mime) + b".\r\n")
            reply = _Reply.of(session.getreply())
        except (smtplib.SMTPServerDisconnected, OSError):
            self.close()
            return CarrierReply(MessageState.UNKNOWN, NO_ANSWER)
        return self._accepted(reply)

    def close(self) -> None:
        """Send QUIT, and wait for the server's reply."""
        if self._session is not None:
            try:
                self._session.quit()
            except (smtplib.SMTPException, OSError):
                self._session.close()
        self._session = None

    def drop(self) -> None:
        """Close the connection without QUIT, and without waiting for the reply that the server still owes."""
        if self._session is not None:
            self._session.close()
        self._session = None

    def _opened(self) -> smtplib.SMTP:
        """A session that is encrypted and logged in. Raises UnreachableError."""
        if self._session is None:
            self._session = opened_session(self.server)
            self.was_open = True
        return self._session

    def _announce(self, session: smtplib.SMTP, message: OutgoingMessage) -> _Reply:
        options = [f"SIZE={len(message.mime)}"] if session.has_extn("size") else []
        reply = _Reply.of(session.mail(self.server.sender, options))
        if reply.is_yes:
            return _Reply.of(session.rcpt(message.address))
        if reply.state is MessageState.REFUSED and reply.code != _TOO_LARGE:
            said = f"{self.server} rejects the sender ({reply.status})"
            remedy = "use an address that this login may send from"
            raise UnreachableError(mail_problem(MAIL_SERVER, said, remedy), final=True)
        return reply

    def _accepted(self, reply: _Reply) -> CarrierReply:
        if not 200 <= reply.code < 600:
            self.close()
            return CarrierReply(MessageState.UNKNOWN, reply.status)
        self._after(reply)
        return CarrierReply(reply.state, "" if reply.is_yes else reply.status)

    def _after(self, reply: _Reply) -> None:
        """Get ready for the next message: leave a server that shuts down; reset the session after a rejection."""
        if reply.code == _SHUTTING_DOWN:
            self.close()
        elif not reply.is_yes and self._session is not None:
            try:
                self._session.rset()
            except (smtplib.SMTPException, OSError):
                self.close()
