"""Phrases that are read in one direction as a whole, wherever they appear.

In right-to-left text, the rules for characters alone show `500 mg` as `mg 500`, `38.5 °C` as `C° 38.5`, and the parts
of a phone number from the wrong end. So a dose, a number to call, an address or a name in Latin letters is resolved as
if the author had isolated it (UAX 9, HL4), and so are words marked with a language that runs the other way, whose last
period would be at their beginning. The text keeps its letters.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate, chain, pairwise, zip_longest

from caresheet.model.direction import Direction, direction_of
from caresheet.text.bidi import embedding_levels, runs_right_to_left

_ISOLATE, _END = "\u2066", "\u2069"
_QUOTED = ("\u2067", _ISOLATE)
"""The characters that isolate words running the other way: in a left-to-right and in a right-to-left paragraph."""
_EMBEDDING, _EMBEDDED = "\u200f\u202a", "\u202c\u200f"
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


def level_of(language: str) -> int:
    """The embedding level of a paragraph in a language: 1 if it runs from right to left, else 0."""
    return int(direction_of(language) is Direction.RIGHT_TO_LEFT)


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
    marks = _marks(text, _isolates(text, base, quoted))
    levels = embedding_levels("".join(chain.from_iterable(zip(marks, text, strict=False))), base)
    return [levels[stop - 1] for stop in accumulate(len(mark) + 1 for mark in marks[:-1])]


def phrases_to_isolate(text: str, base: int) -> list[tuple[int, int]]:
    """First and last place (exclusive) of each phrase that may lose its order, depending on the direction that a
    program takes for the line. In left-to-right text, these are only the phrases behind a word that runs the other way;
    in right-to-left text, a whole number never loses its order."""
    if base:
        return [(start, stop) for start, stop in left_to_right_phrases(text) if not text[start:stop].isdecimal()]
    if not runs_right_to_left(text):
        return []
    return [span for span in left_to_right_phrases(text) if runs_right_to_left(_last_letter(text[: span[0]]))]


def with_isolates(text: str, base: int, quoted: Sequence[tuple[int, int]] = ()) -> str:
    """The text with the characters that isolate such phrases and `quoted` words (UAX 9, 2.4), for where there is
    nothing but characters. Programs take the direction of a line from its first letter outside of isolates, or begin
    every line at the left."""
    cuts = (0, *chain.from_iterable(quoted), len(text))
    phrases: list[tuple[int, int]] = []
    for number, (start, stop) in enumerate(pairwise(cuts)):
        level = base ^ number % 2
        phrases += [(start + first, start + last) for first, last in phrases_to_isolate(text[start:stop], level)]
    around = _joined([*quoted, *phrases]) if base else [*quoted]
    marks = _marks(text, ((_QUOTED[base], around), (_ISOLATE, [] if base else phrases)))
    return "".join(chain.from_iterable(zip_longest(marks, text, fillvalue="")))


def with_embeddings(text: str, base: int) -> str:
    """The text with each such phrase embedded between marks that run from right to left (UAX 9, 2.1, 2.2 and 2.6): for
    entries that a viewer shows in windows of its own, where some systems still draw isolates as visible signs."""
    parts, place = list[str](), 0
    for start, stop in phrases_to_isolate(text, base):
        parts += [text[place:start], _EMBEDDING, text[start:stop], _EMBEDDED]
        place = stop
    return "".join((*parts, text[place:]))


def _last_letter(text: str) -> str:
    return next(filter(str.isalpha, reversed(text)), "")


_Isolates = tuple[tuple[str, list[tuple[int, int]]], ...]
"""The character that begins isolates, with their first and last places; those of the first kind are the outer ones."""


def _isolates(text: str, base: int, quoted: Sequence[tuple[int, int]]) -> _Isolates:
    if base:
        return (_QUOTED[base], _joined([*quoted, *left_to_right_phrases(text)])), (_ISOLATE, [])
    cuts = (0, *chain.from_iterable(quoted), len(text))
    inside = [found.span() for part in pairwise(cuts) for found in _KEPT_WHOLE.finditer(text, *part)]
    return (_QUOTED[base], list(quoted)), (_ISOLATE, inside)


def _marks(text: str, isolates: _Isolates) -> list[str]:
    """The marks before each character and behind the last one."""
    marks = [""] * (len(text) + 1)
    for opening, spans in isolates:
        for start, stop in spans:
            marks[start] += opening
            marks[stop] = _END + marks[stop]
    return marks


def _joined(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans in order, those that overlap as one."""
    made: list[tuple[int, int]] = []
    for start, stop in sorted(spans):
        if made and start < made[-1][1]:
            made[-1] = (made[-1][0], max(stop, made[-1][1]))
        else:
            made.append((start, stop))
    return made
