"""`caresheet email` sends what may go out, to whom it was told, once, and tells nobody who that was."""

from __future__ import annotations

import os
import re
import stat
import sys
from collections.abc import Iterator
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from itertools import pairwise
from pathlib import Path

import pytest
from tests.conftest import Run
from tests.delivery.mail_servers import PASSWORD, USER, Mailroom, running, trusted_certificate
from tests.delivery.offices import CLINIC, TITLES, TOPIC, office, sending, write_list

ANA, BEN = "ana.lopez@family.example", "ben@other.example"


@pytest.fixture
def room() -> Mailroom:
    return Mailroom()


@pytest.fixture
def environment(starter: Path, room: Mailroom, tmp_path: Path) -> Iterator[dict[str, str]]:
    """What it takes to send over TLS, with a login, to a server that keeps what it gets."""
    path, context = trusted_certificate(tmp_path)
    with running(room, context, login=True) as port:
        yield office(starter, port, path) | {"CARESHEET_SMTP_USER": USER, "CARESHEET_SMTP_PASSWORD": PASSWORD}


def read(mime: bytes) -> EmailMessage:
    message = message_from_bytes(mime, policy=default)
    assert isinstance(message, EmailMessage)
    return message


def test_dry_by_default(caresheet: Run, starter: Path, environment: dict[str, str], room: Mailroom) -> None:
    """Without --send it shows what goes to whom, with masked addresses, and counts it; --show shows each message.
    Neither server nor outbox hears of it."""
    families = write_list(starter, [ANA, BEN])
    options = ("--recipients", str(families), "--clinic", CLINIC)
    result = caresheet("email", *options, cwd=starter, environment=environment)
    assert (result.returncode, result.stderr) == (0, "")
    head, ana, ben, blank, *counts = result.stdout.splitlines()
    assert head.split() == ["to", "language", "handout", "size", "pages", "KB", "subject"]
    assert re.fullmatch(r"a…@family\.example +en +card +regular +1 +\d+ +Your care guide", ana)
    assert re.fullmatch(r"b…@other\.example +en +card +regular +1 +\d+ +Your care guide", ben)
    assert (blank, counts) == (
        "",
        [
            "2 messages, by language: en 2",
            "by handout: card 2",
            "by domain: family.example 1, other.example 1",
            "Nothing was sent. To send, run the same command with --send --confirm 2",
        ],
    )
    shown = caresheet("email", *options, "--show", cwd=starter, environment=environment)
    assert shown.returncode == 0
    assert re.search(
        r"^Subject: Your care guide\nLanguage: en\nAttachment: care-guide\.pdf, 1 page, \d+ KB$",
        shown.stdout,
        re.MULTILINE,
    )
    assert shown.stdout.count("Attachment:") == 1
    assert "Dry them with a clean towel." in shown.stdout
    assert not room.received
    assert not Path(environment["CARESHEET_OUTBOX"]).exists()


def test_send_once(caresheet: Run, starter: Path, environment: dict[str, str], room: Mailroom) -> None:
    """Confirmed, each gets a whole message; the same command sends nothing more, and another campaign does."""
    command = sending(2, write_list(starter, [ANA, BEN]))
    first = caresheet(*command, cwd=starter, environment=environment)
    assert (first.returncode, first.stdout, first.stderr) == (0, "2 sent\n", "")
    again = caresheet(*command, cwd=starter, environment=environment)
    assert (again.returncode, again.stdout) == (0, "2 sent\n")
    assert [address for address, _ in room.received] == [ANA, BEN]
    message = read(room.received[0][1])
    assert (message["To"], message["Subject"]) == (ANA, "Your care guide")
    (pdf,) = message.iter_attachments()
    assert isinstance(pdf, EmailMessage)
    assert pdf.get_filename() == "care-guide.pdf"
    assert pdf.get_content().startswith(b"%PDF-")
    body = message.get_body(("plain",))
    assert body is not None
    assert "DRAFT" not in body.get_content()
    assert caresheet(*command, "--campaign", "spring", cwd=starter, environment=environment).returncode == 0
    assert len(room.received) == 4


