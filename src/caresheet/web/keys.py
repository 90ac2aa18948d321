"""What opens a desk, and shows that a form is one of its own."""

from __future__ import annotations

import hashlib
import hmac
import secrets

from msgspec import Struct

_BYTES = 32


class DeskKeys(Struct, frozen=True):
    """Random texts, made anew at each start: `link` stands in the address that the browser is opened with, `session`
    is the value of the cookie that it gets for it, and `form` stands in each form."""

    link: str
    session: str
    form: str

    @classmethod
    def new(cls) -> DeskKeys:
        """Keys that nobody else knows."""
        return cls(*(secrets.token_urlsafe(_BYTES) for _ in range(3)))


def is_same(given: str, key: str) -> bool:
    """Whether a text is the key; how long the answer takes does not tell how much of it is right."""
    return hmac.compare_digest(given.encode("utf-8", "replace"), key.encode("utf-8"))


def answer_to(challenge: str, link: str) -> str:
    """What only a desk with this link can answer: so a second start knows its own desk without telling a stranger on
    the same port what opens it (HMAC, RFC 2104)."""
    return hmac.new(link.encode("utf-8"), challenge.encode("utf-8"), hashlib.sha256).hexdigest()
