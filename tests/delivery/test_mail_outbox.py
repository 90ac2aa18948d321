"""The outbox keeps every message once, and only a person decides about what nobody knows."""

from __future__ import annotations

import hmac
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace
from tests.conftest import Run
from tests.delivery.letters import ENVELOPE, letter
from tests.delivery.mail_servers import Mailroom, running
from tests.delivery.offices import office, sending, write_list

from caresheet.app.mail.outbox import messages_to_retry, resolve
from caresheet.delivery.mail.message import message_id, write_message
from caresheet.delivery.mail.outbox import Outbox
from caresheet.model.message import Bounce, MessageState, OutgoingMessage
from caresheet.model.problem import CaresheetError

DAY = date(2026, 11, 24)
ANA = "ana@family.example"


def opened(folder: Path, secret: bytes = b"k" * 32) -> Outbox:
    return Outbox(folder, DAY, secret)


def message(address: str = ANA) -> OutgoingMessage:
    return write_message(letter(), address, ENVELOPE)


@pytest.fixture
def outbox(tmp_path: Path) -> Iterator[Outbox]:
    with opened(tmp_path / "outbox") as one:
        yield one


def test_kept_once(outbox: Outbox, tmp_path: Path) -> None:
    """A message that is queued twice, also by another program, is there once, with the bytes it had first."""
    number = outbox.queue(message())
    with opened(tmp_path / "outbox") as other:
        assert other.queue(message()) == number
        assert other.mark(ANA) == outbox.mark(ANA.upper())
    assert outbox.queued(number) == message()
    assert len(outbox.entries()) == 1


def test_marks_need_the_key(outbox: Outbox, tmp_path: Path) -> None:
    """The same address has another mark in the outbox of another user."""
    with opened(tmp_path / "other", b"o" * 32) as other:
        assert other.mark(ANA) != outbox.mark(ANA)


def test_states_change_from_what_they_are(outbox: Outbox) -> None:
    """Who claims a message second does not get it; what was sent is never queued again by that."""
    number = outbox.queue(message())
    assert outbox.move(number, MessageState.QUEUED, MessageState.SENDING)
    assert not outbox.move(number, MessageState.QUEUED, MessageState.SENDING)
    assert outbox.move(number, MessageState.SENDING, MessageState.SENT)
    assert not outbox.move(number, MessageState.UNKNOWN, MessageState.QUEUED)
    assert outbox.state_of(number) is MessageState.SENT
    assert outbox.queued(number) is None


def test_sending_of_the_living_and_the_dead(outbox: Outbox, tmp_path: Path) -> None:
    """While its sender lives nobody else sends, and nothing becomes unknown; after its death what it held does."""
    number = outbox.queue(message())
    with opened(tmp_path / "outbox") as other:
        with outbox.sole_sender():
            outbox.move(number, MessageState.QUEUED, MessageState.SENDING)
            with pytest.raises(CaresheetError, match="another caresheet is sending"), other.sole_sender():
                pass
            assert other.state_of(number) is MessageState.SENDING
        with other.sole_sender():
            assert other.state_of(number) is MessageState.UNKNOWN
        assert other.entry(number).reason == "stopped"


def test_left_behind(outbox: Outbox, tmp_path: Path) -> None:
    """What a dead process was sending is unknown to whoever opens the outbox next, and can then be resolved: nobody is
    told that it is being sent. While its sender lives, opening changes nothing."""
    number = outbox.queue(message())
    with outbox.sole_sender():
        outbox.move(number, MessageState.QUEUED, MessageState.SENDING)
        with opened(tmp_path / "outbox") as other:
            assert other.state_of(number) is MessageState.SENDING
    with opened(tmp_path / "outbox") as other:
        assert (other.entry(number).state, other.entry(number).reason) == (MessageState.UNKNOWN, "stopped")
        assert messages_to_retry(other) == ()
        assert resolve(other, number, MessageState.QUEUED).state is MessageState.QUEUED


