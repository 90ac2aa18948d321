"""Mail settings in the desk: what works is kept, what does not is explained in words, and no page has a password."""

from __future__ import annotations

import json
import ssl
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest
from tests.delivery.mail_servers import PASSWORD, SENDER, USER, Mailroom, free_port, running, trusted_certificate
from tests.delivery.sign_in_servers import CLIENT, TENANT, Cloud, signing_in
from tests.web.desks import NOTHING_KEPT, Browser, open_desk

from caresheet.app.starting import start_project

SAVE, PAGE = "/mail/settings/save", "/mail/settings"


@pytest.fixture
def tls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """The certificate of servers of this test, which the desk trusts."""
    authority, context = trusted_certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(authority))
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    return context


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """The folder of the user's settings."""
    return tmp_path / "settings"


@pytest.fixture
def own_desk(tmp_path: Path, kept: Path) -> Iterator[Browser]:
    """A desk of a user who has not set up mail."""
    start_project(tmp_path / "project")
    with open_desk(tmp_path / "project", NOTHING_KEPT | {"CARESHEET_SETTINGS": str(kept)}, port=18900) as browser:
        yield browser


def answers(port: int, password: str = PASSWORD) -> dict[str, str]:
    """The form for a mail server with a password."""
    server = {"host": "127.0.0.1", "encryption": "starttls", "port": str(port), "user": USER, "secret": password}
    typed = {f"server.{name}": text for name, text in server.items()}
    return {"name": "Riverside", "address": SENDER, "service": "server", **typed}


def result(browser: Browser) -> str:
    """The page once the attempt is over."""
    for _ in range(300):
        text = browser.get(PAGE).text
        if "data-poll" not in text:
            return text
        time.sleep(0.1)
    raise AssertionError("the attempt does not end")


def test_right_settings_are_kept(own_desk: Browser, tls: ssl.SSLContext, kept: Path) -> None:
    """A test message goes to the sender; then the settings are kept as by the command, the password in another file,
    and never part of a page. The mail page knows the sender from then on."""
    room = Mailroom()
    with running(room, tls, login=True) as port:
        saved = own_desk.post(SAVE, answers(port))
        assert (saved.status, saved.headers["location"], saved.text) == (303, PAGE, "")
        text = result(own_desk)
    assert f"The test worked. Check {SENDER}" in text
    assert [address for address, _ in room.received] == [SENDER]
    account = json.loads((kept / "mail.json").read_text(encoding="utf-8"))
    assert (account["sender"], account["port"]) == (f"Riverside <{SENDER}>", str(port))
    assert PASSWORD not in json.dumps(account)
    assert PASSWORD in (kept / "mail-secrets.json").read_text(encoding="utf-8")
    assert PASSWORD not in text
    assert f'value="{SENDER}"' in text


def test_wrong_settings_are_told_in_words(own_desk: Browser, tls: ssl.SSLContext, kept: Path) -> None:
    """Whatever does not work is explained in the user's language, and nothing is kept; a password that was typed need
    not be typed again, although no page has it."""
    spanish = {"Cookie": f"desk-{own_desk.server.port}={own_desk.server.keys.session}; desk-language=es"}
    with running(Mailroom(), tls, login=True) as port:
        own_desk.post(SAVE, answers(free_port()))
        text = result(own_desk)
        assert "The server does not answer at this port." in text
        assert 'value="server.port=587"' in text
        assert "caresheet email setup" not in text
        assert PASSWORD not in text
        assert not kept.exists() or list(kept.iterdir()) == []
        used = own_desk.post(SAVE, {**answers(1), "use": "server.port=587"}).text
        assert 'name="server.port" value="587"' in used
        assert PASSWORD not in used
        own_desk.post(SAVE, answers(port, "wrong horse"))
        assert "The user name or the password is wrong." in result(own_desk)
        wrong = own_desk.get(PAGE, spanish).text
        assert "El nombre de usuario o la contraseña no son correctos." in wrong
        assert "wrong horse" not in wrong
        own_desk.post(SAVE, {**answers(1, PASSWORD), "server.port": "1"})
        result(own_desk)
        own_desk.post(SAVE, answers(port, ""))
        assert "The test worked." in result(own_desk)


