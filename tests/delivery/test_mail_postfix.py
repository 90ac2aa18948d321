"""A real mail system, Postfix, takes the messages over TLS, delivers them, and its reports are understood."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest
import trustme
from tests.delivery.letters import ENVELOPE, letter
from tests.delivery.mail_servers import free_port
from tests.run import need

from caresheet.delivery.mail.bounces import read_bounce
from caresheet.delivery.mail.dispatch import Pace, send
from caresheet.delivery.mail.message import write_message
from caresheet.delivery.mail.outbox import Outbox
from caresheet.delivery.mail.smtp import SmtpCarrier
from caresheet.delivery.mail.smtp_session import Encryption, MailServer
from caresheet.model.message import Bounce, MessageState

POSTFIX = shutil.which("postfix", path=os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin")))
IS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0
WHY_NOT = "Postfix is not installed" if POSTFIX is None else "" if IS_ROOT else "only root may start Postfix"
PATIENCE = 30.0
"""Seconds that a mail system gets for what takes it a fraction of one."""
MAIN = """\
compatibility_level = 3.6
queue_directory = {home}/queue
data_directory = {home}/data
maillog_file = {home}/log
maillog_file_prefixes = {home}
mail_owner = postfix
setgid_group = postdrop
myhostname = mail.example
mydestination =
local_recipient_maps =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
virtual_mailbox_domains = family.example, clinic.example
virtual_mailbox_base = {home}/boxes
virtual_mailbox_maps = inline:{{ ana@family.example=ana/, nurse@clinic.example=nurse/ }}
virtual_uid_maps = static:65534
virtual_gid_maps = static:65534
virtual_alias_maps = inline:{{ gone@family.example=moved@lost.example }}
transport_maps = inline:{{ {{ lost.example = error:5.1.1 nobody lives here }} }}
smtpd_tls_cert_file = {home}/cert.pem
smtpd_tls_key_file = {home}/cert.pem
smtpd_tls_security_level = encrypt
smtpd_recipient_restrictions = reject_unlisted_recipient, permit_mynetworks, reject
smtp_dns_support_level = disabled
"""
MASTER = """\
127.0.0.1:{port} inet n - n - - smtpd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
proxymap unix - - n - - proxymap
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
error unix - - n - - error
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
postlog unix-dgram n - n - 1 postlogd
"""


@pytest.fixture
def home() -> Iterator[Path]:
    """A folder that the mail system's own user can reach; pytest's are root's alone. Skips where there is none."""
    need("postfix", WHY_NOT)
    with tempfile.TemporaryDirectory(prefix="caresheet-postfix-") as name:
        path = Path(name)
        path.chmod(0o755)
        yield path


@pytest.fixture
def port(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """The port of a Postfix of its own, with its whole configuration and queue in `home`."""
    authority = trustme.CA()
    issued = authority.issue_cert("127.0.0.1")
    issued.private_key_and_cert_chain_pem.write_to_path(str(home / "cert.pem"))
    authority.cert_pem.write_to_path(str(home / "authority.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(home / "authority.pem"))
    listening = free_port()
    for name in ("etc", "queue", "data", "boxes"):
        (home / name).mkdir()
    shutil.chown(home / "data", "postfix")
    shutil.chown(home / "boxes", 65534, 65534)
    (home / "etc" / "main.cf").write_text(MAIN.format(home=home), encoding="utf-8")
    (home / "etc" / "master.cf").write_text(MASTER.format(port=listening), encoding="utf-8")
    assert POSTFIX is not None
    commands = [POSTFIX, "-c", str(home / "etc")]
    started = subprocess.run([*commands, "start"], capture_output=True, text=True, check=False, timeout=PATIENCE)
    assert started.returncode == 0, started.stderr + _log(home)
    try:
        yield listening
    finally:
        subprocess.run([*commands, "stop"], capture_output=True, check=False, timeout=PATIENCE)


def _log(home: Path) -> str:
    log = home / "log"
    return log.read_text(encoding="utf-8") if log.exists() else ""


def _after(found: Callable[[], list[Path]], home: Path) -> list[Path]:
    """What is there once it is there."""
    end = time.monotonic() + PATIENCE
    while not (paths := found()):
        assert time.monotonic() < end, _log(home)
        time.sleep(0.05)
    return paths


def test_postfix(port: int, home: Path, tmp_path: Path) -> None:
    """One message is delivered as it was frozen, one is refused at once, one comes back as a report that is read."""
    server = MailServer("127.0.0.1", port, Encryption.STARTTLS, ENVELOPE.sender.address, timeout=PATIENCE)
    pace = Pace(1e9, (), lambda _seconds: None)
    names = ("ana", "nobody", "gone")
    with Outbox(tmp_path / "outbox", date(2026, 11, 24), b"k" * 32) as outbox:
        messages = [write_message(letter(), f"{name}@family.example", ENVELOPE) for name in names]
        numbers = [outbox.queue(message) for message in messages]
        said = {one.number: (one.state, one.reason) for one in send(outbox, numbers, SmtpCarrier(server), pace)}
    assert said == {
        numbers[0]: (MessageState.SENT, ""),
        numbers[1]: (MessageState.REFUSED, "550 5.1.1"),
        numbers[2]: (MessageState.SENT, ""),
    }
    (delivered,) = _after(lambda: list((home / "boxes" / "ana" / "new").glob("*")), home)
    arrived = message_from_bytes(delivered.read_bytes(), policy=default)
    assert isinstance(arrived, EmailMessage)
    assert [part.defects for part in arrived.walk()] == [[]] * 5
    (pdf,) = arrived.iter_attachments()
    assert isinstance(pdf, EmailMessage)
    assert pdf.get_content() == letter().pdf
    own = messages[0].mime.replace(b"\r\n", b"\n")
    assert delivered.read_bytes().endswith(own[own.index(b"MIME-Version") :])
    (report,) = _after(lambda: list((home / "boxes" / "nurse" / "new").glob("*")), home)
    ids = (str(message_from_bytes(messages[2].mime)["Message-ID"]),)
    bounces = read_bounce(report.read_bytes(), "report.eml")
    assert bounces == (Bounce("gone@family.example", "5.1.1", ids), Bounce("moved@lost.example", "5.1.1", ids))
    with Outbox(tmp_path / "outbox", date(2026, 11, 24), b"k" * 32) as outbox:
        assert outbox.suppress(bounces) == 1
