"""A level's mark: shape, word and colour together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from caresheet.fonts.faces import CAP_HEIGHT, face_of, measure
from caresheet.layout import shapes
from caresheet.layout.lines import Ink, baseline_drop
from caresheet.model.page_layout import ShapePiece, TextPiece
from caresheet.model.topic import Level

if TYPE_CHECKING:
    from caresheet.layout.context import Desk
    from caresheet.model.document import Mark
    from caresheet.model.page_layout import Piece


_WORD_AFTER = 1.5
"""Where the word begins behind the shape, as a multiple of the type size."""


def level_colours(desk: Desk, level: Level) -> tuple[str, str]:
    """The strong colour of a level and its tint."""
    palette = desk.look.palette
    return {
        Level.STOP: (palette.stop, palette.stop_tint),
        Level.CALL: (palette.call, palette.call_tint),
        Level.NOTE: (palette.note, palette.note_tint),
    }[level]


def badge_width(mark: Mark, ink: Ink) -> float:
    """How wide a level's shape and word are together, in points."""
    word = measure(face_of(strong=True, emphasis=False)).advance(mark.word) * ink.size
    return _WORD_AFTER * ink.size + word


def badge_pieces(desk: Desk, mark: Mark, left: float, ink: Ink, tag: int) -> tuple[Piece, ...]:
    """A level's shape and word on one line."""
    colour, _ = level_colours(desk, mark.level)
    bold = face_of(strong=True, emphasis=False)
    drop, radius = baseline_drop(ink), ink.size * 0.52
    advance = measure(bold).advance(mark.word) * ink.size
    shape = shapes.level_shape(mark.level, left + radius * 1.1, -drop + CAP_HEIGHT * ink.size / 2, radius)
    start = left + _WORD_AFTER * ink.size
    word = TextPiece(start, -drop, f"{mark.word} ", bold, ink.size, colour, advance, tag)
    return (ShapePiece(shape, colour, None, 0.0, tag), word)
