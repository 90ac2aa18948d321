"""A service on loopback that signs users in and takes mail over HTTPS: the endpoints of Microsoft Entra and Graph as
published (learn.microsoft.com: authorization code flow, device code flow, user: sendMail, throttling)."""

from __future__ import annotations

import base64
import hashlib
import json
import ssl
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.policy import default
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

TENANT, CLIENT = "11111111-2222-3333-4444-555555555555", "99999999-8888-7777-6666-555555555555"
EXPIRES = 3600


@dataclass
class Cloud:
    """What it knows, and what it does with a message: by the word of the recipient's name before its first '-':
    `throttled` 429 once, `expired` 401 once, `revoked` always 401, `bad` 400, `denied` 403, `broken` 500, `late` 504,
    `lost` (which it keeps) ends the connection without an answer.

    `refusal`: the error that the token endpoint answers. `pending`: how often it answers that the device code has not
    been typed yet.
    """

    on_event: Callable[[str], None] = lambda _step: None
    received: list[tuple[str, bytes]] = field(default_factory=list)
    asked: Counter[str] = field(default_factory=Counter)
    seen: list[dict[str, str]] = field(default_factory=list)
    refusal: tuple[str, str] | None = None
    pending: int = 0
    secret: str = ""
    refresh_tokens: set[str] = field(default_factory=set)
    access_tokens: set[str] = field(default_factory=set)
    challenges: dict[str, str] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def grant(self) -> dict[str, object]:
        """New tokens. The refresh token is a new one each time, as it may be with Microsoft."""
        with self.lock:
            number = len(self.access_tokens) + 1
            access, refresh = f"access-secret-{number}", f"refresh-secret-{number}"
            self.access_tokens.add(access)
            self.refresh_tokens.add(refresh)
        return {"token_type": "Bearer", "access_token": access, "refresh_token": refresh, "expires_in": EXPIRES}

    def tokens_for(self, form: dict[str, str]) -> tuple[int, dict[str, object]]:
        """What the token endpoint answers."""
        if self.refusal:
            return _refusal(*self.refusal)
        if self.secret and form.get("client_secret") != self.secret:
            return _refusal("invalid_client", "The provided client secret is invalid.")
        match form["grant_type"]:
            case "authorization_code":
                verifier = hashlib.sha256(form["code_verifier"].encode()).digest()
                proof = base64.urlsafe_b64encode(verifier).decode().rstrip("=")
                known = self.challenges.pop(form["code"], None) == proof
            case "refresh_token":
                known = form["refresh_token"] in self.refresh_tokens
            case _:
                known = form["device_code"] == "device-secret"
                if self.pending:
                    self.pending -= 1
                    return _refusal("authorization_pending", "AADSTS70016: pending")
        return (200, self.grant()) if known else _refusal("invalid_grant", "AADSTS70008: expired for nurse@clinic")

    def take(self, token: str, mime: bytes) -> tuple[int, dict[str, str], dict[str, object]] | None:
        """What Graph answers to a message; None ends the connection."""
        self.on_event("words")
        address = str(message_from_bytes(mime, policy=default)["To"])
        kind = address.partition("@")[0].partition("-")[0]
        with self.lock:
            self.asked[address] += 1
            asked = self.asked[address]
            if kind in {"expired", "revoked"} and (asked == 1 or kind == "revoked"):
                self.access_tokens.discard(token)
            if token not in self.access_tokens:
                return 401, {}, _error("InvalidAuthenticationToken", address)
            match kind, asked:
                case "throttled", 1:
                    return 429, {"Retry-After": "7"}, _error("ApplicationThrottled", address)
                case "bad", _:
                    return 400, {}, _error("ErrorInvalidRecipients", address)
                case "denied", _:
                    return 403, {}, _error("ErrorAccessDenied", address)
                case "broken", _:
                    return 500, {}, _error("InternalServerError", address)
                case "late", _:
                    return 504, {}, _error("GatewayTimeout", address)
            self.received.append((address, mime))
            self.on_event("kept")
        return None if kind == "lost" else (202, {}, {})


def _error(code: str, address: str) -> dict[str, object]:
    return {"error": {"code": code, "message": f"about {address}"}}


def _refusal(error: str, description: str) -> tuple[int, dict[str, object]]:
    return 400, {"error": error, "error_description": description}


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    cloud: Cloud

    def do_GET(self) -> None:
        """The sign-in page, which lets everybody in, and sends the browser back at once."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
        self.cloud.seen.append(asked)
        code = f"code-secret-{len(self.cloud.seen)}"
        self.cloud.challenges[code] = asked["code_challenge"]
        back = urlencode({"code": code, "state": asked["state"]})
        self._answer(302, {"Location": f"{asked['redirect_uri']}?{back}"}, {})

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.path.endswith("/sendMail"):
            token = self.headers["Authorization"].removeprefix("Bearer ")
            assert self.headers["Content-Type"] == "text/plain"
            answer = self.cloud.take(token, base64.b64decode(body, validate=True))
            if answer is None:
                self.close_connection = True
            else:
                self._answer(*answer)
            return
        form = {name: values[0] for name, values in parse_qs(body.decode()).items()}
        if self.path.endswith("/devicecode"):
            said = {"device_code": "device-secret", "user_code": "ABCD", "verification_uri": "https://example/device"}
            self._answer(200, {}, {**said, "expires_in": 60, "interval": 5})
        else:
            status, granted = self.cloud.tokens_for(form)
            self._answer(status, {}, granted)

    def _answer(self, status: int, headers: dict[str, str], words: dict[str, object]) -> None:
        body = json.dumps(words).encode() if words else b""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_words: object) -> None:
        """Log nothing."""


class _Server(ThreadingHTTPServer):
    def handle_error(self, _request: object, _address: object) -> None:
        """Ignore a program that is killed in the middle of a request."""


@pytest.fixture
def cloud() -> Cloud:
    """A cloud that nobody has signed in to."""
    return Cloud()


@pytest.fixture
def url(cloud: Cloud, trusting: ssl.SSLContext) -> Iterator[str]:
    """The address of this cloud's service, whose certificate this process trusts."""
    with signing_in(cloud, trusting) as address:
        yield address


@contextmanager
def signing_in(cloud: Cloud, tls: ssl.SSLContext) -> Iterator[str]:
    """The address of the service."""
    server = _Server(("127.0.0.1", 0), type("Handler", (_Handler,), {"cloud": cloud}))
    server.socket = tls.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"https://localhost:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
