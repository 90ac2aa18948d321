"""E-mail addresses: which are valid, and the form that every mail server accepts."""

from __future__ import annotations

import re
import unicodedata

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LOCAL = re.compile(rf"{_ATOM}(?:\.{_ATOM})*")
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_LONGEST, _LONGEST_LOCAL = 254, 64
"""Characters (RFC 5321, 4.5.3.1.1 and 4.5.3.1.3 with its two brackets)."""


class BadAddressError(ValueError):
    """What is wrong with an address. The message never repeats the address, because it may end up in a log."""


def sendable(text: str) -> str:
    """The address as headers and SMTP need it: ASCII, the domain in lower case and as A-labels.

    Accepts only the plain form (RFC 5322 `dot-atom "@" domain`) with at least two labels: no display name, quotes,
    comments or address literals. Raises BadAddressError.
    """
    typed = text.strip(" ")
    if len(typed) > _LONGEST:
        raise BadAddressError(f"it is longer than {_LONGEST} characters")
    if any(unicodedata.category(sign) in {"Cc", "Cf", "Zl", "Zp", "Zs"} for sign in typed):
        raise BadAddressError("it contains a space, a line break or an invisible character")
    local, at, domain = typed.rpartition("@")
    if not at or "@" in local:
        raise BadAddressError("it has no '@'" if not at else "it has more than one '@'")
    if not local.isascii():
        raise BadAddressError("only the part after '@' may have letters other than a to z")
    if not _LOCAL.fullmatch(local) or len(local) > _LONGEST_LOCAL:
        raise BadAddressError("the part before '@' is not valid")
    address = f"{local}@{_domain(domain)}"
    if len(address) > _LONGEST:
        raise BadAddressError(f"it is longer than {_LONGEST} characters")
    return address


def domain_of(address: str) -> str:
    """The domain of a sendable address."""
    return address.rpartition("@")[2]


def masked(address: str) -> str:
    """A masked address, such as `j…@example.org`: enough to recognize it on a list, not enough to write to it."""
    return f"{address[0]}…@{domain_of(address)}"


def mailbox(address: str) -> str:
    """The same text for all addresses of one mailbox: in practice, servers ignore case."""
    return address.casefold()


def _domain(typed: str) -> str:
    """The domain as A-labels (RFC 5890, 2.3.2.1)."""
    try:
        ascii_form = typed.encode("idna").decode("ascii").lower()
    except UnicodeError as error:
        raise BadAddressError("the part after '@' is not a valid domain") from error
    if not typed.isascii() and ascii_form.encode("ascii").decode("idna") != unicodedata.normalize("NFC", typed.lower()):
        # Python's codec is IDNA 2003, which changes some letters: 'ß' becomes 'ss'.
        raise BadAddressError("programs disagree about its domain; write the domain in the form that starts with xn--")
    labels = ascii_form.split(".")
    if len(labels) < 2 or not all(_LABEL.fullmatch(label) for label in labels) or labels[-1].isdigit():
        raise BadAddressError("the part after '@' is not a valid domain")
    return ascii_form
