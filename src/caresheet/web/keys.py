"""The keys that open a desk and mark its forms."""

from __future__ import annotations

import hashlib
import hmac
import secrets

from msgspec import Struct

_BYTES = 32


class DeskKeys(Struct, frozen=True):
    """Random texts, new at each start: `link` is part of the address that opens the browser, `session` is the value of
    the cookie that the browser gets in return, and `form` is in each form."""

    link: str
    session: str
    form: str

    @classmethod
    def new(cls) -> DeskKeys:
        """Keys that nobody else knows."""
        return cls(*(secrets.token_urlsafe(_BYTES) for _ in range(3)))


def is_same(given: str, key: str) -> bool:
    """Whether a text is the key. The time that this takes does not tell how much of the text is right."""
    return hmac.compare_digest(given.encode("utf-8", "replace"), key.encode("utf-8"))


def answer_to(challenge: str, link: str) -> str:
    """What only a desk with this link can answer (HMAC, RFC 2104), so that a second start recognizes the running desk
    without sending the link to another program on that port."""
    return hmac.new(link.encode("utf-8"), challenge.encode("utf-8"), hashlib.sha256).hexdigest()
