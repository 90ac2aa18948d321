"""Rows to fill in: labels with their values, or with lines to write on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from caresheet.layout.lines import baseline_drop, blank_line, natural_width
from caresheet.layout.strips import INSIDE, KEPT, LONELY, Strip, begun, kept_together, padded, shifted
from caresheet.model.look import POINTS_PER_MM
from caresheet.model.text import FieldBlank, PrintedText, TextRun

if TYPE_CHECKING:
    from caresheet.layout.context import Desk, Frame
    from caresheet.model import document as d

LEAST_LINE = 28 * POINTS_PER_MM
"""A line to write on behind its label is at least this long, else it stands below."""
_ABOVE_RULE = 4.0
"""How far a line to write on stands above the lower edge of its row, in points."""


def set_entries(desk: Desk, element: d.Entries, frame: Frame, parent: int) -> list[Strip]:
    """The rows below each other, in a box where they are to be found at a glance."""
    tag = desk.tags.add("Div", parent, position=element.position, language=frame.language)
    inner = frame
    if element.boxed:
        panel = desk.panel(frame, fill=desk.look.palette.accent_tint, border=desk.look.palette.accent)
        inner = frame.inside(panel)
    strips: list[Strip] = []
    last = len(element.entries) - 1
    for index, entry in enumerate(element.entries):
        made = _set_entry(desk, entry, inner, desk.tags.add("P", tag))
        strips += begun(made, gap=desk.look.spacing.item, cost=LONELY if index in (1, last) else INSIDE)
    if element.boxed:
        return kept_together(padded(strips, inner.panels, desk.look.spacing.panel))
    return strips


def _set_entry(desk: Desk, entry: d.Entry, frame: Frame, tag: int) -> list[Strip]:
    blank = _lone_blank(entry)
    words = _spoken(entry, with_value=blank is None)
    tags = desk.tags.for_runs(tag, words)
    strips = desk.lines(words, tags, desk.body, frame)
    if entry.value is None or blank:
        start = natural_width(words, desk.body) + desk.body.size * 0.5
        strips = with_lines(desk, strips, start, frame, tags[-1], lines=entry.lines)
    elif any(isinstance(run, FieldBlank) for run in words.runs):
        strips = [_lowered(strip, desk.look.blocks.entry_height - strip.height) for strip in strips]
    return strips


def _lone_blank(entry: d.Entry) -> FieldBlank | None:
    """The blank that is all there is of the value; its line may run on to the right edge."""
    runs = entry.value.runs if entry.value else ()
    return runs[0] if len(runs) == 1 and isinstance(runs[0], FieldBlank) and not runs[0].captioned else None


def _spoken(entry: d.Entry, *, with_value: bool) -> PrintedText:
    """Label in bold and value as one text; the colon parts them for the ear too. Its run is there even without words:
    what follows belongs to it, and not to a link that the label may end with."""
    label = [replace(run, strong=True) if isinstance(run, TextRun) else run for run in entry.label.runs]
    ends = entry.label.plain.rstrip()[-1:] in (":", "?", ".")
    colon = TextRun("" if ends else ":", strong=True)
    value = (TextRun(" "), *entry.value.runs) if entry.value and with_value else ()
    return PrintedText((*label, colon, *value), entry.label.position)


def with_lines(desk: Desk, strips: list[Strip], start: float, frame: Frame, tag: int, *, lines: int = 1) -> list[Strip]:
    """Lines to write on, from `start` behind the label to the right edge; below it where too little room is left."""
    height, colour = desk.look.blocks.entry_height, desk.body.colour
    below = lines
    if len(strips) == 1 and frame.width - start >= LEAST_LINE:
        below -= 1
        strips = [_lowered(strips[0], height - strips[0].height)]
        y = -strips[0].height + desk.body.leading - baseline_drop(desk.body) - 1.5
        rule = blank_line(frame.left + start, y, frame.width - start, colour, tag)
        strips = [replace(strips[0], pieces=(*strips[0].pieces, rule))]
    rule = blank_line(frame.left, -height + _ABOVE_RULE, frame.width, colour, tag)
    return [*strips, *[Strip(height, (rule,), cost=KEPT, panels=frame.panels)] * below]


def _lowered(strip: Strip, room: float) -> Strip:
    """The strip with white above it, so that there is height for handwriting."""
    if room <= 0:
        return strip
    pieces = tuple(shifted(piece, 0.0, -room) for piece in strip.pieces)
    return replace(strip, height=strip.height + room, pieces=pieces)
