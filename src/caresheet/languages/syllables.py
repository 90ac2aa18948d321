"""How many syllables a word has."""

from __future__ import annotations

import re
from functools import cache
from importlib import import_module
from math import fsum
from typing import Protocol

from caresheet.languages.folders import nearest
from caresheet.languages.knowledge import language

_PARTS = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_SPELLED = 4
"""Capitals alone, up to this many, are read letter by letter."""


class SyllableCounter(Protocol):
    """What a language's own module `syllables` provides as `count`: the syllables of one word in lower case."""

    def __call__(self, word: str, /) -> int: ...


@cache
def syllable_counter(tag: str) -> SyllableCounter | None:
    """The counter for a language (BCP 47), for words as they are typed; None where there is none known to be right.

    A number counts as one syllable, because readers look at it rather than spell it out.
    """
    spoken = _rule(tag)
    if spoken is None:
        return None

    @cache
    def counted(word: str, /) -> int:
        parts = _PARTS.findall(word.replace("’", "'"))
        return max(int(fsum(_part(part, spoken) for part in parts)), 1)

    return counted


def _part(part: str, spoken: SyllableCounter) -> int:
    if part.isupper() and 1 < len(part) <= _SPELLED:
        return len(part)
    return max(spoken(part.lower()), 1)


def _rule(tag: str) -> SyllableCounter | None:
    """The language's own module, or the regular expression that matches its syllables."""
    folder = nearest(tag, "syllables.py")
    if folder is not None:
        counter: SyllableCounter = import_module(f"{__package__}.{folder}.syllables").count
        return counter
    pattern = language(tag).syllable
    return _by_spelling(re.compile(pattern)) if pattern else None


def _by_spelling(syllable: re.Pattern[str]) -> SyllableCounter:
    def counted(word: str, /) -> int:
        return len(syllable.findall(word))

    return counted
