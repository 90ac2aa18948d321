"""Addresses of links as people read them."""

from __future__ import annotations

import re

_PREFIX = re.compile(r"^(?:https?://|mailto:|tel:)", re.IGNORECASE)
_WWW = re.compile(r"^www\.", re.IGNORECASE)
_NUMBER = re.compile(r"\+?[(\d][\d\s()./-]*")
_FEWEST_DIGITS = 3
"""Digits of the shortest number that can be told from any other number in the words, such as 112."""


def leads_out(link: str | None) -> bool:
    """Whether a link leads out of the document, so that paper must show its address."""
    return link is not None and not link.startswith("#")


def printed_address(link: str) -> str:
    """The address as one types or dials it: without its scheme, without a slash at the end, without a subject."""
    bare = _PREFIX.sub("", link)
    return bare.partition("?")[0] if link.lower().startswith("mailto:") else bare.rstrip("/")


def shows_address(words: str, link: str) -> bool:
    """Whether the words of a link show its address, so that nothing needs to stand behind them."""
    if link.lower().startswith("tel:"):
        dialed = _digits(link)
        shown = (_digits(number).lstrip("0") for number in _NUMBER.findall(words))
        return any(len(digits) >= min(_FEWEST_DIGITS, len(dialed)) and dialed.endswith(digits) for digits in shown)
    address = _WWW.sub("", printed_address(link)).casefold()
    return address in "".join(words.split()).casefold()


def _digits(text: str) -> str:
    return "".join(letter for letter in text if letter.isdecimal())
