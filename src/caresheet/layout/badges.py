"""The mark of an urgency level: shape, word and color together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from caresheet.layout import shapes
from caresheet.layout.labels import label_pieces, width_of
from caresheet.layout.lines import TextStyle, baseline_drop
from caresheet.model.colors import is_dark
from caresheet.model.page_layout import ShapePiece
from caresheet.model.problem import CaresheetError, Problem
from caresheet.model.rules import DOES_NOT_FIT
from caresheet.model.topic import Level

if TYPE_CHECKING:
    from caresheet.layout.context import Frame, LayoutContext
    from caresheet.model.document import Mark
    from caresheet.model.page_layout import Piece


_EDGE = 0.8
"""The width of the line around a shape, in points."""
_ROUNDING = 0.01
_WORD_AFTER = 1.5
"""The distance from the start of the shape to the word, as a multiple of the type size."""


def edge_color(context: LayoutContext, color: str) -> str:
    """The color of an edge around an area of a color: its own, or that of text where its own is too light."""
    return color if is_dark(color) else context.look.palette.text


def level_colors(context: LayoutContext, level: Level) -> tuple[str, str]:
    """The strong color of a level and its tint."""
    palette = context.look.palette
    return {
        Level.STOP: (palette.stop, palette.stop_tint),
        Level.CALL: (palette.call, palette.call_tint),
        Level.NOTE: (palette.note, palette.note_tint),
    }[level]


def badge_width(mark: Mark, style: TextStyle) -> float:
    """The width of a level's shape and word together, in points."""
    return _WORD_AFTER * style.size + width_of(mark.word, replace(style, strong=True))


def cell_colors(context: LayoutContext, level: Level) -> tuple[str, str]:
    """The fill of a level's cell and the color of its shape and word. A note, the lowest level, has a plain cell."""
    palette = context.look.palette
    fill = palette.paper if level is Level.NOTE else level_colors(context, level)[0]
    return fill, palette.paper if is_dark(fill) else palette.text


def badge_pieces(
    context: LayoutContext, mark: Mark, frame: Frame, style: TextStyle, tag: int, ink: str = ""
) -> tuple[Piece, ...]:
    """A level's shape and word on one line at the start of a frame; both in `ink` if it is given, as on a filled cell.

    Raises CaresheetError (does-not-fit) if the frame is too narrow for them.
    """
    width, start = badge_width(mark, style), frame.start
    if width > frame.width + _ROUNDING:
        message = (
            f"the word '{mark.word}' of a level is {width:.0f} pt wide, and there is room for {frame.width:.0f} pt"
        )
        place = mark.position or context.document.position
        raise CaresheetError((Problem(place, DOES_NOT_FIT, message, "choose a shorter word, or wider paper"),))
    color = ink or level_colors(context, mark.level)[0]
    drop, radius = baseline_drop(style), style.size * 0.52
    strong = replace(style, strong=True, color=ink or style.color)
    shape = shapes.level_shape(
        mark.level, start + radius * 1.1, -drop + strong.metrics.cap_height * style.size / 2, radius
    )
    word_start = start + _WORD_AFTER * style.size
    words = label_pieces(mark.word, strong, word_start, -drop, tag)
    return (ShapePiece(shape, color, ink or edge_color(context, color), _EDGE, tag), *words)
