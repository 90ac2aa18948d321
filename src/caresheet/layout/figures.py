"""Figures as fragments: pictures scaled to the frame, flow diagrams, QR codes."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from caresheet.layout.codes import lay_out_code
from caresheet.layout.flows import lay_out_flow
from caresheet.layout.fragments import PENALTY_HEADING, Fragment, with_gap
from caresheet.model import document as d
from caresheet.model.drawing import POINTS_PER_UNIT
from caresheet.model.page_layout import DrawingPiece, PicturePiece
from caresheet.model.topic import Picture, SvgPicture

if TYPE_CHECKING:
    from caresheet.layout.context import Frame, LayoutContext
    from caresheet.model.structure import StructureNode

_POINTS_PER_PIXEL = 72 / 150
"""The natural size of a picture is that at 150 pixels an inch; it is reduced to fit, never enlarged."""
_TALLEST = 0.55
"""The largest height of a picture, as a share of the height of the text area."""


def lay_out_figure(context: LayoutContext, figure: d.Figure, node: StructureNode, frame: Frame) -> list[Fragment]:
    """The drawing as one fragment with its caption below it. The drawing is the Figure's own content."""
    drawing = _lay_out_drawing(context, figure.drawing, frame, node.number)
    fragments = [Fragment(drawing.height, drawing.pieces, decorations=frame.decorations, position=figure.position)]
    if figure.caption:
        caption = context.text(figure.caption, context.body, frame, node.blocks[0])
        fragments += with_gap(caption, gap=context.look.spacing.item, penalty=PENALTY_HEADING)
    return fragments


def _lay_out_drawing(
    context: LayoutContext, drawing: Picture | SvgPicture | d.Flow | d.Code, frame: Frame, tag: int
) -> Fragment:
    match drawing:
        case Picture() | SvgPicture():
            return _lay_out_picture(context, drawing, frame, tag)
        case d.Flow():
            return lay_out_flow(context, drawing, frame, tag)
        case d.Code():
            return lay_out_code(context, drawing, frame, tag)
        case _ as never:
            assert_never(never)


def _lay_out_picture(context: LayoutContext, picture: Picture | SvgPicture, frame: Frame, tag: int) -> Fragment:
    paper = context.look.paper
    tallest = paper.text_height * _TALLEST
    across, up = natural_size(picture)
    width = min(across, frame.width, tallest * across / up)
    height = width * up / across
    box = (frame.start, -height, width, height)
    return Fragment(height, (picture_piece(picture, box, context.look.palette.text, tag),))


def natural_size(picture: Picture | SvgPicture) -> tuple[float, float]:
    """Width and height in points that a picture is not enlarged beyond."""
    if isinstance(picture, SvgPicture):
        return (picture.drawing.width * POINTS_PER_UNIT, picture.drawing.height * POINTS_PER_UNIT)
    return (picture.width * _POINTS_PER_PIXEL, picture.height * _POINTS_PER_PIXEL)


def picture_piece(
    picture: Picture | SvgPicture, box: tuple[float, float, float, float], color: str, tag: int
) -> PicturePiece | DrawingPiece:
    """A picture in a box: x, y, width and height. A drawing takes `color` where it leaves its own open."""
    if isinstance(picture, SvgPicture):
        return DrawingPiece(*box, picture.drawing, color, tag)
    return PicturePiece(*box, picture, tag)
