"""Signing in with OAuth 2.0: in the browser with a code that only this program can redeem (RFC 8252, RFC 7636), with a
device code where there is no browser (RFC 8628), and renewing the tokens later (RFC 6749, section 6).

Microsoft and Google share one flow, which needs only the standard library. Messages repeat nothing of an answer but its
codes: the rest may name the user.
"""

from __future__ import annotations

import base64
import hashlib
import re
from typing import TypeVar
from urllib.parse import urlencode

import msgspec
from msgspec import Struct

from caresheet.delivery.mail.https import NoAnswerError, NotConnectedError, Request, answer_to, connected
from caresheet.delivery.mail.sign_in_faults import sign_in_problem
from caresheet.model.mail_problem import mail_problem
from caresheet.model.problem import CaresheetError
from caresheet.model.rules import MAIL_SERVER
from caresheet.model.walk import Discreet

_DEVICE = "urn:ietf:params:oauth:grant-type:device_code"
_PENDING = {"authorization_pending", "slow_down"}
_SLOWER = 5
"""Seconds that `slow_down` adds (RFC 8628, section 3.5)."""
_ENTRA_CODE = re.compile(r"\bAADSTS(\d{4,7})\b")


class Provider(Discreet, frozen=True):
    """A service that signs users in, and the clinic's registration there. `device_url` is empty if signing in with a
    device code does not allow sending mail. `redirect_host` is this machine's name in addresses to return to."""

    name: str
    authorize_url: str
    token_url: str
    scope: str
    client_id: str
    client_secret: str = ""
    device_url: str = ""
    redirect_host: str = "localhost"
    extra: tuple[tuple[str, str], ...] = ()


class Authorization(Discreet, frozen=True):
    """A request to sign in: the page to open, what the answer must repeat, and what proves that this program asked."""

    url: str
    state: str
    verifier: str
    redirect: str


class Grant(Discreet, frozen=True):
    """What a provider grants. `expires_in`: seconds for which the access token is valid."""

    access_token: str
    expires_in: int = 3600
    refresh_token: str = ""


class DeviceCode(Discreet, frozen=True):
    """A code that a person types on a page, on any device; `interval` and `expires_in` are seconds."""

    device_code: str
    user_code: str
    verification_uri: str
    expires_in: int = 900
    interval: int = 5


_Granted = TypeVar("_Granted", DeviceCode, Grant)


class _Refusal(Struct, frozen=True):
    error: str = "unknown"
    error_description: str = ""


def microsoft(authority: str, tenant: str, client_id: str, scope: str) -> Provider:
    """Microsoft Entra, at https://login.microsoftonline.com or the authority of a national cloud."""
    base = f"{authority}/{tenant}/oauth2/v2.0"
    return Provider(
        name="Microsoft",
        authorize_url=f"{base}/authorize",
        token_url=f"{base}/token",
        device_url=f"{base}/devicecode",
        scope=f"{scope} offline_access",
        client_id=client_id,
        extra=(("prompt", "select_account"),),
    )


def google(client_id: str, client_secret: str) -> Provider:
    """Google. It requires the client secret of a desktop program, although that cannot be kept secret. Signing in with
    a device code does not allow sending mail there."""
    return Provider(
        name="Google",
        authorize_url="https://accounts.google.com/o/oauth2/v2/auth",
        token_url="https://oauth2.googleapis.com/token",  # noqa: S106 - an address
        scope="https://mail.google.com/",
        client_id=client_id,
        client_secret=client_secret,
        redirect_host="127.0.0.1",
        extra=(("access_type", "offline"), ("prompt", "consent")),
    )


