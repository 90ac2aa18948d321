"""A port of this machine, to which the browser brings the answer of the sign-in page (RFC 8252, section 7.3)."""

from __future__ import annotations

import hmac
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from types import TracebackType
from typing import Self
from urllib.parse import parse_qs, urlsplit

from caresheet.model.walk import Discreet

_PAGE = (
    '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{0}</title></head>'
    "<body><main><h1>{0}</h1><p>{1}</p></main></body></html>"
)
_DONE = _PAGE.format("Signed in", "You can close this page and go back to caresheet.")
_NOT_DONE = _PAGE.format("Not signed in", "Go back to caresheet to see why.")


class SignInAnswer(Discreet, frozen=True):
    """The code to redeem, or the error."""

    code: str = ""
    error: str = ""


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    timeout = 10  # seconds for a browser to send its request

    def do_GET(self) -> None:
        """Take an answer that repeats the state of the request; refuse anything else."""
        query = parse_qs(urlsplit(self.path).query)
        given = {name: values[0] for name, values in query.items()}
        if not hmac.compare_digest(given.get("state", "").encode(), self.server.state.encode()):
            self.send_error(404)
            return
        answer = SignInAnswer(given.get("code", ""), given.get("error", ""))
        self.server.answer = answer
        page = (_DONE if answer.code else _NOT_DONE).encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(page)

    def log_message(self, *_words: object) -> None:
        """Log nothing: the address contains the code."""


class _Server(HTTPServer):
    state = ""
    answer: SignInAnswer | None = None

    def handle_error(self, _request: object, _address: object) -> None:
        """Ignore a browser that closes the connection halfway."""


class Loopback:
    """Listens at a free port, for this machine only."""

    def __init__(self) -> None:
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self.port = int(self._server.server_address[1])

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.server_close()

    def wait(self, state: str, seconds: float) -> SignInAnswer | None:
        """The answer that repeats `state`, None if none came in time."""
        self._server.state = state
        until = time.monotonic() + seconds
        while self._server.answer is None and (left := until - time.monotonic()) > 0:
            self._server.timeout = min(left, 1.0)
            self._server.handle_request()
        return self._server.answer
