"""`caresheet email setup`, in a pseudo-terminal: answers that work are kept, and for others there is a remedy."""

from __future__ import annotations

import json
import os
import ssl
import stat
import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("Windows has no pseudo-terminals", allow_module_level=True)

from tests.cli.terminals import Typist
from tests.conftest import Run
from tests.delivery.mail_servers import (
    PASSWORD,
    SENDER,
    USER,
    Mailroom,
    TokenRoom,
    free_port,
    running,
    trusted_certificate,
)
from tests.delivery.offices import TITLES, TOPIC, office, sending, write_list
from tests.delivery.sign_in_servers import CLIENT, TENANT, Cloud, signing_in

ANA = "ana@family.example"
AGAIN = ("try again?", "n")


@pytest.fixture
def tls(tmp_path: Path) -> tuple[Path, ssl.SSLContext]:
    return trusted_certificate(tmp_path)


@pytest.fixture
def desk(tls: tuple[Path, ssl.SSLContext], tmp_path: Path) -> dict[str, str]:
    """A user without a keyring, whose browser signs in."""
    browser = tmp_path / "browse.py"
    browser.write_text("import sys\nfrom urllib.request import urlopen\nurlopen(sys.argv[1]).read()\n", "utf-8")
    return {
        "CARESHEET_SETTINGS": str(tmp_path / "settings"),
        "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
        "SSL_CERT_FILE": str(tls[0]),
        "BROWSER": f"{sys.executable} {browser} %s",
        "NO_COLOR": "1",
    }


class Watched:
    """The processes and temporary files that were seen: how many processes, and which command lines and files contain
    one of the words."""

    def __init__(self) -> None:
        self.seen, self.leaks = 0, set[str]()


@contextmanager
def watched(temporary: Path, words: Iterable[str]) -> Iterator[Watched]:
    """Keep looking at the command lines of all processes that have this folder in their environment, and at all files
    in it."""
    told, ended, wanted = Watched(), threading.Event(), tuple(words)

    def look() -> None:
        while not ended.wait(0.005):
            for path in Path("/proc").glob("[0-9]*/cmdline"):
                try:
                    called = path.read_bytes().replace(b"\0", b" ").decode(errors="replace")
                    is_ours = os.fsencode(temporary) in path.with_name("environ").read_bytes()
                except OSError:
                    continue  # it has ended
                if is_ours:
                    told.seen += 1
                    told.leaks |= {called} if any(word in called for word in wanted) else set()
            told.leaks |= files_with(temporary, wanted)

    watcher = threading.Thread(target=look)
    watcher.start()
    try:
        yield told
    finally:
        ended.set()
        watcher.join()


def files_with(folder: Path, words: Iterable[str]) -> set[str]:
    """The files in this folder and below it that have one of the words in their path or content."""
    wanted, found = [word.encode() for word in words], set[str]()
    for parent, _, names in os.walk(folder):
        for name in names:
            path = Path(parent, name)
            try:
                said = os.fsencode(path.relative_to(folder)) + b"\n" + path.read_bytes()
            except OSError:
                continue  # it is gone, or not a file
            found |= {str(path)} if any(word in said for word in wanted) else set()
    return found


def by_password(port: int, *, encryption: str = "", word: str = PASSWORD) -> Iterator[tuple[str, str]]:
    yield from (
        ("Sender", f"Riverside <{SENDER}>"),
        ("replies", ""),
        ("Which service", "3"),
        ("Mail server", "127.0.0.1"),
    )
    yield from (("Encryption", encryption), ("Port", str(port)), ("User name", USER), ("Password", word))


