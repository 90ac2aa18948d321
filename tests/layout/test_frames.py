"""Frames, bands and the logo stand where their words are: at the right distance from them, in every column."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from tests.proof.documents import (
    ALARM,
    PALETTE,
    PLAIN,
    PROSE,
    RULED,
    composed,
    document,
    drawing,
    items,
    look,
    picture,
    say,
    section,
    words,
)

from caresheet.fonts.faces import metrics
from caresheet.layout import lay_out
from caresheet.layout.handout import bounds
from caresheet.model.document import Alert, Document, Mark
from caresheet.model.look import AlertLook, SectionStyle
from caresheet.model.page_layout import DrawingPiece, Face, Page, PicturePiece, ShapePiece, TextPiece
from caresheet.model.problem import Position
from caresheet.model.topic import Level, ListKind, Picture, SvgPicture

PADDING, BORDER, BAR, SIGN = 8.0, 1.5, 4.0, 60.0
HERE = Position("content/kettles/en.yaml", 1, 1)
FRAMED = SectionStyle("framed", PLAIN.heading, PALETTE.accent, PALETTE.accent_tint, PALETTE.accent)
Box = tuple[float, float, float, float]


def frames(page: Page) -> list[Box]:
    """The boxes that are filled and have a border, without the width of the border."""
    shapes = (piece for piece in page.pieces if isinstance(piece, ShapePiece) and piece.fill and piece.stroke)
    found = [piece for piece in shapes if bounds(piece)[2] - bounds(piece)[0] > SIGN]
    made = []
    for piece in found:
        left, bottom, right, top = bounds(piece)
        half = piece.line_width / 2
        made.append((left + half, bottom + half, right - half, top - half))
    return made


def texts_in(page: Page, box: Box) -> list[TextPiece]:
    """The words whose baseline lies between the lower and the upper edge, in the column of a box."""
    left, bottom, right, top = box
    middle = [piece for piece in page.pieces if isinstance(piece, TextPiece) and bottom < piece.baseline < top]
    return [piece for piece in middle if left - 30 < piece.x + piece.width / 2 < right + 30]


def alert(level: Level = Level.STOP) -> Alert:
    return Alert(Mark(level, "STOP"), words("Hot water"), (say(PROSE), items(ListKind.BULLETS, "One", "Two")), HERE)


def with_alerts(kind: AlertLook) -> Document:
    base = look()
    return document(section("One", alert()), look=replace(base, blocks=replace(base.blocks, alert=kind)))


@pytest.mark.parametrize("columns", [1, 2])
@pytest.mark.parametrize("style", [FRAMED, ALARM], ids=["framed", "alarm"])
def test_a_frame_holds_its_words(style: SectionStyle, columns: int) -> None:
    """The words of a framed section begin its padding away from the side of the frame, and end at least as far from the
    other, in the first column and in the last."""
    blocks = (say(PROSE), items(ListKind.BULLETS, PROSE, "Two"), say(PROSE * 3))
    made = document(
        section("One", *blocks, style=style), section("Two", *blocks, style=style), look=look(columns=columns)
    )
    found = [(page, box) for page in lay_out(composed(made)).pages for box in frames(page)]
    assert len({round(box[0]) for _, box in found}) == columns
    for page, box in found:
        inside = texts_in(page, box)
        assert min(piece.x for piece in inside) == pytest.approx(box[0] + PADDING, abs=BORDER)
        assert max(piece.x + piece.width for piece in inside) <= box[2] - PADDING + 0.5
        assert max(bounds(piece)[3] for piece in inside) <= box[3]
        assert min(bounds(piece)[1] for piece in inside) >= box[1]


@pytest.mark.parametrize("kind", [AlertLook.PANEL, AlertLook.BAR])
def test_a_panel_holds_its_words(kind: AlertLook) -> None:
    """An alert's words and sign stand inside of its panel, or right of its bar."""
    (page,) = lay_out(composed(with_alerts(kind))).pages
    tint = next(piece for piece in page.pieces if isinstance(piece, ShapePiece) and piece.fill == PALETTE.stop_tint)
    left, bottom, right, top = bounds(tint)
    inside = texts_in(page, (left, bottom, right, top))
    assert len(inside) >= 5
    bar = BAR if kind is AlertLook.BAR else 0.0
    assert min(piece.x for piece in inside) >= left + bar + PADDING - BORDER
    assert max(piece.x + piece.width for piece in inside) <= right - PADDING + BORDER
    prose = next(piece for piece in inside if piece.text.startswith("Fill the kettle"))
    assert prose.x == pytest.approx(left + bar + PADDING, abs=BORDER)


