"""The embedding levels of a paragraph (UAX 9, 3.3)."""

from __future__ import annotations

from functools import lru_cache

from caresheet.text.bidi.classes import REMOVED, RIGHT_TO_LEFT
from caresheet.text.bidi.explicit import explicit_levels, first_strong_level
from caresheet.text.bidi.implicit import implicit_levels
from caresheet.text.bidi.sequences import run_sequences
from caresheet.text.unicode import bidi_class


def base_level(text: str) -> int | None:
    """The level that the text itself asks for: 0 for left to right, 1 for right to left, None for neither (P2, P3)."""
    return first_strong_level([bidi_class(letter) for letter in text])


@lru_cache(4096)
def runs_right_to_left(text: str) -> bool:
    """Whether any of the text runs from right to left. If not, it needs no levels on a left-to-right page."""
    return not text.isascii() and any(bidi_class(letter) in RIGHT_TO_LEFT for letter in text)


def embedding_levels(text: str, base: int) -> list[int]:
    """The level of each character of one paragraph whose own level is `base`, before it is broken into lines.

    Characters that rule X9 removes are kept, with the level of the character before them (5.2).
    """
    original = [bidi_class(letter) for letter in text]
    explicit = explicit_levels(original, base)
    levels = list(explicit.levels)
    for sequence in run_sequences(original, explicit, base):
        places = sequence.places
        found = implicit_levels(
            sequence,
            [text[place] for place in places],
            [original[place] for place in places],
            [explicit.classes[place] for place in places],
        )
        for place, level in zip(places, found, strict=True):
            levels[place] = level
    before = base
    for place, own in enumerate(original):
        if own in REMOVED:
            levels[place] = before
        before = levels[place]
    return levels