def kept(desk: dict[str, str]) -> list[str]:
    folder = Path(desk["CARESHEET_SETTINGS"])
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def test_right(
    caresheet: Run, starter: Path, desk: dict[str, str], tls: tuple[Path, ssl.SSLContext], tmp_path: Path
) -> None:
    """Right answers send a test message to the sender, and are kept for this user alone, with the password in another
    file; from then on, handouts are sent without any other setting."""
    room = Mailroom()
    with running(room, tls[1], login=True) as port:
        typist = Typist(["email", "setup"], tmp_path, desk)
        typist.answers(by_password(port))
        assert typist.leave() == 0, typist.text
        assert "The test message is on its way" in typist.text
        assert PASSWORD not in typist.text
        ((address, mime),) = room.received
        assert address == SENDER
        assert message_from_bytes(mime, policy=default)["From"] == f"Riverside <{SENDER}>"
        folder = Path(desk["CARESHEET_SETTINGS"])
        assert PASSWORD not in (folder / "mail.json").read_text(encoding="utf-8")
        assert {stat.S_IMODE((folder / name).stat().st_mode) for name in ("mail.json", "mail-secrets.json")} == {0o600}
        settings = office(starter, port)
        here = desk | {"CARESHEET_OUTBOX": settings["CARESHEET_OUTBOX"]}
        sent = caresheet(*sending(1, write_list(starter, [ANA])), cwd=starter, environment=here)
        assert (sent.returncode, sent.stdout) == (0, "1 sent\n"), sent.stderr
    assert room.received[-1][0] == ANA


def test_wrong_then_right(desk: dict[str, str], tls: tuple[Path, ssl.SSLContext], tmp_path: Path) -> None:
    """Each wrong answer is reported with a remedy, and nothing is kept; the other answers need not be typed again."""
    room = Mailroom()
    with running(room, tls[1], login=True) as port:
        typist = Typist(["email", "setup"], tmp_path, desk)
        wrong = [*by_password(free_port()), ("try again?", "y")]
        again = [("Sender", ""), ("replies", ""), ("Which service", ""), ("Mail server", ""), ("Encryption", "")]
        password = [("User name", ""), ("Password", "wrong horse"), ("try again?", "y")]
        right = [*again, ("Port", ""), ("User name", ""), ("Password", PASSWORD)]
        typist.answers([*wrong, *again, ("Port", str(port)), *password, *right])
        assert typist.leave() == 0, typist.text
    assert "nothing answers at this port: 587 goes with starttls, 465 with implicit" in typist.text
    assert "rejects the user name or password (535" in typist.text
    assert "type both again" in typist.text
    assert "wrong horse" not in typist.text
    assert [address for address, _ in room.received] == [SENDER]


def test_switched_off(desk: dict[str, str], tls: tuple[Path, ssl.SSLContext], tmp_path: Path) -> None:
    """A server that no longer takes passwords is not mistaken for a wrong password, and the message says what to do."""
    with running(Mailroom(), tls[1], login=True, passwords=False) as port:
        typist = Typist(["email", "setup"], tmp_path, desk)
        typist.answers([*by_password(port), AGAIN])
        assert typist.leave() == 1
    assert "takes no passwords from this mailbox (535 5.7.139)" in typist.text
    assert "sign in with the browser in: caresheet email setup" in typist.text
    assert kept(desk) == []


def test_self_signed(desk: dict[str, str], tls: tuple[Path, ssl.SSLContext], tmp_path: Path) -> None:
    """A self-signed certificate is reported as such; the password is not sent."""
    del desk["SSL_CERT_FILE"]
    with running(Mailroom(), tls[1], login=True) as port:
        typist = Typist(["email", "setup"], tmp_path, desk)
        typist.answers([*by_password(port), AGAIN])
        assert typist.leave() == 1
    assert "has a certificate that cannot be trusted" in typist.text
    assert "SSL_CERT_FILE" in typist.text
    assert kept(desk) == []


def test_microsoft(
    caresheet: Run, starter: Path, desk: dict[str, str], tls: tuple[Path, ssl.SSLContext], tmp_path: Path
) -> None:
    """After signing in with the browser, the test message is sent over Graph, and so are handouts later. Neither the
    output nor the settings contain a token, and the address of the page does not name the user."""
    cloud = Cloud()
    with signing_in(cloud, tls[1]) as url:
        places = {"CARESHEET_MAIL_AUTHORITY": url, "CARESHEET_MAIL_GRAPH": url}
        typist = Typist(["email", "setup"], tmp_path, desk | places)
        typist.answers(
            [("Sender", SENDER), ("replies", ""), ("Which service", "1"), ("tenant", TENANT), ("client", CLIENT)]
        )
        assert typist.leave() == 0, typist.text
        assert "override your settings" in typist.text
        account = json.loads((Path(desk["CARESHEET_SETTINGS"]) / "mail.json").read_text(encoding="utf-8"))
        assert account["authority"] == account["graph"] == url
        settings = office(starter, 1)
        here = desk | {"CARESHEET_OUTBOX": settings["CARESHEET_OUTBOX"]}
        sent = caresheet(*sending(1, write_list(starter, [ANA])), cwd=starter, environment=here)
        assert (sent.returncode, sent.stdout) == (0, "1 sent\n"), sent.stderr
    assert [address for address, _ in cloud.received] == [SENDER, ANA]
    assert "-secret-" not in typist.text + json.dumps(account) + sent.stdout + sent.stderr
    assert SENDER not in json.dumps(cloud.seen)


