"""Faces: the panels of a card folded like a fan. A section fills faces of its own, each with its band or head."""

from __future__ import annotations

from itertools import combinations, pairwise
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from caresheet.layout import shapes
from caresheet.layout.bands import counted, lay_out_band
from caresheet.layout.blocks import lay_out_elements, lay_out_heading
from caresheet.layout.context import Frame
from caresheet.layout.fragments import Fragment, height_of, translated, with_gap
from caresheet.layout.imposition import mark_room
from caresheet.layout.lists import lay_out_list
from caresheet.layout.signs import lay_out_sign_rows, marked
from caresheet.layout.stacks import stacked
from caresheet.model import document as d
from caresheet.model.look import POINTS_PER_MM, HeadingLook
from caresheet.model.page_layout import ARTIFACT, FieldPiece, PicturePiece, ShapePiece, WordPiece
from caresheet.model.text import FieldBlank

if TYPE_CHECKING:
    from collections.abc import Iterator

    from caresheet.layout.context import LayoutContext
    from caresheet.layout.fragments import UnresolvedPiece
    from caresheet.layout.stacks import Stack
    from caresheet.model.structure import StructureNode

_ABOVE_HEAD = 1.6 * POINTS_PER_MM
"""Space above the head of a face, in points."""
_BELOW_HEAD = 0.7 * POINTS_PER_MM
"""Space between the band or the head of a face and its words, in points."""
_HEAD_LINE = 0.5 * POINTS_PER_MM
_MOST_MORE = 2.0 * POINTS_PER_MM
"""How much the gaps of a face may grow where there is room, in points."""
_MOST_FACES = 4
_ROUNDING = 0.01
_DEPTH = 0.3
"""How far letters descend below the baseline, as a multiple of the type size."""
_Unit = list[Fragment]
"""What stands on one face: a paragraph, a sign, a list of steps."""


def lay_out_faces(
    context: LayoutContext, section: d.Section, heading: d.Heading, node: StructureNode, frame: Frame
) -> list[Fragment]:
    """The section on as few faces as hold it, each a fragment: nothing is split, and each face has the whole band."""
    title, *nodes = node.blocks
    own = context.in_style(section.style)
    set_close = own.sized(own.body.size, context.look.zones.leading).across()
    units = list(_units(set_close, section.elements, tuple(nodes), marked(context, frame, section.style)))
    paper = context.look.paper
    room = paper.text_height
    corner = mark_room(context, last=section is context.document.sections[-1])
    wide = paper.width - paper.margins.start - paper.margins.end - corner[0]
    sheet = _FaceRoom(room, wide, corner[1], room - mark_room(context, last=True)[1])
    heads = _Heads(context, section, heading, title)
    made = [sheet.filled(head, face) for head, face in _on_faces(units, sheet, heads)]
    first = replace(made[0], anchor=heading.anchor, position=section.position)
    return [first, *(replace(each, forced=True) for each in made[1:])]


class _Heads(Struct, frozen=True):
    """The heads of a section's faces: the band of a zone, or a heading above a line."""

    context: LayoutContext
    section: d.Section
    heading: d.Heading
    node: StructureNode

    def of(self, number: int, count: int) -> Fragment:
        """The head of one of `count` faces; `number` counts from 0. The head of the first face is read; the others
        repeat it as artifacts, without the boxes for several numbers, which are only on the first."""
        part = _part(number + 1, count) if count > 1 else ""
        if number == 0:
            return self.head(part)
        numbers = self.heading.numbers
        blank = len(numbers) > 1 and any(isinstance(run, FieldBlank) for each in numbers for run in each.value.runs)
        again = replace(self, heading=replace(self.heading, numbers=())) if blank else self
        return _silent(again.head(part))

    def head(self, part: str) -> Fragment:
        """The head of a face; `part` says which of several it is."""
        if self.section.style.heading is HeadingLook.ZONE:
            return _band(self.context, self.section, self.heading, self.node, part)
        return _head(self.context, self.heading, self.node, part)


def _part(number: int, count: int) -> str:
    return f"{number}\N{NO-BREAK SPACE}/\N{NO-BREAK SPACE}{count}"


def _band(context: LayoutContext, section: d.Section, heading: d.Heading, node: StructureNode, part: str) -> Fragment:
    """The band from edge to edge of the face, and up to its upper edge."""
    margins, panel = context.look.paper.margins, context.look.paper
    band = lay_out_band(context, heading, node, section.style, Frame(-margins.start, panel.width), part)
    return _raised(band, margins.top)


