"""Nothing on a page stands on anything but its own background: each kind of collision is found and told."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from msgspec.structs import replace
from tests.proof.documents import composed, document, drawing, everything, picture, say, section

from caresheet.layout import lay_out, shapes
from caresheet.model.document import Document, Figure
from caresheet.model.page_layout import (
    ARTIFACT,
    DrawingPiece,
    PageLayout,
    PicturePiece,
    Piece,
    ShapePiece,
    TextPiece,
)
from caresheet.model.topic import Picture, SvgPicture
from caresheet.outputs.pdf.writer import paint
from caresheet.proof import prove_pdf

DOCUMENT = everything()
WORDS = "Fill the kettle with"


@pytest.fixture(scope="module")
def page_layout() -> PageLayout:
    return lay_out(composed(DOCUMENT))


def messages(page_layout: PageLayout, made: Document = DOCUMENT) -> list[str]:
    """What the proof says of the finished pages."""
    return [problem.message for problem in prove_pdf(composed(made), paint(made, page_layout))]


def place_of(page_layout: PageLayout, words: str) -> tuple[int, TextPiece]:
    """The index of the page that holds these words, and their piece."""
    return next(
        (number, piece)
        for number, page in enumerate(page_layout.pages)
        for piece in page.pieces
        if isinstance(piece, TextPiece) and words in piece.text
    )


def with_artifact(page_layout: PageLayout, make: Callable[[TextPiece], Piece], words: str = WORDS) -> PageLayout:
    """The page layout with one more artifact, behind everything else of its page."""
    number, piece = place_of(page_layout, words)
    page = page_layout.pages[number]
    made = replace(page, pieces=(make(piece), *page.pieces))
    return replace(page_layout, pages=(*page_layout.pages[:number], made, *page_layout.pages[number + 1 :]))


def moved(page_layout: PageLayout, dy: float) -> PageLayout:
    """The page layout with its pictures moved up."""
    pages = tuple(
        replace(
            page,
            pieces=tuple(
                replace(piece, y=piece.y + dy) if isinstance(piece, PicturePiece | DrawingPiece) else piece
                for piece in page.pieces
            ),
        )
        for page in page_layout.pages
    )
    return replace(page_layout, pages=pages)


def logo(piece: TextPiece, drawn: Picture | SvgPicture) -> Piece:
    """A logo that reaches under the words."""
    box = (piece.x + piece.width - 20, piece.baseline - 4, 60.0, 40.0)
    if isinstance(drawn, SvgPicture):
        return DrawingPiece(*box, drawn.drawing, "#000000", ARTIFACT)
    return PicturePiece(*box, drawn, ARTIFACT)


def band(left: float, right: float, low: float, high: float) -> Callable[[TextPiece], Piece]:
    """A pale shape between shares of the width and of the size of words."""

    def make(piece: TextPiece) -> Piece:
        x0, x1 = piece.x + left * piece.width, piece.x + right * piece.width
        y0, y1 = piece.baseline + low * piece.size, piece.baseline + high * piece.size
        return ShapePiece(shapes.rounded(x0, y0, x1 - x0, y1 - y0, 3.0), "#e6f0f7", None, 0.0, ARTIFACT)

    return make


def stroke(*steps: tuple[float, float], dashed: bool = False) -> Callable[[TextPiece], Piece]:
    """A fine line between points, in shares of the width and of the size of words."""

    def make(piece: TextPiece) -> Piece:
        (x0, y0), (x1, y1) = (
            (piece.x + across * piece.width, piece.baseline + up * piece.size) for across, up in steps
        )
        path = shapes.dashed(x0, y0, x1, y1, 3.0, 3.0) if dashed else shapes.line(x0, y0, x1, y1)
        return ShapePiece(path, None, "#8a94a0", 0.6, ARTIFACT)

    return make


def test_a_good_page(page_layout: PageLayout) -> None:
    """Panels, bands, tables, figures, badges and numbers in circles are no collisions."""
    assert messages(page_layout) == []


@pytest.mark.parametrize("drawn", [picture(), drawing()], ids=["raster", "drawing"])
def test_words_on_a_logo(page_layout: PageLayout, drawn: Picture | SvgPicture) -> None:
    """Words that stand on a logo are named, be it pixels or paths."""
    found = messages(with_artifact(page_layout, lambda piece: logo(piece, drawn)))
    assert any(WORDS in message and "stand on a picture" in message for message in found)


@pytest.mark.parametrize("drawn", [picture(), drawing()], ids=["raster", "drawing"])
def test_words_on_a_figure(drawn: Picture | SvgPicture) -> None:
    """A figure that stands where words are is found, though the words are painted on top of it."""
    figure = Figure(drawn, "A hill", None, DOCUMENT.position)
    made = document(section("One", say(WORDS), figure, say("The end.")))
    good = lay_out(composed(made))
    assert messages(good, made) == []
    assert any(WORDS in message and "stand on a picture" in message for message in messages(moved(good, 30.0), made))


def test_a_logo_behind_a_band(page_layout: PageLayout) -> None:
    """A band that covers a part of a logo is found, and so is one that ends behind it."""
    number, _ = place_of(page_layout, WORDS)
    y = page_layout.pages[number].height - 20.0
    put = PicturePiece(5.0, y - 20, 30.0, 20.0, picture(), ARTIFACT)
    shape = ShapePiece(shapes.rectangle(5.0, y - 40, 200.0, 30.0), "#e6f0f7", None, 0.0, ARTIFACT)
    under = with_artifact(with_artifact(page_layout, lambda _: shape), lambda _: put)
    above = with_artifact(with_artifact(page_layout, lambda _: put), lambda _: shape)
    assert [each.partition(": ")[2] for each in messages(under)] == ["a shape covers a part of a picture"]
    assert [each.partition(": ")[2] for each in messages(above)] == ["a picture stands on the edge of a shape"]


def test_two_pictures(page_layout: PageLayout) -> None:
    """Pictures do not stand on each other."""
    number, _ = place_of(page_layout, WORDS)
    y = page_layout.pages[number].height - 40.0
    puts = [PicturePiece(5.0 + shift, y, 30.0, 20.0, picture(), ARTIFACT) for shift in (0.0, 20.0)]
    once = with_artifact(page_layout, lambda _: puts[0])
    assert messages(once) == []
    assert [each.partition(": ")[2] for each in messages(with_artifact(once, lambda _: puts[1]))] == [
        "two pictures stand on each other"
    ]


def test_words_on_words(page_layout: PageLayout) -> None:
    """Words over other words are named with them."""
    number, piece = place_of(page_layout, WORDS)
    page = page_layout.pages[number]
    below = [each for each in page.pieces if isinstance(each, TextPiece) and each.baseline < piece.baseline]
    other = max((each for each in below if each.x == piece.x), key=lambda each: each.baseline)
    lifted = replace(other, baseline=piece.baseline - 0.3 * piece.size)
    pieces = tuple(lifted if each is other else each for each in page.pieces)
    pages = tuple(replace(page, pieces=pieces) if each is page else each for each in page_layout.pages)
    found = messages(replace(page_layout, pages=pages))
    assert any("stand on the words" in message and WORDS in message for message in found)


@pytest.mark.parametrize(
    "make",
    [
        band(0.5, 1.2, -0.6, 1.2),  # ends behind the words
        band(-0.2, 0.5, -0.6, 1.2),
        band(-0.2, 1.2, 0.35, 1.2),  # holds their upper half
    ],
)
def test_words_half_on_a_shape(page_layout: PageLayout, make: Callable[[TextPiece], Piece]) -> None:
    """A background that ends behind words is found, at the side or at half their height."""
    found = messages(with_artifact(page_layout, make))
    assert any(WORDS in message and "stand on the edge of a shape" in message for message in found)


@pytest.mark.parametrize("make", [band(1.02, 1.2, -0.6, 1.2), band(-0.1, 1.1, -1.2, -0.28)])
def test_shapes_beside_words(page_layout: PageLayout, make: Callable[[TextPiece], Piece]) -> None:
    """What ends beside or below words is no collision with them."""
    found = messages(with_artifact(page_layout, make))
    assert not any(WORDS in message and "stand on the edge of a shape" in message for message in found)


@pytest.mark.parametrize(
    "make",
    [
        stroke((0.4, -0.5), (0.4, 1.5)),
        stroke((0.4, -3.0), (0.4, 3.0), dashed=True),
        stroke((0.0, 0.25), (1.0, 0.25)),
        stroke((-0.1, 0.25), (1.1, 0.25), dashed=True),
    ],
    ids=["upright", "fold", "through", "dashes"],
)
def test_words_under_a_line(page_layout: PageLayout, make: Callable[[TextPiece], Piece]) -> None:
    """The side of a frame, a fold or a rule that runs through words is found."""
    found = messages(with_artifact(page_layout, make))
    assert any(WORDS in message and "are crossed by a line" in message for message in found)


@pytest.mark.parametrize("make", [stroke((0.0, -0.15), (1.0, -0.15)), stroke((-0.02, -0.5), (-0.02, 1.5))])
def test_lines_beside_words(page_layout: PageLayout, make: Callable[[TextPiece], Piece]) -> None:
    """A line under words, or beside them, does not cross them."""
    found = messages(with_artifact(page_layout, make))
    assert not any(WORDS in message and "crossed" in message for message in found)
