"""Values in the boxes of their fields. A box keeps its size, so nothing else on the page moves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from caresheet.fonts.faces import letter_width, measure, metrics
from caresheet.model.direction import Direction
from caresheet.model.page_layout import ARTIFACT, Face, FieldPiece, TextPiece

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from caresheet.model.document import Document
    from caresheet.model.page_layout import Page, PageLayout, Piece

_STEP = 0.5
"""The step by which a value is made smaller until it fits, in points."""


class ValueSizes(Struct, frozen=True):
    """The type size of values in points: that of the text if it fits, and never below the `floor`, the smallest type in
    the handout. If `from_right`, lines start at the right, and so does a value in its box."""

    full: float
    floor: float
    from_right: bool = False

    @classmethod
    def of(cls, document: Document, page_layout: PageLayout) -> ValueSizes:
        """The sizes for a handout that is laid out."""
        floor = min(document.look.type.running, page_layout.body_size)
        return cls(page_layout.body_size, floor, document.direction is Direction.RIGHT_TO_LEFT)


def set_value(field: FieldPiece, text: str, sizes: ValueSizes) -> TextPiece | None:
    """The value on one line in its box, in the largest size that fits; None if even the smallest does not fit.

    It has a space on either side, so that it is never read as part of a neighboring word.
    """
    words, advance, size = f" {text} ", measure(Face.REGULAR).advance(f" {text} "), largest(field, sizes)
    while size >= sizes.floor:
        width = advance * size
        if width <= field.width:
            x = field.x + field.width - width if sizes.from_right else field.x
            return TextPiece(x, baseline(field, size), words, Face.REGULAR, size, field.color, width, field.tag)
        size = sizes.floor if sizes.floor < size < sizes.floor + _STEP else size - _STEP
    return None


def largest(field: FieldPiece, sizes: ValueSizes) -> float:
    """The largest size that the height of the box allows."""
    high = metrics(Face.REGULAR).ascent + metrics(Face.REGULAR).descent / 2
    return min(sizes.full, field.height / high)


def baseline(field: FieldPiece, size: float) -> float:
    """The baseline of a value, level with that of words next to an inline blank."""
    return field.y + metrics(Face.REGULAR).descent * size / 2


def letters_that_fit(field: FieldPiece, sizes: ValueSizes) -> int:
    """Roughly how many letters fit in the box; 0 if the box is too low for any."""
    if largest(field, sizes) < sizes.floor:
        return 0
    return max(int(field.width / (letter_width(Face.REGULAR) * sizes.floor)) - 2, 0)


def with_values(page_layout: PageLayout, values: Mapping[str, str], sizes: ValueSizes) -> PageLayout:
    """The pages with these values in their boxes, if they fit. The lines of filled boxes stay as artifacts, at the end
    of their page."""
    return replace(page_layout, pages=tuple(_filled(page, values, sizes) for page in page_layout.pages))


def _filled(page: Page, values: Mapping[str, str], sizes: ValueSizes) -> Page:
    pieces: list[Piece] = list(page.pieces)
    rules: list[Piece] = []
    for index, piece in enumerate(page.pieces):
        if isinstance(piece, FieldPiece) and piece.is_personal and piece.name in values:
            words = set_value(piece, values[piece.name], sizes)
            if words is not None:
                pieces[index] = words
                rules.append(replace(piece.rule, tag=ARTIFACT))
    return replace(page, pieces=(*pieces, *rules)) if rules else page


def boxes_too_small(page_layout: PageLayout, values: Mapping[str, str], sizes: ValueSizes) -> Iterator[FieldPiece]:
    """The first box that is too small for its value, for every field with such a box."""
    told = set[str]()
    for page in page_layout.pages:
        for piece in page.pieces:
            if isinstance(piece, FieldPiece) and piece.is_personal and piece.name not in told:
                text = values.get(piece.name)
                if text is not None and set_value(piece, text, sizes) is None:
                    told.add(piece.name)
                    yield piece
