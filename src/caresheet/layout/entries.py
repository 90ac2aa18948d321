"""Labels with their values, or with lines to write on."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile
from math import fsum
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from caresheet.layout.context import LARGE
from caresheet.layout.fragments import (
    PENALTY_BETWEEN_ITEMS,
    PENALTY_HALF_EMPTY,
    PENALTY_KEEP,
    PENALTY_WIDOW_ORPHAN,
    Fragment,
    height_of,
    kept_together,
    lowered,
    translated,
    with_gap,
    with_padding,
)
from caresheet.layout.labels import spaced_line
from caresheet.layout.lines import WRITING_LINE_WIDTH, baseline_drop, natural_width
from caresheet.model.look import POINTS_PER_MM
from caresheet.model.page_layout import ARTIFACT, FieldPiece
from caresheet.model.text import FieldBlank, PrintedText

if TYPE_CHECKING:
    from caresheet.layout.context import Frame, LayoutContext
    from caresheet.layout.fragments import UnresolvedPiece
    from caresheet.model import document as d
    from caresheet.model.page_layout import Piece
    from caresheet.model.structure import StructureNode

LEAST_LINE = 28 * POINTS_PER_MM
"""A line to write on stands beside its label only if it is at least this long, in points; else it stands below."""
_BETWEEN = 6.0 * POINTS_PER_MM
"""Space between two rows that stand side by side, in points."""
_NARROWEST_FIELD = 45 * POINTS_PER_MM
"""Fields narrower than this, in points, are stacked; for text of _FIELD_BODY points."""
_FIELD_BODY = 12.0
_LEAST_ROOM, _MOST_ROOM, _MOST_ROOM_IN_LARGE = 0.85, 7.6 * POINTS_PER_MM, 9.0 * POINTS_PER_MM
"""The room to write in above the line of a field: this share of the height of a row, but no more than this many points,
because the label stands above it."""
_HEADING_LINES = 2.4
"""The room of a heading above a grid of fields, as a multiple of its type size."""
_SHORT_GRID = 8
"""On small paper, a grid of this many rows or fewer stays whole."""
_BELOW_LINE = 2.5
"""The space between a line to write on and words right below it, as a multiple of that between rows: without room to
write in above them, they would seem to belong to the line."""
_TOGETHER = 3
"""In larger print, a form with at least twice as many rows has at least this many on each side of a break."""
_ABOVE_RULE = 4.0
"""The distance from a line to write on to the lower edge of its row, in points."""


def lay_out_entries(context: LayoutContext, element: d.Entries, node: StructureNode, frame: Frame) -> list[Fragment]:
    """The rows below each other, in a box if the element is boxed; the faces of a card are too small for boxes."""
    inner, panels = frame, context.look.panels
    boxed = element.boxed and not (panels and panels.fan)
    if boxed:
        decoration = context.decoration(
            frame, fill=context.look.palette.accent_tint, border=context.look.palette.accent
        )
        inner = frame.inside(decoration)
    fragments: list[Fragment] = []
    rows = len(element.entries)
    together = _TOGETHER if context.body.size >= LARGE and rows >= 2 * _TOGETHER else 2
    for index, (entry, row) in enumerate(zip(element.entries, node.blocks, strict=True)):
        made = _lay_out_entry(context, entry, row, inner)
        fragments += with_gap(
            made,
            gap=_gap_before(context, made[0], fragments),
            penalty=PENALTY_WIDOW_ORPHAN if min(index, rows - index) < together else PENALTY_BETWEEN_ITEMS,
        )
    if boxed:
        return kept_together(with_padding(fragments, inner.decorations, context.look.spacing.panel))
    return fragments


def _gap_before(context: LayoutContext, row: Fragment, above: list[Fragment]) -> float:
    """The space before a row that begins with this fragment, in points: more if it has no room to write in and is right
    below a line to write on."""
    is_low = row.height < context.look.blocks.entry_height
    below_line = any(isinstance(piece, FieldPiece) for fragment in above[-1:] for piece in fragment.pieces)
    return context.look.spacing.item * (_BELOW_LINE if is_low and below_line else 1.0)


def lay_out_entries_in_twos(
    context: LayoutContext, element: d.Entries, node: StructureNode, frame: Frame
) -> list[Fragment]:
    """The rows without a box, two blanks side by side where both labels leave room for a line."""
    half = replace(frame, width=(frame.width - _BETWEEN) / 2)
    waiting = list(zip(element.entries, node.blocks, strict=True))
    fragments: list[Fragment] = []
    while waiting:
        pair = waiting[:2]
        beside = len(pair) > 1 and all(_fits(context, entry, row, half.width) for entry, row in pair)
        frames = (half, half.indented(half.width + _BETWEEN)) if beside else (frame,)
        made = [
            _lay_out_entry(context, entry, row, replace(place, width=half.width if beside else frame.width))
            for (entry, row), place in zip(pair, frames, strict=False)
        ]
        first = made[0] if len(made) == 1 else [replace(made[0][0], pieces=(*made[0][0].pieces, *made[1][0].pieces))]
        fragments += with_gap(first, gap=_gap_before(context, first[0], fragments))
        del waiting[: len(made)]
    return fragments


def _fits(context: LayoutContext, entry: d.Entry, node: StructureNode, width: float) -> bool:
    """Whether an entry is blank, with its label and a line to write on in one row of this width, in points."""
    if _lone_blank(entry) is None and entry.value is not None:
        return False
    words = PrintedText(node.text[: len(entry.label.runs) + 1], entry.label.position)
    return entry.lines == 1 and _start_of_line(context, words) + LEAST_LINE <= width


def _start_of_line(context: LayoutContext, label: PrintedText) -> float:
    """Where the line to write on begins after a label, in points."""
    return natural_width(label, context.body) + context.body.size * 0.5


def _lay_out_entry(context: LayoutContext, entry: d.Entry, node: StructureNode, frame: Frame) -> list[Fragment]:
    """A row to fill in: the words of its node. Lines to write on run to the end of the row instead."""
    text, tags, blank = PrintedText(node.text, entry.label.position), node.run_numbers, _lone_blank(entry)
    if entry.value is None or blank:
        label = len(entry.label.runs) + 1  # with its colon
        words = replace(text, runs=text.runs[:label])
        fragments = context.lines(words, tags[:label], context.body, frame)
        lines = WritingLines(_start_of_line(context, words), _tags_of_lines(entry, node), blank.name if blank else "")
        return with_lines(context, fragments, frame, lines)
    fragments = context.lines(text, tags, context.body, frame)
    if any(isinstance(run, FieldBlank) for run in text.runs):
        fragments = [_with_writing_height(fragment, context.look.blocks.entry_height) for fragment in fragments]
    return fragments


def _lone_blank(entry: d.Entry) -> FieldBlank | None:
    """The blank if the value is nothing but a blank without a caption: its line may run to the end edge."""
    runs = entry.value.runs if entry.value else ()
    return runs[0] if len(runs) == 1 and isinstance(runs[0], FieldBlank) and not runs[0].captioned else None


class WritingLines(Struct, frozen=True):
    """Lines to write on behind a label, `start` points from the start edge of its frame, one for each tag.

    `field` is the name of the value that belongs there, empty if there is none.
    """

    start: float
    tags: tuple[int, ...]
    field: str = ""


def with_lines(context: LayoutContext, fragments: list[Fragment], frame: Frame, lines: WritingLines) -> list[Fragment]:
    """The fragments of a label with its lines to write on, which run to the end edge of the frame.

    If the label leaves too little space, the lines stand below it.
    """
    height, setter, below = context.look.blocks.entry_height, _LineSetter(context, lines.field), list(lines.tags)
    room = frame.width - lines.start
    if len(fragments) == 1 and room >= LEAST_LINE:
        label = _with_writing_height(fragments[0], height)
        y = -label.height + context.body.leading - baseline_drop(context.body) - 1.5
        line = setter.line(frame.start + lines.start, y, (room, -y), below.pop(0))
        fragments = [replace(label, pieces=(*label.pieces, line))]
    y = -height + _ABOVE_RULE
    lower = (setter.line(frame.start, y, (frame.width, -y), tag) for tag in below)
    return [
        *fragments,
        *(Fragment(height, (line,), penalty=2 * PENALTY_KEEP, decorations=frame.decorations) for line in lower),
    ]


class _LineSetter(Struct, frozen=True):
    """Makes lines to write the value of a field on. An artifact without a field is only drawn."""

    context: LayoutContext
    field: str

    def line(self, x: float, y: float, box: tuple[float, float], tag: int) -> Piece:
        """A line from `x` at height `y`, with a box of this width and height above it."""
        words = self.context.body
        made = FieldPiece(self.field, x, y, *box, words.size, words.color, WRITING_LINE_WIDTH, tag)
        return made.rule if tag == ARTIFACT and not self.field else made


def _tags_of_lines(entry: d.Entry, node: StructureNode) -> tuple[int, ...]:
    """The tags of the lines to write on, without those of blanks in the label."""
    rows = zip(node.text, node.run_numbers, strict=True)
    return tuple(tag for run, tag in list(rows)[len(entry.label.runs) :] if isinstance(run, FieldBlank))


def _with_writing_height(fragment: Fragment, height: float) -> Fragment:
    """The fragment with space above it, so that it is at least `height` points tall and can be written in."""
    return lowered(fragment, height - fragment.height) if height > fragment.height else fragment


def lay_out_fields(context: LayoutContext, element: d.Entries, node: StructureNode, frame: Frame) -> list[Fragment]:
    """The rows as a grid of fields, at least as high as the style asks and as many side by side as it asks, if they
    have room; each has its small label above its value, or above a line to write on. One with several lines runs across
    the grid. A grid that fits on a page below its heading stays whole; on small paper, only one of up to 8 rows
    does."""
    across, width = _fields_across(context, frame, most=max(len(element.entries), 2))
    fragments: list[Fragment] = []
    for row in _rows_of_fields(element, node, across):
        whole = across == 1 or row[0][0].lines > 1
        places = [replace(frame.indented(index * (width + _BETWEEN)), width=width) for index in range(len(row))]
        fields = [(*each, frame if whole else place) for each, place in zip(row, places, strict=True)]
        height = max(_lay_out_field(context, *field, context.field_height).height for field in fields)
        least = height if len(fields) > 1 else context.field_height
        pieces = tuple(piece for field in fields for piece in _lay_out_field(context, *field, least).pieces)
        first = Fragment(height, pieces, decorations=frame.decorations, position=row[0][0].label.position)
        fragments.append(replace(first, penalty=PENALTY_KEEP if fragments else 0))
    room = context.look.paper.text_height - _HEADING_LINES * context.look.type.section
    short = len(fragments) <= _SHORT_GRID or not context.look.paper.is_small
    if short and height_of(fragments) <= room:
        last = len(fragments) - _TOGETHER + 1
        loose = range(_TOGETHER, last) if context.has_short_sides else range(0)
        return [
            replace(each, penalty=PENALTY_HALF_EMPTY) if index in loose else each
            for index, each in enumerate(fragments)
        ]
    return [replace(each, penalty=min(each.penalty, PENALTY_BETWEEN_ITEMS)) for each in fragments]


def _fields_across(context: LayoutContext, frame: Frame, most: int) -> tuple[int, float]:
    """How many fields of a grid are side by side, and how wide each is, in points: as many as the style asks for, but
    no more than `most`, and fewer where they would be too narrow."""
    narrowest = _NARROWEST_FIELD * max(context.body.size / _FIELD_BODY, 1.0)
    for across in range(min(context.fields_across, most), 1, -1):
        width = (frame.width - (across - 1) * _BETWEEN) / across
        if width >= narrowest:
            return across, width
    return 1, frame.width


def _rows_of_fields(
    element: d.Entries, node: StructureNode, across: int
) -> Iterator[list[tuple[d.Entry, StructureNode]]]:
    """The rows in order, up to `across` of them side by side; one with several lines is alone."""
    waiting = list(zip(element.entries, node.blocks, strict=True))
    while waiting:
        single = len(list(takewhile(lambda each: each[0].lines == 1, waiting[:across])))
        yield waiting[: max(single, 1)]
        del waiting[: max(single, 1)]


def _lay_out_field(context: LayoutContext, entry: d.Entry, node: StructureNode, frame: Frame, least: float) -> Fragment:
    """One field: the label on top, the value or nothing below, and a line along its foot."""
    small = context.form_heads().strong
    text, tags, blank = PrintedText(node.text, entry.label.position), node.run_numbers, _lone_blank(entry)
    count = len(entry.label.runs) + 1  # with its colon
    label = context.lines(replace(text, runs=text.runs[:count]), tags[:count], small, frame)
    value: list[Fragment] = []
    if entry.value is not None and not blank:
        runs = text.runs[count + 1 :]
        value = context.lines(replace(text, runs=runs), tags[count + 1 :], context.body, frame)
        label = [*label[:-1], spaced_line(label[-1])]
    most = _MOST_ROOM_IN_LARGE if context.body.size >= LARGE else _MOST_ROOM
    room = fsum(line.height for line in value) or min(context.look.blocks.entry_height * _LEAST_ROOM, most)
    height = max(least, fsum(line.height for line in label) + room + _ABOVE_RULE)
    y = 0.0
    pieces: list[UnresolvedPiece] = []
    for line in (*label, *value):
        pieces += [translated(piece, 0.0, -y) for piece in line.pieces]
        y += line.height
    setter, step = _LineSetter(context, blank.name if blank else ""), context.look.blocks.entry_height
    lines = (ARTIFACT,) if value else _tags_of_lines(entry, node)
    for index, tag in enumerate(lines):
        tall = step if index else height - y - _ABOVE_RULE
        pieces.append(setter.line(frame.start, -height - index * step + _ABOVE_RULE, (frame.width, tall), tag))
    return Fragment(height + (len(lines) - 1) * step, tuple(pieces))
