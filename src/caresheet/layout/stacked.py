"""Tables that are too wide for their frame: each row is a block of "head: cell" lines, still tagged as a table.

The column heads are the labels of the first block and are read once, as the first row of the table. The labels of the
other blocks are artifacts, because a screen reader announces the heads with each cell anyway.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from caresheet.layout import shapes
from caresheet.layout.badges import badge_pieces
from caresheet.layout.continuations import captions, repeated_heading, without_sources
from caresheet.layout.entries import LEAST_LINE, WritingLines, with_lines
from caresheet.layout.fragments import (
    PENALTY_BETWEEN_ITEMS,
    PENALTY_HEADING,
    PENALTY_KEEP,
    Fragment,
    height_of,
    with_gap,
)
from caresheet.layout.lines import natural_width
from caresheet.layout.lists import lay_out_list
from caresheet.layout.meters import before, meter_room
from caresheet.model import document as d
from caresheet.model.blank_rows import is_blank
from caresheet.model.page_layout import ARTIFACT, ShapePiece
from caresheet.model.text import PrintedText, TextRun
from caresheet.model.topic import ListKind
from caresheet.text.colons import colon_after

if TYPE_CHECKING:
    from caresheet.layout.context import Frame, LayoutContext
    from caresheet.model.meter import MeterSquares
    from caresheet.model.structure import StructureNode

_RULE_ABOVE = 4.0
"""Space above the rule between two blocks, in points."""
_HEADING_LINES = 3.0
"""The lines of the heading that a form may have above it."""
_IN_A_ROW = 250
"""The additional cost of a break inside a row: that of a tall space left empty."""
_BETWEEN = 14.0
"""Space between two fields of a form that stand side by side, in points."""


def lay_out_stacked(context: LayoutContext, table: d.Table, node: StructureNode, frame: Frame) -> list[Fragment]:
    """The caption, then a block for each row, with the label and words of each cell on lines of their own.

    Two empty fields of a form share a line if both have enough space, so that a long form needs fewer pages. A form has
    no more blocks than fit on a side.
    """
    caption_node, head, *rows = node.blocks
    caption = context.text(table.caption, context.strong, frame, caption_node)
    fragments = [replace(fragment, penalty=PENALTY_HEADING if index else 0) for index, fragment in enumerate(caption)]
    fragments[0] = replace(fragments[0], forced=table.sheet)
    first = [cell.run_numbers for cell in head.blocks]
    repeated = [(ARTIFACT,) * len(numbers) for numbers in first]
    again = repeated_heading(context, captions(table.caption), caption_node.number, frame)
    room = _room(context) - height_of(fragments)
    for number, (row, row_node) in enumerate(zip(table.rows, rows, strict=True)):
        labels = repeated if number else first
        fields = _fields(context, table, row, row_node, labels)
        block = _block(context, fields, frame)
        room -= height_of(block) + context.look.spacing.paragraph
        if table.row_height and number and room < 0:
            break
        if number:
            block = [replace(fragment, head=again) for fragment in block]
        if not (table.row_height or is_blank(row)):
            block = _parted_between_cells(block, (*again, *_name_of_row(context, fields[0], frame)))
        fragments += with_gap(
            block, gap=context.look.spacing.paragraph, penalty=PENALTY_HEADING if number == 0 else PENALTY_BETWEEN_ITEMS
        )
    return fragments


def _room(context: LayoutContext) -> float:
    """The height of a side, less the heading above a form, in points. A form in larger print has as many blocks as fit
    on it: one side to copy."""
    paper, sizes = context.look.paper, context.look.type
    return paper.text_height - _HEADING_LINES * sizes.section * 1.2


class _LabeledCell(Struct, frozen=True):
    """A cell with its label, and the tags of the label's runs. In a form, an empty cell is a field to write in."""

    context: LayoutContext
    label: PrintedText
    tags: tuple[int, ...]
    cell: d.Cell
    node: StructureNode
    form: bool
    meter: MeterSquares | None

    @property
    def is_blank(self) -> bool:
        return self.form and not self.cell.texts and self.cell.mark is None

    @property
    def start(self) -> float:
        """The distance from the start of the label to the line to write on, in points."""
        return natural_width(self.label, self.context.body) + self.context.body.size * 0.5

    def fits(self, width: float) -> bool:
        """Whether it is an empty field whose label and line fit on one line of this width in points."""
        return self.is_blank and self.start + LEAST_LINE <= width

    def lay_out(self, frame: Frame) -> list[Fragment]:
        """The label and the words, behind the meter of the cell or of its column."""
        style = self.context.body
        if self.meter is None:
            return self._words(frame)
        words = self._words(frame.indented(meter_room(self.meter, style)))
        return before(words, self.meter, style, frame.start)

    def _words(self, frame: Frame) -> list[Fragment]:
        context, cell = self.context, self.cell
        if cell.mark is None and len(cell.texts) == 1:
            text = replace(cell.texts[0], runs=(*self.label.runs, *cell.texts[0].runs))
            return context.lines(text, (*self.tags, ARTIFACT, *self.node.run_numbers), context.body, frame)
        made = context.lines(self.label, (*self.tags, ARTIFACT), context.body, frame)
        if self.is_blank:
            made = with_lines(context, made, frame, WritingLines(self.start, (ARTIFACT,)))
        return [*made, *_below(context, cell, self.node, frame)]


