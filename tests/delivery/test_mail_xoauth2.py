"""A mail server that takes tokens gets one, and never a password."""

from __future__ import annotations

import ssl

import pytest
from tests.delivery.letters import ENVELOPE, letter
from tests.delivery.mail_servers import SENDER, TokenRoom, running

from caresheet.delivery.mail.dispatch import Pace, send
from caresheet.delivery.mail.message import write_message
from caresheet.delivery.mail.outbox import Outbox
from caresheet.delivery.mail.smtp import SmtpCarrier
from caresheet.delivery.mail.smtp_session import Encryption, MailServer
from caresheet.model.message import MessageState
from caresheet.model.problem import CaresheetError

FAST = Pace(per_minute=1e9, waits=(), pause=lambda _seconds: None)


class Tokens:
    """An old token, and then a new one."""

    def __init__(self) -> None:
        self._tokens = ["new", "old"]

    def current(self) -> str:
        return self._tokens[-1]

    def renewed(self) -> str:
        self._tokens.pop()
        return self.current()


def server(port: int, user: str = SENDER) -> MailServer:
    return MailServer("127.0.0.1", port, Encryption.STARTTLS, SENDER, user, timeout=10, token=Tokens())


def outcome(outbox: Outbox, room: TokenRoom, trusting: ssl.SSLContext, user: str = SENDER) -> MessageState:
    number = outbox.queue(write_message(letter(), "ana@family.example", ENVELOPE))
    with running(room, trusting, login=True) as port:
        (said,) = send(outbox, [number], SmtpCarrier(server(port, user)), FAST)
    return said.state


@pytest.mark.parametrize(("known", "tried"), [({"old"}, ["old"]), ({"new"}, ["old", "new"])])
def test_token(outbox: Outbox, trusting: ssl.SSLContext, known: set[str], tried: list[str]) -> None:
    """A valid token logs in; one that was revoked is replaced, once."""
    room = TokenRoom(tokens=known)
    assert outcome(outbox, room, trusting) is MessageState.SENT
    assert room.tried == tried
    assert len(room.received) == 1


def test_rejected(outbox: Outbox, trusting: ssl.SSLContext) -> None:
    """If the server accepts neither token, its code is reported, with the way to sign in again; the message waits."""
    room = TokenRoom()
    with pytest.raises(CaresheetError, match=r"rejects the sign-in \(535 5\.7\.3\)") as error:
        outcome(outbox, room, trusting)
    assert "caresheet email setup" in error.value.problems[0].hint
    assert room.tried == ["old", "new"]
    assert outbox.entries()[0].state is MessageState.QUEUED


def test_user_name_beyond_ascii(outbox: Outbox, trusting: ssl.SSLContext) -> None:
    """The report of a user name that cannot be sent does not mention passwords, nor repeat the name; the message
    waits."""
    room = TokenRoom(tokens={"old"})
    with pytest.raises(CaresheetError, match="only ASCII characters in the user name that you sign in with") as error:
        outcome(outbox, room, trusting, "señora@clinic.example")
    (problem,) = error.value.problems
    assert "the address of the mailbox that you sign in to" in problem.hint
    assert "password" not in str(problem)
    assert "señora" not in str(problem)
    assert room.tried == []
    assert outbox.entries()[0].state is MessageState.QUEUED