def test_page(caresheet: Run, starter: Path, environment: dict[str, str], room: Mailroom) -> None:
    """The HTML of a message is in its language, loads nothing, runs nothing, and its headings skip no level."""
    (starter / "content" / TOPIC / "reviews" / "en.yaml").unlink()
    command = (*sending(1, write_list(starter, [ANA]))[:-3], "--draft", "--test-me")
    assert caresheet(*command, cwd=starter, environment=environment).returncode == 0
    body = read(room.received[0][1]).get_body(("html",))
    assert body is not None
    page = body.get_content()
    assert re.search(r'<html[^>]* lang="en"', page)
    assert not re.search(r"<(script|link|iframe|object|embed|form)\b|\bon\w+=|@import|url\(|javascript:", page)
    assert not re.search(r"<(img|source|video|audio)\b[^>]*\bsrc=[\"'](?!data:|cid:)", page)
    levels = [int(level) for level in re.findall(r"<h([1-6])\b", page)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    head = (page.index("<body"), page.index("DRAFT"), page.index("<h1"), page.index("</body>"))
    assert head == tuple(sorted(head))


def test_only_what_may_go_out(caresheet: Run, starter: Path, environment: dict[str, str], room: Mailroom) -> None:
    """A draft, a language that nobody has reviewed, and a clinic without its numbers or with some that nobody can dial,
    are refused before anything is queued; --draft does not change that, but allows looking at it."""
    command = sending(1, write_list(starter, [ANA]))
    reviews = starter / "content" / TOPIC / "reviews" / "en.yaml"
    kept = reviews.read_bytes()
    english = (starter / "content" / TOPIC / "en.yaml").read_text(encoding="utf-8")
    spanish = re.sub(r"^title:", "translates: {from: en}\ntitle:", english, count=1, flags=re.MULTILINE)
    (starter / "content" / TOPIC / "es.yaml").write_text(spanish, encoding="utf-8")
    other = caresheet(*command, "--lang", "es", cwd=starter, environment=environment)
    assert other.returncode == 1
    assert f"content/{TOPIC}/es.yaml" in other.stderr
    assert "not-reviewed there is no review of 'es'" in other.stderr
    (starter / "content" / TOPIC / "es.yaml").unlink()
    reviews.unlink()
    draft = caresheet(*command, cwd=starter, environment=environment)
    assert draft.returncode == 1
    assert "not-reviewed" in draft.stderr
    forced = caresheet(*command, "--draft", cwd=starter, environment=environment)
    assert forced.returncode == 2
    assert "A draft is never sent to readers" in forced.stderr
    seen = caresheet(*command[:-3], "--draft", cwd=starter, environment=environment)
    assert seen.returncode == 0
    assert seen.stdout.endswith("Drafts are never sent: record a review first, with caresheet review\n")
    reviews.write_bytes(kept)
    (starter / CLINIC).write_text("name: 'Riverside'\nemergency: '112'\n", encoding="utf-8")
    silent = caresheet(*command, cwd=starter, environment=environment)
    assert silent.returncode == 1
    assert "emergency-numbers the clinic's profile has no `after_hours_phone`" in silent.stderr
    unsafe = "name: 'Riverside'\nphone: '555-O11O'\nafter_hours_phone: call us\nemergency: your local number\n"
    (starter / CLINIC).write_text(unsafe, encoding="utf-8")
    useless = caresheet(*command, cwd=starter, environment=environment)
    assert useless.returncode == 1
    assert [line.split()[0] for line in useless.stderr.splitlines() if "unsafe-value" in line] == [
        f"{CLINIC}:{line}:{column}:" for line, column in ((2, 8), (3, 20), (4, 12))
    ]
    assert not room.received
    assert not Path(environment["CARESHEET_OUTBOX"]).exists()


def test_confirmation(caresheet: Run, starter: Path, environment: dict[str, str]) -> None:
    """Without the right number, and with two ways to send, it is wrong usage."""
    families = write_list(starter, [ANA, BEN])
    *command, _ = sending(2, families)
    for end in (("3",), ("2", "--test-me"), ("2", "--to", ANA)):
        assert caresheet(*command, *end, cwd=starter, environment=environment).returncode == 2
    nobody = caresheet("email", "--layout", "card", cwd=starter, environment=environment)
    assert nobody.returncode == 2


def test_one_address(caresheet: Run, starter: Path, environment: dict[str, str], room: Mailroom) -> None:
    """An address on standard input is asked for in silence; one among the arguments is warned of, but not repeated."""
    options = ("email", "--layout", "card", "--clinic", CLINIC, "--send", "--confirm", "1")
    typed = caresheet(*options, "--to", "-", cwd=starter, typed=f"{ANA}\n", environment=environment)
    assert (typed.returncode, typed.stdout, typed.stderr) == (0, "1 sent\n", "")
    seen = caresheet(*options, "--to", BEN, cwd=starter, environment=environment)
    assert seen.returncode == 0
    assert "can see an address on the command line" in seen.stderr
    assert BEN not in seen.stderr + seen.stdout
    assert [address for address, _ in room.received] == [ANA, BEN]
    bad = caresheet(*options, "--to", "-", cwd=starter, typed=f"{ANA}\nBcc: {BEN}\n", environment=environment)
    assert (bad.returncode, ANA in bad.stderr) == (1, False)


def test_part_that_fails(caresheet: Run, starter: Path, environment: dict[str, str], room: Mailroom) -> None:
    """What is refused and what nobody knows of is listed (exit 3), and a person's word settles it."""
    names = [ANA, "refused@family.example", "lost@family.example"]
    command = sending(3, write_list(starter, names))
    result = caresheet(*command, cwd=starter, environment=environment)
    assert result.returncode == 3
    assert result.stdout.startswith("1 sent, 1 refused, 1 unknown\n")
    assert "550 5.1.1" in result.stdout
    again = caresheet(*command, cwd=starter, environment=environment)
    assert again.returncode == 3
    assert len(room.received) == 2
    assert caresheet("outbox", "resolve", "3", "--as", "sent", cwd=starter, environment=environment).returncode == 0
    assert caresheet("outbox", "resolve", "3", "--as", "sent", cwd=starter, environment=environment).returncode == 1
    listed = caresheet("outbox", "list", "--state", "sent", cwd=starter, environment=environment)
    assert [line.split()[0] for line in listed.stdout.splitlines()] == ["number", "1", "3"]


def test_retry_and_purge(caresheet: Run, starter: Path, environment: dict[str, str], room: Mailroom) -> None:
    """What waited because there was no server is sent later; purged, the outbox has no address and no word of it."""
    command = sending(2, write_list(starter, [ANA, BEN]))
    down = caresheet(*command, cwd=starter, environment=environment | {"CARESHEET_SMTP_PORT": "1"})
    assert down.returncode == 1
    assert "mail-server" in down.stderr
    dry = caresheet("outbox", "retry", cwd=starter, environment=environment)
    assert "2 messages would be sent" in dry.stdout
    assert not room.received
    sent = caresheet("outbox", "retry", "--send", cwd=starter, environment=environment)
    assert (sent.returncode, sent.stdout) == (0, "2 sent\n")
    file = Path(environment["CARESHEET_OUTBOX"]) / "outbox.sqlite3"
    assert ANA.encode() in file.read_bytes()
    assert caresheet("outbox", "purge", cwd=starter, environment=environment).stdout == "2 messages purged\n"
    assert ANA.encode() not in file.read_bytes()
    assert file.stat().st_size < 50_000
    assert caresheet(*command, cwd=starter, environment=environment).stdout == "2 sent\n"
    assert len(room.received) == 2


def test_cancel_and_export(caresheet: Run, starter: Path, environment: dict[str, str], room: Mailroom) -> None:
    """What waits can be taken back; a list without messages says so; the record counts without a trace of anybody."""
    empty = caresheet("outbox", "list", cwd=starter, environment=environment)
    assert (empty.returncode, empty.stdout) == (0, "the outbox is empty\n")
    command = sending(2, write_list(starter, [ANA, BEN]))
    caresheet(*command, cwd=starter, environment=environment | {"CARESHEET_SMTP_PORT": "1"})
    done = caresheet("outbox", "cancel", "1", cwd=starter, environment=environment)
    assert (done.returncode, done.stdout) == (0, "1 message cancelled\n")
    listed = caresheet("outbox", "list", cwd=starter, environment=environment).stdout.splitlines()
    assert listed[0].split() == ["number", "address", "handout", "state", "day", "reason"]
    assert [line.split()[3] for line in listed] == ["state", "refused", "queued"]
    assert listed[1].endswith("  cancelled")
    sent = caresheet("outbox", "retry", "--send", cwd=starter, environment=environment)
    assert (sent.returncode, sent.stdout) == (0, "1 sent\n")
    assert [address for address, _ in room.received] == [BEN]
    none = caresheet("outbox", "list", "--state", "queued", cwd=starter, environment=environment)
    assert none.stdout == "no messages are queued\n"
    head, *rows = caresheet("outbox", "export", cwd=starter, environment=environment).stdout.splitlines()
    assert head == "day,handout,state,reason,messages"
    assert [row.split(",")[2:] for row in rows] == [["refused", "cancelled", "1"], ["sent", "", "1"]]


def test_test_me(caresheet: Run, starter: Path, environment: dict[str, str], room: Mailroom) -> None:
    """The first message goes to the sender, as often as wanted, and to nobody else."""
    families = write_list(starter, [ANA, BEN])
    options = ("email", "--recipients", str(families), "--clinic", CLINIC, "--draft", "--test-me")
    for _ in range(2):
        assert caresheet(*options, cwd=starter, environment=environment).returncode == 0
    assert [address for address, _ in room.received] == ["nurse@clinic.example"] * 2


def test_eml_files(caresheet: Run, starter: Path, environment: dict[str, str], room: Mailroom) -> None:
    """The finished messages lie in a folder, under names that tell nothing, for a mail program to send."""
    families = write_list(starter, [ANA, BEN])
    options = ("email", "--recipients", str(families), "--clinic", CLINIC, "--draft", "--eml-dir", "out")
    result = caresheet(*options, cwd=starter, environment=environment)
    assert (result.returncode, result.stderr) == (0, "")
    first, second = sorted((starter / "out").glob("*.eml"))
    assert read(first.read_bytes())["To"] == ANA
    assert read(second.read_bytes())["X-Unsent"] == "1"
    assert TOPIC not in first.name
    assert not room.received


def test_bounces(caresheet: Run, starter: Path, environment: dict[str, str], room: Mailroom) -> None:
    """A report of a mail system about a message from here keeps later messages from its address, a forged one does not;
    one that cannot be read is named (exit 3), and only what was read is counted."""
    command = sending(2, write_list(starter, [ANA, BEN]))
    assert caresheet(*command, cwd=starter, environment=environment).returncode == 0
    message_id = read(room.received[0][1])["Message-ID"]
    for name, about in (("a.eml", message_id), ("forged.eml", "<1@clinic.example>")):
        (starter / name).write_text(
            "Content-Type: multipart/report; boundary=b\n\n--b\nContent-Type: message/delivery-status\n\n"
            f"Reporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; {ANA}\nAction: failed\nStatus: 5.1.1\n\n"
            f"--b\nContent-Type: text/rfc822-headers\n\nMessage-ID: {about}\n\n--b--\n",
            encoding="utf-8",
        )
    (starter / "b.eml").write_text("Subject: Hello\n\nHello.\n", encoding="utf-8")
    forged = caresheet("bounces", "forged.eml", cwd=starter, environment=environment)
    assert (forged.returncode, forged.stdout) == (
        0, "1 report: unreachable addresses: 0 permanently (0 new), 0 temporarily\n"
    )  # fmt: skip
    assert forged.stderr == "warning: 1 report ignored: not about a message that this outbox has sent\n"
    told = caresheet("bounces", "a.eml", "b.eml", "c.eml", cwd=starter, environment=environment)
    assert told.returncode == 3
    assert told.stdout == "1 report: unreachable addresses: 1 permanently (1 new), 0 temporarily\n"
    assert "b.eml:1:1: bad-bounce-report" in told.stderr
    assert "c.eml:1:1: not-readable" in told.stderr
    again = caresheet(*command, "--campaign", "spring", cwd=starter, environment=environment)
    assert (again.returncode, again.stdout.splitlines()[0]) == (3, "1 sent, 1 refused")
    assert [address for address, _ in room.received] == [ANA, BEN, BEN]


def test_settings(caresheet: Run, starter: Path, environment: dict[str, str]) -> None:
    """A missing or broken setting is told by its name, and the password by nobody."""
    command = sending(1, write_list(starter, [ANA]))
    for name, value in (
        ("CARESHEET_MAIL_FROM", ""),
        ("CARESHEET_MAIL_FROM", "nurse"),
        ("CARESHEET_MAIL_REPLY_TO", "x"),
        ("CARESHEET_SMTP_HOST", ""),
        ("CARESHEET_SMTP_PORT", "70000"),
        ("CARESHEET_SMTP_ENCRYPTION", "none"),
    ):
        result = caresheet(*command, cwd=starter, environment=environment | {name: value})
        assert result.returncode == 1
        assert f"mail-settings the mail setting {name} " in result.stderr
    wrong = caresheet(*command, cwd=starter, environment=environment | {"CARESHEET_SMTP_PASSWORD": "s3cret"})
    assert "rejects the user name or password" in wrong.stderr
    assert "s3cret" not in wrong.stderr + wrong.stdout
    away = environment | {"CARESHEET_SMTP_HOST": "mail.example"}
    result = caresheet(*command, "--insecure-localhost", cwd=starter, environment=away)
    assert "--insecure-localhost is for a server on this machine" in result.stderr


def test_keyring(caresheet: Run, starter: Path, environment: dict[str, str], tmp_path: Path) -> None:
    """Without a password in the environment, the system's keyring is asked for it."""
    backend = tmp_path / "ring.py"
    backend.write_text(
        "from keyring.backend import KeyringBackend\n\n\nclass Ring(KeyringBackend):\n    priority = 1\n\n"
        f"    def get_password(self, service, user):\n        return {PASSWORD!r} if service == 'caresheet' else ''\n\n"
        "    def set_password(self, service, user, password):\n        raise NotImplementedError\n",
        encoding="utf-8",
    )
    path = os.pathsep.join((str(tmp_path), os.environ.get("PYTHONPATH", "")))
    asked = environment | {"CARESHEET_SMTP_PASSWORD": "", "PYTHONPATH": path, "PYTHON_KEYRING_BACKEND": "ring.Ring"}
    result = caresheet(*sending(1, write_list(starter, [ANA])), cwd=starter, environment=asked)
    assert (result.returncode, result.stdout, result.stderr) == (0, "1 sent\n", "")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows closes the user's folder as a whole")
def test_outbox_is_closed_to_others(caresheet: Run, starter: Path, environment: dict[str, str]) -> None:
    """Only its owner may look into the outbox."""
    assert caresheet("outbox", "list", cwd=starter, environment=environment).returncode == 0
    folder = Path(environment["CARESHEET_OUTBOX"])
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}