def _fields(
    context: LayoutContext, table: d.Table, row: d.Row, node: StructureNode, labels: list[tuple[int, ...]]
) -> list[_LabeledCell]:
    cells = zip(table.head, labels, row.cells, node.blocks, strict=True)
    form = table.row_height > 0 or is_blank(row)
    return [
        _LabeledCell(context, _label(head.texts[0]), tags, cell, own, form, cell.meter or head.meter)
        for head, tags, cell, own in cells
    ]


def _block(context: LayoutContext, fields: list[_LabeledCell], frame: Frame) -> list[Fragment]:
    rule = shapes.line(frame.start, -_RULE_ABOVE, frame.end, -_RULE_ABOVE)
    line = ShapePiece(rule, None, context.look.palette.line, 0.6, ARTIFACT)
    fragments = [Fragment(_RULE_ABOVE + 1.0, (line,), decorations=frame.decorations)]
    half = (frame.width - _BETWEEN) / 2
    first_half, second_half = replace(frame, width=half), replace(frame.indented(half + _BETWEEN), width=half)
    for first, second in _in_twos(fields, half):
        made = first.lay_out(first_half if second else frame)
        if second:
            (beside,) = second.lay_out(second_half)
            made = [replace(made[0], pieces=(*made[0].pieces, *beside.pieces))]
        fragments += with_gap(
            made, gap=context.look.spacing.item, penalty=PENALTY_HEADING if len(fragments) == 1 else PENALTY_KEEP
        )
    return fragments


def _parted_between_cells(block: list[Fragment], again: tuple[Fragment, ...]) -> list[Fragment]:
    """The block of a row, which may go on in a new column after its first two cells, below the caption and the first
    cell."""
    cells = [index for index, each in enumerate(block) if each.penalty == PENALTY_KEEP]
    for index in range(cells[1] if cells[1:] else len(block), len(block)):
        own = 0 if index in cells else min(block[index].penalty, PENALTY_KEEP)
        block[index] = replace(block[index], penalty=own + _IN_A_ROW, head=again)
    return block


def _name_of_row(context: LayoutContext, field: _LabeledCell, frame: Frame) -> list[Fragment]:
    """The first cell of a row with its label, as it is repeated: its words without numbers of sources and blanks."""
    if len(field.cell.texts) != 1 or field.cell.mark:
        return []
    name = PrintedText((*field.label.runs, TextRun(without_sources(field.cell.texts[0]))), field.label.position)
    lines = context.lines(name, [ARTIFACT] * len(name.runs), context.body, frame)
    return [replace(line, penalty=PENALTY_HEADING) for line in lines]


def _in_twos(fields: list[_LabeledCell], half: float) -> Iterator[tuple[_LabeledCell, _LabeledCell | None]]:
    """The fields in order, in pairs if two neighbors each fit in half the width."""
    waiting = list(fields)
    while waiting:
        first = waiting.pop(0)
        together = waiting and first.fits(half) and waiting[0].fits(half)
        yield first, waiting.pop(0) if together else None


def _label(head: PrintedText) -> PrintedText:
    """A column head in bold, with a colon after it unless it is a question."""
    named = tuple(replace(run, strong=True) if isinstance(run, TextRun) else run for run in head.runs)
    colon = colon_after(head, strong=True)
    return PrintedText((*named, replace(colon, text=f"{colon.text} ")), head.position)


def _below(context: LayoutContext, cell: d.Cell, node: StructureNode, frame: Frame) -> list[Fragment]:
    """What stands below a label rather than after it: a level's mark, or a list."""
    if cell.mark:
        badge = badge_pieces(context, cell.mark, frame, context.strong, node.number)
        return [Fragment(context.strong.leading, badge, penalty=PENALTY_HEADING, decorations=frame.decorations)]
    if not cell.texts:
        return []
    items = tuple(d.Item("", text) for text in cell.texts)
    listed = d.ItemList(ListKind.BULLETS, items, cell.texts[0].position)
    bullets = lay_out_list(context, listed, node.blocks[0], frame)
    return with_gap(bullets, gap=0.0, penalty=PENALTY_HEADING)
