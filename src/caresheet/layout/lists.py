"""Lists as strips: numbers or shapes in front, words indented behind them."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from msgspec import Struct
from msgspec.structs import replace

from caresheet.fonts.faces import CAP_HEIGHT, X_HEIGHT, face_of, measure
from caresheet.layout import shapes
from caresheet.layout.lines import baseline_drop
from caresheet.layout.strips import INSIDE, Strip, begun
from caresheet.model.look import ListMarker, StepMarker
from caresheet.model.page_layout import ShapePiece, TextPiece
from caresheet.model.topic import ListKind

if TYPE_CHECKING:
    from caresheet.layout.context import Desk, Frame
    from caresheet.layout.lines import Ink
    from caresheet.model import document as d
    from caresheet.model.page_layout import Piece

_NUMBERING = {
    ListKind.BULLETS: "Disc",
    ListKind.STEPS: "Decimal",
    ListKind.SIGNS: "Disc",
    ListKind.CHECKLIST: "Square",
}
"""ListNumbering attribute (ISO 32000-1, table 347)."""
_INDENTS = {ListKind.BULLETS: 1.25, ListKind.STEPS: 2.1, ListKind.SIGNS: 1.6, ListKind.CHECKLIST: 1.7}
"""How far the words stand behind the list's left edge, as multiples of the type size."""


def set_list(desk: Desk, element: d.ItemList, frame: Frame, parent: int) -> list[Strip]:
    """The list's items below each other, nested lists indented under their item."""
    tag = desk.tags.add("L", parent, position=element.position, language=frame.language)
    desk.tags.set_attribute(tag, "List", "ListNumbering", _NUMBERING[element.kind])
    ink = desk.strong if element.kind is ListKind.SIGNS and desk.look.blocks.signs_strong else desk.body
    place = _Place(desk, element.kind, ink, frame, _indent(desk, element))
    strips: list[Strip] = []
    for item in element.items:
        made = place.set_item(item, tag)
        strips.extend(begun(made, gap=desk.look.spacing.item, cost=INSIDE) if strips else made)
    if len(strips) > 1 and len(element.items) > 1:  # a list does not leave one line behind
        strips[-1] = replace(strips[-1], cost=max(strips[-1].cost, INSIDE * 5))
    return strips


def bullet_indent(desk: Desk) -> float:
    """How far the words of bullets stand in, in points."""
    return _INDENTS[ListKind.BULLETS] * desk.body.size


def _indent(desk: Desk, element: d.ItemList) -> float:
    """How far the words of a list stand in: the same for all lists, or as wide as its widest printed label needs."""
    size = desk.body.size
    labels = max((measure(face_of(strong=True, emphasis=False)).advance(i.label) for i in element.items), default=0.0)
    return max(_INDENTS[element.kind], labels + 0.6) * size


class _Place(Struct, frozen=True):
    """Where and how the items of one list are set."""

    desk: Desk
    kind: ListKind
    ink: Ink
    frame: Frame
    indent: float

    def set_item(self, item: d.Item, parent: int) -> list[Strip]:
        tags = self.desk.tags
        entry = tags.add("LI", parent)
        label = tags.add("Lbl", entry)
        body = tags.add("LBody", entry)
        words = tags.add("P", body) if item.nested else body
        if item.anchor:  # the entry of a source is the note that its numbers in the text refer to
            words = tags.add("Note", body, identifier=item.anchor)
        inner = self.frame.indented(self.indent)
        strips = self.desk.text(item.text, self.ink, inner, words)
        first = strips[0]
        strips[0] = replace(first, pieces=(*self._marker(item.label, label), *first.pieces), anchor=item.anchor)
        if item.nested:
            below = set_list(self.desk, item.nested, inner, body)
            strips += begun(below, gap=self.desk.look.spacing.item, cost=INSIDE * 3)
        return strips

    def _marker(self, label: str, tag: int) -> tuple[Piece, ...]:
        """What stands in front of an item: its number, or a shape."""
        look = self.desk.look
        if self.kind is ListKind.STEPS and look.blocks.steps is StepMarker.CIRCLE and not label.endswith("."):
            return self._numbered_circle(label, tag)
        if label:
            return (self._number(label, tag),)
        drop, size, left = baseline_drop(self.ink), self.ink.size, self.frame.left
        if self.kind is ListKind.CHECKLIST:
            side = size * 0.86
            box = shapes.rectangle(left + size * 0.1, -drop - size * 0.1, side, side)
            return (ShapePiece(box, None, self.ink.colour, 1.1, tag),)
        marker, colour = look.blocks.bullets, look.palette.accent
        if self.kind is ListKind.SIGNS:
            marker, colour = self.frame.signs or (look.blocks.signs, look.palette.stop)
        bullet = _bullet(marker, left + size * 0.45, -drop + X_HEIGHT * size / 2, size)
        return (ShapePiece(bullet, colour, None, 0.0, tag),)

    def _number(self, label: str, tag: int) -> TextPiece:
        """A plain number, flush right before the words."""
        bold, size = face_of(strong=True, emphasis=False), self.ink.size
        advance = measure(bold).advance(label) * size
        x = self.frame.left + self.indent - 0.5 * size - advance
        return TextPiece(x, -baseline_drop(self.ink), f"{label} ", bold, size, self.ink.colour, advance, tag)

    def _numbered_circle(self, label: str, tag: int) -> tuple[Piece, ...]:
        """A white number on a filled circle."""
        bold, size = face_of(strong=True, emphasis=False), self.ink.size * 0.92
        advance = measure(bold).advance(label) * size
        radius = max(self.ink.size * 0.67, advance / 2 + self.ink.size * 0.28)
        x, y = self.frame.left + radius, -baseline_drop(self.ink) + CAP_HEIGHT * self.ink.size / 2
        disc = ShapePiece(shapes.circle(x, y, radius), self.desk.look.palette.accent, None, 0.0, tag)
        baseline = y - CAP_HEIGHT * size / 2
        white = self.desk.look.palette.paper
        return (disc, TextPiece(x - advance / 2, baseline, f"{label} ", bold, size, white, advance, tag))


def _bullet(marker: ListMarker, x: float, y: float, size: float) -> shapes.Path:
    """A list marker around a point, for letters of that size."""
    match marker:
        case ListMarker.DISC:
            return shapes.circle(x, y, size * 0.2)
        case ListMarker.SQUARE:
            return shapes.rectangle(x - size * 0.19, y - size * 0.19, size * 0.38, size * 0.38)
        case ListMarker.DASH:
            return shapes.rectangle(x - size * 0.25, y - size * 0.05, size * 0.5, size * 0.1)
        case ListMarker.TRIANGLE:
            return shapes.triangle(x + size * 0.1, y + size * 0.04, size * 0.36)
        case ListMarker.OCTAGON:
            return shapes.octagon(x + size * 0.1, y + size * 0.04, size * 0.36)
        case _ as never:
            assert_never(never)
