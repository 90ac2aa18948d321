"""Lists as strips: numbers or shapes in front, words indented behind them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, assert_never

from caresheet.model.look import ListMarker, StepMarker
from caresheet.model.setting import ShapePiece, TextPiece
from caresheet.model.topic import ListKind
from caresheet.typeset import shapes
from caresheet.typeset.faces import CAP_HEIGHT, X_HEIGHT, face_of, measure
from caresheet.typeset.lines import baseline_drop
from caresheet.typeset.strips import INSIDE, Strip, begun

if TYPE_CHECKING:
    from caresheet.model import document as d
    from caresheet.model.setting import Piece
    from caresheet.typeset.desk import Desk, Frame
    from caresheet.typeset.lines import Ink

_NUMBERING = {
    ListKind.BULLETS: "Disc",
    ListKind.STEPS: "Decimal",
    ListKind.SIGNS: "Disc",
    ListKind.CHECKLIST: "Square",
}
"""ListNumbering attribute (ISO 32000-1, table 347)."""


def set_list(desk: Desk, element: d.ItemList, frame: Frame, parent: int) -> list[Strip]:
    numbering = (("List", "ListNumbering", _NUMBERING[element.kind]),)
    tag = desk.tags.add("L", parent, position=element.position, attributes=numbering, language=frame.language)
    ink = desk.strong if element.kind is ListKind.SIGNS and desk.look.blocks.signs_strong else desk.body
    indent = _indent(desk, element)
    strips: list[Strip] = []
    for item in element.items:
        made = _set_item(desk, element.kind, item, ink, frame, indent, tag)
        strips.extend(begun(made, gap=desk.look.spacing.item, cost=INSIDE) if strips else made)
    if len(strips) > 1 and len(element.items) > 1:  # a list does not leave one line behind
        strips[-1] = replace(strips[-1], cost=max(strips[-1].cost, INSIDE * 5))
    return strips


def _indent(desk: Desk, element: d.ItemList) -> float:
    """How far the words of a list stand in: the same for all lists, or as wide as its widest printed label needs."""
    size = desk.body.size
    labels = max((measure(face_of(strong=True, emphasis=False)).advance(i.label) for i in element.items), default=0.0)
    usual = {ListKind.BULLETS: 1.25, ListKind.STEPS: 2.1, ListKind.SIGNS: 1.6, ListKind.CHECKLIST: 1.7}[element.kind]
    return max(usual, labels + 0.6) * size


def _set_item(
    desk: Desk, kind: ListKind, item: d.Item, ink: Ink, frame: Frame, indent: float, parent: int
) -> list[Strip]:
    entry = desk.tags.add("LI", parent)
    label = desk.tags.add("Lbl", entry)
    body = desk.tags.add("LBody", entry)
    words = desk.tags.add("P", body) if item.nested else body
    inner = frame.indented(indent)
    strips = desk.text(item.text, ink, inner, words)
    marker = _marker(desk, kind, item.label, ink, frame.left, indent, label)
    first = strips[0]
    strips[0] = replace(first, pieces=(*marker, *first.pieces), anchor=item.anchor)
    if item.nested:
        below = set_list(desk, item.nested, inner, body)
        strips += begun(below, gap=desk.look.spacing.item, cost=INSIDE * 3)
    return strips


def _marker(
    desk: Desk, kind: ListKind, label: str, ink: Ink, left: float, indent: float, tag: int
) -> tuple[Piece, ...]:
    """What stands in front of an item: its number, or a shape half as tall as a capital letter and more."""
    drop, size, palette = baseline_drop(ink), ink.size, desk.look.palette
    middle = -drop + X_HEIGHT * size / 2
    if kind is ListKind.STEPS and desk.look.blocks.steps is StepMarker.CIRCLE and not label.endswith("."):
        return _numbered_circle(label, ink, left, palette.accent, tag)
    if label:
        advance = measure(face_of(strong=True, emphasis=False)).advance(label) * size
        right = left + indent - 0.5 * size - advance
        return (TextPiece(right, -drop, f"{label} ", face_of(strong=True, emphasis=False), size, ink.colour, advance, tag),)
    if kind is ListKind.CHECKLIST:
        side = size * 0.86
        box = shapes.rectangle(left + size * 0.1, -drop - size * 0.1, side, side)
        return (ShapePiece(box, None, ink.colour, 1.1, tag),)
    x = left + size * 0.45
    marker = desk.look.blocks.signs if kind is ListKind.SIGNS else desk.look.blocks.bullets
    colour = palette.stop if kind is ListKind.SIGNS else palette.accent
    return (_bullet(marker, x, middle, size, colour, tag),)


def _bullet(marker: ListMarker, x: float, y: float, size: float, colour: str, tag: int) -> ShapePiece:
    match marker:
        case ListMarker.DISC:
            path = shapes.circle(x, y, size * 0.2)
        case ListMarker.SQUARE:
            path = shapes.rectangle(x - size * 0.19, y - size * 0.19, size * 0.38, size * 0.38)
        case ListMarker.DASH:
            path = shapes.rectangle(x - size * 0.25, y - size * 0.05, size * 0.5, size * 0.1)
        case ListMarker.TRIANGLE:
            path = shapes.triangle(x + size * 0.1, y + size * 0.04, size * 0.36)
        case ListMarker.OCTAGON:
            path = shapes.octagon(x + size * 0.1, y + size * 0.04, size * 0.36)
        case _ as never:
            assert_never(never)
    return ShapePiece(path, colour, None, 0.0, tag)


def _numbered_circle(label: str, ink: Ink, left: float, colour: str, tag: int) -> tuple[Piece, ...]:
    bold = face_of(strong=True, emphasis=False)
    size = ink.size * 0.92
    advance = measure(bold).advance(label) * size
    radius = max(ink.size * 0.72, advance / 2 + ink.size * 0.3)
    x, y = left + radius, -baseline_drop(ink) + CAP_HEIGHT * ink.size / 2
    return (
        ShapePiece(shapes.circle(x, y, radius), colour, None, 0.0, tag),
        TextPiece(x - advance / 2, y - CAP_HEIGHT * size / 2, f"{label} ", bold, size, "#ffffff", advance, tag),
    )
