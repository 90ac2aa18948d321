"""A value is in the box of its field, in the largest type that fits, and never below the floor."""

from __future__ import annotations

from itertools import pairwise

import pytest
from msgspec.structs import replace
from tests.projects.scripts import CARD, composed

from caresheet.fonts.faces import metrics
from caresheet.fonts.opened import opened
from caresheet.layout import lay_out
from caresheet.layout.field_values import ValueSizes, letters_that_fit, set_in_text_family, set_value
from caresheet.model.glyphs import TypeSetting
from caresheet.model.page_layout import ARTIFACT, Face, FieldPiece, GlyphPiece, TextPiece

FIELD = FieldPiece("patient.name", 100.0, 200.0, 120.0, 20.0, 12.0, "#1a1a1a", 0.75, 3)
SIZES = ValueSizes(12.0, 9.0)


@pytest.mark.parametrize("letters", range(1, 40))
def test_a_value_is_inside_its_box(letters: int) -> None:
    """However long it is, a value that fits begins at the start of its box, is no wider or higher than the box, and is
    read as separate words. The longest value that fits is in the smallest type."""
    piece = set_in_text_family(FIELD, "n" * letters, SIZES)
    if piece is None:
        assert letters > letters_that_fit(FIELD, SIZES) // 2
        assert set_in_text_family(FIELD, "n" * (letters + 1), SIZES) is None
        return
    assert piece.x == FIELD.x
    assert piece.width <= FIELD.width
    assert SIZES.floor <= piece.size <= SIZES.full
    assert piece.baseline + metrics(Face.REGULAR).ascent * piece.size <= FIELD.y + FIELD.height
    assert (piece.text, piece.tag) == (f" {'n' * letters} ", FIELD.tag)


def test_sizes_go_down_and_not_below_the_floor() -> None:
    """Short values are in full size, longer ones in smaller sizes down to the floor, then none."""
    sizes = [piece.size if (piece := set_in_text_family(FIELD, "n" * count, SIZES)) else 0.0 for count in range(1, 40)]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] == 12.0
    assert sizes[-1] == 0.0
    assert min(size for size in sizes if size) == 9.0


def test_a_low_box_has_smaller_type_or_none() -> None:
    """A value too tall for its box is set smaller, and refused below the floor."""
    low = set_in_text_family(FieldPiece("patient.name", 0.0, 0.0, 120.0, 11.5, 12.0, "#000000", 0.75, 3), "Ana", SIZES)
    assert low is not None
    assert 9.0 <= low.size < 12.0
    assert (
        set_in_text_family(FieldPiece("patient.name", 0.0, 0.0, 120.0, 8.0, 12.0, "#000000", 0.75, 3), "Ana", SIZES)
        is None
    )


def test_a_value_starts_where_lines_start() -> None:
    """On a page whose lines start at the right, a value ends at the right edge of its box."""
    piece = set_in_text_family(FIELD, "Ana", ValueSizes(12.0, 9.0, from_right=True))
    assert piece is not None
    assert piece.x + piece.width == pytest.approx(FIELD.x + FIELD.width)
    assert piece.x > FIELD.x


@pytest.mark.parametrize("language", ["pl", "ru", "ar", "hi", "km"])
@pytest.mark.parametrize("value", ["Ana 27", "محمود"])
def test_a_value_is_level_with_the_words_beside_it(language: str, value: str) -> None:
    """On the baseline of the words next to its line, whatever fonts the words and the value are set in."""
    made = composed(language, CARD)
    page_layout = lay_out(made)
    pieces = [piece for page in page_layout.pages for piece in page.pieces]
    (field, *_) = [
        piece
        for before, piece in pairwise(pieces)
        if isinstance(piece, FieldPiece) and isinstance(before, GlyphPiece | TextPiece) and before.size == piece.size
    ]
    beside = pieces[pieces.index(field) - 1]
    assert isinstance(beside, GlyphPiece | TextPiece)
    sizes = ValueSizes.of(made.document, page_layout)
    found = set_value(replace(field, width=300.0, height=40.0), value, replace(sizes, full=field.size))
    assert found
    assert {round(piece.baseline, 1) for piece in found} == {round(beside.baseline, 1)}


def test_which_fields_are_a_patient_s() -> None:
    """Fields whose names say so and that are read out: not a clinic's, and not one that is repeated as an artifact."""
    assert FIELD.is_personal
    assert not FieldPiece("clinic.phone", 0.0, 0.0, 9.0, 9.0, 12.0, "#000000", 0.75, 3).is_personal
    assert not FieldPiece("patient.name", 0.0, 0.0, 9.0, 9.0, 12.0, "#000000", 0.75, ARTIFACT).is_personal


@pytest.mark.parametrize("from_right", [False, True])
@pytest.mark.parametrize("name", ["محمد علي", "Нурия", "王小明", "สมชาย ใจดี", "श्रीमती क्षितिज", "Ali محمد"])
def test_a_value_in_another_script_is_inside_its_box(name: str, from_right: bool) -> None:  # noqa: FBT001
    """In every script, a value is a separate word in its box, from the side where lines start."""
    sizes = ValueSizes(12.0, 9.0, from_right, TypeSetting("ar" if from_right else "en"))
    pieces = set_value(FIELD, name, sizes)
    assert pieces
    assert "".join(piece.text for piece in pieces) == f" {name} "
    left, right = min(piece.x for piece in pieces), max(piece.x + piece.width for piece in pieces)
    assert left >= FIELD.x - 0.01
    assert right <= FIELD.x + FIELD.width + 0.01
    assert (right if from_right else left) == pytest.approx(FIELD.x + (FIELD.width if from_right else 0.0))
    for piece in pieces:
        assert isinstance(piece, GlyphPiece)
        assert piece.baseline + opened(piece.run.font).metrics.ascent * piece.size <= FIELD.y + FIELD.height + 0.01


def test_a_mixed_name_is_read_from_its_first_letter() -> None:
    """A name is isolated: its own first letter, and not the page around it, decides on which side it begins."""
    one, two = (
        set_value(FIELD, "محمد (Ali) حسن", ValueSizes(12.0, 9.0, setting=TypeSetting(tag))) for tag in ("en", "ar")
    )
    assert one
    assert two
    assert [round(piece.x, 2) for piece in one] == [round(piece.x, 2) for piece in two]
    assert one[0].x > one[-1].x
