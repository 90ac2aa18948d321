"""The checks that every request passes before a page is made, and the headers of every answer.

Only the browser that the desk opened gets an answer: not another site in the same browser (Host, Origin,
cookie, form key), not another user of the machine (cookie), not another machine (the desk listens to this one only).
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request

from caresheet.web.keys import DeskKeys, is_same

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.responses import Response
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    Refuse = Callable[[Scope, HTTPStatus], Response]

FORM_KEY = "form_key"
"""The name of the hidden field in each form of the desk."""
LARGEST_FORM = 64 * 1024
"""The most bytes of a form."""
OPEN, ALIVE, STATIC = "/open", "/alive", "/static/"
"""What is answered without the cookie: the address that sets it, the test whether this is the desk, and its styles."""
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'self'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "same-origin",  # with no-referrer, browsers send no origin with a form
    "X-Content-Type-Options": "nosniff",
}
"""Headers of every answer. Nothing is stored, nothing is loaded from elsewhere, and no other page frames the desk."""
_FORM = "application/x-www-form-urlencoded"
_METHODS = frozenset({"GET", "HEAD", "POST"})


class Guard:
    """The desk behind its checks. `refuse` makes the page for a status: that a request was refused, or that the desk
    has a bug. The message of a bug is not shown, because it could contain what was typed."""

    def __init__(self, desk: ASGIApp, keys: DeskKeys, port: int, refuse: Refuse) -> None:
        self._desk = desk
        self._keys = keys
        self._hosts = frozenset(f"{host}:{port}" for host in ("127.0.0.1", "[::1]", "localhost"))
        self._cookie = cookie_name(port)
        self._refuse = refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or refuse it."""
        if scope["type"] != "http":
            return  # websockets get no answer; start and end need nothing
        answer = _Marked(send)
        try:
            status, body = await self._checked(scope, receive)
            if status:
                await self._refuse(scope, status)(scope, receive, answer.send)
            else:
                await self._desk(scope, _replayed(body, receive), answer.send)
        except Exception:  # noqa: BLE001 - a bug: the user gets a page, and no log gets what was typed
            if not answer.has_begun:
                await self._refuse(scope, HTTPStatus.INTERNAL_SERVER_ERROR)(scope, receive, answer.send)

    async def _checked(self, scope: Scope, receive: Receive) -> tuple[HTTPStatus | None, bytes]:
        """Why the request is refused, or None; and its body."""
        headers = Headers(scope=scope)
        refused = self._refused(scope, headers)
        if refused or scope["method"] != "POST":
            return refused, b""
        body = await _body(headers, receive)
        if body is None:
            return HTTPStatus.REQUEST_ENTITY_TOO_LARGE, b""
        keys = [value for name, value in parse_qsl(body.decode("ascii", "replace")) if name == FORM_KEY]
        return (None, body) if keys and is_same(keys[0], self._keys.form) else (HTTPStatus.FORBIDDEN, b"")

    def _refused(self, scope: Scope, headers: Headers) -> HTTPStatus | None:
        host, method, path = headers.get("host", ""), scope["method"], scope["path"]
        if host.lower() not in self._hosts:
            return HTTPStatus.MISDIRECTED_REQUEST
        if method not in _METHODS:
            return HTTPStatus.METHOD_NOT_ALLOWED
        is_open = path in {OPEN, ALIVE} or path.startswith(STATIC)
        if not is_open and not is_same(Request(scope).cookies.get(self._cookie, ""), self._keys.session):
            return HTTPStatus.FORBIDDEN
        if method != "POST":
            return None
        if is_open or headers.get("origin", "") != f"http://{host}":
            return HTTPStatus.FORBIDDEN
        is_form = headers.get("content-type", "").partition(";")[0].strip().lower() == _FORM
        return None if is_form else HTTPStatus.UNSUPPORTED_MEDIA_TYPE


def cookie_name(port: int) -> str:
    """The name of the cookie for this port: browsers share cookies between all ports of a host."""
    return f"desk-{port}"


class _Marked:
    """Sends an answer with the headers that every answer gets."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.has_begun = False

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.has_begun = True
            MutableHeaders(scope=message).update(HEADERS)
        await self._send(message)


async def _body(headers: Headers, receive: Receive) -> bytes | None:
    """The whole body, kept in memory only; None if it is too large."""
    length = headers.get("content-length", "0")
    if not length.isdecimal() or int(length) > LARGEST_FORM:
        return None
    body = b""
    while len(body) <= LARGEST_FORM:
        message = await receive()
        body += message.get("body", b"")
        if not message.get("more_body", False):
            return body if len(body) <= LARGEST_FORM else None
    return None


def _replayed(body: bytes, receive: Receive) -> Receive:
    """The body that was read already, for the next reader."""
    waiting = [body]

    async def replay() -> Message:
        if waiting:
            return {"type": "http.request", "body": waiting.pop(), "more_body": False}
        return await receive()

    return replay
