"""A sender signs in with the browser, or with a code if there is none, and stays signed in."""

from __future__ import annotations

import stat
import sys
import threading
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from urllib.request import urlopen

import pytest
from msgspec.structs import replace
from tests.delivery.sign_in_servers import CLIENT, TENANT, Cloud

from caresheet.app.mail.secret_store import SecretStore
from caresheet.app.mail.signing_in import AccessTokens, Surroundings, sign_in, token_name
from caresheet.delivery.mail.oauth import Provider, google, microsoft
from caresheet.delivery.mail.sign_in_faults import sign_in_problem
from caresheet.model.mail_problem import MailProblem
from caresheet.model.problem import CaresheetError

NURSE = "nurse@clinic.example"


class Clock:
    """A clock that advances only when somebody sleeps."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 11, 24, 12, tzinfo=UTC)

    def now(self) -> datetime:
        return self.moment

    def today(self) -> date:
        return self.moment.date()

    def sleep(self, seconds: float) -> None:
        self.moment += timedelta(seconds=seconds)


class World:
    """Surroundings whose browser signs everybody in; `pages` were opened, and `told` was shown."""

    def __init__(self, *, browser: bool = True) -> None:
        self.pages: list[str] = []
        self.told: list[str] = []
        self.clock = Clock()
        self._browser = browser

    def open(self, url: str) -> bool:
        self.pages.append(url)
        if self._browser:
            threading.Thread(target=lambda: urlopen(url).read()).start()  # noqa: S310 - our own server
        return self._browser

    @property
    def around(self) -> Surroundings:
        return Surroundings(self.open, self.told.append, lambda number: bytes(range(number)), self.clock)


@pytest.fixture
def entra(url: str) -> Provider:
    return microsoft(url, TENANT, CLIENT, "https://graph.microsoft.com/Mail.Send")


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SecretStore:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    return SecretStore({"CARESHEET_SETTINGS": str(tmp_path / "settings")})


def refused(cloud: Cloud, entra: Provider, error: str, description: str) -> str:
    cloud.refusal = (error, description)
    with pytest.raises(CaresheetError) as raised:
        sign_in(entra, World().around)
    (problem,) = raised.value.problems
    return f"{problem.message} | {problem.hint}"


def test_browser(cloud: Cloud, entra: Provider) -> None:
    """The page that the browser opens asks with PKCE and a state for nothing but sending, and returns to this machine;
    its address does not name the user."""
    world = World()
    assert sign_in(entra, world.around).refresh_token in cloud.refresh_tokens
    (asked,) = cloud.seen
    assert asked["code_challenge_method"] == "S256"
    assert len(asked["state"]) == 43
    assert asked["scope"] == "https://graph.microsoft.com/Mail.Send offline_access"
    assert asked["redirect_uri"].startswith("http://localhost:")
    assert NURSE not in world.pages[0]
    assert "%40" not in world.pages[0]


def test_google(cloud: Cloud, url: str) -> None:
    """Google's flow is the same, with a client secret, and without device codes."""
    cloud.secret = CLIENT[::-1]
    real = google(CLIENT, cloud.secret)
    assert (real.authorize_url, real.token_url) == (
        "https://accounts.google.com/o/oauth2/v2/auth",
        "https://oauth2.googleapis.com/token",
    )
    here = replace(real, authorize_url=f"{url}/o/oauth2/v2/auth", token_url=f"{url}/token")
    assert sign_in(here, World().around).refresh_token in cloud.refresh_tokens
    assert cloud.seen[0]["access_type"] == "offline"
    assert cloud.seen[0]["redirect_uri"].startswith("http://127.0.0.1:")
    with pytest.raises(CaresheetError, match="no browser here, and Google requires one to sign in for sending mail"):
        sign_in(here, World(browser=False).around)


def test_stranger_at_the_door(cloud: Cloud, entra: Provider) -> None:
    """An answer that does not repeat the state is not accepted, wherever it comes from."""
    statuses: list[str] = []

    class Intruded(World):
        def open(self, url: str) -> bool:
            def go() -> None:
                port = url.partition("localhost%3A")[2].partition("%2F")[0]
                try:
                    urlopen(f"http://127.0.0.1:{port}/?code=evil&state=guessed")
                except OSError as error:
                    statuses.append(str(error))
                urlopen(url).read()  # noqa: S310 - our own server

            threading.Thread(target=go).start()
            return True

    assert sign_in(entra, Intruded().around).refresh_token in cloud.refresh_tokens
    assert statuses == ["HTTP Error 404: Not Found"]


