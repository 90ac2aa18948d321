"""E-mail addresses: what is one, and the form in which every mail server takes it."""

from __future__ import annotations

import re
import unicodedata

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LOCAL = re.compile(rf"{_ATOM}(?:\.{_ATOM})*")
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_LONGEST, _LONGEST_LOCAL = 254, 64
"""Characters (RFC 5321, 4.5.3.1.1 and 4.5.3.1.3 with its two brackets)."""


class BadAddressError(ValueError):
    """What is wrong with an address, in words that do not repeat it: they may end in a log."""


def sendable(text: str) -> str:
    """The address as it stands in headers and in SMTP: ASCII, its domain in small letters and as A-labels.

    Only the plain form is taken (RFC 5322 `dot-atom "@" domain`), of at least two labels: no name, no quotes, no
    comment, no number in brackets. Raises BadAddressError.
    """
    typed = text.strip(" ")
    if any(unicodedata.category(sign) in {"Cc", "Cf", "Zl", "Zp", "Zs"} for sign in typed):
        raise BadAddressError("it holds a space, a line end or an invisible sign")
    local, at, domain = typed.rpartition("@")
    if not at or "@" in local:
        raise BadAddressError("it has no '@'" if not at else "it has more than one '@'")
    if not local.isascii():
        raise BadAddressError("only its domain may have letters beyond a to z")
    if not _LOCAL.fullmatch(local) or len(local) > _LONGEST_LOCAL:
        raise BadAddressError("what stands before its '@' is no mailbox")
    address = f"{local}@{_domain(domain)}"
    if len(address) > _LONGEST:
        raise BadAddressError(f"it has more than {_LONGEST} characters")
    return address


def domain_of(address: str) -> str:
    """The domain of a sendable address."""
    return address.rpartition("@")[2]


def mailbox(address: str) -> str:
    """The same text for addresses that reach the same mailbox: in practice no server tells capital letters apart."""
    return address.casefold()


def _domain(typed: str) -> str:
    """The domain as A-labels (RFC 5890, 2.3.2.1)."""
    try:
        ascii_form = typed.encode("idna").decode("ascii").lower()
    except UnicodeError as error:
        raise BadAddressError("what follows its '@' is no domain") from error
    if not typed.isascii() and ascii_form.encode("ascii").decode("idna") != unicodedata.normalize("NFC", typed.lower()):
        # Python's codec is IDNA 2003, which makes another name of some letters: of 'ß' it makes 'ss'.
        raise BadAddressError("its domain is not the same in every program; write it in its form that begins with xn--")
    labels = ascii_form.split(".")
    if len(labels) < 2 or not all(_LABEL.fullmatch(label) for label in labels) or labels[-1].isdigit():
        raise BadAddressError("what follows its '@' is no domain")
    return ascii_form
