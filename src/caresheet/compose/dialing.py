"""Phone numbers in a clinic's words, and the links that dial them."""

from __future__ import annotations

import re
from collections.abc import Iterator

_NUMBER = re.compile(r"(?<![\w*#])\+?\(?\d[\d ()./-]*\d(?![\w*#])|(?<![\w*#])\d\d(?![\w*#])")
_FEWEST_DIGITS = 7
"""Digits of a number that reaches someone from outside; a shorter one is a short code if the text starts with it."""


def numbers_in(text: str) -> Iterator[re.Match[str]]:
    """The phone numbers in a text: every long one, and a short code that the text starts with, alone or with another
    one."""
    if "*" in text or "#" in text:
        return  # a code such as *67 comes before the number, and a link cannot be relied on to dial it
    short = True
    for match in _NUMBER.finditer(text):
        whole = match.start() == 0 or (short and text[: match.start()].rstrip().casefold().endswith((" or", " o", "/")))
        short = match.start() == 0
        if whole or len(_digits(match[0])) >= _FEWEST_DIGITS:
            yield match


_PLUS = frozenset("+\N{FULLWIDTH PLUS SIGN}")


def tel_link(number: str, country: str) -> str:
    """The link that dials a number (RFC 3966): with its country code if the country is known, else as it is written."""
    digits = ("+" if number.startswith("+") else "") + _digits(number)
    if not country and not _PLUS.intersection(number):
        return f"tel:{digits}"  # the country is unknown, so numbering plans need not be loaded
    from phonenumbers import NumberParseException, PhoneNumberFormat, format_number, is_valid_number, parse

    try:
        parsed = parse(number, country.upper() or None)
    except NumberParseException:
        return f"tel:{digits}"
    known = is_valid_number(parsed)  # 116117 has as many digits as a number of a German town, but is not one
    return f"tel:{format_number(parsed, PhoneNumberFormat.E164) if known else digits}"


def _digits(text: str) -> str:
    return "".join(letter for letter in text if letter.isdecimal())
