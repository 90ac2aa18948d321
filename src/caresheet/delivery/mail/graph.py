"""Handing messages to Microsoft Graph (`POST /me/sendMail` with a whole message in base64), each at most once.

What its answers mean for a message:

- 202: accepted, so it is sent. Graph does not report what becomes of it later; a bounce does.
- 401: the token is not valid. The message was not looked at; it is handed over once more, with a new token.
- 403, and 404 for a user without a mailbox: nothing is taken from this sender.
- 429, 503 and 509: too many messages for now. The message was not taken; all messages wait as long as Retry-After says.
- 400, 413 and the rest of 4xx: this message is refused.
- 500, 502, 504 and the rest of 5xx: it may have been taken or not. It is "unknown", as after a connection that ended
  without an answer.

Each message gets a new connection: if the server closed an idle one at the wrong moment, nobody would know whether the
message was taken. This costs little, because a mailbox takes only 30 messages a minute.
"""

from __future__ import annotations

import base64
import http.client
import re

from caresheet.delivery.mail.dispatch import NO_ANSWER, CarrierReply, UnreachableError
from caresheet.delivery.mail.https import HttpsAnswer, NoAnswerError, NotConnectedError, Request, answer_to, connected
from caresheet.delivery.mail.smtp_session import Token
from caresheet.model.mail_problem import mail_problem
from caresheet.model.message import MessageState, OutgoingMessage
from caresheet.model.rules import MAIL_SERVER
from caresheet.model.walk import Discreet

LARGEST = 4_000_000
"""The most bytes of a request, with the message in base64."""
_PATH = "/v1.0/me/sendMail"
_UNAUTHORIZED, _ACCEPTED = 401, 202
_NOT_FROM_HERE = {403, 404}
_LATER = {429, 503, 509}
_USUAL_WAIT = 60.0
"""Seconds to wait if the answer does not say."""
_CODE = re.compile(rb'"code"\s*:\s*"([A-Za-z]{1,60})"')


class GraphMailbox(Discreet, frozen=True):
    """The mailbox of the user whose token this is, at a service such as https://graph.microsoft.com."""

    url: str
    token: Token


class GraphCarrier:
    """Hands messages to Graph."""

    def __init__(self, mailbox: GraphMailbox) -> None:
        self.was_open = False
        self._mailbox = mailbox
        self._connection: http.client.HTTPSConnection | None = None

    def prepare(self, message: OutgoingMessage) -> CarrierReply | None:
        """Get a token and a connection. Raises UnreachableError, CaresheetError."""
        if (len(message.mime) + 2) // 3 * 4 > LARGEST:
            return CarrierReply(MessageState.REFUSED, "413")
        self._mailbox.token.current()
        self._connect()
        return None

    def hand_over(self, message: OutgoingMessage) -> CarrierReply:
        """Hand a message over; once more with a new token, if the server says that the first one is not valid."""
        body = base64.b64encode(message.mime)
        try:
            answer = self._answer(body, renew=False)
            if answer.status == _UNAUTHORIZED:
                answer = self._answer(body, renew=True)
        except NoAnswerError:
            return CarrierReply(MessageState.UNKNOWN, NO_ANSWER)
        if answer.status == _UNAUTHORIZED:
            raise self._rejected("rejects the sign-in (401)", setup="sign in again with: caresheet email setup")
        if answer.status in _NOT_FROM_HERE:
            raise self._refused(answer)
        return meaning_of(answer)

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection = None

    def drop(self) -> None:
        self.close()

    def _connect(self) -> http.client.HTTPSConnection:
        if self._connection is None:
            try:
                self._connection = connected(self._mailbox.url)
            except NotConnectedError as error:
                remedy = "check your connection to the internet"
                cause = mail_problem(MAIL_SERVER, f"{self._mailbox.url} {error}", remedy, fault=error.fault)
                raise UnreachableError(cause) from error
            self.was_open = True
        return self._connection

    def _answer(self, body: bytes, *, renew: bool) -> HttpsAnswer:
        token = self._mailbox.token.renewed() if renew else self._mailbox.token.current()
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "text/plain"}
        connection, self._connection = self._connect(), None
        return answer_to(Request(f"{self._mailbox.url}{_PATH}", body, headers), connection)

    def _refused(self, answer: HttpsAnswer) -> UnreachableError:
        found = _CODE.search(answer.body)
        code = found[1].decode() if found else ""
        said = f"{answer.status} {code}".strip()
        setup = ""
        if code == "ErrorSendAsDenied":
            remedy = "use the address of the mailbox that you sign in to"
        elif answer.status == 404 or code.startswith("Mailbox"):
            remedy, setup = "sign in with an account that has a mailbox", ": caresheet email setup"
        else:
            remedy = "an administrator has to consent to Mail.Send: Entra, App registrations, API permissions"
        return self._rejected(f"takes no mail from this sender ({said})", remedy, setup)

    def _rejected(self, reason: str, remedy: str = "", setup: str = "") -> UnreachableError:
        return UnreachableError(mail_problem(MAIL_SERVER, f"{self._mailbox.url} {reason}", remedy, setup), final=True)


def meaning_of(answer: HttpsAnswer) -> CarrierReply:
    """What an answer means for the message that was handed over."""
    status = answer.status
    if status == _ACCEPTED:
        return CarrierReply(MessageState.SENT)
    if status in _LATER:
        return CarrierReply(MessageState.QUEUED, str(status), _asked_wait(answer))
    return CarrierReply(MessageState.REFUSED if 400 <= status < 500 else MessageState.UNKNOWN, str(status))


def _asked_wait(answer: HttpsAnswer) -> float:
    text = answer.headers.get("retry-after", "").strip()
    return float(text) if text.isascii() and text.isdigit() and len(text) < 9 else _USUAL_WAIT
