"""Messages reach a real server encrypted, each at most once, and whatever the server does is noted for each."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email import message_from_bytes
from itertools import chain, repeat

import pytest
import trustme
from msgspec.structs import replace
from tests.delivery.letters import ENVELOPE, letter
from tests.delivery.mail_servers import PASSWORD, USER, Mailroom, certificate, free_port, running

from caresheet.delivery.mail.dispatch import Pace, send
from caresheet.delivery.mail.message import write_message
from caresheet.delivery.mail.outbox import Outbox
from caresheet.delivery.mail.smtp import SmtpCarrier
from caresheet.delivery.mail.smtp_session import Encryption, MailServer
from caresheet.model.message import Bounce, MessageState
from caresheet.model.problem import CaresheetError

SENDER = ENVELOPE.sender.address
FAST = Pace(per_minute=1e9, waits=(0.01, 0.01), pause=lambda _seconds: None)


def queue(outbox: Outbox, *names: str) -> list[int]:
    return [outbox.queue(write_message(letter(), f"{name}@family.example", ENVELOPE)) for name in names]


def server(port: int, encryption: Encryption = Encryption.STARTTLS, *, word: str = PASSWORD) -> MailServer:
    return MailServer("127.0.0.1", port, encryption, SENDER, USER, word, timeout=10)


def outcomes(
    outbox: Outbox, numbers: list[int], to: MailServer, pace: Pace = FAST
) -> dict[int, tuple[MessageState, str]]:
    """What was said of each message, which is what the outbox has, too."""
    said = {one.number: (one.state, one.reason) for one in send(outbox, numbers, SmtpCarrier(to), pace)}
    assert {number: outbox.entry(number).state for number in said} == {n: state for n, (state, _) in said.items()}
    return said


@pytest.mark.parametrize("encryption", [Encryption.STARTTLS, Encryption.IMPLICIT])
def test_success(outbox: Outbox, trusting: ssl.SSLContext, encryption: Encryption) -> None:
    """Over either kind of TLS, with a login, each message arrives once, byte for byte, and is not sent again."""
    room = Mailroom()
    numbers = queue(outbox, "ana", "ben")
    mimes = [message.mime for number in numbers if (message := outbox.queued(number))]
    with running(room, trusting, implicit=encryption is Encryption.IMPLICIT, login=True) as port:
        to = server(port, encryption)
        assert outcomes(outbox, numbers, to) == dict.fromkeys(numbers, (MessageState.SENT, ""))
        assert outcomes(outbox, numbers, to) == dict.fromkeys(numbers, (MessageState.SENT, "before"))
    assert [address for address, _ in room.received] == ["ana@family.example", "ben@family.example"]
    assert [words for _, words in room.received] == mimes
    assert [outbox.entry(number).tries for number in numbers] == [1, 1]


def test_lines_that_begin_with_a_full_stop(outbox: Outbox, trusting: ssl.SSLContext) -> None:
    """A line of a single full stop in the words does not end the message."""
    room = Mailroom()
    sent = write_message(letter(text="One\n.\n..two\n"), "ana@family.example", ENVELOPE)
    with running(room, trusting, login=True) as port:
        outcomes(outbox, [outbox.queue(sent)], server(port))
    assert b"\r\n.\r\n..two" in sent.mime
    assert [words for _, words in room.received] == [sent.mime]


@pytest.mark.parametrize(
    ("name", "state", "reason", "tries"),
    [
        ("refused", MessageState.REFUSED, "550 5.1.1", 0),
        ("spam", MessageState.REFUSED, "550 5.7.1", 1),
        ("busy", MessageState.SENT, "", 1),
        ("never", MessageState.QUEUED, "450 4.2.1", 0),
        ("leaving", MessageState.SENT, "", 1),
        ("dropped", MessageState.SENT, "", 1),
        ("lost", MessageState.UNKNOWN, "no answer", 1),
    ],
)
def test_what_servers_do(
    outbox: Outbox, trusting: ssl.SSLContext, name: str, state: MessageState, reason: str, tries: int
) -> None:
    """A no is final, a "later" is tried again within its limit, a lost answer is unknown; the others arrive."""
    room = Mailroom()
    first, odd, last = queue(outbox, "ana", name, "ben")
    with running(room, trusting, login=True) as port:
        said = outcomes(outbox, [first, odd, last], server(port))
    assert said == {first: (MessageState.SENT, ""), odd: (state, reason), last: (MessageState.SENT, "")}
    assert outbox.entry(odd).tries == tries
    arrived = [address for address, _ in room.received]
    assert len(arrived) == len(set(arrived)) == 2 + (state in {MessageState.SENT, MessageState.UNKNOWN})
    assert room.asked[f"{name}@family.example"] == {"busy": 3, "never": 3, "leaving": 2, "dropped": 2}.get(name, 1)


@pytest.mark.parametrize(("name", "state"), [("silent", MessageState.QUEUED), ("slow", MessageState.UNKNOWN)])
def test_slow_server(outbox: Outbox, trusting: ssl.SSLContext, name: str, state: MessageState) -> None:
    """Who does not answer in time before the words gets them another day; after them, nobody knows."""
    odd, other = queue(outbox, name, "ben")
    with running(Mailroom(), trusting, login=True) as port:
        said = outcomes(outbox, [odd, other], replace(server(port), timeout=0.5), replace(FAST, waits=()))
    assert {number: found for number, (found, _) in said.items()} == {odd: state, other: MessageState.SENT}


def refusal(outbox: Outbox, to: MailServer) -> str:
    """Why nothing was sent at all; the message waits."""
    (number,) = queue(outbox, "ana")
    with pytest.raises(CaresheetError) as caught:
        list(send(outbox, [number], SmtpCarrier(to), FAST))
    assert outbox.entry(number).state is MessageState.QUEUED
    return str(caught.value)


def test_bad_certificate(outbox: Outbox) -> None:
    """A server whose certificate cannot be trusted gets no message, whichever kind of TLS it offers."""
    room, (_, context) = Mailroom(), certificate()
    for encryption in (Encryption.STARTTLS, Encryption.IMPLICIT):
        with running(room, context, implicit=encryption is Encryption.IMPLICIT) as port:
            assert "has a certificate that cannot be trusted" in refusal(outbox, server(port, encryption))
    assert not room.received


def test_certificate_of_another(outbox: Outbox, trusting: ssl.SSLContext) -> None:
    """A certificate that is sound but of another name is none."""
    assert trusting
    authority = trustme.CA()
    other = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("mail.example").configure_cert(other)
    with pytest.MonkeyPatch.context() as patch, authority.cert_pem.tempfile() as path:
        patch.setenv("SSL_CERT_FILE", path)
        with running(Mailroom(), other) as port:
            assert "cannot be trusted: IP address mismatch" in refusal(outbox, server(port))


def test_no_starttls(outbox: Outbox) -> None:
    """A server without encryption gets neither password nor message."""
    room = Mailroom()
    with running(room) as port:
        assert "offers no STARTTLS" in refusal(outbox, server(port))
    assert not room.asked


def test_wrong_password(outbox: Outbox, trusting: ssl.SSLContext) -> None:
    """A wrong password, and one that cannot be sent, stop at once and are never repeated in a message."""
    with running(Mailroom(), trusting, login=True) as port:
        assert "rejects the user name or password (535 5.7.8)" in refusal(outbox, server(port, word="guess"))
        assert "only ASCII characters" in refusal(outbox, server(port, word="contraseña"))
    with running(Mailroom()) as port:
        assert "offers no login" in refusal(outbox, server(port, Encryption.NONE))
    assert PASSWORD not in repr(server(1))


def test_nobody_there(outbox: Outbox) -> None:
    """A port where nobody listens is told at once."""
    assert "cannot be reached: connection refused" in refusal(outbox, server(free_port()))


def test_without_encryption_only_here(outbox: Outbox) -> None:
    """Without TLS a message goes to this machine, and to no other name that leads elsewhere."""
    room = Mailroom()
    (number,) = queue(outbox, "ana")
    with running(room) as port:
        plain = MailServer("localhost", port, Encryption.NONE, SENDER, timeout=10)
        assert outcomes(outbox, [number], plain) == {number: (MessageState.SENT, "")}


def test_suppressed(outbox: Outbox, trusting: ssl.SSLContext) -> None:
    """No server hears of an address that bounced for good; one that was full for a day is written to."""
    room = Mailroom()
    ana, ben = queue(outbox, "ana", "ben")
    ids = tuple(
        str(message_from_bytes(waiting.mime)["Message-ID"]) for n in (ana, ben) if (waiting := outbox.queued(n))
    )
    for number in (ana, ben):
        outbox.move(number, MessageState.QUEUED, MessageState.SENT)
    bounces = [Bounce("ANA@family.example", "5.1.1", ids), Bounce("ben@family.example", "4.2.2", ids)]
    assert outbox.suppress(bounces) == 1
    assert outbox.suppress(bounces) == 0
    for number in (ana, ben):
        outbox.move(number, MessageState.SENT, MessageState.QUEUED)
    with running(room, trusting, login=True) as port:
        said = outcomes(outbox, [ana, ben], server(port))
    assert said == {ana: (MessageState.REFUSED, "suppressed"), ben: (MessageState.SENT, "")}
    assert list(room.asked) == ["ben@family.example"]


def test_pace(outbox: Outbox, trusting: ssl.SSLContext) -> None:
    """Between two messages, and before each new attempt, it waits as it was told, and says so before the long waits."""
    pauses: list[float] = []
    told: list[tuple[int, float]] = []
    numbers = queue(outbox, "ana", "busy", "ben")
    pace = Pace(30, (5.0, 60.0), pauses.append, lambda number, seconds: told.append((number, seconds)))
    with running(Mailroom(), trusting, login=True) as port:
        outcomes(outbox, numbers, server(port), pace)
    assert pauses == [2.0, 2.0, 5.0, 60.0]
    assert told == [(1, 5.0), (1, 60.0)]


@contextmanager
def writing(*pieces: bytes, pause: float = 0.0) -> Iterator[int]:
    """The port of a server that writes the last piece again and again, whatever it is told."""
    ended = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def write() -> None:
            conversation, _ = listening.accept()
            with conversation, suppress(OSError):
                for piece in chain(pieces, repeat(pieces[-1])):
                    conversation.sendall(piece)
                    if ended.wait(pause):
                        return

        thread = threading.Thread(target=write)
        thread.start()
        try:
            yield listening.getsockname()[1]
        finally:
            ended.set()
            thread.join()


@pytest.mark.parametrize("greeting", [b"", b"220 hello\r\n"])
def test_replies_without_end(outbox: Outbox, greeting: bytes) -> None:
    """A greeting, or a reply to the first command, whose lines never end is given up, before it takes all memory."""
    with writing(greeting, b"220-" + b"x" * 1000 + b"\r\n") as port:
        assert "a reply without end" in refusal(outbox, server(port))


@pytest.mark.parametrize("piece", [b"220-wait\r\n", b"2"])
def test_replies_drop_by_drop(outbox: Outbox, piece: bytes) -> None:
    """The patience is for the whole reply: a line, or a byte, now and then does not make it longer."""
    before = time.monotonic()
    with writing(piece, pause=0.1) as port:
        assert "no reply in time" in refusal(outbox, replace(server(port), timeout=0.5))
    assert time.monotonic() - before < 30


def test_server_that_goes_away(outbox: Outbox, trusting: ssl.SSLContext) -> None:
    """When the server is gone after the first message, the others wait in the outbox, and are told."""
    ana, ben = queue(outbox, "ana", "leaving")
    with running(Mailroom(), trusting, login=True) as port:
        sending = send(outbox, [ana, ben], SmtpCarrier(server(port)), FAST)
        assert next(sending).number == ana
    (left,) = list(sending)
    assert (left.number, left.state, outbox.entry(ben).state) == (ben, MessageState.QUEUED, MessageState.QUEUED)