def test_server_without_passwords_and_untrusted_one(
    own_desk: Browser, tls: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A service that no longer takes passwords is told apart from a wrong password, and a certificate that cannot be
    trusted from both; the password is not sent there. What to do is said without the command that the page replaces."""
    with running(Mailroom(), tls, login=True, passwords=False) as port:
        own_desk.post(SAVE, answers(port))
        text = result(own_desk)
        assert "Your mail service no longer takes passwords." in text
        assert "an administrator may allow &#39;Authenticated SMTP&#39;" in text
        assert "caresheet email setup" not in text
    monkeypatch.delenv("SSL_CERT_FILE")
    with running(Mailroom(), tls, login=True) as port:
        own_desk.post(SAVE, answers(port))
        assert "shows a certificate that this computer does not trust" in result(own_desk)


def test_signing_in(own_desk: Browser, tls: ssl.SSLContext, kept: Path) -> None:
    """The page has the link to sign in while it waits; once a browser has followed it, the test message is sent, and
    the token is kept; no page has it."""
    cloud = Cloud()
    with signing_in(cloud, tls) as url:
        own_desk.server._desk.environment = {  # type: ignore[union-attr]
            **NOTHING_KEPT,
            "CARESHEET_SETTINGS": str(kept),
            "CARESHEET_MAIL_AUTHORITY": url,
            "CARESHEET_MAIL_GRAPH": url,
        }
        typed = {"address": SENDER, "service": "microsoft", "microsoft.tenant": TENANT, "microsoft.client_id": CLIENT}
        own_desk.post(SAVE, typed)
        waiting = own_desk.get(PAGE).text
        assert "Waiting for you to sign in" in waiting
        link = waiting.partition('class="button" href="')[2].partition('"')[0].replace("&amp;", "&")
        assert link.startswith(url)
        with urlopen(link, timeout=60) as page:  # noqa: S310 - the address of this test's own server
            assert b"Signed in" in page.read()
        text = result(own_desk)
    assert "The test worked." in text
    assert "CARESHEET_MAIL_AUTHORITY" in text
    assert [address for address, _ in cloud.received] == [SENDER]
    assert "-secret-" not in waiting + text
    assert "refresh-secret-2" in (kept / "mail-secrets.json").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "typed", "says"),
    [
        ("address", "nobody", "This is not an email address"),
        ("server.host", "", "This cannot be empty."),
        ("server.port", "5x7", "“5x7” is not a port. Type 587 or 465."),
        ("server.secret", "", "Type the password. None is kept yet."),
    ],
)
def test_wrong_answer_is_refused_beside_its_field(own_desk: Browser, name: str, typed: str, says: str) -> None:
    """Nothing is tried, field and summary say the same, and what else was typed stays, except the password."""
    answer = own_desk.post(SAVE, {**answers(587), name: typed})
    field = answer.text.partition(f'<label for="{name}">')[2].partition("</div>")[0]
    assert answer.status == 422
    assert says in field
    assert says in answer.text.partition('role="alert"')[2].partition("</div>")[0]
    assert 'value="Riverside"' in answer.text
    assert PASSWORD not in answer.text


def test_another_service_keeps_only_the_sender(own_desk: Browser, tls: ssl.SSLContext, kept: Path) -> None:
    """The server of an earlier setting is not used for a service that has its own."""
    with running(Mailroom(), tls, login=True) as port:
        own_desk.post(SAVE, answers(port))
        result(own_desk)
    typed = {"address": SENDER, "service": "google", "google.client_id": "x.apps.example", "google.secret": "s3cret"}
    own_desk.post(SAVE, typed)
    draft = own_desk.server._desk.mail_setup.draft  # type: ignore[union-attr]
    assert (draft.account.host, draft.account.port, draft.account.service) == ("", "", "google")
    assert "s3cret" not in own_desk.get(PAGE).text
    assert json.loads((kept / "mail.json").read_text(encoding="utf-8"))["host"] == "127.0.0.1"
