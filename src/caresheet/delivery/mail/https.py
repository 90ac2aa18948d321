"""One request over HTTPS, for callers that must know whether the server may have received it."""

from __future__ import annotations

import http.client
import ssl
from collections.abc import Mapping
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from caresheet.delivery.mail.connection_errors import in_words
from caresheet.model.mail_problem import MailFault
from caresheet.model.walk import Discreet

_MOST = 1_000_000
"""The most bytes of an answer that are read."""
_TIMEOUT = 60.0
"""Seconds for each step."""


class HttpsAnswer(Discreet, frozen=True):
    """What a server answered. The names of headers are in lowercase."""

    status: int
    headers: dict[str, str]
    body: bytes


class NotConnectedError(Exception):
    """No connection could be made, so nothing was sent. The message says why; `fault` is what kind of fault it is."""

    def __init__(self, message: str, fault: MailFault | None = None) -> None:
        super().__init__(message)
        self.fault = fault


class NoAnswerError(Exception):
    """The connection ended without an answer: the server may have received the request, or not."""


class Request(Discreet, frozen=True):
    """A POST to an address that begins with https://."""

    url: str
    body: bytes
    headers: Mapping[str, str] = {}


def connected(url: str) -> http.client.HTTPSConnection:
    """An encrypted connection to the server of an address, through this machine's proxy if there is one. Raises
    NotConnectedError."""
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port or 443
    if parts.scheme != "https" or not host:
        raise NotConnectedError("is not an address that begins with https://")
    proxy = urlsplit(getproxies().get("https", ""))
    context = ssl.create_default_context()
    if proxy.hostname and not proxy_bypass(host):
        connection = http.client.HTTPSConnection(proxy.hostname, proxy.port or 80, timeout=_TIMEOUT, context=context)
        connection.set_tunnel(host, port)
    else:
        connection = http.client.HTTPSConnection(host, port, timeout=_TIMEOUT, context=context)
    try:
        connection.connect()
    except ssl.SSLCertVerificationError as error:
        said = f"has a certificate that cannot be trusted: {error.verify_message}"
        raise NotConnectedError(said, MailFault.CERTIFICATE) from error
    except (OSError, http.client.HTTPException) as error:
        raise NotConnectedError(f"cannot be reached: {in_words(error)}", MailFault.UNREACHABLE) from error
    return connection


def answer_to(request: Request, connection: http.client.HTTPSConnection) -> HttpsAnswer:
    """Send a request over this connection, which is closed afterwards. Raises NoAnswerError."""
    parts = urlsplit(request.url)
    target = f"{parts.path}?{parts.query}" if parts.query else parts.path
    try:
        connection.request("POST", target, request.body, dict(request.headers))
        response = connection.getresponse()
        headers = {name.lower(): value for name, value in response.getheaders()}
        return HttpsAnswer(response.status, headers, response.read(_MOST))
    except (OSError, http.client.HTTPException) as error:
        raise NoAnswerError(in_words(error)) from error
    finally:
        connection.close()
