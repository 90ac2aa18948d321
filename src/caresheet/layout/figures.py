"""Figures as fragments: pictures scaled to the frame, and flow diagrams drawn as vectors."""

from __future__ import annotations

from itertools import accumulate, pairwise
from math import fsum
from typing import TYPE_CHECKING, assert_never

from msgspec import Struct
from msgspec.structs import replace

from caresheet.layout import shapes
from caresheet.layout.codes import lay_out_code
from caresheet.layout.fragments import PENALTY_HEADING, Fragment, UnresolvedPiece, translated, with_gap
from caresheet.layout.lines import TextStyle, baseline_drop, break_lines, longest_word, natural_width
from caresheet.model import document as d
from caresheet.model.drawing import POINTS_PER_UNIT
from caresheet.model.page_layout import DrawingPiece, PicturePiece, ShapePiece, TextPiece
from caresheet.model.topic import Picture, SvgPicture

if TYPE_CHECKING:
    from caresheet.layout.context import Frame, LayoutContext
    from caresheet.model.structure import Node
    from caresheet.model.text import PrintedText

_POINTS_PER_PIXEL = 72 / 150
"""The natural size of a picture is that at 150 pixels an inch; it is reduced to fit, never enlarged."""
_TALLEST = 0.55
"""The largest height of a picture, as a share of the height of the text area."""
_GAP = 22.0
"""The distance between two boxes of a diagram that stand side by side, with an arrow between them, in points."""
_DROP = 16.0
"""The same for two boxes one below the other."""
_KEY = 26.0
"""Space for the arrow in front of the words of a loop if they stand below the diagram, in points."""
_PAD = 7.0
_ARC = 26.0
"""The distance that a loop reaches out from the boxes it joins, in points."""
_BESIDE = 10.0
"""The distance between the boxes of a stack and the bars beside them, in points."""
_ABOVE_BARS = 10.0
"""The distance between the boxes and the bars below them, in points."""
_BETWEEN_BARS = 6.0
"""The distance between two bars, one below the other, in points."""
_BETWEEN_LANES = 4.0
"""The distance between two bars side by side, in points."""
_Point = tuple[float, float]
_STROKE = 1.3
_HEAD = 7.0
"""The length of an arrowhead, in points."""


def lay_out_figure(context: LayoutContext, figure: d.Figure, node: Node, frame: Frame) -> list[Fragment]:
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
            return _lay_out_flow(context, drawing, frame, tag)
        case d.Code():
            return lay_out_code(context, drawing, frame, tag)
        case _ as never:
            assert_never(never)


def _lay_out_picture(context: LayoutContext, picture: Picture | SvgPicture, frame: Frame, tag: int) -> Fragment:
    paper = context.look.paper
    tallest = (paper.height - paper.margins.top - paper.margins.bottom) * _TALLEST
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
    picture: Picture | SvgPicture, box: tuple[float, float, float, float], colour: str, tag: int
) -> PicturePiece | DrawingPiece:
    """A picture in a box: x, y, width and height. A drawing takes `colour` where it leaves its own open."""
    if isinstance(picture, SvgPicture):
        return DrawingPiece(*box, picture.drawing, colour, tag)
    return PicturePiece(*box, picture, tag)


class _Box(Struct, frozen=True):
    """A placed box of a diagram: its lower start corner and its size, in points."""

    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> float:
        return self.x + self.width / 2

    @property
    def top(self) -> float:
        return self.y + self.height


