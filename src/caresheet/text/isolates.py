"""Phrases that are read from left to right as a whole, wherever they appear.

In right-to-left text, the rules for characters alone show `500 mg` as `mg 500`, `38.5 °C` as `C° 38.5`, and the parts
of a phone number from the wrong end. So a dose, a number to call, an address or a name in Latin letters is resolved as
if the author had isolated it (UAX 9, HL4). The text keeps its letters.
"""

from __future__ import annotations

import re

from caresheet.text.bidi import embedding_levels, runs_right_to_left

_ISOLATE, _END = "\u2066", "\u2069"
_SPACE = "[ \u00a0\u202f]"
_LETTER = "A-Za-zÀ-ÖØ-öø-ɏḀ-ỿµμ"
_INDEX = "₀-₉⁰¹²³⁴-⁹"
"""Raised and lowered digits, as in SpO₂ and kg/m²."""
_DASH = "[-\u2010\u2011\u2012\u2013\u2014\u2212]"

_ADDRESS = r"(?:https?://|www\.)[^\s<>]*[\w/]|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
_DIALED = rf"\+?\(?[0-9](?:[0-9()./]|{_SPACE}|{_DASH}){{5,}}[0-9]|[*#][0-9][0-9*#]*"
"""Digits with spaces, hyphens, periods or slashes in between, some of them in brackets (ITU-T E.123); dates, too."""
_FIGURE = r"[0-9]+(?:[.,:/][0-9]+)*[½¼¾⅓⅔⅛]?|[½¼¾⅓⅔⅛]"
_RANGE = rf"(?:{_FIGURE})(?:{_SPACE}?{_DASH}{_SPACE}?(?:{_FIGURE}))*"
_NUMBER = rf"(?:(?<!\w)[<>≤≥±~≈+\u2212-]{_SPACE}?)?(?:{_RANGE})"
"""A number or a range, with the sign that makes it a limit: a reversed `<` would say the opposite."""
_NAME = rf"(?:[A-Z]\.{_SPACE}?)*[{_LETTER}][{_LETTER}{_INDEX}0-9]*(?:[-'’./&+\u2011][{_LETTER}{_INDEX}0-9]+)*[®™©+]*"
_UNIT = rf"{_SPACE}?(?:°{_SPACE}?[CFK]?|[%‰])"
_TIMES = rf"{_SPACE}?×{_SPACE}?(?:{_FIGURE})?"
_PHRASE = (
    rf"(?:{_DIALED}|{_NUMBER}|{_NAME})"
    rf"(?:{_UNIT}|{_TIMES}|:?{_SPACE}?{_NAME}|(?<=[{_LETTER}{_INDEX}®™%.])\.?{_SPACE}(?:{_DIALED}|{_NUMBER}))*"
)
"""A name with its dose, or a dose with its name: two numbers do not join, but a number joins the words next to it, and
a colon the words on both sides, as in `DRAFT: do not use`."""
_KEPT_WHOLE = re.compile(rf"{_ADDRESS}|{_PHRASE}")


def left_to_right_phrases(text: str) -> list[tuple[int, int]]:
    """First and last place (exclusive) of every phrase that is read from left to right as a whole."""
    return [found.span() for found in _KEPT_WHOLE.finditer(text)]


def isolated_levels(text: str, base: int) -> list[int]:
    """The embedding level of each character of a paragraph whose own level is `base`, with such phrases isolated."""
    if not base and not runs_right_to_left(text):
        return [0] * len(text)
    parts: list[str] = []
    places: list[int] = []
    at = length = 0
    for start, stop in left_to_right_phrases(text):
        parts += (text[at:start], _ISOLATE, text[start:stop], _END)
        places += range(length, length + start - at)
        length += start - at + 1
        places += range(length, length + stop - start)
        length += stop - start + 1
        at = stop
    parts.append(text[at:])
    places += range(length, length + len(text) - at)
    levels = embedding_levels("".join(parts), base)
    return [levels[place] for place in places]
