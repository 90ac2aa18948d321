"""Properties of characters, from one version of the Unicode Character Database.

Each version of Python has a different version of `unicodedata`, and line breaks must not depend on that.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Callable
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path
from unicodedata import normalize

_REMEMBERED = 8192
"""How many different characters keep their properties: more than any handout has."""
OF_ANY_SCRIPT = frozenset({"Zyyy", "Zinh", "Zzzz"})
"""The scripts of characters that belong to no script alone, or to none yet (UAX 24)."""
_JOINERS = frozenset("\u200c\u200d")
_STACKERS = frozenset("\u094d\u09cd\u0a4d\u0acd\u0b4d\u0c4d\u0ccd\u0d4d\u0dca\u1039\u17d2")
"""Marks that join the next consonant to the letter, below it or in one shape (Unicode, Indic_Syllabic_Category Virama
and Invisible_Stacker), without those of scripts that show the mark instead."""
_VARIATIONS = frozenset("\ufe0e\ufe0f")
"""Characters that choose between the text and emoji forms of the character before them."""


@cache
def _table(name: str) -> list[tuple[int, str]]:
    """The places where the value of a property changes, or the pairs of brackets. The file is written by
    `tests/text/write_unicode_table.py`."""
    tables: dict[str, list[tuple[int, str]]] = json.loads(Path(__file__).with_name("unicode.json").read_bytes())
    return tables[name]


@cache
def _starts(name: str) -> list[int]:
    return [first for first, _ in _table(name)]


def _property(name: str) -> Callable[[str], str]:
    @lru_cache(_REMEMBERED)
    def value(letter: str) -> str:
        return _table(name)[bisect_right(_starts(name), ord(letter)) - 1][1]

    return value


bidi_class = _property("bidi_class")
"""The Bidi_Class of a character, such as `AL` (UAX 9, table 4)."""
script = _property("script")
"""The four-letter code of a character's script, such as `Arab`; `Zyyy` is common to all scripts, and `Zinh` inherits
that of the letter before it (UAX 24)."""
_mark = _property("mark")


@cache
def marks() -> str:
    """All marks and joiners, as the inside of a character set in a regular expression."""
    table = _table("mark")
    spans = [(first, stop - 1) for (first, is_mark), (stop, _) in pairwise(table) if is_mark]
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in spans) + "".join(sorted(_JOINERS))


def belongs_to_letter_before(letter: str) -> bool:
    """Whether a character is shown as part of the letter before it: a mark, a joiner, or a variation selector."""
    return bool(_mark(letter)) or letter in _JOINERS or letter in _VARIATIONS


@cache
def _pairs() -> dict[str, str]:
    """Each opening bracket with its closing one, in canonical form: two kinds of angle brackets are the same (UAX 9,
    BD16)."""
    return {str(opening): normalize("NFC", closing) for opening, closing in _table("brackets")}


def closing_bracket(letter: str) -> str | None:
    """The canonical form of the bracket that closes this one; None if this is not an opening bracket."""
    return _pairs().get(letter)


@cache
def _closing() -> frozenset[str]:
    return frozenset(str(closing) for _, closing in _table("brackets"))


def is_closing_bracket(letter: str) -> bool:
    """Whether a character is a closing bracket."""
    return letter in _closing()


def is_stacked(text: str, place: int) -> bool:
    """Whether the letter at a place is joined to the letter before it by a mark of the same script between them."""
    before = place - 2 if text[place - 1 : place] == "\u200d" else place - 1
    if before < 0 or text[before] not in _STACKERS:
        return False
    return text[place].isalpha() and script(text[place]) == script(text[before])


def clusters(text: str) -> tuple[str, ...]:
    """The letters of a text as a reader sees them: each with its marks and joiners, and with the consonants that are
    stacked on it."""
    if text.isascii():
        return tuple(text)
    starts = [
        i for i, letter in enumerate(text) if not i or not (belongs_to_letter_before(letter) or is_stacked(text, i))
    ]
    return tuple(text[start:stop] for start, stop in zip(starts, [*starts[1:], len(text)], strict=True))
