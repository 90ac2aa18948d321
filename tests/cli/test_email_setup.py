"""`caresheet email setup`, in a pseudo-terminal: what works is kept, and what does not is told with a remedy."""

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
from tests.delivery.mail_servers import PASSWORD, SENDER, USER, Mailroom, certificate, free_port, running
from tests.delivery.offices import TOPIC, office, sending, write_list
from tests.delivery.sign_in_servers import CLIENT, TENANT, Cloud, signing_in

ANA = "ana@family.example"
AGAIN = ("try again?", "n")


@pytest.fixture
def tls(tmp_path: Path) -> tuple[Path, ssl.SSLContext]:
    authority, context = certificate()
    path = tmp_path / "authority.pem"
    authority.cert_pem.write_to_path(str(path))
    return path, context


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
    """What processes were called with: how many calls were seen, and those that have one of the words."""

    def __init__(self) -> None:
        self.seen, self.leaks = 0, set[str]()


@contextmanager
def watched_arguments(mark: Path, words: Iterable[str]) -> Iterator[Watched]:
    """Look at the arguments of all processes that have this folder in their environment, again and again."""
    watched, ended, wanted = Watched(), threading.Event(), tuple(words)

    def look() -> None:
        while not ended.wait(0.005):
            for path in Path("/proc").glob("[0-9]*/cmdline"):
                try:
                    called = path.read_bytes().replace(b"\0", b" ").decode(errors="replace")
                    is_ours = os.fsencode(mark) in path.with_name("environ").read_bytes()
                except OSError:
                    continue  # it has ended
                if is_ours:
                    watched.seen += 1
                    watched.leaks |= {called} if any(word in called for word in wanted) else set()

    watcher = threading.Thread(target=look)
    watcher.start()
    yield watched
    ended.set()
    watcher.join()


def by_password(port: int, *, encryption: str = "", word: str = PASSWORD) -> Iterator[tuple[str, str]]:
    yield from (("Sender", f"Riverside <{SENDER}>"), ("replies", ""), ("What takes", "3"), ("Mail server", "127.0.0.1"))
    yield from (("Encryption", encryption), ("Port", str(port)), ("User name", USER), ("Password", word))


def kept(desk: dict[str, str]) -> list[str]:
    folder = Path(desk["CARESHEET_SETTINGS"])
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def test_right(
    caresheet: Run, starter: Path, desk: dict[str, str], tls: tuple[Path, ssl.SSLContext], tmp_path: Path
) -> None:
    """Right answers send a test message to the sender, and are kept for this user alone, the password apart; from then
    on, handouts go out without any other setting."""
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
    """Each wrong answer is told with a remedy, and nothing is kept; the other answers need not be typed again."""
    room = Mailroom()
    with running(room, tls[1], login=True) as port:
        typist = Typist(["email", "setup"], tmp_path, desk)
        wrong = [*by_password(free_port()), ("try again?", "y")]
        again = [("Sender", ""), ("replies", ""), ("What takes", ""), ("Mail server", ""), ("Encryption", "")]
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
    """A server that takes no passwords any more is told apart from a wrong password, and so is the way out."""
    with running(Mailroom(), tls[1], login=True, passwords=False) as port:
        typist = Typist(["email", "setup"], tmp_path, desk)
        typist.answers([*by_password(port), AGAIN])
        assert typist.leave() == 1
    assert "takes no passwords from this mailbox (535 5.7.139)" in typist.text
    assert "sign in with the browser in: caresheet email setup" in typist.text
    assert kept(desk) == []


def test_self_signed(desk: dict[str, str], tls: tuple[Path, ssl.SSLContext], tmp_path: Path) -> None:
    """A certificate that nobody vouches for is told as such; the password is not sent."""
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
    """Signing in with the browser sends the test message over Graph, and later handouts. Neither what is printed nor
    the settings have a token, and the address of the page has no user's."""
    cloud = Cloud()
    with signing_in(cloud, tls[1]) as url:
        places = {"CARESHEET_MAIL_AUTHORITY": url, "CARESHEET_MAIL_GRAPH": url}
        typist = Typist(["email", "setup"], tmp_path, desk | places)
        typist.answers(
            [("Sender", SENDER), ("replies", ""), ("What takes", "1"), ("tenant", TENANT), ("client", CLIENT)]
        )
        assert typist.leave() == 0, typist.text
        assert "count instead of your settings" in typist.text
        account = json.loads((Path(desk["CARESHEET_SETTINGS"]) / "mail.json").read_text(encoding="utf-8"))
        assert account["authority"] == account["graph"] == url
        settings = office(starter, 1)
        here = desk | {"CARESHEET_OUTBOX": settings["CARESHEET_OUTBOX"]}
        sent = caresheet(*sending(1, write_list(starter, [ANA])), cwd=starter, environment=here)
        assert (sent.returncode, sent.stdout) == (0, "1 sent\n"), sent.stderr
    assert [address for address, _ in cloud.received] == [SENDER, ANA]
    assert "-secret-" not in typist.text + json.dumps(account) + sent.stdout + sent.stderr
    assert SENDER not in json.dumps(cloud.seen)


@pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="only Linux shows what processes are called with")
def test_nothing_is_left_behind(
    caresheet: Run, starter: Path, desk: dict[str, str], tls: tuple[Path, ssl.SSLContext], tmp_path: Path
) -> None:
    """While it is set up and while it sends, no process is called with an address, a token or a topic; afterwards, none
    of them is in a file of the user's home or of the folder for temporary files."""
    cloud, home, temporary = Cloud(), tmp_path / "home", tmp_path / "temporary"
    home.mkdir()
    temporary.mkdir()
    said = (SENDER, ANA, "-secret-", TOPIC)
    with signing_in(cloud, tls[1]) as url, watched_arguments(temporary, said) as told:
        places = {"CARESHEET_MAIL_AUTHORITY": url, "CARESHEET_MAIL_GRAPH": url}
        here = desk | {"HOME": str(home), "XDG_CACHE_HOME": str(home / "cache"), "TMPDIR": str(temporary)}
        typist = Typist(["email", "setup"], tmp_path, here | places)
        typist.answers(
            [("Sender", SENDER), ("replies", ""), ("What takes", "1"), ("tenant", TENANT), ("client", CLIENT)]
        )
        assert typist.leave() == 0, typist.text
        outbox = {"CARESHEET_OUTBOX": office(starter, 1)["CARESHEET_OUTBOX"]}
        sent = caresheet(*sending(1, write_list(starter, [ANA])), cwd=starter, environment=here | outbox)
        assert (sent.returncode, sent.stdout) == (0, "1 sent\n"), sent.stderr
    assert len(cloud.received) == 2
    assert told.seen > 10
    assert told.leaks == set()
    files = [path for folder in (home, temporary) for path in folder.rglob("*") if path.is_file()]
    words = (SENDER.encode(), ANA.encode(), b"-secret-")
    assert [path for path in files if any(word in path.read_bytes() for word in words)] == []


def test_without_terminal(caresheet: Run, desk: dict[str, str], tmp_path: Path) -> None:
    """Where nobody can answer, nothing is asked."""
    result = caresheet("email", "setup", cwd=tmp_path, environment=desk)
    assert result.returncode == 2
    assert "run it in a terminal" in result.stderr
