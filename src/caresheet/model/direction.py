"""The direction in which the lines of a language run."""

from __future__ import annotations

from enum import Enum
from unicodedata import bidirectional

_RTL_SCRIPTS = frozenset({"adlm", "arab", "hebr", "mand", "nkoo", "rohg", "samr", "syrc", "thaa", "yezi"})
"""Scripts in modern use that run from right to left (ISO 15924; Unicode property Bidi_Class R or AL)."""
_RTL_LANGUAGES = frozenset(
    {"ar", "arc", "azb", "bal", "ckb", "dv", "fa", "glk", "he", "ks", "lrc", "mzn", "nqo", "pnb", "ps", "sd", "syr"}
    | {"ug", "ur", "yi"}
)
"""Languages usually written in one of these scripts (Unicode CLDR, likely subtags)."""


_RIGHT_TO_LEFT = frozenset({"R", "AL"})
"""The classes of letters that run from right to left (Unicode property Bidi_Class)."""


class Direction(Enum):
    """Where lines start."""

    LEFT_TO_RIGHT = "ltr"
    RIGHT_TO_LEFT = "rtl"


def direction_of(language: str) -> Direction:
    """The direction of a language by its BCP 47 tag: that of its script subtag, if it has one."""
    primary, *others = language.lower().split("-")
    script = next((subtag for subtag in others if len(subtag) == 4 and subtag.isalpha()), None)
    runs_left = script in _RTL_SCRIPTS if script else primary in _RTL_LANGUAGES
    return Direction.RIGHT_TO_LEFT if runs_left else Direction.LEFT_TO_RIGHT


def has_right_to_left_letters(text: str) -> bool:
    """Whether any letter of a text runs from right to left."""
    return not text.isascii() and any(bidirectional(letter) in _RIGHT_TO_LEFT for letter in text)
