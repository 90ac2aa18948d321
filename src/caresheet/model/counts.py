"""Counts with their nouns."""

from __future__ import annotations

from collections.abc import Sequence

_NAMED = 3
"""How many names are given; more would hide what a message says, so the others are only counted."""


def count(number: int, noun: str, plural: str = "") -> str:
    """`1 page`, `2 pages`; `plural` is for nouns whose plural is not simply the noun with an s."""
    return f"{number} {noun}" if number == 1 else f"{number} {plural or f'{noun}s'}"


def some(names: Sequence[str]) -> str:
    """The first names of a list, and how many more there are: `a, b, c and 4 more`."""
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return f"{', '.join(names[:_NAMED])}{more}"
