"""Regular expressions for lists of phrases."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache


def one_of(phrases: Iterable[str]) -> str:
    """A group that matches any of the phrases, the longest first; without phrases, one that matches nothing."""
    longest_first = sorted(set(phrases), key=lambda phrase: (-len(phrase), phrase))
    return f"(?:{'|'.join(map(re.escape, longest_first)) or '(?!)'})"


@cache
def any_of(phrases: tuple[str, ...]) -> re.Pattern[str]:
    """Finds each of the phrases as whole words, the longest first."""
    return re.compile(rf"\b{one_of(phrases)}\b")