def test_nothing_tells_who_got_what(caresheet: Run, starter: Path, environment: dict[str, str], room: Mailroom) -> None:
    """No address, name of a person or topic stands in what is printed, listed, put into files' names or arguments."""
    names = [ANA, "refused@family.example", "lost@family.example", "spam@family.example"]
    command = sending(4, write_list(starter, names))
    runs = [
        caresheet(*command[:-3], cwd=starter, environment=environment),
        caresheet(*command, cwd=starter, environment=environment),
        caresheet("outbox", "list", cwd=starter, environment=environment),
        caresheet("outbox", "retry", "2", cwd=starter, environment=environment),
        caresheet("outbox", "purge", cwd=starter, environment=environment),
    ]
    assert len(room.received) == 2
    said = "\n".join(f"{' '.join(run.args)}\n{run.stdout}\n{run.stderr}" for run in runs)
    said = said.replace(str(starter.parent), "").replace("by domain: family.example 4", "")
    said = re.sub(r"\b[a-z]…@family\.example\b", "", said)
    said += "\n".join(path.name for path in Path(environment["CARESHEET_OUTBOX"]).iterdir())
    assert "unknown" in said
    for secret in (*names, "ana", "lopez", "family.example", TOPIC, *TITLES, PASSWORD):
        assert secret.lower() not in said.lower().replace("another", ""), secret
