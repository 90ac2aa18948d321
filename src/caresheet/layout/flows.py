"""Flow diagrams: boxes joined by arrows, with loops back and bars that name a run of boxes."""

from __future__ import annotations

from itertools import accumulate, pairwise
from math import fsum
from typing import TYPE_CHECKING

from msgspec.structs import replace

from caresheet.layout import shapes
from caresheet.layout.diagram import HEAD, PAD, Diagram, DiagramBox, height_of_words
from caresheet.layout.fragments import Fragment
from caresheet.layout.lines import baseline_drop, longest_word, natural_width
from caresheet.model import document as d

if TYPE_CHECKING:
    from caresheet.layout.context import Frame, LayoutContext
    from caresheet.model.text import PrintedText

_GAP = 22.0
"""The distance between two boxes of a diagram that stand side by side, with an arrow between them, in points."""
_DROP = 16.0
"""The same for two boxes one below the other."""
_KEY = 26.0
"""Space for the arrow in front of the words of a loop if they stand below the diagram, in points."""
_ARC = 26.0
"""The distance that a loop reaches out from the boxes it joins, in points."""
_BESIDE = 10.0
"""The distance between the boxes of a stack and the bars beside them, in points."""
_ABOVE_BARS = 14.0
"""The distance between the boxes and the bars below them, in points: room for a bracket."""
_BRACKET_GAP = 4.0
"""The distance between a bracket and what is above and below it, in points."""
_BETWEEN_BARS = 6.0
"""The distance between two bars, one below the other, in points."""
_BETWEEN_LANES = 4.0
"""The distance between two bars side by side, in points."""


def lay_out_flow(context: LayoutContext, flow: d.Flow, frame: Frame, tag: int) -> Fragment:
    """Boxes side by side if every word fits in its box, else below each other."""
    diagram = Diagram(context, tag)
    count = len(flow.boxes)
    width = (frame.width - (count - 1) * _GAP) / count - 2 * PAD
    if all(longest_word(box.text, diagram.bold) <= width for box in flow.boxes):
        height = _in_a_row(diagram, flow, frame.start, width + 2 * PAD)
    else:
        height = _in_a_stack(diagram, flow, frame)
    return Fragment(height, tuple(diagram.pieces))


def _in_a_row(diagram: Diagram, flow: d.Flow, start: float, width: float) -> float:
    """Draw boxes from start to end, with loops above and bars below; returns the total height in points."""
    lifts, above = _loops_above(diagram, flow, width)
    tall = max(diagram.height_of_step(box, width, stacked=False) for box in flow.boxes)
    boxes = {
        box.id: DiagramBox(start + index * (width + _GAP), -above - tall, width, tall)
        for index, box in enumerate(flow.boxes)
    }
    ordered = [boxes[box.id] for box in flow.boxes]
    for number, box in enumerate(flow.boxes, start=1):
        diagram.step(boxes[box.id], box, number, stacked=False)
    for before, after in pairwise(ordered):
        diagram.arrow((before.x + before.width + 2, before.y + tall / 2), (after.x - 2, after.y + tall / 2))
    for loop, lift in zip(flow.loops, lifts, strict=True):
        _arc_above(diagram, boxes[loop.origin], boxes[loop.target], loop.text, lift)
    return above + tall + _bars_below(diagram, flow, boxes, -above - tall)


def _loops_above(diagram: Diagram, flow: d.Flow, width: float) -> tuple[list[float], float]:
    """How far the words of each loop are raised above the lowest ones, and the height of all loops, in points."""
    if not flow.loops:
        return [], 2.0
    spans = _spans(flow, [(loop.target, loop.origin) for loop in flow.loops])
    heights = [
        height_of_words(loop.text, diagram.style, _across(first, last, width)) if loop.text else 0.0
        for loop, (first, last) in zip(flow.loops, spans, strict=True)
    ]
    lifts = _stacked(_lanes(spans), heights, 0.0)
    return lifts, _ARC + max(lift + height for lift, height in zip(lifts, heights, strict=True)) + 4.0


def _arc_above(diagram: Diagram, origin: DiagramBox, target: DiagramBox, text: PrintedText | None, lift: float) -> None:
    start, end, base = origin.middle, target.middle, origin.top + 2
    peak = base + _ARC
    path = (("m", (start, base)), ("c", (start, peak, end, peak, end, base + HEAD)))
    diagram.path(path, stroke=diagram.palette.text)
    diagram.path(shapes.arrow_head(end, base, HEAD, 0.0, -1.0), fill=diagram.palette.text)
    if text:
        width = abs(start - end) + origin.width
        tall = height_of_words(text, diagram.style, width)
        diagram.words(text, diagram.style, min(start, end) - origin.width / 2, base + _ARC * 0.8 + lift + tall, width)


def _bars_below(diagram: Diagram, flow: d.Flow, boxes: dict[str, DiagramBox], under: float) -> float:
    """Draw each bar, in order, on the first row with space for it; returns the depth that they need, in points."""
    places = []
    for bar in flow.bars:
        first, last = boxes[bar.first], boxes[bar.last]
        width = last.x + last.width - first.x
        places.append(
            DiagramBox(first.x, 0.0, width, height_of_words(bar.text, diagram.on_bar, width - 2 * PAD) + 2 * PAD)
        )
    drops = _stacked(_lanes(_bar_spans(flow)), [place.height for place in places], _BETWEEN_BARS)
    reach = 0.0
    for bar, place, drop in zip(flow.bars, places, drops, strict=True):
        reach = max(reach, _ABOVE_BARS + drop + place.height)
        box = replace(place, y=under - _ABOVE_BARS - drop - place.height)
        diagram.bar(box, bar.text)
        if not drop:
            diagram.path(_bracket(box), stroke=diagram.palette.accent)
    return reach + 1.0


