"""Right-to-left pages are the mirror image of left-to-right ones, and what must not be turned over is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.layout import qr
from tests.layout.test_panels import CARD, on_panels
from tests.proof.documents import composed, document, everything, picture, section

from caresheet.layout import lay_out
from caresheet.layout.mirroring import mirrored
from caresheet.model.direction import Direction, direction_of
from caresheet.model.document import Code, Document, Figure
from caresheet.model.page_layout import Face, FieldPiece, Page, PicturePiece, Piece, ShapePiece, TextPiece
from caresheet.model.problem import Position

eighths = st.integers(0, 4800).map(lambda number: number / 8)
"""Lengths that binary numbers hold exactly, so that equal means equal."""
points = st.tuples(eighths, eighths)
segments = st.one_of(
    st.tuples(st.sampled_from("ml"), points),
    st.tuples(st.just("c"), st.tuples(eighths, eighths, eighths, eighths, eighths, eighths)),
    st.just(("h", ())),
)
paths = st.tuples(st.tuples(st.just("m"), points), st.lists(segments, max_size=5)).map(lambda path: (path[0], *path[1]))
pieces = st.one_of(
    st.builds(
        TextPiece, eighths, eighths, st.text(), st.sampled_from(Face), eighths, st.just("#000000"), eighths, st.just(1)
    ),
    st.builds(ShapePiece, paths, st.none(), st.just("#000000"), eighths, st.just(1), st.booleans()),
    st.builds(FieldPiece, st.text(), eighths, eighths, eighths, eighths, st.just("#000000"), eighths, st.just(1)),
    st.builds(PicturePiece, eighths, eighths, eighths, eighths, st.just(picture()), st.just(1)),
)
pages = st.builds(Page, st.just(600.0), eighths, st.lists(pieces, max_size=8).map(tuple))


def extent(piece: Piece) -> tuple[float, float]:
    """The least and the largest x of a piece."""
    if isinstance(piece, ShapePiece):
        xs = [value for _, values in piece.path for value in values[::2]]
        return min(xs), max(xs)
    return piece.x, piece.x + piece.width


@given(pages)
def test_mirrored_twice_is_the_same(page: Page) -> None:
    """Mirroring loses nothing: the mirror image of a mirror image is the page."""
    assert mirrored(mirrored(page)) == page


@given(pages)
def test_every_piece_is_as_far_from_the_other_edge(page: Page) -> None:
    """Left and right change places; heights, words and advances stay."""
    found = mirrored(page)
    assert (found.width, found.height, len(found.pieces)) == (page.width, page.height, len(page.pieces))
    for piece, image in zip(page.pieces, found.pieces, strict=True):
        low, high = extent(piece)
        assert extent(image) == (page.width - high, page.width - low)
        if not isinstance(piece, ShapePiece) and not isinstance(image, ShapePiece):
            assert replace(image, x=piece.x) == piece


def large(made: Document) -> Document:
    """The document on paper with room for the taller lines of Arabic."""
    paper = replace(made.look.paper, height=made.look.paper.height * 1.5)
    return replace(made, look=replace(made.look, paper=paper))


def places(page: Page) -> set[tuple[int, int]]:
    """The left and right edges of the bands, panels, discs and pictures of a page, in points."""
    found = (piece for piece in page.pieces if isinstance(piece, PicturePiece) or getattr(piece, "fill", None))
    return {(round(low), round(high)) for low, high in map(extent, found)}


def unlike(one: set[tuple[int, int]], other: set[tuple[int, int]]) -> set[tuple[int, int]]:
    """The places that the other page does not have, to a point."""
    near = {(low + left, high + right) for low, high in other for left in (-1, 0, 1) for right in (-1, 0, 1)}
    return one - near


@pytest.mark.parametrize(
    "made",
    [large(everything()), on_panels(everything(), replace(CARD, height=CARD.height * 1.3))],
    ids=["pages", "panels"],
)
def test_a_right_to_left_handout_is_laid_out_alike(made: Document) -> None:
    """Everything around the words of a right-to-left language stands in the mirrored place, on as many pages. Kurdish
    is set in the same typeface in both directions. Columns of a table may differ by a point, since only shaped words
    are kerned."""
    ltr, rtl = (lay_out(composed(replace(made, language=language))) for language in ("ku", "ku-Arab"))
    assert len(rtl.pages) == len(ltr.pages)
    for page, other in zip(rtl.pages, map(mirrored, ltr.pages), strict=True):
        assert unlike(places(page), places(other)) == unlike(places(other), places(page)) == set()
    assert rtl.pages != ltr.pages
    assert (rtl.destinations, rtl.bookmarks, rtl.counted) == (ltr.destinations, ltr.bookmarks, ltr.counted)


def test_a_qr_code_is_not_read_backwards() -> None:
    """The code of a right-to-left page says the same; only its place is mirrored, and the tag's box with it."""
    address = "https://www.example.org/kettles"
    made = document(section("Web", Figure(Code(address), "A code", None, Position("content/clinics/example.yaml"))))
    ltr, rtl = lay_out(composed(made)), replace(made, language="he")
    page_layout = lay_out(composed(rtl))
    assert qr.read(qr.seen(rtl, page_layout)) == address
    _, (left, _, right, _) = qr.drawn(ltr)
    assert qr.drawn(page_layout)[1][::2] == pytest.approx(
        (ltr.pages[0].width - right, ltr.pages[0].width - left), abs=0.02
    )


@pytest.mark.parametrize(
    ("language", "direction"),
    [
        ("en", Direction.LEFT_TO_RIGHT),
        ("es-US", Direction.LEFT_TO_RIGHT),
        ("ar", Direction.RIGHT_TO_LEFT),
        ("AR-eg", Direction.RIGHT_TO_LEFT),
        ("pa", Direction.LEFT_TO_RIGHT),
        ("pa-Arab-PK", Direction.RIGHT_TO_LEFT),
        ("ur-Latn", Direction.LEFT_TO_RIGHT),
        ("ks-Deva", Direction.LEFT_TO_RIGHT),
        ("ar-1997", Direction.RIGHT_TO_LEFT),
    ],
)
def test_the_direction_follows_from_the_language(language: str, direction: Direction) -> None:
    """The script subtag of a language tag decides, and else the script that the language is usually written in."""
    assert direction_of(language) is direction
