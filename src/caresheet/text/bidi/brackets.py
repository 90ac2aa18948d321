"""Pairs of brackets (UAX 9, BD14 to BD16)."""

from __future__ import annotations

from collections.abc import Sequence
from unicodedata import normalize

from caresheet.text.unicode import closing_bracket, is_closing_bracket

_MOST_OPEN = 63
"""How many brackets can be open at the same time; beyond that, the sequence has no further pairs (BD16)."""


def bracket_pairs(letters: Sequence[str], classes: Sequence[str]) -> list[tuple[int, int]]:
    """The places of each opening bracket with its closing one, in the order of the opening ones. Brackets whose
    direction was overridden do not count."""
    opened: list[tuple[str, int]] = []
    pairs: list[tuple[int, int]] = []
    for place, letter in enumerate(letters):
        if classes[place] != "ON":
            continue
        closing = closing_bracket(letter)
        if closing:
            if len(opened) == _MOST_OPEN:
                break
            opened.append((closing, place))
        elif is_closing_bracket(letter):
            depth = _depth_of(normalize("NFC", letter), opened)
            if depth is not None:
                pairs.append((opened[depth][1], place))
                del opened[depth:]
    return sorted(pairs)


def _depth_of(closing: str, opened: list[tuple[str, int]]) -> int | None:
    """The innermost open bracket that this one closes."""
    return next((depth for depth in range(len(opened) - 1, -1, -1) if opened[depth][0] == closing), None)
