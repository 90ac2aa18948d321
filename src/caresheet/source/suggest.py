"""The name that somebody probably meant."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

MOST_LISTED = 12
"""Names that a hint may list; more would hide the message."""


def closest(name: str, known: Iterable[str]) -> str | None:
    """The one known name that is most like this one, or None where none is like it."""
    by_letters = {each.lower(): each for each in known}
    found = difflib.get_close_matches(name.lower()[:80], by_letters, n=1, cutoff=0.6)
    return by_letters[found[0]] if found else None


def hint(name: str, known: Iterable[str]) -> str:
    """What to say behind a name that matches nothing: the closest one, or a short list of all."""
    names = tuple(known)
    found = closest(name, names)
    if found:
        return f"did you mean '{found}'?"
    if 0 < len(names) <= MOST_LISTED:
        return "one of " + ", ".join(names)
    return ""
