"""Values in the boxes of their fields: nothing else on the page moves, because a box keeps its width and height."""

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
"""Points by which a value is set smaller until it fits."""


class ValueSizes(Struct, frozen=True):
    """The type size of values in points: that of the text where it fits, and never below the `floor`, the smallest type
    that the handout has anyway. With `from_right`, lines start at the right, and so does a value in its box."""

    full: float
    floor: float
    from_right: bool = False

    @classmethod
    def of(cls, document: Document, page_layout: PageLayout) -> ValueSizes:
        """The sizes in a handout as it was laid out."""
        floor = min(document.look.type.running, page_layout.body_size)
        return cls(page_layout.body_size, floor, document.direction is Direction.RIGHT_TO_LEFT)


def set_value(field: FieldPiece, text: str, sizes: ValueSizes) -> TextPiece | None:
    """The value on one line in its box, in the largest size that fits; None where the smallest does not.

    It stands between two spaces, so that it is read as words of its own whatever stands beside the box.
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
    """The size of a value that is narrow enough: as the box is high enough for it."""
    high = metrics(Face.REGULAR).ascent + metrics(Face.REGULAR).descent / 2
    return min(sizes.full, field.height / high)


def baseline(field: FieldPiece, size: float) -> float:
    """The baseline of a value, so that its letters stand on the line as those beside an inline blank do."""
    return field.y + metrics(Face.REGULAR).descent * size / 2


def letters_that_fit(field: FieldPiece, sizes: ValueSizes) -> int:
    """About how many letters a value may have; 0 where the box is not even high enough."""
    if largest(field, sizes) < sizes.floor:
        return 0
    return max(int(field.width / (letter_width(Face.REGULAR) * sizes.floor)) - 2, 0)


def with_values(page_layout: PageLayout, values: Mapping[str, str], sizes: ValueSizes) -> PageLayout:
    """The pages with these values in their boxes, as far as they fit. The lines of filled boxes stay, as artifacts
    behind everything else on their page."""
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
    """For each field whose value does not fit everywhere, the first box that is too small for it."""
    told = set[str]()
    for page in page_layout.pages:
        for piece in page.pieces:
            if isinstance(piece, FieldPiece) and piece.is_personal and piece.name not in told:
                text = values.get(piece.name)
                if text is not None and set_value(piece, text, sizes) is None:
                    told.add(piece.name)
                    yield piece