def _bracket(bar: DiagramBox) -> shapes.Path:
    """The line above a bar of the first row, with an end up to each side."""
    low, high, end = bar.top + _BRACKET_GAP, bar.top + _ABOVE_BARS - _BRACKET_GAP, bar.x + bar.width
    return (("m", (bar.x, high)), ("l", (bar.x, low)), ("l", (end, low)), ("l", (end, high)))


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


def _in_a_stack(diagram: Diagram, flow: d.Flow, frame: Frame) -> float:
    """Draw boxes from top to bottom, with loops at the start and bars at the end; returns the total height in points.

    If the words of the bars are too wide to stand beside the boxes, the bars stand below them.
    """
    lane = _ARC if flow.loops else 0.0
    lanes = _lanes(_bar_spans(flow))
    step = _lane_width(diagram, flow, frame.width, lanes)
    beside = frame.width - lane - step * (max(lanes, default=-1) + 1) - _BESIDE
    below = () if beside >= _least_box(diagram, flow) else flow.bars
    if below:
        flow, lanes, beside = replace(flow, bars=()), [], frame.width - lane
    start, width = frame.start + lane, beside
    heights = _stack_heights(diagram, flow, width, step - _BETWEEN_LANES)
    boxes: dict[str, DiagramBox] = {}
    y = 0.0
    for index, (box, tall) in enumerate(zip(flow.boxes, heights, strict=True)):
        if index:
            diagram.arrow((start + width / 2, y - 2), (start + width / 2, y - _DROP + 2))
            y -= _DROP
        y -= tall
        boxes[box.id] = DiagramBox(start, y, width, tall)
        diagram.step(boxes[box.id], box, index + 1, stacked=True)
    for loop in flow.loops:
        _arc_beside(diagram, boxes[loop.origin], boxes[loop.target])
    for bar, number in zip(flow.bars, lanes, strict=True):
        first, last = boxes[bar.first], boxes[bar.last]
        x = start + width + _BESIDE + number * step
        place = DiagramBox(x, last.y, step - _BETWEEN_LANES, first.top - last.y)
        diagram.bar(place, bar.text)
    return _under_stack(diagram, flow, below, frame, y)


def _under_stack(diagram: Diagram, flow: d.Flow, bars: tuple[d.FlowBar, ...], frame: Frame, y: float) -> float:
    """Draw the words of loops, and the bars that do not fit beside the boxes; returns the total height in points."""
    for text in (loop.text for loop in flow.loops if loop.text):
        y -= 6.0
        y -= _loop_key(diagram, text, frame, y)
    for bar in bars:
        tall = height_of_words(bar.text, diagram.on_bar, frame.width - 2 * PAD) + 2 * PAD
        y -= tall + 6.0
        place = DiagramBox(frame.start, y, frame.width, tall)
        diagram.bar(place, bar.text)
    return -y + 1.0


def _loop_key(diagram: Diagram, text: PrintedText, frame: Frame, top: float) -> float:
    """Draw the words of a loop behind an arrow like its own; returns their height in points."""
    middle = top - baseline_drop(diagram.style) + diagram.style.metrics.x_height * diagram.style.size / 2
    diagram.arrow((frame.start, middle), (frame.start + _KEY - HEAD, middle), color=diagram.palette.text)
    width = min(natural_width(text, diagram.style), frame.width - _KEY)
    return diagram.words(text, diagram.style, frame.start + _KEY, top, width)


def _lane_width(diagram: Diagram, flow: d.Flow, width: float, lanes: list[int]) -> float:
    """The width of each lane of bars with the space after it: a third of the total, or more for the longest word."""
    if not lanes:
        return 0.0
    words = max(longest_word(bar.text, diagram.on_bar) for bar in flow.bars)
    return max(width * 0.32 / (max(lanes) + 1), words + 2 * PAD + 1.0) + _BETWEEN_LANES


def _least_box(diagram: Diagram, flow: d.Flow) -> float:
    widest = (longest_word(box.text, diagram.bold) - diagram.width_inside(box, 0.0, stacked=True) for box in flow.boxes)
    return max(widest)


def _stack_heights(diagram: Diagram, flow: d.Flow, width: float, bar_width: float) -> list[float]:
    """The height of each box of a stack: what its words need, or more if a bar beside it needs more."""
    tall = [diagram.height_of_step(box, width, stacked=True) for box in flow.boxes]
    for bar, (first, last) in zip(flow.bars, _bar_spans(flow), strict=True):
        needed = height_of_words(bar.text, diagram.on_bar, bar_width - 2 * PAD) + 2 * PAD
        tall[last] += max(0.0, needed - fsum(tall[first : last + 1]) - _DROP * (last - first))
    return tall


def _arc_beside(diagram: Diagram, origin: DiagramBox, target: DiagramBox) -> None:
    start, end, edge = origin.y + origin.height / 2, target.y + target.height / 2, origin.x - 2
    far = edge - _ARC + 3.0
    path = (("m", (edge, start)), ("c", (far, start, far, end, edge - HEAD, end)))
    diagram.path(path, stroke=diagram.palette.text)
    diagram.path(shapes.arrow_head(edge, end, HEAD, 1.0, 0.0), fill=diagram.palette.text)