def test_nobody_signs_in(entra: Provider) -> None:
    """If nobody signs in on the page, the program does not wait forever."""

    class Away(World):
        def open(self, _url: str) -> bool:
            return True

    with pytest.raises(CaresheetError, match="nobody signed in to Microsoft"):
        sign_in(entra, Away().around, patience=0.2)


def test_device_code(cloud: Cloud, entra: Provider) -> None:
    """Without a browser, a person types Microsoft's code on another device; the program asks as often as Microsoft
    allows, and not forever."""
    cloud.pending = 3
    world = World(browser=False)
    assert sign_in(entra, world.around).refresh_token in cloud.refresh_tokens
    assert world.told == ["On any device, open https://example/device and type the code ABCD"]
    assert world.clock.moment == datetime(2026, 11, 24, 12, tzinfo=UTC) + timedelta(seconds=4 * 5)
    cloud.pending = 1000
    with pytest.raises(CaresheetError, match="waited too long for the code"):
        sign_in(entra, World(browser=False).around)


def test_tokens(cloud: Cloud, entra: Provider, store: SecretStore) -> None:
    """An access token is used until shortly before it expires; each new refresh token is kept; if it was revoked, the
    sender is told to sign in again."""
    clock = Clock()
    store.put(token_name(entra, NURSE), sign_in(entra, World().around).refresh_token)
    tokens = AccessTokens(entra, NURSE, store, clock)
    first = tokens.current()
    clock.sleep(3000)
    assert tokens.current() == first
    clock.sleep(400)
    second = tokens.current()
    assert second != first
    assert store.get(token_name(entra, NURSE)) == second.replace("access", "refresh")
    cloud.refresh_tokens.clear()
    with pytest.raises(CaresheetError, match=r"Microsoft has ended this sign-in.*AADSTS70008") as error:
        tokens.renewed()
    assert "nurse" not in str(error.value.problems)
    with pytest.raises(CaresheetError, match="nobody has signed in"):
        AccessTokens(entra, "other@clinic.example", store, clock).current()


@pytest.mark.parametrize(
    ("error", "description", "said"),
    [
        ("invalid_request", "AADSTS90002: Tenant 'x' not found.", "has no tenant of this name"),
        ("unauthorized_client", "AADSTS700016: Application not found", "does not know this client ID in this tenant"),
        ("invalid_grant", "AADSTS65001: has not consented", "Grant admin consent"),
        ("access_denied", "AADSTS53003: Blocked by Conditional Access", "device codes are often blocked"),
        ("invalid_client", "AADSTS7000218: client_secret missing", "allow public client flows"),
        ("admin_policy_enforced", "", "App access control"),
        ("<script>", "nurse@clinic.example", "Microsoft does not sign you in (unknown)"),
    ],
)
def test_refusals(cloud: Cloud, entra: Provider, error: str, description: str, said: str) -> None:
    """Each reason why a sign-in fails is named, with what to do about it, and without the answer's own words."""
    told = refused(cloud, entra, error, description)
    assert said in told
    assert "nurse" not in told


def test_each_fault_has_a_remedy() -> None:
    """Whatever a provider answers, there is something to do."""
    assert sign_in_problem("Google", "something_new").hint == "run: caresheet email setup"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows closes the user's folder as a whole")
def test_file_of_secrets(store: SecretStore, tmp_path: Path) -> None:
    """Without a keyring, a secret is kept in a file that only its owner can read, and the user is told so; a file that
    others can read is not used."""
    assert store.get("a") == ""
    said = store.put("a", "one")
    store.put("b", "two")
    path = tmp_path / "settings" / "mail-secrets.json"
    assert str(path) in said
    assert "only you can read" in said
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert (store.get("a"), store.get("b")) == ("one", "two")
    path.chmod(0o644)
    with pytest.raises(CaresheetError, match="other users can read") as caught:
        store.get("a")
    (problem,) = caught.value.problems
    assert problem.hint.endswith("then run: caresheet email setup")
    assert isinstance(problem, MailProblem)
    assert problem.remedy == "delete it and change the password that was in it"  # for the desk, which needs no command
