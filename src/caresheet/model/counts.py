"""Counts with their nouns."""

from __future__ import annotations


def count(number: int, noun: str, plural: str = "") -> str:
    """`1 page`, `2 pages`; `plural` is for nouns whose plural is not simply the noun with an s."""
    return f"{number} {noun}" if number == 1 else f"{number} {plural or f'{noun}s'}"
