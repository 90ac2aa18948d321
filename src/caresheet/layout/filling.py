"""Values set into the boxes of a page that is laid out already: no line moves for them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from caresheet.fonts import coverage
from caresheet.fonts.faces import measure, metrics
from caresheet.model.page_layout import Face, FieldPiece, Page, PageLayout, Piece, TextPiece

_INSET = 2.0
"""Points between the edge of a box and its value."""
_RAISED = 0.5
"""Points between the line and the descenders above it."""
LEAST_SIZE = 9.0
"""Type size in points under which no value is set: what is longer is written by hand (the floor of regular print)."""


class Filling(Struct, frozen=True):
    """Pages with values in their boxes. `placed` are the values of each page in painting order; `too_long` and
    `unprintable` name the fields of which at least one box stays a line to write on."""

    page_layout: PageLayout
    placed: tuple[tuple[str, ...], ...]
    too_long: tuple[str, ...] = ()
    unprintable: tuple[str, ...] = ()


def filled_in(page_layout: PageLayout, values: Mapping[str, str]) -> Filling:
    """The pages with the values, by the names of their fields, each in every box of its field, in the type size of the
    handout or as much smaller as a long one needs; empty ones stay lines to write on."""
    given = {name: value for name, value in values.items() if value}
    printable = {name: value for name, value in given.items() if _is_printable(value)}
    boxes = [_settings(page, printable, page_layout.body_size) for page in page_layout.pages]
    pages = tuple(_with(page, each) for page, each in zip(page_layout.pages, boxes, strict=True))
    return Filling(
        replace(page_layout, pages=pages),
        tuple(tuple(piece.text for piece in each.values() if piece) for each in boxes),
        tuple(dict.fromkeys(box.name for each in boxes for box, piece in each.items() if piece is None)),
        tuple(name for name in given if name not in printable),
    )


def fields_on(page_layout: PageLayout) -> tuple[str, ...]:
    """The names of the fields that have a box on these pages, in the order in which they are met first."""
    pieces = (piece for page in page_layout.pages for piece in page.pieces)
    return tuple(dict.fromkeys(piece.name for piece in pieces if isinstance(piece, FieldPiece) and piece.name))


def _is_printable(value: str) -> bool:
    return all(ord(sign) in coverage() for sign in value)


def _settings(page: Page, values: Mapping[str, str], size: float) -> dict[FieldPiece, TextPiece | None]:
    """The value of each box that has one; None where it is too long for it."""
    boxes = (piece for piece in page.pieces if isinstance(piece, FieldPiece) and piece.name in values)
    return {box: _set(box, values[box.name], size) for box in boxes}


def _set(box: FieldPiece, value: str, size: float) -> TextPiece | None:
    face = metrics(Face.REGULAR)
    tall = (box.height - _RAISED) / (face.ascent + face.descent)
    ems = measure(Face.REGULAR).advance(value)
    fitting = min(size, tall, (box.width - 2 * _INSET) / ems)
    if fitting < LEAST_SIZE:
        return None
    baseline = box.y + _RAISED + face.descent * fitting
    return TextPiece(box.x + _INSET, baseline, value, Face.REGULAR, fitting, box.color, ems * fitting, box.tag)


def _with(page: Page, settings: Mapping[FieldPiece, TextPiece | None]) -> Page:
    return replace(page, pieces=tuple(_with_values(page.pieces, settings)))


def _with_values(pieces: tuple[Piece, ...], settings: Mapping[FieldPiece, TextPiece | None]) -> Iterator[Piece]:
    """Each value stands behind the line of its box, in the same element."""
    for piece in pieces:
        yield piece
        value = settings.get(piece) if isinstance(piece, FieldPiece) else None
        if value:
            yield value