def authorization(provider: Provider, port: int, random: bytes) -> Authorization:
    """A request whose answer goes to a port of this machine; `random`: 64 bytes. The address of the page does not name
    the user, because other users of this machine can see it while the browser starts."""
    state, verifier = _base64url(random[:32]), _base64url(random[32:64])
    redirect = f"http://{provider.redirect_host}:{port}/"
    asked = {
        "client_id": provider.client_id,
        "response_type": "code",
        "redirect_uri": redirect,
        "scope": provider.scope,
        "state": state,
        "code_challenge": _base64url(hashlib.sha256(verifier.encode()).digest()),
        "code_challenge_method": "S256",
        **dict(provider.extra),
    }
    return Authorization(f"{provider.authorize_url}?{urlencode(asked)}", state, verifier, redirect)


def redeem(provider: Provider, code: str, asked: Authorization) -> Grant:
    """The tokens for the code that the browser brought. Raises CaresheetError (mail-settings, mail-server)."""
    given = {"code": code, "redirect_uri": asked.redirect, "code_verifier": asked.verifier}
    return _granted(provider, _token(provider, {"grant_type": "authorization_code", **given}))


def refresh(provider: Provider, refresh_token: str) -> Grant:
    """New tokens for a refresh token. Raises CaresheetError (mail-settings, mail-server)."""
    return _granted(provider, _token(provider, {"grant_type": "refresh_token", "refresh_token": refresh_token}))


def device_code(provider: Provider) -> DeviceCode:
    """A code to type on another device. Raises CaresheetError (mail-settings, mail-server)."""
    answer = _posted(provider, provider.device_url, {"client_id": provider.client_id, "scope": provider.scope})
    if isinstance(answer, _Refusal):
        raise _told(provider, answer)
    return _decoded(provider, answer, DeviceCode)


def redeem_device(provider: Provider, code: DeviceCode) -> Grant | int:
    """The tokens for a device code; as long as nobody has typed it, the seconds to add to its interval. Raises
    CaresheetError (mail-settings, mail-server)."""
    answer = _token(provider, {"grant_type": _DEVICE, "device_code": code.device_code})
    if isinstance(answer, _Refusal) and answer.error in _PENDING:
        return _SLOWER if answer.error == "slow_down" else 0
    return _granted(provider, answer)


def _granted(provider: Provider, answer: bytes | _Refusal) -> Grant:
    if isinstance(answer, _Refusal):
        raise _told(provider, answer)
    return _decoded(provider, answer, Grant)


def _token(provider: Provider, given: dict[str, str]) -> bytes | _Refusal:
    secret = {"client_secret": provider.client_secret} if provider.client_secret else {}
    return _posted(provider, provider.token_url, {"client_id": provider.client_id, **secret, **given})


def _posted(provider: Provider, url: str, form: dict[str, str]) -> bytes | _Refusal:
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
    try:
        answer = answer_to(Request(url, urlencode(form).encode(), headers), connected(url))
    except (NotConnectedError, NoAnswerError) as error:
        hint = "check your connection to the internet, and run the same command again"
        said = f"{error}" if isinstance(error, NotConnectedError) else f"did not answer: {error}"
        kind = error.fault if isinstance(error, NotConnectedError) else None
        told = mail_problem(MAIL_SERVER, f"the sign-in service of {provider.name} {said}", hint, fault=kind)
        raise CaresheetError((told,)) from error
    if answer.status == 200:
        return answer.body
    try:
        return msgspec.json.decode(answer.body, type=_Refusal)
    except msgspec.MsgspecError:
        return _Refusal(error=f"status {answer.status}")


def _decoded(provider: Provider, body: bytes, kind: type[_Granted]) -> _Granted:
    try:
        return msgspec.json.decode(body, type=kind)
    except msgspec.MsgspecError as error:
        raise _told(provider, _Refusal("an answer that cannot be read")) from error


def _told(provider: Provider, refusal: _Refusal) -> CaresheetError:
    found = _ENTRA_CODE.search(refusal.error_description)
    return CaresheetError((sign_in_problem(provider.name, refusal.error, found[1] if found else ""),))


def _base64url(data: bytes) -> str:
    """The URL-safe base64 encoding of `data` (RFC 4648, section 5), without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
