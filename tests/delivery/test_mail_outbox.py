"""The outbox keeps every message once, and only a person decides about what nobody knows."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from tests.conftest import Run
from tests.delivery.letters import ENVELOPE, letter
from tests.delivery.mail_servers import Mailroom, running
from tests.delivery.offices import office, sending, write_list

from caresheet.delivery.mail.message import write_message
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
    with opened(tmp_path / "outbox", b"other" * 8) as other:
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
    assert outbox.suppress([Bounce("Ana@Family.example", "5.1.1"), Bounce("ben@family.example", "4.2.2")]) == 1
    assert outbox.is_suppressed(ANA)
    assert not outbox.is_suppressed("ben@family.example")
    assert outbox.release(outbox.mark(ANA))
    assert not outbox.release(outbox.mark(ANA))
    assert not outbox.is_suppressed(ANA)


def test_broken_outboxes(tmp_path: Path) -> None:
    """A file that is no outbox, one of a newer program and a place that cannot be are told, and left as they are."""
    for name in ("noise", "newer"):
        (tmp_path / name).mkdir()
    noise = tmp_path / "noise" / "outbox.sqlite3"
    noise.write_bytes(b"noise " * 999)
    newer = sqlite3.connect(tmp_path / "newer" / "outbox.sqlite3")
    newer.execute("pragma user_version = 2")
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