class _Drawing:
    """Collects the pieces of a diagram, all tagged as the figure."""

    def __init__(self, context: LayoutContext, tag: int) -> None:
        self.pieces: list[UnresolvedPiece] = []
        self.tag = tag
        self.palette = context.look.palette
        self.style = TextStyle(context.body.size, context.body.size * 1.2, context.look.palette.text)
        self.bold = TextStyle(context.body.size, context.body.size * 1.2, context.look.palette.text, strong=True)

    def path(self, path: shapes.Path, *, fill: str | None = None, stroke: str | None = None) -> None:
        self.pieces.append(ShapePiece(path, fill, stroke, _STROKE, self.tag))

    def words(self, text: PrintedText, style: TextStyle, x: float, top: float, width: float) -> float:
        """Centered lines from `top` down; returns their height in points."""
        lines = break_lines(text, [self.tag] * len(text.runs), style, width)
        for number, line in enumerate(lines):
            shift = x + (width - line.width) / 2
            self.pieces += [translated(piece, shift, top - number * style.leading) for piece in line.pieces]
        last = self.pieces[-1]
        if isinstance(last, TextPiece):  # keeps the words of neighboring boxes apart when they are copied
            self.pieces[-1] = replace(last, text=f"{last.text} ")
        return len(lines) * style.leading

    def box(
        self, box: _Box, text: PrintedText, style: TextStyle, *, fill: str, stroke: str, radius: float = 6.0
    ) -> None:
        self.path(shapes.rounded(box.x, box.y, box.width, box.height, radius), fill=fill, stroke=stroke)
        tall = height_of_words(text, style, box.width - 2 * _PAD)
        top = box.top - (box.height - tall) / 2
        self.words(text, style, box.x + _PAD, top, box.width - 2 * _PAD)

    def arrow(self, begin: _Point, end: _Point, *, colour: str | None = None) -> None:
        """A straight horizontal or vertical arrow."""
        length = abs(end[0] - begin[0]) + abs(end[1] - begin[1])
        dx, dy = (end[0] - begin[0]) / length, (end[1] - begin[1]) / length
        self.path(shapes.line(*begin, end[0] - dx * _HEAD, end[1] - dy * _HEAD), stroke=colour or self.palette.text)
        self.path(shapes.arrow_head(*end, _HEAD, dx, dy), fill=colour or self.palette.text)


def height_of_words(text: PrintedText, style: TextStyle, width: float) -> float:
    """The height of the text set `width` points wide, in points."""
    return len(break_lines(text, [0] * len(text.runs), style, width)) * style.leading


def _lay_out_flow(context: LayoutContext, flow: d.Flow, frame: Frame, tag: int) -> Fragment:
    """Boxes side by side if every word fits in its box, else below each other."""
    drawing = _Drawing(context, tag)
    count = len(flow.boxes)
    width = (frame.width - (count - 1) * _GAP) / count - 2 * _PAD
    if all(longest_word(box.text, drawing.bold) <= width for box in flow.boxes):
        height = _in_a_row(drawing, flow, frame.start, width + 2 * _PAD)
    else:
        height = _in_a_stack(drawing, flow, frame)
    return Fragment(height, tuple(drawing.pieces))


def _in_a_row(drawing: _Drawing, flow: d.Flow, start: float, width: float) -> float:
    """Draw boxes from start to end, with loops above and bars below; returns the total height in points."""
    lifts, above = _loops_above(drawing, flow, width)
    tall = max(height_of_words(box.text, drawing.bold, width - 2 * _PAD) for box in flow.boxes) + 2 * _PAD
    boxes = {
        box.id: _Box(start + index * (width + _GAP), -above - tall, width, tall) for index, box in enumerate(flow.boxes)
    }
    ordered = [boxes[box.id] for box in flow.boxes]
    for box in flow.boxes:
        place = boxes[box.id]
        drawing.box(place, box.text, drawing.bold, fill=drawing.palette.accent_tint, stroke=drawing.palette.accent)
    for before, after in pairwise(ordered):
        drawing.arrow((before.x + before.width + 2, before.y + tall / 2), (after.x - 2, after.y + tall / 2))
    for loop, lift in zip(flow.loops, lifts, strict=True):
        _arc_above(drawing, boxes[loop.origin], boxes[loop.target], loop.text, lift)
    return above + tall + _bars_below(drawing, flow, boxes, -above - tall)


def _loops_above(drawing: _Drawing, flow: d.Flow, width: float) -> tuple[list[float], float]:
    """How far the words of each loop are raised above the lowest ones, and the height of all loops, in points."""
    if not flow.loops:
        return [], 2.0
    spans = _spans(flow, [(loop.target, loop.origin) for loop in flow.loops])
    heights = [
        height_of_words(loop.text, drawing.style, _across(first, last, width)) if loop.text else 0.0
        for loop, (first, last) in zip(flow.loops, spans, strict=True)
    ]
    lifts = _stacked(_lanes(spans), heights, 0.0)
    return lifts, _ARC + max(lift + height for lift, height in zip(lifts, heights, strict=True)) + 4.0


