"""Where the lines of a text start and end."""

from __future__ import annotations

import re

LINE_END = re.compile(r"\r\n|\r|\n")
"""The line breaks that YAML knows and that can stand in content."""


def line_at(text: str, line: int) -> str:
    """The words of a line, counted from 0; empty where there is no such line."""
    start = line_start(text, line)
    return "" if start is None else text[start : line_end(text, start)]


def line_start(text: str, line: int) -> int | None:
    """Where a line starts in the text; None where there is no such line."""
    position = 0
    for _ in range(line):
        end = line_end(text, position)
        if end >= len(text):
            return None
        position = after_line_end(text, end)
    return position if line >= 0 else None


def line_end(text: str, index: int) -> int:
    """Where the line around a place ends, before its line break."""
    match = LINE_END.search(text, index)
    return match.start() if match else len(text)


def after_line_end(text: str, end: int) -> int:
    """The place after the line break at this place."""
    match = LINE_END.match(text, end)
    return match.end() if match else len(text)
