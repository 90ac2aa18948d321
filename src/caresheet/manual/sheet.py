"""Paragraphs, lists of terms and examples as plain text, wrapped to the width of a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from textwrap import TextWrapper, dedent

WIDEST, NARROWEST = 80, 20
"""Columns. Longer lines are hard to read in any window; words do not fit into shorter ones."""
_GAP = 2
_LEAST_MEANING = 10
"""Columns that a meaning has, even beside a long term."""


def sheet_width(columns: int) -> int:
    """How wide text is set in a terminal with this many columns."""
    return max(min(columns, WIDEST), NARROWEST)


def paragraphs(text: str, width: int, margin: str = "") -> str:
    """Text whose paragraphs are parted by empty lines, each wrapped to `width` columns. An indented paragraph keeps its
    indent."""
    return "\n\n".join(_paragraph(each, width, margin) for each in text.split("\n\n") if each.strip())


def _paragraph(text: str, width: int, margin: str) -> str:
    own = " " * (len(text) - len(text.lstrip(" ")))
    wrapper = TextWrapper(width, initial_indent=margin + own, subsequent_indent=margin + own)
    return wrapper.fill(" ".join(line.strip() for line in dedent(text).splitlines()))


def terms(title: str, rows: Iterable[tuple[str, str]], width: int, widest: int) -> str:
    """A title with terms and their meanings beside them, empty without rows. A term of more than `widest` columns
    stands on a line of its own."""
    listed = list(rows)
    if not listed:
        return ""
    column = min(max(len(term) for term, _ in listed), widest)
    return "\n".join((f"{title}:", *(line for row in listed for line in _term(row, column, width))))


def _term(row: tuple[str, str], column: int, width: int) -> Iterator[str]:
    term, meaning = row
    margin = " " * (column + 2 * _GAP)
    lines = TextWrapper(max(width - len(margin), _LEAST_MEANING)).wrap(meaning)
    if len(term) > column:
        yield f"{' ' * _GAP}{term}"
    elif lines:
        yield f"{' ' * _GAP}{term:{column + _GAP}}{lines.pop(0)}"
    yield from (margin + line for line in lines)
