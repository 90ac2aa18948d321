"""Tables whose words are too wide for their columns: one block a row, "head: cell", still tagged as a table.

The column heads are read once, as the table's first row: they are the labels of the first block. The labels of the
other blocks are artifacts, because a screen reader says the heads with each cell anyway.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from caresheet.layout import shapes
from caresheet.layout.badges import badge_pieces
from caresheet.layout.entries import LEAST_LINE, with_lines
from caresheet.layout.lines import natural_width
from caresheet.layout.lists import set_list
from caresheet.layout.strips import INSIDE, KEPT, STRANDED, Strip, begun
from caresheet.model import document as d
from caresheet.model.page_layout import ARTIFACT, ShapePiece
from caresheet.model.text import PrintedText, TextRun
from caresheet.model.topic import ListKind

if TYPE_CHECKING:
    from caresheet.layout.context import Desk, Frame

_RULE_ABOVE = 4.0
"""White above the rule between two blocks, in points."""
_BETWEEN = 14.0
"""Between two fields of a form that stand beside each other, in points."""


def set_stacked(desk: Desk, table: d.Table, frame: Frame, parent: int) -> list[Strip]:
    """Caption, then a block for each row: the label and words of each of its cells below each other.

    Fields to write in stand in twos where both have room: a log of many rows is no use on many sheets.
    """
    tag = desk.tags.add("Table", parent, position=table.position, language=frame.language)
    caption = desk.text(table.caption, desk.strong, frame, desk.tags.add("Caption", tag))
    strips = [replace(strip, cost=STRANDED if index else 0) for index, strip in enumerate(caption)]
    strips[0] = replace(strips[0], forced=table.sheet)
    heads = _heads(desk, table, tag)
    for number, row in enumerate(table.rows):
        labels = heads if number == 0 else [[ARTIFACT] * len(tags) for tags in heads]
        block = _block(desk, _fields(desk, table, row, labels), frame, desk.tags.add("TR", tag))
        strips += begun(block, gap=desk.look.spacing.paragraph, cost=STRANDED if number == 0 else INSIDE)
    return strips


def _heads(desk: Desk, table: d.Table, tag: int) -> list[list[int]]:
    """The elements of the first row, with a tag for each run of each head."""
    row = desk.tags.add("TR", tag)
    tags: list[list[int]] = []
    for cell in table.head:
        head = desk.tags.add("TH", row)
        desk.tags.set_attribute(head, "Table", "Scope", "Column")
        tags.append(desk.tags.for_runs(head, cell.texts[0]))
    return tags


class _Field(Struct, frozen=True):
    """A cell with the label in front of it, and the tags of the label's runs. A form's empty cells are written in."""

    desk: Desk
    label: PrintedText
    tags: list[int]
    cell: d.Cell
    form: bool

    @property
    def is_blank(self) -> bool:
        return self.form and not self.cell.texts and self.cell.mark is None

    @property
    def start(self) -> float:
        """Where the line to write on begins behind the label, in points."""
        return natural_width(self.label, self.desk.body) + self.desk.body.size * 0.5

    def fits(self, width: float) -> bool:
        """Whether it can be written in, in one row of this width."""
        return self.is_blank and self.start + LEAST_LINE <= width

    def set_in(self, frame: Frame, parent: int) -> list[Strip]:
        desk, cell = self.desk, self.cell
        tag = desk.tags.add("TH" if cell.header else "TD", parent)
        if cell.header:
            desk.tags.set_attribute(tag, "Table", "Scope", "Row")
        if cell.mark is None and len(cell.texts) == 1:
            text = replace(cell.texts[0], runs=(*self.label.runs, *cell.texts[0].runs))
            return desk.lines(text, [*self.tags, ARTIFACT, *desk.tags.for_runs(tag, cell.texts[0])], desk.body, frame)
        made = desk.lines(self.label, [*self.tags, ARTIFACT], desk.body, frame)
        if self.is_blank:
            made = with_lines(desk, made, self.start, frame, ARTIFACT)
        return [*made, *_below(desk, cell, frame, tag)]


def _fields(desk: Desk, table: d.Table, row: d.Row, labels: list[list[int]]) -> list[_Field]:
    cells = zip(table.head, labels, row.cells, strict=True)
    return [_Field(desk, _label(head.texts[0]), tags, cell, form=table.row_height > 0) for head, tags, cell in cells]


def _block(desk: Desk, fields: list[_Field], frame: Frame, parent: int) -> list[Strip]:
    rule = shapes.line(frame.left, -_RULE_ABOVE, frame.left + frame.width, -_RULE_ABOVE)
    line = ShapePiece(rule, None, desk.look.palette.line, 0.6, ARTIFACT)
    strips = [Strip(_RULE_ABOVE + 1.0, (line,), panels=frame.panels)]
    half = (frame.width - _BETWEEN) / 2
    left, right = replace(frame, width=half), replace(frame, left=frame.left + half + _BETWEEN, width=half)
    for first, second in _in_twos(fields, half):
        made = first.set_in(left if second else frame, parent)
        if second:
            (beside,) = second.set_in(right, parent)
            made = [replace(made[0], pieces=(*made[0].pieces, *beside.pieces))]
        strips += begun(made, gap=desk.look.spacing.item, cost=STRANDED if len(strips) == 1 else KEPT)
    return strips


def _in_twos(fields: list[_Field], half: float) -> Iterator[tuple[_Field, _Field | None]]:
    """The fields in their order; two neighbours that both fit half the width together."""
    waiting = list(fields)
    while waiting:
        first = waiting.pop(0)
        together = waiting and first.fits(half) and waiting[0].fits(half)
        yield first, waiting.pop(0) if together else None


def _label(head: PrintedText) -> PrintedText:
    """A column's head in bold, with the colon that parts it from its cell."""
    named = tuple(replace(run, strong=True) if isinstance(run, TextRun) else run for run in head.runs)
    return PrintedText((*named, TextRun(": ", strong=True)), head.position)


def _below(desk: Desk, cell: d.Cell, frame: Frame, tag: int) -> list[Strip]:
    """What does not run on behind a label: a level's mark, or a list."""
    if cell.mark:
        badge = badge_pieces(desk, cell.mark, frame.left, desk.strong, tag)
        return [Strip(desk.strong.leading, badge, cost=STRANDED, panels=frame.panels)]
    if not cell.texts:
        return []
    items = tuple(d.Item("", text) for text in cell.texts)
    bullets = set_list(desk, d.ItemList(ListKind.BULLETS, items, cell.texts[0].position), frame, tag)
    return begun(bullets, gap=0.0, cost=STRANDED)