@pytest.mark.skipif(
    not Path("/proc/self/cmdline").exists(), reason="only Linux shows the command lines of all processes"
)
@pytest.mark.parametrize("choice", ["1", "4"], ids=["graph", "xoauth2"])
def test_nothing_is_left_behind(
    caresheet: Run, starter: Path, desk: dict[str, str], tls: tuple[Path, ssl.SSLContext], tmp_path: Path, choice: str
) -> None:
    """During setup and sending, no command line and no temporary file contains an address, a name, a token or a topic.
    Afterwards, neither does anything that was printed or listed, nor any file in the user's home, except the settings
    and the store of tokens, which only this user can read, and the outbox until it is purged."""
    cloud, home, temporary = Cloud(), tmp_path / "home", tmp_path / "temporary"
    home.mkdir()
    temporary.mkdir()
    room = TokenRoom(tokens=cloud.access_tokens)
    words = (SENDER, ANA, "Quillfeather", "-secret-", TOPIC, *TITLES)
    office(starter, 1)
    own = {"HOME": home, "TMPDIR": temporary, "CARESHEET_CACHE": tmp_path / "cache"}
    own |= {"CARESHEET_SETTINGS": home / "settings", "CARESHEET_OUTBOX": home / "outbox"}
    own |= {f"XDG_{kind}_HOME": home / kind.lower() for kind in ("CACHE", "CONFIG", "DATA", "STATE")}
    here = desk | {name: str(path) for name, path in own.items()}
    with signing_in(cloud, tls[1]) as url, running(room, tls[1], login=True) as port, watched(temporary, words) as told:
        smtp = {"CARESHEET_SMTP_HOST": "127.0.0.1", "CARESHEET_SMTP_PORT": str(port)}
        places = {"CARESHEET_MAIL_AUTHORITY": url} | ({"CARESHEET_MAIL_GRAPH": url} if choice == "1" else smtp)
        typist = Typist(["email", "setup"], tmp_path, here | places)
        about = [("Sender", f"Quillfeather <{SENDER}>"), ("replies", ""), ("Which service", choice)]
        shown = typist.answers([*about, ("tenant", TENANT), ("client", CLIENT)])
        assert typist.leave() == 0, typist.text
        sent = caresheet(*sending(1, write_list(starter, [ANA])), cwd=starter, environment=here)
        assert (sent.returncode, sent.stdout) == (0, "1 sent\n"), sent.stderr
        listed = caresheet("outbox", "list", cwd=starter, environment=here)
        assert " sent" in listed.stdout
    assert [address for address, _ in (*cloud.received, *room.received)] == [SENDER, ANA]
    assert told.seen > 10
    assert told.leaks == set()
    printed = shown + sent.stdout + sent.stderr + listed.stdout + listed.stderr
    assert [word for word in words if word in printed] == []
    private = {str(home / "settings" / name) for name in ("mail.json", "mail-secrets.json")}
    assert files_with(home, words) - private == {str(home / "outbox" / "outbox.sqlite3")}  # until it is purged
    purged = caresheet("outbox", "purge", cwd=starter, environment=here)
    assert purged.returncode == 0, purged.stderr
    assert files_with(home, words) == private
    assert {stat.S_IMODE(Path(path).stat().st_mode) for path in private} == {0o600}


def test_without_terminal(caresheet: Run, desk: dict[str, str], tmp_path: Path) -> None:
    """Without a terminal, nothing is asked."""
    result = caresheet("email", "setup", cwd=tmp_path, environment=desk)
    assert result.returncode == 2
    assert "run it in a terminal" in result.stderr
