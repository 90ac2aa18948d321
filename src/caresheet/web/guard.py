"""The checks that every request passes before a page is made, and the headers of every answer.

Only the browser that the desk opened gets an answer: not another site in the same browser (Host, Origin,
cookie, form key), not another user of the machine (cookie), not another machine (the desk listens to this one only).
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request

from caresheet.web.keys import DeskKeys, is_same
from caresheet.web.sent_forms import IN_PARTS, PLAIN, SentForm, kind_of, read_form

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.responses import Response
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    Refuse = Callable[[Scope, HTTPStatus], Response]

FORM_KEY = "form_key"
"""The name of the hidden field in each form of the desk."""
FORM = "caresheet.form"
"""Where a request keeps the form that it sent."""
LARGEST_FORM = 64 * 1024
"""The most bytes of a form."""
UPLOADS = {"/clinic/save": 20_000_000, "/mail/check": 6_000_000, "/people/": 3_000_000}
"""The beginnings of the addresses that take files, each with the most bytes of a form with files: more than
the page allows for a file, so that the page itself can refuse it in words."""
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
_POLICY = "Content-Security-Policy"
DOCUMENT_POLICY = {
    _POLICY: "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'self'"
}
"""The header of a handout or a message as a web page: it has its own styles, and runs and loads nothing."""
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
            status, form = await self._checked(scope, receive)
            if status:
                await self._refuse(scope, status)(scope, receive, answer.send)
            else:
                await self._desk({**scope, FORM: form}, receive, answer.send)
        except Exception:  # noqa: BLE001 - a bug: the user gets a page, and no log gets what was typed
            if not answer.has_begun:
                await self._refuse(scope, HTTPStatus.INTERNAL_SERVER_ERROR)(scope, receive, answer.send)

    async def _checked(self, scope: Scope, receive: Receive) -> tuple[HTTPStatus | None, SentForm]:
        """Why the request is refused, or None; and its form."""
        headers, nothing = Headers(scope=scope), SentForm()
        refused = self._refused(scope, headers)
        if refused or scope["method"] != "POST":
            return refused, nothing
        content_type = headers["content-type"]
        most = LARGEST_FORM if kind_of(content_type) == PLAIN else _largest_upload(scope["path"])
        body = await _body(headers, receive, most)
        if body is None:
            return HTTPStatus.REQUEST_ENTITY_TOO_LARGE, nothing
        form = read_form(content_type, body)
        if form is None:
            return HTTPStatus.BAD_REQUEST, nothing
        is_ours = is_same(form.texts.get(FORM_KEY, ""), self._keys.form)
        return (None, form) if is_ours else (HTTPStatus.FORBIDDEN, nothing)

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
        kind = kind_of(headers.get("content-type", ""))
        is_form = kind == PLAIN or (kind == IN_PARTS and _largest_upload(path) > 0)
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
            headers = MutableHeaders(scope=message)
            headers.update({name: value for name, value in HEADERS.items() if name != _POLICY or name not in headers})
        await self._send(message)


def _largest_upload(path: str) -> int:
    """The most bytes of a form with files that is sent to this address; 0 if it takes no files."""
    return next((most for beginning, most in UPLOADS.items() if path.startswith(beginning)), 0)


async def _body(headers: Headers, receive: Receive, most: int) -> bytes | None:
    """The whole body, kept in memory only; None if it is larger than `most` bytes."""
    length = headers.get("content-length", "0")
    if not length.isdecimal() or int(length) > most:
        return None
    body = bytearray()
    while len(body) <= most:
        message = await receive()
        body += message.get("body", b"")
        if not message.get("more_body", False):
            return bytes(body) if len(body) <= most else None
    return None
