"""How wide running text is set, and in how many columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from caresheet.fonts.faces import face_of, letter_width
from caresheet.model.problem import CaresheetError, Problem
from caresheet.model.rules import DOES_NOT_FIT

if TYPE_CHECKING:
    from caresheet.model.document import Document
    from caresheet.model.look import Look, Paper
    from caresheet.model.problem import Position

LEAST_LETTERS = 35
"""In shorter lines the eye jumps more often than it reads (CMS Toolkit 6.11)."""


def text_width(paper: Paper) -> float:
    """The width between the side margins, in points."""
    return paper.width - paper.margins.left - paper.margins.right


def column_width(look: Look) -> float:
    """The width of a column of ordinary text, in points."""
    return (text_width(look.paper) + look.gutter) / look.columns - look.gutter


def letters_in_a_line(look: Look) -> int:
    """How many characters, spaces counted, a line of body text has room for in a column."""
    return int(column_width(look) / (letter_width(face_of(strong=False, emphasis=False)) * look.type.body))


def in_readable_columns(document: Document) -> Document:
    """The document in as many of its columns as have room for 35 characters in their lines, but at least one.

    A narrower paper takes columns away rather than readers. Panels, which stay as they are, are no columns.
    """
    look = document.look
    for columns in range(look.columns, 1, -1):
        if letters_in_a_line(replace(look, columns=columns)) >= LEAST_LETTERS:
            break
    else:
        columns = 1
    return replace(document, look=replace(look, columns=columns))


def refuse_short_lines(look: Look, position: Position) -> None:
    """Raise CaresheetError (does-not-fit) where a column's lines hold fewer than 35 characters.

    Only columns of running text are asked: cells, boxes and the panels of a card hold words, not reading matter.
    """
    room = letters_in_a_line(look)
    if look.panels is None and room < LEAST_LETTERS:
        message = f"at {look.type.body:g} pt a line has room for {room} characters, and running text needs"
        hint = "choose larger paper or a smaller size, or a layout with narrower margins"
        raise CaresheetError((Problem(position, DOES_NOT_FIT, f"{message} {LEAST_LETTERS}", hint),))