def _head(context: LayoutContext, heading: d.Heading, node: StructureNode, part: str) -> Fragment:
    """The heading above a line from edge to edge of the face; `part`, at the end, says which of several it is."""
    paper, size = context.look.paper, context.look.type.section
    style = context.style(size, 1.08, context.look.palette.text, strong=True)
    counter = counted(context, part, replace(style, strong=False))
    wide = paper.width - paper.margins.start - paper.margins.end
    lines = lay_out_heading(context, heading, node, style, Frame(0.0, wide - counter.width))
    height = height_of(lines) + _BELOW_HEAD
    path = shapes.line(-paper.margins.start, -height, paper.width - paper.margins.start, -height)
    line = ShapePiece(path, None, context.look.palette.text, _HEAD_LINE, ARTIFACT)
    at_end = (translated(piece, wide - counter.width, 0.0) for piece in counter.pieces)
    stack = stacked(lines, 0.0, 0.0)
    return _raised(Fragment(height, (*stack.pieces, *at_end, line)), paper.margins.top - _ABOVE_HEAD)


def _raised(fragment: Fragment, distance: float) -> Fragment:
    pieces = tuple(translated(piece, 0.0, distance) for piece in fragment.pieces)
    return Fragment(fragment.height - distance, pieces)


def _silent(head: Fragment) -> Fragment:
    """The head as it is repeated: it was read on the first face, so it is an artifact without fields."""
    pieces = (piece for piece in head.pieces if not isinstance(piece, FieldPiece))
    return replace(head, pieces=tuple(_artifact(piece) for piece in pieces))


def _artifact(piece: UnresolvedPiece) -> UnresolvedPiece:
    return replace(piece, tag=ARTIFACT)


def _units(
    context: LayoutContext, elements: tuple[d.Element, ...], nodes: tuple[StructureNode, ...], frame: Frame
) -> Iterator[_Unit]:
    """What never parts: each sign with its pictogram, every other element as a whole."""
    for element, node in zip(elements, nodes, strict=True):
        if isinstance(element, d.ItemList) and all(item.pictogram for item in element.items):
            yield from ([row] for row in lay_out_sign_rows(context, element, node, frame, lay_out_list))
        else:
            made = lay_out_elements(context, (element,), (node,), frame)
            yield with_gap(made, gap=context.look.spacing.paragraph)


def _on_faces(units: list[_Unit], sheet: _FaceRoom, heads: _Heads) -> list[tuple[Fragment, list[_Unit]]]:
    """The units on as few faces as hold them, filled as evenly as can be, each with its head; all on one if they never
    fit."""
    for count in range(1, min(len(units), _MOST_FACES) + 1):
        above = [heads.of(number, count) for number in range(count)]
        splits = (
            [units[start:end] for start, end in pairwise((0, *cuts, len(units)))]
            for cuts in combinations(range(1, len(units)), count - 1)
        )
        fitting = [
            split
            for split in splits
            if all(sheet.holds(_below(head, face)) for head, face in zip(above, split, strict=True))
        ]
        if fitting:
            best = min(fitting, key=lambda split: max(height_of(_flat(face)) for face in split))
            return list(zip(above, best, strict=True))
    return [(heads.of(0, 1), units)]


def _below(head: Fragment, units: list[_Unit]) -> Stack:
    """The words of a face below its head."""
    return stacked(_flat(units), 0.0, -(head.height + _BELOW_HEAD))


def _flat(units: list[_Unit]) -> list[Fragment]:
    return [fragment for unit in units for fragment in unit]


class _FaceRoom(Struct, frozen=True):
    """The room of a face in points: its height, where its corner for the mark begins and how high that is. Words count
    as no higher than the room above the imprint (`counted`), since every face has a page of its own."""

    height: float
    corner: float
    corner_height: float
    counted: float

    def holds(self, stack: Stack) -> bool:
        """Whether a stack leaves the mark at the lower end corner free."""
        if -stack.bottom > self.height + _ROUNDING:
            return False
        above = self.height - self.corner_height
        return -stack.bottom <= above + _ROUNDING or not any(
            _reaches(piece, self.corner, -above) for piece in stack.pieces
        )

    def filled(self, head: Fragment, units: list[_Unit]) -> Fragment:
        """The face with its words. Its gaps grow where there is room. Words beside the mark count as above it."""
        spare = self.height - self.corner_height - (head.height + _BELOW_HEAD) - height_of(_flat(units))
        more = min(max(spare, 0.0) / max(len(units) - 1, 1), _MOST_MORE)
        stack = _below(head, [with_gap(unit, gap=unit[0].gap + more) for unit in units])
        height = min(-stack.bottom, self.counted) if self.holds(stack) else -stack.bottom
        return Fragment(height, (*head.pieces, *stack.pieces), anchors=stack.anchors)


def _reaches(piece: UnresolvedPiece, start: float, top: float) -> bool:
    """Whether words or a field reach into the corner from `start` and below `top`, in points."""
    if isinstance(piece, WordPiece):
        return piece.x + piece.width > start and piece.baseline - _DEPTH * piece.size < top
    return isinstance(piece, FieldPiece | PicturePiece) and piece.x + piece.width > start and piece.y < top
