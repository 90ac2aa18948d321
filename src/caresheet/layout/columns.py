"""The width of running text and the number of its columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from caresheet.fonts.setting import mean_letter_width
from caresheet.layout.misfit import misfit

if TYPE_CHECKING:
    from caresheet.model.document import Document
    from caresheet.model.look import Look, Paper

LEAST_LETTERS = 35
"""The fewest characters that a line of running text must have room for (CMS Toolkit 6.11)."""
_LEAST_SMALL_LETTERS = 28
"""The fewest characters of a line in small lists that are looked up and not read, such as sources."""
_USUAL_BODY = 12.0
"""A body size in points that is no reason for short lines: if they are short even so, the margins are."""


def text_width(paper: Paper) -> float:
    """The width between the side margins, in points."""
    return paper.width - paper.margins.start - paper.margins.end


def column_width(look: Look) -> float:
    """The width of a column of ordinary text, in points."""
    return (text_width(look.paper) + look.gutter) / look.columns - look.gutter


def letters_in_a_line(look: Look) -> int:
    """How many characters, spaces included, fit on a line of body text in a column, on average."""
    return int(column_width(look) / (mean_letter_width(look.setting("und")) * look.type.body))


def readable_columns(look: Look, most: int, size: float, room: float) -> tuple[int, float]:
    """The largest number of columns, up to `most`, whose lines have room for 35 characters of `size` points, or for 28
    if that is smaller than the text; 1 if not even two do. Also the width of each. `room` is the width of all. All
    widths are in points."""
    letters = LEAST_LETTERS if size >= look.type.body else _LEAST_SMALL_LETTERS
    for columns in range(most, 1, -1):
        width = (room + look.gutter) / columns - look.gutter
        if width >= letters * mean_letter_width(look.setting("und")) * size:
            return columns, width
    return 1, room


def in_readable_columns(document: Document) -> Document:
    """The document with as many of its columns as can hold lines of 35 characters, but at least one.

    On narrower paper it has fewer columns. Panels are not affected.
    """
    look = document.look
    for columns in range(look.columns, 1, -1):
        if letters_in_a_line(replace(look, columns=columns)) >= LEAST_LETTERS:
            break
    else:
        columns = 1
    return replace(document, look=replace(look, columns=columns))


def refuse_short_lines(document: Document, look: Look) -> None:
    """Raise CaresheetError (does-not-fit) if the lines of a column of `look` hold fewer than 35 characters.

    This is about columns of running text: cells, boxes and the panels of a card hold short texts.
    """
    room = letters_in_a_line(look)
    if look.panels is None and room < LEAST_LETTERS:
        message = f"at {look.type.body:g} pt a line has room for {room} characters, but running text needs"
        hint = "choose larger paper, smaller type or narrower margins"
        usual = replace(look, type=replace(look.type, body=min(look.type.body, _USUAL_BODY)))
        keys = ("type.body", "margins") if letters_in_a_line(usual) >= LEAST_LETTERS else ("margins", "paper")
        raise misfit(document, f"{message} {LEAST_LETTERS}", hint, *keys)