def _arc_above(drawing: _Drawing, origin: _Box, target: _Box, text: PrintedText | None, lift: float) -> None:
    start, end, base = origin.middle, target.middle, origin.top + 2
    peak = base + _ARC
    path = (("m", (start, base)), ("c", (start, peak, end, peak, end, base + _HEAD)))
    drawing.path(path, stroke=drawing.palette.stop)
    drawing.path(shapes.arrow_head(end, base, _HEAD, 0.0, -1.0), fill=drawing.palette.stop)
    if text:
        width = abs(start - end) + origin.width
        tall = height_of_words(text, drawing.style, width)
        drawing.words(text, drawing.style, min(start, end) - origin.width / 2, base + _ARC * 0.8 + lift + tall, width)


def _bars_below(drawing: _Drawing, flow: d.Flow, boxes: dict[str, _Box], under: float) -> float:
    """Draw each bar, in order, on the first row with space for it; returns the depth that they need, in points."""
    places = []
    for bar in flow.bars:
        first, last = boxes[bar.first], boxes[bar.last]
        width = last.x + last.width - first.x
        places.append(_Box(first.x, 0.0, width, height_of_words(bar.text, drawing.style, width - 2 * _PAD) + 2 * _PAD))
    drops = _stacked(_lanes(_bar_spans(flow)), [place.height for place in places], _BETWEEN_BARS)
    reach = 0.0
    for bar, place, drop in zip(flow.bars, places, drops, strict=True):
        reach = max(reach, _ABOVE_BARS + drop + place.height)
        box = replace(place, y=under - _ABOVE_BARS - drop - place.height)
        drawing.box(box, bar.text, drawing.style, fill=drawing.palette.paper, stroke=drawing.palette.muted, radius=2.0)
    return reach + 1.0


def _across(first: int, last: int, width: float) -> float:
    """The width of a run of boxes in a row, in points."""
    return (last - first + 1) * (width + _GAP) - _GAP


def _spans(flow: d.Flow, ends: list[tuple[str, str]]) -> list[tuple[int, int]]:
    """The indexes of the first and last box of each pair of ends."""
    order = {box.id: number for number, box in enumerate(flow.boxes)}
    return [(order[first], order[last]) for first, last in ends]


def _bar_spans(flow: d.Flow) -> list[tuple[int, int]]:
    return _spans(flow, [(bar.first, bar.last) for bar in flow.bars])


def _lanes(spans: list[tuple[int, int]]) -> list[int]:
    """A lane for each span: the first lane in which no earlier span shares a box with it."""
    lanes: list[int] = []
    for first, last in spans:
        taken = {lane for lane, (start, end) in zip(lanes, spans, strict=False) if start <= last and first <= end}
        lanes.append(next(lane for lane in range(len(spans)) if lane not in taken))
    return lanes


def _stacked(lanes: list[int], heights: list[float], gap: float) -> list[float]:
    """The offset of each thing from the first lane, if each lane is as tall as the tallest thing in it."""
    tallest = [0.0] * (max(lanes, default=-1) + 1)
    for lane, height in zip(lanes, heights, strict=True):
        tallest[lane] = max(tallest[lane], height)
    begins = list(accumulate((tall + gap for tall in tallest), initial=0.0))
    return [begins[lane] for lane in lanes]


