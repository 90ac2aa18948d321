"""Text as it is written into YAML files."""

from __future__ import annotations


def single_quoted(words: str) -> str:
    """The words as a single-quoted scalar (YAML 1.2.2, section 7.3.2): only the quote itself is doubled in it."""
    return "'" + words.replace("'", "''") + "'"
