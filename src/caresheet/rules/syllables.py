"""How many syllables a word has."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from math import fsum

_LETTERS = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_SPANISH_VOWELS = re.compile(
    r"[iuü]{0,2}[aeoáéóíú](?:[iu](?![aeoáéóíú])|y\b)?|[iuü]+|(?<=[bcdfghjklmnpqrstvwxz])y\b|^y$"
)
_SPELT = 4
"""Capitals alone, up to so many, are read letter by letter."""


def syllables(language: str) -> Callable[[str], int] | None:
    """The counter for a language (BCP 47), None where there is none that is known to be right."""
    return {"en": _english, "es": _spanish}.get(language.partition("-")[0])


@cache
def _english(word: str) -> int:
    """As syllapy counts, put right by CMU's pronunciations (the first of each word); words that CMU does not know, such
    as names of drugs, are counted by syllapy alone."""
    return _counted(word, _spoken_in_english)


@cache
def _spanish(word: str) -> int:
    """The rules of Spanish spelling, which leave no word open: no package was found that counts by them and is kept,
    takes every word and may be shipped with this one."""
    return _counted(word, _spoken_in_spanish)


def _counted(word: str, spoken: Callable[[str], int]) -> int:
    """The parts of a word together; a number counts as one syllable, as it is looked at rather than spelt out."""
    parts = _LETTERS.findall(word.replace("’", "'"))
    return max(int(fsum(_one_part(part, spoken) for part in parts)), 1)


def _one_part(part: str, spoken: Callable[[str], int]) -> int:
    if part.isupper() and 1 < len(part) <= _SPELT:
        return len(part)
    return max(spoken(part.lower()), 1)


def _spoken_in_english(part: str) -> int:
    known = _exceptions().get(part)  # it has "isn't" and "nurse's", too
    if known is not None:
        return known
    import syllapy

    return int(syllapy.count(part.replace("'", "")))


def _spoken_in_spanish(part: str) -> int:
    """Each vowel carries a syllable, and an unstressed i or u joins a vowel beside it.

    Source: Real Academia Española, Ortografía de la lengua española (2010), II, 3.2 (diptongos, triptongos e hiatos).
    """
    return len(_SPANISH_VOWELS.findall(part))


@cache
def _exceptions() -> dict[str, int]:
    """Words of CMU's dictionary that syllapy would count wrongly. A line is a count and words that have it."""
    path = files(__package__).joinpath("english-syllables.txt")
    lines = path.read_text(encoding="utf-8").splitlines()
    rows = (line.split(" ") for line in lines if not line.startswith("#"))
    return {word: int(count) for count, *words in rows for word in words}