def _in_a_stack(drawing: _Drawing, flow: d.Flow, frame: Frame) -> float:
    """Draw boxes from top to bottom, with loops at the start and bars at the end; returns the total height in points.

    If the words of the bars are too wide to stand beside the boxes, the bars stand below them.
    """
    lane = _ARC if flow.loops else 0.0
    lanes = _lanes(_bar_spans(flow))
    step = _lane_width(drawing, flow, frame.width, lanes)
    beside = frame.width - lane - step * (max(lanes, default=-1) + 1) - _BESIDE
    below = () if beside >= _least_box(drawing, flow) else flow.bars
    if below:
        flow, lanes, beside = replace(flow, bars=()), [], frame.width - lane
    start, width = frame.start + lane, beside
    heights = _stack_heights(drawing, flow, width, step - _BETWEEN_LANES)
    boxes: dict[str, _Box] = {}
    y = 0.0
    for index, (box, tall) in enumerate(zip(flow.boxes, heights, strict=True)):
        if index:
            drawing.arrow((start + width / 2, y - 2), (start + width / 2, y - _DROP + 2))
            y -= _DROP
        y -= tall
        boxes[box.id] = _Box(start, y, width, tall)
        place = boxes[box.id]
        drawing.box(place, box.text, drawing.bold, fill=drawing.palette.accent_tint, stroke=drawing.palette.accent)
    for loop in flow.loops:
        _arc_beside(drawing, boxes[loop.origin], boxes[loop.target])
    for bar, number in zip(flow.bars, lanes, strict=True):
        first, last = boxes[bar.first], boxes[bar.last]
        x = start + width + _BESIDE + number * step
        place = _Box(x, last.y, step - _BETWEEN_LANES, first.top - last.y)
        drawing.box(
            place, bar.text, drawing.style, fill=drawing.palette.paper, stroke=drawing.palette.muted, radius=2.0
        )
    return _under_stack(drawing, flow, below, frame, y)


def _under_stack(drawing: _Drawing, flow: d.Flow, bars: tuple[d.FlowBar, ...], frame: Frame, y: float) -> float:
    """Draw the words of loops, and the bars that do not fit beside the boxes; returns the total height in points."""
    for text in (loop.text for loop in flow.loops if loop.text):
        y -= 6.0
        y -= _loop_key(drawing, text, frame, y)
    for bar in bars:
        tall = height_of_words(bar.text, drawing.style, frame.width - 2 * _PAD) + 2 * _PAD
        y -= tall + 6.0
        place = _Box(frame.start, y, frame.width, tall)
        drawing.box(
            place, bar.text, drawing.style, fill=drawing.palette.paper, stroke=drawing.palette.muted, radius=2.0
        )
    return -y + 1.0


def _loop_key(drawing: _Drawing, text: PrintedText, frame: Frame, top: float) -> float:
    """Draw the words of a loop behind an arrow like its own; returns their height in points."""
    middle = top - baseline_drop(drawing.style) + drawing.style.metrics.x_height * drawing.style.size / 2
    drawing.arrow((frame.start, middle), (frame.start + _KEY - _HEAD, middle), colour=drawing.palette.stop)
    width = min(natural_width(text, drawing.style), frame.width - _KEY)
    return drawing.words(text, drawing.style, frame.start + _KEY, top, width)


def _lane_width(drawing: _Drawing, flow: d.Flow, width: float, lanes: list[int]) -> float:
    """The width of each lane of bars with the space after it: a third of the total, or more for the longest word."""
    if not lanes:
        return 0.0
    words = max(longest_word(bar.text, drawing.style) for bar in flow.bars)
    return max(width * 0.32 / (max(lanes) + 1), words + 2 * _PAD + 1.0) + _BETWEEN_LANES


def _least_box(drawing: _Drawing, flow: d.Flow) -> float:
    return max(longest_word(box.text, drawing.bold) for box in flow.boxes) + 2 * _PAD


def _stack_heights(drawing: _Drawing, flow: d.Flow, width: float, bar_width: float) -> list[float]:
    """The height of each box of a stack: what its words need, or more if a bar beside it needs more."""
    tall = [height_of_words(box.text, drawing.bold, width - 2 * _PAD) + 2 * _PAD for box in flow.boxes]
    for bar, (first, last) in zip(flow.bars, _bar_spans(flow), strict=True):
        needed = height_of_words(bar.text, drawing.style, bar_width - 2 * _PAD) + 2 * _PAD
        tall[last] += max(0.0, needed - fsum(tall[first : last + 1]) - _DROP * (last - first))
    return tall


def _arc_beside(drawing: _Drawing, origin: _Box, target: _Box) -> None:
    start, end, edge = origin.y + origin.height / 2, target.y + target.height / 2, origin.x - 2
    far = edge - _ARC * 1.2
    path = (("m", (edge, start)), ("c", (far, start, far, end, edge - _HEAD, end)))
    drawing.path(path, stroke=drawing.palette.stop)
    drawing.path(shapes.arrow_head(edge, end, _HEAD, 1.0, 0.0), fill=drawing.palette.stop)