def test_full_disk(outbox: Outbox) -> None:
    """A disk without room is told as such, nothing of the message is kept, and the next try says the same."""
    (pages,) = outbox._file.execute("pragma page_count").fetchone()
    outbox._file.execute(f"pragma max_page_count = {pages}")
    for _ in range(2):
        with pytest.raises(CaresheetError, match="cannot be used: database or disk is full"):
            outbox.queue(write_message(letter(pdf=b"%PDF" * 99_999), ANA, ENVELOPE))
    assert outbox.entries() == ()
    outbox._file.execute("pragma max_page_count = 1000000")
    assert outbox.queue(message()) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limits of resources")
def test_lock_without_room(outbox: Outbox) -> None:
    """A lock that the disk has no room for is not said to be another sender's."""
    import resource

    usual = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, usual[1]))
    try:
        with pytest.raises(CaresheetError, match="cannot be used: disk I/O error"), outbox.sole_sender():
            pass
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, usual)
    with outbox.sole_sender():
        pass


def test_a_purged_file_confirms_no_guess(outbox: Outbox, tmp_path: Path) -> None:
    """Whoever has the file alone, knows the handout and the campaign, and tries addresses, finds none: neither by the
    key of a message nor by the mark of an address, with whatever the file holds as a secret."""
    addresses = [f"family-{number}@example.org" for number in range(30)]
    for address in addresses:
        key = letter().key(address, ENVELOPE.campaign, outbox.secret)
        number = outbox.queue(replace(message(address), key=key))
        outbox.move(number, MessageState.QUEUED, MessageState.SENT)
    outbox.purge()
    data = (tmp_path / "outbox" / "outbox.sqlite3").read_bytes()
    (in_the_file,) = outbox._file.execute("select proof from secret").fetchone()
    assert outbox.mark(addresses[0]).encode() in data
    assert outbox.secret not in data
    for secret in (b"", in_the_file):
        for address in addresses:
            assert letter().key(address, ENVELOPE.campaign, secret).encode() not in data
            assert hmac.digest(secret, address.encode(), "sha256").hex()[:10].encode() not in data


def test_another_secret(outbox: Outbox, tmp_path: Path) -> None:
    """Without its secret an outbox is not used: what was sent would be sent again, and to whom it must not be."""
    number = outbox.queue(message())
    with pytest.raises(CaresheetError, match=r"made with another secret.*bring back the file outbox-secret"):
        opened(tmp_path / "outbox", b"o" * 32)
    assert outbox.queue(message()) == number


def test_purge(outbox: Outbox, tmp_path: Path) -> None:
    """Purged, what was sent has no address and no body any more; what waits or is unknown keeps both."""
    numbers = [outbox.queue(message(f"{name}@family.example")) for name in ("ana", "ben", "eva", "zoe")]
    for number, state in zip(numbers, (MessageState.SENT, MessageState.REFUSED, MessageState.UNKNOWN), strict=False):
        outbox.move(number, MessageState.QUEUED, MessageState.SENDING)
        outbox.move(number, MessageState.SENDING, state)
    assert outbox.purge() == 2
    assert [entry.has_body for entry in outbox.entries()] == [False, False, True, True]
    data = (tmp_path / "outbox" / "outbox.sqlite3").read_bytes()
    assert [name.encode() + b"@family" in data for name in ("ana", "ben", "eva", "zoe")] == [False, False, True, True]
    assert outbox.queue(message()) == numbers[0]
    assert outbox.state_of(numbers[0]) is MessageState.SENT


def test_suppression(outbox: Outbox) -> None:
    """An address is suppressed in whatever letters, no list holds it, and a person can release it by its mark."""
    ids = sent(outbox, ANA, "ben@family.example")
    assert (
        outbox.suppress([Bounce("Ana@Family.example", "5.1.1", ids), Bounce("ben@family.example", "4.2.2", ids)]) == 1
    )
    assert outbox.is_suppressed(ANA)
    assert not outbox.is_suppressed("ben@family.example")
    assert outbox.release(outbox.mark(ANA))
    assert not outbox.release(outbox.mark(ANA))
    assert not outbox.is_suppressed(ANA)


