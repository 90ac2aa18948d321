"""Phrases that are read in one direction as a whole, wherever they appear.

In right-to-left text, the rules for characters alone show `500 mg` as `mg 500`, `38.5 °C` as `C° 38.5`, and the parts
of a phone number from the wrong end. So a dose, a number to call, an address or a name in Latin letters is resolved as
if the author had isolated it (UAX 9, HL4), and so are words marked with a language that runs the other way, whose last
period would be at their beginning. The text keeps its letters.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate, chain, pairwise

from caresheet.text.bidi import embedding_levels, runs_right_to_left

_ISOLATE, _END = "\u2066", "\u2069"
_QUOTED = ("\u2067", _ISOLATE)
"""The characters that isolate words running the other way: in a left-to-right and in a right-to-left paragraph."""
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


def isolated_levels(text: str, base: int, quoted: Sequence[tuple[int, int]] = ()) -> list[int]:
    """The embedding level of each character of a paragraph whose own level is `base`, with such phrases isolated.

    `quoted` are the first and last places (exclusive) of words in a language that runs the other way, in order: each is
    isolated as a whole, so that its period is at its own end.
    """
    if not base and not runs_right_to_left(text):
        return [0] * len(text)
    if base:
        around, inside = _joined([*quoted, *left_to_right_phrases(text)]), []
    else:
        cuts = (0, *chain.from_iterable(quoted), len(text))
        around = list(quoted)
        inside = [found.span() for part in pairwise(cuts) for found in _KEPT_WHOLE.finditer(text, *part)]
    return _levels_of(text, base, [(_QUOTED[base], around), (_ISOLATE, inside)])


def _levels_of(text: str, base: int, isolates: list[tuple[str, list[tuple[int, int]]]]) -> list[int]:
    """The levels with each kind of isolate around its places. Those of the first kind are the outer ones."""
    marks = [""] * len(text)
    for opening, spans in isolates:
        for start, stop in spans:
            marks[start] += opening
            if stop < len(text):
                marks[stop] = _END + marks[stop]
    levels = embedding_levels("".join(chain.from_iterable(zip(marks, text, strict=True))), base)
    return [levels[stop - 1] for stop in accumulate(len(mark) + 1 for mark in marks)]


def _joined(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans in order, those that overlap as one."""
    made: list[tuple[int, int]] = []
    for start, stop in sorted(spans):
        if made and start < made[-1][1]:
            made[-1] = (made[-1][0], max(stop, made[-1][1]))
        else:
            made.append((start, stop))
    return made
