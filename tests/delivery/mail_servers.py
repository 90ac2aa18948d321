"""Real mail servers on loopback (aiosmtpd) that behave as a test wants, by the first word of the recipient's name."""

from __future__ import annotations

import asyncio
import base64
import socket
import ssl
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

USER, PASSWORD = "nurse", "correct horse"
SENDER = "nurse@clinic.example"
LONG = 30.0
"""Seconds that a slow server takes; no test waits for it to end."""


@dataclass
class Mailroom:
    """What a server does with a message, and what it has seen. `on_event` hears of every step, before it is answered.

    The word of a recipient's name before its first '-' decides: `refused` 550, `busy` 450 twice and then yes, `never`
    always 450, `leaving` 421 once, `spam` 550 after the words, `dropped` and `silent` before DATA, `lost` (which it
    keeps) and `slow` after the words.
    """

    on_event: Callable[[str], None] = lambda _step: None
    received: list[tuple[str, bytes]] = field(default_factory=list)
    asked: Counter[str] = field(default_factory=Counter)

    async def handle_RCPT(  # noqa: N802 - aiosmtpd calls it by this name
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        self.on_event("RCPT")
        self.asked[address] += 1
        match address.partition("@")[0].partition("-")[0], self.asked[address]:
            case "refused", _:
                return f"550 5.1.1 <{address}>: nobody of this name"
            case ("busy", 1 | 2) | ("never", _):
                return f"450 4.2.1 <{address}>: try again later"
            case "leaving", 1:
                await server.push("421 4.3.2 shutting down")
                _hang_up(server)
            case "dropped", 1:
                _hang_up(server)
            case "silent", _:
                await asyncio.sleep(LONG)
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 ok"

    async def handle_DATA(  # noqa: N802 - the same
        self, server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        self.on_event("words")
        (address,) = envelope.rcpt_tos
        words = envelope.original_content or b""
        match address.partition("@")[0].partition("-")[0]:
            case "spam":
                return f"550 5.7.1 <{address}> does not want this"
            case "slow":
                await asyncio.sleep(LONG)
            case "lost":
                self.received.append((address, words))
                _hang_up(server)
        self.received.append((address, words))
        self.on_event("kept")
        return "250 2.0.0 kept"

    def handle_exception(self, _error: Exception) -> str:
        return "451 4.3.0 broken"


@dataclass
class TokenRoom(Mailroom):
    """Accepts only logins with an access token in `tokens` (XOAUTH2, as Microsoft and Google define it)."""

    tokens: set[str] = field(default_factory=set)
    tried: list[str] = field(default_factory=list)

    async def auth_XOAUTH2(self, server: SMTP, args: list[str]) -> AuthResult:  # noqa: N802 - the same
        words = base64.b64decode(args[1], validate=True).decode()
        user, bearer, *ends = words.split("\x01")
        assert (user, ends) == (f"user={SENDER}", ["", ""])
        token = bearer.removeprefix("auth=Bearer ")
        self.tried.append(token)
        if token in self.tokens:
            return AuthResult(success=True, auth_data=user)
        assert await server.challenge_auth(b'{"status":"401","schemes":"bearer"}') == b""
        return AuthResult(success=False, handled=False, message="535 5.7.3 Authentication unsuccessful")


def _hang_up(server: SMTP) -> None:
    server.transport.abort()
    raise asyncio.CancelledError


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@cache
def certificate() -> tuple[trustme.CA, ssl.SSLContext]:
    """A certificate for this machine, and the authority that signed it; one pair for all tests of a process."""
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost", "127.0.0.1").configure_cert(context)
    return authority, context


def trusted_certificate(folder: Path) -> tuple[Path, ssl.SSLContext]:
    """The server's side of TLS, and the authority that signed its certificate, as a file for SSL_CERT_FILE."""
    authority, context = certificate()
    path = folder / "authority.pem"
    authority.cert_pem.write_to_path(str(path))
    return path, context


@pytest.fixture
def trusting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """The server's side of TLS, while this process trusts the authority that signed its certificate, like any other."""
    path, context = trusted_certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    return context


def _knows(_server: SMTP, _session: Session, _envelope: Envelope, _way: str, given: object) -> AuthResult:
    is_known = given == LoginPassword(USER.encode(), PASSWORD.encode())
    return AuthResult(success=is_known, handled=False)


def _switched_off(*_: object) -> AuthResult:
    words = "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant."
    return AuthResult(success=False, handled=False, message=words)


class _Controller(Controller):
    """A server that leaves nothing open behind it; `implicit` is TLS from the first byte."""

    def __init__(self, room: Mailroom, implicit: ssl.SSLContext | None, **options: Any) -> None:  # noqa: ANN401
        super().__init__(room, **options)
        self.ssl_context = implicit
        self.conversations: list[SMTP] = []

    def factory(self) -> SMTP:
        with warnings.catch_warnings(action="ignore", category=UserWarning):  # it does not see its own implicit TLS
            conversation = super().factory()
        assert isinstance(conversation, SMTP)
        self.conversations.append(conversation)
        return conversation

    def stop(self, *, no_assert: bool = False) -> None:
        asyncio.run_coroutine_threadsafe(self._end(), self.loop).result(10)
        super().stop(no_assert=no_assert)

    async def _end(self) -> None:
        """Wait for what every conversation was doing to be over, after its transport is closed."""
        for conversation in self.conversations:
            if conversation.transport is not None:
                conversation.transport.abort()
        waiting = asyncio.all_tasks() - {asyncio.current_task()}
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
        await asyncio.sleep(0.01)  # a transport closes its socket in the next round of the loop


@contextmanager
def running(
    room: Mailroom,
    tls: ssl.SSLContext | None = None,
    *,
    implicit: bool = False,
    login: bool = False,
    passwords: bool = True,
) -> Iterator[int]:
    """The port of a server that takes messages into `room`, encrypted where it has a certificate. Without `passwords`,
    it rejects every login as Microsoft does where passwords are switched off."""
    options: dict[str, Any] = {"hostname": "127.0.0.1", "port": free_port(), "data_size_limit": 50_000_000}
    if login:
        knows = _knows if passwords else _switched_off
        options |= {"authenticator": knows, "auth_required": True, "auth_require_tls": not implicit}
    if tls is not None and not implicit:
        options |= {"tls_context": tls, "require_starttls": True}
    controller = _Controller(room, tls if implicit else None, **options)
    controller.start()
    try:
        yield int(options["port"])
    finally:
        controller.stop()
