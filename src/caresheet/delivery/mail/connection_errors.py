"""Why a connection failed, in words that name neither an address nor a message."""

from __future__ import annotations

BROKEN = "the connection broke"


def in_words(error: Exception) -> str:
    """The reason as the end of a sentence: the system's own words where it has some."""
    if isinstance(error, TimeoutError) or "timed out" in str(error):
        return "no reply in time"
    if isinstance(error, OSError) and error.strerror:
        return error.strerror.lower()
    return BROKEN
