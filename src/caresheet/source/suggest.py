"""Suggests the name that was probably meant."""

from __future__ import annotations

from collections.abc import Iterable

MOST_LISTED = 12
"""The maximum number of names in a hint; more would hide the message."""


def closest(name: str, known: Iterable[str]) -> str | None:
    """The known name that is most similar to this one, or None if none is similar."""
    import difflib

    by_letters = {each.lower(): each for each in known}
    found = difflib.get_close_matches(name.lower()[:80], by_letters, n=1, cutoff=0.6)
    return by_letters[found[0]] if found else None


def hint(name: str, known: Iterable[str]) -> str:
    """The hint for an unknown name: the most similar known one, or a short list of all."""
    names = tuple(known)
    found = closest(name, names)
    if found:
        return f"did you mean '{found}'?"
    if 0 < len(names) <= MOST_LISTED:
        return "one of " + ", ".join(names)
    return ""
