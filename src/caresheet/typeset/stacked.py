"""Tables whose words are too wide for their columns: one block a row, "head: cell", still tagged as a table.

The column heads are read once, as the table's first row: they are the labels of the first block. The labels of the
other blocks are artifacts, because a screen reader says the heads with each cell anyway.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from caresheet.model import document as d
from caresheet.model.setting import ARTIFACT, ShapePiece
from caresheet.model.text import PrintedText, Words
from caresheet.model.topic import ListKind
from caresheet.typeset import shapes
from caresheet.typeset.badges import badge_pieces
from caresheet.typeset.entries import with_lines
from caresheet.typeset.lines import natural_width
from caresheet.typeset.lists import set_list
from caresheet.typeset.strips import INSIDE, KEPT, STRANDED, Strip, begun

if TYPE_CHECKING:
    from caresheet.typeset.desk import Desk, Frame

_RULE_ABOVE = 4.0
"""White above the rule between two blocks, in points."""


def set_stacked(desk: Desk, table: d.Table, frame: Frame, parent: int) -> list[Strip]:
    """Caption, then a block for each row: the label and words of each of its cells below each other."""
    tag = desk.tags.add("Table", parent, position=table.position, language=frame.language)
    caption = desk.text(table.caption, desk.strong, frame, desk.tags.add("Caption", tag))
    strips = [replace(strip, cost=STRANDED if index else 0) for index, strip in enumerate(caption)]
    strips[0] = replace(strips[0], forced=table.sheet)
    heads = _heads(desk, table, tag)
    for number, row in enumerate(table.rows):
        labels = heads if number == 0 else [[ARTIFACT] * len(tags) for tags in heads]
        block = _block(desk, table, row, labels, frame, desk.tags.add("TR", tag))
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


def _block(desk: Desk, table: d.Table, row: d.Row, labels: list[list[int]], frame: Frame, parent: int) -> list[Strip]:
    rule = shapes.line(frame.left, -_RULE_ABOVE, frame.left + frame.width, -_RULE_ABOVE)
    line = ShapePiece(rule, None, desk.look.palette.line, 0.6, ARTIFACT)
    strips = [Strip(_RULE_ABOVE + 1.0, (line,), panels=frame.panels)]
    for head, tags, cell in zip(table.head, labels, row.cells, strict=True):
        tag = desk.tags.add("TH" if cell.header else "TD", parent)
        if cell.header:
            desk.tags.set_attribute(tag, "Table", "Scope", "Row")
        label = _label(head.texts[0])
        if cell.mark is None and len(cell.texts) == 1:
            text = replace(cell.texts[0], runs=(*label.runs, *cell.texts[0].runs))
            runs = [*tags, ARTIFACT, *desk.tags.for_runs(tag, cell.texts[0])]
            made = desk.lines(text, runs, desk.body, frame)
        else:
            made = desk.lines(label, [*tags, ARTIFACT], desk.body, frame)
            if table.row_height and not cell.texts:
                start = natural_width(label, desk.body) + desk.body.size * 0.5
                made = with_lines(desk, made, start, frame, ARTIFACT)
            made += _below(desk, cell, frame, tag)
        strips += begun(made, gap=desk.look.spacing.item, cost=STRANDED if len(strips) == 1 else KEPT)
    return strips


def _label(head: PrintedText) -> PrintedText:
    """A column's head in bold, with the colon that parts it from its cell."""
    named = tuple(replace(run, strong=True) if isinstance(run, Words) else run for run in head.runs)
    return PrintedText((*named, Words(": ", strong=True)), head.position)


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