def sent(outbox: Outbox, *addresses: str) -> tuple[str, ...]:
    """The Message-IDs of messages to these addresses that a server has accepted."""
    for address in addresses:
        number = outbox.queue(message(address))
        outbox.move(number, MessageState.QUEUED, MessageState.SENT)
    keys = [ENVELOPE.key(letter(), address) for address in addresses]
    return tuple(message_id(key, ENVELOPE.sender.address) for key in keys)


def test_only_what_was_sent_can_bounce(outbox: Outbox) -> None:
    """A report suppresses only the address that its message was sent to: not without a Message-ID, not with that of
    another address or an invented one, and not for a message that no server has had. A purge changes nothing."""
    (of_ana, of_ben) = sent(outbox, ANA, "ben@family.example")
    outbox.queue(message("eva@family.example"))
    of_eva = message_id(ENVELOPE.key(letter(), "eva@family.example"), ENVELOPE.sender.address)
    for bounce in (
        Bounce(ANA, "5.1.1"),
        Bounce(ANA, "5.1.1", ("", "<>", "<1@clinic.example>")),
        Bounce(ANA, "5.1.1", (of_ben,)),
        Bounce("eva@family.example", "5.1.1", (of_eva,)),
        Bounce("zoe@family.example", "5.1.1", (of_ana,)),
    ):
        assert outbox.suppress([bounce]) == 0, bounce.message_ids
    outbox.purge()
    assert outbox.suppress([Bounce(ANA, "5.1.1", ("<1@clinic.example>", of_ana))]) == 1
    assert not outbox.is_suppressed("eva@family.example")


def test_broken_outboxes(tmp_path: Path) -> None:
    """A file that is no outbox, one of a newer program and a place that cannot be are told, and left as they are."""
    for name in ("noise", "newer"):
        (tmp_path / name).mkdir()
    noise = tmp_path / "noise" / "outbox.sqlite3"
    noise.write_bytes(b"noise " * 999)
    newer = sqlite3.connect(tmp_path / "newer" / "outbox.sqlite3")
    newer.execute("pragma user_version = 99")
    newer.close()
    (tmp_path / "file").touch()
    for name, said in (("noise", "file is not a database"), ("newer", "newer version"), ("file", "cannot be used")):
        with pytest.raises(CaresheetError, match=said):
            opened(tmp_path / name)
    assert noise.read_bytes() == b"noise " * 999


def test_two_at_once(caresheet: Run, starter: Path) -> None:
    """Two programs that send the same list at the same time send each message once between them."""
    room = Mailroom()
    addresses = [f"family-{number}@example.org" for number in range(60)]
    command = (*sending(60, write_list(starter, addresses)), "--insecure-localhost")
    with running(room) as port:
        environment = office(starter, port)
        settings = [sys.executable, "-c", _TWICE, *command]
        done = subprocess.run(
            settings, cwd=starter, env=os.environ | environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        last = caresheet(*command, cwd=starter, environment=environment)
    assert last.stdout == "60 sent\n"
    assert sorted(address for address, _ in room.received) == sorted(addresses)


_TWICE = """\
import subprocess, sys
command = [sys.executable, "-m", "caresheet", *sys.argv[1:]]
both = [subprocess.Popen(command) for _ in range(2)]
codes = sorted(one.wait() for one in both)
sys.exit(0 if codes[0] == 0 and codes[1] in (0, 1, 3) else 1)
"""


def test_a_folder_that_holds_no_outbox(tmp_path: Path) -> None:
    """A file in its place, and a database that is none, are refused (bad-outbox) with what to do, and stay."""
    (tmp_path / "file").write_bytes(b"mine")
    (tmp_path / "outbox").mkdir()
    (tmp_path / "outbox" / "outbox.sqlite3").write_bytes(b"this is no database, but somebody's notes" * 40)
    for name in ("file", "outbox"):
        with pytest.raises(CaresheetError, match=r"bad-outbox .*CARESHEET_OUTBOX"), opened(tmp_path / name) as outbox:
            outbox.entries()
    assert (tmp_path / "file").read_bytes() == b"mine"
    assert (tmp_path / "outbox" / "outbox.sqlite3").read_bytes().startswith(b"this is no database")
