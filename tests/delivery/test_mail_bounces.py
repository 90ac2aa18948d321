"""Reports of mail systems are read as they stand, and what is none is told by its name."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caresheet.delivery.mail.bounces import read_bounce
from caresheet.model.message import Bounce
from caresheet.model.problem import CaresheetError

REPORT = """\
From: MAILER-DAEMON@mail.example
To: nurse@clinic.example
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="=b"

--=b
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

--=b
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example
Arrival-Date: Tue, 24 Nov 2026 08:30:00 +0000

{recipients}
--=b--
"""


def block(address: str, action: str = "failed", status: str = "5.1.1", *, kind: str = "rfc822") -> str:
    return f"Final-Recipient: {kind}; {address}\nAction: {action}\nStatus: {status}\n"


def report(*blocks: str) -> bytes:
    return REPORT.format(recipients="\n".join(blocks)).replace("\n", "\r\n").encode()


def test_every_recipient_of_a_report() -> None:
    """What failed for good, what failed for today and what is late are told apart; what arrived is no bounce."""
    found = read_bounce(
        report(
            block("ana@family.example"),
            block("<Ben@Family.example>", status="4.2.2 (mailbox full)"),
            block("eva@family.example", "delayed", "5.4.7"),
            block("zoe@family.example", "delivered", "2.0.0"),
        ),
        "a.eml",
    )
    assert found == (
        Bounce("ana@family.example", "5.1.1"),
        Bounce("Ben@family.example", "4.2.2"),
        Bounce("eva@family.example", "4.4.7"),
    )
    assert [bounce.is_permanent for bounce in found] == [True, False, False]


def test_forwarded_address() -> None:
    """Where mail went on to another address, the one that was written to is meant, too."""
    said = "Original-Recipient: rfc822;ana@family.example\n" + block("ana@work.example")
    assert {bounce.address for bounce in read_bounce(report(said), "a.eml")} == {
        "ana@family.example",
        "ana@work.example",
    }


@pytest.mark.parametrize("kind", ["text/rfc822-headers", "message/rfc822", "message/global-headers", "message/global"])
def test_the_message_it_is_about(kind: str) -> None:
    """The Message-ID of the message that a report contains, whole or as its headers, is in each of its bounces; that of
    the report itself is not."""
    inside = f"--=b\nContent-Type: {kind}\n\nMessage-ID: <1@clinic.example>\nSubject: x\n\n--=b--\n"
    data = report(block("ana@family.example")).replace(b"--=b--", inside.replace("\n", "\r\n").encode())
    data = b"Message-ID: <dsn@mail.example>\r\n" + data
    assert read_bounce(data, "a.eml") == (Bounce("ana@family.example", "5.1.1", ("<1@clinic.example>",)),)


@pytest.mark.parametrize(
    "flood", [b"--=b\n\n" * 2_000_000, b"A: b\n" * 3_000_000, b"Content-Type: message/rfc822\n\n" * 600_000]
)
def test_floods(flood: bytes) -> None:
    """A file of parts, headers or messages in messages without end is refused at once."""
    before = time.process_time()
    with pytest.raises(CaresheetError, match="bad-bounce-report"):
        read_bounce(b'Content-Type: multipart/report; boundary="=b"\n\n' + flood, "a.eml")
    assert time.process_time() - before < 20


def test_report_within_a_message() -> None:
    """A report that somebody forwarded as an attachment is found."""
    outer = b"From: a@b.example\r\nContent-Type: message/rfc822\r\n\r\n" + report(block("ana@family.example"))
    assert read_bounce(outer, "a.eml") == (Bounce("ana@family.example", "5.1.1"),)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"From: ana@family.example\r\nSubject: Thank you\r\n\r\nIt arrived.\r\n",
        report(),
        report("Action: failed\nStatus: 5.1.1\n"),
        report("Final-Recipient: rfc822; ana@family.example\nStatus: 5.1.1\n"),
        report(block("ana@family.example", status="bad")),
        report(block("nobody")),
        report(block("+1 555 0100", kind="x-telephone")),
        report(block("ana@family.example"), "Action: failed\n"),
    ],
)
def test_what_is_no_report(data: bytes) -> None:
    """Whatever lacks its address, action or status is told with its file, even beside one that has them."""
    with pytest.raises(CaresheetError, match=r"letters/a\.eml:1:1: bad-bounce-report") as caught:
        read_bounce(data, "letters/a.eml")
    assert "family.example" not in str(caught.value)


@given(st.one_of(st.binary(), st.binary(max_size=60).map(lambda noise: report(block("a@b.example") + repr(noise)))))
def test_no_bytes_break_the_reader(data: bytes) -> None:
    """Any bytes are a report or a refusal; nothing else is raised."""
    try:
        assert all(bounce.status for bounce in read_bounce(data, "a.eml"))
    except CaresheetError as error:
        assert error.problems  # noqa: PT017 - either is right