def test_a_band_is_as_wide_as_its_frame() -> None:
    """A heading on a band: the band runs from side to side of the frame and holds the heading in the paper's color."""
    (page,) = lay_out(composed(document(section("One", say(PROSE), style=ALARM)))).pages
    (box,) = frames(page)
    band = next(piece for piece in page.pieces if isinstance(piece, ShapePiece) and piece.fill == PALETTE.stop)
    left, bottom, right, top = bounds(band)
    assert (left, right, top) == (
        pytest.approx(box[0], abs=BORDER),
        pytest.approx(box[2], abs=BORDER),
        pytest.approx(box[3], abs=BORDER),
    )
    heading = next(piece for piece in page.pieces if isinstance(piece, TextPiece) and piece.text == "One")
    assert heading.color == PALETTE.paper
    assert bottom < bounds(heading)[1] < bounds(heading)[3] < top
    assert heading.x == pytest.approx(left + PADDING, abs=BORDER)


def test_a_rule_is_as_wide_as_its_column() -> None:
    """A heading under a rule: the rule runs over the whole column, above the heading."""
    made = document(section("One", say(PROSE), style=RULED))
    (page,) = lay_out(composed(made)).pages
    paper = made.look.paper
    rule = next(piece for piece in page.pieces if isinstance(piece, ShapePiece) and piece.line_width == 1.5)
    left, bottom, right, _ = bounds(rule)
    assert (left, right) == (
        pytest.approx(paper.margins.start, abs=1),
        pytest.approx(paper.width - paper.margins.end, abs=1),
    )
    heading = next(piece for piece in page.pieces if isinstance(piece, TextPiece) and piece.text == "One")
    assert bottom > heading.baseline + 0.6 * heading.size


@pytest.mark.parametrize("logo", [picture(200, 200), picture(800, 100), drawing()], ids=["square", "wide", "drawing"])
@pytest.mark.parametrize("subtitle", ["", "What to know before you switch it on"])
@pytest.mark.parametrize("style", [PLAIN, RULED, ALARM])
@pytest.mark.parametrize("body", [8.0, 11.0, 18.0])
def test_a_logo_has_its_room(logo: Picture | SvgPicture, subtitle: str, style: SectionStyle, body: float) -> None:
    """Whatever stands below the title, nothing reaches into the clinic's logo at the end of its line."""
    base = look(body=body)
    tight = replace(base, spacing=replace(base.spacing, section=0.0, heading=0.0))
    made = document(section("One", say(PROSE), style=style), logo=logo, subtitle=subtitle, look=tight)
    page = lay_out(composed(made)).pages[0]
    put = next(piece for piece in page.pieces if isinstance(piece, PicturePiece | DrawingPiece))
    left, bottom, right, top = bounds(put)
    paper = made.look.paper
    assert right == pytest.approx(paper.width - paper.margins.end)
    assert top == pytest.approx(
        max(
            bounds(p)[3]
            for p in page.pieces
            if isinstance(p, TextPiece) and "Boiling" in p.text and p.size == tight.type.title
        ),
        abs=body,
    )
    for piece in page.pieces:
        if piece is not put:
            box = bounds(piece)
            assert box[2] <= left or box[0] >= right or box[1] >= top - 0.5 or box[3] <= bottom


@pytest.mark.parametrize("columns", [1, 2])
def test_a_panel_in_a_frame(columns: int) -> None:
    """A panel inside a framed section stands inside of the frame, and its words inside of the panel."""
    made = document(section("One", say(PROSE), alert(), style=FRAMED), look=look(columns=columns))
    (page,) = lay_out(composed(made)).pages
    outer, inner = sorted(frames(page), key=lambda box: box[0] - box[2])
    assert inner[0] == pytest.approx(outer[0] + PADDING, abs=BORDER)
    assert inner[2] == pytest.approx(outer[2] - PADDING, abs=BORDER)
    assert outer[1] < inner[1] < inner[3] < outer[3]
    inside = texts_in(page, inner)
    assert min(piece.x for piece in inside) >= inner[0] + PADDING - BORDER
    assert max(piece.x + piece.width for piece in inside) <= inner[2] - PADDING + BORDER


@pytest.mark.parametrize(("level", "across"), [(Level.STOP, 1.04), (Level.CALL, 1.144), (Level.NOTE, 1.04)])
def test_the_shape_of_a_level_stands_before_its_word(level: Level, across: float) -> None:
    """The shape is as tall as the word's line, in the middle of its capitals, with a thin edge, and ends before the
    word, which it never touches."""
    page = lay_out(composed(document(section("Steam", alert(level))))).pages[0]
    word = next(piece for piece in page.pieces if isinstance(piece, TextPiece) and piece.text == "STOP ")
    shapes = [piece for piece in page.pieces if isinstance(piece, ShapePiece) and piece.tag == word.tag]
    (shape,) = [piece for piece in shapes if bounds(piece)[2] - bounds(piece)[0] < SIGN]
    assert shape.line_width == pytest.approx(0.8)
    left, bottom, right, top = bounds(shape)
    edge = shape.line_width
    assert right - left - edge == pytest.approx(across * word.size, abs=0.01)
    assert word.x - right == pytest.approx(1.5 * word.size - (0.572 + across / 2) * word.size - edge / 2, abs=0.01)
    capitals = word.baseline + metrics(Face.BOLD).cap_height * word.size / 2
    middle = (bottom + top) / 2 - (0.05 * 0.52 * word.size if level is Level.CALL else 0.0)
    assert middle == pytest.approx(capitals, abs=0.01)
