"""Signing in to the service that sends the mail, and staying signed in."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from caresheet.app.mail.secret_store import SecretStore
from caresheet.app.ports import Clock
from caresheet.delivery.mail.loopback import Loopback
from caresheet.delivery.mail.oauth import (
    Grant,
    Provider,
    authorization,
    device_code,
    redeem,
    redeem_device,
    refresh,
)
from caresheet.delivery.mail.sign_in_faults import sign_in_problem
from caresheet.model.mail_problem import MailFault, mail_problem
from caresheet.model.problem import CaresheetError
from caresheet.model.rules import MAIL_SETTINGS

_PATIENCE = 300.0
"""Seconds for a person to sign in with the browser."""
_EARLY = 300
"""A token is replaced this many seconds before it expires."""
_AGAIN = "run: caresheet email setup"


class Surroundings(Struct, frozen=True):
    """What signing in needs from outside. `open_browser` opens a page, and says whether there is a browser; `tell`
    shows a person what to do; `random` returns a number of random bytes."""

    open_browser: Callable[[str], bool]
    tell: Callable[[str], None]
    random: Callable[[int], bytes]
    clock: Clock


def sign_in(provider: Provider, around: Surroundings, patience: float = _PATIENCE) -> Grant:
    """Let a person sign in with the browser of this computer, or with a code if there is none. Raises CaresheetError
    (mail-settings, mail-server)."""
    with Loopback() as loopback:
        asked = authorization(provider, loopback.port, around.random(64))
        if not around.open_browser(asked.url):
            return _by_code(provider, around)
        around.tell(f"Sign in to {provider.name} in the browser, with the account that sends the mail.")
        answer = loopback.wait(asked.state, patience)
    if answer is None:
        message = f"nobody signed in to {provider.name} within {patience / 60:.0f} minutes"
        raise _refusal(message, setup=_AGAIN, fault=MailFault.NOBODY)
    if answer.error or not answer.code:
        raise CaresheetError((sign_in_problem(provider.name, answer.error or "unknown"),))
    return _lasting(provider, redeem(provider, answer.code, asked))


def token_name(provider: Provider, address: str) -> str:
    """The name under which the token of a sender is kept."""
    return f"token {provider.client_id} {address}"


class AccessTokens:
    """The access token of a sender who has signed in."""

    def __init__(self, provider: Provider, address: str, store: SecretStore, clock: Clock) -> None:
        self._provider, self._store, self._clock = provider, store, clock
        self._name = token_name(provider, address)
        self._token, self._until = "", 0.0

    def current(self) -> str:
        """A token that is valid for some minutes more. Raises CaresheetError (mail-settings, mail-server)."""
        if self._clock.now().timestamp() >= self._until:
            return self.renewed()
        return self._token

    def renewed(self) -> str:
        """A new token. Raises CaresheetError (mail-settings, mail-server)."""
        grant = self._refreshed()
        self._token = grant.access_token
        self._until = self._clock.now().timestamp() + grant.expires_in - _EARLY
        return self._token

    def _refreshed(self) -> Grant:
        kept = self._store.get(self._name)
        if not kept:
            message = f"nobody has signed in to {self._provider.name} for this sender"
            raise _refusal(message, setup=_AGAIN, fault=MailFault.NOBODY)
        grant = refresh(self._provider, kept)
        if grant.refresh_token and grant.refresh_token != kept:
            self._store.put(self._name, grant.refresh_token)
        return grant


def _by_code(provider: Provider, around: Surroundings) -> Grant:
    if not provider.device_url:
        message = f"there is no browser here, and {provider.name} requires one to sign in for sending mail"
        raise _refusal(message, setup=f"on a computer with a browser, {_AGAIN}")
    code = device_code(provider)
    around.tell(f"On any device, open {code.verification_uri} and type the code {code.user_code}")
    interval, left = code.interval, code.expires_in
    while left > 0:
        around.clock.sleep(interval)
        left -= interval
        answer = redeem_device(provider, code)
        if isinstance(answer, Grant):
            return _lasting(provider, answer)
        interval += answer
    raise CaresheetError((sign_in_problem(provider.name, "expired_token"),))


def _lasting(provider: Provider, grant: Grant) -> Grant:
    if not grant.refresh_token:
        remedy = "remove caresheet from the apps of your account there"
        raise _refusal(f"{provider.name} gave no token that lasts", remedy, f", and {_AGAIN}")
    return grant


def _refusal(message: str, remedy: str = "", setup: str = "", fault: MailFault | None = None) -> CaresheetError:
    return CaresheetError((mail_problem(MAIL_SETTINGS, message, remedy, setup, fault),))
