"""Characters that word processors put in place of those on the keyboard, and what is read in their place.

Only what looks the same and means the same has a stand-in. `⅓` and `10⁹` have none: as plain characters, `2⅓` would
become `21/3` and `10⁹` would become `109`.
"""

from __future__ import annotations

import re
import unicodedata

SOFT_HYPHEN = "\N{SOFT HYPHEN}"

_SPACES = "\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2008\u2009\u200a\u205f"
_NO_BREAK_SPACES = "\u2007\u202f"
_WITHOUT_WIDTH = SOFT_HYPHEN + "\u200b\u2060" + "".join(map(chr, range(0xFE00, 0xFE10)))
"""Break opportunities and their opposite, and marks that choose between the text and the picture of a sign."""

STAND_INS: dict[str, str] = {
    **dict.fromkeys(_SPACES, " "),
    **dict.fromkeys(_NO_BREAK_SPACES, "\N{NO-BREAK SPACE}"),
    **dict.fromkeys(_WITHOUT_WIDTH, ""),
    "\N{HYPHEN}": "-",
    "\N{FIGURE DASH}": "\N{EN DASH}",
    "\N{HORIZONTAL BAR}": "\N{EM DASH}",
    "\N{MODIFIER LETTER TURNED COMMA}": "\N{LEFT SINGLE QUOTATION MARK}",
    "\N{MODIFIER LETTER APOSTROPHE}": "\N{RIGHT SINGLE QUOTATION MARK}",
    "\N{PRIME}": "'",
    "\N{DOUBLE PRIME}": '"',
    "\N{DEGREE CELSIUS}": "°C",
    "\N{DEGREE FAHRENHEIT}": "°F",
    "\N{INCREMENT}": "\N{GREEK CAPITAL LETTER DELTA}",
    "\N{LATIN SMALL LIGATURE FF}": "ff",
    "\N{LATIN SMALL LIGATURE FI}": "fi",
    "\N{LATIN SMALL LIGATURE FL}": "fl",
    "\N{LATIN SMALL LIGATURE FFI}": "ffi",
    "\N{LATIN SMALL LIGATURE FFL}": "ffl",
    "\N{LATIN SMALL LIGATURE LONG S T}": "st",
    "\N{LATIN SMALL LIGATURE ST}": "st",
    "\uf0b7": "\N{BULLET}",  # the bullet of the font Symbol, as word processors copy it
}
"""What is read in place of a character, wherever an author types it."""

MOST_MARKS = 30
"""Combining marks in a row that are read: no language has more, and text with more takes ever longer to compose
(Unicode Standard Annex 15, section 13, Stream-Safe Text Format)."""
_FOREIGN = re.compile(rf"[^\x00-\x7f]{{{MOST_MARKS + 1},}}")
_NO_CHARACTER = "\N{REPLACEMENT CHARACTER}"
_SPACE = re.compile(r"[ \t\r\n]+")
_TABLE = str.maketrans(STAND_INS)


def as_read(typed: str) -> str:
    """A text as it is read: letters and their accents composed (Unicode NFC), and the stand-ins in place. Marks without
    end are one replacement character."""
    if typed.isascii():
        return typed
    return unicodedata.normalize("NFC", _FOREIGN.sub(_without_floods, typed.translate(_TABLE)))


def has_flood_of_marks(typed: str) -> bool:
    """Whether more combining marks stand in a row than any language has."""
    if not _FOREIGN.search(typed):
        return False
    return any(_without_floods(found) != found[0] for found in _FOREIGN.finditer(typed.translate(_TABLE)))


def _without_floods(found: re.Match[str]) -> str:
    kept: list[str] = []
    marks: list[str] = []
    for sign in found[0]:
        if unicodedata.combining(sign):
            marks.append(sign)
            continue
        kept += (*_bounded(marks), sign)
        marks.clear()
    return "".join((*kept, *_bounded(marks)))


def _bounded(marks: list[str]) -> list[str]:
    return marks if len(marks) <= MOST_MARKS else [_NO_CHARACTER]


def single_spaced(text: str) -> str:
    """A text with spaces and line breaks of any length as one space, and none at its ends. Between words, no-break
    spaces stay."""
    return _SPACE.sub(" ", text).strip(" \N{NO-BREAK SPACE}")
