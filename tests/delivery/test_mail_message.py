"""A message is what every mail program can read, and says in its head nothing but what it should."""

from __future__ import annotations

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.delivery.letters import ENVELOPE, SENDER, letter

from caresheet.delivery.mail.message import message_id, refuse_too_large, write_message
from caresheet.model.message import Letter
from caresheet.model.problem import CaresheetError

ANA = "ana.lopez@family.example"


def read(mime: bytes) -> EmailMessage:
    message = message_from_bytes(mime, policy=default)
    assert isinstance(message, EmailMessage)
    return message


def test_structure() -> None:
    """Plain text and HTML are alternatives, the PDF is attached byte for byte, and no part has a defect."""
    sent = letter()
    message = read(write_message(sent, ANA, ENVELOPE).mime)
    kinds = [part.get_content_type() for part in message.walk()]
    assert kinds == [
        "multipart/mixed", "multipart/alternative", "text/plain", "text/html", "application/pdf"
    ]  # fmt: skip
    assert [part.defects for part in message.walk()] == [[]] * 5
    (pdf,) = message.iter_attachments()
    assert isinstance(pdf, EmailMessage)
    assert (pdf.get_filename(), pdf.get_content()) == ("care-guide.pdf", sent.pdf)
    assert [part["Content-Language"] for part in message.walk()] == ["en", None, "en", "en", None]


def test_head() -> None:
    """Each header is there once and says what it should."""
    message = read(write_message(letter(), ANA, ENVELOPE).mime)
    said = {name: str(value) for name, value in message.items()}
    assert len(said) == len(message.keys())
    assert said.pop("Message-ID").endswith("@clinic.example>")
    assert said.pop("Content-Type").startswith("multipart/mixed;")
    assert said == {
        "From": "Clínica “San José” <nurse@clinic.example>",
        "To": ANA,
        "Reply-To": "desk@clinic.example",
        "Subject": "Your care guide",
        "Date": "Tue, 24 Nov 2026 08:30:00 +0000",
        "Content-Language": "en",
        "Auto-Submitted": "auto-generated",
        "MIME-Version": "1.0",
    }
    assert read(write_message(letter(), ANA, replace(ENVELOPE, unsent=True)).mime)["X-Unsent"] == "1"


def test_words_around_the_handout() -> None:
    """The letter's words come first and last in both forms, the warning of a draft before all; signs are escaped."""
    message = read(write_message(letter(warning="DRAFT & more"), ANA, ENVELOPE).mime)
    text, html = (message.get_body((kind,)) for kind in ("plain", "html"))
    assert text is not None
    assert html is not None
    assert text.get_content().replace("\r\n", "\n") == (
        "DRAFT & more\n\nHere is your guide.\n\nWalking\n\nIt does you good.\n\nCall us if <anything> is unclear.\n"
    )
    page = html.get_content()
    assert page.index("<body>") < page.index("<p>DRAFT &amp; more</p>") < page.index("<p>Here is") < page.index("<h1>")
    assert page.index("</main>") < page.index("<p>Call us if &lt;anything&gt;") < page.index("</body>")


def test_lines_are_short() -> None:
    """A text without a single line end, in another script, stays below 78 characters a line, in ASCII."""
    mime = write_message(letter(text="العربية " * 500, subject="Su guía de cuidados " * 9), ANA, ENVELOPE).mime
    assert mime.isascii()
    assert max(len(line) for line in mime.split(b"\r\n")) <= 78
    assert b"\n" not in mime.replace(b"\r\n", b"")


def test_the_same_is_the_same() -> None:
    """The same letter gives the same bytes; reader, document and occasion each make another message, capitals none."""
    first = write_message(letter(), ANA, ENVELOPE)
    assert write_message(letter(), ANA, ENVELOPE) == first
    assert write_message(letter(), ANA.upper(), ENVELOPE).key == first.key
    others = {
        write_message(letter(), "ben@family.example", ENVELOPE).key,
        write_message(letter(fingerprint="e" * 64), ANA, ENVELOPE).key,
        write_message(letter(), ANA, replace(ENVELOPE, campaign="autumn")).key,
    }
    assert len(others | {first.key}) == 4
    assert message_id(first.key, SENDER.address) in first.mime.decode()


def test_keys_do_not_run_together() -> None:
    """What ends one part and begins the next is no way to the key of another message."""
    assert letter().key("ana@a.example", "x\n1 y") != letter().key("ana@a.example", "x")


@pytest.mark.parametrize("evil", ["A\r\nBcc: eve@evil.example", "A\nX: y", "A\rB"])
def test_injection_is_refused(evil: str) -> None:
    """A line end in the subject or the sender's name makes no header, but a refusal."""
    for sent, envelope in (
        (letter(subject=evil), ENVELOPE),
        (letter(), replace(ENVELOPE, sender=replace(SENDER, name=evil))),
    ):
        with pytest.raises(CaresheetError, match="mail-settings"):
            write_message(sent, ANA, envelope)


@given(subject=st.text(min_size=1), name=st.text())
def test_any_words_in_the_head(subject: str, name: str) -> None:
    """Whatever stands in subject and name, the message has one recipient and no header more, or is refused."""
    envelope = replace(ENVELOPE, sender=replace(SENDER, name=name))
    try:
        message = read(write_message(letter(subject=subject), ANA, envelope).mime)
    except CaresheetError:
        return
    assert len(message.keys()) == 10
    assert [each.addr_spec for each in message["To"].addresses] == [ANA]
    assert str(message["Subject"]) == subject


@pytest.mark.parametrize("address", [f"{'a' * 64}@example.org", f"ana@{'a' * 60}.{'b' * 60}.{'c' * 60}.example"])
def test_longest_addresses(address: str) -> None:
    """The longest addresses stand in the head as they are, on lines that no server cuts."""
    message = read(write_message(letter(), address, replace(ENVELOPE, sender=replace(SENDER, address=address))).mime)
    assert [message[name].addresses[0].addr_spec for name in ("From", "To")] == [address, address]
    assert "=?" not in str(message["Message-ID"])


def test_size() -> None:
    """18 MB can be sent, a byte more cannot."""
    rest = letter(pdf=b"").size
    refuse_too_large(letter(pdf=bytes(18_000_000 - rest)))
    with pytest.raises(CaresheetError, match=r"message-too-large a handout in 'en' is 18\.0 MB"):
        write_message(letter(pdf=bytes(18_000_001 - rest)), ANA, ENVELOPE)


def test_nothing_shows_the_address(recwarn: pytest.WarningsRecorder) -> None:
    """What is printed of a message in a traceback or a log has neither its address nor its body."""
    shown = repr(write_message(letter(), ANA, ENVELOPE))
    assert "family.example" not in shown
    assert "Walking" not in shown
    assert isinstance(letter(), Letter)
    assert not recwarn
